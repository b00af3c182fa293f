//! The information dictionary (ISO 32000-2 14.3.3): writers of updates put their name and the date there. Title, author,
//! subject and keywords are what the signer said about the document, and readers show them; they stay.

use std::rc::Rc;

use super::super::super::{Dictionary, Object};
use super::rule::{Change, Rule, Unexpected, What, key};
use super::{Analysis, Places, Ruling, refuse, value};

/// Explains a changed or new information dictionary, if no more than the date and the program differ.
pub(super) fn explain(analysis: &mut Analysis<'_, '_>) -> Ruling<()> {
    let entry = |trailer: &Dictionary<'_>| trailer.get(b"Info").and_then(Object::as_reference);
    let (was, is) = (entry(analysis.old.trailer()), entry(analysis.new.trailer()));
    let Some(id) = is.filter(|id| was.is_none_or(|was| was == *id)) else { return Ok(()) };
    let wrong = |key: &str| refuse(id.number, Unexpected::Information { key: key.into() });
    let added = was.is_none();
    if added != analysis.added.contains(&id.number) || (!added && !analysis.changed.contains(&id.number)) {
        // What existed before becomes no information now; what is not touched says what it said.
        return if added { Err(wrong("")) } else { Ok(()) };
    }
    let Object::Dictionary(new) = analysis.now(id)?.unwrap_or(Object::Null) else {
        return Err(wrong(""));
    };
    let old = match was.map(|was| analysis.old.object(was)).transpose()?.flatten() {
        None => Dictionary::default(),
        Some(Object::Dictionary(old)) => old,
        Some(_) => return Err(wrong("")),
    };
    value::no_duplicates(&Object::Dictionary(new.clone())).map_err(|what| refuse(id.number, what))?;
    for changed in value::differences(&old, &new) {
        let of_writer = matches!(changed, b"ModDate" | b"CreationDate" | b"Producer" | b"Creator");
        // The date of creation and the program that made the original are only told once.
        let once = !matches!(changed, b"CreationDate" | b"Creator") || old.get(changed).is_none();
        if !of_writer || !once || new.get(changed).is_none_or(|value| value.as_string().is_none()) {
            return Err(wrong(&key(changed)));
        }
    }
    let places = Places { trailer: true, ..Places::default() };
    analysis.explain(id.number, Rule::Information, &Rc::new(places));
    analysis.note(Change {
        what: What::Information,
        objects: vec![id.number],
        page: None,
        concerns: Vec::new(),
    });
    Ok(())
}
