//! The network against servers on loopback that misbehave. The clock is a test's, but for the time-outs of sockets.

mod exchange;
mod fetcher;
mod proxy;
mod secure;
mod server;
mod timestamp;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::cache::{Cache, CacheOptions};
use super::clock::Clock;
use super::exchange::Exchange;
use super::fetcher::Network;
use super::options::NetOptions;
use super::resolver::Lookup;
use crate::crypto::DigestAlgorithm;
use crate::pki::issue::{self, CrlSpec};
use crate::pki::test_pki::tests::fixed;
use crate::report::{Evidence, Missing};
use crate::time::Time;

/// Stands still, but for whoever sleeps and for the test.
#[derive(Debug)]
struct Turned(Mutex<(Time, Duration, Vec<Duration>)>);

impl Turned {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new((start(), Duration::ZERO, Vec::new()))))
    }

    fn turn(&self, seconds: i64) {
        let mut turned = self.0.lock().unwrap();
        turned.0 = turned.0.plus_seconds(seconds);
        turned.1 += Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    }

    fn slept(&self) -> Vec<Duration> {
        self.0.lock().unwrap().2.clone()
    }
}

impl Clock for Turned {
    fn now(&self) -> Time {
        self.0.lock().unwrap().0
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().1
    }

    fn sleep(&self, duration: Duration) {
        let mut turned = self.0.lock().unwrap();
        turned.1 += duration;
        turned.2.push(duration);
    }
}

fn start() -> Time {
    "2026-11-20T01:30:00Z".parse().unwrap()
}

/// Knows one name more than the operating system: whatever ends in `.test` is loopback.
fn lookup() -> Lookup {
    Arc::new(|host, port| match host {
        _ if host.ends_with(".test") => Ok(vec![SocketAddr::from(([127, 0, 0, 1], port))]),
        _ => Err(io::ErrorKind::NotFound.into()),
    })
}

/// Time-outs that a test can wait for, and loopback allowed.
fn quick() -> NetOptions {
    NetOptions {
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_millis(400),
        allow_private: true,
        ..NetOptions::default()
    }
}

fn exchange(options: NetOptions) -> (Exchange, Arc<Turned>) {
    let clock = Turned::new();
    (Exchange::with_parts(options, None, lookup(), Arc::<Turned>::clone(&clock)), clock)
}

fn network(options: NetOptions) -> (Network, Arc<Turned>) {
    let (exchange, clock) = exchange(options);
    (Network::with_exchange(exchange, Cache::in_memory(CacheOptions::default())), clock)
}

fn missing(what: Evidence, urls: &[&str]) -> Missing {
    let mut urls = urls.iter().map(|url| (*url).to_owned());
    let request = (what == Evidence::Ocsp).then(|| vec![0x30, 0]);
    Missing { what, certificate: None, url: urls.next(), alternatives: urls.collect(), request }
}

/// A CRL with this nextUpdate.
fn crl(next_update: Option<Time>) -> Vec<u8> {
    let root = fixed().member("root").unwrap();
    let spec = CrlSpec {
        issuer: root.certificate.subject().der(),
        this_update: start(),
        next_update,
        number: 1,
        revoked: &[],
        extensions: &[],
    };
    issue::crl(&spec, &root.key, root.key.default_algorithm(DigestAlgorithm::Sha256)).unwrap()
}
