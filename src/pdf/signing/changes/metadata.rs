//! The metadata stream of the document (ISO 32000-2 14.3.2): writers of updates put the date and their name there.

mod xml;

use std::rc::Rc;

use super::super::super::{Dictionary, Object, ObjectId, Stream, View};
use super::super::text_string;
use super::rule::{Change, Rule, Unexpected, What};
use super::{Analysis, Places, Ruling, refuse, value};
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;

/// Explains another metadata stream of the catalog, or a first one: XMP (ISO 16684-1) that every parser reads alike, as
/// was that before, and with the title that it had, which readers show above the document.
pub(super) fn explain(
    analysis: &mut Analysis<'_, '_>,
    catalog: ObjectId,
    old: &Dictionary<'_>,
    new: &Dictionary<'_>,
) -> Ruling<()> {
    let (before, now) = (old.get(b"Metadata"), new.get(b"Metadata"));
    let Some(now) = now else {
        return if before.is_none() { Ok(()) } else { Err(refuse(catalog.number, Unexpected::Metadata)) };
    };
    let touched =
        |object: &Object<'_>| object.as_reference().is_some_and(|id| analysis.changed.contains(&id.number));
    if before.is_some_and(|before| value::same(before, now)) && !touched(now) {
        return Ok(());
    }
    let id = now.as_reference().ok_or_else(|| refuse(catalog.number, Unexpected::Metadata))?;
    let wrong = || refuse(id.number, Unexpected::Metadata);
    let replaced = before == Some(now);
    let unused = !analysis.explained.contains_key(&id.number);
    let fresh = analysis.added.contains(&id.number) && id.generation == 0;
    if !unused || !(fresh || replaced) {
        return Err(wrong());
    }
    let has = packet(&analysis.new, analysis.now(id)?, true)?.ok_or_else(wrong)?;
    let had = match before.and_then(Object::as_reference) {
        // That of before need not be what this rule would write, as long as all parsers read it alike.
        Some(before) => packet(&analysis.old, analysis.old.object(before)?, false)?.ok_or_else(wrong)?,
        None if before.is_none() => xml::Packet::default(),
        None => return Err(wrong()),
    };
    let titles: Vec<String> = had.titles.into_iter().chain(title(&analysis.old)?).collect();
    if !has.titles.iter().all(|title| title.is_empty() || titles.contains(title)) {
        return Err(wrong());
    }
    let places = if replaced {
        Places { below: vec![(catalog.number, b"Metadata")], ..Places::default() }
    } else {
        Places::default()
    };
    analysis.explain(id.number, Rule::Metadata, &Rc::new(places));
    analysis.note(Change {
        what: What::Metadata,
        objects: vec![id.number],
        page: None,
        concerns: Vec::new(),
    });
    Ok(())
}

/// The title in the information dictionary.
fn title(view: &View<'_, '_>) -> Ruling<Option<String>> {
    let Some(information) = view.trailer().get(b"Info") else { return Ok(None) };
    let Object::Dictionary(information) = view.resolve(information)? else { return Ok(None) };
    let title = view.value(&information, b"Title")?;
    Ok(title.as_string().map(|title| xml::plain(&text_string(&title.bytes))))
}

/// The XMP packet of a stream; nothing if it is no such stream, or not one that all parsers read alike.
fn packet(view: &View<'_, '_>, object: Option<Object<'_>>, plain: bool) -> Ruling<Option<xml::Packet>> {
    let Some(Object::Stream(stream)) = object else { return Ok(None) };
    if plain && !is_plain(&stream.dictionary) {
        return Ok(None);
    }
    // The stream was read from this view; its lifetime is that of the document.
    let data = match decoded(view, &stream)? {
        Some(data) => data,
        None => return Ok(None),
    };
    Ok(xml::packet(&data))
}

fn decoded(view: &View<'_, '_>, stream: &Stream<'_>) -> Result<Option<Vec<u8>>> {
    let mut inflated = Budget::new(MOST_BYTES, "bytes of metadata");
    match view.decoded_within(stream, &mut inflated) {
        Ok(data) if data.len() <= MOST_BYTES => Ok(Some(data.into_owned())),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == ErrorKind::PasswordRequired => Err(error),
        Err(_) => Ok(None),
    }
}

/// A metadata stream that says nothing but how its bytes are encoded: with more, it could be a form or a file.
fn is_plain(dictionary: &Dictionary<'_>) -> bool {
    dictionary.is(b"Type", b"Metadata")
        && dictionary.is(b"Subtype", b"XML")
        && value::no_duplicates(&Object::Dictionary(dictionary.clone())).is_ok()
        && dictionary.entries().iter().all(|entry| match entry.key.as_ref() {
            b"Type" | b"Subtype" => true,
            b"Length" | b"Filter" | b"DecodeParms" => !value::has_references(&entry.value),
            _ => false,
        })
}

/// Real packets have some kilobytes, those with a picture of the first page some hundred.
const MOST_BYTES: usize = 4 << 20;
