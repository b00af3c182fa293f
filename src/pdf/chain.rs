//! From `startxref` through all `/Prev` to the first section of the file (ISO 32000-2 7.5.5).

use std::collections::HashSet;
use std::ops::Range;

use super::anomaly::Anomaly;
use super::header::Header;
use super::index::{Index, Subsection};
use super::lexer::Lexer;
use super::malformed;
use super::object::{Dictionary, Object};
use super::parse::{Parser, object_header};
use super::revision::{Revision, revisions};
use super::section::{LooseEntry, SectionReader, is_section, may_be_section};
use crate::error::Result;
use crate::limits::{Budget, Limits};

/// A cross-reference section as it stands in the file.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) kind: SectionKind,
    /// From `xref` to the end of the trailer, or from `N G obj` to `endobj`.
    pub(crate) span: Range<usize>,
    /// The trailer or the dictionary of the stream.
    pub(crate) trailer: Dictionary<'a>,
    pub(super) loose: Vec<LooseEntry>,
    pub(super) data: Vec<u8>,
    pub(super) widths: [usize; 3],
}

/// Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SectionKind {
    Table,
    /// A table whose trailer names the cross-reference stream that stands before it in the list (`/XRefStm`).
    HybridTable,
    Stream,
    /// The cross-reference stream of a hybrid file.
    HybridStream,
}

impl<'a> Section<'a> {
    pub(super) fn new(kind: SectionKind, span: Range<usize>, trailer: Dictionary<'a>) -> Self {
        Self { kind, span, trailer, loose: Vec::new(), data: Vec::new(), widths: [0; 3] }
    }
}

/// Everything that opening a file reads.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    /// What offsets of the file count from.
    pub(super) base: usize,
    /// Oldest first.
    pub(super) sections: Vec<Section<'a>>,
    /// Oldest first; within a section the first of the file is last, so that it is the one that is found.
    pub(super) subsections: Vec<Subsection>,
    /// The first subsection of each section.
    pub(super) starts: Vec<usize>,
    pub(super) index: Index,
    /// Oldest first, at least one.
    pub(super) revisions: Vec<Revision<'a>>,
}

/// A section with the stream beside it, if it is a hybrid one.
pub(super) type Link<'a> = Vec<(Section<'a>, Vec<Subsection>)>;

impl<'a> Chain<'a> {
    pub(super) fn read(
        bytes: &'a [u8],
        header: Header,
        limits: &Limits,
        inflated: &mut Budget,
        anomalies: &mut Vec<Anomaly>,
    ) -> Result<Self> {
        let written = last_startxref(bytes)?;
        let (base, first) = first_section(bytes, header, written, limits, anomalies)?;
        let mut reader = SectionReader {
            bytes,
            limits,
            base,
            inflated,
            loose: &mut Budget::new(limits.objects.saturating_mul(2), "cross-reference entries"),
            extent: &mut Budget::new(bytes.len().saturating_mul(2), "overlapping cross-reference sections"),
            searches: &mut Budget::new(200, "cross-reference sections that are not where they should be"),
            anomalies,
        };
        let mut links = follow(&mut reader, first)?;
        links.reverse();
        let revisions = revisions(bytes, base, &links, anomalies)?;
        let (mut sections, mut subsections) = (Vec::new(), Vec::new());
        let mut starts = Vec::new();
        for (section, own) in links.into_iter().flatten() {
            check_overlap(&section, &own, anomalies);
            starts.push(subsections.len());
            subsections.extend(own.into_iter().rev().map(|s| Subsection { section: sections.len(), ..s }));
            sections.push(section);
        }
        let mut chain =
            Self { base, index: Index::new(&subsections), sections, subsections, starts, revisions };
        for revision in &mut chain.revisions {
            let next = chain.starts.get(revision.sections.end);
            revision.subsections = next.copied().unwrap_or(chain.subsections.len());
        }
        chain.check_latest_size(anomalies);
        chain.check_numbering(anomalies);
        Ok(chain)
    }

