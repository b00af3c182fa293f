//! One cross-reference section: a table with its trailer, or a cross-reference stream (ISO 32000-2 7.5.4, 7.5.8).

use super::anomaly::Anomaly;
use super::chain::{Section, SectionKind};
use super::filter;
use super::index::{Store, Subsection};
use super::lexer::{Lexer, is_whitespace};
use super::object::{Dictionary, Object};
use super::parse::{Parser, indirect_object, object_header};
use super::{malformed, to_index};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};

/// What an entry says about an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XrefEntry {
    Free,
    /// `offset` is counted as the file counts.
    InUse {
        offset: u64,
        generation: u32,
    },
    InStream {
        stream: u32,
        index: u32,
    },
}

/// An entry of a table whose entries had to be read one by one.
#[derive(Debug, Clone, Copy)]
pub(super) struct LooseEntry {
    offset: u64,
    generation: u32,
    in_use: bool,
}

/// Reads the sections of one file and spends its budgets.
pub(super) struct SectionReader<'a, 'w> {
    pub(super) bytes: &'a [u8],
    pub(super) limits: &'w Limits,
    /// What a byte offset of the file counts from.
    pub(super) base: usize,
    pub(super) inflated: &'w mut Budget,
    pub(super) loose: &'w mut Budget,
    /// Bytes that sections may take together. They do not overlap in honest files, and in others each byte of a long
    /// trailer could belong to ten thousand of them.
    pub(super) extent: &'w mut Budget,
    /// Sections that do not stand where they should. Some hundred are looked for, not ten thousand.
    pub(super) searches: &'w mut Budget,
    pub(super) anomalies: &'w mut Vec<Anomaly>,
}

/// Whether a section may begin at exactly this byte: `xref`, or the header of an object.
pub(super) fn may_be_section(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    match bytes.get(at..) {
        // Not the end of `startxref`.
        Some([b'x', b'r', b'e', b'f', ..]) => before.is_none_or(|b| !b.is_ascii_alphabetic()),
        _ => object_header(bytes, at).is_some(),
    }
}

/// Whether a section begins at exactly this byte, judged by its first bytes.
pub(super) fn is_section(bytes: &[u8], at: usize, limits: &Limits) -> bool {
    let start = bytes.get(..at.saturating_add(WINDOW)).unwrap_or(bytes);
    let is_xref_stream = |object: Object<'_>| object.as_dictionary().is_some_and(|d| d.is(b"Type", b"XRef"));
    may_be_section(start, at)
        && object_header(start, at)
            .is_none_or(|(_, value)| Parser::new(start, value, limits).object().is_ok_and(is_xref_stream))
}

