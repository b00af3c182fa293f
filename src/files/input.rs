//! Files that are read, without holding them in memory.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom};
use std::path::Path;

use memmap2::Mmap;

use crate::error::{Error, ErrorKind, Result};

/// A file and its bytes.
///
/// The bytes are mapped: a file of any size costs no memory of its own. Whoever shortens the file meanwhile ends
/// this process (SIGBUS); whoever rewrites it gets a verdict on a mixture.
#[derive(Debug)]
pub(crate) struct Input {
    file: File,
    map: Mmap,
}

impl Input {
    /// Opens a file that is not empty.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let explain = |error: io::Error| explain(&error, path);
        // Before opening, because opening a pipe waits for its writer.
        if !fs::metadata(path).map_err(explain)?.is_file() {
            return Err(Error::new(ErrorKind::NotAFile, path.display().to_string()));
        }
        let file = File::open(path).map_err(explain)?;
        if file.metadata().map_err(explain)?.len() == 0 {
            return Err(Error::new(ErrorKind::EmptyInput, path.display().to_string()));
        }
        let map = map(&file).map_err(explain)?;
        Ok(Self { file, map })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.map
    }

    /// The file itself, at its beginning, to be copied.
    pub(crate) fn rewound(&mut self) -> io::Result<&mut File> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok(&mut self.file)
    }
}

/// The reason in our words: what the operating system says is in its own language.
fn explain(error: &io::Error, path: &Path) -> Error {
    let kind = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
            ErrorKind::FileNotFound
        }
        io::ErrorKind::IsADirectory => ErrorKind::NotAFile,
        _ => ErrorKind::Unreadable,
    };
    Error::new(kind, path.display().to_string())
}

#[expect(unsafe_code, reason = "the one line that maps a file")]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the mapping is read-only and lives as long as `Mmap`. That others may change the file meanwhile
    // cannot be excluded by any program; nothing below reads a byte twice and trusts it to be the same.
    unsafe { Mmap::map(file) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Input;
    use crate::error::ErrorKind;

    #[test]
    fn each_way_of_not_having_a_file_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.pdf");
        std::fs::write(&empty, b"").unwrap();
        let full = folder.path().join("full.pdf");
        std::fs::write(&full, b"%PDF-").unwrap();
        let kind = |path: &Path| Input::open(path).map(|_| ()).map_err(|error| error.kind());
        assert_eq!(kind(&folder.path().join("none.pdf")), Err(ErrorKind::FileNotFound));
        assert_eq!(kind(&full.join("below")), Err(ErrorKind::FileNotFound));
        assert_eq!(kind(folder.path()), Err(ErrorKind::NotAFile));
        assert_eq!(kind(&empty), Err(ErrorKind::EmptyInput));
        assert_eq!(kind(&full), Ok(()));
        assert_eq!(Input::open(&full).unwrap().bytes(), b"%PDF-");
    }
}
