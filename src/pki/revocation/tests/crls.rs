//! CRLs of the CA itself.

use super::made_up::{List, World, at, ca_extensions, entity, revoked, since_may, time, with};
use crate::asn1::{Oid, Tag, write};
use crate::crypto::to_pem;
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::crl::CrlReason;
use crate::pki::issue::{Revoked, extension as ext};
use crate::pki::revocation::{RevocationChecker, RevocationFault, Signer, Status};
use crate::pki::{KeyUsage, PathFault, PathFinder, TrustStore, ValidationData};

fn unknown(critical: bool) -> Vec<u8> {
    ext::extension(Oid(&[42, 3, 4]), critical, &[5, 0])
}

#[test]
fn every_reason_is_told_but_remove_from_crl_which_says_that_it_is_good_again() {
    for reason in CrlReason::ALL {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        let entries = [revoked(&[6], CrlReason::AaCompromise), revoked(&[7], reason)];
        world.add_crl(&world.ca.crl(&List { revoked: &entries, ..List::default() }));
        let expected = if reason == CrlReason::RemoveFromCrl { Status::Good } else { since_may(reason) };
        assert_eq!(world.status(&leaf), expected);
    }
}

#[test]
fn an_entry_without_a_reason_revokes_and_the_invalidity_date_is_told() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let extensions = [ext::invalidity_date(time("2026-04-01")), unknown(false)];
    let entry = Revoked { serial: &[7], at: time("2026-05-01"), reason: None, extensions: &extensions };
    world.add_crl(&world.ca.crl(&List { revoked: &[entry], ..List::default() }));
    let invalidity_date = Some(time("2026-04-01"));
    let reason = CrlReason::Unspecified;
    assert_eq!(world.status(&leaf), Status::Revoked { at: time("2026-05-01"), reason, invalidity_date });
}

#[test]
fn of_two_entries_for_one_certificate_the_earlier_revocation_counts() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let late = Revoked {
        serial: &[7],
        at: time("2026-05-20"),
        reason: Some(CrlReason::KeyCompromise),
        extensions: &[],
    };
    let early = revoked(&[7], CrlReason::CertificateHold);
    let removed = revoked(&[7], CrlReason::RemoveFromCrl);
    world.add_crl(&world.ca.crl(&List { revoked: &[removed, late, early], ..List::default() }));
    assert_eq!(world.status(&leaf), since_may(CrlReason::CertificateHold));
}

#[test]
fn serial_numbers_compare_as_numbers() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    world.add_crl(
        &world.ca.crl(&List { revoked: &[revoked(&[0, 0, 7], CrlReason::Superseded)], ..List::default() }),
    );
    assert_eq!(world.status(&leaf), since_may(CrlReason::Superseded));
    // 0x87 is negative as it stands and another number than 0x0087.
    let mut world = World::new();
    let leaf = world.ca.issue(0x87, &world.signer, &[]);
    world.add_crl(
        &world.ca.crl(&List { revoked: &[revoked(&[0x87], CrlReason::Superseded)], ..List::default() }),
    );
    assert_eq!(world.status(&leaf), Status::Good);
}

#[test]
fn a_crl_in_pem_is_read_where_der_is_promised_and_one_file_may_hold_several() {
    let world = World::new();
    let crls = [1, 2].map(|number| world.ca.crl(&List { number, ..List::default() }));
    let pem: String = crls.iter().map(|crl| to_pem("X509 CRL", crl)).collect();
    for bytes in [pem.into_bytes(), crls.concat(), [crls.concat(), b"\r\n\0".to_vec()].concat()] {
        let mut data = ValidationData::new();
        assert_eq!(data.add_crl(&bytes, &Limits::default()), Ok(2));
        assert_eq!(data.crls().collect::<Vec<_>>(), crls.each_ref());
        // None twice.
        assert_eq!(data.add_from(&bytes, &Limits::default()), Ok(2));
        assert_eq!(data.crls().count(), 2);
    }
}

