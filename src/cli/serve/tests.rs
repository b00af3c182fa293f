//! The test servers over real connections.
#![expect(clippy::disallowed_types, reason = "a client on the loopback address")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding as _};

use super::http::Request;
use super::{Bound, Kind, Server, Services};
use crate::cms::TimestampRequest;
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::issue::CrlReason;
use crate::pki::test_pki::tests::{certificate, fixed, made_at, served_at, trust};
use crate::pki::{
    PathFinder, RevocationChecker, RevocationFault, RevocationStatus, ValidationData, certificates_from, ocsp,
};

/// A server of the committed PKI, as of the time at which it was made.
fn start(kinds: &[Kind]) -> Server {
    let services = Services::of(fixed(), made_at()).expect("services").misbehaving(kinds);
    Bound::new(0).expect("a port").serve(move |request| services.answer(request))
}

fn connect(server: &Server) -> TcpStream {
    let url = server.url();
    let stream = TcpStream::connect(url.strip_prefix("http://").expect("an address")).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time-out");
    stream
}

/// Sends these bytes and reads all that comes back.
fn exchange(server: &Server, request: &[u8]) -> Vec<u8> {
    let mut stream = connect(server);
    stream.write_all(request).expect("sent");
    let mut answer = Vec::new();
    // A connection that is cut off gives what came before.
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// Head and body of the answer to a GET.
fn get(server: &Server, path: &str) -> (String, Vec<u8>) {
    split(&exchange(server, format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()))
}

fn post(server: &Server, path: &str, content_type: &str, body: &[u8]) -> (String, Vec<u8>) {
    let length = body.len();
    let head =
        format!("POST {path} HTTP/1.1\r\nContent-Type: {content_type}\r\ncontent-length: {length}\r\n\r\n");
    split(&exchange(server, &[head.as_bytes(), body].concat()))
}

fn split(answer: &[u8]) -> (String, Vec<u8>) {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
        return (String::new(), answer.to_vec());
    };
    (String::from_utf8(answer[..end].to_vec()).expect("text"), answer[end + 4..].to_vec())
}

