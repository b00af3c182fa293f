//! LZWDecode (ISO 32000-2 7.4.4).

use super::corrupt;
use crate::error::Result;
use crate::limits::Budget;
use crate::pdf::to_index;

/// Decodes codes of 9 to 12 bits. `early_change`: they get longer one code early.
pub(super) fn decode(data: &[u8], early_change: bool, inflated: &mut Budget) -> Result<Vec<u8>> {
    let bad = || corrupt("LZW data that is corrupt");
    let early = usize::from(early_change);
    // Where in the output each code from 258 up stands, and how long it is.
    let mut table: Vec<(usize, usize)> = Vec::with_capacity(4096);
    let mut output: Vec<u8> = Vec::new();
    let mut previous: Option<(usize, usize)> = None;
    let (mut bits, mut held) = (0u32, 0u32);
    let mut width = 9;
    for byte in data {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = to_index((bits >> held) & ((1 << width) - 1));
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                table.clear();
                previous = None;
                width = 9;
                continue;
            }
            END => return Ok(output),
            _ => {}
        }
        let start = output.len();
        let length = match code.checked_sub(FIRST) {
            None => {
                inflated.spend(1)?;
                output.push(u8::try_from(code).map_err(|_| bad())?);
                1
            }
            Some(index) => {
                // The code that is being made: the last string and its own first byte.
                let made = previous.map(|(at, length)| (at, length + 1)).filter(|_| index == table.len());
                let (from, length) = table.get(index).copied().or(made).ok_or_else(bad)?;
                inflated.spend(length)?;
                for offset in 0..length {
                    let byte = output.get(from + offset).copied().ok_or_else(bad)?;
                    output.push(byte);
                }
                length
            }
        };
        if let Some((at, length)) = previous
            && table.len() < MOST
        {
            table.push((at, length + 1));
        }
        previous = Some((start, length));
        width = match FIRST + table.len() + early {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
    }
    Ok(output)
}

const CLEAR: usize = 256;
const END: usize = 257;
const FIRST: usize = 258;
/// Codes that 12 bits can name.
const MOST: usize = 4096 - FIRST;

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::limits::Budget;

    #[test]
    fn the_example_of_the_standard_decodes() {
        // ISO 32000-2 7.4.4.2, table 7 and the text above it.
        let encoded = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        let decoded = decode(&encoded, true, &mut Budget::new(100, "test")).unwrap();
        assert_eq!(decoded, [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn codes_that_cannot_be_known_and_bombs_are_refused() {
        assert!(decode(&[0xff, 0xff], true, &mut Budget::new(100, "test")).is_err());
        let encoded = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert!(decode(&encoded, true, &mut Budget::new(9, "test")).is_err());
    }
}
