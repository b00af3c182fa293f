//! Pages (ISO 32000-2 7.7.3.3): annotations come and go, and nothing else about a page changes.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::super::{Dictionary, Location, Object, ObjectId, View, content};
use super::annotation::{self, Sight};
use super::rule::{Change, Concern, Rule, Unexpected, What, key};
use super::{Analysis, Places, Ruling, refuse, value};
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;

/// Explains the pages whose annotations changed.
pub(super) fn explain(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    if analysis.is_open() {
        for (page, changed) in pages(analysis)? {
            let ruling = explain_page(analysis, page, changed);
            analysis.settle(ruling)?;
        }
    }
    number(analysis)
}

/// Says on which page a change is seen that other rules explain, where its widget says so.
fn number(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    let mut numbers: BTreeMap<ObjectId, Option<usize>> = BTreeMap::new();
    for at in 0..analysis.changes.len() {
        let Some(change) = analysis.changes.get(at).filter(|change| is_of_a_field(change)) else { continue };
        for object in change.objects.clone() {
            let Some(id) = existing(&analysis.new, object) else { continue };
            let Some(Object::Dictionary(widget)) = readable(&analysis.new, id)? else { continue };
            let page = widget.get(b"P").and_then(Object::as_reference);
            let Some(page) = page.filter(|_| widget.is(b"Subtype", b"Widget")) else { continue };
            let number = match numbers.get(&page) {
                Some(number) => *number,
                None => *numbers.entry(page).or_insert(page_number(analysis, page)?),
            };
            if let Some(change) = analysis.changes.get_mut(at) {
                change.page = number;
            }
            break;
        }
    }
    Ok(())
}

fn is_of_a_field(change: &Change) -> bool {
    let of_a_field = matches!(
        change.what,
        What::DocumentTimestamp { .. }
            | What::Signature { .. }
            | What::SignatureField { .. }
            | What::FieldFilled { .. }
    );
    of_a_field && change.page.is_none()
}

/// The number of a page; none where the tree of pages is not fit to tell it.
fn page_number(analysis: &Analysis<'_, '_>, page: ObjectId) -> Result<Option<usize>> {
    match content::page_number(&analysis.new, page) {
        Err(error) if matches!(error.kind(), ErrorKind::MalformedPdf | ErrorKind::LimitExceeded) => Ok(None),
        result => result,
    }
}

/// A page while its annotations are looked at.
pub(super) struct Site<'s, 'a> {
    pub(super) page: ObjectId,
    /// The annotations that it lists now, and those among them that are new.
    listed: &'s BTreeSet<ObjectId>,
    new: &'s BTreeSet<ObjectId>,
    /// Those that it listed before.
    had: &'s BTreeSet<ObjectId>,
    /// Where changed annotations may be referred to.
    pub(super) places: Rc<Places>,
    pub(super) sight: Sight<'a>,
    changes: Vec<Change>,
}

impl Site<'_, '_> {
    /// Whether the page lists this annotation.
    pub(super) fn lists(&self, annotation: ObjectId) -> bool {
        self.listed.contains(&annotation)
    }

    /// Whether the page listed this annotation before.
    pub(super) fn had(&self, annotation: ObjectId) -> bool {
        self.had.contains(&annotation)
    }

    /// Whether the page lists this annotation since this revision.
    pub(super) fn is_new(&self, annotation: Option<ObjectId>) -> bool {
        annotation.is_some_and(|annotation| self.new.contains(&annotation))
    }

    /// Takes note of what was done; of the same to several annotations only once.
    pub(super) fn note(&mut self, what: What, objects: Vec<u32>, concerns: BTreeSet<Concern>) {
        let concerns: Vec<Concern> = concerns.into_iter().collect();
        match self.changes.iter_mut().find(|change| change.what == what && change.concerns == concerns) {
            Some(change) => change.objects.extend(objects),
            None => self.changes.push(Change { what, objects, page: None, concerns }),
        }
    }
}

