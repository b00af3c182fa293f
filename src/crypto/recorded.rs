//! Signatures made by OpenSSL (`testdata/keys/make-signatures`), with keys and parameters that are met seldom.

use std::path::Path;

use super::DigestAlgorithm::{self, Md5, Sha1, Sha256, Sha384, Sha512};
use super::SignatureAlgorithm::{self, Ecdsa, Ed25519, RsaPkcs1};
use super::backend::{Backend, Input};
use super::pure::Pure;
use super::{KeyFile, KeyKind, PublicKey, Verification, digest};
use crate::asn1::{Oid, oid, write};
use crate::error::ErrorKind;
use crate::limits::Limits;

#[expect(clippy::disallowed_methods, reason = "a test reads its data")]
fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/keys").join(name);
    std::fs::read(path).expect("test data")
}

fn key(name: &str) -> PublicKey {
    PublicKey::from_spki(&bytes(&format!("signatures/{name}.der"))).expect("a public key")
}

fn pss(digest: DigestAlgorithm, mgf1: DigestAlgorithm, salt_length: usize) -> SignatureAlgorithm {
    SignatureAlgorithm::RsaPss { digest, mgf1, salt_length }
}

const DIGESTS: [(&str, DigestAlgorithm); 5] =
    [("md5", Md5), ("sha1", Sha1), ("sha256", Sha256), ("sha384", Sha384), ("sha512", Sha512)];

