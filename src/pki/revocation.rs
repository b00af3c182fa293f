//! Whether certificates are revoked: what the CRLs (RFC 5280 6.3) and OCSP responses (RFC 6960) at hand say about
//! one of them, and why an answer must not be used. How fresh an answer has to be is policy, and judged above.

mod answer;
mod lists;
mod responses;
pub(in crate::pki) mod signed;
mod signer;

use std::collections::HashMap;

pub(crate) use answer::{EvidenceId, RevocationAnswer, RevocationFault, Signer, Source, Status};

use super::crl::Crl;
use super::ocsp::{OcspResponse, key_hash};
use super::path::PathFinder;
use super::{Certificate, ValidationData};
use crate::crypto::{DigestAlgorithm, Verification};
use crate::limits::{Budget, Limits};
use crate::time::Time;

/// Answers questions about revocation for one document. Each signature of a CRL or OCSP response is checked once
/// for each key, and the work is bounded by [`Limits::revocation_checks`] and [`Limits::revocation_entries`].
pub(crate) struct RevocationChecker {
    data: ValidationData,
    checks: Budget,
    entries: Budget,
    /// By the address of the object, which `data` keeps alive, and the number of the key.
    checked: HashMap<(usize, usize), SignatureCheck>,
    keys: HashMap<Vec<u8>, usize>,
    issuers: HashMap<Vec<u8>, usize>,
    /// Who signed an object, by its address, the number of the issuer that is asked about, and the time.
    signers: HashMap<(usize, usize, Time), Result<SignedBy, RevocationFault>>,
    /// Certificates of the data by the SHA-1 digest of their key, as responders name themselves.
    by_key_hash: Option<HashMap<Vec<u8>, Vec<Certificate>>>,
    /// Questions by the end of the certificate and the time: each signature of a signer asks again.
    asked: HashMap<([u8; END], Time), Asked>,
}

/// Who signed an object, and the certificate with the key.
#[derive(Clone)]
struct SignedBy {
    signer: Signer,
    certificate: Certificate,
}

struct Asked {
    certificate: Certificate,
    issuer: Certificate,
    answers: Vec<RevocationAnswer>,
}

/// What became of checking the signature of a CRL or OCSP response with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum SignatureCheck {
    Good,
    Bad,
    Unsupported(String),
    LimitReached,
}

impl RevocationChecker {
    /// With this data at hand.
    pub(crate) fn new(data: &ValidationData, limits: &Limits) -> Self {
        Self {
            data: data.clone(),
            checks: Budget::new(limits.revocation_checks, "signature checks for revocation"),
            entries: Budget::new(limits.revocation_entries, "entries of revocation lists"),
            checked: HashMap::new(),
            keys: HashMap::new(),
            issuers: HashMap::new(),
            signers: HashMap::new(),
            by_key_hash: None,
            asked: HashMap::new(),
        }
    }

    /// Everything that the data at hand says about `certificate`, which `issuer` issued: first the answers that can
    /// be used, the newest first; then those that cannot, and why. Empty if nothing looks at the certificate.
    ///
    /// `at` is when the certificates of those who signed the answers are looked at; that they were not in force
    /// then is left in [`Signer::Delegated`] for the judge. `finder` is the same for all questions and knows the
    /// certificates that came along from the start: what was found once is not looked for again.
    pub(crate) fn check(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
        finder: &mut PathFinder<'_>,
        at: Time,
    ) -> Vec<RevocationAnswer> {
        let question = (certificate.der().last_chunk().copied().unwrap_or_default(), at);
        if let Some(known) = self.asked.get(&question)
            && (&known.certificate, &known.issuer) == (certificate, issuer)
        {
            return known.answers.clone();
        }
        let crls: Vec<Crl> = self.data.crl_objects().to_vec();
        let mut answers = lists::answers(self, &crls, certificate, issuer, finder, at);
        let ocsps: Vec<OcspResponse> = self.data.ocsp_objects().to_vec();
        answers.extend(responses::answers(self, &ocsps, certificate, issuer, finder, at));
        answers.sort_by_key(|answer| (!answer.is_usable(), std::cmp::Reverse(answer.this_update)));
        let (certificate, issuer) = (certificate.clone(), issuer.clone());
        self.asked.insert(question, Asked { certificate, issuer, answers: answers.clone() });
        answers
    }

    /// Who signed the object, looked for once.
    fn signer(
        &mut self,
        address: usize,
        issuer: &Certificate,
        at: Time,
        look: impl FnOnce(&mut Self) -> Result<SignedBy, RevocationFault>,
    ) -> Result<SignedBy, RevocationFault> {
        let question = (address, number(&mut self.issuers, issuer.der()), at);
        if let Some(known) = self.signers.get(&question) {
            return known.clone();
        }
        let found = look(self);
        self.signers.insert(question, found.clone());
        found
    }

    /// The certificates of the data whose key has this SHA-1 digest.
    fn of_key_hash(&mut self, hash: &[u8]) -> Vec<Certificate> {
        let certificates = self.data.certificates();
        let by_key_hash = self.by_key_hash.get_or_insert_with(|| {
            let mut map: HashMap<Vec<u8>, Vec<Certificate>> = HashMap::new();
            for certificate in certificates {
                if let Some(hash) = key_hash(DigestAlgorithm::Sha1, certificate.spki()) {
                    map.entry(hash.as_ref().to_vec()).or_default().push(certificate.clone());
                }
            }
            map
        });
        by_key_hash.get(hash).cloned().unwrap_or_default()
    }

    /// Checks a signature, once for each object and key.
    fn signature(
        &mut self,
        signed: &signed::Signed,
        address: usize,
        certificate: &Certificate,
    ) -> SignatureCheck {
        let key = number(&mut self.keys, certificate.spki());
        if let Some(known) = self.checked.get(&(address, key)) {
            return known.clone();
        }
        if self.checks.spend(1).is_err() {
            return SignatureCheck::LimitReached;
        }
        let check = match certificate.public_key().and_then(|key| signed.verify(key)) {
            Ok(Verification::Good) => SignatureCheck::Good,
            Ok(Verification::Bad) => SignatureCheck::Bad,
            Ok(Verification::Unsupported(detail)) => SignatureCheck::Unsupported(detail.to_owned()),
            Err(error) => SignatureCheck::Unsupported(error.detail().to_owned()),
        };
        self.checked.insert((address, key), check.clone());
        check
    }
}

/// The number of these octets, a new one if they are not known.
fn number(known: &mut HashMap<Vec<u8>, usize>, octets: &[u8]) -> usize {
    let fresh = known.len();
    match known.get(octets) {
        Some(number) => *number,
        None => {
            known.insert(octets.to_vec(), fresh);
            fresh
        }
    }
}

/// Octets of a signature that do not repeat by chance.
const END: usize = 16;

#[cfg(test)]
pub(in crate::pki) mod tests;
