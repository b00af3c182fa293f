//! The part of the cache that outlives the process: a file for each answer, with a line that says how long it holds
//! and a digest, so that a damaged file is as good as none.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use super::{CacheOptions, Entry, Key};
use crate::crypto::{DigestAlgorithm, digest};
use crate::time::Time;

#[derive(Debug)]
pub(super) struct Disk {
    folder: PathBuf,
    serial: AtomicU64,
}

impl Disk {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, serial: AtomicU64::new(0) }
    }

    pub(super) fn get(&self, key: &Key, now: Time) -> Option<Entry> {
        let path = self.path(key);
        let entry = read(&path).as_deref().and_then(|bytes| unpack(key, bytes));
        match entry {
            Some(entry) if entry.is_fresh(now) => Some(entry),
            // From the future: our clock may be the wrong one.
            Some(entry) if entry.fetched > now => None,
            _ => {
                // Stale, damaged or not there: it is of no use to anybody, and if it cannot be removed it is replaced.
                let _ = fs::remove_file(&path);
                None
            }
        }
    }

    /// What cannot be kept is fetched again.
    pub(super) fn put(&self, key: &Key, entry: &Entry, options: &CacheOptions) {
        let packed = pack(key, entry);
        let size = u64::try_from(packed.len()).unwrap_or(u64::MAX);
        if size > options.disk_bytes || options.entries == 0 {
            return;
        }
        if self.write(key, &packed).is_ok() {
            self.shrink(options, &self.path(key));
        }
    }

    /// Under another name first: whoever reads meanwhile finds the old file or the new one, whole.
    fn write(&self, key: &Key, packed: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let part = self.folder.join(format!("{}.{}-{serial}.part", key.name(), process::id()));
        let written = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(&part)?;
            file.write_all(packed)?;
            drop(file);
            fs::rename(&part, self.path(key))
        };
        written().inspect_err(|_| {
            let _ = fs::remove_file(&part);
        })
    }

    /// Removes the oldest files until the others fit, and what was left half-written.
    fn shrink(&self, options: &CacheOptions, newest: &Path) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        let now = SystemTime::now();
        for entry in entries.flatten() {
            let path = entry.path();
            let Ok(metadata) = entry.metadata() else { continue };
            let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            match path.extension().and_then(|extension| extension.to_str()) {
                Some(EXTENSION) if path != newest => files.push((modified, metadata.len(), path)),
                Some("part") if now.duration_since(modified).is_ok_and(|age| age.as_secs() > ABANDONED) => {
                    let _ = fs::remove_file(path);
                }
                _ => {}
            }
        }
        files.sort_unstable();
        let newest = fs::metadata(newest).map_or(0, |metadata| metadata.len());
        let mut bytes = files.iter().fold(newest, |sum, (_, size, _)| sum.saturating_add(*size));
        let mut count = files.len().saturating_add(1);
        for (_, size, path) in files {
            if bytes <= options.disk_bytes && count <= options.entries {
                break;
            }
            let _ = fs::remove_file(path);
            bytes = bytes.saturating_sub(size);
            count = count.saturating_sub(1);
        }
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.folder.join(key.name()).with_extension(EXTENSION)
    }
}

/// No more than any answer can have, whatever somebody put there.
fn read(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).ok().filter(|file| file.metadata().is_ok_and(|found| found.is_file()))?;
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// `kyso-cache 1 FETCHED UNTIL DIGEST`, a new line, and the answer. The digest is that of the key, the times and
/// the answer.
fn pack(key: &Key, entry: &Entry) -> Vec<u8> {
    let times = times(entry.fetched, entry.until);
    let sum = checksum(key, &times, &entry.bytes);
    let mut packed = format!("{MAGIC} {times} {sum}\n").into_bytes();
    packed.extend_from_slice(&entry.bytes);
    packed
}

fn unpack(key: &Key, packed: &[u8]) -> Option<Entry> {
    let end = packed.iter().take(LONGEST_HEAD).position(|byte| *byte == b'\n')?;
    let (head, body) = packed.split_at_checked(end)?;
    let bytes = body.strip_prefix(b"\n")?;
    let head = std::str::from_utf8(head).ok()?.strip_prefix(MAGIC)?.strip_prefix(' ')?;
    let (stated, sum) = head.rsplit_once(' ')?;
    let (fetched, until) = stated.split_once(' ')?;
    let time = |text: &str| text.parse().ok().map(Time::from_unix);
    let (fetched, until) = (time(fetched)?, time(until)?);
    let whole = sum == checksum(key, &times(fetched, until), bytes);
    whole.then(|| Entry { fetched, until, bytes: Arc::from(bytes) })
}

fn times(fetched: Time, until: Time) -> String {
    format!("{} {}", fetched.to_unix(), until.to_unix())
}

fn checksum(key: &Key, times: &str, bytes: &[u8]) -> String {
    let body = digest(DigestAlgorithm::Sha256, bytes);
    let whole = [key.name().as_bytes(), times.as_bytes(), body.as_ref()].concat();
    digest(DigestAlgorithm::Sha256, &whole).as_ref().iter().map(|octet| format!("{octet:02x}")).collect()
}

const MAGIC: &str = "kyso-cache 1";

const EXTENSION: &str = "kyso";

/// Two numbers of 20 digits, the digest and what is between.
const LONGEST_HEAD: usize = 160;

const LARGEST: u64 = 1 << 30;

/// Seconds after which a half-written file has no writer any more.
const ABANDONED: u64 = 3600;
