//! What is said on stdout when the work is done.

use std::path::Path;

use crate::cli::output::Report;

use crate::error::Result;
use crate::report::{Language, Level, printable};
use crate::sign::PreparedSignature;

/// The signed document is in its place.
pub(super) fn signed(output: &Path, language: Language) -> Result<()> {
    let path = path(output);
    say(match language {
        Language::Vi => format!("Đã ký: {path}\n"),
        Language::En => format!("Signed: {path}\n"),
    })
}

/// The raised document is in its place.
pub(super) fn extended(output: &Path, level: Level, language: Language) -> Result<()> {
    let path = path(output);
    say(match language {
        Language::Vi => format!("Đã nâng lên mức {level}: {path}\n"),
        Language::En => format!("Raised to {level}: {path}\n"),
    })
}

/// What the key has to sign, and how to go on.
pub(super) fn prepared(prepared: &PreparedSignature, state: &Path, language: Language) -> Result<()> {
    let state = path(state);
    let algorithm = prepared.algorithm().name();
    let digest = prepared.digest_to_be_signed();
    let name = digest.algorithm().name();
    let hex: String = digest.as_ref().iter().map(|octet| format!("{octet:02x}")).collect();
    say(match language {
        Language::Vi => {
            format!("Thuật toán ký: {algorithm}\nGiá trị băm cần ký ({name}): {hex}\nTrạng thái: {state}\n")
        }
        Language::En => {
            format!("Algorithm: {algorithm}\nDigest to be signed ({name}): {hex}\nState: {state}\n")
        }
    })
}

/// The test PKI is in its folder.
pub(super) fn pki(folder: &Path, language: Language) -> Result<()> {
    let folder = path(folder);
    say(match language {
        Language::Vi => format!("Đã tạo PKI thử nghiệm trong {folder}. Không dùng để ký văn bản thật.\n"),
        Language::En => format!("A test PKI is in {folder}. Do not sign real documents with it.\n"),
    })
}

fn path(path: &Path) -> String {
    printable(&path.display().to_string())
}

fn say(text: String) -> Result<()> {
    Report::open(None)?.write(&text)
}
