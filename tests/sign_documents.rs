//! Signing PDF files of every build, in every field, with every key and in two steps; what a document forbids is
//! refused with the reason. What is written is left in the folder for temporary files of the build, for other programs
//! to judge.
#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that reads the committed documents and leaves what it signed"
)]

#[path = "sign_documents/encrypted.rs"]
mod encrypted;
#[path = "sign_documents/fields.rs"]
mod fields;
#[path = "support/pdf_maker.rs"]
mod pdf_maker;
#[path = "support/schema.rs"]
mod schema;
#[path = "sign_documents/shapes.rs"]
mod shapes;
#[path = "support/signer.rs"]
mod signer;
#[path = "sign_documents/steps.rs"]
mod steps;

use std::path::{Path, PathBuf};

use kyso::{Code, DocumentReport, ErrorKind, SignOptions, Verdict, VerifyOptions};

/// A file of `testdata/documents`.
fn document(name: &str) -> Vec<u8> {
    let path = signer::project().join("testdata/documents").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Signs, checks that the original bytes are untouched and that the signature passes over the whole file, and leaves
/// the result for other programs.
fn sign(name: &str, document: &[u8], options: &SignOptions) -> Vec<u8> {
    let signed = signer::person().sign(document, options);
    check(name, document, &signed, options);
    signed
}

fn check(name: &str, document: &[u8], signed: &[u8], options: &SignOptions) -> DocumentReport {
    assert!(signed.starts_with(document), "{name}: the original bytes have changed");
    std::fs::write(folder().join(format!("{name}.pdf")), signed).expect("written");
    let mut verify = signer::verify_options();
    verify.password = options.password.clone();
    let report = signer::verify_with(signed, &verify);
    let last = report.signatures.last().unwrap_or_else(|| panic!("{name}: no signature"));
    let broken: Vec<Code> =
        signer::errors(&report).into_iter().filter(|c| *c != Code::LaterRevisions).collect();
    assert_eq!(broken, [], "{name}");
    assert_eq!(last.indication, kyso::Indication::TotalPassed, "{name}: {:?}", last.findings);
    assert_eq!(last.coverage, Some(kyso::Coverage::WholeFile), "{name}");
    if report.signatures.len() == 1 {
        assert_eq!(report.verdict, Verdict::Passed, "{name}");
    }
    report
}

/// Why the document is not signed.
fn refusal(document: &[u8], options: &SignOptions) -> ErrorKind {
    match signer::person().try_sign(document, options) {
        Ok(_) => panic!("signed"),
        Err(error) => error.kind(),
    }
}

/// Where signed files are left.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("signed");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Options with this password for the document.
fn with_password(password: &str) -> SignOptions {
    let mut options = signer::sign_options();
    options.password = Some(password.to_owned());
    options
}

fn verify_with_password(password: Option<&str>) -> VerifyOptions {
    let mut options = signer::verify_options();
    options.password = password.map(str::to_owned);
    options
}
