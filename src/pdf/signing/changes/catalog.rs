//! What may be new in the catalog (ISO 32000-2 7.7.2).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::super::{Dictionary, Object, ObjectId};
use super::rule::{Change, Rule, Unexpected, Unexplained, What, key};
use super::validation_data::{self, Graph};
use super::{Analysis, Ruling, form, metadata, refuse, value};
use crate::error::{ErrorKind, Result};

/// Compares the catalogs, and applies the rules that begin there.
pub(super) fn explain(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    if !analysis.is_open() {
        return Ok(());
    }
    let (id, old, new) = match catalogs(analysis) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::MalformedPdf => {
            analysis.unexplained.push(Unexplained::new(None, Unexpected::Unreadable));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let before = analysis.unexplained.len();
    for ruling in [
        entries(analysis, id, &old, &new),
        extensions(analysis, id, &old, &new),
        validation_data::explain(analysis, id, old.get(b"DSS"), new.get(b"DSS")),
        form::explain(analysis, id, &old, &new),
        metadata::explain(analysis, id, &old, &new),
        output_intents(analysis, id, &old, &new),
    ] {
        analysis.settle(ruling)?;
    }
    if analysis.unexplained.len() == before && analysis.changed.contains(&id.number) {
        analysis.explained.insert(id.number, Rule::Catalog);
    }
    Ok(())
}

fn catalogs<'a>(analysis: &Analysis<'_, 'a>) -> Result<(ObjectId, Dictionary<'a>, Dictionary<'a>)> {
    Ok((analysis.new.catalog_id()?, analysis.old.catalog()?, analysis.new.catalog()?))
}

/// Each entry of the catalog that no rule of its own looks at.
fn entries(
    analysis: &mut Analysis<'_, '_>,
    id: ObjectId,
    old: &Dictionary<'_>,
    new: &Dictionary<'_>,
) -> Ruling<()> {
    if !analysis.changed.contains(&id.number) {
        return Ok(());
    }
    value::no_duplicates(&Object::Dictionary(new.clone())).map_err(|what| refuse(id.number, what))?;
    let (mut faults, mut noted) = (Vec::new(), Vec::new());
    for changed in value::differences(old, new) {
        match changed {
            // Each with a rule of its own.
            b"DSS" | b"AcroForm" | b"Extensions" | b"Perms" | b"Metadata" | b"OutputIntents" => {}
            b"Version" if is_later_version(analysis, old, new) => noted.push(changed),
            b"Version" => faults.push(Unexpected::Version),
            b"MarkInfo" if is_mark_information(new.get(changed)) => noted.push(changed),
            // For those who hear the document; what they heard before they hear again.
            b"Lang" if old.get(changed).is_none() && is_string(new.get(changed)) => noted.push(changed),
            _ => faults.push(Unexpected::Catalog { key: key(changed) }),
        }
    }
    faults.into_iter().for_each(|what| analysis.report(id.number, what));
    noted.into_iter().for_each(|changed| note(analysis, id, changed));
    Ok(())
}

fn note(analysis: &mut Analysis<'_, '_>, catalog: ObjectId, changed: &[u8]) {
    analysis.note(Change {
        what: What::Catalog { key: key(changed) },
        objects: vec![catalog.number],
        page: None,
        concerns: Vec::new(),
    });
}

/// /MarkInfo (14.7.1): what a file says of its tags, which nobody sees on a page.
fn is_mark_information(value: Option<&Object<'_>>) -> bool {
    let Some(Object::Dictionary(own)) = value else { return false };
    let known = |key: &[u8]| matches!(key, b"Type" | b"Marked" | b"UserProperties" | b"Suspects");
    own.entries().iter().all(|entry| known(&entry.key) && !value::has_references(&entry.value))
}

fn is_string(value: Option<&Object<'_>>) -> bool {
    value.is_some_and(|value| value.as_string().is_some())
}

