//! Text strings (ISO 32000-2 7.9.2.2).

/// The text of a text string: UTF-16BE or UTF-8 with their marks, else PDFDocEncoding.
pub(super) fn text_string(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units = utf16.chunks(2).map(|unit| match unit {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0xfffd,
        });
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    if let Some(utf8) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    bytes.iter().map(|byte| pdf_doc_encoding(*byte)).collect()
}

/// ISO 32000-2 Annex D.3: Latin-1 but for 0x18 to 0x1f and 0x80 to 0xa0.
fn pdf_doc_encoding(byte: u8) -> char {
    let special = |first: u8, table: &str| table.chars().nth(usize::from(byte - first));
    match byte {
        0x18..=0x1f => special(0x18, "\u{2d8}\u{2c7}\u{2c6}\u{2d9}\u{2dd}\u{2db}\u{2da}\u{2dc}"),
        0x80..=0xa0 => special(0x80, "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€"),
        _ => None,
    }
    .unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::text_string;

    #[test]
    fn all_three_encodings_are_read() {
        assert_eq!(text_string(&[0xfe, 0xff, 0, b'K', 0x1e, 0xd1]), "Kố");
        assert_eq!(text_string(b"\xef\xbb\xbfK\xe1\xbb\x91"), "Kố");
        assert_eq!(text_string(b"caf\xe9 \x80 \xa0 \x1f"), "café • € \u{2dc}");
        assert_eq!(text_string(&[0xfe, 0xff, 0xd8, 0x00]), "\u{fffd}");
    }
}
