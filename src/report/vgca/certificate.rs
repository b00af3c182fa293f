//! The certificate codes of the tool.

use crate::report::{Code, Evidence, Indication, Kind, Missing, Outcome, SignatureReport, SubIndication};

use super::map::decides;

/// What was found about a certificate. The values are those of the tool. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VgcaCertificateCode {
    /// In force.
    Ok,
    /// Expired.
    Expired,
    /// Not in force yet.
    NotYetValid,
    /// The path to a root is incomplete or does not hold.
    InvalidChain,
    /// The root is not trusted.
    UntrustedRoot,
    /// The certificate does not say where its revocation list is.
    InvalidCrlDistributionPoint,
    /// There is no revocation list at hand.
    CouldNotDownloadCrl,
    /// Revocation was not checked.
    OnlineCheckDisabled,
    /// Revoked.
    Revoked,
    /// A CA above it is revoked.
    CaRevoked,
    /// The revocation list cannot be used.
    InvalidCrl,
    /// The OCSP responder does not know it.
    OcspUnknown,
    /// There is no list of trusted roots.
    CouldNotDownloadTrustList,
}

impl VgcaCertificateCode {
    /// Every code, by value.
    pub const ALL: &'static [Self] = &[
        Self::Ok,
        Self::Expired,
        Self::NotYetValid,
        Self::InvalidChain,
        Self::UntrustedRoot,
        Self::InvalidCrlDistributionPoint,
        Self::CouldNotDownloadCrl,
        Self::OnlineCheckDisabled,
        Self::Revoked,
        Self::CaRevoked,
        Self::InvalidCrl,
        Self::OcspUnknown,
        Self::CouldNotDownloadTrustList,
    ];

    /// Its number in the tool.
    pub const fn value(self) -> u8 {
        self.row().0
    }

    /// What the tool shows, in Vietnamese.
    pub const fn text(self) -> &'static str {
        self.row().1
    }

    const fn row(self) -> (u8, &'static str) {
        match self {
            Self::Ok => (0, "Chứng thư số hợp lệ"),
            Self::Expired => (1, "Chứng thư số đã hết hạn"),
            Self::NotYetValid => (2, "Chứng thư số chưa có hiệu lực"),
            Self::InvalidChain => (3, "Đường dẫn chứng thực không hợp lệ"),
            Self::UntrustedRoot => (4, "Chứng thư số không tin cậy"),
            Self::InvalidCrlDistributionPoint => (5, "Đường dẫn danh sách chứng thư bị thu hồi không hợp lệ"),
            Self::CouldNotDownloadCrl => (6, "Lỗi tải danh sách chứng thư bị thu hồi"),
            Self::OnlineCheckDisabled => (7, "Không kiểm tra tình trạng hủy bỏ"),
            Self::Revoked => (8, "Chứng thư số đã bị thu hồi"),
            Self::CaRevoked => (9, "Chứng thư số CA đã bị thu hồi"),
            Self::InvalidCrl => (10, "Danh sách chứng thư bị thu hồi không hợp lệ"),
            Self::OcspUnknown => (11, "OCSP trả về UNKNOWN"),
            Self::CouldNotDownloadTrustList => (12, "Lỗi tải danh sách chứng thư số gốc tin cậy"),
        }
    }
}

/// The code for the certificate that signed, the timestamping authority's if it is a document timestamp: that of the
/// first finding about it that has one.
pub(super) fn of_signer(signature: &SignatureReport, missing: &[Missing]) -> VgcaCertificateCode {
    let passed = signature.indication == Indication::TotalPassed;
    let codes = signature.findings.iter().map(|finding| finding.code);
    let mut found = codes.filter(|code| !(passed && decides(*code))).filter_map(of_code);
    let first = found.next().unwrap_or(VgcaCertificateCode::Ok);
    let has = |code: Code| signature.findings.iter().any(|finding| finding.code == code);
    match first {
        VgcaCertificateCode::CouldNotDownloadCrl if has(Code::RevocationAnswerUnusable) => {
            VgcaCertificateCode::InvalidCrl
        }
        VgcaCertificateCode::CouldNotDownloadCrl if names_no_place(signature, missing) => {
            VgcaCertificateCode::InvalidCrlDistributionPoint
        }
        code => code,
    }
}

