//! The attacks of the catalogue on PDF signatures, each made by a function of its own, and what has to be said of it.
//! No manipulated file is ever TOTAL_PASSED; the honest file that an attack starts from is.
#![expect(clippy::indexing_slicing, clippy::expect_used, clippy::panic, reason = "a test")]

#[path = "attacks/append.rs"]
mod append;
#[path = "attacks/attack.rs"]
mod attack;
#[path = "attacks/byte_range.rs"]
mod byte_range;
#[path = "attacks/der.rs"]
mod der;
#[path = "attacks/flips.rs"]
mod flips;
#[path = "attacks/forge.rs"]
mod forge;
#[path = "attacks/gap.rs"]
mod gap;
#[path = "attacks/message.rs"]
mod message;
#[path = "attacks/odd.rs"]
mod odd;
#[path = "support/pdf_maker.rs"]
mod pdf_maker;
#[path = "attacks/removal.rs"]
mod removal;
#[path = "support/schema.rs"]
mod schema;
#[path = "support/signer.rs"]
mod signer;
#[path = "attacks/structure.rs"]
mod structure;

use kyso::{Indication, Verdict};

/// Says what is wrong with the answer to each attack.
fn assert_answered(attacks: &[attack::Attack]) {
    let mut wrong = String::new();
    for attack in attacks {
        let file = (attack.file)();
        let report = match signer::try_verify(&file, &signer::verify_options()) {
            Ok(report) => report,
            Err(error) if attack.verdict != Verdict::Unreadable => {
                wrong += &format!("{}: not verified: {error}\n", attack.name);
                continue;
            }
            Err(_) => continue,
        };
        let errors = signer::errors(&report);
        if (report.verdict, errors.as_slice()) != (attack.verdict, attack.errors) {
            let indications: Vec<Indication> = report.signatures.iter().map(|s| s.indication).collect();
            wrong += &format!("{}: {} {indications:?} {errors:?}\n", attack.name, report.verdict);
            wrong += &format!("  instead of {} {:?}\n", attack.verdict, attack.errors);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_forger_makes_signatures_that_pass_where_no_rule_is_broken() {
    let file = forge::seal(forge::file(&forge::honest_dictionary()), forge::Places::honest);
    let report = signer::verify(&file);
    assert_eq!((report.verdict, signer::errors(&report)), (Verdict::Passed, Vec::new()));
}

#[test]
fn byte_ranges_of_every_wrong_kind_fail_by_name() {
    assert_answered(byte_range::ATTACKS);
}

#[test]
fn nothing_but_the_own_signature_may_stand_in_the_gap() {
    assert_answered(gap::ATTACKS);
}

#[test]
fn what_is_added_behind_a_signed_file_never_passes() {
    assert_answered(append::ATTACKS);
}

#[test]
fn a_signature_that_is_taken_away_is_still_reported() {
    assert_answered(removal::ATTACKS);
}

#[test]
fn white_space_behind_a_signed_file_changes_nothing() {
    for space in ["\n", "\r\n", "  \n\n", "\0\0\0\0"] {
        let report = signer::verify(&[append::signed().as_slice(), space.as_bytes()].concat());
        assert_eq!((report.verdict, signer::errors(&report)), (Verdict::Passed, Vec::new()), "{space:?}");
    }
}

#[test]
fn messages_of_every_wrong_kind_fail_by_name() {
    assert_answered(message::ATTACKS);
}

#[test]
fn odd_but_honest_messages_pass() {
    for file in [message::in_ber(), message::with_unsigned_attribute()] {
        let report = signer::verify(&file);
        assert_eq!((report.verdict, signer::errors(&report)), (Verdict::Passed, Vec::new()));
    }
}

#[test]
fn files_that_two_readers_read_as_two_documents_never_pass() {
    assert_answered(structure::ATTACKS);
}
