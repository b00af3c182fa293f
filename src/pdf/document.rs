//! An opened file.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::anomaly::{Anomaly, ObjectAnomaly};
use super::chain::{Chain, Section};
use super::decrypt::Decrypt;
use super::header::Header;
use super::malformed;
use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectStream;
use super::revision::Revision;
use super::view::View;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};

/// A PDF file of which only the chain of cross-reference sections has been read.
///
/// Threads may share it. Memory: what the sections say (nothing for well-formed tables, which are looked up where
/// they stand) and the object streams that were asked for, within `Limits::inflated_bytes`.
pub(crate) struct Document<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) limits: Limits,
    pub(super) chain: Chain<'a>,
    pub(super) decryptor: Option<Box<dyn Decrypt>>,
    encrypted: bool,
    header: Header,
    anomalies: Vec<Anomaly>,
    inflated: Mutex<Budget>,
    /// Objects that all questions together may still look up: a file can make its readers ask many.
    left: AtomicUsize,
    /// Decoded object streams by the byte at which they stand and the end of the revision that says so.
    object_streams: Mutex<HashMap<(usize, usize), Arc<ObjectStream>>>,
    /// What was odd about objects that were looked up, one for each number.
    odd: Mutex<BTreeMap<u32, ObjectAnomaly>>,
}

