//! The test PKI, as `kyso pki new` makes it.

use crate::limits::Limits;
use crate::pki::crl::CrlReason;
use crate::pki::revocation::{RevocationAnswer, RevocationChecker, Signer, Source, Status};
use crate::pki::test_pki::tests::{certificate, fixed, made_at, trust};
use crate::pki::{PathFinder, ValidationData};

fn check(name: &str, data: &ValidationData) -> Vec<RevocationAnswer> {
    let (limits, trust) = (Limits::default(), trust());
    let mut finder = PathFinder::new(&trust, Vec::new(), &limits);
    let mut checker = RevocationChecker::new(data, &limits);
    checker.check(&certificate(name), &certificate("sub"), &mut finder, made_at())
}

#[test]
fn a_full_crl_of_the_issuer_tells_good_and_revoked() {
    let mut data = ValidationData::new();
    for crl in fixed().revocation_lists() {
        assert_eq!(data.add_crl(crl, &Limits::default()), Ok(1));
    }
    for (name, status) in [
        ("person", Status::Good),
        (
            "revoked",
            Status::Revoked {
                at: made_at().plus_seconds(-30 * 24 * 3600),
                reason: CrlReason::KeyCompromise,
                invalidity_date: None,
            },
        ),
    ] {
        let answers = check(name, &data);
        let [answer] = answers.as_slice() else { panic!("{answers:?}") };
        assert_eq!((answer.source, answer.status), (Source::Crl, status));
        assert_eq!((&answer.signer, answer.this_update), (&Signer::Issuer, made_at()));
        assert!(answer.is_usable());
        assert_eq!(answer.evidence.first().map(|id| id.der()), Some(fixed().revocation_lists()[1]));
    }
}

#[test]
fn nothing_at_hand_is_no_answer() {
    assert_eq!(check("person", &ValidationData::new()), []);
    // The CRL of another CA does not look at the certificate.
    let mut data = ValidationData::new();
    data.add_crl(fixed().revocation_lists()[0], &Limits::default()).unwrap();
    assert_eq!(check("person", &data), []);
}

#[test]
fn evidence_is_told_apart_by_its_bytes() {
    let limits = Limits::default();
    let mut data = ValidationData::new();
    let [root_crl, sub_crl] = fixed().revocation_lists();
    // The signature over the same list, and the same signature over another.
    let mut other_signature = sub_crl.to_vec();
    *other_signature.last_mut().unwrap() ^= 1;
    let mut other_list = sub_crl.to_vec();
    let place = other_list.len() / 3;
    other_list[place] ^= 1;
    for crl in [root_crl, sub_crl, &other_signature] {
        data.add_crl(crl, &limits).unwrap();
    }
    let read = data.add_crl(&other_list, &limits).is_ok();
    let identifiers: std::collections::BTreeSet<_> = data.evidence().map(|id| id.identifier()).collect();
    assert_eq!(identifiers.len(), 3 + usize::from(read));
    let mut again = ValidationData::new();
    again.add_crl(sub_crl, &limits).unwrap();
    let again = again.evidence().next().unwrap();
    assert_eq!(data.evidence().filter(|id| *id == again && id.identifier() == again.identifier()).count(), 1);
}
