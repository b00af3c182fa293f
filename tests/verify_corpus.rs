//! Signed files of others: what is said of each, and why that is right. And every file of the corpus, signed or not,
//! through everything that reads: nothing panics, nothing takes long.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that reads files of others"
)]

#[path = "support/schema.rs"]
mod schema;
#[path = "support/signer.rs"]
mod signer;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kyso::{Code, ErrorKind, Indication, Limits, Requirement, TrustStore, Verdict, VerifyOptions};

use Code::*;
use Indication::{Indeterminate as Open, TotalFailed as Failed, TotalPassed as Passed};

/// What is said of a file, at a time at which its certificates were in force.
struct Expected {
    file: &'static str,
    at: &'static str,
    verdict: Verdict,
    /// Of each signature: the indication, and the findings that are errors.
    signatures: &'static [(Indication, &'static [Code])],
}

/// Later updates are not judged yet, so all signatures but the last of a file are open.
const FOLLOWED: (Indication, &[Code]) = (Open, &[LaterRevisions]);

/// Another root than the one that is trusted, of the same name and with a key of another kind.
const OTHER_ROOT: (Indication, &[Code]) = (Open, &[TrustAnchorUnknown]);

/// Nobody but the signer speaks for the certificate.
const SELF_SIGNED: (Indication, &[Code]) = (Open, &[SignerSelfSigned]);

const GOOD: (Indication, &[Code]) = (Passed, &[]);

const EXPECTED: &[Expected] = &[
    Expected {
        file: "certified-with-indirect-refs-in-dir.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[GOOD],
    },
    // A signature dictionary whose /Contents has not been filled in.
    Expected {
        file: "coverage-anomalies/base.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[CmsUnreadable, LaterRevisions])],
    },
    Expected {
        file: "coverage-anomalies/one-byterange.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ByteRangeNotFourIntegers])],
    },
    Expected {
        file: "coverage-anomalies/signature-gap-too-big.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ByteRangeGapMismatch, CoverageInsideRevision, SignerSelfSigned])],
    },
    Expected {
        file: "coverage-anomalies/tail-uncovered.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[CoverageInsideRevision, SignerSelfSigned])],
    },
    Expected {
        file: "coverage-anomalies/weird-byterange.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ByteRangeGapMismatch, CoverageInsideRevision, SignerSelfSigned])],
    },
    Expected {
        file: "ed448-disallowed-hash.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[SignatureAlgorithmUnsupported, CertificateSignatureUnsupported])],
    },
    Expected {
        file: "ed448-shake256-nolen.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[DigestAlgorithmUnsupported, CertificateSignatureUnsupported])],
    },
    Expected {
        file: "extensions-direct.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, OTHER_ROOT],
    },
    Expected {
        file: "extensions-indirect-not-all-paths.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, OTHER_ROOT],
    },
    Expected {
        file: "extensions-indirect.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, OTHER_ROOT],
    },
    Expected {
        file: "extensions-update-direct.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, OTHER_ROOT],
    },
    Expected {
        file: "extensions-update-indirect.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, OTHER_ROOT],
    },
    Expected {
        file: "form-update-ap-indirect-sneaky-trailer.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "form-update-no-override-appearance-stream-ap-indirect-sneaky.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "form-update-no-override-appearance-stream-ap-indirect.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "form-update-original-ap-type-wrong.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "form-update-override-appearance-stream-ap-indirect-sneaky.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "form-update-override-appearance-stream-ap-indirect.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "form-update-override-appearance-stream-sneaky.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "form-update-override-appearance-stream.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "minimal-signed-twice-both-created.pdf",
        at: "2021-01-12T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[LaterRevisions, SignerSelfSigned]), SELF_SIGNED],
    },
    Expected {
        file: "minimal-signed-twice-no-sig-type.pdf",
        at: "2020-11-03T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[LaterRevisions, TrustAnchorUnknown]), OTHER_ROOT],
    },
    Expected {
        file: "minimal-signed-twice-second-created.pdf",
        at: "2021-01-12T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[LaterRevisions, SignerSelfSigned]), SELF_SIGNED],
    },
    Expected {
        file: "minimal-two-fields-signed-twice.pdf",
        at: "2021-01-05T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[LaterRevisions, SignerSelfSigned]), SELF_SIGNED],
    },
    Expected {
        file: "pades-lta-dss-indirect-arrs-test-2.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, FOLLOWED, GOOD],
    },
    Expected {
        file: "pades-lta-dss-indirect-arrs-test.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[GOOD, GOOD],
    },
    Expected {
        file: "pades-with-old-style-signing-cert-attr-issser.pdf",
        at: "2021-08-19T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[GOOD],
    },
    Expected {
        file: "pades-with-old-style-signing-cert-attr.pdf",
        at: "2021-08-19T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[GOOD],
    },
    Expected {
        file: "pdf-sig-with-econtent.pdf",
        at: "2021-11-22T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[CmsEmbeddedContent])],
    },
    Expected {
        file: "separate-annots-kids-indir.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[FOLLOWED, GOOD],
    },
    Expected {
        file: "sig-no-signed-attrs.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[SignedAttributesMissing])],
    },
    // The signer is named by its key, with the version number of a signer who is not.
    Expected {
        file: "sig-with-ski-sid.pdf",
        at: "2021-05-24T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[GOOD],
    },
];

