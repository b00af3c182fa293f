//! Paths through certificates made for the purpose: what real ones and PKITS do not show.

use super::{Path, PathFault, PathRequest, build_path};
use crate::asn1::{Oid, Tag, oid, write};
use crate::crypto::{DigestAlgorithm, KeyKind, PrivateKey, SignatureAlgorithm};
use crate::limits::Limits;
use crate::pki::issue::{self, CertificateSpec, extension as ext};
use crate::pki::{Certificate, KeyUsage, TrustStore};
use crate::time::Time;

pub(super) const AT: &str = "2026-06-01";
const CA_USAGE: KeyUsage = KeyUsage::KEY_CERT_SIGN.and(KeyUsage::CRL_SIGN);

/// A name and a key: a CA has one certificate for each who issued one to it.
pub(super) struct Entity {
    pub(super) name: Vec<u8>,
    pub(super) key: PrivateKey,
}

pub(super) fn entity(name: &str) -> Entity {
    let key = PrivateKey::generate(KeyKind::EcP256).expect("a key");
    Entity { name: issue::name(&[(oid::COMMON_NAME, name)]), key }
}

pub(super) fn ca_extensions() -> Vec<Vec<u8>> {
    vec![ext::basic_constraints(true, true, None), ext::key_usage(true, CA_USAGE)]
}

impl Entity {
    pub(super) fn issue(&self, subject: &Self, extensions: &[Vec<u8>]) -> Certificate {
        self.issue_for(subject, extensions, "2026-01-01", "2027-01-01")
    }

    pub(super) fn issue_for(
        &self,
        subject: &Self,
        extensions: &[Vec<u8>],
        from: &str,
        until: &str,
    ) -> Certificate {
        let time = |text: &str| text.parse::<Time>().expect("a time");
        let spec = CertificateSpec {
            serial: &[1],
            issuer: &self.name,
            subject: &subject.name,
            not_before: time(from),
            not_after: time(until),
            spki: subject.key.spki(),
            extensions,
        };
        let algorithm = self.key.default_algorithm(DigestAlgorithm::Sha256);
        issue::certificate(&spec, &self.key, algorithm).expect("a certificate")
    }

    pub(super) fn root(&self) -> Certificate {
        self.issue(self, &ca_extensions())
    }
}

pub(super) fn trusting(anchors: &[&Certificate]) -> TrustStore {
    let mut trust = TrustStore::new();
    anchors.iter().for_each(|anchor| trust.add_anchor((*anchor).clone()));
    trust
}

pub(super) fn path(leaf: &Certificate, offered: &[Certificate], trust: &TrustStore) -> Path {
    let at = AT.parse().expect("a time");
    build_path(&PathRequest { leaf, offered, trust, at, limits: &Limits::default() })
}

fn good(chain: &[&Certificate]) -> Path {
    Path { chain: chain.iter().copied().cloned().collect(), anchored: true, faults: Vec::new() }
}

#[test]
fn key_identifiers_are_a_hint_and_never_exclude() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let (anchor, wrong) = (root.root(), entity("wrong"));
    let mut extensions = ca_extensions();
    extensions.push(ext::subject_key_identifier(wrong.key.spki()).expect("a key"));
    let sub_certificate = root.issue(&sub, &extensions);
    let authority = ext::authority_key_identifier(root.key.spki()).expect("a key");
    let leaf = sub.issue(&signer, &[authority]);
    let found = path(&leaf, std::slice::from_ref(&sub_certificate), &trusting(&[&anchor]));
    assert_eq!(found, good(&[&leaf, &sub_certificate, &anchor]));
}

