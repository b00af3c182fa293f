//! Comparing what one signer promises with what is there (RFC 5652 5.4 to 5.6), over the bytes that arrived.

use super::algorithm;
use super::attribute::Attributes;
use super::fault::{AttributeName, CmsFault};
use super::read::{SignedData, SignerInfo};
use super::signature::{self, AttributeOrder, Signature};
use super::signing_certificate::{Binding, Bindings};
use crate::asn1::{Element, Oid, Tag};
use crate::crypto::{self, Digest, DigestAlgorithm, SignatureAlgorithm, Verification};
use crate::pki::Certificate;
use crate::time::Time;

/// Where the signed content is.
pub(crate) enum Content<'a> {
    /// Outside of the message, which must not carry any (attack C3). The function gives its digest.
    Detached(&'a dyn Fn(DigestAlgorithm) -> Digest),
    /// In the message, which must carry it, as timestamp tokens do.
    Attached,
}

/// What was found out about one signer. Nothing here says whether the certificate is trusted, nor whether an
/// algorithm is strong enough.
#[derive(Debug, Clone)]
pub(crate) struct SignerCheck {
    pub(crate) integrity: Integrity,
    /// Everything that is wrong, that of the message as a whole included. Empty and [`Integrity::Intact`]: sound.
    pub(crate) faults: Vec<CmsFault>,
    /// The certificate that the signer names and, if there is a signing-certificate attribute, preferably the one
    /// that this names.
    pub(crate) signer_certificate: Option<Certificate>,
    pub(crate) signing_certificate: Binding,
    /// digestAlgorithm, if it is known.
    pub(crate) digest_algorithm: Option<DigestAlgorithm>,
    /// signatureAlgorithm, if it is known.
    pub(crate) algorithm: Option<SignatureAlgorithm>,
    /// The digest of the content that was calculated.
    pub(crate) content_digest: Option<Digest>,
    /// The digest of the content that the signer states.
    pub(crate) message_digest: Option<Vec<u8>>,
    /// How the signed attributes were ordered when the signature was made; `None` if it does not hold.
    pub(crate) attribute_order: Option<AttributeOrder>,
    /// The time that the signer claims; nobody vouches for it.
    pub(crate) signing_time: Option<Time>,
}

/// Whether content, attributes and signature value belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Integrity {
    /// They do.
    Intact,
    /// The content is not the one that was signed.
    ContentChanged,
    /// The value was not made by this key over these attributes.
    SignatureInvalid,
    /// Something is missing or unsupported that is needed to tell.
    Undetermined,
}

/// Checks the signer at `index`. `content_type` is the eContentType that this use of CMS demands. The certificate is
/// looked for in the message and then among `offered`.
pub(crate) fn check_signer(
    message: &SignedData,
    index: usize,
    content: &Content<'_>,
    content_type: Oid<'_>,
    offered: &[Certificate],
) -> SignerCheck {
    let mut check = SignerCheck {
        integrity: Integrity::Undetermined,
        faults: message_faults(message, content, content_type),
        signer_certificate: None,
        signing_certificate: Binding::Missing,
        digest_algorithm: None,
        algorithm: None,
        content_digest: None,
        message_digest: None,
        attribute_order: None,
        signing_time: None,
    };
    let Some(signer) = message.signers.get(index) else {
        return check;
    };
    check.algorithms(signer);
    check.content_digest = check.digest_algorithm.and_then(|algorithm| match (content, &message.content) {
        (Content::Detached(digest), _) => Some(digest(algorithm)),
        (Content::Attached, Some(octets)) => Some(crypto::digest(algorithm, octets)),
        (Content::Attached, None) => None,
    });
    match &signer.signed_attributes {
        None => check.faults.push(CmsFault::NoSignedAttributes),
        Some(attributes) if !attributes.is_well_formed() => check.faults.push(CmsFault::AttributesMalformed),
        Some(attributes) => check.attributes(message, signer, attributes),
    }
    let signature = check.signer(message, signer, offered);
    let changed = check.faults.contains(&CmsFault::MessageDigestMismatch);
    let compared = signer.signed_attributes.is_none() || check.message_digest.is_some();
    check.integrity = match signature {
        _ if changed => Integrity::ContentChanged,
        Some(Verification::Bad) => Integrity::SignatureInvalid,
        Some(Verification::Good) if compared && check.content_digest.is_some() => Integrity::Intact,
        _ => Integrity::Undetermined,
    };
    check
}

fn message_faults(message: &SignedData, content: &Content<'_>, content_type: Oid<'_>) -> Vec<CmsFault> {
    let mut faults = Vec::new();
    match message.signers.len() {
        0 => faults.push(CmsFault::NoSigner),
        1 => {}
        count => faults.push(CmsFault::SeveralSigners { count }),
    }
    if let Some(offset) = message.trailing {
        faults.push(CmsFault::TrailingData { offset });
    }
    if message.content_type() != content_type {
        faults.push(CmsFault::WrongContentType);
    }
    match (content, &message.content) {
        (Content::Detached(_), Some(_)) => faults.push(CmsFault::ContentAttached),
        (Content::Attached, None) => faults.push(CmsFault::ContentMissing),
        _ => {}
    }
    faults
}

