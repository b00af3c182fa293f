//! The folder of the demonstration.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::files::NewFile;

/// A folder that was empty, or holds an earlier demonstration, whose files are replaced.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens or makes the folder and writes what its files are. That text also marks it: a folder with other files
    /// and without the mark is refused, so that nobody's keys or documents are replaced.
    pub(super) fn open(path: &Path, about: &str) -> Result<Self> {
        let failed = |_| Error::new(ErrorKind::WriteFailed, path.display().to_string());
        let refused = || Error::new(ErrorKind::OutputRefused, path.display().to_string());
        if path.exists() && !path.is_dir() {
            return Err(refused());
        }
        fs::create_dir_all(path).map_err(failed)?;
        let is_empty = fs::read_dir(path).map_err(failed)?.next().is_none();
        let is_ours = || fs::read(path.join(ABOUT)).is_ok_and(|text| text.starts_with(MARK.as_bytes()));
        if !is_empty && !is_ours() {
            return Err(refused());
        }
        let folder = Self { path: path.to_owned() };
        folder.write(ABOUT, format!("{MARK}\n\n{about}").as_bytes())?;
        Ok(folder)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Makes a folder inside.
    pub(super) fn sub_folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.path(name);
        let failed = |_| Error::new(ErrorKind::WriteFailed, path.display().to_string());
        fs::create_dir_all(&path).map_err(failed)?;
        Ok(path)
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut file = NewFile::create(&self.path(name))?;
        file.write(bytes)?;
        file.finish()
    }
}

const ABOUT: &str = "README.txt";
const MARK: &str = "kyso demo";
