//! Which object stands at a byte of the file, without reading all objects.
//!
//! Cross-reference entries may lead anywhere: to an object inside of a string or a comment of another, which both go on
//! behind it. So it has to be plain that the object before the byte is the only one that reads it:
//!
//! - No other object begins between its header and the byte, because `obj` does not stand there.
//! - It begins in no comment of another object, because its line has no percent sign before it.
//! - It begins in no string of another object which ends before the byte. Read from within such a string, parentheses
//!   are as balanced and escaped as from outside, but in a comment, of which there is none before the byte. In the data
//!   of a stream everything may stand; there it is not plain.
//! - Outside of strings and comments no object contains the header of another: `obj` is no value.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::super::super::definitions::Definition;
use super::super::super::lexer::{Lexer, Token};
use super::super::super::parse::object_header;
use super::super::super::{Document, Location, Object, ObjectId, is_whitespace};
use crate::error::{ErrorKind, Result};

/// What stands at a byte. Complete by nature.
pub(super) enum Holder {
    /// This definition and no other.
    Object(Definition),
    /// The trailer of a table.
    Nobody,
    Unclear,
}

/// Finds what stands at bytes that are asked for in ascending order.
pub(super) struct Holders<'d, 'a> {
    document: &'d Document<'a>,
    /// The definitions of the objects that were found, by the byte to which their entries point.
    definitions: HashMap<u32, Rc<HashMap<usize, Definition>>>,
    last: Option<Part>,
    /// Trailers of tables with the byte at which their section begins, ascending.
    trailers: Vec<(usize, Range<usize>)>,
}

/// What was found last, and how far it is known that nothing else begins there.
struct Part {
    /// `None` for a trailer.
    definition: Option<Definition>,
    clear: Range<usize>,
    /// Where its first comment, its stream or it ends.
    end: usize,
}

impl<'d, 'a> Holders<'d, 'a> {
    pub(super) fn new(document: &'d Document<'a>) -> Self {
        let sections = document.sections().iter();
        let mut trailers: Vec<_> = sections
            .filter(|section| {
                document.bytes().get(section.span.clone()).is_some_and(|text| text.starts_with(b"xref"))
            })
            .filter_map(|section| Some((section.span.start, section.trailer.span()?)))
            .collect();
        trailers.sort_by_key(|(_, trailer)| trailer.start);
        Self { document, definitions: HashMap::new(), last: None, trailers }
    }

    /// What stands at this byte.
    ///
    /// # Errors
    /// `LimitExceeded`, and what the decryptor says.
    pub(super) fn of(&mut self, at: usize) -> Result<Holder> {
        if !self.last.as_ref().is_some_and(|last| last.clear.start <= at && at < last.end) {
            self.last = match self.trailer(at) {
                Some(trailer) => Some(trailer),
                None => self.object(at)?,
            };
        }
        let bytes = self.document.bytes();
        let Some(last) = self.last.as_mut().filter(|last| last.clear.start <= at && at < last.end) else {
            return Ok(Holder::Unclear);
        };
        if at > last.clear.end {
            let between = bytes.get(last.clear.end..at).unwrap_or_default();
            self.document.work(between.len() / BYTES_PER_LOOK_UP)?;
            if memchr::memmem::find(between, b"obj").is_some() {
                self.last = None;
                return self.of_next(at);
            }
            last.clear.end = at;
        }
        Ok(last.definition.map_or(Holder::Nobody, Holder::Object))
    }

    /// Another object begins before this byte.
    fn of_next(&mut self, at: usize) -> Result<Holder> {
        self.last =
            self.object(at)?.filter(|part| part.clear.start <= at && at < part.end && at <= part.clear.end);
        Ok(self.last.as_ref().and_then(|part| part.definition).map_or(Holder::Unclear, Holder::Object))
    }

    /// The trailer of a table, if no object can reach over it.
    fn trailer(&self, at: usize) -> Option<Part> {
        let index = self.trailers.partition_point(|(_, trailer)| trailer.start <= at).checked_sub(1)?;
        let (section, trailer) = self.trailers.get(index).filter(|(_, trailer)| trailer.contains(&at))?;
        let text = self.document.bytes().get(*section..trailer.end)?;
        let plain = memchr::memchr(b'%', text).is_none() && memchr::memmem::find(text, b"obj").is_none();
        let end = trailer.end;
        (plain && self.begins_a_line(*section)).then_some(Part {
            definition: None,
            clear: trailer.start..end,
            end,
        })
    }

