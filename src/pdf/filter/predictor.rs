//! Predictors (ISO 32000-2 7.4.4.4): each row was written as the difference to its neighbours.

use super::corrupt;
use crate::error::Result;
use crate::pdf::malformed;

/// The parameters of table 8. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) enum Predictor {
    None,
    Tiff(Row),
    /// Each row says itself which of the PNG filters it used.
    Png(Row),
}

/// The shape of a row of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) struct Row {
    /// Samples of one pixel.
    colors: usize,
    bits: usize,
    /// Bytes of one row.
    bytes: usize,
}

impl Predictor {
    pub(super) fn read(number: &dyn Fn(&[u8], i64) -> Result<i64>, at: usize) -> Result<Self> {
        let kind = number(b"Predictor", 1)?;
        if kind == 1 {
            return Ok(Self::None);
        }
        let bad = || malformed("predictor parameters", at);
        let size = |key: &[u8], default| usize::try_from(number(key, default)?).map_err(|_| bad());
        let (colors, bits, columns) =
            (size(b"Colors", 1)?, size(b"BitsPerComponent", 8)?, size(b"Columns", 1)?);
        if !(1..=32).contains(&colors) || !matches!(bits, 1 | 2 | 4 | 8 | 16) || columns == 0 {
            return Err(bad());
        }
        let row_bits = columns.checked_mul(colors * bits).ok_or_else(bad)?;
        let row = Row { colors, bits, bytes: row_bits.div_ceil(8) };
        match kind {
            2 => Ok(Self::Tiff(row)),
            10..=15 => Ok(Self::Png(row)),
            _ => Err(bad()),
        }
    }

    /// Turns differences into samples.
    pub(super) fn undo(self, mut data: Vec<u8>) -> Result<Vec<u8>> {
        match self {
            Self::None => {}
            Self::Tiff(row) => data.chunks_mut(row.bytes).for_each(|bytes| row.undo_tiff(bytes)),
            Self::Png(row) => row.undo_png(&mut data)?,
        }
        Ok(data)
    }
}

impl Row {
    /// TIFF 6.0 section 14: each sample is the difference to the one on its left of the same color.
    fn undo_tiff(self, row: &mut [u8]) {
        match self.bits {
            8 => {
                for at in self.colors..row.len() {
                    let left =
                        at.checked_sub(self.colors).and_then(|left| row.get(left)).copied().unwrap_or(0);
                    if let Some(sample) = row.get_mut(at) {
                        *sample = sample.wrapping_add(left);
                    }
                }
            }
            16 => {
                let mut left = vec![0u16; self.colors];
                for (pair, color) in row.as_chunks_mut::<2>().0.iter_mut().zip((0..self.colors).cycle()) {
                    if let Some(left) = left.get_mut(color) {
                        *left = left.wrapping_add(u16::from_be_bytes(*pair));
                        *pair = left.to_be_bytes();
                    }
                }
            }
            bits => {
                let mask = if bits == 4 {
                    15
                } else if bits == 2 {
                    3
                } else {
                    1u8
                };
                let mut left = vec![0u8; self.colors];
                let mut colors = (0..self.colors).cycle();
                for byte in row {
                    let mut done = 0u8;
                    for shift in (0..8).step_by(bits).rev() {
                        let sample = (*byte >> shift) & mask;
                        if let Some(left) = colors.next().and_then(|color| left.get_mut(color)) {
                            *left = left.wrapping_add(sample) & mask;
                            done |= *left << shift;
                        }
                    }
                    *byte = done;
                }
            }
        }
    }

    /// PNG (ISO/IEC 15948) clause 9, rows packed to the front in place. A last row that is cut off is read as far as
    /// it goes.
    fn undo_png(self, data: &mut Vec<u8>) -> Result<()> {
        let step = (self.colors * self.bits).div_ceil(8);
        let mut above = vec![0u8; self.bytes.min(data.len())];
        let mut output = 0usize;
        let mut input = 0usize;
        while let Some(filter) = data.get(input).copied() {
            input += 1;
            let end = input.saturating_add(self.bytes).min(data.len());
            let length = end - input;
            data.copy_within(input..end, output);
            let row = data.get_mut(output..output + length).unwrap_or_default();
            undo_png_row(filter, row, &above, step)?;
            if let Some(kept) = above.get_mut(..length) {
                kept.copy_from_slice(row);
            }
            output += length;
            input = end;
        }
        data.truncate(output);
        Ok(())
    }
}

fn undo_png_row(filter: u8, row: &mut [u8], above: &[u8], step: usize) -> Result<()> {
    let before =
        |at: usize, bytes: &[u8]| at.checked_sub(step).and_then(|at| bytes.get(at)).copied().unwrap_or(0);
    match filter {
        0 => {}
        1 => {
            for at in step..row.len() {
                let left = before(at, row);
                add(row, at, left);
            }
        }
        2 => row.iter_mut().zip(above).for_each(|(sample, up)| *sample = sample.wrapping_add(*up)),
        3 => {
            for (at, up) in (0..row.len()).zip(above) {
                let mean = (u16::from(before(at, row)) + u16::from(*up)) / 2;
                add(row, at, u8::try_from(mean).unwrap_or(0));
            }
        }
        4 => {
            for (at, up) in (0..row.len()).zip(above) {
                let predicted = paeth(before(at, row), *up, before(at, above));
                add(row, at, predicted);
            }
        }
        _ => return Err(corrupt("an unknown PNG filter")),
    }
    Ok(())
}

