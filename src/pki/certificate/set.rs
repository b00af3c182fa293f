//! A list of certificates in which none stands twice.

use std::collections::HashSet;

use super::Certificate;

/// Certificates in the order in which they came. Adding one costs about the same however many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CertificateSet {
    certificates: Vec<Certificate>,
    numbers: HashSet<u64>,
}

impl CertificateSet {
    /// Adds it unless it is there.
    pub(crate) fn insert(&mut self, certificate: Certificate) {
        if !self.contains(&certificate) {
            self.numbers.insert(certificate.number());
            self.certificates.push(certificate);
        }
    }

    pub(crate) fn contains(&self, certificate: &Certificate) -> bool {
        self.numbers.contains(&certificate.number()) && self.certificates.contains(certificate)
    }

    pub(crate) fn as_slice(&self) -> &[Certificate] {
        &self.certificates
    }
}
