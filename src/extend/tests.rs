//! What is written, with validation data given by hand; and what is refused.

mod rise;
mod validation;

use super::evidence;
use super::timestamp::document_timestamp;
use super::{ExtendOptions, Level, extend, sign_at_level};
use crate::cms::TimestampAuthority;
use crate::cms::timestamp::issue::{Authority, respond};
use crate::error::{ErrorKind, Result};
use crate::limits::Limits;
use crate::pdf::signing::{Dss, dss};
use crate::pdf::{Document, pdf_maker};
use crate::pki::ValidationData;
use crate::pki::test_pki::tests::{certificate, fixed, made_at, trust};
use crate::sign::{SignOptions, sign, sign_with_timestamp};
use crate::time::Time;
use crate::verify::{Examination, UsedData, VerifyOptions, verify};

/// The authority of the test PKI, at a time of its own.
struct Tsa(Time);

impl TimestampAuthority for Tsa {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>> {
        let (chain, key) = (fixed().chain("tsa")?, &fixed().member("tsa")?.key);
        respond(request, &Authority { key, chain: &chain, time: self.0, misbehaviour: &[] })
    }
}

fn options() -> ExtendOptions {
    ExtendOptions::new(VerifyOptions::new(trust(), made_at()))
}

fn basic() -> Vec<u8> {
    let (key, chain) = (&fixed().member("person").unwrap().key, fixed().chain("person").unwrap());
    let document = pdf_maker::classic();
    sign(&document, key, &chain, &SignOptions::new(made_at()), &Limits::default())
        .unwrap()
        .append_to(&document)
}

fn timed() -> Vec<u8> {
    let (key, chain) = (&fixed().member("person").unwrap().key, fixed().chain("person").unwrap());
    let (document, options) = (pdf_maker::classic(), SignOptions::new(made_at()));
    let update = sign_with_timestamp(&document, key, &chain, &options, &Tsa(made_at()), &Limits::default());
    update.unwrap().append_to(&document)
}

/// What a verification with both revocation lists would say that it used.
fn used(document: &[u8], ids: &[&str]) -> Examination {
    let mut data = ValidationData::new();
    for list in fixed().revocation_lists() {
        data.add_crl(list, &Limits::default()).unwrap();
    }
    data.add_certificate(certificate("sub"));
    data.add_certificate(certificate("ocsp"));
    let used = ids.iter().map(|id| UsedData { signature: (*id).to_owned(), data: data.clone() });
    Examination { report: verify(document, &options().verify).unwrap(), used: used.collect() }
}

fn store_of(document: &[u8]) -> Dss {
    let document = Document::open(document, &Limits::default()).unwrap();
    dss(&document.latest(), &Limits::default()).unwrap().unwrap()
}

#[test]
fn what_was_used_is_stored_less_what_the_signature_carries() {
    let document = timed();
    let examination = used(&document, &["Signature1"]);
    let update = evidence::store(&document, &examination, &options().verify).unwrap().unwrap();
    let whole = [document.as_slice(), &update].concat();
    let store = store_of(&whole);
    // The sub CA's certificate stands in the signature. The anchor is not among what was used, but belongs to it.
    let certificates: Vec<&[u8]> = store.certificates.iter().map(|stored| stored.bytes.as_ref()).collect();
    assert_eq!(certificates, [certificate("ocsp").der(), certificate("root").der()]);
    assert_eq!(store.crls.len(), 2);
    assert_eq!(store.vri.len(), 1);
    assert_eq!(evidence::store(&whole, &examination, &options().verify), Ok(None));

    let (stamp, time) = document_timestamp(&whole, &options(), &Tsa(made_at().plus_seconds(9))).unwrap();
    assert_eq!(time, made_at().plus_seconds(9));
    let archived = [whole.as_slice(), &stamp].concat();
    let examination = used(&archived, &["Signature1", "Timestamp2"]);
    let update = evidence::store(&archived, &examination, &options().verify).unwrap().unwrap();
    // The timestamp gets its place; what it needs is there.
    let store = store_of(&[archived.as_slice(), &update].concat());
    assert_eq!((store.certificates.len(), store.crls.len(), store.vri.len()), (2, 2, 2));
}

#[test]
fn evidence_of_a_signature_that_is_not_there_belongs_to_none() {
    let document = timed();
    let examination = used(&document, &["another"]);
    let update = evidence::store(&document, &examination, &options().verify).unwrap().unwrap();
    let store = store_of(&[document.as_slice(), &update].concat());
    assert_eq!((store.certificates.len(), store.crls.len(), store.vri.len()), (2, 2, 0));
}

#[test]
fn a_timestamp_that_needs_more_space_gets_it() {
    let mut options = options();
    options.timestamp.space = 50;
    let document = basic();
    let (update, _) = document_timestamp(&document, &options, &Tsa(made_at())).unwrap();
    assert!(verify(&[document, update].concat(), &options.verify).is_ok());
}

#[test]
fn a_level_below_b_t_is_none_that_a_document_is_raised_to() {
    for level in [Level::None, Level::BB] {
        let refused = extend(&basic(), level, &options(), Some(&Tsa(made_at())), None);
        assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::InvalidArgument));
    }
}

#[test]
fn without_an_authority_nothing_is_timed() {
    let (key, chain) = (&fixed().member("person").unwrap().key, fixed().chain("person").unwrap());
    let signing = SignOptions::new(made_at());
    for level in [Level::BT, Level::BLT, Level::BLTA] {
        let document = pdf_maker::classic();
        let refused = sign_at_level(&document, key, &chain, &signing, level, &options(), None, None);
        assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::InvalidArgument));
    }
    let refused = extend(&basic(), Level::BT, &options(), None, None);
    assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::InvalidArgument));
}

#[test]
fn a_document_without_signatures_and_one_that_is_not_valid_are_refused() {
    let mut forged = basic();
    let at = memchr::memmem::find(&forged, b"Hello").unwrap();
    forged[at] = b'J';
    for (document, why) in [
        (pdf_maker::classic(), "the document has no signature"),
        (forged, "signature \"Signature1\" is not valid: TOTAL_FAILED, HASH_FAILURE"),
    ] {
        let error = extend(&document, Level::BT, &options(), Some(&Tsa(made_at())), None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LevelNotReached);
        assert!(error.detail().starts_with(why), "{error}");
    }
}
