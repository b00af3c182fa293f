//! Issuing certificate revocation lists (RFC 5280 section 5), sensible or not.

use super::extension::{self as ext, extension};
use super::signed;
use crate::asn1::{Tag, oid, write};
use crate::crypto::{PrivateKey, SignatureAlgorithm};
use crate::error::Result;
pub(crate) use crate::pki::crl::CrlReason;
use crate::time::Time;

/// What a CRL of version 2 is to say.
pub(crate) struct CrlSpec<'a> {
    /// A Name in DER.
    pub(crate) issuer: &'a [u8],
    pub(crate) this_update: Time,
    pub(crate) next_update: Option<Time>,
    pub(crate) number: u64,
    pub(crate) revoked: &'a [Revoked<'a>],
    /// Whole extensions besides the key identifier and the number, such as [`ext::delta_crl_indicator`] and
    /// [`ext::issuing_distribution_point`].
    pub(crate) extensions: &'a [Vec<u8>],
}

/// One entry.
pub(crate) struct Revoked<'a> {
    /// The contents octets of the serial number, as in the certificate.
    pub(crate) serial: &'a [u8],
    pub(crate) at: Time,
    pub(crate) reason: Option<CrlReason>,
    /// Whole extensions besides the reason, such as [`ext::certificate_issuer`] and [`ext::invalidity_date`].
    pub(crate) extensions: &'a [Vec<u8>],
}

/// A CRL that says this, signed by the issuer's key.
pub(crate) fn crl(spec: &CrlSpec<'_>, key: &PrivateKey, algorithm: SignatureAlgorithm) -> Result<Vec<u8>> {
    let mut fields =
        vec![write::integer(1), algorithm.to_der(), spec.issuer.to_vec(), write::time(spec.this_update)];
    fields.extend(spec.next_update.map(write::time));
    if !spec.revoked.is_empty() {
        // revokedCertificates is absent when there are none (5.1.2.6).
        fields.push(write::sequence(&spec.revoked.iter().map(entry).collect::<Vec<_>>()));
    }
    let number = extension(oid::CRL_NUMBER, false, &write::integer(spec.number));
    let mut extensions = vec![ext::authority_key_identifier(key.spki())?, number];
    extensions.extend_from_slice(spec.extensions);
    fields.push(write::tlv(Tag::context(0), &write::sequence(&extensions)));
    signed(&write::sequence(&fields), key, algorithm)
}

fn entry(revoked: &Revoked<'_>) -> Vec<u8> {
    let mut extensions: Vec<Vec<u8>> = revoked.reason.map(ext::crl_reason).into_iter().collect();
    extensions.extend_from_slice(revoked.extensions);
    let extensions = if extensions.is_empty() { Vec::new() } else { write::sequence(&extensions) };
    write::sequence(&[write::tlv(Tag::INTEGER, revoked.serial), write::time(revoked.at), extensions])
}
