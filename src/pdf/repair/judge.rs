//! From what a scan found to what differs.

use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;

use super::entries::{Entries, Place, each_entry};
use super::scan::{Definition, Scan};
use super::{Difference, Sight};
use crate::error::{Error, ErrorKind, Result};
use crate::pdf::document::Document;
use crate::pdf::lexer::is_whitespace;
use crate::pdf::object::Object;
use crate::pdf::parse::{object_header, value_at};
use crate::pdf::section::XrefEntry;
use crate::pdf::to_index;

pub(super) fn differences(document: &Document<'_>, entries: &Entries, scan: Scan) -> Result<Vec<Difference>> {
    if scan.overflow {
        return Err(Error::new(ErrorKind::LimitExceeded, "definitions that are not the last"));
    }
    let mut differences = Vec::new();
    let explained = explained(document, &scan.loose)?;
    let mut last_of: Vec<&Definition> = scan.loose.iter().collect();
    last_of.sort_by_key(|definition| (definition.id.number, definition.span.start));
    unmatched(document, entries, &scan.seen, &last_of, &mut differences);
    for definition in &scan.loose {
        let old = explained.contains(&definition.span.start);
        if !old {
            differences.extend(signature(document, definition));
        }
        if let Some(sight) = sight(document, entries, definition, old, &scan.seen) {
            differences.push(Difference::Definition {
                id: definition.id,
                offset: definition.span.start,
                sight,
            });
        }
    }
    differences.extend(entries.hybrid.iter().map(|number| Difference::Hybrid { number: *number }));
    let strict = document.latest().catalog_id().ok();
    if let Some((_, repaired)) = scan.root.filter(|(_, repaired)| strict != Some(*repaired)) {
        differences.push(Difference::Root { strict, repaired });
    }
    differences.extend(scan.odd.into_iter().map(|(number, anomaly)| Difference::Odd { number, anomaly }));
    differences.extend(scan.gaps.into_iter().map(|bytes: Range<usize>| Difference::Unexplained { bytes }));
    Ok(differences)
}

/// Where those of the definitions stand that some section of the chain leads to.
fn explained(document: &Document<'_>, loose: &[Definition]) -> Result<HashSet<usize>> {
    let mut explained = HashSet::new();
    if loose.is_empty() {
        return Ok(explained);
    }
    let highest = document.highest_number().map_or(0, |highest| to_index(highest).saturating_add(1));
    let mut wanted = vec![false; highest];
    let mut places: HashSet<(u32, usize)> = HashSet::with_capacity(loose.len());
    for definition in loose {
        if let Some(wanted) = wanted.get_mut(to_index(definition.id.number)) {
            *wanted = true;
            places.insert((definition.id.number, definition.span.start));
        }
    }
    each_entry(document, |_, _, number, entry| {
        if let XrefEntry::InUse { offset, .. } = entry
            && wanted.get(to_index(number)) == Some(&true)
        {
            let at = after_blank(document, to_index(offset).saturating_add(document.base()));
            if places.contains(&(number, at)) {
                explained.insert(at);
            }
        }
    })?;
    Ok(explained)
}

/// An entry may point at the white space before the object.
fn after_blank(document: &Document<'_>, at: usize) -> usize {
    let near = document.bytes.get(at..at.saturating_add(BLANK).min(document.bytes.len())).unwrap_or_default();
    at.saturating_add(near.iter().take_while(|byte| is_whitespace(**byte)).count())
}

/// The objects of the last revision that a scan does not find where the entry says.
fn unmatched(
    document: &Document<'_>,
    entries: &Entries,
    seen: &[bool],
    loose: &[&Definition],
    differences: &mut Vec<Difference>,
) {
    let (mut nested, mut elsewhere, mut nowhere) = (Few::new(), Few::new(), Few::new());
    for number in entries.ranges.iter().cloned().flatten() {
        if seen.get(to_index(number)) == Some(&true) {
            continue;
        }
        let Place::At { offset, generation } = entries.place(number) else { continue };
        let behind = loose.partition_point(|definition| definition.id.number <= number);
        let last = behind.checked_sub(1).and_then(|at| loose.get(at));
        let found = last.filter(|found| found.id.number == number).map(|found| found.span.start);
        let at = after_blank(document, offset);
        let header = object_header(document.bytes, at).map(|(id, _)| id);
        match header.filter(|id| id.number == number && id.generation == generation) {
            Some(_) if found == Some(at) => {}
            Some(_) => nested.push(number),
            None if found.is_some() => elsewhere.push((number, found)),
            None => nowhere.push((number, found)),
        }
    }
    let wrong = elsewhere.0.into_iter().chain(nowhere.0);
    differences.extend(wrong.map(|(number, found)| Difference::EntryWrong { number, found }));
    differences.extend(nested.0.into_iter().map(|number| Difference::Nested { number }));
}

/// The first of many: nobody reads a longer list.
struct Few<T>(Vec<T>);

impl<T> Few<T> {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn push(&mut self, item: T) {
        if self.0.len() < ASTRAY {
            self.0.push(item);
        }
    }
}

/// Who sees this definition instead of, or beside, what the last revision shows; `None` where that is no difference.
fn sight(
    document: &Document<'_>,
    entries: &Entries,
    definition: &Definition,
    old: bool,
    seen: &[bool],
) -> Option<Sight> {
    let (start, number) = (definition.span.start, definition.id.number);
    let strict = match entries.place(number) {
        // An update deleted the object: that is what updates are for.
        Place::Nowhere if old => return None,
        Place::Nowhere => return Some(Sight::Added),
        // Told as an entry that leads astray.
        Place::At { .. } if seen.get(to_index(number)) != Some(&true) => return None,
        Place::At { offset, .. } => after_blank(document, offset),
        Place::InStream { stream } => match entries.place(stream) {
            Place::At { offset, .. } => after_blank(document, offset),
            _ => 0,
        },
    };
    if strict == start {
        return None;
    }
    let text = |span: Range<usize>| document.bytes.get(span).unwrap_or_default();
    if text(strict..strict.saturating_add(definition.span.len())) == text(definition.span.clone()) {
        return None;
    }
    match (strict > start, old) {
        (true, true) => None,
        (true, false) => Some(Sight::Nobody),
        (false, _) => Some(Sight::Instead),
    }
}

/// The signature dictionary in an object that no section leads to, directly or as the value of a field.
fn signature(document: &Document<'_>, definition: &Definition) -> Option<Difference> {
    let text = document.bytes.get(definition.span.clone())?;
    let found = memmem::find(text, b"/ByteRange")?;
    let at = found.saturating_add(b"/ByteRange".len());
    let numbers =
        match value_at(text.get(..at.saturating_add(256)).unwrap_or(text), at, &document.limits, &mut 0) {
            Ok((Object::Array(numbers), _)) => numbers,
            _ => Vec::new(),
        };
    let number = |index: usize| usize::try_from(numbers.get(index)?.as_integer()?).ok();
    let end = number(2).zip(number(3)).and_then(|(from, length)| from.checked_add(length));
    let end = end.filter(|end| *end <= document.bytes.len());
    Some(Difference::Signature { id: definition.id, offset: definition.span.start, end })
}

/// Entries that lead astray, of each kind, of which is told.
const ASTRAY: usize = 1000;

/// White space that an entry may point at, and more than any writer leaves.
const BLANK: usize = 64;