/// /Version: a name like `1.7`, not less than what the header and the catalog before said (7.2.2).
fn is_later_version(analysis: &Analysis<'_, '_>, old: &Dictionary<'_>, new: &Dictionary<'_>) -> bool {
    let of = |catalog: &Dictionary<'_>| catalog.get(b"Version").and_then(Object::as_name).and_then(version);
    let before = of(old).max(analysis.document.header().version);
    of(new).is_some_and(|now| Some(now) >= before)
}

fn version(name: &[u8]) -> Option<(u8, u8)> {
    match name {
        [major @ b'0'..=b'9', b'.', minor @ b'0'..=b'9'] => Some((major - b'0', minor - b'0')),
        _ => None,
    }
}

/// /Extensions (ISO 32000-2 7.12): developer prefixes with dictionaries that name a version and a level, as direct
/// objects or objects of their own; none is taken away or lowered.
fn extensions(
    analysis: &mut Analysis<'_, '_>,
    id: ObjectId,
    old: &Dictionary<'_>,
    new: &Dictionary<'_>,
) -> Ruling<()> {
    let (old, new) = (old.get(b"Extensions"), new.get(b"Extensions"));
    let Some(new) = new else {
        return if old.is_none() { Ok(()) } else { Err(refuse(id.number, Unexpected::Extensions)) };
    };
    let mut before = Graph::new(&analysis.old);
    // Extensions that made no sense before have nothing that could be lowered, and no objects to be replaced.
    let had = match old.map(|old| read_extensions(&mut before, old)).transpose() {
        Ok(had) => had.unwrap_or_default(),
        Err(super::Refusal::Unexplained(_)) if !matches!(old, Some(old) if value::same(old, new)) => {
            Vec::new()
        }
        // They were so before, and the catalog says the same of them.
        Err(super::Refusal::Unexplained(_)) => return Ok(()),
        Err(failed) => return Err(failed),
    };
    let before = before.into_parts();
    let mut now = Graph::new(&analysis.new);
    let has = read_extensions(&mut now, new)?;
    let now = now.into_parts();
    let kept = had.iter().all(|(prefix, version, level)| {
        has.iter().any(|(own, now, higher)| own == prefix && now >= version && higher >= level)
    });
    if !kept {
        return Err(refuse(id.number, Unexpected::Extensions));
    }
    let places = Rc::new(super::Places {
        inside: before.keys().copied().collect(),
        below: vec![(id.number, b"Extensions")],
        trailer: false,
    });
    validation_data::adopt(analysis, &before, &now, &places, Rule::Catalog)
}

/// /OutputIntents (14.11.5): for which device or colour space the document was made. Those of before stay in their
/// order; a further one has a profile that nothing else uses, or none.
fn output_intents<'a>(
    analysis: &mut Analysis<'_, 'a>,
    id: ObjectId,
    old: &Dictionary<'a>,
    new: &Dictionary<'a>,
) -> Ruling<()> {
    if !analysis.changed.contains(&id.number) {
        return Ok(());
    }
    let (before, now) = (old.get(b"OutputIntents"), new.get(b"OutputIntents"));
    if before.is_some_and(|before| now.is_some_and(|now| value::same(before, now))) {
        return Ok(());
    }
    let wrong = || refuse(id.number, Unexpected::Catalog { key: "OutputIntents".into() });
    let empty = Vec::new();
    let (before, now) = match (before, now) {
        (None, None) => return Ok(()),
        (None, Some(Object::Array(now))) => (&empty, now),
        (Some(Object::Array(before)), Some(Object::Array(now))) => (before, now),
        _ => return Err(wrong()),
    };
    let (kept, further) = now.split_at_checked(before.len()).ok_or_else(wrong)?;
    if !kept.iter().zip(before).all(|(now, was)| value::same(was, now)) {
        return Err(wrong());
    }
    let mut taken = BTreeSet::new();
    for item in further {
        let Object::Dictionary(intent) = take(analysis, &mut taken, item)?.ok_or_else(wrong)? else {
            return Err(wrong());
        };
        for entry in intent.entries() {
            let good = match entry.key.as_ref() {
                b"Type" => entry.value.as_name() == Some(b"OutputIntent"),
                b"S" => entry.value.as_name().is_some(),
                b"OutputCondition" | b"OutputConditionIdentifier" | b"RegistryName" | b"Info" => {
                    entry.value.as_string().is_some()
                }
                b"DestOutputProfile" => match take(analysis, &mut taken, &entry.value)? {
                    Some(Object::Stream(profile)) => is_profile(&profile.dictionary),
                    _ => false,
                },
                _ => false,
            };
            if !good {
                return Err(wrong());
            }
        }
    }
    let places = Rc::default();
    for number in taken {
        analysis.explain(number, Rule::Catalog, &places);
    }
    note(analysis, id, b"OutputIntents");
    Ok(())
}

