//! Who would like a document to be valid that is not, or a valid one to be in doubt.

use super::registry::*;
use crate::cms::timestamp::issue::Misbehaviour;
use crate::pki::crl::CrlReason;
use crate::pki::issue::ocsp::SingleStatus;
use crate::report::{Changes, Code, Indication, Level, TimeSource, Verdict};
use crate::verify::{verify, verify_with};

const NOW: &str = "2027-06-01";

/// The PKI as it answers in June 2027.
fn at_now(document: &[u8], gone: &[Gone]) -> Vec<String> {
    let mut services = services(NOW);
    services.gone = gone.to_vec();
    lines(&verify_with(document, &options(NOW), &mut services).unwrap())
}

const REVOKED: &str =
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

fn lists() -> Vec<Vec<u8>> {
    vec![party("root").crl("2026-11-01", "2027-04-30", &[]), party("ca").crl("2026-11-19", "2026-11-26", &[])]
}

#[test]
fn planted_evidence_neither_helps_nor_breaks() {
    let strange = crl_of_stranger();
    let other_serial =
        party("responder").respond(party("tsa"), SingleStatus::Good, "2026-11-20", "2036-11-27");
    let by_signer = party("person").respond(party("person"), SingleStatus::Good, "2026-11-20", "2036-11-27");
    let by_tsa = party("tsa").respond(party("person"), SingleStatus::Good, "2026-11-20", "2036-11-27");
    let reason = CrlReason::KeyCompromise;
    let dead = SingleStatus::Revoked { at: time("2026-01-02"), reason };
    let by_stranger = party("stranger").respond(party("person"), dead, "2026-11-20", "2036-11-27");
    let mut broken = party("ca").crl("2026-11-19", "2036-11-26", &[]);
    let last = broken.len() - 1;
    broken[last] ^= 1;
    let planted = |document: &[u8]| {
        let strange_certificates = [&party("stranger").certificate, &party("stranger-tsa").certificate];
        stored(
            document,
            &strange_certificates,
            &[strange.as_slice(), &broken],
            &[other_serial.as_slice(), &by_signer, &by_tsa, &by_stranger],
        )
    };
    // It does not help: nothing genuine is there.
    let report = verified(&planted(&timed(&tsa("tsa", SIGNED))), "2026-11-21", &[]);
    assert_eq!(report.verdict, Verdict::Indeterminate);
    assert!(lines(&report)[0].starts_with("INDETERMINATE TRY_LATER | B-B"), "{:?}", lines(&report));
    // It does not break.
    let report = verified(&planted(&timed(&tsa("tsa", SIGNED))), "2026-11-21", &lists());
    assert!(lines(&report)[0].starts_with("TOTAL_PASSED | B-T"), "{:?}", lines(&report));
    let genuine =
        raised(&timed(&tsa("tsa", SIGNED)), Level::BLT, None, &mut services("2026-11-20T09:00:00Z"));
    let report = verified(&planted(&genuine), "2026-11-21", &[]);
    assert!(lines(&report)[0].starts_with("TOTAL_PASSED | B-LT"), "{:?}", lines(&report));
    assert_eq!(report.signatures[0].changes, Changes::ValidationData);
}

fn crl_of_stranger() -> Vec<u8> {
    // In the name of the CA, by another key.
    use crate::pki::issue::{self, CrlSpec, Revoked};
    let revoked = Revoked {
        serial: party("person").certificate.serial(),
        at: time("2026-01-02"),
        reason: None,
        extensions: &[],
    };
    let spec = CrlSpec {
        issuer: party("ca").certificate.subject().der(),
        this_update: time("2026-11-19"),
        next_update: Some(time("2036-11-26")),
        number: 9,
        revoked: &[revoked],
        extensions: &[],
    };
    let key = party("stranger").key;
    issue::crl(&spec, key, key.default_algorithm(crate::crypto::DigestAlgorithm::Sha256)).unwrap()
}

