//! New signature fields (ISO 32000-2 12.7.5.5) and their widgets, with a signature or without.

use std::collections::BTreeSet;

use super::super::super::{Dictionary, Object, ObjectId};
use super::super::text_string;
use super::form::Form;
use super::form_claim::{Spot, Work, is_plain};
use super::form_tree;
use super::rule::{Change, Concern, Rule, Unexpected, What, key};
use super::signature::{Kind, value_of};
use super::{Ruling, refuse};
use crate::error::Result;

impl<'a> Work<'_, '_, 'a> {
    /// Explains the fields that were added to the form.
    pub(super) fn new_fields(&mut self, form: &Form<'a>) -> Result<()> {
        if form.added.is_empty() {
            return Ok(());
        }
        let mut names = match form_tree::names(&self.analysis.old, &form.roots, &mut self.budget) {
            Ok(names) => names,
            Err(refusal) => return self.report(refusal),
        };
        for id in &form.added {
            let mut found = None;
            let ruling = self.new_field(*id, &mut names).map(|field| found = Some(field));
            let timestamp = matches!(found, Some(Found { kind: Some(Kind::Timestamp), visible: false, .. }));
            let rule = if timestamp { Rule::DocumentTimestamp } else { Rule::Signature };
            let (Some(objects), Some(field)) = (self.settle(rule, ruling)?, found) else { continue };
            self.analysis.widgets.extend(&field.widgets);
            self.analysis.signatures.extend(field.signature);
            let Found { name, visible, concerns, .. } = field;
            let what = match field.kind {
                None => What::SignatureField { field: name, visible },
                Some(Kind::Timestamp) if !visible => What::DocumentTimestamp { field: name },
                Some(kind) => {
                    What::Signature { field: name, visible, certifies: kind == Kind::Certification }
                }
            };
            self.analysis.note(Change { what, objects, page: None, concerns });
        }
        Ok(())
    }

    /// A field that stands at the top of the form, and its widgets.
    fn new_field(&mut self, id: ObjectId, names: &mut BTreeSet<String>) -> Ruling<Found> {
        let wrong = |name: &[u8]| refuse(id.number, Unexpected::Field { key: key(name) });
        self.take_added(id, || Unexpected::Fields)?;
        let field = self.dictionary(id)?.ok_or_else(|| wrong(b""))?;
        if !field.is(b"FT", b"Sig") {
            return Err(wrong(b"FT"));
        }
        let name = field.get(b"T").and_then(Object::as_string).filter(|name| !name.bytes.is_empty());
        let name = text_string(&name.ok_or_else(|| wrong(b"T"))?.bytes);
        // A period would make it look like the kid of another field.
        if name.contains('.') {
            return Err(wrong(b"T"));
        }
        if !names.insert(name.clone()) {
            return Err(refuse(id.number, Unexpected::FieldName));
        }
        let mut found = Found {
            name,
            kind: None,
            signature: None,
            visible: false,
            widgets: Vec::new(),
            concerns: Vec::new(),
        };
        if let Some(signature) = field.get(b"V") {
            let signature = signature.as_reference().ok_or_else(|| wrong(b"V"))?;
            found.kind = Some(self.signature(signature)?);
            found.signature = Some(signature);
        }
        let timestamp = found.kind == Some(Kind::Timestamp);
        let kids = field.get(b"Kids");
        if kids.is_some() && field.get(b"Subtype").is_some() {
            return Err(wrong(b"Kids"));
        }
        for entry in field.entries() {
            let value = &entry.value;
            let good = match entry.key.as_ref() {
                b"FT" | b"T" | b"V" => true,
                b"TU" | b"TM" => value.as_string().is_some(),
                b"Ff" => value.as_integer().is_some(),
                b"DA" => value.as_string().is_some(),
                b"Kids" => true,
                b"Lock" if !timestamp => {
                    let here = || Unexpected::Field { key: "Lock".into() };
                    self.lock_like(value, b"SigFieldLock", here)?;
                    true
                }
                b"SV" if !timestamp => {
                    self.plain(value, || Unexpected::Field { key: "SV".into() })?;
                    true
                }
                // Of a field that is its own widget, looked at there.
                other => kids.is_none() && (WIDGET.contains(&other) || other == b"AP" || other == b"P"),
            };
            if !good {
                return Err(wrong(&entry.key));
            }
        }
        match kids {
            None => self.new_widget(id, &field, &mut found)?,
            Some(kids) => {
                let here = || Unexpected::Field { key: "Kids".into() };
                let list = self.part(None, kids, Spot::Below(id.number, b"Kids"), here)?;
                let Object::Array(kids) = list.new else { return Err(wrong(b"Kids")) };
                for kid in &kids {
                    let kid = kid.as_reference().ok_or_else(|| wrong(b"Kids"))?;
                    self.take_added(kid, here)?;
                    let widget = self.dictionary(kid)?.ok_or_else(|| wrong(b"Kids"))?;
                    let known = |own: &[u8]| WIDGET.contains(&own) || matches!(own, b"AP" | b"P" | b"Parent");
                    if let Some(other) = widget.entries().iter().find(|entry| !known(&entry.key)) {
                        return Err(refuse(kid.number, Unexpected::Field { key: key(&other.key) }));
                    }
                    if widget.get(b"Parent").is_some_and(|parent| parent.as_reference() != Some(id)) {
                        return Err(refuse(kid.number, Unexpected::Field { key: "Parent".into() }));
                    }
                    self.new_widget(kid, &widget, &mut found)?;
                }
            }
        }
        Ok(found)
    }

