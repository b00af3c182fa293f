//! One answer from the network: the way to it over redirects and several attempts, within its budgets.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use ureq::http::{HeaderValue, Method, Request, Response, StatusCode};
use ureq::unversioned::transport::{ConnectProxyConnector, Connector, RustlsConnector, TcpConnector};

use super::budget::NetBudget;
use super::clock::{Clock, SystemClock};
use super::options::NetOptions;
use super::proxy::PlainProxyConnector;
use super::resolver::{self, Guarded, Lookup, PrivateAddress};
use super::tls::{self, ClientKey};
use super::url::{NamedBy, Url};
use crate::error::{Error, ErrorKind, Result};

/// What is asked.
pub(super) struct Ask<'a> {
    pub(super) url: &'a Url,
    /// What is sent, and its media type; without it, the method is GET.
    pub(super) body: Option<(&'a [u8], &'static str)>,
    pub(super) accept: &'static str,
    /// Sent to the origin of `url` only.
    pub(super) authorization: Option<&'a HeaderValue>,
    /// The longest answer that is taken.
    pub(super) most: usize,
    pub(super) timeout: Duration,
    /// Whether asking twice is the same as asking once.
    pub(super) repeatable: bool,
}

/// What came back with status 200.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) bytes: Vec<u8>,
}

/// Why nothing came back.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    /// The status of HTTP, if there was one.
    pub(super) status: Option<u16>,
    /// Host and port that could not be connected to, and why.
    unconnected: Option<((String, u16), String)>,
    retry: Retry,
}

/// Whether it may help to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retry {
    /// No.
    Never,
    /// If asking twice is the same as asking once.
    IfRepeatable,
    /// Nothing was done yet at the other end.
    Always,
}

type Down = HashMap<(String, u16), (Duration, String)>;

/// Connections, and what is needed to make them.
pub(super) struct Exchange {
    options: NetOptions,
    key: Option<ClientKey>,
    lookup: Lookup,
    clock: Arc<dyn Clock>,
    /// For what documents name and for what the caller names, each without TLS and with it, made when needed.
    agents: [OnceLock<Agent>; 4],
    /// Hosts that could not be connected to, until when they are not tried again, and why.
    down: Mutex<Down>,
}

impl Exchange {
    pub(super) fn new(options: NetOptions, key: Option<ClientKey>) -> Self {
        Self::with_parts(options, key, resolver::system(), Arc::new(SystemClock::new()))
    }

    pub(super) fn with_parts(
        options: NetOptions,
        key: Option<ClientKey>,
        lookup: Lookup,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { options, key, lookup, clock, agents: Default::default(), down: Mutex::default() }
    }

