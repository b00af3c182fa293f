//! The words of the text report in both languages.

use crate::pki::AuthorityLabel;
use crate::report::{
    Changes, Coverage, Evidence, Identity, Indication, Integrity, Kind, Language, Level, RevocationStatus,
    Severity, TimeAssurance, TimeSource, Verdict,
};

/// The name of a public-key infrastructure.
pub(crate) fn authority(label: AuthorityLabel, language: Language) -> &'static str {
    let (vi, en) = match label {
        AuthorityLabel::GcaG1 => (
            "Ban Cơ yếu Chính phủ, thế hệ 1 (chuyên dùng công vụ)",
            "Government Cipher Committee, generation 1 (official duty)",
        ),
        AuthorityLabel::GcaG2 => (
            "Ban Cơ yếu Chính phủ, thế hệ 2 (chuyên dùng công vụ)",
            "Government Cipher Committee, generation 2 (official duty)",
        ),
        AuthorityLabel::National => {
            ("CA gốc quốc gia (chữ ký số công cộng)", "Vietnamese national root (public signatures)")
        }
        AuthorityLabel::PublicCa => ("CA công cộng", "public CA"),
        AuthorityLabel::Other => {
            ("khác, không nằm trong danh sách nhận biết", "other, not among the known ones")
        }
    };
    match language {
        Language::Vi => vi,
        Language::En => en,
    }
}

/// The labels of one language.
pub(super) struct Labels {
    pub(super) validation_time: &'static str,
    pub(super) file: &'static str,
    pub(super) policy: &'static str,
    pub(super) status: &'static str,
    pub(super) signer: &'static str,
    pub(super) organization: &'static str,
    pub(super) email: &'static str,
    pub(super) issuer: &'static str,
    pub(super) anchor: &'static str,
    pub(super) serial: &'static str,
    pub(super) validity: &'static str,
    pub(super) claimed_time: &'static str,
    pub(super) best_time: &'static str,
    pub(super) level: &'static str,
    pub(super) timestamp: &'static str,
    pub(super) revocation: &'static str,
    pub(super) integrity: &'static str,
    pub(super) identity: &'static str,
    pub(super) time: &'static str,
    pub(super) coverage: &'static str,
    pub(super) changes: &'static str,
    pub(super) remedy: &'static str,
    pub(super) revision: &'static str,
    pub(super) signed_by: &'static str,
    pub(super) no_change: &'static str,
    pub(super) no_update: &'static str,
    pub(super) left_out: &'static str,
    pub(super) objects: &'static str,
    pub(super) missing: &'static str,
    pub(super) not_known: &'static str,
    pub(super) verdict: fn(Verdict) -> &'static str,
    pub(super) kind: fn(Kind) -> &'static str,
    pub(super) indication: fn(Indication) -> &'static str,
    pub(super) source: fn(TimeSource) -> &'static str,
    pub(super) integrity_word: fn(Integrity) -> &'static str,
    pub(super) identity_word: fn(Identity) -> &'static str,
    pub(super) time_word: fn(TimeAssurance) -> &'static str,
    pub(super) coverage_word: fn(Coverage) -> &'static str,
    pub(super) changes_word: fn(Changes) -> &'static str,
    pub(super) severity: fn(Severity) -> &'static str,
    pub(super) evidence: fn(Evidence) -> &'static str,
    pub(super) level_word: fn(Level) -> &'static str,
    pub(super) revocation_word: fn(RevocationStatus) -> &'static str,
}

pub(super) fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Vi => &VIETNAMESE,
        Language::En => &ENGLISH,
    }
}

