//! `kyso demo`: a test PKI, a letter, signatures, forgeries, and what verification says of each.

mod folder;
mod forgery;
mod letter;
#[cfg(feature = "net")]
mod long_term;
mod words;
mod writing;

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::cli::arguments::Demo;
use crate::cli::output::Report;
use crate::cli::serve::Bound;
use crate::cli::status::Status;
use crate::cli::{Session, pki};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pdf::signing::Certification;
use crate::pki::TrustStore;
use crate::pki::test_pki::{Addresses, TestPki};
use crate::report::Verdict;
use crate::sign::{SignOptions, sign};
use crate::verify::{VerifyOptions, verify};

use folder::Folder;
use words::Words;

pub(super) fn run(arguments: &Demo, session: &Session) -> Result<Status> {
    #[cfg(not(feature = "net"))]
    if arguments.online {
        return Err(crate::cli::network::without("--online"));
    }
    let words = Words { language: session.language, folder: &arguments.folder, online: arguments.online };
    let folder = Folder::open(&arguments.folder, &words.files())?;
    if io::stderr().is_terminal() {
        // Nobody is left to be told that stderr is closed.
        let _ = writeln!(io::stderr(), "{}", words.making_keys());
    }
    // Certificates name the servers, so these have their address first.
    let bound = if arguments.online { Some(Bound::new(0)?) } else { None };
    let addresses = bound.as_ref().map(|bound| Addresses::below(&bound.url())).unwrap_or_default();
    let test_pki = TestPki::fresh_at(&addresses, session.now)?;
    pki::write(&test_pki, &folder.sub_folder(PKI)?, pki::PASSWORD)?;
    let mut out = Report::open(None)?;
    out.write(&words.made_pki())?;

    let (year, month, day, ..) = session.now.plus_seconds(VIETNAM).to_calendar();
    let letter = letter::pdf(year, month, day);
    folder.write(LETTER, &letter)?;
    out.write(&words.made_letter())?;

    let mut certify = SignOptions::new(session.now);
    certify.certify = Some(Certification::FormFilling);
    let signed = signed_by(&test_pki, "person", &letter, &certify)?;
    let twice = signed_by(&test_pki, "agency", &signed, &SignOptions::new(session.now))?;
    let examples = [
        Example { name: SIGNED, bytes: signed.clone(), expected: Verdict::Passed },
        Example { name: ALTERED, bytes: forgery::altered(&signed)?, expected: Verdict::Failed },
        Example { name: APPENDED, bytes: forgery::appended(&signed)?, expected: Verdict::Failed },
        Example { name: TWICE, bytes: twice, expected: Verdict::Passed },
    ];
    let mut options = VerifyOptions::new(TrustStore::new(), session.now);
    options.trust.add_anchor(test_pki.member("root")?.certificate.clone());
    for list in test_pki.revocation_lists() {
        options.evidence.add_crl(list, &options.limits)?;
    }
    let mut status = Status::Passed;
    for (number, example) in (3..).zip(&examples) {
        folder.write(example.name, &example.bytes)?;
        out.write(&words.example(number, example.name))?;
        let mut report = verify(&example.bytes, &options)?;
        report.file = Some(folder.path(example.name).display().to_string());
        out.write(&report.to_text(session.language))?;
        if report.verdict != example.expected {
            out.write(&words.unexpected(report.verdict))?;
            status = Status::Undone;
        }
    }
    #[cfg(feature = "net")]
    if let Some(bound) = bound {
        let stage = long_term::Stage { test_pki: &test_pki, letter: &letter, folder: &folder, words: &words };
        status = status.and(stage.play(bound, session, &mut out)?);
    }
    out.write(&words.end())?;
    Ok(status)
}

/// A file of the demonstration that is verified, and what has to come out.
struct Example {
    name: &'static str,
    bytes: Vec<u8>,
    expected: Verdict,
}

fn signed_by(pki: &TestPki, member: &str, document: &[u8], options: &SignOptions) -> Result<Vec<u8>> {
    let key = &pki.member(member)?.key;
    let update = sign(document, key, &pki.chain(member)?, options, &Limits::default())?;
    Ok(update.append_to(document))
}

/// What a demonstration that made its own files cannot meet.
fn unexpected(what: &'static str) -> Error {
    Error::new(ErrorKind::Internal, what)
}

fn shown(path: &Path) -> String {
    crate::report::printable(&path.display().to_string())
}

/// The names of the files in the folder.
const PKI: &str = "pki";
const LETTER: &str = "letter.pdf";
const SIGNED: &str = "letter-signed.pdf";
const ALTERED: &str = "letter-altered.pdf";
const APPENDED: &str = "letter-appended.pdf";
const TWICE: &str = "letter-signed-twice.pdf";
const TIMED: &str = "letter-signed-b-t.pdf";
const ARCHIVED: &str = "letter-signed-b-lta.pdf";

/// Vietnam is seven hours ahead of UTC all year.
const VIETNAM: i64 = 7 * 3600;