/// The old list, from before the revocation, is all that the document brings; the verifier knows better.
#[test]
fn an_old_list_in_the_document_does_not_hide_a_newer_one() {
    let old = [
        party("root").crl("2027-01-01", "2027-12-31", &[]),
        party("ca").crl("2027-05-25", "2027-06-30", &[]),
    ];
    let document = stored(&basic(), &[], &[old[0].as_slice(), &old[1]], &[]);
    let newer = party("ca").crl("2027-05-30", "2027-06-06", &[gone("person", "2027-05-28")]);
    assert_eq!(
        lines(&verified(&document, NOW, &[])),
        ["TOTAL_PASSED | B-B | 2026-11-20T08:00:00Z claimed |"]
    );
    assert_eq!(lines(&verified(&document, NOW, &[newer])), [REVOKED]);
    // In the past, with the lists of that time, it was not revoked: that is what was asked.
    let options = || {
        let mut options = options("2027-05-27");
        options.evidence.add_crl(&old[0], &options.limits).unwrap();
        options.evidence.add_crl(&old[1], &options.limits).unwrap();
        options
    };
    assert_eq!(verify(&basic(), &options()).unwrap().verdict, Verdict::Passed);
    // But at no time before the list was it proven by a claim.
    assert_eq!(
        lines(&verified(&document, "2028-01-01", &[])),
        ["INDETERMINATE TRY_LATER | B-B | 2026-11-20T08:00:00Z claimed | revocation-stale"]
    );
}

/// The CA's key was stolen: with it a good answer is made and dated back.
#[test]
fn evidence_made_with_a_stolen_key_counts_only_if_it_is_proven_to_be_older() {
    let lost = [gone("ca", "2027-02-01")];
    let root = party("root").crl("2027-05-01", "2027-12-31", &lost);
    let document = timed(&tsa("tsa", SIGNED));
    let dated_back = party("ca").crl("2027-01-31", "2037-01-01", &[]);
    let forged = stored(&document, &[], &[&dated_back, &root], &[]);
    let report = verified(&forged, NOW, &[]);
    assert!(lines(&report)[0].starts_with("INDETERMINATE"), "{:?}", lines(&report));
    assert!(!lines(&report)[0].contains("timestamp |"), "{:?}", lines(&report));
    // A receipt of the whole file from before would prove it. One that is said to be older than the list does not.
    let received = |at: &str| {
        let mut options = options(NOW);
        options.existed_at = Some(time(at));
        lines(&verify(&forged, &options).unwrap()).remove(0)
    };
    assert!(
        received("2027-01-31T12:00:00Z").starts_with("TOTAL_PASSED"),
        "{}",
        received("2027-01-31T12:00:00Z")
    );
    assert!(received("2027-02-01").starts_with("INDETERMINATE"), "{}", received("2027-02-01"));
    let late = stored(&document, &[], &[&party("ca").crl("2027-02-02", "2037-01-01", &[]), &root], &[]);
    let mut options = options(NOW);
    options.existed_at = Some(time("2026-12-01"));
    let found = lines(&verify(&late, &options).unwrap());
    assert!(found[0].starts_with("INDETERMINATE"), "{found:?}");
    // An archive timestamp from before does.
    let lta = raised(
        &document,
        Level::BLTA,
        Some(&tsa("tsa", "2026-11-20T09:00:10Z")),
        &mut services("2026-11-20T09:00:00Z"),
    );
    let found = lines(&verified(&lta, NOW, &[root]));
    // Nobody vouches for the authority of that timestamp any more: its CA is the one that was lost.
    assert!(found.iter().all(|line| line.starts_with("INDETERMINATE")), "{found:?}");
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
        report.signatures.iter().all(|s| s.indication == Indication::Indeterminate),
        "{:?}",
        lines(&report)
    );
    assert!(has(&report, Code::LaterRevisions));
    // Closed again by a timestamp and a store: still seen.
    let closed = stamped(&forged, &tsa("tsa", "2026-11-20T09:30:00Z"));
    let report = verified(&closed, "2026-11-20T10:00:00Z", &evidence);
    assert_eq!(report.signatures[0].indication, Indication::Indeterminate, "{:?}", lines(&report));
    assert_eq!(report.signatures[0].changes, Changes::Other);
}