/// The code for the certificate of the timestamping authority: that of the best timestamp.
pub(super) fn of_timestamp(
    signature: &SignatureReport,
    signer: VgcaCertificateCode,
) -> Option<VgcaCertificateCode> {
    if signature.kind == Kind::DocumentTimestamp {
        return Some(signer);
    }
    let codes = signature.timestamps.iter().map(|timestamp| match timestamp.indication {
        Indication::TotalPassed => VgcaCertificateCode::Ok,
        _ => timestamp.sub_indication.and_then(of_sub_indication).unwrap_or(VgcaCertificateCode::Ok),
    });
    codes.min_by_key(|code| code.value())
}

/// The signer's certificate lacks a revocation answer and does not say where to get one.
fn names_no_place(signature: &SignatureReport, missing: &[Missing]) -> bool {
    let Some(signer) = &signature.signer else { return false };
    missing.iter().any(|missing| {
        matches!(missing.what, Evidence::Crl | Evidence::Ocsp)
            && missing.url.is_none()
            && missing.certificate.as_ref().is_some_and(|of| of.fingerprint == signer.fingerprint)
    })
}

/// The code that a finding stands for; `None` if it is about something else than the certificate.
pub(super) fn of_code(code: Code) -> Option<VgcaCertificateCode> {
    Some(match code {
        Code::CertificateExpired | Code::CertificateExpiredAtSigning => VgcaCertificateCode::Expired,
        Code::CertificateNotYetValid | Code::CertificateNotYetValidAtSigning => {
            VgcaCertificateCode::NotYetValid
        }
        Code::CaCertificateExpired | Code::CaCertificateNotYetValid | Code::IssuerNotFound => {
            VgcaCertificateCode::InvalidChain
        }
        Code::NoTrustStore => VgcaCertificateCode::CouldNotDownloadTrustList,
        Code::RevocationNotChecked => VgcaCertificateCode::OnlineCheckDisabled,
        Code::RevocationStale => VgcaCertificateCode::InvalidCrl,
        Code::RevocationUnknown => VgcaCertificateCode::OcspUnknown,
        _ if code.axis() != crate::report::Axis::Identity => return None,
        _ => match code.outcome() {
            Outcome::None => return None,
            Outcome::Failed(sub) | Outcome::Indeterminate(sub) => {
                of_sub_indication(sub).unwrap_or(VgcaCertificateCode::InvalidChain)
            }
        },
    })
}

/// The code for a sub-indication; `None` for one that is not about a certificate.
pub(super) fn of_sub_indication(sub: SubIndication) -> Option<VgcaCertificateCode> {
    Some(match sub {
        SubIndication::Expired | SubIndication::OutOfBoundsNoPoe | SubIndication::OutOfBoundsNotRevoked => {
            VgcaCertificateCode::Expired
        }
        SubIndication::NotYetValid => VgcaCertificateCode::NotYetValid,
        SubIndication::Revoked | SubIndication::RevokedNoPoe => VgcaCertificateCode::Revoked,
        SubIndication::RevokedCaNoPoe => VgcaCertificateCode::CaRevoked,
        SubIndication::NoCertificateChainFound | SubIndication::NoCertificateChainFoundNoPoe => {
            VgcaCertificateCode::UntrustedRoot
        }
        SubIndication::TryLater => VgcaCertificateCode::CouldNotDownloadCrl,
        SubIndication::NoPoe => VgcaCertificateCode::InvalidCrl,
        SubIndication::ChainConstraintsFailure
        | SubIndication::CertificateChainGeneralFailure
        | SubIndication::CryptoConstraintsFailure
        | SubIndication::CryptoConstraintsFailureNoPoe
        | SubIndication::NoSigningCertificateFound => VgcaCertificateCode::InvalidChain,
        _ => return None,
    })
}
