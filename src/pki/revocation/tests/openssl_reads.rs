//! OpenSSL reads what we issue, and we read what it answers.
#![expect(clippy::disallowed_methods, reason = "a test runs another program")]

use std::process::Command;

use super::made_up::{Answer, List, World, at, entity, revoked, time};
use crate::asn1::{Oid, oid};
use crate::crypto::{DigestAlgorithm, to_pem};
use crate::pki::crl::{CrlReason, Reasons};
use crate::pki::issue::{
    Revoked,
    extension::{self as ext, IssuingPoint, PointName},
    ocsp::SingleStatus,
};
use crate::pki::ocsp::request_by;

/// Runs openssl in a folder with these files; `None` if it is not installed.
fn openssl(files: &[(&str, &[u8])], arguments: &[&str]) -> Option<(bool, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let Ok(output) = Command::new("openssl").args(arguments).current_dir(folder.path()).output() else {
        println!("skipped: openssl is not installed");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn openssl_reads_a_crl_with_everything_in_it() {
    let world = World::new();
    let some = Reasons::of(&[CrlReason::KeyCompromise, CrlReason::AaCompromise]);
    let point = IssuingPoint {
        full_name: &[PointName::Uri("http://crl.ca.example/one.crl"), PointName::Directory(&world.ca.name)],
        only_some_reasons: Some(some),
        only_user_certificates: true,
        indirect: true,
        ..IssuingPoint::default()
    };
    let extensions = [
        ext::delta_crl_indicator(4),
        ext::issuing_distribution_point(&point),
        ext::freshest_crl("http://crl.ca.example/delta.crl"),
        ext::extension(Oid(&[42, 3, 4]), true, &[5, 0]),
    ];
    let entry_extensions =
        [ext::certificate_issuer(&world.root.name), ext::invalidity_date(time("2026-04-01"))];
    let entries = [
        Revoked { extensions: &entry_extensions, ..revoked(&[0x12, 0x34], CrlReason::AffiliationChanged) },
        revoked(&[7], CrlReason::RemoveFromCrl),
    ];
    let crl =
        world.ca.crl(&List { number: 5, revoked: &entries, extensions: &extensions, ..List::default() });
    let ca = to_pem("CERTIFICATE", world.ca_certificate.der());
    let files = [("list.crl", &crl[..]), ("ca.pem", ca.as_bytes())];
    let arguments = ["crl", "-inform", "DER", "-in", "list.crl", "-noout", "-text", "-CAfile", "ca.pem"];
    let Some((_, text)) = openssl(&files, &arguments) else { return };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "verify OK",
        "Issuer: CN = ca",
        "Last Update: May 25 00:00:00 2026 GMT",
        "X509v3 CRL Number: 5",
        "X509v3 Delta CRL Indicator: critical 4",
        "X509v3 Issuing Distribution Point: critical",
        "URI:http://crl.ca.example/one.crl",
        "DirName:CN = ca",
        "Only User Certificates",
        "Indirect CRL",
        "Only Some Reasons: Key Compromise, AA Compromise",
        "X509v3 Freshest CRL",
        "1.2.3.4: critical",
        "Serial Number: 1234",
        "Affiliation Changed",
        "X509v3 Certificate Issuer: critical DirName:",
        "Invalidity Date: Apr 1 00:00:00 2026 GMT",
        "Remove From CRL",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn openssl_believes_our_responders_and_no_others() {
    let world = World::new();
    let leaf = world.leaf(&[]);
    let responder = entity("responder");
    let certificate = |purpose| {
        [world.ca.issue(9, &responder, &[ext::extended_key_usage(false, &[purpose]), ext::ocsp_no_check()])]
    };
    let (right, wrong) = (certificate(oid::KP_OCSP_SIGNING), certificate(oid::KP_TIME_STAMPING));
    let hold = SingleStatus::Revoked { at: time("2026-05-01"), reason: CrlReason::CertificateHold };
    let pem = |certificate: &crate::pki::Certificate| to_pem("CERTIFICATE", certificate.der());
    let (root, ca, own) = (pem(&world.anchor), pem(&world.ca_certificate), pem(&leaf));
    let verified = "Response verify OK";
    for (status, certificates, by_key, expected) in [
        (SingleStatus::Good, &right, false, [verified, "leaf.pem: good"]),
        (SingleStatus::Unknown, &right, true, [verified, "leaf.pem: unknown"]),
        (hold, &right, true, [verified, "Reason: certificateHold"]),
        (SingleStatus::Good, &wrong, false, ["Response Verify Failure", "missing ocspsigning usage"]),
    ] {
        let about = world.about(&leaf, status);
        let response = responder.respond(&Answer { by_key, certificates, ..about });
        let files = [
            ("answer.ors", &response[..]),
            ("root.pem", root.as_bytes()),
            ("ca.pem", ca.as_bytes()),
            ("leaf.pem", own.as_bytes()),
        ];
        let at = at().to_unix().to_string();
        let arguments = [
            "ocsp",
            "-respin",
            "answer.ors",
            "-issuer",
            "ca.pem",
            "-cert",
            "leaf.pem",
            "-CAfile",
            "root.pem",
            "-verify_other",
            "ca.pem",
            "-attime",
            &at,
            "-validity_period",
            "1000000000",
        ];
        let Some((_, text)) = openssl(&files, &arguments) else { return };
        for words in expected {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

#[test]
fn openssl_reads_our_requests() {
    let world = World::new();
    let leaf = world.leaf(&[]);
    for (algorithm, name) in [(DigestAlgorithm::Sha1, "sha1"), (DigestAlgorithm::Sha256, "sha256")] {
        let request = request_by(algorithm, &leaf, &world.ca_certificate, Some(&[0xab; 16]));
        let arguments = ["ocsp", "-reqin", "request.orq", "-req_text", "-noverify"];
        let Some((_, text)) = openssl(&[("request.orq", &request)], &arguments) else { return };
        for expected in
            [format!("Hash Algorithm: {name}"), "Serial Number: 07".to_owned(), "OCSP Nonce".to_owned()]
        {
            assert!(text.contains(&expected), "{expected}: {text}");
        }
    }
}
