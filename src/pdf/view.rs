//! The file as it was in one revision.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::anomaly::ObjectAnomaly;
use super::chain::{Revision, SectionKind};
use super::decrypt::decrypt_strings;
use super::document::Document;
use super::filter;
use super::index::Subsection;
use super::lexer::Lexer;
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Stream};
use super::object_stream::ObjectStream;
use super::parse::{Raw, indirect_object, object_header};
use super::section::XrefEntry;
use super::{malformed, to_index};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Budget;

/// Shows the objects of one revision, and spends `Limits::resolutions` while doing so: make a new one for each
/// question.
///
/// Nothing behind the end of the revision can change what is shown, not even through an entry of the revision itself
/// that points there.
#[derive(Debug)]
pub(crate) struct View<'d, 'a> {
    document: &'d Document<'a>,
    revision: usize,
    /// Subsections that this revision knows.
    known: usize,
    budget: RefCell<Budget>,
    /// Whether an object stream is being read.
    in_container: Cell<bool>,
}

/// Where an object is. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    /// At this byte of the file (not: of its own counting).
    Offset { offset: usize, generation: u16 },
    /// In the object stream with this number, as object of this index.
    InStream { stream: u32, index: u32 },
    /// Deleted, or never used.
    Free,
}

impl<'d, 'a> View<'d, 'a> {
    pub(super) fn new(document: &'d Document<'a>, revision: usize) -> Self {
        let known = document.chain.revisions.get(revision).map_or(0, |revision| revision.subsections);
        let budget =
            RefCell::new(Budget::new(document.limits.resolutions, "objects looked up for one question"));
        Self { document, revision, known, budget, in_container: Cell::new(false) }
    }

    /// The trailer of the revision (7.5.5), or the dictionary of its cross-reference stream.
    pub(crate) fn trailer(&self) -> &'d Dictionary<'a> {
        match self.document.chain.revisions.get(self.revision) {
            Some(revision) => &revision.trailer,
            None => const { &Dictionary { entries: Vec::new(), span: None } },
        }
    }

    /// The object that is the catalog, as `/Root` of the trailer names it.
    ///
    /// # Errors
    /// `MalformedPdf` if there is no such reference.
    pub(crate) fn catalog_id(&self) -> Result<ObjectId> {
        let root = self.trailer().get(b"Root").and_then(Object::as_reference);
        root.ok_or_else(|| malformed("a trailer without a catalog", self.trailer_start()))
    }

