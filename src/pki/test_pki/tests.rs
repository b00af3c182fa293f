#![expect(clippy::disallowed_methods, reason = "a test reads the committed files")]

use std::path::{Path as FilePath, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::{Addresses, Material, TestPki};
use crate::asn1::oid;
use crate::crypto::{DigestAlgorithm, KeyKind, PrivateKey, digest, pem_blocks, to_pem};
use crate::error::Result;
use crate::limits::Limits;
use crate::pki::{
    Certificate, KeyUsage, Path, PathFault, PathRequest, TrustStore, build_path, certificates_from, corpus,
};
use crate::time::Time;

/// The moment as of which the committed PKI was made.
pub(crate) fn made_at() -> Time {
    "2026-11-20T00:00:00Z".parse().expect("a time")
}

/// The committed PKI with its keys: the same bytes in every run.
pub(crate) fn fixed() -> &'static TestPki {
    static FIXED: OnceLock<TestPki> = OnceLock::new();
    FIXED.get_or_init(|| TestPki::build(&Addresses::default(), made_at(), &mut Fixed).expect("a test PKI"))
}

/// The same PKI with its services below this address.
pub(crate) fn served_at(base: &str) -> TestPki {
    TestPki::build(&Addresses::below(base), made_at(), &mut Fixed).expect("a test PKI")
}

/// The root of generation 2 as anchor, and nothing else.
pub(crate) fn trust() -> TrustStore {
    let mut trust = TrustStore::new();
    trust.add_anchor(certificate("root"));
    trust
}

pub(crate) fn certificate(name: &str) -> Certificate {
    fixed().member(name).expect("a member").certificate.clone()
}

/// The keys of testdata/pki/keys, and serial numbers out of the names.
struct Fixed;

impl Material for Fixed {
    fn key(&mut self, name: &'static str, kind: KeyKind) -> Result<PrivateKey> {
        let pem = std::fs::read(folder().join("keys").join(format!("{name}.pem"))).expect("a committed key");
        let blocks = pem_blocks(&pem)?;
        let key = PrivateKey::from_pkcs8_der(&blocks.first().expect("a key").der)?;
        assert_eq!(key.kind(), kind, "{name}");
        Ok(key)
    }

    fn serial(&mut self, name: &'static str) -> Result<[u8; 8]> {
        let digest = digest(DigestAlgorithm::Sha256, name.as_bytes());
        Ok(digest.as_ref().first_chunk().copied().expect("32 octets"))
    }
}

fn folder() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki")
}

/// What is committed beside the keys: each certificate with its chain, without the root, and the CRLs.
fn committed() -> Vec<(String, Vec<u8>)> {
    let pki = fixed();
    let mut files = Vec::new();
    for member in pki.members() {
        let mut chain = pki.chain(member.name).expect("a chain");
        if chain.is_empty() {
            chain.push(member.certificate.clone());
        }
        let pem: String = chain.iter().map(|c| to_pem("CERTIFICATE", c.der())).collect();
        files.push((format!("{}.pem", member.name), pem.into_bytes()));
    }
    files.extend(pki.all_revocation_lists().map(|(name, list)| (format!("{name}.crl"), list.to_vec())));
    files
}

#[test]
#[ignore = "writes testdata/pki again after a change to the test PKI"]
fn write_the_committed_files() {
    for (name, bytes) in committed() {
        std::fs::write(folder().join(name), bytes).expect("a file");
    }
}

#[test]
fn the_committed_files_are_what_the_code_makes() {
    for (name, bytes) in committed() {
        let found = std::fs::read(folder().join(&name)).expect("a committed file");
        assert_eq!(found, bytes, "{name}");
    }
}

fn path(name: &str, trust: &TrustStore) -> Path {
    let offered = fixed().chain(name).expect("a chain");
    build_path(&PathRequest {
        leaf: &certificate(name),
        offered: &offered,
        trust,
        at: made_at(),
        limits: &Limits::default(),
    })
}

#[test]
fn each_member_has_the_path_it_was_made_for() {
    for name in ["person", "person-p256", "agency", "tsa", "ocsp", "revoked", "wrong-usage"] {
        let found = path(name, &trust());
        assert_eq!(found.chain, [certificate(name), certificate("sub"), certificate("root")], "{name}");
        assert!(found.is_good(), "{name}: {:?}", found.faults);
    }
    for (name, fault) in [
        ("expired", PathFault::Expired { index: 0, not_after: "2025-11-20".parse().expect("a time") }),
        (
            "not-yet-valid",
            PathFault::NotYetValid { index: 0, not_before: "2027-11-20".parse().expect("a time") },
        ),
    ] {
        assert_eq!(path(name, &trust()).faults, [fault], "{name}");
    }
    let stranger = path("other-person", &trust());
    assert_eq!((stranger.anchored, stranger.faults), (false, vec![PathFault::NoIssuer]));
}

#[test]
fn the_look_alike_of_generation_1_needs_its_sub_ca_pinned() {
    let mut trust = TrustStore::new();
    trust.add_anchor(certificate("g1-root"));
    let weak = |index| PathFault::WeakAlgorithm { index, digest: DigestAlgorithm::Sha1 };
    assert_eq!(path("g1-person", &trust).faults, [weak(0), weak(1)]);
    trust.add_intermediate(certificate("g1-sub"));
    assert_eq!(path("g1-person", &trust).faults, [weak(0)]);
    trust.add_intermediate(certificate("g1-person"));
    assert!(path("g1-person", &trust).is_good());
}