#[test]
fn a_ca_of_the_same_name_with_another_key_is_passed_over() {
    let (root, sub, impostor, signer) = (entity("root"), entity("sub"), entity("SUB "), entity("signer"));
    let anchor = root.root();
    let sub_certificate = root.issue(&sub, &ca_extensions());
    let impostors = [root.issue(&impostor, &ca_extensions()), impostor.root()];
    let leaf = sub.issue(&signer, &[]);
    let offered = [&impostors[..], std::slice::from_ref(&sub_certificate)].concat();
    let found = path(&leaf, &offered, &trusting(&[&anchor]));
    assert_eq!(found, good(&[&leaf, &sub_certificate, &anchor]));
    // With the impostor alone the signature is what is wrong.
    let forged = path(&leaf, &impostors, &trusting(&[&anchor]));
    assert_eq!((forged.anchored, forged.faults), (true, vec![PathFault::SignatureInvalid { index: 0 }]));
}

#[test]
fn the_way_without_faults_is_found_among_cross_certificates() {
    let (old_root, new_root, sub, signer) = (entity("old"), entity("new"), entity("sub"), entity("signer"));
    let (old_anchor, new_anchor) = (old_root.root(), new_root.root());
    let below_old = old_root.issue_for(&sub, &ca_extensions(), "2020-01-01", "2025-01-01");
    let below_new = new_root.issue(&sub, &ca_extensions());
    let bridge = new_root.issue(&old_root, &ca_extensions());
    let leaf = sub.issue(&signer, &[]);
    let offered = [below_old.clone(), bridge, below_new.clone()];
    let found = path(&leaf, &offered, &trusting(&[&old_anchor, &new_anchor]));
    assert_eq!(found, good(&[&leaf, &below_new, &new_anchor]));
    // Only the expired way leads to the old root; it is better than none.
    let expired = path(&leaf, &offered, &trusting(&[&old_anchor]));
    let fault = PathFault::Expired { index: 1, not_after: "2025-01-01".parse().expect("a time") };
    let expected = Path { faults: vec![fault], ..good(&[&leaf, &below_old, &old_anchor]) };
    assert_eq!(expired, expected);
}

#[test]
fn above_a_pinned_sub_ca_with_a_fault_there_may_be_a_good_root() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let (anchor, leaf) = (root.root(), sub.issue(&signer, &[]));
    let expired = root.issue_for(&sub, &ca_extensions(), "2020-01-01", "2025-01-01");
    let current = root.issue(&sub, &ca_extensions());
    let found = path(&leaf, std::slice::from_ref(&current), &trusting(&[&anchor, &expired]));
    assert_eq!(found, good(&[&leaf, &current, &anchor]));
}

#[test]
fn cycles_end_and_sets_in_which_everyone_issued_everyone_are_given_up() {
    let (a, b, signer) = (entity("a"), entity("b"), entity("signer"));
    let circle = [a.issue(&b, &ca_extensions()), b.issue(&a, &ca_extensions()), a.root(), b.root()];
    let leaf = a.issue(&signer, &[]);
    let found = path(&leaf, &circle, &TrustStore::new());
    assert_eq!((found.anchored, found.faults), (false, vec![PathFault::NoIssuer]));
    assert!(found.chain.len() <= 3);

    let many: Vec<_> = (0..16).map(|n| entity(&format!("ca {n}"))).collect();
    let everyone: Vec<_> =
        many.iter().flat_map(|a| many.iter().map(|b| a.issue(b, &ca_extensions()))).collect();
    let leaf = many.first().expect("a CA").issue(&signer, &[]);
    let given_up = path(&leaf, &everyone, &trusting(&[&entity("nobody's").root()]));
    assert!(!given_up.anchored);
    assert!(given_up.faults.contains(&PathFault::LimitReached), "{:?}", given_up.faults);
    // The anchor is near, and tried first.
    let anchor = entity("anchor");
    let cross = anchor.issue(many.first().expect("a CA"), &ca_extensions());
    let offered = [&everyone[..], std::slice::from_ref(&cross)].concat();
    let root = anchor.root();
    assert!(path(&leaf, &offered, &trusting(&[&root])).chain.len() <= Limits::default().path_length);
}