    /// 7.5.4: the table of a file that was never updated is one subsection that begins with object 0.
    fn check_numbering(&self, anomalies: &mut Vec<Anomaly>) {
        let Some(first) = self.revisions.first() else { return };
        let sections = self.sections.get(first.sections.clone()).unwrap_or_default();
        if sections.iter().any(|section| section.kind != SectionKind::Table) {
            return;
        }
        let own = self.subsections.iter().take(first.subsections).filter(|s| s.count > 0);
        let mut ranges: Vec<(u32, u32)> = own.map(|s| (s.first, s.first.saturating_add(s.count))).collect();
        ranges.sort_unstable();
        let mut reached = 0;
        for (from, end) in ranges {
            if from > reached {
                let offset = sections.first().map_or(0, |section| section.span.start);
                anomalies.push(Anomaly::NumberingGaps { offset });
                return;
            }
            reached = reached.max(end);
        }
    }

    fn check_latest_size(&self, anomalies: &mut Vec<Anomaly>) {
        let ends = self.subsections.iter().filter(|s| s.count > 0).map(|s| s.first.saturating_add(s.count));
        let highest = ends.max().unwrap_or(0).saturating_sub(1);
        let size = self.revisions.last().and_then(|r| r.trailer.get(b"Size")).and_then(Object::as_integer);
        if let Some(size) = size.and_then(|size| u32::try_from(size).ok()).filter(|size| *size <= highest) {
            anomalies.push(Anomaly::SizeTooSmall { size, highest });
        }
    }
}

/// The number after the last `startxref` of the file.
fn last_startxref(bytes: &[u8]) -> Result<i64> {
    let at = memchr::memmem::rfind(bytes, STARTXREF).ok_or_else(|| malformed("no startxref", bytes.len()))?;
    let number = Lexer::new(bytes, at.saturating_add(STARTXREF.len())).digits(18);
    number.and_then(|n| i64::try_from(n).ok()).ok_or_else(|| malformed("a startxref without a number", at))
}

/// What offsets count from, and where the newest section stands.
fn first_section(
    bytes: &[u8],
    header: Header,
    written: i64,
    limits: &Limits,
    anomalies: &mut Vec<Anomaly>,
) -> Result<(usize, usize)> {
    let nowhere = || malformed("a startxref that leads to no cross-reference section", bytes.len());
    let offset = usize::try_from(written).map_err(|_| nowhere())?;
    let from_header = offset.saturating_add(header.offset);
    let here = |at: usize| is_section(bytes, at, limits);
    if header.offset > 0 && here(offset) && here(from_header) {
        anomalies.push(Anomaly::TwoWaysToCount);
    }
    let (base, found) = if header.offset > 0 && here(from_header) {
        (header.offset, from_header)
    } else if here(offset) {
        (0, offset)
    } else {
        let near = nearest_section(bytes, offset, limits).map(|found| (0, found));
        let near_from_header =
            || nearest_section(bytes, from_header, limits).map(|found| (header.offset, found));
        let (base, found) = near.or_else(near_from_header).ok_or_else(nowhere)?;
        anomalies.push(Anomaly::StartxrefOff { written, found });
        (base, found)
    };
    if header.offset > 0 {
        anomalies.push(Anomaly::LeadingJunk { length: header.offset, offsets_from_header: base > 0 });
    }
    Ok((base, found))
}

/// The section nearest to this byte, within a few bytes of it.
fn nearest_section(bytes: &[u8], at: usize, limits: &Limits) -> Option<usize> {
    if at >= bytes.len() {
        return None;
    }
    let candidates = (1..=VICINITY).flat_map(|off| [at.checked_sub(off), at.checked_add(off)]);
    candidates.flatten().find(|candidate| is_section(bytes, *candidate, limits))
}

