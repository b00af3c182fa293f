//! The structure tree (ISO 32000-2 14.7), which screen readers follow: it may name the new widgets of fields, behind
//! what was there, and changes in nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::super::{Dictionary, Object, ObjectId};
use super::rule::{Rule, Unexpected};
use super::{Analysis, Places, Ruling, refuse, value};
use crate::error::{ErrorKind, Result};

/// Explains the elements of new widgets, and their entries in the tree. Comes after the rules that explain widgets.
pub(super) fn explain(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    if !analysis.is_open() {
        return Ok(());
    }
    let root = match (analysis.old.catalog(), analysis.new.catalog()) {
        (Ok(old), Ok(new)) if old.get(ROOT) == new.get(ROOT) => new.get(ROOT).and_then(Object::as_reference),
        (Err(error), _) | (_, Err(error)) if error.kind() != ErrorKind::MalformedPdf => return Err(error),
        _ => None,
    };
    let Some(root) = root else { return Ok(()) };
    let ruling = Tree { root, elements: BTreeMap::new() }.explain(analysis);
    analysis.settle(ruling)
}

struct Tree {
    root: ObjectId,
    /// The new elements, each with its parent and the key under which its widget looks for it.
    elements: BTreeMap<u32, (ObjectId, i64)>,
}

impl Tree {
    fn explain(mut self, analysis: &mut Analysis<'_, '_>) -> Ruling<()> {
        let open = |number: &&u32| !analysis.explained.contains_key(number);
        for number in analysis.added.iter().filter(open) {
            if let Some(element) = element(analysis, ObjectId { number: *number, generation: 0 })? {
                self.elements.insert(*number, element);
            }
        }
        if self.elements.is_empty() {
            return Ok(());
        }
        let wrong = |number: u32| refuse(number, Unexpected::StructureTree);
        let pair = |id: ObjectId| -> Ruling<(Dictionary<'_>, Dictionary<'_>)> {
            match (analysis.old.object(id)?, analysis.now(id)?) {
                (Some(Object::Dictionary(old)), Some(Object::Dictionary(new))) => {
                    value::no_duplicates(&Object::Dictionary(new.clone()))
                        .map_err(|what| refuse(id.number, what))?;
                    Ok((old, new))
                }
                _ => Err(wrong(id.number)),
            }
        };
        let (old, new) = pair(self.root)?;
        let mut explained: Vec<(u32, Option<Rc<Places>>)> = Vec::new();
        // The elements stand behind the other children of their parents.
        let parents: BTreeSet<ObjectId> = self.elements.values().map(|(parent, _)| *parent).collect();
        for parent in parents {
            let (was, is) = pair(parent)?;
            let own: Vec<u32> = self
                .elements
                .iter()
                .filter(|(_, (own, _))| *own == parent)
                .map(|(number, _)| *number)
                .collect();
            if !analysis.changed.contains(&parent.number) || !self.grows(analysis, &was, &is, &own)? {
                return Err(wrong(parent.number));
            }
            if parent != self.root {
                let only_children = value::differences(&was, &is).into_iter().all(|key| key == b"K");
                if !only_children || was.get(b"S").is_none() || was.get(b"P").is_none() {
                    return Err(wrong(parent.number));
                }
                explained.push((parent.number, None));
            }
        }
        // Their keys stand behind those of the others.
        let next = |root: &Dictionary<'_>| root.get(NEXT).and_then(Object::as_integer);
        let map = |root: &Dictionary<'_>| root.get(PARENTS).and_then(Object::as_reference);
        let (had, has) = match (map(&old), map(&new)) {
            (Some(was), Some(is)) if was == is => {
                let places = Places { below: vec![(self.root.number, PARENTS)], ..Places::default() };
                if analysis.changed.contains(&is.number) {
                    explained.push((is.number, Some(Rc::new(places))));
                }
                pair(is)?
            }
            (None, None) => match (old.get(PARENTS), new.get(PARENTS)) {
                (Some(Object::Dictionary(was)), Some(Object::Dictionary(is))) => (was.clone(), is.clone()),
                _ => return Err(wrong(self.root.number)),
            },
            _ => return Err(wrong(self.root.number)),
        };
        if !self.enters(&had, &has, next(&old).unwrap_or(0)) {
            return Err(wrong(self.root.number));
        }
        let last = self.elements.values().map(|(_, key)| *key).max().unwrap_or(0);
        for changed in value::differences(&old, &new) {
            let good = match changed {
                // Looked at above, if one of the elements is a child of the root.
                b"K" => self.elements.values().any(|(parent, _)| *parent == self.root),
                b"ParentTree" => true,
                b"ParentTreeNextKey" => next(&new).is_some_and(|now| now > last && Some(now) >= next(&old)),
                _ => false,
            };
            if !good {
                return Err(wrong(self.root.number));
            }
        }
        if analysis.changed.contains(&self.root.number) {
            explained.push((self.root.number, None));
        }
        if let Some((number, _)) =
            explained.iter().find(|(number, _)| analysis.explained.contains_key(number))
        {
            return Err(wrong(*number));
        }
        for (number, places) in explained {
            analysis.explained.insert(number, Rule::StructureTree);
            if let Some(places) = places {
                analysis.reserved.insert(number, places);
            }
        }
        for number in self.elements.into_keys() {
            analysis.explained.insert(number, Rule::StructureTree);
        }
        Ok(())
    }

