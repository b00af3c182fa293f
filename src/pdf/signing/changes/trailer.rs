//! The trailer of an update says what the one before said (ISO 32000-2 7.5.6, Table 15).

use super::super::super::{Dictionary, Object};
use super::rule::{Unexpected, Unexplained, key};
use super::{Analysis, value};

/// Compares the trailers.
pub(super) fn explain(analysis: &mut Analysis<'_, '_>) {
    let (old, new) = (analysis.old.trailer(), analysis.new.trailer());
    let mut faults: Vec<Unexpected> = Vec::new();
    if let Some(twice) = new.duplicates().first() {
        faults.push(Unexpected::DuplicateKey { key: key(twice) });
    }
    for changed in value::differences(old, new) {
        let dropped = new.get(changed).is_none();
        let allowed = match changed {
            b"ID" => !dropped && is_new_id(old, new),
            // A new one is looked at as an object.
            b"Info" => {
                old.get(b"Info").is_none()
                    && new.get(b"Info").is_some_and(|info| info.as_reference().is_some())
            }
            _ if OWN.contains(&changed) => true,
            // What writers add of their own is not always repeated by others, and means nothing to readers.
            _ => dropped && !REPEATED.contains(&changed),
        };
        if !allowed {
            faults.push(Unexpected::Trailer { key: key(changed) });
        }
    }
    analysis.unexplained.extend(faults.into_iter().map(|what| Unexplained::new(None, what)));
}

/// Whether the trailer has an identifier of two strings, of which the first is that of before (14.4); it takes part in
/// the key of encrypted files.
fn is_new_id(old: &Dictionary<'_>, new: &Dictionary<'_>) -> bool {
    let Some([Object::String(first), Object::String(_)]) = new.get(b"ID").and_then(Object::as_array) else {
        return false;
    };
    let before = old.get(b"ID").and_then(Object::as_array).and_then(<[Object<'_>]>::first);
    let same = before.and_then(Object::as_string).is_some_and(|before| before.bytes == first.bytes);
    same || old.get(b"Encrypt").is_none()
}

/// What each section says of itself. `/XRefStm` names a section, which is read as part of the revision.
const OWN: &[&[u8]] =
    &[b"Prev", b"Size", b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms", b"XRefStm"];

/// What every trailer has to repeat.
const REPEATED: &[&[u8]] = &[b"Root", b"Info", b"Encrypt", b"AuthCode", b"ID"];
