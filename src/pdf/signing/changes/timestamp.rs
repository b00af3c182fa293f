//! A document timestamp that was added (EN 319 142-1 5.4.3): one signature field that nobody sees, its value, and the
//! form.

use std::rc::Rc;

use super::super::super::{Dictionary, Object, ObjectId};
use super::super::text_string;
use super::rule::{self, Rule, Unexpected, What, key};
use super::{Analysis, Places, Ruling, refuse, value};
use crate::limits::Budget;

/// Explains the objects of a new document timestamp, if the form changed.
pub(super) fn explain<'a>(
    analysis: &mut Analysis<'_, 'a>,
    catalog: ObjectId,
    old: &Dictionary<'a>,
    new: &Dictionary<'a>,
) -> Ruling<()> {
    let (before, now) = (old.get(b"AcroForm"), new.get(b"AcroForm"));
    let Some(now) = now else {
        let what = || Unexpected::Catalog { key: "AcroForm".into() };
        return if before.is_none() { Ok(()) } else { Err(refuse(catalog.number, what())) };
    };
    let old_form = match before.map(|form| analysis.old.resolve(form)).transpose()? {
        None | Some(Object::Null) => None,
        Some(Object::Dictionary(form)) => Some(form),
        // It was so before; if it is not touched, neither is it read.
        Some(_) => return Ok(()),
    };
    let form = match analysis.new.resolve(now)? {
        Object::Dictionary(form) => form,
        _ => return Err(refuse(catalog.number, Unexpected::Catalog { key: "AcroForm".into() })),
    };
    let fields = |view: &super::View<'_, '_>, form: &Dictionary<'_>| {
        let fields = form.get(b"Fields").and_then(Object::as_reference);
        fields.map(|id| view.location(id.number))
    };
    if let Some(old_form) = &old_form
        && value::same(&Object::Dictionary(old_form.clone()), &Object::Dictionary(form.clone()))
        && fields(&analysis.old, old_form) == fields(&analysis.new, &form)
    {
        return Ok(());
    }
    let mut change = Change { analysis, catalog, taken: Vec::new() };
    let field = change.form(before, now, old_form.as_ref(), &form)?;
    let signature = change.field(field)?;
    let Change { taken, analysis, .. } = change;
    for (number, places) in taken {
        analysis.explained.insert(number, Rule::DocumentTimestamp);
        if let Some(places) = places {
            analysis.reserved.insert(number, Rc::new(places));
        }
    }
    analysis.signatures.push(signature);
    let name = match analysis.new.object(field)? {
        Some(Object::Dictionary(field)) => field.get(b"T").and_then(Object::as_string).cloned(),
        _ => None,
    };
    analysis.note(rule::Change {
        what: What::DocumentTimestamp {
            field: name.map(|name| text_string(&name.bytes)).unwrap_or_default(),
        },
        objects: vec![field.number, signature.number],
        page: None,
        concerns: Vec::new(),
    });
    Ok(())
}

/// What belongs to the timestamp, until all of it is found to be good.
struct Change<'c, 'd, 'a> {
    analysis: &'c mut Analysis<'d, 'a>,
    catalog: ObjectId,
    /// With the places from which each may be referred to, if there are any such.
    taken: Vec<(u32, Option<Places>)>,
}

impl<'a> Change<'_, '_, 'a> {
    /// The form: the field behind the others, and /SigFlags. Returns the field.
    fn form(
        &mut self,
        before: Option<&Object<'a>>,
        now: &Object<'a>,
        old: Option<&Dictionary<'a>>,
        new: &Dictionary<'a>,
    ) -> Ruling<ObjectId> {
        let moved = || Unexpected::Catalog { key: "AcroForm".into() };
        self.container(before.filter(|_| old.is_some()), now, b"AcroForm", self.catalog.number, moved)?;
        let holder = now.as_reference().unwrap_or(self.catalog);
        value::no_duplicates(&Object::Dictionary(new.clone())).map_err(|what| refuse(holder.number, what))?;
        let empty = Dictionary::default();
        let changed = value::differences(old.unwrap_or(&empty), new);
        if let Some(other) = changed.iter().find(|key| !matches!(**key, b"Fields" | b"SigFlags")) {
            return Err(refuse(holder.number, Unexpected::Form { key: key(other) }));
        }
        let flags = |form: &Dictionary<'_>| form.get(b"SigFlags").and_then(Object::as_integer).unwrap_or(0);
        if flags(new) != flags(old.unwrap_or(&empty)) | SIGNATURES_EXIST_AND_APPEND_ONLY {
            return Err(refuse(holder.number, Unexpected::Form { key: "SigFlags".into() }));
        }
        // In a form that is a part of the catalog the reference stands below another key.
        let below = if now.as_reference().is_some() { b"Fields".as_slice() } else { b"AcroForm" };
        let old_fields = old.and_then(|form| form.get(b"Fields"));
        let (field, earlier) =
            self.appended(old_fields, new.get(b"Fields"), below, holder.number, || Unexpected::Fields)?;
        self.check_name(field, &earlier)?;
        Ok(field)
    }

