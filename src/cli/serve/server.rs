//! A server on the loopback address: a thread for each connection, an end when it is dropped.
#![expect(clippy::disallowed_types, reason = "the test servers listen on the loopback address")]

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::http::{Request, Response};
use crate::error::{Error, ErrorKind, Result};

/// A port that is bound but not served yet: for certificates that name it.
pub(crate) struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

type Answer = Box<dyn Fn(&Request) -> Response + Send + Sync>;

struct Shared {
    answer: Answer,
    stopped: AtomicBool,
    connections: AtomicUsize,
    /// Method and target of every request.
    log: Mutex<Vec<String>>,
}

impl Bound {
    /// Binds this port of 127.0.0.1; 0 is any free one.
    ///
    /// # Errors
    /// The port is taken.
    pub(crate) fn new(port: u16) -> Result<Self> {
        let taken = |_| Error::new(ErrorKind::InvalidArgument, format!("port {port} cannot be listened on"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        Ok(Self { listener, address })
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers every request by this function from now on.
    pub(crate) fn serve(self, answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Server {
        let shared = Arc::new(Shared {
            answer: Box::new(answer),
            stopped: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
            log: Mutex::new(Vec::new()),
        });
        let (listener, address, accepting) = (self.listener, self.address, Arc::clone(&shared));
        let acceptor = thread::spawn(move || accept(&listener, &accepting));
        Server { address, shared, acceptor: Some(acceptor) }
    }
}

impl Server {
    /// `http://127.0.0.1:PORT`.
    #[cfg_attr(not(test), expect(dead_code, reason = "the command asks before it serves"))]
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Method and target of every request so far, such as `POST /tsa`.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests count the requests"))]
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for the next connection.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok();
        if let Some(acceptor) = self.acceptor.take().filter(|_| woken) {
            // A thread that panicked has said so already.
            let _ = acceptor.join();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        if shared.connections.fetch_add(1, Ordering::SeqCst) >= CONNECTIONS {
            shared.connections.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let serving = Arc::clone(shared);
        let spawned = thread::Builder::new().spawn(move || {
            serving.converse(&stream);
            serving.connections.fetch_sub(1, Ordering::SeqCst);
        });
        if spawned.is_err() {
            shared.connections.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Shared {
    /// One request and its answer. Whatever goes wrong on the way concerns the other side alone.
    fn converse(&self, stream: &TcpStream) {
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let _ = stream.set_write_timeout(Some(PATIENCE));
        let _ = stream.set_nodelay(true);
        let response = match Request::read(stream) {
            Ok(request) => {
                let line = format!("{} {}", request.method, request.target);
                self.log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                (self.answer)(&request)
            }
            Err(Some(refusal)) => refusal,
            Err(None) => return,
        };
        let _ = response.send(stream, &|duration| self.wait(duration));
    }

    /// Waits in small steps; false as soon as the server is to end.
    fn wait(&self, duration: Duration) -> bool {
        let mut left = duration;
        while !self.stopped.load(Ordering::SeqCst) {
            if left.is_zero() {
                return true;
            }
            let step = left.min(STEP);
            thread::sleep(step);
            left = left.saturating_sub(step);
        }
        false
    }
}

/// Connections at the same time.
const CONNECTIONS: usize = 128;

/// How long the other side may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

const STEP: Duration = Duration::from_millis(20);
