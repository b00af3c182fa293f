//! Certificates that may sign timestamps, and those that may not (RFC 3161 2.3; attack C9).

use super::*;
use crate::asn1::{Oid, Tag, oid, write};
use crate::pki::KeyUsage;
use crate::pki::issue::{self as pki_issue, CertificateSpec, extension as ext};

/// A certificate with these extensions and this subject, of the key of `tsa`.
fn certificate(extensions: &[Vec<u8>]) -> Certificate {
    let tsa = fixed().member("tsa").expect("a member");
    let spec = CertificateSpec {
        serial: &[5],
        issuer: tsa.certificate.issuer().der(),
        subject: tsa.certificate.subject().der(),
        not_before: made_at(),
        not_after: made_at(),
        spki: tsa.key.spki(),
        extensions,
    };
    pki_issue::certificate(&spec, &tsa.key, tsa.key.default_algorithm(SHA256)).expect("a certificate")
}

fn faults(critical: bool, purposes: &[Oid<'_>], usage: Option<KeyUsage>) -> Vec<TimestampFault> {
    let mut extensions = vec![ext::extended_key_usage(critical, purposes)];
    extensions.extend(usage.map(|usage| ext::key_usage(true, usage)));
    authority_faults(&certificate(&extensions))
}

const STAMPING: &[Oid<'static>] = &[oid::KP_TIME_STAMPING];

#[test]
fn a_timestamp_authority_stamps_and_does_nothing_else() {
    use TimestampFault::{KeyUsageWrong, PurposeMissing, PurposeNotCritical, PurposeNotSole};
    let [signs, repudiates] = [KeyUsage::DIGITAL_SIGNATURE, KeyUsage::NON_REPUDIATION];
    for usage in [None, Some(signs), Some(repudiates), Some(signs.and(repudiates))] {
        assert_eq!(faults(true, STAMPING, usage), []);
    }
    assert_eq!(faults(false, STAMPING, None), [PurposeNotCritical]);
    let both = [oid::KP_TIME_STAMPING, oid::KP_CODE_SIGNING];
    assert_eq!(faults(true, &both, None), [PurposeNotSole]);
    assert_eq!(faults(false, &[oid::ANY_EXTENDED_KEY_USAGE], None), [PurposeMissing]);
    assert_eq!(faults(true, &[oid::KP_OCSP_SIGNING], None), [PurposeMissing]);
    for usage in
        [KeyUsage::KEY_CERT_SIGN, signs.and(KeyUsage::KEY_ENCIPHERMENT), repudiates.and(KeyUsage::CRL_SIGN)]
    {
        assert_eq!(faults(true, STAMPING, Some(usage)), [KeyUsageWrong(usage)]);
    }
    assert_eq!(authority_faults(&certificate(&[])), [PurposeMissing]);
}

#[test]
fn a_purpose_that_is_critical_only_the_second_time_is_not_critical() {
    let twice = [ext::extended_key_usage(false, STAMPING), ext::extended_key_usage(true, STAMPING)];
    assert_eq!(authority_faults(&certificate(&twice)), [TimestampFault::PurposeNotCritical]);
}

#[test]
fn only_the_tsa_of_the_test_pki_may_stamp() {
    for member in fixed().members() {
        let faults = authority_faults(&member.certificate);
        assert_eq!(faults.is_empty(), member.name == "tsa", "{}: {faults:?}", member.name);
        assert!(faults.iter().all(|fault| fault.concern() == Concern::Usage));
    }
}

#[test]
fn a_person_who_stamps_is_found_by_the_certificate() {
    let request = TimestampRequest::over(CONTENT);
    let raw = request.token(&answer_of("person", &request, &[]), &Limits::default()).expect("a token");
    let token = read(&raw, &Limits::default()).expect("a token");
    let check = check(&token);
    assert!(check.is_sound());
    let signer = check.check.signer_certificate.expect("a certificate");
    assert!(authority_faults(&signer).contains(&TimestampFault::PurposeMissing));
}

#[test]
fn the_name_of_the_authority_may_be_any_of_its_certificate() {
    let token = token(&[]);
    let named = |tsa: Vec<u8>, certificate: &Certificate| {
        TstInfo { tsa: Some(tsa), ..token.info.clone() }.names(certificate)
    };
    let url = write::tlv(Tag::context_primitive(6), b"https://tsa.example/");
    let other = write::tlv(Tag::context_primitive(6), b"https://other.example/");
    let name = pki_issue::name(&[(oid::COMMON_NAME, "TSA số 1")]);
    let shouted = pki_issue::name(&[(oid::COMMON_NAME, "tsa  SỐ 1")]);
    let directory = |name: &[u8]| write::tlv(Tag::context(4), name);
    let alternatives = write::sequence(&[url.clone(), directory(&name)]);
    let certificate = certificate(&[ext::extension(oid::SUBJECT_ALT_NAME, false, &alternatives)]);
    assert_eq!(named(url, &certificate), Some(true));
    assert_eq!(named(other, &certificate), Some(false));
    assert_eq!(named(directory(certificate.subject().der()), &certificate), Some(true));
    assert_eq!(named(directory(&shouted), &certificate), Some(true));
    assert_eq!(named(directory(certificate.issuer().der()), &certificate), Some(false));
    assert_eq!(TstInfo { tsa: None, ..token.info.clone() }.names(&certificate), None);
    assert_eq!(named(directory(&[0x30]), &certificate), Some(false));
}
