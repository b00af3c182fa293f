//! Who would like a document to be valid that is not, or a valid one to be in doubt.

use super::documents::*;
use super::registry::*;
use crate::cms::timestamp::issue::Misbehaviour;
use crate::report::{Changes, Code, Indication, Level, TimeSource, Verdict};
use crate::verify::{verify, verify_with};

pub(super) const NOW: &str = "2027-06-01";

/// The PKI as it answers in June 2027.
fn at_now(document: &[u8], gone: &[Gone]) -> Vec<String> {
    let mut services = services(NOW);
    services.gone = gone.to_vec();
    lines(&verify_with(document, &options(NOW), &mut services).unwrap())
}

pub(super) const REVOKED: &str =
    "INDETERMINATE REVOKED_NO_POE | B-B | 2026-11-20T08:00:00Z claimed | certificate-revoked";

#[test]
fn timestamps_that_prove_nothing_save_no_revoked_signature() {
    let revoked = [gone("person", "2027-02-01")];
    let good = tsa("tsa", SIGNED);
    let with = |misbehaviour: Misbehaviour<'static>| {
        let mut tsa = tsa("tsa", SIGNED);
        tsa.misbehaviour = vec![misbehaviour];
        signed_with(|value| tsa.over(&value))
    };
    // The signature as it would be good.
    assert_eq!(
        at_now(&signed_with(|value| good.over(&value)), &revoked),
        ["TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |"]
    );
    let document_timestamp = stamped(&basic(), &good);
    assert_eq!(
        at_now(&document_timestamp, &revoked)[0],
        "TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |"
    );

    for (name, document) in [
        ("by a stranger", signed_with(|value| tsa("stranger-tsa", SIGNED).over(&value))),
        ("by somebody who is no authority", signed_with(|value| tsa("not-a-tsa", SIGNED).over(&value))),
        ("wrong imprint", with(Misbehaviour::WrongImprint)),
        ("wrong signature", with(Misbehaviour::WrongSignature)),
        ("another certificate is bound", with(Misbehaviour::WrongEss)),
        ("no certificate is bound", with(Misbehaviour::NoEss)),
        ("a condition that nobody knows", with(Misbehaviour::CriticalExtension)),
        (
            "of another signature",
            signed_with(|_| {
                good.over(&crate::crypto::digest(crate::crypto::DigestAlgorithm::Sha256, b"another"))
            }),
        ),
        ("no token at all", signed_with(|_| vec![0x30, 0x00])),
        ("before the authority was certified", signed_with(|value| tsa("tsa", "2025-12-31").over(&value))),
        ("in the future", signed_with(|value| tsa("tsa", "2028-01-01").over(&value))),
    ] {
        let found = at_now(&document, &revoked);
        assert!(found[0].starts_with("INDETERMINATE"), "{name}: {found:?}");
        assert!(found[0].contains("certificate-revoked"), "{name}: {found:?}");
    }
    let by_stranger = stamped(&basic(), &tsa("stranger-tsa", SIGNED));
    assert_eq!(at_now(&by_stranger, &revoked)[0], REVOKED);
    // The authority's own certificate was revoked.
    let all = [revoked[0], gone("tsa", "2026-12-01")];
    assert_eq!(at_now(&document_timestamp, &all)[0], REVOKED);
}

#[test]
fn an_authority_of_which_nothing_is_known_proves_nothing() {
    let document = timed(&tsa("tsa", SIGNED));
    let mut services = services(NOW);
    services.gone = vec![gone("person", "2027-02-01")];
    // A list of the root alone; then of the CA alone.
    for down in ["ca", "root"] {
        services.down = vec![crl_url(down)];
        let report = verify_with(&document, &options(NOW), &mut services).unwrap();
        assert_eq!(report.verdict, Verdict::Indeterminate, "{down}");
        assert_eq!(report.signatures[0].best_time.unwrap().source, TimeSource::Claimed, "{down}");
    }
}

/// A timestamp over something that the signature is not part of.
#[test]
fn a_document_timestamp_from_before_the_signature_proves_nothing_for_it() {
    let person = party("person");
    let stamped = stamped(&crate::pdf::pdf_maker::classic(), &tsa("tsa", "2026-11-20T07:00:00Z"));
    let options = crate::sign::SignOptions::new(time(SIGNED));
    let update =
        crate::sign::sign(&stamped, person.key, &person.chain(), &options, &crate::Limits::default())
            .unwrap();
    let found = at_now(&update.append_to(&stamped), &[gone("person", "2027-02-01")]);
    assert_eq!(found[1], REVOKED);
}

