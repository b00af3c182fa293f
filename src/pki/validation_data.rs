//! What a verification may rest on besides the document: certificates, CRLs and OCSP responses.

use std::sync::Arc;

use super::Certificate;

/// Certificates, revocation lists and OCSP responses (the validation data of EN 319 142-1 5.4.2), none twice.
///
/// Nothing in it is trusted: each piece counts only as far as its own signature and the trust store carry it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValidationData {
    certificates: Vec<Certificate>,
    crls: Vec<Arc<[u8]>>,
    ocsps: Vec<Arc<[u8]>>,
}

impl ValidationData {
    /// No data at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.crls.is_empty() && self.ocsps.is_empty()
    }

    /// Adds a certificate to build paths with.
    pub fn add_certificate(&mut self, certificate: Certificate) {
        if !self.certificates.contains(&certificate) {
            self.certificates.push(certificate);
        }
    }

    /// The certificates.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The revocation lists, each a CertificateList in DER.
    pub fn crls(&self) -> impl Iterator<Item = &[u8]> {
        self.crls.iter().map(AsRef::as_ref)
    }

    /// The OCSP answers, each an OCSPResponse in DER.
    pub fn ocsps(&self) -> impl Iterator<Item = &[u8]> {
        self.ocsps.iter().map(AsRef::as_ref)
    }
}