/// All sections from the newest, at `first`, to the oldest.
fn follow<'a>(reader: &mut SectionReader<'a, '_>, first: usize) -> Result<Vec<Link<'a>>> {
    let linearized = is_linearized(reader.bytes, reader.limits);
    let mut sections = Budget::new(reader.limits.revisions, "cross-reference sections");
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    let mut next = Some(first);
    while let Some(at) = next {
        sections.spend(1)?;
        if !seen.insert(at) {
            return Err(malformed("cross-reference sections in a ring", at));
        }
        let (mut section, subsections) = reader.read(at)?;
        let mut link = Vec::new();
        if section.kind == SectionKind::Table
            && let Some(stream_at) = offset(&section.trailer, b"XRefStm", reader)?
        {
            sections.spend(1)?;
            if !seen.insert(stream_at) {
                return Err(malformed("cross-reference sections in a ring", stream_at));
            }
            let (mut stream, own) = reader.read(stream_at)?;
            if stream.kind != SectionKind::Stream {
                return Err(malformed("an /XRefStm that leads to no cross-reference stream", stream_at));
            }
            reader.anomalies.push(Anomaly::HybridFile { offset: at });
            section.kind = SectionKind::HybridTable;
            stream.kind = SectionKind::HybridStream;
            link.push((stream, own));
        }
        next = match section.trailer.get(b"Prev") {
            Some(Object::Integer(0)) => {
                reader.anomalies.push(Anomaly::PrevZero { offset: at });
                None
            }
            _ => offset(&section.trailer, b"Prev", reader)?,
        };
        // 7.5.5: an earlier section. Only the first page's section of a linearized file (Annex F) stands before the
        // one it continues, and that one is the last of the chain.
        let backwards =
            links.last().is_none_or(|newer: &Link<'a>| newer.last().is_none_or(|n| at < n.0.span.start));
        if !backwards && (!linearized || next.is_some()) {
            let newer = links.last().and_then(|link| link.last()).map_or(0, |newer| newer.0.span.start);
            reader.anomalies.push(Anomaly::PrevForward { offset: newer });
        }
        link.push((section, subsections));
        links.push(link);
    }
    Ok(links)
}

/// The section that an entry of a trailer names.
fn offset(
    trailer: &Dictionary<'_>,
    key: &'static [u8],
    reader: &mut SectionReader<'_, '_>,
) -> Result<Option<usize>> {
    let nowhere = |at| malformed("a trailer that leads to no earlier cross-reference section", at);
    let at = trailer.span().map_or(0, |span| span.start);
    let written = match trailer.get(key) {
        None => return Ok(None),
        Some(Object::Integer(written)) => *written,
        Some(_) => return Err(nowhere(at)),
    };
    let offset = usize::try_from(written).map_err(|_| nowhere(at))?.saturating_add(reader.base);
    if may_be_section(reader.bytes, offset) {
        return Ok(Some(offset));
    }
    reader.searches.spend(1)?;
    let found = nearest_section(reader.bytes, offset, reader.limits).ok_or_else(|| nowhere(at))?;
    reader.anomalies.push(Anomaly::PrevOff { written, found });
    Ok(Some(found))
}

/// Whether the first object says so (Annex F.3.3). It may say so wrongly: this only excuses a `/Prev` that points
/// forwards.
fn is_linearized(bytes: &[u8], limits: &Limits) -> bool {
    let start = bytes.get(..2048).unwrap_or(bytes);
    let mut lexer = Lexer::new(start, memchr::memmem::find(start, b"%PDF-").unwrap_or(0));
    lexer.skip_space();
    let Some((_, value)) = object_header(start, lexer.position()) else { return false };
    let object = Parser::new(start, value, limits).object();
    object.is_ok_and(|object| object.as_dictionary().is_some_and(|d| d.get(b"Linearized").is_some()))
}

/// Two entries for one object in one section: which of them counts is up to the reader.
fn check_overlap(section: &Section<'_>, subsections: &[Subsection], anomalies: &mut Vec<Anomaly>) {
    let mut ranges: Vec<(u32, u32)> = subsections
        .iter()
        .filter(|s| s.count > 0)
        .map(|s| (s.first, s.first.saturating_add(s.count)))
        .collect();
    ranges.sort_unstable();
    let mut reached = 0;
    for (first, end) in ranges {
        if first < reached {
            anomalies.push(Anomaly::EntryTwice { offset: section.span.start, number: first });
            return;
        }
        reached = end;
    }
}

pub(super) const STARTXREF: &[u8] = b"startxref";

/// How far beside the written offset a section is looked for: line ends that were converted, a byte order mark, an
/// off-by-one.
pub(super) const VICINITY: usize = 32;
