//! Level B-T, in one call and in two steps.

use std::cell::{Cell, RefCell};

use super::{
    PreparedSignature, SignOptions, SignedUpdate, TimestampOptions, prepare, sign, sign_with_timestamp,
};
use crate::cms::timestamp::issue::{Authority, Misbehaviour, respond};
use crate::cms::timestamp::{Imprint, check_token, read};
use crate::cms::{self, TimestampAuthority};
use crate::crypto::{DigestAlgorithm, digest};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pdf::signing::{SignatureDictionary, SubFilter, signatures};
use crate::pdf::{Document, pdf_maker};
use crate::pki::Certificate;
use crate::pki::test_pki::tests::{fixed, made_at};

/// The authority of the test PKI, which remembers what it was asked.
struct Tsa<'m> {
    misbehaviour: &'m [Misbehaviour<'m>],
    /// So many certificates more than it needs, at each question.
    ballast: Cell<usize>,
    asked: RefCell<Vec<Vec<u8>>>,
}

impl<'m> Tsa<'m> {
    fn new(misbehaviour: &'m [Misbehaviour<'m>]) -> Self {
        Self { misbehaviour, ballast: Cell::new(0), asked: RefCell::default() }
    }
}

impl TimestampAuthority for Tsa<'_> {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>> {
        self.asked.borrow_mut().push(request.to_vec());
        let mut chain = fixed().chain("tsa")?;
        let others = fixed().members().iter().map(|member| member.certificate.clone());
        chain.extend(others.take(self.ballast.get()));
        let key = &fixed().member("tsa")?.key;
        respond(request, &Authority { key, chain: &chain, time: made_at(), misbehaviour: self.misbehaviour })
    }
}

fn chain() -> Vec<Certificate> {
    fixed().chain("person").unwrap()
}

fn options() -> SignOptions {
    SignOptions { timestamp: Some(TimestampOptions::default()), ..SignOptions::new(made_at()) }
}

fn signed(options: &SignOptions, tsa: &Tsa<'_>) -> Result<SignedUpdate> {
    let key = &fixed().member("person")?.key;
    sign_with_timestamp(&pdf_maker::classic(), key, &chain(), options, tsa, &Limits::default())
}

/// The token in the only signature, checked against the value that it is over; and the size of /Contents.
fn token(update: &SignedUpdate, imprint: DigestAlgorithm) -> (Vec<u8>, usize) {
    let (whole, limits) = (update.append_to(&pdf_maker::classic()), Limits::default());
    let document = Document::open(&whole, &limits).unwrap();
    let found = signatures(&document, &limits).unwrap();
    let dictionary = SignatureDictionary::read(&document, &found[0]).unwrap();
    let message = cms::read(&dictionary.contents, &limits).unwrap();
    let tokens = message.signers[0].signature_timestamps();
    assert_eq!(tokens.len(), 1);
    let token = read(tokens[0], &limits).unwrap();
    let check = check_token(&token, &|algorithm| Some(digest(algorithm, &message.signers[0].signature)), &[]);
    assert_eq!((check.imprint, check.faults.as_slice()), (Imprint::Matches, &[][..]));
    assert_eq!(token.info.imprint_algorithm, Some(imprint));
    assert_eq!(token.info.gen_time, made_at());
    (tokens[0].to_vec(), dictionary.contents.len())
}

#[test]
fn a_timestamp_over_the_value_is_embedded() {
    for sub_filter in [SubFilter::EtsiCadesDetached, SubFilter::AdbePkcs7Detached] {
        for imprint in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512] {
            let mut options = options();
            options.sub_filter = Some(sub_filter);
            options.timestamp = Some(TimestampOptions { digest: imprint, ..TimestampOptions::default() });
            let tsa = Tsa::new(&[]);
            token(&signed(&options, &tsa).unwrap(), imprint);
            assert_eq!(tsa.asked.borrow().len(), 1);
        }
    }
}

#[test]
fn two_steps_embed_the_token_that_one_does() {
    let (document, limits, tsa) = (pdf_maker::classic(), Limits::default(), Tsa::new(&[]));
    let mut options = options();
    let nonce = Some(vec![9; 8]);
    options.timestamp =
        Some(TimestampOptions { nonce, policy: Some("2.999.7".into()), ..Default::default() });
    let prepared = prepare(&document, &chain(), &options, &limits).unwrap();
    let prepared = {
        let restored = PreparedSignature::from_json(&prepared.to_json()).unwrap();
        assert_eq!(restored, prepared);
        restored
    };
    let value =
        fixed().member("person").unwrap().key.sign(prepared.algorithm(), prepared.to_be_signed()).unwrap();
    let request = prepared.timestamp_request(&value).unwrap();
    assert_eq!(request.digest(), &digest(DigestAlgorithm::Sha256, &value));
    let given = request.token(&tsa.timestamp(&request.to_der()).unwrap(), &limits).unwrap();
    // Zeros behind the token are not embedded.
    let padded = [given.as_slice(), &[0; 9]].concat();
    let update = prepared.complete_with_timestamp(&document, &value, &padded, &limits).unwrap();
    assert_eq!(token(&update, DigestAlgorithm::Sha256).0, given);
    // Without the token it is a signature of level B-B with space that is not used.
    assert!(prepared.complete(&document, &value).is_ok());
}

