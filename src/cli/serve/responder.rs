//! An OCSP responder (RFC 6960) for the certificates of one CA, wrong on demand.

use super::kind::{Kind, OcspAnswer};
use crate::asn1::{Element, Tag};
use crate::crypto::{self, DigestAlgorithm, PrivateKey};
use crate::error::Result;
use crate::pki::Certificate;
use crate::pki::issue::CrlReason;
use crate::pki::issue::ocsp::{
    self, OcspSpec, Requested, Responder, SingleSpec, SingleStatus, requested, unsuccessful,
};
use crate::pki::ocsp::{CertificateId, key_hash};
use crate::time::Time;

/// What the responder knows.
pub(super) struct Knowledge<'a> {
    pub(super) issuer: &'a Certificate,
    /// Contents octets of the serial numbers of certificates that exist.
    pub(super) issued: &'a [Vec<u8>],
    /// Those that are revoked, and when; for a compromised key.
    pub(super) revoked: &'a [(Vec<u8>, Time)],
}

/// OCSPResponse to an OCSPRequest, both in DER, signed with this key; `chain` has the responder's certificate first.
///
/// # Errors
/// The key does not sign.
pub(super) fn respond(
    request: &[u8],
    knowledge: &Knowledge<'_>,
    (key, chain): (&PrivateKey, &[Certificate]),
    at: Time,
    kinds: &[Kind],
) -> Result<Vec<u8>> {
    let told = kinds.iter().find_map(|kind| match kind {
        Kind::Ocsp(answer) => Some(*answer),
        _ => None,
    });
    let question = requested(request).ok().filter(|question| !question.certificates.is_empty());
    let Some(Requested { certificates: asked, nonce }) = question else {
        return Ok(unsuccessful(MALFORMED));
    };
    match told {
        Some(OcspAnswer::TryLater) => return Ok(unsuccessful(TRY_LATER)),
        Some(OcspAnswer::Unauthorized) => return Ok(unsuccessful(UNAUTHORIZED)),
        // A responder that one CA has appointed may not speak for another (RFC 6960 2.3).
        _ if !asked.iter().all(|asked| is_of(asked, knowledge.issuer)) => {
            return Ok(unsuccessful(UNAUTHORIZED));
        }
        _ => {}
    }
    let produced_at = if kinds.contains(&Kind::Stale) { at.plus_seconds(-3 * DAY) } else { at };
    let single = |asked: &CertificateId<'_>| (asked.der.to_vec(), knowledge.status(asked.serial, told, at));
    let singles: Vec<_> = asked.iter().map(single).collect();
    let singles: Vec<_> = singles
        .iter()
        .map(|(id, status)| SingleSpec {
            id,
            status: *status,
            this_update: produced_at,
            next_update: Some(produced_at.plus_seconds(DAY)),
            extensions: &[],
        })
        .collect();
    let nonce = if kinds.contains(&Kind::WrongNonce) {
        Some(&b"another nonce"[..])
    } else {
        nonce.filter(|_| !kinds.contains(&Kind::NoNonce))
    };
    let spec = OcspSpec {
        responder: Responder::Key(chain.first().map(Certificate::spki).unwrap_or_default()),
        produced_at,
        singles: &singles,
        nonce,
        extensions: &[],
        certificates: chain.get(..1).unwrap_or_default(),
    };
    ocsp::response(&spec, key, key.default_algorithm(DigestAlgorithm::Sha256))
}

/// Whether the certificate that is meant is one of this issuer's.
fn is_of(asked: &CertificateId<'_>, issuer: &Certificate) -> bool {
    let Some(algorithm) = asked.algorithm else { return false };
    let name = crypto::digest(algorithm, issuer.subject().der());
    let key = key_hash(algorithm, issuer.spki());
    name.as_ref() == asked.name_hash && key.is_some_and(|key| key.as_ref() == asked.key_hash)
}

impl Knowledge<'_> {
    fn status(&self, serial: &[u8], told: Option<OcspAnswer>, at: Time) -> SingleStatus {
        let revoked = self.revoked.iter().find(|(known, _)| known == serial).map(|(_, at)| *at);
        let compromised = |at| SingleStatus::Revoked { at, reason: CrlReason::KeyCompromise };
        match (told, revoked) {
            (Some(OcspAnswer::Revoked), revoked) => compromised(revoked.unwrap_or(at.plus_seconds(-DAY))),
            (Some(OcspAnswer::Good), _) => SingleStatus::Good,
            (Some(_), _) => SingleStatus::Unknown,
            (None, Some(at)) => compromised(at),
            (None, None) if self.issued.iter().any(|known| known == serial) => SingleStatus::Good,
            (None, None) => SingleStatus::Unknown,
        }
    }
}

/// The serial numbers on a CRL, and when each was revoked. For lists of our own making.
pub(super) fn revoked_on(crl: &[u8]) -> Result<Vec<(Vec<u8>, Time)>> {
    let mut tbs = Element::from_der(crl, "CRL")?.reader().sequence("CRL")?;
    tbs.optional(Tag::INTEGER)?;
    tbs.expect(Tag::SEQUENCE, "algorithm of a CRL")?;
    tbs.expect(Tag::SEQUENCE, "issuer of a CRL")?;
    while matches!(tbs.peek(), Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME)) {
        tbs.element()?;
    }
    let Some(list) = tbs.optional(Tag::SEQUENCE)? else { return Ok(Vec::new()) };
    let mut list = list.reader();
    let mut found = Vec::new();
    while !list.is_empty() {
        let mut entry = list.sequence("entry of a CRL")?;
        let serial = entry.expect(Tag::INTEGER, "serial number")?.content.to_vec();
        found.push((serial, entry.element()?.time("revocationDate")?));
    }
    Ok(found)
}

const DAY: i64 = 24 * 3600;

const MALFORMED: u8 = 1;
const TRY_LATER: u8 = 3;
const UNAUTHORIZED: u8 = 6;
