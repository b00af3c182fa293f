//! The appearance streams of an annotation (ISO 32000-2 12.5.5), and the new objects that nothing else leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Site, wrong};
use crate::pdf::content::number;
use crate::pdf::signing::changes::rule::{Rule, Unexpected};
use crate::pdf::signing::changes::{Analysis, Places, Ruling, refuse, value};
use crate::pdf::{Dictionary, Object, ObjectId, Stream};

/// The objects that an annotation takes for itself, until all of them are found to be good.
#[derive(Default)]
pub(super) struct Claim<'a> {
    /// With the places from which each may be referred to; none says that only new objects refer to it.
    taken: BTreeMap<u32, Option<Rc<Places>>>,
    /// New values that lead on to others.
    open: Vec<Object<'a>>,
    replaces: bool,
}

/// How an annotation is drawn. Complete by nature.
pub(super) enum Drawn<'a> {
    /// As the reader knows it.
    ByReader,
    /// By one appearance, which holds at all times.
    Once(Box<Stream<'a>>),
    /// By several, for the pointer of the mouse or for states.
    Several,
    /// By one without a box that could be fitted into the rectangle of the annotation (12.5.5): where it is drawn is
    /// for each reader to decide.
    Anywhere,
}

impl<'a> Claim<'a> {
    /// Takes a new object, unless something else has a use for it.
    pub(super) fn object(&mut self, analysis: &Analysis<'_, 'a>, number: u32) -> Ruling<()> {
        let unused = analysis.added.contains(&number) && !analysis.explained.contains_key(&number);
        if unused && self.taken.insert(number, None).is_none() {
            return Ok(());
        }
        Err(refuse(number, Unexpected::Annotation { key: String::new() }))
    }

    /// Takes a changed object, to which only these places refer.
    pub(super) fn replaced(
        &mut self,
        analysis: &Analysis<'_, 'a>,
        number: u32,
        places: &Rc<Places>,
    ) -> Ruling<()> {
        let unused = analysis.changed.contains(&number) && !analysis.explained.contains_key(&number);
        if unused && self.taken.insert(number, Some(Rc::clone(places))).is_none() {
            return Ok(());
        }
        Err(refuse(number, Unexpected::Annotation { key: String::new() }))
    }

    /// Whether an appearance stream of before was written anew.
    pub(super) fn replaces_appearance(&self) -> bool {
        self.replaces
    }

    /// Takes the appearance of an annotation with all that it draws with. What was there before may be drawn with, but
    /// not changed, except for the appearances that the annotation had before.
    pub(super) fn appearance(
        &mut self,
        analysis: &Analysis<'_, 'a>,
        id: ObjectId,
        new: &Dictionary<'a>,
        old: Option<&Dictionary<'a>>,
    ) -> Ruling<Drawn<'a>> {
        let fault = || wrong(id, "AP");
        let Some(value) = new.get(b"AP") else { return Ok(Drawn::ByReader) };
        let had = old.map(|old| Before::of(analysis, id, old)).transpose()?.unwrap_or_default();
        let Object::Dictionary(appearances) = self.part(analysis, value, &had)? else { return Err(fault()) };
        let mut found = Vec::new();
        for entry in appearances.entries() {
            let normal = match entry.key.as_ref() {
                b"N" => true,
                b"R" | b"D" => false,
                _ => return Err(fault()),
            };
            match self.part(analysis, &entry.value, &had)? {
                Object::Stream(stream) => found.push((normal, stream)),
                Object::Dictionary(states) => {
                    for state in states.entries() {
                        let Object::Stream(stream) = self.part(analysis, &state.value, &had)? else {
                            return Err(fault());
                        };
                        found.push((false, stream));
                    }
                }
                Object::Null => {}
                _ => return Err(fault()),
            }
        }
        if !found.iter().all(|(_, stream)| is_form(&stream.dictionary)) {
            return Err(fault());
        }
        self.follow(analysis)?;
        let count = found.len();
        let all_fit = found.iter().all(|(_, stream)| fits(&stream.dictionary));
        Ok(match found.pop() {
            None => Drawn::ByReader,
            Some(_) if !all_fit => Drawn::Anywhere,
            Some((true, stream)) if count == 1 => Drawn::Once(stream),
            Some(_) => Drawn::Several,
        })
    }

    /// A direct value, or an object that is new, untouched, or a changed one that the annotation had for this before.
    fn part(&mut self, analysis: &Analysis<'_, 'a>, value: &Object<'a>, had: &Before) -> Ruling<Object<'a>> {
        let Object::Reference(id) = value else {
            value::no_duplicates(value).map_err(|what| refuse(None, what))?;
            return Ok(value.clone());
        };
        let object = analysis.now(*id)?.unwrap_or(Object::Null);
        let fresh = analysis.added.contains(&id.number);
        if self.taken.contains_key(&id.number) {
            return Ok(object);
        }
        if fresh {
            self.object(analysis, id.number)?;
        } else if analysis.changed.contains(&id.number) {
            if !had.parts.contains(&id.number) {
                return Err(refuse(id.number, Unexpected::Annotation { key: "AP".into() }));
            }
            self.replaced(analysis, id.number, &had.places)?;
            self.replaces = true;
        } else {
            return Ok(object);
        }
        value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
        self.open.push(object.clone());
        Ok(object)
    }

    /// Takes the new objects that new values lead to.
    fn follow(&mut self, analysis: &Analysis<'_, 'a>) -> Ruling<()> {
        while let Some(object) = self.open.pop() {
            if !is_harmless(&object) {
                return Err(refuse(None, Unexpected::Annotation { key: "AP".into() }));
            }
            let mut next = BTreeSet::new();
            value::references(&object, &mut |_, number| {
                next.insert(number);
            });
            for number in next {
                if self.taken.contains_key(&number) {
                    continue;
                }
                if analysis.changed.contains(&number) {
                    return Err(refuse(number, Unexpected::Annotation { key: "AP".into() }));
                }
                if !analysis.added.contains(&number) {
                    continue;
                }
                self.object(analysis, number)?;
                let object = analysis.now(ObjectId { number, generation: 0 })?.unwrap_or(Object::Null);
                value::no_duplicates(&object).map_err(|what| refuse(number, what))?;
                self.open.push(object);
            }
        }
        Ok(())
    }

    /// Explains what was taken, and says what it was.
    pub(super) fn settle(self, analysis: &mut Analysis<'_, 'a>) -> Vec<u32> {
        let objects = self.taken.keys().copied().collect();
        for (number, places) in self.taken {
            analysis.explained.insert(number, Rule::Annotation);
            if let Some(places) = places {
                analysis.reserved.insert(number, places);
            }
        }
        objects
    }
}