#[test]
fn what_is_no_crl_is_refused() {
    let world = World::new();
    let mut data = ValidationData::new();
    let limits = Limits::default();
    let crl = world.ca.crl(&List::default());
    for (bytes, kind) in [
        (&b""[..], ErrorKind::EmptyInput),
        (b" \n", ErrorKind::EmptyInput),
        (b"<html>", ErrorKind::MalformedRevocationData),
        (&crl[..crl.len() - 1], ErrorKind::MalformedRevocationData),
        (&[crl.clone(), crl[..9].to_vec()].concat(), ErrorKind::MalformedRevocationData),
        (world.anchor.der(), ErrorKind::MalformedRevocationData),
    ] {
        assert_eq!(data.add_crl(bytes, &limits).map_err(|error| error.kind()), Err(kind));
        assert!(data.is_empty());
    }
}

#[test]
fn a_crl_without_next_update_is_read_and_says_so() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let spec = crate::pki::issue::CrlSpec {
        issuer: &world.ca.name,
        this_update: time("2026-05-25"),
        next_update: None,
        number: 1,
        revoked: &[],
        extensions: &[ext::expired_certificates_on_crl(time("2010-01-01"))],
    };
    let algorithm = world.ca.key.default_algorithm(crate::crypto::DigestAlgorithm::Sha384);
    world.add_crl(&crate::pki::issue::crl(&spec, &world.ca.key, algorithm).unwrap());
    let answer = world.answer(&leaf);
    assert_eq!((answer.next_update, answer.algorithm), (None, Some(algorithm)));
    assert_eq!(answer.keeps_expired_since, Some(time("2010-01-01")));
    assert!(answer.is_usable());
}

#[test]
fn unknown_critical_extensions_of_the_crl_or_of_any_entry_forbid_its_use() {
    let oid = || RevocationFault::UnknownCriticalExtension { oid: "1.2.3.4".to_owned() };
    for (critical, faults) in [(false, vec![]), (true, vec![oid()])] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        world.add_crl(&world.ca.crl(&List { extensions: &[unknown(critical)], ..List::default() }));
        assert_eq!(world.faults(&leaf), faults);

        // In the entry of another certificate, and for one that is listed before it.
        let extensions = [unknown(critical)];
        let odd = Revoked { serial: &[9], at: time("2026-05-01"), reason: None, extensions: &extensions };
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        let entries = [revoked(&[7], CrlReason::KeyCompromise), odd];
        world.add_crl(&world.ca.crl(&List { revoked: &entries, ..List::default() }));
        assert_eq!(world.faults(&leaf), faults);
    }
}

#[test]
fn a_crl_whose_signature_is_wrong_or_of_somebody_else_is_no_answer() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let mut crl = world.ca.crl(&List::default());
    let end = crl.len() - 1;
    crl[end] ^= 1;
    world.add_crl(&crl);
    assert_eq!(world.faults(&leaf), [RevocationFault::SignatureInvalid]);
    let answer = world.answer(&leaf);
    assert_eq!((answer.status, answer.signer), (Status::Unknown, Signer::Unknown));

    // A stranger of the same name: nobody vouches for the key.
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let stranger = world.ca.with_new_key();
    world.add_crl(&stranger.crl(&List::default()));
    assert_eq!(world.faults(&leaf), [RevocationFault::SignatureInvalid]);
    world.offered.push(stranger.root());
    let fault = Some(PathFault::NoIssuer);
    assert_eq!(world.faults(&leaf), [RevocationFault::SignerPath { fault }]);
}

#[test]
fn a_crl_of_another_name_does_not_look_at_the_certificate() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    world.add_crl(&entity("other").crl(&List::default()));
    world.add_crl(&world.root.crl(&List::default()));
    assert_eq!(world.check(&leaf), []);
}

