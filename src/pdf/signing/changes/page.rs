//! Pages (ISO 32000-2 7.7.3.3): annotations come and go, and nothing else about a page changes.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::super::{Dictionary, Location, Object, ObjectId, View};
use super::rule::{Rule, Unexpected, key};
use super::{Analysis, Places, Ruling, refuse, value};
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;

/// Explains the pages whose lists of annotations changed.
pub(super) fn explain(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    if !analysis.is_open() {
        return Ok(());
    }
    for page in pages(analysis)? {
        let ruling = explain_page(analysis, page);
        analysis.settle(ruling)?;
    }
    Ok(())
}

/// The pages that changed, and those whose list of annotations is an object of its own that changed. Such a list does
/// not tell whose it is; its annotations do.
fn pages(analysis: &Analysis<'_, '_>) -> Result<BTreeSet<ObjectId>> {
    let mut pages = BTreeSet::new();
    let mut budget = Budget::new(analysis.limits.fields, "annotations of a page");
    let open = |number: &&u32| !analysis.explained.contains_key(number);
    for number in analysis.changed.iter().filter(open) {
        let Some(id) = existing(&analysis.new, *number) else { continue };
        match readable(&analysis.new, id)? {
            Some(Object::Dictionary(page)) if page.is(b"Type", b"Page") || was_page(analysis, id)? => {
                pages.insert(id);
            }
            Some(Object::Array(items)) => {
                for item in items.iter().filter_map(Object::as_reference) {
                    budget.spend(1)?;
                    let Some(Object::Dictionary(annotation)) = readable(&analysis.new, item)? else {
                        continue;
                    };
                    let Some(page) = annotation.get(b"P").and_then(Object::as_reference) else { continue };
                    let list = match readable(&analysis.new, page)? {
                        Some(Object::Dictionary(page)) => page.get(b"Annots").and_then(Object::as_reference),
                        _ => None,
                    };
                    if list == Some(id) {
                        pages.insert(page);
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(pages)
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
fn explain_page(analysis: &mut Analysis<'_, '_>, page: ObjectId) -> Ruling<()> {
    let wrong = |what: Unexpected| refuse(page.number, what);
    let not_a_page = || wrong(Unexpected::Page { key: "Type".into() });
    let (Some(Object::Dictionary(old)), Some(Object::Dictionary(new))) =
        (analysis.old.object(page)?, analysis.new.object(page)?)
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
    annotations(analysis, page, &old, &new)?;
    if analysis.changed.contains(&page.number) {
        // Pages are referred to from all over the file; their annotations mean nothing elsewhere.
        analysis.explained.insert(page.number, Rule::Page);
    }
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

/// /Annots: what was there and stayed is in the same order; what is new stands behind, and is a
/// widget of a new field.
fn annotations<'a>(
    analysis: &mut Analysis<'_, 'a>,
    page: ObjectId,
    old: &Dictionary<'a>,
    new: &Dictionary<'a>,
) -> Ruling<()> {
    let was = items(&analysis.old, page, old)?;
    let is = items(&analysis.new, page, new)?;
    container(analysis, page, old, new)?;
    let wrong = || refuse(page.number, Unexpected::Annotations);
    let mut earlier = was.iter();
    let mut added = Vec::new();
    let mut removed = Vec::new();
    for item in &is {
        match item {
            Object::Reference(id) if analysis.added.contains(&id.number) => added.push(*id),
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
    if !removed.is_empty() {
        return Err(wrong());
    }
    let mut seen = BTreeSet::new();
    for id in added {
        if id.generation != 0 || !seen.insert(id.number) || !analysis.widgets.remove(&id.number) {
            return Err(wrong());
        }
        let Some(Object::Dictionary(widget)) = analysis.new.object(id)? else { return Err(wrong()) };
        if widget.get(b"P").is_some_and(|own| own.as_reference() != Some(page)) {
            return Err(wrong());
        }
    }
    Ok(())
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
