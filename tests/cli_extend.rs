//! `kyso sign --level` and `kyso extend`, with the test servers of `kyso pki serve`.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that makes files and runs programs"
)]

#[path = "support/command.rs"]
mod command;
#[path = "support/document.rs"]
mod document;
#[path = "support/server.rs"]
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use command::{Outcome, kyso, run};
#[cfg(feature = "net")]
use server::Served;

/// A test PKI, made once, and its servers.
#[cfg(feature = "net")]
fn served() -> &'static Served {
    static SERVED: OnceLock<Served> = OnceLock::new();
    SERVED.get_or_init(|| Served::start(pki(), &[]))
}

fn pki() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli_extend");
        let _ = fs::remove_dir_all(&folder);
        let made = run(kyso(["pki", "new"]).arg(&folder));
        assert_eq!(made.status, 0, "{}", made.stderr);
        folder
    })
}

/// A folder with one document in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("letter.pdf"), document::pdf(&[])).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn sign(&self, to: &str, options: &[&str]) -> Outcome {
        let mut command = kyso(["sign"]);
        command.arg(self.path("letter.pdf")).arg("-o").arg(self.path(to));
        command.arg("--key").arg(pki().join("person.p12")).args(["--password-env", "KYSO_TEST_PASSWORD"]);
        run(command.env("KYSO_TEST_PASSWORD", "kyso").args(options))
    }

    fn extend(&self, from: &str, to: &str, options: &[&str]) -> Outcome {
        let mut command = kyso(["extend"]);
        run(command.arg(self.path(from)).arg("-o").arg(self.path(to)).args(options))
    }
}

#[cfg(feature = "net")]
fn tsa(path: &str) -> String {
    format!("{}{path}", served().url)
}