impl<'a> SectionReader<'a, '_> {
    /// Reads the section that begins at exactly this byte, and its subsections in the order of the file.
    pub(super) fn read(&mut self, at: usize) -> Result<(Section<'a>, Vec<Subsection>)> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let (section, subsections) =
            if rest.starts_with(b"xref") { self.table(at) } else { self.stream(at) }?;
        self.extent.spend(section.span.len())?;
        if !section.trailer.duplicates().is_empty() {
            self.anomalies.push(Anomaly::TrailerDuplicates { offset: at });
        }
        self.check_size(&section)?;
        Ok((section, subsections))
    }

    fn table(&mut self, at: usize) -> Result<(Section<'a>, Vec<Subsection>)> {
        let mut lexer = Lexer::new(self.bytes, at);
        lexer.eat(b"xref");
        let mut subsections = Vec::new();
        let mut loose = Vec::new();
        while !lexer.eat_keyword(b"trailer") {
            let start = lexer.position();
            let mut number = || {
                let digits = lexer.digits(20);
                digits
                    .ok_or_else(|| malformed("a cross-reference table that does not end in a trailer", start))
            };
            let (first, count) = self.range(number()?, number()?, start)?;
            lexer.skip_whitespace();
            let entries = lexer.rest().get(..to_index(count).saturating_mul(ENTRY)).unwrap_or_default();
            let well_formed = entries.len() == to_index(count).saturating_mul(ENTRY)
                && entries.as_chunks::<ENTRY>().0.iter().all(is_well_formed);
            let subsection = if well_formed {
                let start = lexer.position();
                lexer = Lexer::new(self.bytes, start.saturating_add(entries.len()));
                Subsection { first, count, section: 0, start, store: Store::Table }
            } else {
                self.anomalies.push(Anomaly::TableLoose { offset: start });
                let start = loose.len();
                let count = self.loose_entries(&mut lexer, count, &mut loose)?;
                Subsection { first, count, section: 0, start, store: Store::Loose }
            };
            subsections.push(subsection);
        }
        let mut parser = Parser::new(self.bytes, lexer.position(), self.limits);
        let Object::Dictionary(trailer) = parser.object()? else {
            return Err(malformed("a trailer that is no dictionary", lexer.position()));
        };
        let span = at..parser.position();
        let mut section = Section::new(SectionKind::Table, span, trailer);
        section.loose = loose;
        self.shift_from_one(&section, &mut subsections);
        Ok((section, subsections))
    }

    /// Entries of other widths, with other space between them, up to the number that is promised.
    fn loose_entries(
        &mut self,
        lexer: &mut Lexer<'a>,
        count: u32,
        into: &mut Vec<LooseEntry>,
    ) -> Result<u32> {
        for done in 0..count {
            let mut ahead = lexer.clone();
            let (Some(offset), Some(generation)) = (ahead.digits(20), ahead.digits(10)) else {
                return Ok(done);
            };
            let in_use = match (ahead.eat_keyword(b"n"), ahead.eat_keyword(b"f")) {
                (true, _) => true,
                (_, true) => false,
                _ => {
                    return Err(malformed(
                        "a cross-reference entry that is neither n nor f",
                        ahead.position(),
                    ));
                }
            };
            self.loose.spend(1)?;
            let generation = u32::try_from(generation).unwrap_or(u32::MAX);
            into.push(LooseEntry { offset, generation, in_use });
            *lexer = ahead;
        }
        Ok(count)
    }

    /// Some writers begin at 1 a table whose first entry is that of object 0. The file itself decides: the second
    /// entry points at object 1, not at object 2.
    fn shift_from_one(&mut self, section: &Section<'a>, subsections: &mut [Subsection]) {
        let Some(subsection) = subsections.first_mut().filter(|s| s.first == 1 && s.count > 1) else {
            return;
        };
        let first = section.entry(self.bytes, subsection, 1);
        let XrefEntry::InUse { offset, .. } = section.entry(self.bytes, subsection, 2) else { return };
        let at = to_index(offset).saturating_add(self.base);
        let points_at_one = object_header(self.bytes, at).is_some_and(|(id, _)| id.number == 1);
        if first == XrefEntry::Free && points_at_one {
            subsection.first = 0;
            self.anomalies.push(Anomaly::TableFromOne { offset: section.span.start });
        }
    }

    fn stream(&mut self, at: usize) -> Result<(Section<'a>, Vec<Subsection>)> {
        // 7.5.8.2: nothing in this dictionary may be a reference, as there is nothing to look it up in yet.
        let raw = indirect_object(self.bytes, at, &|_| None, self.limits, &mut 0)?;
        let span = raw.span;
        let Object::Stream(stream) = raw.object else {
            return Err(malformed("no cross-reference section where one should be", at));
        };
        let stream = *stream;
        if !stream.dictionary.is(b"Type", b"XRef") {
            return Err(malformed("a stream that is no cross-reference stream", at));
        }
        for anomaly in raw.anomalies {
            self.anomalies.push(Anomaly::XrefStreamObject { offset: at, anomaly });
        }
        let encoded = self.bytes.get(stream.data.clone()).unwrap_or_default();
        let filters = filter::filters(&stream.dictionary, &|value| match value {
            Object::Reference(_) => Err(malformed("a reference in a cross-reference stream", at)),
            value => Ok(value.clone()),
        })?;
        let data = filter::decode(encoded, &filters, self.inflated)?.into_owned();
        let widths =
            widths(&stream.dictionary).ok_or_else(|| malformed("/W of a cross-reference stream", at))?;
        let mut section = Section::new(SectionKind::Stream, span, stream.dictionary);
        section.widths = widths;
        section.data = data;
        let subsections = self.stream_subsections(&section, at)?;
        Ok((section, subsections))
    }

    fn stream_subsections(&mut self, section: &Section<'a>, at: usize) -> Result<Vec<Subsection>> {
        let bad = || malformed("/Index of a cross-reference stream", at);
        let whole = [Object::Integer(0), Object::Integer(section.size().unwrap_or(0))];
        let pairs = match section.trailer.get(b"Index") {
            None => &whole[..],
            Some(Object::Array(pairs)) => pairs,
            Some(_) => return Err(bad()),
        };
        let width: usize = section.widths.iter().sum();
        let mut left = section.data.len().checked_div(width).unwrap_or(0);
        let mut start = 0usize;
        let mut subsections = Vec::new();
        for pair in pairs.chunks(2) {
            let [Object::Integer(first), Object::Integer(count)] = pair else { return Err(bad()) };
            let first = u64::try_from(*first).map_err(|_| bad())?;
            let count = u64::try_from(*count).map_err(|_| bad())?;
            if left < to_index(count) {
                self.anomalies.push(Anomaly::XrefStreamShort { offset: at });
            }
            let count = count.min(u64::try_from(left).unwrap_or(u64::MAX));
            let (first, count) = self.range(first, count, at)?;
            subsections.push(Subsection { first, count, section: 0, start, store: Store::Stream });
            left = left.saturating_sub(to_index(count));
            start = start.saturating_add(to_index(count).saturating_mul(width));
            if left == 0 {
                break;
            }
        }
        Ok(subsections)
    }

    /// A range of object numbers within the limit.
    fn range(&self, first: u64, count: u64, at: usize) -> Result<(u32, u32)> {
        let end =
            first.checked_add(count).filter(|end| to_index(*end) <= self.limits.objects.saturating_add(1));
        let range = u32::try_from(first).ok().zip(u32::try_from(count).ok());
        end.and(range).ok_or_else(|| Error::new(ErrorKind::LimitExceeded, "object numbers").at(at))
    }

    /// `/Size` (7.5.5, table 15): a number of objects that can exist.
    fn check_size(&mut self, section: &Section<'a>) -> Result<()> {
        let at = section.span.start;
        match section.trailer.get(b"Size") {
            Some(Object::Integer(size)) if *size < 0 => Err(malformed("a negative /Size", at)),
            Some(Object::Integer(size)) if *size > i64::from(u32::MAX >> 1) => {
                Err(malformed("a /Size beyond all object numbers", at))
            }
            Some(Object::Integer(size)) if to_index(*size) > self.limits.objects.saturating_add(1) => {
                Err(Error::new(ErrorKind::LimitExceeded, "object numbers").at(at))
            }
            Some(Object::Integer(_)) => Ok(()),
            Some(_) => Err(malformed("a /Size that is no integer", at)),
            None => {
                self.anomalies.push(Anomaly::SizeMissing { offset: at });
                Ok(())
            }
        }
    }
}

