//! Reading DER (X.690 section 10) element by element.

use super::{Oid, Tag};
use crate::error::{Error, ErrorKind, Result};
use crate::time::Time;

/// One element: identifier, length and contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub(crate) tag: Tag,
    /// Identifier, length and contents as they stand in the input.
    pub(crate) raw: &'a [u8],
    pub(crate) content: &'a [u8],
    /// Where `raw` begins in the input of the outermost reader.
    pub(crate) offset: usize,
}

/// Reads the elements of a slice in order.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn peek(&self) -> Option<Tag> {
        self.rest.first().copied().map(Tag)
    }

    /// The next element, whatever it is.
    pub(crate) fn element(&mut self) -> Result<Element<'a>> {
        let header = Header::read(self.rest).ok_or_else(|| self.error("identifier or length"))?;
        let length = header.length.ok_or_else(|| self.error("indefinite length"))?;
        if !header.minimal {
            return Err(self.error("length that is not minimal"));
        }
        let end = header.size.checked_add(length).filter(|end| *end <= self.rest.len());
        let end = end.ok_or_else(|| self.error("contents cut off"))?;
        let (raw, rest) = self.rest.split_at(end);
        let content = raw.get(header.size..).unwrap_or_default();
        let element = Element { tag: header.tag, raw, content, offset: self.offset };
        self.rest = rest;
        self.offset = self.offset.saturating_add(end);
        Ok(element)
    }

    /// The next element, which must have this tag; `what` names it in the error.
    pub(crate) fn expect(&mut self, tag: Tag, what: &'static str) -> Result<Element<'a>> {
        if self.peek() != Some(tag) {
            return Err(self.error(what));
        }
        self.element()
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: Tag) -> Result<Option<Element<'a>>> {
        if self.peek() == Some(tag) { self.element().map(Some) } else { Ok(None) }
    }

    /// The inside of the next element, which must have this tag.
    pub(crate) fn enter(&mut self, tag: Tag, what: &'static str) -> Result<Reader<'a>> {
        self.expect(tag, what).map(|element| element.reader())
    }

    /// The inside of the next element, which must be a SEQUENCE.
    pub(crate) fn sequence(&mut self, what: &'static str) -> Result<Reader<'a>> {
        self.enter(Tag::SEQUENCE, what)
    }

    /// The next element, which must be an OBJECT IDENTIFIER.
    pub(crate) fn oid(&mut self, what: &'static str) -> Result<Oid<'a>> {
        self.expect(Tag::OID, what).map(|element| Oid(element.content))
    }

    /// Says that nothing may follow.
    pub(crate) fn finish(&self, what: &'static str) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(self.error(what)) }
    }

    /// A malformed-ASN.1 error at the place that is read next.
    pub(crate) fn error(&self, what: &'static str) -> Error {
        Error::new(ErrorKind::MalformedAsn1, what).at(self.offset)
    }
}

impl<'a> Element<'a> {
    /// The one element that `bytes` consists of.
    pub(crate) fn from_der(bytes: &'a [u8], what: &'static str) -> Result<Self> {
        let mut reader = Reader::new(bytes);
        let element = reader.element()?;
        reader.finish(what)?;
        Ok(element)
    }

    /// Reads the elements inside.
    pub(crate) fn reader(&self) -> Reader<'a> {
        let header = self.raw.len().saturating_sub(self.content.len());
        Reader { rest: self.content, offset: self.offset.saturating_add(header) }
    }

    /// The magnitude of a non-negative INTEGER, big-endian, without the leading zero octet.
    pub(crate) fn unsigned(&self, what: &'static str) -> Result<&'a [u8]> {
        match self.content {
            [] => Err(self.error(what)),
            [0] => Ok(self.content),
            [0, rest @ ..] => Ok(rest),
            [first, ..] if *first < 0x80 => Ok(self.content),
            _ => Err(self.error(what)),
        }
    }

    /// A non-negative INTEGER that fits into 64 bits.
    pub(crate) fn u64(&self, what: &'static str) -> Result<u64> {
        let bytes = self.unsigned(what)?;
        if bytes.len() > 8 {
            return Err(self.error(what));
        }
        Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// A non-negative INTEGER that fits into 32 bits.
    pub(crate) fn u32(&self, what: &'static str) -> Result<u32> {
        u32::try_from(self.u64(what)?).map_err(|_| self.error(what))
    }

    /// The octets of a BIT STRING that has no unused bits.
    pub(crate) fn bit_octets(&self, what: &'static str) -> Result<&'a [u8]> {
        match self.content {
            [0, octets @ ..] => Ok(octets),
            _ => Err(self.error(what)),
        }
    }

    /// A UTCTime or GeneralizedTime: as RFC 5280 4.1.2.5 wants it, and the real ones without seconds or with an
    /// offset instead of Z.
    pub(crate) fn time(&self, what: &'static str) -> Result<Time> {
        parse_time(self.tag, self.content).ok_or_else(|| self.error(what))
    }

    /// A malformed-ASN.1 error at this element.
    pub(crate) fn error(&self, what: &'static str) -> Error {
        Error::new(ErrorKind::MalformedAsn1, what).at(self.offset)
    }
}

/// Identifier and length of an element, in DER or BER.
pub(super) struct Header {
    pub(super) tag: Tag,
    /// `None` for the indefinite form.
    pub(super) length: Option<usize>,
    /// Octets taken by identifier and length.
    pub(super) size: usize,
    /// Whether the length is written in the fewest octets, as DER demands.
    pub(super) minimal: bool,
}

impl Header {
    /// Reads the header at the start of `bytes`; `None` if it is cut off, absurd, or has a high tag number.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (&tag, rest) = bytes.split_first()?;
        let (&first, rest) = rest.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let tag = Tag(tag);
        match first {
            0..=0x7f => Some(Self { tag, length: Some(usize::from(first)), size: 2, minimal: true }),
            0x80 => Some(Self { tag, length: None, size: 2, minimal: false }),
            _ => {
                let count = usize::from(first & 0x7f);
                let octets = rest.get(..count)?;
                let mut length = 0usize;
                for octet in octets {
                    length = length.checked_mul(256)?.checked_add(usize::from(*octet))?;
                }
                let minimal = length > 0x7f && octets.first() != Some(&0);
                Some(Self { tag, length: Some(length), size: count.checked_add(2)?, minimal })
            }
        }
    }
}

fn parse_time(tag: Tag, content: &[u8]) -> Option<Time> {
    let text = std::str::from_utf8(content).ok().filter(|text| text.is_ascii())?;
    let (body, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => (text.get(..at)?, parse_offset(text.get(at..)?)?),
        None => return None,
    };
    // Parts of a second are forbidden by RFC 5280 but allowed in timestamp tokens (RFC 3161 2.4.2).
    let body = body.split(['.', ',']).next()?;
    let number = |range: std::ops::Range<usize>| -> Option<u8> {
        let digits = body.get(range)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (year, at) = match tag {
        Tag::UTC_TIME => {
            let year = i32::from(number(0..2)?);
            (if year < 50 { 2000 + year } else { 1900 + year }, 2)
        }
        Tag::GENERALIZED_TIME => (i32::from(number(0..2)?) * 100 + i32::from(number(2..4)?), 4),
        _ => return None,
    };
    let second = match body.len().checked_sub(at)? {
        8 => 0,
        10 => number(at + 8..at + 10)?,
        _ => return None,
    };
    let date = (year, number(at..at + 2)?, number(at + 2..at + 4)?);
    Time::from_calendar(date, (number(at + 4..at + 6)?, number(at + 6..at + 8)?, second), offset).ok()
}

/// Minutes east of UTC.
fn parse_offset(text: &str) -> Option<i32> {
    match (text.as_bytes(), text.get(1..)) {
        (b"Z", _) => Some(0),
        ([sign, a, b, c, d], Some(digits)) if digits.bytes().all(|x| x.is_ascii_digit()) => {
            let digit = |x: &u8| i32::from(*x) - i32::from(b'0');
            let minutes = (digit(a) * 10 + digit(b)) * 60 + digit(c) * 10 + digit(d);
            Some(if *sign == b'-' { -minutes } else { minutes })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, Reader, Tag, parse_time};
    use crate::error::ErrorKind;

    fn time(tag: Tag, text: &str) -> Option<String> {
        parse_time(tag, text.as_bytes()).map(|t| t.to_string())
    }

    #[test]
    fn times_of_real_certificates_are_read() {
        assert_eq!(time(Tag::UTC_TIME, "180822033000Z").as_deref(), Some("2018-08-22T03:30:00Z"));
        assert_eq!(time(Tag::UTC_TIME, "490101000000Z").as_deref(), Some("2049-01-01T00:00:00Z"));
        assert_eq!(time(Tag::UTC_TIME, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00Z"));
        assert_eq!(time(Tag::UTC_TIME, "1808220330Z").as_deref(), Some("2018-08-22T03:30:00Z"));
        assert_eq!(time(Tag::UTC_TIME, "180822103000+0700").as_deref(), Some("2018-08-22T03:30:00Z"));
        assert_eq!(time(Tag::GENERALIZED_TIME, "20500101000000Z").as_deref(), Some("2050-01-01T00:00:00Z"));
        assert_eq!(time(Tag::GENERALIZED_TIME, "20500101000000.5Z").as_deref(), Some("2050-01-01T00:00:00Z"));
        assert_eq!(time(Tag::UTC_TIME, "180822"), None);
        assert_eq!(time(Tag::UTC_TIME, "1808220330000000Z"), None);
    }

    #[test]
    fn lengths_must_be_definite_minimal_and_within_the_input() {
        for bad in
            [&[0x04u8, 0x81, 0x01, 0xff][..], &[0x30, 0x80, 0, 0], &[0x04, 5, 1], &[0x04], &[0x1f, 0x81, 0]]
        {
            let error = Reader::new(bad).element().map(|e| e.raw.len()).expect_err("malformed");
            assert_eq!(error.kind(), ErrorKind::MalformedAsn1);
        }
        let huge = [0x04, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        assert!(Reader::new(&huge).element().is_err());
    }

    #[test]
    fn an_error_says_where() {
        let mut outer = Reader::new(&[0x30, 0x05, 0x02, 0x01, 0x05, 0x04, 0x09]);
        let mut inner = outer.sequence("outer").expect("well-formed");
        assert_eq!(inner.element().and_then(|e| e.u64("n")), Ok(5));
        assert_eq!(inner.element().map_err(|e| e.offset()), Err(Some(5)));
    }

    #[test]
    fn integers_are_not_negative() {
        let integer = |bytes: &[u8]| Element::from_der(bytes, "x").and_then(|e| e.u64("x")).ok();
        assert_eq!(integer(&[2, 1, 0]), Some(0));
        assert_eq!(integer(&[2, 2, 0, 0xff]), Some(255));
        assert_eq!(integer(&[2, 1, 0xff]), None);
        assert_eq!(integer(&[2, 0]), None);
    }
}
