//! Extensions to issue (RFC 5280 4.2); each function returns one whole Extension.

#[cfg_attr(not(test), allow(dead_code, reason = "tests make lists of every kind"))]
mod revocation;

#[cfg_attr(not(test), allow(unused_imports, reason = "tests make lists of every kind"))]
pub(crate) use revocation::{
    IssuingPoint, Point, PointName, certificate_issuer, crl_distribution_points, crl_reason,
    delta_crl_indicator, expired_certificates_on_crl, freshest_crl, generalized_time, invalidity_date,
    issuing_distribution_point,
};

use crate::asn1::{Oid, Reader, Tag, oid, write};
use crate::crypto::{DigestAlgorithm, digest};
use crate::error::Result;
use crate::pki::{Certificate, KeyUsage};

/// What only those who issue certificates have to name.
impl KeyUsage {
    pub(crate) const KEY_ENCIPHERMENT: Self = Self(1 << 2);
    pub(crate) const DATA_ENCIPHERMENT: Self = Self(1 << 3);

    /// Both together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Any extension; `value` is the DER that goes into the OCTET STRING.
pub(crate) fn extension(oid: Oid<'_>, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { write::boolean(true) } else { Vec::new() };
    write::sequence(&[write::oid(oid), critical, write::octet_string(value)])
}

pub(crate) fn basic_constraints(critical: bool, ca: bool, path_length: Option<u64>) -> Vec<u8> {
    let ca = if ca { write::boolean(true) } else { Vec::new() };
    let path_length = path_length.map(write::integer).unwrap_or_default();
    extension(oid::BASIC_CONSTRAINTS, critical, &write::sequence(&[ca, path_length]))
}

pub(crate) fn key_usage(critical: bool, usage: KeyUsage) -> Vec<u8> {
    // A named bit list: bit 0 is the highest, zero bits at the end are left away (X.690 11.2.2).
    let mut octets: Vec<u8> = usage.0.to_le_bytes().map(u8::reverse_bits).to_vec();
    while octets.last() == Some(&0) {
        octets.pop();
    }
    let unused = octets.last().map_or(0, |last| last.trailing_zeros());
    octets.insert(0, u8::try_from(unused).unwrap_or(0));
    extension(oid::KEY_USAGE, critical, &write::tlv(Tag::BIT_STRING, &octets))
}

pub(crate) fn extended_key_usage(critical: bool, purposes: &[Oid<'_>]) -> Vec<u8> {
    let purposes: Vec<_> = purposes.iter().map(|purpose| write::oid(*purpose)).collect();
    extension(oid::EXTENDED_KEY_USAGE, critical, &write::sequence(&purposes))
}

pub(crate) fn subject_key_identifier(spki: &[u8]) -> Result<Vec<u8>> {
    Ok(extension(oid::SUBJECT_KEY_IDENTIFIER, false, &write::octet_string(&key_identifier(spki)?)))
}

/// The issuer's key identifier.
pub(crate) fn authority_key_identifier(issuer_spki: &[u8]) -> Result<Vec<u8>> {
    let id = write::tlv(Tag::context_primitive(0), &key_identifier(issuer_spki)?);
    Ok(extension(oid::AUTHORITY_KEY_IDENTIFIER, false, &write::sequence(&[id])))
}

/// The issuer's key identifier together with its own issuer and serial number, as generation 1 has it.
pub(crate) fn authority_key_identifier_with_serial(issuer: &Certificate) -> Result<Vec<u8>> {
    let value = write::sequence(&[
        write::tlv(Tag::context_primitive(0), &key_identifier(issuer.spki())?),
        write::tlv(Tag::context(1), &write::tlv(Tag::context(4), issuer.issuer().der())),
        write::tlv(Tag::context_primitive(2), issuer.serial()),
    ]);
    Ok(extension(oid::AUTHORITY_KEY_IDENTIFIER, false, &value))
}

pub(crate) fn email(address: &str) -> Vec<u8> {
    let name = write::tlv(Tag::context_primitive(1), address.as_bytes());
    extension(oid::SUBJECT_ALT_NAME, false, &write::sequence(&[name]))
}

/// One policy with the address of its practice statement.
pub(crate) fn policy(policy: Oid<'_>, practice_statement: &str) -> Vec<u8> {
    let uri = write::tlv(Tag::IA5_STRING, practice_statement.as_bytes());
    let qualifier = write::sequence(&[write::oid(oid::QT_CPS), uri]);
    let information = write::sequence(&[write::oid(policy), write::sequence(&[qualifier])]);
    extension(oid::CERTIFICATE_POLICIES, false, &write::sequence(&[information]))
}

pub(crate) fn crl_distribution_point(url: &str) -> Vec<u8> {
    let full_name = write::tlv(Tag::context(0), &uri(url));
    let point = write::sequence(&[write::tlv(Tag::context(0), &full_name)]);
    extension(oid::CRL_DISTRIBUTION_POINTS, false, &write::sequence(&[point]))
}

/// Addresses of the issuer's certificate and of the OCSP responder.
pub(crate) fn authority_information(issuer_certificate: Option<&str>, ocsp: &str) -> Vec<u8> {
    let access = |method, url| write::sequence(&[write::oid(method), uri(url)]);
    let issuer = issuer_certificate.map(|url| access(oid::AD_CA_ISSUERS, url)).unwrap_or_default();
    let value = write::sequence(&[issuer, access(oid::AD_OCSP, ocsp)]);
    extension(oid::AUTHORITY_INFO_ACCESS, false, &value)
}

/// id-pkix-ocsp-nocheck (RFC 6960 4.2.2.2.1).
pub(crate) fn ocsp_no_check() -> Vec<u8> {
    extension(oid::OCSP_NO_CHECK, false, &write::null())
}

/// SHA-1 of the octets of the public key (RFC 5280 4.2.1.2, the first method): a name, not a protection.
pub(crate) fn key_identifier(spki: &[u8]) -> Result<Vec<u8>> {
    let mut fields = Reader::new(spki).sequence("public key")?;
    fields.expect(Tag::SEQUENCE, "public key")?;
    let key = fields.expect(Tag::BIT_STRING, "public key")?;
    Ok(digest(DigestAlgorithm::Sha1, key.bit_octets("public key")?).as_ref().to_vec())
}

fn uri(url: &str) -> Vec<u8> {
    write::tlv(Tag::context_primitive(6), url.as_bytes())
}
