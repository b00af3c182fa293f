//! What a dictionary says by itself: actions, streams in other files, media, fonts.

use super::{RiskKind, Scan};
use crate::error::Result;
use crate::pdf::{Dictionary, Object};

/// Looks at a dictionary of this object.
pub(super) fn inspect(scan: &mut Scan<'_, '_>, dictionary: &Dictionary<'_>, of: u32) -> Result<()> {
    let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name);
    let has = |key: &[u8]| dictionary.get(key).is_some();
    let object = Some(of);
    // 12.6.4.17; the actions that play media have scripts too.
    if name(b"S") == Some(b"JavaScript") || (has(b"JS") && has(b"S")) {
        scan.note(RiskKind::Script).at(object);
    }
    if let Some(action) = name(b"S") {
        let kind = match action {
            // 12.6.4.6 and the like: those of the first group need their entry, so that nothing else has this name.
            b"Launch" | b"ImportData" if has(b"F") || has(b"Win") => Some(RiskKind::Action),
            b"Hide" if has(b"T") => Some(RiskKind::Action),
            b"SetOCGState" if has(b"State") => Some(RiskKind::Action),
            b"SubmitForm" | b"GoToR" if has(b"F") => Some(RiskKind::ActionOutward),
            b"GoToE" => Some(RiskKind::ActionOutward),
            _ => None,
        };
        if let Some(kind) = kind {
            scan.note(kind).at(object).called(action);
        }
    }
    if let Some(subtype @ (b"RichMedia" | b"3D" | b"Screen" | b"Movie" | b"Sound")) = name(b"Subtype")
        && has(b"Rect")
    {
        scan.note(RiskKind::RichMedia).at(object).called(subtype);
    }
    if has(b"EF") {
        scan.note(RiskKind::EmbeddedFile).at(object);
    }
    if name(b"Subtype") == Some(b"Form") && has(b"Ref") || has(b"OPI") {
        scan.note(RiskKind::ReferencedContent).at(object);
    }
    if has(b"XFA") && has(b"Fields") {
        scan.note(RiskKind::Xfa).at(object);
    }
    if has(b"OCProperties") {
        layers(scan, dictionary)?;
    }
    font(scan, dictionary, of);
    Ok(())
}

/// 8.11.4: the layers of the document, and which are shown when it is opened.
fn layers(scan: &mut Scan<'_, '_>, catalog: &Dictionary<'_>) -> Result<()> {
    let Some(properties) = catalog.get(b"OCProperties") else { return Ok(()) };
    let Object::Dictionary(properties) = resolved(scan, properties)? else { return Ok(()) };
    let value = |scan: &mut Scan<'_, '_>, of: &Dictionary<'_>, key: &[u8]| match of.get(key) {
        Some(value) => resolved(scan, value),
        None => Ok(Object::Null),
    };
    let groups = value(scan, &properties, b"OCGs")?;
    if groups.as_array().is_none_or(<[Object<'_>]>::is_empty) {
        return Ok(());
    }
    let default = value(scan, &properties, b"D")?;
    let mut hidden = false;
    if let Object::Dictionary(default) = default {
        let base = value(scan, &default, b"BaseState")?;
        hidden |= base.as_name().is_some_and(|state| state != b"ON");
        // /AS: shown or hidden by what the viewer does, such as printing.
        for key in [&b"OFF"[..], b"AS"] {
            hidden |= value(scan, &default, key)?.as_array().is_some_and(|list| !list.is_empty());
        }
    }
    scan.note(if hidden { RiskKind::LayersHidden } else { RiskKind::Layers });
    Ok(())
}

fn resolved(scan: &mut Scan<'_, '_>, value: &Object<'_>) -> Result<Object<'static>> {
    let Some(id) = value.as_reference() else { return Ok(value.clone().detached()) };
    Ok(scan.look_up(id)?.map_or(Object::Null, Object::detached))
}

/// 9.9: a font program is in the file, or every reader takes what it has.
fn font(scan: &mut Scan<'_, '_>, dictionary: &Dictionary<'_>, of: u32) {
    let is = |key: &[u8], name: &[u8]| dictionary.is(key, name);
    let named = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).unwrap_or_default().to_vec();
    let missing = if is(b"Type", b"FontDescriptor") {
        let programs = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
        programs.iter().all(|key| dictionary.get(key).is_none()).then(|| named(b"FontName"))
    } else if is(b"Type", b"Font") && dictionary.get(b"FontDescriptor").is_none() {
        let simple = [&b"Type1"[..], b"TrueType", b"MMType1"].iter().any(|kind| is(b"Subtype", kind));
        simple.then(|| named(b"BaseFont"))
    } else {
        None
    };
    let Some(name) = missing else { return };
    // 9.6.2.2, and the names under which Windows has the same.
    let standard = ["Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats", "Arial", "TimesNewRoman"];
    if !standard.iter().any(|standard| name.starts_with(standard.as_bytes())) {
        scan.note(RiskKind::FontMissing).at(Some(of)).called(&name);
    }
}
