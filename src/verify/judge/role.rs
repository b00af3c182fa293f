//! Whether a person or an agency signed, as far as the certificate lets one tell.
//!
//! Decree 30/2020 Article 5 wants both on a document, but no attribute of a GCA certificate says which it is: only the
//! name does (spec: an agency has its own name as common name). So this is a reading aid, never a part of a verdict.

use crate::pki::Certificate;
use crate::report::Role;

pub(super) fn role(certificate: &Certificate) -> Role {
    let subject = certificate.subject();
    // Public CAs write who it is into the user identifier.
    if let Some(id) = subject.user_id() {
        let id = id.to_uppercase();
        if ["CCCD:", "CMND:", "HC:"].iter().any(|prefix| id.starts_with(prefix)) {
            return Role::Person;
        }
        if id.starts_with("MST:") || id.starts_with("MNS:") {
            return Role::Agency;
        }
    }
    if subject.title().is_some() {
        return Role::Person;
    }
    let Some(name) = subject.common_name() else { return Role::Unknown };
    let name = name.to_uppercase();
    let starts_with = |words: &[&str]| {
        words
            .iter()
            .any(|word| name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    if starts_with(AGENCIES) {
        Role::Agency
    } else if starts_with(FAMILY_NAMES) {
        Role::Person
    } else {
        Role::Unknown
    }
}

/// First words of the names of agencies and organisations.
const AGENCIES: &[&str] = &[
    "BAN",
    "BẢO HIỂM",
    "BỆNH VIỆN",
    "BỘ",
    "CHI CỤC",
    "CHÍNH PHỦ",
    "CÔNG AN",
    "CÔNG TY",
    "CỤC",
    "ĐẠI HỌC",
    "ĐẢNG ỦY",
    "ĐOÀN",
    "HĐND",
    "HỌC VIỆN",
    "HỘI",
    "KHO BẠC",
    "NGÂN HÀNG",
    "PHÒNG",
    "SỞ",
    "TẬP ĐOÀN",
    "THANH TRA",
    "THÀNH ỦY",
    "TỈNH ỦY",
    "TÒA ÁN",
    "TOÀ ÁN",
    "TỔNG CÔNG TY",
    "TỔNG CỤC",
    "TRUNG TÂM",
    "TRƯỜNG",
    "UBND",
    "UỶ BAN",
    "ỦY BAN",
    "VĂN PHÒNG",
    "VIỆN",
    "VỤ",
];

/// The family names that nine of ten Vietnamese bear; they come first.
const FAMILY_NAMES: &[&str] = &[
    "BÙI", "CAO", "CHU", "ĐÀM", "ĐÀO", "ĐẶNG", "ĐINH", "ĐOÀN", "ĐỖ", "DƯƠNG", "HÀ", "HOÀNG", "HỒ", "HUỲNH",
    "LÂM", "LÊ", "LƯƠNG", "LƯU", "LÝ", "MAI", "NGÔ", "NGUYỄN", "PHẠM", "PHAN", "PHÙNG", "QUÁCH", "TẠ", "TÔ",
    "TỐNG", "TRẦN", "TRỊNH", "TRƯƠNG", "VÕ", "VŨ", "VƯƠNG",
];
