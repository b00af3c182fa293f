//! What can be wrong with a timestamp token, as typed facts.

use std::fmt;

use crate::asn1::Oid;
use crate::cms::CmsFault;
use crate::pki::KeyUsage;

/// Something about a timestamp token that a careful reader must not pass over; its text is English, for experts.
/// Complete by nature: one variant for each rule that [`check_token`](super::check_token) and
/// [`authority_faults`](super::authority_faults) look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimestampFault {
    /// The message around TSTInfo is at fault, as any signed message can be.
    Message(CmsFault),
    /// TSTInfo of a version other than 1, the only one there is.
    UnknownVersion(u64),
    /// A critical extension that nobody here understands (RFC 3161 2.4.2); the contents octets of its identifier.
    UnknownCriticalExtension(Vec<u8>),
    /// Neither signing-certificate nor signing-certificate-v2 binds the token to one certificate, which RFC 3161
    /// 2.4.2 and RFC 5816 2.2.1 demand.
    CertificateNotBound,
    /// `tsa` is none of the names in the certificate, as RFC 3161 2.4.2 demands; but who signed is told by the
    /// certificate identifier alone, the standard goes on, and authorities exist that misname themselves.
    AuthorityNameDiffers,
    /// The certificate has no extended key usage, or one without timeStamping (RFC 3161 2.3).
    PurposeMissing,
    /// The certificate may be used for something besides timeStamping (RFC 3161 2.3).
    PurposeNotSole,
    /// The extended key usage is not critical (RFC 3161 2.3).
    PurposeNotCritical,
    /// The key may be used for something else than signing, or not for signing at all.
    KeyUsageWrong(KeyUsage),
}

/// What a [`TimestampFault`] puts in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Concern {
    /// It is not a token as the standard describes it.
    Form,
    /// The signature does not hold, or TSTInfo is not what was signed.
    Signature,
    /// Which certificate it was made with: not there, not bound, or another one.
    SigningCertificate,
    /// How the authority calls itself: odd, but it proves nothing.
    AuthorityName,
    /// The certificate was not issued for timestamps.
    Usage,
    /// It cannot be judged here.
    Unsupported,
}

impl TimestampFault {
    /// What it puts in question.
    pub(crate) fn concern(&self) -> Concern {
        match self {
            Self::Message(fault) => concern_of(fault),
            Self::UnknownVersion(_) | Self::UnknownCriticalExtension(_) => Concern::Unsupported,
            Self::CertificateNotBound => Concern::SigningCertificate,
            Self::AuthorityNameDiffers => Concern::AuthorityName,
            Self::PurposeMissing
            | Self::PurposeNotSole
            | Self::PurposeNotCritical
            | Self::KeyUsageWrong(_) => Concern::Usage,
        }
    }
}

fn concern_of(fault: &CmsFault) -> Concern {
    use CmsFault as F;
    match fault {
        F::NoSigner
        | F::SeveralSigners { .. }
        | F::TrailingData { .. }
        | F::ContentAttached
        | F::ContentMissing
        | F::WrongContentType
        | F::NoSignedAttributes
        | F::AttributesMalformed
        | F::AttributeMissing(_)
        | F::AttributeRepeated(_)
        | F::AttributeValues(_)
        | F::AttributeMalformed(_)
        | F::ContentTypeMismatch => Concern::Form,
        F::MessageDigestMismatch
        | F::DigestAlgorithmMismatch
        | F::AlgorithmProtectionMismatch
        | F::SignatureInvalid => Concern::Signature,
        F::SignerCertificateNotFound | F::SigningCertificateMismatch | F::IssuerSerialMismatch => {
            Concern::SigningCertificate
        }
        F::DigestAlgorithmUnsupported
        | F::SignatureAlgorithmUnsupported
        | F::SignerKeyUnsupported
        | F::SigningCertificateUnsupported
        | F::SignatureUnsupported(_) => Concern::Unsupported,
    }
}

impl fmt::Display for TimestampFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(fault) => describe(fault, f),
            Self::UnknownVersion(version) => write!(f, "TSTInfo of version {version}"),
            Self::UnknownCriticalExtension(oid) => write!(f, "critical extension {}", Oid(oid)),
            Self::CertificateNotBound => f.write_str("no signing-certificate attribute"),
            Self::AuthorityNameDiffers => f.write_str("tsa is not a name of the certificate"),
            Self::PurposeMissing => f.write_str("extended key usage without timeStamping"),
            Self::PurposeNotSole => f.write_str("extended key usage with more than timeStamping"),
            Self::PurposeNotCritical => f.write_str("extended key usage not critical"),
            Self::KeyUsageWrong(usage) => write!(f, "key usage {usage}"),
        }
    }
}

fn describe(fault: &CmsFault, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    use CmsFault as F;
    match fault {
        F::NoSigner => f.write_str("no signer"),
        F::SeveralSigners { count } => write!(f, "{count} signers"),
        F::TrailingData { offset } => write!(f, "data behind the token, at byte {offset}"),
        F::ContentAttached => f.write_str("content where none belongs"),
        F::ContentMissing => f.write_str("no TSTInfo"),
        F::WrongContentType => f.write_str("content type other than id-ct-TSTInfo"),
        F::NoSignedAttributes => f.write_str("no signed attributes"),
        F::AttributesMalformed => f.write_str("signed attributes"),
        F::AttributeMissing(name) => write!(f, "no attribute {name}"),
        F::AttributeRepeated(name) => write!(f, "attribute {name} twice"),
        F::AttributeValues(name) => write!(f, "number of values of the attribute {name}"),
        F::AttributeMalformed(name) => write!(f, "attribute {name}"),
        F::ContentTypeMismatch => f.write_str("attribute content-type differs from the content type"),
        F::MessageDigestMismatch => f.write_str("TSTInfo is not what was signed"),
        F::DigestAlgorithmUnsupported => f.write_str("digest algorithm"),
        F::SignatureAlgorithmUnsupported => f.write_str("signature algorithm"),
        F::DigestAlgorithmMismatch => f.write_str("digest and signature algorithm disagree"),
        F::AlgorithmProtectionMismatch => f.write_str("attribute cms-algorithm-protection names others"),
        F::SignerCertificateNotFound => f.write_str("certificate not found"),
        F::SignerKeyUnsupported => f.write_str("public key"),
        F::SigningCertificateMismatch => f.write_str("signing-certificate names another certificate"),
        F::IssuerSerialMismatch => f.write_str("signing-certificate names another issuer or serial number"),
        F::SigningCertificateUnsupported => f.write_str("digest algorithm of signing-certificate"),
        F::SignatureInvalid => f.write_str("signature value"),
        F::SignatureUnsupported(what) => f.write_str(what),
    }
}
