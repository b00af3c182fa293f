//! OCSPRequest (RFC 6960 4.1, RFC 8954).

use super::OcspResponse;
use super::certificate_id::certificate_id;
use crate::asn1::{Tag, oid, write};
use crate::crypto::DigestAlgorithm;
use crate::error::Result;
use crate::limits::Limits;
use crate::pki::Certificate;

/// An OCSPRequest in DER for this certificate. Its CertID is made with SHA-1, which every responder understands and
/// whose collisions harm nobody here: the answer is compared with the certificate itself.
pub(crate) fn request(certificate: &Certificate, issuer: &Certificate, nonce: Option<&[u8]>) -> Vec<u8> {
    request_by(DigestAlgorithm::Sha1, certificate, issuer, nonce)
}

/// The same with another digest in the CertID. A nonce has 1 to 32 octets (RFC 8954 2.1).
pub(crate) fn request_by(
    algorithm: DigestAlgorithm,
    certificate: &Certificate,
    issuer: &Certificate,
    nonce: Option<&[u8]>,
) -> Vec<u8> {
    let one = write::sequence(&[certificate_id(certificate, issuer, algorithm)]);
    let extensions = nonce.map(|nonce| {
        let value = write::octet_string(&write::octet_string(nonce));
        let extension = write::sequence(&[write::oid(oid::OCSP_NONCE), value]);
        write::tlv(Tag::context(2), &write::sequence(&[extension]))
    });
    let tbs = write::sequence(&[write::sequence(&[one]), extensions.unwrap_or_default()]);
    write::sequence(&[tbs])
}

#[cfg_attr(
    not(test),
    allow(dead_code, reason = "what reports ask for has no nonce, so that verdicts can be repeated")
)]
/// The nonce that a response repeats; `None` if it has none, as answers have that were made in advance.
///
/// # Errors
/// Those of reading the response.
pub(crate) fn nonce_of(response: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>> {
    let response = OcspResponse::from_der(response, limits)?;
    Ok(response.nonce().map(|value| {
        // Old responders repeat the octets without the OCTET STRING that RFC 6960 4.4.1 asks for.
        let wrapped = crate::asn1::Element::from_der(value, "nonce").ok();
        let wrapped = wrapped.filter(|element| element.tag == Tag::OCTET_STRING);
        wrapped.map_or(value, |element| element.content).to_vec()
    }))
}