/// Signature, key, algorithm.
fn all() -> Vec<(String, &'static str, SignatureAlgorithm)> {
    let mut all: Vec<(String, &'static str, SignatureAlgorithm)> = Vec::new();
    for (name, digest) in DIGESTS {
        all.push((format!("rsa-pkcs1-{name}"), "rsa", RsaPkcs1(digest)));
        all.push((format!("rsa-1024-pkcs1-{name}"), "rsa-1024", RsaPkcs1(digest)));
        if digest != Md5 {
            all.push((format!("p256-{name}"), "p256", Ecdsa(digest)));
            all.push((format!("p256-{name}"), "p256-compressed", Ecdsa(digest)));
            all.push((format!("p384-{name}"), "p384-with-parameters", Ecdsa(digest)));
            all.push((format!("p521-{name}"), "p521", Ecdsa(digest)));
        }
    }
    for (name, key, algorithm) in [
        ("rsa-pss-sha256-salt-32", "rsa", pss(Sha256, Sha256, 32)),
        ("rsa-pss-sha256-salt-20", "rsa", pss(Sha256, Sha256, 20)),
        ("rsa-pss-sha256-salt-0", "rsa", pss(Sha256, Sha256, 0)),
        ("rsa-pss-sha256-salt-222", "rsa", pss(Sha256, Sha256, 222)),
        ("rsa-pss-sha256-salt-32-mgf1-sha1", "rsa", pss(Sha256, Sha1, 32)),
        ("rsa-pss-sha512-salt-64-mgf1-sha256", "rsa", pss(Sha512, Sha256, 64)),
        ("rsa-pss-sha1-salt-20", "rsa", pss(Sha1, Sha1, 20)),
        ("rsa-1024-pss-sha256-salt-32", "rsa-1024", pss(Sha256, Sha256, 32)),
        ("rsa-pss-key-sha256-salt-32", "rsa-pss", pss(Sha256, Sha256, 32)),
        ("ed25519", "ed25519", Ed25519),
    ] {
        all.push((name.to_owned(), key, algorithm));
    }
    all
}

#[test]
fn every_signature_holds_and_only_over_its_message() {
    for (name, key_name, algorithm) in all() {
        let key = key(key_name);
        let signature = bytes(&format!("signatures/{name}"));
        assert_eq!(key.verify(algorithm, b"hello", &signature), Verification::Good, "{name}");
        assert_eq!(key.verify(algorithm, b"hallo", &signature), Verification::Bad, "{name}");
        let pure = Pure.verify(key.parts(), algorithm, Input::Message(b"hello"), &signature);
        assert_eq!(pure, Some(true), "{name}");
        if let Some(hash) = algorithm.digest() {
            let verified = key.verify_digest(algorithm, &digest(hash, b"hello"), &signature);
            assert_eq!(verified, Verification::Good, "{name}");
        }
    }
}

#[test]
fn pss_parameters_are_those_of_the_signature_and_no_others() {
    let key = key("rsa");
    let signature = bytes("signatures/rsa-pss-sha256-salt-20");
    for other in [
        pss(Sha256, Sha256, 32),
        pss(Sha256, Sha256, 19),
        pss(Sha256, Sha1, 20),
        pss(Sha256, Sha256, usize::MAX),
    ] {
        assert_eq!(key.verify(other, b"hello", &signature), Verification::Bad, "{other:?}");
    }
    assert_eq!(key.verify(RsaPkcs1(Sha256), b"hello", &signature), Verification::Bad);
}

#[test]
fn a_key_that_is_only_for_pss_does_nothing_else() {
    let file = KeyFile::open(&bytes("rsa-pss.pem"), None, &Limits::default()).expect("a key");
    let public = key("rsa-pss");
    assert_eq!(file.key.spki(), public.spki());
    let unsupported = |algorithm| {
        let checked = matches!(public.verify(algorithm, b"hello", &[0; 256]), Verification::Unsupported(_));
        let signed = file.key.sign(algorithm, b"hello").map_err(|error| error.kind());
        checked && signed == Err(ErrorKind::UnsupportedAlgorithm)
    };
    // Its parameters ask for SHA-256 and a salt of at least 32.
    assert!(unsupported(RsaPkcs1(Sha256)));
    assert!(unsupported(pss(Sha512, Sha512, 64)));
    assert!(unsupported(pss(Sha256, Sha256, 20)));
    let algorithm = file.key.default_algorithm(Sha256);
    assert_eq!(algorithm, pss(Sha256, Sha256, 32));
    let signature = file.key.sign(algorithm, b"hello").expect("a signature");
    assert_eq!(public.verify(algorithm, b"hello", &signature), Verification::Good);
}

#[test]
fn an_algorithm_goes_only_with_its_kind_of_key() {
    let unsupported = |name: &str, algorithm| {
        matches!(key(name).verify(algorithm, b"hello", &[0; 64]), Verification::Unsupported(_))
    };
    assert!(unsupported("p256", RsaPkcs1(Sha256)));
    assert!(unsupported("p256", Ed25519));
    assert!(unsupported("rsa", Ecdsa(Sha256)));
    assert!(unsupported("ed25519", Ecdsa(Sha256)));
    let by_digest = key("ed25519").verify_digest(Ed25519, &digest(Sha512, b"hello"), &[0; 64]);
    assert!(matches!(by_digest, Verification::Unsupported(_)));
    let other_digest = key("rsa").verify_digest(RsaPkcs1(Sha256), &digest(Sha512, b"hello"), &[0; 256]);
    assert!(matches!(other_digest, Verification::Unsupported(_)));
}

/// SubjectPublicKeyInfo.
fn spki(algorithm: Oid<'_>, parameters: &[u8], key: &[u8]) -> Vec<u8> {
    write::sequence(&[write::algorithm(algorithm, parameters), write::bit_string(key)])
}

#[test]
fn keys_that_are_none_verify_nothing() {
    let rsa = |modulus: &[u8], exponent: u64| {
        let key = write::sequence(&[write::unsigned(modulus), write::integer(exponent)]);
        PublicKey::from_spki(&spki(oid::RSA_ENCRYPTION, &write::null(), &key)).expect("its form is right")
    };
    let mut odd = vec![0xff; 256];
    for (what, key) in [
        ("1016 bits", rsa(&[0xff; 127], 65_537)),
        ("8200 bits", rsa(&[0xff; 1025], 65_537)),
        ("exponent 1", rsa(&odd, 1)),
        ("even exponent", rsa(&odd, 65_536)),
        ("exponent of 34 bits", rsa(&odd, (1 << 34) - 1)),
        ("even modulus", {
            odd[255] = 0xfe;
            rsa(&odd, 65_537)
        }),
        ("modulus 0", rsa(&[], 65_537)),
    ] {
        let verified = key.verify(RsaPkcs1(Sha256), b"hello", &[1; 256]);
        assert!(matches!(verified, Verification::Unsupported(_)), "{what}: {verified:?}");
    }
    let beside = spki(oid::EC_PUBLIC_KEY, &write::oid(oid::P256), &[&[4], &[1; 64][..]].concat());
    let beside = PublicKey::from_spki(&beside).expect("its form is right");
    let verified = beside.verify(Ecdsa(Sha256), b"hello", &bytes("signatures/p256-sha256"));
    assert!(matches!(verified, Verification::Unsupported(_)));
    // The neutral element of the curve: it would verify R = S = 0 for every message.
    let neutral = spki(oid::ED25519, &[], &[&[1], &[0; 31][..]].concat());
    let neutral = PublicKey::from_spki(&neutral).expect("its form is right");
    let signature = [&[1], &[0; 63][..]].concat();
    assert!(matches!(neutral.verify(Ed25519, b"hello", &signature), Verification::Unsupported(_)));
}

#[test]
fn unknown_keys_are_told_from_malformed_ones() {
    let kind = |spki: &[u8]| PublicKey::from_spki(spki).err().map(|error| error.kind());
    let ec = |parameters: &[u8]| spki(oid::EC_PUBLIC_KEY, parameters, &[4; 65]);
    assert_eq!(kind(&ec(&write::oid(Oid(&[43, 129, 4, 0, 10])))), Some(ErrorKind::UnsupportedAlgorithm));
    assert_eq!(kind(&ec(&write::null())), Some(ErrorKind::UnsupportedAlgorithm));
    assert_eq!(kind(&spki(Oid(&[42, 3]), &[], &[])), Some(ErrorKind::UnsupportedAlgorithm));
    assert_eq!(kind(&spki(oid::ED25519, &[], &[0; 31])), Some(ErrorKind::MalformedAsn1));
    assert_eq!(kind(&spki(oid::RSA_ENCRYPTION, &write::null(), &[0x30, 0])), Some(ErrorKind::MalformedAsn1));
    assert_eq!(kind(&[0x30, 0]), Some(ErrorKind::MalformedAsn1));
    let whole = bytes("signatures/rsa.der");
    for length in 0..whole.len() {
        assert_eq!(kind(&whole[..length]), Some(ErrorKind::MalformedAsn1), "cut at {length}");
    }
}

#[test]
fn kinds_have_the_names_that_people_use() {
    let name = |name: &str| key(name).kind().name();
    assert_eq!(
        ["rsa", "rsa-1024", "p256", "ed25519"].map(name),
        ["RSA-2048", "RSA-1024", "P-256", "Ed25519"]
    );
    assert_eq!(key("p521").kind(), KeyKind::EcP521);
    assert_eq!(pss(Sha256, Sha1, 20).name(), "RSA-PSS with SHA-256 and MGF1 with SHA-1");
    assert_eq!(RsaPkcs1(Sha256).name(), "RSA with SHA-256");
}
