//! The signature dictionary (ISO 32000-2 Table 255), read from the revision that it signs.

use super::super::{Dictionary, Document, Location, Object, View, is_whitespace};
use super::byte_range::{ByteRange, ByteRangeFault, byte_range, contents};
use super::field::FoundSignature;
use super::permission::{Certification, FieldLock, certification_of};
use super::text_string;
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;
use crate::time::Time;

/// The format of the signature value (ISO 32000-2 Table 255, /SubFilter; EN 319 142-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubFilter {
    /// `ETSI.CAdES.detached`: PAdES baseline (EN 319 142-1).
    EtsiCadesDetached,
    /// `adbe.pkcs7.detached`: what older tools write and read.
    AdbePkcs7Detached,
}

impl SubFilter {
    /// The name in the signature dictionary.
    pub fn name(self) -> &'static str {
        match self {
            Self::EtsiCadesDetached => "ETSI.CAdES.detached",
            Self::AdbePkcs7Detached => "adbe.pkcs7.detached",
        }
    }

    pub(crate) fn from_name(name: &[u8]) -> Option<Self> {
        [Self::EtsiCadesDetached, Self::AdbePkcs7Detached].into_iter().find(|s| s.name().as_bytes() == name)
    }
}

/// What a signature dictionary says, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct SignatureDictionary {
    /// /SubFilter as it stands.
    pub(crate) sub_filter: Option<String>,
    /// The decoded /Contents, zeros behind the message included.
    pub(crate) contents: Vec<u8>,
    pub(crate) byte_range: Option<ByteRange>,
    pub(crate) faults: Vec<ByteRangeFault>,
    /// /Type says that it is a document timestamp.
    is_timestamp: bool,
    /// /M.
    pub(crate) claimed_time: Option<Time>,
    /// /M, if it is no date.
    pub(crate) unreadable_time: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
    /// What it allows to be changed, if it is a certification.
    pub(crate) certification: Option<Certification>,
    /// The fields that it locks (FieldMDP).
    pub(crate) lock: Option<FieldLock>,
    pub(crate) coverage: Coverage,
    /// A later revision has another dictionary under the same number: a viewer shows another reason or name.
    pub(crate) overwritten: bool,
}

/// Which part of the file the byte range reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// Up to the end of this revision, counted from 0.
    Revision(usize),
    /// It ends where no revision ends, or cannot be read.
    Partial,
}

impl Coverage {
    /// The revision, if it is covered as a whole.
    pub(crate) fn revision(self) -> Option<usize> {
        match self {
            Self::Revision(revision) => Some(revision),
            Self::Partial => None,
        }
    }
}

impl SignatureDictionary {
    /// Whether this is a document timestamp (12.8.5), not a signature.
    pub(crate) fn is_document_timestamp(&self) -> bool {
        self.is_timestamp || self.sub_filter.as_deref() == Some("ETSI.RFC3161")
    }

    /// Whether /Contents should hold a detached cryptographic message.
    pub(crate) fn is_detached_cms(&self) -> bool {
        !self.is_timestamp
            && self.sub_filter.as_deref().is_some_and(|name| SubFilter::from_name(name.as_bytes()).is_some())
    }

