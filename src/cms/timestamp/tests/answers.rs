//! Requests as they are sent, and what their sender takes for an answer.

use super::*;
use crate::asn1::{Tag, oid, write};
use crate::error::Error;

fn refused(request: &TimestampRequest, response: &[u8]) -> Error {
    request.token(response, &Limits::default()).expect_err("nothing to embed")
}

fn detail(request: &TimestampRequest, misbehaviour: &[Misbehaviour<'_>]) -> String {
    let error = refused(request, &answer(request, misbehaviour));
    assert_eq!(error.kind(), ErrorKind::TimestampUnusable, "{misbehaviour:?}");
    error.detail().to_owned()
}

#[test]
fn a_request_is_what_the_installed_base_understands() {
    let digest = crypto::digest(SHA256, CONTENT);
    let identifier = write::sequence(&[write::oid(oid::SHA256), write::null()]);
    let imprint = write::sequence(&[identifier, write::octet_string(digest.as_ref())]);
    let cert_req = write::boolean(true);
    let plain = write::sequence(&[write::integer(1), imprint.clone(), cert_req.clone()]);
    assert_eq!(TimestampRequest::new(digest).to_der(), plain);
    let nonce = write::tlv(Tag::INTEGER, &[0, 0xff, 1]);
    let all = [write::integer(1), imprint, write::tlv(Tag::OID, &[136, 55, 1]), nonce, cert_req];
    let request = TimestampRequest::over(CONTENT).with_nonce(&[0, 0, 0xff, 1]).with_policy("2.999.1");
    assert_eq!(request.expect("a policy").to_der(), write::sequence(&all));
}

#[test]
fn a_policy_that_is_no_identifier_is_refused() {
    let refused = TimestampRequest::over(CONTENT).with_policy("our policy").map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::InvalidArgument));
}

#[test]
fn a_token_comes_out_byte_for_byte() {
    let request = TimestampRequest::over(CONTENT);
    for misbehaviour in [
        &[][..],
        &[Misbehaviour::WithModifications],
        &[Misbehaviour::EssV1],
        &[Misbehaviour::Ber],
        &[Misbehaviour::Fraction("125"), Misbehaviour::Ordering],
        &[Misbehaviour::WrongName],
        &[Misbehaviour::TimeOff(86_400)],
    ] {
        let response = answer(&request, misbehaviour);
        let token = request.token(&response, &Limits::default()).expect("a token");
        assert!(response.ends_with(&token), "{misbehaviour:?}");
    }
}

#[test]
fn a_response_in_ber_leaves_the_token_as_it_was() {
    let request = TimestampRequest::over(CONTENT);
    for misbehaviour in [&[][..], &[Misbehaviour::Ber]] {
        let token = request.token(&answer(&request, misbehaviour), &Limits::default()).expect("a token");
        let status = [0x30, 0x80, 2, 1, 0, 0, 0];
        let response = [&[0x30, 0x80], &status[..], &token, &[0, 0]].concat();
        assert_eq!(request.token(&response, &Limits::default()), Ok(token));
    }
}

#[test]
fn every_large_nonce_comes_back() {
    for length in [1, 8, 127, 128, 300] {
        let request = TimestampRequest::over(CONTENT).with_nonce(&vec![0xa5; length]);
        assert!(request.token(&answer(&request, &[]), &Limits::default()).is_ok(), "{length}");
    }
}

#[test]
fn an_answer_to_another_question_is_of_no_use() {
    let plain = TimestampRequest::over(CONTENT);
    let nonce = plain.clone().with_nonce(&[1; 8]);
    let policy = plain.clone().with_policy("2.999.1").expect("a policy");
    assert_eq!(detail(&plain, &[Misbehaviour::WrongImprint]), "imprint of something else");
    assert_eq!(detail(&plain, &[Misbehaviour::WrongNonce]), "a nonce that was not asked for");
    assert_eq!(detail(&nonce, &[Misbehaviour::WrongNonce]), "another nonce");
    assert_eq!(detail(&nonce, &[Misbehaviour::NoNonce]), "no nonce");
    assert_eq!(detail(&policy, &[Misbehaviour::WrongPolicy]), "policy 2.999.2 instead of 2.999.1");
    let other = answer(&TimestampRequest::over(b"something else"), &[]);
    assert_eq!(refused(&plain, &other).detail(), "imprint of something else");
    let shorter = TimestampRequest::new(crypto::digest(SHA1, CONTENT));
    assert_eq!(refused(&plain, &answer(&shorter, &[])).detail(), "imprint of something else");
}