fn add(row: &mut [u8], at: usize, amount: u8) {
    if let Some(sample) = row.get_mut(at) {
        *sample = sample.wrapping_add(amount);
    }
}

/// The neighbour nearest to left + up - corner.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |sample: u8| (estimate - i16::from(sample)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::{Predictor, Row};

    fn row(colors: usize, bits: usize, bytes: usize) -> Row {
        Row { colors, bits, bytes }
    }

    #[test]
    fn png_rows_are_undone_by_hand_worked_values() {
        let rows = [
            // Filter and differences, then what the formulas of PNG clause 9 give.
            ([1, 1, 1, 1], [1, 2, 3]),
            ([2, 1, 1, 1], [2, 3, 4]),
            ([3, 10, 10, 10], [11, 17, 20]),
            ([4, 1, 1, 1], [12, 18, 21]),
            ([0, 7, 8, 9], [7, 8, 9]),
            ([1, 255, 255, 3], [255, 254, 1]),
        ];
        let encoded = rows.map(|(encoded, _)| encoded).concat();
        let decoded = rows.map(|(_, decoded)| decoded).concat();
        assert_eq!(Predictor::Png(row(1, 8, 3)).undo(encoded).unwrap(), decoded);
    }

    #[test]
    fn png_looks_one_pixel_to_the_left() {
        let encoded = vec![1, 1, 2, 3, 1, 1, 1];
        assert_eq!(Predictor::Png(row(3, 8, 6)).undo(encoded).unwrap(), [1, 2, 3, 2, 3, 4]);
    }

    #[test]
    fn a_last_png_row_may_be_cut_off_and_an_unknown_filter_is_refused() {
        assert_eq!(Predictor::Png(row(1, 8, 3)).undo(vec![2, 1, 2, 3, 2, 1]).unwrap(), [1, 2, 3, 2]);
        assert_eq!(Predictor::Png(row(1, 8, usize::MAX)).undo(vec![1, 1, 1]).unwrap(), [1, 2]);
        assert_eq!(Predictor::Png(row(1, 8, 3)).undo(Vec::new()), Ok(Vec::new()));
        assert!(Predictor::Png(row(1, 8, 3)).undo(vec![5, 1, 2, 3]).is_err());
    }

    #[test]
    fn tiff_samples_of_every_width_are_undone() {
        let tiff = |colors, bits, data: &[u8]| {
            Predictor::Tiff(row(colors, bits, data.len())).undo(data.to_vec()).unwrap()
        };
        assert_eq!(tiff(3, 8, &[1, 2, 3, 1, 1, 255]), [1, 2, 3, 2, 3, 2]);
        assert_eq!(tiff(1, 16, &[0x00, 0xff, 0x00, 0x01, 0xff, 0x00]), [0x00, 0xff, 0x01, 0x00, 0x00, 0x00]);
        assert_eq!(tiff(2, 16, &[0, 1, 0, 2, 0, 1, 0, 1]), [0, 1, 0, 2, 0, 2, 0, 3]);
        assert_eq!(tiff(1, 1, &[0b1000_0001]), [0b1111_1110]);
        assert_eq!(tiff(1, 2, &[0b01_01_01_11]), [0b01_10_11_10]);
        assert_eq!(tiff(1, 4, &[0x1f, 0x22]), [0x10, 0x24]);
        assert_eq!(tiff(2, 4, &[0x12, 0x11]), [0x12, 0x23]);
    }

    #[test]
    fn parameters_that_cannot_be_are_refused() {
        let read = |values: &[(&[u8], i64)]| {
            let number = |key: &[u8], default| {
                Ok(values.iter().find(|(own, _)| *own == key).map_or(default, |(_, value)| *value))
            };
            Predictor::read(&number, 0)
        };
        assert_eq!(read(&[]), Ok(Predictor::None));
        assert_eq!(read(&[(b"Predictor", 12), (b"Columns", 5)]), Ok(Predictor::Png(row(1, 8, 5))));
        for bad in [
            [(&b"Predictor"[..], 3), (&b"Columns"[..], 5)],
            [(b"Predictor", 12), (b"Columns", 0)],
            [(b"Predictor", 12), (b"Columns", -1)],
            [(b"Predictor", 2), (b"Columns", i64::MAX)],
            [(b"Predictor", 2), (b"Colors", 0)],
            [(b"Predictor", 2), (b"Colors", 9_999)],
            [(b"Predictor", 2), (b"BitsPerComponent", 3)],
        ] {
            assert!(read(&bad).is_err(), "{bad:?}");
        }
    }
}
