//! The signatures of the PDF files of the corpus, cut out by their byte range without reading the PDF.
#![expect(clippy::disallowed_methods, reason = "reads the corpus")]

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// What is not simply sound, and why.
const EXCEPTIONS: &[(&str, Outcome)] = &[
    // Broken on purpose by the collection.
    ("base.pdf", Outcome::Unreadable),
    ("weird-byterange.pdf", Outcome::Unreadable),
    (
        "signature-gap-too-big.pdf",
        Outcome::Faulty(Integrity::Intact, &[CmsFault::TrailingData { offset: 2595 }]),
    ),
    ("pdf-sig-with-econtent.pdf", Outcome::Faulty(Integrity::Intact, &[CmsFault::ContentAttached])),
    ("sig-no-signed-attrs.pdf", Outcome::Faulty(Integrity::Intact, &[CmsFault::NoSignedAttributes])),
    // Ed448 and SHAKE-256 are not supported.
    (
        "ed448-disallowed-hash.pdf",
        Outcome::Faulty(Integrity::Undetermined, &[CmsFault::SignatureAlgorithmUnsupported]),
    ),
    (
        "ed448-shake256-nolen.pdf",
        Outcome::Faulty(Integrity::Undetermined, &[CmsFault::DigestAlgorithmUnsupported]),
    ),
];

#[derive(Debug, PartialEq)]
enum Outcome {
    Unreadable,
    Faulty(Integrity, &'static [CmsFault]),
}

#[test]
fn signatures_of_the_corpus_are_sound_but_for_the_exceptions() {
    let Some(root) = corpus() else { return };
    let mut files = Vec::new();
    collect(&root.join("pdf-pyhanko"), &mut files);
    let mut signatures = 0;
    for path in files {
        let bytes = fs::read(&path).expect("a file of the corpus");
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).expect("a name");
        for (content, message) in signed_parts(&bytes) {
            signatures += 1;
            let found = outcome(&content, &message);
            let exception = EXCEPTIONS.iter().find(|(file, _)| *file == name).map(|(_, expected)| expected);
            match (exception, &found) {
                (Some(Outcome::Unreadable), None) => {}
                (Some(Outcome::Faulty(integrity, faults)), Some((i, f))) => {
                    assert_eq!((integrity, *faults), (i, f.as_slice()), "{name}");
                }
                (None, Some((Integrity::Intact, faults))) if faults.is_empty() => {}
                _ => panic!("{name}: {found:?}"),
            }
        }
    }
    assert!(signatures >= 50, "{signatures} signatures");
}

/// `None` if the message cannot be read. A document timestamp carries its content, another signature must not.
fn outcome(content: &[u8], message: &[u8]) -> Option<(Integrity, Vec<CmsFault>)> {
    let message = crate::cms::read(message, &Limits::default()).ok()?;
    let digest = |algorithm| crypto::digest(algorithm, content);
    let check = if message.content_type() == oid::TST_INFO {
        crate::cms::check_signer(&message, 0, &Content::Attached, oid::TST_INFO, &[])
    } else {
        crate::cms::check_signer(&message, 0, &Content::Detached(&digest), oid::DATA, &[])
    };
    Some((check.integrity, check.faults))
}

/// For every `/ByteRange` with four numbers: the bytes covered, and the hexadecimal digits in the gap as bytes.
pub(in crate::cms) fn signed_parts(bytes: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let places = memchr::memmem::find_iter(bytes, b"/ByteRange");
    places.filter_map(|at| signed_part(bytes, bytes.get(at..)?)).collect()
}

fn signed_part(bytes: &[u8], entry: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let text = String::from_utf8_lossy(entry.get(..100)?).into_owned();
    let numbers = text.split(['[', ']']).nth(1)?.split_whitespace().map(str::parse);
    let numbers: Vec<usize> = numbers.collect::<Result<_, _>>().ok()?;
    let [start, length, second, rest] = numbers.try_into().ok()?;
    let content = [bytes.get(start..start + length)?, bytes.get(second..second + rest)?].concat();
    let digits =
        bytes.get(start + length..second)?.iter().filter_map(|digit| char::from(*digit).to_digit(16));
    let digits: Vec<u8> = digits.map(|digit| u8::try_from(digit).expect("a digit")).collect();
    let message = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    Some((content, message))
}

pub(in crate::cms) fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            files.push(path);
        }
    }
    files.sort();
}

/// The corpus; `None`, after a message, if it is not there and need not be.
pub(in crate::cms) fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("KYSO_CORPUS").map(PathBuf::from);
    let root = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    if root.is_dir() {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "the corpus is required: {} is missing", root.display());
    eprintln!("skipped: no corpus at {}", root.display());
    None
}
