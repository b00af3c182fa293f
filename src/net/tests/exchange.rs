//! Time-outs, attempts, redirects and sizes.

use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use super::server::{Server, ok, with_status};
use super::{exchange, quick};
use crate::error::ErrorKind;
use crate::net::budget::NetBudget;
use crate::net::exchange::{Answer, Ask, Exchange, Failure};
use crate::net::options::NetOptions;
use crate::net::url::{NamedBy, Url};

fn get(exchange: &Exchange, url: &str, most: usize) -> Result<Vec<u8>, Failure> {
    let mut budget = NetBudget::for_document(exchange.options(), exchange.clock());
    get_within(exchange, url, most, &mut budget)
}

fn get_within(
    exchange: &Exchange,
    url: &str,
    most: usize,
    budget: &mut NetBudget,
) -> Result<Vec<u8>, Failure> {
    let url = Url::parse(url, NamedBy::Document, exchange.options().allow_private)?;
    let timeout = exchange.options().timeout;
    let ask =
        Ask { url: &url, body: None, accept: "*/*", authorization: None, most, timeout, repeatable: true };
    exchange.ask(&ask, budget).map(|Answer { bytes }| bytes)
}

/// What is said about why it was not had, without the URL.
fn complaint(result: Result<Vec<u8>, Failure>) -> (ErrorKind, String) {
    let error = result.unwrap_err().error;
    let detail = error.detail();
    (error.kind(), detail.rsplit_once(": ").map_or(detail, |(_, why)| why).to_owned())
}

fn failed(why: &str) -> (ErrorKind, String) {
    (ErrorKind::FetchFailed, why.to_owned())
}

