//! The pass over all bytes: where objects begin, and what stands between them.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem::{self, Finder};

use super::entries::Entries;
use crate::pdf::anomaly::ObjectAnomaly;
use crate::pdf::chain::{STARTXREF, SectionKind};
use crate::pdf::document::Document;
use crate::pdf::lexer::{Lexer, is_regular, is_whitespace};
use crate::pdf::object::{Dictionary, Object, ObjectId};
use crate::pdf::parse::{Parser, indirect_object, object_header};
use crate::pdf::to_index;
use crate::pdf::view::View;

/// What a scan finds.
pub(super) struct Scan {
    /// By object number: whether the last revision's entry leads to an object that stands by itself.
    pub(super) seen: Vec<bool>,
    /// Definitions to which the last revision does not lead, in the order of the file.
    pub(super) loose: Vec<Definition>,
    /// The last trailer that names a catalog.
    pub(super) root: Option<(usize, ObjectId)>,
    /// Objects without `endobj`, or with a wrong `/Length`.
    pub(super) odd: BTreeMap<u32, ObjectAnomaly>,
    /// There are more of those definitions than were kept.
    pub(super) overflow: bool,
    /// What stands between objects and is neither blank nor part of the cross-reference.
    pub(super) gaps: Vec<Range<usize>>,
}

/// `N G obj` up to its end, as a scan sees it.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) id: ObjectId,
    pub(super) span: Range<usize>,
}

pub(super) fn scan(document: &Document<'_>, entries: &Entries) -> Scan {
    let bytes = document.bytes;
    let sections = document.sections();
    let mut spans: Vec<(Range<usize>, usize)> =
        sections.iter().enumerate().map(|(index, section)| (section.span.clone(), index)).collect();
    spans.sort_unstable_by_key(|(span, index)| (span.start, *index));
    let numbers = document.highest_number().map_or(0, |highest| to_index(highest).saturating_add(1));
    let found = Scan {
        seen: vec![false; numbers],
        loose: Vec::new(),
        root: None,
        odd: BTreeMap::new(),
        overflow: false,
        gaps: Vec::new(),
    };
    let mut scanner = Scanner {
        document,
        entries,
        view: document.latest(),
        finder: Finder::new(b"obj"),
        sections: spans,
        before: None,
        left: bytes.len().saturating_mul(2).saturating_add(1 << 16),
        found,
    };
    scanner.run(document.header().offset);
    scanner.found
}

struct Scanner<'d, 'a> {
    document: &'d Document<'a>,
    entries: &'d Entries,
    view: View<'d, 'a>,
    finder: Finder<'static>,
    /// Where the sections of the chain stand, in the order of the file.
    sections: Vec<(Range<usize>, usize)>,
    /// The object before this place, if its end was taken from the first `endobj` behind its header.
    before: Option<usize>,
    /// Bytes that objects may still take to be parsed: they overlap in hostile files only.
    left: usize,
    found: Scan,
}

