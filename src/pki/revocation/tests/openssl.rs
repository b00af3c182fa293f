//! OpenSSL's OCSP responses: its own tests (80-test_ocsp) and the cases that pyHanko states for them.
//!
//! D: answered by a responder, ND: by the CA itself; 1 for a leaf below a sub CA, 2 for that sub CA, 3 for a leaf below
//! the root. What is wrong stands in front: ISOP the signature of the response, WRID the responder's name or key,
//! WINH and WIKH the hash of the issuer's name and key, WKDOSC the key of the responder's certificate, ISDOSC the
//! signature on it; and with the issuer's certificate WSNIC its name, WKIC its key, ISIC its signature.

use super::judge::{Judge, Verdict};
use crate::limits::Limits;
use crate::pki::path::exceptions::Exceptions;
use crate::pki::revocation::{RevocationChecker, RevocationFault, Status};
use crate::pki::{Certificate, PathFault, PathFinder, TrustStore, ValidationData, certificates_from, corpus};
use crate::time::Time;

#[test]
fn openssls_own_cases_come_out_as_stated() {
    let Some(folder) = corpus::folder("openssl-ocsp") else { return };
    let mut run = 0;
    let mut exceptions = Exceptions::of("openssl-ocsp");
    for (kind, issuer) in [
        ("ND1", "ND1_Issuer_ICA"),
        ("ND2", "ND2_Issuer_Root"),
        ("ND3", "ND3_Issuer_Root"),
        ("D1", "D1_Issuer_ICA"),
        ("D2", "D2_Issuer_Root"),
        ("D3", "D3_Issuer_Root"),
    ] {
        let wrong_key = RevocationFault::SignerPath { fault: Some(PathFault::SignatureInvalid { index: 0 }) };
        // The responders of D1 and D2 name themselves by their key, which is another one in the certificate.
        let by_name = kind == "D3";
        let wrong_responder =
            if by_name { RevocationFault::SignatureInvalid } else { RevocationFault::SignerNotFound };
        let responses = [
            ("", vec![]),
            ("ISOP_", vec![RevocationFault::SignatureInvalid]),
            ("WRID_", vec![RevocationFault::SignerNotFound]),
            // Whoever changed the hash could not sign again.
            ("WINH_", vec![RevocationFault::OtherIssuer, RevocationFault::SignatureInvalid]),
            ("WIKH_", vec![RevocationFault::OtherIssuer, RevocationFault::SignatureInvalid]),
            ("WKDOSC_", vec![wrong_responder]),
            ("ISDOSC_", vec![wrong_key]),
        ];
        for (what, faults) in responses {
            if what.ends_with("DOSC_") && kind.starts_with('N') {
                continue;
            }
            let name = format!("{what}{kind}.ors");
            let case = Case::read(&folder, kind, issuer, &name);
            let answers = case.check();
            assert_eq!(answers.len(), 1, "{name}");
            exceptions
                .settle(&name, answers[0].0 != Status::Good || answers[0].1 != faults)
                .expect("as stated");
            run += 1;
        }
        // The issuer's certificate is the anchor, whoever signed it; but it has to be the issuer's.
        for (what, good) in [("WSNIC", false), ("WKIC", false), ("ISIC", true)] {
            let name = format!("{what}_{issuer}");
            let case = Case::read(&folder, kind, &name, &format!("{kind}.ors"));
            exceptions.settle(&name, case.is_good() != good).expect("as stated");
            run += 1;
        }
    }
    corpus::say(&format!("OpenSSL's OCSP tests: {run} cases, {} with a written exception", exceptions.met()));
    assert_eq!(run, 3 * (5 + 3) + 3 * (7 + 3));
}

#[test]
fn pyhankos_cases_come_out_as_stated() {
    let Some(folder) = corpus::folder("openssl-ocsp") else { return };
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&corpus::read(&folder.join("openssl-ocsp.json"))).expect("a list of cases");
    let limits = Limits::default();
    let certificate = |file: &serde_json::Value| pem(&folder, file.as_str().expect("a file"));
    let mut exceptions = Exceptions::of("openssl-ocsp-pyhanko");
    for case in &cases {
        let name = case["name"].as_str().expect("a name");
        let mut trust = TrustStore::new();
        trust.add_anchor(certificate(&case["root"]));
        let others = case["other_certs"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut data = ValidationData::new();
        for file in case["ocsps"].as_array().expect("responses") {
            data.add_ocsp(&response(&folder, file.as_str().expect("a file")), &limits).expect("a response");
        }
        let at: Time = case["moment"].as_str().expect("a moment").parse().expect("a time");
        let mut finder = PathFinder::new(&trust, others.iter().map(certificate).collect(), &limits);
        let path = finder.best(&certificate(&case["cert"]), at);
        let mut judge = Judge::new(RevocationChecker::new(&data, &limits), &mut finder, at);
        judge.lenient = true;
        let verdict = judge.path(&path);
        let must_fail = !case["error"].is_null();
        exceptions.settle(name, path.anchored && (verdict == Verdict::Good) == must_fail).expect("as stated");
    }
    corpus::say(&format!(
        "pyHanko's OCSP cases: {} run, {} with a written exception",
        cases.len(),
        exceptions.met()
    ));
    assert_eq!(cases.len(), 29);
}

/// A response, the certificate that it is about, and who issued that.
struct Case {
    certificate: Certificate,
    issuer: Certificate,
    data: ValidationData,
}

impl Case {
    fn read(folder: &std::path::Path, kind: &str, issuer: &str, name: &str) -> Self {
        let leaf = if kind.ends_with('2') { "ICA" } else { "EE" };
        let mut data = ValidationData::new();
        data.add_ocsp(&response(folder, name), &Limits::default()).expect("a response");
        let certificate = pem(folder, &format!("{kind}_Cert_{leaf}.pem"));
        Self { certificate, issuer: pem(folder, &format!("{issuer}.pem")), data }
    }

    /// Status and faults of each answer.
    fn check(&self) -> Vec<(Status, Vec<RevocationFault>)> {
        let (limits, mut trust) = (Limits::default(), TrustStore::new());
        trust.add_anchor(self.issuer.clone());
        let mut finder = PathFinder::new(&trust, Vec::new(), &limits);
        let mut checker = RevocationChecker::new(&self.data, &limits);
        let answers = checker.check(&self.certificate, &self.issuer, &mut finder, when());
        answers.into_iter().map(|answer| (answer.status, answer.faults)).collect()
    }

    /// Whether path and answer are good, the issuer's certificate being trusted.
    fn is_good(&self) -> bool {
        let (limits, mut trust) = (Limits::default(), TrustStore::new());
        trust.add_anchor(self.issuer.clone());
        let path = PathFinder::new(&trust, Vec::new(), &limits).best(&self.certificate, when());
        let strength = |fault: &PathFault| matches!(fault, PathFault::WeakAlgorithm { .. });
        path.anchored && path.faults.iter().all(strength) && self.check() == [(Status::Good, Vec::new())]
    }
}

/// When all of them were in force.
fn when() -> Time {
    "2012-10-12".parse().expect("a time")
}

/// The responses are in Base64.
fn response(folder: &std::path::Path, name: &str) -> Vec<u8> {
    use base64ct::{Base64, Encoding as _};
    let text: String =
        String::from_utf8(corpus::read(&folder.join(name))).expect("text").split_whitespace().collect();
    Base64::decode_vec(&text).expect("Base64")
}

fn pem(folder: &std::path::Path, name: &str) -> Certificate {
    certificates_from(&corpus::read(&folder.join(name)), &Limits::default()).expect("a certificate").remove(0)
}
