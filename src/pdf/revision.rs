//! The states of the file (ISO 32000-2 7.5.6): which sections were saved together, and where their bytes end.

use std::ops::Range;

use super::anomaly::Anomaly;
use super::chain::{Link, STARTXREF, SectionKind, VICINITY};
use super::lexer::{Lexer, is_whitespace};
use super::malformed;
use super::object::Dictionary;
use crate::error::Result;

/// One state of the file: the bytes from the first to `end` were the whole file when it was saved.
///
/// The two sections of a linearized file are one revision, and so are a table and the cross-reference stream beside
/// it in a hybrid file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Revision<'a> {
    /// One past `%%EOF`.
    pub(crate) eof: usize,
    /// One past the line end after `%%EOF`, if there is one (CR, LF or both). A byte range that covers the whole
    /// revision ends at `eof`, if the line end came with the next revision, or at `end`.
    pub(crate) end: usize,
    /// The sections of this revision in [`Document::sections`](super::Document::sections), oldest first.
    pub(crate) sections: Range<usize>,
    /// The trailer of the newest section, or the dictionary of the cross-reference stream.
    pub(crate) trailer: Dictionary<'a>,
    pub(crate) xref_style: XrefStyle,
    /// Where the newest section stands, counted as the file counts: what `/Prev` of an update has to say.
    pub(crate) startxref: usize,
    /// Subsections up to and with this revision.
    pub(super) subsections: usize,
}

/// How a revision writes its cross-reference data. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum XrefStyle {
    Table,
    Stream,
    Hybrid,
}

/// Groups the sections, oldest first, into revisions: what ends with the same `%%EOF` was saved together.
pub(super) fn revisions<'a>(
    bytes: &'a [u8],
    base: usize,
    links: &[Link<'a>],
    anomalies: &mut Vec<Anomaly>,
) -> Result<Vec<Revision<'a>>> {
    let endings = endings(bytes, links);
    let mut revisions: Vec<Revision<'a>> = Vec::new();
    let mut ends: Vec<Ending> = Vec::new();
    let mut count = 0usize;
    for (link, ending) in links.iter().zip(endings) {
        let Some((section, _)) = link.last() else { continue };
        let sections = count..count.saturating_add(link.len());
        count = sections.end;
        let style = match section.kind {
            SectionKind::Table => XrefStyle::Table,
            SectionKind::Stream => XrefStyle::Stream,
            SectionKind::HybridTable | SectionKind::HybridStream => XrefStyle::Hybrid,
        };
        let mut revision = Revision {
            eof: ending.eof.unwrap_or(ending.end),
            end: ending.end,
            sections,
            trailer: section.trailer.clone(),
            xref_style: style,
            startxref: section.span.start.saturating_sub(base),
            subsections: 0,
        };
        match revisions.last_mut().filter(|older| section.span.start < older.end) {
            Some(older) => {
                revision.sections.start = older.sections.start;
                // Of two sections before one startxref, the one right before it is what it belongs to.
                let later = |end: &&mut Ending| {
                    end.end < ending.end || (end.end == ending.end && (end.apart || !ending.apart))
                };
                if let Some(end) = ends.last_mut().filter(later) {
                    *end = ending;
                } else {
                    (revision.eof, revision.end) = (older.eof, older.end);
                }
                *older = revision;
            }
            None => {
                revisions.push(revision);
                ends.push(ending);
            }
        }
    }
    check_hybrid_streams(links, &revisions)?;
    check_endings(&revisions, &ends, base, anomalies);
    check_encryption(&revisions, anomalies);
    let end = revisions.last().map_or(0, |revision| revision.end);
    let trailing = bytes.get(end..).unwrap_or_default();
    if !trailing.is_empty() {
        let blank = trailing.iter().all(|b| is_whitespace(*b));
        anomalies.push(Anomaly::TrailingBytes { offset: end, length: trailing.len(), blank });
    }
    Ok(revisions)
}