static VIETNAMESE: Labels = Labels {
    validation_time: "Thời điểm kiểm tra",
    file: "Tệp",
    policy: "Chính sách kiểm tra",
    status: "Trạng thái",
    signer: "Người ký",
    organization: "Cơ quan",
    email: "Email",
    issuer: "Nơi cấp chứng thư số",
    anchor: "Gốc tin cậy",
    serial: "Số hiệu chứng thư số",
    validity: "Hiệu lực chứng thư số",
    claimed_time: "Thời điểm ký (người ký tự khai)",
    best_time: "Thời điểm ký tin cậy nhất",
    level: "Mức chữ ký",
    timestamp: "Dấu thời gian",
    revocation: "Tình trạng thu hồi",
    integrity: "Tính toàn vẹn",
    identity: "Danh tính người ký",
    time: "Thời gian",
    coverage: "Phạm vi được ký",
    changes: "Thay đổi sau khi ký",
    remedy: "Cách xử lý",
    revision: "Lần cập nhật",
    signed_by: "được ký bởi",
    no_update: "Tệp chưa từng được cập nhật sau lần lưu đầu tiên.",
    no_change: "không có thay đổi nào về nội dung",
    left_out: "Số thay đổi khác không liệt kê",
    objects: "đối tượng",
    missing: "Còn thiếu để kết luận chắc chắn hơn",
    not_known: "không rõ",
    verdict: |verdict| match verdict {
        Verdict::Passed => "CHỮ KÝ HỢP LỆ",
        Verdict::Failed => "CHỮ KÝ KHÔNG HỢP LỆ",
        Verdict::Indeterminate => "KHÔNG ĐỦ THÔNG TIN XÁC THỰC CHỮ KÝ",
        Verdict::Unsigned => "VĂN BẢN CHƯA ĐƯỢC KÝ SỐ",
        Verdict::Unreadable => "KHÔNG ĐỌC ĐƯỢC TỆP",
    },
    kind: |kind| match kind {
        Kind::Signature => "Chữ ký",
        Kind::DocumentTimestamp => "Dấu thời gian của văn bản",
    },
    indication: |indication| match indication {
        Indication::TotalPassed => "HỢP LỆ",
        Indication::TotalFailed => "KHÔNG HỢP LỆ",
        Indication::Indeterminate => "KHÔNG ĐỦ THÔNG TIN XÁC THỰC",
    },
    source: |source| match source {
        TimeSource::Timestamp => "theo dấu thời gian",
        TimeSource::Proof => "theo bằng chứng do người kiểm tra cung cấp",
        TimeSource::Claimed => "do người ký tự khai, chưa được chứng minh",
    },
    integrity_word: |integrity| match integrity {
        Integrity::Intact => "nguyên vẹn",
        Integrity::Broken => "đã bị thay đổi hoặc chữ ký sai",
        Integrity::Unknown => "chưa kết luận được",
    },
    identity_word: |identity| match identity {
        Identity::Trusted => "tin cậy",
        Identity::Untrusted => "không tin cậy",
        Identity::Unknown => "chưa kết luận được",
    },
    time_word: |time| match time {
        TimeAssurance::Proven => "được chứng minh",
        TimeAssurance::Claimed => "chỉ do người ký tự khai",
        TimeAssurance::Unknown => "không rõ",
    },
    coverage_word: |coverage| match coverage {
        Coverage::WholeFile => "toàn bộ tệp",
        Coverage::WholeRevision => "toàn bộ văn bản tại lúc ký, sau đó tệp được thêm nội dung",
        Coverage::Partial => "chỉ một phần của văn bản tại lúc ký",
    },
    changes_word: |changes| match changes {
        Changes::None => "không có",
        Changes::ValidationData => "thêm dữ liệu phục vụ kiểm tra lâu dài",
        Changes::FormFilling => "điền biểu mẫu hoặc ký thêm",
        Changes::Annotations => "thêm hoặc sửa chú thích",
        Changes::Other => "có thay đổi khác, không được giải thích",
    },
    severity: |severity| match severity {
        Severity::Error => "LỖI",
        Severity::Warning => "CẢNH BÁO",
        Severity::Info => "THÔNG TIN",
    },
    evidence: |evidence| match evidence {
        Evidence::IssuerCertificate => "chứng thư số của cơ quan cấp",
        Evidence::TrustAnchor => "chứng thư số gốc tin cậy",
        Evidence::Crl => "danh sách chứng thư số bị thu hồi (CRL)",
        Evidence::Ocsp => "trả lời trạng thái chứng thư số (OCSP)",
        Evidence::Timestamp => "dấu thời gian",
    },
    level_word: |level| match level {
        Level::None => "không đạt mức nào của PAdES",
        Level::BB => "B-B (cơ bản)",
        Level::BT => "B-T (có dấu thời gian)",
        Level::BLT => "B-LT (mang theo dữ liệu để kiểm tra lâu dài)",
        Level::BLTA => "B-LTA (lưu trữ lâu dài)",
    },
    revocation_word: |status| match status {
        RevocationStatus::Good => "chưa bị thu hồi",
        RevocationStatus::Revoked => "đã bị thu hồi",
        RevocationStatus::Unknown => "không rõ",
    },
};

