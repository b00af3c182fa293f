//! Values and indirect objects from tokens (ISO 32000-2 7.3).

use std::ops::Range;

use super::anomaly::ObjectAnomaly;
use super::lexer::{Lexer, Token};
use super::malformed;
use super::object::{Dictionary, Entry, Object, ObjectId, PdfString, Stream, StringKind};
use crate::error::Result;
use crate::limits::{Budget, Limits};

/// Reads values from a slice of the file; spans are positions in that slice.
pub(super) struct Parser<'b> {
    lexer: Lexer<'b>,
    depth: usize,
    parts: Budget,
}

/// An indirect object as it stands in a slice of the file.
pub(super) struct Raw<'b> {
    pub(super) id: ObjectId,
    pub(super) object: Object<'b>,
    pub(super) span: Range<usize>,
    pub(super) text: Range<usize>,
    pub(super) anomalies: Vec<ObjectAnomaly>,
}

impl<'b> Parser<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize, limits: &Limits) -> Self {
        // The parser and the destructor of its result call themselves once per level: a caller that asks for more
        // than the stack of a thread holds gets less.
        let depth = limits.depth.min(256);
        // A part takes some 60 bytes of memory and two bytes of the file. A quarter of the objects of the largest
        // archives are pages, and some writers list them in one array.
        Self {
            lexer: Lexer::new(bytes, at),
            depth,
            parts: Budget::new(limits.objects / 4, "parts of one object"),
        }
    }

    pub(super) fn position(&self) -> usize {
        self.lexer.position()
    }

    pub(super) fn object(&mut self) -> Result<Object<'b>> {
        self.value(self.depth)
    }

    fn value(&mut self, depth: usize) -> Result<Object<'b>> {
        self.parts.spend(1)?;
        let (token, start) = self.lexer.token()?;
        Ok(match token {
            Token::Integer(number) => match self.rest_of_reference(number) {
                Some(id) => Object::Reference(id),
                None => Object::Integer(number),
            },
            Token::Real(number) => Object::Real(number),
            Token::Name => Object::Name(self.lexer.name()),
            Token::LiteralString => {
                let bytes = self.lexer.literal_string()?;
                let span = Some(start..self.lexer.position());
                Object::String(PdfString { bytes, kind: StringKind::Literal, span })
            }
            Token::HexString => {
                let bytes = self.lexer.hex_string()?;
                let span = Some(start..self.lexer.position());
                Object::String(PdfString { bytes, kind: StringKind::Hex, span })
            }
            Token::ArrayStart => Object::Array(self.array(start, deeper(depth, start)?)?),
            Token::DictionaryStart => Object::Dictionary(self.dictionary(start, deeper(depth, start)?)?),
            Token::Keyword(b"true") => Object::Bool(true),
            Token::Keyword(b"false") => Object::Bool(false),
            Token::Keyword(b"null") => Object::Null,
            Token::Keyword(_) => return Err(malformed("a keyword where a value should be", start)),
            Token::ArrayEnd | Token::DictionaryEnd => {
                return Err(malformed("a stray closing bracket", start));
            }
            Token::End => return Err(malformed("the end of the data where a value should be", start)),
        })
    }

    /// The items of an array after its `[`.
    fn array(&mut self, start: usize, depth: usize) -> Result<Vec<Object<'b>>> {
        let mut items = Vec::new();
        loop {
            self.lexer.skip_space();
            match self.lexer.rest().first() {
                Some(b']') => {
                    self.lexer.eat(b"]");
                    return Ok(items);
                }
                Some(_) => items.push(self.value(depth)?),
                None => return Err(malformed("an array without end", start)),
            }
        }
    }

    /// The entries of a dictionary after its `<<`.
    fn dictionary(&mut self, start: usize, depth: usize) -> Result<Dictionary<'b>> {
        let mut entries = Vec::new();
        loop {
            let (token, at) = self.lexer.token()?;
            match token {
                Token::Name => {}
                Token::DictionaryEnd => {
                    return Ok(Dictionary { entries, span: Some(start..self.lexer.position()) });
                }
                Token::End => return Err(malformed("a dictionary without end", start)),
                _ => return Err(malformed("a dictionary key that is no name", at)),
            }
            let key = self.lexer.name();
            let key_span = Some(at..self.lexer.position());
            self.parts.spend(1)?;
            self.lexer.skip_space();
            let at = self.lexer.position();
            let value = self.value(depth)?;
            let value_span = Some(at..self.lexer.position());
            entries.push(Entry { key, value, key_span, value_span });
        }
    }

    /// What follows an integer if the three tokens are a reference, `12 0 R`.
    fn rest_of_reference(&mut self, number: i64) -> Option<ObjectId> {
        let mut ahead = self.lexer.clone();
        let generation = ahead.digits(5)?;
        if number < 0 || !ahead.eat_keyword(b"R") {
            return None;
        }
        self.lexer = ahead;
        // An object that cannot exist: such a reference is one to null (7.3.10).
        let nowhere = ObjectId { number: u32::MAX, generation: u16::MAX };
        let id = u32::try_from(number).ok().zip(u16::try_from(generation).ok());
        Some(id.map_or(nowhere, |(number, generation)| ObjectId { number, generation }))
    }
}

/// One level deeper, or too deep.
fn deeper(depth: usize, at: usize) -> Result<usize> {
    let too_deep =
        || crate::Error::new(crate::ErrorKind::LimitExceeded, "nesting of arrays and dictionaries").at(at);
    depth.checked_sub(1).ok_or_else(too_deep)
}

