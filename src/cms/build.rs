//! Building detached SignedData in two steps: the attributes that are signed, then the message with the value.

use super::algorithm;
use super::signing_certificate;
use crate::asn1::{Oid, Tag, oid, write};
use crate::crypto::{self, Digest, KeyKind, SignatureAlgorithm};
use crate::pki::Certificate;
use crate::time::Time;

/// What the signed attributes say besides the digest of the content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignedAttributesSpec<'a> {
    /// The signer's certificate.
    pub(crate) certificate: &'a Certificate,
    /// How the value will be made; bound by algorithm-protection (RFC 6211), so [`assemble`] must get the same.
    pub(crate) algorithm: SignatureAlgorithm,
    /// signing-time. PAdES leaves it out: the PDF entry `/M` has the time (EN 319 142-1 6.3).
    pub(crate) signing_time: Option<Time>,
    /// Whether signing-certificate-v2 is written. PAdES demands it.
    pub(crate) signing_certificate_v2: bool,
}

/// SignedAttributes as a SET in DER: exactly the bytes that are to be signed. `content` is the digest of the
/// content; its algorithm must be that of `spec.algorithm`, and SHA-512 for Ed25519 (RFC 8419 3.1).
pub(crate) fn signed_attributes(spec: &SignedAttributesSpec<'_>, content: &Digest) -> Vec<u8> {
    let protection = algorithm::protection(content.algorithm(), spec.algorithm);
    let mut attributes = vec![
        attribute(oid::CONTENT_TYPE, &write::oid(oid::DATA)),
        attribute(oid::MESSAGE_DIGEST, &write::octet_string(content.as_ref())),
        attribute(oid::CMS_ALGORITHM_PROTECTION, &protection),
    ];
    if let Some(at) = spec.signing_time {
        attributes.push(attribute(oid::SIGNING_TIME, &write::time(at)));
    }
    if spec.signing_certificate_v2 {
        let value = signing_certificate::v2(spec.certificate);
        attributes.push(attribute(oid::SIGNING_CERTIFICATE_V2, &value));
    }
    write::set_of(attributes)
}

/// The whole message: ContentInfo with detached SignedData (RFC 5652 section 5) around these signed attributes and
/// the signature `value` over them. The signer's certificate and `certificates` are embedded byte for byte, each
/// once. `unsigned` has whole attributes, see [`attribute`].
pub(crate) fn assemble(
    signed_attributes: &[u8],
    algorithm: SignatureAlgorithm,
    value: &[u8],
    signer: &Certificate,
    certificates: &[Certificate],
    unsigned: &[Vec<u8>],
) -> Vec<u8> {
    let digest = algorithm::digest_identifier(algorithm::content_digest(algorithm));
    let mut signed_attributes = signed_attributes.to_vec();
    // RFC 5652 5.4: signed with the tag of a SET, sent with [0] in its place.
    if let Some(tag) = signed_attributes.first_mut() {
        *tag = Tag::context(0).0;
    }
    let serial = write::tlv(Tag::INTEGER, signer.serial());
    let mut signer_info = vec![
        write::integer(1),
        write::sequence(&[signer.issuer().der(), &serial]),
        digest.clone(),
        signed_attributes,
        algorithm.to_der(),
        write::octet_string(value),
    ];
    if !unsigned.is_empty() {
        signer_info.push(implicit(1, unsigned.to_vec()));
    }
    let mut embedded: Vec<_> = certificates.iter().map(|certificate| certificate.der().to_vec()).collect();
    embedded.push(signer.der().to_vec());
    let signed_data = write::sequence(&[
        // RFC 5652 5.1: version 1, because the content is id-data and the certificates are X.509.
        write::integer(1),
        write::set_of(vec![digest]),
        write::sequence(&[write::oid(oid::DATA)]),
        implicit(0, embedded),
        write::set_of(vec![write::sequence(&signer_info)]),
    ]);
    write::sequence(&[write::oid(oid::SIGNED_DATA), write::tlv(Tag::context(0), &signed_data)])
}

/// How long the message of [`assemble`] becomes at most, with `unsigned` bytes of unsigned attributes added later.
pub(crate) fn estimate_len(
    spec: &SignedAttributesSpec<'_>,
    certificates: &[Certificate],
    unsigned: usize,
) -> usize {
    let content = crypto::digest(algorithm::content_digest(spec.algorithm), &[]);
    let attributes = signed_attributes(spec, &content);
    let value = vec![0; value_len(spec.certificate.key_kind())];
    // An unsigned attribute that is as long as all of them together makes every length field as long as it gets.
    let unsigned = if unsigned == 0 { Vec::new() } else { vec![vec![0; unsigned]] };
    assemble(&attributes, spec.algorithm, &value, spec.certificate, certificates, &unsigned).len()
}

/// The signature-time-stamp attribute with this token (RFC 3161 Appendix A, EN 319 122-1 5.3), for the unsigned ones.
pub(crate) fn signature_timestamp(token: &[u8]) -> Vec<u8> {
    attribute(oid::SIGNATURE_TIME_STAMP, token)
}

/// An Attribute with one value, which is a whole element.
pub(crate) fn attribute(name: Oid<'_>, value: &[u8]) -> Vec<u8> {
    write::sequence(&[write::oid(name), write::set_of(vec![value.to_vec()])])
}

/// `[number]` IMPLICIT SET OF, sorted as DER demands, without duplicates.
fn implicit(number: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    elements.dedup();
    write::constructed(Tag::context(number), &elements)
}

/// The longest signature value of a key.
fn value_len(key: Option<KeyKind>) -> usize {
    match key {
        Some(KeyKind::Rsa { bits }) => bits.div_ceil(8),
        // Two INTEGERs of a sign octet and the size of the order, in a SEQUENCE (RFC 3279 2.2.3).
        Some(KeyKind::EcP256) => 72,
        Some(KeyKind::EcP384) => 104,
        Some(KeyKind::EcP521) => 139,
        Some(KeyKind::Ed25519) => 64,
        // The largest key that signs has 8192 bits.
        _ => 1024,
    }
}
