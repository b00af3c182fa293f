//! What an annotation may say (ISO 32000-2 12.5.2 to 12.5.6): known entries with values that lead nowhere, except those
//! that other rules follow. No action but that of a link, no optional content, no associated files.

use super::Kind;
use crate::pdf::signing::changes::{rule, value};
use crate::pdf::{Dictionary, Object};

/// Whether a new annotation says nothing but what it may; otherwise the key.
pub(super) fn check(kind: Kind, annotation: &Dictionary<'_>) -> Result<(), String> {
    for entry in annotation.entries() {
        if !is_known(kind, &entry.key, &entry.value) {
            return Err(rule::key(&entry.key));
        }
    }
    if annotation.get(b"Rect").is_none() { Err("Rect".into()) } else { Ok(()) }
}

/// Whether an annotation may say something else under this key than before.
pub(super) fn may_change(kind: Kind, key: &[u8], new: &Dictionary<'_>) -> Result<(), String> {
    let fixed = [b"Type".as_slice(), b"Subtype", b"P", b"IRT", b"RT", b"Parent", b"A", b"Dest"];
    let good = match new.get(key) {
        _ if fixed.contains(&key) => false,
        // Where a link was clicked is clicked still.
        _ if kind == Kind::Link => matches!(key, b"M" | b"NM" | b"H" | b"C"),
        Some(value) => is_known(kind, key, value),
        None => key != b"Rect" && is_known(kind, key, &Object::Null),
    };
    if good { Ok(()) } else { Err(rule::key(key)) }
}

/// Whether what people see changes with this entry.
pub(super) fn is_seen(kind: Kind, key: &[u8]) -> bool {
    match key {
        b"M" | b"NM" | b"T" | b"Subj" | b"CreationDate" | b"State" | b"StateModel" | b"Popup" | b"Lang" => {
            false
        }
        // The text of a note stands in its window, that of the others on the page.
        b"Contents" | b"RC" => kind == Kind::Drawing,
        _ => true,
    }
}

/// Whether some readers or devices show it and others do not, or nobody does. Answers to a remark and marks such as
/// "accepted" are hidden notes in Acrobat, and windows open when somebody asks.
pub(super) fn is_hidden(kind: Kind, annotation: &Dictionary<'_>) -> bool {
    let answers = kind == Kind::Note && annotation.get(b"IRT").is_some();
    let bits = if answers { NO_VIEW | TOGGLE_NO_VIEW } else { HIDDEN | NO_VIEW | TOGGLE_NO_VIEW };
    kind != Kind::Popup && flags(annotation) & bits != 0
}

/// Whether it is drawn nowhere.
pub(super) fn is_invisible(annotation: &Dictionary<'_>) -> bool {
    flags(annotation) & HIDDEN != 0
}

/// Whether it keeps its size when the page is made smaller, or stays upright when the page is turned.
pub(super) fn is_stubborn(annotation: &Dictionary<'_>) -> bool {
    flags(annotation) & (NO_ZOOM | NO_ROTATE) != 0
}

fn flags(annotation: &Dictionary<'_>) -> i64 {
    annotation.get(b"F").and_then(Object::as_integer).unwrap_or(0)
}

fn is_known(kind: Kind, key: &[u8], value: &Object<'_>) -> bool {
    // An entry that is `null` is none.
    let is = |good: bool| value.is_null() || good;
    let string = || is(value.as_string().is_some());
    let name = || is(value.as_name().is_some());
    let plain = || !value::has_references(value);
    let numbers = || is(value.as_array().is_some_and(|items| items.iter().all(is_number)));
    let drawing = kind == Kind::Drawing;
    match key {
        b"Type" | b"Subtype" => name(),
        b"Rect" => value.as_array().is_some_and(|corners| corners.len() == 4) && numbers(),
        b"F" => is(value.as_integer().is_some_and(|flags| (0..=ALL_FLAGS).contains(&flags))),
        b"Contents" | b"NM" | b"Lang" => string(),
        b"M" => string(),
        b"P" => is(value.as_reference().is_some()),
        b"C" => numbers(),
        b"Border" | b"BS" => plain(),
        // Followed by the rule for appearances. A window has none.
        b"AP" => kind != Kind::Popup,
        b"AS" => name(),
        b"Open" => is(value.as_bool().is_some()) && matches!(kind, Kind::Note | Kind::Popup),
        b"Parent" => is(value.as_reference().is_some()) && kind == Kind::Popup,
        b"QuadPoints" => numbers() && matches!(kind, Kind::Markup | Kind::Link),
        b"H" => name() && kind == Kind::Link,
        b"Dest" => kind == Kind::Link && is(is_destination(value)),
        b"A" => kind == Kind::Link && is(is_action(value)),
        _ if matches!(kind, Kind::Popup | Kind::Link) => false,
        // Markup annotations (Table 172).
        b"T" | b"Subj" | b"CreationDate" | b"RC" => string(),
        b"CA" | b"ca" => is(is_number(value)),
        b"BM" => is(matches!(value.as_name(), Some(b"Normal" | b"Multiply"))),
        b"Popup" | b"IRT" => is(value.as_reference().is_some()),
        b"RT" => is(matches!(value.as_name(), Some(b"R" | b"Group"))),
        b"IT" => name(),
        b"Name" => name(),
        b"State" | b"StateModel" => string() && kind == Kind::Note,
        b"DA" | b"DS" => string() && drawing,
        b"Q" => is(value.as_integer().is_some()) && drawing,
        b"Sy" => name() && drawing,
        b"L" | b"CL" | b"RD" | b"IC" | b"Vertices" | b"CO" => numbers() && drawing,
        b"LE" | b"BE" | b"LL" | b"LLE" | b"LLO" | b"Cap" | b"CP" | b"InkList" | b"Path" | b"Measure" => {
            plain() && drawing
        }
        _ => false,
    }
}

/// A page of this document, or the name of a place.
fn is_destination(value: &Object<'_>) -> bool {
    match value {
        Object::Name(_) | Object::String(_) => true,
        Object::Array(items) => match items.split_first() {
            Some((Object::Reference(_), rest)) => {
                rest.iter().all(|item| item.is_null() || item.as_name().is_some() || is_number(item))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Goes to a page of this document, or names a page of the web; and does nothing after that.
fn is_action(value: &Object<'_>) -> bool {
    let Object::Dictionary(action) = value else { return false };
    let goes = action.is(b"S", b"GoTo");
    let names = action.is(b"S", b"URI");
    (goes || names)
        && action.entries().iter().all(|entry| match entry.key.as_ref() {
            b"S" => true,
            b"Type" => entry.value.as_name() == Some(b"Action"),
            b"D" => goes && is_destination(&entry.value),
            b"URI" => names && entry.value.as_string().is_some_and(|uri| is_of_the_web(&uri.bytes)),
            _ => false,
        })
}

/// Schemes that open a page or a letter; others start programs or scripts.
fn is_of_the_web(uri: &[u8]) -> bool {
    let begins = |scheme: &[u8]| {
        uri.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme))
    };
    [b"https://".as_slice(), b"http://", b"mailto:"].into_iter().any(begins)
}

fn is_number(value: &Object<'_>) -> bool {
    matches!(value, Object::Integer(_) | Object::Real(_))
}

/// Flags of annotations (Table 167).
const HIDDEN: i64 = 2;
const NO_ZOOM: i64 = 8;
const NO_ROTATE: i64 = 16;
const NO_VIEW: i64 = 32;
const TOGGLE_NO_VIEW: i64 = 256;
const ALL_FLAGS: i64 = 1023;
