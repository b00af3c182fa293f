//! C2SP/x509-limbo: every case that is not about the names of TLS servers alone.

use super::exceptions::Exceptions;
use super::{PathConstraints, PathFinder};
use crate::asn1::{Oid, oid};
use crate::limits::Limits;
use crate::pki::revocation::tests::judge;
use crate::pki::{Certificate, TrustStore, ValidationData, certificates_from, corpus};
use crate::time::Time;

/// Cases in which the name of a server that the caller expects, or a rule about how servers are named, decides. A
/// signature on a document has no such name.
const SERVER_NAMES: [&str; 5] = [
    "webpki::san::",
    "webpki::cn::",
    "rfc5280::san::underscore-dns",
    "rfc5280::san::ip-in-dns",
    "rfc5280::ca-as-leaf-wrong-san",
];

#[test]
fn every_case_of_limbo_comes_out_as_stated() {
    let Some(folder) = corpus::folder("x509-limbo") else { return };
    let limbo: serde_json::Value =
        serde_json::from_slice(&corpus::read(&folder.join("limbo.json"))).expect("limbo.json");
    let mut exceptions = Exceptions::of("limbo");
    let (mut run, mut about_names, mut wrong) = (0, 0, Vec::new());
    for case in limbo["testcases"].as_array().expect("cases") {
        let id = case["id"].as_str().expect("an id");
        if SERVER_NAMES.iter().any(|names| id.starts_with(names)) {
            about_names += 1;
            continue;
        }
        run += 1;
        let found = outcome(case);
        let succeeds = case["expected_result"] == "SUCCESS";
        let verdict = exceptions.settle(id, found.is_ok() != succeeds);
        wrong.extend(verdict.err().map(|why| format!("{why}: {found:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    corpus::say(&format!(
        "x509-limbo: {run} cases run, {} of them with a written exception; {about_names} about server names \
         left out",
        exceptions.met()
    ));
    assert_eq!((run, about_names), (208 - 31, 31));
}

/// What kyso says about the case; an error is what is wrong.
fn outcome(case: &serde_json::Value) -> Result<(), String> {
    let read = |pem: &serde_json::Value| -> Result<Vec<Certificate>, String> {
        let pem = pem.as_str().expect("PEM");
        certificates_from(pem.as_bytes(), &Limits::default()).map_err(|error| error.to_string())
    };
    let list = |name: &str| -> Result<Vec<Certificate>, String> {
        let list: Result<Vec<_>, _> = case[name].as_array().expect("a list").iter().map(read).collect();
        Ok(list?.concat())
    };
    let mut trust = TrustStore::new();
    list("trusted_certs")?.into_iter().for_each(|anchor| trust.add_anchor(anchor));
    let leaf = read(&case["peer_certificate"])?.remove(0);
    let mut limits = Limits::default();
    if let Some(depth) = case["max_chain_depth"].as_u64() {
        // Leaf and anchor beside the intermediates.
        limits.path_length = limits.path_length.min(usize::try_from(depth).expect("a depth") + 2);
    }
    let mut finder = PathFinder::new(&trust, list("untrusted_intermediates")?, &limits);
    let at = time(&case["validation_time"]);
    let path = finder.paths(&leaf, at, &PathConstraints::default()).remove(0);
    if !path.is_good() {
        return Err(format!("{:?} {:?}", path.chain, path.faults));
    }
    let crls = case["crls"].as_array().expect("a list");
    if !crls.is_empty() {
        let mut data = ValidationData::new();
        for crl in crls.iter().map(|crl| crl.as_str().expect("PEM").as_bytes()) {
            data.add_crl(crl, &Limits::default()).map_err(|error| error.to_string())?;
        }
        judge::check(&path, &data, &mut finder, at)?;
    }
    if leaf.key_kind().is_none() {
        // The path is good, and no signature can be verified with it.
        return Err("a key that cannot be used".to_owned());
    }
    purpose(&leaf, case)
}

/// The purpose that the case asks of the certificate.
fn purpose(leaf: &Certificate, case: &serde_json::Value) -> Result<(), String> {
    let wanted = case["extended_key_usage"].as_array().expect("a list");
    let mut wanted = wanted.iter().map(|purpose| match purpose.as_str() {
        Some("serverAuth") => oid::KP_SERVER_AUTH,
        Some("clientAuth") => oid::KP_CLIENT_AUTH,
        other => panic!("{other:?}"),
    });
    let found: Vec<_> = leaf.extended_key_usage().iter().map(|purpose| Oid(purpose)).collect();
    let suits = |purpose| found.contains(&purpose) || found.contains(&oid::ANY_EXTENDED_KEY_USAGE);
    if found.is_empty() || wanted.all(suits) { Ok(()) } else { Err(format!("{found:?}")) }
}

/// The moment of the case, down to the second; any moment at which the made certificates are in force if it states
/// none.
fn time(stated: &serde_json::Value) -> Time {
    let stated = stated.as_str().unwrap_or("2026-01-01T00:00:00+00:00");
    let seconds = stated.get(..19).expect("a date and a time");
    assert!(stated.ends_with("+00:00"));
    format!("{seconds}Z").parse().expect("a time")
}