#[test]
fn a_ca_may_sign_its_crl_with_a_newer_key_below_the_same_anchor() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let newer = world.ca.with_new_key();
    let entries = [revoked(&[7], CrlReason::KeyCompromise)];
    world.add_crl(&newer.crl(&List { revoked: &entries, ..List::default() }));
    let usage = |usage| vec![ext::basic_constraints(true, true, None), ext::key_usage(true, usage)];
    // From the root, and as a self-issued certificate of the old key for signing CRLs alone.
    let by_root = world.root.issue(3, &newer, &ca_extensions());
    let by_itself = world.ca.issue(4, &newer, &[ext::key_usage(true, KeyUsage::CRL_SIGN)]);
    for certificate in [by_root, by_itself] {
        world.offered = vec![certificate.clone()];
        let answer = world.answer(&leaf);
        assert_eq!((answer.status, answer.faults), (since_may(CrlReason::KeyCompromise), vec![]));
        let Signer::Delegated { path, no_check: false } = answer.signer else { panic!("the CA's new key") };
        assert_eq!((path.chain.first(), path.chain.last()), (Some(&certificate), Some(&world.anchor)));
    }
    // A certificate that does not allow it.
    world.offered = vec![world.root.issue(3, &newer, &usage(KeyUsage::KEY_CERT_SIGN))];
    let what = "key usage without cRLSign";
    assert_eq!(world.faults(&leaf), [RevocationFault::NotAuthorised { what }]);
}

#[test]
fn a_crl_signer_below_another_anchor_is_refused() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let (other_root, impostor) = (entity("other root"), world.ca.with_new_key());
    world.add_crl(&impostor.crl(&List::default()));
    let offered = [other_root.issue(3, &impostor, &ca_extensions())];
    let limits = Limits::default();
    let mut trust = TrustStore::new();
    for anchor in [&world.anchor, &other_root.root()] {
        trust.add_anchor(anchor.clone());
    }
    trust.add_intermediate(world.ca_certificate.clone());
    let mut finder = PathFinder::new(&trust, offered.to_vec(), &limits);
    assert!(finder.best(&offered[0], at()).is_good());
    let mut checker = RevocationChecker::new(&world.data, &limits);
    let answers = checker.check(&leaf, &world.ca_certificate, &mut finder, at());
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].faults, [RevocationFault::SignerPath { fault: None }]);
}

#[test]
fn a_ca_whose_key_usage_lacks_crl_sign_cannot_sign_crls() {
    let mut world = World::new();
    let usage = ext::key_usage(true, KeyUsage::KEY_CERT_SIGN);
    world.ca_certificate = world.root.issue(2, &world.ca, &[ext::basic_constraints(true, true, None), usage]);
    let leaf = world.leaf(&[]);
    world.add_crl(&world.ca.crl(&List::default()));
    let what = "key usage without cRLSign";
    assert_eq!(world.faults(&leaf), [RevocationFault::NotAuthorised { what }]);
    // No key usage at all forbids nothing.
    world.ca_certificate = world.root.issue(2, &world.ca, &[ext::basic_constraints(true, true, None)]);
    assert_eq!(world.status(&leaf), Status::Good);
}

#[test]
fn a_delta_continues_its_base_and_both_make_one_answer() {
    let hold = [revoked(&[7], CrlReason::CertificateHold)];
    let gone = [revoked(&[7], CrlReason::RemoveFromCrl)];
    let stolen = [revoked(&[7], CrlReason::KeyCompromise)];
    for (base, delta, status) in [
        (&[][..], &stolen[..], since_may(CrlReason::KeyCompromise)),
        (&hold, &gone, Status::Good),
        (&hold, &[], since_may(CrlReason::CertificateHold)),
        (&hold, &stolen, since_may(CrlReason::KeyCompromise)),
        (&[], &[], Status::Good),
    ] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        world.add_crl(&world.ca.crl(&List { number: 5, revoked: base, ..List::default() }));
        world.add_crl(&world.ca.crl(&List {
            number: 6,
            revoked: delta,
            this_update: "2026-05-30",
            next_update: "2026-06-02",
            extensions: &[ext::delta_crl_indicator(5)],
        }));
        let answer = world.answer(&leaf);
        assert_eq!((answer.status, answer.faults), (status, vec![]));
        assert_eq!(answer.this_update, time("2026-05-30"));
        // The base alone would do until then.
        assert_eq!(answer.next_update, Some(time("2026-06-08")));
        assert_eq!(answer.evidence.len(), 2);
    }
}

