//! The evidence that a document lacks, from the places that its certificates name.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use base64ct::{Base64, Encoding};

use super::budget::NetBudget;
use super::cache::{Cache, Fresh, Key, Origin};
use super::content;
use super::exchange::{Answer, Ask, Exchange, Failure};
use super::options::NetOptions;
use super::record::{FetchOutcome, FetchRecord};
use super::url::{NamedBy, Shown, Url};
use crate::error::{Error, ErrorKind, Result};
use crate::report::{Evidence, Missing};
use crate::verify::EvidenceSource;

/// The network as it may be used for documents: connections, cache and rules, shared by threads by cloning it.
///
/// ```no_run
/// use kyso::net::{Cache, NetOptions, Network};
/// # use kyso::{Time, TrustStore, VerifyOptions};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let (document, trust, now) = (std::fs::read("signed.pdf")?, TrustStore::new(), "2026-11-20T01:30:00Z".parse()?);
/// let mut rules = NetOptions::default();
/// rules.rewrites.push("http://ocsp.ca.btc/=http://ocsp.ca.gov.vn/".parse()?);
/// let network = Network::new(rules, Cache::on_disk("/var/cache/kyso", Default::default()));
///
/// // For each document its own fetcher, with its own budget.
/// let mut fetcher = network.fetcher();
/// let report = kyso::verify_with(&document, &VerifyOptions::new(trust, now), &mut fetcher)?;
/// for asked in fetcher.records() {
///     println!("{:?} {} {} bytes in {} ms", asked.outcome, asked.url, asked.bytes, asked.milliseconds);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Network {
    exchange: Arc<Exchange>,
    cache: Cache,
}

impl Network {
    /// Opens nothing yet: connections are made when something is asked.
    pub fn new(options: NetOptions, cache: Cache) -> Self {
        Self::with_exchange(Exchange::new(options, None), cache)
    }

    pub(super) fn with_exchange(exchange: Exchange, cache: Cache) -> Self {
        Self { exchange: Arc::new(exchange), cache }
    }

    /// A source of evidence for one document.
    pub fn fetcher(&self) -> Fetcher {
        let budget = NetBudget::for_document(self.exchange.options(), self.exchange.clock());
        Fetcher { network: self.clone(), budget, given: HashMap::new(), records: Vec::new() }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("options", self.exchange.options()).finish_non_exhaustive()
    }
}

/// Fetches what is missing for one document, within the budgets of its [`NetOptions`], and says what it did.
///
/// What comes back has the form that was asked for, and nothing more: whether it is to be believed is judged by
/// whoever verifies.
#[derive(Debug)]
pub struct Fetcher {
    network: Network,
    budget: NetBudget,
    /// What this document got already: when it asks again, it was not enough.
    given: HashMap<Key, Origin>,
    records: Vec<FetchRecord>,
}

impl Fetcher {
    /// What was asked so far, in order.
    pub fn records(&self) -> &[FetchRecord] {
        &self.records
    }

    /// One place, and what it has. Every try is put on record.
    fn try_place(&mut self, missing: &Missing, place: &Place) -> Result<Vec<u8>> {
        let began = self.network.exchange.clock().elapsed();
        let url = self.url(place);
        let result = match &url {
            Ok(url) => self.get(missing, url),
            Err(error) => Err(error.clone()),
        };
        let took = self.network.exchange.clock().elapsed().saturating_sub(began);
        let (outcome, detail, bytes) = match &result {
            Ok((bytes, Origin::Network)) => (FetchOutcome::Fetched, None, bytes.len()),
            Ok((bytes, Origin::Cache)) => (FetchOutcome::Cached, None, bytes.len()),
            Err(error) if error.kind() == ErrorKind::UrlRefused => {
                (FetchOutcome::Refused, Some(error.detail().to_owned()), 0)
            }
            Err(error) => (FetchOutcome::Failed, Some(error.detail().to_owned()), 0),
        };
        let shown = url.map_or_else(|_| Shown(&place.url).to_string(), |url| url.to_string());
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.records.push(FetchRecord {
            what: missing.what,
            url: shown,
            outcome,
            detail,
            bytes,
            milliseconds,
        });
        result.map(|(bytes, _)| bytes.to_vec())
    }

    fn url(&self, place: &Place) -> Result<Url> {
        let exchange = &self.network.exchange;
        let url = Url::parse(&place.url, place.named_by, exchange.options().allow_private)?;
        exchange.check(&url)?;
        Ok(url)
    }

