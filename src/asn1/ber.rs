//! From BER to DER: definite, minimal lengths and joined strings; nothing else changes.
//!
//! Old Java and .NET tools, Firefox and Bouncy Castle write messages and key files with indefinite lengths and
//! strings in pieces (X.690 8.1.3.6, 8.7.3). The order of elements is kept, so that signed attributes stay in the
//! order in which they were sent.

use std::borrow::Cow;

use super::read::Header;
use super::{Tag, write};
use crate::error::{Error, ErrorKind, Result};

/// The element at the start of `bytes` in DER, and how many bytes of the input it takes. Borrowed if it was DER
/// already. Bytes behind it are ignored: the caller judges them.
///
/// # Errors
/// Malformed ASN.1, or nesting deeper than `depth`.
pub(crate) fn to_der(bytes: &[u8], depth: usize) -> Result<(Cow<'_, [u8]>, usize)> {
    let mut scan = Scan { bytes, changed: false };
    let end = scan.measure(0, depth)?;
    if !scan.changed {
        return Ok((Cow::Borrowed(scan.slice(0, end)?), end));
    }
    let mut out = Vec::with_capacity(end);
    scan.rewrite(0, depth, &mut out)?;
    Ok((Cow::Owned(out), end))
}

struct Scan<'a> {
    bytes: &'a [u8],
    changed: bool,
}

impl<'a> Scan<'a> {
    /// Walks the element at `at`, notes whether it has to change, and returns where it ends.
    fn measure(&mut self, at: usize, depth: usize) -> Result<usize> {
        let header = self.header(at)?;
        let start = offset(at, header.size)?;
        self.changed |= !header.minimal || joined(header.tag).is_some();
        let Some(length) = header.length else {
            let mut next = start;
            while !self.at_end_of_contents(next) {
                next = self.measure(next, self.deeper(at, depth)?)?;
            }
            return offset(next, 2);
        };
        let end = offset(start, length)?;
        self.slice(start, end)?;
        if header.tag.is_constructed() {
            let mut next = start;
            while next < end {
                next = self.measure(next, self.deeper(at, depth)?)?;
            }
            if next != end {
                return Err(error("contents longer than their element").at(at));
            }
        }
        Ok(end)
    }

    /// Writes the element at `at` in DER and returns where it ends in the input.
    fn rewrite(&self, at: usize, depth: usize, out: &mut Vec<u8>) -> Result<usize> {
        let header = self.header(at)?;
        let start = offset(at, header.size)?;
        let end = header.length.map(|length| offset(start, length)).transpose()?;
        if !header.tag.is_constructed() {
            let end = end.ok_or_else(|| error("indefinite length of a primitive element").at(at))?;
            out.extend_from_slice(&write::tlv(header.tag, self.slice(start, end)?));
            return Ok(end);
        }
        let mut content = Vec::new();
        let string = joined(header.tag);
        let mut next = start;
        while end.map_or_else(|| !self.at_end_of_contents(next), |end| next < end) {
            let from = content.len();
            next = self.rewrite(next, self.deeper(at, depth)?, &mut content)?;
            if let Some(tag) = string {
                // A piece of the string: only what it contains is kept.
                let piece = Header::read(content.get(from..).unwrap_or_default());
                let piece = piece.filter(|piece| piece.tag == tag);
                let piece = piece.ok_or_else(|| error("string made of something else").at(at))?;
                content.drain(from..from.saturating_add(piece.size));
            }
        }
        out.extend_from_slice(&write::tlv(string.unwrap_or(header.tag), &content));
        Ok(end.unwrap_or(offset(next, 2)?))
    }

    fn header(&self, at: usize) -> Result<Header> {
        let header = Header::read(self.bytes.get(at..).unwrap_or_default());
        let header = header.ok_or_else(|| error("identifier or length").at(at))?;
        if header.length.is_none() && !header.tag.is_constructed() {
            return Err(error("indefinite length of a primitive element").at(at));
        }
        Ok(header)
    }

    fn at_end_of_contents(&self, at: usize) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(&[0, 0]))
    }

    fn slice(&self, start: usize, end: usize) -> Result<&'a [u8]> {
        self.bytes.get(start..end).ok_or_else(|| error("contents cut off").at(start))
    }

    fn deeper(&self, at: usize, depth: usize) -> Result<usize> {
        let nested = depth.checked_sub(1);
        nested.ok_or_else(|| Error::new(ErrorKind::LimitExceeded, "nesting of ASN.1").at(at))
    }
}

/// The primitive tag of an OCTET STRING that is written in pieces. Other strings are never split in practice.
fn joined(tag: Tag) -> Option<Tag> {
    (tag.0 == Tag::OCTET_STRING.0 | 0x20).then_some(Tag::OCTET_STRING)
}

fn offset(at: usize, size: usize) -> Result<usize> {
    at.checked_add(size).ok_or_else(|| error("length beyond memory").at(at))
}

fn error(what: &'static str) -> Error {
    Error::new(ErrorKind::MalformedAsn1, what)
}

#[cfg(test)]
mod tests {
    use super::to_der;
    use crate::error::ErrorKind;

    fn der(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
        to_der(bytes, 8).ok().map(|(der, used)| (der.into_owned(), used))
    }

    #[test]
    fn der_is_borrowed_and_what_follows_is_not_touched() {
        let bytes = [0x30, 3, 2, 1, 5, 0, 0, 0];
        let (der, used) = to_der(&bytes, 8).expect("well-formed");
        assert!(matches!(der, std::borrow::Cow::Borrowed(_)));
        assert_eq!((&*der, used), (&bytes[..5], 5));
    }

    #[test]
    fn indefinite_lengths_and_pieces_are_joined() {
        let bytes = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 4, 2, 8, 9, 0, 0, 2, 1, 5, 0, 0, 0xff];
        assert_eq!(der(&bytes), Some((vec![0x30, 8, 4, 3, 7, 8, 9, 2, 1, 5], 18)));
    }

    #[test]
    fn long_lengths_are_shortened() {
        assert_eq!(der(&[0x30, 0x82, 0, 3, 2, 1, 5]), Some((vec![0x30, 3, 2, 1, 5], 7)));
    }

    #[test]
    fn nesting_is_bounded_and_truncation_is_found() {
        let deep = [0x30, 0x80].repeat(100_000);
        assert_eq!(to_der(&deep, 64).map_err(|e| e.kind()), Err(ErrorKind::LimitExceeded));
        for bad in
            [&[0x30u8, 0x80, 2, 1, 5][..], &[0x30, 4, 2, 1, 5], &[0x30, 3, 2, 2, 5], &[0x24, 3, 2, 1, 5]]
        {
            assert_eq!(to_der(bad, 8).map_err(|e| e.kind()), Err(ErrorKind::MalformedAsn1), "{bad:?}");
        }
    }
}
