//! Values of form fields, and what their appearances show (ISO 32000-2 12.7): viewers that draw fields anew show the
//! value, the others the appearance.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::{RiskKind, Scan};
use crate::error::Result;
use crate::pdf::content::drawn_text;
use crate::pdf::text::text_string;
use crate::pdf::{Dictionary, Object};

/// What a field takes from those above it (12.7.4.1).
#[derive(Debug, Clone, Default)]
struct Inherited<'a> {
    name: String,
    kind: Vec<u8>,
    flags: i64,
    value: Option<Object<'a>>,
    options: Option<Object<'a>>,
}

/// Goes through the fields of the form.
pub(super) fn scan(scan: &mut Scan<'_, '_>) -> Result<()> {
    let catalog = scan.view.catalog();
    let Some(catalog) = scan.tolerate(catalog)? else { return Ok(()) };
    let Some(Object::Dictionary(form)) = value(scan, &catalog, b"AcroForm")? else { return Ok(()) };
    let Some(Object::Array(fields)) = value(scan, &form, b"Fields")? else { return Ok(()) };
    let mut stack: Vec<(Object<'_>, Inherited<'_>)> =
        fields.into_iter().rev().map(|field| (field, Inherited::default())).collect();
    let mut seen = BTreeSet::new();
    while let Some((field, above)) = stack.pop() {
        let id = field.as_reference();
        // A field that is its own child.
        if id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let Some(Object::Dictionary(field)) = resolve(scan, &field)? else { continue };
        let own = inherit(scan, &field, above)?;
        let kids = value(scan, &field, b"Kids")?;
        match kids.as_ref().and_then(Object::as_array).filter(|kids| !kids.is_empty()) {
            // Each kid takes a copy of the value.
            Some(kids) if stack.len() < MOST_FIELDS => {
                scan.work.spend(kids.len())?;
                stack.extend(kids.iter().rev().map(|kid| (kid.clone(), own.clone())));
            }
            Some(_) => scan.complete = false,
            None => {
                if differs(scan, &field, &own)? {
                    let number = id.map(|id| id.number);
                    let name = if own.name.is_empty() { "?" } else { &own.name };
                    scan.note(RiskKind::FieldDiffers).at(number).called(name.as_bytes());
                }
            }
        }
    }
    Ok(())
}

fn inherit<'a>(
    scan: &mut Scan<'_, 'a>,
    field: &Dictionary<'a>,
    above: Inherited<'a>,
) -> Result<Inherited<'a>> {
    let mut own = above;
    if let Some(Object::String(partial)) = value(scan, field, b"T")? {
        if !own.name.is_empty() {
            own.name.push('.');
        }
        own.name.push_str(&text_string(&partial.bytes));
    }
    if let Some(Object::Name(kind)) = value(scan, field, b"FT")? {
        own.kind = kind.into_owned();
    }
    if let Some(Object::Integer(flags)) = value(scan, field, b"Ff")? {
        own.flags = flags;
    }
    if let Some(found) = value(scan, field, b"V")? {
        own.value = Some(found);
    }
    if let Some(found) = value(scan, field, b"Opt")? {
        own.options = Some(found);
    }
    Ok(own)
}

/// Whether the widget shows something else than the value of its field, as far as that can be told.
fn differs<'a>(scan: &mut Scan<'_, 'a>, widget: &Dictionary<'a>, field: &Inherited<'a>) -> Result<bool> {
    match field.kind.as_slice() {
        b"Btn" if field.flags & PUSH_BUTTON == 0 => button_differs(scan, widget, field),
        b"Tx" if field.flags & (PASSWORD | FILE) == 0 => text_differs(scan, widget, field),
        b"Ch" if field.flags & COMBO != 0 => text_differs(scan, widget, field),
        _ => Ok(false),
    }
}

