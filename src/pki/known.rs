//! CA certificates of Vietnam that are recognised by their SHA-256 fingerprint. Recognising is not trusting: anchors
//! come from the caller alone, and none of these certificates is part of the library.

use std::fmt;

use super::{Certificate, Path, PathFault};

/// Which public-key infrastructure a CA certificate belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthorityLabel {
    /// The first generation of the Government Cipher Committee, from 2010; its CA certificates are signed with SHA-1.
    GcaG1,
    /// The second generation of the Government Cipher Committee, from 2018.
    GcaG2,
    /// The national root, under which public CAs stand.
    National,
    /// A public CA under the national root.
    PublicCa,
    /// None of them, or not known.
    Other,
}

impl AuthorityLabel {
    /// Every label.
    pub const ALL: &'static [Self] = &[Self::GcaG1, Self::GcaG2, Self::National, Self::PublicCa, Self::Other];

    /// The word that stands for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GcaG1 => "gca-g1",
            Self::GcaG2 => "gca-g2",
            Self::National => "national",
            Self::PublicCa => "public-ca",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for AuthorityLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for AuthorityLabel {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A certificate whose fingerprint is pinned.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KnownCertificate {
    pub(crate) label: AuthorityLabel,
    /// A short name for people.
    pub(crate) name: &'static str,
    /// The common name of its subject.
    pub(crate) common_name: &'static str,
    /// SHA-256 of the whole certificate in upper-case hexadecimal.
    pub(crate) fingerprint: &'static str,
}

/// The row of this certificate, if its fingerprint is pinned.
pub(crate) fn known(certificate: &Certificate) -> Option<&'static KnownCertificate> {
    let fingerprint = certificate.fingerprint_sha256();
    KNOWN.iter().find(|known| known.fingerprint.eq_ignore_ascii_case(&fingerprint))
}

/// Whether a certificate bears the common name of one that is pinned. Names prove nothing.
pub(crate) fn bears_known_name(certificate: &Certificate) -> bool {
    let name = certificate.subject().common_name();
    KNOWN.iter().any(|known| name.is_some_and(|name| name.to_lowercase() == known.common_name.to_lowercase()))
}

/// The label of each certificate of a path: CA certificates and anchors have one. What is pinned has its own; what
/// stands below an anchor inherits, because the anchor's key has signed it.
pub(crate) fn labels(path: &Path) -> Vec<Option<AuthorityLabel>> {
    // A signature that does not hold ends what can be inherited.
    let signed = |index: usize| {
        !path.faults.iter().any(|fault| match fault {
            PathFault::SignatureInvalid { index: at } | PathFault::SignatureUnsupported { index: at, .. } => {
                *at == index
            }
            _ => false,
        })
    };
    let last = path.chain.len().saturating_sub(1);
    let mut above = AuthorityLabel::Other;
    let mut labels: Vec<Option<AuthorityLabel>> = Vec::with_capacity(path.chain.len());
    for (index, certificate) in path.chain.iter().enumerate().rev() {
        let is_anchor = path.anchored && index == last;
        let inherited = match above {
            AuthorityLabel::National => AuthorityLabel::PublicCa,
            label => label,
        };
        let unpinned = if !is_anchor && signed(index) { inherited } else { AuthorityLabel::Other };
        let label = known(certificate).map_or(unpinned, |known| known.label);
        let is_ca = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
        labels.push((is_anchor || is_ca).then_some(label));
        above = if path.anchored { label } else { AuthorityLabel::Other };
    }
    labels.reverse();
    labels
}

/// What is pinned: certificates that were parsed and whose fingerprint is known in full.
pub(crate) const KNOWN: &[KnownCertificate] = &[
    KnownCertificate {
        label: AuthorityLabel::GcaG1,
        name: "GCA Root CA (G1)",
        common_name: "Co quan chung thuc so chuyen dung Chinh phu (RootCA)",
        fingerprint: "F7BC89054CEC7F12730D7B8CD3EB7955B163835087E5EB873EDFB584763B3F90",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG1,
        name: "GCA Government CA (G1)",
        common_name: "Co quan chung thuc so Chinh phu",
        fingerprint: "75E969C07BA35C29C72BBC1BFB880F20F3891A619B00B77EB02CA6160736A1FE",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG1,
        name: "GCA Ministry of Finance CA (G1)",
        common_name: "Co quan chung thuc so Bo Tai chinh",
        fingerprint: "A262CFA489DBBE666F8B89FAB832547809874D5A06FA9F7A38FC227EBDF40514",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG1,
        name: "GCA Ministry of Public Security CA (G1)",
        common_name: "Co quan chung thuc so Bo Cong an",
        fingerprint: "ECBF8428266C549EB1BFDC2715270D5B9DFF3BBBE2D3F0C33E0FD91F70B2D943",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG1,
        name: "GCA Communist Party CA (G1)",
        common_name: "Co quan chung thuc so Dang Cong san",
        fingerprint: "6E218B3EBC2F31B0D03205C64FD7E8920FB47187D37AFCDB4CB2BB4178BF4635",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG1,
        name: "GCA Ministry of Foreign Affairs CA (G1)",
        common_name: "Cơ quan chứng thực số Bộ Ngoại giao",
        fingerprint: "3C4281296F92D292CC952295FE41AD7D0B37438FF1D143B56C4642CC1B14BD93",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG2,
        name: "GCA Root CA G2",
        common_name: "RootCA chuyên dùng Chính phủ G2",
        fingerprint: "F04BA4B459A7C9A1B971AD9B1CB833E695A80C79AEA63B174B66A70EDFE2FDB8",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG2,
        name: "GCA State agencies CA G2",
        common_name: "CA phục vụ các cơ quan Nhà nước G2",
        fingerprint: "D8CAB7A4AEF92E6BB2509D7C61CEE7B44F3731B2D21074963530277B366FAE4B",
    },
    KnownCertificate {
        label: AuthorityLabel::GcaG2,
        name: "GCA Party agencies CA G2",
        common_name: "CA phục vụ các cơ quan Đảng G2",
        fingerprint: "E4B402E3CB4CACC0A20D21FA49BCE76BEB4EB47BA7FFB7A8F71C554DBE561A81",
    },
    KnownCertificate {
        label: AuthorityLabel::National,
        name: "Vietnam National Root CA",
        common_name: "Vietnam National Root CA",
        fingerprint: "BAC8BF609AB420A8EE1780D74F4DE5C7F7184959D2A7375B0A75E4C29F0908E7",
    },
];

#[cfg(test)]
mod tests {
    use super::super::corpus;
    use super::super::test_pki::tests::{certificate, made_at};
    use super::super::{PathRequest, TrustStore, build_path, certificates_from};
    use super::{AuthorityLabel, KNOWN, known, labels};
    use crate::limits::Limits;
    use crate::pki::{Certificate, Path, PathFault};