impl<'a> Scanner<'_, 'a> {
    fn run(&mut self, start: usize) {
        let bytes = self.document.bytes;
        let mut at = start;
        loop {
            at = after_space(bytes, at);
            if at >= bytes.len() {
                return;
            }
            at = if let Some((id, value)) = header(bytes, at) {
                self.object(id, at, value)
            } else if let Some(end) = self.section(at) {
                self.before = None;
                end
            } else if let Some(end) = startxref(bytes, at) {
                self.before = None;
                end
            } else {
                let next = self.next_start(at.saturating_add(1));
                self.gap(at..next);
                self.before = None;
                next
            }
            .max(at.saturating_add(1));
        }
    }

    /// Notes the object whose header stands at `at` and answers where it ends.
    fn object(&mut self, id: ObjectId, at: usize, value: usize) -> usize {
        let counts = self.entries.is_at(id, at);
        let section = self.section(at);
        if !counts && section.is_none() {
            // Two readers that disagree are worth a parser: it may stand inside of the stream before it.
            if let Some(before) = self.before.take()
                && let Some(end) = self.parsed_end(before).filter(|end| *end > at)
            {
                return end;
            }
        }
        let end = section.unwrap_or_else(|| self.end(at, value));
        if counts {
            if let Some(seen) = self.found.seen.get_mut(to_index(id.number)) {
                *seen = true;
            }
        } else if section.is_none() {
            if self.found.loose.len() < LOOSE {
                self.found.loose.push(Definition { id, span: at..end });
            } else {
                self.found.overflow = true;
            }
            self.trailer_of_stream(at, value, end);
        }
        end
    }

    /// The end of the object: the first `endobj` behind its header, if something follows that may follow an object.
    fn end(&mut self, at: usize, value: usize) -> usize {
        let bytes = self.document.bytes;
        self.before = None;
        let quick = self.endobj(value);
        if let Some(quick) = quick {
            let next = after_space(bytes, quick);
            let follows = next >= bytes.len()
                || header(bytes, next).is_some()
                || self.section(next).is_some()
                || startxref(bytes, next).is_some();
            if follows && has_length(bytes, value, quick) {
                self.before = Some(at);
                return quick;
            }
        }
        let parsed = self.parsed_end(at);
        parsed.max(quick).unwrap_or_else(|| self.next_start(value))
    }

    /// The end of the next `endobj`, unless another object begins before it.
    fn endobj(&self, from: usize) -> Option<usize> {
        let bytes = self.document.bytes;
        let mut at = from;
        loop {
            let keyword = at.saturating_add(self.finder.find(bytes.get(at..)?)?);
            at = keyword.saturating_add(3);
            if is_endobj(bytes, keyword) {
                return Some(at);
            }
            // A text may speak of objects.
            if header_before(bytes, keyword).is_some() {
                return None;
            }
        }
    }

    /// The end of the object as a parser sees it.
    fn parsed_end(&mut self, at: usize) -> Option<usize> {
        let bytes = self.document.bytes.get(..at.saturating_add(self.left)).unwrap_or(self.document.bytes);
        if self.left == 0 {
            return None;
        }
        let mut cost = 0;
        let view = &self.view;
        let raw = indirect_object(bytes, at, &|id| view.length(id), &self.document.limits, &mut cost);
        self.left = self.left.saturating_sub(cost);
        let raw = raw.ok()?;
        if let Some(anomaly) = raw.anomalies.into_iter().next().filter(|_| self.found.odd.len() < ODD) {
            self.found.odd.insert(raw.id.number, anomaly);
        }
        Some(raw.span.end)
    }

    /// The end of the section of the chain that begins at this byte; its trailer is one that a scan finds.
    fn section(&mut self, at: usize) -> Option<usize> {
        let first = self.sections.partition_point(|(span, _)| span.start < at);
        let (span, index) = self.sections.get(first).filter(|(span, _)| span.start == at)?;
        let section = self.document.sections().get(*index)?;
        if section.kind != SectionKind::HybridStream {
            root(&section.trailer, at, &mut self.found.root);
        }
        Some(span.end)
    }

    /// Where the next object or section begins.
    fn next_start(&self, from: usize) -> usize {
        let bytes = self.document.bytes;
        let section = self.sections.partition_point(|(span, _)| span.start < from);
        let section = self.sections.get(section).map_or(bytes.len(), |(span, _)| span.start);
        let mut at = from;
        loop {
            let rest = bytes.get(at..section).unwrap_or_default();
            let Some(found) = self.finder.find(rest) else { return section };
            let keyword = at.saturating_add(found);
            if let Some(start) = header_before(bytes, keyword).filter(|start| *start >= from) {
                return start;
            }
            at = keyword.saturating_add(3);
        }
    }

    /// Notes bytes that are neither objects nor sections of the chain; a trailer may stand in them.
    fn gap(&mut self, gap: Range<usize>) {
        let text = self.document.bytes.get(gap.clone()).unwrap_or_default();
        for found in memmem::find_iter(text, b"trailer") {
            let at = gap.start.saturating_add(found);
            let dictionary = self.dictionary(at.saturating_add(b"trailer".len()), gap.end);
            if let Some(dictionary) = dictionary {
                root(&dictionary, at, &mut self.found.root);
            }
        }
        // An `endobj` too many is in many files.
        if !text.strip_prefix(b"endobj").is_some_and(|rest| rest.iter().all(|byte| is_whitespace(*byte))) {
            let full = self.found.gaps.len() >= GAPS;
            match self.found.gaps.last_mut().filter(|_| full) {
                Some(last) => last.end = gap.end,
                None => self.found.gaps.push(gap),
            }
        }
    }

    /// A cross-reference stream that no section leads to names a catalog as well.
    fn trailer_of_stream(&mut self, at: usize, value: usize, end: usize) {
        let text = self.document.bytes.get(value..end.min(value.saturating_add(TRAILER))).unwrap_or_default();
        if memmem::find(text, b"/XRef").is_some()
            && let Some(dictionary) = self.dictionary(value, end).filter(|found| found.is(b"Type", b"XRef"))
        {
            root(&dictionary, at, &mut self.found.root);
        }
    }

    fn dictionary(&mut self, at: usize, end: usize) -> Option<Dictionary<'a>> {
        let end = end.min(at.saturating_add(TRAILER));
        self.left = self.left.checked_sub(end.saturating_sub(at))?;
        let bytes = self.document.bytes.get(..end)?;
        match Parser::new(bytes, at, &self.document.limits).object() {
            Ok(Object::Dictionary(dictionary)) => Some(dictionary),
            _ => None,
        }
    }
}

fn root(trailer: &Dictionary<'_>, at: usize, last: &mut Option<(usize, ObjectId)>) {
    if let Some(id) = trailer.get(b"Root").and_then(Object::as_reference)
        && last.is_none_or(|(before, _)| before <= at)
    {
        *last = Some((at, id));
    }
}

