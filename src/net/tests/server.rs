//! A server on loopback that does what a test tells it.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What was asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// `GET /path HTTP/1.1`.
    pub(super) line: String,
    /// In lower case up to the colon.
    pub(super) headers: Vec<String>,
    pub(super) body: Vec<u8>,
    /// Which connection it came over.
    pub(super) connection: usize,
}

impl Asked {
    pub(super) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

pub(super) struct Server {
    pub(super) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    closed: Arc<AtomicBool>,
}

impl Server {
    /// `answer` gets the number of the request, from 0, the request and the connection to write to. It says whether
    /// the connection stays open.
    pub(super) fn new<A>(answer: A) -> Self
    where
        A: Fn(usize, &Asked, &mut TcpStream) -> bool + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let closed = Arc::new(AtomicBool::new(false));
        let answer = Arc::new(answer);
        let (log, end) = (Arc::clone(&asked), Arc::clone(&closed));
        thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || serve(stream, connection, &log, &*answer));
            }
        });
        Self { address, asked, closed }
    }

    /// The same whole answer to everything.
    pub(super) fn giving(body: &[u8]) -> Self {
        let answer = ok(body);
        Self::new(move |_, _, stream| stream.write_all(&answer).is_ok())
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(super) fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    mut stream: TcpStream,
    connection: usize,
    log: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(usize, &Asked, &mut TcpStream) -> bool + Send + Sync),
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(asked) = read(&mut reader, connection) {
        let number = {
            let mut log = log.lock().unwrap();
            log.push(asked.clone());
            log.len() - 1
        };
        if !answer(number, &asked, &mut stream) {
            break;
        }
    }
}

fn read(reader: &mut impl BufRead, connection: usize) -> Option<Asked> {
    let mut line = || {
        let mut text = String::new();
        reader.read_line(&mut text).ok().filter(|size| *size > 0)?;
        Some(text.trim_end().to_owned())
    };
    let first = line()?;
    let mut headers = Vec::new();
    loop {
        let header = line()?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':')?;
        headers.push(format!("{}:{value}", name.to_ascii_lowercase()));
    }
    let length = headers.iter().find_map(|header| header.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { line: first, headers, body, connection })
}

/// A whole answer with status 200.
pub(super) fn ok(body: &[u8]) -> Vec<u8> {
    with_status("200 OK", "", body)
}

/// A whole answer; `more` are further headers, each with its end of line.
pub(super) fn with_status(status: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{more}\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}
