//! Verification: `facts` gathers what a document is, free of opinion; `judge` is a pure function of those facts, a
//! policy and a time.

pub(crate) mod digests;
mod facts;
mod judge;
#[cfg(test)]
mod tests;

use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pki::{Certificate, TrustStore};
use crate::policy::Policy;
use crate::report::DocumentReport;
use crate::time::Time;

/// What a verification rests on. Everything from outside is here: the library asks nobody else.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct VerifyOptions {
    /// The anchors, and the intermediate certificates that are always offered because real signatures carry the
    /// signer's certificate alone.
    pub trust: TrustStore,
    /// More certificates to build paths with; they are not trusted.
    pub certificates: Vec<Certificate>,
    /// The password of encrypted documents. The empty one is tried as well.
    pub password: Option<String>,
    /// What the verdict demands.
    pub policy: Policy,
    /// Upper bounds on the work.
    pub limits: Limits,
    /// The time of the verification, usually now.
    pub time: Time,
}

impl VerifyOptions {
    /// Strict defaults with this trust store and time.
    pub fn new(trust: TrustStore, time: Time) -> Self {
        Self {
            trust,
            certificates: Vec::new(),
            password: None,
            policy: Policy::default(),
            limits: Limits::default(),
            time,
        }
    }
}

/// Verifies every signature of a document. The format is recognised from the bytes; this version reads PDF.
///
/// Costs about one digest of the document. A forged signature is a report, not an error.
///
/// Does not check revocation and judges no timestamps: each signature that passes carries a finding that says so.
/// What later revisions changed is not analysed: a signature that is followed by one is INDETERMINATE.
///
/// # Errors
/// [`ErrorKind::EmptyInput`], [`ErrorKind::UnknownFormat`], [`ErrorKind::MalformedPdf`],
/// [`ErrorKind::UnsupportedEncryption`], passwords and [`ErrorKind::LimitExceeded`].
pub fn verify(document: &[u8], options: &VerifyOptions) -> Result<DocumentReport> {
    if document.is_empty() {
        return Err(Error::new(ErrorKind::EmptyInput, "the document has no bytes"));
    }
    let facts = facts::gather(document, options)?;
    Ok(judge::judge(&facts, &options.policy, options.time))
}