impl<'a> Document<'a> {
    /// Opens a file by reading its cross-reference chain.
    ///
    /// # Errors
    /// `EmptyInput`; `MalformedPdf` where the chain cannot be followed to its end; `LimitExceeded`.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        let mut anomalies = Vec::new();
        let header = Header::read(bytes, &mut anomalies)?;
        let mut inflated = Budget::new(limits.inflated_bytes, "inflated bytes");
        let chain = Chain::read(bytes, header, limits, &mut inflated, &mut anomalies)?;
        let encrypted = chain.revisions.iter().any(|revision| revision.trailer.get(b"Encrypt").is_some());
        Ok(Self {
            bytes,
            limits: limits.clone(),
            chain,
            decryptor: None,
            encrypted,
            header,
            anomalies,
            inflated: Mutex::new(inflated),
            left: AtomicUsize::new(most_look_ups(bytes.len(), limits)),
            object_streams: Mutex::default(),
            odd: Mutex::default(),
        })
    }

    /// The whole file.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The limits it was opened with.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn header(&self) -> Header {
        self.header
    }

    /// The byte from which the offsets in this file count: 0, or that of `%PDF` in a file with junk before it.
    pub(crate) fn base(&self) -> usize {
        self.chain.base
    }

    /// The states of the file, oldest first; at least one.
    pub(crate) fn revisions(&self) -> &[Revision<'a>] {
        &self.chain.revisions
    }

    /// The cross-reference sections, oldest first.
    pub(super) fn sections(&self) -> &[Section<'a>] {
        &self.chain.sections
    }

    /// The object numbers that the sections of this revision and of earlier ones speak of, as ranges that neither
    /// overlap nor touch.
    pub(super) fn numbers_up_to(&self, revision: usize) -> Vec<Range<u32>> {
        let known = self.chain.revisions.get(revision).map_or(0, |revision| revision.subsections);
        let own = self.chain.subsections.iter().take(known).filter(|subsection| subsection.count > 0);
        let mut all: Vec<Range<u32>> = own.map(|s| s.first..s.first.saturating_add(s.count)).collect();
        all.sort_unstable_by_key(|range| range.start);
        let mut ranges: Vec<Range<u32>> = Vec::new();
        for range in all {
            match ranges.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => ranges.push(range),
            }
        }
        ranges
    }

    /// The highest object number that any section speaks of.
    pub(crate) fn highest_number(&self) -> Option<u32> {
        let ends =
            self.chain.subsections.iter().filter(|s| s.count > 0).map(|s| s.first.saturating_add(s.count));
        ends.max().map(|end| end.saturating_sub(1))
    }

    /// What had to be tolerated in order to open the file.
    pub(crate) fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// What had to be tolerated in objects that were looked up so far, by number; the first thing of each.
    pub(crate) fn object_anomalies(&self) -> BTreeMap<u32, ObjectAnomaly> {
        self.odd.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Remembers what was tolerated in an object.
    pub(super) fn note(&self, number: u32, anomaly: &ObjectAnomaly) {
        let mut odd = self.odd.lock().unwrap_or_else(PoisonError::into_inner);
        if odd.len() < ODD_OBJECTS {
            odd.entry(number).or_insert_with(|| anomaly.clone());
        }
    }

    /// The file as it was in this revision, counted from 0; the last one if there are not so many.
    pub(crate) fn view(&self, revision: usize) -> View<'_, 'a> {
        View::new(self, revision.min(self.chain.revisions.len().saturating_sub(1)))
    }

    /// The file as it is.
    pub(crate) fn latest(&self) -> View<'_, 'a> {
        self.view(usize::MAX)
    }

    /// Whether the file says that it is encrypted, in any revision.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// The encryption dictionary (7.6.2) of the last revision; its strings are never decrypted.
    ///
    /// # Errors
    /// `MalformedPdf` if `/Encrypt` is there but is no dictionary.
    pub(crate) fn encrypt_dictionary(&self) -> Result<Option<Dictionary<'a>>> {
        let view = self.latest();
        let Some(value) = view.trailer().get(b"Encrypt") else { return Ok(None) };
        match view.resolve_in_file(value)? {
            Object::Dictionary(dictionary) => Ok(Some(dictionary)),
            _ => Err(malformed("an /Encrypt that is no dictionary", view.trailer_start())),
        }
    }

    /// The first part of the file identifier (14.4), as the last trailer has it.
    ///
    /// # Errors
    /// As for looking up an object, if `/ID` is a reference.
    pub(crate) fn file_id(&self) -> Result<Option<Vec<u8>>> {
        let view = self.latest();
        let Some(value) = view.trailer().get(b"ID") else { return Ok(None) };
        let ids = view.resolve(value)?;
        let first = ids.as_array().and_then(<[Object<'_>]>::first).and_then(Object::as_string);
        Ok(first.map(|id| id.bytes.to_vec()))
    }

    /// Decrypts from now on what is looked up.
    pub(crate) fn set_decryptor(&mut self, decryptor: Box<dyn Decrypt>) {
        self.object_streams.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.decryptor = Some(decryptor);
    }

    /// The object that is the encryption dictionary, if it is a reference.
    pub(super) fn encrypt_id(&self) -> Option<ObjectId> {
        self.chain.revisions.last().and_then(|r| r.trailer.get(b"Encrypt")).and_then(Object::as_reference)
    }

    /// Spends look-ups of the whole document.
    pub(super) fn work(&self, amount: usize) -> Result<()> {
        let less = |left: usize| left.checked_sub(amount);
        let spent = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        spent.map(drop).map_err(|_| Error::new(ErrorKind::LimitExceeded, "objects looked up in one document"))
    }

    /// Does work that inflates data, within the budget of the document.
    pub(super) fn inflating<T>(&self, work: impl FnOnce(&mut Budget) -> Result<T>) -> Result<T> {
        let lock = || self.inflated.lock().unwrap_or_else(PoisonError::into_inner);
        let mut budget = lock().clone();
        let before = budget.left();
        let result = work(&mut budget);
        let spent = lock().spend(before.saturating_sub(budget.left()));
        let result = result?;
        spent.map(|()| result)
    }

    /// The object stream that stands at this byte, decoded once.
    pub(super) fn object_stream(
        &self,
        at: (usize, usize),
        read: impl FnOnce() -> Result<ObjectStream>,
    ) -> Result<Arc<ObjectStream>> {
        let lock = || self.object_streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stream) = lock().get(&at) {
            return Ok(Arc::clone(stream));
        }
        let stream = Arc::new(read()?);
        Ok(Arc::clone(lock().entry(at).or_insert(stream)))
    }
}

/// Look-ups that all questions about a file may cost together: as its length, so that objects which lie inside of each
/// other are not read again and again. Real files need one look-up for some bytes, of compressed objects too.
fn most_look_ups(length: usize, limits: &Limits) -> usize {
    let own = length.saturating_mul(16).saturating_add(1 << 18);
    limits.resolutions.saturating_mul(2).min(own)
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let revisions = self.chain.revisions.len();
        f.debug_struct("Document").field("bytes", &self.bytes.len()).field("revisions", &revisions).finish()
    }
}

/// Odd objects that are remembered: nobody reads a longer list.
const ODD_OBJECTS: usize = 100;
