//! Policies as data: what the shipped ones say, and what is refused.

use super::{Freshness, Policy, Reliability, Requirement};
use crate::crypto::{DigestAlgorithm, KeyKind, SignatureAlgorithm};
use crate::error::ErrorKind;
use crate::report::{Changes, Code, Outcome, Severity, SubIndication};
use crate::time::Time;

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

fn shipped() -> impl Iterator<Item = Policy> {
    Policy::SHIPPED.iter().map(|name| Policy::shipped(name).unwrap())
}

#[track_caller]
fn refused(json: &str) -> String {
    let error = Policy::from_json(json.as_bytes()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MalformedPolicy);
    error.detail().to_owned()
}

#[test]
fn the_shipped_policies_have_their_names_and_survive_a_round_trip() {
    for (policy, name) in shipped().zip(Policy::SHIPPED) {
        assert_eq!(policy.name, *name);
        assert_eq!(Policy::from_json(policy.to_json().as_bytes()), Ok(policy.clone()), "{name}");
        assert_eq!(Policy::complete(policy.to_json().as_bytes()), Ok(policy), "{name}");
    }
    assert_eq!(Policy::shipped("lax"), None);
    assert_eq!(Policy::default(), Policy::strict());
}

#[test]
fn the_committed_files_are_what_the_library_writes() {
    let files = [include_str!("strict.json"), include_str!("vn-gca.json"), include_str!("eu-like.json")];
    for (policy, file) in shipped().zip(files) {
        assert_eq!(policy.to_json(), file, "{}", policy.name);
    }
}

