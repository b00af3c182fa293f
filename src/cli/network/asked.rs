//! The room `net` as the arguments set it up.

use std::env;
use std::io::{self, Write};
use std::time::Duration;

use super::{Authority, Online, Way};
use crate::cli::password;
use crate::cli::trust::in_file;
use crate::crypto::KeyFile;
use crate::error::{Error, ErrorKind, Result};
use crate::files::Input;
use crate::limits::Limits;
use crate::net::{
    self, Cache, CacheOptions, FetchOutcome, FetchRecord, Fetcher, HttpTimestampAuthority, NetOptions, Proxy,
};
use crate::report::{Language, Missing, printable};
use crate::verify::EvidenceSource;

/// Connections and cache for all documents.
pub(super) struct Network {
    network: net::Network,
    language: Language,
}

impl Network {
    pub(super) fn new(online: &Online, language: Language) -> Result<Self> {
        let mut options = options(&online.way)?;
        options.allow_private = online.allow_private;
        options.rewrites.clone_from(&online.rewrite);
        options.mirrors.clone_from(&online.mirror);
        let cache = match &online.cache {
            Some(folder) => Cache::on_disk(folder, CacheOptions::default()),
            None => Cache::in_memory(CacheOptions::default()),
        };

        Ok(Self { network: net::Network::new(options, cache), language })
    }

    pub(super) fn for_document(&self) -> Box<dyn EvidenceSource> {
        Box::new(Telling { fetcher: self.network.fetcher(), told: Vec::new(), language: self.language })
    }
}

/// Says on stderr what could not be fetched, and why.
struct Telling {
    fetcher: Fetcher,
    /// What was said of this document already: several certificates name the same places.
    told: Vec<String>,
    language: Language,
}

impl EvidenceSource for Telling {
    fn fetch(&mut self, missing: &Missing) -> Result<Vec<u8>> {
        let before = self.fetcher.records().len();
        let fetched = self.fetcher.fetch(missing);
        let records = self.fetcher.records().get(before..).unwrap_or_default();
        for complaint in records.iter().filter_map(|record| complaint(record, self.language)) {
            if !self.told.contains(&complaint) {
                // Nobody is left to be told that stderr is closed.
                let _ = writeln!(io::stderr(), "{complaint}");
                self.told.push(complaint);
            }
        }
        fetched
    }
}

fn complaint(record: &FetchRecord, language: Language) -> Option<String> {
    let words = match (record.outcome, language) {
        (FetchOutcome::Fetched | FetchOutcome::Cached, _) => return None,
        (FetchOutcome::Refused | FetchOutcome::Failed, Language::Vi) => "không lấy được",
        (FetchOutcome::Refused | FetchOutcome::Failed, Language::En) => "not fetched",
    };
    let why = printable(record.detail.as_deref().unwrap_or(&record.url));
    Some(format!("kyso: {words}: {} {why}", record.what))
}

pub(super) fn authority(url: &str, authority: &Authority, way: &Way) -> Result<HttpTimestampAuthority> {
    let mut asked = HttpTimestampAuthority::new(url, options(way)?)?;
    if let Some(seconds) = way.timeout {
        asked = asked.with_timeout(Duration::from_secs(seconds));
    }
    if let Some(user) = &authority.tsa_user {
        let variable = authority.tsa_password_env.as_deref();
        let password = password::from_variable("--tsa-password-env", variable)?.unwrap_or_default();
        asked = match authority.tsa_plain_password {
            true => asked.danger_with_plain_password(user, &password)?,
            false => asked.with_password(user, &password)?,
        };
    }
    if let Some(path) = &authority.tsa_cert {
        let variable = authority.tsa_cert_password_env.as_deref();
        let password = password::from_variable("--tsa-cert-password-env", variable)?;
        let password = password.as_ref().map(|password| password.as_str());
        let input = Input::open(path)?;
        let key = KeyFile::open(input.bytes(), password, &Limits::default());
        let with_key = key.and_then(|key| asked.with_client_key(&key));
        asked = with_key.map_err(|error| in_file(&error, path))?;
    }
    Ok(asked)
}

fn options(way: &Way) -> Result<NetOptions> {
    let proxy = match &way.proxy {
        Some(url) => Some(Proxy::new(url)?),
        None => proxy_of_the_environment()?,
    };
    let mut options = NetOptions { proxy, ..NetOptions::default() };
    if let Some(seconds) = way.timeout {
        options.timeout = Duration::from_secs(seconds);
        options.document_time = options.document_time.max(options.timeout.saturating_mul(4));
    }
    Ok(options)
}

/// As curl reads them, but one for both schemes. `HTTP_PROXY` is left alone: servers make it out of a header.
fn proxy_of_the_environment() -> Result<Option<Proxy>> {
    let variable =
        |names: &[&str]| names.iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let Some(url) = variable(&["https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"]) else {
        return Ok(None);
    };
    let bad = |error: Error| {
        Error::new(ErrorKind::InvalidArgument, format!("{} (from the environment)", error.detail()))
    };
    let exceptions = variable(&["no_proxy", "NO_PROXY"]).unwrap_or_default();
    let hosts: Vec<&str> = exceptions.split(',').chain(["localhost", "127.0.0.1", "[::1]"]).collect();
    Proxy::new(&url).and_then(|proxy| proxy.with_exceptions(&hosts)).map(Some).map_err(bad)
}

#[cfg(test)]
mod tests;
