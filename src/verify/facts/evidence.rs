//! The validation data of a document: what the caller brought, what the document security store holds, and what stands
//! in the messages themselves.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{DocumentFacts, Message, SignatureFacts, TOKENS};
use crate::cms::{Carried, SignedData};
use crate::crypto::{self, DigestAlgorithm};
use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::signing::{Coverage, Dss, StoredObject, dss};
use crate::pdf::{Document, ObjectId};
use crate::pki::revocation::EvidenceId;
use crate::pki::{Certificate, ValidationData};
use crate::verify::judge::Relied;
use crate::verify::{UsedData, VerifyOptions};

pub(super) struct Evidence {
    /// All of it, from wherever.
    pub(super) data: ValidationData,
    /// What the document carries, by [`identifier`] and [`EvidenceId::identifier`].
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
    let mut stores =
        Stores { known: HashMap::new(), bytes: limits.inflated_bytes, entries: limits.store_entries };
    // Those that are covered first: whoever appends more than is allowed only harms what he appends.
    for signature in signatures.iter_mut().filter(|signature| signature.dictionary.is_document_timestamp()) {
        let Coverage::Revision(revision) = signature.dictionary.coverage else { continue };
        if stores.is_used_up() {
            break;
        }
        if let Some(store) = dss(&document.view(revision), limits)? {
            signature.covered_evidence = stores.add(&store, &mut carried, limits);
        }
    }
    if let Some(store) = dss(&document.latest(), limits)? {
        stores.add(&store, &mut carried, limits);
    }
    for (index, message, _) in messages {
        let message = message.signed_data();
        let tokens = message.signers.iter().flat_map(|signer| signer.signature_timestamps());
        let tokens: Vec<SignedData> =
            tokens.take(TOKENS).filter_map(|raw| crate::cms::read(raw, limits).ok()).collect();
        let mut own = ValidationData::new();
        for message in tokens.iter().chain([message]) {
            add_message(message, &mut own, limits);
        }
        let mut signed = ValidationData::new();
        add_carried(&message.signed_along(), &mut signed, limits);
        if let Some(signature) = signatures.get_mut(*index) {
            signature.carried_evidence = identifiers(&own);
            signature.signed_evidence = identifiers(&signed);
        }
        carried.merge(&own);
    }
    let embedded = identifiers(&carried).into_iter().collect();
    let mut data = carried;
    data.merge(&options.evidence);
    options.certificates.iter().cloned().for_each(|certificate| data.add_certificate(certificate));
    Ok(Evidence { data, embedded })
}

/// The stores of many revisions, which repeat each other: what was read before is only compared.
struct Stores {
    known: HashMap<ObjectId, Known>,
    /// How much may still be read.
    bytes: usize,
    entries: usize,
}

/// The bytes of a stream, and what was found in them.
struct Known {
    bytes: Arc<[u8]>,
    found: Vec<[u8; 32]>,
}

impl Stores {
    fn is_used_up(&self) -> bool {
        self.bytes == 0 || self.entries == 0
    }

    /// Adds what a store holds, and says what that is. What cannot be read is missed by whoever needs it.
    fn add(&mut self, store: &Dss, data: &mut ValidationData, limits: &Limits) -> Vec<[u8; 32]> {
        let mut all = Vec::new();
        for object in store.all_certificates() {
            all.extend(self.read(object, data, |bytes, found| {
                if let Ok(certificate) = Certificate::from_der(bytes) {
                    found.add_certificate(certificate);
                }
            }));
        }
        for object in store.all_crls() {
            all.extend(self.read(object, data, |bytes, found| {
                let _ = found.add_crl(bytes, limits);
            }));
        }
        for object in store.all_ocsps() {
            all.extend(self.read(object, data, |bytes, found| {
                let _ = found.add_ocsp(bytes, limits);
            }));
        }
        all
    }

    fn read(
        &mut self,
        object: &StoredObject,
        data: &mut ValidationData,
        read: impl FnOnce(&[u8], &mut ValidationData),
    ) -> Vec<[u8; 32]> {
        self.bytes = self.bytes.saturating_sub(object.bytes.len());
        self.entries = self.entries.saturating_sub(1);
        if let Some(known) = self.known.get(&object.id).filter(|known| known.bytes == object.bytes) {
            return known.found.clone();
        }
        let mut new = ValidationData::new();
        read(&object.bytes, &mut new);
        data.merge(&new);
        let found = identifiers(&new);
        self.known.insert(object.id, Known { bytes: Arc::clone(&object.bytes), found: found.clone() });
        found
    }
}

/// What a message holds.
fn add_message(message: &SignedData, data: &mut ValidationData, limits: &Limits) {
    message.certificates.iter().cloned().for_each(|certificate| data.add_certificate(certificate));
    add_carried(&message.carried(), data, limits);
}

fn add_carried(carried: &Carried<'_>, data: &mut ValidationData, limits: &Limits) {
    for certificate in &carried.certificates {
        if let Ok(certificate) = Certificate::from_der(certificate) {
            data.add_certificate(certificate);
        }
    }
    for crl in &carried.crls {
        let _ = data.add_crl(crl, limits);
    }
    for ocsp in &carried.ocsps {
        let _ = data.add_ocsp(ocsp, limits);
    }
}

impl DocumentFacts {
    /// The bytes of what a verdict rests on.
    pub(in crate::verify) fn pick(&self, relied: &Relied<'_>) -> UsedData {
        let mut data = ValidationData::new();
        relied.certificates.iter().for_each(|certificate| data.add_certificate((*certificate).clone()));
        let is_relied = |evidence: &EvidenceId| relied.evidence.contains(&evidence.identifier());
        self.data.evidence().filter(is_relied).for_each(|evidence| data.add_evidence(evidence));
        UsedData { signature: relied.signature.to_owned(), data }
    }
}

fn identifiers(data: &ValidationData) -> Vec<[u8; 32]> {
    let certificates = data.certificates().iter().map(|certificate| identifier(certificate.der()));
    certificates.chain(data.evidence().map(|evidence| evidence.identifier())).collect()
}

/// The identifier of a certificate: SHA-256.
pub(in crate::verify) fn identifier(bytes: &[u8]) -> [u8; 32] {
    // SHA-256 has 32 octets.
    crypto::digest(DigestAlgorithm::Sha256, bytes).as_ref().try_into().unwrap_or_default()
}
