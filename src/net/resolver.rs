//! Names to addresses, and the refusal of addresses that a document must not name. The connection goes to the very
//! addresses that were checked: a name that means something else a moment later changes nothing.

use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::thread;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::address::is_public;

/// Looks up a host name and port: the operating system, or a test.
pub(super) type Lookup = Arc<dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync>;

/// The resolver of the operating system.
pub(super) fn system() -> Lookup {
    Arc::new(|host, port| (host, port).to_socket_addrs().map(Iterator::collect))
}

/// A resolver that gives public addresses alone, unless it is told otherwise.
pub(super) struct Guarded {
    pub(super) lookup: Lookup,
    pub(super) allow_private: bool,
    /// Host and port of the proxy, which the caller has chosen.
    pub(super) proxy: Option<(String, u16)>,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().ok_or(ureq::Error::HostNotFound)?;
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let is_proxy = self.proxy.as_ref().is_some_and(|proxy| (proxy.0.as_str(), proxy.1) == (host, port));
        let found = self.look_up(host, port, timeout)?;
        if found.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        let mut allowed = self.empty();
        let free = self.allow_private || is_proxy;
        // The array has room for 16; more addresses than these are not tried.
        for address in found.into_iter().filter(|address| free || is_public(address.ip())).take(MOST) {
            allowed.push(address);
        }
        if allowed.is_empty() { Err(ureq::Error::Other(Box::new(PrivateAddress))) } else { Ok(allowed) }
    }
}

impl Guarded {
    /// The resolver of the operating system knows no time-out, so it is left behind when it takes too long.
    fn look_up(&self, host: &str, port: u16, timeout: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).to_owned();
        if let Ok(literal) = host.parse() {
            return Ok(vec![SocketAddr::new(literal, port)]);
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        let lookup = Arc::clone(&self.lookup);
        let work = move || {
            // Nobody waits any more: that is no fault.
            let _ = sender.send(lookup(&host, port));
        };
        thread::Builder::new().name("kyso-dns".to_owned()).spawn(work)?;
        match receiver.recv_timeout(*timeout.after) {
            Ok(found) => found.map_err(|_| ureq::Error::HostNotFound),
            Err(_) => Err(ureq::Error::Timeout(timeout.reason)),
        }
    }
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("allow_private", &self.allow_private).finish_non_exhaustive()
    }
}

/// A host that has addresses in private networks only.
#[derive(Debug)]
pub(super) struct PrivateAddress;

impl fmt::Display for PrivateAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("address of a private network")
    }
}

impl std::error::Error for PrivateAddress {}

const MOST: usize = 16;
