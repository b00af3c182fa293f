//! Operators and their operands, as they stand in a content stream (ISO 32000-2 7.8.2).

use std::borrow::Cow;

use super::geometry::tame;
use crate::error::Result;
use crate::limits::Budget;
use crate::pdf::lexer::{Lexer, Token, is_delimiter, is_whitespace};

/// An operand, as far as painting needs it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand<'b> {
    Number(f64),
    Name(Cow<'b, [u8]>),
    String(Cow<'b, [u8]>),
    /// The strings and numbers of an array; `TJ` needs nothing else.
    Array(Vec<Operand<'b>>),
    /// A dictionary of a marked-content operator, its content left out.
    Dictionary,
    /// `true`, `null`.
    Other,
}

/// One operator with what stood before it.
#[derive(Debug, PartialEq)]
pub(crate) struct Operation<'b> {
    pub(crate) operator: &'b [u8],
    pub(crate) operands: Vec<Operand<'b>>,
}

/// Reads a content stream from its beginning to its end. What cannot be read is passed over as viewers do.
pub(crate) struct Operations<'b> {
    bytes: &'b [u8],
    at: usize,
    most_operands: usize,
    /// Something was passed over that is neither operand nor operator.
    pub(crate) odd: bool,
}

impl<'b> Operations<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self::with_operands(bytes, MOST_OPERANDS)
    }

    /// As [`Operations::new`], for streams whose operators take more operands than those of pages.
    pub(crate) fn with_operands(bytes: &'b [u8], most_operands: usize) -> Self {
        Self { bytes, at: 0, most_operands, odd: false }
    }

    /// The next operator; `BI` stands for a whole inline image, with an operand if that is a mask.
    ///
    /// # Errors
    /// `LimitExceeded` if the work is used up.
    pub(crate) fn next(&mut self, work: &mut Budget) -> Result<Option<Operation<'b>>> {
        let mut operands = Vec::new();
        loop {
            match self.part(work)? {
                None => return Ok(None),
                Some(Part::Operand(operand)) if operands.len() < self.most_operands => operands.push(operand),
                // More than any operator takes: the first are not looked at.
                Some(Part::Operand(operand)) => {
                    self.odd = true;
                    operands.clear();
                    operands.push(operand);
                }
                Some(Part::Operator(b"BI")) => {
                    let mask = self.inline_image(work)?;
                    let operands = mask.then_some(Operand::Other).into_iter().collect();
                    return Ok(Some(Operation { operator: b"BI", operands }));
                }
                Some(Part::Operator(operator)) => return Ok(Some(Operation { operator, operands })),
                Some(Part::Closing) => self.odd = true,
            }
        }
    }

    fn part(&mut self, work: &mut Budget) -> Result<Option<Part<'b>>> {
        work.spend(1)?;
        let mut lexer = Lexer::new(self.bytes, self.at);
        lexer.skip_space();
        let start = lexer.position();
        // Space and comments are passed over faster than they are read, but not for nothing.
        work.spend(start.saturating_sub(self.at) / BYTES_OF_WORK)?;
        self.at = start;
        if let Some((number, length)) = number(lexer.rest()) {
            self.at = start.saturating_add(length);
            return Ok(Some(Part::Operand(Operand::Number(number))));
        }
        let Ok((token, _)) = lexer.token() else {
            self.odd = true;
            self.at = lexer.position().max(start.saturating_add(1));
            return Ok(Some(Part::Operand(Operand::Other)));
        };
        let part = match token {
            Token::End => return Ok(None),
            Token::Integer(_) | Token::Real(_) => Part::Operand(Operand::Other),
            Token::Name => Part::Operand(Operand::Name(lexer.name())),
            Token::LiteralString | Token::HexString => {
                let string =
                    if token == Token::HexString { lexer.hex_string() } else { lexer.literal_string() };
                self.odd |= string.is_err();
                Part::Operand(string.map_or(Operand::Other, Operand::String))
            }
            Token::ArrayStart => {
                self.at = lexer.position();
                return self.array(work).map(|items| Some(Part::Operand(Operand::Array(items))));
            }
            Token::DictionaryStart => {
                self.at = lexer.position();
                self.dictionary(work)?;
                return Ok(Some(Part::Operand(Operand::Dictionary)));
            }
            Token::ArrayEnd | Token::DictionaryEnd => Part::Closing,
            Token::Keyword(b"true" | b"false" | b"null") => Part::Operand(Operand::Other),
            Token::Keyword(operator) => Part::Operator(operator),
        };
        self.at = lexer.position();
        work.spend(self.at.saturating_sub(start) / BYTES_OF_WORK)?;
        Ok(Some(part))
    }

    /// The items of an array after its bracket. An operator in it ends it, and is not lost.
    fn array(&mut self, work: &mut Budget) -> Result<Vec<Operand<'b>>> {
        let mut items = Vec::new();
        let mut depth = 1usize;
        loop {
            let before = self.at;
            let mut lexer = Lexer::new(self.bytes, self.at);
            match lexer.token() {
                Ok((Token::ArrayEnd, _)) => {
                    work.spend(1)?;
                    self.at = lexer.position();
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Ok(items);
                    }
                    continue;
                }
                Ok((Token::ArrayStart, _)) => {
                    work.spend(1)?;
                    self.at = lexer.position();
                    depth = depth.saturating_add(1);
                    continue;
                }
                Ok((Token::DictionaryStart, _)) => {
                    self.at = lexer.position();
                    self.dictionary(work)?;
                    continue;
                }
                _ => {}
            }
            match self.part(work)? {
                None => {
                    self.odd = true;
                    return Ok(items);
                }
                Some(Part::Operand(operand)) => items.push(operand),
                Some(Part::Operator(_)) => {
                    self.odd = true;
                    self.at = before;
                    return Ok(items);
                }
                Some(Part::Closing) => self.odd = true,
            }
        }
    }

    /// Passes over a dictionary after its `<<`.
    fn dictionary(&mut self, work: &mut Budget) -> Result<()> {
        let mut depth = 1usize;
        while depth > 0 {
            work.spend(1)?;
            let mut lexer = Lexer::new(self.bytes, self.at);
            let start = self.at;
            match lexer.token() {
                Ok((Token::DictionaryStart, _)) => depth = depth.saturating_add(1),
                Ok((Token::DictionaryEnd, _)) => depth = depth.saturating_sub(1),
                Ok((Token::End, _)) => {
                    self.odd = true;
                    return Ok(());
                }
                Ok((Token::LiteralString, _)) => drop(lexer.literal_string()),
                Ok((Token::HexString, _)) => drop(lexer.hex_string()),
                Ok((Token::Name, _)) => drop(lexer.name()),
                Ok(_) | Err(_) => {}
            }
            self.at = lexer.position().max(start.saturating_add(1));
            work.spend(self.at.saturating_sub(start) / BYTES_OF_WORK)?;
        }
        Ok(())
    }

    /// Passes over an inline image after its `BI` (8.9.7); whether it is a mask.
    fn inline_image(&mut self, work: &mut Budget) -> Result<bool> {
        let mut entries: Vec<Operand<'b>> = Vec::new();
        loop {
            match self.part(work)? {
                None => {
                    self.odd = true;
                    return Ok(true);
                }
                Some(Part::Operator(b"ID")) => break,
                // Never an image: what follows is read as operators.
                Some(Part::Operator(_)) => {
                    self.odd = true;
                    return Ok(true);
                }
                Some(Part::Operand(operand)) if entries.len() < MOST_OPERANDS => entries.push(operand),
                Some(Part::Operand(_) | Part::Closing) => self.odd = true,
            }
        }
        let data = self.at.saturating_add(1);
        let stated = stated_length(&entries).map(|length| data.saturating_add(length));
        let end = stated.and_then(|end| self.end_of_image(end, end.saturating_add(4)));
        let end = end.or_else(|| self.end_of_image(data, self.bytes.len()));
        self.odd |= end.is_none();
        let end = end.unwrap_or(self.bytes.len());
        work.spend(end.saturating_sub(self.at) / BYTES_OF_WORK)?;
        self.at = end;
        Ok(is_mask(&entries))
    }

    /// One past the first `EI` in this part that can be an operator.
    fn end_of_image(&self, from: usize, to: usize) -> Option<usize> {
        let part = self.bytes.get(from..to.min(self.bytes.len()))?;
        memchr::memmem::find_iter(part, b"EI").find_map(|found| {
            let at = from.saturating_add(found);
            let end = at.saturating_add(2);
            let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
            let after = self.bytes.get(end..end.saturating_add(TEXT_AFTER_IMAGE).min(self.bytes.len()))?;
            let is_text = |b: &u8| is_whitespace(*b) && *b != 0 || (b' '..=b'~').contains(b);
            let alone = before.is_some_and(|b| is_whitespace(*b))
                && after.first().is_none_or(|b| is_whitespace(*b) || is_delimiter(*b));
            (alone && after.iter().all(is_text)).then_some(end)
        })
    }
}

