//! What the caller trusts, and the certificates that are always at hand.

use super::certificate::CertificateSet;
use super::{Certificate, certificates_from};
use crate::error::Result;
use crate::limits::Limits;

/// Trust anchors, and intermediate certificates that are offered to every path.
///
/// Real signatures of the Government Cipher Committee carry the signer's certificate alone, so its sub CAs have to
/// come from here. A certificate of this store is *pinned*: a SHA-1 signature on it does not count against it,
/// because whoever filled the store vouches for these very bytes. An intermediate is no anchor: a path has to go
/// on from it to one.
///
/// ```
/// # fn load(root: &[u8], sub_cas: &[u8]) -> kyso::Result<kyso::TrustStore> {
/// let limits = kyso::Limits::default();
/// let mut trust = kyso::TrustStore::new();
/// trust.add_from(root, &limits)?;
/// trust.add_from(sub_cas, &limits)?;
/// # Ok(trust)
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct TrustStore {
    anchors: CertificateSet,
    intermediates: CertificateSet,
}

impl TrustStore {
    /// A store that trusts nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts this certificate: a root, a sub CA of which nothing above is to be trusted, or a single signer.
    pub fn add_anchor(&mut self, certificate: Certificate) {
        self.anchors.insert(certificate);
    }

    /// Offers this certificate to every path without trusting it.
    pub fn add_intermediate(&mut self, certificate: Certificate) {
        self.intermediates.insert(certificate);
    }

    /// Adds all certificates of a file as [`certificates_from`] reads them and says how many there were:
    /// self-issued ones as anchors, the others as intermediates. To trust a sub CA without its root use
    /// [`TrustStore::add_anchor`].
    ///
    /// # Errors
    /// Those of [`certificates_from`]; the store is unchanged then.
    pub fn add_from(&mut self, bytes: &[u8], limits: &Limits) -> Result<usize> {
        let certificates = certificates_from(bytes, limits)?;
        let count = certificates.len();
        for certificate in certificates {
            if certificate.is_self_issued() {
                self.add_anchor(certificate);
            } else {
                self.add_intermediate(certificate);
            }
        }
        Ok(count)
    }

    /// Whom the store trusts.
    pub fn anchors(&self) -> &[Certificate] {
        self.anchors.as_slice()
    }

    /// What is offered to every path.
    pub fn intermediates(&self) -> &[Certificate] {
        self.intermediates.as_slice()
    }

    /// Whether exactly this certificate is in the store.
    pub(crate) fn pins(&self, certificate: &Certificate) -> bool {
        self.anchors.contains(certificate) || self.intermediates.contains(certificate)
    }
}