    pub(super) fn options(&self) -> &NetOptions {
        &self.options
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Asks until there is an answer, or no hope for one. A host that could not be connected to is not tried again
    /// for a while: one document names it for several things, and each would cost the whole time-out.
    pub(super) fn ask(&self, ask: &Ask<'_>, budget: &mut NetBudget) -> Result<Answer, Failure> {
        let answer = self.ask_repeatedly(ask, budget);
        if let Some((host, why)) = answer.as_ref().err().and_then(|failure| failure.unconnected.clone()) {
            let until = self.clock.elapsed().saturating_add(DOWN);
            self.down().insert(host, (until, why));
        }
        answer
    }

    fn down(&self) -> MutexGuard<'_, Down> {
        self.down.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask_repeatedly(&self, ask: &Ask<'_>, budget: &mut NetBudget) -> Result<Answer, Failure> {
        let mut wait = self.options.back_off;
        let mut attempt = 1;
        loop {
            let failure = match self.attempt(ask, budget) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let again = match failure.retry {
                Retry::Never => false,
                Retry::IfRepeatable => ask.repeatable,
                Retry::Always => true,
            };
            let time = budget.time_left(self.clock()).unwrap_or_default();
            if !again || attempt >= self.options.attempts || time <= wait {
                return Err(failure);
            }
            self.clock.sleep(wait);
            wait = wait.saturating_mul(2);
            attempt = attempt.saturating_add(1);
        }
    }

    /// One attempt, over all redirects.
    fn attempt(&self, ask: &Ask<'_>, budget: &mut NetBudget) -> Result<Answer, Failure> {
        let until = self.clock.elapsed().saturating_add(ask.timeout);
        let mut url = ask.url.clone();
        let mut redirects = self.options.redirects;
        loop {
            let left = budget.request(self.clock())?.min(until.saturating_sub(self.clock.elapsed()));
            if left.is_zero() {
                return Err(Failure::new(&url, "too slow"));
            }
            let response = self.send(ask, &url, left)?;
            let status = response.status();
            if !is_redirect(status) {
                return self.receive(ask, &url, response, budget);
            }
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let Some(location) = location.filter(|_| status != StatusCode::SEE_OTHER || ask.body.is_none())
            else {
                return Err(Failure::new(&url, "redirect to nowhere").with_status(status));
            };
            redirects = redirects.checked_sub(1).ok_or_else(|| Failure::new(&url, "too many redirects"))?;
            url = url.follow(location, self.options.allow_private)?;
            self.check(&url)?;
        }
    }

    /// Whether the options let this URL be asked.
    pub(super) fn check(&self, url: &Url) -> Result<()> {
        if url.named_by() == NamedBy::Document && !self.options.allows_host(&url.host()) {
            let detail = format!("{url}: host that is not on the list");
            return Err(Error::new(ErrorKind::UrlRefused, detail));
        }
        // The resolver lets the proxy be where it is, and must not do so for a document.
        let proxy = self.options.proxy.as_ref().map(super::Proxy::place);
        if url.named_by() == NamedBy::Document && proxy.is_some_and(|proxy| proxy == (url.host(), url.port()))
        {
            return Err(Error::new(ErrorKind::UrlRefused, format!("{url}: the proxy itself")));
        }
        Ok(())
    }

    fn send(&self, ask: &Ask<'_>, url: &Url, left: Duration) -> Result<Response<ureq::Body>, Failure> {
        let mut request = Request::builder().uri(url.uri()).header(ACCEPT, ask.accept);
        if let Some(value) = ask.authorization.filter(|_| url.origin() == ask.url.origin()) {
            request = request.header(AUTHORIZATION, value);
        }
        // A timestamping authority is asked by somebody who waits for it.
        let now = self.clock.elapsed();
        self.down().retain(|_, (until, _)| *until > now);
        let down = self.down().get(&(url.host(), url.port())).map(|(_, why)| why.clone());
        if let Some(why) = down.filter(|_| ask.repeatable) {
            return Err(Failure::new(url, &format!("{why}, not tried again so soon")));
        }
        let agent = self.agent(url)?;
        let failed = |error| Failure::of(url, &error);
        let timed = |request| agent.configure_request(request).timeout_global(Some(left)).build();
        match ask.body {
            Some((body, media_type)) => {
                let request = request.method(Method::POST).header(CONTENT_TYPE, media_type).body(body);
                let request = request.map_err(|_| Failure::new(url, "request"))?;
                agent.run(timed_body(agent, request, left)).map_err(failed)
            }
            None => {
                let request =
                    request.method(Method::GET).body(()).map_err(|_| Failure::new(url, "request"))?;
                agent.run(timed(request)).map_err(failed)
            }
        }
    }

    fn receive(
        &self,
        ask: &Ask<'_>,
        url: &Url,
        response: Response<ureq::Body>,
        budget: &mut NetBudget,
    ) -> Result<Answer, Failure> {
        let status = response.status();
        if status != StatusCode::OK {
            let retry = match status.as_u16() {
                408 | 500 => Retry::IfRepeatable,
                429 | 502 | 503 | 504 => Retry::Always,
                _ => Retry::Never,
            };
            let failure = Failure::new(url, &format!("status {}", status.as_u16())).with_status(status);
            return Err(Failure { retry, ..failure });
        }
        // Nobody was told that it would be unpacked: a small answer must stay small.
        let packed = response.headers().get(CONTENT_ENCODING).is_some_and(|value| value != "identity");
        if packed {
            return Err(Failure::new(url, "compressed answer"));
        }
        let body = response.into_body();
        let too_long = || Failure::new(url, &format!("answer longer than {} bytes", ask.most));
        let most = u64::try_from(ask.most).unwrap_or(u64::MAX);
        if body.content_length().is_some_and(|length| length > most) {
            return Err(too_long());
        }
        let mut reader = body.into_with_config().limit(most.saturating_add(1)).reader();
        let mut bytes = Vec::new();
        let mut piece = [0; PIECE];
        loop {
            let amount = match reader.read(&mut piece) {
                Ok(0) => return Ok(Answer { bytes }),
                Ok(amount) => amount,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Failure::of_reading(url, error)),
            };
            budget.receive(amount)?;
            bytes.extend_from_slice(piece.get(..amount).unwrap_or_default());
            if bytes.len() > ask.most {
                return Err(too_long());
            }
        }
    }

