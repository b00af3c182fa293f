//! The structure of SignedData (RFC 5652 section 5), from DER or BER.

use super::algorithm;
use super::attribute::Attributes;
use super::fault::AttributeName;
use super::signature;
use crate::asn1::{Element, Oid, Reader, Tag, ber, oid};
use crate::crypto::{self, DigestAlgorithm, SignatureAlgorithm};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};
use crate::pki::Certificate;
use crate::time::Time;

/// SignedData (RFC 5652 5.1) as it arrived. Nothing in it has been compared or verified.
#[derive(Debug, Clone)]
pub(crate) struct SignedData {
    /// CMSVersion. Not signed, and written wrongly by several tools: a fact only.
    pub(crate) version: u64,
    /// The digest algorithms listed for one-pass readers, each an AlgorithmIdentifier. Not signed.
    pub(crate) digest_algorithms: Vec<Vec<u8>>,
    content_type: Vec<u8>,
    /// The octets of eContent; `None` in a detached signature.
    pub(crate) content: Option<Vec<u8>>,
    /// The certificates that can be read, in the order of the message.
    pub(crate) certificates: Vec<Certificate>,
    /// Members of the set of certificates that cannot be read or are of another kind, byte for byte.
    pub(crate) unreadable_certificates: Vec<Vec<u8>>,
    /// RevocationInfoChoices byte for byte: CRLs, and `[1]` for OCSP answers (RFC 5940).
    pub(crate) crls: Vec<Vec<u8>>,
    pub(crate) signers: Vec<SignerInfo>,
    /// How many bytes of the input the message takes.
    pub(crate) used: usize,
    /// Where the first byte other than zero stands behind the message. Zeros are the padding of every PDF signature.
    pub(crate) trailing: Option<usize>,
}

impl SignedData {
    /// eContentType.
    pub(crate) fn content_type(&self) -> Oid<'_> {
        Oid(&self.content_type)
    }

    /// The certificates of the message that a signer names, which does not bind it to one of them.
    pub(crate) fn certificates_named_by(&self, signer: &SignerInfo) -> Vec<&Certificate> {
        signature::candidates(self, &signer.sid, &[])
    }

    /// A version number, of the message or of one of its signers, that is not the one which RFC 5652 5.1 and 5.3
    /// prescribe for what it holds.
    pub(crate) fn unusual_version(&self) -> Option<u64> {
        let of_signers = self.signers.iter().map(|signer| match signer.sid {
            SignerIdentifier::IssuerAndSerialNumber { .. } => (signer.version, 1),
            SignerIdentifier::SubjectKeyIdentifier(_) => (signer.version, 3),
        });
        let of_message = std::iter::once((self.version, self.prescribed_version()));
        of_message.chain(of_signers).find(|(version, prescribed)| version != prescribed).map(|(v, _)| v)
    }

    fn prescribed_version(&self) -> u64 {
        let holds = |list: &[Vec<u8>], tag: Tag| {
            list.iter().any(|raw| Element::from_der(raw, "choice").is_ok_and(|choice| choice.tag == tag))
        };
        let choices = &self.unreadable_certificates;
        let by_key = |s: &SignerInfo| matches!(s.sid, SignerIdentifier::SubjectKeyIdentifier(_));
        if holds(choices, Tag::context(3)) || holds(&self.crls, Tag::context(1)) {
            5
        } else if holds(choices, Tag::context(2)) {
            4
        } else if holds(choices, Tag::context(1))
            || self.signers.iter().any(by_key)
            || self.content_type() != oid::DATA
        {
            3
        } else {
            1
        }
    }

    /// Whether the list at the head of the message has the digest algorithm of this signer, as RFC 5652 5.1 wants it
    /// for readers that hash while they read. Nothing else rests on the list.
    pub(crate) fn lists_digest_of(&self, signer: &SignerInfo) -> bool {
        let digest = signer.digest_algorithm();
        self.digest_algorithms.iter().any(|listed| algorithm::digest(listed) == digest)
    }
}

/// SignerInfo (RFC 5652 5.3) as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct SignerInfo {
    /// CMSVersion; a fact only, like that of [`SignedData`].
    pub(crate) version: u64,
    pub(crate) sid: SignerIdentifier,
    /// AlgorithmIdentifier of the digest, as sent.
    pub(crate) digest_algorithm: Vec<u8>,
    pub(crate) signed_attributes: Option<Attributes>,
    /// AlgorithmIdentifier of the signature, as sent.
    pub(crate) signature_algorithm: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) unsigned_attributes: Option<Attributes>,
}

