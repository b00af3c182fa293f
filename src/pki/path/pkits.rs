//! NIST PKITS: the sections that concern signatures, validity, name chaining, self-issued certificates, basic
//! constraints, key usage and unknown extensions (4.1, 4.2, 4.3, 4.5, 4.6, 4.7, 4.16) must come out as stated.
//!
//! Waiting for the issue "Certificates, revocation and time": 4.4, 4.14 and 4.15 (CRLs), 4.8 to 4.12 (policies),
//! 4.13 (name constraints; until then none of those that must fail may pass).

use super::{PathFault, PathRequest, build_path};
use crate::limits::Limits;
use crate::pki::{Certificate, TrustStore, corpus};
use crate::time::Time;

/// Sections run in full.
const SECTIONS: [&str; 7] = ["01", "02", "03", "05", "06", "07", "16"];

/// What must be found in the cases that must fail; a path that has to fail and is not here fails the test.
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

/// Cases that fail for revocation alone: the path itself is good.
const REVOCATION: [&str; 5] = ["40502", "40505", "40507", "40704", "40705"];

#[test]
fn paths_of_pkits_come_out_as_stated() {
    let Some(folder) = corpus::folder("pkits") else { return };
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&corpus::read(&folder.join("pkits.json"))).expect("a list of cases");
    let certificate = |file: &str| {
        Certificate::from_der(&corpus::read(&folder.join("certs").join(file))).expect("a certificate")
    };
    let mut trust = TrustStore::new();
    trust.add_anchor(certificate("TrustAnchorRootCertificate.crt"));
    let mut run = 0;
    for case in &cases {
        let id = case["id"].as_str().expect("an id");
        let section = id.get(1..3).expect("a section");
        let leaf = certificate(case["cert"].as_str().expect("a file"));
        let others = case["other_certs"].as_array().map(Vec::as_slice).unwrap_or_default();
        let offered: Vec<_> = others.iter().map(|file| certificate(file.as_str().expect("a file"))).collect();
        let found = build_path(&PathRequest {
            leaf: &leaf,
            offered: &offered,
            trust: &trust,
            at: "2020-01-01".parse().expect("a time"),
            limits: &Limits::default(),
        });
        let must_fail = case.get("error").is_some();
        if SECTIONS.contains(&section) {
            run += 1;
            let faults = expected(id);
            assert_eq!(found.faults, faults, "{id} {}", case["name"]);
            let dsa = ["40104", "40105"].contains(&id);
            assert_eq!(
                found.is_good(),
                !must_fail && !dsa || REVOCATION.contains(&id),
                "{id} {}",
                case["name"]
            );
        } else if section == "13" && must_fail {
            assert!(!found.is_good(), "{id} {}", case["name"]);
        }
    }
    assert_eq!(run, 6 + 8 + 11 + 8 + 17 + 5 + 2);
}
