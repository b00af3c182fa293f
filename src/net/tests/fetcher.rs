//! Evidence from the places that certificates name.

use std::io::Write;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::server::{Server, ok, with_status};
use super::{crl, missing, network, quick, start};
use crate::crypto::{DigestAlgorithm, to_pem};
use crate::error::ErrorKind;
use crate::net::FetchOutcome::{Cached, Failed, Fetched, Refused};
use crate::net::fetcher::{Fetcher, Network};
use crate::net::options::NetOptions;
use crate::pki::issue::ocsp::{
    OcspSpec, Responder, SingleSpec, SingleStatus, certificate_id, response, unsuccessful,
};
use crate::pki::test_pki::tests::fixed;
use crate::report::Evidence;
use crate::time::Time;
use crate::verify::EvidenceSource;

/// A response about one certificate with this nextUpdate.
fn ocsp(next_update: Time) -> Vec<u8> {
    let responder = fixed().member("ocsp").unwrap();
    let [sub, person] = ["sub", "person"].map(|name| &fixed().member(name).unwrap().certificate);
    let single = SingleSpec {
        id: &certificate_id(person, sub, DigestAlgorithm::Sha1),
        status: SingleStatus::Good,
        this_update: start(),
        next_update: Some(next_update),
        extensions: &[],
    };
    let spec = OcspSpec {
        responder: Responder::Key(responder.key.spki()),
        produced_at: start(),
        singles: &[single],
        nonce: None,
        extensions: &[],
        certificates: &[],
    };
    let algorithm = responder.key.default_algorithm(DigestAlgorithm::Sha256);
    response(&spec, &responder.key, algorithm).unwrap()
}

fn outcomes(fetcher: &Fetcher) -> Vec<(String, crate::net::FetchOutcome)> {
    fetcher.records().iter().map(|record| (record.url.clone(), record.outcome)).collect()
}