    /// The dictionary of a signature as it stands in the revision that it signs, whatever later revisions made of
    /// it: an attacker may overwrite the object after signing.
    pub(crate) fn read(document: &Document<'_>, signature: &FoundSignature<'_>) -> Result<Self> {
        let last = signature.last_seen;
        let value = signature.field.value.as_ref();
        let Some(id) = value.and_then(Object::as_reference) else {
            let dictionary = value.and_then(Object::as_dictionary);
            return Ok(Self::from_dictionary(document, &document.view(last), dictionary));
        };
        // Oldest first: the first definition that lies within what it signs is the signed one.
        let mut definitions = definitions(document, id.number)?.into_iter().peekable();
        let mut latest = None;
        while let Some(revision) = definitions.next() {
            let view = document.view(revision);
            let dictionary = match view.object(id) {
                Ok(Some(Object::Dictionary(dictionary))) => dictionary,
                // What cannot be read is no signature; that is said of it and does not hide the other ones.
                Err(error) if error.kind() != ErrorKind::MalformedPdf => return Err(error),
                _ => continue,
            };
            let mut read = Self::from_dictionary(document, &view, Some(&dictionary));
            if matches!(read.coverage, Coverage::Revision(signed) if signed >= revision) {
                read.overwritten = definitions.peek().is_some();
                return Ok(read);
            }
            // Its bytes may lie within the range, but at that time nothing led to them.
            if matches!(read.coverage, Coverage::Revision(_)) {
                read.faults.push(ByteRangeFault::DictionaryOutside);
            }
            latest = Some(read);
        }
        Ok(latest.unwrap_or_else(|| Self::from_dictionary(document, &document.view(last), None)))
    }

    fn from_dictionary(
        document: &Document<'_>,
        view: &View<'_, '_>,
        dictionary: Option<&Dictionary<'_>>,
    ) -> Self {
        let empty = Dictionary::default();
        let (byte_range, faults) = match dictionary {
            Some(dictionary) => byte_range(document.bytes(), dictionary),
            None => (None, vec![ByteRangeFault::NotADictionary]),
        };
        let dictionary = dictionary.unwrap_or(&empty);
        let entry = |key: &[u8]| view.value(dictionary, key).ok();
        let text = |key: &[u8]| match entry(key) {
            Some(Object::String(string)) => Some(text_string(&string.bytes)),
            _ => None,
        };
        let sub_filter = entry(b"SubFilter");
        Self {
            sub_filter: sub_filter
                .as_ref()
                .and_then(Object::as_name)
                .map(|n| String::from_utf8_lossy(n).into_owned()),
            contents: contents(dictionary).map(|contents| contents.bytes.to_vec()).unwrap_or_default(),
            byte_range,
            faults,
            is_timestamp: entry(b"Type").as_ref().and_then(Object::as_name) == Some(b"DocTimeStamp"),
            unreadable_time: text(b"M").filter(|date| Time::from_pdf_date(date).is_err()),
            claimed_time: text(b"M").and_then(|date| Time::from_pdf_date(&date).ok()),
            name: text(b"Name"),
            reason: text(b"Reason"),
            location: text(b"Location"),
            // Facts for people; what cannot be read is left out.
            certification: certification_of(view, dictionary).unwrap_or_default(),
            lock: FieldLock::of_signature(view, dictionary).unwrap_or_default(),
            coverage: byte_range.map_or(Coverage::Partial, |range| coverage(document, range)),
            overwritten: false,
        }
    }
}

/// The revisions that define the object, oldest first.
fn definitions(document: &Document<'_>, number: u32) -> Result<Vec<usize>> {
    let mut budget = Budget::new(document.limits().resolutions, "revisions of signature dictionaries");
    let mut definitions = Vec::new();
    let mut known = None;
    for revision in 0..document.revisions().len() {
        budget.spend(1)?;
        // As many signatures as revisions would ask for the square of their number.
        document.work(1)?;
        let location = document.view(revision).location(number);
        if location != known && !matches!(location, None | Some(Location::Free)) {
            definitions.push(revision);
        }
        known = location;
    }
    Ok(definitions)
}

/// A byte range covers a revision if it ends behind its `%%EOF`, with or without the line end and white space that
/// follow it.
fn coverage(document: &Document<'_>, range: ByteRange) -> Coverage {
    let covered = document.revisions().iter().rposition(|revision| {
        let rest = document.bytes().get(revision.eof..range.end);
        rest.is_some_and(|rest| rest.iter().all(|byte| is_whitespace(*byte)))
    });
    covered.map_or(Coverage::Partial, Coverage::Revision)
}
