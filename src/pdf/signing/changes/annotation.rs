//! Annotations that were added, changed or removed (ISO 32000-2 12.5; Table 257, /P 3), told apart by what they can do to
//! the page: some lie beside the text and cover nothing by their nature, some are drawn over it, and some bring actions,
//! media or files, or change the content itself.
//!
//! | subtype | rule |
//! |---|---|
//! | Text, Popup | cover nothing, unless they bring an appearance, are larger than an icon or stand open |
//! | Highlight, Underline, Squiggly, StrikeOut | cover nothing, unless their appearance hides what lies below |
//! | Link | covers nothing if it leads to a page of the document without being drawn; only new ones |
//! | FreeText, Stamp, Caret, Square, Circle, Line, Polygon, PolyLine, Ink | cover what lies in their box |
//! | Redact | never: it announces that content is to go, and is drawn as a block by some |
//! | FileAttachment, Sound, Movie, Screen, RichMedia, 3D, Projection | never: files, media and what plays them |
//! | Watermark, PrinterMark, TrapNet | never: a part of the page, not a remark about it |
//! | Widget | only as the form's rules explain it |
//! | others | never |

mod appearance;
mod cover;
mod entry;
mod ink;

use std::collections::BTreeSet;

use super::super::super::{Dictionary, Object, ObjectId};
use super::page::Site;
use super::rule::{Concern, Unexpected, What, key};
use super::{Analysis, Ruling, refuse, value};
use appearance::{Claim, Drawn};
pub(super) use cover::Sight;

/// What an annotation can do to the page, by its subtype. Complete by nature: what has no kind is not explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An icon or window beside the text.
    Note,
    Popup,
    /// Marks the text that lies below, which stays readable.
    Markup,
    Link,
    /// Drawn over the page.
    Drawing,
}

impl Kind {
    fn of(annotation: &Dictionary<'_>) -> Option<Self> {
        if annotation.get(b"Type").is_some_and(|kind| kind.as_name() != Some(b"Annot")) {
            return None;
        }
        match annotation.get(b"Subtype")?.as_name()? {
            b"Text" => Some(Self::Note),
            b"Popup" => Some(Self::Popup),
            b"Highlight" | b"Underline" | b"Squiggly" | b"StrikeOut" => Some(Self::Markup),
            b"Link" => Some(Self::Link),
            b"FreeText" | b"Stamp" | b"Caret" | b"Square" | b"Circle" | b"Line" | b"Polygon"
            | b"PolyLine" | b"Ink" => Some(Self::Drawing),
            _ => None,
        }
    }
}

/// Explains a new annotation of the page, with the objects that it alone leads to.
pub(super) fn added<'a>(
    analysis: &mut Analysis<'_, 'a>,
    site: &mut Site<'_, 'a>,
    id: ObjectId,
) -> Ruling<()> {
    let new = annotation(analysis, id)?;
    let kind = kind_of(id, &new)?;
    entry::check(kind, &new).map_err(|key| wrong(id, &key))?;
    let mut claim = Claim::default();
    claim.object(analysis, id.number)?;
    let mut concerns = BTreeSet::new();
    if links(analysis, site, &mut claim, id, kind, &new)? {
        concerns.insert(Concern::CoversContent);
    }
    let drawn = claim.appearance(analysis, id, &new, None)?;
    if entry::is_hidden(kind, &new) {
        concerns.insert(Concern::Hidden);
    }
    if site.sight.covers(analysis, site.page, id, kind, &new, &drawn)? {
        concerns.insert(Concern::CoversContent);
    }
    let objects = claim.settle(analysis);
    // A window belongs to what it is the window of.
    let own = kind != Kind::Popup || !concerns.is_empty();
    if own || !site.is_new(new.get(b"Parent").and_then(Object::as_reference)) {
        site.note(What::AnnotationAdded { subtype: subtype(&new) }, objects, concerns);
    }
    Ok(())
}

/// Explains another value of an annotation that the page had before and has still.
pub(super) fn changed<'a>(
    analysis: &mut Analysis<'_, 'a>,
    site: &mut Site<'_, 'a>,
    id: ObjectId,
) -> Ruling<()> {
    let Some(Object::Dictionary(old)) = analysis.old.object(id)? else { return Err(wrong(id, "")) };
    let new = annotation(analysis, id)?;
    let kind = kind_of(id, &new)?;
    if Kind::of(&old).is_none() || subtype(&old) != subtype(&new) {
        return Err(wrong(id, "Subtype"));
    }
    value::no_duplicates(&Object::Dictionary(old.clone())).map_err(|what| refuse(id.number, what))?;
    let differences = value::differences(&old, &new);
    for changed in &differences {
        entry::may_change(kind, changed, &new).map_err(|key| wrong(id, &key))?;
    }
    let mut claim = Claim::default();
    claim.replaced(analysis, id.number, &site.places)?;
    let mut concerns = BTreeSet::new();
    if differences.contains(&b"Popup".as_slice()) && links(analysis, site, &mut claim, id, kind, &new)? {
        concerns.insert(Concern::CoversContent);
    }
    let drawn = claim.appearance(analysis, id, &new, Some(&old))?;
    if entry::is_hidden(kind, &new) && !entry::is_hidden(kind, &old) {
        concerns.insert(Concern::Hidden);
    }
    let looks = claim.replaces_appearance() || differences.iter().any(|key| entry::is_seen(kind, key));
    // What it showed was a part of what people saw when they signed.
    if looks && kind == Kind::Drawing && !entry::is_invisible(&old) {
        concerns.insert(Concern::Replaced);
    }
    if looks && site.sight.covers(analysis, site.page, id, kind, &new, &drawn)? {
        concerns.insert(Concern::CoversContent);
    }
    let objects = claim.settle(analysis);
    site.note(What::AnnotationChanged { subtype: subtype(&new) }, objects, concerns);
    Ok(())
}

