//! The digests of all signed byte ranges of a file in one pass (design section 3, decision 3).
//!
//! A byte range covers a prefix of the file less its own gap. So the digest of the prefix runs on through the file,
//! and where a gap begins its state is copied; the copy skips the gap and finishes at the end of its own range.
//! Signature k of n costs its own tail only, because later signatures cover the gaps of earlier ones.

use crate::crypto::{Digest, DigestAlgorithm, Hasher};
use crate::pdf::signing::ByteRange;

/// What has to be hashed: one signature's range under the digest algorithm of its signature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) range: ByteRange,
    pub(crate) algorithm: DigestAlgorithm,
}

/// The digest of each wanted range, in the order asked. `None` where a range lies outside of the file, or where the
/// tails together are more than [`TAIL_FACTOR`] times the file: then the work is refused, not done slowly.
pub(crate) fn digests(bytes: &[u8], wanted: &[Wanted]) -> Vec<Option<Digest>> {
    let mut results: Vec<Option<Digest>> = vec![None; wanted.len()];
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|index| wanted.get(*index).map(|w| w.range.gap_start));
    let mut running: Vec<Running> = Vec::new();
    let mut tails = bytes.len().saturating_mul(TAIL_FACTOR);
    for index in order {
        let Some(Wanted { range, algorithm }) = wanted.get(index).copied() else { continue };
        let Some(tail) = bytes.get(range.gap_end..range.end) else { continue };
        let prefix = match running.iter_mut().find(|prefix| prefix.algorithm == algorithm) {
            Some(prefix) => prefix,
            None => {
                running.push(Running { algorithm, hasher: Hasher::new(algorithm), at: 0, last: None });
                let Some(last) = running.last_mut() else { continue };
                last
            }
        };
        let known = prefix.last.as_ref().filter(|(earlier, _)| *earlier == range).map(|(_, digest)| *digest);
        let digest = known.or_else(|| {
            tails = tails.checked_sub(tail.len())?;
            let mut own = prefix.advance(bytes, range.gap_start)?.clone();
            own.update(tail);
            Some(own.finish())
        });
        if let Some(digest) = digest {
            prefix.last = Some((range, digest));
        }
        if let Some(result) = results.get_mut(index) {
            *result = digest;
        }
    }
    results
}

/// The digest of everything from the start of the file to `at`.
struct Running {
    algorithm: DigestAlgorithm,
    hasher: Hasher,
    at: usize,
    /// The range that was finished last: fields that share a signature share its digest.
    last: Option<(ByteRange, Digest)>,
}

impl Running {
    fn advance(&mut self, bytes: &[u8], to: usize) -> Option<&Hasher> {
        self.hasher.update(bytes.get(self.at..to)?);
        self.at = to;
        Some(&self.hasher)
    }
}

/// How many times the file all tails may be, together. One signature may stand at the very start of a file, as some
/// writers put it; several of them that each cover everything behind do not occur.
const TAIL_FACTOR: usize = 8;
