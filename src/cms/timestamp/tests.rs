//! Requests, answers and tokens, honest and otherwise.

mod answers;
mod authorities;
mod corpus;
mod mutation;
mod openssl;
mod tokens;

use super::issue::{self, Authority, Misbehaviour};
use super::*;
use crate::cms::{Binding, CmsFault, Integrity};
use crate::crypto::{self, Digest, DigestAlgorithm};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::Certificate;
use crate::pki::test_pki::tests::{fixed, made_at};

const CONTENT: &[u8] = b"what is to be dated";
const SHA1: DigestAlgorithm = DigestAlgorithm::Sha1;
const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;

/// The answer of the test authority.
fn answer(request: &TimestampRequest, misbehaviour: &[Misbehaviour<'_>]) -> Vec<u8> {
    answer_of("tsa", request, misbehaviour)
}

fn answer_of(who: &str, request: &TimestampRequest, misbehaviour: &[Misbehaviour<'_>]) -> Vec<u8> {
    let chain = fixed().chain(who).expect("a chain");
    let key = &fixed().member(who).expect("a member").key;
    let authority = Authority { key, chain: &chain, time: made_at(), misbehaviour };
    issue::respond(&request.to_der(), &authority).expect("an answer")
}

/// A token over [`CONTENT`], whether or not its requester would take it.
fn token(misbehaviour: &[Misbehaviour<'_>]) -> TimestampToken {
    read(&raw_token(SHA256, misbehaviour), &Limits::default()).expect("a token")
}

fn raw_token(imprint: DigestAlgorithm, misbehaviour: &[Misbehaviour<'_>]) -> Vec<u8> {
    let chain = fixed().chain("tsa").expect("a chain");
    let key = &fixed().member("tsa").expect("a member").key;
    let authority = Authority { key, chain: &chain, time: made_at(), misbehaviour };
    issue::token(&crypto::digest(imprint, CONTENT), &authority).expect("a token")
}

fn imprinted(algorithm: DigestAlgorithm) -> Option<Digest> {
    Some(crypto::digest(algorithm, CONTENT))
}

fn check(token: &TimestampToken) -> TokenCheck {
    check_token(token, &imprinted, &[])
}

#[test]
fn an_honest_answer_gives_a_token_that_holds() {
    let request =
        TimestampRequest::over(CONTENT).with_nonce(&[0x9f; 8]).with_policy("2.999.7").expect("a policy");
    let response = answer(&request, &[]);
    let raw = request.token(&response, &Limits::default()).expect("a token");
    assert!(response.ends_with(&raw));
    let token = read(&raw, &Limits::default()).expect("a token");
    let check = check(&token);
    assert!(check.is_sound(), "{check:?}");
    assert_eq!(check.check.signing_certificate, Binding::MatchesV2);
    assert_eq!((token.info.gen_time, token.info.weak_imprint()), (made_at(), None));
    assert_eq!(check.check.signer_certificate.map(|c| authority_faults(&c)), Some(vec![]));
}
