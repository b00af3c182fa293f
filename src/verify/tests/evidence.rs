//! Which evidence is believed: from when, by whom, and over which algorithms (EN 319 102-1 V1.4.1 5.6.2.1).

use super::hand_made::{World, assert_rows, good, issued, path, revoked, time};
use super::vouching::{ca_ended_in_2030, still_fresh_in_2031};
use crate::crypto::DigestAlgorithm;
use crate::pki::PathFault;
use crate::policy::{Reliability, Requirement};

const SHA1: DigestAlgorithm = DigestAlgorithm::Sha1;
const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;

/// CRLs drop expired certificates and responders forget them (RFC 5280 5, RFC 6960 4.4.4).
#[test]
fn evidence_from_after_the_expiry_says_nothing_unless_it_says_so() {
    fn after_expiry(world: &mut World, keeps: Option<&str>) {
        still_fresh_in_2031(world);
        world.of_leaf = vec![good(1, "2031-01-15", "2032-01-01")];
        world.of_leaf[0].keeps_expired_since = keeps.map(time);
        world.proofs = vec![(2, "2028-01-02")];
    }
    assert_rows(&[
        ("it may have been dropped", |w| after_expiry(w, None), "2030-06-01", &[(0, "NoEvidence")]),
        ("expired certificates are kept", |w| after_expiry(w, Some("2029-01-01")), "2030-06-01", &[]),
        ("kept since its last day", |w| after_expiry(w, Some("2031-01-01")), "2030-06-01", &[]),
        (
            "kept since after its last day",
            |w| after_expiry(w, Some("2031-01-01T00:00:01Z")),
            "2030-06-01",
            &[(0, "NoEvidence")],
        ),
        (
            "revoked is revoked",
            |w| {
                after_expiry(w, None);
                w.of_leaf = vec![revoked(1, "2031-01-15", "2032-01-01", "2030-05-01")];
            },
            "2030-06-01",
            &[(0, "Revoked")],
        ),
    ]);
}

