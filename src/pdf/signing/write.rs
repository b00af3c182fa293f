//! The bytes of an incremental update (ISO 32000-2 7.5.6): objects, a cross-reference section in the file's own style,
//! and a trailer that leads back to the sections before.

use std::collections::BTreeMap;

use super::super::{Dictionary, Document, Object, ObjectId, XrefStyle};
use super::splice::{Renderer, name};
use crate::crypto::{self, DigestAlgorithm};
use crate::error::{Error, ErrorKind, Result};

/// Collects the objects of an update.
pub(super) struct UpdateWriter<'u, 'a> {
    document: &'u Document<'a>,
    bytes: Vec<u8>,
    /// Where each object begins in `bytes`, and its generation.
    written: BTreeMap<u32, (usize, u16)>,
    next_number: u32,
}

impl<'u, 'a> UpdateWriter<'u, 'a> {
    pub(super) fn new(document: &'u Document<'a>) -> Result<Self> {
        // The original bytes stay; a line end that is missing at their end belongs to the update.
        let ends_a_line = matches!(document.bytes().last(), Some(b'\n' | b'\r'));
        let bytes = if ends_a_line { Vec::new() } else { b"\n".to_vec() };
        Ok(Self { document, bytes, written: BTreeMap::new(), next_number: next_number(document)? })
    }

    /// A number that no object of the document has. Numbers follow on without a gap, which Acrobat demands.
    pub(super) fn allocate(&mut self) -> Result<ObjectId> {
        let number = self.next_number;
        let next = number.checked_add(1);
        self.next_number = next.ok_or_else(|| Error::new(ErrorKind::LimitExceeded, "object numbers"))?;
        Ok(ObjectId { number, generation: 0 })
    }

    /// Whether this object has been written.
    pub(super) fn has(&self, id: ObjectId) -> bool {
        self.written.contains_key(&id.number)
    }

    /// Writes an object and returns where its body begins in the update.
    pub(super) fn write(&mut self, id: ObjectId, body: &[u8]) -> Result<usize> {
        if self.written.insert(id.number, (self.bytes.len(), id.generation)).is_some() {
            return Err(Error::new(
                ErrorKind::MalformedPdf,
                format!("object {} has two roles in the form", id.number),
            ));
        }
        self.bytes.extend_from_slice(format!("{} {} obj\n", id.number, id.generation).as_bytes());
        let at = self.bytes.len();
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n");
        Ok(at)
    }

    /// The whole update with its cross-reference section and trailer.
    pub(super) fn finish(mut self) -> Result<Vec<u8>> {
        let style = self.document.revisions().last().map_or(XrefStyle::Table, |revision| revision.xref_style);
        let section = self.bytes.len();
        match style {
            XrefStyle::Table | XrefStyle::Hybrid => self.write_table()?,
            XrefStyle::Stream => self.write_stream(section)?,
        }
        let startxref = self.offset(section)?;
        self.bytes.extend_from_slice(format!("startxref\n{startxref}\n%%EOF\n").as_bytes());
        Ok(self.bytes)
    }

    /// 7.5.4: entries of exactly 20 bytes.
    fn write_table(&mut self) -> Result<()> {
        let mut table = b"xref\n".to_vec();
        for (first, entries) in self.subsections() {
            table.extend_from_slice(format!("{first} {}\n", entries.len()).as_bytes());
            for (at, generation) in entries {
                let offset = self.offset(at)?;
                if offset > 9_999_999_999 {
                    return Err(Error::new(ErrorKind::LimitExceeded, "offsets of ten digits"));
                }
                table.extend_from_slice(format!("{offset:010} {generation:05} n\r\n").as_bytes());
            }
        }
        table.extend_from_slice(b"trailer\n<<");
        table.extend_from_slice(&self.trailer_entries()?);
        table.extend_from_slice(b">>\n");
        self.bytes.extend_from_slice(&table);
        Ok(())
    }