impl Section<'_> {
    /// What this section says of an object that the subsection covers.
    pub(super) fn entry(&self, bytes: &[u8], subsection: &Subsection, number: u32) -> XrefEntry {
        let index = to_index(number.saturating_sub(subsection.first));
        let entry = match subsection.store {
            Store::Table => {
                let at = subsection.start.saturating_add(index.saturating_mul(ENTRY));
                bytes.get(at..).and_then(<[u8]>::first_chunk::<ENTRY>).map(table_entry)
            }
            Store::Loose => self.loose.get(subsection.start.saturating_add(index)).map(|entry| match entry {
                LooseEntry { in_use: false, .. } => XrefEntry::Free,
                LooseEntry { offset, generation, .. } => {
                    XrefEntry::InUse { offset: *offset, generation: *generation }
                }
            }),
            Store::Stream => {
                let width: usize = self.widths.iter().sum();
                let at = subsection.start.saturating_add(index.saturating_mul(width));
                self.data.get(at..at.saturating_add(width)).map(|entry| stream_entry(entry, &self.widths))
            }
        };
        match entry {
            // No object can stand before the header: such entries mean "unused" where they occur.
            None | Some(XrefEntry::InUse { offset: 0, .. }) => XrefEntry::Free,
            Some(entry) => entry,
        }
    }

    /// `/Size`, if it is an integer.
    pub(super) fn size(&self) -> Option<i64> {
        self.trailer.get(b"Size").and_then(Object::as_integer)
    }
}

