//! Messages of other programs (testdata/cms, made by its script), and helpers for the tests below.

mod attacks;
mod building;
pub(super) mod corpus;
mod mutation;
mod odd;

use super::{AttributeOrder, Binding, CmsFault, Content, Integrity, SignedData, SignerCheck};
use crate::asn1::oid;
use crate::crypto::{self, DigestAlgorithm, PrivateKey, SignatureAlgorithm};
use crate::limits::Limits;
use crate::pki::Certificate;

/// The bytes of a file of testdata/cms.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/cms/", $name)).as_slice()
    };
}
use fixture;

const CONTENT: &[u8] = fixture!("content.txt");

fn read(message: &[u8]) -> SignedData {
    super::read(message, &Limits::default()).expect("a message")
}

/// The first signer of a detached message over [`CONTENT`].
fn check(message: &[u8]) -> SignerCheck {
    check_content(message, CONTENT, &[])
}

fn check_content(message: &[u8], content: &[u8], offered: &[Certificate]) -> SignerCheck {
    let digest = |algorithm| crypto::digest(algorithm, content);
    super::check_signer(&read(message), 0, &Content::Detached(&digest), oid::DATA, offered)
}

fn check_attached(message: &[u8]) -> SignerCheck {
    super::check_signer(&read(message), 0, &Content::Attached, oid::DATA, &[])
}

fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

fn private_key(pkcs8: &[u8]) -> PrivateKey {
    PrivateKey::from_pkcs8_der(pkcs8).expect("a key")
}

const SHA1: DigestAlgorithm = DigestAlgorithm::Sha1;
const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;
const SHA384: DigestAlgorithm = DigestAlgorithm::Sha384;
const SHA512: DigestAlgorithm = DigestAlgorithm::Sha512;

#[test]
fn detached_signatures_of_openssl_and_bouncy_castle_hold() {
    let pss = |mgf1, salt_length| SignatureAlgorithm::RsaPss { digest: SHA256, mgf1, salt_length };
    let rsa = SignatureAlgorithm::RsaPkcs1;
    let ecdsa = SignatureAlgorithm::Ecdsa;
    let cases = [
        ("detached", fixture!("detached.der"), rsa(SHA256), Binding::Missing),
        ("cades", fixture!("cades.der"), rsa(SHA256), Binding::MatchesV2),
        ("cades-sha512", fixture!("cades-sha512.der"), rsa(SHA512), Binding::MatchesV2),
        ("keyid", fixture!("keyid.der"), rsa(SHA256), Binding::Missing),
        ("sha1", fixture!("sha1.der"), rsa(SHA1), Binding::Missing),
        ("sha1-cades", fixture!("sha1-cades.der"), rsa(SHA1), Binding::MatchesV1),
        ("chain", fixture!("chain.der"), rsa(SHA256), Binding::MatchesV2),
        ("pss", fixture!("pss.der"), pss(SHA256, 222), Binding::Missing),
        ("pss-salt-20", fixture!("pss-salt-20.der"), pss(SHA256, 20), Binding::Missing),
        ("pss-mgf1-sha1", fixture!("pss-mgf1-sha1.der"), pss(SHA1, 222), Binding::Missing),
        ("p256", fixture!("p256.der"), ecdsa(SHA256), Binding::MatchesV2),
        ("p384", fixture!("p384.der"), ecdsa(SHA384), Binding::MatchesV2),
        ("p521", fixture!("p521.der"), ecdsa(SHA512), Binding::MatchesV2),
        ("bouncy-detached", fixture!("bouncy-detached.der"), rsa(SHA256), Binding::Missing),
        ("bouncy-ed25519", fixture!("bouncy-ed25519.der"), SignatureAlgorithm::Ed25519, Binding::Missing),
    ];
    for (name, message, algorithm, binding) in cases {
        let check = check(message);
        assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]), "{name}");
        assert_eq!((check.algorithm, check.signing_certificate), (Some(algorithm), binding), "{name}");
        assert_eq!(check.attribute_order, Some(AttributeOrder::Der), "{name}");
        assert!(check.signing_time.is_some() && check.signer_certificate.is_some(), "{name}");
    }
}

#[test]
fn attached_content_is_read_whole_even_in_pieces() {
    for message in [fixture!("attached.der"), fixture!("stream.der"), fixture!("bouncy-attached.der")] {
        assert_eq!(read(message).content.as_deref(), Some(CONTENT));
        let check = check_attached(message);
        assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]));
    }
}

#[test]
fn attached_content_in_a_detached_signature_is_a_fault() {
    let check = check(fixture!("attached.der"));
    assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![CmsFault::ContentAttached]));
}

#[test]
fn missing_content_in_an_attached_signature_is_a_fault() {
    let check = check_attached(fixture!("detached.der"));
    assert_eq!((check.integrity, check.faults), (Integrity::Undetermined, vec![CmsFault::ContentMissing]));
}

#[test]
fn changed_content_is_found() {
    for message in
        [fixture!("cades.der"), fixture!("p256.der"), fixture!("bouncy-ed25519.der"), fixture!("pss.der")]
    {
        let check = check_content(message, b"something else", &[]);
        assert_eq!(check.integrity, Integrity::ContentChanged);
        assert_eq!(check.faults, [CmsFault::MessageDigestMismatch]);
    }
}

#[test]
fn a_signature_without_signed_attributes_is_verified_but_faulty() {
    let good = check(fixture!("noattr.der"));
    assert_eq!((good.integrity, good.faults), (Integrity::Intact, vec![CmsFault::NoSignedAttributes]));
    let bad = check_content(fixture!("noattr.der"), b"something else", &[]);
    assert_eq!(bad.integrity, Integrity::SignatureInvalid);
    assert_eq!(bad.faults, [CmsFault::NoSignedAttributes, CmsFault::SignatureInvalid]);
}

#[test]
fn the_certificate_may_come_from_outside_the_message() {
    let absent = check(fixture!("nocerts.der"));
    assert_eq!(absent.integrity, Integrity::Undetermined);
    assert_eq!(absent.faults, [CmsFault::SignerCertificateNotFound]);
    assert_eq!(absent.signing_certificate, Binding::Mismatch);
    let offered = [certificate(fixture!("ca.crt")), certificate(fixture!("rsa.crt"))];
    let check = check_content(fixture!("nocerts.der"), CONTENT, &offered);
    assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]));
    assert_eq!(check.signer_certificate.as_ref(), offered.get(1));
}

#[test]
fn several_signers_and_none_are_faults() {
    let two = check(fixture!("two-signers.der"));
    assert_eq!(two.integrity, Integrity::Intact);
    assert_eq!(two.faults, [CmsFault::SeveralSigners { count: 2 }]);
    let none = check(fixture!("certificates-only.der"));
    assert_eq!(none.integrity, Integrity::Undetermined);
    assert_eq!(none.faults, [CmsFault::NoSigner]);
    assert_eq!(read(fixture!("certificates-only.der")).certificates, [certificate(fixture!("rsa.crt"))]);
}

#[test]
fn padding_is_accepted_and_anything_else_behind_the_message_is_a_fault() {
    for message in [fixture!("cades.der"), fixture!("bouncy-detached.der")] {
        let padded = [message, &[0; 100]].concat();
        assert_eq!((read(&padded).used, read(&padded).trailing), (message.len(), None));
        assert_eq!(check(&padded).faults, []);
        let hidden = [message, &[0; 10], b"hidden"].concat();
        let offset = message.len() + 10;
        assert_eq!(check(&hidden).faults, [CmsFault::TrailingData { offset }]);
        assert_eq!(check(&hidden).integrity, Integrity::Intact);
    }
}
