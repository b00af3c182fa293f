//! ASCIIHexDecode and ASCII85Decode (ISO 32000-2 7.4.2, 7.4.3).

use super::corrupt;
use crate::error::Result;
use crate::limits::Budget;
use crate::pdf::lexer::{hex_digit, is_whitespace};

/// Hexadecimal digits up to `>`.
pub(super) fn decode_hex(data: &[u8], inflated: &mut Budget) -> Result<Vec<u8>> {
    inflated.spend(data.len() / 2 + 1)?;
    let mut output = Vec::with_capacity(data.len() / 2 + 1);
    let mut high = None;
    for byte in data.iter().filter(|b| !is_whitespace(**b)) {
        if *byte == b'>' {
            break;
        }
        let digit = hex_digit(*byte).ok_or_else(|| corrupt("hexadecimal data with something else in it"))?;
        high = match high {
            None => Some(digit << 4),
            Some(high) => {
                output.push(high | digit);
                None
            }
        };
    }
    output.extend(high);
    Ok(output)
}

/// Groups of five digits of base 85 up to `~>`; `z` is four zero bytes.
pub(super) fn decode_85(data: &[u8], inflated: &mut Budget) -> Result<Vec<u8>> {
    let bad = || corrupt("data that is not of base 85");
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let mut output = Vec::new();
    let (mut group, mut digits) = (0u32, 0usize);
    for byte in data.iter().filter(|b| !is_whitespace(**b)) {
        match byte {
            b'~' => break,
            b'z' if digits == 0 => {
                inflated.spend(4)?;
                output.extend([0; 4]);
            }
            b'!'..=b'u' => {
                let digit = u32::from(byte - b'!');
                group = group.checked_mul(85).and_then(|g| g.checked_add(digit)).ok_or_else(bad)?;
                digits += 1;
                if digits == 5 {
                    inflated.spend(4)?;
                    output.extend(group.to_be_bytes());
                    (group, digits) = (0, 0);
                }
            }
            _ => return Err(bad()),
        }
    }
    if digits == 1 {
        return Err(bad());
    }
    if digits > 0 {
        for _ in digits..5 {
            group = group.checked_mul(85).and_then(|g| g.checked_add(84)).ok_or_else(bad)?;
        }
        inflated.spend(digits - 1)?;
        output.extend(group.to_be_bytes().iter().take(digits - 1));
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::{decode_85, decode_hex};
    use crate::limits::Budget;

    fn budget() -> Budget {
        Budget::new(1000, "test")
    }

    #[test]
    fn hexadecimal_data_ends_with_its_mark() {
        assert_eq!(decode_hex(b"48 65\n6C6c 6F>zz", &mut budget()).unwrap(), b"Hello");
        assert_eq!(decode_hex(b"487>", &mut budget()).unwrap(), b"Hp");
        assert!(decode_hex(b"4g>", &mut budget()).is_err());
    }

    #[test]
    fn base_85_is_that_of_other_programs() {
        // Python: base64.a85encode(b"Hello, World!"), and of b"\0\0\0\0ab".
        assert_eq!(decode_85(b"87cURD_*#4DfTZ)+T~>", &mut budget()).unwrap(), b"Hello, World!");
        assert_eq!(decode_85(b"z@:B~>", &mut budget()).unwrap(), b"\0\0\0\0ab");
        for bad in [&b"!~>"[..], b"uuuuu~>", b"v~>", b"!z~>"] {
            assert!(decode_85(bad, &mut budget()).is_err());
        }
    }
}