impl SignerInfo {
    /// The digest by which the content is to be hashed, if it is known.
    pub(crate) fn digest_algorithm(&self) -> Option<DigestAlgorithm> {
        algorithm::digest(&self.digest_algorithm)
    }

    /// The signature algorithm, if it is known.
    pub(crate) fn signature_algorithm(&self) -> Option<SignatureAlgorithm> {
        let identifier = Element::from_der(&self.signature_algorithm, "signatureAlgorithm").ok()?;
        crypto::signature_algorithm(&identifier, self.digest_algorithm()).ok()
    }

    /// The time in the signing-time attribute, if there is one that can be read. The signer claims it.
    pub(crate) fn signing_time(&self) -> Option<Time> {
        let value = self.signed_attributes.as_ref()?.single(AttributeName::SigningTime).ok()??;
        Element::from_der(value, "signing-time").and_then(|element| element.time("signing-time")).ok()
    }

    /// The timestamp tokens over the signature value (RFC 3161 appendix A), each raw, in the order in which they
    /// stand.
    pub(crate) fn signature_timestamps(&self) -> Vec<&[u8]> {
        values(self.unsigned_attributes.as_ref(), oid::SIGNATURE_TIME_STAMP)
    }

    /// The timestamp tokens over the content that the signer signed along (content-time-stamp, EN 319 122-1 5.2.8),
    /// each raw: the content existed before the signature.
    pub(crate) fn content_timestamps(&self) -> Vec<&[u8]> {
        values(self.signed_attributes.as_ref(), oid::CONTENT_TIME_STAMP)
    }
}

/// All values of the attributes of this type.
fn values<'a>(attributes: Option<&'a Attributes>, name: Oid<'_>) -> Vec<&'a [u8]> {
    let named = attributes.into_iter().flat_map(Attributes::list).filter(|attribute| attribute.oid() == name);
    named.flat_map(|attribute| attribute.values.iter().map(Vec::as_slice)).collect()
}

/// How the signer's certificate is named (RFC 5652 5.3). Not signed: the signing-certificate attribute binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignerIdentifier {
    IssuerAndSerialNumber {
        /// Name, a whole element.
        issuer: Vec<u8>,
        /// The contents octets of the serial number.
        serial: Vec<u8>,
    },
    SubjectKeyIdentifier(Vec<u8>),
}

/// Reads the ContentInfo with SignedData at the start of `bytes`, in DER or BER. What stands behind it is reported,
/// not refused: a PDF pads with zeros.
///
/// # Errors
/// [`ErrorKind::MalformedCms`] when the structure cannot be followed, [`ErrorKind::LimitExceeded`]. An odd
/// certificate or attribute inside is not an error.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<SignedData> {
    if bytes.len() > limits.cms_bytes {
        return Err(Error::new(ErrorKind::LimitExceeded, "size of a cryptographic message"));
    }
    // First as it stands: in a DER message every byte of every certificate stays what it was, even if that
    // certificate breaks DER inside. Only a message that is itself BER is rewritten.
    let message = match content_info(bytes, limits) {
        Err(error) if error.kind() == ErrorKind::MalformedAsn1 => {
            let (der, used) = ber::to_der(bytes, limits.depth).map_err(malformed)?;
            let (message, _) = content_info(&der, limits).map_err(malformed)?;
            (message, used)
        }
        other => other?,
    };
    let (mut message, used) = message;
    message.used = used;
    let behind = bytes.get(used..).unwrap_or_default();
    message.trailing = behind.iter().position(|byte| *byte != 0).map(|at| used.saturating_add(at));
    Ok(message)
}

/// ContentInfo (RFC 5652 section 3) at the start of `bytes`, and how long it is.
fn content_info(bytes: &[u8], limits: &Limits) -> Result<(SignedData, usize)> {
    let outer = Reader::new(bytes).expect(Tag::SEQUENCE, "ContentInfo")?;
    let mut info = outer.reader();
    let content_type = info.oid("contentType")?;
    if content_type != oid::SIGNED_DATA {
        let what = "a message of another type than SignedData";
        return Err(Error::new(ErrorKind::MalformedCms, what).at(outer.offset));
    }
    let mut content = info.enter(Tag::context(0), "content")?;
    info.finish("ContentInfo")?;
    let message = signed_data(&mut content.sequence("SignedData")?, limits)?;
    content.finish("content")?;
    Ok((message, outer.raw.len()))
}