static ENGLISH: Labels = Labels {
    validation_time: "Time of verification",
    file: "File",
    policy: "Policy",
    status: "Status",
    signer: "Signer",
    organization: "Organization",
    email: "E-mail",
    issuer: "Issuer of the certificate",
    anchor: "Trust anchor",
    serial: "Serial number of the certificate",
    validity: "Validity of the certificate",
    claimed_time: "Signing time (claimed by the signer)",
    best_time: "Best known signing time",
    level: "Level",
    timestamp: "Timestamp",
    revocation: "Revocation",
    integrity: "Integrity",
    identity: "Identity of the signer",
    time: "Time",
    coverage: "Covered by the signature",
    changes: "Changes after signing",
    remedy: "What to do",
    revision: "Update",
    signed_by: "signed by",
    no_update: "The file was never updated after it was first saved.",
    no_change: "nothing of the content was changed",
    left_out: "Further changes, not listed",
    objects: "objects",
    missing: "Missing for a firmer answer",
    not_known: "not known",
    verdict: |verdict| match verdict {
        Verdict::Passed => "SIGNATURE VALID",
        Verdict::Failed => "SIGNATURE NOT VALID",
        Verdict::Indeterminate => "NOT ENOUGH INFORMATION TO VERIFY THE SIGNATURE",
        Verdict::Unsigned => "THE DOCUMENT IS NOT SIGNED",
        Verdict::Unreadable => "THE FILE COULD NOT BE READ",
    },
    kind: |kind| match kind {
        Kind::Signature => "Signature",
        Kind::DocumentTimestamp => "Document timestamp",
    },
    indication: |indication| match indication {
        Indication::TotalPassed => "VALID",
        Indication::TotalFailed => "NOT VALID",
        Indication::Indeterminate => "NOT ENOUGH INFORMATION",
    },
    source: |source| match source {
        TimeSource::Timestamp => "from a timestamp",
        TimeSource::Proof => "from a proof that the verifier supplied",
        TimeSource::Claimed => "claimed by the signer, not proven",
    },
    integrity_word: |integrity| match integrity {
        Integrity::Intact => "intact",
        Integrity::Broken => "changed, or the signature is wrong",
        Integrity::Unknown => "could not be decided",
    },
    identity_word: |identity| match identity {
        Identity::Trusted => "trusted",
        Identity::Untrusted => "not trusted",
        Identity::Unknown => "could not be decided",
    },
    time_word: |time| match time {
        TimeAssurance::Proven => "proven",
        TimeAssurance::Claimed => "only claimed by the signer",
        TimeAssurance::Unknown => "not known",
    },
    coverage_word: |coverage| match coverage {
        Coverage::WholeFile => "the whole file",
        Coverage::WholeRevision => {
            "the whole document as it was signed; something was added to the file later"
        }
        Coverage::Partial => "only a part of the document as it was signed",
    },
    changes_word: |changes| match changes {
        Changes::None => "none",
        Changes::ValidationData => "data for later verification was added",
        Changes::FormFilling => "forms were filled in or signed",
        Changes::Annotations => "annotations were added or changed",
        Changes::Other => "other changes, which nothing explains",
    },
    severity: |severity| match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    },
    evidence: |evidence| match evidence {
        Evidence::IssuerCertificate => "certificate of the issuer",
        Evidence::TrustAnchor => "trusted root certificate",
        Evidence::Crl => "certificate revocation list (CRL)",
        Evidence::Ocsp => "answer about the certificate's state (OCSP)",
        Evidence::Timestamp => "timestamp",
    },
    level_word: |level| match level {
        Level::None => "none of PAdES",
        Level::BB => "B-B (basic)",
        Level::BT => "B-T (with a timestamp)",
        Level::BLT => "B-LT (carries what later verification needs)",
        Level::BLTA => "B-LTA (for the archive)",
    },
    revocation_word: |status| match status {
        RevocationStatus::Good => "not revoked",
        RevocationStatus::Revoked => "revoked",
        RevocationStatus::Unknown => "not known",
    },
};