    /// The certificate of a file of the corpus.
    fn real(name: &str) -> Option<Certificate> {
        let bytes = corpus::read(&corpus::folder("gca")?.join(name));
        Some(certificates_from(&bytes, &Limits::default()).unwrap().remove(0))
    }

    #[test]
    fn pinned_fingerprints_are_whole_and_stand_once() {
        for (index, row) in KNOWN.iter().enumerate() {
            assert_eq!(row.fingerprint.len(), 64, "{}", row.name);
            assert!(row.fingerprint.chars().all(|c| matches!(c, '0'..='9' | 'A'..='F')), "{}", row.name);
            assert!(KNOWN[..index].iter().all(|other| other.fingerprint != row.fingerprint), "{}", row.name);
        }
    }

    #[test]
    fn the_page_on_trust_lists_exactly_what_is_pinned() {
        let page = include_str!("../../docs/trust.md");
        let ends_in_fingerprint = |row: &&str| {
            let last = row.trim_end_matches(" |").rsplit("| ").next().unwrap_or_default();
            last.len() == 64 && last.chars().all(|c| c.is_ascii_hexdigit())
        };
        let listed: Vec<&str> = page.lines().filter(ends_in_fingerprint).collect();
        let row = |known: &super::KnownCertificate| {
            format!("| {} | `{}` | {} |", known.name, known.label, known.fingerprint)
        };
        assert_eq!(listed, KNOWN.iter().map(row).collect::<Vec<_>>());
    }

