//! The signing-certificate attributes (RFC 2634 5.4, RFC 5035): they bind the signature to one certificate, which the
//! SignerIdentifier does not, because it is not signed (attack C4).

use super::algorithm;
use super::fault::{AttributeName, CmsFault};
use crate::asn1::{Element, Reader, Tag, write};
use crate::crypto::{self, DigestAlgorithm};
use crate::error::Result;
use crate::pki::{Certificate, Name};

/// What the signing-certificate attributes say about the signer's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binding {
    /// No such attribute. PAdES demands one, `adbe.pkcs7.detached` does not.
    Missing,
    /// signing-certificate (SHA-1) alone is there and names the certificate.
    MatchesV1,
    /// signing-certificate-v2 names the certificate; signing-certificate does so too, if it is there.
    MatchesV2,
    /// One of them names another certificate, cannot be read, or there is no certificate to compare with.
    Mismatch,
}

/// The values of the signing-certificate attributes of one signer.
#[derive(Debug, Default)]
pub(super) struct Bindings<'a> {
    /// Whether there is such an attribute at all, readable or not.
    pub(super) present: bool,
    /// SigningCertificate (RFC 2634 5.4).
    pub(super) v1: Option<&'a [u8]>,
    /// SigningCertificateV2 (RFC 5035 section 3).
    pub(super) v2: Option<&'a [u8]>,
}

impl Bindings<'_> {
    /// Compares with the signer's certificate. Both attributes must name it, if both are there.
    pub(super) fn compare(&self, certificate: &Certificate) -> (Binding, Vec<CmsFault>) {
        let v1 = self.v1.map(|value| compare_v1(value, certificate));
        let v2 = self.v2.map(|value| compare_v2(value, certificate));
        let binding = match (&v1, &v2) {
            (None, None) if !self.present => Binding::Missing,
            (None | Some(Ok(None)), Some(Ok(None))) => Binding::MatchesV2,
            (Some(Ok(None)), None) => Binding::MatchesV1,
            _ => Binding::Mismatch,
        };
        let fault = |compared: Option<Result<Option<CmsFault>>>, name| match compared? {
            Ok(fault) => fault,
            Err(_) => Some(CmsFault::AttributeMalformed(name)),
        };
        let v1 = fault(v1, AttributeName::SigningCertificate);
        (binding, v1.into_iter().chain(fault(v2, AttributeName::SigningCertificateV2)).collect())
    }
}

/// What is wrong with a signing-certificate (RFC 2634 5.4) for this certificate.
fn compare_v1(value: &[u8], certificate: &Certificate) -> Result<Option<CmsFault>> {
    compare(Some(DigestAlgorithm::Sha1), &mut first(value)?, certificate)
}

/// What is wrong with a signing-certificate-v2 (RFC 5035 section 3) for this certificate.
fn compare_v2(value: &[u8], certificate: &Certificate) -> Result<Option<CmsFault>> {
    let mut first = first(value)?;
    let algorithm = match first.optional(Tag::SEQUENCE)? {
        None => Some(DigestAlgorithm::Sha256),
        Some(identifier) => algorithm::digest(identifier.raw),
    };
    compare(algorithm, &mut first, certificate)
}

/// The value of signing-certificate-v2 for a certificate: one ESSCertIDv2 with SHA-256, which DER leaves unsaid, and
/// issuerSerial.
pub(super) fn v2(certificate: &Certificate) -> Vec<u8> {
    let hash = crypto::digest(DigestAlgorithm::Sha256, certificate.der());
    let directory_name = write::tlv(Tag::context(4), certificate.issuer().der());
    let general_names = write::sequence(&[directory_name]);
    let issuer_serial = write::sequence(&[general_names, write::tlv(Tag::INTEGER, certificate.serial())]);
    let identifier = write::sequence(&[write::octet_string(hash.as_ref()), issuer_serial]);
    write::sequence(&[write::sequence(&[identifier])])
}

/// The first of the certificates named: that of the signer (RFC 5035 section 3). Others and policies may follow.
fn first(value: &[u8]) -> Result<Reader<'_>> {
    let element = Element::from_der(value, "signing-certificate")?;
    let mut outer = Reader::new(element.raw).sequence("signing-certificate")?;
    let mut certificates = outer.sequence("certs of signing-certificate")?;
    if !outer.is_empty() {
        outer.sequence("policies of signing-certificate")?;
        outer.finish("signing-certificate")?;
    }
    certificates.sequence("ESSCertID")
}

fn compare(
    algorithm: Option<DigestAlgorithm>,
    identifier: &mut Reader<'_>,
    certificate: &Certificate,
) -> Result<Option<CmsFault>> {
    let hash = identifier.expect(Tag::OCTET_STRING, "certHash")?.content;
    let issuer_serial = identifier.optional(Tag::SEQUENCE)?;
    identifier.finish("ESSCertID")?;
    // MD5 lets two certificates share a digest; no tool ever wrote it here.
    let Some(algorithm) = algorithm.filter(|algorithm| *algorithm != DigestAlgorithm::Md5) else {
        return Ok(Some(CmsFault::SigningCertificateUnsupported));
    };
    if crypto::digest(algorithm, certificate.der()).as_ref() != hash {
        return Ok(Some(CmsFault::SigningCertificateMismatch));
    }
    match issuer_serial {
        Some(issuer_serial) if !is_issuer_serial(&issuer_serial, certificate)? => {
            Ok(Some(CmsFault::IssuerSerialMismatch))
        }
        _ => Ok(None),
    }
}

/// IssuerSerial (RFC 5035 section 3): GeneralNames with one directoryName, and the serial number.
fn is_issuer_serial(issuer_serial: &Element<'_>, certificate: &Certificate) -> Result<bool> {
    let mut reader = issuer_serial.reader();
    let mut names = reader.sequence("issuer of IssuerSerial")?;
    let mut name = names.enter(Tag::context(4), "directoryName")?;
    let issuer = name.expect(Tag::SEQUENCE, "directoryName")?;
    name.finish("directoryName")?;
    names.finish("issuer of IssuerSerial")?;
    let serial = reader.expect(Tag::INTEGER, "serialNumber of IssuerSerial")?;
    reader.finish("IssuerSerial")?;
    Ok(is_named(&issuer, serial.content, certificate))
}

/// Whether this issuer and serial number are those of the certificate.
pub(super) fn is_named(issuer: &Element<'_>, serial: &[u8], certificate: &Certificate) -> bool {
    let same_issuer = || Name::read(issuer).is_ok_and(|issuer| issuer.matches(certificate.issuer()));
    shortest(serial) == shortest(certificate.serial())
        && (issuer.raw == certificate.issuer().der() || same_issuer())
}

/// The contents of an INTEGER without superfluous sign octets: some CAs write serial numbers with them, and tools
/// that name the certificate do not copy them.
pub(super) fn shortest(mut octets: &[u8]) -> &[u8] {
    while let [0x00, 0x00..=0x7f, ..] | [0xff, 0x80..=0xff, ..] = octets {
        octets = octets.get(1..).unwrap_or_default();
    }
    octets
}
