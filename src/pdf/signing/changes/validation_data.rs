//! The document security store (EN 319 142-1 5.4.2): certificates, CRLs and OCSP responses that were added for later
//! verification, and nothing that a page could use.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use super::super::super::{Dictionary, Object, ObjectId, View};
use super::rule::{Change, Rule, Unexpected, What};
use super::{Analysis, Places, Refusal, Ruling, refuse, value};

/// Explains the objects of the DSS that `new`, the entry in the catalog, leads to.
pub(super) fn explain(
    analysis: &mut Analysis<'_, '_>,
    catalog: ObjectId,
    old: Option<&Object<'_>>,
    new: Option<&Object<'_>>,
) -> Ruling<()> {
    let Some(new) = new else {
        return if old.is_none() { Ok(()) } else { Err(refuse(catalog.number, Unexpected::DssRemoved)) };
    };
    let mut before = Graph::new(&analysis.old);
    // Of a DSS that had not the right shape before, nothing can be replaced.
    let before = match old.map(|old| before.dss(old)).transpose() {
        Ok(_) => before.into_parts(),
        Err(Refusal::Unexplained(_)) if !matches!(old, Some(old) if value::same(old, new)) => BTreeMap::new(),
        Err(Refusal::Unexplained(_)) => return Ok(()),
        Err(failed) => return Err(failed),
    };
    let mut now = Graph::new(&analysis.new);
    now.dss(new)?;
    let now = now.into_parts();
    let places = Rc::new(Places {
        inside: before.keys().copied().collect(),
        below: vec![(catalog.number, b"DSS")],
        trailer: false,
    });
    adopt(analysis, &before, &now, &places, Rule::ValidationData)?;
    leftovers(analysis, &before, now, &places)?;
    let explained = analysis.explained.iter().filter(|(_, rule)| **rule == Rule::ValidationData);
    let objects: Vec<u32> = explained.map(|(number, _)| *number).collect();
    if !objects.is_empty() {
        analysis.note(Change { what: What::ValidationData, objects, page: None, concerns: Vec::new() });
    }
    Ok(())
}

