//! The attacks of the catalogue on PDF signatures, each made by a function of its own, and what has to be said of it.
//! No manipulated file is ever TOTAL_PASSED; the honest file that an attack starts from is.
#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that may leave its files for other programs"
)]

#[path = "attacks/annotation.rs"]
mod annotation;
#[path = "attacks/append.rs"]
mod append;
#[path = "attacks/attack.rs"]
mod attack;
#[path = "support/authority.rs"]
mod authority;
#[path = "attacks/base.rs"]
mod base;
#[path = "attacks/byte_range.rs"]
mod byte_range;
#[path = "attacks/der.rs"]
mod der;
#[path = "attacks/document.rs"]
mod document;
#[path = "attacks/entries.rs"]
mod entries;
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
#[path = "attacks/permission.rs"]
mod permission;
#[path = "attacks/proofs.rs"]
mod proofs;
#[path = "attacks/removal.rs"]
mod removal;
#[path = "support/schema.rs"]
mod schema;
#[path = "attacks/shadow.rs"]
mod shadow;
#[path = "support/signer.rs"]
mod signer;
#[path = "attacks/structure.rs"]
mod structure;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use attack::Attack;
use base::Base;
use kyso::{Code, Level, Verdict};

/// Every attack, by the rule that it tries.
const ALL: &[&[Attack]] = &[
    byte_range::ATTACKS,
    gap::ATTACKS,
    append::ATTACKS,
    removal::ATTACKS,
    structure::ATTACKS,
    entries::ATTACKS,
    shadow::ATTACKS,
    annotation::ATTACKS,
    permission::ATTACKS,
    document::ATTACKS,
    proofs::ATTACKS,
    message::ATTACKS,
];

/// What is said of a manipulated file.
struct Answer {
    attack: &'static Attack,
    base: Base,
    verdict: Verdict,
    /// Every finding that is an error, or why the file cannot be read.
    codes: Vec<Code>,
}

/// All attacks on all their documents, as a table with totals, which ./run-tests shows. Printed past the capture of the
/// test harness, because it is what this test is for.
#[test]
fn every_manipulated_file_is_answered_as_it_has_to_be() {
    let answers = answers();
    let mut table = String::from("\nAttacks: number, what is done, document, caught as\n");
    let mut wrong = String::new();
    for answer in &answers {
        let (attack, codes) = (answer.attack, names(&answer.codes));
        let _ = writeln!(
            table,
            "{:4} {:92} {:7} {} {codes}",
            attack.number,
            attack.name,
            answer.base.name(),
            answer.verdict
        );
        if !is_answered(answer) {
            let _ = writeln!(
                wrong,
                "{} {} ({}): {} {codes}",
                attack.number,
                attack.name,
                answer.base.name(),
                answer.verdict
            );
            let _ = writeln!(wrong, "  instead of {} {}", attack.verdict, names(attack.errors));
        }
    }
    table += &totals(&answers);
    std::io::stdout().lock().write_all(table.as_bytes()).expect("written");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whether it is said that the file was manipulated, and at least by these names.
fn is_answered(answer: &Answer) -> bool {
    let named = answer.attack.errors.iter().all(|code| answer.codes.contains(code));
    answer.verdict == answer.attack.verdict && answer.verdict != Verdict::Passed && named
}

/// What is said of each file, made and verified on all processors.
fn answers() -> Vec<Answer> {
    let jobs: Vec<(&'static Attack, Base)> = ALL
        .iter()
        .flat_map(|group| group.iter())
        .flat_map(|attack| attack.bases.iter().map(move |base| (attack, *base)))
        .collect();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let part = jobs.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let work: Vec<_> = jobs
            .chunks(part)
            .map(|own| {
                scope
                    .spawn(move || own.iter().map(|(attack, base)| answer(attack, *base)).collect::<Vec<_>>())
            })
            .collect();
        work.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    })
}

fn answer(attack: &'static Attack, base: Base) -> Answer {
    let file = (attack.file)(base);
    let (verdict, codes) = match signer::try_verify(&file, &signer::verify_options()) {
        Ok(report) => (report.verdict, signer::errors(&report)),
        Err(_) => (Verdict::Unreadable, Vec::new()),
    };
    Answer { attack, base, verdict, codes }
}

fn totals(answers: &[Answer]) -> String {
    let count = |verdict: Verdict| answers.iter().filter(|answer| answer.verdict == verdict).count();
    let on = |base: Base| answers.iter().filter(|answer| answer.base == base).count();
    format!(
        "{} manipulated files (plain {}, letter {}, form {}, report {}): {} failed, {} indeterminate, {} unsigned, {} \
         unreadable, {} passed\n\n",
        answers.len(),
        on(Base::Plain),
        on(Base::Letter),
        on(Base::Form),
        on(Base::Report),
        count(Verdict::Failed),
        count(Verdict::Indeterminate),
        count(Verdict::Unsigned),
        count(Verdict::Unreadable),
        count(Verdict::Passed),
    )
}