    /// A form or list that stays where it is, or becomes an object of its own: notes the object that holds it.
    fn container(
        &mut self,
        before: Option<&Object<'a>>,
        now: &Object<'a>,
        below: &'static [u8],
        holder: u32,
        otherwise: impl Fn() -> Unexpected,
    ) -> Ruling<()> {
        let was = before.and_then(Object::as_reference);
        match (was, now.as_reference()) {
            (None, None) => Ok(()),
            (Some(was), Some(is)) if was == is => {
                if self.analysis.changed.contains(&is.number) {
                    let places = Places { below: vec![(holder, below)], ..Places::default() };
                    self.take(is.number, Some(places), otherwise)?;
                }
                Ok(())
            }
            (None, Some(is)) => self.take_added(is, otherwise),
            _ => Err(refuse(holder, otherwise())),
        }
    }

    /// A list with one reference more at its end, which is returned with the items before it.
    fn appended(
        &mut self,
        before: Option<&Object<'a>>,
        now: Option<&Object<'a>>,
        below: &'static [u8],
        holder: u32,
        otherwise: impl Fn() -> Unexpected,
    ) -> Ruling<(ObjectId, Vec<Object<'a>>)> {
        let wrong = || refuse(holder, otherwise());
        let now = now.ok_or_else(wrong)?;
        let old = before.map(|list| self.analysis.old.resolve(list)).transpose()?;
        self.container(
            before.filter(|_| matches!(old, Some(Object::Array(_)))),
            now,
            below,
            holder,
            &otherwise,
        )?;
        let earlier = match old {
            None | Some(Object::Null) => Vec::new(),
            Some(Object::Array(items)) => items,
            Some(_) => return Err(wrong()),
        };
        let Object::Array(items) = self.analysis.new.resolve(now)? else { return Err(wrong()) };
        let Some((Object::Reference(last), rest)) = items.split_last() else { return Err(wrong()) };
        let kept =
            rest.len() == earlier.len() && rest.iter().zip(&earlier).all(|(now, was)| value::same(was, now));
        if kept { Ok((*last, earlier)) } else { Err(wrong()) }
    }

    /// Two fields of one name are one field to readers, which would show one value in both.
    fn check_name(&self, field: ObjectId, earlier: &[Object<'a>]) -> Ruling<()> {
        let name = |view: &super::View<'_, 'a>, field: &Object<'a>| -> Ruling<Option<String>> {
            let Object::Dictionary(field) = view.resolve(field)? else { return Ok(None) };
            Ok(match view.value(&field, b"T")? {
                Object::String(name) => Some(text_string(&name.bytes)),
                _ => None,
            })
        };
        let mut budget = Budget::new(self.analysis.limits.fields, "form fields");
        let own = name(&self.analysis.new, &Object::Reference(field))?;
        for other in earlier {
            budget.spend(1)?;
            if name(&self.analysis.old, other)? == own {
                return Err(refuse(field.number, Unexpected::FieldName));
            }
        }
        Ok(())
    }

    /// The field, which is its own widget. Returns its value.
    fn field(&mut self, id: ObjectId) -> Ruling<ObjectId> {
        let wrong = |name: &str| refuse(id.number, Unexpected::Field { key: name.into() });
        self.take_added(id, || Unexpected::Fields)?;
        let object = self.analysis.new.object(id)?.unwrap_or(Object::Null);
        value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
        let Object::Dictionary(field) = object else { return Err(wrong("")) };
        let mut signature = None;
        for entry in field.entries() {
            let value = &entry.value;
            let good = match entry.key.as_ref() {
                b"Type" => value.as_name() == Some(b"Annot"),
                b"Subtype" => value.as_name() == Some(b"Widget"),
                b"FT" => value.as_name() == Some(b"Sig"),
                b"T" => value
                    .as_string()
                    .is_some_and(|name| !name.bytes.is_empty() && !name.bytes.contains(&b'.')),
                b"Rect" => rectangle(value).is_some(),
                b"TU" => value.as_string().is_some(),
                b"F" | b"Ff" => value.as_integer().is_some(),
                b"MK" | b"Border" | b"BS" => is_plain(value),
                b"AP" => {
                    self.appearance(id, value)?;
                    true
                }
                b"V" => {
                    signature = value.as_reference();
                    true
                }
                b"P" => value.as_reference().is_some(),
                _ => false,
            };
            if !good {
                return Err(wrong(&key(&entry.key)));
            }
        }
        for required in [b"FT".as_slice(), b"Subtype", b"T", b"Rect"] {
            if field.get(required).is_none() {
                return Err(wrong(&key(required)));
            }
        }
        let flags = field.get(b"F").and_then(Object::as_integer).unwrap_or(0);
        let nowhere = field.get(b"Rect").and_then(rectangle) == Some((0.0, 0.0));
        if !nowhere && flags & (HIDDEN | NO_VIEW) == 0 {
            return Err(refuse(id.number, Unexpected::Visible));
        }
        let signature = signature.ok_or_else(|| wrong("V"))?;
        self.signature(signature)?;
        self.analysis.widgets.insert(id.number);
        Ok(signature)
    }