#[test]
fn a_delta_counts_only_on_top_of_a_crl_that_it_continues() {
    let stolen = [revoked(&[7], CrlReason::KeyCompromise)];
    let user = ext::issuing_distribution_point(&ext::IssuingPoint {
        only_user_certificates: true,
        ..ext::IssuingPoint::default()
    });
    for (base, number, from, extensions, applies) in [
        (5, 6, 5, vec![], true),
        (300, 301, 255, vec![], true),
        (4, 6, 5, vec![], false),
        (6, 6, 5, vec![], false),
        (7, 6, 5, vec![], false),
        (255, 256, 256, vec![], false),
        (5, 6, 5, vec![user], false),
    ] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        world.add_crl(&world.ca.crl(&List { number: base, ..List::default() }));
        let extensions = with(extensions, ext::delta_crl_indicator(from));
        world.add_crl(&world.ca.crl(&List {
            number,
            revoked: &stolen,
            extensions: &extensions,
            ..List::default()
        }));
        let expected = if applies { since_may(CrlReason::KeyCompromise) } else { Status::Good };
        assert_eq!(world.status(&leaf), expected, "{base} {number} {from}");
    }
}

#[test]
fn a_delta_alone_or_one_that_must_not_be_used_is_no_answer() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let delta = List { number: 6, ..List::default() };
    world.add_crl(&world.ca.crl(&List { extensions: &[ext::delta_crl_indicator(5)], ..delta }));
    assert_eq!(world.faults(&leaf), [RevocationFault::DeltaWithoutBase]);

    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let extensions = [ext::delta_crl_indicator(5), unknown(true)];
    let revoked = [revoked(&[7], CrlReason::KeyCompromise)];
    world.add_crl(&world.ca.crl(&List {
        extensions: &extensions,
        number: 6,
        revoked: &revoked,
        ..List::default()
    }));
    world.add_crl(&world.ca.crl(&List { number: 5, ..List::default() }));
    // The base stands alone.
    assert_eq!(world.status(&leaf), Status::Good);

    // A delta that another key of the CA signed.
    let newer = world.ca.with_new_key();
    world.offered.push(world.root.issue(3, &newer, &ca_extensions()));
    world.add_crl(&newer.crl(&List {
        extensions: &[ext::delta_crl_indicator(5)],
        number: 7,
        revoked: &revoked,
        ..List::default()
    }));
    assert_eq!(world.status(&leaf), Status::Good);
}

#[test]
fn the_newest_usable_delta_is_taken() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let (stolen, hold) =
        ([revoked(&[7], CrlReason::KeyCompromise)], [revoked(&[7], CrlReason::CertificateHold)]);
    world.add_crl(&world.ca.crl(&List { number: 5, ..List::default() }));
    for (number, revoked) in [(255, &hold), (256, &stolen), (7, &hold)] {
        let extensions = [ext::delta_crl_indicator(5)];
        world.add_crl(&world.ca.crl(&List { number, revoked, extensions: &extensions, ..List::default() }));
    }
    let mut forged =
        world.ca.crl(&List { number: 300, extensions: &[ext::delta_crl_indicator(5)], ..List::default() });
    let end = forged.len() - 1;
    forged[end] ^= 1;
    world.add_crl(&forged);
    assert_eq!(world.status(&leaf), since_may(CrlReason::KeyCompromise));
}

#[test]
fn several_full_crls_are_several_answers_the_newest_first() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let stolen = [revoked(&[7], CrlReason::KeyCompromise)];
    world.add_crl(&world.ca.crl(&List { this_update: "2026-04-01", ..List::default() }));
    world.add_crl(&world.ca.crl(&List { this_update: "2026-05-20", revoked: &stolen, ..List::default() }));
    let answers = world.check(&leaf);
    let found: Vec<_> = answers.iter().map(|answer| (answer.this_update, answer.status)).collect();
    assert_eq!(
        found,
        [(time("2026-05-20"), since_may(CrlReason::KeyCompromise)), (time("2026-04-01"), Status::Good)]
    );
}