/// Only what cannot be read goes without a name.
#[test]
fn every_attack_has_a_name_by_which_it_is_caught() {
    for attack in ALL.iter().flat_map(|group| group.iter()) {
        assert_eq!(attack.errors.is_empty(), attack.verdict == Verdict::Unreadable, "{}", attack.name);
        assert_ne!(attack.verdict, Verdict::Passed, "{}", attack.name);
        assert!(!attack.bases.is_empty(), "{}", attack.name);
    }
}

fn names(codes: &[Code]) -> String {
    codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ")
}

/// Leaves every file for other programs to judge, with a list of them: `cargo test --test attacks -- --ignored write`.
#[test]
#[ignore = "writes files, for benches/compare-verdicts"]
fn write_the_manipulated_files() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("attacks");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut list = String::new();
    for (number, answer) in answers().iter().enumerate() {
        let name = format!("{number:03}-{}-{}.pdf", answer.attack.number, answer.base.name());
        std::fs::write(folder.join(&name), (answer.attack.file)(answer.base)).expect("written");
        let codes = names(&answer.codes);
        let (attack, base) = (answer.attack, answer.base.name());
        let _ =
            writeln!(list, "{name}\t{}\t{}\t{base}\t{}\t{codes}", attack.number, attack.name, answer.verdict);
    }
    std::fs::write(folder.join("list.tsv"), list).expect("written");
}

/// Before the manipulation each document passes.
#[test]
fn the_documents_that_attacks_start_from_pass_as_they_are() {
    for base in [Base::Plain, Base::Letter, Base::Form, Base::Report] {
        let report = signer::verify(&base.signed());
        assert_eq!(
            (report.verdict, signer::errors(&report)),
            (Verdict::Passed, Vec::new()),
            "{}",
            base.name()
        );
    }
}

#[test]
fn the_forger_makes_signatures_that_pass_where_no_rule_is_broken() {
    let file = forge::seal(forge::file(&forge::honest_dictionary()), forge::Places::honest);
    let report = signer::verify(&file);
    assert_eq!((report.verdict, signer::errors(&report)), (Verdict::Passed, Vec::new()));
}

#[test]
fn white_space_behind_a_signed_file_changes_nothing() {
    for space in ["\n", "\r\n", "  \n\n", "\0\0\0\0"] {
        let report = signer::verify(&[append::signed().as_slice(), space.as_bytes()].concat());
        assert_eq!((report.verdict, signer::errors(&report)), (Verdict::Passed, Vec::new()), "{space:?}");
    }
}

#[test]
fn odd_but_honest_messages_pass() {
    for file in [message::in_ber(), message::with_unsigned_attribute()] {
        let report = signer::verify(&file);
        assert_eq!((report.verdict, signer::errors(&report)), (Verdict::Passed, Vec::new()));
    }
}

/// P19: a timestamp counts only where it was made for (RFC 3161 2.4.2). The signature itself is untouched, so it passes
/// as one without a timestamp, and the copy is reported.
#[test]
fn the_timestamp_of_another_signature_raises_no_level_and_proves_no_time() {
    for base in [Base::Letter, Base::Form, Base::Report] {
        let report = signer::verify(&proofs::with_foreign_timestamp(base));
        let [signature] = report.signatures.as_slice() else { panic!("{:?}", report.signatures) };
        assert_eq!(signature.level, Level::BB);
        let [timestamp] = signature.timestamps.as_slice() else { panic!("{:?}", signature.timestamps) };
        assert_eq!(timestamp.indication, kyso::Indication::TotalFailed);
        let warned = signature.findings.iter().any(|finding| finding.code == Code::TimestampIgnored);
        assert!(warned, "{:?}", signature.findings);
    }
}

/// P20: what stands in a store of validation data is not signed until a document timestamp covers it. Before that an
/// update can take it away, and then somebody else has to bring the evidence; afterwards the covered store counts.
#[test]
fn validation_data_that_an_update_takes_away_count_where_a_timestamp_covers_them() {
    let mut options = signer::verify_options();
    options.evidence = kyso::ValidationData::default();
    for base in [Base::Letter, Base::Form, Base::Report] {
        for (level, verdict) in [(Level::BLT, Verdict::Indeterminate), (Level::BLTA, Verdict::Passed)] {
            for file in proofs::with_degraded_store(base, level) {
                let report = signer::verify_with(&file, &options);
                assert_eq!(report.verdict, verdict, "{} {level}: {:?}", base.name(), signer::errors(&report));
            }
        }
    }
}
