//! Certificates, keys and algorithms, and the switches of the policy.

use super::*;
use crate::asn1::{Oid, oid};
use crate::crypto::KeyKind;
use crate::pki::issue::{self, CertificateSpec, extension};
use crate::policy::SigningUsage;
use crate::report::Identity;

const PASSED: (Indication, Option<SubIndication>, Vec<Code>) = (Indication::TotalPassed, None, Vec::new());

fn open(sub: SubIndication, codes: &[Code]) -> (Indication, Option<SubIndication>, Vec<Code>) {
    (Indication::Indeterminate, Some(sub), codes.to_vec())
}

#[test]
fn a_sha_1_signature_is_not_believed_unless_the_policy_says_so() {
    let signing = Signing { digest: DigestAlgorithm::Sha1, ..Signing::by("person") };
    let weak = open(SubIndication::CryptoConstraintsFailure, &[Code::DigestWeak]);
    assert_eq!(signing.judged(|_| {}), weak);
    assert_eq!(signing.judged(|options| options.policy.danger_accept_weak_digests = true), PASSED);
}

#[test]
fn keys_shorter_than_the_policy_asks_for_are_named() {
    let signing = Signing::by("person");
    let (indication, sub, codes) = signing.judged(|options| options.policy.minimum_rsa_bits = 3072);
    assert_eq!((indication, sub), (Indication::Indeterminate, Some(SubIndication::CryptoConstraintsFailure)));
    assert_eq!(codes, [Code::KeyWeak]);
    let agency = Signing::by("agency");
    assert_eq!(certificate("agency").key_kind(), Some(KeyKind::Rsa { bits: 3072 }));
    assert_eq!(agency.judged(|options| options.policy.minimum_rsa_bits = 3072), PASSED);
}

#[test]
fn a_certificate_for_something_else_is_no_signer_of_documents() {
    for member in ["tsa", "ocsp"] {
        let (indication, sub, codes) = Signing::by(member).judged(|_| {});
        assert_eq!(
            (indication, sub),
            (Indication::Indeterminate, Some(SubIndication::ChainConstraintsFailure))
        );
        assert_eq!(codes, [Code::ExtendedKeyUsageWrong], "{member}");
    }
    let (_, _, codes) = Signing::by("wrong-usage").judged(|_| {});
    assert!(codes.contains(&Code::KeyUsageWrong), "{codes:?}");
    let (_, _, codes) = Signing::by("wrong-usage").judged(|o| o.policy.danger_ignore_key_usage = true);
    assert!(!codes.contains(&Code::KeyUsageWrong), "{codes:?}");
}

#[test]
fn generation_1_needs_its_ca_certificates_pinned_and_its_signers_too() {
    let signing = Signing::by("g1-person");
    // The root of generation 2 says nothing of generation 1.
    let (indication, _, codes) = signing.judged(|_| {});
    assert_eq!(indication, Indication::Indeterminate);
    assert!(codes.contains(&Code::IssuerNotFound), "{codes:?}");
    let pin = |options: &mut VerifyOptions, members: &[&str]| {
        options.trust = TrustStore::new();
        options.trust.add_anchor(certificate("g1-root"));
        for member in members {
            options.trust.add_intermediate(certificate(member));
        }
    };
    let (indication, _, codes) = signing.judged(|options| pin(options, &[]));
    assert_eq!(indication, Indication::Indeterminate);
    // The list of revoked certificates is signed with SHA-1 too, by a CA that nobody vouches for.
    let [weak, list] = [Code::CertificateDigestWeak, Code::RevocationNotAvailable];
    assert_eq!(codes, [weak, list, weak]);
    // The signer's own certificate is signed with SHA-1: pinning the CA is not enough.
    let weak = open(SubIndication::CryptoConstraintsFailure, &[Code::CertificateDigestWeak]);
    assert_eq!(signing.judged(|options| pin(options, &["g1-sub"])), weak);
    assert_eq!(signing.judged(|options| pin(options, &["g1-sub", "g1-person"])), PASSED);
    assert_eq!(
        signing.judged(|options| {
            pin(options, &[]);
            options.policy.danger_accept_weak_digests = true;
        }),
        PASSED
    );
}