fn assert_refused(outcome: &Outcome, code: &str, words: &str) {
    assert_eq!((outcome.status, outcome.stdout.as_str()), (5, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&format!("({code})")), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
}

#[test]
fn a_timestamp_needs_an_authority_and_an_authority_a_level() {
    let desk = Desk::new();
    for level in ["b-t", "b-lt", "b-lta"] {
        let outcome = desk.sign("signed.pdf", &["--level", level]);
        assert_eq!(outcome.status, 2, "{}", outcome.stderr);
        assert!(outcome.stderr.contains("--tsa"), "{}", outcome.stderr);
    }
    assert_refused(&desk.sign("signed.pdf", &["--tsa", "http://x/"]), "invalid-argument", "--level b-t");
    let outcome = desk.extend("letter.pdf", "out.pdf", &["--level", "b-b"]);
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(!desk.path("signed.pdf").exists() && !desk.path("out.pdf").exists());
}

#[test]
fn without_the_network_a_word_says_so() {
    if cfg!(feature = "net") {
        return;
    }
    let desk = Desk::new();
    let outcome = desk.sign("signed.pdf", &["--level", "b-t", "--tsa", "http://127.0.0.1:9/"]);
    assert_refused(&outcome, "invalid-argument", "feature net");
    let outcome = desk.extend("letter.pdf", "out.pdf", &["--level", "b-lt", "--online"]);
    assert_refused(&outcome, "invalid-argument", "feature net");
}

#[test]
fn what_cannot_be_raised_is_not() {
    let desk = Desk::new();
    assert_refused(
        &desk.extend("letter.pdf", "out.pdf", &["--level", "b-t"]),
        "level-not-reached",
        "no signature",
    );
    assert_eq!(desk.sign("signed.pdf", &[]).status, 0);
    let root = pki().join("root.pem");
    let trust = ["--trust", root.to_str().unwrap()];
    let outcome = desk.extend("signed.pdf", "out.pdf", &["--level", "b-t", trust[0], trust[1]]);
    assert_refused(&outcome, "invalid-argument", "timestamp authority");
    let mut bytes = fs::read(desk.path("signed.pdf")).unwrap();
    let at = memchr::memmem::find(&bytes, b"/MediaBox").unwrap();
    bytes[at + 1] = b'm';
    fs::write(desk.path("forged.pdf"), bytes).unwrap();
    let outcome = desk.extend("forged.pdf", "out.pdf", &["--level", "b-t", trust[0], trust[1]]);
    assert_refused(&outcome, "level-not-reached", "TOTAL_FAILED");
    assert!(!desk.path("out.pdf").exists());
}

#[cfg(feature = "net")]
#[test]
fn an_authority_that_misbehaves_leaves_no_file() {
    let desk = Desk::new();
    for (path, code) in
        [("/rejection/tsa", "timestamp-refused"), ("/wrong-imprint/tsa", "timestamp-unusable")]
    {
        let outcome = desk.sign("signed.pdf", &["--level", "b-t", "--tsa", &tsa(path)]);
        assert_refused(&outcome, code, "");
        assert!(!desk.path("signed.pdf").exists());
    }
    let url = tsa("/tsa");
    let outcome = desk.sign("signed.pdf", &["--level", "b-t", "--tsa", &url]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
}

/// The arguments that name the root, the lists and the authority.
#[cfg(feature = "net")]
fn everything() -> Vec<String> {
    let file = |name: &str| pki().join(name).display().to_string();
    let named = [("--trust", file("root.pem")), ("--crl", file("root.crl")), ("--crl", file("sub.crl"))];
    let mut arguments: Vec<String> =
        named.into_iter().flat_map(|(name, path)| [name.to_owned(), path]).collect();
    arguments.extend(["--tsa".to_owned(), tsa("/tsa")]);
    arguments
}

/// The level that `kyso verify` tells, with nothing but the root; and whether everything passed.
#[cfg(feature = "net")]
fn level(document: &Path) -> (String, bool) {
    let mut command = kyso(["verify", "--format", "json", "--trust"]);
    let outcome = run(command.arg(pki().join("root.pem")).arg(document));
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let signature = report.pointer("/documents/0/signatures/0/level").and_then(|level| level.as_str());
    (signature.unwrap().to_owned(), outcome.status == 0)
}

#[cfg(feature = "net")]
#[test]
fn a_signature_is_made_at_every_level_and_raised_to_every_level() {
    let desk = Desk::new();
    let everything = everything();
    let arguments: Vec<&str> = everything.iter().map(String::as_str).collect();
    for wanted in ["b-lt", "b-lta"] {
        let outcome = desk.sign("at-once.pdf", &[&["--level", wanted], arguments.as_slice()].concat());
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
        assert_eq!(level(&desk.path("at-once.pdf")), (wanted.to_uppercase(), true));
    }
    assert_eq!(desk.sign("b-b.pdf", &[]).status, 0);
    let mut from = "b-b.pdf".to_owned();
    for wanted in ["b-t", "b-lt", "b-lta"] {
        let to = format!("{wanted}.pdf");
        let outcome = desk.extend(&from, &to, &[&["--level", wanted], arguments.as_slice()].concat());
        let said = format!("Raised to {}: {}\n", wanted.to_uppercase(), desk.path(&to).display());
        assert_eq!((outcome.status, outcome.stdout, outcome.stderr.as_str()), (0, said, ""));
        let (before, after) = (fs::read(desk.path(&from)).unwrap(), fs::read(desk.path(&to)).unwrap());
        assert!(after.starts_with(&before) && after.len() > before.len());
        from = to;
    }
    assert_eq!(level(&desk.path("b-lt.pdf")), ("B-LT".to_owned(), true));
    assert_eq!(level(&desk.path("b-lta.pdf")), ("B-LTA".to_owned(), true));
    // Renewed in place.
    let before = fs::read(desk.path("b-lta.pdf")).unwrap();
    let outcome =
        desk.extend("b-lta.pdf", "b-lta.pdf", &[&["--level", "b-lta"], arguments.as_slice()].concat());
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    assert!(fs::read(desk.path("b-lta.pdf")).unwrap().len() > before.len());
    assert_eq!(level(&desk.path("b-lta.pdf")), ("B-LTA".to_owned(), true));
}

#[cfg(feature = "net")]
#[test]
fn without_its_evidence_a_level_is_refused_by_name() {
    let desk = Desk::new();
    let (url, root) = (tsa("/tsa"), pki().join("root.pem").display().to_string());
    let outcome = desk.sign("signed.pdf", &["--level", "b-lt", "--tsa", &url, "--trust", &root]);
    assert_refused(&outcome, "level-not-reached", "is not LTV because missing: ");
    assert!(!desk.path("signed.pdf").exists());
    let outcome = desk.sign("signed.pdf", &["--level", "b-t", "--tsa", &url]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let outcome = desk.extend("signed.pdf", "out.pdf", &["--level", "b-lt", "--trust", &root]);
    assert_refused(&outcome, "level-not-reached", "is not LTV because missing: ");
}