/// `N G obj` at exactly this byte. Nearly all are written with single spaces; that is read at a glance.
fn header(bytes: &[u8], at: usize) -> Option<(ObjectId, usize)> {
    let text = bytes.get(at..)?;
    if !text.first()?.is_ascii_digit() {
        return None;
    }
    plain_header(text)
        .filter(|_| {
            at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|b| !b.is_ascii_digit())
        })
        .map(|(id, length)| (id, at.saturating_add(length)))
        .or_else(|| object_header(bytes, at))
}

fn plain_header(text: &[u8]) -> Option<(ObjectId, usize)> {
    let number = |from: usize| {
        let (mut value, mut at) = (0u32, from);
        while let Some(digit @ b'0'..=b'9') = text.get(at) {
            value = value.checked_mul(10)?.checked_add(u32::from(digit.wrapping_sub(b'0')))?;
            at = at.saturating_add(1);
        }
        (at > from && at.saturating_sub(from) < 10).then_some((value, at))
    };
    let (object, after) = number(0)?;
    if text.get(after) != Some(&b' ') {
        return None;
    }
    let (generation, after) = number(after.saturating_add(1))?;
    let end = after.saturating_add(b" obj".len());
    let ends = text.get(after..end) == Some(b" obj") && text.get(end).is_none_or(|byte| !is_regular(*byte));
    let id = ObjectId { number: object, generation: u16::try_from(generation).ok()? };
    ends.then_some((id, end))
}

fn after_space(bytes: &[u8], at: usize) -> usize {
    // One line end, most of the time.
    if let Some([b'\n' | b'\r' | b' ', b'0'..=b'9', ..]) = bytes.get(at..) {
        return at.saturating_add(1);
    }
    let mut lexer = Lexer::new(bytes, at);
    lexer.skip_space();
    lexer.position()
}

/// The end of `startxref` with its number.
fn startxref(bytes: &[u8], at: usize) -> Option<usize> {
    let mut lexer = Lexer::new(bytes, at);
    lexer.eat(STARTXREF).then(|| lexer.digits(18)).flatten().map(|_| lexer.position())
}

/// Whether `/Length` in the text of an object from `value` to its `endobj` is right, as far as a glance tells: a number
/// behind which `endstream` stands, a reference, or no stream at all.
fn has_length(bytes: &[u8], value: usize, end: usize) -> bool {
    let text = bytes.get(value..end).unwrap_or_default();
    let body = text.strip_suffix(b"endobj").unwrap_or(text).trim_ascii_end();
    if !body.ends_with(b"endstream") {
        return true;
    }
    let head = body.get(..HEAD).unwrap_or(body);
    let Some(keyword) = memmem::find(head, b"stream").filter(|at| *at != body.len().saturating_sub(6)) else {
        return true;
    };
    let dictionary = head.get(..keyword).unwrap_or_default();
    let Some(key) = memmem::find(dictionary, b"/Length ") else { return true };
    let mut lexer = Lexer::new(dictionary, key.saturating_add(b"/Length ".len()));
    let Some(length) = lexer.digits(18) else { return true };
    if lexer.digits(5).is_some() {
        return true;
    }
    let mut lexer = Lexer::new(body, keyword.saturating_add(b"stream".len()));
    lexer.eat_line_end();
    let mut lexer = Lexer::new(body, lexer.position().saturating_add(to_index(length)));
    lexer.skip_whitespace();
    lexer.rest() == b"endstream"
}

/// Whether the `obj` at this byte is the end of `endobj`.
fn is_endobj(bytes: &[u8], keyword: usize) -> bool {
    bytes.get(..keyword).is_some_and(|before| before.ends_with(b"end"))
}

/// Where `N G obj` begins, from where its keyword stands.
fn header_before(bytes: &[u8], keyword: usize) -> Option<usize> {
    let digits = |end: usize| {
        let text = bytes.get(end.saturating_sub(10)..end).unwrap_or_default();
        end.saturating_sub(text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count())
    };
    let blank = |end: usize| {
        let text = bytes.get(end.saturating_sub(16)..end).unwrap_or_default();
        end.saturating_sub(text.iter().rev().take_while(|byte| is_whitespace(**byte)).count())
    };
    let generation = digits(blank(keyword));
    if !bytes.get(generation).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let start = digits(blank(generation));
    object_header(bytes, start).filter(|(_, end)| *end == keyword.saturating_add(3)).map(|_| start)
}

/// How much of a stream's dictionary is looked at for its length.
const HEAD: usize = 1024;

/// How much of a trailer is looked at.
const TRAILER: usize = 16 << 10;

/// Definitions that are kept: what hundreds of updates of a large file replace.
const LOOSE: usize = 1 << 20;

/// Places between objects that are kept; further ones count as part of the last.
const GAPS: usize = 1000;

/// Odd objects that are named.
const ODD: usize = 100;