#[test]
fn without_a_trust_store_nobody_is_trusted_and_it_is_said_why() {
    let report = Signing::by("person").report(|options| options.trust = TrustStore::new());
    let signature = &report.signatures[0];
    assert_eq!(signature.indication, Indication::Indeterminate);
    assert_eq!(signature.identity, Identity::Unknown);
    assert!(signature.findings.iter().any(|finding| finding.code == Code::NoTrustStore));
}

#[test]
fn a_signature_without_binding_is_open_for_cades_and_a_warning_for_adbe() {
    let cades = Signing { signing_certificate_v2: false, ..Signing::by("person") };
    let (indication, _, codes) = cades.judged(|_| {});
    assert_eq!(
        (indication, codes),
        (Indication::Indeterminate, vec![Code::SigningCertificateAttributeMissing])
    );
    let adbe = Signing { sub_filter: SubFilter::AdbePkcs7Detached, ..cades };
    assert_eq!(adbe.judged(|_| {}), PASSED);
    let report = adbe.report(|_| {});
    assert!(report.signatures[0].findings.iter().any(|f| f.code == Code::SigningCertificateNotBound));
    assert_eq!(report.signatures[0].level, crate::report::Level::None);
}

/// A certificate of the person's key for these purposes.
fn with_purposes(purposes: &[Oid<'_>]) -> Certificate {
    let (person, sub) = (fixed().member("person").unwrap(), fixed().member("sub").unwrap());
    let spec = CertificateSpec {
        serial: &[1, 2, 3],
        issuer: sub.certificate.subject().der(),
        subject: person.certificate.subject().der(),
        not_before: person.certificate.not_before(),
        not_after: person.certificate.not_after(),
        spki: person.key.spki(),
        extensions: &[extension::extended_key_usage(false, purposes)],
    };
    issue::certificate(&spec, &sub.key, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)).unwrap()
}

#[test]
fn the_policy_may_demand_that_a_certificate_is_for_documents() {
    let judged = |purposes: &[Oid<'_>], demanded: bool| {
        let signing = Signing { certificate: Some(with_purposes(purposes)), ..Signing::by("person") };
        signing.judged(|options| options.policy.check_extended_key_usage = demanded)
    };
    let client = [oid::KP_CLIENT_AUTH, oid::KP_SMART_CARD_LOGON];
    assert_eq!(judged(&client, false), PASSED);
    let wrong = open(SubIndication::ChainConstraintsFailure, &[Code::ExtendedKeyUsageWrong]);
    assert_eq!(judged(&client, true), wrong);
    for purpose in [oid::KP_EMAIL_PROTECTION, oid::KP_DOCUMENT_SIGNING, oid::ANY_EXTENDED_KEY_USAGE] {
        assert_eq!(judged(&[oid::KP_CLIENT_AUTH, purpose], true), PASSED, "{purpose}");
    }
    // GCA's certificates name e-mail.
    assert_eq!(Signing::by("person").judged(|o| o.policy.check_extended_key_usage = true), PASSED);
    // One that is for servers alone is refused in any case (attack C9).
    assert_eq!(judged(&[oid::KP_SERVER_AUTH], false), wrong);
}

#[test]
fn the_policy_says_which_key_usage_signs() {
    // EN 319 412-2 4.3.2: nonRepudiation alone is the usage of a certificate for signatures of will.
    let usage = |wanted: SigningUsage| {
        let (_, _, codes) =
            Signing::by("g1-person").judged(|options| options.policy.key_usages = vec![wanted]);
        codes.contains(&Code::KeyUsageWrong)
    };
    assert!(usage(SigningUsage::DigitalSignature));
    assert!(!usage(SigningUsage::NonRepudiation));
}
