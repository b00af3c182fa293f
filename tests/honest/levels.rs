//! Timestamps and evidence of the levels of PAdES (EN 319 142-1), one after the other.

use kyso::{Certification, ExtendOptions, Level, Verdict};

use crate::Honest;
use crate::authority::Authority;
use crate::base::ALL;
use crate::signer;
use crate::signing::again;

pub(crate) const HONEST: &[Honest] = &[
    Honest {
        name: "B-T: a timestamp added later",
        bases: ALL,
        file: |base| raised(&base.signed(), Level::BT),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "B-LT: evidence added later",
        bases: ALL,
        file: |base| raised(&base.signed(), Level::BLT),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "B-LTA: a timestamp over the evidence",
        bases: ALL,
        file: |base| raised(&base.signed(), Level::BLTA),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "B-LTA renewed, and renewed again",
        bases: ALL,
        file: |base| {
            let first = raised(&base.signed(), Level::BLTA);
            raised(&raised(&first, Level::BLTA), Level::BLTA)
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "B-LTA of two signatures",
        bases: ALL,
        file: |base| raised(&again(&base.signed()), Level::BLTA),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "B-LTA after a certification against every change",
        bases: ALL,
        file: |base| raised(&base.certified(Certification::NoChanges), Level::BLTA),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a signature, B-LTA, and another signature",
        bases: ALL,
        file: |base| again(&raised(&base.signed(), Level::BLTA)),
        verdict: Verdict::Passed,
    },
];

/// A signed file raised to this level.
pub(crate) fn raised(file: &[u8], level: Level) -> Vec<u8> {
    let options = ExtendOptions::new(signer::verify_options());
    let authority = Authority::at(signer::now());
    let update = kyso::extend(file, level, &options, Some(&authority), None);
    update.unwrap_or_else(|error| panic!("not raised: {error}")).append_to(file)
}
