//! Indirect CRLs (RFC 5280 5.2.5 and 5.3.3): somebody else issues the list for the CA.

use super::made_up::{Entity, List, World, ca_extensions, entity, since_may, time};
use crate::pki::crl::{CrlReason, Reasons};
use crate::pki::issue::{
    Revoked,
    extension::{self as ext, IssuingPoint, Point, PointName},
};
use crate::pki::revocation::{RevocationFault, Signer, Status};
use crate::pki::{Certificate, KeyUsage, PathFault};

const INDIRECT: IssuingPoint<'static> = IssuingPoint {
    full_name: &[],
    relative_name: None,
    only_user_certificates: false,
    only_ca_certificates: false,
    only_some_reasons: None,
    indirect: true,
    only_attribute_certificates: false,
};

/// An issuer of CRLs that the root certified, and the signer's certificate that names it.
fn world() -> (World, Entity, Certificate) {
    let mut world = World::new();
    let lister = entity("lister");
    let usage = ext::key_usage(true, KeyUsage::CRL_SIGN);
    world.offered.push(world.root.issue(5, &lister, &[usage]));
    let point = Point { crl_issuer: &[PointName::Directory(&lister.name)], ..Point::default() };
    let leaf = world.leaf(&[ext::crl_distribution_points(&[point])]);
    (world, lister, leaf)
}

fn entry<'a>(serial: &'a [u8], extensions: &'a [Vec<u8>]) -> Revoked<'a> {
    Revoked { serial, at: time("2026-05-01"), reason: Some(CrlReason::KeyCompromise), extensions }
}

#[test]
fn the_issuer_of_an_entry_is_carried_on_to_those_behind_it() {
    let (world, lister, leaf) = world();
    let ca = [ext::certificate_issuer(&world.ca.name)];
    let other = [ext::certificate_issuer(&world.root.name)];
    let again = [ext::certificate_issuer(&lister.name)];
    let revoked = since_may(CrlReason::KeyCompromise);
    for (entries, status) in [
        (vec![entry(&[7], &ca)], revoked),
        (vec![entry(&[1], &ca), entry(&[2], &[]), entry(&[7], &[])], revoked),
        // Before the first that names somebody they are the CRL issuer's own.
        (vec![entry(&[7], &[]), entry(&[1], &ca)], Status::Good),
        (vec![entry(&[1], &ca), entry(&[7], &other)], Status::Good),
        (vec![entry(&[1], &ca), entry(&[2], &again), entry(&[7], &[])], Status::Good),
        (vec![entry(&[1], &other), entry(&[7], &ca), entry(&[7], &again)], revoked),
        // The same extensions again must not be passed over as known.
        (vec![entry(&[1], &other), entry(&[1], &ca), entry(&[1], &other), entry(&[7], &[])], Status::Good),
        (vec![], Status::Good),
    ] {
        let mut this = World::new();
        (this.anchor, this.ca_certificate) = (world.anchor.clone(), world.ca_certificate.clone());
        this.offered = world.offered.clone();
        let extensions = [ext::issuing_distribution_point(&INDIRECT)];
        this.add_crl(&lister.crl(&List { extensions: &extensions, revoked: &entries, ..List::default() }));
        let answer = this.answer(&leaf);
        assert_eq!((answer.status, answer.faults), (status, vec![]));
        let Signer::Delegated { path, .. } = answer.signer else { panic!("{:?}", answer.signer) };
        assert_eq!(path.chain, [world.offered[0].clone(), world.anchor.clone()]);
    }
}

#[test]
fn a_crl_of_another_issuer_must_say_that_it_is_indirect() {
    for (point, faults) in
        [(None, true), (Some(IssuingPoint { indirect: false, ..INDIRECT }), true), (Some(INDIRECT), false)]
    {
        let (mut world, lister, leaf) = world();
        let extensions: Vec<_> =
            point.map(|point| ext::issuing_distribution_point(&point)).into_iter().collect();
        world.add_crl(&lister.crl(&List { extensions: &extensions, ..List::default() }));
        let what = "of another issuer and not indirect";
        let expected = if faults { vec![RevocationFault::OutOfScope { what }] } else { vec![] };
        assert_eq!(world.faults(&leaf), expected);
    }
}

#[test]
fn a_certificate_that_names_no_crl_issuer_is_no_business_of_one() {
    let (mut world, lister, _) = world();
    let plain = world.leaf(&[]);
    let extensions = [ext::issuing_distribution_point(&INDIRECT)];
    world.add_crl(&lister.crl(&List { extensions: &extensions, ..List::default() }));
    assert_eq!(world.check(&plain), []);
    // The CA's own CRL still serves the certificate that names one.
    let (mut world, _, leaf) = self::world();
    world.add_crl(&world.ca.crl(&List::default()));
    assert_eq!(world.status(&leaf), Status::Good);
}