fn serving(answers: Vec<(&'static str, Vec<u8>)>) -> Server {
    Server::new(move |_, asked, stream| {
        let found = answers.iter().find(|(path, _)| *path == asked.path());
        let answer = found.map_or_else(|| with_status("404 Not Found", "", b""), |(_, body)| ok(body));
        stream.write_all(&answer).is_ok()
    })
}

#[test]
fn a_crl_is_had_once_and_then_from_the_cache_until_its_next_update() {
    let list = crl(Some(start().plus_seconds(3600)));
    let server = serving(vec![("/a.crl", list.clone())]);
    let (network, clock) = network(quick());
    let wanted = missing(Evidence::Crl, &[&server.url("/a.crl")]);
    let mut first = network.fetcher();
    assert_eq!(first.fetch(&wanted).unwrap(), list);
    let record = first.records()[0].clone();
    assert_eq!((record.what, record.outcome, record.bytes), (Evidence::Crl, Fetched, list.len()));
    clock.turn(3599);
    let mut second = network.fetcher();
    assert_eq!(second.fetch(&wanted).unwrap(), list);
    assert_eq!(second.records()[0].outcome, Cached);
    clock.turn(1);
    let mut third = network.fetcher();
    third.fetch(&wanted).unwrap();
    assert_eq!(third.records()[0].outcome, Fetched);
    assert_eq!(server.count(), 2);
}

#[test]
fn whatever_is_not_what_was_asked_for_sends_on_to_the_next_place() {
    let list = crl(None);
    let pem = to_pem("X509 CRL", &list).into_bytes();
    let server = serving(vec![
        ("/html", b"<html>Please log in</html>".to_vec()),
        ("/empty", Vec::new()),
        ("/cut", list[..list.len() - 1].to_vec()),
        ("/pem", pem.clone()),
    ]);
    let (network, _) = network(quick());
    let mut fetcher = network.fetcher();
    let urls: Vec<String> =
        ["/html", "/empty", "/cut", "/gone", "/pem"].iter().map(|path| server.url(path)).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    assert_eq!(fetcher.fetch(&missing(Evidence::Crl, &urls)).unwrap(), pem);
    let said: Vec<_> = fetcher.records().iter().map(|record| record.detail.clone()).collect();
    let not = |path| Some(format!("{}: the answer is not a CRL", server.url(path)));
    let gone = Some(format!("{}: status 404", server.url("/gone")));
    assert_eq!(said, [not("/html"), not("/empty"), not("/cut"), gone, None]);
}

#[test]
fn a_bundle_is_a_certificate_too() {
    let der = fixed().member("root").unwrap().certificate.der().to_vec();
    let pem = to_pem("CERTIFICATE", &der).into_bytes();
    let server = serving(vec![("/der", der.clone()), ("/pem", pem.clone()), ("/crl", crl(None))]);
    let (network, _) = network(quick());
    for (path, body) in [("/der", Some(der)), ("/pem", Some(pem)), ("/crl", None)] {
        let got = network.fetcher().fetch(&missing(Evidence::IssuerCertificate, &[&server.url(path)]));
        assert_eq!(got.ok(), body, "{path}");
    }
}

#[test]
fn ldap_is_reported_after_the_web_was_asked() {
    let server = serving(vec![("/a.crl", crl(None))]);
    let (network, _) = network(quick());
    let ldap = "ldap://ldap.example.vn/cn=CA?certificateRevocationList;binary";
    let mut fetcher = network.fetcher();
    let url = server.url("/gone");
    assert!(fetcher.fetch(&missing(Evidence::Crl, &[ldap, &url])).is_err());
    assert_eq!(outcomes(&fetcher), [(url, Failed), (ldap.to_owned(), Refused)]);
    let detail = fetcher.records()[1].detail.clone().unwrap();
    assert!(detail.ends_with("only http and https are fetched"), "{detail}");
    let mut alone = network.fetcher();
    let error = alone.fetch(&missing(Evidence::Crl, &[ldap])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UrlRefused);
}

#[test]
fn internal_hosts_are_rewritten_and_mirrors_come_last() {
    let list = crl(None);
    let server = serving(vec![("/btc/x.crl", list.clone()), ("/mirror/y.crl", list.clone())]);
    let mut options = NetOptions { allow_private: false, ..quick() };
    options.rewrites.push(format!("http://ca.btc/pki={}", server.url("/btc")).parse().unwrap());
    options.mirrors.push(format!("http://gone.test/={}", server.url("/mirror/")).parse().unwrap());
    let (network, _) = network(options);
    let mut fetcher = network.fetcher();
    assert_eq!(fetcher.fetch(&missing(Evidence::Crl, &["http://ca.btc/pki/x.crl"])).unwrap(), list);
    assert_eq!(fetcher.fetch(&missing(Evidence::Crl, &["http://gone.test/y.crl"])).unwrap(), list);
    let expected = [
        (server.url("/btc/x.crl"), Fetched),
        ("http://gone.test/y.crl".to_owned(), Refused),
        (server.url("/mirror/y.crl"), Fetched),
    ];
    assert_eq!(outcomes(&fetcher), expected);
}

#[test]
fn an_ocsp_request_is_posted() {
    let answer = ocsp(start().plus_seconds(60));
    let server = Server::giving(&answer);
    let (network, clock) = network(quick());
    let wanted = missing(Evidence::Ocsp, &[&server.url("/ocsp")]);
    assert_eq!(network.fetcher().fetch(&wanted).unwrap(), answer);
    let asked = server.asked().remove(0);
    assert_eq!((asked.line.as_str(), asked.body.as_slice()), ("POST /ocsp HTTP/1.1", &[0x30, 0][..]));
    assert_eq!(asked.header("content-type"), Some("application/ocsp-request"));
    network.fetcher().fetch(&wanted).unwrap();
    assert_eq!(server.count(), 1);
    clock.turn(60);
    network.fetcher().fetch(&wanted).unwrap();
    assert_eq!(server.count(), 2);
}

#[test]
fn a_responder_that_knows_get_alone_is_asked_with_get() {
    let answer = ocsp(start().plus_seconds(60));
    let body = answer.clone();
    let server = Server::new(move |_, asked, stream| {
        let get = asked.line.starts_with("GET");
        let answer = if get { ok(&body) } else { with_status("405 Not Allowed", "", b"") };
        stream.write_all(&answer).is_ok()
    });
    let (network, _) = network(quick());
    let mut wanted = missing(Evidence::Ocsp, &[&server.url("/ocsp/")]);
    wanted.request = Some(vec![0x30, 3, 0xff, 0xef, 0xbe]);
    assert_eq!(network.fetcher().fetch(&wanted).unwrap(), answer);
    assert_eq!(server.asked()[1].line, "GET /ocsp/MAP%2F774%3D HTTP/1.1");
    // Too long for GET.
    wanted.request = Some(vec![0; 300]);
    assert!(network.fetcher().fetch(&wanted).is_err());
}

#[test]
fn a_responder_that_declines_is_named_with_its_reason() {
    for (status, why) in [(3, "tryLater"), (6, "unauthorized"), (1, "malformedRequest")] {
        let server = Server::giving(&unsuccessful(status));
        let (network, _) = network(quick());
        let error = network.fetcher().fetch(&missing(Evidence::Ocsp, &[&server.url("/")])).unwrap_err();
        let expected = format!("{}: the OCSP responder declines: {why}", server.url("/"));
        assert_eq!(error.detail(), expected);
    }
}

#[test]
fn what_was_not_enough_is_asked_for_anew_once() {
    let list = crl(Some(start().plus_seconds(3600)));
    let server = serving(vec![("/a.crl", list)]);
    let (network, _) = network(quick());
    let wanted = missing(Evidence::Crl, &[&server.url("/a.crl")]);
    network.fetcher().fetch(&wanted).unwrap();
    let mut fetcher = network.fetcher();
    let tries: Vec<bool> = (0..4).map(|_| fetcher.fetch(&wanted).is_ok()).collect();
    assert_eq!(tries, [true, true, false, false]);
    assert_eq!(server.count(), 2);
    let outcomes: Vec<_> = fetcher.records().iter().map(|record| record.outcome).collect();
    assert_eq!(outcomes, [Cached, Fetched, Failed, Failed]);
}

#[test]
fn a_failure_is_not_repeated_for_every_document() {
    let server = Server::new(|_, _, stream| stream.write_all(&with_status("404 Gone", "", b"")).is_ok());
    let (network, clock) = network(quick());
    let wanted = missing(Evidence::Crl, &[&server.url("/a.crl")]);
    for _ in 0..5 {
        assert_eq!(network.fetcher().fetch(&wanted).unwrap_err().kind(), ErrorKind::FetchFailed);
    }
    assert_eq!(server.count(), 1);
    clock.turn(61);
    assert!(network.fetcher().fetch(&wanted).is_err());
    assert_eq!(server.count(), 2);
}

#[test]
fn threads_share_one_request() {
    let list = crl(Some(start().plus_seconds(3600)));
    let server = Server::new(move |_, _, stream| {
        thread::sleep(Duration::from_millis(100));
        stream.write_all(&ok(&list)).is_ok()
    });
    let (network, _) = network(NetOptions { timeout: Duration::from_secs(10), ..quick() });
    let wanted = Arc::new(missing(Evidence::Crl, &[&server.url("/a.crl")]));
    thread::scope(|scope| {
        for _ in 0..8 {
            let (network, wanted): (&Network, _) = (&network, Arc::clone(&wanted));
            scope.spawn(move || network.fetcher().fetch(&wanted).unwrap());
        }
    });
    assert_eq!(server.count(), 1);
}

#[test]
fn trust_is_never_fetched_and_nothing_comes_from_nowhere() {
    let server = Server::giving(b"x");
    let (network, _) = network(quick());
    for what in [Evidence::TrustAnchor, Evidence::Timestamp] {
        let error = network.fetcher().fetch(&missing(what, &[&server.url("/")])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    assert_eq!(
        network.fetcher().fetch(&missing(Evidence::Crl, &[])).unwrap_err().kind(),
        ErrorKind::FetchFailed
    );
    assert_eq!(server.count(), 0);
}

#[test]
fn an_exhausted_budget_ends_the_search() {
    let server = Server::giving(b"nonsense");
    let (network, _) = network(NetOptions { document_requests: 2, ..quick() });
    let urls: Vec<String> = (0..5).map(|number| server.url(&format!("/{number}"))).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let mut fetcher = network.fetcher();
    let error = fetcher.fetch(&missing(Evidence::Crl, &urls)).unwrap_err();
    assert_eq!((error.kind(), server.count(), fetcher.records().len()), (ErrorKind::LimitExceeded, 2, 3));
}
