//! Evidence in documents and from services: planted, old, forged, missing, and in masses.

use super::attackers::{NOW, REVOKED, lists};
use super::documents::*;
use super::registry::*;
use crate::pki::crl::CrlReason;
use crate::pki::issue::ocsp::SingleStatus;
use crate::report::{Changes, Level, Verdict};
use crate::verify::{verify, verify_with};

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
    // A suspension may be lifted by the list that is due; until then there is none.
    let hold = |next: &str| {
        let held = Gone { reason: CrlReason::CertificateHold, ..gone("person", "2027-01-01") };
        party("ca").crl("2027-05-20", next, &[held])
    };
    assert_eq!(entries(&basic(), NOW, &[root.clone(), hold("2027-05-31")]), of("person", "ca"));
    assert_eq!(entries(&basic(), NOW, &[root.clone(), hold("2027-06-07")]), [""; 0]);
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

/// Small lists of anybody, by thousands, in one store.
#[test]
fn thousands_of_lists_cost_no_more_than_their_number() {
    use crate::pki::issue::{self, CrlSpec};
    let key = crate::crypto::PrivateKey::generate(crate::crypto::KeyKind::Ed25519).unwrap();
    let list = |number: u64| {
        let spec = CrlSpec {
            issuer: party("ca").certificate.subject().der(),
            this_update: time("2027-05-31"),
            next_update: Some(time("2027-06-30")),
            number,
            revoked: &[],
            extensions: &[],
        };
        issue::crl(&spec, &key, crate::crypto::SignatureAlgorithm::Ed25519).unwrap()
    };
    let lists: Vec<Vec<u8>> = (1_000_000..1_005_000).map(list).collect();
    let lists: Vec<&[u8]> = lists.iter().map(Vec::as_slice).collect();
    let document = stored(&basic(), &[], &lists, &[]);
    let root = party("root").crl("2027-05-01", "2027-12-31", &[]);
    let report = verified(&document, NOW, &[root]);
    assert_eq!(report.verdict, Verdict::Indeterminate);
}

/// Certificates that the caller or the document brings are ways, not anchors.
#[test]
fn certificates_that_come_along_are_trusted_by_nobody() {
    let mut options = options(NOW);
    options.trust = crate::TrustStore::new();
    options.trust.add_anchor(party("stranger").certificate.clone());
    options.certificates = vec![party("root").certificate.clone(), party("ca").certificate.clone()];
    let certificates = [&party("root").certificate, &party("ca").certificate];
    let document = stored(&timed(&tsa("tsa", SIGNED)), &certificates, &[], &[]);
    let mut services = services(NOW);
    let report = verify_with(&document, &options, &mut services).unwrap();
    let expected = "INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND | B-B | 2026-11-20T08:00:00Z claimed | trust-anchor-unknown";
    assert_eq!(lines(&report), [expected]);
    // No evidence about a path that leads nowhere is asked for.
    assert_eq!(services.asked, [""; 0]);
    assert_eq!(report.missing.len(), 1);
    assert_eq!(report.missing[0].what, crate::report::Evidence::TrustAnchor);
}