/// A responder that vouches for itself, and answers by hundreds.
#[test]
fn a_responder_does_not_vouch_for_itself() {
    let responder = party("checked-responder");
    let answer =
        |about: &str| responder.respond(party(about), SingleStatus::Good, "2027-05-31", "2027-06-05");
    let root = party("root").crl("2027-05-01", "2027-12-31", &[]);
    let evidence = [answer("person"), answer("checked-responder"), root.clone()];
    let report = verified(&basic(), NOW, &evidence);
    assert_eq!(
        lines(&report),
        ["INDETERMINATE TRY_LATER | B-B | 2026-11-20T08:00:00Z claimed | revocation-not-available"]
    );
    // What is missing is a word about the responder, or a list about the signer.
    let wanted: Vec<(String, bool)> = report
        .missing
        .iter()
        .map(|missing| (missing.certificate.as_ref().unwrap().subject.clone(), missing.request.is_some()))
        .collect();
    let expected = [
        ("CN=checked-responder", true),
        ("CN=checked-responder", false),
        ("CN=person", true),
        ("CN=person", false),
    ];
    assert_eq!(wanted, expected.map(|(who, by_ocsp)| (who.to_owned(), by_ocsp)));
    let mut evidence = evidence.to_vec();
    evidence.push(party("ca").crl("2027-05-31", "2027-06-07", &[gone("tsa", "2027-01-01")]));
    assert_eq!(verified(&basic(), NOW, &evidence).verdict, Verdict::Passed);
}

#[test]
fn the_answer_of_a_responder_that_has_expired_needs_a_timestamp() {
    let about =
        |who: &str| party("responder").respond(party(who), SingleStatus::Good, "2026-11-20", "2026-11-27");
    let root = party("root").crl("2026-11-01", "2027-12-31", &[]);
    let ocsps = [about("person"), about("tsa")];
    let ocsps: Vec<&[u8]> = ocsps.iter().map(Vec::as_slice).collect();
    let document = stored(&timed(&tsa("tsa", SIGNED)), &[], &[&root], &ocsps);
    assert_eq!(
        lines(&verified(&document, "2026-11-21", &[])),
        ["TOTAL_PASSED | B-LT | 2026-11-20T08:00:00Z timestamp |"]
    );
    let archived = stamped(&document, &tsa("tsa", "2026-11-20T09:00:00Z"));
    // The responder's certificate ended with the year; nothing about the signer is said since.
    let silent = |document: &[u8]| {
        let mut services = services(NOW);
        services.down = vec![];
        let mut options = options(NOW);
        options.evidence.add_crl(&party("ca").crl("2027-05-31", "2027-06-07", &[]), &options.limits).unwrap();
        lines(&verify_with(document, &options, &mut services).unwrap())
    };
    assert_eq!(silent(&archived)[0], "TOTAL_PASSED | B-LTA | 2026-11-20T08:00:00Z timestamp |");
    // Without the archive timestamp the lists of today do, as long as they speak of the certificates.
    assert_eq!(silent(&document)[0], "TOTAL_PASSED | B-LT | 2026-11-20T08:00:00Z timestamp |");
}

