//! How a view finds an object: the entry that speaks of it, the place that the entry names, and what stands there.

use std::borrow::Cow;
use std::sync::Arc;

use super::{LOOK_UP_AS_BYTES, View};
use crate::error::Result;
use crate::pdf::anomaly::ObjectAnomaly;
use crate::pdf::chain::SectionKind;
use crate::pdf::decrypt::decrypt_strings;
use crate::pdf::lexer::Lexer;
use crate::pdf::object::{IndirectObject, Object, ObjectId};
use crate::pdf::object_stream::ObjectStream;
use crate::pdf::parse::{Raw, indirect_object, object_header};
use crate::pdf::section::XrefEntry;
use crate::pdf::{malformed, to_index};

impl<'a> View<'_, 'a> {
    /// What the sections say of an object, and which section says it.
    pub(super) fn entry(&self, number: u32) -> Option<(XrefEntry, usize)> {
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
    pub(super) fn in_file(&self, id: ObjectId, offset: u64, section: usize) -> Result<IndirectObject<'a>> {
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
        // What could not be read took its time too. Real files have little of it, others nothing else: strings that are
        // open to the end of the file, each of which is read to the end.
        self.add_cost(cost.saturating_add(LOOK_UP_AS_BYTES));
        let weight = if raw.is_ok() { 1 } else { FAILED };
        self.spend(surplus(cost).saturating_mul(weight))?;
        let mut raw = raw?;
        if raw.id != id {
            return Err(malformed("a cross-reference entry that points at another object", at));
        }
        if start != at {
            raw.anomalies.push(ObjectAnomaly::EntryOff);
        }
        if let Some(anomaly) = raw.anomalies.first() {
            self.document.note(id.number, anomaly);
        }
        Ok(raw)
    }

    /// The end of the revision that a section belongs to.
    fn end_of(&self, section: usize) -> usize {
        let revisions = &self.document.chain.revisions;
        let revision = revisions.partition_point(|revision| revision.sections.end <= section);
        revisions.get(revision).map_or(0, |revision| revision.end)
    }

    pub(super) fn in_stream(&self, id: ObjectId, stream: u32, index: u32) -> Result<IndirectObject<'a>> {
        let stream = self.object_stream(stream)?;
        self.spend(1)?;
        let mut cost = 0;
        let found = stream.object(index, id.number, &self.document.limits, &mut cost);
        self.add_cost(cost.saturating_add(LOOK_UP_AS_BYTES));
        self.spend(surplus(cost))?;
        let (object, text) = found?;
        let text = Cow::Owned(text.to_vec());
        Ok(IndirectObject { id, object, span: None, text, anomalies: Vec::new() })
    }

    /// The object stream with this number: a stream of this type that stands in the file by itself.
    pub(super) fn object_stream(&self, number: u32) -> Result<Arc<ObjectStream>> {
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
    pub(in crate::pdf) fn length(&self, id: ObjectId) -> Option<i64> {
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
    pub(in crate::pdf) fn resolve_in_file(&self, object: &Object<'a>) -> Result<Object<'a>> {
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
}

/// What an object that takes this many bytes to read counts besides itself. Most objects are shorter than what is free.
fn surplus(cost: usize) -> usize {
    cost.saturating_sub(512) / 64
}

/// How much more the bytes of an object that cannot be read cost.
const FAILED: usize = 16;

/// Bytes that the object of a `/Length` may take up to the end of its number.
const LONGEST_LENGTH: usize = 1024;