enum Part<'b> {
    Operand(Operand<'b>),
    Operator(&'b [u8]),
    /// A bracket that closes nothing.
    Closing,
}

fn image_entry<'e, 'b>(entries: &'e [Operand<'b>], keys: [&[u8]; 2]) -> Option<&'e Operand<'b>> {
    entries.chunks_exact(2).find_map(|pair| match pair {
        [Operand::Name(key), value] if keys.contains(&key.as_ref()) => Some(value),
        _ => None,
    })
}

/// On doubt, an image that lets shine through what is under it.
fn is_mask(entries: &[Operand<'_>]) -> bool {
    image_entry(entries, [b"IM", b"ImageMask"]).is_some()
}

/// The bytes of an inline image that is not compressed, or that says its length (8.9.7, table 91).
fn stated_length(entries: &[Operand<'_>]) -> Option<usize> {
    let value = |keys| image_entry(entries, keys);
    let number = |keys| match value(keys) {
        Some(Operand::Number(number)) => whole(*number),
        _ => None,
    };
    if let Some(length) = number([b"L", b"Length"]) {
        return Some(length);
    }
    if value([b"F", b"Filter"]).is_some() {
        return None;
    }
    let components = match value([b"CS", b"ColorSpace"]) {
        Some(Operand::Name(name)) => match name.as_ref() {
            b"RGB" | b"DeviceRGB" => 3,
            b"CMYK" | b"DeviceCMYK" => 4,
            b"G" | b"DeviceGray" => 1,
            _ => return None,
        },
        Some(Operand::Array(_)) => 1,
        _ if is_mask(entries) => 1,
        _ => return None,
    };
    let bits = if is_mask(entries) { 1 } else { number([b"BPC", b"BitsPerComponent"])? };
    let row = number([b"W", b"Width"])?.checked_mul(bits)?.checked_mul(components)?.div_ceil(8);
    row.checked_mul(number([b"H", b"Height"])?)
}

/// A small number without a fraction.
fn whole(number: f64) -> Option<usize> {
    if !(0.0..=4e9).contains(&number) {
        return None;
    }
    format!("{number:.0}").parse().ok()
}

/// A number at the start of these bytes, and its length. Read as viewers do: `--5`, `1.2.3`, `.`; what is none is left
/// to the lexer.
fn number(bytes: &[u8]) -> Option<(f64, usize)> {
    let first = bytes.first()?;
    if !matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.') {
        return None;
    }
    let length = bytes.iter().take_while(|b| !is_whitespace(**b) && !is_delimiter(**b)).count();
    let (mut value, mut scale, mut negative, mut point) = (0.0f64, 1.0f64, false, false);
    for (at, byte) in bytes.get(..length)?.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                if point {
                    scale *= 10.0;
                }
            }
            b'.' if !point => point = true,
            b'-' if at == 0 => negative = true,
            b'+' | b'-' if at < 2 => {}
            // `12-34` is 12, `1.2.3` is 1.2.
            b'-' | b'.' => break,
            _ => return None,
        }
    }
    let value = tame(value / scale);
    Some((if negative { -value } else { value }, length))
}

/// The longest operators take 33 (`scn` of DeviceN and a name).
const MOST_OPERANDS: usize = 64;

/// So many bytes are passed over in the time of one operand.
const BYTES_OF_WORK: usize = 32;

/// Bytes behind `EI` that have to be text: in compressed data they hardly are.
const TEXT_AFTER_IMAGE: usize = 16;
