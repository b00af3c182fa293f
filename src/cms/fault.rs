//! What can be wrong with a signed message, as typed facts.

use std::fmt;

use crate::asn1::{Oid, oid};

/// Something in a message that a careful reader must not pass over. Complete by nature: one variant for each rule
/// that [`check_signer`](super::check_signer) looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CmsFault {
    // The message as a whole.
    /// There is no SignerInfo (certificates only).
    NoSigner,
    /// More than one SignerInfo; PDF allows one (EN 319 142-1 4.1, attack C2).
    SeveralSigners { count: usize },
    /// Bytes other than zero behind the message: unsigned, able to hide data (attack P23).
    TrailingData { offset: usize },
    /// The message carries content although the signature is detached (attack C3).
    ContentAttached,
    /// The message should carry the content and does not.
    ContentMissing,
    /// eContentType is not what this use demands.
    WrongContentType,

    // The signed attributes.
    /// The signature covers the content directly. Then a signature over attributes could be passed off as one over
    /// a document that happens to be their encoding (attack C1).
    NoSignedAttributes,
    /// The signed attributes are not a set of attributes.
    AttributesMalformed,
    /// A mandatory attribute is missing.
    AttributeMissing(AttributeName),
    /// An attribute occurs twice.
    AttributeRepeated(AttributeName),
    /// An attribute has no value or several.
    AttributeValues(AttributeName),
    /// The value of an attribute cannot be read.
    AttributeMalformed(AttributeName),
    /// The content-type attribute differs from eContentType (RFC 5652 11.1).
    ContentTypeMismatch,
    /// The message-digest attribute differs from the digest of the content: the content was changed.
    MessageDigestMismatch,

    // The algorithms.
    /// digestAlgorithm is unknown or has parameters that it must not have.
    DigestAlgorithmUnsupported,
    /// signatureAlgorithm is unknown or has parameters that cannot be followed.
    SignatureAlgorithmUnsupported,
    /// signatureAlgorithm names another digest than digestAlgorithm (attack C5), or Ed25519 comes with a digest
    /// other than SHA-512 (RFC 8419 3.1).
    DigestAlgorithmMismatch,
    /// The algorithm-protection attribute names other algorithms (RFC 6211).
    AlgorithmProtectionMismatch,

    // The signer.
    /// No certificate offered is the one that the signer names.
    SignerCertificateNotFound,
    /// The signer's certificate has a key that cannot be read or is of an unsupported kind.
    SignerKeyUnsupported,
    /// The signing-certificate attribute names another certificate by its digest (attack C4).
    SigningCertificateMismatch,
    /// The digest in the signing-certificate attribute fits, its issuer and serial number do not (attack C4).
    IssuerSerialMismatch,
    /// The signing-certificate-v2 attribute uses a digest that is unknown or broken.
    SigningCertificateUnsupported,
    /// The signature value does not belong to these attributes and this key.
    SignatureInvalid,
    /// The key, its size or the parameters cannot be verified with; says which.
    SignatureUnsupported(&'static str),
}

/// The signed attributes that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AttributeName {
    /// RFC 5652 11.1.
    ContentType,
    /// RFC 5652 11.2.
    MessageDigest,
    /// RFC 5652 11.3.
    SigningTime,
    /// RFC 2634 5.4: SHA-1.
    SigningCertificate,
    /// RFC 5035 section 3.
    SigningCertificateV2,
    /// RFC 6211 section 2.
    AlgorithmProtection,
}

impl AttributeName {
    pub(super) fn oid(self) -> Oid<'static> {
        match self {
            Self::ContentType => oid::CONTENT_TYPE,
            Self::MessageDigest => oid::MESSAGE_DIGEST,
            Self::SigningTime => oid::SIGNING_TIME,
            Self::SigningCertificate => oid::SIGNING_CERTIFICATE,
            Self::SigningCertificateV2 => oid::SIGNING_CERTIFICATE_V2,
            Self::AlgorithmProtection => oid::CMS_ALGORITHM_PROTECTION,
        }
    }
}

impl fmt::Display for AttributeName {
    /// The name that the standards use.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ContentType => "content-type",
            Self::MessageDigest => "message-digest",
            Self::SigningTime => "signing-time",
            Self::SigningCertificate => "signing-certificate",
            Self::SigningCertificateV2 => "signing-certificate-v2",
            Self::AlgorithmProtection => "cms-algorithm-protection",
        })
    }
}
