//! Reports: to stdout, or to a file that is either whole or not there.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::error::Result;
use crate::files::{NewFile, write_failed};

/// Where a report goes.
pub(super) enum Report {
    Stdout(BufWriter<io::Stdout>),
    File(BufWriter<FileWriter>),
    /// The reader of stdout has left; the rest of the report is for nobody.
    Closed,
}

/// [`NewFile`] for a buffer in front of it.
pub(super) struct FileWriter(NewFile);

impl Write for FileWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.file().flush()
    }
}

impl Report {
    /// To this file, or to stdout.
    pub(super) fn open(path: Option<&Path>) -> Result<Self> {
        Ok(match path {
            Some(path) => Self::File(BufWriter::new(FileWriter(NewFile::create(path)?))),
            None => Self::Stdout(BufWriter::new(io::stdout())),
        })
    }

    /// Appends a finished part and hands it on at once.
    pub(super) fn write(&mut self, text: &str) -> Result<()> {
        let written = match self {
            Self::Stdout(out) => out.write_all(text.as_bytes()).and_then(|()| out.flush()),
            Self::File(out) => {
                let written = out.write_all(text.as_bytes());
                return written.map_err(|e| write_failed(&e, out.get_ref().0.target()));
            }
            Self::Closed => Ok(()),
        };
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                *self = Self::Closed;
                Ok(())
            }
            other => other.map_err(|e| write_failed(&e, Path::new("stdout"))),
        }
    }

    /// Ends the report.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::File(out) => {
                let path = out.get_ref().0.target().to_owned();
                out.into_inner().map_err(|e| write_failed(e.error(), &path))?.0.finish()
            }
            Self::Stdout(_) | Self::Closed => Ok(()),
        }
    }
}
