//! From level to level, each time verified with nothing but the document and the anchor.

use super::{Tsa, basic, options, store_of, timed};
use crate::cms::TimestampAuthority;
use crate::crypto::DigestAlgorithm;
use crate::error::{Error, ErrorKind, Result};
use crate::extend::{ExtendOptions, extend, sign_at_level};
use crate::limits::Limits;
use crate::pdf::pdf_maker;
use crate::pdf::signing::{Certification, SubFilter};
use crate::pki::ValidationData;
use crate::pki::test_pki::tests::{certificate, fixed, made_at};
use crate::report::{Evidence, Indication, Level, Missing, SignatureReport};
use crate::sign::{SignOptions, sign};
use crate::time::Time;
use crate::verify::{EvidenceSource, VerifyOptions, verify};

/// With both revocation lists at hand.
fn supplied() -> ExtendOptions {
    let mut options = options();
    for list in fixed().revocation_lists() {
        options.verify.evidence.add_crl(list, &Limits::default()).unwrap();
    }
    options
}

fn raised(document: &[u8], level: Level, options: &ExtendOptions, time: Time) -> Result<Vec<u8>> {
    let update = extend(document, level, options, Some(&Tsa(time)), None)?;
    Ok(update.append_to(document))
}

/// Whether the document has the level, a minute later.
fn nothing_to_add(document: &[u8], level: Level, options: &ExtendOptions) -> bool {
    let mut options = options.clone();
    options.verify.time = made_at().plus_seconds(60);
    extend(document, level, &options, None, None).unwrap().as_bytes().is_empty()
}

/// The first signature, verified with nothing but the anchor at this time.
fn alone(document: &[u8], time: Time) -> SignatureReport {
    let options = VerifyOptions { time, ..options().verify };
    verify(document, &options).unwrap().signatures.remove(0)
}

/// The same with the lists at hand, which the levels below B-LT need.
fn aided(document: &[u8], time: Time) -> SignatureReport {
    let options = VerifyOptions { time, ..supplied().verify };
    verify(document, &options).unwrap().signatures.remove(0)
}

fn signed_at(level: Level, change: impl FnOnce(&mut SignOptions)) -> Result<Vec<u8>> {
    let (key, chain) = (&fixed().member("person")?.key, fixed().chain("person")?);
    let (document, mut signing) = (pdf_maker::modern(), SignOptions::new(made_at()));
    change(&mut signing);
    let tsa: Option<&dyn TimestampAuthority> = Some(&Tsa(made_at()));
    let update = sign_at_level(&document, key, &chain, &signing, level, &supplied(), tsa, None)?;
    Ok(update.append_to(&document))
}

#[test]
fn each_level_is_reached_at_once() {
    for level in [Level::BB, Level::BT, Level::BLT, Level::BLTA] {
        let document = signed_at(level, |_| {}).unwrap();
        let signature = aided(&document, made_at());
        assert_eq!((signature.indication, signature.level), (Indication::TotalPassed, level));
        let passed = alone(&document, made_at()).indication == Indication::TotalPassed;
        assert_eq!(passed, matches!(level, Level::BLT | Level::BLTA), "{level}");
    }
}

#[test]
fn a_certification_and_a_signature_of_the_old_kind_rise_too() {
    for permission in [Certification::NoChanges, Certification::FormFilling] {
        let document = signed_at(Level::BLTA, |signing| signing.certify = Some(permission)).unwrap();
        assert_eq!(alone(&document, made_at()).indication, Indication::TotalPassed);
    }
    let old = signed_at(Level::BLTA, |signing| signing.sub_filter = Some(SubFilter::AdbePkcs7Detached));
    let signature = alone(&old.unwrap(), made_at());
    assert_eq!((signature.indication, signature.level), (Indication::TotalPassed, Level::None));
}