/// Whether each revision, taken for the whole file, would be read as it is read here.
fn check_endings(revisions: &[Revision<'_>], endings: &[Ending], base: usize, anomalies: &mut Vec<Anomaly>) {
    let mut odd = Vec::new();
    for (number, (revision, ending)) in revisions.iter().zip(endings).enumerate() {
        if ending.eof.is_none() {
            odd.push(Anomaly::EofMissing { revision: number });
        }
        if ending.apart && ending.written.is_some() {
            odd.push(Anomaly::StartxrefApart { revision: number });
        }
        let offset = ending.written.and_then(|written| usize::try_from(written).ok());
        match (ending.written, offset.map(|offset| offset.abs_diff(revision.startxref))) {
            (Some(_), Some(0)) => {}
            // The last one was told when it was followed.
            (Some(_), Some(1..=VICINITY)) if number.saturating_add(1) == revisions.len() => {}
            (Some(written), Some(1..=VICINITY)) => {
                odd.push(Anomaly::StartxrefOff { written, found: revision.startxref.saturating_add(base) });
            }
            (written, _) => odd.push(Anomaly::StartxrefElsewhere { revision: number, written }),
        }
    }
    anomalies.append(&mut odd);
}

/// Strings of earlier revisions would be decrypted with the key of later ones.
fn check_encryption(revisions: &[Revision<'_>], anomalies: &mut Vec<Anomaly>) {
    let encrypt =
        |revision: &Revision<'_>| revision.trailer.get(b"Encrypt").map(|value| value.clone().detached());
    for (number, pair) in (1..).zip(revisions.windows(2)) {
        if let [older, newer] = pair
            && encrypt(older) != encrypt(newer)
        {
            anomalies.push(Anomaly::EncryptionChanged { revision: number });
        }
    }
}

/// The stream of a hybrid section is part of its revision. One that stands behind its end was not there when the
/// revision was saved, and would let an update rewrite history.
fn check_hybrid_streams(links: &[Link<'_>], revisions: &[Revision<'_>]) -> Result<()> {
    let sections = links.iter().flatten().map(|(section, _)| section);
    for (number, section) in sections.enumerate().filter(|(_, s)| s.kind == SectionKind::HybridStream) {
        let revision = revisions.partition_point(|revision| revision.sections.end <= number);
        if revisions.get(revision).is_none_or(|revision| section.span.end > revision.end) {
            return Err(malformed("an /XRefStm behind the end of its revision", section.span.start));
        }
    }
    Ok(())
}

/// `startxref`, number and `%%EOF` after a section.
#[derive(Debug, Clone, Copy)]
struct Ending {
    /// Whether something else stands between the section and `startxref`.
    apart: bool,
    written: Option<i64>,
    eof: Option<usize>,
    end: usize,
}

/// The ending after each section; one pass over the bytes for all of them.
fn endings(bytes: &[u8], links: &[Link<'_>]) -> Vec<Ending> {
    let finish = |link: &Link<'_>| link.last().map_or(0, |(section, _)| section.span.end);
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(|link| links.get(*link).map(finish));
    let mut endings = vec![None; links.len()];
    let mut last: Option<(usize, Option<usize>)> = None;
    for link in order {
        let after = links.get(link).map_or(0, finish);
        let next = next_startxref(bytes, after);
        let found = match (next, last) {
            (Some(next), _) => Some(next),
            (None, Some((from, found))) if from <= after && found.is_none_or(|found| found >= after) => found,
            _ => {
                let rest = bytes.get(after..).unwrap_or_default();
                memchr::memmem::find(rest, STARTXREF).map(|found| found.saturating_add(after))
            }
        };
        last = Some((after, found));
        if let Some(ending) = endings.get_mut(link) {
            *ending = Some(ending_at(bytes, found, next.is_none(), after));
        }
    }
    endings.into_iter().flatten().collect()
}

/// `startxref` after nothing but space and a few comments.
fn next_startxref(bytes: &[u8], after: usize) -> Option<usize> {
    let mut lexer = Lexer::new(bytes.get(..after.saturating_add(4096)).unwrap_or(bytes), after);
    lexer.skip_space();
    let keyword = lexer.position();
    lexer.eat(STARTXREF).then_some(keyword)
}

fn ending_at(bytes: &[u8], keyword: Option<usize>, apart: bool, after: usize) -> Ending {
    let Some(keyword) = keyword else {
        return Ending { apart, written: None, eof: None, end: after };
    };
    let mut lexer = Lexer::new(bytes, keyword.saturating_add(STARTXREF.len()));
    let written = lexer.digits(18).and_then(|n| i64::try_from(n).ok());
    let mut ahead = lexer.clone();
    ahead.skip_whitespace();
    let eof = ahead.eat(b"%%EOF").then(|| ahead.position());
    if eof.is_some() {
        lexer = ahead;
    }
    lexer.eat_line_end();
    Ending { apart, written, eof, end: lexer.position() }
}
