//! Issuing distribution points (RFC 5280 5.2.5) against the distribution points of certificates.

use super::made_up::{List, World, ca_extensions, entity, revoked, since_may, time};
use crate::asn1::{oid, write};
use crate::pki::crl::{CrlReason, Reasons};
use crate::pki::issue::{
    self,
    extension::{self as ext, IssuingPoint, Point, PointName},
};
use crate::pki::revocation::{RevocationFault, Status};

const ONE: &[PointName<'static>] = &[PointName::Uri("http://crl.ca.example/one.crl")];
const TWO: &[PointName<'static>] = &[PointName::Uri("http://crl.ca.example/two.crl")];

fn out_of_scope(what: &'static str) -> Vec<RevocationFault> {
    vec![RevocationFault::OutOfScope { what }]
}

#[test]
fn a_crl_for_users_cas_or_attributes_speaks_of_those_alone() {
    let plain = IssuingPoint::default();
    let users = IssuingPoint { only_user_certificates: true, ..plain };
    let cas = IssuingPoint { only_ca_certificates: true, ..plain };
    let attributes = IssuingPoint { only_attribute_certificates: true, ..plain };
    for (point, for_users, for_cas) in [
        (plain, vec![], vec![]),
        (users, vec![], out_of_scope("only for certificates of users")),
        (cas, out_of_scope("only for certificates of CAs"), vec![]),
        (
            attributes,
            out_of_scope("only for attribute certificates"),
            out_of_scope("only for attribute certificates"),
        ),
    ] {
        let mut world = World::new();
        let (user, ca) = (world.leaf(&[]), world.leaf(&ca_extensions()));
        let extensions = [ext::issuing_distribution_point(&point)];
        world.add_crl(&world.ca.crl(&List { extensions: &extensions, ..List::default() }));
        assert_eq!((world.faults(&user), world.faults(&ca)), (for_users, for_cas));
    }
}

#[test]
fn one_of_the_names_of_the_crl_must_be_among_those_of_the_certificate() {
    let world = World::new();
    let name = issue::name(&[(oid::COMMON_NAME, "ca"), (oid::ORGANIZATIONAL_UNIT, "crl1")]);
    let same_name = issue::name(&[(oid::COMMON_NAME, "CA"), (oid::ORGANIZATIONAL_UNIT, " CRL1 ")]);
    let relative = write::set_of(vec![write::sequence(&[
        write::oid(oid::ORGANIZATIONAL_UNIT),
        write::tlv(crate::asn1::Tag::PRINTABLE_STRING, b"crl1"),
    ])]);
    let directory = &[PointName::Directory(&name)][..];
    let same_directory = &[PointName::Directory(&same_name)][..];
    let both = &[ONE[0], TWO[0]][..];
    let upper = &[PointName::Uri("HTTP://CRL.ca.Example/one.crl")][..];
    let other_path = &[PointName::Uri("http://crl.ca.example/ONE.crl")][..];
    let full = |full_name| IssuingPoint { full_name, ..IssuingPoint::default() };
    let point = |full_name| Point { full_name, ..Point::default() };
    let relative_issuing = IssuingPoint { relative_name: Some(&relative), ..IssuingPoint::default() };
    let relative_point = Point { relative_name: Some(&relative), ..Point::default() };
    let own = &[PointName::Directory(&world.ca.name)][..];
    for (issuing, points, fits) in [
        (full(ONE), vec![point(ONE)], true),
        (full(ONE), vec![point(TWO)], false),
        (full(ONE), vec![point(TWO), point(ONE)], true),
        (full(both), vec![point(TWO)], true),
        (full(ONE), vec![], false),
        (full(ONE), vec![point(upper)], true),
        (full(ONE), vec![point(other_path)], false),
        (full(directory), vec![point(same_directory)], true),
        (full(directory), vec![point(ONE)], false),
        (relative_issuing, vec![relative_point], true),
        (relative_issuing, vec![point(directory)], true),
        (full(directory), vec![relative_point], true),
        (relative_issuing, vec![point(ONE)], false),
        // A CRL for all that is not partitioned at all.
        (IssuingPoint::default(), vec![point(ONE)], true),
        // The point that is assumed for every CRL of the CA bears the name of the CA.
        (full(own), vec![], true),
        (full(own), vec![point(ONE)], true),
        // Neither name nor CRL issuer.
        (full(ONE), vec![Point { reasons: Some(Reasons::ALL), ..Point::default() }], false),
    ] {
        let mut world = World::new();
        let points = if points.is_empty() { vec![] } else { vec![ext::crl_distribution_points(&points)] };
        let leaf = world.leaf(&points);
        let extensions = [ext::issuing_distribution_point(&issuing)];
        world.add_crl(&world.ca.crl(&List { extensions: &extensions, ..List::default() }));
        let faults = if fits { vec![] } else { out_of_scope("of another distribution point") };
        assert_eq!(world.faults(&leaf), faults);
    }
}

#[test]
fn what_is_out_of_scope_is_told_only_when_there_is_nothing_better() {
    let mut world = World::new();
    let leaf = world.leaf(&[ext::crl_distribution_points(&[Point { full_name: TWO, ..Point::default() }])]);
    for full_name in [ONE, TWO] {
        let point = ext::issuing_distribution_point(&IssuingPoint { full_name, ..IssuingPoint::default() });
        world.add_crl(&world.ca.crl(&List { extensions: &[point], ..List::default() }));
    }
    assert_eq!(world.status(&leaf), Status::Good);
}

fn for_reasons(reasons: &[CrlReason]) -> Vec<u8> {
    let only_some_reasons = Some(Reasons::of(reasons));
    ext::issuing_distribution_point(&IssuingPoint { only_some_reasons, ..IssuingPoint::default() })
}

const SOME: &[CrlReason] = &[CrlReason::KeyCompromise, CrlReason::CaCompromise, CrlReason::CertificateHold];
const OTHERS: &[CrlReason] = &[
    CrlReason::AffiliationChanged,
    CrlReason::Superseded,
    CrlReason::CessationOfOperation,
    CrlReason::PrivilegeWithdrawn,
    CrlReason::AaCompromise,
];

#[test]
fn crls_for_some_reasons_answer_together_or_say_what_is_missing() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    world.add_crl(&world.ca.crl(&List { extensions: &[for_reasons(SOME)], ..List::default() }));
    let missing = Reasons::of(OTHERS);
    assert_eq!(world.faults(&leaf), [RevocationFault::ReasonsNotCovered { missing }]);
    // An older edition of the same part is no help.
    world.add_crl(&world.ca.crl(&List {
        extensions: &[for_reasons(SOME)],
        this_update: "2026-05-01",
        ..List::default()
    }));
    assert_eq!(world.faults(&leaf), [RevocationFault::ReasonsNotCovered { missing }]);
    world.add_crl(&world.ca.crl(&List {
        extensions: &[for_reasons(OTHERS)],
        this_update: "2026-05-20",
        next_update: "2026-06-03",
        ..List::default()
    }));
    let answer = world.answer(&leaf);
    assert_eq!((answer.status, answer.faults), (Status::Good, vec![]));
    // As old as the oldest of them, and due when the first of them is.
    assert_eq!((answer.this_update, answer.next_update), (time("2026-05-20"), Some(time("2026-06-03"))));
    assert_eq!(answer.evidence.len(), 2);
}

#[test]
fn one_part_is_enough_to_say_that_a_certificate_is_revoked() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let entries = [revoked(&[7], CrlReason::CertificateHold)];
    world.add_crl(&world.ca.crl(&List { extensions: &[for_reasons(OTHERS)], ..List::default() }));
    let part = List { extensions: &[for_reasons(SOME)], revoked: &entries, ..List::default() };
    world.add_crl(&world.ca.crl(&part));
    assert_eq!(world.status(&leaf), since_may(CrlReason::CertificateHold));
}