    /// Whether the children are those of before with the new ones behind them.
    fn grows<'a>(
        &self,
        analysis: &Analysis<'_, 'a>,
        was: &Dictionary<'a>,
        is: &Dictionary<'a>,
        own: &[u32],
    ) -> Ruling<bool> {
        let (Some(was), Some(is)) = (children(analysis, was)?, children(analysis, is)?) else {
            return Ok(false);
        };
        let Some((kept, further)) = is.split_at_checked(was.len()) else { return Ok(false) };
        let mut further: Vec<Option<u32>> =
            further.iter().map(|child| child.as_reference().map(|id| id.number)).collect();
        further.sort_unstable();
        let same = kept.iter().zip(&was).all(|(now, was)| value::same(was, now));
        Ok(same && further.into_iter().eq(own.iter().map(|number| Some(*number))))
    }

    /// Whether the number tree, which is one node, has the entries of before and one for each new element behind them.
    fn enters(&self, had: &Dictionary<'_>, has: &Dictionary<'_>, free: i64) -> bool {
        let only_entries = value::differences(had, has).into_iter().all(|key| key == b"Nums");
        let (Some(Object::Array(had)), Some(Object::Array(has))) = (had.get(b"Nums"), has.get(b"Nums"))
        else {
            return false;
        };
        let Some((kept, further)) = has.split_at_checked(had.len()) else { return false };
        let same = kept.iter().zip(had).all(|(now, was)| value::same(was, now));
        let keys = had.chunks(2).filter_map(|pair| pair.first().and_then(Object::as_integer));
        let mut least = keys.max().map_or(free, |last| free.max(last.saturating_add(1)));
        let mut left: BTreeSet<u32> = self.elements.keys().copied().collect();
        let entered = further.chunks(2).all(|pair| {
            let [Object::Integer(key), Object::Reference(element)] = pair else { return false };
            let own = self.elements.get(&element.number).is_some_and(|(_, own)| own == key);
            let behind = *key >= least;
            least = key.saturating_add(1);
            own && behind && left.remove(&element.number)
        });
        only_entries && same && had.len().is_multiple_of(2) && entered && left.is_empty()
    }
}

/// The children of an element; nothing where the list is an object of its own, which others may have as well.
fn children<'a>(analysis: &Analysis<'_, 'a>, element: &Dictionary<'a>) -> Ruling<Option<Vec<Object<'a>>>> {
    Ok(match element.get(b"K") {
        None => Some(Vec::new()),
        Some(Object::Array(items)) => Some(items.clone()),
        Some(one) => match analysis.new.resolve(one)? {
            Object::Array(_) => None,
            _ => Some(vec![one.clone()]),
        },
    })
}

/// The parent of a new element and the key of its widget, if the element says nothing but that it is that widget.
fn element(analysis: &Analysis<'_, '_>, id: ObjectId) -> Ruling<Option<(ObjectId, i64)>> {
    let Some(Object::Dictionary(element)) = analysis.now(id)? else { return Ok(None) };
    if !element.duplicates().is_empty() {
        return Ok(None);
    }
    let mut widget = None;
    for entry in element.entries() {
        let value = &entry.value;
        let good = match entry.key.as_ref() {
            b"Type" => value.as_name() == Some(b"StructElem"),
            b"S" => value.as_name() == Some(b"Form"),
            b"P" | b"Pg" => value.as_reference().is_some_and(|to| !analysis.added.contains(&to.number)),
            b"T" | b"Alt" | b"Lang" => value.as_string().is_some(),
            b"K" => {
                let one = match value {
                    Object::Array(items) if items.len() == 1 => items.first(),
                    one => Some(one),
                };
                widget = one.and_then(Object::as_dictionary).and_then(named);
                widget.is_some()
            }
            _ => false,
        };
        if !good {
            return Ok(None);
        }
    }
    let (Some(widget), Some(parent)) = (widget, element.get(b"P").and_then(Object::as_reference)) else {
        return Ok(None);
    };
    let claimed = analysis.added.contains(&widget.number) && analysis.explained.contains_key(&widget.number);
    if !claimed || !element.is(b"S", b"Form") {
        return Ok(None);
    }
    let Some(Object::Dictionary(widget)) = analysis.now(widget)? else { return Ok(None) };
    let key = widget.get(b"StructParent").and_then(Object::as_integer);
    Ok(key.filter(|_| widget.is(b"Subtype", b"Widget")).map(|key| (parent, key)))
}

/// The object that an object reference dictionary (14.7.5.3) names.
fn named(reference: &Dictionary<'_>) -> Option<ObjectId> {
    let known = reference.entries().iter().all(|entry| match entry.key.as_ref() {
        b"Type" => entry.value.as_name() == Some(b"OBJR"),
        b"Pg" | b"Obj" => entry.value.as_reference().is_some(),
        _ => false,
    });
    reference
        .get(b"Obj")
        .and_then(Object::as_reference)
        .filter(|_| known && reference.duplicates().is_empty())
}

const ROOT: &[u8] = b"StructTreeRoot";
const PARENTS: &[u8] = b"ParentTree";
const NEXT: &[u8] = b"ParentTreeNextKey";
