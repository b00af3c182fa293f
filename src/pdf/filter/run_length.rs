//! RunLengthDecode (ISO 32000-2 7.4.5).

use super::corrupt;
use crate::error::Result;
use crate::limits::Budget;

/// Runs: a length byte below 128 and that many bytes and one more, or above 128 and one byte to repeat; 128 ends.
pub(super) fn decode(data: &[u8], inflated: &mut Budget) -> Result<Vec<u8>> {
    let bad = || corrupt("a run that is cut off");
    let mut output = Vec::new();
    let mut rest = data;
    while let Some((length, tail)) = rest.split_first() {
        match length {
            128 => break,
            0..128 => {
                let (run, tail) = tail.split_at_checked(usize::from(*length) + 1).ok_or_else(bad)?;
                inflated.spend(run.len())?;
                output.extend_from_slice(run);
                rest = tail;
            }
            129.. => {
                let (byte, tail) = tail.split_first().ok_or_else(bad)?;
                let count = 257 - usize::from(*length);
                inflated.spend(count)?;
                output.resize(output.len() + count, *byte);
                rest = tail;
            }
        }
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::limits::Budget;

    #[test]
    fn runs_are_copied_or_repeated() {
        let mut budget = Budget::new(100, "test");
        assert_eq!(decode(&[2, b'a', b'b', b'c', 254, b'x', 128, 9], &mut budget).unwrap(), b"abcxxx");
        assert!(decode(&[2, b'a'], &mut budget).is_err());
        assert!(decode(&[129, 0], &mut Budget::new(127, "test")).is_err());
    }
}