#[test]
fn what_is_missing_is_what_would_help() {
    let entries = |document: &[u8], at: &str, evidence: &[Vec<u8>]| {
        let report = verified(document, at, evidence);
        let entry = |missing: &crate::report::Missing| {
            let who = missing.certificate.as_ref().unwrap().subject.clone();
            format!("{} {who} {}", missing.what, missing.url.clone().unwrap_or_default())
        };
        report.missing.iter().map(entry).collect::<Vec<_>>()
    };
    let of = |who: &str, ca: &str| {
        [format!("ocsp CN={who} {}", ocsp_url(ca)), format!("crl CN={who} {}", crl_url(ca))]
    };
    let all = [of("person", "ca"), of("ca", "root")].concat();
    assert_eq!(entries(&basic(), NOW, &[]), all);
    let root = party("root").crl("2027-05-01", "2027-12-31", &[]);
    assert_eq!(entries(&basic(), NOW, std::slice::from_ref(&root)), of("person", "ca"));
    let ca = party("ca").crl("2027-05-31", "2027-06-07", &[]);
    assert_eq!(entries(&basic(), NOW, &[root.clone(), ca.clone()]), [""; 0]);
    // A newer list does not help against a revocation, nor when the certificate has expired before it was used.
    let revoked = party("ca").crl("2027-05-31", "2027-06-07", &[gone("person", "2027-01-01")]);
    assert_eq!(entries(&basic(), NOW, &[revoked]), [""; 0]);
    assert_eq!(entries(&basic(), "2031-02-01", &[]), [""; 0]);
    // Both lists have ended, with the lists of old at hand too.
    let old_root = party("root").crl("2026-11-01", "2027-04-30", &[]);
    let old_ca = party("ca").crl("2026-11-19", "2026-11-26", &[]);
    assert_eq!(entries(&basic(), NOW, &[old_root.clone(), old_ca]), all);
    // The list about the CA is too old for the evidence about the signer: only that one is asked for.
    let mut options = options(NOW);
    options.existed_at = Some(time("2026-11-25"));
    options.evidence.add_crl(&old_root, &options.limits).unwrap();
    options.evidence.add_crl(&party("ca").crl("2026-11-19", "2026-11-26", &[]), &options.limits).unwrap();
    let report = verify(&basic(), &options).unwrap();
    assert!(lines(&report)[0].starts_with("INDETERMINATE TRY_LATER"), "{:?}", lines(&report));
    let asked: Vec<String> = report.missing.iter().map(|m| m.url.clone().unwrap_or_default()).collect();
    assert_eq!(asked, [ocsp_url("root"), crl_url("root")]);
    assert!(report.missing[0].request.is_some() && report.missing[1].request.is_none());
    options.evidence.add_crl(&root, &options.limits).unwrap();
    assert_eq!(verify(&basic(), &options).unwrap().verdict, Verdict::Passed);
}

/// Whoever fetches gets answers that do not help, again and again: an end is made.
#[test]
fn asking_ends() {
    struct Liar(usize);
    impl crate::verify::EvidenceSource for Liar {
        fn fetch(&mut self, _: &crate::report::Missing) -> crate::Result<Vec<u8>> {
            self.0 += 1;
            // Something new each time, and of no use.
            let days = i64::try_from(self.0).unwrap();
            let at = time("2027-01-01").plus_seconds(days * 86_400).to_string();
            Ok(party("stranger").crl(&at, "2027-12-31", &[]))
        }
    }
    let mut liar = Liar(0);
    let report = verify_with(&timed(&tsa("tsa", SIGNED)), &options(NOW), &mut liar).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate);
    assert!(liar.0 < 20, "{}", liar.0);
}

#[test]
fn hundreds_of_timestamps_and_stores_cost_no_more_than_their_number() {
    let mut document = timed(&tsa("tsa", SIGNED));
    let limits = crate::Limits::default();
    let lists = lists();
    document = stored(&document, &[], &[lists[0].as_slice(), &lists[1]], &[]);
    for number in 0..150 {
        let at = time(SIGNED).plus_seconds(number * 60).to_string();
        document = stamped(&document, &tsa(if number % 2 == 0 { "tsa" } else { "stranger-tsa" }, &at));
    }
    let mut options = options("2026-11-20T12:00:00Z");
    options.limits = limits;
    let report = verify(&document, &options).unwrap();
    let first = line(&report.signatures[0]);
    assert!(first.starts_with("TOTAL_PASSED | B-LTA | 2026-11-20T08:00:00Z"), "{first}");
    assert!(report.signatures[0].timestamps.len() < 20);
}

