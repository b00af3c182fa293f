//! What is known about the revocation of one certificate, and from whom.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::crypto::SignatureAlgorithm;
use crate::pki::crl::{Crl, CrlReason, Reasons};
use crate::pki::ocsp::OcspResponse;
use crate::pki::{Path, PathFault};
use crate::time::Time;

/// One answer to the question whether a certificate is revoked. The CRLs of a partition, and a CRL with the delta
/// that continues it, make one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RevocationAnswer {
    pub(crate) source: Source,
    pub(crate) status: Status,
    /// As of when the answer is right: of several CRLs of a partition the oldest, of a delta and its base the delta's.
    pub(crate) this_update: Time,
    /// When a newer one is due at the latest.
    pub(crate) next_update: Option<Time>,
    /// When an OCSP response was made.
    pub(crate) produced_at: Option<Time>,
    /// Certificates that expired since then are still answered for (archive cut-off, expiredCertsOnCRL).
    pub(crate) keeps_expired_since: Option<Time>,
    pub(crate) signer: Signer,
    pub(crate) algorithm: Option<SignatureAlgorithm>,
    /// The CRLs or the OCSP response that it rests on.
    pub(crate) evidence: Vec<EvidenceId>,
    /// Why it must not be used; empty if it can be.
    pub(crate) faults: Vec<RevocationFault>,
}

impl RevocationAnswer {
    /// Whether nothing is wrong with it. Says nothing about its age, nor about the times in the signer's path.
    pub(crate) fn is_usable(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Complete: the two ways of asking that RFC 5280 and RFC 6960 define.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    Crl,
    Ocsp,
}

/// Complete: the answers of RFC 6960; a CRL has no "unknown".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Good,
    Revoked {
        at: Time,
        reason: CrlReason,
        /// Since when the key is thought to have been in other hands.
        invalidity_date: Option<Time>,
    },
    Unknown,
}

/// Who signed the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signer {
    /// The key with which the certificate itself was issued.
    Issuer,
    /// Another key that may answer: of an OCSP responder, of an issuer of indirect CRLs, or a newer or older one of
    /// the CA. Its own validity and revocation are the judge's.
    Delegated {
        /// To the anchor of the certificate; its faults are about time or strength at most.
        path: Path,
        /// The certificate asks not to be checked itself (id-pkix-ocsp-nocheck).
        no_check: bool,
    },
    /// Nobody who may: the answer has a fault.
    Unknown,
}

/// Why an answer must not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RevocationFault {
    /// The signature was not made by any key at hand that may answer.
    SignatureInvalid,
    SignatureUnsupported {
        detail: String,
    },
    /// No certificate of whoever signed is at hand.
    SignerNotFound,
    /// Whoever signed may not answer for this CA.
    NotAuthorised {
        what: &'static str,
    },
    /// The path of whoever signed does not hold.
    SignerPath {
        fault: Option<PathFault>,
    },
    /// About another CA's certificate of the same serial number (CertID of OCSP).
    OtherIssuer,
    /// A digest in the CertID that is not known.
    CertificateIdUnsupported,
    UnknownCriticalExtension {
        oid: String,
    },
    Malformed {
        what: String,
    },
    /// The issuing distribution point says that this CRL is not about the certificate.
    OutOfScope {
        what: &'static str,
    },
    /// No CRL at hand covers these reasons.
    ReasonsNotCovered {
        missing: Reasons,
    },
    /// A delta CRL, and no complete CRL that it continues.
    DeltaWithoutBase,
    LimitReached,
}

impl fmt::Display for RevocationFault {
    /// For experts, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignatureInvalid => f.write_str("wrong signature"),
            Self::SignatureUnsupported { detail } => write!(f, "signature not supported: {detail}"),
            Self::SignerNotFound => f.write_str("no certificate of the signer"),
            Self::NotAuthorised { what } => write!(f, "signer not authorised: {what}"),
            Self::SignerPath { fault: Some(fault) } => write!(f, "path of the signer: {fault:?}"),
            Self::SignerPath { fault: None } => f.write_str("path of the signer leads to no anchor"),
            Self::OtherIssuer => f.write_str("about a certificate of another CA"),
            Self::CertificateIdUnsupported => f.write_str("unknown digest in the CertID"),
            Self::UnknownCriticalExtension { oid } => write!(f, "unknown critical extension {oid}"),
            Self::Malformed { what } => write!(f, "malformed: {what}"),
            Self::OutOfScope { what } => write!(f, "not for this certificate: {what}"),
            Self::ReasonsNotCovered { missing } => write!(f, "reasons not covered: {missing}"),
            Self::DeltaWithoutBase => f.write_str("delta CRL without its base"),
            Self::LimitReached => f.write_str("limit reached"),
        }
    }
}

/// A CRL or OCSP response: equal if the bytes are. Cheap to clone, since it shares the bytes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum EvidenceId {
    Crl(Crl),
    Ocsp(OcspResponse),
}

impl EvidenceId {
    /// The CertificateList or OCSPResponse.
    pub(crate) fn der(&self) -> &[u8] {
        match self {
            Self::Crl(crl) => crl.der(),
            Self::Ocsp(ocsp) => ocsp.der(),
        }
    }

    /// 32 octets that tell it from everything else, calculated once for an object. Equal for equal bytes; not the digest
    /// of the bytes.
    pub(crate) fn identifier(&self) -> [u8; 32] {
        let digest = match self {
            Self::Crl(crl) => crl.signed().identifier(),
            Self::Ocsp(ocsp) => ocsp.signed().identifier(),
        };
        // SHA-256 has 32 octets.
        digest.as_ref().try_into().unwrap_or_default()
    }
}

impl Hash for EvidenceId {
    /// The length and the end, where the signature is: to hash megabytes would cost more than to compare them.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let der = self.der();
        der.len().hash(state);
        der.get(der.len().saturating_sub(64)..).unwrap_or_default().hash(state);
    }
}

impl fmt::Debug for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crl(crl) => crl.fmt(f),
            Self::Ocsp(ocsp) => ocsp.fmt(f),
        }
    }
}
