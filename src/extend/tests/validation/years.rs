//! One document at several times in thirty years.

use super::documents::*;
use super::registry::*;
use crate::cms::timestamp::issue::Misbehaviour;
use crate::crypto::DigestAlgorithm;
use crate::policy::{Policy, Reliability};
use crate::report::{Level, Verdict};
use crate::verify::{verify, verify_with};

/// The lists of the week in which the documents are signed.
fn lists() -> Vec<Vec<u8>> {
    vec![party("root").crl("2026-11-01", "2027-04-30", &[]), party("ca").crl("2026-11-19", "2026-11-26", &[])]
}

fn first(document: &[u8], at: &str, evidence: &[Vec<u8>]) -> String {
    line(&verified(document, at, evidence).signatures[0])
}

fn lt() -> Vec<u8> {
    raised(&timed(&tsa("tsa", SIGNED)), Level::BLT, None, &mut services("2026-11-20T08:05:00Z"))
}

fn lta() -> Vec<u8> {
    let archive = tsa("tsa", "2026-11-20T08:06:00Z");
    raised(&timed(&tsa("tsa", SIGNED)), Level::BLTA, Some(&archive), &mut services("2026-11-20T08:05:00Z"))
}

const BEST: &str = "2026-11-20T08:00:00Z";

#[test]
fn without_a_timestamp_only_today_counts() {
    let document = basic();
    let told = [
        ("2026-11-20T09:00:00Z", "TOTAL_PASSED | B-B | 2026-11-20T08:00:00Z claimed |"),
        ("2026-11-27", "INDETERMINATE TRY_LATER | B-B | 2026-11-20T08:00:00Z claimed | revocation-stale"),
        (
            "2031-01-02",
            "INDETERMINATE OUT_OF_BOUNDS_NO_POE | B-B | 2026-11-20T08:00:00Z claimed | certificate-expired revocation-stale",
        ),
    ];
    for (at, expected) in told {
        assert_eq!(first(&document, at, &lists()), expected, "{at}");
    }
    // With the lists of the day the signature is good for as long as the certificate is.
    let fresh = |at: &str, gone: &[Gone]| {
        let mut services = services(at);
        services.gone = gone.to_vec();
        line(&verify_with(&document, &options(at), &mut services).unwrap().signatures[0])
    };
    assert_eq!(fresh("2030-12-31", &[]), "TOTAL_PASSED | B-B | 2026-11-20T08:00:00Z claimed |");
    // Attack: the claim that it was signed before proves nothing.
    let revoked = [gone("person", "2027-02-01")];
    assert_eq!(
        fresh("2027-03-01", &revoked),
        "INDETERMINATE REVOKED_NO_POE | B-B | 2026-11-20T08:00:00Z claimed | certificate-revoked"
    );
}

#[test]
fn a_receipt_stands_in_for_a_timestamp() {
    let document = basic();
    let received = |at: &str, existed: &str, gone: &[Gone]| {
        let mut options = options(at);
        options.existed_at = Some(time(existed));
        let mut services = services(at);
        services.gone = gone.to_vec();
        line(&verify_with(&document, &options, &mut services).unwrap().signatures[0])
    };
    let revoked = [gone("person", "2027-02-01")];
    assert_eq!(
        received("2027-03-01", "2026-12-01", &revoked),
        "TOTAL_PASSED | B-B | 2026-12-01T00:00:00Z proof |"
    );
    assert_eq!(
        received("2027-03-01", "2027-02-01", &revoked),
        "INDETERMINATE REVOKED_NO_POE | B-B | 2027-02-01T00:00:00Z proof | certificate-revoked"
    );
    // A receipt of tomorrow is none.
    assert_eq!(
        received("2027-03-01", "2027-03-02", &revoked),
        "INDETERMINATE REVOKED_NO_POE | B-B | 2026-11-20T08:00:00Z claimed | certificate-revoked"
    );
    // The certificate was issued later than that.
    assert_eq!(
        received("2026-12-01", "2025-12-31", &[]),
        "TOTAL_FAILED NOT_YET_VALID | none | 2025-12-31T00:00:00Z proof | certificate-not-yet-valid-at-signing"
    );
}

