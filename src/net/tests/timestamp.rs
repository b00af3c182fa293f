//! Timestamping authorities.

use std::io::Write;
use std::time::Duration;

use super::server::{Server, ok, with_status};
use super::{exchange, quick};
use crate::asn1::write;
use crate::cms::TimestampAuthority;
use crate::error::ErrorKind;
use crate::net::FetchOutcome::{Failed, Fetched, Refused};
use crate::net::options::NetOptions;
use crate::net::timestamp::HttpTimestampAuthority;
use crate::net::url::{NamedBy, Url};

/// The smallest TimeStampResp: granted, without a token.
fn granted() -> Vec<u8> {
    write::sequence(&[write::sequence(&[write::integer(0)])])
}

fn authority(url: &str) -> HttpTimestampAuthority {
    let (exchange, _) = exchange(NetOptions { allow_private: false, ..quick() });
    let url = Url::parse(url, NamedBy::Caller, true).unwrap();
    HttpTimestampAuthority::with_exchange(url, exchange).with_timeout(Duration::from_secs(5))
}

#[test]
fn a_request_is_posted_and_the_answer_comes_back_as_it_is() {
    let server = Server::giving(&granted());
    let authority = authority(&server.url("/tsa?key=secret"));
    assert_eq!(authority.timestamp(b"request").unwrap(), granted());
    let asked = server.asked().remove(0);
    assert_eq!(
        (asked.line.as_str(), asked.body.as_slice()),
        ("POST /tsa?key=secret HTTP/1.1", &b"request"[..])
    );
    assert_eq!(asked.header("content-type"), Some("application/timestamp-query"));
    assert_eq!(asked.header("authorization"), None);
    let record = authority.records().remove(0);
    assert_eq!((record.outcome, record.bytes), (Fetched, granted().len()));
    assert_eq!(record.url, server.url("/tsa?..."));
}

#[test]
fn a_second_request_is_made_only_where_the_first_did_nothing() {
    for (status, times) in [("503 Busy", 3), ("429 Slow Down", 3), ("500 Oops", 1), ("400 Bad", 1)] {
        let server = Server::new(move |_, _, stream| stream.write_all(&with_status(status, "", b"")).is_ok());
        let authority = authority(&server.url("/"));
        assert_eq!(authority.timestamp(b"x").unwrap_err().kind(), ErrorKind::FetchFailed);
        assert_eq!(server.count(), times, "{status}");
        assert_eq!(authority.records()[0].outcome, Failed);
    }
    let broken = Server::new(|_, _, _| false);
    assert!(authority(&broken.url("/")).timestamp(b"x").is_err());
    assert_eq!(broken.count(), 1);
}

#[test]
fn a_page_instead_of_a_timestamp_is_a_failure() {
    let server = Server::giving(b"<html>Sign in</html>");
    let error = authority(&server.url("/")).timestamp(b"x").unwrap_err();
    assert_eq!(error.detail(), format!("{}: the answer is not a timestamp response", server.url("/")));
}

#[test]
fn a_password_goes_to_the_authority_alone_and_is_never_shown() {
    let other = Server::giving(&granted());
    let place = format!("Location: {}\r\n", other.url("/").replace("127.0.0.1", "other.test"));
    let server = Server::new(move |number, _, stream| {
        let answer = match number {
            0 => with_status("307 Away", "Location: /inner\r\n", b""),
            1 => ok(&granted()),
            _ => with_status("307 Away", &place, b""),
        };
        stream.write_all(&answer).is_ok()
    });
    let (exchange, _) = exchange(quick());
    let url = Url::parse(&server.url("/"), NamedBy::Caller, true).unwrap();
    let authority = HttpTimestampAuthority::with_exchange(url, exchange)
        .danger_with_plain_password("user", "mật khẩu")
        .unwrap();
    assert!(!format!("{authority:?}").contains("Basic"));
    for _ in 0..2 {
        authority.timestamp(b"x").unwrap();
    }
    let seen: Vec<bool> =
        server.asked().iter().map(|asked| asked.header("authorization").is_some()).collect();
    assert_eq!(seen, [true, true, true]);
    // RFC 7617 2.1: UTF-8.
    assert_eq!(server.asked()[0].header("authorization"), Some("Basic dXNlcjpt4bqtdCBraOG6qXU="));
    assert_eq!(other.asked()[0].header("authorization"), None);
    assert_eq!(other.asked()[0].body, b"x");
}

#[test]
fn a_redirect_into_a_private_network_is_refused() {
    let inner = Server::giving(&granted());
    let place = format!("Location: {}\r\n", inner.url("/"));
    let server =
        Server::new(move |_, _, stream| stream.write_all(&with_status("302 Away", &place, b"")).is_ok());
    let authority = authority(&server.url("/"));
    assert_eq!(authority.timestamp(b"x").unwrap_err().kind(), ErrorKind::UrlRefused);
    assert_eq!((authority.records()[0].outcome, inner.count()), (Refused, 0));
}

#[test]
fn a_password_is_not_sent_in_the_clear_unless_somebody_insists() {
    let plain = || HttpTimestampAuthority::new("http://tsa.example.vn/", NetOptions::default()).unwrap();
    assert_eq!(plain().with_password("u", "p").unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert!(plain().danger_with_plain_password("u", "p").is_ok());
    let secure = || HttpTimestampAuthority::new("https://tsa.example.vn/", NetOptions::default()).unwrap();
    assert!(secure().with_password("u", "p").is_ok());
    for (user, password) in [("a:b", "p"), ("a", "p\r\nX-Header: 1"), ("a\n", "p")] {
        assert!(secure().with_password(user, password).is_err());
    }
    for url in ["ldap://tsa.example.vn/", "http://u:p@tsa.example.vn/", "tsa.example.vn", ""] {
        assert!(HttpTimestampAuthority::new(url, NetOptions::default()).is_err(), "{url}");
    }
}
