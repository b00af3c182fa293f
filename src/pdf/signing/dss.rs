//! The document security store (ISO 32000-2 12.8.4.3, EN 319 142-1 5.4.2.2): certificates, CRLs and OCSP responses that
//! a document brings along, read.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::{Dictionary, Object, ObjectId, View};
use super::permission::dictionary;
use super::text_string;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};
use crate::time::Time;

/// What the /DSS of a catalog holds. Nothing of it is trusted for standing here, nor known to be what the list that
/// holds it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dss {
    /// /Certs: DER certificates.
    pub(crate) certificates: Vec<StoredObject>,
    /// /CRLs: DER certificate lists.
    pub(crate) crls: Vec<StoredObject>,
    /// /OCSPs: DER OCSPResponses.
    pub(crate) ocsps: Vec<StoredObject>,
    /// /VRI: what belongs to one signature.
    pub(crate) vri: Vec<Vri>,
    /// Entries that lead to no stream that can be read.
    pub(crate) unreadable: usize,
}

/// A stream of the store, decoded. Lists that name the same object share its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredObject {
    pub(crate) id: ObjectId,
    pub(crate) bytes: Arc<[u8]>,
}

/// The validation-related information of one signature (ISO 32000-2 Table 262).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Vri {
    /// Which signature: the SHA-1 digest of its /Contents in upper-case hexadecimal digits, if the writer kept to the
    /// rule.
    pub(crate) key: String,
    /// /Cert.
    pub(crate) certificates: Vec<StoredObject>,
    /// /CRL.
    pub(crate) crls: Vec<StoredObject>,
    /// /OCSP.
    pub(crate) ocsps: Vec<StoredObject>,
    /// /TU: when the evidence was gathered, as the writer claims.
    pub(crate) updated: Option<Time>,
    /// /TS: a timestamp token over what was gathered.
    pub(crate) timestamp: Option<StoredObject>,
}

impl Dss {
    /// Every stream of one kind once, those that only a /VRI names behind the others.
    pub(crate) fn all_certificates(&self) -> Vec<&StoredObject> {
        unique(self.certificates.iter().chain(self.vri.iter().flat_map(|vri| &vri.certificates)))
    }

    /// As [`Dss::all_certificates`].
    pub(crate) fn all_crls(&self) -> Vec<&StoredObject> {
        unique(self.crls.iter().chain(self.vri.iter().flat_map(|vri| &vri.crls)))
    }

    /// As [`Dss::all_certificates`].
    pub(crate) fn all_ocsps(&self) -> Vec<&StoredObject> {
        unique(self.ocsps.iter().chain(self.vri.iter().flat_map(|vri| &vri.ocsps)))
    }
}

/// The store of the catalog of this revision; `None` if it has none. What cannot be read is left out and counted:
/// evidence that is missing is missed by whoever needs it.
///
/// # Errors
/// `LimitExceeded`; `MalformedPdf` if the catalog cannot be read.
pub(crate) fn dss(view: &View<'_, '_>, limits: &Limits) -> Result<Option<Dss>> {
    let catalog = view.catalog()?;
    let Some(store) = tolerated(dictionary(view, catalog.get(b"DSS")))?.flatten() else { return Ok(None) };
    let mut reading = Reading {
        view,
        entries: Budget::new(limits.store_entries, "entries of the document security store"),
        bytes: Budget::new(limits.inflated_bytes, "bytes of the document security store"),
        known: HashMap::new(),
        unreadable: 0,
    };
    let mut dss = Dss {
        certificates: reading.list(&store, &[b"Certs", b"Cert"])?,
        crls: reading.list(&store, &[b"CRLs", b"CRL"])?,
        ocsps: reading.list(&store, &[b"OCSPs", b"OCSP"])?,
        ..Dss::default()
    };
    for entry in tolerated(dictionary(view, store.get(b"VRI")))?.flatten().unwrap_or_default().entries() {
        reading.entries.spend(1)?;
        // The type of the dictionary may be named in it, or nothing at all.
        let Some(own) = tolerated(dictionary(view, Some(&entry.value)))?.flatten() else { continue };
        let updated = match tolerated(view.value(&own, b"TU"))? {
            Some(Object::String(date)) => Time::from_pdf_date(&text_string(&date.bytes)).ok(),
            _ => None,
        };
        dss.vri.push(Vri {
            key: String::from_utf8_lossy(&entry.key).into_owned(),
            certificates: reading.list(&own, &[b"Cert", b"Certs"])?,
            crls: reading.list(&own, &[b"CRL", b"CRLs"])?,
            ocsps: reading.list(&own, &[b"OCSP", b"OCSPs"])?,
            updated,
            timestamp: own.get(b"TS").map(|stream| reading.stream(stream)).transpose()?.flatten(),
        });
    }
    dss.unreadable = reading.unreadable;
    Ok(Some(dss))
}

struct Reading<'r, 'd, 'a> {
    view: &'r View<'d, 'a>,
    entries: Budget,
    bytes: Budget,
    /// Streams read already; `None`: one that cannot be read.
    known: HashMap<ObjectId, Option<StoredObject>>,
    unreadable: usize,
}

impl<'a> Reading<'_, '_, 'a> {
    /// The streams of an array, each once. The store and the /VRI spell the names of their arrays with and without an
    /// s, and writers mix them up.
    fn list(&mut self, holder: &Dictionary<'a>, names: &[&[u8]]) -> Result<Vec<StoredObject>> {
        let mut streams = Vec::new();
        for value in names.iter().filter_map(|name| holder.get(name)) {
            let items = match tolerated(self.view.resolve(value))? {
                Some(Object::Array(items)) => items,
                // One stream where an array of one should be.
                Some(Object::Stream(_)) => vec![value.clone()],
                _ => {
                    self.unreadable = self.unreadable.saturating_add(1);
                    Vec::new()
                }
            };
            for item in &items {
                streams.extend(self.stream(item)?);
            }
        }
        Ok(unique(streams.iter()).into_iter().cloned().collect())
    }

    fn stream(&mut self, value: &Object<'a>) -> Result<Option<StoredObject>> {
        self.entries.spend(1)?;
        let named = value.as_reference();
        if let Some(known) = named.and_then(|id| self.known.get(&id)) {
            return Ok(known.clone());
        }
        let stored = match tolerated(self.view.resolve(value))? {
            Some(Object::Stream(stream)) => match tolerated(self.view.decoded(&stream))? {
                Some(bytes) => {
                    self.bytes.spend(bytes.len())?;
                    Some(StoredObject { id: named.unwrap_or(stream.id), bytes: Arc::from(bytes.as_ref()) })
                }
                None => None,
            },
            _ => None,
        };
        if stored.is_none() {
            self.unreadable = self.unreadable.saturating_add(1);
        }
        if let Some(id) = named {
            self.known.insert(id, stored.clone());
        }
        Ok(stored)
    }
}

/// What cannot be read is as good as missing, unless reading on would cost too much.
fn tolerated<T>(result: Result<T, Error>) -> Result<Option<T>> {
    match result {
        Err(error) if error.kind() == ErrorKind::LimitExceeded => Err(error),
        result => Ok(result.ok()),
    }
}

fn unique<'s>(streams: impl Iterator<Item = &'s StoredObject>) -> Vec<&'s StoredObject> {
    let mut seen = std::collections::HashSet::new();
    streams.filter(|stream| seen.insert(stream.id)).collect()
}
