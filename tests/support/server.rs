//! Runs `kyso pki serve` as a user would: `#[path = "support/server.rs"] mod server;`
#![allow(dead_code, reason = "not every test asks for everything")]
#![allow(clippy::expect_used, clippy::disallowed_methods, clippy::disallowed_types, reason = "part of tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server of its own process, which ends when this is dropped.
pub(crate) struct Served {
    process: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: String,
}

impl Served {
    /// Serves a folder that `kyso pki new` made, with more arguments.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kyso"));
        command.env_clear().env("LC_ALL", "C").args(["pki", "serve"]).arg(folder).args(arguments);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
        let mut url = String::new();
        let mut stdout = BufReader::new(process.stdout.take().expect("piped"));
        stdout.read_line(&mut url).expect("an address");
        let url = url.trim_end().to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        Self { process, url }
    }

    /// Ends it by ending its input; whether it went well.
    pub(crate) fn end(mut self) -> bool {
        drop(self.process.stdin.take());
        self.process.wait().is_ok_and(|status| status.success())
    }

    /// The body of the answer to a POST.
    pub(crate) fn post(&self, path: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
        );
        self.exchange(&[head.as_bytes(), body].concat())
    }

    /// The body of the answer to a GET.
    pub(crate) fn get(&self, path: &str) -> Vec<u8> {
        self.exchange(format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes())
    }

    fn exchange(&self, request: &[u8]) -> Vec<u8> {
        let address = self.url.strip_prefix("http://").expect("an address");
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(request).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        answer.split_off(end + 4)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
