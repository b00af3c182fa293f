//! From a code of the table to flags of the tool: by axis, outcome and sub-indication, but for a few special codes.
//! A code that comes new to the table so finds its flags by itself.

use super::certificate::{self, VgcaCertificateCode};
use super::flag::{VgcaFlag, VgcaFlags};
use crate::report::{Axis, Code, Kind, Outcome, Severity, SubIndication};

/// The flags that a finding with this code stands for; none for what is merely worth knowing.
pub(super) fn flags(code: Code, kind: Kind) -> VgcaFlags {
    let flag = match code {
        Code::NoTimestamp | Code::TimestampRequired => VgcaFlag::NotTimestamped,
        Code::TimestampNotJudged => VgcaFlag::ErrorCheckingTsaCertificate,
        Code::DocumentUnsigned => VgcaFlag::NotSigned,
        // Said of the search, not of the certificate.
        Code::PathLimitReached => of_certificate(VgcaFlag::ErrorCheckingSigningCertificate, kind),
        _ if code.axis() == Axis::Identity => match certificate::of_code(code) {
            Some(found) => of_certificate(by_certificate(code, found), kind),
            None => return VgcaFlags::NONE,
        },
        _ => match (code.outcome(), code.axis()) {
            (Outcome::None, Axis::Document) if code.severity() == Severity::Error => VgcaFlag::FatalError,
            (Outcome::None, _) => return VgcaFlags::NONE,
            (Outcome::Failed(sub) | Outcome::Indeterminate(sub), Axis::Time) => of_timestamp(Some(sub)),
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
        Outcome::Failed(_) if kind == Kind::DocumentTimestamp && code.axis() == Axis::Time => {
            flags.with(VgcaFlag::DocumentModified)
        }
        _ => flags,
    }
}

/// Whether a finding with this code changes the indication.
pub(super) fn decides(code: Code) -> bool {
    code.outcome() != Outcome::None
}

/// The flag for a timestamp that is not good for this reason.
pub(super) fn of_timestamp(sub: Option<SubIndication>) -> VgcaFlag {
    match sub {
        Some(
            SubIndication::HashFailure
            | SubIndication::SigCryptoFailure
            | SubIndication::FormatFailure
            | SubIndication::TimestampOrderFailure,
        ) => VgcaFlag::InvalidTimestampImprint,
        Some(SubIndication::SigConstraintsFailure) => VgcaFlag::InvalidTsaCertificate,
        Some(SubIndication::TryLater | SubIndication::NoPoe) | None => VgcaFlag::ErrorCheckingTsaCertificate,
        Some(sub) if certificate::of_sub_indication(sub).is_some() => VgcaFlag::InvalidTsaCertificate,
        Some(_) => VgcaFlag::ErrorCheckingTsaCertificate,
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

/// The signer of a document timestamp is a timestamping authority.
fn of_certificate(flag: VgcaFlag, kind: Kind) -> VgcaFlag {
    match (kind, flag) {
        (Kind::DocumentTimestamp, VgcaFlag::InvalidSigningCertificate) => VgcaFlag::InvalidTsaCertificate,
        (Kind::DocumentTimestamp, VgcaFlag::ErrorCheckingSigningCertificate) => {
            VgcaFlag::ErrorCheckingTsaCertificate
        }
        (Kind::DocumentTimestamp, VgcaFlag::NonCheckingRevokedSigningCert) => {
            VgcaFlag::NonCheckingRevokedTsaCert
        }
        (_, flag) => flag,
    }
}
