//! What reports say about signers whose certificates a CA above them does not allow.
#![expect(clippy::unwrap_used, reason = "a test makes its own certificates")]

#[path = "support/certificate_maker.rs"]
mod certificate_maker;
#[path = "support/pdf_maker.rs"]
mod pdf_maker;

use certificate_maker::{Ca, extension, tlv};
use kyso::{
    Code, Finding, KeyKind, Language, Limits, PrivateKey, SignOptions, SubIndication, Time, TrustStore,
    Verdict, VerifyOptions, sign, verify,
};
use pdf_maker::{PdfMaker, hello};

/// The finding about a document signed by somebody with these extensions, below a CA with these.
fn finding(of_sub: &[Vec<u8>], of_signer: &[Vec<u8>], code: Code) -> Finding {
    let [root, sub] = ["TEST Gốc", "TEST Cơ quan"].map(|name| Ca::new(name, KeyKind::EcP256));
    let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let chain = [sub.issue_to("Nguyễn Văn An", key.spki(), 7, of_signer), root.issue(&sub, of_sub)];
    let at: Time = "2026-06-01T00:00:00Z".parse().unwrap();
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    maker.finish_table();
    let document = maker.into_bytes();
    let signed = sign(&document, &key, &chain, &SignOptions::new(at), &Limits::default()).unwrap();
    let mut trust = TrustStore::new();
    trust.add_anchor(root.root(&[]));
    let report = verify(&signed.append_to(&document), &VerifyOptions::new(trust, at)).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate);
    let signature = report.signatures.first().unwrap();
    assert_eq!(signature.sub_indication, Some(SubIndication::ChainConstraintsFailure));
    signature.findings.iter().find(|finding| finding.code == code).unwrap().clone()
}

const NAME_CONSTRAINTS: &[u8] = &[85, 29, 30];
const SUBJECT_ALT_NAME: &[u8] = &[85, 29, 17];
const POLICY_CONSTRAINTS: &[u8] = &[85, 29, 36];

/// nameConstraints that permit one GeneralName.
fn permitting(name: &[u8]) -> Vec<u8> {
    extension(NAME_CONSTRAINTS, &tlv(0x30, &tlv(0xa0, &tlv(0x30, name))))
}

#[test]
fn a_name_that_the_issuer_may_not_certify_is_named_in_both_languages() {
    let named = extension(SUBJECT_ALT_NAME, &tlv(0x30, &tlv(0x81, b"an@evil.example")));
    let found = finding(&[permitting(&tlv(0x81, b"gov.vn"))], &[named], Code::NameNotPermitted);
    let [vi, en] = [Language::Vi, Language::En].map(|language| found.message(language));
    assert!(vi.contains("an@evil.example") && vi.contains("Nguyễn Văn An"), "{vi}");
    assert!(en.contains("an@evil.example") && en.contains("Nguyễn Văn An"), "{en}");
    assert!(!vi.contains('{') && !en.contains('{'), "{vi} {en}");
}

#[test]
fn a_constraint_that_is_not_understood_is_no_permission() {
    // An otherName of the type 1.2.3.
    let name = tlv(0xa0, &[tlv(6, &[42, 3]), tlv(0xa0, &tlv(5, &[]))].concat());
    let named = extension(SUBJECT_ALT_NAME, &tlv(0x30, &name));
    let found = finding(&[permitting(&name)], &[named], Code::NameConstraintsUnsupported);
    let en = found.message(Language::En);
    assert!(en.contains("otherName") && !en.contains('{'), "{en}");
}

#[test]
fn a_policy_that_is_required_and_missing_is_no_pass() {
    let found =
        finding(&[extension(POLICY_CONSTRAINTS, &tlv(0x30, &tlv(0x80, &[0])))], &[], Code::NoValidPolicy);
    let vi = found.message(Language::Vi);
    assert!(vi.contains("Nguyễn Văn An") && !vi.contains('{'), "{vi}");
}