#[test]
fn an_answer_comes_back_whole_however_it_is_framed() {
    let body: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let (exchange, _) = exchange(quick());
    let expected = body.clone();
    let server = Server::new(move |_, asked, stream| match asked.path() {
        "/length" => stream.write_all(&ok(&body)).is_ok(),
        "/chunked" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
            for piece in body.chunks(30_000) {
                stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).unwrap();
                stream.write_all(piece).unwrap();
                stream.write_all(b"\r\n").unwrap();
            }
            stream.write_all(b"0\r\n\r\n").is_ok()
        }
        _ => {
            stream.write_all(b"HTTP/1.0 200 OK\r\n\r\n").unwrap();
            stream.write_all(&body).unwrap();
            false
        }
    });
    for path in ["/length", "/chunked", "/until-the-end"] {
        assert!(get(&exchange, &server.url(path), 1 << 20).unwrap() == expected, "{path}");
    }
    assert_eq!(server.asked()[0].header("user-agent"), Some(concat!("kyso/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(server.asked()[0].header("accept-encoding"), None);
}

#[test]
fn a_connection_is_used_again() {
    let server = Server::giving(b"x");
    let (exchange, _) = exchange(quick());
    for _ in 0..3 {
        get(&exchange, &server.url("/"), 10).unwrap();
    }
    assert_eq!(server.asked().iter().map(|asked| asked.connection).collect::<Vec<_>>(), [0, 0, 0]);
}

#[test]
fn a_server_that_never_answers_costs_one_time_out() {
    let server = Server::new(|_, _, _| {
        thread::sleep(Duration::from_secs(3));
        false
    });
    let (exchange, clock) = exchange(quick());
    let began = Instant::now();
    assert_eq!(complaint(get(&exchange, &server.url("/"), 10)), failed("time-out"));
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    assert_eq!((server.count(), clock.slept()), (1, vec![]));
}

#[test]
fn an_answer_that_drips_is_cut_off_by_the_time_for_the_whole() {
    let server = Server::new(|_, _, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").unwrap();
        (0..100).all(|_| {
            thread::sleep(Duration::from_millis(50));
            stream.write_all(b"x").is_ok()
        })
    });
    let (exchange, _) = exchange(quick());
    let began = Instant::now();
    assert_eq!(complaint(get(&exchange, &server.url("/"), 1000)), failed("time-out"));
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[test]
fn a_fault_of_the_moment_is_overcome_with_growing_pauses() {
    let server = Server::new(|number, _, stream| {
        let answer = if number < 2 { with_status("500 Oops", "", b"no") } else { ok(b"good") };
        stream.write_all(&answer).is_ok()
    });
    let (exchange, clock) = exchange(quick());
    assert_eq!(get(&exchange, &server.url("/"), 10).unwrap(), b"good");
    assert_eq!(server.count(), 3);
    assert_eq!(clock.slept(), [Duration::from_millis(500), Duration::from_secs(1)]);
}

#[test]
fn a_connection_that_breaks_is_tried_again() {
    let server = Server::new(|number, _, stream| number > 0 && stream.write_all(&ok(b"good")).is_ok());
    let (exchange, _) = exchange(quick());
    assert_eq!(get(&exchange, &server.url("/"), 10).unwrap(), b"good");
}

#[test]
fn a_server_that_keeps_failing_is_given_up() {
    let server = Server::new(|_, _, stream| stream.write_all(&with_status("503 Busy", "", b"")).is_ok());
    let (exchange, _) = exchange(quick());
    assert_eq!(complaint(get(&exchange, &server.url("/"), 10)), failed("status 503"));
    assert_eq!(server.count(), 3);
}

#[test]
fn a_status_that_will_not_change_is_final() {
    for status in ["404 Not Found", "403 Forbidden", "204 No Content", "206 Partial Content"] {
        let server = Server::new(move |_, _, stream| stream.write_all(&with_status(status, "", b"")).is_ok());
        let (exchange, _) = exchange(quick());
        let expected = format!("status {}", status.split(' ').next().unwrap());
        assert_eq!(complaint(get(&exchange, &server.url("/"), 10)), failed(&expected));
        assert_eq!(server.count(), 1);
    }
}

#[test]
fn a_host_that_is_down_is_left_alone_for_a_minute() {
    let address = Server::giving(b"").address;
    // Nobody listens there any more; the connection that ended the server was the last.
    thread::sleep(Duration::from_millis(50));
    let (exchange, clock) = exchange(quick());
    let url = format!("http://{address}/");
    assert_eq!(complaint(get(&exchange, &url, 10)), failed("connection refused"));
    assert_eq!(clock.slept().len(), 2);
    assert_eq!(complaint(get(&exchange, &url, 10)), failed("connection refused, not tried again so soon"));
    assert_eq!(clock.slept().len(), 2);
    clock.turn(61);
    assert_eq!(complaint(get(&exchange, &url, 10)), failed("connection refused"));
}

#[test]
fn an_answer_that_is_cut_off_is_none() {
    let server = Server::new(|_, asked, stream| {
        let head: &[u8] = match asked.path() {
            "/length" => b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf",
            "/chunked" => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf",
            "/header" => b"HTTP/1.1 200 OK\r\nContent-Le",
            _ => b"SSH-2.0-OpenSSH_9.6\r\n",
        };
        stream.write_all(head).unwrap();
        false
    });
    for path in ["/length", "/chunked", "/header", "/ssh"] {
        let (exchange, _) = exchange(quick());
        let (kind, _) = complaint(get(&exchange, &server.url(path), 1000));
        assert_eq!(kind, ErrorKind::FetchFailed, "{path}");
    }
}

#[test]
fn an_answer_that_is_too_long_is_not_read_to_its_end() {
    let server = Server::new(|_, asked, stream| {
        if asked.path() == "/stated" {
            return stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").is_ok();
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
        false
    });
    let (exchange, _) = exchange(NetOptions { timeout: Duration::from_secs(20), ..quick() });
    for path in ["/stated", "/endless"] {
        let expected = failed("answer longer than 100000 bytes");
        assert_eq!(complaint(get(&exchange, &server.url(path), 100_000)), expected, "{path}");
    }
    assert_eq!(get(&exchange, &Server::giving(b"12345").url("/"), 5).unwrap(), b"12345");
    assert!(get(&exchange, &Server::giving(b"123456").url("/"), 5).is_err());
}

#[test]
fn endless_headers_are_cut_off() {
    let server = Server::new(|_, _, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n").unwrap();
        while stream.write_all(b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
        false
    });
    let (exchange, _) = exchange(NetOptions { timeout: Duration::from_secs(20), ..quick() });
    assert_eq!(complaint(get(&exchange, &server.url("/"), 1000)).0, ErrorKind::FetchFailed);
}

#[test]
fn a_compressed_answer_is_not_unpacked() {
    let packed = with_status("200 OK", "Content-Encoding: gzip\r\n", &[0x1f, 0x8b, 8, 0]);
    let server = Server::new(move |_, _, stream| stream.write_all(&packed).is_ok());
    let (exchange, _) = exchange(quick());
    assert_eq!(complaint(get(&exchange, &server.url("/"), 1000)), failed("compressed answer"));
}

#[test]
fn redirects_are_followed_and_counted() {
    let server = Server::new(|_, asked, stream| {
        let answer = match asked.path() {
            "/one" => with_status("302 Found", "Location: two?x=1\r\n", b"moved"),
            "/two?x=1" => with_status("308 Permanent", "Location: /three\r\n", b""),
            "/three" => ok(b"good"),
            _ => with_status("301 Moved", "Location: /loop\r\n", b""),
        };
        stream.write_all(&answer).is_ok()
    });
    let (exchange, _) = exchange(quick());
    assert_eq!(get(&exchange, &server.url("/one"), 10).unwrap(), b"good");
    assert_eq!(server.count(), 3);
    assert_eq!(complaint(get(&exchange, &server.url("/loop"), 10)), failed("too many redirects"));
    assert_eq!(server.count(), 7);
}

#[test]
fn a_redirect_into_a_private_network_is_refused() {
    let inner = Server::giving(b"secret");
    let inner_url = inner.url("/");
    for location in
        [inner_url.clone(), inner_url.replace("127.0.0.1", "inner.test"), "file:///etc/passwd".into()]
    {
        let answer = with_status("302 Found", &format!("Location: {location}\r\n"), b"");
        let server = Server::new(move |_, _, stream| stream.write_all(&answer).is_ok());
        // The caller has named the first host, and no other.
        let (exchange, _) = exchange(NetOptions { allow_private: false, ..quick() });
        let url = Url::parse(&server.url("/"), NamedBy::Caller, false).unwrap();
        let ask = Ask {
            url: &url,
            body: None,
            accept: "*/*",
            authorization: None,
            most: 10,
            timeout: Duration::from_secs(5),
            repeatable: true,
        };
        let mut budget = NetBudget::for_document(exchange.options(), exchange.clock());
        let error = exchange.ask(&ask, &mut budget).unwrap_err().error;
        assert_eq!(error.kind(), ErrorKind::UrlRefused, "{location}: {error}");
        assert_eq!((server.count(), inner.count()), (1, 0));
    }
}

#[test]
fn a_name_that_means_loopback_is_refused_unless_that_is_allowed() {
    let server = Server::giving(b"inner");
    let url = format!("http://ocsp.test:{}/", server.address.port());
    let (strict, _) = exchange(NetOptions { allow_private: false, ..quick() });
    let refused = (ErrorKind::UrlRefused, "address of a private network".to_owned());
    assert_eq!(complaint(get(&strict, &url, 10)), refused);
    assert_eq!(server.count(), 0);
    let (free, _) = exchange(quick());
    assert_eq!(get(&free, &url, 10).unwrap(), b"inner");
}

#[test]
fn a_connection_of_the_caller_does_not_carry_a_document_past_the_check() {
    let server = Server::giving(b"inner");
    let text = format!("http://tsa.test:{}/", server.address.port());
    let (exchange, _) = exchange(NetOptions { allow_private: false, ..quick() });
    let mut budget = NetBudget::for_document(exchange.options(), exchange.clock());
    for (named_by, allowed) in [(NamedBy::Caller, true), (NamedBy::Document, false), (NamedBy::Caller, true)]
    {
        let url = Url::parse(&text, named_by, false).unwrap();
        let timeout = Duration::from_secs(5);
        let ask = Ask {
            url: &url,
            body: None,
            accept: "*/*",
            authorization: None,
            most: 10,
            timeout,
            repeatable: true,
        };
        assert_eq!(exchange.ask(&ask, &mut budget).is_ok(), allowed, "{named_by:?}");
    }
    assert_eq!(server.count(), 2);
}

#[test]
fn budgets_of_a_document_end_the_work() {
    let server = Server::giving(&[b'x'; 1000]);
    let options = NetOptions { document_requests: 3, document_bytes: 2500, ..quick() };
    let (exchange, clock) = exchange(options);
    let budget = || NetBudget::for_document(exchange.options(), exchange.clock());
    let exceeded = |what: &str| (ErrorKind::LimitExceeded, format!("{what} for one document"));

    let mut bytes = budget();
    for _ in 0..2 {
        get_within(&exchange, &server.url("/"), 1000, &mut bytes).unwrap();
    }
    let refused = get_within(&exchange, &server.url("/"), 1000, &mut bytes);
    assert_eq!(complaint(refused), exceeded("bytes from the network"));

    let small = Server::giving(b"x");
    let mut requests = budget();
    for _ in 0..3 {
        get_within(&exchange, &small.url("/"), 1000, &mut requests).unwrap();
    }
    let refused = get_within(&exchange, &small.url("/"), 1000, &mut requests);
    assert_eq!(complaint(refused), exceeded("requests to the network"));

    let mut time = budget();
    clock.turn(121);
    let refused = get_within(&exchange, &small.url("/"), 1000, &mut time);
    assert_eq!(complaint(refused), exceeded("time for the network"));
    assert_eq!(small.count(), 3);
}