impl SignerCheck {
    /// digestAlgorithm and signatureAlgorithm, and whether they agree.
    fn algorithms(&mut self, signer: &SignerInfo) {
        self.digest_algorithm = signer.digest_algorithm();
        if self.digest_algorithm.is_none() {
            self.faults.push(CmsFault::DigestAlgorithmUnsupported);
        }
        self.algorithm = signer.signature_algorithm();
        match (self.algorithm, self.digest_algorithm) {
            (None, Some(_)) => self.faults.push(CmsFault::SignatureAlgorithmUnsupported),
            (Some(signature), Some(digest)) if algorithm::content_digest(signature) != digest => {
                self.faults.push(CmsFault::DigestAlgorithmMismatch);
            }
            _ => {}
        }
    }

    /// Every attribute that needs no certificate.
    fn attributes(&mut self, message: &SignedData, signer: &SignerInfo, attributes: &Attributes) {
        use AttributeName::{AlgorithmProtection, ContentType, MessageDigest, SigningTime};
        if let Some(value) = self.mandatory(attributes, ContentType) {
            match primitive(value, Tag::OID) {
                Some(oid) if Oid(oid) == message.content_type() => {}
                Some(_) => self.faults.push(CmsFault::ContentTypeMismatch),
                None => self.faults.push(CmsFault::AttributeMalformed(ContentType)),
            }
        }
        if let Some(value) = self.mandatory(attributes, MessageDigest) {
            self.message_digest = primitive(value, Tag::OCTET_STRING).map(<[u8]>::to_vec);
            match (&self.message_digest, &self.content_digest) {
                (Some(stated), Some(content)) if stated.as_slice() != content.as_ref() => {
                    self.faults.push(CmsFault::MessageDigestMismatch);
                }
                (None, _) => self.faults.push(CmsFault::AttributeMalformed(MessageDigest)),
                _ => {}
            }
        }
        if let Some(value) = self.optional(attributes, SigningTime) {
            let time = Element::from_der(value, "signing-time").and_then(|e| e.time("signing-time"));
            self.signing_time = time.ok();
            if self.signing_time.is_none() {
                self.faults.push(CmsFault::AttributeMalformed(SigningTime));
            }
        }
        if let Some(value) = self.optional(attributes, AlgorithmProtection) {
            match algorithm::protects(value, &signer.digest_algorithm, &signer.signature_algorithm) {
                Ok(true) => {}
                Ok(false) => self.faults.push(CmsFault::AlgorithmProtectionMismatch),
                Err(_) => self.faults.push(CmsFault::AttributeMalformed(AlgorithmProtection)),
            }
        }
    }

    fn mandatory<'a>(&mut self, attributes: &'a Attributes, name: AttributeName) -> Option<&'a [u8]> {
        let before = self.faults.len();
        let value = self.optional(attributes, name);
        if value.is_none() && self.faults.len() == before {
            self.faults.push(CmsFault::AttributeMissing(name));
        }
        value
    }

    fn optional<'a>(&mut self, attributes: &'a Attributes, name: AttributeName) -> Option<&'a [u8]> {
        attributes.single(name).unwrap_or_else(|fault| {
            self.faults.push(fault);
            None
        })
    }

    /// Finds the signer's certificate, compares it with the one that is bound, and verifies the value with its key.
    fn signer(
        &mut self,
        message: &SignedData,
        signer: &SignerInfo,
        offered: &[Certificate],
    ) -> Option<Verification> {
        let attributes = signer.signed_attributes.as_ref();
        let bindings = attributes.map_or_else(Bindings::default, |attributes| Bindings {
            present: attributes
                .list()
                .any(|attribute| BINDINGS.iter().any(|name| name.oid() == attribute.oid())),
            v1: self.optional(attributes, AttributeName::SigningCertificate),
            v2: self.optional(attributes, AttributeName::SigningCertificateV2),
        });
        let signature = Signature {
            signer,
            algorithm: self.algorithm,
            content_digest: self.content_digest.as_ref(),
            content: message.content.as_deref(),
        };
        let candidates = signature::candidates(message, &signer.sid, offered);
        let Some(certificate) = signature.choose(&candidates, &bindings) else {
            self.faults.push(CmsFault::SignerCertificateNotFound);
            if bindings.present {
                self.signing_certificate = Binding::Mismatch;
            }
            return None;
        };
        let (binding, faults) = bindings.compare(certificate);
        self.signing_certificate = binding;
        self.faults.extend(faults);
        self.signer_certificate = Some(certificate.clone());
        match signature.verify(certificate) {
            Ok((verification, order)) => {
                self.attribute_order = order;
                match verification {
                    Verification::Good => {}
                    Verification::Bad => self.faults.push(CmsFault::SignatureInvalid),
                    Verification::Unsupported(what) => self.faults.push(CmsFault::SignatureUnsupported(what)),
                }
                Some(verification)
            }
            Err(fault) => {
                self.faults.extend(fault);
                None
            }
        }
    }
}

/// The contents of an element of this tag.
fn primitive(value: &[u8], tag: Tag) -> Option<&[u8]> {
    Element::from_der(value, "value").ok().filter(|element| element.tag == tag).map(|element| element.content)
}

const BINDINGS: [AttributeName; 2] = [AttributeName::SigningCertificate, AttributeName::SigningCertificateV2];
