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
#[path = "verify_corpus/signed.rs"]
mod signed;
#[path = "support/signer.rs"]
mod signer;
#[path = "verify_corpus/unsigned.rs"]
mod unsigned;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kyso::{Code, ErrorKind, Indication, Limits, Requirement, TrustStore, Verdict, VerifyOptions};
use signed::SIGNED;
use unsigned::{UNREADABLE, UNSIGNED};

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
    for expected in SIGNED {
        let mut options = VerifyOptions::new(trust(&folder), signer::time(expected.at));
        // The corpus has no evidence about the revocation of these signers.
        options.policy.revocation.signer = Requirement::NotChecked;
        options.policy.revocation.ca = Requirement::NotChecked;
        let report = signer::verify_with(&read(&folder.join(expected.file)), &options);
        let of_signatures: Vec<(Indication, Vec<Code>)> =
            report.signatures.iter().map(|one| (one.indication, errors(&one.findings))).collect();
        let same = of_signatures.iter().map(|(indication, codes)| (*indication, codes.as_slice()));
        let whole = errors(&report.findings).is_empty() && report.verdict == expected.verdict;
        if !whole || !same.eq(expected.signatures.iter().copied()) {
            wrong += &format!(
                "{}: {} {of_signatures:?} {:?}\n",
                expected.file,
                report.verdict,
                errors(&report.findings)
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_other_file_is_unsigned_or_cannot_be_read() {
    let Some(folder) = corpus() else { return };
    let mut wrong = String::new();
    let mut known: Vec<&str> = SIGNED.iter().map(|signed| signed.file).collect();
    let answer = |name: &str| {
        let mut options = VerifyOptions::new(trust(&folder), signer::now());
        let user = PASSWORDS.iter().find(|(own, _, _)| *own == name).map(|(_, user, _)| *user);
        options.password = user.map(str::to_owned);
        signer::try_verify(&read(&folder.join(name)), &options)
    };
    for (name, codes) in UNSIGNED {
        known.push(name);
        match answer(name) {
            Ok(report) if report.verdict == Verdict::Unsigned && errors(&report.findings) == *codes => {}
            Ok(report) => wrong += &format!("{name}: {} {:?}\n", report.verdict, errors(&report.findings)),
            Err(error) => wrong += &format!("{name}: {error}\n"),
        }
    }
    for (name, kind) in UNREADABLE {
        known.push(name);
        match answer(name) {
            Err(error) if error.kind() == *kind => {}
            Err(error) => wrong += &format!("{name}: {:?}: {error}\n", error.kind()),
            Ok(report) => wrong += &format!("{name}: {}\n", report.verdict),
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    let names = files(&folder)
        .into_iter()
        .map(|file| file.strip_prefix(&folder).expect("below").display().to_string());
    let mut names: Vec<String> = names.collect();
    names.sort();
    known.sort_unstable();
    assert_eq!(known, names, "every file stands in one of the tables once");
    println!(
        "{} signed, {} unsigned, {} that cannot be read",
        SIGNED.len(),
        UNSIGNED.len(),
        UNREADABLE.len()
    );
}

fn errors(findings: &[kyso::Finding]) -> Vec<Code> {
    findings
        .iter()
        .filter(|finding| finding.severity() == kyso::Severity::Error)
        .map(|finding| finding.code)
        .collect()
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
                assert_eq!(own.indication, Indication::TotalPassed, "{name}: {:?}", own.findings);
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
