//! Whether and where the document lets this signature be made.

use super::super::security::SecurityHandler;
use super::super::{Dictionary, Document, Object, View};
use super::field::{SignatureField, signature_fields};
use super::permission::{Certification, certification, check_locks, dictionary};
use super::{SubFilter, seed_value, text_string};
use crate::crypto::DigestAlgorithm;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// What the signer asks for; what is `None` is left to the field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldRequest<'o> {
    pub(crate) field: Option<&'o str>,
    pub(crate) sub_filter: Option<SubFilter>,
    pub(crate) digest: Option<DigestAlgorithm>,
    pub(crate) certify: Option<Certification>,
    pub(crate) reason: Option<&'o str>,
}

/// A signature that the document allows.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) sub_filter: SubFilter,
    pub(crate) digest: DigestAlgorithm,
    pub(crate) certify: Option<Certification>,
    pub(super) target: Target<'a>,
    /// The fields that this signature locks (/Lock of the field).
    pub(super) lock: Option<Dictionary<'a>>,
}

/// The field that gets the signature.
#[derive(Debug)]
pub(super) enum Target<'a> {
    New { name: String },
    Existing(SignatureField<'a>),
}

/// Finds the field, and refuses with the reason what the document forbids.
pub(crate) fn plan<'a>(
    document: &Document<'a>,
    security: Option<&SecurityHandler>,
    request: &FieldRequest<'_>,
    limits: &Limits,
) -> Result<Plan<'a>> {
    let view = document.latest();
    let fields = signature_fields(&view, limits)?;
    let certified = certification(&view, &fields)?;
    if certified == Some(Certification::NoChanges) {
        return Err(forbidden("the document is certified and allows no changes, not even another signature"));
    }
    let signed = fields.iter().any(|field| matches!(&field.value, Some(value) if !value.is_null()));
    if request.certify.is_some() && (signed || certified.is_some()) {
        return Err(forbidden("only the first signature of a document can certify it"));
    }
    let target = match request.field {
        Some(name) => Target::Existing(existing(&view, &fields, name)?),
        None => Target::New { name: new_name(&view, &fields, "Signature")? },
    };
    if let Some(security) = security {
        let allowed = match &target {
            Target::New { .. } => security.access().may_add_field(),
            Target::Existing(_) => security.access().may_fill_in(),
        };
        if !allowed {
            return Err(forbidden(NEEDS_OWNER));
        }
    }
    let (name, seed_value, lock) = match &target {
        Target::New { name } => (name, None, None),
        Target::Existing(field) => {
            let entry = |key: &[u8]| dictionary(&view, field.dictionary.get(key));
            (&field.name, entry(b"SV")?, entry(b"Lock")?)
        }
    };
    check_locks(&view, &fields, name)?;
    let (sub_filter, digest) = seed_value::negotiate(&view, seed_value.as_ref(), request)?;
    Ok(Plan { sub_filter, digest, certify: request.certify, target, lock })
}

/// A document timestamp that the document allows.
#[derive(Debug, Clone)]
pub(crate) struct TimestampPlan {
    /// The name of the field that it gets.
    pub(super) name: String,
}

/// Finds a name for the field of a document timestamp.
///
/// No certification and no lock stands against it: what is needed to add a document security store or a document
/// timestamp is not a change in their sense, not even where none is allowed (ISO 32000-2 Table 257 and Table 236, /P).
pub(crate) fn plan_timestamp(
    document: &Document<'_>,
    security: Option<&SecurityHandler>,
    limits: &Limits,
) -> Result<TimestampPlan> {
    let view = document.latest();
    let fields = signature_fields(&view, limits)?;
    if security.is_some_and(|security| !security.access().may_add_field()) {
        return Err(forbidden(NEEDS_OWNER));
    }
    Ok(TimestampPlan { name: new_name(&view, &fields, "Timestamp")? })
}

fn existing<'a>(
    view: &View<'_, 'a>,
    fields: &[SignatureField<'a>],
    name: &str,
) -> Result<SignatureField<'a>> {
    let field = fields.iter().find(|field| field.name == name);
    let field =
        field.ok_or_else(|| Error::new(ErrorKind::FieldNotFound, format!("no signature field {name:?}")))?;
    let value = field.value.as_ref().map(|value| view.resolve(value)).transpose()?;
    if value.is_some_and(|value| !value.is_null()) {
        return Err(Error::new(ErrorKind::FieldAlreadySigned, format!("field {name:?} has a signature")));
    }
    if field.id.is_none() {
        return Err(Error::new(
            ErrorKind::MalformedPdf,
            format!("field {name:?} is not an object of its own"),
        ));
    }
    Ok(field.clone())
}

/// A name that no field at the top of the form has.
fn new_name(view: &View<'_, '_>, fields: &[SignatureField<'_>], kind: &str) -> Result<String> {
    let mut taken: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    if let Some(form) = dictionary(view, view.catalog()?.get(b"AcroForm"))?
        && let Some(Object::Array(roots)) =
            form.get(b"Fields").map(|roots| view.resolve(roots)).transpose()?
    {
        for root in &roots {
            let root = match dictionary(view, Some(root)) {
                // The name of a field that cannot be read is nobody's.
                Err(error) if error.kind() == ErrorKind::MalformedPdf => continue,
                root => root?,
            };
            let Some(root) = root else { continue };
            if let Some(Object::String(name)) = root.get(b"T").map(|name| view.resolve(name)).transpose()? {
                taken.push(text_string(&name.bytes));
            }
        }
    }
    let taken: std::collections::HashSet<String> = taken.into_iter().collect();
    let mut names = (fields.len().saturating_add(1)..).map(|number| format!("{kind}{number}"));
    // As many names as are taken, and one more, cannot all be taken.
    names.find(|name| !taken.contains(name)).ok_or_else(|| Error::new(ErrorKind::Internal, "field names"))
}

fn forbidden(what: &'static str) -> Error {
    Error::new(ErrorKind::SigningForbidden, what)
}

const NEEDS_OWNER: &str = "the permissions of the encrypted document forbid it; the owner password is needed";
