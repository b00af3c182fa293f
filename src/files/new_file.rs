//! Files that are either whole or not there.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use super::Input;
use crate::error::{Error, ErrorKind, Result};

/// A file that is written under another name in the same folder and renamed when it is whole. A crash leaves the
/// old file as it was; an error leaves nothing behind.
#[derive(Debug)]
pub(crate) struct NewFile {
    file: File,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Temporary {
        path: PathBuf,
        target: PathBuf,
    },
    /// A device or pipe: there is nothing to rename to.
    Direct(PathBuf),
    Done,
}

impl NewFile {
    /// Begins to write what will be `target`.
    pub(crate) fn create(target: &Path) -> Result<Self> {
        Self::create_with(target, &mut OpenOptions::new())
    }

    /// The same for a file that nobody else may read.
    #[cfg(feature = "cli")]
    pub(crate) fn create_private(target: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Self::create_with(target, &mut options)
    }

    fn create_with(target: &Path, options: &mut OpenOptions) -> Result<Self> {
        let existing = fs::metadata(target).ok();
        match &existing {
            Some(found) if found.is_dir() => {
                return Err(Error::new(ErrorKind::OutputRefused, target.display().to_string()));
            }
            Some(found) if !found.is_file() => {
                let file = options.write(true).open(target).map_err(|e| write_failed(&e, target))?;
                return Ok(Self { file, place: Place::Direct(target.to_owned()) });
            }
            _ => {}
        }
        // A link stays a link: what it points to is replaced.
        let target = match existing {
            Some(_) => fs::canonicalize(target).map_err(|e| write_failed(&e, target))?,
            None => target.to_owned(),
        };
        let (path, file) = create_beside(&target, options)?;
        if let Some(existing) = existing {
            // Who may read the old file may read the new one; a file system without permissions is no fault.
            let _ = file.set_permissions(existing.permissions());
        }
        Ok(Self { file, place: Place::Temporary { path, target } })
    }

    /// Appends these bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(|e| write_failed(&e, self.target()))
    }

    /// Appends a whole file, by the operating system's own means where it has any.
    pub(crate) fn copy(&mut self, input: &mut Input) -> Result<()> {
        let expected = u64::try_from(input.bytes().len()).unwrap_or(u64::MAX);
        let source = input.rewound().map_err(|e| write_failed(&e, self.target()))?;
        let copied = io::copy(source, &mut self.file).map_err(|e| write_failed(&e, self.target()))?;
        if copied != expected {
            return Err(Error::new(ErrorKind::Unreadable, "the input was changed by another program"));
        }
        Ok(())
    }

    /// Puts the whole file in its place.
    pub(crate) fn finish(mut self) -> Result<()> {
        if let Place::Temporary { path, target } = &self.place {
            self.file.sync_all().map_err(|e| write_failed(&e, target))?;
            fs::rename(path, target).map_err(|e| write_failed(&e, target))?;
            sync_folder(target);
        }
        self.place = Place::Done;
        Ok(())
    }

    /// The file as it is so far.
    #[cfg(feature = "cli")]
    pub(crate) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Where it will be.
    pub(crate) fn target(&self) -> &Path {
        match &self.place {
            Place::Temporary { target, .. } => target,
            Place::Direct(path) => path,
            Place::Done => Path::new(""),
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Place::Temporary { path, .. } = &self.place {
            // The error that brought us here is the one to be told.
            let _ = fs::remove_file(path);
        }
    }
}

fn create_beside(target: &Path, options: &mut OpenOptions) -> Result<(PathBuf, File)> {
    let Some(name) = target.file_name() else {
        return Err(Error::new(ErrorKind::OutputRefused, target.display().to_string()));
    };
    for attempt in 0..ATTEMPTS {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}-{attempt}.part", process::id()));
        let path = target.with_file_name(hidden);
        match options.write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(write_failed(&error, target)),
        }
    }
    Err(Error::new(ErrorKind::WriteFailed, target.display().to_string()))
}

/// Makes the new name survive a power failure. Systems that cannot open a folder do not need it.
fn sync_folder(target: &Path) {
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// The reason in our words.
pub(crate) fn write_failed(error: &io::Error, target: &Path) -> Error {
    Error::new(ErrorKind::WriteFailed, format!("{}: {}", target.display(), error.kind()))
}

const ATTEMPTS: u32 = 100;

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::error::ErrorKind;
    use crate::files::{Input, NewFile};

    fn names(folder: &std::path::Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.pdf");
        let mut file = NewFile::create(&target).unwrap();
        file.write(b"half").unwrap();
        assert!(!target.exists());
        drop(file);
        assert_eq!(names(folder.path()), Vec::<String>::new());

        let mut file = NewFile::create(&target).unwrap();
        file.write(b"whole").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"whole");
        assert_eq!(names(folder.path()), ["out.pdf"]);
    }

    #[test]
    fn the_input_can_be_its_own_output() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.pdf");
        fs::write(&path, b"original").unwrap();
        let mut input = Input::open(&path).unwrap();
        let mut file = NewFile::create(&path).unwrap();
        file.copy(&mut input).unwrap();
        file.write(b" and more").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"original");
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"original and more");
        assert_eq!(names(folder.path()), ["document.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay_as_they_were() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, b"old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        let mut file = NewFile::create(&link).unwrap();
        file.write(b"new").unwrap();
        file.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_folder_is_no_place_for_a_result() {
        let folder = tempfile::tempdir().unwrap();
        let error = NewFile::create(folder.path()).map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutputRefused);
    }
}
