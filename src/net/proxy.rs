//! A proxy on the way to everything else.

use std::fmt;

use base64ct::{Base64, Encoding};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, NextTimeout, TcpConnector, Transport,
};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind, Result};

/// An HTTP proxy. Requests over http go through it in absolute form (RFC 9112 3.2.2), those over https through a
/// tunnel (RFC 9110 9.3.6).
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy(ureq::Proxy);

impl Proxy {
    /// `http://host:port`, or `http://user:password@host:port` with percent-encoded user and password.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`], without repeating the password.
    pub fn new(url: &str) -> Result<Self> {
        let bad = |why| Error::new(ErrorKind::InvalidArgument, why);
        let proxy = ureq::Proxy::new(url).map_err(|_| bad("proxy: not a URL"))?;
        if proxy.protocol() != ureq::ProxyProtocol::Http || proxy.uri().host().is_none_or(str::is_empty) {
            return Err(bad("proxy: only http://host:port"));
        }
        Ok(Self(proxy))
    }

    /// The same, but for these hosts, which are asked directly: `ca.example.vn`, `.example.vn` for every host below
    /// it, `*` for all, as the variable `NO_PROXY` has them.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`].
    pub fn with_exceptions(&self, hosts: &[&str]) -> Result<Self> {
        let (host, port) = self.place();
        let mut builder = ureq::Proxy::builder(ureq::ProxyProtocol::Http).host(&host).port(port);
        if let Some(user) = self.0.username() {
            builder = builder.username(user);
        }
        if let Some(password) = self.0.password() {
            builder = builder.password(password);
        }
        for host in hosts.iter().map(|host| host.trim()).filter(|host| !host.is_empty()) {
            builder = builder.no_proxy(host);
        }
        let bad = |_| Error::new(ErrorKind::InvalidArgument, "proxy: not a URL");
        builder.build().map(Self).map_err(bad)
    }

    pub(super) fn as_ureq(&self) -> &ureq::Proxy {
        &self.0
    }

    /// Host and port.
    pub(super) fn place(&self) -> (String, u16) {
        (self.0.host().to_owned(), self.0.uri().port_u16().unwrap_or(80))
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (host, port) = self.place();
        write!(f, "Proxy({host}:{port})")
    }
}

/// Connects to the proxy for requests over http, and passes the others on.
#[derive(Debug, Default)]
pub(super) struct PlainProxyConnector(TcpConnector);

impl Connector for PlainProxyConnector {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let through = |proxy: &&ureq::Proxy| !details.needs_tls() && !proxy.is_no_proxy(details.uri);
        let Some(proxy) = details.config.proxy().filter(through) else { return Ok(None) };
        // The tunnel for https comes back here for the way to the proxy itself, without a proxy.
        let addrs = details.resolver.resolve(proxy.uri(), details.config, details.timeout)?;
        let to_proxy = ConnectionDetails {
            uri: proxy.uri(),
            addrs,
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let Some(inner) = Connector::<()>::connect(&self.0, &to_proxy, None)? else { return Ok(None) };
        let authority = details.uri.authority().map_or("", |authority| authority.as_str());
        let transport = AbsoluteForm {
            inner: Box::new(inner),
            origin: format!("http://{authority}"),
            header: authorization(proxy),
            begun: false,
        };
        Ok(Some(Box::new(transport)))
    }
}

fn authorization(proxy: &ureq::Proxy) -> Zeroizing<String> {
    let (Some(user), password) = (proxy.username(), proxy.password()) else { return Zeroizing::default() };
    Zeroizing::new(format!("Proxy-Authorization: {}\r\n", *basic(user, password.unwrap_or_default())))
}

/// The value of a header that carries user and password (RFC 7617).
pub(super) fn basic(user: &str, password: &str) -> Zeroizing<String> {
    let pair = Zeroizing::new(format!("{user}:{password}"));
    Zeroizing::new(format!("Basic {}", *Zeroizing::new(Base64::encode_string(pair.as_bytes()))))
}

/// A connection whose request lines name the whole URL. Each serves one request only.
struct AbsoluteForm {
    inner: Box<dyn Transport>,
    origin: String,
    header: Zeroizing<String>,
    begun: bool,
}

impl Transport for AbsoluteForm {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        if self.begun {
            return self.inner.transmit_output(amount, timeout);
        }
        self.begun = true;
        let output = self.inner.buffers().output();
        let head = Zeroizing::new(output.get(..amount).unwrap_or_default().to_vec());
        let whole = self.absolute(&head).ok_or(ureq::Error::ConnectionFailed)?;
        for part in whole.chunks(PIECE) {
            let room = self.inner.buffers().output();
            room.get_mut(..part.len()).ok_or(ureq::Error::ConnectionFailed)?.copy_from_slice(part);
            self.inner.transmit_output(part.len(), timeout)?;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.inner.await_input(timeout)
    }

    /// Never for a second request: the first line would have to be found in the middle of the stream.
    fn is_open(&mut self) -> bool {
        false
    }
}

impl AbsoluteForm {
    /// `GET /path HTTP/1.1` becomes `GET http://host/path HTTP/1.1`, with the header behind that line.
    fn absolute(&self, head: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let space = head.iter().position(|byte| *byte == b' ')?.checked_add(1)?;
        let end = memchr::memmem::find(head, b"\r\n")?.checked_add(2)?;
        let parts = [
            head.get(..space)?,
            self.origin.as_bytes(),
            head.get(space..end)?,
            self.header.as_bytes(),
            head.get(end..)?,
        ];
        Some(Zeroizing::new(parts.concat()))
    }
}

impl fmt::Debug for AbsoluteForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbsoluteForm").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// Smaller than any output buffer.
const PIECE: usize = 4096;