    fn agent(&self, url: &Url) -> Result<&Agent> {
        let [plain, plain_named, secure, secure_named] = &self.agents;
        let named = url.named_by() == NamedBy::Caller;
        let place = match (url.is_https(), named) {
            (false, false) => plain,
            (false, true) => plain_named,
            (true, false) => secure,
            (true, true) => secure_named,
        };
        if let Some(agent) = place.get() {
            return Ok(agent);
        }
        let agent = self.make_agent(url.is_https(), named)?;
        Ok(place.get_or_init(|| agent))
    }

    fn make_agent(&self, with_tls: bool, named: bool) -> Result<Agent> {
        let proxy = self.options.proxy.as_ref();
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(proxy.map(|proxy| proxy.as_ureq().clone()))
            .timeout_connect(Some(self.options.connect_timeout))
            .timeout_resolve(Some(self.options.connect_timeout))
            .max_response_header_size(MOST_HEADERS)
            .user_agent(concat!("kyso/", env!("CARGO_PKG_VERSION")));
        if with_tls {
            config = config.tls_config(tls::config(&self.options, self.key.as_ref())?);
        }
        let resolver = Guarded {
            lookup: Arc::clone(&self.lookup),
            allow_private: self.options.allow_private || named,
            proxy: proxy.map(super::Proxy::place),
        };
        let connector = PlainProxyConnector::default()
            .chain(ConnectProxyConnector::default())
            .chain(TcpConnector::default())
            .chain(RustlsConnector::default());
        Ok(Agent::with_parts(config.build(), connector, resolver))
    }
}

fn timed_body<'a>(agent: &Agent, request: Request<&'a [u8]>, left: Duration) -> Request<&'a [u8]> {
    agent.configure_request(request).timeout_global(Some(left)).build()
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

impl Failure {
    fn new(url: &Url, why: &str) -> Self {
        let error = Error::new(ErrorKind::FetchFailed, format!("{url}: {why}"));
        Self { error, status: None, unconnected: None, retry: Retry::Never }
    }

    fn with_status(self, status: StatusCode) -> Self {
        Self { status: Some(status.as_u16()), ..self }
    }

    fn of(url: &Url, error: &ureq::Error) -> Self {
        let (why, retry) = match error {
            ureq::Error::Other(other) if other.is::<PrivateAddress>() => {
                let error = Error::new(ErrorKind::UrlRefused, format!("{url}: {other}"));
                return Self { error, status: None, unconnected: None, retry: Retry::Never };
            }
            ureq::Error::Timeout(ureq::Timeout::Resolve) => {
                return Self::unconnected(url, "time-out of the name service");
            }
            ureq::Error::Timeout(ureq::Timeout::Connect) => {
                return Self::unconnected(url, "time-out of the connection");
            }
            ureq::Error::Timeout(_) => ("time-out", Retry::Never),
            ureq::Error::HostNotFound => {
                return Self { retry: Retry::Never, ..Self::unconnected(url, "host not found") };
            }
            ureq::Error::Rustls(error) => return Self::new(url, &format!("TLS: {error}")),
            ureq::Error::Tls(_) | ureq::Error::TlsRequired => ("TLS", Retry::Never),
            ureq::Error::ConnectProxyFailed(_) => ("refused by the proxy", Retry::Never),
            ureq::Error::LargeResponseHeader(..) => ("header too long", Retry::Never),
            ureq::Error::Protocol(_) => ("answer that is not HTTP", Retry::IfRepeatable),
            ureq::Error::Io(error) => return Self::of_io(url, error),
            _ => ("no answer", Retry::IfRepeatable),
        };
        Self { retry, ..Self::new(url, why) }
    }

    fn of_io(url: &Url, error: &io::Error) -> Self {
        if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Self::new(url, &format!("TLS: {tls}"));
        }
        match error.kind() {
            kind @ (io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable) => Self::unconnected(url, &kind.to_string()),
            kind => Self { retry: Retry::IfRepeatable, ..Self::new(url, &kind.to_string()) },
        }
    }

    fn unconnected(url: &Url, why: &str) -> Self {
        let unconnected = Some(((url.host(), url.port()), why.to_owned()));
        Self { retry: Retry::Always, unconnected, ..Self::new(url, why) }
    }

    /// Errors of the library come out of its reader wrapped.
    fn of_reading(url: &Url, error: io::Error) -> Self {
        match error.downcast::<ureq::Error>() {
            Ok(error) => Self::of(url, &error),
            Err(error) => Self::of_io(url, &error),
        }
    }
}

/// Budgets and refusals end the work.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, status: None, unconnected: None, retry: Retry::Never }
    }
}

const PIECE: usize = 16 << 10;

/// How long a host that could not be connected to is left alone.
const DOWN: Duration = Duration::from_secs(60);

/// Some servers send whole policies there.
const MOST_HEADERS: usize = 32 << 10;