/// Dictionaries of single signatures that were written and then not entered into /VRI, as pyHanko does where one of the
/// same signature is there already.
fn leftovers(
    analysis: &mut Analysis<'_, '_>,
    before: &BTreeMap<u32, Part>,
    now: BTreeMap<u32, Part>,
    places: &Rc<Places>,
) -> Ruling<()> {
    let open: Vec<u32> =
        analysis.added.iter().filter(|number| !analysis.explained.contains_key(number)).copied().collect();
    let mut known = now;
    for number in open {
        let id = ObjectId { number, generation: 0 };
        match analysis.now(id)? {
            Some(Object::Dictionary(dictionary)) if dictionary.is(b"Type", b"VRI") => {}
            _ => continue,
        }
        let mut graph = Graph::new(&analysis.new);
        graph.parts.clone_from(&known);
        match graph.vri(&Object::Reference(id)) {
            Ok(()) => known = graph.into_parts(),
            Err(Refusal::Unexplained(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    adopt(analysis, before, &known, places, Rule::ValidationData)
}

/// Explains the objects of a graph: each is new, or belonged to the graph before in the same part. What belonged to
/// something else before does not belong here, even if it is not touched: the next revision would be free to.
pub(super) fn adopt(
    analysis: &mut Analysis<'_, '_>,
    before: &BTreeMap<u32, Part>,
    now: &BTreeMap<u32, Part>,
    places: &Rc<Places>,
    rule: Rule,
) -> Ruling<()> {
    let foreign = now.iter().find(|(number, part)| {
        !analysis.added.contains(number) && before.get(number) != Some(part)
            || analysis.explained.get(number).is_some_and(|known| *known != Rule::Identical && *known != rule)
    });
    if let Some((number, _)) = foreign {
        let extensions = rule == Rule::Catalog;
        let what = if extensions { Unexpected::Extensions } else { Unexpected::DssReachesOther };
        return Err(refuse(*number, what));
    }
    for number in now.keys() {
        if analysis.added.contains(number) || analysis.changed.contains(number) {
            analysis.explain(*number, rule, places);
        }
    }
    Ok(())
}

/// What an object is for. One object has one part only. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Dss,
    /// The dictionary of all VRI dictionaries.
    VriMap,
    Vri,
    /// /Certs, /CRLs, /OCSPs and their like in a VRI dictionary.
    List,
    /// A certificate, CRL, OCSP response or timestamp.
    Data,
    /// /Length of such a stream.
    Length,
    /// /TU.
    Text,
    Extensions,
    Developer,
}

/// Walks through dictionaries of known shape and notes the objects that they are made of. The shapes lead downwards
/// only, so there are no cycles; each object is entered once.
pub(super) struct Graph<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    parts: BTreeMap<u32, Part>,
    /// The object that is looked at, for what is refused.
    current: Option<u32>,
}

impl<'v, 'd, 'a> Graph<'v, 'd, 'a> {
    pub(super) fn new(view: &'v View<'d, 'a>) -> Self {
        Self { view, parts: BTreeMap::new(), current: None }
    }

    pub(super) fn into_parts(self) -> BTreeMap<u32, Part> {
        self.parts
    }

    /// A value, which may be an object of its own; `None` if this object was entered before in the same part.
    pub(super) fn enter(&mut self, value: &Object<'a>, part: Part) -> Ruling<Option<Object<'a>>> {
        let Object::Reference(id) = value else {
            value::no_duplicates(value).map_err(|what| refuse(self.current, what))?;
            return Ok(Some(value.clone()));
        };
        match self.parts.entry(id.number) {
            Entry::Occupied(known) if *known.get() == part => return Ok(None),
            Entry::Occupied(_) => return Err(refuse(id.number, Unexpected::DssShape)),
            Entry::Vacant(free) => free.insert(part),
        };
        self.current = Some(id.number);
        let object = self.view.object(*id)?.ok_or_else(|| self.wrong())?;
        value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
        Ok(Some(object))
    }

    fn wrong(&self) -> Refusal {
        refuse(self.current, Unexpected::DssShape)
    }

    fn dss(&mut self, value: &Object<'a>) -> Ruling<()> {
        let Some(dss) = self.dictionary(value, Part::Dss)? else { return Ok(()) };
        for entry in dss.entries() {
            match entry.key.as_ref() {
                b"Type" if entry.value.as_name() == Some(b"DSS") => {}
                b"Certs" | b"CRLs" | b"OCSPs" => self.list(&entry.value)?,
                b"VRI" => self.vri_map(&entry.value)?,
                _ => return Err(self.wrong()),
            }
        }
        Ok(())
    }

    /// The keys are digests of signatures in hexadecimal. Two that differ in the case of letters alone would be one
    /// signature's with two answers.
    fn vri_map(&mut self, value: &Object<'a>) -> Ruling<()> {
        let Some(map) = self.dictionary(value, Part::VriMap)? else { return Ok(()) };
        let mut keys: Vec<Vec<u8>> = Vec::new();
        for entry in map.entries() {
            if entry.key.as_ref() == b"Type" && entry.value.as_name().is_some() {
                continue;
            }
            if entry.key.len() != SHA1_DIGITS || !entry.key.iter().all(u8::is_ascii_hexdigit) {
                return Err(self.wrong());
            }
            keys.push(entry.key.to_ascii_uppercase());
            self.vri(&entry.value)?;
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() == count { Ok(()) } else { Err(self.wrong()) }
    }

    fn vri(&mut self, value: &Object<'a>) -> Ruling<()> {
        let Some(vri) = self.dictionary(value, Part::Vri)? else { return Ok(()) };
        for entry in vri.entries() {
            match entry.key.as_ref() {
                b"Type" if entry.value.as_name() == Some(b"VRI") => {}
                b"Cert" | b"CRL" | b"OCSP" => self.list(&entry.value)?,
                b"TS" => self.data(&entry.value)?,
                b"TU" => match self.enter(&entry.value, Part::Text)? {
                    None | Some(Object::String(_)) => {}
                    Some(_) => return Err(self.wrong()),
                },
                _ => return Err(self.wrong()),
            }
        }
        Ok(())
    }

    fn list(&mut self, value: &Object<'a>) -> Ruling<()> {
        match self.enter(value, Part::List)? {
            None => Ok(()),
            Some(Object::Array(items)) => items.iter().try_for_each(|item| self.data(item)),
            Some(_) => Err(self.wrong()),
        }
    }

    /// A stream that says nothing but how its bytes are encoded: with more, it could be a form, a font or a file.
    fn data(&mut self, value: &Object<'a>) -> Ruling<()> {
        let stream = match self.enter(value, Part::Data)? {
            None => return Ok(()),
            Some(Object::Stream(stream)) => stream,
            Some(_) => return Err(self.wrong()),
        };
        for entry in stream.dictionary.entries() {
            match (entry.key.as_ref(), &entry.value) {
                (b"Length", Object::Integer(_)) => {}
                (b"Length", length @ Object::Reference(_)) => match self.enter(length, Part::Length)? {
                    None | Some(Object::Integer(_)) => {}
                    Some(_) => return Err(self.wrong()),
                },
                (b"Filter" | b"DecodeParms", value) if !value::has_references(value) => {}
                _ => return Err(self.wrong()),
            }
        }
        Ok(())
    }

    fn dictionary(&mut self, value: &Object<'a>, part: Part) -> Ruling<Option<Dictionary<'a>>> {
        match self.enter(value, part)? {
            None => Ok(None),
            Some(Object::Dictionary(dictionary)) => Ok(Some(dictionary)),
            Some(_) => Err(self.wrong()),
        }
    }
}

/// Hexadecimal digits of a SHA-1 digest.
const SHA1_DIGITS: usize = 40;
