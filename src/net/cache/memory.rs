//! The part of the cache that ends with the process.

use std::collections::HashMap;
use std::sync::Arc;

use super::{CacheOptions, Entry, Key};
use crate::error::{Error, Result};
use crate::time::Time;

#[derive(Debug, Default)]
pub(super) struct Memory {
    entries: HashMap<Key, Entry>,
    bytes: usize,
    /// What could not be had: since when, until when it is not tried again, and why.
    failures: HashMap<Key, (Time, Time, Error)>,
}

impl Memory {
    pub(super) fn get(&mut self, key: &Key, now: Time) -> Option<Result<Arc<[u8]>>> {
        if let Some(entry) = self.entries.get(key) {
            if entry.is_fresh(now) {
                return Some(Ok(Arc::clone(&entry.bytes)));
            }
            self.remove(key);
        }
        match self.failures.get(key) {
            Some((since, until, error)) if *since <= now && now < *until => Some(Err(error.clone())),
            Some(_) => {
                self.failures.remove(key);
                None
            }
            None => None,
        }
    }

    pub(super) fn put(&mut self, key: Key, entry: Entry, options: &CacheOptions) {
        self.failures.remove(&key);
        self.remove(&key);
        let size = entry.bytes.len();
        if size > options.memory_bytes || options.entries == 0 {
            return;
        }
        while self.bytes.saturating_add(size) > options.memory_bytes || self.entries.len() >= options.entries
        {
            let Some(oldest) =
                self.entries.iter().min_by_key(|(_, entry)| entry.fetched).map(|(key, _)| *key)
            else {
                break;
            };
            self.remove(&oldest);
        }
        self.bytes = self.bytes.saturating_add(size);
        self.entries.insert(key, entry);
    }

    pub(super) fn fail(&mut self, key: Key, now: Time, until: Time, error: Error) {
        // All of them are short-lived; whoever has so many begins anew.
        if self.failures.len() >= MOST_FAILURES {
            self.failures.clear();
        }
        self.failures.insert(key, (now, until, error));
    }

    fn remove(&mut self, key: &Key) {
        if let Some(entry) = self.entries.remove(key) {
            self.bytes = self.bytes.saturating_sub(entry.bytes.len());
        }
    }
}

const MOST_FAILURES: usize = 4096;