/// Explains that an annotation which was taken from its page was deleted, with its window and what it was drawn with,
/// and says which objects these are. Nothing else may have used them.
pub(super) fn deleted(
    analysis: &mut Analysis<'_, '_>,
    site: &Site<'_, '_>,
    annotation: ObjectId,
    old: &Dictionary<'_>,
) -> Ruling<BTreeSet<u32>> {
    let is_gone = |number: u32| analysis.freed.contains(&number) && !analysis.explained.contains_key(&number);
    let mut remarks = BTreeSet::from([annotation.number]);
    // A window that the page listed is asked about by itself.
    if let Some(popup) = old.get(b"Popup").and_then(Object::as_reference).filter(|popup| !site.had(*popup))
        && super::is_popup(&analysis.old.object(popup)?)
    {
        remarks.insert(popup.number);
    }
    let mut drawn = BTreeSet::new();
    let mut open = Vec::new();
    old.get(b"AP").into_iter().for_each(|appearance| ids(appearance, &mut open));
    while let Some(id) = open.pop() {
        if is_gone(id.number) && !remarks.contains(&id.number) && !site.had(id) && drawn.insert(id.number) {
            ids(&analysis.old.object(id)?.unwrap_or(Object::Null), &mut open);
        }
    }
    let inside = drawn.union(&remarks).copied().collect();
    let own = Rc::new(Places { inside, ..Places::default() });
    remarks.retain(|number| is_gone(*number));
    for number in &remarks {
        analysis.explain(*number, Rule::Annotation, &site.places);
    }
    for number in &drawn {
        analysis.explain(*number, Rule::Annotation, &own);
    }
    remarks.extend(drawn);
    Ok(remarks)
}

/// The references in a value; the parser has bounded its depth.
fn ids(object: &Object<'_>, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| ids(item, found)),
        Object::Dictionary(dictionary) => {
            dictionary.entries().iter().for_each(|entry| ids(&entry.value, found))
        }
        Object::Stream(stream) => {
            stream.dictionary.entries().iter().for_each(|entry| ids(&entry.value, found));
        }
        _ => {}
    }
}

/// What the annotation had for its appearance before.
#[derive(Default)]
struct Before {
    /// The dictionaries of appearances and their streams.
    parts: BTreeSet<u32>,
    /// Where references to them may stand.
    places: Rc<Places>,
}