/// The pages that changed, those whose list of annotations is an object of its own that changed, and those with
/// annotations that changed. Neither a list nor an annotation is told by itself whose it is: annotations say on which
/// page they are, which is believed if the page lists them. Where they do not, the pages are searched.
fn pages(analysis: &Analysis<'_, '_>) -> Result<BTreeMap<ObjectId, Vec<ObjectId>>> {
    let mut pages: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    let mut lost = Lost::default();
    let open = |number: &&u32| !analysis.explained.contains_key(number);
    for number in analysis.changed.iter().filter(open) {
        let Some(id) = existing(&analysis.new, *number) else { continue };
        match readable(&analysis.new, id)? {
            Some(Object::Dictionary(page)) if page.is(b"Type", b"Page") || was_page(analysis, id)? => {
                pages.entry(id).or_default();
            }
            Some(Object::Dictionary(own)) if annotation::is_annotation(&own) => {
                match own.get(b"P").and_then(Object::as_reference) {
                    Some(page) => pages.entry(page).or_default().push(id),
                    None => drop(lost.annotations.insert(id)),
                }
            }
            Some(Object::Array(items)) => match page_of_list(analysis, id, &items)? {
                Some(page) => drop(pages.entry(page).or_default()),
                None => drop(lost.lists.insert(id)),
            },
            _ => {}
        }
    }
    lost.find(analysis, &mut pages)?;
    Ok(pages)
}

