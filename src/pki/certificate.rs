//! Certificates (RFC 5280 section 4) as they exist: the bytes are kept, odd but real ones are read, and what is
//! wrong with them is left to the path to judge.

mod extensions;
mod name_constraints;
mod policies;
mod set;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub(crate) use extensions::{BasicConstraints, Extension, KeyUsage};
pub(crate) use name_constraints::{Base, NameConstraints, Subtree, domain, is_local_part};
pub(crate) use policies::Policies;
pub(crate) use set::CertificateSet;

use super::name::Name;
use crate::asn1::{Element, Reader, Tag};
use crate::crypto::{
    DigestAlgorithm, KeyKind, PublicKey, SignatureAlgorithm, Verification, digest, signature_algorithm,
};
use crate::error::{Error, ErrorKind, Result};
use crate::time::Time;

/// An X.509 certificate (RFC 5280 section 4), owned and cheap to clone. `==` compares the bytes.
///
/// Reading one says nothing about trust: neither its signature nor its validity has been looked at.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    /// Tells certificates apart, if not those that somebody made alike.
    number: u64,
    parts: Parts,
    subject: Name,
    issuer: Name,
    not_before: Time,
    not_after: Time,
    extensions: extensions::Extensions,
    public_key: OnceLock<Result<PublicKey>>,
}

/// How the key identifiers of something signed and of a possible signer relate, the most promising first. They decide
/// who is tried first and never who is not: certificates with wrong ones exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KeyIdentifiers {
    Agree,
    Missing,
    Differ,
}

/// Where the parts stand in the DER.
struct Parts {
    /// The INTEGER of the version; `None` where it is left away, which makes it version 1.
    version: Option<Range<usize>>,
    tbs: Range<usize>,
    /// The AlgorithmIdentifier behind the part that is signed, and the one inside it.
    signature_algorithm: Range<usize>,
    tbs_signature_algorithm: Range<usize>,
    signature: Range<usize>,
    /// Whether the signature consists of whole octets, as that of every algorithm does.
    signature_whole: bool,
    serial: Range<usize>,
    spki: Range<usize>,
}

