//! Certificates out of files and folders.

mod check;

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::{Certificate, TrustStore, certificates_from};

pub(super) use check::run as check;

/// The trust store of these files and folders.
pub(super) fn store(paths: &[PathBuf], limits: &Limits) -> Result<TrustStore> {
    let mut store = TrustStore::new();
    for path in paths {
        if path.is_dir() {
            let mut count = 0usize;
            for file in certificate_files(path)? {
                count = count.saturating_add(add(&mut store, &file, limits)?);
            }
            // A folder without certificates is a wrong path, not a wish to trust nobody.
            if count == 0 {
                return Err(Error::new(ErrorKind::NoCertificate, path.display().to_string()));
            }
        } else {
            add(&mut store, path, limits)?;
        }
    }
    Ok(store)
}

/// All certificates of these files, in order.
pub(super) fn certificates(paths: &[PathBuf], limits: &Limits) -> Result<Vec<Certificate>> {
    let mut all = Vec::new();
    for path in paths {
        let input = Input::open(path)?;
        all.extend(certificates_from(input.bytes(), limits).map_err(|error| in_file(&error, path))?);
    }
    Ok(all)
}

/// The same error, with the file that it is about.
pub(super) fn in_file(error: &Error, path: &Path) -> Error {
    let named = Error::new(error.kind(), format!("{}: {}", path.display(), error.detail()));
    match error.offset() {
        Some(offset) => named.at(offset),
        None => named,
    }
}

fn add(store: &mut TrustStore, path: &Path, limits: &Limits) -> Result<usize> {
    let input = Input::open(path)?;
    store.add_from(input.bytes(), limits).map_err(|error| in_file(&error, path))
}

/// The files of a folder that look like certificates, sorted, so that every run sees the same order.
fn certificate_files(folder: &Path) -> Result<Vec<PathBuf>> {
    files_in(folder, EXTENSIONS)
}

/// The files of a folder with one of these extensions, sorted.
pub(super) fn files_in(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let unreadable = |_| Error::new(ErrorKind::Unreadable, folder.display().to_string());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        if extensions.contains(&extension.as_str()) && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

const EXTENSIONS: &[&str] = &["pem", "crt", "cer", "der", "p7b", "p7c", "ca-bundle"];
