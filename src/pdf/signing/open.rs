//! Opening a document to which something is to be added.

use super::super::Document;
use super::super::security::{self, SecurityHandler};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// The document, unlocked if it is encrypted, and what encrypts what is added.
///
/// # Errors
/// What cannot be read, passwords, and [`ErrorKind::UnsupportedEncryption`], also for an integrity code that any
/// addition would break.
pub(crate) fn open_for_update<'a>(
    document: &'a [u8],
    password: Option<&str>,
    limits: &Limits,
) -> Result<(Document<'a>, Option<SecurityHandler>)> {
    let (pdf, security) = security::open(document, password, limits)?;
    if security.as_ref().is_some_and(SecurityHandler::has_mac) {
        let what = "the document has an integrity code (ISO/TS 32004), which a signature would break";
        return Err(Error::new(ErrorKind::UnsupportedEncryption, what));
    }
    Ok((pdf, security))
}