    /// The object whose header is the last one before this byte.
    fn object(&mut self, at: usize) -> Result<Option<Part>> {
        let floor = at.saturating_sub(LONGEST_OBJECT);
        let bytes = self.document.bytes();
        let before = bytes.get(floor..at).unwrap_or_default();
        let Some(keyword) = memchr::memmem::rfind(before, b"obj") else {
            self.document.work(1 + before.len() / BYTES_PER_LOOK_UP)?;
            return Ok(None);
        };
        let keyword = floor.saturating_add(keyword);
        self.document.work(1 + at.saturating_sub(keyword) / BYTES_PER_LOOK_UP)?;
        let Some(start) = header_before(bytes, keyword) else { return Ok(None) };
        let Some((id, header_end)) = object_header(bytes, start) else { return Ok(None) };
        if !self.begins_a_line(start) {
            return Ok(None);
        }
        let Some(definition) = self.definition(id, start) else { return Ok(None) };
        let end = match self.document.view(definition.revision).indirect(id) {
            Ok(Some(found)) => match found.object {
                Object::Stream(stream) => stream.dictionary.span().map_or(header_end, |span| span.end),
                _ => found.span.map_or(header_end, |span| span.end),
            },
            Ok(None) => return Ok(None),
            // Up to where it cannot be said.
            Err(error) if error.kind() == ErrorKind::MalformedPdf => at.saturating_add(1),
            Err(error) => return Err(error),
        };
        let end = self.first_comment(header_end, end);
        Ok(Some(Part { definition: Some(definition), clear: header_end..at, end }))
    }

    /// The definition to which an entry at this byte, or at the space before it, leads.
    fn definition(&mut self, id: ObjectId, start: usize) -> Option<Definition> {
        let document = self.document;
        let definitions = self.definitions.entry(id.number).or_insert_with(|| {
            let all = document.definitions_of(id.number);
            Rc::new(all.filter_map(|definition| Some((offset(&definition, id)?, definition))).collect())
        });
        let space = document.bytes().get(start.saturating_sub(LONGEST_SPACE)..start).unwrap_or_default();
        let space = space.iter().rev().take_while(|byte| is_whitespace(**byte)).count();
        (0..=space).find_map(|back| definitions.get(&start.checked_sub(back)?).copied())
    }

    /// Whether only space stands before this byte in its line, or other things but surely no comment.
    fn begins_a_line(&self, at: usize) -> bool {
        let before = self.document.bytes().get(at.saturating_sub(LONGEST_LINE)..at).unwrap_or_default();
        let line = before.iter().rposition(|byte| matches!(byte, b'\r' | b'\n'));
        let whole = line.is_some() || before.len() < LONGEST_LINE;
        let line = before.get(line.unwrap_or(0)..).unwrap_or_default();
        whole && line.last().is_none_or(|byte| is_whitespace(*byte)) && !line.contains(&b'%')
    }

    /// Where the first comment between these bytes begins, or the second of them.
    fn first_comment(&self, start: usize, end: usize) -> usize {
        let bytes = self.document.bytes().get(..end).unwrap_or_default();
        let text = bytes.get(start..).unwrap_or_default();
        if memchr::memchr(b'%', text).is_none() {
            return end;
        }
        let mut lexer = Lexer::new(bytes, start);
        loop {
            lexer.skip_whitespace();
            let at = lexer.position();
            if lexer.rest().first() == Some(&b'%') {
                return at;
            }
            match lexer.token() {
                Ok((Token::End, _)) => return end,
                Ok((Token::Name, _)) => drop(lexer.name()),
                Ok((Token::LiteralString, _)) if lexer.literal_string().is_ok() => {}
                Ok((Token::HexString, _)) if lexer.hex_string().is_ok() => {}
                Ok((Token::LiteralString | Token::HexString, _)) | Err(_) => return at,
                Ok(_) => {}
            }
        }
    }
}

/// Where the definition of this object stands, if it stands in the file by itself.
fn offset(definition: &Definition, id: ObjectId) -> Option<usize> {
    match definition.location {
        Location::Offset { offset, generation } if generation == id.generation => Some(offset),
        _ => None,
    }
}

/// Where `N G` begins before the keyword `obj`, if nothing but white space stands between.
fn header_before(bytes: &[u8], keyword: usize) -> Option<usize> {
    let mut at = keyword;
    for _ in 0..2 {
        let text = bytes.get(at.saturating_sub(LONGEST_SPACE)..at)?;
        let space = text.iter().rev().take_while(|byte| is_whitespace(**byte)).count();
        let digits = text.iter().rev().skip(space).take_while(|byte| byte.is_ascii_digit()).count();
        if space == 0 || digits == 0 {
            return None;
        }
        at = at.checked_sub(space.checked_add(digits)?)?;
    }
    Some(at)
}

/// Bytes that can be searched in the time that it takes to look up an object.
const BYTES_PER_LOOK_UP: usize = 4096;

/// How far before a byte the header of its object is looked for. Lists of all pages or fields take some 100 KB.
const LONGEST_OBJECT: usize = 1 << 20;

/// Space between the parts of a header.
const LONGEST_SPACE: usize = 64;

/// How far before an object its line begins.
const LONGEST_LINE: usize = 512;
