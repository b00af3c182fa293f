//! Answers that are used again while they hold, in memory and on disk, and one fetch for all who want the same.

mod disk;
mod flight;
mod memory;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use disk::Disk;
use flight::{Boarding, Flights, Landing};
use memory::Memory;

use crate::crypto::{DigestAlgorithm, digest};
use crate::error::{Error, ErrorKind, Result};
use crate::report::Evidence;
use crate::time::Time;

/// How long answers are used again, and how many are kept. Each default states its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheOptions {
    /// Seconds for which a CRL or OCSP response is used again at most, even if its nextUpdate is later: a newer one
    /// may prove more. Six hours is how often busy authorities publish.
    pub revocation_seconds: i64,
    /// Seconds for which an answer without nextUpdate is used again: long enough for one batch of documents.
    pub unbounded_seconds: i64,
    /// Seconds for which a certificate is used again. It never changes, but the URL may come to hold another.
    pub certificate_seconds: i64,
    /// Seconds for which it is remembered that something could not be had.
    pub failure_seconds: i64,
    /// Bytes kept in memory: some of the largest CRLs.
    pub memory_bytes: usize,
    /// Bytes kept on disk.
    pub disk_bytes: u64,
    /// Answers kept, in memory and on disk each.
    pub entries: usize,
}

impl Default for CacheOptions {
    fn default() -> Self {
        Self {
            revocation_seconds: 6 * 3600,
            unbounded_seconds: 300,
            certificate_seconds: 7 * 24 * 3600,
            failure_seconds: 60,
            memory_bytes: 64 << 20,
            disk_bytes: 512 << 20,
            entries: 4096,
        }
    }
}

/// Answers of the network that still hold. Threads share one cache by cloning it.
///
/// A cached answer proves itself by its signature like any other, so whoever can write to the folder can withhold
/// answers, but not make up any.
#[derive(Debug, Clone)]
pub struct Cache(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    options: CacheOptions,
    memory: Mutex<Memory>,
    disk: Option<Disk>,
    flights: Flights,
}

impl Cache {
    /// In memory alone.
    pub fn in_memory(options: CacheOptions) -> Self {
        Self::new(options, None)
    }

    /// In memory, and in this folder, which is made when it is needed. Several processes may use one folder. What
    /// cannot be written is fetched again the next time: that is no error.
    pub fn on_disk(folder: impl Into<PathBuf>, options: CacheOptions) -> Self {
        Self::new(options, Some(Disk::new(folder.into())))
    }

    fn new(options: CacheOptions, disk: Option<Disk>) -> Self {
        let memory = Mutex::default();
        Self(Arc::new(Shared { options, memory, disk, flights: Flights::default() }))
    }

    /// What is in the cache, or what `fetch` brings, which only one thread at a time does for the same key.
    ///
    /// With `renew`, what is in the cache does not count.
    pub(super) fn get(
        &self,
        key: Key,
        what: Evidence,
        now: Time,
        patience: Duration,
        renew: bool,
        fetch: impl FnOnce() -> Result<Fresh>,
    ) -> Result<(Arc<[u8]>, Origin)> {
        let shared = &*self.0;
        if let Some(known) = self.look_up(&key, now, renew) {
            return known.map(|bytes| (bytes, Origin::Cache));
        }
        let mut pilot = loop {
            match shared.flights.board(key) {
                Boarding::Pilot(pilot) => break pilot,
                Boarding::Passenger(flight) => match flight.wait(patience) {
                    Landing::Result(result) => return result.map(|bytes| (bytes, Origin::Cache)),
                    Landing::TooLate => return Err(Error::new(ErrorKind::FetchFailed, "time-out")),
                    // The other one gave up for reasons of its own. Each that waited ends by its own budget.
                    Landing::Abandoned => {}
                },
            }
        };
        // Between the look and the boarding, another one may have landed.
        if let Some(Ok(bytes)) = self.look_up(&key, now, renew) {
            pilot.land(&Ok(Arc::clone(&bytes)));
            return Ok((bytes, Origin::Cache));
        }
        let fetched = fetch();
        let result = match fetched {
            Ok(fresh) => {
                let until = self.fresh_until(what, now, fresh.next_update);
                let entry = Entry { fetched: now, until, bytes: fresh.bytes.into() };
                self.keep(key, &entry);
                Ok(entry.bytes)
            }
            Err(error) => {
                // What was refused, or went beyond a budget, may be allowed to the next one.
                if error.kind() == ErrorKind::FetchFailed {
                    let until = now.plus_seconds(shared.options.failure_seconds);
                    self.memory().fail(key, now, until, error.clone());
                    pilot.land(&Err(error.clone()));
                }
                return Err(error);
            }
        };
        pilot.land(&result);
        result.map(|bytes| (bytes, Origin::Network))
    }

    fn look_up(&self, key: &Key, now: Time, renew: bool) -> Option<Result<Arc<[u8]>>> {
        if renew {
            return None;
        }
        if let Some(known) = self.memory().get(key, now) {
            return Some(known);
        }
        let entry = self.0.disk.as_ref()?.get(key, now)?;
        let bytes = Arc::clone(&entry.bytes);
        self.memory().put(*key, entry, &self.0.options);
        Some(Ok(bytes))
    }

    fn keep(&self, key: Key, entry: &Entry) {
        if entry.until <= entry.fetched {
            return;
        }
        if let Some(disk) = &self.0.disk {
            disk.put(&key, entry, &self.0.options);
        }
        self.memory().put(key, entry.clone(), &self.0.options);
    }

    /// Never after nextUpdate.
    fn fresh_until(&self, what: Evidence, now: Time, next_update: Option<Time>) -> Time {
        let options = &self.0.options;
        let seconds = match (what, next_update) {
            (Evidence::Crl | Evidence::Ocsp, Some(_)) => options.revocation_seconds,
            (Evidence::Crl | Evidence::Ocsp, None) => options.unbounded_seconds,
            (Evidence::IssuerCertificate, _) => options.certificate_seconds,
            (Evidence::Timestamp | Evidence::TrustAnchor, _) => 0,
        };
        let until = now.plus_seconds(seconds);
        next_update.map_or(until, |next| until.min(next))
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        // Whatever a thread was doing when it panicked, each entry is whole.
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was asked: SHA-256 of the URL and the request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Key([u8; 32]);

impl Key {
    pub(super) fn new(what: Evidence, url: &str, request: Option<&[u8]>) -> Self {
        let mut text = format!("{}\n{url}\n", what.as_str()).into_bytes();
        text.extend_from_slice(request.unwrap_or_default());
        let mut key = [0; 32];
        key.copy_from_slice(digest(DigestAlgorithm::Sha256, &text).as_ref());
        Self(key)
    }

    fn name(&self) -> String {
        self.0.iter().map(|octet| format!("{octet:02x}")).collect()
    }
}

/// Something that was just fetched.
pub(super) struct Fresh {
    pub(super) bytes: Vec<u8>,
    pub(super) next_update: Option<Time>,
}

/// Where an answer came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Network,
    Cache,
}

/// An answer and the time in which it may be used again.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    fetched: Time,
    until: Time,
    bytes: Arc<[u8]>,
}

impl Entry {
    /// Not before it was fetched either: then the clock was wrong, then or now.
    fn is_fresh(&self, now: Time) -> bool {
        self.fetched <= now && now < self.until
    }
}

#[cfg(test)]
mod tests;