#[test]
fn what_is_left_out_is_as_in_the_base() {
    assert_eq!(Policy::from_json(b"{}"), Ok(Policy::strict()));
    let own = Policy::from_json(
        br#"{"base": "vn-gca", "name": "ours", "revocation": {"freshness": {"window": {"grace_seconds": 3600}}}}"#,
    );
    let mut expected = Policy::vn_gca();
    expected.name = "ours".to_owned();
    expected.revocation.freshness = Freshness::Window { grace_seconds: 3600 };
    assert_eq!(own, Ok(expected));
    // A list is replaced, not completed.
    let own = Policy::from_json(br#"{"base": "eu-like", "accepted_changes": ["validation-data"]}"#).unwrap();
    assert_eq!(own.accepted_changes, [Changes::ValidationData]);
}

#[test]
fn an_unknown_key_is_refused_by_its_name_wherever_it_stands() {
    for json in [
        r#"{"minimum_rsa_bit": 1024}"#,
        r#"{"base": "vn-gca", "timestamp": {"minimum_rsa_bit": true}}"#,
        r#"{"revocation": {"minimum_rsa_bit": "required"}}"#,
        r#"{"revocation": {"freshness": {"window": {"grace_seconds": 0, "minimum_rsa_bit": 1}}}}"#,
        r#"{"revocation": {"freshness": {"minimum_rsa_bit": {}}}}"#,
        r#"{"algorithms": [{"algorithm": "rsa", "until": "never", "source": "", "minimum_rsa_bit": 1}]}"#,
        r#"{"severity": {"minimum_rsa_bit": "error"}}"#,
    ] {
        assert!(refused(json).contains("minimum_rsa_bit"), "{json}: {}", refused(json));
    }
}

#[test]
fn a_key_that_stands_twice_is_refused_by_its_name() {
    let detail = refused(r#"{"timestamp": {"required": true, "required": false}}"#);
    assert!(detail.contains("`required` stands twice"), "{detail}");
    assert!(refused(r#"{"base": "strict", "base": "vn-gca"}"#).contains("`base` stands twice"));
}

#[test]
fn an_algorithm_counts_by_the_longest_minimum_that_its_key_reaches() {
    let eu = Policy::eu_like();
    let of = |bits| eu.key_reliable_until(KeyKind::Rsa { bits });
    assert_eq!(of(1023), Reliability::Never);
    assert!(of(1024).end() < of(2048).end() && of(2048).end() < of(3072).end());
    assert_eq!(of(2048), of(2047));
    let strict = Policy::strict();
    assert_eq!(strict.key_reliable_until(KeyKind::Rsa { bits: 2047 }), Reliability::Never);
    assert_eq!(strict.key_reliable_until(KeyKind::Rsa { bits: 2048 }), Reliability::Unlimited);
    for kind in [KeyKind::EcP256, KeyKind::EcP384, KeyKind::EcP521, KeyKind::Ed25519] {
        assert_eq!(strict.key_reliable_until(kind), Reliability::Unlimited, "{kind}");
    }
    let own = Policy::from_json(br#"{"minimum_rsa_bits": 3072}"#).unwrap();
    assert_eq!(own.key_reliable_until(KeyKind::Rsa { bits: 2048 }), Reliability::Never);
    // What is not listed may never be relied on.
    let own = Policy::from_json(br#"{"algorithms": []}"#).unwrap();
    assert_eq!(own.key_reliable_until(KeyKind::EcP256), Reliability::Never);
    assert_eq!(own.digest_reliable_until(DigestAlgorithm::Sha512), Reliability::Never);
}

#[test]
fn no_shipped_policy_lets_broken_digests_sign_anything_new() {
    for policy in shipped() {
        for digest in [DigestAlgorithm::Md5, DigestAlgorithm::Sha1] {
            assert!(!policy.digest_reliable_until(digest).at(time("2020-01-01")), "{}", policy.name);
            let loose = Policy { danger_accept_weak_digests: true, ..policy.clone() };
            assert_eq!(loose.digest_reliable_until(digest), Reliability::Unlimited);
        }
        let sha256 = policy.digest_reliable_until(DigestAlgorithm::Sha256);
        assert!(sha256.at(time("2026-11-20")), "{}", policy.name);
        assert!(!policy.danger_accept_weak_digests && !policy.danger_ignore_key_usage);
        assert!(policy.danger_severity.is_empty());
    }
}

#[test]
fn a_signature_is_as_reliable_as_the_weakest_of_its_digests() {
    let strict = Policy::strict();
    let pss = |digest, mgf1| SignatureAlgorithm::RsaPss { digest, mgf1, salt_length: 20 };
    let until = |algorithm| strict.signature_reliable_until(algorithm);
    assert_eq!(until(pss(DigestAlgorithm::Sha256, DigestAlgorithm::Sha256)), Reliability::Unlimited);
    assert_eq!(until(pss(DigestAlgorithm::Sha256, DigestAlgorithm::Sha1)), Reliability::Never);
    assert_eq!(until(SignatureAlgorithm::Ed25519), Reliability::Unlimited);
    assert_eq!(until(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Md5)), Reliability::Never);
}

#[test]
fn reliability_ends_with_the_first_moment_that_is_named() {
    let until = Reliability::Until(time("2029-01-01"));
    assert!(until.at(time("2028-12-31T23:59:59Z")) && !until.at(time("2029-01-01")));
    assert!(Reliability::Never < until && until < Reliability::Unlimited);
}

#[test]
fn every_shipped_policy_wants_revocation_known() {
    for policy in shipped() {
        let rules = &policy.revocation;
        assert_eq!([rules.signer, rules.ca, rules.timestamp_authority], [Requirement::Required; 3]);
    }
    assert!(Policy::vn_gca().timestamp.required && !Policy::strict().timestamp.required);
}

#[test]
fn a_warning_may_be_raised_and_an_error_only_lowered_as_a_danger() {
    let own = Policy::from_json(br#"{"severity": {"no-timestamp": "error", "cms-ber": "warning"}}"#).unwrap();
    let constraint = Outcome::Indeterminate(SubIndication::SigConstraintsFailure);
    assert_eq!(
        (own.severity(Code::NoTimestamp), own.outcome(Code::NoTimestamp)),
        (Severity::Error, constraint)
    );
    assert_eq!((own.severity(Code::CmsBer), own.outcome(Code::CmsBer)), (Severity::Warning, Outcome::None));
    assert_eq!(own.outcome(Code::KeyWeak), Code::KeyWeak.outcome());
    assert!(refused(r#"{"severity": {"key-weak": "warning"}}"#).contains("danger_severity"));
    assert!(refused(r#"{"danger_severity": {"no-timestamp": "error"}}"#).contains("severity"));
    assert!(refused(r#"{"danger_severity": {"signature-wrong": "info"}}"#).contains("signature-wrong"));
    assert!(refused(r#"{"danger_severity": {"malformed-pdf": "info"}}"#).contains("malformed-pdf"));
    let own = Policy::from_json(br#"{"danger_severity": {"key-weak": "info"}}"#).unwrap();
    assert_eq!((own.severity(Code::KeyWeak), own.outcome(Code::KeyWeak)), (Severity::Info, Outcome::None));
}
