//! Finding the signer's certificate and verifying the signature value with its key (RFC 5652 5.4, 5.6).

use super::attribute::Attributes;
use super::fault::CmsFault;
use super::read::{SignedData, SignerIdentifier, SignerInfo};
use super::signing_certificate::{self, Bindings};
use crate::asn1::Element;
use crate::crypto::{Digest, SignatureAlgorithm, Verification};
use crate::pki::Certificate;

/// The order of signed attributes. RFC 5652 5.4 signs the DER encoding; several tools send and sign another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributeOrder {
    /// Sent and signed as DER demands.
    Der,
    /// Not sent in DER, and signed as sent.
    AsSent,
    /// Not sent in DER, but signed in DER.
    Sorted,
}

/// A signature value and what is needed to verify it.
pub(super) struct Signature<'a> {
    pub(super) signer: &'a SignerInfo,
    pub(super) algorithm: Option<SignatureAlgorithm>,
    pub(super) content_digest: Option<&'a Digest>,
    /// Attached content.
    pub(super) content: Option<&'a [u8]>,
}

/// The certificates that a SignerIdentifier may mean, those of the message first. Anyone can add certificates to a
/// message, so there may be several of the same name; only so many are looked at.
pub(super) fn candidates<'a>(
    message: &'a SignedData,
    sid: &SignerIdentifier,
    offered: &'a [Certificate],
) -> Vec<&'a Certificate> {
    let mut found: Vec<&Certificate> = Vec::new();
    for certificate in message.certificates.iter().chain(offered) {
        if found.len() < CANDIDATES && is_meant(sid, certificate) && !found.contains(&certificate) {
            found.push(certificate);
        }
    }
    found
}

fn is_meant(sid: &SignerIdentifier, certificate: &Certificate) -> bool {
    match sid {
        SignerIdentifier::IssuerAndSerialNumber { issuer, serial } => Element::from_der(issuer, "issuer")
            .is_ok_and(|issuer| signing_certificate::is_named(&issuer, serial, certificate)),
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            certificate.subject_key_id().is_some_and(|id| id == key.as_slice())
        }
    }
}

impl Signature<'_> {
    /// The certificate among these that is bound, or under which the signature holds; else the first.
    pub(super) fn choose<'c>(
        &self,
        candidates: &[&'c Certificate],
        bindings: &Bindings<'_>,
    ) -> Option<&'c Certificate> {
        let fits = |certificate: &&&Certificate| {
            if bindings.present {
                bindings.compare(certificate).1.is_empty()
            } else {
                matches!(self.verify(certificate), Ok((Verification::Good, _)))
            }
        };
        match candidates {
            [] => None,
            [only] => Some(only),
            [first, ..] => Some(candidates.iter().find(fits).unwrap_or(first)),
        }
    }

    /// Verifies the value with the key of a certificate. `Err` if it cannot be tried, with the fault that has not
    /// been named yet.
    pub(super) fn verify(
        &self,
        certificate: &Certificate,
    ) -> Result<(Verification, Option<AttributeOrder>), Option<CmsFault>> {
        let algorithm = self.algorithm.ok_or(None)?;
        let key = certificate.public_key().map_err(|_| Some(CmsFault::SignerKeyUnsupported))?;
        let value = self.signer.signature.as_slice();
        let Some(attributes) = &self.signer.signed_attributes else {
            return match (algorithm, self.content, self.content_digest) {
                (SignatureAlgorithm::Ed25519, Some(content), _) => {
                    Ok((key.verify(algorithm, content, value), None))
                }
                (SignatureAlgorithm::Ed25519, None, _) => {
                    Ok((Verification::Unsupported("Ed25519 without signed attributes"), None))
                }
                (_, _, Some(digest)) if algorithm.digest() == Some(digest.algorithm()) => {
                    Ok((key.verify_digest(algorithm, digest, value), None))
                }
                _ => Err(None),
            };
        };
        let as_sent = attributes.as_sent();
        let sorted = sorted(attributes);
        let is_der = sorted.as_ref().is_none_or(|sorted| *sorted == as_sent);
        let verification = key.verify(algorithm, &as_sent, value);
        match (verification, sorted) {
            (Verification::Good, _) if is_der => Ok((Verification::Good, Some(AttributeOrder::Der))),
            (Verification::Good, _) => Ok((Verification::Good, Some(AttributeOrder::AsSent))),
            (Verification::Bad, Some(sorted)) if !is_der => match key.verify(algorithm, &sorted, value) {
                Verification::Good => Ok((Verification::Good, Some(AttributeOrder::Sorted))),
                other => Ok((other, None)),
            },
            (other, _) => Ok((other, None)),
        }
    }
}

/// The attributes as DER orders them, if they are attributes at all.
fn sorted(attributes: &Attributes) -> Option<Vec<u8>> {
    attributes.is_well_formed().then(|| attributes.sorted())
}

/// Certificates of one issuer and serial number, or one key identifier, that are tried. A genuine message has one.
const CANDIDATES: usize = 8;
