//! What a writer threw away while it made the update: drawings of nothing that nobody refers to. pdfsig leaves two of
//! them behind each signature, with generation 1.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::super::Object;
use super::rule::Rule;
use super::{Analysis, State, value};
use crate::error::Result;

/// Explains new empty form XObjects to which neither the update nor, as is checked later, the revision before refers.
pub(super) fn explain(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    let open = |number: &&u32| !analysis.explained.contains_key(number);
    let candidates = analysis.added.iter().filter(open).chain(&analysis.of_later_generation);
    let mut empty = BTreeSet::new();
    for number in candidates {
        if let State::Present { object, .. } = analysis.state(&analysis.new, *number)?
            && draws_nothing(&object)
        {
            empty.insert(*number);
        }
    }
    if empty.is_empty() {
        return Ok(());
    }
    let others = analysis.added.iter().chain(&analysis.changed).chain(&analysis.of_later_generation);
    let mut used = BTreeSet::new();
    for number in others {
        match analysis.state(&analysis.new, *number)? {
            State::Present { object, .. } => note_references(&object, &mut used),
            State::Absent => {}
            State::Unreadable => return Ok(()),
        }
    }
    note_references(&Object::Dictionary(analysis.new.trailer().clone()), &mut used);
    for number in empty.difference(&used) {
        analysis.explain(*number, Rule::Unused, &Rc::default());
        analysis.of_later_generation.remove(number);
    }
    Ok(())
}

fn note_references(object: &Object<'_>, into: &mut BTreeSet<u32>) {
    value::references(object, &mut |_, to| {
        into.insert(to);
    });
}

/// A form XObject (8.10.2) without content, whatever it could have drawn with.
fn draws_nothing(object: &Object<'_>) -> bool {
    let Object::Stream(stream) = object else { return false };
    let known = |key: &[u8]| {
        [b"Type".as_slice(), b"Subtype", b"FormType", b"BBox", b"Matrix", b"Resources", b"Length"]
            .contains(&key)
    };
    stream.data.is_empty()
        && stream.dictionary.is(b"Subtype", b"Form")
        && stream.dictionary.duplicates().is_empty()
        && stream.dictionary.entries().iter().all(|entry| known(&entry.key))
}