fn status(head: &str) -> u16 {
    head.split(' ').nth(1).map_or(0, |status| status.parse().expect("a number"))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// What the requester makes of the answer of this path.
fn timestamp(server: &Server, path: &str) -> Result<Vec<u8>, ErrorKind> {
    let request = TimestampRequest::over(b"what is to be dated").with_nonce(&[9; 8]);
    let (_, response) = post(server, path, "application/timestamp-query", &request.to_der());
    request.token(&response, &Limits::default()).map_err(|error| error.kind())
}

#[test]
fn a_timestamp_is_made_over_http() {
    let server = start(&[]);
    assert!(timestamp(&server, "/tsa").is_ok());
    assert_eq!(server.requests(), ["POST /tsa"]);
}

#[test]
fn the_authority_answers_strangers_as_that_of_the_gca_does() {
    let server = start(&[]);
    assert_eq!(status(&get(&server, "/tsa").0), 403);
    assert_eq!(status(&post(&server, "/tsa", "text/plain", b"time?").0), 400);
    let (head, body) = post(&server, "/tsa", "application/timestamp-query", b"time?");
    assert_eq!((status(&head), header(&head, "Content-Type")), (200, Some("application/timestamp-reply")));
    let refused = TimestampRequest::over(b"").token(&body, &Limits::default()).expect_err("a refusal");
    assert_eq!(refused.kind(), ErrorKind::TimestampRefused);
}

#[test]
fn timestamps_go_wrong_as_ordered() {
    let server = start(&[]);
    for kind in [
        "wrong-nonce",
        "no-nonce",
        "wrong-imprint",
        "no-ess",
        "wrong-ess",
        "no-certificate",
        "several-signers",
        "wrong-key",
        "critical-extension",
        "no-token",
        "truncated",
        "empty",
        "html",
        "closed",
        "status-500",
        "redirect",
        "auth",
    ] {
        assert_eq!(timestamp(&server, &format!("/{kind}/tsa")), Err(ErrorKind::TimestampUnusable), "{kind}");
    }
    for kind in ["rejection", "waiting"] {
        assert_eq!(timestamp(&server, &format!("/{kind}/tsa")), Err(ErrorKind::TimestampRefused), "{kind}");
    }
    for kind in
        ["ess-v1", "ber", "future", "past", "granted-with-mods", "wrong-name", "wrong-signer", "slow-10"]
    {
        assert!(timestamp(&server, &format!("/{kind}/tsa")).is_ok(), "{kind}");
    }
    assert!(timestamp(&server, "/ber/future/slow-1/tsa").is_ok());
}

#[test]
fn a_whole_server_misbehaves_too() {
    let server = start(&[Kind::WrongNonce]);
    assert_eq!(timestamp(&server, "/tsa"), Err(ErrorKind::TimestampUnusable));
}

#[test]
fn crls_and_certificates_are_served_as_der() {
    let server = start(&[]);
    let [root_crl, sub_crl] = fixed().revocation_lists();
    let [stale, _] = fixed().stale_revocation_lists();
    let (root, sub) = (certificate("root"), certificate("sub"));
    for (path, content_type, body) in [
        ("/crl/root.crl", "application/pkix-crl", root_crl),
        ("/crl/sub.crl?what=ever", "application/pkix-crl", sub_crl),
        ("/stale/crl/root.crl", "application/pkix-crl", stale),
        ("/crt/root.crt", "application/pkix-cert", root.der()),
        ("/crt/sub.crt", "application/pkix-cert", sub.der()),
    ] {
        let (head, served) = get(&server, path);
        assert_eq!((status(&head), header(&head, "Content-Type")), (200, Some(content_type)), "{path}");
        assert_eq!(served, body, "{path}");
    }
    let (_, bundle) = get(&server, "/crt/sub.p7b");
    let bundle = certificates_from(&bundle, &Limits::default()).expect("certificates");
    assert_eq!(bundle.len(), 2);
    let (_, pem) = get(&server, "/pem/crl/sub.crl");
    assert!(pem.starts_with(b"-----BEGIN X509 CRL-----"));
    let (_, pem) = get(&server, "/pem/crt/sub.crt");
    assert_eq!(certificates_from(&pem, &Limits::default()), Ok(vec![sub]));
    assert_eq!(status(&get(&server, "/crl/other.crl").0), 404);
    assert_eq!(status(&get(&server, "/no-such-kind/crl/sub.crl").0), 404);
    assert_eq!(status(&post(&server, "/crl/sub.crl", "text/plain", b"x").0), 405);
}

#[test]
fn the_certificates_of_a_served_pki_name_the_server() {
    let bound = Bound::new(0).expect("a port");
    let base = bound.url();
    let pki = served_at(&base);
    let services = Services::of(&pki, made_at()).expect("services");
    let server = bound.serve(move |request| services.answer(request));
    let person = &pki.member("person").expect("a member").certificate;
    for url in person.crl_urls().iter().chain(person.ca_issuer_urls()) {
        let path = url.strip_prefix(&base).expect("an address of the server");
        assert_eq!(status(&get(&server, path).0), 200, "{url}");
    }
    assert_eq!(person.ocsp_urls(), [format!("{base}/ocsp")]);
}

#[test]
fn a_flaky_server_gets_better_path_by_path() {
    let server = start(&[]);
    let statuses = |path: &str| [0; 3].map(|_| status(&get(&server, path).0));
    assert_eq!(statuses("/flaky/crl/sub.crl"), [503, 200, 200]);
    assert_eq!(statuses("/flaky-2/crl/sub.crl"), [503, 503, 200]);
}

#[test]
fn a_password_is_asked_for() {
    let server = start(&[]);
    let (head, _) = get(&server, "/auth/crl/sub.crl");
    assert_eq!((status(&head), header(&head, "WWW-Authenticate")), (401, Some("Basic realm=\"kyso\"")));
    let known = b"GET /auth/crl/sub.crl HTTP/1.1\r\nauthorization: Basic a3lzbzpreXNv\r\n\r\n";
    assert_eq!(status(&split(&exchange(&server, known)).0), 200);
}

#[test]
fn redirects_lead_on_in_circles_or_away() {
    let server = start(&[]);
    let location = |path: &str| {
        let (head, _) = get(&server, path);
        assert_eq!(status(&head), 307, "{path}");
        header(&head, "Location").expect("a place").to_owned()
    };
    assert_eq!(location("/redirect/slow-1/crl/sub.crl"), "/slow-1/crl/sub.crl");
    assert_eq!(location("/redirect-loop/tsa"), "/redirect-loop/tsa?round=1");
    assert_eq!(location("/redirect-loop/tsa?round=41"), "/redirect-loop/tsa?round=42");
    assert_eq!(location("/redirect-private/tsa"), "http://10.255.255.1/");
    assert!(location("/redirect-file/tsa").starts_with("file:"));
    let (head, _) = get(&server, "/status-302/tsa");
    assert_eq!((status(&head), header(&head, "Location")), (302, Some("/tsa")));
}

#[test]
fn bodies_arrive_as_badly_as_ordered() {
    let server = start(&[]);
    let whole = fixed().revocation_lists()[1];
    let (head, body) = get(&server, "/truncated/crl/sub.crl");
    assert_eq!(header(&head, "Content-Length"), Some(whole.len().to_string().as_str()));
    assert_eq!(body, whole[..whole.len() / 2]);
    let began = Instant::now();
    assert_eq!(get(&server, "/slow-300/crl/sub.crl").1, whole);
    assert!(began.elapsed() >= Duration::from_millis(300));
    assert_eq!(get(&server, "/drip-0/crl/sub.crl").1, whole);
    assert_eq!(get(&server, "/closed/crl/sub.crl"), (String::new(), Vec::new()));
    let (head, body) = get(&server, "/oversized/crl/sub.crl");
    assert_eq!((header(&head, "Content-Length"), body.as_slice()), (Some("1099511627776"), whole));
}

#[test]
fn a_huge_body_is_sent_for_as_long_as_somebody_reads() {
    let server = start(&[]);
    let mut stream = connect(&server);
    stream.write_all(b"GET /huge/crl/sub.crl HTTP/1.1\r\n\r\n").expect("sent");
    let mut read = vec![0; 4 << 20];
    stream.read_exact(&mut read).expect("megabytes");
    drop(stream);
    assert!(timestamp(&server, "/tsa").is_ok());
}

#[test]
fn what_is_no_request_is_refused_and_harms_nobody() {
    let server = start(&[]);
    let long = [b"GET /", &vec![b'a'; 20_000][..], b" HTTP/1.1\r\n\r\n"].concat();
    let headers = [b"GET / HTTP/1.1\r\n", &b"a: b\r\n".repeat(5_000)[..], b"\r\n"].concat();
    for (bytes, expected) in [
        (&b"hello\r\n\r\n"[..], 400),
        (b"GET / HTTP/2.0\r\n\r\n", 505),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", 400),
        (b"POST /tsa HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
        (b"POST /tsa HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST /tsa HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (&long, 431),
        (&headers, 431),
    ] {
        let (head, _) = split(&exchange(&server, bytes));
        assert_eq!(status(&head), expected, "{}", String::from_utf8_lossy(&bytes[..20.min(bytes.len())]));
    }
    for bytes in [&b""[..], b"\0\xff\xfe", b"GET", b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"] {
        let mut stream = connect(&server);
        stream.write_all(bytes).expect("sent");
    }
    assert!(timestamp(&server, "/tsa").is_ok());
}

#[test]
fn a_body_is_promised_before_it_is_sent() {
    let server = start(&[]);
    let request = TimestampRequest::over(b"x").to_der();
    let mut stream = connect(&server);
    let head = format!(
        "POST /tsa HTTP/1.1\r\nContent-Type: application/timestamp-query\r\nExpect: 100-continue\r\n\
         Content-Length: {}\r\n\r\n",
        request.len()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("an answer");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&request).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert_eq!(status(&split(&answer).0), 200);
}

#[test]
fn many_are_served_at_once() {
    let server = start(&[]);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..40).map(|_| scope.spawn(|| timestamp(&server, "/slow-50/tsa"))).collect();
        assert!(threads.into_iter().all(|thread| thread.join().expect("no panic").is_ok()));
    });
    assert_eq!(server.requests().len(), 40);
}

