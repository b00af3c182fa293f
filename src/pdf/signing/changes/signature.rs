//! The dictionary of a new signature (ISO 32000-2 12.8.1, Table 255; a document timestamp: EN 319 142-1 5.4.3).

use super::super::super::{Dictionary, Object, ObjectId};
use super::form_claim::{Work, is_plain};
use super::rule::{Unexpected, key};
use super::{Ruling, refuse, value};

/// What a signature dictionary says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A document timestamp, and nothing else.
    Timestamp,
    Approval,
    /// It states what may be changed later (DocMDP).
    Certification,
}

impl<'a> Work<'_, '_, 'a> {
    /// Takes the value of a signature field: a new dictionary that says what one of a signature says, and leads to
    /// nothing but its own parts.
    pub(super) fn signature(&mut self, id: ObjectId) -> Ruling<Kind> {
        let wrong = |name: &[u8]| refuse(id.number, Unexpected::Signature { key: key(name) });
        self.take_added(id, || Unexpected::Field { key: "V".into() })?;
        let signature = self.dictionary(id)?.ok_or_else(|| wrong(b""))?;
        let timestamp = signature.is(b"Type", b"DocTimeStamp");
        let mut certifies = false;
        for entry in signature.entries() {
            let value = &entry.value;
            let good = match entry.key.as_ref() {
                b"Type" => timestamp || value.as_name() == Some(b"Sig"),
                b"SubFilter" if timestamp => value.as_name() == Some(b"ETSI.RFC3161"),
                b"Filter" | b"SubFilter" | b"Prop_AuthType" => value.as_name().is_some(),
                b"Contents" => value.as_string().is_some(),
                b"ByteRange" => integers(value),
                b"Changes" => integers(value),
                b"V" if timestamp => value.as_integer() == Some(0),
                b"V" | b"R" | b"Prop_AuthTime" => value.as_integer().is_some(),
                b"M" | b"Name" | b"Location" | b"Reason" | b"ContactInfo" => value.as_string().is_some(),
                b"Cert" if !timestamp => strings(value),
                b"Reference" if !timestamp => {
                    certifies = self.references(id, value)?;
                    true
                }
                b"Prop_Build" => {
                    self.plain(value, || Unexpected::Signature { key: "Prop_Build".into() })?;
                    true
                }
                // 7.3.5, Annex E: what others add carries their prefix, and leads nowhere.
                other => other.iter().any(|byte| matches!(byte, b'_' | b':')) && is_plain(value),
            };
            if !good {
                return Err(wrong(&entry.key));
            }
        }
        for required in [b"Filter".as_slice(), b"SubFilter", b"Contents", b"ByteRange"] {
            if signature.get(required).is_none() {
                return Err(wrong(required));
            }
        }
        Ok(match (timestamp, certifies) {
            (true, _) => Kind::Timestamp,
            (_, true) => Kind::Certification,
            _ => Kind::Approval,
        })
    }

    /// /Reference (Table 256). Returns whether one of them certifies.
    fn references(&mut self, signature: ObjectId, value: &Object<'a>) -> Ruling<bool> {
        let here = || Unexpected::Signature { key: "Reference".into() };
        let wrong = || refuse(signature.number, here());
        let Object::Array(references) = self.own(value, here)? else { return Err(wrong()) };
        let mut certifies = false;
        for reference in &references {
            let Object::Dictionary(reference) = self.own(reference, here)? else { return Err(wrong()) };
            for entry in reference.entries() {
                let value = &entry.value;
                let good = match entry.key.as_ref() {
                    b"Type" => value.as_name() == Some(b"SigRef"),
                    b"TransformMethod" => {
                        certifies |= value.as_name() == Some(b"DocMDP");
                        matches!(value.as_name(), Some(b"DocMDP" | b"FieldMDP" | b"Identity"))
                    }
                    b"TransformParams" => {
                        self.parameters(value)?;
                        true
                    }
                    // What the digest is made of: the catalog, mostly. It is not looked at by that name.
                    b"Data" => value.as_reference().is_some() || is_plain(value),
                    b"DigestMethod" => value.as_name().is_some(),
                    b"DigestValue" => value.as_string().is_some(),
                    b"DigestLocation" => integers(value),
                    _ => false,
                };
                if !good {
                    return Err(wrong());
                }
            }
            if reference.get(b"TransformMethod").is_none() {
                return Err(wrong());
            }
        }
        Ok(certifies)
    }

    /// /TransformParams of DocMDP and FieldMDP (Tables 257 and 259).
    fn parameters(&mut self, value: &Object<'a>) -> Ruling<()> {
        let here = || Unexpected::Signature { key: "TransformParams".into() };
        self.lock_like(value, b"TransformParams", here)
    }

    /// A dictionary that names fields and permissions: parameters of a signature, or the lock of a field (Table 236).
    pub(super) fn lock_like(
        &mut self,
        value: &Object<'a>,
        kind: &[u8],
        here: impl Fn() -> Unexpected + Copy,
    ) -> Ruling<()> {
        let wrong = || refuse(value.as_reference().map(|id| id.number), here());
        let Object::Dictionary(own) = self.own(value, here)? else { return Err(wrong()) };
        for entry in own.entries() {
            let good = match entry.key.as_ref() {
                b"Type" => entry.value.as_name() == Some(kind),
                b"P" => entry.value.as_integer().is_some(),
                b"V" | b"Action" => entry.value.as_name().is_some(),
                b"Fields" => strings(&self.own(&entry.value, here)?),
                _ => false,
            };
            if !good {
                return Err(wrong());
            }
        }
        Ok(())
    }

    /// A value that may be a new object of its own, or one of before that nothing touches.
    pub(super) fn own(&mut self, value: &Object<'a>, here: impl Fn() -> Unexpected) -> Ruling<Object<'a>> {
        let Object::Reference(id) = value else { return Ok(value.clone()) };
        if self.is_added(*id) {
            if !self.has_taken(id.number) {
                self.take_added(*id, &here)?;
            }
        } else if self.is_changed(*id) || self.analysis.added.contains(&id.number) {
            return Err(refuse(id.number, here()));
        }
        let object = self.analysis.now(*id)?.unwrap_or(Object::Null);
        value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
        Ok(object)
    }

    /// A value made of plain data, in objects of its own or not.
    pub(super) fn plain(&mut self, value: &Object<'a>, here: impl Fn() -> Unexpected + Copy) -> Ruling<()> {
        let mut rest = vec![value.clone()];
        while let Some(value) = rest.pop() {
            self.budget.spend(1)?;
            match value {
                Object::Reference(id) if self.has_taken(id.number) => {}
                Object::Reference(id) => {
                    self.take_added(id, here)?;
                    let object = self.analysis.now(id)?.unwrap_or(Object::Null);
                    value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
                    rest.push(object);
                }
                Object::Array(items) => rest.extend(items),
                Object::Dictionary(dictionary) => {
                    rest.extend(dictionary.entries().iter().map(|entry| entry.value.clone()));
                }
                Object::Stream(stream) => return Err(refuse(stream.id.number, here())),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether the signature is a part of `dictionary`, directly.
pub(super) fn value_of(dictionary: &Dictionary<'_>) -> Option<ObjectId> {
    dictionary.get(b"V").and_then(Object::as_reference)
}

fn integers(value: &Object<'_>) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(|item| item.as_integer().is_some()))
}

fn strings(value: &Object<'_>) -> bool {
    let list = |items: &[Object<'_>]| items.iter().all(|item| item.as_string().is_some());
    value.as_string().is_some() || value.as_array().is_some_and(list)
}