#[test]
fn a_signature_of_generation_1_rises_where_its_sha_1_certificates_are_pinned() {
    let mut options = supplied();
    for (_, list) in fixed().all_revocation_lists() {
        options.verify.evidence.add_crl(list, &Limits::default()).unwrap();
    }
    options.verify.trust.add_anchor(certificate("g1-root"));
    for pinned in ["g1-sub", "g1-person"] {
        options.verify.trust.add_intermediate(certificate(pinned));
    }
    let (key, chain) = (&fixed().member("g1-person").unwrap().key, fixed().chain("g1-person").unwrap());
    let (document, signing) = (pdf_maker::classic(), SignOptions::new(made_at()));
    let tsa: Option<&dyn TimestampAuthority> = Some(&Tsa(made_at()));
    let raise = |options: &ExtendOptions| {
        sign_at_level(&document, key, &chain, &signing, Level::BLTA, options, tsa, None)
    };
    let raised = raise(&options).unwrap().append_to(&document);
    let reader = VerifyOptions { evidence: ValidationData::new(), ..options.verify.clone() };
    let signature = verify(&raised, &reader).unwrap().signatures.remove(0);
    assert_eq!((signature.indication, signature.level), (Indication::TotalPassed, Level::BLTA));

    // Carried by the document alone, nobody vouches for them.
    options.verify.trust = super::trust();
    options.verify.trust.add_anchor(certificate("g1-root"));
    assert_eq!(raise(&options).map_err(|error| error.kind()), Err(ErrorKind::LevelNotReached));
}

#[test]
fn a_signature_rises_step_by_step_and_what_it_has_is_not_added_again() {
    let mut document = basic();
    for (step, level) in [(1, Level::BT), (2, Level::BLT), (3, Level::BLTA)] {
        let next = raised(&document, level, &supplied(), made_at().plus_seconds(step)).unwrap();
        assert!(next.starts_with(&document) && next.len() > document.len(), "{level}");
        assert_eq!(aided(&next, made_at().plus_seconds(60)).level, level);
        if level != Level::BLTA {
            assert!(nothing_to_add(&next, level, &supplied()), "{level}");
        }
        document = next;
    }
    assert!(nothing_to_add(&document, Level::BT, &supplied()));
    // What is in the store suffices now.
    assert!(nothing_to_add(&document, Level::BLT, &options()));
}

#[test]
fn an_archive_is_renewed_with_the_evidence_for_its_last_timestamp() {
    let mut document = raised(&timed(), Level::BLTA, &supplied(), made_at()).unwrap();
    let count = |document: &[u8]| {
        let store = store_of(document);
        (store.certificates.len(), store.crls.len(), store.vri.len())
    };
    let before = count(&document);
    for year in 1..=3 {
        let later = made_at().plus_seconds(year * 100 * 24 * 3600);
        let mut options = options();
        options.verify.time = later;
        document = raised(&document, Level::BLTA, &options, later).unwrap();
        let signature = alone(&document, later);
        assert_eq!((signature.indication, signature.level), (Indication::TotalPassed, Level::BLTA));
    }
    let after = count(&document);
    assert_eq!((after.0, after.1), (before.0, before.1), "the same authority needs nothing new");
    assert!(after.2 > before.2, "each timestamp has its place");
}

#[test]
fn evidence_that_is_missing_is_named_with_its_certificate() {
    let error = raised(&timed(), Level::BLT, &options(), made_at()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LevelNotReached);
    let person = fixed().member("person").unwrap().certificate.serial_hex();
    for words in ["\"Signature1\" is not LTV because missing: ", &person, "http://", "crl"] {
        assert!(error.detail().contains(words), "{words}: {error}");
    }
}

/// Hands over the lists of the test PKI.
struct Lists(usize);

impl EvidenceSource for Lists {
    fn fetch(&mut self, missing: &Missing) -> Result<Vec<u8>> {
        self.0 += 1;
        let of = missing.url.as_deref().unwrap_or_default();
        let [root, sub] = fixed().revocation_lists();
        match missing.what {
            Evidence::Crl if of.contains("rootcag2") => Ok(root.to_vec()),
            Evidence::Crl => Ok(sub.to_vec()),
            _ => Err(Error::new(ErrorKind::FetchFailed, "not here")),
        }
    }
}

