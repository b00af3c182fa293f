//! From a code of the table to flags of the tool: by axis, outcome and sub-indication, but for a few special codes.
//! A code that comes new to the table so finds its flags by itself.

use super::certificate::{self, VgcaCertificateCode};
use super::flag::{VgcaFlag, VgcaFlags};
use crate::report::{Axis, Code, Finding, Kind, Outcome, Severity, SubIndication};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A signature and its signer.
    Signature,
    /// A timestamp over the document, which that tool takes for a signature, and its authority.
    DocumentTimestamp,
    /// A timestamp that belongs to a signature, and its authority.
    SignatureTimestamp,
}

impl Subject {
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::DocumentTimestamp => Self::DocumentTimestamp,
            Kind::Signature => Self::Signature,
        }
    }
}

/// The flags that a finding stands for: those of its code, unless a policy has forgiven it, and one at least if a
/// policy has made it an error.
pub(super) fn of_finding(finding: &Finding, subject: Subject) -> VgcaFlags {
    let flags = flags(finding.code, subject);
    match (finding.code.outcome(), finding.outcome()) {
        (Outcome::Failed(_) | Outcome::Indeterminate(_), Outcome::None) => VgcaFlags::NONE,
        (Outcome::None, Outcome::Failed(_) | Outcome::Indeterminate(_)) if flags == VgcaFlags::NONE => {
            VgcaFlags::NONE.with(match subject {
                Subject::SignatureTimestamp => VgcaFlag::ErrorCheckingTsaCertificate,
                Subject::Signature | Subject::DocumentTimestamp => VgcaFlag::ErrorCheckingSignature,
            })
        }
        _ => flags,
    }
}

/// The flags that a finding with this code stands for; none for what is merely worth knowing.
pub(super) fn flags(code: Code, subject: Subject) -> VgcaFlags {
    let flag = match code {
        Code::NoTimestamp | Code::TimestampRequired => VgcaFlag::NotTimestamped,
        Code::DocumentUnsigned => VgcaFlag::NotSigned,
        // Said of the search, not of the certificate.
        Code::PathLimitReached => of_certificate(VgcaFlag::ErrorCheckingSigningCertificate, subject),
        _ if code.axis() == Axis::Identity => match certificate::of_code(code) {
            Some(found) => of_certificate(by_certificate(code, found), subject),
            None => return VgcaFlags::NONE,
        },
        _ => match (code.outcome(), code.axis()) {
            (Outcome::None, Axis::Document) if code.severity() == Severity::Error => VgcaFlag::FatalError,
            (Outcome::None, _) => return VgcaFlags::NONE,
            (Outcome::Failed(sub) | Outcome::Indeterminate(sub), Axis::Time) => of_timestamp(sub),
            (Outcome::Failed(_), _) if subject == Subject::SignatureTimestamp => {
                VgcaFlag::InvalidTimestampImprint
            }
            (Outcome::Indeterminate(_), _) if subject == Subject::SignatureTimestamp => {
                VgcaFlag::ErrorCheckingTsaCertificate
            }
            (Outcome::Failed(SubIndication::HashFailure | SubIndication::SigCryptoFailure), _) => {
                VgcaFlag::DocumentModified
            }
            // The tool leaves the middle state for what it cannot read; a forged structure is worse than that.
            (Outcome::Failed(_), _) => {
                return VgcaFlags::NONE.with(VgcaFlag::FatalError).with(VgcaFlag::DocumentModified);
            }
            (Outcome::Indeterminate(_), _) => VgcaFlag::ErrorCheckingSignature,
        },
    };
    let flags = VgcaFlags::NONE.with(flag);
    // A timestamp over the document that fails is a document that is not what was stamped.
    match code.outcome() {
        Outcome::Failed(_) if subject == Subject::DocumentTimestamp && code.axis() == Axis::Time => {
            flags.with(VgcaFlag::DocumentModified)
        }
        _ => flags,
    }
}

/// The flag for a timestamp that is not good for this reason.
pub(super) fn of_timestamp(sub: SubIndication) -> VgcaFlag {
    match sub {
        SubIndication::HashFailure
        | SubIndication::SigCryptoFailure
        | SubIndication::FormatFailure
        | SubIndication::TimestampOrderFailure => VgcaFlag::InvalidTimestampImprint,
        SubIndication::SigConstraintsFailure => VgcaFlag::InvalidTsaCertificate,
        SubIndication::TryLater | SubIndication::NoPoe => VgcaFlag::ErrorCheckingTsaCertificate,
        sub if certificate::of_sub_indication(sub).is_some() => VgcaFlag::InvalidTsaCertificate,
        _ => VgcaFlag::ErrorCheckingTsaCertificate,
    }
}

/// The flag for what was found about the signer's certificate.
fn by_certificate(code: Code, found: VgcaCertificateCode) -> VgcaFlag {
    match found {
        VgcaCertificateCode::OnlineCheckDisabled => VgcaFlag::NonCheckingRevokedSigningCert,
        VgcaCertificateCode::InvalidCrlDistributionPoint
        | VgcaCertificateCode::CouldNotDownloadCrl
        | VgcaCertificateCode::InvalidCrl
        | VgcaCertificateCode::OcspUnknown
        | VgcaCertificateCode::CouldNotDownloadTrustList => VgcaFlag::ErrorCheckingSigningCertificate,
        _ => match code.outcome() {
            Outcome::Indeterminate(
                SubIndication::SigConstraintsFailure
                | SubIndication::NoSigningCertificateFound
                | SubIndication::Generic,
            ) => VgcaFlag::ErrorCheckingSigningCertificate,
            _ => VgcaFlag::InvalidSigningCertificate,
        },
    }
}

/// Who makes a timestamp is a timestamping authority.
fn of_certificate(flag: VgcaFlag, subject: Subject) -> VgcaFlag {
    match (subject, flag) {
        (Subject::Signature, flag) => flag,
        (_, VgcaFlag::InvalidSigningCertificate) => VgcaFlag::InvalidTsaCertificate,
        (_, VgcaFlag::ErrorCheckingSigningCertificate) => VgcaFlag::ErrorCheckingTsaCertificate,
        (_, VgcaFlag::NonCheckingRevokedSigningCert) => VgcaFlag::NonCheckingRevokedTsaCert,
        (_, flag) => flag,
    }
}