#[test]
fn the_reasons_of_a_distribution_point_limit_what_its_crl_covers() {
    let point = |reasons| Point { full_name: ONE, reasons: Some(Reasons::of(reasons)), ..Point::default() };
    let issuing = |reasons: Option<&[CrlReason]>| {
        ext::issuing_distribution_point(&IssuingPoint {
            full_name: ONE,
            only_some_reasons: reasons.map(Reasons::of),
            ..IssuingPoint::default()
        })
    };
    let missing = |reasons| vec![RevocationFault::ReasonsNotCovered { missing: Reasons::of(reasons) }];
    for (points, crl, faults) in [
        (vec![point(SOME)], None, missing(OTHERS)),
        (vec![point(SOME), point(OTHERS)], None, vec![]),
        (vec![point(SOME), point(OTHERS)], Some(SOME), missing(OTHERS)),
        (vec![point(SOME)], Some(OTHERS), out_of_scope("for no reason that the certificate names")),
    ] {
        let mut world = World::new();
        let leaf = world.leaf(&[ext::crl_distribution_points(&points)]);
        world.add_crl(&world.ca.crl(&List { extensions: &[issuing(crl)], ..List::default() }));
        assert_eq!(world.faults(&leaf), faults);
    }
}

#[test]
fn a_delta_of_a_part_needs_the_scope_of_its_base() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let entries = [revoked(&[7], CrlReason::KeyCompromise)];
    let scope = for_reasons(SOME);
    world.add_crl(&world.ca.crl(&List {
        number: 5,
        extensions: std::slice::from_ref(&scope),
        ..List::default()
    }));
    let delta = [scope, ext::delta_crl_indicator(5)];
    world.add_crl(&world.ca.crl(&List {
        number: 6,
        extensions: &delta,
        revoked: &entries,
        ..List::default()
    }));
    assert_eq!(world.status(&leaf), since_may(CrlReason::KeyCompromise));
}

#[test]
fn thousands_of_names_in_a_distribution_point_are_not_compared() {
    let mut world = World::new();
    let names: Vec<_> = (0..5000).map(|n| format!("http://crl.ca.example/{n}.crl")).collect();
    let names: Vec<_> = names.iter().map(|name| PointName::Uri(name)).collect();
    let leaf =
        world.leaf(&[ext::crl_distribution_points(&[Point { full_name: &names, ..Point::default() }])]);
    let point = IssuingPoint { full_name: &names, ..IssuingPoint::default() };
    let extensions = [ext::issuing_distribution_point(&point)];
    world.add_crl(&world.ca.crl(&List { extensions: &extensions, ..List::default() }));
    let what = "issuingDistributionPoint".to_owned();
    // Nothing is known of its scope then, and it is not used.
    assert_eq!(world.faults(&leaf), [RevocationFault::Malformed { what }]);
    let _ = entity;
}
