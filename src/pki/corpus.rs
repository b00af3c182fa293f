//! Test data that others made, outside the project: see section 7 of the design.
#![expect(clippy::disallowed_methods, reason = "a test reads files and the environment")]

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A folder of the corpus; `None`, after a message, if it is not there and need not be.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("KYSO_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let required = ["CI", "KYSO_REQUIRE_CORPUS"].iter().any(|name| std::env::var_os(name).is_some());
    assert!(!required, "the corpus is required and {} is missing", folder.display());
    say(&format!("skipped: no corpus at {}", folder.display()));
    None
}

/// A line for whoever runs the tests, shown for tests that pass as well: how many cases of a suite ran.
pub(crate) fn say(line: &str) {
    // Written past the macros, whose output the test runner keeps to itself.
    writeln!(std::io::stdout().lock(), "{line}").expect("an output");
}

/// The files in a folder, sorted by name.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), read(&path)))
        .collect();
    files.sort();
    files
}

/// One file.
pub(crate) fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("a readable file")
}
