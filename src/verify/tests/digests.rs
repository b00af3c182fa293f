//! One pass for all signatures gives what one pass for each would.

use crate::crypto::{DigestAlgorithm, digest};
use crate::pdf::pdf_maker::Random;
use crate::pdf::signing::ByteRange;
use crate::verify::digests::{Wanted, digests};

fn range(gap_start: usize, gap_end: usize, end: usize) -> ByteRange {
    ByteRange { gap_start, gap_end, end }
}

#[test]
fn all_digests_are_those_of_the_bytes_that_each_range_covers() {
    let bytes: Vec<u8> = (0..4000u32).flat_map(u32::to_le_bytes).collect();
    let mut random = Random::new(7);
    for _ in 0..200 {
        let wanted: Vec<Wanted> = (0..random.below(6))
            .map(|_| {
                let mut cuts = [random.below(16_001), random.below(16_001), random.below(16_001)];
                cuts.sort_unstable();
                let [gap_start, gap_end, end] = cuts;
                let algorithms = [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512, DigestAlgorithm::Sha1];
                Wanted { range: range(gap_start, gap_end, end), algorithm: algorithms[random.below(3)] }
            })
            .collect();
        let expected: Vec<_> = wanted
            .iter()
            .map(|Wanted { range, algorithm }| {
                let covered = [&bytes[..range.gap_start], &bytes[range.gap_end..range.end]].concat();
                Some(digest(*algorithm, &covered))
            })
            .collect();
        assert_eq!(digests(&bytes, &wanted), expected, "{wanted:?}");
    }
}

#[test]
fn a_range_outside_of_the_file_has_no_digest() {
    let wanted = |range| Wanted { range, algorithm: DigestAlgorithm::Sha256 };
    let asked =
        [wanted(range(1, 2, 11)), wanted(range(2, 3, 10)), wanted(range(11, 12, 13)), wanted(range(3, 2, 1))];
    let found = digests(&[0; 10], &asked);
    assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, false, false]);
}

#[test]
fn tails_that_cost_more_than_the_file_many_times_over_are_refused() {
    let bytes = vec![0; 1000];
    let wanted: Vec<Wanted> = (0..100)
        .map(|at| Wanted { range: range(at, at + 1, 1000), algorithm: DigestAlgorithm::Sha256 })
        .collect();
    let found = digests(&bytes, &wanted).into_iter().flatten().count();
    assert!((1..20).contains(&found), "{found}");
    // The same range, asked for again and again, is hashed once.
    let same = vec![wanted[0]; 100];
    assert!(digests(&bytes, &same).iter().all(Option::is_some));
}
