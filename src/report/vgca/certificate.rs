//! The certificate codes of the tool.

use crate::report::{
    Code, Evidence, Finding, Indication, Kind, Missing, Outcome, SignatureReport, SubIndication,
    TimestampReport,
};

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

/// The code for the certificate that signed, the timestamping authority's if it is a document timestamp.
pub(super) fn of_signer(signature: &SignatureReport, missing: &[Missing]) -> VgcaCertificateCode {
    let fingerprint = signature.signer.as_ref().map(|signer| signer.fingerprint.as_str());
    of_findings(&signature.findings, fingerprint, missing)
}

/// The code for the certificate of the timestamping authority: that of the best timestamp.
pub(super) fn of_timestamp(
    signature: &SignatureReport,
    missing: &[Missing],
    signer: VgcaCertificateCode,
) -> Option<VgcaCertificateCode> {
    if signature.kind == Kind::DocumentTimestamp {
        return Some(signer);
    }
    let code = |timestamp: &TimestampReport| match timestamp.indication {
        Indication::TotalPassed => VgcaCertificateCode::Ok,
        _ => {
            let authority = timestamp.chain.first().map(|certificate| certificate.fingerprint.as_str());
            of_findings(&timestamp.findings, authority, missing)
        }
    };
    signature.timestamps.iter().map(code).min_by_key(|code| code.value())
}

/// The code of the first finding that has one, less what a policy forgives.
fn of_findings(findings: &[Finding], fingerprint: Option<&str>, missing: &[Missing]) -> VgcaCertificateCode {
    let counts =
        |finding: &&Finding| finding.code.outcome() == Outcome::None || finding.outcome() != Outcome::None;
    let first = findings.iter().filter(counts).find_map(|finding| of_code(finding.code));
    let has = |code: Code| findings.iter().any(|finding| finding.code == code);
    match first.unwrap_or(VgcaCertificateCode::Ok) {
        VgcaCertificateCode::CouldNotDownloadCrl if has(Code::RevocationAnswerUnusable) => {
            VgcaCertificateCode::InvalidCrl
        }
        VgcaCertificateCode::CouldNotDownloadCrl if names_no_place(fingerprint, missing) => {
            VgcaCertificateCode::InvalidCrlDistributionPoint
        }
        code => code,
    }
}

/// The certificate lacks a revocation answer and does not say where to get one.
fn names_no_place(fingerprint: Option<&str>, missing: &[Missing]) -> bool {
    missing.iter().any(|missing| {
        matches!(missing.what, Evidence::Crl | Evidence::Ocsp)
            && missing.url.is_none()
            && missing.certificate.as_ref().is_some_and(|of| Some(of.fingerprint.as_str()) == fingerprint)
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
