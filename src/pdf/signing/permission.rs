//! What earlier signatures allow: certification (DocMDP, ISO 32000-2 12.8.2.2) and locks of fields (FieldMDP,
//! 12.8.2.4, and the /Lock of a signature field, 12.7.5.5).

use super::super::{Dictionary, Object, View};
use super::field::{FoundSignature, SignatureField};
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
    state(permitted(view, &catalog)?);
    for field in fields {
        let Some(signature) = dictionary(view, field.value.as_ref())? else { continue };
        state(certification_of(view, &signature)?);
        state(FieldLock::of_field(view, &field.dictionary)?.and_then(|lock| lock.certification));
    }
    Ok(strictest)
}

/// What one signature states about changes after it, from all places where that can be said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Permission {
    /// The strictest certification: of its own reference (DocMDP), of /Perms in the catalog, of the /Lock of its field.
    pub(crate) certification: Option<Certification>,
    /// What it locks, each as a source of its own (FieldMDP, /Lock).
    pub(crate) locks: Vec<FieldLock>,
    /// It is a certification signature: it has a DocMDP reference.
    pub(crate) certifies: bool,
    /// Its sources disagree, so that readers may disagree as well.
    pub(crate) is_conflicting: bool,
}

impl Permission {
    /// What the signature states in the revision that it covers: later ones may have replaced field and catalog.
    ///
    /// What cannot be read forbids everything, as an unknown action locks everything: a reader that ignored it would
    /// be the laxer one. `named` is what [`Permission::named`] says of this revision.
    pub(crate) fn stated(
        view: &View<'_, '_>,
        signature: &FoundSignature<'_>,
        named: Option<Certification>,
    ) -> Result<Self> {
        let (mut certifications, mut locks) = (Vec::new(), Vec::new());
        let value = lenient(dictionary(view, signature.field.value.as_ref()), None)?.unwrap_or_default();
        let own = lenient(certification_of(view, &value), Some(Certification::NoChanges))?;
        certifications.extend(own);
        certifications.extend(named);
        let field = match signature.field.id.map(|id| view.object(id)) {
            Some(Ok(Some(Object::Dictionary(field)))) => field,
            _ => signature.field.dictionary.clone(),
        };
        locks.extend(lenient(FieldLock::of_signature(view, &value), Some(FieldLock::everything()))?);
        locks.extend(lenient(FieldLock::of_field(view, &field), Some(FieldLock::everything()))?);
        certifications.extend(locks.iter().filter_map(|lock| lock.certification));
        let differ = |pair: &[FieldLock]| matches!(pair, [one, other] if one.action != other.action || one.fields != other.fields);
        Ok(Self {
            certification: certifications.iter().min().copied(),
            is_conflicting: certifications.iter().min() != certifications.iter().max() || differ(&locks),
            locks,
            certifies: own.is_some(),
        })
    }

    /// The certification that the catalog of a revision names: asked once for all of its signatures, because a catalog
    /// may be as long as they are many.
    pub(crate) fn named(view: &View<'_, '_>) -> Result<Option<Certification>> {
        let catalog = lenient(view.catalog(), Dictionary::default())?;
        lenient(permitted(view, &catalog), Some(Certification::NoChanges))
    }
}

fn lenient<T>(read: Result<T>, otherwise: T) -> Result<T> {
    match read {
        Err(error) if error.kind() == ErrorKind::MalformedPdf => Ok(otherwise),
        read => read,
    }
}

/// The certification that /Perms in the catalog names (ISO 32000-2 Table 263).
fn permitted(view: &View<'_, '_>, catalog: &Dictionary<'_>) -> Result<Option<Certification>> {
    let permissions = dictionary(view, catalog.get(b"Perms"))?;
    let certified = permissions.as_ref().and_then(|permissions| permissions.get(b"DocMDP"));
    let Some(signature) = dictionary(view, certified)? else { return Ok(None) };
    // Named there without a reference that says more: the default of Table 257.
    Ok(Some(certification_of(view, &signature)?.unwrap_or(Certification::FormFilling)))
}

/// Refuses to fill in the field `name` if a signature has locked it.
pub(super) fn check_locks(view: &View<'_, '_>, fields: &[SignatureField<'_>], name: &str) -> Result<()> {
    for field in fields.iter().filter(|field| field.name != name) {
        let Some(signature) = dictionary(view, field.value.as_ref())? else { continue };
        let locks =
            [FieldLock::of_signature(view, &signature)?, FieldLock::of_field(view, &field.dictionary)?];
        if locks.iter().flatten().any(|lock| lock.holds(name)) {
            let what = format!("field {name:?} is locked by the signature in {:?}", field.name);
            return Err(Error::new(ErrorKind::SigningForbidden, what));
        }
    }
    Ok(())
}

/// Which fields can no longer be filled in (/Action and /Fields, ISO 32000-2 Tables 236 and 259).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldLock {
    pub(crate) action: LockAction,
    /// Full names of fields; their descendants are meant too.
    pub(crate) fields: Vec<String>,
    /// /P: the lock certifies the document too.
    pub(crate) certification: Option<Certification>,
}

/// Which fields the list of a lock means. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LockAction {
    /// Every field. An action that is missing or unknown is read as this one.
    All,
    /// Those that are listed.
    Include,
    /// Those that are not listed.
    Exclude,
}

impl FieldLock {
    /// The lock that a signature field brings with it (/Lock): it holds once the field is signed.
    pub(crate) fn of_field(view: &View<'_, '_>, field: &Dictionary<'_>) -> Result<Option<Self>> {
        let lock = dictionary(view, field.get(b"Lock"))?;
        lock.map(|lock| Self::read(view, &lock)).transpose()
    }

    /// The lock that a signature states (FieldMDP).
    pub(super) fn of_signature(view: &View<'_, '_>, signature: &Dictionary<'_>) -> Result<Option<Self>> {
        let parameters = transform(view, signature, b"FieldMDP")?;
        parameters.map(|parameters| Self::read(view, &parameters)).transpose()
    }

    fn read(view: &View<'_, '_>, lock: &Dictionary<'_>) -> Result<Self> {
        let entry = |key: &[u8]| lock.get(key).map(|value| view.resolve(value)).transpose();
        let mut fields = Vec::new();
        if let Some(Object::Array(listed)) = entry(b"Fields")? {
            for name in &listed {
                if let Ok(Object::String(name)) = view.resolve(name) {
                    fields.push(text_string(&name.bytes));
                }
            }
        }
        Ok(Self {
            action: match entry(b"Action")?.as_ref().and_then(Object::as_name) {
                Some(b"Include") => LockAction::Include,
                Some(b"Exclude") => LockAction::Exclude,
                _ => LockAction::All,
            },
            fields,
            certification: entry(b"P")?
                .as_ref()
                .and_then(Object::as_integer)
                .and_then(Certification::from_level),
        })
    }

    fn everything() -> Self {
        Self { action: LockAction::All, fields: Vec::new(), certification: None }
    }

    /// Whether it holds for this field. Names are compared as a whole, part by part: a lock on `total` holds for
    /// `total.net`, and not for `totals`.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let listed = self.fields.iter().any(|listed| {
            name.strip_prefix(listed.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        match self.action {
            LockAction::All => true,
            LockAction::Include => listed,
            LockAction::Exclude => !listed,
        }
    }
}

/// What the certification in this signature allows, if it is one.
pub(super) fn certification_of(
    view: &View<'_, '_>,
    signature: &Dictionary<'_>,
) -> Result<Option<Certification>> {
    let parameters = transform(view, signature, b"DocMDP")?;
    parameters.map(|parameters| level(view, &parameters)).transpose()
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
