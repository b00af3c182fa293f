//! The case folders of `testdata/cases`, which the bindings run too. Each has a document, who is trusted, a time, a
//! password where one is needed, and in `expected.json` the verdict and what is said.
//!
//! The documents are made by the functions below, and the same bytes come out in every run. After a change:
//! `cargo test --test cases write_the_committed_cases -- --ignored`, and a look at what has changed.
#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that reads the committed cases"
)]

#[path = "attacks/annotation.rs"]
mod annotation;
#[path = "attacks/append.rs"]
mod append;
#[path = "attacks/attack.rs"]
#[expect(dead_code, reason = "made for tests/attacks.rs")]
mod attack;
#[path = "attacks/base.rs"]
mod base;
#[path = "attacks/byte_range.rs"]
mod byte_range;
#[path = "attacks/der.rs"]
mod der;
#[path = "attacks/forge.rs"]
mod forge;
#[path = "attacks/gap.rs"]
mod gap;
#[path = "attacks/message.rs"]
#[expect(dead_code, reason = "made for tests/attacks.rs")]
mod message;
#[path = "support/pdf_maker.rs"]
mod pdf_maker;
#[path = "attacks/permission.rs"]
mod permission;
#[path = "attacks/removal.rs"]
mod removal;
#[path = "support/schema.rs"]
mod schema;
#[path = "attacks/shadow.rs"]
mod shadow;
#[path = "support/signer.rs"]
mod signer;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use attack::named;
use base::{Base, form};
use base64ct::{Base64, Encoding};
use kyso::{Certification, DocumentReport, Limits, TrustStore, Verdict, VerifyOptions};
use serde_json::{Value, json};

/// A case: the name of its folder, its document and its password.
struct Case {
    name: &'static str,
    document: fn() -> Vec<u8>,
    password: Option<&'static str>,
}

const fn case(name: &'static str, document: fn() -> Vec<u8>) -> Case {
    Case { name, document, password: None }
}

const CASES: &[Case] = &[
    case("honest-signature", append::signed),
    case("honest-message-in-ber", message::in_ber),
    case("honest-certification", || {
        let mut options = signer::sign_options();
        options.certify = Some(Certification::FormFilling);
        options.reason = Some("Phê duyệt".to_owned());
        signer::person().sign(&pdf_maker::modern(), &options)
    }),
    case("honest-two-signatures", || {
        let agency = signer::signer("agency");
        agency.sign(&append::signed(), &signer::sign_options())
    }),
    case("honest-form-filled", || {
        Base::Form.certified_then(Certification::FormFilling, |update| {
            update.edit(form::AMOUNT, "(1000000)", "(2000000)");
            update.stream(form::AMOUNT_APPEARANCE, form::APPEARANCE, form::shown("2000000").as_bytes());
        })
    }),
    case("honest-note-where-notes-are-allowed", || {
        Base::Form.certified_then(Certification::Annotations, |update| {
            update
                .annotate("<< /Type /Annot /Subtype /Text /F 28 /Rect [60 60 80 80] /Contents (Xem lai) >>");
        })
    }),
    Case {
        name: "honest-encrypted",
        document: || {
            let mut options = signer::sign_options();
            options.password = Some("reader".to_owned());
            signer::person().sign(&document("rc4-128.pdf"), &options)
        },
        password: Some("reader"),
    },
    Case { name: "encrypted-without-password", document: || document("aes-256.pdf"), password: None },
    Case { name: "encrypted-wrong-password", document: || document("aes-256.pdf"), password: Some("đoán") },
    case("unsigned-with-empty-field", || document("classic.pdf")),
    case("truncated", || {
        let file = append::signed();
        file[..file.len() - 100].to_vec()
    }),
    case("content-changed", || {
        let mut file = append::signed();
        let at = memchr::memmem::find(&file, b"Hello").expect("the text");
        file[at..at + 5].copy_from_slice(b"Jello");
        file
    }),
    case("signer-unknown", || named(message::ATTACKS, "a stranger signs")),
    case("signer-expired", || named(message::ATTACKS, "a certificate that had expired signs, and says so")),
    case("forgery-no-byte-range", || named(byte_range::ATTACKS, "no /ByteRange")),
    case("forgery-contents-zero", || named(byte_range::ATTACKS, "/Contents is nothing but zeros")),
    case("forgery-header-not-covered", || named(byte_range::ATTACKS, "the header is not covered")),
    case("wrapping-entry-in-gap", || {
        named(gap::ATTACKS, "an entry in the gap, which may be changed at will")
    }),
    case("wrapping-literal-contents", || named(gap::ATTACKS, "a literal string in the gap")),
    case("wrapping-text-behind-message", || {
        named(gap::ATTACKS, "text behind the message, inside of the string")
    }),
    case("update-new-page", || named(append::ATTACKS, "an update with a new page")),
    case("update-without-xref", || named(append::ATTACKS, "new objects alone, for readers that repair")),
    case("update-reason-overwritten", || {
        named(append::ATTACKS, "the signature dictionary again, with another reason")
    }),
    case("update-signature-in-two-fields", || named(append::ATTACKS, "the signature in a second field")),
    case("update-signature-removed", || named(removal::ATTACKS, "the field has no value")),
    case("update-hidden-catalog", || {
        named(
            removal::ATTACKS,
            "the trailer names another catalog, which lay hidden in the file that was signed",
        )
    }),
    case("update-font-exchanged", || {
        named(shadow::ATTACKS, "replace: the font has another encoding, so that digits are drawn as others")
    }),
    case("update-field-shows-another-value", || {
        named(shadow::ATTACKS, "replace: a field gets one value and draws another")
    }),
    case("update-note-over-text", || {
        named(annotation::ATTACKS, "EAA: a free text over the text of a document certified for notes")
    }),
    case("update-note-forbidden", || {
        named(annotation::ATTACKS, "a note on a document certified for filling in forms")
    }),
    case("update-locked-field-filled", || named(permission::ATTACKS, "a locked field is filled in")),
    case("message-certificate-exchanged", || {
        named(message::ATTACKS, "another signer's certificate and name in the place of the own ones")
    }),
    case("message-without-attributes", || {
        named(message::ATTACKS, "no signed attributes; the value is over the content")
    }),
];

