//! NIST PKITS: all 246 cases come out as stated.

use super::exceptions::Exceptions;
use super::{Path, PathConstraints, PathFault, PathFinder};
use crate::limits::Limits;
use crate::pki::revocation::tests::judge;
use crate::pki::{Certificate, TrustStore, ValidationData, corpus};
use crate::time::Time;

/// What must be found in the cases whose path must fail.
fn expected(id: &str) -> Vec<PathFault> {
    let time = |text: &str| text.parse::<Time>().expect("a time");
    vec![match id {
        "40102" => PathFault::SignatureInvalid { index: 1 },
        "40103" => PathFault::SignatureInvalid { index: 0 },
        // DSA has been withdrawn from FIPS 186-5 and is in no certificate we know: unsupported, never good.
        "40104" | "40106" => dsa(0),
        "40105" => return vec![dsa(0), dsa(1)],
        "40201" => PathFault::NotYetValid { index: 1, not_before: time("2047-01-01T12:01:00Z") },
        "40202" => PathFault::NotYetValid { index: 0, not_before: time("2047-01-01T12:01:00Z") },
        "40205" => PathFault::Expired { index: 1, not_after: time("2011-01-01T08:30:00Z") },
        "40206" => PathFault::Expired { index: 0, not_after: time("2011-01-01T08:30:00Z") },
        "40207" => PathFault::Expired { index: 0, not_after: time("1999-01-01T12:01:00Z") },
        "40301" | "40302" => PathFault::NoIssuer,
        // A certificate for signing CRLs signed another certificate.
        "40508" => return vec![PathFault::NotCa { index: 1 }, PathFault::NoCertSign { index: 1 }],
        "40601" | "40602" | "40603" => PathFault::NotCa { index: 1 },
        "40605" | "40606" => PathFault::PathLengthExceeded { index: 2 },
        "40609" | "40610" => PathFault::PathLengthExceeded { index: 2 },
        "40611" | "40612" => PathFault::PathLengthExceeded { index: 3 },
        "40616" => PathFault::PathLengthExceeded { index: 3 },
        "40701" | "40702" => PathFault::NoCertSign { index: 1 },
        "41602" => {
            PathFault::UnknownCriticalExtension { index: 0, oid: "2.16.840.1.101.2.1.12.2".to_owned() }
        }
        _ => return Vec::new(),
    }]
}

fn dsa(index: usize) -> PathFault {
    PathFault::SignatureUnsupported { index, detail: "signature algorithm 1.2.840.10040.4.3".to_owned() }
}

#[test]
fn all_of_pkits_comes_out_as_stated() {
    let Some(folder) = corpus::folder("pkits") else { return };
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&corpus::read(&folder.join("pkits.json"))).expect("a list of cases");
    let certificate = |file: &str| {
        Certificate::from_der(&corpus::read(&folder.join("certs").join(file))).expect("a certificate")
    };
    let mut trust = TrustStore::new();
    trust.add_anchor(certificate("TrustAnchorRootCertificate.crt"));
    let limits = Limits::default();
    let at: Time = "2020-01-01".parse().expect("a time");
    let mut exceptions = Exceptions::of("pkits");
    let (mut wrong, mut by_revocation) = (Vec::new(), 0);
    for case in &cases {
        let id = case["id"].as_str().expect("an id");
        let leaf = certificate(case["cert"].as_str().expect("a file"));
        let others = case["other_certs"].as_array().map(Vec::as_slice).unwrap_or_default();
        let offered: Vec<_> = others.iter().map(|file| certificate(file.as_str().expect("a file"))).collect();
        let mut finder = PathFinder::new(&trust, offered, &limits);
        let path = finder.paths(&leaf, at, &constraints(&case["params"])).remove(0);
        let must_fail = !case["error"].is_null();
        let fails_for_path = case["error"]["class"] == "PathValidationError";
        assert_faults(id, case, &path, fails_for_path);
        assert!(path.is_good() || fails_for_path || DSA.contains(&id), "{id} {}", case["name"]);
        // The suite leaves revocation out of the sections that are about something else.
        let revocation = match case["revocation"].as_bool() {
            Some(false) => Ok(()),
            _ => judge::check(&path, &crls(case, &folder), &mut finder, at),
        };
        let holds = path.is_good() && revocation.is_ok();
        let settled = exceptions.settle(id, holds == must_fail);
        wrong.extend(settled.err().map(|why| format!("{why}: {}: {revocation:?}", case["name"])));
        by_revocation += usize::from(path.is_good() && !holds);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(by_revocation, 22 + 22 + 2);
    corpus::say(&format!(
        "PKITS: {} cases run, {} of them with a written exception",
        cases.len(),
        exceptions.met()
    ));
    assert_eq!(cases.len(), 246);
}

/// The lists that come with a case.
fn crls(case: &serde_json::Value, folder: &std::path::Path) -> ValidationData {
    let mut data = ValidationData::new();
    for file in case["crls"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let file = folder.join("crls").join(file.as_str().expect("a file"));
        data.add_crl(&corpus::read(&file), &Limits::default()).expect("a CRL");
    }
    data.add_crl(&corpus::read(&folder.join("crls/TrustAnchorRootCRL.crl")), &Limits::default())
        .expect("a CRL");
    data
}

/// The cases of 4.1 that need DSA.
const DSA: [&str; 2] = ["40104", "40105"];

/// The faults must be those for which the case was made.
fn assert_faults(id: &str, case: &serde_json::Value, path: &Path, must_fail: bool) {
    let what = format!("{id} {}: {:?}", case["name"], path.faults);
    match (id.get(1..3).expect("a section"), path.faults.as_slice()) {
        ("10", [PathFault::Malformed { index: 1, what: "policyMappings" }]) => {
            assert!(["41007", "41008"].contains(&id), "{what}");
        }
        ("08" | "09" | "10" | "11" | "12", [PathFault::NoValidPolicy { index: 0 | 1 }])
        | ("13", [PathFault::NameNotPermitted { index: 0, .. }]) => assert!(must_fail, "{what}"),
        (_, faults) => assert_eq!(faults, expected(id), "{what}"),
    }
}

/// The inputs of RFC 5280 6.1.1 that a case states.
fn constraints(params: &serde_json::Value) -> PathConstraints {
    let policies = params["user_initial_policy_set"].as_array();
    let truth = |name: &str| params[name].as_bool().unwrap_or_default();
    PathConstraints {
        user_policies: policies.map(|policies| policies.iter().map(test_policy).collect()),
        explicit_policy: truth("initial_explicit_policy"),
        inhibit_policy_mapping: truth("initial_policy_mapping_inhibit"),
        inhibit_any_policy: truth("initial_any_policy_inhibit"),
    }
}

/// NIST-test-policy-1, and so on: 2.16.840.1.101.3.2.1.48.n.
fn test_policy(dotted: &serde_json::Value) -> Vec<u8> {
    let dotted = dotted.as_str().expect("a policy");
    let last = dotted.strip_prefix("2.16.840.1.101.3.2.1.48.").expect("a test policy");
    [&[0x60, 0x86, 0x48, 1, 0x65, 3, 2, 1, 0x30][..], &[last.parse().expect("a number")]].concat()
}
