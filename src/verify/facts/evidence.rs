//! The validation data of a document: what the caller brought, what the document security store holds, and what stands
//! in the messages themselves.

use std::collections::BTreeSet;

use super::{DocumentFacts, Message, SignatureFacts};
use crate::cms::SignedData;
use crate::crypto::{self, DigestAlgorithm};
use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::signing::{Coverage, Dss, dss};
use crate::pki::revocation::EvidenceId;
use crate::pki::{Certificate, ValidationData};
use crate::verify::judge::Relied;
use crate::verify::{UsedData, VerifyOptions};

pub(super) struct Evidence {
    /// All of it, from wherever.
    pub(super) data: ValidationData,
    /// What the document carries, by [`identifier`] and [`evidence_id`].
    pub(super) embedded: BTreeSet<[u8; 32]>,
}

/// Collects the evidence, and tells each document timestamp which of it stands in the revision that it covers.
pub(super) fn gather(
    document: &Document<'_>,
    signatures: &mut [SignatureFacts],
    messages: &[(usize, Message, Option<crypto::Digest>)],
    options: &VerifyOptions,
) -> Result<Evidence> {
    let limits = &options.limits;
    let mut carried = ValidationData::new();
    if let Some(store) = dss(&document.latest(), limits)? {
        add(&store, &mut carried, limits);
    }
    for signature in signatures.iter_mut().filter(|signature| signature.dictionary.is_document_timestamp()) {
        let Coverage::Revision(revision) = signature.dictionary.coverage else { continue };
        if let Some(store) = dss(&document.view(revision), limits)? {
            let mut covered = ValidationData::new();
            add(&store, &mut covered, limits);
            signature.covered_evidence = identifiers(&covered);
            carried.merge(&covered);
        }
    }
    for (_, message, _) in messages {
        let message = message.signed_data();
        let tokens = message.signers.iter().flat_map(|signer| signer.signature_timestamps());
        for token in tokens.filter_map(|raw| crate::cms::read(raw, limits).ok()) {
            add_message(&token, &mut carried, limits);
        }
        add_message(message, &mut carried, limits);
    }
    let embedded = identifiers(&carried).into_iter().collect();
    let mut data = carried;
    data.merge(&options.evidence);
    options.certificates.iter().cloned().for_each(|certificate| data.add_certificate(certificate));
    Ok(Evidence { data, embedded })
}

/// What a store holds. What cannot be read is missed by whoever needs it.
fn add(store: &Dss, data: &mut ValidationData, limits: &Limits) {
    for certificate in store.all_certificates() {
        if let Ok(certificate) = Certificate::from_der(&certificate.bytes) {
            data.add_certificate(certificate);
        }
    }
    for crl in store.all_crls() {
        let _ = data.add_crl(&crl.bytes, limits);
    }
    for ocsp in store.all_ocsps() {
        let _ = data.add_ocsp(&ocsp.bytes, limits);
    }
}

/// What a message holds.
fn add_message(message: &SignedData, data: &mut ValidationData, limits: &Limits) {
    message.certificates.iter().cloned().for_each(|certificate| data.add_certificate(certificate));
    let carried = message.carried();
    for certificate in carried.certificates {
        if let Ok(certificate) = Certificate::from_der(certificate) {
            data.add_certificate(certificate);
        }
    }
    for crl in carried.crls {
        let _ = data.add_crl(crl, limits);
    }
    for ocsp in carried.ocsps {
        let _ = data.add_ocsp(ocsp, limits);
    }
}

impl DocumentFacts {
    /// The bytes of what a verdict rests on.
    pub(in crate::verify) fn pick(&self, relied: &Relied<'_>) -> UsedData {
        let mut data = ValidationData::new();
        relied.certificates.iter().for_each(|certificate| data.add_certificate((*certificate).clone()));
        let is_relied = |evidence: &EvidenceId| relied.evidence.contains(&evidence_id(evidence));
        self.data.evidence().filter(is_relied).for_each(|evidence| data.add_evidence(evidence));
        UsedData { signature: relied.signature.to_owned(), data }
    }
}

fn identifiers(data: &ValidationData) -> Vec<[u8; 32]> {
    let certificates = data.certificates().iter().filter_map(|certificate| identifier(certificate.der()));
    certificates.chain(data.evidence().map(|evidence| evidence_id(&evidence))).collect()
}

/// The identifier of a certificate: SHA-256.
pub(in crate::verify) fn identifier(bytes: &[u8]) -> Option<[u8; 32]> {
    crypto::digest(DigestAlgorithm::Sha256, bytes).as_ref().try_into().ok()
}

/// The identifier of a CRL or OCSP response.
pub(in crate::verify) fn evidence_id(evidence: &EvidenceId) -> [u8; 32] {
    evidence.identifier()
}