    /// 7.5.8: a stream that lists itself too. It is neither compressed nor encrypted.
    fn write_stream(&mut self, section: usize) -> Result<()> {
        let id = self.allocate()?;
        self.written.insert(id.number, (section, 0));
        // Four octets unless the file needs more: some readers know no wider fields.
        let width = if u32::try_from(self.offset(section)?).is_ok() { 4 } else { 8 };
        let mut index = String::new();
        let mut data = Vec::new();
        for (first, entries) in self.subsections() {
            index.push_str(&format!("{first} {} ", entries.len()));
            for (at, generation) in entries {
                data.push(1);
                let offset = u64::try_from(self.offset(at)?).unwrap_or(u64::MAX).to_be_bytes();
                data.extend_from_slice(offset.get(8 - width..).unwrap_or_default());
                data.extend_from_slice(&generation.to_be_bytes());
            }
        }
        let mut object =
            format!("{} 0 obj\n<</Type/XRef/W[1 {width} 2]/Index[{}]", id.number, index.trim_end())
                .into_bytes();
        object.extend_from_slice(format!("/Length {}", data.len()).as_bytes());
        object.extend_from_slice(&self.trailer_entries()?);
        object.extend_from_slice(b">>\nstream\n");
        object.extend_from_slice(&data);
        object.extend_from_slice(b"\nendstream\nendobj\n");
        self.bytes.extend_from_slice(&object);
        Ok(())
    }

    /// /Size, /Prev and what every trailer repeats (Table 15). The second part of /ID changes with the file (14.4).
    fn trailer_entries(&self) -> Result<Vec<u8>> {
        let latest = self.document.latest();
        let old: &Dictionary<'_> = latest.trailer();
        // A trailer's strings are not encrypted.
        let render = Renderer {
            file: self.document.bytes(),
            security: None,
            id: ObjectId { number: 0, generation: 0 },
        };
        let prev = self.document.revisions().last().map_or(0, |revision| revision.startxref);
        let mut out = format!("/Size {}/Prev {prev}", self.next_number).into_bytes();
        for key in [b"Root".as_slice(), b"Info", b"Encrypt", b"AuthCode"] {
            if let Some(value) = old.get(key) {
                name(&mut out, key);
                out.push(b' ');
                render.object(&mut out, value)?;
            }
        }
        if let Some(first) = self.document.file_id()? {
            let mut seed = crypto::Hasher::new(DigestAlgorithm::Sha256);
            seed.update(&first);
            seed.update(&self.document.bytes().len().to_be_bytes());
            seed.update(&self.bytes);
            let digest = seed.finish();
            out.extend_from_slice(b"/ID[<");
            super::splice::hexadecimal(&mut out, &first);
            out.extend_from_slice(b"><");
            super::splice::hexadecimal(&mut out, digest.as_ref().get(..16).unwrap_or_default());
            out.extend_from_slice(b">]");
        }
        Ok(out)
    }

    /// Runs of numbers that follow each other.
    fn subsections(&self) -> Vec<(u32, Vec<(usize, u16)>)> {
        let mut sections: Vec<(u32, Vec<(usize, u16)>)> = Vec::new();
        let mut expected = None;
        for (number, entry) in &self.written {
            match sections.last_mut() {
                Some((_, entries)) if expected == Some(*number) => entries.push(*entry),
                _ => sections.push((*number, vec![*entry])),
            }
            expected = number.checked_add(1);
        }
        sections
    }

    /// The offset of a place in the update as the file counts: from its %PDF, where junk stands before it and the
    /// other sections count so too.
    fn offset(&self, at: usize) -> Result<usize> {
        let absolute = self.document.bytes().len().checked_add(at);
        let offset = absolute.and_then(|absolute| absolute.checked_sub(self.document.base()));
        offset.ok_or_else(|| Error::new(ErrorKind::LimitExceeded, "the size of the signed document"))
    }
}

/// The first number above all that the file speaks of. A file that writes /Size too small uses numbers beyond it.
fn next_number(document: &Document<'_>) -> Result<u32> {
    let size = document.latest().trailer().get(b"Size").and_then(Object::as_integer);
    let size = size.and_then(|size| u32::try_from(size).ok()).unwrap_or(0);
    let highest = document.highest_number().map_or(0, |number| number.saturating_add(1));
    let next = size.max(highest).max(1);
    if usize::try_from(next).is_ok_and(|next| next < document.limits().objects) {
        Ok(next)
    } else {
        Err(Error::new(ErrorKind::LimitExceeded, "object numbers"))
    }
}