#[test]
fn the_crl_issuer_needs_a_path_and_the_right_to_sign_lists() {
    let extensions = [ext::issuing_distribution_point(&INDIRECT)];
    let (mut world, lister, leaf) = world();
    world.add_crl(&lister.crl(&List { extensions: &extensions, ..List::default() }));
    world.offered.clear();
    assert_eq!(world.faults(&leaf), [RevocationFault::SignerNotFound]);
    let usage = ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE);
    world.offered = vec![world.root.issue(5, &lister, &[usage])];
    let what = "key usage without cRLSign";
    assert_eq!(world.faults(&leaf), [RevocationFault::NotAuthorised { what }]);
    world.offered = vec![lister.root()];
    let fault = Some(PathFault::NoIssuer);
    assert_eq!(world.faults(&leaf), [RevocationFault::SignerPath { fault }]);
    world.offered = vec![world.root.issue(5, &lister, &ca_extensions())];
    assert_eq!(world.faults(&leaf), []);
}

#[test]
fn names_of_an_indirect_crl_may_be_those_of_the_crl_issuer_where_the_point_has_none() {
    let (mut world, lister, leaf) = world();
    let own = [PointName::Directory(&lister.name)];
    let point = IssuingPoint { full_name: &own, ..INDIRECT };
    let extensions = [ext::issuing_distribution_point(&point)];
    world.add_crl(&lister.crl(&List { extensions: &extensions, ..List::default() }));
    assert_eq!(world.faults(&leaf), []);

    let (mut world, lister, leaf) = self::world();
    let point = IssuingPoint { full_name: &[PointName::Uri("http://a.example/b.crl")], ..INDIRECT };
    let extensions = [ext::issuing_distribution_point(&point)];
    world.add_crl(&lister.crl(&List { extensions: &extensions, ..List::default() }));
    let what = "of another distribution point";
    assert_eq!(world.faults(&leaf), [RevocationFault::OutOfScope { what }]);
}

#[test]
fn an_entry_of_another_issuer_in_a_crl_that_is_not_indirect_forbids_its_use() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let other = [ext::certificate_issuer(&world.root.name)];
    let entries = [entry(&[1], &other)];
    world.add_crl(&world.ca.crl(&List { revoked: &entries, ..List::default() }));
    let what = "certificateIssuer in a CRL that is not indirect".to_owned();
    assert_eq!(world.faults(&leaf), [RevocationFault::Malformed { what }]);
    // Naming the CA itself changes nothing.
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let own = [ext::certificate_issuer(&world.ca.name)];
    let entries = [entry(&[7], &own)];
    world.add_crl(&world.ca.crl(&List { revoked: &entries, ..List::default() }));
    assert_eq!(world.status(&leaf), since_may(CrlReason::KeyCompromise));
}

#[test]
fn one_reason_from_the_ca_and_the_others_from_a_crl_issuer_make_one_answer() {
    let (mut world, lister, _) = world();
    let some = Reasons::of(&[CrlReason::KeyCompromise]);
    let uri = [PointName::Uri("http://a.example/b.crl")];
    let points = [
        Point { full_name: &uri, reasons: Some(some), ..Point::default() },
        Point {
            reasons: Some(some.missing()),
            crl_issuer: &[PointName::Directory(&lister.name)],
            ..Point::default()
        },
    ];
    let leaf = world.leaf(&[ext::crl_distribution_points(&points)]);
    let part = IssuingPoint { full_name: &uri, only_some_reasons: Some(some), ..IssuingPoint::default() };
    let own = [ext::issuing_distribution_point(&part)];
    world.add_crl(&world.ca.crl(&List { extensions: &own, ..List::default() }));
    let missing = some.missing();
    assert_eq!(world.faults(&leaf), [RevocationFault::ReasonsNotCovered { missing }]);
    let theirs = [ext::issuing_distribution_point(&INDIRECT)];
    world.add_crl(&lister.crl(&List { extensions: &theirs, ..List::default() }));
    let answer = world.answer(&leaf);
    assert_eq!((answer.status, answer.faults, answer.evidence.len()), (Status::Good, vec![], 2));
    // Whoever is not the CA itself is named, so that the certificate can be looked at.
    assert!(matches!(answer.signer, Signer::Delegated { .. }));
}