#[test]
fn a_token_that_does_not_hold_is_not_embedded() {
    let request = TimestampRequest::over(CONTENT);
    for (misbehaviour, why) in [
        (Misbehaviour::NoToken, "granted without a token"),
        (Misbehaviour::WrongSignature, "signature value"),
        (Misbehaviour::NoEss, "no signing-certificate attribute"),
        (Misbehaviour::WrongEss, "signing-certificate names another certificate"),
        (Misbehaviour::NoCertificate, "certificate not found"),
        (Misbehaviour::SeveralSigners, "2 signers"),
        (Misbehaviour::CriticalExtension, "critical extension 2.999.2"),
        (Misbehaviour::WrongVersion, "TSTInfo of version 2"),
        (Misbehaviour::WrongContentType, "content type other than id-ct-TSTInfo"),
        (Misbehaviour::Fraction(""), "genTime"),
        (Misbehaviour::Fraction("12x"), "genTime"),
    ] {
        assert_eq!(detail(&request, &[misbehaviour]), why);
    }
}

#[test]
fn a_refusal_is_told_with_all_its_reasons() {
    let request = TimestampRequest::over(CONTENT);
    for (status, failures, text, told) in [
        (2, &["badAlg"][..], "", "rejection: badAlg"),
        (
            2,
            &["badRequest", "unacceptedPolicy", "systemFailure"],
            "20 an hour",
            "rejection: badRequest, unacceptedPolicy, systemFailure, \"20 an hour\"",
        ),
        (3, &[], "later", "waiting: \"later\""),
        (4, &["timeNotAvailable"], "", "revocationWarning: timeNotAvailable"),
        (5, &[], "", "revocationNotification"),
        (
            77,
            &["addInfoNotAvailable"],
            "\u{202e}\u{1b}[31mred",
            "status 77: addInfoNotAvailable, \" [31mred\"",
        ),
    ] {
        let error = refused(&request, &answer(&request, &[Misbehaviour::Refuse(status, failures, text)]));
        assert_eq!((error.kind(), error.detail()), (ErrorKind::TimestampRefused, told));
    }
    let endless = "a".repeat(100_000);
    let error = refused(&request, &answer(&request, &[Misbehaviour::Refuse(2, &[], &endless)]));
    assert!(error.detail().len() < 250);
}

#[test]
fn a_refusal_with_a_token_is_still_a_refusal() {
    let request = TimestampRequest::over(CONTENT);
    let token = request.token(&answer(&request, &[]), &Limits::default()).expect("a token");
    let response = write::sequence(&[write::sequence(&[write::integer(2)]), token]);
    assert_eq!(refused(&request, &response).kind(), ErrorKind::TimestampRefused);
}

#[test]
fn what_is_no_response_is_of_no_use() {
    let request = TimestampRequest::over(CONTENT);
    let good = answer(&request, &[]);
    let token = request.token(&good, &Limits::default()).expect("a token");
    let behind = [&good[..], b"\n"].concat();
    let granted = write::sequence(&[write::integer(0)]);
    let two = write::sequence(&[granted.clone(), token.clone(), token.clone()]);
    let negative = write::sequence(&[write::sequence(&[write::tlv(Tag::INTEGER, &[0xff])]), token.clone()]);
    for bad in [
        &[][..],
        b"<html>502 Bad Gateway</html>",
        &good[..good.len() - 1],
        &behind,
        &token,
        &two,
        &negative,
        &[0x30, 0x80, 0, 0],
        &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
    ] {
        assert_eq!(refused(&request, bad).kind(), ErrorKind::TimestampUnusable, "{bad:?}");
    }
    let deep = [&[0x30, 0x80], &[0x30, 0x80].repeat(10_000)[..], &[0, 0]].concat();
    assert_eq!(refused(&request, &deep).kind(), ErrorKind::LimitExceeded);
    let small = Limits { cms_bytes: 1000, ..Limits::default() };
    let refused = request.token(&good, &small).map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::LimitExceeded));
}

#[test]
fn the_test_authority_refuses_what_it_does_not_understand() {
    let request = TimestampRequest::over(CONTENT);
    let chain = fixed().chain("tsa").expect("a chain");
    let key = &fixed().member("tsa").expect("a member").key;
    let authority = Authority { key, chain: &chain, time: made_at(), misbehaviour: &[] };
    let der = request.to_der();
    let unknown = [&der[..], &[]].concat();
    let at = unknown.windows(9).position(|w| w == oid::SHA256.0).expect("its algorithm");
    let mut unknown = unknown;
    unknown[at + 8] = 0x7f;
    let mut version = der.clone();
    version[4] = 2;
    for (bad, why) in [(&b"GET"[..], "badDataFormat"), (&unknown, "badAlg"), (&version, "badRequest")] {
        let response = issue::respond(bad, &authority).expect("an answer");
        let error = refused(&request, &response);
        assert_eq!(error.detail(), format!("rejection: {why}, \"the request is not understood\""));
    }
}
