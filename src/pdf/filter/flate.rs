//! FlateDecode (ISO 32000-2 7.4.4): RFC 1950 over RFC 1951.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::corrupt;
use crate::error::Result;
use crate::limits::Budget;

/// Inflates. Data that ends before its checksum, as some writers leave it, is taken as far as it goes.
pub(super) fn decode(data: &[u8], inflated: &mut Budget) -> Result<Vec<u8>> {
    let mut inflater = Decompress::new(true);
    let mut output = Vec::new();
    let mut input = data;
    loop {
        // Paid for before it is filled, so that a bomb stops at the budget.
        let room = output.len().max(FIRST_PIECE).min(inflated.left().max(1));
        output.reserve_exact(room);
        let (before_in, before_out) = (inflater.total_in(), output.len());
        let status = inflater
            .decompress_vec(input, &mut output, FlushDecompress::None)
            .map_err(|_| corrupt("deflated data that is corrupt"))?;
        inflated.spend(output.len().saturating_sub(before_out))?;
        let read = usize::try_from(inflater.total_in().saturating_sub(before_in)).unwrap_or(usize::MAX);
        input = input.get(read..).unwrap_or_default();
        let stuck = read == 0 && output.len() == before_out;
        if status == Status::StreamEnd || (stuck && (input.is_empty() || status == Status::BufError)) {
            return Ok(output);
        }
    }
}

/// Deflates, unless the result is longer than the data.
pub(super) fn encode(data: &[u8]) -> Option<Vec<u8>> {
    let mut output = Vec::with_capacity(data.len());
    // Writes no more than there is room for.
    let status =
        Compress::new(Compression::default(), true).compress_vec(data, &mut output, FlushCompress::Finish);
    (status.ok() == Some(Status::StreamEnd)).then_some(output)
}

const FIRST_PIECE: usize = 4 << 10;
