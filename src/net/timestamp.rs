//! Timestamping authorities on the network (RFC 3161 3.4).

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ureq::http::HeaderValue;

use super::budget::NetBudget;
use super::content;
use super::exchange::{Ask, Exchange};
use super::options::NetOptions;
use super::proxy::basic;
use super::record::{FetchOutcome, FetchRecord};
use super::tls::ClientKey;
use super::url::{NamedBy, Url};
use crate::cms::TimestampAuthority;
use crate::crypto::KeyFile;
use crate::error::{Error, ErrorKind, Result};
use crate::report::Evidence;

/// A timestamping authority that is asked over HTTP or HTTPS.
///
/// Its URL is the caller's choice, so it may be in a private network. Redirects from it to other hosts are held to
/// the same rules as URLs of documents, and never get the password.
///
/// ```no_run
/// use kyso::net::{HttpTimestampAuthority, NetOptions};
/// let authority = HttpTimestampAuthority::new("http://tsa.ca.gov.vn/", NetOptions::default())?;
/// # Ok::<(), kyso::Error>(())
/// ```
pub struct HttpTimestampAuthority {
    url: Url,
    exchange: Exchange,
    authorization: Option<HeaderValue>,
    timeout: Duration,
    records: Mutex<Vec<FetchRecord>>,
}

impl HttpTimestampAuthority {
    /// An authority that asks for no name. Of the options, the time-out for one answer is replaced by 150 seconds:
    /// healthy authorities answer in some milliseconds, and 131 seconds were measured at busy ones.
    ///
    /// # Errors
    /// [`ErrorKind::UrlRefused`].
    pub fn new(url: &str, options: NetOptions) -> Result<Self> {
        let url = Url::parse(url, NamedBy::Caller, true)?;
        Ok(Self::with_exchange(url, Exchange::new(options, None)))
    }

    /// The same with another time-out for one answer.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The same with user and password (RFC 7617), which are sent with every request.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] over http, where everybody on the way could read the password;
    /// [`danger_with_plain_password`](Self::danger_with_plain_password) sends it all the same.
    pub fn with_password(self, user: &str, password: &str) -> Result<Self> {
        if !self.url.is_https() {
            let why = "a password for a timestamping authority is sent over https only";
            return Err(Error::new(ErrorKind::InvalidArgument, why));
        }
        self.danger_with_plain_password(user, password)
    }

    /// The same with user and password, over http too: for authorities in a network of one's own.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if the name has a colon or one of them a control character.
    pub fn danger_with_plain_password(mut self, user: &str, password: &str) -> Result<Self> {
        let bad =
            |_| Error::new(ErrorKind::InvalidArgument, "user or password of the timestamping authority");
        // RFC 7617 2.
        if user.contains(':') || [user, password].iter().any(|text| text.chars().any(char::is_control)) {
            return Err(bad(()));
        }
        let mut value = HeaderValue::from_str(&basic(user, password)).map_err(|_| bad(()))?;
        value.set_sensitive(true);
        self.authorization = Some(value);
        Ok(self)
    }

    /// The same, showing this certificate in the TLS handshake.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] over http; [`ErrorKind::NoCertificate`] and
    /// [`ErrorKind::UnsupportedAlgorithm`] if the key cannot be used for TLS.
    pub fn with_client_key(mut self, key: &KeyFile) -> Result<Self> {
        if !self.url.is_https() {
            let why = "a certificate is shown to a timestamping authority over https only";
            return Err(Error::new(ErrorKind::InvalidArgument, why));
        }
        self.exchange = Exchange::new(self.exchange.options().clone(), Some(ClientKey::new(key)?));
        Ok(self)
    }

    pub(super) fn with_exchange(url: Url, exchange: Exchange) -> Self {
        Self { url, exchange, authorization: None, timeout: TIMEOUT, records: Mutex::default() }
    }

    /// What was asked so far, in order.
    pub fn records(&self) -> Vec<FetchRecord> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn ask(&self, request: &[u8]) -> Result<Vec<u8>> {
        let clock = self.exchange.clock();
        let attempts = self.exchange.options().attempts.max(1);
        let time = self.timeout.saturating_mul(attempts).saturating_add(PAUSES);
        // No answer may be longer than one of them; the sum only bounds all attempts.
        let bytes = MOST_BYTES.saturating_mul(MOST_REQUESTS);
        let mut budget = NetBudget::new(MOST_REQUESTS, bytes, time, clock);
        let ask = Ask {
            url: &self.url,
            body: Some((request, "application/timestamp-query")),
            accept: "application/timestamp-reply, */*",
            authorization: self.authorization.as_ref(),
            most: MOST_BYTES,
            timeout: self.timeout,
            // A second request is a second timestamp, which may cost money.
            repeatable: false,
        };
        let answer = self.exchange.ask(&ask, &mut budget).map_err(|failure| failure.error)?;
        content::next_update(Evidence::Timestamp, &answer.bytes)
            .map_err(|error| Error::new(error.kind(), format!("{}: {}", self.url, error.detail())))?;
        Ok(answer.bytes)
    }
}

impl TimestampAuthority for HttpTimestampAuthority {
    /// Asked again, after a pause, only where the first request was certainly not answered.
    ///
    /// # Errors
    /// [`ErrorKind::FetchFailed`], and [`ErrorKind::UrlRefused`] after a redirect.
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>> {
        let began = self.exchange.clock().elapsed();
        let result = self.ask(request);
        let took = self.exchange.clock().elapsed().saturating_sub(began);
        let outcome = match &result {
            Ok(_) => FetchOutcome::Fetched,
            Err(error) if error.kind() == ErrorKind::UrlRefused => FetchOutcome::Refused,
            Err(_) => FetchOutcome::Failed,
        };
        let record = FetchRecord {
            what: Evidence::Timestamp,
            url: self.url.to_string(),
            outcome,
            detail: result.as_ref().err().map(|error| error.detail().to_owned()),
            bytes: result.as_ref().map_or(0, Vec::len),
            milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        };
        self.records.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        result
    }
}

impl fmt::Debug for HttpTimestampAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTimestampAuthority").field("url", &self.url).finish_non_exhaustive()
    }
}

const TIMEOUT: Duration = Duration::from_secs(150);

/// The waits between the attempts.
const PAUSES: Duration = Duration::from_secs(30);

/// Attempts and redirects together.
const MOST_REQUESTS: usize = 20;

/// Real answers with all certificates have 4 to 10 KB.
const MOST_BYTES: usize = 1 << 20;