    fn get(&mut self, missing: &Missing, url: &Url) -> Result<(Arc<[u8]>, Origin)> {
        let what = missing.what;
        let request = missing.request.as_deref().filter(|_| what == Evidence::Ocsp);
        if what == Evidence::Ocsp && request.is_none() {
            return Err(Error::new(ErrorKind::InvalidArgument, "OCSP without a request"));
        }
        let key = Key::new(what, &url.normal(), request);
        let renew = match self.given.get(&key) {
            None => false,
            // It may have been made anew since it was put there.
            Some(Origin::Cache) => true,
            Some(Origin::Network) => {
                return Err(Error::new(ErrorKind::FetchFailed, format!("{url}: has nothing else")));
            }
        };
        let Network { exchange, cache } = &self.network;
        let budget = &mut self.budget;
        let clock = exchange.clock();
        let patience = budget.time_left(clock)?;
        let fetch = || {
            let bytes = fetch(exchange, what, url, request, budget)?;
            let next_update = content::next_update(what, &bytes)
                .map_err(|error| Error::new(error.kind(), format!("{url}: {}", error.detail())))?;
            Ok(Fresh { bytes, next_update })
        };
        let (bytes, origin) = cache.get(key, what, clock.now(), patience, renew, fetch)?;
        self.given.insert(key, if renew { Origin::Network } else { origin });
        Ok((bytes, origin))
    }
}

impl EvidenceSource for Fetcher {
    /// # Errors
    /// [`ErrorKind::UrlRefused`], [`ErrorKind::FetchFailed`], and [`ErrorKind::LimitExceeded`] when a budget of the
    /// document is used up; of several places, the error of the last. [`Fetcher::records`] has them all.
    fn fetch(&mut self, missing: &Missing) -> Result<Vec<u8>> {
        if matches!(missing.what, Evidence::TrustAnchor | Evidence::Timestamp) {
            return Err(Error::new(ErrorKind::InvalidArgument, format!("{} is never fetched", missing.what)));
        }
        let mut last = Error::new(ErrorKind::FetchFailed, format!("{}: no address is known", missing.what));
        for place in places(missing, self.network.exchange.options()) {
            match self.try_place(missing, &place) {
                Ok(bytes) => return Ok(bytes),
                Err(error) if error.kind() == ErrorKind::LimitExceeded => return Err(error),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// A URL, and whose choice it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    url: String,
    named_by: NamedBy,
}

/// What the document names, rewritten; behind that the mirrors. Web addresses first: the others are only there to
/// be reported.
fn places(missing: &Missing, options: &NetOptions) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut mirrored: Vec<Place> = Vec::new();
    for url in missing.url.iter().chain(&missing.alternatives).take(MOST_PLACES) {
        let caller = |url| Place { url, named_by: NamedBy::Caller };
        let rewritten = options.rewrites.iter().find_map(|rule| rule.apply(url));
        let document = || Place { url: url.clone(), named_by: NamedBy::Document };
        places.push(rewritten.map_or_else(document, caller));
        mirrored.extend(options.mirrors.iter().filter_map(|rule| rule.apply(url)).map(caller));
    }
    places.extend(mirrored);
    places.sort_by_key(|place| !place.url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")));
    let mut once: Vec<Place> = Vec::new();
    for place in places {
        if !once.iter().any(|known| known.url == place.url) {
            once.push(place);
        }
    }
    once
}

fn fetch(
    exchange: &Exchange,
    what: Evidence,
    url: &Url,
    request: Option<&[u8]>,
    budget: &mut NetBudget,
) -> Result<Vec<u8>> {
    let options = exchange.options();
    let (accept, most) = match what {
        Evidence::Crl => ("application/pkix-crl, */*", options.crl_bytes),
        Evidence::Ocsp => ("application/ocsp-response, */*", options.ocsp_bytes),
        _ => ("application/pkix-cert, application/pkcs7-mime, */*", options.certificate_bytes),
    };
    let body = request.map(|request| (request, "application/ocsp-request"));
    let timeout = options.timeout;
    let ask = Ask { url, body, accept, authorization: None, most, timeout, repeatable: true };
    let answered = match (exchange.ask(&ask, budget), request) {
        // Some responders, and caches before them, know one method only (RFC 6960 A.1, RFC 5019 5).
        (Err(failure), Some(request)) if failure.is_about_the_method() => match get_url(url, request) {
            Some(url) => exchange.ask(&Ask { url: &url, body: None, ..ask }, budget),
            None => Err(failure),
        },
        (answered, _) => answered,
    };
    answered.map(|Answer { bytes }| bytes).map_err(|failure| failure.error)
}

impl Failure {
    /// Whether the server may answer to GET what it does not answer to POST.
    fn is_about_the_method(&self) -> bool {
        self.status.is_some_and(|status| matches!(status, 400 | 403 | 404 | 405 | 411 | 415 | 501))
    }
}

/// The base64 of the request as the last part of the path; only if it stays short, as RFC 6960 A.1 asks.
fn get_url(url: &Url, request: &[u8]) -> Option<Url> {
    let text = Base64::encode_string(request).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    if text.len() > 255 || url.uri().query().is_some() {
        return None;
    }
    let (scheme, host, port) = url.origin();
    let folder = url.uri().path().trim_end_matches('/');
    Url::parse(&format!("{scheme}://{host}:{port}{folder}/{text}"), url.named_by(), true).ok()
}

/// A certificate names two or three.
const MOST_PLACES: usize = 16;