    /// An appearance that draws nothing: some writers make one for the sake of old readers.
    fn appearance(&mut self, field: ObjectId, value: &Object<'a>) -> Ruling<()> {
        let wrong = || refuse(field.number, Unexpected::Field { key: "AP".into() });
        let Object::Dictionary(appearance) = value else { return Err(wrong()) };
        for entry in appearance.entries() {
            let Some(id) = entry.value.as_reference().filter(|_| entry.key.as_ref() == b"N") else {
                return Err(wrong());
            };
            self.take_added(id, || Unexpected::Field { key: "AP".into() })?;
            let Some(Object::Stream(stream)) = self.analysis.new.object(id)? else { return Err(wrong()) };
            value::no_duplicates(&Object::Dictionary(stream.dictionary.clone()))
                .map_err(|what| refuse(id.number, what))?;
            let known = |key: &[u8], value: &Object<'_>| match key {
                b"Type" => value.as_name() == Some(b"XObject"),
                b"Subtype" => value.as_name() == Some(b"Form"),
                b"FormType" | b"BBox" | b"Matrix" | b"Length" => is_plain(value),
                b"Resources" => value.as_dictionary().is_some_and(|own| {
                    own.entries()
                        .iter()
                        .all(|entry| entry.key.as_ref() == b"ProcSet" && is_plain(&entry.value))
                }),
                _ => false,
            };
            if !stream.data.is_empty() || !stream.dictionary.entries().iter().all(|e| known(&e.key, &e.value))
            {
                return Err(wrong());
            }
        }
        Ok(())
    }

    /// The dictionary of a document timestamp (ISO 32000-2 Tables 255 and 258).
    fn signature(&mut self, id: ObjectId) -> Ruling<()> {
        let wrong = |name: &str| refuse(id.number, Unexpected::Timestamp { key: name.into() });
        self.take_added(id, || Unexpected::Field { key: "V".into() })?;
        let object = self.analysis.new.object(id)?.unwrap_or(Object::Null);
        value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
        let Object::Dictionary(signature) = object else { return Err(wrong("")) };
        for entry in signature.entries() {
            let value = &entry.value;
            let good = match entry.key.as_ref() {
                b"Type" => value.as_name() == Some(b"DocTimeStamp"),
                b"SubFilter" => value.as_name() == Some(b"ETSI.RFC3161"),
                b"Filter" => value.as_name().is_some(),
                b"Contents" => value.as_string().is_some(),
                b"ByteRange" => value.as_array().is_some() && is_plain(value),
                b"V" => value.as_integer() == Some(0),
                b"M" | b"Name" | b"Location" | b"Reason" | b"ContactInfo" => value.as_string().is_some(),
                b"Prop_Build" => is_plain(value),
                _ => false,
            };
            if !good {
                return Err(wrong(&key(&entry.key)));
            }
        }
        for required in [b"Type".as_slice(), b"Filter", b"SubFilter", b"Contents", b"ByteRange"] {
            if signature.get(required).is_none() {
                return Err(wrong(&key(required)));
            }
        }
        Ok(())
    }

    fn take_added(&mut self, id: ObjectId, otherwise: impl Fn() -> Unexpected) -> Ruling<()> {
        if id.generation != 0 || !self.analysis.added.contains(&id.number) {
            return Err(refuse(id.number, otherwise()));
        }
        self.take(id.number, Some(Places::default()), otherwise)
    }

    /// Takes an object for the timestamp, unless something else has a use for it already.
    fn take(
        &mut self,
        number: u32,
        places: Option<Places>,
        otherwise: impl Fn() -> Unexpected,
    ) -> Ruling<()> {
        let taken = self.taken.iter().any(|(own, _)| *own == number);
        if taken || self.analysis.explained.contains_key(&number) {
            return Err(refuse(number, otherwise()));
        }
        self.taken.push((number, places));
        Ok(())
    }
}

/// Width and height of a rectangle.
fn rectangle(value: &Object<'_>) -> Option<(f64, f64)> {
    let number = |value: &Object<'_>| match value {
        Object::Integer(number) => i32::try_from(*number).ok().map(f64::from),
        Object::Real(number) => Some(*number),
        _ => None,
    };
    let [left, bottom, right, top] = value.as_array()? else { return None };
    Some((number(right)? - number(left)?, number(top)? - number(bottom)?))
}

/// A value that leads nowhere.
fn is_plain(value: &Object<'_>) -> bool {
    !value::has_references(value)
}

/// /SigFlags (Table 225).
const SIGNATURES_EXIST_AND_APPEND_ONLY: i64 = 3;

/// Flags of annotations (Table 167).
const HIDDEN: i64 = 2;
const NO_VIEW: i64 = 32;
