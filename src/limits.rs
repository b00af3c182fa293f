//! How much work input may ask for, and the budgets that loops over input spend.

use crate::error::{Error, ErrorKind, Result};

/// Upper bounds on the work that one document may cause. Each default states its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Nesting of ASN.1, PDF arrays and dictionaries. Real files stay below 30; a stack holds far more than 64.
    pub depth: usize,
    /// Cross-reference sections of one PDF. Documents that circulate for years have some hundreds of updates.
    pub revisions: usize,
    /// Object numbers that one PDF may name. The largest archives seen have 2 million; ISO 32000-1 Annex C
    /// names 8 388 607 as the bound of old readers.
    pub objects: usize,
    /// Bytes that all streams of one document may inflate to, together. Object and cross-reference streams of
    /// a 2-million-object file inflate to about 150 MB.
    pub inflated_bytes: usize,
    /// Objects resolved for one question (a chain of references, a walk through a form), all together.
    pub resolutions: usize,
    /// Signature fields of one document that are verified.
    pub signatures: usize,
    /// Form fields walked through in one document.
    pub fields: usize,
    /// Entries of a document security store, references to one object each time. An archive of some hundred
    /// signatures, each with its own list of evidence, stays below 10 000.
    pub store_entries: usize,
    /// Bytes of one cryptographic message. Real ones with long-term evidence stay below 1 MB.
    pub cms_bytes: usize,
    /// Certificates looked at in one message or trust store file.
    pub certificates: usize,
    /// Length of a certificate path, leaf and anchor included; certificates by which a CA certified a new key of its
    /// own do not count, up to as many again. Real paths have at most 4.
    pub path_length: usize,
    /// Signature checks spent on building one path: stops sets in which everyone issued everyone.
    pub signature_checks: usize,
    /// Paths handed out for one certificate. Real certificates have one or two; a judge looks at all of them.
    pub paths: usize,
    /// Comparisons of names with name constraints, and policies looked at, while one path is built. Real paths need
    /// some dozens; thousands of constraints against thousands of names are an attack.
    pub constraint_checks: usize,
    /// Signature checks spent on the CRLs and OCSP responses of one document.
    pub revocation_checks: usize,
    /// Entries of CRLs and answers of OCSP responses that are looked at for one document. The largest CRL seen has
    /// 200 000; a million takes some hundredths of a second.
    pub revocation_entries: usize,
    /// Rounds of a password-based key derivation. 600 000 is today's advice; 10 million take some seconds.
    pub kdf_iterations: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 64,
            revisions: 10_000,
            objects: 8_388_607,
            inflated_bytes: 256 << 20,
            resolutions: 4_000_000,
            signatures: 10_000,
            fields: 100_000,
            store_entries: 100_000,
            cms_bytes: 16 << 20,
            certificates: 10_000,
            path_length: 10,
            signature_checks: 200,
            paths: 4,
            constraint_checks: 250_000,
            revocation_checks: 1_000,
            revocation_entries: 100_000_000,
            kdf_iterations: 10_000_000,
        }
    }
}

/// A count that loops over input spend; when it is used up the work ends with [`ErrorKind::LimitExceeded`].
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    left: usize,
    what: &'static str,
}

impl Budget {
    /// `amount` units of `what`.
    pub(crate) fn new(amount: usize, what: &'static str) -> Self {
        Self { left: amount, what }
    }

    /// Takes `amount` units, or says that the limit is reached.
    pub(crate) fn spend(&mut self, amount: usize) -> Result<()> {
        match self.left.checked_sub(amount) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(Error::new(ErrorKind::LimitExceeded, self.what))
            }
        }
    }

    /// What is left.
    pub(crate) fn left(&self) -> usize {
        self.left
    }
}
