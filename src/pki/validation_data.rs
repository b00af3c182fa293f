//! What a verification may rest on besides the document: certificates, CRLs and OCSP responses.

mod recognise;

use std::collections::HashSet;

use super::Certificate;
use super::certificate::CertificateSet;
use super::crl::Crl;
use super::ocsp::OcspResponse;
use super::revocation::EvidenceId;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// Certificates, revocation lists and OCSP responses (the validation data of EN 319 142-1 5.4.2), none twice.
///
/// Nothing in it is trusted: each piece counts only as far as its own signature and the trust store carry it. A
/// clone shares the bytes, so a CRL of megabytes can serve many verifications.
///
/// ```
/// # fn load(crl: &[u8], answer: &[u8]) -> kyso::Result<kyso::ValidationData> {
/// let limits = kyso::Limits::default();
/// let mut evidence = kyso::ValidationData::new();
/// evidence.add_crl(crl, &limits)?;
/// evidence.add_ocsp(answer, &limits)?;
/// # Ok(evidence)
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValidationData {
    certificates: CertificateSet,
    crls: Vec<Crl>,
    ocsps: Vec<OcspResponse>,
    /// The identifiers of both: a document may bring a hundred thousand of them.
    known: HashSet<[u8; 32]>,
}

impl ValidationData {
    /// No data at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.certificates.as_slice().is_empty() && self.crls.is_empty() && self.ocsps.is_empty()
    }

    /// Adds a certificate to build paths with.
    pub fn add_certificate(&mut self, certificate: Certificate) {
        self.certificates.insert(certificate);
    }

    /// Adds one or more revocation lists in DER or PEM, whatever the file promises, and says how many there were.
    /// Their signatures are not checked here, nor are their entries read.
    ///
    /// # Errors
    /// [`ErrorKind::MalformedRevocationData`] if one cannot be read or there is none, [`ErrorKind::EmptyInput`],
    /// [`ErrorKind::LimitExceeded`] beyond [`Limits::certificates`]; nothing has been added then.
    pub fn add_crl(&mut self, bytes: &[u8], limits: &Limits) -> Result<usize> {
        let found = recognise::crls(bytes, limits)?;
        self.add(found)
    }

    /// Adds an OCSP response in DER: an OCSPResponse, or a bare BasicOCSPResponse, which gets its envelope. Its
    /// signature is not checked here.
    ///
    /// # Errors
    /// [`ErrorKind::OcspUnsuccessful`] if the responder did not answer, [`ErrorKind::MalformedRevocationData`] if
    /// it cannot be read, [`ErrorKind::EmptyInput`].
    pub fn add_ocsp(&mut self, bytes: &[u8], limits: &Limits) -> Result<()> {
        if bytes.is_empty() {
            return Err(Error::new(ErrorKind::EmptyInput, "OCSP response"));
        }
        self.insert_ocsp(OcspResponse::from_der(bytes, limits)?);
        Ok(())
    }

    /// Adds whatever this is: certificates as [`certificates_from`](crate::certificates_from) reads them, revocation
    /// lists, an OCSP response. Says how many pieces there were.
    ///
    /// # Errors
    /// [`ErrorKind::EmptyInput`], [`ErrorKind::NoCertificate`] if it is nothing of the kind, and those of the
    /// other functions; nothing has been added then.
    pub fn add_from(&mut self, bytes: &[u8], limits: &Limits) -> Result<usize> {
        let found = recognise::anything(bytes, limits)?;
        self.add(found)
    }

    /// Adds what the other one has.
    pub fn merge(&mut self, other: &Self) {
        other.certificates().iter().for_each(|certificate| self.add_certificate(certificate.clone()));
        other.crls.iter().for_each(|crl| self.insert_crl(crl.clone()));
        other.ocsps.iter().for_each(|ocsp| self.insert_ocsp(ocsp.clone()));
    }

    /// The certificates.
    pub fn certificates(&self) -> &[Certificate] {
        self.certificates.as_slice()
    }

    /// The revocation lists, each a CertificateList in DER.
    pub fn crls(&self) -> impl Iterator<Item = &[u8]> {
        self.crls.iter().map(Crl::der)
    }

    /// The OCSP answers, each an OCSPResponse in DER.
    pub fn ocsps(&self) -> impl Iterator<Item = &[u8]> {
        self.ocsps.iter().map(OcspResponse::der)
    }

    /// The revocation lists and OCSP responses.
    pub(crate) fn evidence(&self) -> impl Iterator<Item = EvidenceId> {
        let crls = self.crls.iter().cloned().map(EvidenceId::Crl);
        crls.chain(self.ocsps.iter().cloned().map(EvidenceId::Ocsp))
    }

    /// Adds a revocation list or OCSP response that was read before; the bytes are shared.
    pub(crate) fn add_evidence(&mut self, evidence: EvidenceId) {
        match evidence {
            EvidenceId::Crl(crl) => self.insert_crl(crl),
            EvidenceId::Ocsp(ocsp) => self.insert_ocsp(ocsp),
        }
    }

    pub(super) fn crl_objects(&self) -> &[Crl] {
        &self.crls
    }

    pub(super) fn ocsp_objects(&self) -> &[OcspResponse] {
        &self.ocsps
    }

    pub(super) fn insert_crl(&mut self, crl: Crl) {
        if self.known.insert(EvidenceId::Crl(crl.clone()).identifier()) {
            self.crls.push(crl);
        }
    }

    pub(super) fn insert_ocsp(&mut self, ocsp: OcspResponse) {
        if self.known.insert(EvidenceId::Ocsp(ocsp.clone()).identifier()) {
            self.ocsps.push(ocsp);
        }
    }

    fn add(&mut self, found: Vec<recognise::Piece>) -> Result<usize> {
        let count = found.len();
        for piece in found {
            match piece {
                recognise::Piece::Certificate(certificate) => self.add_certificate(certificate),
                recognise::Piece::Crl(crl) => self.insert_crl(crl),
                recognise::Piece::Ocsp(ocsp) => self.insert_ocsp(ocsp),
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
