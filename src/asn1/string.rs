//! The character strings of ASN.1 as text.

use super::{Element, Tag};

/// The text of a character string, and whether it is what its type promises. Never fails: names in real
/// certificates hold Latin-1 in T61String and broken UTF-8, and the certificate must still be judged.
pub(crate) fn text(element: &Element<'_>) -> Option<(String, bool)> {
    let bytes = element.content;
    match element.tag {
        Tag::UTF8_STRING => Some(match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), true),
            Err(_) => (String::from_utf8_lossy(bytes).into_owned(), false),
        }),
        Tag::PRINTABLE_STRING | Tag::IA5_STRING | Tag::NUMERIC_STRING | Tag::VISIBLE_STRING => {
            Some(match std::str::from_utf8(bytes) {
                Ok(text) => (text.to_owned(), bytes.is_ascii()),
                Err(_) => (latin1(bytes), false),
            })
        }
        Tag::T61_STRING => Some((latin1(bytes), true)),
        Tag::BMP_STRING => {
            let units = bytes.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            let text: Result<String, _> = char::decode_utf16(units.clone()).collect();
            let whole = bytes.len().is_multiple_of(2);
            Some(match text {
                Ok(text) => (text, whole),
                Err(_) => (char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect(), false),
            })
        }
        Tag::UNIVERSAL_STRING => {
            let chars = bytes.chunks_exact(4).map(|four| match four {
                [a, b, c, d] => char::from_u32(u32::from_be_bytes([*a, *b, *c, *d])),
                _ => None,
            });
            let text: String = chars.clone().map(|c| c.unwrap_or('\u{fffd}')).collect();
            Some((text, bytes.len().is_multiple_of(4) && chars.clone().all(|c| c.is_some())))
        }
        _ => None,
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::asn1::{Element, Tag, write};

    fn read(tag: Tag, bytes: &[u8]) -> Option<(String, bool)> {
        let der = write::tlv(tag, bytes);
        Element::from_der(&der, "x").ok().and_then(|e| text(&e))
    }

    #[test]
    fn every_string_type_becomes_text() {
        let expected = Some(("Số".to_owned(), true));
        assert_eq!(read(Tag::UTF8_STRING, "Số".as_bytes()), expected);
        assert_eq!(read(Tag::BMP_STRING, &[0, b'S', 0x1e, 0xd1]), expected);
        assert_eq!(read(Tag::UNIVERSAL_STRING, &[0, 0, 0, b'S', 0, 0, 0x1e, 0xd1]), expected);
        assert_eq!(read(Tag::T61_STRING, &[0xe9]), Some(("é".to_owned(), true)));
        assert_eq!(read(Tag::UTF8_STRING, &[b'a', 0xff]), Some(("a\u{fffd}".to_owned(), false)));
        assert_eq!(read(Tag::PRINTABLE_STRING, &[0xe9]), Some(("é".to_owned(), false)));
        assert_eq!(read(Tag::INTEGER, &[1]), None);
    }
}
