//! Until when a path vouches: past certificate validation with the evidence and the proofs at hand
//! (EN 319 102-1 V1.4.1 5.6.2.1 and 5.6.2.2).

use std::rc::Rc;

use super::hand_made::{World, assert_rows, good, issued, on_hold, path, revoked, time};
use crate::crypto::DigestAlgorithm;
use crate::pki::revocation::Status;
use crate::policy::{Freshness, Policy, Requirement};
use crate::report::Code;
use crate::verify::judge::chain::ChainRole;

const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;

#[test]
fn validity_ends_what_a_path_vouches_for() {
    assert_rows(&[
        ("all is good", |_| {}, "2027-06-01", &[]),
        ("the last second of the signer", still_fresh_in_2031, "2031-01-01", &[]),
        ("the second after", still_fresh_in_2031, "2031-01-01T00:00:01Z", &[(0, "Expired")]),
        ("expired, proven to be older", still_fresh_in_2031, "2030-12-31", &[]),
        (
            "the CA has expired",
            |w| {
                still_fresh_in_2031(w);
                ca_ended_in_2030(w);
            },
            "2030-06-02",
            &[(1, "Expired")],
        ),
        (
            "the CA has expired, proven to be older",
            |w| {
                still_fresh_in_2031(w);
                ca_ended_in_2030(w);
            },
            "2030-05-31",
            &[],
        ),
        (
            "an anchor of the past",
            |w| {
                still_fresh_in_2031(w);
                anchor_ended_in_2029(w, true);
            },
            "2029-06-02",
            &[(2, "Expired")],
        ),
        (
            "which is not to be asked for",
            |w| {
                still_fresh_in_2031(w);
                anchor_ended_in_2029(w, false);
            },
            "2030-12-31",
            &[],
        ),
    ]);
}

/// In 2031, a day after the signer's certificate ended, with evidence that is proven to be from before.
pub(super) fn still_fresh_in_2031(world: &mut World) {
    world.now = "2031-02-01";
    world.of_leaf = vec![good(1, "2028-01-01", "2032-01-01")];
    world.of_ca = vec![good(2, "2028-01-01", "2032-01-01")];
    world.proofs = vec![(1, "2028-01-02"), (2, "2028-01-02")];
}

pub(super) fn ca_ended_in_2030(world: &mut World) {
    world.chain[1] = issued("ca", "root", ("2020-01-01", "2030-06-01"), SHA256);
}

fn anchor_ended_in_2029(world: &mut World, counts: bool) {
    world.chain[2] = issued("root", "root", ("2020-01-01", "2029-06-01"), SHA256);
    world.policy.anchor_validity = counts;
}

#[test]
fn a_revocation_ends_what_a_path_vouches_for_at_its_very_second() {
    fn since_may(world: &mut World) {
        world.of_leaf = vec![revoked(1, "2027-05-25", "2027-06-10", "2027-05-01T12:00:00Z")];
    }
    assert_rows(&[
        ("before", since_may, "2027-05-01T11:59:59Z", &[]),
        ("at the very second", since_may, "2027-05-01T12:00:00Z", &[(0, "Revoked")]),
        ("after", since_may, "2027-05-02", &[(0, "Revoked")]),
        (
            "the key was lost before it was told",
            |w| {
                since(w, "2027-05-01", "2027-03-01");
            },
            "2027-04-01",
            &[(0, "Revoked")],
        ),
        ("and before that", |w| since(w, "2027-05-01", "2027-03-01"), "2027-02-28", &[]),
        (
            "an invalidity date after the revocation moves nothing",
            |w| since(w, "2027-05-01", "2027-05-20"),
            "2027-05-10",
            &[(0, "Revoked")],
        ),
        (
            "of two revocations the earlier one",
            |w| {
                w.of_leaf = vec![
                    revoked(1, "2027-05-25", "2027-06-10", "2027-05-20"),
                    revoked(3, "2027-05-26", "2027-06-10", "2027-04-20"),
                ];
            },
            "2027-05-01",
            &[(0, "Revoked")],
        ),
        (
            "a newer good answer does not undo it",
            |w| {
                since_may(w);
                w.of_leaf.push(good(3, "2027-05-31", "2027-06-10"));
            },
            "2027-06-01",
            &[(0, "Revoked")],
        ),
        (
            "nor an older one",
            |w| {
                since_may(w);
                w.of_leaf.push(good(3, "2027-04-01", "2027-12-31"));
            },
            "2027-06-01",
            &[(0, "Revoked")],
        ),
        (
            "a suspension outweighs no revocation",
            |w| {
                since_may(w);
                w.of_leaf.push(on_hold(3, "2027-04-01", "2027-12-31", "2027-03-01"));
            },
            "2027-04-01",
            &[],
        ),
        (
            "the CA is revoked",
            |w| w.of_ca = vec![revoked(2, "2027-01-01", "2027-12-31", "2026-12-01")],
            "2027-06-01",
            &[(0, "EvidenceNotProven"), (1, "Revoked")],
        ),
        (
            "the CA is revoked, everything is proven to be older",
            |w| {
                w.of_ca = vec![revoked(2, "2027-01-01", "2027-12-31", "2027-05-28")];
                w.proofs = vec![(1, "2027-05-27")];
            },
            "2027-05-27",
            &[],
        ),
        (
            "the CA is revoked, the signer's list came later",
            |w| {
                w.of_ca = vec![revoked(2, "2027-05-29", "2027-12-31", "2027-05-28")];
            },
            "2027-05-27",
            &[(0, "EvidenceNotProven")],
        ),
    ]);
}

