//! What the bytes of an update are made of: objects, the cross-reference section and its end, and nothing else.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use super::super::super::chain::SectionKind;
use super::super::super::lexer::Lexer;
use super::super::super::{Dictionary, Location, Object, ObjectId, Revision};
use super::rule::{Rule, Unexpected, Unexplained, key};
use super::{Analysis, value};
use crate::error::Result;

/// Explains the objects that carry structure: cross-reference streams and object streams.
pub(super) fn explain_structure(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    let candidates: Vec<u32> = analysis.changed.union(&analysis.added).copied().collect();
    let touched: BTreeSet<u32> = analysis.new.touched()?.into_iter().collect();
    for number in candidates {
        let id = ObjectId { number, generation: 0 };
        let Ok(Some(Object::Stream(stream))) = analysis.now(id) else { continue };
        let added = analysis.added.contains(&number);
        if stream.dictionary.is(b"Type", b"XRef") {
            // Some writers use the number of the section before again.
            let is_section = |object: &Object<'_>| matches!(object, Object::Stream(old) if old.dictionary.is(b"Type", b"XRef"));
            let was_section = || matches!(analysis.old.object(id), Ok(Some(old)) if is_section(&old));
            if stands_as_section(analysis, number) && (added || was_section()) {
                analysis.explain(number, Rule::CrossReference, &Rc::default());
            }
        } else if added && stream.dictionary.is(b"Type", b"ObjStm") {
            match check_object_stream(analysis, number, &stream.dictionary, &touched)? {
                Ok(()) => analysis.explain(number, Rule::ObjectStream, &Rc::default()),
                Err(what) => analysis.report(number, what),
            }
        }
    }
    Ok(())
}

/// Whether the object is a cross-reference section of the revision.
fn stands_as_section(analysis: &Analysis<'_, '_>, number: u32) -> bool {
    let span = analysis.spans.iter().find(|(_, own)| *own == number).map(|(span, _)| span);
    span.is_some_and(|span| sections(analysis).contains(span))
}

/// An object stream holds what the cross-reference section of this revision says is there, and nothing besides. A
/// section of an earlier revision may have spoken of an object in a stream that did not exist: it would appear now.
fn check_object_stream(
    analysis: &Analysis<'_, '_>,
    number: u32,
    dictionary: &Dictionary<'_>,
    touched: &BTreeSet<u32>,
) -> Result<Result<(), Unexpected>> {
    let known = |key: &[u8]| {
        [b"Type".as_slice(), b"N", b"First", b"Length", b"Filter", b"DecodeParms"].contains(&key)
    };
    let entries = dictionary.entries();
    if let Some(twice) = dictionary.duplicates().first() {
        return Ok(Err(Unexpected::DuplicateKey { key: key(twice) }));
    }
    if !entries.iter().all(|entry| known(&entry.key) && !value::has_references(&entry.value)) {
        return Ok(Err(Unexpected::ObjectStream));
    }
    let Some(inside) = analysis.new.container(number)? else {
        return Ok(Err(Unexpected::Unreadable));
    };
    let placed = |(index, inner): (u32, u32)| {
        let here = Location::InStream { stream: number, index };
        touched.contains(&inner) && analysis.new.location(inner) == Some(here)
    };
    let good = (0u32..).zip(inside.numbers()).all(placed);
    Ok(if good { Ok(()) } else { Err(Unexpected::ObjectStream) })
}