/// Encrypted files with a password, and what opening them without one says.
const PASSWORDS: &[(&str, &str, &str)] = &[
    ("minimal-aes256.pdf", "usersecret", "ownersecret"),
    ("minimal-rc4.pdf", "usersecret", "ownersecret"),
    ("minimal-two-fields-aes256.pdf", "usersecret", "ownersecret"),
    ("minimal-with-field-aes256.pdf", "usersecret", "ownersecret"),
    ("minimal-with-field-rc4.pdf", "usersecret", "ownersecret"),
    ("minimal-aes256-empty-encrypted-string.pdf", "secret", "secret"),
    ("malformed-encrypt-dict1.pdf", "usersecret", "ownersecret"),
    ("minimal-aes256-malformed-perms.pdf", "usersecret", "ownersecret"),
    ("embedded-encrypted-nocf.pdf", "secret", "secret"),
];

#[test]
fn every_signed_file_gets_the_verdict_that_it_deserves() {
    let Some(folder) = corpus() else { return };
    let mut wrong = String::new();
    for expected in EXPECTED {
        let mut options = VerifyOptions::new(trust(&folder), signer::time(expected.at));
        // The corpus has no evidence about the revocation of these signers.
        options.policy.revocation.signer = Requirement::NotChecked;
        options.policy.revocation.ca = Requirement::NotChecked;
        let report = signer::verify_with(&read(&folder.join(expected.file)), &options);
        let of_signatures: Vec<(Indication, Vec<Code>)> = report
            .signatures
            .iter()
            .map(|signature| {
                let errors = signature.findings.iter().filter(|f| f.severity() == kyso::Severity::Error);
                (signature.indication, errors.map(|finding| finding.code).collect())
            })
            .collect();
        let same = of_signatures.iter().map(|(indication, codes)| (*indication, codes.as_slice()));
        if report.verdict != expected.verdict || !same.eq(expected.signatures.iter().copied()) {
            wrong += &format!("{}: {} {of_signatures:?}\n", expected.file, report.verdict);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_other_file_of_the_corpus_is_signed_in_a_way_that_can_be_read() {
    let Some(folder) = corpus() else { return };
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).expect("below").display().to_string();
        if EXPECTED.iter().any(|expected| expected.file == name) {
            continue;
        }
        let mut options = VerifyOptions::new(trust(&folder), signer::now());
        let user = PASSWORDS.iter().find(|(own, _, _)| *own == name).map(|(_, user, _)| *user);
        options.password = Some(user.unwrap_or("ownersecret").to_owned());
        match signer::try_verify(&read(&file), &options) {
            Ok(report) => assert_eq!(report.verdict, Verdict::Unsigned, "{name}"),
            Err(error) => {
                let kinds = [ErrorKind::MalformedPdf, ErrorKind::UnsupportedEncryption];
                assert!(kinds.contains(&error.kind()), "{name}: {error}");
            }
        }
    }
}

#[test]
fn encrypted_files_open_with_both_passwords_and_without_them_not_at_all() {
    let Some(folder) = corpus() else { return };
    for (file, user, owner) in PASSWORDS {
        let bytes = read(&folder.join(file));
        let verdict = |password: Option<&str>| {
            let mut options = VerifyOptions::new(trust(&folder), signer::now());
            options.password = password.map(str::to_owned);
            signer::try_verify(&bytes, &options).map(|report| report.verdict).map_err(|error| error.kind())
        };
        assert_eq!(verdict(Some(user)), Ok(Verdict::Unsigned), "{file}");
        assert_eq!(verdict(Some(owner)), Ok(Verdict::Unsigned), "{file}");
        assert_eq!(verdict(Some("guess")), Err(ErrorKind::WrongPassword), "{file}");
        assert_eq!(verdict(None), Err(ErrorKind::PasswordRequired), "{file}");
    }
}

#[test]
fn every_file_is_verified_and_signed_within_two_seconds_or_refused() {
    let Some(folder) = corpus() else { return };
    let (mut signed, mut refused) = (0, String::new());
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).expect("below").display().to_string();
        let bytes = read(&file);
        let begin = Instant::now();
        let password =
            PASSWORDS.iter().find(|(own, _, _)| *own == name).map(|(_, _, owner)| (*owner).to_owned());
        let mut verify = signer::verify_options();
        verify.password = password.clone();
        drop(kyso::verify(&bytes, &verify));
        drop(kyso::inspect(&bytes, password.as_deref(), &Limits::default()));
        let mut options = signer::sign_options();
        options.password = password;
        match signer::person().try_sign(&bytes, &options) {
            Ok(file) => {
                signed += 1;
                assert!(file.starts_with(&bytes), "{name}");
                keep(&name, &file);
                let report = signer::verify_with(&file, &verify);
                let own = report.signatures.iter().find(|s| s.coverage == Some(kyso::Coverage::WholeFile));
                let own = own.unwrap_or_else(|| panic!("{name}: no signature of the whole file"));
                assert_eq!(own.indication, Passed, "{name}: {:?}", own.findings);
            }
            Err(error) => refused += &format!("{name}: {error}\n"),
        }
        assert!(begin.elapsed() < Duration::from_secs(2), "{name}: {:?}", begin.elapsed());
    }
    println!("{signed} signed; refused:\n{refused}");
    assert!(signed > 70, "only {signed}; refused:\n{refused}");
}

/// The root and the intermediate CA of these files.
fn trust(folder: &Path) -> TrustStore {
    let mut trust = TrustStore::new();
    let found = trust.add_from(&read(&folder.join("trust/ca-chain.cert.pem")), &Limits::default());
    assert_eq!(found.ok(), Some(2));
    trust
}

/// The folder with the files; `None`, said aloud, where it is not and need not be.
fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("KYSO_CORPUS")
        .map_or_else(|| signer::project().join("../shared/corpus"), PathBuf::from)
        .join("pdf-pyhanko");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "no corpus at {}", folder.display());
    println!("skipped: no corpus at {}", folder.display());
    None
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "pdf") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 100);
    files
}

fn read(file: &Path) -> Vec<u8> {
    std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Leaves a signed file for other programs to judge.
fn keep(name: &str, file: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("signed-corpus");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name.replace('/', "-")), file).expect("written");
}