#[test]
fn a_timestamp_proves_the_time_as_long_as_its_authority_is_believed() {
    let document = timed(&tsa("tsa", SIGNED));
    let at = |at: &str, gone: &[Gone]| {
        let mut services = services(at);
        services.gone = gone.to_vec();
        line(&verify_with(&document, &options(at), &mut services).unwrap().signatures[0])
    };
    let passed = format!("TOTAL_PASSED | B-T | {BEST} timestamp |");
    assert_eq!(first(&document, "2026-11-21", &lists()), passed);
    assert_eq!(at("2030-06-01", &[]), passed);
    // Revoked afterwards: not touched.
    assert_eq!(at("2027-06-01", &[gone("person", "2027-02-01")]), passed);
    assert_eq!(at("2027-06-01", &[gone("person", "2026-11-20T08:00:01Z")]), passed);
    // At that second, or before.
    let before = format!("INDETERMINATE REVOKED_NO_POE | B-T | {BEST} timestamp | certificate-revoked");
    assert_eq!(at("2027-06-01", &[gone("person", SIGNED)]), before);
    assert_eq!(at("2027-06-01", &[gone("person", "2026-11-01")]), before);
    // The authority's certificate is revoked or has expired: its word counts no more (5.4).
    let claimed = "2026-11-20T08:00:00Z claimed";
    assert_eq!(at("2027-06-01", &[gone("tsa", "2027-02-01")]), format!("TOTAL_PASSED | B-B | {claimed} |"));
    let both = [gone("tsa", "2027-02-01"), gone("person", "2027-03-01")];
    assert_eq!(
        at("2027-06-01", &both),
        format!("INDETERMINATE REVOKED_NO_POE | B-B | {claimed} | certificate-revoked")
    );
    assert!(
        at("2031-07-01", &[]).starts_with("INDETERMINATE OUT_OF_BOUNDS_NO_POE | B-B"),
        "{}",
        at("2031-07-01", &[])
    );
}

#[test]
fn after_the_signer_s_certificate_has_expired_the_timestamp_still_counts() {
    let document = timed(&tsa("tsa", SIGNED));
    // Evidence from before the expiry, which somebody kept, and fresh evidence about those above.
    let mut evidence = lists();
    evidence.push(party("ca").crl("2031-01-10", "2031-01-20", &[]));
    evidence.push(party("root").crl("2031-01-01", "2031-06-20", &[]));
    assert_eq!(first(&document, "2031-01-15", &evidence), format!("TOTAL_PASSED | B-T | {BEST} timestamp |"));
    // Without it the list of today does not name a certificate that has expired, be it revoked or not.
    assert_eq!(
        first(&document, "2031-01-15", &evidence[2..]),
        format!("INDETERMINATE TRY_LATER | B-T | {BEST} timestamp | revocation-not-available")
    );
}

#[test]
fn with_the_evidence_inside_nothing_else_is_needed() {
    let document = lt();
    let passed = format!("TOTAL_PASSED | B-LT | {BEST} timestamp |");
    assert_eq!(first(&document, "2026-11-20T08:05:00Z", &[]), passed);
    assert_eq!(first(&document, "2026-11-25", &[]), passed);
    // Later the authority's own certificate has to be known as not revoked then.
    let report = verified(&document, "2026-12-15", &[]);
    assert_eq!(report.verdict, Verdict::Indeterminate);
    let mut services = services("2026-12-15");
    let report = verify_with(&document, &options("2026-12-15"), &mut services).unwrap();
    assert_eq!(lines(&report), std::slice::from_ref(&passed));
    // While the authority is not known well enough, neither is the time. One list answers for both.
    assert_eq!(services.asked, [ocsp_url("ca"), crl_url("ca"), ocsp_url("ca")]);
    // And when the lists of the root have ended too.
    let mut services = super::registry::services("2028-01-01");
    let report = verify_with(&document, &options("2028-01-01"), &mut services).unwrap();
    assert_eq!(lines(&report), [passed]);
    assert_eq!(report.missing, []);
}

