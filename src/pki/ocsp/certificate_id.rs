//! CertID (RFC 6960 4.1.1): which certificate is meant.

use crate::asn1::{Reader, Tag, write};
use crate::crypto::{Digest, DigestAlgorithm, digest};
use crate::error::Result;
use crate::pki::Certificate;
use crate::pki::crl::minimal;

/// A certificate by its serial number and digests of its issuer's name and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CertificateId<'a> {
    /// `None` for an algorithm that is not known here.
    pub(crate) algorithm: Option<DigestAlgorithm>,
    pub(crate) name_hash: &'a [u8],
    pub(crate) key_hash: &'a [u8],
    /// The contents octets.
    pub(crate) serial: &'a [u8],
    /// The whole CertID, to be repeated in an answer.
    pub(crate) der: &'a [u8],
}

/// How a CertID and a certificate agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Agreement {
    Same,
    /// Another serial number: not about this certificate at all.
    OtherSerial,
    /// The same serial number below a name or key that is not the issuer's.
    OtherIssuer,
    AlgorithmUnknown,
}

impl<'a> CertificateId<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self> {
        let whole = reader.expect(Tag::SEQUENCE, "CertID")?;
        let mut fields = whole.reader();
        let algorithm = fields.sequence("digest of a CertID")?.oid("digest of a CertID")?;
        let name_hash = fields.expect(Tag::OCTET_STRING, "issuerNameHash")?.content;
        let key_hash = fields.expect(Tag::OCTET_STRING, "issuerKeyHash")?.content;
        let serial = fields.expect(Tag::INTEGER, "serial number of a CertID")?.content;
        fields.finish("CertID")?;
        let algorithm = DigestAlgorithm::from_oid(algorithm);
        Ok(Self { algorithm, name_hash, key_hash, serial, der: whole.raw })
    }

    /// Whether the certificate of this issuer is meant.
    pub(crate) fn agrees(&self, certificate: &Certificate, issuer: &Certificate) -> Agreement {
        if minimal(self.serial) != minimal(certificate.serial()) {
            return Agreement::OtherSerial;
        }
        let Some(algorithm) = self.algorithm else { return Agreement::AlgorithmUnknown };
        // The standard means the name as the certificate spells it; responders also take that of the CA itself.
        let mut names = [certificate.issuer(), issuer.subject()].into_iter();
        let name = names.any(|name| digest(algorithm, name.der()).as_ref() == self.name_hash);
        let key = key_hash(algorithm, issuer.spki()).is_some_and(|hash| hash.as_ref() == self.key_hash);
        if name && key { Agreement::Same } else { Agreement::OtherIssuer }
    }
}

/// A CertID in DER.
pub(crate) fn certificate_id(
    certificate: &Certificate,
    issuer: &Certificate,
    algorithm: DigestAlgorithm,
) -> Vec<u8> {
    let key = key_hash(algorithm, issuer.spki());
    write::sequence(&[
        write::algorithm(algorithm.oid(), &write::null()),
        write::octet_string(digest(algorithm, certificate.issuer().der()).as_ref()),
        write::octet_string(key.as_ref().map(AsRef::as_ref).unwrap_or_default()),
        write::tlv(Tag::INTEGER, certificate.serial()),
    ])
}

/// The digest of the octets of a public key, without tag, length and unused bits; `None` if there are none.
pub(crate) fn key_hash(algorithm: DigestAlgorithm, spki: &[u8]) -> Option<Digest> {
    let mut fields = Reader::new(spki).sequence("public key").ok()?;
    fields.expect(Tag::SEQUENCE, "public key").ok()?;
    let key = fields.expect(Tag::BIT_STRING, "public key").ok()?;
    Some(digest(algorithm, key.content.get(1..)?))
}
