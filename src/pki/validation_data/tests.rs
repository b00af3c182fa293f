//! What files of evidence turn out to hold.

use super::ValidationData;
use crate::asn1::write;
use crate::crypto::{DigestAlgorithm, to_pem};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::issue::ocsp::{self, OcspSpec, Responder, SingleSpec, SingleStatus};
use crate::pki::test_pki::tests::{certificate, fixed, made_at};

/// A response of the sub CA about one of the test PKI.
fn response(name: &str) -> Vec<u8> {
    let id = ocsp::certificate_id(&certificate(name), &certificate("sub"), DigestAlgorithm::Sha256);
    let single = SingleSpec {
        id: &id,
        status: SingleStatus::Good,
        this_update: made_at(),
        next_update: None,
        extensions: &[],
    };
    let sub = fixed().member("sub").expect("the sub CA");
    let spec = OcspSpec {
        responder: Responder::Name(sub.certificate.subject().der()),
        produced_at: made_at(),
        singles: &[single],
        nonce: None,
        extensions: &[],
        certificates: &[],
    };
    ocsp::response(&spec, &sub.key, sub.key.default_algorithm(DigestAlgorithm::Sha256)).expect("a response")
}

/// How many certificates, CRLs and OCSP responses.
fn count(data: &ValidationData) -> [usize; 3] {
    [data.certificates().len(), data.crls().count(), data.ocsps().count()]
}

#[test]
fn any_file_of_evidence_is_recognised_by_its_bytes() {
    let [root_crl, sub_crl] = fixed().revocation_lists();
    let (root, sub) = (certificate("root"), certificate("sub"));
    let answer = response("person");
    let mixed = [
        "Chứng cứ kèm theo\n".to_owned(),
        to_pem("CERTIFICATE", sub.der()),
        to_pem("X509 CRL", sub_crl),
        to_pem("PRIVATE KEY", &[5, 0]),
        to_pem("OCSP RESPONSE", &answer),
    ];
    for (bytes, expected) in [
        (root.der().to_vec(), [1, 0, 0]),
        (root_crl.to_vec(), [0, 1, 0]),
        (answer.clone(), [0, 0, 1]),
        ([root_crl, sub_crl].concat(), [0, 2, 0]),
        ([root.der(), root_crl, &answer].concat(), [1, 1, 1]),
        (to_pem("X509 CRL", sub_crl).into_bytes(), [0, 1, 0]),
        (mixed.concat().into_bytes(), [1, 1, 1]),
        ([b"\xef\xbb\xbf", to_pem("CERTIFICATE", sub.der()).as_bytes()].concat(), [1, 0, 0]),
    ] {
        let mut data = ValidationData::new();
        assert_eq!(data.add_from(&bytes, &Limits::default()), Ok(expected.iter().sum()));
        assert_eq!(count(&data), expected);
        // The same again changes nothing, and a clone is equal.
        assert_eq!(data.add_from(&bytes, &Limits::default()), Ok(expected.iter().sum()));
        assert_eq!((count(&data), &data.clone()), (expected, &data));
    }
}

#[test]
fn what_is_no_evidence_is_an_error_and_adds_nothing() {
    let [root_crl, _] = fixed().revocation_lists();
    let few = Limits { certificates: 2, ..Limits::default() };
    let three = [root_crl; 3].concat();
    for (bytes, limits, kind) in [
        (&b""[..], Limits::default(), ErrorKind::EmptyInput),
        (b"\r\n\r\n", Limits::default(), ErrorKind::EmptyInput),
        (
            b"-----BEGIN PRIVATE KEY-----\nBQA=\n-----END PRIVATE KEY-----\n",
            Limits::default(),
            ErrorKind::NoCertificate,
        ),
        (&root_crl[..root_crl.len() - 3], Limits::default(), ErrorKind::MalformedRevocationData),
        (&ocsp::unsuccessful(3), Limits::default(), ErrorKind::OcspUnsuccessful),
        (&write::sequence(&[write::integer(1)]), Limits::default(), ErrorKind::MalformedCertificate),
        (&[root_crl, &[0x30, 0x05, 1][..]].concat(), Limits::default(), ErrorKind::MalformedRevocationData),
        (&three, few, ErrorKind::LimitExceeded),
    ] {
        let mut data = ValidationData::new();
        assert_eq!(data.add_from(bytes, &limits).map_err(|error| error.kind()), Err(kind));
        assert!(data.is_empty());
    }
}

#[test]
fn merging_brings_what_was_not_there() {
    let [root_crl, sub_crl] = fixed().revocation_lists();
    let limits = Limits::default();
    let (mut one, mut other) = (ValidationData::new(), ValidationData::new());
    one.add_crl(root_crl, &limits).expect("a CRL");
    one.add_certificate(certificate("root"));
    other.add_crl(&[root_crl, sub_crl].concat(), &limits).expect("CRLs");
    other.add_ocsp(&response("person"), &limits).expect("a response");
    other.add_certificate(certificate("root"));
    one.merge(&other);
    assert_eq!(count(&one), [1, 2, 1]);
    assert_eq!(one.crls().collect::<Vec<_>>(), [root_crl, sub_crl]);
}
