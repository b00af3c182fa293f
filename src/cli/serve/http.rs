//! As much of HTTP/1.1 (RFC 9112) as a test server needs: one request a connection, and answers that may go wrong.
#![expect(clippy::disallowed_types, reason = "the test servers listen on the loopback address")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, still with percent signs.
    pub(crate) target: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// An answer, and how it is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// How long to wait before the first byte.
    pub(crate) delay: Duration,
    pub(crate) delivery: Delivery,
}

/// How the body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// As it should be.
    Whole,
    /// Byte by byte, with a pause after each.
    Drip(Duration),
    /// The length is right, but only half of it comes.
    Truncated,
    /// Without a length, and then zeros without end.
    Huge,
    /// The length is said to be a terabyte.
    Oversized,
    /// Not at all: the connection is closed.
    Closed,
}

impl Response {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            content_type,
            headers: Vec::new(),
            body: body.into(),
            delay: Duration::ZERO,
            delivery: Delivery::Whole,
        }
    }

    /// A status with some words for people.
    pub(crate) fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{text}\n"))
    }
}

impl Request {
    /// A request without headers and body.
    #[cfg(test)]
    pub(crate) fn get(target: &str) -> Self {
        Self { method: "GET".to_owned(), target: target.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    /// A request with a body of this type.
    #[cfg(test)]
    pub(crate) fn post(target: &str, content_type: &str, body: &[u8]) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { method: "POST".to_owned(), headers, body: body.to_vec(), ..Self::get(target) }
    }

    /// Reads one request; `Err` is the answer to one that is refused, or `None` if there is nobody to answer.
    pub(super) fn read(stream: &TcpStream) -> Result<Self, Option<Response>> {
        let mut head = BufReader::new(stream.take(HEAD));
        let line = |head: &mut BufReader<io::Take<&TcpStream>>| -> Result<String, Option<Response>> {
            let mut line = Vec::new();
            head.read_until(b'\n', &mut line).map_err(|_| None)?;
            match line.strip_suffix(b"\n") {
                Some(line) => Ok(String::from_utf8_lossy(line).trim_end_matches('\r').to_owned()),
                None if head.get_ref().limit() == 0 => Err(Some(Response::text(431, "too much"))),
                None => Err(None),
            }
        };
        let first = line(&mut head)?;
        let mut words = first.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(Some(Response::text(400, "no request")));
        };
        if !version.starts_with("HTTP/1.") {
            return Err(Some(Response::text(505, "HTTP/1.1 is spoken here")));
        }
        let mut request = Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        loop {
            let line = line(&mut head)?;
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else {
                return Err(Some(Response::text(400, "no header")));
            };
            request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        request.read_body(head, stream)?;
        Ok(request)
    }

    fn read_body(
        &mut self,
        mut head: BufReader<io::Take<&TcpStream>>,
        mut stream: &TcpStream,
    ) -> Result<(), Option<Response>> {
        if self.header("transfer-encoding").is_some() {
            return Err(Some(Response::text(411, "say how long it is")));
        }
        let Some(length) = self.header("content-length") else { return Ok(()) };
        let length: u64 = length.parse().map_err(|_| Some(Response::text(400, "no length")))?;
        if length > BODY {
            return Err(Some(Response::text(413, "too much")));
        }
        if self.header("expect").is_some_and(|what| what.eq_ignore_ascii_case("100-continue")) {
            stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").map_err(|_| None)?;
        }
        head.get_mut().set_limit(BODY);
        let mut body = Vec::new();
        head.take(length).read_to_end(&mut body).map_err(|_| None)?;
        self.body = body;
        let whole = u64::try_from(self.body.len()) == Ok(length);
        if whole { Ok(()) } else { Err(None) }
    }

    /// The value of a header; `name` in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Response {
    /// Sends it. `wait` waits, or says that it is time to stop.
    pub(super) fn send(&self, mut stream: &TcpStream, wait: &dyn Fn(Duration) -> bool) -> io::Result<()> {
        if !wait(self.delay) || self.delivery == Delivery::Closed {
            return stream.shutdown(Shutdown::Both);
        }
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        head.push_str(&format!("Content-Type: {}\r\nConnection: close\r\n", self.content_type));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        match self.delivery {
            Delivery::Huge => {}
            Delivery::Oversized => head.push_str("Content-Length: 1099511627776\r\n"),
            _ => head.push_str(&format!("Content-Length: {}\r\n", self.body.len())),
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        match self.delivery {
            Delivery::Whole | Delivery::Oversized => stream.write_all(&self.body)?,
            Delivery::Drip(pause) => {
                for octet in self.body.chunks(1) {
                    stream.write_all(octet)?;
                    if !wait(pause) {
                        break;
                    }
                }
            }
            Delivery::Truncated => {
                stream.write_all(self.body.get(..self.body.len() / 2).unwrap_or_default())?;
            }
            Delivery::Huge => {
                stream.write_all(&self.body)?;
                let zeros = vec![0; 64 << 10];
                for _ in 0..HUGE_CHUNKS {
                    stream.write_all(&zeros)?;
                    if !wait(Duration::ZERO) {
                        break;
                    }
                }
            }
            Delivery::Closed => {}
        }
        stream.flush()?;
        stream.shutdown(Shutdown::Write)?;
        // Closing while the other side still sends would take from it what it has not read yet.
        let mut rest = stream.take(BODY);
        io::copy(&mut rest, &mut io::sink()).map(|_| ())
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        411 => "Length Required",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    }
}

/// Bytes of request line and headers. What servers commonly allow.
const HEAD: u64 = 16 << 10;

/// Bytes of a body. A timestamp or OCSP request has some hundreds.
const BODY: u64 = 1 << 20;

/// 64 KiB each: a gigabyte, for whoever reads that far.
const HUGE_CHUNKS: usize = 16 << 10;