impl Certificate {
    /// Reads one certificate in DER.
    ///
    /// Certificates that break RFC 5280 in ways met in practice are read: serial numbers that are long, zero or
    /// negative, times without seconds or with an offset, BOOLEANs of value 1, names of any string type,
    /// extensions that cannot be understood. Faults that matter are reported when a path is built.
    ///
    /// # Errors
    /// [`ErrorKind::MalformedCertificate`] with the part that cannot be read, and where.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        read(der).map_err(|error| {
            let offset = error.offset().unwrap_or(0);
            Error::new(ErrorKind::MalformedCertificate, error.detail().to_owned()).at(offset)
        })
    }

    /// The certificate as it was read.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Whose certificate it is.
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// Who issued it.
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// The serial number as it is encoded, in upper-case hexadecimal without leading zero octets.
    pub fn serial_hex(&self) -> String {
        let serial = self.serial();
        let zeros = serial.iter().take_while(|octet| **octet == 0).count();
        let digits = serial.get(zeros..).unwrap_or_default();
        if digits.is_empty() { "00".to_owned() } else { hex(digits, true) }
    }

    /// The first moment at which it is in force.
    pub fn not_before(&self) -> Time {
        self.0.not_before
    }

    /// The last moment at which it is in force.
    pub fn not_after(&self) -> Time {
        self.0.not_after
    }

    /// SHA-256 of the whole certificate in lower-case hexadecimal: how pinned certificates are recognised.
    pub fn fingerprint_sha256(&self) -> String {
        hex(digest(DigestAlgorithm::Sha256, self.der()).as_ref(), false)
    }

    /// Kind and size of its public key; `None` if the key is of an unknown kind or malformed.
    pub fn key_kind(&self) -> Option<KeyKind> {
        self.public_key().ok().map(PublicKey::kind)
    }

    /// The e-mail address: the first rfc822Name of the subjectAltName, else the emailAddress of the subject.
    pub fn email(&self) -> Option<&str> {
        let named = self.0.extensions.emails.first().map(String::as_str);
        named.or_else(|| self.subject().email())
    }

    /// Where the CRL can be had (RFC 5280 4.2.1.13), in the order of the certificate. The addresses come from
    /// whoever made the certificate.
    pub fn crl_urls(&self) -> &[String] {
        &self.0.extensions.crl_urls
    }

    /// Where OCSP answers can be had (RFC 5280 4.2.2.1).
    pub fn ocsp_urls(&self) -> &[String] {
        &self.0.extensions.ocsp_urls
    }

    /// Where the issuer's certificate can be had (RFC 5280 4.2.2.1).
    pub fn ca_issuer_urls(&self) -> &[String] {
        &self.0.extensions.ca_issuer_urls
    }

    /// Whether subject and issuer are the same name (RFC 5280 3.2). Does not check who signed it.
    pub fn is_self_issued(&self) -> bool {
        self.subject().matches(self.issuer())
    }

    /// A number that differs for nearly all certificates: to find them among thousands.
    pub(in crate::pki) fn number(&self) -> u64 {
        self.0.number
    }

    /// The version that it claims, 1 to 3; `None` if it claims something else.
    pub(crate) fn version(&self) -> Option<u8> {
        let Some(version) = &self.0.parts.version else { return Some(1) };
        match self.part(version) {
            [0x02, 1, version @ 0..=2] => version.checked_add(1),
            _ => None,
        }
    }

    /// The contents octets of the serial number.
    pub(crate) fn serial(&self) -> &[u8] {
        self.part(&self.0.parts.serial)
    }

    /// The part that is signed.
    pub(crate) fn tbs(&self) -> &[u8] {
        self.part(&self.0.parts.tbs)
    }

    /// The octets of the signature value.
    pub(crate) fn signature(&self) -> &[u8] {
        self.part(&self.0.parts.signature)
    }

    pub(crate) fn signature_algorithm(&self) -> Result<SignatureAlgorithm> {
        let element = Element::from_der(self.part(&self.0.parts.signature_algorithm), "signature algorithm")?;
        signature_algorithm(&element, None)
    }

    /// Whether the algorithm named beside the signature is the one that was signed (RFC 5280 4.1.1.2).
    pub(crate) fn signature_algorithms_agree(&self) -> bool {
        self.part(&self.0.parts.signature_algorithm) == self.part(&self.0.parts.tbs_signature_algorithm)
    }

    /// The SubjectPublicKeyInfo in DER.
    pub(crate) fn spki(&self) -> &[u8] {
        self.part(&self.0.parts.spki)
    }

    /// The public key, read once.
    pub(crate) fn public_key(&self) -> Result<&PublicKey> {
        let key = self.0.public_key.get_or_init(|| PublicKey::from_spki(self.spki()));
        key.as_ref().map_err(Error::clone)
    }

    /// Whether `issuer`'s key made this certificate's signature. Checks nothing else.
    pub(crate) fn verify_signature(&self, issuer: &Self) -> Result<Verification> {
        let algorithm = self.signature_algorithm()?;
        if !self.0.parts.signature_whole {
            return Ok(Verification::Bad);
        }
        Ok(issuer.public_key()?.verify(algorithm, self.tbs(), self.signature()))
    }

    pub(crate) fn key_usage(&self) -> Option<KeyUsage> {
        self.0.extensions.key_usage
    }

    /// Contents octets of the key purposes; empty if the extension is absent.
    pub(crate) fn extended_key_usage(&self) -> &[Vec<u8>] {
        &self.0.extensions.extended_key_usage
    }

    pub(crate) fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.0.extensions.basic_constraints
    }

    pub(crate) fn subject_key_id(&self) -> Option<&[u8]> {
        self.0.extensions.subject_key_id.as_deref()
    }

    pub(crate) fn authority_key_id(&self) -> Option<&[u8]> {
        self.0.extensions.authority_key_id.as_deref()
    }

    pub(crate) fn policies(&self) -> &Policies {
        &self.0.extensions.policies
    }

    pub(crate) fn name_constraints(&self) -> Option<&NameConstraints> {
        self.0.extensions.name_constraints.as_deref()
    }

    /// Whether it has the key that something is said to be signed with (RFC 5280 4.2.1.1 and 4.2.1.2).
    pub(crate) fn answers_to_key_id(&self, wanted: Option<&[u8]>) -> KeyIdentifiers {
        match (wanted, self.subject_key_id()) {
            (Some(wanted), Some(found)) if wanted == found => KeyIdentifiers::Agree,
            (Some(_), Some(_)) => KeyIdentifiers::Differ,
            _ => KeyIdentifiers::Missing,
        }
    }

    /// All extensions as they stand, in their order.
    pub(crate) fn extensions(&self) -> impl Iterator<Item = Extension<'_>> {
        self.0.extensions.list(self.der())
    }

    /// The first extension of this type.
    #[cfg(test)]
    pub(crate) fn extension(&self, oid: crate::asn1::Oid<'_>) -> Option<Extension<'_>> {
        self.extensions().find(|extension| extension.oid == oid)
    }

    /// Parts of extensions that decide about the path and cannot be read.
    pub(crate) fn malformed_extensions(&self) -> &[&'static str] {
        &self.0.extensions.malformed
    }

    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject(), self.serial_hex())
    }
}