/// 12.7.5.2: the state of a check box or radio button is shown by /AS, and kept in /V.
fn button_differs<'a>(
    scan: &mut Scan<'_, 'a>,
    widget: &Dictionary<'a>,
    field: &Inherited<'a>,
) -> Result<bool> {
    let Some(Object::Name(shown)) = value(scan, widget, b"AS")? else { return Ok(false) };
    let kept = field.value.as_ref().and_then(Object::as_name).unwrap_or(b"Off");
    if shown.as_ref() != b"Off" {
        return Ok(shown.as_ref() != kept);
    }
    // Shown as off: this button has no such state, or it differs.
    let Some(Object::Dictionary(appearances)) = value(scan, widget, b"AP")? else { return Ok(false) };
    let Some(Object::Dictionary(states)) = value(scan, &appearances, b"N")? else { return Ok(false) };
    Ok(kept != b"Off" && states.get(kept).is_some())
}

fn text_differs<'a>(scan: &mut Scan<'_, 'a>, widget: &Dictionary<'a>, field: &Inherited<'a>) -> Result<bool> {
    // 12.5.3: hidden ones show nothing.
    if let Some(Object::Integer(flags)) = value(scan, widget, b"F")?
        && flags & HIDDEN != 0
    {
        return Ok(false);
    }
    // A script of the field writes the value as it likes (12.6.3, /F): that there is one is told by itself.
    if let Some(Object::Dictionary(actions)) = value(scan, widget, b"AA")?
        && actions.get(b"F").is_some()
    {
        return Ok(false);
    }
    let kept = match &field.value {
        None => String::new(),
        Some(Object::String(text)) => text_string(&text.bytes),
        // Long texts may be streams; several choices are not compared.
        Some(_) => return Ok(false),
    };
    let Some(Object::Dictionary(appearances)) = value(scan, widget, b"AP")? else { return Ok(false) };
    let Some(appearance @ Object::Stream(_)) = value(scan, &appearances, b"N")? else { return Ok(false) };
    let drawn = drawn_text(&scan.view, &appearance, &scan.limits, &mut scan.work);
    let Some(Some(drawn)) = scan.tolerate(drawn)? else { return Ok(false) };
    let drawn = plain(&drawn);
    Ok(drawn != plain(&kept) && drawn != plain(&shown_for(scan, &kept, field)?))
}

/// 12.7.5.4: an option may be kept under one name and shown under another.
fn shown_for<'a>(scan: &mut Scan<'_, 'a>, kept: &str, field: &Inherited<'a>) -> Result<String> {
    let options = field.options.as_ref().and_then(Object::as_array).unwrap_or_default();
    scan.work.spend(options.len())?;
    let found = options.iter().find_map(|option| match option.as_array()? {
        [Object::String(export), Object::String(shown)] if text_string(&export.bytes) == kept => {
            Some(text_string(&shown.bytes))
        }
        _ => None,
    });
    Ok(found.unwrap_or_default())
}

/// Without white space and with composed letters: viewers break lines and space out letters as they like.
fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// `None` where there is nothing.
fn value<'a>(scan: &mut Scan<'_, 'a>, dictionary: &Dictionary<'a>, key: &[u8]) -> Result<Option<Object<'a>>> {
    match dictionary.get(key) {
        Some(value) => resolve(scan, value),
        None => Ok(None),
    }
}

fn resolve<'a>(scan: &mut Scan<'_, 'a>, value: &Object<'a>) -> Result<Option<Object<'a>>> {
    let Some(id) = value.as_reference() else { return Ok(Some(value.clone())) };
    Ok(scan.look_up(id)?.filter(|object| !object.is_null()))
}

/// Table 226 and the following, counted from 1 there.
const PUSH_BUTTON: i64 = 1 << 16;
const PASSWORD: i64 = 1 << 13;
const COMBO: i64 = 1 << 17;
const FILE: i64 = 1 << 20;

/// Table 167: Hidden and NoView.
const HIDDEN: i64 = 2 | 32;

/// Fields that wait to be looked at.
const MOST_FIELDS: usize = 100_000;