    #[test]
    fn the_real_certificates_are_recognised_and_no_others() {
        let expected = [
            ("gca-root-g1.crt", Some((AuthorityLabel::GcaG1, "GCA Root CA (G1)"))),
            ("gca-cp-g1.crt", Some((AuthorityLabel::GcaG1, "GCA Government CA (G1)"))),
            ("gca-btc-g1.cer", Some((AuthorityLabel::GcaG1, "GCA Ministry of Finance CA (G1)"))),
            ("gca-bca-g1.cer", Some((AuthorityLabel::GcaG1, "GCA Ministry of Public Security CA (G1)"))),
            ("gca-dcs-g1.cer", Some((AuthorityLabel::GcaG1, "GCA Communist Party CA (G1)"))),
            ("gca-bng-g1.cer", Some((AuthorityLabel::GcaG1, "GCA Ministry of Foreign Affairs CA (G1)"))),
            ("gca-root-g2.crt", Some((AuthorityLabel::GcaG2, "GCA Root CA G2"))),
            ("gca-cp-g2.crt", Some((AuthorityLabel::GcaG2, "GCA State agencies CA G2"))),
            ("gca-dcs-g2.crt", Some((AuthorityLabel::GcaG2, "GCA Party agencies CA G2"))),
            ("vietnam-national-root-ca.pem", Some((AuthorityLabel::National, "Vietnam National Root CA"))),
            // Its fingerprint was published in part only.
            ("mic-national-root.cer", None),
            ("public-vnptca.cer", None),
            ("leaf-agency-g2.pem", None),
        ];
        for (file, expected) in expected {
            let Some(certificate) = real(file) else { return };
            assert_eq!(known(&certificate).map(|row| (row.label, row.name)), expected, "{file}");
        }
    }

    #[test]
    fn a_real_agency_leads_to_generation_2() {
        let (Some(leaf), Some(root), Some(sub)) =
            (real("leaf-agency-g2.pem"), real("gca-root-g2.crt"), real("gca-cp-g2.crt"))
        else {
            return;
        };
        let mut trust = TrustStore::new();
        trust.add_anchor(root);
        trust.add_intermediate(sub);
        let request = PathRequest {
            leaf: &leaf,
            offered: &[],
            trust: &trust,
            at: leaf.not_before(),
            limits: &Limits::default(),
        };
        let path = build_path(&request);
        assert!(path.is_good(), "{:?}", path.faults);
        let g2 = Some(AuthorityLabel::GcaG2);
        assert_eq!(labels(&path), [None, g2, g2]);
    }

    fn path(members: &[&str], anchored: bool) -> Path {
        let chain = members.iter().map(|member| certificate(member)).collect();
        Path { chain, anchored, faults: Vec::new() }
    }

    #[test]
    fn a_ca_that_nobody_has_pinned_is_another() {
        let other = Some(AuthorityLabel::Other);
        assert_eq!(labels(&path(&["person", "sub", "root"], true)), [None, other, other]);
        assert_eq!(labels(&path(&["person", "sub"], false)), [None, other]);
        // A signer that is trusted directly is an anchor.
        assert_eq!(labels(&path(&["person"], true)), [other]);
        assert_eq!(labels(&path(&[], false)), []);
        assert!(made_at() < certificate("root").not_after());
    }

    #[test]
    fn what_stands_under_the_national_root_is_a_public_ca() {
        let Some(national) = real("vietnam-national-root-ca.pem") else { return };
        let mut path = path(&["person", "sub", "root"], true);
        *path.chain.last_mut().unwrap() = national;
        let (public, national) = (Some(AuthorityLabel::PublicCa), Some(AuthorityLabel::National));
        assert_eq!(labels(&path), [None, public, national]);
        // Only if the national root has signed it.
        path.faults = vec![PathFault::SignatureInvalid { index: 1 }];
        assert_eq!(labels(&path), [None, Some(AuthorityLabel::Other), national]);
        path.anchored = false;
        assert_eq!(labels(&path), [None, Some(AuthorityLabel::Other), national]);
    }
}