#[test]
fn members_say_what_they_are_for() {
    assert_eq!(certificate("person").key_kind(), Some(KeyKind::Rsa { bits: 2048 }));
    assert_eq!(certificate("person-p256").key_kind(), Some(KeyKind::EcP256));
    assert_eq!(certificate("agency").key_kind(), Some(KeyKind::Rsa { bits: 3072 }));
    assert_eq!(certificate("agency").email(), Some("vanthu@co-quan.example"));
    assert_eq!(certificate("tsa").extended_key_usage(), [oid::KP_TIME_STAMPING.0.to_vec()]);
    assert!(certificate("tsa").extension(oid::EXTENDED_KEY_USAGE).expect("purposes").critical);
    assert!(certificate("ocsp").extension(oid::OCSP_NO_CHECK).is_some());
    assert_eq!(certificate("wrong-usage").key_usage(), Some(KeyUsage::KEY_ENCIPHERMENT));
    assert_eq!(certificate("g1-person").key_usage(), Some(KeyUsage::NON_REPUDIATION));
    assert_eq!(certificate("g1-person").serial().len(), 3);
    assert_eq!(certificate("g1-root").serial().len(), 9);
    let serials: std::collections::HashSet<_> =
        fixed().members().iter().map(|member| member.certificate.serial_hex()).collect();
    assert_eq!(serials.len(), fixed().members().len());
}

/// Types, criticality and order of the extensions are those of the certificates that ours are modelled on.
#[test]
fn the_shape_is_that_of_the_real_certificates() {
    let Some(folder) = corpus::folder("gca") else { return };
    let shape = |certificate: &Certificate| -> Vec<_> {
        certificate.extensions().map(|e| (e.oid.to_string(), e.critical, lengths(e.value))).collect()
    };
    for (ours, real) in [
        ("root", "gca-root-g2.crt"),
        ("sub", "gca-cp-g2.crt"),
        ("agency", "leaf-agency-g2.pem"),
        ("person", "leaf-agency-g2.pem"),
        ("g1-root", "gca-root-g1.crt"),
        ("g1-sub", "gca-cp-g1.crt"),
    ] {
        let real = corpus::read(&folder.join(real));
        let real = certificates_from(&real, &Limits::default()).expect("a certificate");
        let real = real.first().expect("a certificate");
        let ours = certificate(ours);
        assert_eq!(shape(&ours), shape(real));
        let name = |c: &Certificate| c.issuer().to_string().matches('=').count();
        assert_eq!(name(&ours), name(real));
    }
}

/// Empty values stay empty and filled ones filled.
fn lengths(value: &[u8]) -> bool {
    value.len() > 2
}

/// Runs openssl on files in a folder of its own; `None` if it is not installed.
fn openssl(files: &[(String, Vec<u8>)], arguments: &[&str]) -> Option<(bool, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let output = Command::new("openssl").args(arguments).current_dir(folder.path()).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn openssl_accepts_our_chains_and_revocation_lists() {
    let mut files = committed();
    let crls: String = fixed().all_revocation_lists().map(|(_, crl)| to_pem("X509 CRL", crl)).collect();
    files.push(("crls.pem".to_owned(), crls.into_bytes()));
    let at = made_at().to_unix().to_string();
    let verify = |name: &str, options: &[&str], root: &str, sub: &str| {
        let leaf = format!("{name}.pem");
        let mut arguments = vec!["verify", "-attime", &at, "-CAfile", root];
        arguments.extend(options);
        if !sub.is_empty() {
            arguments.extend(["-untrusted", sub]);
        }
        arguments.push(&leaf);
        openssl(&files, &arguments)
    };
    if openssl(&[], &["version"]).is_none() {
        println!("skipped: openssl is not installed");
        return;
    }
    let strict = ["-x509_strict", "-crl_check_all", "-CRLfile", "crls.pem"];
    for name in ["person", "person-p256", "agency", "tsa", "ocsp", "wrong-usage"] {
        let (accepted, text) = verify(name, &strict, "root.pem", "sub.pem").expect("openssl");
        assert!(accepted, "{name}: {text}");
    }
    for (name, reason) in [
        ("expired", "certificate has expired"),
        ("not-yet-valid", "certificate is not yet valid"),
        ("revoked", "certificate revoked"),
    ] {
        let (accepted, text) = verify(name, &strict, "root.pem", "sub.pem").expect("openssl");
        assert!(!accepted && text.contains(reason), "{name}: {text}");
    }
    let old = verify("g1-person", &["-auth_level", "0"], "g1-root.pem", "g1-sub.pem").expect("openssl");
    assert!(old.0, "{}", old.1);
    let other = verify("other-person", &[], "other-root.pem", "").expect("openssl");
    assert!(other.0, "{}", other.1);
}

#[test]
fn bundles_of_openssl_are_read() {
    let arguments = ["crl2pkcs7", "-nocrl", "-certfile", "root.pem", "-certfile", "person.pem"];
    let Some((done, text)) = openssl(&committed(), &arguments) else {
        println!("skipped: openssl is not installed");
        return;
    };
    assert!(done, "{text}");
    let found = certificates_from(text.as_bytes(), &Limits::default());
    assert_eq!(found, Ok(vec![certificate("root"), certificate("person"), certificate("sub")]));
}