/// Adobe's revocation archive is signed along, so the timestamp over the value proves that it is as old.
#[test]
fn evidence_that_was_signed_along_is_as_old_as_the_signature() {
    // The CA's key is lost in the next year, and its last list about the authority is proven by nobody.
    let lost = [gone("ca", "2027-02-01")];
    let root = party("root").crl("2027-05-01", "2027-12-31", &lost);
    let evidence = [root, party("ca").crl("2027-01-31", "2027-02-07", &[])];
    let mut options = options(NOW);
    for piece in &evidence {
        options.evidence.add_crl(piece, &options.limits).unwrap();
    }
    options.policy.revocation.timestamp_authority = crate::policy::Requirement::NotChecked;
    // The authority belongs to another CA, which was not lost.
    options.trust.add_anchor(party("stranger").certificate.clone());
    let authority = tsa("stranger-tsa", SIGNED);
    let list = party("ca").crl("2026-11-19", "2026-11-26", &[]);
    let judged = |document: &[u8]| line(&verify(document, &options).unwrap().signatures[0]);
    let bound = with_archive(&authority, std::slice::from_ref(&list), true);
    assert_eq!(judged(&bound), "TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |");
    // Brought along it proves nothing: whoever has the key can make it today.
    let beside = stored(&signed_with(|value| authority.over(&value)), &[], &[&list], &[]);
    assert_eq!(
        judged(&beside),
        "INDETERMINATE NO_POE | B-T | 2026-11-20T08:00:00Z timestamp | revocation-no-poe"
    );
    // Put beside a value that was made before: the signature is wrong, and nothing is proven for another one.
    let unbound = with_archive(&authority, &[list], false);
    assert!(judged(&unbound).starts_with("TOTAL_FAILED SIG_CRYPTO_FAILURE"), "{}", judged(&unbound));
}

#[test]
fn where_the_responder_answers_no_list_is_asked_for() {
    let mut services = services(NOW);
    services.responds = true;
    let document = timed(&tsa("tsa", SIGNED));
    let report = verify_with(&document, &options(NOW), &mut services).unwrap();
    assert_eq!(lines(&report), ["TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |"]);
    assert_eq!(services.asked, [ocsp_url("ca"), ocsp_url("root"), ocsp_url("ca")]);
    services.gone = vec![gone("person", "2026-11-01")];
    services.asked.clear();
    let report = verify_with(&document, &options(NOW), &mut services).unwrap();
    assert!(lines(&report)[0].starts_with("INDETERMINATE REVOKED_NO_POE"), "{:?}", lines(&report));
    // Later than the answer: the responder is asked again, and then the lists.
    assert_eq!(services.asked.iter().filter(|url| **url == crl_url("ca")).count(), 0);
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

/// The European rules: a list that is younger than the signature.
#[test]
fn the_european_policy_waits_for_the_next_list() {
    let document = timed(&tsa("tsa", SIGNED));
    let judged = |at: &str, list: Vec<u8>| {
        let mut options = options(at);
        options.policy = crate::Policy::eu_like();
        for piece in [party("root").crl("2026-11-01", "2027-04-30", &[]), list] {
            options.evidence.add_crl(&piece, &options.limits).unwrap();
        }
        line(&verify(&document, &options).unwrap().signatures[0])
    };
    let before = party("ca").crl("2026-11-19", "2026-11-26", &[]);
    let after = party("ca").crl("2026-11-20T12:00:00Z", "2026-11-27", &[]);
    let waiting = "INDETERMINATE TRY_LATER | B-T | 2026-11-20T08:00:00Z timestamp | revocation-stale";
    assert_eq!(judged("2026-11-20T13:00:00Z", before), waiting);
    assert_eq!(
        judged("2026-11-20T13:00:00Z", after),
        "TOTAL_PASSED | B-T | 2026-11-20T08:00:00Z timestamp |"
    );
}

/// Genuine answers can be had by hundreds, and put into one document.
#[test]
fn hundreds_of_answers_about_responders_cost_no_more_than_their_number() {
    let responder = party("checked-responder");
    let answers = |about: &'static str| {
        (0..150i64).map(move |number| {
            let at = time("2027-05-01").plus_seconds(number * 3600).to_string();
            responder.respond(party(about), SingleStatus::Good, &at, "2027-06-05")
        })
    };
    let all: Vec<Vec<u8>> = answers("person").chain(answers("checked-responder")).collect();
    let ocsps: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    let document = stored(&basic(), &[], &[], &ocsps);
    let evidence = [
        party("root").crl("2027-05-01", "2027-12-31", &[]),
        party("ca").crl("2027-05-31", "2027-06-07", &[]),
    ];
    assert_eq!(verified(&document, NOW, &evidence).verdict, Verdict::Passed);
    assert_eq!(verified(&document, NOW, &evidence[..1]).verdict, Verdict::Indeterminate);
}
