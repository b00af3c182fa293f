//! Who is in the test PKI.

use crate::asn1::{Oid, Tag, oid, write};
use crate::crypto::{DigestAlgorithm, KeyKind};

/// What one member is to be.
pub(super) struct Plan {
    pub(super) name: &'static str,
    /// The member that issues it; itself for a root. Comes earlier in the list.
    pub(super) issuer: &'static str,
    pub(super) shape: Shape,
    pub(super) key: KeyKind,
    /// In force from so many years after the given time...
    pub(super) from: i32,
    /// ... until so many.
    pub(super) until: i32,
    pub(super) subject: &'static [(Oid<'static>, &'static str)],
    pub(super) email: Option<&'static str>,
}

/// Which extensions it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Root,
    Sub,
    Signer,
    Tsa,
    Ocsp,
    WrongUsage,
    OldRoot,
    OldSub,
    OldSigner,
    Stranger,
}

impl Plan {
    /// Generation 1 signs with SHA-1.
    pub(super) fn digest(&self) -> DigestAlgorithm {
        match self.shape {
            Shape::OldRoot | Shape::OldSub | Shape::OldSigner => DigestAlgorithm::Sha1,
            _ => DigestAlgorithm::Sha256,
        }
    }

    /// The serial number out of eight octets: positive; that of the old root has its top bit set, those below it
    /// are short.
    pub(super) fn serial(&self, octets: [u8; 8]) -> Vec<u8> {
        let [first, second, third, ..] = octets;
        let mut serial = match self.shape {
            Shape::OldRoot => vec![first | 0x80],
            // The first octet must not be zero, or the number would be shorter than it looks.
            Shape::OldSub => return vec![(first & 0x7f) | 1],
            Shape::OldSigner => return vec![(first & 0x7f) | 0x40, second, third],
            _ => vec![(first & 0x7f) | 0x40],
        };
        serial.extend(octets.into_iter().skip(1));
        serial
    }
}

/// Issuers before those they issue.
pub(super) const PLANS: &[Plan] = &[
    Plan {
        name: "root",
        issuer: "root",
        shape: Shape::Root,
        key: RSA_4096,
        from: -8,
        until: 22,
        subject: &[C, O, (oid::COMMON_NAME, "TEST RootCA chuyên dùng Chính phủ G2")],
        email: None,
    },
    Plan {
        name: "sub",
        issuer: "root",
        shape: Shape::Sub,
        key: RSA_4096,
        from: -8,
        until: 22,
        subject: &[C, O, (oid::COMMON_NAME, "TEST CA phục vụ các cơ quan Nhà nước G2")],
        email: None,
    },
    Plan {
        name: "person",
        subject: &[C, L, MINISTRY, DEPARTMENT, (oid::COMMON_NAME, "Nguyễn Thị Thử Nghiệm")],
        email: Some("thunghiem@co-quan.example"),
        ..SIGNER
    },
    Plan {
        name: "person-p256",
        key: KeyKind::EcP256,
        subject: &[C, L, MINISTRY, DEPARTMENT, (oid::COMMON_NAME, "Đặng Văn Elip")],
        email: Some("elip@co-quan.example"),
        ..SIGNER
    },
    Plan {
        name: "agency",
        key: KeyKind::Rsa { bits: 3072 },
        subject: &[C, L, MINISTRY, (oid::COMMON_NAME, "CỤC KIỂM THỬ")],
        email: Some("vanthu@co-quan.example"),
        ..SIGNER
    },
    Plan {
        name: "tsa",
        shape: Shape::Tsa,
        subject: &[C, O, (oid::COMMON_NAME, "TEST Dịch vụ cấp dấu thời gian G2")],
        ..SIGNER
    },
    Plan {
        name: "ocsp",
        shape: Shape::Ocsp,
        subject: &[C, O, (oid::COMMON_NAME, "TEST Dịch vụ OCSP G2")],
        ..SIGNER
    },
    Plan {
        name: "expired",
        from: -6,
        until: -1,
        subject: &[C, L, MINISTRY, DEPARTMENT, (oid::COMMON_NAME, "Lê Văn Hết Hạn")],
        ..SIGNER
    },
    Plan {
        name: "revoked",
        subject: &[C, L, MINISTRY, DEPARTMENT, (oid::COMMON_NAME, "Trần Thị Thu Hồi")],
        ..SIGNER
    },
    Plan {
        name: "not-yet-valid",
        from: 1,
        until: 6,
        subject: &[C, L, MINISTRY, DEPARTMENT, (oid::COMMON_NAME, "Phạm Văn Chưa Hiệu Lực")],
        ..SIGNER
    },
    Plan {
        name: "wrong-usage",
        shape: Shape::WrongUsage,
        subject: &[C, L, MINISTRY, (oid::COMMON_NAME, "TEST máy chủ.co-quan.example")],
        ..SIGNER
    },
    Plan {
        name: "g1-root",
        issuer: "g1-root",
        shape: Shape::OldRoot,
        key: RSA_2048,
        from: -16,
        until: 4,
        subject: &[C, OLD_O, (oid::COMMON_NAME, "TEST Co quan chung thuc so chuyen dung Chinh phu (RootCA)")],
        email: None,
    },
    Plan {
        name: "g1-sub",
        issuer: "g1-root",
        shape: Shape::OldSub,
        key: RSA_2048,
        from: -16,
        until: 4,
        subject: &[C, OLD_O, (oid::COMMON_NAME, "TEST Co quan chung thuc so Chinh phu")],
        email: None,
    },
    Plan {
        name: "g1-person",
        issuer: "g1-sub",
        shape: Shape::OldSigner,
        subject: &[C, MINISTRY, DEPARTMENT, L, (oid::COMMON_NAME, "Phó Cục Trưởng Hoàng Thế Hệ Một")],
        email: Some("thehe1@co-quan.example"),
        ..SIGNER
    },
    Plan {
        name: "other-root",
        issuer: "other-root",
        shape: Shape::Root,
        key: RSA_2048,
        from: -8,
        until: 22,
        subject: &[C, STRANGERS, (oid::COMMON_NAME, "TEST Stranger Root CA")],
        email: None,
    },
    Plan {
        name: "other-person",
        issuer: "other-root",
        shape: Shape::Stranger,
        subject: &[C, STRANGERS, (oid::COMMON_NAME, "Người Lạ")],
        ..SIGNER
    },
];