fn since(world: &mut World, at: &str, invalid: &str) {
    let mut told = revoked(1, "2027-05-25", "2027-06-10", at);
    if let Status::Revoked { invalidity_date, .. } = &mut told.status {
        *invalidity_date = Some(time(invalid));
    }
    world.of_leaf = vec![told];
}

#[test]
fn a_suspension_ends_with_the_next_good_answer() {
    assert_rows(&[
        (
            "on hold",
            |w| w.of_leaf = vec![on_hold(1, "2027-05-25", "2027-06-10", "2027-05-01")],
            "2027-06-01",
            &[(0, "OnHold")],
        ),
        (
            "proven to be older",
            |w| w.of_leaf = vec![on_hold(1, "2027-05-25", "2027-06-10", "2027-05-01")],
            "2027-04-30",
            &[],
        ),
        (
            "lifted",
            |w| {
                w.of_leaf = vec![
                    on_hold(1, "2027-05-20", "2027-06-10", "2027-05-01"),
                    good(3, "2027-05-25", "2027-06-05"),
                ]
            },
            "2027-06-01",
            &[],
        ),
        (
            "a good answer from before lifts nothing, however long it speaks",
            |w| {
                w.of_leaf = vec![
                    on_hold(1, "2027-05-20", "2027-06-10", "2027-05-01"),
                    good(3, "2027-04-25", "2027-12-31"),
                ]
            },
            "2027-06-01",
            &[(0, "OnHold")],
        ),
        (
            "nor does one of the same moment",
            |w| {
                w.of_leaf = vec![
                    on_hold(1, "2027-05-20", "2027-06-10", "2027-05-01"),
                    good(3, "2027-05-20", "2027-12-31"),
                ]
            },
            "2027-06-01",
            &[(0, "OnHold")],
        ),
        (
            "lifted, although another good answer speaks for longer",
            |w| {
                w.of_leaf = vec![
                    good(4, "2027-04-25", "2027-12-31"),
                    on_hold(1, "2027-05-20", "2027-06-10", "2027-05-01"),
                    good(3, "2027-05-25", "2027-06-05"),
                ]
            },
            "2027-06-01",
            &[],
        ),
        (
            "on hold again",
            |w| {
                w.of_leaf = vec![
                    on_hold(1, "2027-05-10", "2027-06-10", "2027-05-01"),
                    good(3, "2027-05-20", "2027-06-30"),
                    on_hold(4, "2027-05-28", "2027-06-10", "2027-05-27"),
                ]
            },
            "2027-06-01",
            &[(0, "OnHold")],
        ),
    ]);
}

