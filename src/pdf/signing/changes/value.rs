//! When two values are the same, whatever way they are written.

use super::super::super::{Dictionary, Document, Object};
use super::rule::{Unexpected, key};

/// Whether two objects are the same: equal values, and references to the same objects. The order of a dictionary does
/// not matter, a `null` entry is as good as none (7.3.7), and numbers are the same if they are written as the same kind.
pub(super) fn same(left: &Object<'_>, right: &Object<'_>) -> bool {
    match (left, right) {
        (Object::Array(left), Object::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Object::Dictionary(left), Object::Dictionary(right)) => same_dictionary(left, right),
        (Object::String(left), Object::String(right)) => left.bytes == right.bytes,
        (Object::Stream(_), _) | (_, Object::Stream(_)) => false,
        (left, right) => left == right,
    }
}

/// The same for objects of a document, which may be streams: their data is compared as it stands in the file.
pub(super) fn same_object(document: &Document<'_>, left: &Object<'_>, right: &Object<'_>) -> bool {
    match (left, right) {
        (Object::Stream(left), Object::Stream(right)) => {
            let data = |range: &std::ops::Range<usize>| document.bytes().get(range.clone());
            same_dictionary(&left.dictionary, &right.dictionary) && data(&left.data) == data(&right.data)
        }
        (left, right) => same(left, right),
    }
}

/// Readers disagree which of two entries with one key counts, so that with any only the same text is the same.
fn same_dictionary(left: &Dictionary<'_>, right: &Dictionary<'_>) -> bool {
    let (one, other) = (left.entries(), right.entries());
    if has_duplicates(left) || has_duplicates(right) {
        let mut pairs = one.iter().zip(other);
        return one.len() == other.len()
            && pairs.all(|(one, other)| one.key == other.key && same(&one.value, &other.value));
    }
    differences(left, right).is_empty()
}

/// The keys under which two dictionaries say different things.
pub(super) fn differences<'k>(left: &'k Dictionary<'_>, right: &'k Dictionary<'_>) -> Vec<&'k [u8]> {
    let (one, other) = (sorted(left), sorted(right));
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    let mut keys = Vec::new();
    loop {
        match (one.peek(), other.peek()) {
            (None, None) => return keys,
            (Some((left, value)), Some((right, now))) if left == right => {
                if !same(value, now) {
                    keys.push(*left);
                }
                one.next();
                other.next();
            }
            (Some((left, _)), right) if right.is_none_or(|(right, _)| left < right) => {
                keys.push(*left);
                one.next();
            }
            (_, Some((right, _))) => {
                keys.push(*right);
                other.next();
            }
            // Covered by the two before.
            (Some((left, _)), None) => {
                keys.push(*left);
                one.next();
            }
        }
    }
}

fn sorted<'k, 'a>(dictionary: &'k Dictionary<'a>) -> Vec<(&'k [u8], &'k Object<'a>)> {
    let entries = dictionary.entries().iter().filter(|entry| !entry.value.is_null());
    let mut entries: Vec<_> = entries.map(|entry| (entry.key.as_ref(), &entry.value)).collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

fn has_duplicates(dictionary: &Dictionary<'_>) -> bool {
    !dictionary.duplicates().is_empty()
}

/// Refuses a value in which a dictionary has a key twice, at any depth; the parser has bounded the depth.
pub(super) fn no_duplicates(object: &Object<'_>) -> Result<(), Unexpected> {
    match object {
        Object::Array(items) => items.iter().try_for_each(no_duplicates),
        Object::Dictionary(dictionary) => no_duplicates_in(dictionary),
        Object::Stream(stream) => no_duplicates_in(&stream.dictionary),
        _ => Ok(()),
    }
}

fn no_duplicates_in(dictionary: &Dictionary<'_>) -> Result<(), Unexpected> {
    if let Some(twice) = dictionary.duplicates().first() {
        return Err(Unexpected::DuplicateKey { key: key(twice) });
    }
    dictionary.entries().iter().try_for_each(|entry| no_duplicates(&entry.value))
}

/// Calls `visit` for each reference in a value, and for the key of the outermost dictionary under which it stands.
pub(super) fn references(object: &Object<'_>, visit: &mut dyn FnMut(&[u8], u32)) {
    let dictionary = match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dictionary,
        other => return below(b"", other, visit),
    };
    dictionary.entries().iter().for_each(|entry| below(&entry.key, &entry.value, visit));
}

fn below(key: &[u8], object: &Object<'_>, visit: &mut dyn FnMut(&[u8], u32)) {
    match object {
        Object::Reference(id) => visit(key, id.number),
        Object::Array(items) => items.iter().for_each(|item| below(key, item, visit)),
        Object::Dictionary(dictionary) => {
            dictionary.entries().iter().for_each(|entry| below(key, &entry.value, visit));
        }
        _ => {}
    }
}

/// Whether a value leads to other objects.
pub(super) fn has_references(object: &Object<'_>) -> bool {
    let mut found = false;
    references(object, &mut |_, _| found = true);
    found
}
