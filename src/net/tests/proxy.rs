//! Through a proxy.

use std::io::Write;
use std::time::Duration;

use super::server::{Server, ok, with_status};
use super::{crl, missing, network, quick};
use crate::error::ErrorKind;
use crate::net::options::NetOptions;
use crate::net::proxy::Proxy;
use crate::report::Evidence;
use crate::verify::EvidenceSource;

fn through(server: &Server, credentials: &str) -> NetOptions {
    let proxy = Proxy::new(&format!("http://{credentials}{}", server.address)).unwrap();
    NetOptions { proxy: Some(proxy), allow_private: false, timeout: Duration::from_secs(5), ..quick() }
}

#[test]
fn a_request_over_http_names_the_whole_url_and_the_name_is_not_resolved_here() {
    let list = crl(None);
    let server = Server::giving(&list);
    let (network, _) = network(through(&server, "user:p%40ss@"));
    for _ in 0..2 {
        let wanted = missing(Evidence::Crl, &["http://ca.example.vn:8080/pki/a.crl?x"]);
        let mut fetcher = network.fetcher();
        assert_eq!(fetcher.fetch(&wanted).unwrap(), list);
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].line, "GET http://ca.example.vn:8080/pki/a.crl?x HTTP/1.1");
    assert_eq!(asked[0].header("host"), Some("ca.example.vn:8080"));
    assert_eq!(asked[0].header("proxy-authorization"), Some("Basic dXNlcjpwQHNz"));
}

#[test]
fn a_request_with_a_body_passes_whole() {
    let server = Server::new(|_, asked, stream| {
        assert_eq!(asked.body.len(), 9000);
        stream.write_all(&ok(&crate::asn1::write::sequence(&[[10, 1, 3]]))).is_ok()
    });
    let (network, _) = network(through(&server, ""));
    let mut wanted = missing(Evidence::Ocsp, &["http://ocsp.example.vn/"]);
    wanted.request = Some(vec![7; 9000]);
    let error = network.fetcher().fetch(&wanted).unwrap_err();
    assert!(error.detail().ends_with("the OCSP responder declines: tryLater"), "{error}");
    assert_eq!(server.asked()[0].line, "POST http://ocsp.example.vn/ HTTP/1.1");
    assert_eq!(server.asked()[0].header("proxy-authorization"), None);
}

#[test]
fn a_request_over_https_asks_for_a_tunnel() {
    let server = Server::new(|_, _, stream| {
        stream.write_all(&with_status("403 Forbidden", "", b"")).unwrap();
        false
    });
    let mut options = through(&server, "user:secret@");
    options.system_roots = false;
    let pki = crate::pki::test_pki::tests::fixed();
    options.roots.push(pki.member("root").unwrap().certificate.clone());
    let (network, _) = network(options);
    let error =
        network.fetcher().fetch(&missing(Evidence::Crl, &["https://ca.example.vn/a.crl"])).unwrap_err();
    assert_eq!(error.detail(), "https://ca.example.vn/a.crl: refused by the proxy");
    assert_eq!(server.asked()[0].line, "CONNECT ca.example.vn:443 HTTP/1.1");
    assert_eq!(server.asked()[0].header("proxy-authorization"), Some("Basic dXNlcjpzZWNyZXQ="));
}

#[test]
fn the_proxy_is_not_asked_for_what_is_plainly_private() {
    let server = Server::giving(b"x");
    let (network, _) = network(through(&server, ""));
    let own = server.url("/");
    for url in
        ["http://10.0.0.1/", "http://localhost/", "http://169.254.169.254/", "http://2130706433/", &own]
    {
        let error = network.fetcher().fetch(&missing(Evidence::Crl, &[url])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UrlRefused, "{url}");
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn exceptions_are_asked_directly_and_guarded_as_ever() {
    let list = crl(None);
    let (server, direct) = (Server::giving(b"proxy"), Server::giving(&list));
    let mut options = through(&server, "user:p%40ss@");
    let proxy = options.proxy.unwrap().with_exceptions(&["ca.test", " .inner.test ", ""]).unwrap();
    assert_eq!((proxy.as_ureq().username(), proxy.as_ureq().password()), (Some("user"), Some("p@ss")));
    options.proxy = Some(proxy);
    let (strict, _) = network(options.clone());
    options.allow_private = true;
    let (free, _) = network(options);
    for host in ["ca.test", "a.inner.test"] {
        let wanted = missing(Evidence::Crl, &[&format!("http://{host}:{}/", direct.address.port())]);
        assert_eq!(strict.fetcher().fetch(&wanted).unwrap_err().kind(), ErrorKind::UrlRefused);
        assert_eq!(free.fetcher().fetch(&wanted).unwrap(), list);
    }
    assert_eq!((server.count(), direct.count()), (0, 2));
}

#[test]
fn a_document_does_not_reach_the_proxy_itself_by_its_name() {
    let server = Server::giving(&crl(None));
    let own = format!("http://proxy.test:{}", server.address.port());
    let proxy = Proxy::new(&own).unwrap().with_exceptions(&["*"]).unwrap();
    let (network, _) = network(NetOptions { proxy: Some(proxy), allow_private: false, ..quick() });
    let error = network.fetcher().fetch(&missing(Evidence::Crl, &[&own])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UrlRefused);
    assert_eq!(server.count(), 0);
}

#[test]
fn a_proxy_shows_no_password_and_speaks_http() {
    let proxy = Proxy::new("http://user:secret@proxy.example.vn:3128").unwrap();
    assert_eq!(format!("{proxy:?}"), "Proxy(proxy.example.vn:3128)");
    for bad in ["", "socks5://proxy.example.vn", "https://proxy.example.vn", "ftp://u:secret@h", "http://"] {
        let error = Proxy::new(bad).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{bad}");
        assert!(!error.detail().contains("secret"));
    }
}