#[test]
fn evidence_is_fresh_or_it_is_not() {
    assert_rows(&[
        ("its last second", |w| w.of_leaf = vec![good(1, "2027-05-01", "2027-06-01")], "2027-06-01", &[]),
        ("stale", |w| w.of_leaf = vec![good(1, "2027-05-01", "2027-05-31")], "2027-06-01", &[(0, "Stale")]),
        (
            "stale, but fresh when it mattered",
            |w| w.of_leaf = vec![good(1, "2027-05-01", "2027-05-31")],
            "2027-05-30",
            &[],
        ),
        (
            "of two the one that speaks for later",
            |w| w.of_leaf = vec![good(1, "2027-05-01", "2027-05-31"), good(3, "2027-04-01", "2027-06-02")],
            "2027-06-01",
            &[],
        ),
        (
            "a day of grace",
            |w| {
                w.of_leaf = vec![good(1, "2027-05-01", "2027-05-31")];
                w.policy.revocation.freshness = Freshness::Window { grace_seconds: 86_400 };
            },
            "2027-06-01",
            &[],
        ),
        (
            "without nextUpdate, within the age allowed",
            |w| no_next_update(w, Some(3600)),
            "2027-05-31T01:00:00Z",
            &[],
        ),
        (
            "without nextUpdate, beyond",
            |w| no_next_update(w, Some(3600)),
            "2027-05-31T01:00:01Z",
            &[(0, "Stale")],
        ),
        (
            "without nextUpdate and no age allowed",
            |w| no_next_update(w, None),
            "2027-05-31T00:00:01Z",
            &[(0, "Stale")],
        ),
        ("without nextUpdate, for what is older", |w| no_next_update(w, None), "2027-05-31", &[]),
        (
            "issued after what is proven",
            |w| w.policy.revocation.freshness = Freshness::IssuedAfter,
            "2027-05-25",
            &[],
        ),
        (
            "issued before",
            |w| w.policy.revocation.freshness = Freshness::IssuedAfter,
            "2027-05-25T00:00:01Z",
            &[(0, "Stale")],
        ),
        ("none", |w| w.of_leaf.clear(), "2027-06-01", &[(0, "NoEvidence")]),
        ("none of the CA", |w| w.of_ca.clear(), "2027-06-01", &[(1, "NoEvidence")]),
        (
            "the responder does not know it",
            |w| w.of_leaf[0].status = Status::Unknown,
            "2027-06-01",
            &[(0, "Unknown")],
        ),
        (
            "the responder does not know it, the list does",
            |w| {
                w.of_leaf[0].status = Status::Unknown;
                w.of_leaf.push(good(3, "2027-05-25", "2027-06-10"));
            },
            "2027-06-01",
            &[],
        ),
        (
            "of the future, for a verification in the past",
            |w| w.of_leaf = vec![good(1, "2027-07-01", "2027-07-09")],
            "2027-06-01",
            &[],
        ),
        (
            "revoked in the future of the verification",
            |w| {
                w.of_leaf = vec![revoked(1, "2027-07-01", "2027-07-09", "2027-06-30")];
            },
            "2027-06-01",
            &[],
        ),
    ]);
}

fn no_next_update(world: &mut World, max_age: Option<u32>) {
    world.of_leaf = vec![good(1, "2027-05-31", "2027-05-31")];
    world.of_leaf[0].next_update = None;
    world.policy.revocation.max_age = max_age;
}

#[test]
fn what_need_not_be_known_is_said() {
    let mut world = World::new();
    world.of_leaf.clear();
    world.policy.revocation.signer = Requirement::IfAvailable;
    assert_eq!(world.against("2027-06-01"), []);
    let says = |world: &World| {
        world.judged(vec![world.facts()], None, |verdict| {
            let codes: Vec<Code> = verdict.findings.iter().map(|finding| finding.code).collect();
            codes
        })
    };
    assert_eq!(says(&world), [Code::RevocationNotChecked]);
    // An answer that is at hand counts all the same.
    world.of_leaf = vec![revoked(1, "2027-05-25", "2027-06-10", "2027-05-01")];
    assert_eq!(says(&world), [Code::CertificateRevoked]);
    world.policy.revocation.signer = Requirement::NotChecked;
    assert_eq!(says(&world), [Code::RevocationNotChecked]);
}