/// Looks at each byte of the update once.
pub(super) fn check(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    let Some(revision) = analysis.document.revisions().get(analysis.revision) else { return Ok(()) };
    if revision.sections.len() > 1 && !is_one_for_all(analysis) {
        analysis.unexplained.push(Unexplained::new(None, Unexpected::SeveralSections));
    }
    let mut parts: Vec<(Range<usize>, Option<u32>)> = Vec::new();
    let mut earlier: Vec<u32> = Vec::new();
    for (span, number) in &analysis.spans {
        if span.start >= analysis.boundary {
            parts.push((span.clone(), Some(*number)));
        } else if analysis.explained.get(number) != Some(&Rule::Identical) {
            earlier.push(*number);
        }
    }
    for section in sections(analysis) {
        if !parts.iter().any(|(span, _)| *span == section) {
            parts.push((section, None));
        }
    }
    parts.sort_by_key(|(span, _)| (span.start, span.end));
    let mut faults: Vec<Unexplained> =
        earlier.into_iter().map(|number| Unexplained::of(number, Unexpected::InEarlierBytes)).collect();
    let bytes = analysis.document.bytes();
    let mut at = analysis.boundary;
    let stray = |from: usize, to: usize| {
        let gap = bytes.get(from..to).unwrap_or_default();
        let what = Unexpected::StrayBytes { offset: from, length: gap.len() };
        (!is_blank(gap)).then_some(Unexplained::new(None, what))
    };
    for (span, number) in parts {
        if span.start < at {
            faults.push(Unexplained::new(number, Unexpected::Overlapping));
        } else {
            faults.extend(stray(at, span.start));
        }
        at = at.max(span.end);
    }
    match end(bytes, at, revision) {
        Some(startxref) => faults.extend(stray(at, startxref)),
        None => faults.extend(stray(at, revision.end)),
    }
    analysis.unexplained.extend(faults);
    Ok(())
}

/// Whether the revision is a table with a cross-reference stream beside it (7.5.8.4), and readers that do not know of
/// such streams have every object where the others have it; only what they do not know either may be hidden from them.
fn is_one_for_all(analysis: &Analysis<'_, '_>) -> bool {
    let document = analysis.document;
    let Some(revision) = document.revisions().get(analysis.revision) else { return false };
    let kinds = document.sections().get(revision.sections.clone()).unwrap_or_default().iter();
    if !kinds.map(|section| section.kind).eq([SectionKind::HybridStream, SectionKind::HybridTable]) {
        return false;
    }
    let Ok(touched) = analysis.new.touched() else { return false };
    let exists = |location: Option<Location>| location.filter(|location| *location != Location::Free);
    touched.into_iter().all(|number| {
        let in_tables = exists(document.location_in_tables(analysis.revision, number));
        let is_unknown = || {
            let rule = analysis.explained.get(&number);
            matches!(rule, Some(Rule::ValidationData | Rule::CrossReference | Rule::ObjectStream))
                && analysis.added.contains(&number)
        };
        in_tables == exists(analysis.new.location(number)) || (in_tables.is_none() && is_unknown())
    })
}

/// The sections of the revision.
fn sections(analysis: &Analysis<'_, '_>) -> Vec<Range<usize>> {
    let document = analysis.document;
    let numbers =
        document.revisions().get(analysis.revision).map_or(0..0, |revision| revision.sections.clone());
    document.sections().get(numbers).unwrap_or_default().iter().map(|section| section.span.clone()).collect()
}

/// Where `startxref` stands, if the rest of the revision is that, its number and `%%EOF`.
fn end(bytes: &[u8], at: usize, revision: &Revision<'_>) -> Option<usize> {
    let rest = bytes.get(..revision.end)?;
    let mut lexer = Lexer::new(rest, at);
    lexer.skip_space();
    let startxref = lexer.position();
    let whole = lexer.eat(b"startxref") && lexer.digits(18).is_some();
    lexer.skip_whitespace();
    let whole = whole && lexer.eat(b"%%EOF") && lexer.position() == revision.eof;
    whole.then_some(startxref)
}

/// White space and comments; but not comments in which a reader that repairs files would find something.
fn is_blank(gap: &[u8]) -> bool {
    let mut lexer = Lexer::new(gap, 0);
    lexer.skip_space();
    let finds = |word: &[u8]| memchr::memmem::find(gap, word).is_some();
    lexer.rest().is_empty() && ![b"obj".as_slice(), b"xref", b"trailer", b"%%EOF"].into_iter().any(finds)
}
