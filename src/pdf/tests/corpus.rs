//! Files of others, from outside the repository.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::quickly;
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pdf::{Document, ObjectId};

#[test]
fn every_file_of_the_corpus_opens_or_is_refused_with_a_reason() {
    let Some(folder) = corpus() else { return };
    let files = files_below(&folder, "pdf");
    assert!(files.len() >= 120, "only {} files in {}", files.len(), folder.display());
    let mut differences = Vec::new();
    for file in &files {
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let found = quickly(|| outcome(&read(file)));
        let expected = EXPECTED.iter().find(|(own, _)| *own == name).map_or(&[][..], |(_, lines)| lines);
        if found != expected {
            differences.push(format!("{name}: {found:#?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    let missing = EXPECTED.iter().find(|(name, _)| !files.contains(&folder.join(name)));
    assert_eq!(missing, None);
}

/// What is remarkable about opening the file and looking up every object of every revision.
fn outcome(bytes: &[u8]) -> Vec<String> {
    let document = match Document::open(bytes, &Limits::default()) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let mut lines: Vec<String> = document.anomalies().iter().map(|anomaly| format!("{anomaly:?}")).collect();
    let differences = crate::pdf::repair::compare(&document).unwrap();
    lines.extend(differences.iter().map(|difference| format!("{difference:?}")));
    lines.extend(document.encrypt_dictionary().err().map(|error| error.to_string()));
    let mut problems = BTreeSet::new();
    let mut locked = false;
    for (number, revision) in document.revisions().iter().enumerate() {
        assert!(revision.end <= bytes.len());
        let view = document.view(number);
        problems.extend(view.catalog().err().map(|error| format!("catalog: {error}")));
        for number in view.touched().unwrap() {
            let id = ObjectId { number, generation: generation(&view, number) };
            match view.indirect(id) {
                Ok(Some(found)) => {
                    problems.extend(found.anomalies.iter().map(|anomaly| format!("{id}: {anomaly:?}")));
                    let decoded = found.object.as_stream().map(|stream| view.decoded(stream));
                    match decoded {
                        Some(Err(error)) if error.kind() == ErrorKind::PasswordRequired => locked = true,
                        Some(Err(error)) => drop(problems.insert(format!("{id}: {error}"))),
                        Some(Ok(_)) | None => {}
                    }
                }
                Ok(None) => {}
                Err(error) => drop(problems.insert(format!("{id}: {error}"))),
            }
        }
    }
    assert_eq!(locked, document.is_encrypted());
    lines.extend(problems);
    lines
}

fn generation(view: &crate::pdf::View<'_, '_>, number: u32) -> u16 {
    match view.location(number) {
        Some(crate::pdf::Location::Offset { generation, .. }) => generation,
        _ => 0,
    }
}

/// The folder with the files; `None`, said aloud, where it is not and need not be.
#[expect(clippy::disallowed_methods, reason = "a test finds its files")]
pub(super) fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("KYSO_CORPUS").map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    let folder = folder.join("pdf-pyhanko");
    if folder.is_dir() {
        return Some(folder);
    }
    let required = ["CI", "KYSO_REQUIRE_CORPUS"].iter().any(|name| std::env::var_os(name).is_some());
    assert!(!required, "no corpus at {}", folder.display());
    println!("skipped: no corpus at {}", folder.display());
    None
}

#[expect(clippy::disallowed_methods, reason = "a test reads its files")]
pub(super) fn read(file: &Path) -> Vec<u8> {
    std::fs::read(file).unwrap()
}

/// All files with this extension, sorted.
#[expect(clippy::disallowed_methods, reason = "a test finds its files")]
pub(super) fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Files with something remarkable, and what it is; all others open without anything to say. Each line was
/// compared with what stands in the file.
const EXPECTED: &[(&str, &[&str])] = &[
    (
        "broken-objstream1.pdf",
        &[
            "4 0: malformed PDF: a cross-reference entry that points at another object in an object stream (at byte 529)",
        ],
    ),
    (
        "broken-objstream2.pdf",
        &[
            "4 0: malformed PDF: the table of an object stream (at byte 529)",
            "5 0: malformed PDF: the table of an object stream (at byte 529)",
            "7 0: malformed PDF: the table of an object stream (at byte 529)",
            "8 0: malformed PDF: the table of an object stream (at byte 529)",
        ],
    ),
    (
        "broken-objstream3.pdf",
        &[
            // Object 6 stands in the file as well as in the object stream, where it was moved to by hand.
            "Definition { id: ObjectId { number: 6, generation: 0 }, offset: 181, sight: Nobody }",
            "4 0: malformed PDF: the table of an object stream (at byte 529)",
            "5 0: malformed PDF: the table of an object stream (at byte 529)",
            "6 0: malformed PDF: the table of an object stream (at byte 529)",
            "7 0: malformed PDF: the table of an object stream (at byte 529)",
            "8 0: malformed PDF: the table of an object stream (at byte 529)",
        ],
    ),
    (
        "broken-objstream4.pdf",
        &[
            "Definition { id: ObjectId { number: 6, generation: 0 }, offset: 181, sight: Nobody }",
            "6 0: malformed PDF: a cross-reference entry that points at another object in an object stream (at byte 529)",
        ],
    ),
    ("broken-objstream5.pdf", &["9 0: malformed PDF: a stream inside an object stream (at byte 529)"]),
    (
        "broken-objstream6.pdf",
        &[
            // The object stream is cut short by hand; what was its end belongs to nothing.
            "Unexplained { bytes: 630..888 }",
            "4 0: malformed PDF: the end of the data where a value should be (at byte 529)",
            "5 0: malformed PDF: the end of the data where a value should be (at byte 529)",
            "8 0: malformed PDF: the end of the data where a value should be (at byte 529)",
        ],
    ),
    // Poppler and MuPDF take it for unencrypted, qpdf refuses it as we do: its strings may mean something else.
    ("malformed-encrypt-dict2.pdf", &["malformed PDF: an /Encrypt that is no dictionary (at byte 768)"]),
    ("malformed-xref-space-padded.pdf", &["TableLoose { offset: 435 }"]),
    (
        "minimal-annotless.pdf",
        &[
            // The update blanked out the page; its entry now leads to the form. A repair finds the older page.
            "EntryWrong { number: 3, found: Some(178) }",
            "3 0: malformed PDF: a cross-reference entry that points at another object (at byte 803)",
        ],
    ),
    ("minimal-badxref.pdf", &["TableLoose { offset: 569 }", "NumberingGaps { offset: 565 }"]),
    (
        "minimal-broken-xref-size.pdf",
        &[
            "SizeTooSmall { size: 6, highest: 6 }",
            // The update's table is empty, so nothing leads to what it adds.
            "Definition { id: ObjectId { number: 8, generation: 0 }, offset: 782, sight: Added }",
        ],
    ),
    ("minimal-hybrid-xref-mswordstyle.pdf", &["HybridFile { offset: 872 }"]),
    ("minimal-hybrid-xref-weirdgen.pdf", &["HybridFile { offset: 913 }"]),
    ("minimal-hybrid-xref.pdf", &["HybridFile { offset: 913 }"]),
    ("minimal-illegal-header.pdf", &["VersionUnreadable { offset: 0 }"]),
    // Poppler, MuPDF and qpdf open this one and hopeless3 by going through the file in search of objects. What a
    // signature covers, and what came after it, cannot rest on such a guess: the files stay closed.
    (
        "minimal-startxref-hopeless.pdf",
        &["malformed PDF: a startxref that leads to no cross-reference section (at byte 739)"],
    ),
    (
        "minimal-startxref-hopeless2.pdf",
        &[
            "EofMissing { revision: 0 }",
            "TrailingBytes { offset: 733, length: 10, blank: false }",
            "Unexplained { bytes: 733..743 }",
        ],
    ),
    ("minimal-startxref-hopeless3.pdf", &["malformed PDF: a startxref without a number (at byte 719)"]),
    ("minimal-startxref-obo1.pdf", &["StartxrefOff { written: 564, found: 565 }"]),
    ("minimal-startxref-obo2.pdf", &["StartxrefOff { written: 566, found: 565 }"]),
    ("minimal-startxref-obo3.pdf", &["StartxrefOff { written: 425, found: 426 }"]),
    ("minimal-startxref-obo4.pdf", &["StartxrefOff { written: 427, found: 426 }"]),
    ("minimal-startxref-obo5.pdf", &["StartxrefOff { written: 428, found: 426 }"]),
    ("minimal-startxref-obo6.pdf", &["StartxrefOff { written: 423, found: 426 }"]),
    ("safedocs/CompactedPDFSyntaxTest.pdf", &["2 0: Empty"]),
];