/// 5.6.2.1: evidence counts if it existed while its signer was believed.
#[test]
fn evidence_has_to_be_as_old_as_its_signer_was_believed() {
    fn later(world: &mut World, proofs: &[(u64, &'static str)]) {
        still_fresh_in_2031(world);
        ca_ended_in_2030(world);
        world.proofs = proofs.to_vec();
    }
    assert_rows(&[
        ("no proof", |w| later(w, &[(2, "2028-01-02")]), "2030-01-01", &[(0, "EvidenceNotProven")]),
        ("a proof from before", |w| later(w, &[(1, "2030-06-01"), (2, "2028-01-02")]), "2030-01-01", &[]),
        (
            "a proof that came too late",
            |w| later(w, &[(1, "2030-06-02"), (2, "2028-01-02")]),
            "2030-01-01",
            &[(0, "EvidenceNotProven")],
        ),
        // The anchor vouches for the list about the CA.
        ("no proof needed of the list about the CA", |w| later(w, &[(1, "2028-01-02")]), "2030-01-01", &[]),
        (
            "nothing is older than it says itself",
            |w| {
                later(w, &[(1, "2028-01-02"), (2, "2028-01-02")]);
                w.of_leaf[0].this_update = time("2030-07-01");
            },
            "2030-01-01",
            &[(0, "EvidenceNotProven")],
        ),
        (
            "several lists exist since the last of them does",
            |w| {
                later(w, &[(1, "2028-01-02"), (2, "2028-01-02"), (3, "2030-06-02")]);
                w.of_leaf[0].evidence.push(3);
            },
            "2030-01-01",
            &[(0, "EvidenceNotProven")],
        ),
        // The CA might have been revoked since its last list: whoever asks again can know.
        (
            "the list about the CA is too old for the list about the signer",
            |w| {
                w.of_ca = vec![good(2, "2027-01-01", "2027-05-30")];
            },
            "2027-05-29",
            &[(0, "Unsure")],
        ),
        (
            "unless that is proven to be older",
            |w| {
                w.of_ca = vec![good(2, "2027-01-01", "2027-05-30")];
                w.proofs = vec![(1, "2027-05-29")];
            },
            "2027-05-29",
            &[],
        ),
    ]);
}

/// A certificate that was revoked before is not passed because the CA or its last list has expired since.
#[test]
fn a_word_against_a_certificate_needs_no_proof_of_its_age() {
    fn both(world: &mut World) {
        world.of_leaf =
            vec![good(1, "2027-05-20", "2027-06-10"), revoked(3, "2027-05-31", "2027-06-10", "2027-05-10")];
        world.proofs = vec![(1, "2027-05-25")];
    }
    assert_rows(&[
        (
            "the list about the CA ended meanwhile",
            |w| {
                both(w);
                w.of_ca = vec![good(2, "2027-01-01", "2027-05-28")];
            },
            "2027-05-24",
            &[(0, "Revoked")],
        ),
        (
            "the CA expired meanwhile",
            |w| {
                both(w);
                w.chain[1] = issued("ca", "root", ("2020-01-01", "2027-05-28"), SHA256);
            },
            "2027-05-24",
            &[(0, "Revoked")],
        ),
        // With a stolen key or a broken algorithm anybody could say so of whom he likes.
        (
            "the CA was revoked meanwhile",
            |w| {
                both(w);
                w.of_ca = vec![revoked(2, "2027-05-30", "2027-12-31", "2027-05-28")];
            },
            "2027-05-24",
            &[],
        ),
        (
            "the algorithm ended meanwhile",
            |w| {
                both(w);
                w.proofs.push((2, "2027-05-25"));
                w.policy
                    .algorithms
                    .iter_mut()
                    .for_each(|rule| rule.until = Reliability::Until(time("2027-05-28")));
            },
            "2027-05-24",
            &[],
        ),
    ]);
}

#[test]
fn a_responder_is_asked_about_itself() {
    fn with_responder(
        world: &mut World,
        validity: (&str, &str),
        about: &[super::hand_made::Told],
        exempt: bool,
    ) {
        let responder = issued("responder", "ca", validity, SHA256);
        let chain = [&[responder], world.above()].concat();
        let signer = path(&chain, &[about, &world.of_ca], exempt);
        world.of_leaf = vec![good(1, "2027-05-25", "2027-06-10").by(&signer)];
    }
    assert_rows(&[
        ("with nocheck", |w| with_responder(w, ("2027-05-01", "2027-07-01"), &[], true), "2027-06-01", &[]),
        (
            "without, and nothing is known of it",
            |w| with_responder(w, ("2027-05-01", "2027-07-01"), &[], false),
            "2027-06-01",
            &[(0, "Unsure")],
        ),
        (
            "without, and the policy does not ask",
            |w| {
                with_responder(w, ("2027-05-01", "2027-07-01"), &[], false);
                w.policy.revocation.ocsp_responder = Requirement::IfAvailable;
            },
            "2027-06-01",
            &[],
        ),
        (
            "without, and it is good",
            |w| {
                with_responder(
                    w,
                    ("2027-05-01", "2027-07-01"),
                    &[good(4, "2027-05-25", "2027-06-10")],
                    false,
                );
            },
            "2027-06-01",
            &[],
        ),
        (
            "without, and it is revoked",
            |w| {
                with_responder(
                    w,
                    ("2027-05-01", "2027-07-01"),
                    &[revoked(4, "2027-05-25", "2027-06-10", "2027-05-24")],
                    false,
                );
            },
            "2027-06-01",
            &[(0, "EvidenceNotProven")],
        ),
        (
            "revoked later than the answer is proven",
            |w| {
                with_responder(
                    w,
                    ("2027-05-01", "2027-07-01"),
                    &[revoked(4, "2027-05-31", "2027-06-10", "2027-05-30")],
                    false,
                );
                w.proofs = vec![(1, "2027-05-26")];
            },
            "2027-06-01",
            &[],
        ),
        (
            "expired",
            |w| with_responder(w, ("2027-05-01", "2027-05-30"), &[], true),
            "2027-06-01",
            &[(0, "EvidenceNotProven")],
        ),
        (
            "expired, the answer is proven",
            |w| {
                with_responder(w, ("2027-05-01", "2027-05-30"), &[], true);
                w.proofs = vec![(1, "2027-05-29")];
            },
            "2027-06-01",
            &[],
        ),
        (
            "expired, the answer is proven too late",
            |w| {
                with_responder(w, ("2027-05-01", "2027-05-30"), &[], true);
                w.proofs = vec![(1, "2027-05-31")];
            },
            "2027-06-01",
            &[(0, "EvidenceNotProven")],
        ),
        (
            "a key that is not relied on",
            |w| {
                with_responder(w, ("2027-05-01", "2027-07-01"), &[], true);
                // The leaf's own key is judged with what it signed; the CA and the root have others.
                w.policy.algorithms.retain(|rule| rule.algorithm.as_str() != "ec");
            },
            "2027-06-01",
            &[(0, "EvidenceNotProven"), (1, "Key"), (2, "Key")],
        ),
    ]);
}

#[test]
fn algorithms_end() {
    fn until_may(world: &mut World, word: &str) {
        let end = Reliability::Until(time("2027-05-28"));
        let rules = world.policy.algorithms.iter_mut().filter(|rule| rule.algorithm.as_str() == word);
        rules.for_each(|rule| rule.until = end);
    }
    assert_rows(&[
        (
            "the digest of the certificates",
            |w| until_may(w, "sha-256"),
            "2027-06-01",
            &[(0, "Digest"), (0, "NoEvidence"), (1, "Digest"), (1, "NoEvidence")],
        ),
        (
            "everything is proven to be older",
            |w| {
                until_may(w, "sha-256");
                w.proofs = vec![(1, "2027-05-27"), (2, "2027-05-27")];
            },
            "2027-05-27",
            &[],
        ),
        (
            "all but the evidence is proven to be older",
            |w| until_may(w, "sha-256"),
            "2027-05-27",
            &[(0, "NoEvidence"), (1, "NoEvidence")],
        ),
        (
            "at the very second of the end",
            |w| {
                until_may(w, "sha-256");
                w.proofs = vec![(1, "2027-05-27"), (2, "2027-05-27")];
            },
            "2027-05-28",
            &[(0, "Digest"), (1, "Digest")],
        ),
        (
            "the keys of the CAs",
            |w| {
                until_may(w, "ec");
                w.proofs = vec![(1, "2027-05-27"), (2, "2027-05-27")];
            },
            "2027-06-01",
            &[(1, "Key"), (2, "Key")],
        ),
        (
            "proven to be older",
            |w| {
                until_may(w, "ec");
                w.proofs = vec![(1, "2027-05-27"), (2, "2027-05-27")];
            },
            "2027-05-27",
            &[],
        ),
    ]);
}

#[test]
fn sha_1_counts_by_pinning_alone() {
    fn old(world: &mut World, pinned: bool) {
        world.chain[1] = issued("ca", "root", ("2020-01-01", "2040-01-01"), SHA1);
        world.of_leaf[0].digest = SHA1;
        world.pinned = vec![false, pinned, true];
        if !pinned {
            world.faults = vec![PathFault::WeakAlgorithm { index: 1, digest: SHA1 }];
        }
    }
    assert_rows(&[
        ("a pinned CA and its list", |w| old(w, true), "2027-06-01", &[]),
        ("a CA that nobody pinned", |w| old(w, false), "2027-06-01", &[(0, "NoEvidence"), (1, "Digest")]),
        (
            "pinned, but the policy does not care",
            |w| {
                old(w, true);
                w.policy.accept_pinned_weak_certificates = false;
            },
            "2027-06-01",
            &[(0, "NoEvidence"), (1, "Digest")],
        ),
        (
            "a list in MD5",
            |w| {
                old(w, true);
                w.of_leaf[0].digest = DigestAlgorithm::Md5;
            },
            "2027-06-01",
            &[(0, "NoEvidence")],
        ),
        (
            "whoever says revoked is heard",
            |w| {
                w.of_leaf.push(revoked(3, "2027-05-25", "2027-06-10", "2027-05-01"));
                w.of_leaf[1].digest = SHA1;
            },
            "2027-06-01",
            &[(0, "Revoked")],
        ),
    ]);
}
