//! Files of others, from outside the repository.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::limits::Limits;
use crate::pdf::{Document, Object, ObjectId};

#[test]
fn every_file_of_the_corpus_opens_or_is_refused_with_a_reason() {
    let Some(folder) = corpus() else { return };
    let files = files_below(&folder, "pdf");
    assert!(files.len() >= 120, "only {} files in {}", files.len(), folder.display());
    let mut table = String::new();
    for file in &files {
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let bytes = read(file);
        table += &format!("{name}: {}\n", outcome(&bytes));
    }
    println!("{table}");
}

/// What opening the file and looking up every object of every revision comes to.
fn outcome(bytes: &[u8]) -> String {
    let document = match Document::open(bytes, &Limits::default()) {
        Ok(document) => document,
        Err(error) => return format!("REFUSED {error}"),
    };
    let mut problems = BTreeSet::new();
    let mut objects = 0;
    for (number, revision) in document.revisions().iter().enumerate() {
        assert!(revision.end <= bytes.len());
        let view = document.view(number);
        if let Err(error) = view.catalog() {
            problems.insert(format!("catalog: {error}"));
        }
        for number in view.touched().unwrap_or_default() {
            let id = ObjectId { number, generation: generation(&view, number) };
            match view.indirect(id) {
                Ok(Some(object)) => {
                    objects += 1;
                    problems.extend(object.anomalies.iter().map(|a| format!("{id}: {a:?}")));
                    if let Object::Stream(stream) = &object.object {
                        problems.extend(view.decoded(stream).err().map(|e| format!("{id} data: {e}")));
                    }
                }
                Ok(None) => {}
                Err(error) => {
                    problems.insert(format!("{id}: {error}"));
                }
            }
        }
    }
    format!(
        "{} revisions, {objects} objects, {:?} {problems:?}",
        document.revisions().len(),
        document.anomalies()
    )
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