/// Whether a table entry is `nnnnnnnnnn ggggg n` with an end of line of two bytes (7.5.4).
fn is_well_formed(entry: &[u8; ENTRY]) -> bool {
    let [offset @ .., b' ', g0, g1, g2, g3, g4, b' ', b'n' | b'f', end1, end2] = entry else { return false };
    let offset: &[u8; 10] = offset;
    offset.iter().fold(true, |good, b| good & b.is_ascii_digit())
        && [g0, g1, g2, g3, g4].iter().fold(true, |good, b| good & b.is_ascii_digit())
        && is_whitespace(*end1)
        && matches!(end2, b'\n' | b'\r')
}

fn table_entry(entry: &[u8; ENTRY]) -> XrefEntry {
    let number = |digits: &[u8]| digits.iter().fold(0u64, |n, d| n * 10 + u64::from(d.wrapping_sub(b'0')));
    let [offset @ .., _, g0, g1, g2, g3, g4, _, kind, _, _] = entry;
    let offset: &[u8; 10] = offset;
    let generation = number(&[*g0, *g1, *g2, *g3, *g4]);
    match kind {
        b'n' => XrefEntry::InUse {
            offset: number(offset),
            generation: u32::try_from(generation).unwrap_or(u32::MAX),
        },
        _ => XrefEntry::Free,
    }
}

fn stream_entry(entry: &[u8], widths: &[usize; 3]) -> XrefEntry {
    let [kind, second, third] = *widths;
    let number = |from: usize, width: usize| {
        let bytes = entry.get(from..from.saturating_add(width)).unwrap_or_default();
        bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b))
    };
    let kind = if kind == 0 { (1, 0) } else { (number(0, kind), kind) };
    let (kind, at) = kind;
    let (second, third) = (number(at, second), number(at.saturating_add(second), third));
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    match kind {
        1 => XrefEntry::InUse { offset: second, generation: small(third) },
        2 => XrefEntry::InStream { stream: small(second), index: small(third) },
        // Type 0, and types that nobody knows: a reference to null (7.5.8.3).
        _ => XrefEntry::Free,
    }
}

/// `/W`: three widths of at most eight bytes, not all of them zero.
fn widths(dictionary: &Dictionary<'_>) -> Option<[usize; 3]> {
    let widths = dictionary.get(b"W")?.as_array()?;
    let width = |at: usize| {
        let width = usize::try_from(widths.get(at)?.as_integer()?).ok()?;
        (width <= 8).then_some(width)
    };
    let widths = [width(0)?, width(1)?, width(2)?];
    (widths.iter().sum::<usize>() > 0).then_some(widths)
}

/// How much of a section is looked at to recognise it: more than the dictionaries of cross-reference streams take,
/// but for absurdly long lists of subsections.
const WINDOW: usize = 16 << 10;

/// Bytes of a table entry, line end included.
const ENTRY: usize = 20;