/// Reads the value at this byte of a slice and its extent. What it took, in bytes of a string, is added to `cost`, also
/// when it fails.
pub(super) fn value_at<'b>(
    bytes: &'b [u8],
    at: usize,
    limits: &Limits,
    cost: &mut usize,
) -> Result<(Object<'b>, Range<usize>)> {
    let mut lexer = Lexer::new(bytes, at);
    lexer.skip_space();
    let start = lexer.position();
    let mut parser = Parser::new(bytes, start, limits);
    let before = parser.parts.left();
    let object = parser.object();
    let end = parser.position();
    let parts = before.saturating_sub(parser.parts.left());
    *cost = cost.saturating_add(end.saturating_sub(at)).saturating_add(parts.saturating_mul(PART_AS_BYTES));
    Ok((object?, start..end))
}

/// `N G obj` at exactly this byte, and where it ends. Digits before it belong to another number: byte 1 of
/// `11 0 obj` is not object 1.
pub(super) fn object_header(bytes: &[u8], at: usize) -> Option<(ObjectId, usize)> {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    if before.is_some_and(u8::is_ascii_digit) || !bytes.get(at)?.is_ascii_digit() {
        return None;
    }
    let mut lexer = Lexer::new(bytes.get(..at.saturating_add(LONGEST_HEADER)).unwrap_or(bytes), at);
    let number = u32::try_from(lexer.digits(10)?).ok()?;
    let generation = u16::try_from(lexer.digits(5)?).ok()?;
    lexer.eat_keyword(b"obj").then(|| (ObjectId { number, generation }, lexer.position()))
}

/// Reads the indirect object whose header stands at exactly this byte. `length` finds the value of a `/Length` that
/// is a reference. The bytes that were looked at are added to `cost`, also when reading fails.
///
/// # Errors
/// `MalformedPdf` where there is no object, no value in it, or a stream without end; `LimitExceeded` as for values.
pub(super) fn indirect_object<'b>(
    bytes: &'b [u8],
    at: usize,
    length: &dyn Fn(ObjectId) -> Option<i64>,
    limits: &Limits,
    cost: &mut usize,
) -> Result<Raw<'b>> {
    let (id, header_end) =
        object_header(bytes, at).ok_or_else(|| malformed("no object where one should be", at))?;
    let mut anomalies = Vec::new();
    let mut lexer = Lexer::new(bytes, header_end);
    if lexer.eat_keyword(b"endobj") {
        anomalies.push(ObjectAnomaly::Empty);
        let (span, text) = (at..lexer.position(), header_end..header_end);
        *cost = cost.saturating_add(span.len());
        return Ok(Raw { id, object: Object::Null, span, text, anomalies });
    }
    let (mut object, text) = value_at(bytes, header_end, limits, cost)?;
    lexer = Lexer::new(bytes, text.end);
    lexer.skip_space();
    let mut value_end = text.end;
    let mut tail = value_end;
    if let Object::Dictionary(dictionary) = object {
        object = if lexer.eat(b"stream") {
            let written = match dictionary.get(b"Length") {
                Some(Object::Integer(length)) => Some(*length),
                Some(Object::Reference(id)) => length(*id),
                _ => None,
            };
            let data;
            (data, value_end) = stream_data(bytes, lexer, written, &mut anomalies, cost)?;
            tail = data.end;
            lexer = Lexer::new(bytes, value_end);
            lexer.skip_space();
            Object::Stream(Box::new(Stream { dictionary, data, id }))
        } else {
            Object::Dictionary(dictionary)
        };
    }
    *cost = cost.saturating_add(lexer.position().saturating_sub(tail));
    let end = if lexer.eat(b"endobj") {
        lexer.position()
    } else {
        anomalies.push(ObjectAnomaly::EndobjMissing);
        value_end
    };
    Ok(Raw { id, object, span: at..end, text, anomalies })
}

/// The data of a stream whose keyword `stream` was just read, and the end of `endstream` (7.3.8.1).
fn stream_data(
    bytes: &[u8],
    mut lexer: Lexer<'_>,
    written: Option<i64>,
    anomalies: &mut Vec<ObjectAnomaly>,
    cost: &mut usize,
) -> Result<(Range<usize>, usize)> {
    if !(lexer.eat(b"\r\n") || lexer.eat(b"\n")) {
        anomalies.push(ObjectAnomaly::StreamLineEnd);
        let mut ahead = lexer.clone();
        while ahead.eat(b" ") || ahead.eat(b"\t") {}
        if ahead.eat_line_end() {
            lexer = ahead;
        }
    }
    let start = lexer.position();
    let end = written.and_then(|n| usize::try_from(n).ok()).and_then(|n| start.checked_add(n));
    if let Some(end) = end.filter(|end| *end <= bytes.len()) {
        let mut after = Lexer::new(bytes, end);
        after.skip_whitespace();
        if after.eat(b"endstream") {
            return Ok((start..end, after.position()));
        }
    }
    anomalies.push(ObjectAnomaly::LengthWrong { written });
    let found = memchr::memmem::find(lexer.rest(), b"endstream");
    // The search is much faster than a parser.
    *cost = cost.saturating_add(found.unwrap_or(lexer.rest().len()) / 16);
    let length = found.ok_or_else(|| malformed("a stream without endstream", start))?;
    let data = lexer.rest().get(..length).unwrap_or_default();
    let data =
        data.strip_suffix(b"\r\n").or(data.strip_suffix(b"\n")).or(data.strip_suffix(b"\r")).unwrap_or(data);
    let data = start..start.saturating_add(data.len());
    Ok((data, start.saturating_add(length).saturating_add(b"endstream".len())))
}

/// A number, a bracket or a name takes as long as so many bytes of a string.
const PART_AS_BYTES: usize = 16;

/// Bytes that `N G obj` may take, spaces and comments included, so that nobody has to look at more.
const LONGEST_HEADER: usize = 512;