#[test]
fn an_archive_lasts_as_long_as_it_is_renewed() {
    let sha512 = DigestAlgorithm::Sha512;
    let first = lta();
    let mut at_2030 = services("2030-06-01");
    at_2030.digest = sha512;
    let mut stamp = tsa("tsa-2030", "2030-06-01T00:00:10Z");
    stamp.misbehaviour = vec![Misbehaviour::Digest(sha512)];
    let second = raised(&first, Level::BLTA, Some(&stamp), &mut at_2030);
    let mut at_2040 = services("2040-06-01");
    at_2040.digest = sha512;
    let mut stamp = tsa("tsa-2040", "2040-06-01T00:00:10Z");
    stamp.misbehaviour = vec![Misbehaviour::Digest(sha512)];
    let third = raised(&second, Level::BLTA, Some(&stamp), &mut at_2040);

    // RSA and SHA-256 are long dead.
    let mut policy = Policy::strict();
    for rule in
        policy.algorithms.iter_mut().filter(|rule| matches!(rule.algorithm.as_str(), "rsa" | "sha-256"))
    {
        rule.until = Reliability::Until(time("2035-01-01"));
    }
    let judged = |document: &[u8], at: &str| {
        let mut options = options(at);
        options.policy = policy.clone();
        let mut services = services(at);
        services.digest = sha512;
        lines(&verify_with(document, &options, &mut services).unwrap())
    };
    let passed = format!("TOTAL_PASSED | B-LTA | {BEST} timestamp |");
    let stamped = |at: &str| format!("TOTAL_PASSED | none | {at} timestamp |");
    let stamps = ["2026-11-20T08:06:00Z", "2030-06-01T00:00:10Z", "2040-06-01T00:00:10Z"].map(stamped);
    assert_eq!(judged(&first, "2030-05-01"), [passed.clone(), stamps[0].clone()]);
    assert_eq!(judged(&second, "2039-01-01"), [passed.clone(), stamps[0].clone(), stamps[1].clone()]);
    let all = [passed, stamps[0].clone(), stamps[1].clone(), stamps[2].clone()];
    assert_eq!(judged(&third, "2041-01-01"), all);
    assert_eq!(judged(&third, "2056-11-20"), all);
    // Not renewed in time: after the authority's certificate, or after the algorithms.
    assert!(judged(&first, "2031-06-02")[0].starts_with("INDETERMINATE"));
    assert!(
        judged(&first, "2036-01-01")[0].starts_with("INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE"),
        "{:?}",
        judged(&first, "2036-01-01")
    );
    assert!(judged(&second, "2041-01-02")[0].starts_with("INDETERMINATE"));
    // The person's certificate was revoked years later, and the first authority's too.
    let mut options = options("2056-11-20");
    options.policy = policy.clone();
    let mut services = services("2056-11-20");
    services.gone = vec![gone("person", "2028-01-01"), gone("tsa", "2031-05-01")];
    services.digest = sha512;
    let report = verify_with(&third, &options, &mut services).unwrap();
    assert_eq!(lines(&report), all);
}

#[test]
fn what_a_document_lacks_is_named() {
    let timed = timed(&tsa("tsa", SIGNED));
    let [root, ca] = [&lists()[0], &lists()[1]].map(Clone::clone);
    let levels = |document: &[u8]| {
        let report = verified(document, "2026-11-21", &lists());
        let signature = &report.signatures[0];
        let reasons = signature.findings.iter().filter(|finding| finding.code.as_str().starts_with("not-lt"));
        let reasons: Vec<String> =
            reasons.map(|f| format!("{} {}", f.code, f.subject.clone().unwrap_or_default())).collect();
        (signature.level, reasons)
    };
    assert_eq!(
        levels(&stored(&timed, &[], &[&ca], &[])),
        (Level::BT, vec!["not-ltv-revocation CN=ca".to_owned()])
    );
    let (level, reasons) = levels(&stored(&timed, &[], &[&root], &[]));
    assert_eq!(
        (level, reasons),
        (Level::BT, vec!["not-ltv-revocation CN=person".to_owned(), "not-ltv-revocation CN=tsa".to_owned()])
    );
    let all = stored(&timed, &[], &[&root, &ca], &[]);
    assert_eq!(levels(&all), (Level::BLT, vec!["not-lta ".to_owned()]));
    let archive = stamped(&all, &tsa("tsa", "2026-11-20T10:00:00Z"));
    assert_eq!(levels(&archive), (Level::BLTA, vec![]));
    // More evidence behind the archive timestamp takes nothing from it.
    let more = stored(&archive, &[], &[&party("ca").crl("2026-11-20T12:00:00Z", "2026-11-27", &[])], &[]);
    assert_eq!(levels(&more), (Level::BLTA, vec![]));
    // The timestamp does not cover the evidence.
    let early = stored(&stamped(&timed, &tsa("tsa", "2026-11-20T10:00:00Z")), &[], &[&root, &ca], &[]);
    assert_eq!(levels(&early), (Level::BLT, vec!["not-lta ".to_owned()]));
    // The best time of B-B is none that could be archived.
    assert_eq!(
        levels(&stored(&basic(), &[], &[&root, &ca], &[])),
        (Level::BB, vec!["not-ltv-timestamp ".to_owned()])
    );
}

#[test]
fn the_default_policy_asks_for_nothing_that_is_not_to_be_had() {
    let mut services = services("2026-11-20T08:05:00Z");
    let report = verify_with(&lta(), &options("2026-11-20T08:10:00Z"), &mut services).unwrap();
    assert_eq!((report.verdict, services.asked.len()), (Verdict::Passed, 0));
    assert!(verify(&lta(), &options("2026-11-20T08:10:00Z")).is_ok());
}
