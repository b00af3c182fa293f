//! Writing DER: each function returns one whole element.

use super::{Oid, Tag};
use crate::time::Time;

/// An element with these contents.
pub(crate) fn tlv(tag: Tag, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag.0);
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let octets = content.len().to_be_bytes();
            let zeros = octets.iter().take_while(|octet| **octet == 0).count();
            let octets = octets.get(zeros..).unwrap_or_default();
            out.push(0x80 | u8::try_from(octets.len()).unwrap_or(8));
            out.extend_from_slice(octets);
        }
    }
    out.extend_from_slice(content);
    out
}

/// An element that consists of other elements in this order.
pub(crate) fn constructed<T: AsRef<[u8]>>(tag: Tag, elements: &[T]) -> Vec<u8> {
    let mut content = Vec::with_capacity(elements.iter().map(|e| e.as_ref().len()).sum());
    for element in elements {
        content.extend_from_slice(element.as_ref());
    }
    tlv(tag, &content)
}

pub(crate) fn sequence<T: AsRef<[u8]>>(elements: &[T]) -> Vec<u8> {
    constructed(Tag::SEQUENCE, elements)
}

/// A SET OF: the elements in ascending order of their encodings (X.690 11.6).
pub(crate) fn set_of(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    constructed(Tag::SET, &elements)
}

pub(crate) fn oid(oid: Oid<'_>) -> Vec<u8> {
    tlv(Tag::OID, oid.0)
}

pub(crate) fn null() -> Vec<u8> {
    tlv(Tag::NULL, &[])
}

#[cfg(any(test, feature = "cli"))]
pub(crate) fn boolean(value: bool) -> Vec<u8> {
    tlv(Tag::BOOLEAN, &[if value { 0xff } else { 0 }])
}

/// A non-negative INTEGER from its magnitude, big-endian.
pub(crate) fn unsigned(magnitude: &[u8]) -> Vec<u8> {
    let zeros = magnitude.iter().take_while(|octet| **octet == 0).count();
    let magnitude = magnitude.get(zeros..).unwrap_or_default();
    match magnitude.first() {
        None => tlv(Tag::INTEGER, &[0]),
        Some(first) if *first >= 0x80 => tlv(Tag::INTEGER, &[&[0], magnitude].concat()),
        Some(_) => tlv(Tag::INTEGER, magnitude),
    }
}

pub(crate) fn integer(value: u64) -> Vec<u8> {
    unsigned(&value.to_be_bytes())
}

pub(crate) fn octet_string(octets: &[u8]) -> Vec<u8> {
    tlv(Tag::OCTET_STRING, octets)
}

/// A BIT STRING without unused bits.
pub(crate) fn bit_string(octets: &[u8]) -> Vec<u8> {
    tlv(Tag::BIT_STRING, &[&[0], octets].concat())
}

/// A Time as RFC 5280 4.1.2.5 wants it: UTCTime from 1950 to 2049, GeneralizedTime otherwise.
pub(crate) fn time(at: Time) -> Vec<u8> {
    let (year, month, day, hour, minute, second) = at.to_calendar();
    let rest = format!("{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    if (1950..2050).contains(&year) {
        tlv(Tag::UTC_TIME, format!("{:02}{rest}", year % 100).as_bytes())
    } else {
        tlv(Tag::GENERALIZED_TIME, format!("{year:04}{rest}").as_bytes())
    }
}

/// AlgorithmIdentifier (RFC 5280 4.1.1.2); `parameters` is a whole element, or empty if they are absent.
pub(crate) fn algorithm(algorithm: Oid<'_>, parameters: &[u8]) -> Vec<u8> {
    sequence(&[oid(algorithm).as_slice(), parameters])
}

#[cfg(test)]
mod tests {
    use super::{integer, set_of, time, tlv, unsigned};
    use crate::asn1::{Element, Tag};
    use crate::time::Time;

    #[test]
    fn lengths_are_minimal() {
        for size in [0, 127, 128, 255, 256, 65_536] {
            let bytes = tlv(Tag::OCTET_STRING, &vec![1; size]);
            assert_eq!(Element::from_der(&bytes, "x").map(|e| e.content.len()), Ok(size));
        }
    }

    #[test]
    fn integers_stay_positive_and_minimal() {
        assert_eq!(integer(0), [2, 1, 0]);
        assert_eq!(integer(128), [2, 2, 0, 128]);
        assert_eq!(unsigned(&[0, 0, 1]), [2, 1, 1]);
        assert_eq!(unsigned(&[]), [2, 1, 0]);
    }

    #[test]
    fn a_set_is_sorted() {
        assert_eq!(set_of(vec![integer(9), integer(3)]), [0x31, 6, 2, 1, 3, 2, 1, 9]);
    }

    #[test]
    fn the_year_2050_changes_the_form() {
        let at = |text: &str| text.parse::<Time>().map(time).expect("a time");
        assert_eq!(at("2049-12-31T23:59:59Z"), tlv(Tag::UTC_TIME, b"491231235959Z"));
        assert_eq!(at("2050-01-01T00:00:00Z"), tlv(Tag::GENERALIZED_TIME, b"20500101000000Z"));
    }
}
