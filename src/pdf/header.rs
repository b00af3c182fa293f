//! The first line (ISO 32000-2 7.5.2).

use super::anomaly::Anomaly;
use crate::error::{Error, ErrorKind, Result};

/// `%PDF-1.7` and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The byte at which `%PDF-` stands.
    pub(crate) offset: usize,
    /// Major and minor version, if readable. The catalog may name a later one.
    pub(crate) version: Option<(u8, u8)>,
}

impl Header {
    /// Finds the header within the first 1024 bytes, as readers do since Acrobat (ISO 32000-1 Annex H.3, note 13).
    pub(super) fn read(bytes: &[u8], anomalies: &mut Vec<Anomaly>) -> Result<Self> {
        if bytes.is_empty() {
            return Err(Error::new(ErrorKind::EmptyInput, "a PDF file"));
        }
        let start = bytes.get(..1024 + MARK.len()).unwrap_or(bytes);
        let offset = memchr::memmem::find(start, MARK)
            .ok_or_else(|| Error::new(ErrorKind::UnknownFormat, "no %PDF- in the first 1024 bytes"))?;
        let version = match bytes.get(offset + MARK.len()..).unwrap_or_default() {
            [major @ b'0'..=b'9', b'.', minor @ b'0'..=b'9', ..] => Some((major - b'0', minor - b'0')),
            _ => None,
        };
        if version.is_none() {
            anomalies.push(Anomaly::VersionUnreadable { offset });
        }
        Ok(Self { offset, version })
    }
}

const MARK: &[u8] = b"%PDF-";