    /// The catalog (7.7.2).
    ///
    /// # Errors
    /// `MalformedPdf` if there is none, or one that is no dictionary.
    pub(crate) fn catalog(&self) -> Result<Dictionary<'a>> {
        match self.resolve(&Object::Reference(self.catalog_id()?))? {
            Object::Dictionary(catalog) => Ok(catalog),
            _ => Err(malformed("a catalog that is no dictionary", self.trailer_start())),
        }
    }

    /// Where the object with this number is; `None` if no section of this revision or an earlier one speaks of it.
    pub(crate) fn location(&self, number: u32) -> Option<Location> {
        self.entry(number).map(|(entry, _)| match entry {
            XrefEntry::Free => Location::Free,
            XrefEntry::InUse { offset, generation } => Location::Offset {
                offset: to_index(offset).saturating_add(self.document.chain.base),
                generation: u16::try_from(generation).unwrap_or(u16::MAX),
            },
            XrefEntry::InStream { stream, index } => Location::InStream { stream, index },
        })
    }

    /// The value of an object; `None` if there is none (7.3.10: such a reference is one to null).
    ///
    /// # Errors
    /// As for [`View::indirect`].
    pub(crate) fn object(&self, id: ObjectId) -> Result<Option<Object<'a>>> {
        Ok(self.indirect(id)?.map(|indirect| indirect.object))
    }

    /// An object with where it stands; `None` if there is none, which includes one of another generation.
    ///
    /// # Errors
    /// `MalformedPdf` if the cross-reference entry points at another object, nowhere or behind the end of its
    /// revision, or the object cannot be read; `LimitExceeded`; what the decryptor says.
    pub(crate) fn indirect(&self, id: ObjectId) -> Result<Option<IndirectObject<'a>>> {
        match self.entry(id.number) {
            None | Some((XrefEntry::Free, _)) => {
                self.spend(1)?;
                Ok(None)
            }
            Some((XrefEntry::InUse { offset, generation }, section)) => {
                if generation != u32::from(id.generation) {
                    self.spend(1)?;
                    return Ok(None);
                }
                self.in_file(id, offset, section).map(Some)
            }
            Some((XrefEntry::InStream { stream, index }, _)) => {
                // 7.5.7: the generation of an object in a stream is 0.
                if id.generation != 0 {
                    self.spend(1)?;
                    return Ok(None);
                }
                self.in_stream(id, stream, index).map(Some)
            }
        }
    }

    /// The value itself, or what a reference leads to; null if it leads to nothing.
    ///
    /// # Errors
    /// As for [`View::indirect`]; `MalformedPdf` for references that lead to each other.
    pub(crate) fn resolve(&self, object: &Object<'a>) -> Result<Object<'a>> {
        let Object::Reference(id) = object else { return Ok(object.clone()) };
        let mut id = *id;
        for _ in 0..MOST_HOPS {
            match self.object(id)? {
                None => return Ok(Object::Null),
                Some(Object::Reference(next)) => id = next,
                Some(object) => return Ok(object),
            }
        }
        Err(malformed("references that lead to references", to_index(id.number)))
    }

    /// The value of an entry, references followed; null if there is no such entry.
    ///
    /// # Errors
    /// As for [`View::resolve`].
    pub(crate) fn value(&self, dictionary: &Dictionary<'a>, key: &[u8]) -> Result<Object<'a>> {
        dictionary.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The data of a stream, decrypted and decoded.
    ///
    /// # Errors
    /// `PasswordRequired` if the file is encrypted and no decryptor was set, and what the decryptor says;
    /// `UnsupportedAlgorithm` for image filters and unknown ones; `MalformedPdf` for corrupt
    /// data; `LimitExceeded` for more than the streams of one document may inflate to.
    #[cfg(test)]
    pub(crate) fn decoded(&self, stream: &Stream<'a>) -> Result<Cow<'a, [u8]>> {
        self.decoded_by(stream, &|value| self.resolve(value))
    }

    /// The numbers of all objects that this revision touches: those its sections speak of, deleted ones included,
    /// and those inside an object stream that it replaces. Ascending, each once.
    ///
    /// # Errors
    /// As for [`View::indirect`], if a replaced object stream cannot be read.
    pub(crate) fn touched(&self) -> Result<Vec<u32>> {
        let Some(revision) = self.document.chain.revisions.get(self.revision) else { return Ok(Vec::new()) };
        let mut numbers = Vec::new();
        for subsection in self.own_subsections(revision) {
            numbers.extend(subsection.first..subsection.first.saturating_add(subsection.count));
        }
        numbers.sort_unstable();
        numbers.dedup();
        if let Some(before) = self.revision.checked_sub(1) {
            let before = self.document.view(before);
            let mut inside = Vec::new();
            for number in &numbers {
                inside.extend(before.inside(*number)?);
            }
            numbers.extend(inside);
            numbers.sort_unstable();
            numbers.dedup();
        }
        Ok(numbers)
    }

    fn own_subsections(&self, revision: &Revision<'a>) -> impl Iterator<Item = &'d Subsection> {
        let sections = revision.sections.clone();
        self.document.chain.subsections.iter().filter(move |s| sections.contains(&s.section))
    }

    /// The numbers of the objects that stand in the object stream with this number, if it is one.
    fn inside(&self, number: u32) -> Result<Vec<u32>> {
        let Some((XrefEntry::InUse { generation: 0, .. }, _)) = self.entry(number) else {
            return Ok(Vec::new());
        };
        let id = ObjectId { number, generation: 0 };
        match self.object(id)? {
            Some(Object::Stream(stream)) if stream.dictionary.is(b"Type", b"ObjStm") => {
                let stream = self.object_stream(number)?;
                let here = |inner: &u32| matches!(self.location(*inner), Some(Location::InStream { stream, .. }) if stream == number);
                Ok(stream.numbers().filter(here).collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// What the sections say of an object, and which section says it.
    fn entry(&self, number: u32) -> Option<(XrefEntry, usize)> {
        let chain = &self.document.chain;
        let lookup = |limit: usize| {
            let subsection = chain.subsections.get(chain.index.newest(number, limit)?)?;
            let section = chain.sections.get(subsection.section)?;
            Some((section.entry(self.document.bytes, subsection, number), subsection.section, section.kind))
        };
        let (entry, section, kind) = lookup(self.known)?;
        if entry == XrefEntry::Free && kind == SectionKind::HybridTable {
            // 7.5.8.4: the table says "free" of objects that the stream beside it may know more about.
            let below = chain.starts.get(section).and_then(|start| lookup(*start));
            if let Some((hidden, stream, SectionKind::HybridStream)) = below
                && stream.checked_add(1) == Some(section)
            {
                return Some((hidden, stream));
            }
        }
        Some((entry, section))
    }

    /// An object that stands in the file by itself.
    fn in_file(&self, id: ObjectId, offset: u64, section: usize) -> Result<IndirectObject<'a>> {
        let raw = self.raw_object(id, offset, section)?;
        let bytes = self.document.bytes;
        let Raw { mut object, span, text, anomalies, .. } = raw;
        if let Some(decryptor) = &self.document.decryptor
            && self.document.encrypt_id() != Some(id)
            && !matches!(&object, Object::Stream(stream) if stream.dictionary.is(b"Type", b"XRef"))
        {
            decrypt_strings(&mut object, id, decryptor.as_ref());
        }
        let text = Cow::Borrowed(bytes.get(text).unwrap_or_default());
        Ok(IndirectObject { id, object, span: Some(span), text, anomalies })
    }

    fn raw_object(&self, id: ObjectId, offset: u64, section: usize) -> Result<Raw<'a>> {
        let at = to_index(offset).saturating_add(self.document.chain.base);
        let end = self.end_of(section);
        let bytes = self.document.bytes.get(..end).unwrap_or_default();
        let mut lexer = Lexer::new(bytes, at);
        lexer.skip_whitespace();
        let start = lexer.position();
        let mut cost = start.saturating_sub(at);
        self.spend(1)?;
        let raw = if start < end {
            indirect_object(bytes, start, &|id| self.length(id), &self.document.limits, &mut cost)
        } else {
            Err(malformed("a cross-reference entry that points behind the end of its revision", at))
        };
        // What could not be read took its time too.
        self.spend(surplus(cost))?;
        let mut raw = raw?;
        if raw.id != id {
            return Err(malformed("a cross-reference entry that points at another object", at));
        }
        if start != at {
            raw.anomalies.push(ObjectAnomaly::EntryOff);
        }
        Ok(raw)
    }

    /// The end of the revision that a section belongs to.
    fn end_of(&self, section: usize) -> usize {
        let revisions = &self.document.chain.revisions;
        let revision = revisions.partition_point(|revision| revision.sections.end <= section);
        revisions.get(revision).map_or(0, |revision| revision.end)
    }

    fn in_stream(&self, id: ObjectId, stream: u32, index: u32) -> Result<IndirectObject<'a>> {
        let stream = self.object_stream(stream)?;
        self.spend(1)?;
        let mut cost = 0;
        let found = stream.object(index, id.number, &self.document.limits, &mut cost);
        self.spend(surplus(cost))?;
        let (object, text) = found?;
        let text = Cow::Owned(text.to_vec());
        Ok(IndirectObject { id, object, span: None, text, anomalies: Vec::new() })
    }

    /// The object stream with this number: a stream of this type that stands in the file by itself.
    fn object_stream(&self, number: u32) -> Result<Arc<ObjectStream>> {
        let id = ObjectId { number, generation: 0 };
        let Some((XrefEntry::InUse { offset, generation: 0 }, section)) = self.entry(number) else {
            return Err(malformed(
                "an object in an object stream that does not stand in the file",
                to_index(number),
            ));
        };
        let at = to_index(offset).saturating_add(self.document.chain.base);
        self.document.object_stream((at, self.end_of(section)), || {
            // What is needed to read an object stream cannot stand in one, which might be the same.
            let outer = self.in_container.replace(true);
            let read = self.read_object_stream(id, offset, section, at);
            self.in_container.set(outer);
            read
        })
    }

    fn read_object_stream(
        &self,
        id: ObjectId,
        offset: u64,
        section: usize,
        at: usize,
    ) -> Result<ObjectStream> {
        let Object::Stream(stream) = self.raw_object(id, offset, section)?.object else {
            return Err(malformed("an object in an object that is no stream", at));
        };
        if !stream.dictionary.is(b"Type", b"ObjStm") {
            return Err(malformed("an object in a stream that is no object stream", at));
        }
        let data = self.decoded_by(&stream, &|value| self.resolve_in_file(value))?.into_owned();
        ObjectStream::new(data, &stream.dictionary, at)
    }

    /// The value of a `/Length` that is a reference.
    fn length(&self, id: ObjectId) -> Option<i64> {
        match self.entry(id.number)? {
            (XrefEntry::Free, _) => None,
            (XrefEntry::InUse { offset, generation }, section) => {
                // Not through `raw_object`: the object could be the stream that asks.
                let at = to_index(offset).saturating_add(self.document.chain.base);
                let end = self.end_of(section).min(at.saturating_add(LONGEST_LENGTH));
                let bytes = self.document.bytes.get(..end)?;
                let (own, value) = object_header(bytes, at)?;
                let digits = Lexer::new(bytes, value).digits(18)?;
                let same = own == id && generation == u32::from(id.generation);
                i64::try_from(digits).ok().filter(|_| same)
            }
            (XrefEntry::InStream { stream, index }, _) => {
                if self.in_container.get() || id.generation != 0 {
                    return None;
                }
                let stream = self.object_stream(stream).ok()?;
                let mut cost = 0;
                let found = stream.object(index, id.number, &self.document.limits, &mut cost);
                // Where the budget is used up, the stream that asks fails next.
                drop(self.spend(surplus(cost)));
                found.ok()?.0.as_integer()
            }
        }
    }

    /// What a reference leads to, unless that is in an object stream.
    pub(super) fn resolve_in_file(&self, object: &Object<'a>) -> Result<Object<'a>> {
        match object {
            Object::Reference(id) => match self.entry(id.number) {
                Some((XrefEntry::InStream { .. }, _)) => Err(malformed(
                    "an object in an object stream that is needed to read one",
                    to_index(id.number),
                )),
                _ => Ok(self.object(*id)?.unwrap_or(Object::Null)),
            },
            direct => Ok(direct.clone()),
        }
    }

    fn raw_by(&self, stream: &Stream<'a>, resolve: Resolve<'_, 'a>) -> Result<Cow<'a, [u8]>> {
        let data = self.document.bytes.get(stream.data.clone()).unwrap_or_default();
        if !self.document.is_encrypted() || stream.dictionary.is(b"Type", b"XRef") {
            return Ok(Cow::Borrowed(data));
        }
        let Some(decryptor) = &self.document.decryptor else {
            return Err(
                Error::new(ErrorKind::PasswordRequired, "a stream of the document").at(stream.data.start)
            );
        };
        let filter = self.crypt_filter(&stream.dictionary, resolve)?;
        Ok(Cow::Owned(decryptor.stream(stream.id, data, filter.as_deref())?))
    }

    fn decoded_by(&self, stream: &Stream<'a>, resolve: Resolve<'_, 'a>) -> Result<Cow<'a, [u8]>> {
        let filters = filter::filters(&stream.dictionary, resolve)?;
        match self.raw_by(stream, resolve)? {
            Cow::Borrowed(data) => {
                self.document.inflating(|inflated| filter::decode(data, &filters, inflated))
            }
            Cow::Owned(data) => self.document.inflating(|inflated| {
                filter::decode(&data, &filters, inflated).map(|decoded| Cow::Owned(decoded.into_owned()))
            }),
        }
    }

    /// The crypt filter that a stream asks for (7.4.10), or that its type implies (7.6.6).
    fn crypt_filter(&self, dictionary: &Dictionary<'a>, resolve: Resolve<'_, 'a>) -> Result<Option<Vec<u8>>> {
        let first = |key: &[u8]| match resolve(dictionary.get(key).unwrap_or(&Object::Null))? {
            Object::Array(items) => items.first().map_or(Ok(Object::Null), resolve),
            other => Ok(other),
        };
        if first(b"Filter")?.as_name() == Some(b"Crypt") {
            let parameters = first(b"DecodeParms")?;
            let name = parameters.as_dictionary().and_then(|p| p.get(b"Name")).map(resolve).transpose()?;
            return Ok(Some(name.as_ref().and_then(Object::as_name).unwrap_or(b"Identity").to_vec()));
        }
        let kind = dictionary.get(b"Type").and_then(Object::as_name);
        if !matches!(kind, Some(b"Metadata" | b"EmbeddedFile")) {
            return Ok(None);
        }
        let Some(encrypt) = self.document.encrypt_dictionary()? else { return Ok(None) };
        if kind == Some(b"EmbeddedFile") {
            return Ok(encrypt.get(b"EFF").and_then(Object::as_name).map(<[u8]>::to_vec));
        }
        let clear = encrypt.get(b"EncryptMetadata").and_then(Object::as_bool) == Some(false);
        Ok(clear.then(|| b"Identity".to_vec()))
    }

    fn spend(&self, amount: usize) -> Result<()> {
        self.budget.borrow_mut().spend(amount)?;
        self.document.work(amount)
    }

    pub(super) fn trailer_start(&self) -> usize {
        self.trailer().span().map_or(0, |span| span.start)
    }
}

/// How references are followed.
type Resolve<'r, 'a> = &'r dyn Fn(&Object<'a>) -> Result<Object<'a>>;

/// What an object that takes this many bytes to read counts besides itself. Most objects are shorter than what is free.
fn surplus(cost: usize) -> usize {
    cost.saturating_sub(512) / 64
}

/// Bytes that the object of a `/Length` may take up to the end of its number.
const LONGEST_LENGTH: usize = 1024;

/// References that lead to references are not in real files; a few are harmless.
const MOST_HOPS: usize = 16;
