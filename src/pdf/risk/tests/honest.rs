//! Files of others, which nobody prepared for an attack.

use std::fs;
use std::path::{Path, PathBuf};

use super::{RiskKind, risks};
use crate::limits::Limits;
use crate::pdf::Document;

/// What is told of honest files, and why that is right.
const TOLD: &[(&str, &[RiskKind])] = &[
    // Made to have every kind of value, a script among them.
    ("CompactedPDFSyntaxTest.pdf", &[RiskKind::Script]),
    ("embedded-encrypted-nocf.pdf", &[RiskKind::EmbeddedFile]),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "a test that reads files of others, where they are")]
fn files_of_others_give_no_false_alarm() {
    let corpus = match std::env::var_os("KYSO_CORPUS") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
    };
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/documents");
    let mut folders: Vec<PathBuf> = vec![corpus.join("pdf-pyhanko"), own];
    let mut unexpected = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap();
            let Ok(document) = Document::open(&bytes, &Limits::default()) else { continue };
            let found = risks(&document, usize::MAX, 1_000_000);
            let found: Vec<RiskKind> = found.risks.iter().map(|risk| risk.kind).collect();
            let expected = TOLD.iter().find(|(file, _)| *file == name).map_or(&[][..], |(_, kinds)| kinds);
            if found != expected {
                unexpected.push(format!("{name}: {found:?}"));
            }
        }
    }
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}