#[test]
fn the_server_is_gone_when_it_is_dropped_even_in_the_middle_of_an_answer() {
    let server = start(&[]);
    let mut waiting = connect(&server);
    waiting.write_all(b"GET /slow/crl/sub.crl HTTP/1.1\r\n\r\n").expect("sent");
    let address = server.url().strip_prefix("http://").expect("an address").to_owned();
    let began = Instant::now();
    drop(server);
    let mut rest = Vec::new();
    let _ = waiting.read_to_end(&mut rest);
    assert!(began.elapsed() < Duration::from_secs(5) && rest.is_empty());
    assert!(TcpStream::connect(address).is_err());
}

/// What our own checker makes of the answer of this path about a member: the status, and the faults.
fn revocation(server: &Server, path: &str, name: &str) -> (RevocationStatus, Vec<RevocationFault>) {
    let (member, sub, limits) = (certificate(name), certificate("sub"), Limits::default());
    let request = ocsp::request(&member, &sub, Some(&[7; 16]));
    let (_, response) = post(server, path, "application/ocsp-request", &request);
    let mut data = ValidationData::new();
    data.add_ocsp(&response, &limits).expect("an OCSP response");
    let trust = trust();
    let mut finder = PathFinder::new(&trust, vec![sub.clone()], &limits);
    finder.offer(data.certificates());
    let mut answers = RevocationChecker::new(&data, &limits).check(&member, &sub, &mut finder, made_at());
    assert_eq!(answers.len(), 1, "{path}");
    let answer = answers.remove(0);
    (answer.status, answer.faults)
}