impl Before {
    fn of(analysis: &Analysis<'_, '_>, id: ObjectId, old: &Dictionary<'_>) -> Ruling<Self> {
        let mut parts = BTreeSet::new();
        let mut dictionaries = BTreeSet::new();
        let Some(value) = old.get(b"AP") else { return Ok(Self::default()) };
        let mut open = vec![(0, value.clone())];
        while let Some((depth, value)) = open.pop() {
            let object = match &value {
                Object::Reference(id) => {
                    parts.insert(id.number);
                    analysis.old.object(*id)?.unwrap_or(Object::Null)
                }
                direct => direct.clone(),
            };
            match object {
                Object::Dictionary(below) if depth < STATES => {
                    dictionaries.extend(value.as_reference().map(|id| id.number));
                    open.extend(below.entries().iter().map(|entry| (depth + 1, entry.value.clone())));
                }
                Object::Stream(stream) if is_form(&stream.dictionary) => {}
                // Something else, which is not for this rule to change.
                _ => {
                    if let Object::Reference(id) = value {
                        parts.remove(&id.number);
                    }
                }
            }
        }
        let places = Places { inside: dictionaries, below: vec![(id.number, b"AP")], ..Places::default() };
        Ok(Self { parts, places: Rc::new(places) })
    }
}

/// A form XObject (8.10.2) that stands in this file and is shown to everyone.
fn is_form(dictionary: &Dictionary<'_>) -> bool {
    let kind = dictionary.get(b"Type").is_none_or(|kind| kind.as_name() == Some(b"XObject"));
    let plain = |key: &[u8]| dictionary.get(key).is_none_or(|value| !value::has_references(value));
    kind && dictionary.is(b"Subtype", b"Form")
        && dictionary.get(b"Subtype2").is_none()
        && plain(b"BBox")
        && plain(b"Matrix")
        && is_harmless_stream(dictionary)
}

/// Whether a form has a box, which its matrix keeps one.
fn fits(form: &Dictionary<'_>) -> bool {
    let numbers = |key: &[u8]| -> Option<Vec<f64>> {
        let items = form.get(key).map(|value| value.as_array().unwrap_or_default());
        items.map(|items| items.iter().filter_map(number).collect())
    };
    let flat = |size: f64| size.abs() < 1e-6;
    let has_box = match numbers(b"BBox").as_deref() {
        Some([left, bottom, right, top]) => !flat(right - left) && !flat(top - bottom),
        _ => false,
    };
    let keeps = match numbers(b"Matrix").as_deref() {
        None => true,
        Some([a, b, c, d, _, _]) => !flat(a * d - b * c),
        Some(_) => false,
    };
    has_box && keeps
}

/// Whether a value draws and does nothing else: no actions, no optional content, nothing from elsewhere.
fn is_harmless(object: &Object<'_>) -> bool {
    match object {
        Object::Array(items) => items.iter().all(is_harmless),
        Object::Dictionary(dictionary) => is_harmless_dictionary(dictionary),
        Object::Stream(stream) => {
            is_harmless_stream(&stream.dictionary) && is_harmless_dictionary(&stream.dictionary)
        }
        _ => true,
    }
}

fn is_harmless_stream(dictionary: &Dictionary<'_>) -> bool {
    NOT_IN_STREAMS.iter().all(|key| dictionary.get(key).is_none())
}

fn is_harmless_dictionary(dictionary: &Dictionary<'_>) -> bool {
    let kind =
        dictionary.get(b"Type").is_none_or(|kind| kind.as_name().is_some_and(|kind| TYPES.contains(&kind)));
    let acts = dictionary.get(b"S").and_then(Object::as_name).is_some_and(|kind| ACTIONS.contains(&kind));
    let optional =
        dictionary.get(b"OC").is_some() || dictionary.get(b"Properties").is_some_and(value::has_references);
    kind && !acts && !optional && dictionary.entries().iter().all(|entry| is_harmless(&entry.value))
}

/// What streams must not have: data in other files, content of other files, optional content, other images for print,
/// associated files.
const NOT_IN_STREAMS: &[&[u8]] = &[
    b"F",
    b"FFilter",
    b"FDecodeParms",
    b"Ref",
    b"OC",
    b"OPI",
    b"Alternates",
    b"AF",
    b"PS",
    b"StructParents",
];

/// What is needed to draw.
const TYPES: &[&[u8]] = &[
    b"XObject",
    b"Font",
    b"FontDescriptor",
    b"Encoding",
    b"ExtGState",
    b"Pattern",
    b"Group",
    b"Mask",
    b"Halftone",
    b"CMap",
    b"Metadata",
];

/// Actions (12.6.4), which have no place in a drawing.
const ACTIONS: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"ResetForm",
    b"GoTo",
    b"GoToR",
    b"GoToE",
    b"GoToDp",
    b"URI",
    b"Named",
    b"Hide",
    b"Sound",
    b"Movie",
    b"Rendition",
    b"Trans",
    b"Thread",
    b"SetOCGState",
    b"GoTo3DView",
    b"RichMediaExecute",
];

/// Appearances, normal and others, and their states.
const STATES: usize = 2;