#[test]
fn a_path_is_no_longer_than_the_limit() {
    let chain: Vec<_> = (0..12).map(|n| entity(&format!("ca {n}"))).collect();
    let anchor = chain.first().expect("a CA").root();
    let mut offered: Vec<_> =
        chain.windows(2).map(|pair| pair[0].issue(&pair[1], &ca_extensions())).collect();
    for (length, anchored) in [(12, false), (11, false), (10, true)] {
        offered.truncate(length - 1);
        let leaf = offered.last().expect("a certificate").clone();
        let found = path(&leaf, &offered, &trusting(&[&anchor]));
        assert_eq!(found.anchored, anchored, "{length}");
        assert_eq!(found.faults.contains(&PathFault::LimitReached), !anchored, "{length}");
    }
}

#[test]
fn extensions_that_are_critical_and_unknown_repeated_or_unreadable_are_faults() {
    let (root, signer) = (entity("root"), entity("signer"));
    let anchor = root.root();
    let names = ext::extension(oid::NAME_CONSTRAINTS, true, &write::sequence(&[b""]));
    let policies = ext::extension(oid::POLICY_CONSTRAINTS, true, &write::sequence(&[b""]));
    let unknown = |critical| ext::extension(Oid(&[42, 3, 4]), critical, &[]);
    let usage = ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE);
    let critical = |oid: &str| PathFault::UnknownCriticalExtension { index: 0, oid: oid.to_owned() };
    for (extensions, faults) in [
        (vec![unknown(false), usage.clone()], vec![]),
        (vec![unknown(true)], vec![critical("1.2.3.4")]),
        (vec![names], vec![PathFault::Malformed { index: 0, what: "nameConstraints" }]),
        (vec![policies], vec![PathFault::Malformed { index: 0, what: "policyConstraints" }]),
        // Hints that must not be critical.
        (
            vec![ext::extension(oid::SUBJECT_KEY_IDENTIFIER, true, &write::octet_string(&[1]))],
            vec![critical("2.5.29.14")],
        ),
        (
            vec![usage.clone(), usage],
            vec![PathFault::DuplicateExtension { index: 0, oid: "2.5.29.15".to_owned() }],
        ),
        (
            vec![ext::extension(oid::KEY_USAGE, false, &[4, 0])],
            vec![PathFault::Malformed { index: 0, what: "keyUsage" }],
        ),
    ] {
        let leaf = root.issue(&signer, &extensions);
        assert_eq!(path(&leaf, &[], &trusting(&[&anchor])).faults, faults);
    }
}

#[test]
fn what_an_anchor_says_about_itself_counts_but_it_may_be_of_version_1() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let sub_certificate = root.issue(&sub, &ca_extensions());
    let leaf = sub.issue(&signer, &[]);
    for (extensions, faults) in [
        (vec![], vec![]),
        (vec![ext::basic_constraints(true, true, Some(1))], vec![]),
        (vec![ext::basic_constraints(true, true, Some(0))], vec![PathFault::PathLengthExceeded { index: 2 }]),
        (vec![ext::basic_constraints(true, false, None)], vec![PathFault::NotCa { index: 2 }]),
        (
            vec![ext::basic_constraints(true, true, None), ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE)],
            vec![PathFault::NoCertSign { index: 2 }],
        ),
        // The certificate of a signer was pinned, and the signer issues certificates.
        (
            vec![ext::extension(oid::NETSCAPE_COMMENT, false, &write::null())],
            vec![PathFault::NotCa { index: 2 }],
        ),
    ] {
        let anchor = root.issue(&root, &extensions);
        let found = path(&leaf, std::slice::from_ref(&sub_certificate), &trusting(&[&anchor]));
        assert_eq!(found.faults, faults);
    }
    // An intermediate of version 1 says nothing about being a CA and is none.
    let silent = root.issue(&sub, &[]);
    let found = path(&leaf, std::slice::from_ref(&silent), &trusting(&[&root.root()]));
    assert_eq!(found.faults, [PathFault::NotCa { index: 1 }]);
}