/// A direct value, or that of a new object which nothing else uses; `None` for others.
fn take<'a>(
    analysis: &Analysis<'_, 'a>,
    taken: &mut BTreeSet<u32>,
    value: &Object<'a>,
) -> Ruling<Option<Object<'a>>> {
    let object = match value {
        Object::Reference(id) => {
            let fresh = analysis.added.contains(&id.number) && id.generation == 0;
            if !fresh || analysis.explained.contains_key(&id.number) {
                return Ok(None);
            }
            taken.insert(id.number);
            analysis.now(*id)?.unwrap_or(Object::Null)
        }
        direct => direct.clone(),
    };
    value::no_duplicates(&object).map_err(|what| refuse(None, what))?;
    Ok(Some(object))
}

/// The stream of an ICC profile (8.6.5.5), which says nothing but how its bytes are encoded.
fn is_profile(dictionary: &Dictionary<'_>) -> bool {
    dictionary.entries().iter().all(|entry| match entry.key.as_ref() {
        b"N" => entry.value.as_integer().is_some(),
        b"Alternate" => entry.value.as_name().is_some(),
        b"Length" | b"Filter" | b"DecodeParms" | b"Range" => !value::has_references(&entry.value),
        _ => false,
    })
}

/// Prefix, /BaseVersion and /ExtensionLevel of each extension.
type Extension = (Vec<u8>, (u8, u8), i64);

fn read_extensions<'a>(graph: &mut Graph<'_, '_, 'a>, value: &Object<'a>) -> Ruling<Vec<Extension>> {
    let wrong = || refuse(value.as_reference().map(|id| id.number), Unexpected::Extensions);
    let Some(Object::Dictionary(all)) = graph.enter(value, validation_data::Part::Extensions)? else {
        return Err(wrong());
    };
    let mut found = Vec::new();
    for entry in all.entries() {
        if entry.key.as_ref() == b"Type" {
            continue;
        }
        // 7.12.2: a dictionary or, since PDF 2.0, an array of dictionaries.
        let one = |graph: &mut Graph<'_, '_, 'a>, value: &Object<'a>| {
            let Some(Object::Dictionary(own)) = graph.enter(value, validation_data::Part::Developer)? else {
                return Err(wrong());
            };
            let version = own.get(b"BaseVersion").and_then(Object::as_name).and_then(version);
            let level = own.get(b"ExtensionLevel").and_then(Object::as_integer);
            let known = |key: &[u8]| DEVELOPER.contains(&key);
            let plain = own.entries().iter().all(|e| known(&e.key) && !value::has_references(&e.value));
            match (version, level) {
                (Some(version), Some(level)) if plain => Ok((entry.key.to_vec(), version, level)),
                _ => Err(wrong()),
            }
        };
        match &entry.value {
            Object::Array(several) => {
                for value in several {
                    found.push(one(graph, value)?);
                }
            }
            value => found.push(one(graph, value)?),
        }
    }
    Ok(found)
}

/// The entries of a developer extensions dictionary (Table 49).
const DEVELOPER: &[&[u8]] = &[b"Type", b"BaseVersion", b"ExtensionLevel", b"URL", b"ExtensionRevision"];