/// Explains that an annotation is no longer in the list of the page: a remark may be taken back, not a field or a link.
pub(super) fn removed<'a>(
    analysis: &mut Analysis<'_, 'a>,
    site: &mut Site<'_, 'a>,
    item: &Object<'a>,
) -> Ruling<()> {
    let wrong = || refuse(site.page.number, Unexpected::Annotations);
    let id = item.as_reference().ok_or_else(wrong)?;
    let Some(Object::Dictionary(old)) = analysis.old.object(id)? else { return Err(wrong()) };
    let kind = Kind::of(&old).filter(|kind| *kind != Kind::Link).ok_or_else(wrong)?;
    let mut concerns = BTreeSet::new();
    if kind == Kind::Drawing && !entry::is_invisible(&old) {
        concerns.insert(Concern::Replaced);
    }
    let mut objects = appearance::deleted(analysis, site, id, &old)?;
    if kind != Kind::Popup || !concerns.is_empty() {
        objects.insert(id.number);
        let objects = objects.into_iter().collect();
        site.note(What::AnnotationRemoved { subtype: subtype(&old) }, objects, concerns);
    }
    Ok(())
}

/// Whether an object may be an annotation with a rule of its own.
pub(super) fn is_annotation(object: &Dictionary<'_>) -> bool {
    Kind::of(object).is_some()
}

fn annotation<'a>(analysis: &Analysis<'_, 'a>, id: ObjectId) -> Ruling<Dictionary<'a>> {
    let Some(Object::Dictionary(annotation)) = analysis.now(id)? else { return Err(wrong(id, "")) };
    value::no_duplicates(&Object::Dictionary(annotation.clone())).map_err(|what| refuse(id.number, what))?;
    Ok(annotation)
}

fn kind_of(id: ObjectId, annotation: &Dictionary<'_>) -> Ruling<Kind> {
    Kind::of(annotation).ok_or_else(|| wrong(id, "Subtype"))
}

/// The page, the annotation that this one answers or belongs to, and its window. Says whether a window that the page
/// does not list covers something.
fn links<'a>(
    analysis: &mut Analysis<'_, 'a>,
    site: &mut Site<'_, 'a>,
    claim: &mut Claim<'a>,
    id: ObjectId,
    kind: Kind,
    new: &Dictionary<'a>,
) -> Ruling<bool> {
    let reference = |key: &[u8]| new.get(key).map(|value| value.as_reference());
    if reference(b"P").is_some_and(|page| page != Some(site.page)) {
        return Err(wrong(id, "P"));
    }
    for key in [b"IRT".as_slice(), b"Parent"] {
        match reference(key) {
            None => {}
            Some(Some(other)) if other != id && site.lists(other) => {}
            Some(_) => return Err(wrong(id, &super::rule::key(key))),
        }
    }
    let Some(popup) = reference(b"Popup") else { return Ok(false) };
    let popup = popup.ok_or_else(|| wrong(id, "Popup"))?;
    // A window that the page lists is looked at as an annotation of the page.
    if site.lists(popup) {
        return if is_popup(&analysis.now(popup)?) { Ok(false) } else { Err(wrong(id, "Popup")) };
    }
    if !analysis.added.contains(&popup.number) {
        return Err(wrong(id, "Popup"));
    }
    let window = annotation(analysis, popup)?;
    let of = window.get(b"Parent").is_none_or(|parent| parent.as_reference() == Some(id));
    let there = window.get(b"P").is_none_or(|page| page.as_reference() == Some(site.page));
    if kind == Kind::Popup || kind_of(popup, &window)? != Kind::Popup || !of || !there {
        return Err(wrong(id, "Popup"));
    }
    entry::check(Kind::Popup, &window).map_err(|key| wrong(popup, &key))?;
    claim.object(analysis, popup.number)?;
    site.sight.covers(analysis, site.page, popup, Kind::Popup, &window, &Drawn::ByReader)
}

fn is_popup(object: &Option<Object<'_>>) -> bool {
    matches!(object, Some(Object::Dictionary(popup)) if popup.is(b"Subtype", b"Popup"))
}

fn subtype(annotation: &Dictionary<'_>) -> String {
    annotation.get(b"Subtype").and_then(Object::as_name).map(key).unwrap_or_default()
}

fn wrong(id: ObjectId, key: &str) -> super::Refusal {
    refuse(id.number, Unexpected::Annotation { key: key.into() })
}