    /// A widget of a new field: where it is, what is drawn for it, and nothing that acts or hides.
    fn new_widget(&mut self, id: ObjectId, widget: &Dictionary<'a>, found: &mut Found) -> Ruling<()> {
        let wrong = |name: &[u8]| refuse(id.number, Unexpected::Field { key: key(name) });
        if !widget.is(b"Subtype", b"Widget") {
            return Err(wrong(b"Subtype"));
        }
        let rectangle = widget.get(b"Rect").and_then(Rectangle::read).ok_or_else(|| wrong(b"Rect"))?;
        for entry in widget.entries().iter().filter(|entry| WIDGET.contains(&entry.key.as_ref())) {
            let value = &entry.value;
            let good = match entry.key.as_ref() {
                b"Type" => value.as_name() == Some(b"Annot"),
                b"F" | b"StructParent" => value.as_integer().is_some(),
                b"MK" | b"Border" | b"BS" | b"C" => is_plain(value),
                b"M" | b"NM" | b"Contents" | b"Lang" => value.as_string().is_some(),
                b"H" | b"AS" => value.as_name().is_some(),
                _ => true,
            };
            if !good {
                return Err(wrong(&entry.key));
            }
        }
        self.appearance(id.number, None, widget.get(b"AP"))?;
        let shown = shown(rectangle, widget);
        found.visible |= shown != Shown::Never;
        if shown == Shown::Sometimes {
            found.concern(Concern::Hidden);
        }
        let page = match widget.get(b"P") {
            None => None,
            Some(page) => Some(page.as_reference().ok_or_else(|| wrong(b"P"))?),
        };
        if shown != Shown::Never && self.covers(id, page, rectangle)? {
            found.concern(Concern::CoversContent);
        }
        found.widgets.push(id.number);
        Ok(())
    }

    /// Signs a field that was there: explains /V, which it had not, and returns what the signature is.
    pub(super) fn signed(&mut self, field: u32, new: &Dictionary<'a>) -> Ruling<(ObjectId, Kind)> {
        let wrong = || refuse(field, Unexpected::Field { key: "V".into() });
        let signature = value_of(new).ok_or_else(wrong)?;
        let kind = self.signature(signature)?;
        Ok((signature, kind))
    }
}

/// What is known of a new field.
struct Found {
    name: String,
    /// Nothing for a field that is not signed.
    kind: Option<Kind>,
    signature: Option<ObjectId>,
    visible: bool,
    widgets: Vec<u32>,
    concerns: Vec<Concern>,
}

impl Found {
    fn concern(&mut self, concern: Concern) {
        if !self.concerns.contains(&concern) {
            self.concerns.push(concern);
        }
    }
}

/// Whether a widget is seen. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Never,
    /// On the screen alone, on paper alone, or where the mouse is.
    Sometimes,
    Always,
}

/// Whether a widget is seen, by its place and its flags (Table 167).
pub(super) fn shown(rectangle: Rectangle, widget: &Dictionary<'_>) -> Shown {
    let flags = widget.get(b"F").and_then(Object::as_integer).unwrap_or(0);
    if rectangle.is_nowhere() || flags & HIDDEN != 0 {
        return Shown::Never;
    }
    match (flags & NO_VIEW != 0, flags & (PRINT | TOGGLE_NO_VIEW) != 0) {
        (true, false) => Shown::Never,
        (true, true) => Shown::Sometimes,
        (false, _) if flags & TOGGLE_NO_VIEW != 0 => Shown::Sometimes,
        (false, _) => Shown::Always,
    }
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rectangle {
    pub(super) left: f64,
    pub(super) bottom: f64,
    pub(super) right: f64,
    pub(super) top: f64,
}

impl Rectangle {
    /// Four numbers, the corners in any order (7.9.5).
    pub(super) fn read(value: &Object<'_>) -> Option<Self> {
        let number = |value: &Object<'_>| match value {
            Object::Integer(number) => i32::try_from(*number).ok().map(f64::from),
            Object::Real(number) => Some(*number).filter(|number| number.is_finite()),
            _ => None,
        };
        let [one, two, three, four] = value.as_array()? else { return None };
        let (one, two, three, four) = (number(one)?, number(two)?, number(three)?, number(four)?);
        Some(Self { left: one.min(three), bottom: two.min(four), right: one.max(three), top: two.max(four) })
    }

    fn is_nowhere(self) -> bool {
        self.left >= self.right && self.bottom >= self.top
    }

    pub(super) fn area(self) -> f64 {
        (self.right - self.left) * (self.top - self.bottom)
    }

    /// The area that two have in common.
    pub(super) fn overlap(self, other: Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.top.min(other.top) - self.bottom.max(other.bottom);
        width.max(0.0) * height.max(0.0)
    }
}

/// Entries of a widget (Tables 166 and 191) that neither act nor hide nor lead anywhere.
const WIDGET: &[&[u8]] = &[
    b"Type",
    b"Subtype",
    b"Rect",
    b"F",
    b"MK",
    b"Border",
    b"BS",
    b"C",
    b"H",
    b"AS",
    b"M",
    b"NM",
    b"Contents",
    b"Lang",
    b"StructParent",
];

const HIDDEN: i64 = 1 << 1;
const PRINT: i64 = 1 << 2;
const NO_VIEW: i64 = 1 << 5;
const TOGGLE_NO_VIEW: i64 = 1 << 8;