#[test]
fn damaged_parts_of_a_signed_crl_forbid_its_use() {
    let twice = [ext::freshest_crl("http://a.example/d.crl"), ext::freshest_crl("http://a.example/d.crl")];
    let cases = [
        (
            ext::extension(crate::asn1::oid::ISSUING_DISTRIBUTION_POINT, true, &[4, 0]),
            "issuingDistributionPoint",
        ),
        (ext::extension(crate::asn1::oid::DELTA_CRL_INDICATOR, true, &[4, 0]), "deltaCRLIndicator"),
        (twice.concat(), "an extension that stands there twice"),
    ];
    for (extension, what) in cases {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        world.add_crl(&world.ca.crl(&List { extensions: &[extension], ..List::default() }));
        assert_eq!(world.faults(&leaf), [RevocationFault::Malformed { what: what.to_owned() }]);
    }
    // An entry whose date is none, and one that is cut short.
    let entry = |time: &[u8]| write::sequence(&[write::integer(9), time.to_vec()]);
    for (entry, what) in [
        (entry(&write::tlv(Tag::NULL, &[])), "revocation date"),
        (entry(&[]), "identifier or length"),
        (write::integer(3), "revoked certificate"),
    ] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        world.add_crl(&with_entries(&world, &entry));
        assert_eq!(world.faults(&leaf), [RevocationFault::Malformed { what: what.to_owned() }]);
    }
}

/// A CRL of version 1 of the CA with this in revokedCertificates.
fn with_entries(world: &World, entries: &[u8]) -> Vec<u8> {
    with_extensions(world, entries, &[])
}

fn with_extensions(world: &World, entries: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    let wrapped = write::tlv(Tag::context(0), &write::sequence(extensions));
    let extensions = if extensions.is_empty() { Vec::new() } else { wrapped };
    let algorithm = world.ca.key.default_algorithm(crate::crypto::DigestAlgorithm::Sha256);
    let tbs = write::sequence(&[
        algorithm.to_der(),
        world.ca.name.clone(),
        write::time(time("2026-05-25")),
        write::tlv(Tag::SEQUENCE, entries),
        extensions,
    ]);
    let signature = write::bit_string(&world.ca.key.sign(algorithm, &tbs).expect("a signature"));
    write::sequence(&[tbs, algorithm.to_der(), signature])
}

#[test]
fn a_number_or_key_identifier_that_cannot_be_read_does_not_keep_a_complete_crl_from_use() {
    let (number, key) = (crate::asn1::oid::CRL_NUMBER, crate::asn1::oid::AUTHORITY_KEY_IDENTIFIER);
    let garbled = |oid| ext::extension(oid, false, &[2, 1, 0x90]);
    let expired = ext::extension(crate::asn1::oid::EXPIRED_CERTS_ON_CRL, false, &[5, 0]);
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let entry = write::sequence(&[write::integer(7), write::time(time("2026-05-01"))]);
    world.add_crl(&with_extensions(&world, &entry, &[garbled(number), garbled(key), expired]));
    let answer = world.answer(&leaf);
    assert_eq!((answer.status, answer.faults), (since_may(CrlReason::Unspecified), vec![]));
    assert_eq!(answer.keeps_expired_since, None);
}

#[test]
fn a_crl_of_version_1_is_read() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let entry = write::sequence(&[write::integer(7), write::time(time("2026-05-01"))]);
    world.add_crl(&with_entries(&world, &entry));
    assert_eq!(world.status(&leaf), since_may(CrlReason::Unspecified));
}

#[test]
fn the_work_for_one_document_is_bounded() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let entries: Vec<_> = (0..50).map(|_| revoked(&[9], CrlReason::Superseded)).collect();
    world.add_crl(&world.ca.crl(&List { revoked: &entries, ..List::default() }));
    let mut limits = Limits::default();
    let mut trust = TrustStore::new();
    trust.add_anchor(world.anchor.clone());
    for (checks, entries, usable) in [(1, 50, true), (0, 50, false), (1, 49, false)] {
        (limits.revocation_checks, limits.revocation_entries) = (checks, entries);
        let mut finder = PathFinder::new(&trust, Vec::new(), &limits);
        let mut checker = RevocationChecker::new(&world.data, &limits);
        let answers = checker.check(&leaf, &world.ca_certificate, &mut finder, at());
        let faults = if usable { vec![] } else { vec![RevocationFault::LimitReached] };
        assert_eq!(answers[0].faults, faults);
    }
}
