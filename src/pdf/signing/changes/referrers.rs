//! Whether something in the revision before refers to an object that the update brings. A reference that led nowhere
//! would lead somewhere now, and an object that is also a page's content would change the page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::super::super::lexer::{Lexer, Token};
use super::super::super::{Location, Object, ObjectId, View};
use super::rule::{Unexpected, Unexplained};
use super::{Analysis, Places, value};
use crate::error::{ErrorKind, Result};

/// Looks for references to the reserved objects outside of their places. The bytes of the revision before are searched;
/// only where something is found outside of the known places is every object read.
pub(super) fn check(analysis: &mut Analysis<'_, '_>) -> Result<()> {
    let alone: Rc<Places> = Rc::default();
    let added: Vec<u32> = analysis.added.iter().copied().collect();
    for number in added {
        analysis.reserved.entry(number).or_insert_with(|| Rc::clone(&alone));
    }
    if !analysis.unexplained.is_empty() || analysis.reserved.is_empty() {
        return Ok(());
    }
    let mut search = Search {
        analysis,
        view: analysis.document.view(analysis.revision.saturating_sub(1)),
        known: BTreeMap::new(),
        found: BTreeSet::new(),
        sections: BTreeSet::new(),
        unreadable: None,
    };
    search.run()?;
    let found: Vec<_> = search
        .found
        .iter()
        .map(|(by, number)| Unexplained::of(*number, Unexpected::Shared { by: *by }))
        .collect();
    analysis.unexplained.extend(found);
    Ok(())
}

/// Whether the place of an object is noted as known. Complete by nature.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Note {
    Tokens,
    Nothing,
}

struct Search<'s, 'd, 'a> {
    analysis: &'s Analysis<'d, 'a>,
    view: View<'d, 'a>,
    /// Integers of objects that were judged or are seen by nobody: where each begins and ends in the file.
    known: BTreeMap<usize, usize>,
    /// Who refers to whom.
    found: BTreeSet<(u32, u32)>,
    /// Where the cross-reference sections begin.
    sections: BTreeSet<usize>,
    /// An object that exists but could not be read.
    unreadable: Option<u32>,
}