fn read(der: &[u8]) -> Result<Certificate> {
    let mut file = Reader::new(der);
    let mut certificate = file.sequence("certificate")?;
    file.finish("bytes behind the certificate")?;
    let tbs = certificate.expect(Tag::SEQUENCE, "part of the certificate that is signed")?;
    let signature_algorithm = certificate.expect(Tag::SEQUENCE, "signature algorithm")?;
    let signature = certificate.expect(Tag::BIT_STRING, "signature")?;
    certificate.finish("bytes behind the signature")?;
    let (unused_bits, octets) =
        signature.content.split_first().ok_or_else(|| signature.error("signature"))?;

    let mut fields = tbs.reader();
    // What is there is read, whatever version is claimed.
    let version = fields.optional(Tag::context(0))?;
    let serial = fields.expect(Tag::INTEGER, "serial number")?;
    let tbs_signature_algorithm = fields.expect(Tag::SEQUENCE, "signature algorithm")?;
    let issuer = Name::read(&fields.element()?)?;
    let mut validity = fields.sequence("validity")?;
    let not_before = validity.element()?.time("start of validity")?;
    let not_after = validity.element()?.time("end of validity")?;
    validity.finish("validity")?;
    let subject = Name::read(&fields.element()?)?;
    let spki = fields.expect(Tag::SEQUENCE, "public key")?;
    for unique_identifier in [1, 2] {
        if fields.peek() == Some(Tag::context_primitive(unique_identifier)) {
            fields.element()?;
        }
    }
    let extensions = match fields.optional(Tag::context(3))? {
        Some(wrapped) => extensions::Extensions::read(&wrapped)?,
        None => extensions::Extensions::default(),
    };
    fields.finish("bytes behind the extensions")?;
    Ok(Certificate(Arc::new(Inner {
        der: der.to_vec(),
        // The end of the signature, which differs whatever else does.
        number: u64::from_be_bytes(octets.last_chunk().copied().unwrap_or_default()),
        parts: Parts {
            version: version
                .map(|version| end(&version).saturating_sub(version.content.len())..end(&version)),
            tbs: range(&tbs),
            signature_algorithm: range(&signature_algorithm),
            tbs_signature_algorithm: range(&tbs_signature_algorithm),
            signature_whole: *unused_bits == 0,
            signature: end(&signature).saturating_sub(octets.len())..end(&signature),
            serial: end(&serial).saturating_sub(serial.content.len())..end(&serial),
            spki: range(&spki),
        },
        subject,
        issuer,
        not_before,
        not_after,
        extensions,
        public_key: OnceLock::new(),
    })))
}

/// Where an element stands in what the outermost reader reads.
fn range(element: &Element<'_>) -> Range<usize> {
    element.offset..end(element)
}

fn end(element: &Element<'_>) -> usize {
    element.offset.saturating_add(element.raw.len())
}

fn hex(octets: &[u8], upper: bool) -> String {
    use fmt::Write as _;
    let mut out = String::with_capacity(octets.len().saturating_mul(2));
    for octet in octets {
        // Writing to a String cannot fail.
        let _ = if upper { write!(out, "{octet:02X}") } else { write!(out, "{octet:02x}") };
    }
    out
}

#[cfg(test)]
mod tests;
