//! Issuing certificates and revocation lists, for test PKIs: any content, sensible or not.

mod crl;
pub(crate) mod extension;
#[cfg_attr(not(test), allow(dead_code, unused_imports, reason = "tests and test servers answer with it"))]
pub(crate) mod ocsp;

pub(crate) use crl::{CrlReason, CrlSpec, Revoked, crl};

use super::Certificate;
use crate::asn1::{Oid, Tag, oid, write};
use crate::crypto::{PrivateKey, SignatureAlgorithm};
use crate::error::Result;
use crate::time::Time;

/// What a certificate is to say (RFC 5280 4.1). Nothing is checked: a test PKI needs wrong ones too.
pub(crate) struct CertificateSpec<'a> {
    /// The magnitude, big-endian.
    pub(crate) serial: &'a [u8],
    /// A Name in DER, see [`name`].
    pub(crate) issuer: &'a [u8],
    pub(crate) subject: &'a [u8],
    pub(crate) not_before: Time,
    pub(crate) not_after: Time,
    /// SubjectPublicKeyInfo in DER.
    pub(crate) spki: &'a [u8],
    /// Whole extensions in this order, see [`extension`]; none makes it a certificate of version 1.
    pub(crate) extensions: &'a [Vec<u8>],
}

/// A certificate that says this, signed by the issuer's key.
pub(crate) fn certificate(
    spec: &CertificateSpec<'_>,
    key: &PrivateKey,
    algorithm: SignatureAlgorithm,
) -> Result<Certificate> {
    let mut fields = Vec::new();
    if !spec.extensions.is_empty() {
        fields.push(write::tlv(Tag::context(0), &write::integer(2)));
    }
    fields.push(write::unsigned(spec.serial));
    fields.push(algorithm.to_der());
    fields.push(spec.issuer.to_vec());
    fields.push(write::sequence(&[write::time(spec.not_before), write::time(spec.not_after)]));
    fields.push(spec.subject.to_vec());
    fields.push(spec.spki.to_vec());
    if !spec.extensions.is_empty() {
        fields.push(write::tlv(Tag::context(3), &write::sequence(spec.extensions)));
    }
    Certificate::from_der(&signed(&write::sequence(&fields), key, algorithm)?)
}

/// A Name of one attribute for each set: the country as PrintableString, e-mail and domain components as
/// IA5String, everything else as UTF8String, as the Government Cipher Committee writes them.
pub(crate) fn name(attributes: &[(Oid<'_>, &str)]) -> Vec<u8> {
    let sets = attributes.iter().map(|(attribute, text)| {
        let tag = match *attribute {
            oid::COUNTRY | oid::SERIAL_NUMBER => Tag::PRINTABLE_STRING,
            oid::EMAIL_ADDRESS | oid::DOMAIN_COMPONENT => Tag::IA5_STRING,
            _ => Tag::UTF8_STRING,
        };
        write::set_of(vec![write::sequence(&[write::oid(*attribute), write::tlv(tag, text.as_bytes())])])
    });
    write::sequence(&sets.collect::<Vec<_>>())
}

/// SIGNED{...} of RFC 5912: what is signed, the algorithm, the signature.
fn signed(tbs: &[u8], key: &PrivateKey, algorithm: SignatureAlgorithm) -> Result<Vec<u8>> {
    let signature = write::bit_string(&key.danger_sign_weak(algorithm, tbs)?);
    Ok(write::sequence(&[tbs, algorithm.to_der().as_slice(), signature.as_slice()]))
}
