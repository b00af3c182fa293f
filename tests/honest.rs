//! What honest people do to signed documents: fill in, sign again, add timestamps and evidence, comment where comments
//! are allowed. Nothing of it is refused.
#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that makes files"
)]

#[path = "attacks/append.rs"]
#[expect(dead_code, reason = "made for tests/attacks.rs")]
mod append;
#[path = "attacks/attack.rs"]
#[expect(dead_code, reason = "made for tests/attacks.rs")]
mod attack;
#[path = "support/authority.rs"]
mod authority;
#[path = "attacks/base.rs"]
mod base;
#[path = "honest/comments.rs"]
mod comments;
#[path = "attacks/der.rs"]
#[expect(dead_code, reason = "made for tests/attacks.rs")]
mod der;
#[path = "honest/evidence.rs"]
mod evidence;
#[path = "honest/filling.rs"]
mod filling;
#[path = "attacks/forge.rs"]
#[expect(dead_code, reason = "made for tests/attacks.rs")]
mod forge;
#[path = "honest/levels.rs"]
mod levels;
#[path = "support/pdf_maker.rs"]
mod pdf_maker;
#[path = "honest/rewriting.rs"]
mod rewriting;
#[path = "support/schema.rs"]
mod schema;
#[path = "support/signer.rs"]
mod signer;
#[path = "honest/signing.rs"]
mod signing;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use base::Base;
use kyso::{Indication, Verdict};

/// Something honest, and what has to be said of it.
pub(crate) struct Honest {
    /// What somebody does.
    pub(crate) name: &'static str,
    /// The documents that it is done to, one file for each.
    pub(crate) bases: &'static [Base],
    pub(crate) file: fn(Base) -> Vec<u8>,
    pub(crate) verdict: Verdict,
}

const ALL: &[&[Honest]] = &[
    filling::HONEST,
    signing::HONEST,
    levels::HONEST,
    evidence::HONEST,
    comments::HONEST,
    rewriting::HONEST,
];

/// All of it as a table with totals, which ./run-tests shows. Printed past the capture of the test harness, because it
/// is what this test is for.
#[test]
fn nothing_honest_is_refused() {
    let mut table = String::from("\nHonest files: what is done, document, verdict\n");
    let (mut wrong, mut files, mut passed) = (String::new(), 0, 0);
    for honest in ALL.iter().flat_map(|group| group.iter()) {
        for base in honest.bases {
            let Ok(file) = std::panic::catch_unwind(|| (honest.file)(*base)) else {
                let _ = writeln!(wrong, "{} {}: not made", honest.name, base.name());
                continue;
            };
            let report = signer::verify(&file);
            let codes: Vec<&str> = signer::errors(&report).iter().map(|code| code.as_str()).collect();
            let line =
                format!("{:92} {:7} {} {}", honest.name, base.name(), report.verdict, codes.join(", "));
            let _ = writeln!(table, "{line}");
            files += 1;
            passed += usize::from(report.verdict == Verdict::Passed);
            let failed =
                report.signatures.iter().any(|signature| signature.indication == Indication::TotalFailed);
            if failed || report.verdict != honest.verdict {
                let _ = writeln!(wrong, "{line}\n  instead of {}", honest.verdict);
            }
        }
    }
    let _ = writeln!(
        table,
        "{files} honest files: {passed} passed, {} indeterminate as they have to be, 0 failed\n",
        files - passed
    );
    std::io::stdout().lock().write_all(table.as_bytes()).expect("written");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Leaves every file for other programs to judge, with a list of them: `cargo test --test honest -- --ignored write`.
#[test]
#[ignore = "writes files, for benches/compare-verdicts"]
fn write_the_honest_files() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("honest");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut list = String::new();
    let files = ALL
        .iter()
        .flat_map(|group| group.iter())
        .flat_map(|one| one.bases.iter().map(move |base| (one, base)));
    for (number, (honest, base)) in files.enumerate() {
        let file = (honest.file)(*base);
        let report = signer::verify(&file);
        let name = format!("{number:03}-{}.pdf", base.name());
        std::fs::write(folder.join(&name), file).expect("written");
        let _ = writeln!(list, "{name}\t-\t{}\t{}\t{}\t", honest.name, base.name(), report.verdict);
    }
    std::fs::write(folder.join("list.tsv"), list).expect("written");
}