#[test]
fn our_own_checker_believes_the_responder_unless_it_misbehaves() {
    let server = start(&[]);
    let revoked = RevocationStatus::Revoked {
        at: made_at().plus_seconds(-30 * 24 * 3600),
        reason: CrlReason::KeyCompromise,
        invalidity_date: None,
    };
    let (good, unknown) = (RevocationStatus::Good, RevocationStatus::Unknown);
    for (path, name, expected) in [
        ("/ocsp", "person", good),
        ("/ocsp/", "tsa", good),
        ("/ocsp", "revoked", revoked),
        ("/good/ocsp", "revoked", good),
        ("/unknown/ocsp", "person", unknown),
        ("/stale/ocsp", "person", good),
    ] {
        assert_eq!(revocation(&server, path, name), (expected, Vec::new()), "{path} {name}");
    }
    let (_, wrong_key) = revocation(&server, "/wrong-key/ocsp", "person");
    assert_eq!(wrong_key, [RevocationFault::SignatureInvalid]);
    let (_, wrong_signer) = revocation(&server, "/wrong-signer/ocsp", "person");
    assert!(matches!(wrong_signer.as_slice(), [RevocationFault::NotAuthorised { .. }]), "{wrong_signer:?}");
}

#[test]
fn a_request_may_stand_in_the_path() {
    let server = start(&[]);
    let request = ocsp::request(&certificate("revoked"), &certificate("sub"), None);
    let text = Base64::encode_string(&request).replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
    let (head, response) = get(&server, &format!("/ocsp/{text}"));
    assert_eq!((status(&head), header(&head, "Content-Type")), (200, Some("application/ocsp-response")));
    assert!(ValidationData::new().add_ocsp(&response, &Limits::default()).is_ok());
    // Clients that do not escape what they should are understood too.
    let plain = Base64::encode_string(&request);
    assert_eq!(status(&get(&server, &format!("/ocsp/{plain}")).0), 200);
}

#[test]
fn the_responder_speaks_for_its_own_ca_alone() {
    let services = Services::of(fixed(), made_at()).expect("services");
    let garbage = services.answer(&Request::post("/ocsp", "application/ocsp-request", b"who?"));
    assert_eq!((garbage.status, garbage.body.as_slice()), (200, &[0x30, 3, 0x0a, 1, 1][..]));
    let other = services.answer(&Request::post("/ocsp", "text/plain", b"who?"));
    assert_eq!(other.status, 400);
    assert_eq!(services.answer(&Request::get("/ocsp")).body, [0x30, 3, 0x0a, 1, 1]);
    assert_eq!(services.answer(&Request::get("/ocsp/%zz%4")).body, [0x30, 3, 0x0a, 1, 1]);
}

#[test]
fn every_way_to_misbehave_has_a_name_that_is_read_back() {
    for name in Kind::names() {
        let name = name.replace("MS", "5").replace("NNN", "418").replace("-N", "-3");
        assert!(name.parse::<Kind>().is_ok(), "{name}");
    }
    for bad in ["", "slow-", "slow--1", "status-99", "status-600", "status-1000000", "Slow"] {
        assert!(bad.parse::<Kind>().is_err(), "{bad}");
    }
}