impl Search<'_, '_, '_> {
    fn run(&mut self) -> Result<()> {
        let places: BTreeSet<u32> = self
            .analysis
            .reserved
            .values()
            .flat_map(|places| {
                places.inside.iter().copied().chain(places.below.iter().map(|(number, _)| *number))
            })
            .collect();
        self.read_trailer();
        for number in &places {
            self.read(*number, Note::Tokens)?;
        }
        self.pass_over_replaced(&places)?;
        self.search_object_streams()?;
        let Some(hits) = self.hits(self.analysis.document.bytes().get(..self.analysis.boundary))? else {
            return self.give_up();
        };
        if hits.iter().all(|hit| self.is_known(*hit)) {
            return Ok(());
        }
        let mut numbers = Vec::new();
        for range in self.numbers() {
            for number in range {
                if matches!(self.view.location(number), Some(Location::Offset { .. })) {
                    numbers.push(number);
                }
            }
        }
        for number in numbers {
            self.read(number, Note::Nothing)?;
        }
        // What is left stands in bytes that nothing leads to, unless an object could not be read.
        if self.unreadable.is_some() && !hits.iter().all(|hit| self.is_known(*hit)) {
            return self.give_up();
        }
        Ok(())
    }

    /// Too much to be told apart.
    fn give_up(&mut self) -> Result<()> {
        let by = self.unreadable.unwrap_or(0);
        self.found.extend(self.analysis.reserved.keys().next().map(|number| (by, *number)));
        Ok(())
    }

    /// Judges the references of the trailer. What earlier trailers say is read by nobody.
    fn read_trailer(&mut self) {
        let document = self.analysis.document;
        let revision = document.revisions().get(self.analysis.revision.saturating_sub(1));
        for section in document.sections().iter().take(revision.map_or(0, |revision| revision.sections.end)) {
            self.tokens(section.trailer.span().unwrap_or(0..0));
            self.sections.insert(section.span.start);
        }
        let trailer = Object::Dictionary(self.view.trailer().clone());
        self.judge(0, true, &trailer);
    }

    /// Earlier definitions of the same objects refer to what they referred to, and are seen by nobody: without them
    /// each renewal of an archive would read the whole file.
    fn pass_over_replaced(&mut self, places: &BTreeSet<u32>) -> Result<()> {
        let old = self.analysis.revision.saturating_sub(1);
        for revision in old.saturating_sub(MOST_REVISIONS)..old {
            let view = self.analysis.document.view(revision);
            for number in places {
                let now = self.view.location(*number);
                let Some(Location::Offset { generation, .. }) =
                    view.location(*number).filter(|was| Some(*was) != now)
                else {
                    continue;
                };
                match view.indirect(ObjectId { number: *number, generation }) {
                    Ok(found) => {
                        if let Some(span) = found.and_then(|found| found.span) {
                            self.tokens(span);
                        }
                    }
                    Err(error) if error.kind() == ErrorKind::MalformedPdf => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Reads an object and judges its references.
    fn read(&mut self, number: u32, note: Note) -> Result<()> {
        let generation = match self.view.location(number) {
            None | Some(Location::Free) => return Ok(()),
            Some(Location::Offset { generation, .. }) => generation,
            Some(Location::InStream { .. }) => 0,
        };
        let found = match self.view.indirect(ObjectId { number, generation }) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::MalformedPdf => {
                self.unreadable = Some(number);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let Some(found) = found else { return Ok(()) };
        let mut is_trailer = false;
        if let Some(span) = found.span {
            is_trailer = self.sections.contains(&span.start);
            if note == Note::Tokens {
                self.tokens(span);
            }
        }
        self.judge(number, is_trailer, &found.object);
        Ok(())
    }

    fn judge(&mut self, number: u32, is_trailer: bool, object: &Object<'_>) {
        let reserved = &self.analysis.reserved;
        let found = &mut self.found;
        value::references(object, &mut |key, to| {
            let Some(places) = reserved.get(&to) else { return };
            let below = || places.below.iter().any(|(own, below)| *own == number && *below == key);
            let in_trailer = is_trailer && places.trailer && key == b"Info";
            if !in_trailer && !places.inside.contains(&number) && !below() {
                found.insert((number, to));
            }
        });
    }

    /// Notes the integers among the tokens of an object. In its strings, comments and data another object may stand,
    /// as little as one would expect it there.
    fn tokens(&mut self, span: Range<usize>) {
        let bytes = self.analysis.document.bytes().get(..span.end).unwrap_or_default();
        let mut lexer = Lexer::new(bytes, span.start);
        let mut found = Vec::new();
        loop {
            lexer.skip_whitespace();
            let commented = lexer.rest().first() == Some(&b'%');
            match lexer.token() {
                _ if commented => return,
                Ok((Token::Integer(_), start)) => found.push((start, lexer.position())),
                Ok((Token::Name, _)) => drop(lexer.name()),
                Ok((Token::LiteralString, _)) if lexer.literal_string().is_ok() => {}
                Ok((Token::HexString, _)) if lexer.hex_string().is_ok() => {}
                Ok((Token::End | Token::Keyword(b"stream" | b"endobj"), _)) => break,
                Ok((Token::LiteralString | Token::HexString, _)) | Err(_) => return,
                Ok(_) => {}
            }
        }
        self.known.extend(found);
    }

    fn is_known(&self, hit: usize) -> bool {
        self.known.range(..=hit).next_back().is_some_and(|(_, end)| hit < *end)
    }

    /// Objects in object streams are read where their stream names one of the numbers.
    fn search_object_streams(&mut self) -> Result<()> {
        let document = self.analysis.document;
        let sections = document.revisions().get(self.analysis.revision.saturating_sub(1));
        let sections = sections.map_or(0, |revision| revision.sections.end);
        if document.sections().iter().take(sections).all(|section| section.data.is_empty()) {
            return Ok(());
        }
        let mut streams: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for range in self.numbers() {
            for number in range {
                if let Some(Location::InStream { stream, .. }) = self.view.location(number) {
                    streams.entry(stream).or_default().push(number);
                }
            }
        }
        for (stream, numbers) in streams {
            let named = match self.view.container(stream)? {
                Some(container) => self.hits(Some(container.data()))?.is_none_or(|hits| !hits.is_empty()),
                None => false,
            };
            for number in numbers.into_iter().filter(|_| named) {
                self.read(number, Note::Nothing)?;
            }
            if named && self.unreadable.is_some() {
                return self.give_up();
            }
        }
        Ok(())
    }

    /// The numbers that sections of the revision speak of.
    fn numbers(&self) -> Vec<Range<u32>> {
        self.analysis.document.numbers_up_to(self.analysis.revision.saturating_sub(1))
    }

    /// Where one of the numbers may stand in a reference; `None` for more places than can be told apart.
    fn hits(&self, bytes: Option<&[u8]>) -> Result<Option<Vec<usize>>> {
        let bytes = bytes.unwrap_or_default();
        let numbers = &self.analysis.reserved;
        // The last digit is left open where three are left, so that ten numbers in a row take one search.
        let prefixes: BTreeSet<String> = numbers
            .keys()
            .map(|number| if *number < 1000 { *number } else { number / 10 })
            .map(|digits| digits.to_string())
            .collect();
        let mut hits = Vec::new();
        for prefix in prefixes {
            self.analysis.document.work(1 + bytes.len() / BYTES_PER_LOOK_UP)?;
            for at in memchr::memmem::find_iter(bytes, prefix.as_bytes()) {
                if is_reference(bytes, at, numbers) {
                    hits.push(at);
                }
            }
            if hits.len() > MOST_HITS {
                return Ok(None);
            }
        }
        Ok(Some(hits))
    }
}

/// Whether digits of a reference to one of the numbers stand here.
fn is_reference<T>(bytes: &[u8], at: usize, numbers: &BTreeMap<u32, T>) -> bool {
    // Zeros before a number change nothing, other digits make it another number.
    let before = bytes.get(at.saturating_sub(LONGEST_REFERENCE)..at).unwrap_or_default();
    let zeros = before.iter().rev().take_while(|byte| **byte == b'0').count();
    match before.iter().rev().nth(zeros) {
        Some(b'1'..=b'9') => return false,
        None if before.len() == LONGEST_REFERENCE => return true,
        _ => {}
    }
    let window = bytes.get(..at.saturating_add(LONGEST_REFERENCE)).unwrap_or(bytes);
    let mut lexer = Lexer::new(window, at);
    let number = lexer.digits(20).and_then(|number| u32::try_from(number).ok());
    if number.is_none_or(|number| !numbers.contains_key(&number)) {
        return false;
    }
    let whole = lexer.digits(20).is_some() && lexer.eat_keyword(b"R");
    // Space and comments may be as long as they like.
    lexer.skip_space();
    whole || (lexer.rest().is_empty() && window.len() < bytes.len())
}

/// Bytes that are looked at around a number.
const LONGEST_REFERENCE: usize = 256;

/// Bytes that can be searched in the time that it takes to look up an object.
const BYTES_PER_LOOK_UP: usize = 4096;

/// How far back replaced definitions are looked for.
const MOST_REVISIONS: usize = 16;

/// Places that are told apart.
const MOST_HITS: usize = 1_000_000;