#[test]
fn what_is_missing_is_fetched() {
    let (document, mut lists) = (timed(), Lists(0));
    let update = extend(&document, Level::BLT, &options(), None, Some(&mut lists)).unwrap();
    assert_eq!(alone(&update.append_to(&document), made_at()).level, Level::BLT);
    assert!(lists.0 >= 2, "{}", lists.0);
}

#[test]
fn the_clock_of_the_authority_may_be_a_little_ahead() {
    let ahead = made_at().plus_seconds(120);
    let document = raised(&basic(), Level::BLTA, &supplied(), ahead).unwrap();
    assert_eq!(alone(&document, ahead).level, Level::BLTA);
    let error = raised(&basic(), Level::BT, &supplied(), made_at().plus_seconds(3600)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LevelNotReached);
    assert!(error.detail().contains("is not B-T because"), "{error}");
}

#[test]
fn a_revoked_signer_and_a_stranger_are_not_raised() {
    for who in ["revoked", "other-person"] {
        let (key, chain) = (&fixed().member(who).unwrap().key, fixed().chain(who).unwrap());
        let (document, signing) = (pdf_maker::classic(), SignOptions::new(made_at()));
        let signed = sign(&document, key, &chain, &signing, &Limits::default()).unwrap().append_to(&document);
        let refused = raised(&signed, Level::BLT, &supplied(), made_at());
        assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::LevelNotReached), "{who}");
    }
}

#[test]
fn two_signatures_rise_together() {
    let first = signed_at(Level::BT, |_| {}).unwrap();
    let (key, chain) = (&fixed().member("agency").unwrap().key, fixed().chain("agency").unwrap());
    let signing = SignOptions::new(made_at());
    let tsa: Option<&dyn TimestampAuthority> = Some(&Tsa(made_at()));
    let update = sign_at_level(&first, key, &chain, &signing, Level::BLTA, &supplied(), tsa, None).unwrap();
    let options = VerifyOptions { time: made_at(), ..options().verify };
    let report = verify(&update.append_to(&first), &options).unwrap();
    let levels: Vec<Level> = report.signatures.iter().map(|signature| signature.level).collect();
    assert_eq!(levels.iter().filter(|level| **level == Level::BLTA).count(), 2, "{levels:?}");
}

#[test]
fn the_digest_and_the_nonce_are_what_was_asked_for() {
    let mut options = supplied();
    options.timestamp.digest = DigestAlgorithm::Sha512;
    options.timestamp.nonce = Some(vec![5; 8]);
    let document = raised(&basic(), Level::BT, &options, made_at()).unwrap();
    assert_eq!(aided(&document, made_at()).level, Level::BT);
}

#[test]
fn a_timestamp_is_added_before_the_lists_that_speak_of_it_are_there() {
    let document = raised(&basic(), Level::BT, &options(), made_at()).unwrap();
    assert_eq!(aided(&document, made_at()).level, Level::BT);
    // Not once more, and not where nobody trusts the authority.
    assert!(nothing_to_add(&document, Level::BT, &options()));
    let mut stranger = options();
    stranger.verify.trust = crate::TrustStore::new();
    let error = raised(&basic(), Level::BT, &stranger, made_at()).unwrap_err();
    assert!(error.detail().contains("is not B-T because"), "{error}");
}

#[test]
fn what_the_signature_does_not_carry_of_its_path_is_stored() {
    let (key, chain) = (&fixed().member("person").unwrap().key, fixed().chain("person").unwrap());
    let mut options = supplied();
    options.verify.trust.add_intermediate(certificate("sub"));
    let (document, signing) = (pdf_maker::classic(), SignOptions::new(made_at()));
    let tsa: Option<&dyn TimestampAuthority> = Some(&Tsa(made_at()));
    let update =
        sign_at_level(&document, key, &chain[..1], &signing, Level::BLT, &options, tsa, None).unwrap();
    let whole = update.append_to(&document);
    assert_eq!(alone(&whole, made_at()).indication, Indication::TotalPassed);
    let store = store_of(&whole);
    assert!(store.certificates.iter().any(|stored| *stored.bytes == *certificate("sub").der()));
}