#[test]
fn a_token_over_something_else_is_not_embedded() {
    let (document, limits, tsa) = (pdf_maker::classic(), Limits::default(), Tsa::new(&[]));
    let prepared = prepare(&document, &chain(), &options(), &limits).unwrap();
    let value =
        fixed().member("person").unwrap().key.sign(prepared.algorithm(), prepared.to_be_signed()).unwrap();
    let other = crate::TimestampRequest::over(b"something else");
    let token = other.token(&tsa.timestamp(&other.to_der()).unwrap(), &limits).unwrap();
    let refused = |token: &[u8]| {
        let refused = prepared.complete_with_timestamp(&document, &value, token, &limits);
        refused.map_err(|error| error.to_string()).unwrap_err()
    };
    assert_eq!(refused(&token), "timestamp of no use: imprint of something else");
    assert!(refused(b"").starts_with("timestamp of no use"), "{}", refused(b""));
    let wrong = prepared.timestamp_request(&[1; 256]).map_err(|error| error.kind());
    assert_eq!(wrong.unwrap_err(), ErrorKind::SignatureValueInvalid);
}

#[test]
fn without_space_for_a_token_there_is_no_question() {
    let (document, limits) = (pdf_maker::classic(), Limits::default());
    let prepared = prepare(&document, &chain(), &SignOptions::new(made_at()), &limits).unwrap();
    assert!(!prepared.to_json().contains("timestamp"), "{}", prepared.to_json());
    let value =
        fixed().member("person").unwrap().key.sign(prepared.algorithm(), prepared.to_be_signed()).unwrap();
    let refused = prepared.timestamp_request(&value).map_err(|error| error.kind());
    assert_eq!(refused.unwrap_err(), ErrorKind::InvalidArgument);
}

#[test]
fn a_token_that_does_not_fit_makes_the_space_larger_once() {
    let tsa = Tsa::new(&[]);
    let mut small = options();
    small.timestamp = Some(TimestampOptions { space: 100, ..TimestampOptions::default() });
    let update = signed(&small, &tsa).unwrap();
    assert_eq!(tsa.asked.borrow().len(), 2);
    let (token, contents) = token(&update, DigestAlgorithm::Sha256);
    assert!(contents < token.len() + 6000, "{contents}");

    // One that grows each time is given up.
    struct Growing<'m>(Tsa<'m>);
    impl TimestampAuthority for Growing<'_> {
        fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>> {
            self.0.ballast.set(self.0.ballast.get() + 2);
            self.0.timestamp(request)
        }
    }
    let growing = Growing(Tsa::new(&[]));
    let key = &fixed().member("person").unwrap().key;
    let refused =
        sign_with_timestamp(&pdf_maker::classic(), key, &chain(), &small, &growing, &Limits::default());
    let error = refused.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PlaceholderTooSmall);
    assert!(error.detail().contains("bytes are missing"), "{error}");
    assert_eq!(growing.0.asked.borrow().len(), 2);
}

#[test]
fn what_the_authority_does_wrong_is_an_error() {
    for (misbehaviour, kind) in [
        (Misbehaviour::WrongImprint, ErrorKind::TimestampUnusable),
        (Misbehaviour::WrongSignature, ErrorKind::TimestampUnusable),
        (Misbehaviour::WrongEss, ErrorKind::TimestampUnusable),
        (Misbehaviour::NoToken, ErrorKind::TimestampUnusable),
        (Misbehaviour::Refuse(2, &["badAlg"], "not today"), ErrorKind::TimestampRefused),
    ] {
        let misbehaviour = [misbehaviour];
        let refused = signed(&options(), &Tsa::new(&misbehaviour)).map_err(|error| error.kind());
        assert_eq!(refused.unwrap_err(), kind, "{misbehaviour:?}");
    }
    struct Down;
    impl TimestampAuthority for Down {
        fn timestamp(&self, _: &[u8]) -> Result<Vec<u8>> {
            Err(Error::new(ErrorKind::FetchFailed, "down"))
        }
    }
    let key = &fixed().member("person").unwrap().key;
    let document = pdf_maker::classic();
    let refused = sign_with_timestamp(&document, key, &chain(), &options(), &Down, &Limits::default());
    assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::FetchFailed));
}

#[test]
fn a_token_in_ber_is_embedded_as_it_came() {
    let update = signed(&options(), &Tsa::new(&[Misbehaviour::Ber])).unwrap();
    token(&update, DigestAlgorithm::Sha256);
}

#[test]
fn what_cannot_be_asked_for_is_refused_before_anything_is_signed() {
    for (change, kind) in [
        (
            TimestampOptions { digest: DigestAlgorithm::Sha1, ..Default::default() },
            ErrorKind::UnsupportedAlgorithm,
        ),
        (TimestampOptions { policy: Some("one".into()), ..Default::default() }, ErrorKind::InvalidArgument),
    ] {
        let options = SignOptions { timestamp: Some(change), ..SignOptions::new(made_at()) };
        let tsa = Tsa::new(&[]);
        assert_eq!(signed(&options, &tsa).map_err(|error| error.kind()), Err(kind));
        assert!(tsa.asked.borrow().is_empty());
    }
}

#[test]
fn a_signature_with_space_for_a_timestamp_is_one_without() {
    let key = &fixed().member("person").unwrap().key;
    let update = sign(&pdf_maker::classic(), key, &chain(), &options(), &Limits::default()).unwrap();
    assert!(update.as_bytes().len() > 2 * 8192);
}