/// The signer, once revoked, makes a new signature and timestamps it: too late.
#[test]
fn a_timestamp_from_after_the_revocation_proves_nothing() {
    let document = signed_with(|value| tsa("tsa", "2027-02-01").over(&value));
    let revoked = [gone("person", "2027-02-01")];
    assert_eq!(
        at_now(&document, &revoked),
        ["INDETERMINATE REVOKED_NO_POE | B-T | 2027-02-01T00:00:00Z timestamp | certificate-revoked"]
    );
}

/// 5.5.4: with a timestamp that was signed along, the signature is known to be younger than the revocation.
#[test]
fn a_content_timestamp_from_after_the_revocation_makes_a_failure_of_it() {
    let along = tsa("tsa", "2027-03-01");
    let document = signed_along(|content| along.over(&content), None);
    assert_eq!(at_now(&document, &[]), ["TOTAL_PASSED | B-B | 2026-11-20T08:00:00Z claimed |"]);
    let failed = [
        "TOTAL_FAILED REVOKED | none | 2026-11-20T08:00:00Z claimed | certificate-revoked-before-signing certificate-revoked",
    ];
    assert_eq!(at_now(&document, &[gone("person", "2027-02-01")]), failed);
    assert_eq!(at_now(&document, &[gone("person", "2027-03-01")]), failed);
    // Revoked later: it may have been signed in between.
    assert_eq!(at_now(&document, &[gone("person", "2027-03-02")]), [REVOKED]);
    // What counts is when it was revoked, not when the key is said to have been lost.
    let lost = Gone { invalid: Some("2027-02-01"), ..gone("person", "2027-03-02") };
    assert_eq!(at_now(&document, &[lost]), [REVOKED]);
    // A stranger's timestamp fails nobody.
    let strange = tsa("stranger-tsa", "2027-03-01");
    let document = signed_along(|content| strange.over(&content), None);
    assert_eq!(at_now(&document, &[gone("person", "2027-02-01")]), [REVOKED]);
    // Over something else.
    let other = crate::crypto::digest(crate::crypto::DigestAlgorithm::Sha256, b"another");
    let document = signed_along(|_| along.over(&other), None);
    assert_eq!(at_now(&document, &[gone("person", "2027-02-01")]), [REVOKED]);
}

/// 5.5.4: nobody knows which of two authorities to believe that contradict each other.
#[test]
fn timestamps_out_of_order_are_no_proof() {
    // Signed after March, as one says, and before the end of November, as the other does.
    let (along, over) = (tsa("tsa", "2027-03-01"), tsa("tsa", SIGNED));
    let document = signed_along(|content| along.over(&content), Some(&|value| over.over(&value)));
    let found = at_now(&document, &[]);
    assert!(found[0].starts_with("INDETERMINATE TIMESTAMP_ORDER_FAILURE"), "{found:?}");
    // The outer one is older than the inner one.
    let document = stamped(&timed(&tsa("tsa", "2027-01-01")), &tsa("tsa", SIGNED));
    let found = at_now(&document, &[]);
    assert!(found[0].starts_with("INDETERMINATE TIMESTAMP_ORDER_FAILURE"), "{found:?}");
    // A minute is nothing.
    let document = stamped(&timed(&tsa("tsa", "2026-11-20T08:00:40Z")), &tsa("tsa", SIGNED));
    assert!(at_now(&document, &[])[0].starts_with("TOTAL_PASSED"));
    // Anybody can put a timestamp of his own beside one that is good, before the archive is closed or after.
    let strange = tsa("stranger-tsa", "2040-01-01");
    let good = tsa("tsa", SIGNED);
    let document = signed_with_all(&[&|value| strange.over(&value), &|value| good.over(&value)]);
    let passed = "TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |";
    assert_eq!(at_now(&document, &[])[0], passed);
    let archived = stamped(&document, &tsa("tsa", "2026-11-21"));
    assert_eq!(at_now(&archived, &[])[0], passed);
}

#[test]
fn seven_hours_ahead_is_told_and_the_timestamp_counts() {
    let document = timed(&tsa("tsa", "2026-11-20T01:00:00Z"));
    let report = verified(&document, "2026-11-20T09:00:00Z", &lists());
    assert_eq!(lines(&report), ["TOTAL_PASSED | B-T | 2026-11-20T01:00:00Z timestamp |"]);
    assert!(has(&report, Code::ClaimedTimeSevenHoursAhead));
    let document = timed(&tsa("tsa", "2026-11-20T05:00:00Z"));
    let report = verified(&document, "2026-11-20T09:00:00Z", &lists());
    assert_eq!(lines(&report), ["TOTAL_PASSED | B-T | 2026-11-20T05:00:00Z timestamp |"]);
    assert!(has(&report, Code::SignatureTimeAheadOfTimestamp));
}