/// The page whose list of annotations this is, as one of the first of them says.
fn page_of_list(
    analysis: &Analysis<'_, '_>,
    list: ObjectId,
    items: &[Object<'_>],
) -> Result<Option<ObjectId>> {
    for item in items.iter().filter_map(Object::as_reference).take(ASKED_FOR_THEIR_PAGE) {
        let Some(Object::Dictionary(own)) = readable(&analysis.new, item)? else { continue };
        let Some(page) = own.get(b"P").and_then(Object::as_reference) else { continue };
        if let Some(Object::Dictionary(found)) = readable(&analysis.new, page)?
            && found.get(b"Annots").and_then(Object::as_reference) == Some(list)
        {
            return Ok(Some(page));
        }
    }
    Ok(None)
}

/// Lists and annotations that changed and do not say on which page they are.
#[derive(Default)]
struct Lost {
    lists: BTreeSet<ObjectId>,
    annotations: BTreeSet<ObjectId>,
}

impl Lost {
    /// Goes through the pages as long as there is something to be found. What is not found is not explained.
    fn find(
        mut self,
        analysis: &Analysis<'_, '_>,
        pages: &mut BTreeMap<ObjectId, Vec<ObjectId>>,
    ) -> Result<()> {
        // A revision that names no catalog has no pages: nothing is found.
        let Ok(catalog) = analysis.new.catalog_id() else { return Ok(()) };
        let Some(Object::Dictionary(catalog)) = readable(&analysis.new, catalog)? else { return Ok(()) };
        let mut open: Vec<ObjectId> =
            catalog.get(b"Pages").and_then(Object::as_reference).into_iter().collect();
        let mut budget = Budget::new(SEARCHED, "nodes of the page tree");
        while let Some(id) = open.pop() {
            if (self.lists.is_empty() && self.annotations.is_empty()) || budget.spend(1).is_err() {
                break;
            }
            let Some(Object::Dictionary(node)) = readable(&analysis.new, id)? else { continue };
            let kids = match node.get(b"Kids") {
                Some(Object::Reference(kids)) => readable(&analysis.new, *kids)?,
                kids => kids.cloned(),
            };
            if let Some(Object::Array(kids)) = kids {
                open.extend(kids.iter().filter_map(Object::as_reference).take(budget.left()));
            }
            let list = match node.get(b"Annots") {
                Some(Object::Reference(list)) => {
                    if self.lists.remove(list) {
                        pages.entry(id).or_default();
                    }
                    if self.annotations.is_empty() { None } else { readable(&analysis.new, *list)? }
                }
                list => list.cloned(),
            };
            let Some(Object::Array(items)) = list else { continue };
            if budget.spend(items.len() / ITEMS_PER_NODE).is_err() {
                break;
            }
            for item in items.iter().filter_map(Object::as_reference) {
                if self.annotations.remove(&item) {
                    pages.entry(id).or_default().push(item);
                }
            }
        }
        Ok(())
    }
}

fn was_page(analysis: &Analysis<'_, '_>, id: ObjectId) -> Result<bool> {
    Ok(matches!(readable(&analysis.old, id)?, Some(Object::Dictionary(page)) if page.is(b"Type", b"Page")))
}

/// The object of this number that a view knows.
fn existing(view: &View<'_, '_>, number: u32) -> Option<ObjectId> {
    match view.location(number)? {
        Location::Free => None,
        Location::Offset { generation, .. } => Some(ObjectId { number, generation }),
        Location::InStream { .. } => Some(ObjectId { number, generation: 0 }),
    }
}

/// An object, or nothing where it cannot be read: then no rule explains it.
fn readable<'a>(view: &View<'_, 'a>, id: ObjectId) -> Result<Option<Object<'a>>> {
    match view.object(id) {
        Err(error) if error.kind() == ErrorKind::MalformedPdf => Ok(None),
        result => result,
    }
}

/// One page: the entries that may differ, and its list of annotations.
fn explain_page(analysis: &mut Analysis<'_, '_>, page: ObjectId, changed: Vec<ObjectId>) -> Ruling<()> {
    let wrong = |what: Unexpected| refuse(page.number, what);
    let not_a_page = || wrong(Unexpected::Page { key: "Type".into() });
    let (Some(Object::Dictionary(old)), Some(Object::Dictionary(new))) =
        (analysis.old.object(page)?, analysis.now(page)?)
    else {
        return Err(not_a_page());
    };
    if !old.is(b"Type", b"Page") || !new.is(b"Type", b"Page") {
        return Err(not_a_page());
    }
    if analysis.changed.contains(&page.number) {
        if analysis.explained.contains_key(&page.number) {
            return Err(wrong(Unexpected::Page { key: String::new() }));
        }
        value::no_duplicates(&Object::Dictionary(new.clone())).map_err(wrong)?;
        if let Some(other) =
            value::differences(&old, &new).into_iter().find(|key| !may_differ(key, &old, &new))
        {
            return Err(wrong(Unexpected::Page { key: key(other) }));
        }
    }
    let noted = annotations(analysis, page, &old, &new, changed)?;
    if analysis.changed.contains(&page.number) {
        // Pages are referred to from all over the file; their annotations mean nothing elsewhere.
        analysis.explained.insert(page.number, Rule::Page);
    }
    let number = page_number(analysis, page)?;
    noted.into_iter().for_each(|change| analysis.note(Change { page: number, ..change }));
    Ok(())
}

/// What writers put down when they add an annotation. Not /StructParents, which gives the content of the page another
/// place in the structure, nor anything about how the page is drawn.
fn may_differ(key: &[u8], old: &Dictionary<'_>, new: &Dictionary<'_>) -> bool {
    match key {
        b"Annots" => true,
        // A date that no reader shows.
        b"LastModified" => new.get(key).is_some_and(|date| date.as_string().is_some()),
        // The order in which the keyboard visits annotations, told for the first time.
        b"Tabs" => {
            old.get(key).is_none()
                && matches!(new.get(key).and_then(Object::as_name), Some(b"R" | b"C" | b"S" | b"A" | b"W"))
        }
        _ => false,
    }
}

/// /Annots: what was there and stayed is in the same order; what is new stands behind, and is a widget of a new field
/// or an annotation that its own rule explains. Says what was done.
fn annotations<'a>(
    analysis: &mut Analysis<'_, 'a>,
    page: ObjectId,
    old: &Dictionary<'a>,
    new: &Dictionary<'a>,
    changed: Vec<ObjectId>,
) -> Ruling<Vec<Change>> {
    let was = items(&analysis.old, page, old)?;
    let is = items(&analysis.new, page, new)?;
    container(analysis, page, old, new)?;
    let wrong = || refuse(page.number, Unexpected::Annotations);
    let mut earlier = was.iter();
    let mut added = BTreeSet::new();
    let mut removed = Vec::new();
    for item in &is {
        match item {
            Object::Reference(id) if analysis.added.contains(&id.number) => {
                if id.generation != 0 || !added.insert(*id) {
                    return Err(wrong());
                }
            }
            _ if !added.is_empty() => return Err(wrong()),
            kept => loop {
                let before = earlier.next().ok_or_else(wrong)?;
                if value::same(before, kept) {
                    break;
                }
                removed.push(before);
            },
        }
    }
    removed.extend(earlier);
    let listed: BTreeSet<ObjectId> = is.iter().filter_map(Object::as_reference).collect();
    let had: BTreeSet<ObjectId> = was.iter().filter_map(Object::as_reference).collect();
    let list = old.get(b"Annots").and_then(Object::as_reference).map(|list| list.number);
    let others = was.iter().filter_map(Object::as_reference).map(|other| other.number);
    let places = Places {
        inside: others.chain(list).collect(),
        below: vec![(page.number, b"Annots")],
        ..Places::default()
    };
    let mut site = Site {
        page,
        listed: &listed,
        new: &added,
        had: &had,
        places: Rc::new(places),
        sight: Sight::new(&was),
        changes: Vec::new(),
    };
    for id in &added {
        if !analysis.widgets.remove(&id.number) {
            annotation::added(analysis, &mut site, *id)?;
            continue;
        }
        let Some(Object::Dictionary(widget)) = analysis.now(*id)? else { return Err(wrong()) };
        if widget.get(b"P").is_some_and(|own| own.as_reference() != Some(page)) {
            return Err(wrong());
        }
    }
    for id in changed {
        if !had.contains(&id) || !listed.contains(&id) {
            return Err(refuse(id.number, Unexpected::Annotation { key: "P".into() }));
        }
        annotation::changed(analysis, &mut site, id)?;
    }
    for item in removed {
        annotation::removed(analysis, &mut site, item)?;
    }
    Ok(site.changes)
}