#[test]
fn every_case_says_what_is_expected() {
    let mut wrong = String::new();
    for name in committed() {
        let (said, expected) = (answer(&name), read(&name, "expected.json"));
        let expected: Value = serde_json::from_slice(&expected).expect("JSON");
        if said != expected {
            wrong += &format!("{name}: {said:#}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_committed_documents_are_the_ones_that_are_made() {
    let names: BTreeSet<String> = CASES.iter().map(|case| case.name.to_owned()).collect();
    assert_eq!(names, committed());
    for case in CASES {
        for (file, content) in files(case) {
            assert!(read(case.name, file) == content, "{}/{file} is not the one that is made", case.name);
        }
    }
}

#[test]
fn honest_cases_pass_and_no_other_does() {
    for name in committed() {
        let passed = report(&name).verdict == Verdict::Passed;
        assert_eq!(passed, name.starts_with("honest-"), "{name}");
    }
}

#[test]
#[ignore = "writes testdata/cases again"]
fn write_the_committed_cases() {
    for case in CASES {
        let folder = folder().join(case.name);
        fs::create_dir_all(&folder).expect("a folder");
        for (file, content) in files(case) {
            fs::write(folder.join(file), content).expect("written");
        }
        let expected = format!("{:#}\n", answer(case.name));
        fs::write(folder.join("expected.json"), expected).expect("written");
    }
}

/// Everything of a case but what is expected.
fn files(case: &Case) -> Vec<(&'static str, Vec<u8>)> {
    let root = fs::read(signer::project().join("testdata/pki/root.pem")).expect("the root");
    let mut files = vec![
        ("document.pdf", (case.document)()),
        ("trust.pem", root),
        ("evidence.pem", evidence()),
        ("time", format!("{}\n", signer::now()).into_bytes()),
    ];
    files.extend(case.password.map(|password| ("password", format!("{password}\n").into_bytes())));
    files
}

/// The revocation lists of the test PKI.
fn evidence() -> Vec<u8> {
    let list = |name: &str| {
        let der = fs::read(signer::project().join("testdata/pki").join(name)).expect("a CRL");
        let base64 = Base64::encode_string(&der);
        let lines: Vec<&str> =
            base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
        format!("-----BEGIN X509 CRL-----\n{}\n-----END X509 CRL-----\n", lines.join("\n"))
    };
    ["root.crl", "sub.crl"].map(list).concat().into_bytes()
}

/// What is said of a committed case, as `expected.json` has it.
fn answer(name: &str) -> Value {
    let report = report(name);
    let codes = |findings: &[kyso::Finding]| -> Vec<Value> {
        findings.iter().map(|finding| finding.code.as_str().into()).collect()
    };
    let signatures: Vec<Value> = report
        .signatures
        .iter()
        .map(|signature| {
            json!({
                "id": signature.id,
                "indication": signature.indication.as_str(),
                "sub_indication": signature.sub_indication.map(|sub| sub.as_str()),
                "findings": codes(&signature.findings),
            })
        })
        .collect();
    json!({
        "verdict": report.verdict.as_str(),
        "signatures": signatures,
        "findings": codes(&report.findings),
    })
}

fn report(name: &str) -> DocumentReport {
    let mut trust = TrustStore::new();
    trust.add_from(&read(name, "trust.pem"), &Limits::default()).expect("certificates");
    let line = |file: &str| String::from_utf8(read(name, file)).expect("text").trim_end().to_owned();
    let mut options = VerifyOptions::new(trust, signer::time(&line("time")));
    options.evidence.add_from(&read(name, "evidence.pem"), &Limits::default()).expect("evidence");
    options.password = folder().join(name).join("password").is_file().then(|| line("password"));
    match signer::try_verify(&read(name, "document.pdf"), &options) {
        Ok(report) => report,
        Err(error) => DocumentReport::unreadable(None, &error),
    }
}

fn committed() -> BTreeSet<String> {
    let entries = fs::read_dir(folder()).expect("the cases");
    let folders = entries.map(|entry| entry.expect("an entry")).filter(|entry| entry.path().is_dir());
    folders.map(|entry| entry.file_name().into_string().expect("a name")).collect()
}

fn read(case: &str, file: &str) -> Vec<u8> {
    let path = folder().join(case).join(file);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document(name: &str) -> Vec<u8> {
    fs::read(signer::project().join("testdata/documents").join(name)).expect("a document")
}

fn folder() -> PathBuf {
    signer::project().join("testdata/cases")
}