#[test]
fn each_role_has_its_own_requirement() {
    let mut world = World::new();
    world.of_leaf.clear();
    world.policy.revocation.timestamp_authority = Requirement::NotChecked;
    assert_eq!(world.against("2027-06-01"), [(0, "NoEvidence".to_owned())]);
    world.role = ChainRole::TimestampAuthority;
    assert_eq!(world.against("2027-06-01"), []);
    // Newer evidence than the signature is asked for of the signer alone: that of the others is published when it is.
    let mut world = World::new();
    world.policy.revocation.freshness = Freshness::IssuedAfter;
    world.role = ChainRole::TimestampAuthority;
    assert_eq!(world.against("2027-06-01"), []);
}

/// What the European policy asks for can be had: newer evidence about the signer, and lists of the CAs in force.
#[test]
fn the_rules_of_the_european_policy_can_be_kept() {
    let mut world = World { policy: Policy::eu_like(), ..World::new() };
    assert_eq!(world.against("2027-05-24"), []);
    world.of_leaf = vec![good(1, "2027-05-20", "2027-06-10")];
    assert_eq!(world.against("2027-05-24"), [(0, "Stale".to_owned())]);
}

#[test]
fn what_is_relied_on_is_what_counted() {
    let mut world = World::new();
    world.of_leaf.insert(0, good(3, "2027-05-20", "2027-05-30"));
    assert_eq!(world.relied(), [(1, time("2027-01-01")), (0, time("2027-05-25"))]);
    assert_eq!(world.until(), Some(time("2027-06-01")));
    world.of_ca.clear();
    assert_eq!(world.until(), None);
}

#[test]
fn of_several_paths_the_good_one_counts() {
    let world = World::new();
    let mut other = World::new();
    other.chain[1] = issued("ca", "root", ("2020-01-01", "2027-05-01"), SHA256);
    let mut revoked_ca = World::new();
    revoked_ca.of_ca = vec![revoked(2, "2027-01-01", "2027-12-31", "2026-12-01")];
    let paths = vec![other.facts(), revoked_ca.facts(), world.facts()];
    world.judged(paths.clone(), None, |verdict| {
        assert_eq!(verdict.findings, []);
        assert!(std::ptr::eq(verdict.facts, Rc::as_ptr(&paths[2])));
    });
    // One whose CA has expired does for what is proven to be older, if its evidence is too.
    let mut proven = World { proofs: vec![(1, "2027-04-20")], ..other };
    proven.of_leaf = vec![good(1, "2027-04-10", "2027-06-10")];
    let paths = vec![revoked_ca.facts(), proven.facts()];
    proven.judged(paths, Some("2027-04-15"), |verdict| assert_eq!(verdict.findings, []));
}

/// Answers by responders who vouch for each other, in any number, cost what they cost once.
#[test]
fn many_answers_of_many_responders_cost_no_more_than_their_number() {
    let mut world = World::new();
    let mut about: Vec<super::hand_made::Told> = Vec::new();
    let responder = issued("responder", "ca", ("2027-01-01", "2028-01-01"), SHA256);
    let chain = [&[responder], world.above()].concat();
    for level in 0..4 {
        let signer = path(&chain, &[&about, &world.of_ca], level == 0);
        about = (0..40).map(|number| good(100 + number, "2027-05-25", "2027-06-10").by(&signer)).collect();
    }
    world.of_leaf = about;
    assert_eq!(world.against("2027-06-01"), []);
}

#[test]
fn the_earliest_proof_counts_and_what_is_at_hand_exists_now() {
    use crate::verify::judge::proof::{Piece, Proofs};
    let mut proofs = Proofs::new(time("2027-06-01"));
    let piece = Piece::Signature(3);
    assert_eq!((proofs.of(piece), proofs.proven(piece)), (time("2027-06-01"), None));
    proofs.add(piece, time("2027-05-01"));
    proofs.add(piece, time("2027-05-20"));
    assert_eq!((proofs.of(piece), proofs.proven(piece)), (time("2027-05-01"), Some(time("2027-05-01"))));
    // The clock of an authority may be a little ahead; nothing exists later than now.
    let token = Piece::Token(3, 0);
    proofs.add(token, time("2027-06-01T00:01:00Z"));
    assert_eq!(proofs.of(token), time("2027-06-01"));
    assert_eq!(proofs.proven(Piece::Evidence([7; 32])), None);
}
