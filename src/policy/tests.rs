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
    // ETSI TS 119 312 V2.1.1 clause 8.4 and Table D.2.
    assert_eq!(of(1023), Reliability::Never);
    assert_eq!(of(1536), Reliability::Until(time("2019-10-01")));
    assert_eq!(of(2048), Reliability::Until(time("2029-01-01")));
    assert_eq!((of(2048), of(3072)), (of(2047), Reliability::Unlimited));
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

#[test]
fn sha_1_counts_for_what_is_proven_to_be_older_than_its_end() {
    let at = |policy: Policy, when: &str| policy.digest_reliable_until(DigestAlgorithm::Sha1).at(time(when));
    assert!(at(Policy::eu_like(), "2012-07-31") && !at(Policy::eu_like(), "2012-08-01"));
    assert!(at(Policy::vn_gca(), "2017-02-22") && !at(Policy::vn_gca(), "2017-02-23"));
    assert!(!at(Policy::strict(), "2000-01-01"));
}

#[test]
fn values_that_make_no_sense_are_refused_by_the_name_of_their_key() {
    for (json, words) in [
        ("", "EOF"),
        ("[]", "not an object"),
        ("null", "not an object"),
        (r#"{"base": "lax"}"#, "base: \"lax\" is not one of strict, vn-gca, eu-like"),
        (r#"{"base": 1}"#, "base: not a text"),
        (r#"{"name": " "}"#, "name"),
        (r#"{"minimum_rsa_bits": -1}"#, "minimum_rsa_bits: invalid value: integer `-1`"),
        (r#"{"minimum_rsa_bits": "2048"}"#, "minimum_rsa_bits: invalid type"),
        (r#"{"required_level": "B-X"}"#, "\"B-X\" is not a level; there are none, B-B, B-T, B-LT, B-LTA"),
        (r#"{"accepted_changes": ["all"]}"#, "\"all\" is not a kind of change"),
        (r#"{"accepted_changes": ["annotations", "annotations"]}"#, "twice"),
        (r#"{"key_usages": ["keyCertSign"]}"#, "\"keyCertSign\" is not a key usage for signing"),
        (r#"{"key_usages": []}"#, "key_usages: one at least"),
        (r#"{"validity_model": "chain"}"#, "\"chain\" is not a validity model; there are shell"),
        (r#"{"revocation": {"signer": "never"}}"#, "revocation: unknown variant `never`"),
        (r#"{"revocation": {"freshness": "window"}}"#, "revocation: invalid type"),
        (r#"{"revocation": {"max_age": -1}}"#, "revocation: invalid value: integer `-1`"),
        (r#"{"revocation": null}"#, "revocation: invalid type: null"),
        (r#"{"timestamp": []}"#, "timestamp"),
        (r#"{"local_time_tolerance_hours": 15}"#, "local_time_tolerance_hours"),
        (r#"{"severity": {"no-timestamp": "fatal"}}"#, "\"fatal\" is not a severity"),
        (r#"{"algorithms": [{"algorithm": "sha3-256", "until": "never", "source": ""}]}"#, "sha3-256"),
        (r#"{"algorithms": [{"algorithm": "rsa", "until": "soon", "source": ""}]}"#, "soon"),
        (r#"{"algorithms": [{"algorithm": "rsa", "source": ""}]}"#, "until"),
        (
            r#"{"algorithms": [{"algorithm": "md5", "minimum_bits": 1, "until": "never", "source": ""}]}"#,
            "md5 has no minimum_bits",
        ),
        (
            r#"{"algorithms": [{"algorithm": "ed25519", "until": "never", "source": ""},
                {"algorithm": "ed25519", "until": "unlimited", "source": ""}]}"#,
            "ed25519 stands twice",
        ),
    ] {
        let detail = refused(json);
        assert!(detail.contains(words), "{json}: {detail}");
    }
}

#[test]
fn text_of_the_file_cannot_steer_a_terminal_and_is_cut() {
    let long = format!(r#"{{"base": "{}\u001b[2J"}}"#, "a".repeat(500));
    assert!(refused(&long).len() < 200);
    assert!(refused(&format!(r#"{{"{}": 1}}"#, "k".repeat(5000))).len() <= 400);
    assert!(!refused(r#"{"\u001b[2J": 1}"#).contains('\u{1b}'));
    assert!(!refused(r#"{"base": "\u001b[2J"}"#).contains('\u{1b}'));
}

#[test]
fn depth_and_size_are_limited() {
    assert!(refused(&"[".repeat(100_000)).contains("recursion"));
    assert!(refused(&" ".repeat((1 << 20) + 1)).contains("larger"));
    assert!(Policy::from_json("\u{feff}{}".as_bytes()).is_ok());
    assert!(Policy::from_json(b"\xff\xfe{}").is_err());
}

#[test]
fn damaged_policies_are_read_or_refused_and_never_loosen_silently() {
    // A small generator of our own: the same mutations in every run.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    let letters = b"{}[]\",:0123456789-+.eE truefalsn\\u\xc3\xff";
    let mut read = 0;
    for round in 0..4_000 {
        let mut json = shipped().nth(round % 3).unwrap().to_json().into_bytes();
        for _ in 0..=next(4) {
            let at = next(json.len().max(1));
            if json.is_empty() {
                break;
            }
            match next(4) {
                0 => json[at] = letters[next(letters.len())],
                1 => drop(json.remove(at)),
                2 => json.insert(at, letters[next(letters.len())]),
                _ => json.truncate(at.max(1)),
            }
        }
        let Ok(policy) = Policy::from_json(&json) else { continue };
        read += 1;
        assert_eq!(Policy::from_json(policy.to_json().as_bytes()), Ok(policy.clone()));
        // One letter does not turn a switch: "false" and "true" differ in all of theirs.
        assert!(!policy.danger_accept_weak_digests && !policy.danger_ignore_key_usage);
    }
    assert!(read > 100, "only {read} were read");
}

#[test]
fn the_page_on_trust_explains_every_key_and_shows_a_policy_that_can_be_read() {
    let page = include_str!("../../docs/trust.md");
    let whole: serde_json::Value = serde_json::from_str(&Policy::strict().to_json()).unwrap();
    for key in whole.as_object().unwrap().keys() {
        assert!(page.contains(&format!("\n| `{key}` |")), "{key}");
    }
    for part in ["revocation", "timestamp"] {
        for key in whole[part].as_object().unwrap().keys() {
            assert!(page.contains(&format!("`{key}`")), "{part}.{key}");
        }
    }
    let shown = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let policy = Policy::from_json(shown.as_bytes()).unwrap();
    assert_eq!((policy.name.as_str(), policy.minimum_rsa_bits), ("Sở Tư pháp", 3072));
    assert!(policy.timestamp.required);
    assert_eq!(policy.severity(Code::ClaimedTimeMissing), Severity::Error);
    for name in Policy::SHIPPED {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}