/// The claim is wrong, as the timestamp proves: the certificate was in force.
#[test]
fn a_claim_beyond_the_certificate_does_not_fail_what_a_timestamp_proves() {
    let document = claiming("2031-01-01T05:00:00Z", Some("2030-12-31T22:00:00Z"));
    let evidence = [
        party("ca").crl("2030-12-30", "2031-01-08", &[]),
        party("root").crl("2030-12-01", "2031-06-01", &[]),
    ];
    let report = verified(&document, "2030-12-31T23:00:00Z", &evidence);
    assert_eq!(lines(&report), ["TOTAL_PASSED | B-T | 2030-12-31T22:00:00Z timestamp |"]);
    let report = verified(&document, "2031-01-02", &evidence);
    assert_eq!(lines(&report), ["TOTAL_PASSED | B-T | 2030-12-31T22:00:00Z timestamp |"]);
    assert!(has(&report, Code::ClaimedTimeSevenHoursAhead));
    // Nobody contradicts the claim.
    let report = verified(&claiming("2031-01-01T05:00:00Z", None), "2031-01-02", &evidence);
    assert!(lines(&report)[0].starts_with("TOTAL_FAILED EXPIRED"), "{:?}", lines(&report));
}

fn has(report: &crate::report::DocumentReport, code: Code) -> bool {
    report.signatures[0].findings.iter().any(|finding| finding.code == code)
}

pub(super) fn lists() -> Vec<Vec<u8>> {
    vec![party("root").crl("2026-11-01", "2027-04-30", &[]), party("ca").crl("2026-11-19", "2026-11-26", &[])]
}

#[test]
fn a_forged_revision_around_good_ones_is_seen() {
    let lta = raised(
        &timed(&tsa("tsa", SIGNED)),
        Level::BLTA,
        Some(&tsa("tsa", "2026-11-20T09:00:10Z")),
        &mut services("2026-11-20T09:00:00Z"),
    );
    let forged = changed(&lta);
    let evidence: Vec<Vec<u8>> = Vec::new();
    let report = verified(&forged, "2026-11-20T10:00:00Z", &evidence);
    assert!(
        report.signatures.iter().all(|s| s.indication == Indication::TotalFailed),
        "{:?}",
        lines(&report)
    );
    assert!(has(&report, Code::ChangePageContent));
    // Closed again by a timestamp and a store: still seen.
    let closed = stamped(&forged, &tsa("tsa", "2026-11-20T09:30:00Z"));
    let report = verified(&closed, "2026-11-20T10:00:00Z", &evidence);
    assert_eq!(report.signatures[0].indication, Indication::TotalFailed, "{:?}", lines(&report));
    assert_eq!(report.signatures[0].changes, Changes::Other);
}

/// Old signing programs ask for SHA-1 imprints.
#[test]
fn imprints_of_sha_1_prove_a_time_where_the_policy_says_so() {
    let sha1 = |policy: crate::Policy| {
        let mut options = options("2026-11-21");
        options.policy = policy;
        for piece in lists() {
            options.evidence.add_crl(&piece, &options.limits).unwrap();
        }
        line(&verify(&with_sha1_imprint(&tsa("tsa", SIGNED)), &options).unwrap().signatures[0])
    };
    assert_eq!(sha1(crate::Policy::strict()), "TOTAL_PASSED | B-B | 2026-11-20T08:00:00Z claimed |");
    assert_eq!(sha1(crate::Policy::vn_gca()), "TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |");
}

#[test]
fn the_vietnamese_policy_demands_a_timestamp() {
    let judged = |document: &[u8]| {
        let mut options = options("2026-11-21");
        options.policy = crate::Policy::vn_gca();
        for piece in lists() {
            options.evidence.add_crl(&piece, &options.limits).unwrap();
        }
        line(&verify(document, &options).unwrap().signatures[0])
    };
    let without =
        "INDETERMINATE SIG_CONSTRAINTS_FAILURE | B-B | 2026-11-20T08:00:00Z claimed | timestamp-required";
    assert_eq!(judged(&basic()), without);
    assert_eq!(judged(&timed(&tsa("stranger-tsa", SIGNED))), without);
    assert_eq!(judged(&timed(&tsa("tsa", SIGNED))), "TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |");
}