/// The annotations of a page, none if it has no list.
fn items<'a>(view: &View<'_, 'a>, page: ObjectId, dictionary: &Dictionary<'a>) -> Ruling<Vec<Object<'a>>> {
    let list = match dictionary.get(b"Annots") {
        Some(Object::Reference(id)) => view.object(*id)?,
        direct => direct.cloned(),
    };
    match list {
        None | Some(Object::Null) => Ok(Vec::new()),
        Some(Object::Array(items)) => Ok(items),
        Some(_) => Err(refuse(page.number, Unexpected::Annotations)),
    }
}

/// A list that is an object of its own is the one that it was, which nothing else uses, or a new one.
fn container(
    analysis: &mut Analysis<'_, '_>,
    page: ObjectId,
    old: &Dictionary<'_>,
    new: &Dictionary<'_>,
) -> Ruling<()> {
    let Some(is) = new.get(b"Annots").and_then(Object::as_reference) else { return Ok(()) };
    let was = old.get(b"Annots").and_then(Object::as_reference);
    let (changed, added) =
        (analysis.changed.contains(&is.number), analysis.added.contains(&is.number) && is.generation == 0);
    let places = match (was == Some(is), changed, added) {
        (true, false, false) => return Ok(()),
        (true, true, _) => Places { below: vec![(page.number, b"Annots")], ..Places::default() },
        (false, _, true) => Places::default(),
        _ => return Err(refuse(page.number, Unexpected::Annotations)),
    };
    if analysis.explained.contains_key(&is.number) {
        return Err(refuse(is.number, Unexpected::Annotations));
    }
    analysis.explain(is.number, Rule::Page, &Rc::new(places));
    Ok(())
}

/// Annotations of a list that are asked on which page they are.
const ASKED_FOR_THEIR_PAGE: usize = 64;

/// Nodes of the page tree that are searched, and how many items are looked through in the time of a node.
const SEARCHED: usize = 20_000;
const ITEMS_PER_NODE: usize = 64;