#[test]
fn signatures_with_a_broken_digest_and_short_keys_are_weak() {
    let root = PrivateKey::generate(KeyKind::Rsa { bits: 2048 }).expect("a key");
    let name = issue::name(&[(oid::COMMON_NAME, "root")]);
    let issue = |spki: &[u8], subject: &[u8], digest| {
        let spec = CertificateSpec {
            serial: &[1],
            issuer: &name,
            subject,
            not_before: "2026-01-01".parse().expect("a time"),
            not_after: "2027-01-01".parse().expect("a time"),
            spki,
            extensions: &[],
        };
        issue::certificate(&spec, &root, SignatureAlgorithm::RsaPkcs1(digest)).expect("a certificate")
    };
    let anchor = issue(root.spki(), &name, DigestAlgorithm::Md5);
    let signer = issue::name(&[(oid::COMMON_NAME, "signer")]);
    for digest in [DigestAlgorithm::Md5, DigestAlgorithm::Sha1] {
        let leaf = issue(entity("signer").key.spki(), &signer, digest);
        let found = path(&leaf, &[], &trusting(&[&anchor]));
        assert_eq!(found.faults, [PathFault::WeakAlgorithm { index: 0, digest }]);
    }
    let modulus = write::unsigned(&[0xc1; 128]);
    let key = write::sequence(&[modulus, write::integer(65_537)]);
    let rsa = write::algorithm(oid::RSA_ENCRYPTION, &write::null());
    let short = write::sequence(&[rsa, write::bit_string(&key)]);
    let leaf = issue(&short, &signer, DigestAlgorithm::Sha256);
    let found = path(&leaf, &[], &trusting(&[&anchor]));
    assert_eq!(found.faults, [PathFault::WeakKey { index: 0, bits: 1024 }]);
}

#[test]
fn the_algorithm_beside_the_signature_must_be_the_signed_one() {
    let (root, signer) = (entity("root"), entity("signer"));
    let leaf = root.issue(&signer, &[]);
    // The outer identifier names SHA-384 where SHA-256 was signed: the last arc 3 instead of 2.
    let mut der = leaf.der().to_vec();
    let outer = der.windows(8).rposition(|window| window == oid::ECDSA_WITH_SHA256.0).expect("an algorithm");
    der[outer + 7] = 3;
    let changed = Certificate::from_der(&der).expect("a certificate");
    let faults = path(&changed, &[], &trusting(&[&root.root()])).faults;
    assert!(faults.contains(&PathFault::Malformed { index: 0, what: "signature algorithm" }), "{faults:?}");
}

#[test]
fn one_changed_bit_anywhere_in_a_certificate_is_never_good() {
    let (root, signer) = (entity("root"), entity("signer"));
    let usage = ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE);
    let (anchor, leaf) = (root.root(), root.issue(&signer, &[usage]));
    let trust = trusting(&[&anchor]);
    assert!(path(&leaf, &[], &trust).is_good());
    for at in 0..leaf.der().len() {
        for bit in 0..8 {
            let mut der = leaf.der().to_vec();
            der[at] ^= 1 << bit;
            if let Ok(changed) = Certificate::from_der(&der) {
                assert!(!path(&changed, &[], &trust).is_good(), "bit {bit} of byte {at}");
            }
        }
    }
}

#[test]
fn a_signature_of_broken_octets_is_invalid_and_an_empty_issuer_has_no_issuer() {
    let (root, signer) = (entity("root"), entity("signer"));
    let (anchor, leaf) = (root.root(), root.issue(&signer, &[]));
    let mut der = leaf.der().to_vec();
    let bits = der.len() - leaf.signature().len() - 1;
    assert_eq!(der[bits - 2], Tag::BIT_STRING.0);
    der[bits] = 1;
    let changed = Certificate::from_der(&der).expect("a certificate");
    let found = path(&changed, &[], &trusting(&[&anchor]));
    assert_eq!(found.faults, [PathFault::SignatureInvalid { index: 0 }]);

    let nameless =
        Entity { name: issue::name(&[]), key: PrivateKey::generate(KeyKind::EcP256).expect("a key") };
    let leaf = nameless.issue(&signer, &[]);
    let found = path(&leaf, &[], &trusting(&[&nameless.root()]));
    assert_eq!(found.faults, [PathFault::NoIssuer]);
}