/// The common case, of which the others name what is different.
const SIGNER: Plan = Plan {
    name: "",
    issuer: "sub",
    shape: Shape::Signer,
    key: RSA_2048,
    from: -1,
    until: 4,
    subject: &[],
    email: None,
};

const RSA_2048: KeyKind = KeyKind::Rsa { bits: 2048 };
const RSA_4096: KeyKind = KeyKind::Rsa { bits: 4096 };

type Attribute = (Oid<'static>, &'static str);

const C: Attribute = (oid::COUNTRY, "VN");
const L: Attribute = (oid::LOCALITY, "Hà Nội");
const O: Attribute = (oid::ORGANIZATION, "TEST Ban Cơ yếu Chính phủ");
const OLD_O: Attribute = (oid::ORGANIZATION, "TEST Ban Co yeu Chinh phu");
const MINISTRY: Attribute = (oid::ORGANIZATION, "TEST BỘ THỬ NGHIỆM");
const DEPARTMENT: Attribute = (oid::ORGANIZATIONAL_UNIT, "TEST Cục Kiểm thử");
const STRANGERS: Attribute = (oid::ORGANIZATION, "TEST Strangers");

/// Where the services of the PKI are said to be.
pub(crate) struct Addresses {
    pub(super) root_certificate: String,
    pub(super) root_crl: String,
    pub(super) sub_certificate: String,
    pub(super) sub_crl: String,
    pub(super) ocsp: String,
}

impl Addresses {
    /// Where the test servers serve them, below this address.
    pub(crate) fn below(base: &str) -> Self {
        let at = |path: &str| format!("{}/{path}", base.trim_end_matches('/'));
        Self {
            root_certificate: at("crt/root.crt"),
            root_crl: at("crl/root.crl"),
            sub_certificate: at("crt/sub.crt"),
            sub_crl: at("crl/sub.crl"),
            ocsp: at("ocsp"),
        }
    }
}

impl Default for Addresses {
    /// Where nothing is: `.example` is reserved (RFC 2606).
    fn default() -> Self {
        Self {
            root_certificate: ROOT_CERTIFICATE.to_owned(),
            root_crl: ROOT_CRL.to_owned(),
            sub_certificate: SUB_CERTIFICATE.to_owned(),
            sub_crl: SUB_CRL.to_owned(),
            ocsp: OCSP.to_owned(),
        }
    }
}

const ROOT_CERTIFICATE: &str = "http://ca.kyso.example/pki/pub/crt/rootcag2.crt";
const ROOT_CRL: &str = "http://ca.kyso.example/pki/pub/crl/rootcag2.crl";
const SUB_CERTIFICATE: &str = "http://ca.kyso.example/pki/pub/crt/cpcag2.crt";
const SUB_CRL: &str = "http://ca.kyso.example/pki/pub/crl/cpcag2.crl";
pub(super) const OLD_ROOT_CRL: &str = "http://ca.kyso.example/pki/pub/crl/rootca.crl";
pub(super) const OLD_SUB_CRL: &str = "http://ca.kyso.example/pki/pub/crl/cp.crl";
pub(super) const OCSP: &str = "http://ocsp.ca.kyso.example/";
pub(super) const PRACTICE_STATEMENT: &str = "https://ca.kyso.example/pki/pub/policies/CP";

/// 2.999.1.1.1.1.1: the arc for examples (X.660), where the real one is below 2.16.704, Viet Nam.
pub(super) const POLICY: Oid<'static> = Oid(&[136, 55, 1, 1, 1, 1, 1]);

/// An empty GeneralNames, as the issuerAltName of generation 1 is, although one name at least is due.
pub(super) const EMPTY_NAMES: [u8; 2] = [0x30, 0];

pub(super) fn ia5(text: &str) -> Vec<u8> {
    write::tlv(Tag::IA5_STRING, text.as_bytes())
}