fn signed_data(reader: &mut Reader<'_>, limits: &Limits) -> Result<SignedData> {
    let version = reader.expect(Tag::INTEGER, "version")?.u64("version")?;
    let mut algorithms = Budget::new(ALGORITHMS, "digest algorithms of a message");
    let digest_algorithms = elements(reader.enter(Tag::SET, "digestAlgorithms")?, &mut algorithms)?;
    let mut encapsulated = reader.sequence("encapContentInfo")?;
    let content_type = encapsulated.oid("eContentType")?.0.to_vec();
    let content = match encapsulated.optional(Tag::context(0))? {
        Some(explicit) => {
            let mut inside = explicit.reader();
            let octets = inside.expect(Tag::OCTET_STRING, "eContent")?.content.to_vec();
            inside.finish("eContent")?;
            Some(octets)
        }
        None => None,
    };
    encapsulated.finish("encapContentInfo")?;
    let mut budget = Budget::new(limits.certificates, "certificates and CRLs of a message");
    let mut choices = |field: Option<Element<'_>>| match field {
        Some(field) => elements(field.reader(), &mut budget),
        None => Ok(Vec::new()),
    };
    let mut certificates = Vec::new();
    let mut unreadable_certificates = Vec::new();
    for raw in choices(reader.optional(Tag::context(0))?)? {
        match Certificate::from_der(&raw) {
            Ok(certificate) => certificates.push(certificate),
            Err(_) => unreadable_certificates.push(raw),
        }
    }
    let crls = choices(reader.optional(Tag::context(1))?)?;
    let mut budget = Budget::new(limits.signatures, "signers of a message");
    let mut signer_infos = reader.enter(Tag::SET, "signerInfos")?;
    reader.finish("SignedData")?;
    let mut signers = Vec::new();
    while !signer_infos.is_empty() {
        budget.spend(1)?;
        signers.push(signer_info(&mut signer_infos.sequence("SignerInfo")?, limits)?);
    }
    let (used, trailing) = (0, None);
    Ok(SignedData {
        version,
        digest_algorithms,
        content_type,
        content,
        certificates,
        unreadable_certificates,
        crls,
        signers,
        used,
        trailing,
    })
}

fn signer_info(reader: &mut Reader<'_>, limits: &Limits) -> Result<SignerInfo> {
    let version = reader.expect(Tag::INTEGER, "version of SignerInfo")?.u64("version of SignerInfo")?;
    let sid = match reader.optional(Tag::context_primitive(0))? {
        Some(key) => SignerIdentifier::SubjectKeyIdentifier(key.content.to_vec()),
        None => {
            let mut name = reader.sequence("issuerAndSerialNumber")?;
            let issuer = name.expect(Tag::SEQUENCE, "issuer of the signer")?.raw.to_vec();
            let serial = name.expect(Tag::INTEGER, "serial number of the signer")?.content.to_vec();
            name.finish("issuerAndSerialNumber")?;
            SignerIdentifier::IssuerAndSerialNumber { issuer, serial }
        }
    };
    let digest_algorithm = reader.expect(Tag::SEQUENCE, "digestAlgorithm")?.raw.to_vec();
    let signed_attributes = reader.optional(Tag::context(0))?.map(|field| Attributes::read(&field, limits));
    let signature_algorithm = reader.expect(Tag::SEQUENCE, "signatureAlgorithm")?.raw.to_vec();
    let signature = reader.expect(Tag::OCTET_STRING, "signature value")?.content.to_vec();
    let unsigned_attributes = reader.optional(Tag::context(1))?.map(|field| Attributes::read(&field, limits));
    reader.finish("SignerInfo")?;
    Ok(SignerInfo {
        version,
        sid,
        digest_algorithm,
        signed_attributes,
        signature_algorithm,
        signature,
        unsigned_attributes,
    })
}

/// The elements of a SET, each byte for byte.
fn elements(mut reader: Reader<'_>, budget: &mut Budget) -> Result<Vec<Vec<u8>>> {
    let mut list = Vec::new();
    while !reader.is_empty() {
        budget.spend(1)?;
        list.push(reader.element()?.raw.to_vec());
    }
    Ok(list)
}

/// The same error as one of this format.
fn malformed(error: Error) -> Error {
    if error.kind() != ErrorKind::MalformedAsn1 {
        return error;
    }
    let renamed = Error::new(ErrorKind::MalformedCms, error.detail().to_owned());
    match error.offset() {
        Some(offset) => renamed.at(offset),
        None => renamed,
    }
}

/// Digest algorithms that a message may list. There are not even ten.
const ALGORITHMS: usize = 100;
