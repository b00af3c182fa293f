//! The facts about a cryptographic message.

use super::{AttributeInspection, CertificateInspection, MessageInspection, SignerInspection};
use crate::asn1::{Element, Oid, oid};
use crate::cms::{Attributes, SignedData, SignerInfo};
use crate::pki::Certificate;

/// What a message of `space` bytes with its padding says.
pub(super) fn message(message: &SignedData, space: usize) -> MessageInspection {
    MessageInspection {
        length: message.used,
        padding: space.saturating_sub(message.used),
        content_type: message.content_type().to_string(),
        content_length: message.content.as_ref().map(Vec::len),
        signers: message.signers.iter().map(|info| signer(message, info)).collect(),
        certificates: message.certificates.iter().map(certificate).collect(),
        unreadable_certificates: message.unreadable_certificates.len(),
        revocation_data: message.crls.len(),
    }
}

fn signer(message: &SignedData, info: &SignerInfo) -> SignerInspection {
    let named = message.certificates_named_by(info);
    let named = named.first().and_then(|named| message.certificates.iter().position(|own| own == *named));
    let digest = info.digest_algorithm().map(|digest| digest.name().to_owned());
    SignerInspection {
        certificate: named.map(|index| index.saturating_add(1)),
        digest_algorithm: digest.unwrap_or_else(|| identifier(&info.digest_algorithm)),
        signature_algorithm: info
            .signature_algorithm()
            .map_or_else(|| identifier(&info.signature_algorithm), |algorithm| algorithm.name()),
        signing_time: info.signing_time(),
        signed_attributes: info.signed_attributes.as_ref().map(attributes),
        unsigned_attributes: info.unsigned_attributes.as_ref().map(attributes).unwrap_or_default(),
        timestamps: info.signature_timestamps().len(),
    }
}

/// The object identifier of an AlgorithmIdentifier that nobody here knows.
fn identifier(algorithm: &[u8]) -> String {
    let oid = Element::from_der(algorithm, "algorithm").and_then(|element| {
        let oid = element.reader().oid("algorithm")?;
        Ok(oid.to_string())
    });
    oid.unwrap_or_else(|_| "?".to_owned())
}

fn attributes(attributes: &Attributes) -> Vec<AttributeInspection> {
    let describe = |oid: Oid<'_>| AttributeInspection {
        oid: oid.to_string(),
        name: NAMES.iter().find(|(known, _)| *known == oid).map(|(_, name)| *name),
    };
    attributes.list().map(|attribute| describe(attribute.oid())).collect()
}

fn certificate(certificate: &Certificate) -> CertificateInspection {
    CertificateInspection {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_hex(),
        key: certificate.key_kind().map(|kind| kind.name()),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        fingerprint: certificate.fingerprint_sha256(),
    }
}

/// RFC 5652 section 11, RFC 5035, RFC 6211, RFC 3161 appendix A, ISO 32000-2 12.8.3.3.2.
const NAMES: &[(Oid<'static>, &str)] = &[
    (oid::CONTENT_TYPE, "content-type"),
    (oid::MESSAGE_DIGEST, "message-digest"),
    (oid::SIGNING_TIME, "signing-time"),
    (oid::SIGNING_CERTIFICATE, "signing-certificate"),
    (oid::SIGNING_CERTIFICATE_V2, "signing-certificate-v2"),
    (oid::CMS_ALGORITHM_PROTECTION, "cms-algorithm-protection"),
    (oid::SIGNATURE_TIME_STAMP, "signature-time-stamp"),
    (oid::ADBE_REVOCATION, "adbe-revocation-info-archival"),
];
