//! The network against the test servers and all their ways to misbehave.

use std::time::Duration;

use crate::cli::serve::{Bound, Kind, Server, Services};
use crate::cms::{TimestampAuthority, TimestampRequest};
use crate::crypto::{DigestAlgorithm, digest};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::net::{Cache, CacheOptions, FetchOutcome, HttpTimestampAuthority, NetOptions, Network};
use crate::pki::ValidationData;
use crate::pki::ocsp::request;
use crate::pki::test_pki::tests::{certificate, fixed, made_at};
use crate::report::{Evidence, Missing};
use crate::verify::EvidenceSource;

fn start(kinds: &[Kind]) -> Server {
    let services = Services::of(fixed(), made_at()).unwrap().misbehaving(kinds);
    Bound::new(0).unwrap().serve(move |request| services.answer(request))
}

fn options() -> NetOptions {
    NetOptions { back_off: Duration::from_millis(10), allow_private: true, ..NetOptions::default() }
}

fn missing(what: Evidence, url: &str) -> Missing {
    let request =
        (what == Evidence::Ocsp).then(|| request(&certificate("person"), &certificate("sub"), None));
    Missing { what, certificate: None, url: Some(url.to_owned()), alternatives: Vec::new(), request }
}

fn fetch(what: Evidence, url: &str) -> Result<Vec<u8>, ErrorKind> {
    let mut options = options();
    // Slow servers are not to cost much time, and all others have enough of it.
    if url.contains("/slow-60000") || url.contains("/drip-1000") {
        options.timeout = Duration::from_millis(300);
    }
    let network = Network::new(options, Cache::in_memory(CacheOptions::default()));
    network.fetcher().fetch(&missing(what, url)).map_err(|error| error.kind())
}

const PLACES: [(Evidence, &str); 5] = [
    (Evidence::Crl, "/crl/root.crl"),
    (Evidence::Crl, "/crl/sub.crl"),
    (Evidence::Ocsp, "/ocsp"),
    (Evidence::IssuerCertificate, "/crt/sub.crt"),
    (Evidence::IssuerCertificate, "/crt/sub.p7b"),
];

#[test]
fn everything_that_is_served_can_be_had_and_read() {
    let server = start(&[]);
    for (what, path) in PLACES {
        for way in ["", "/pem", "/redirect", "/flaky-2", "/slow-100", "/stale"] {
            if way == "/pem" && what == Evidence::Ocsp {
                continue;
            }
            let bytes = fetch(what, &format!("{}{way}{path}", server.url()));
            let bytes = bytes.unwrap_or_else(|kind| panic!("{way}{path}: {kind}"));
            assert!(ValidationData::new().add_from(&bytes, &Limits::default()).is_ok(), "{way}{path}");
        }
    }
}

#[test]
fn whatever_a_server_does_wrong_is_a_failure_in_time() {
    let server = start(&[]);
    for way in [
        "status-404",
        "status-500",
        "status-503",
        "truncated",
        "huge",
        "oversized",
        "empty",
        "html",
        "closed",
        "redirect-loop",
        "redirect-file",
        "slow-60000",
        "drip-1000",
        "auth",
    ] {
        for (what, path) in [PLACES[0], PLACES[2], PLACES[3]] {
            let got = fetch(what, &format!("{}/{way}{path}", server.url()));
            let expected =
                if way == "redirect-file" { ErrorKind::UrlRefused } else { ErrorKind::FetchFailed };
            assert_eq!(got.map(|bytes| bytes.len()), Err(expected), "{way}{path}");
        }
    }
}

#[test]
fn a_redirect_into_a_private_network_is_refused() {
    let server = start(&[]);
    let mut options = options();
    options.allow_private = false;
    // The caller may name loopback by a rule, and nobody else.
    options.rewrites.push(format!("http://ca.example.vn/={}/", server.url()).parse().unwrap());
    let network = Network::new(options, Cache::in_memory(CacheOptions::default()));
    let mut fetcher = network.fetcher();
    fetcher.fetch(&missing(Evidence::Crl, "http://ca.example.vn/crl/sub.crl")).unwrap();
    let private = missing(Evidence::Crl, "http://ca.example.vn/redirect-private/crl/sub.crl");
    assert_eq!(fetcher.fetch(&private).unwrap_err().kind(), ErrorKind::UrlRefused);
    let direct = missing(Evidence::Crl, &format!("{}/crl/sub.crl", server.url()));
    assert_eq!(fetcher.fetch(&direct).unwrap_err().kind(), ErrorKind::UrlRefused);
    let outcomes: Vec<_> = fetcher.records().iter().map(|record| record.outcome).collect();
    assert_eq!(outcomes, [FetchOutcome::Fetched, FetchOutcome::Refused, FetchOutcome::Refused]);
}

#[test]
fn a_responder_that_declines_is_a_failure_and_any_other_answer_is_for_the_judge() {
    let server = start(&[]);
    for (way, answers) in
        [("try-later", false), ("unauthorized", false), ("revoked", true), ("wrong-key", true)]
    {
        let got = fetch(Evidence::Ocsp, &format!("{}/{way}/ocsp", server.url()));
        assert_eq!(got.is_ok(), answers, "{way}");
    }
}

/// Asks for a timestamp and reads the token.
fn stamp(authority: &HttpTimestampAuthority) -> Result<Vec<u8>, ErrorKind> {
    let request = TimestampRequest::new(digest(DigestAlgorithm::Sha256, b"x"));
    let answer = authority.timestamp(&request.to_der()).map_err(|error| error.kind())?;
    request.token(&answer, &Limits::default()).map_err(|error| error.kind())
}

#[test]
fn timestamps_are_had_from_a_server_that_works_in_the_end() {
    let server = start(&[]);
    for way in ["", "/flaky-2", "/slow-100", "/redirect"] {
        let url = format!("{}{way}/tsa", server.url());
        let authority = HttpTimestampAuthority::new(&url, options()).unwrap();
        assert!(stamp(&authority).is_ok(), "{way}: {:?}", authority.records());
    }
    let url = format!("{}/auth/tsa", server.url());
    let authority = |password| {
        HttpTimestampAuthority::new(&url, options()).unwrap().danger_with_plain_password("kyso", password)
    };
    assert!(stamp(&authority("kyso").unwrap()).is_ok());
    assert_eq!(stamp(&authority("wrong").unwrap()), Err(ErrorKind::FetchFailed));
}

#[test]
fn timestamps_are_not_had_from_a_server_that_does_not_work() {
    let server = start(&[]);
    for way in ["status-500", "truncated", "huge", "empty", "html", "closed", "redirect-loop", "slow-60000"] {
        let url = format!("{}/{way}/tsa", server.url());
        let authority = HttpTimestampAuthority::new(&url, options()).unwrap();
        let patience = if way.starts_with("slow") { 300 } else { 20_000 };
        let authority = authority.with_timeout(Duration::from_millis(patience));
        assert_eq!(stamp(&authority), Err(ErrorKind::FetchFailed), "{way}");
    }
    let url = format!("{}/redirect-private/tsa", server.url());
    let mut strict = options();
    strict.allow_private = false;
    assert_eq!(stamp(&HttpTimestampAuthority::new(&url, strict).unwrap()), Err(ErrorKind::UrlRefused));
}
