//! What earlier signatures allow: certification (DocMDP, ISO 32000-2 12.8.2.2) and locks of fields (FieldMDP,
//! 12.8.2.4, and the /Lock of a signature field, 12.7.5.5).

use super::super::{Dictionary, Object, View};
use super::field::SignatureField;
use super::text_string;
use crate::error::{Error, ErrorKind, Result};

/// What a certification signature lets others change (ISO 32000-2 Table 257, /P).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Certification {
    /// 1: nothing.
    NoChanges,
    /// 2: filling in forms and signing. What the GCA tools set on a first signature.
    FormFilling,
    /// 3: filling in forms, signing and annotating.
    Annotations,
}

impl Certification {
    /// The value of /P.
    pub fn level(self) -> u8 {
        match self {
            Self::NoChanges => 1,
            Self::FormFilling => 2,
            Self::Annotations => 3,
        }
    }

    /// The certification with this value of /P.
    pub fn from_level(level: i64) -> Option<Self> {
        [Self::NoChanges, Self::FormFilling, Self::Annotations]
            .into_iter()
            .find(|certification| i64::from(certification.level()) == level)
    }
}

/// The strictest certification that any signature of the document states, wherever it states it.
pub(crate) fn certification(
    view: &View<'_, '_>,
    fields: &[SignatureField<'_>],
) -> Result<Option<Certification>> {
    let catalog = view.catalog()?;
    let mut strictest: Option<Certification> = None;
    let mut state = |certification: Option<Certification>| {
        if let Some(new) = certification {
            strictest = Some(strictest.map_or(new, |old| old.min(new)));
        }
    };
    let permissions = dictionary(view, catalog.get(b"Perms"))?;
    let certified = permissions.as_ref().and_then(|permissions| permissions.get(b"DocMDP"));
    if let Some(signature) = dictionary(view, certified)? {
        // Named in /Perms without a reference that says more: the default of Table 257.
        let stated = transform(view, &signature, b"DocMDP")?.map(|parameters| level(view, &parameters));
        state(Some(stated.transpose()?.unwrap_or(Certification::FormFilling)));
    }
    for field in fields {
        let Some(signature) = dictionary(view, field.value.as_ref())? else { continue };
        if let Some(parameters) = transform(view, &signature, b"DocMDP")? {
            state(Some(level(view, &parameters)?));
        }
        if let Some(lock) = dictionary(view, field.dictionary.get(b"Lock"))? {
            let p = lock.get(b"P").map(|p| view.resolve(p)).transpose()?;
            state(p.as_ref().and_then(Object::as_integer).and_then(Certification::from_level));
        }
    }
    Ok(strictest)
}

/// Refuses to fill in the field `name` if a signature has locked it.
pub(super) fn check_locks(view: &View<'_, '_>, fields: &[SignatureField<'_>], name: &str) -> Result<()> {
    for field in fields.iter().filter(|field| field.name != name) {
        let Some(signature) = dictionary(view, field.value.as_ref())? else { continue };
        let locks =
            [transform(view, &signature, b"FieldMDP")?, dictionary(view, field.dictionary.get(b"Lock"))?];
        for lock in locks.into_iter().flatten() {
            if locks_field(view, &lock, name)? {
                let what = format!("field {name:?} is locked by the signature in {:?}", field.name);
                return Err(Error::new(ErrorKind::SigningForbidden, what));
            }
        }
    }
    Ok(())
}

/// Whether a lock (/Action and /Fields, Tables 236 and 259) holds for this field or its descendants. An unknown
/// action locks everything.
fn locks_field(view: &View<'_, '_>, lock: &Dictionary<'_>, name: &str) -> Result<bool> {
    let entry = |key: &[u8]| lock.get(key).map(|value| view.resolve(value)).transpose();
    let action = entry(b"Action")?;
    let listed = match entry(b"Fields")? {
        Some(Object::Array(fields)) => fields.iter().any(|listed| match view.resolve(listed) {
            Ok(Object::String(listed)) => {
                let listed = text_string(&listed.bytes);
                name.strip_prefix(&listed).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }
            _ => false,
        }),
        _ => false,
    };
    Ok(match action.as_ref().and_then(Object::as_name) {
        Some(b"Include") => listed,
        Some(b"Exclude") => !listed,
        _ => true,
    })
}

/// The parameters of a transform method among a signature's references (Table 256).
fn transform<'a>(
    view: &View<'_, 'a>,
    signature: &Dictionary<'a>,
    method: &[u8],
) -> Result<Option<Dictionary<'a>>> {
    let references = signature.get(b"Reference").map(|references| view.resolve(references)).transpose()?;
    let Some(Object::Array(references)) = references else { return Ok(None) };
    for reference in &references {
        let Object::Dictionary(reference) = view.resolve(reference)? else { continue };
        let found = reference.get(b"TransformMethod").map(|name| view.resolve(name)).transpose()?;
        if found.as_ref().and_then(Object::as_name) == Some(method) {
            return Ok(Some(dictionary(view, reference.get(b"TransformParams"))?.unwrap_or_default()));
        }
    }
    Ok(None)
}

/// /P of DocMDP parameters: 2 if missing (Table 257), the strictest if it makes no sense.
fn level(view: &View<'_, '_>, parameters: &Dictionary<'_>) -> Result<Certification> {
    let p = parameters.get(b"P").map(|p| view.resolve(p)).transpose()?;
    Ok(match p.as_ref().map(Object::as_integer) {
        None => Certification::FormFilling,
        Some(p) => p.and_then(Certification::from_level).unwrap_or(Certification::NoChanges),
    })
}

pub(super) fn dictionary<'a>(
    view: &View<'_, 'a>,
    value: Option<&Object<'a>>,
) -> Result<Option<Dictionary<'a>>> {
    Ok(match value.map(|value| view.resolve(value)).transpose()? {
        Some(Object::Dictionary(dictionary)) => Some(dictionary),
        _ => None,
    })
}
