//! What is kept, for how long, and what threads share.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use super::{Cache, CacheOptions, Fresh, Key, Origin};
use crate::error::{Error, ErrorKind, Result};
use crate::report::Evidence;
use crate::time::Time;

fn at(seconds: i64) -> Time {
    Time::from_unix(1_800_000_000 + seconds)
}

fn key(name: &str) -> Key {
    Key::new(Evidence::Crl, name, None)
}

/// Asks for a CRL at this time; what the network has is `bytes`, which holds until `next_update`.
fn get(cache: &Cache, name: &str, now: i64, bytes: &[u8], next_update: Option<i64>) -> (Vec<u8>, Origin) {
    let fetch = || Ok(Fresh { bytes: bytes.to_vec(), next_update: next_update.map(at) });
    let (bytes, origin) =
        cache.get(key(name), Evidence::Crl, at(now), Duration::from_secs(10), false, fetch).unwrap();
    (bytes.to_vec(), origin)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn both(folder: &Path) -> [Cache; 2] {
    [Cache::in_memory(CacheOptions::default()), Cache::on_disk(folder, CacheOptions::default())]
}

#[test]
fn an_answer_is_used_until_its_next_update_and_never_after() {
    let folder = tempfile::tempdir().unwrap();
    for cache in both(folder.path()) {
        assert_eq!(get(&cache, "a", 0, b"one", Some(100)), (b"one".to_vec(), Origin::Network));
        assert_eq!(get(&cache, "a", 99, b"two", Some(200)), (b"one".to_vec(), Origin::Cache));
        assert_eq!(get(&cache, "a", 100, b"two", Some(200)), (b"two".to_vec(), Origin::Network));
        assert_eq!(get(&cache, "b", 100, b"three", Some(200)), (b"three".to_vec(), Origin::Network));
    }
}

#[test]
fn an_answer_that_holds_for_long_is_asked_for_again_after_six_hours() {
    let cache = Cache::in_memory(CacheOptions::default());
    let year = 365 * 24 * 3600;
    get(&cache, "a", 0, b"one", Some(year));
    assert_eq!(get(&cache, "a", 6 * 3600 - 1, b"two", Some(year)).0, b"one");
    assert_eq!(get(&cache, "a", 6 * 3600, b"two", Some(year)).0, b"two");
}

#[test]
fn an_answer_without_next_update_is_used_for_minutes() {
    let cache = Cache::in_memory(CacheOptions::default());
    get(&cache, "a", 0, b"one", None);
    assert_eq!(get(&cache, "a", 299, b"two", None).0, b"one");
    assert_eq!(get(&cache, "a", 300, b"two", None).0, b"two");
}

#[test]
fn an_answer_that_was_stale_already_is_given_and_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    for cache in both(folder.path()) {
        assert_eq!(get(&cache, "a", 0, b"old", Some(-5)), (b"old".to_vec(), Origin::Network));
        assert_eq!(get(&cache, "a", 0, b"new", Some(50)), (b"new".to_vec(), Origin::Network));
    }
}

#[test]
fn a_clock_that_was_put_back_makes_nothing_fresh() {
    let folder = tempfile::tempdir().unwrap();
    for cache in both(folder.path()) {
        get(&cache, "a", 1000, b"later", Some(2000));
        assert_eq!(get(&cache, "a", 0, b"now", Some(50)), (b"now".to_vec(), Origin::Network));
    }
}

#[test]
fn another_process_finds_on_disk_what_the_first_one_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("deep/cache");
    let first = Cache::on_disk(&place, CacheOptions::default());
    get(&first, "a", 0, b"one", Some(100));
    let second = Cache::on_disk(&place, CacheOptions::default());
    assert_eq!(get(&second, "a", 50, b"two", Some(200)), (b"one".to_vec(), Origin::Cache));
    let third = Cache::on_disk(&place, CacheOptions::default());
    assert_eq!(get(&third, "a", 100, b"two", Some(200)), (b"two".to_vec(), Origin::Network));
    assert_eq!(files(&place).len(), 1);
    assert!(files(&place)[0].to_str().unwrap().ends_with(&format!("{}.kyso", key("a").name())));
}

#[test]
fn a_damaged_file_is_as_good_as_none() {
    let folder = tempfile::tempdir().unwrap();
    get(&Cache::on_disk(folder.path(), CacheOptions::default()), "a", 0, b"the answer", Some(100));
    let path = files(folder.path()).remove(0);
    let whole = fs::read(&path).unwrap();
    let mut damaged: Vec<Vec<u8>> = (0..whole.len()).map(|end| whole[..end].to_vec()).collect();
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        damaged.push(changed);
    }
    damaged.push([whole.as_slice(), b"x"].concat());
    damaged.push(vec![0xff; 100_000]);
    for bytes in damaged {
        fs::write(&path, &bytes).unwrap();
        let cache = Cache::on_disk(folder.path(), CacheOptions::default());
        let got = get(&cache, "a", 50, b"again", Some(40));
        assert_eq!(got, (b"again".to_vec(), Origin::Network), "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_file_under_the_name_of_another_answer_is_not_taken_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::on_disk(folder.path(), CacheOptions::default());
    get(&cache, "a", 0, b"one", Some(100));
    let path = files(folder.path()).remove(0);
    fs::rename(&path, path.with_file_name(format!("{}.kyso", key("b").name()))).unwrap();
    let cache = Cache::on_disk(folder.path(), CacheOptions::default());
    assert_eq!(get(&cache, "b", 50, b"two", Some(100)), (b"two".to_vec(), Origin::Network));
}

#[test]
fn a_folder_that_cannot_be_written_to_only_costs_speed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let cache = Cache::on_disk(file.join("below"), CacheOptions::default());
    assert_eq!(get(&cache, "a", 0, b"one", Some(100)).1, Origin::Network);
    assert_eq!(get(&cache, "a", 1, b"one", Some(100)).1, Origin::Cache);
}

#[test]
fn memory_and_disk_stay_within_their_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        CacheOptions { memory_bytes: 2500, disk_bytes: 3000, entries: 10, ..CacheOptions::default() };
    let cache = Cache::on_disk(folder.path(), options.clone());
    for number in 0..20 {
        get(&cache, &number.to_string(), number, &[b'x'; 1000], Some(1000));
        let size: u64 = files(folder.path()).iter().map(|path| fs::metadata(path).unwrap().len()).sum();
        assert!(size <= 3000, "{size}");
    }
    assert_eq!(files(folder.path()).len(), 2);
    assert_eq!(get(&cache, "19", 20, b"new", Some(1000)).1, Origin::Cache);
    assert_eq!(get(&cache, "too large", 20, &[b'x'; 4000], Some(1000)).1, Origin::Network);
    assert_eq!(get(&cache, "too large", 20, &[b'x'; 4000], Some(1000)).1, Origin::Network);

    let few = Cache::on_disk(folder.path(), CacheOptions { entries: 1, ..options });
    get(&few, "small", 30, b"x", Some(1000));
    get(&few, "small too", 31, b"x", Some(1000));
    assert_eq!(files(folder.path()).len(), 1);
}

fn failing(cache: &Cache, now: i64, kind: ErrorKind, count: &AtomicUsize) -> Result<Arc<[u8]>> {
    let fetch = || {
        count.fetch_add(1, Ordering::SeqCst);
        Err(Error::new(kind, "no"))
    };
    let got = cache.get(key("a"), Evidence::Crl, at(now), Duration::from_secs(10), false, fetch);
    got.map(|(bytes, _)| bytes)
}

#[test]
fn a_failure_is_remembered_for_a_minute() {
    let cache = Cache::in_memory(CacheOptions::default());
    let count = AtomicUsize::new(0);
    for now in [0, 30, 59] {
        assert_eq!(failing(&cache, now, ErrorKind::FetchFailed, &count).unwrap_err().detail(), "no");
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_eq!(get(&cache, "a", 60, b"well again", Some(100)).0, b"well again");
    assert_eq!(get(&cache, "a", 61, b"", None).0, b"well again");
}

#[test]
fn what_was_refused_or_ran_out_of_budget_is_tried_again() {
    let cache = Cache::in_memory(CacheOptions::default());
    let count = AtomicUsize::new(0);
    for kind in [ErrorKind::UrlRefused, ErrorKind::LimitExceeded] {
        assert!(failing(&cache, 0, kind, &count).is_err());
    }
    assert_eq!(count.load(Ordering::SeqCst), 2);
    assert_eq!(get(&cache, "a", 0, b"good", None).1, Origin::Network);
}

#[test]
fn threads_that_want_the_same_share_one_fetch() {
    let cache = Cache::in_memory(CacheOptions::default());
    let count = AtomicUsize::new(0);
    let together = Barrier::new(16);
    let ask = || {
        together.wait();
        let fetch = || {
            count.fetch_add(1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(100));
            Ok(Fresh { bytes: b"one".to_vec(), next_update: Some(at(100)) })
        };
        cache.get(key("a"), Evidence::Crl, at(0), Duration::from_secs(10), false, fetch).unwrap().0
    };
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| **answer == *b"one"));
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn when_one_gives_up_for_itself_another_one_fetches() {
    let cache = Cache::in_memory(CacheOptions::default());
    let count = AtomicUsize::new(0);
    let together = Barrier::new(8);
    let ask = || {
        together.wait();
        let fetch = || {
            thread::sleep(Duration::from_millis(30));
            match count.fetch_add(1, Ordering::SeqCst) {
                0 => Err(Error::new(ErrorKind::LimitExceeded, "my own budget")),
                1 => panic!("on purpose"),
                _ => Ok(Fresh { bytes: b"one".to_vec(), next_update: Some(at(100)) }),
            }
        };
        cache.get(key("a"), Evidence::Crl, at(0), Duration::from_secs(10), false, fetch).is_ok()
    };
    let good = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).filter(|good| *good).count()
    });
    assert_eq!((good, count.load(Ordering::SeqCst)), (6, 3));
}

#[test]
fn whoever_waits_too_long_goes_without() {
    let cache = Cache::in_memory(CacheOptions::default());
    let (begun, end) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(|| {
            let fetch = || {
                begun.wait();
                end.wait();
                Ok(Fresh { bytes: Vec::new(), next_update: None })
            };
            cache.get(key("a"), Evidence::Crl, at(0), Duration::from_secs(10), false, fetch).unwrap();
        });
        begun.wait();
        let fetch = || Err(Error::new(ErrorKind::Internal, "not reached"));
        let got = cache.get(key("a"), Evidence::Crl, at(0), Duration::from_millis(20), false, fetch);
        assert_eq!(got.unwrap_err().detail(), "time-out");
        end.wait();
    });
}

#[test]
fn whoever_asks_anew_gets_anew() {
    let cache = Cache::in_memory(CacheOptions::default());
    get(&cache, "a", 0, b"one", Some(100));
    let fetch = || Ok(Fresh { bytes: b"two".to_vec(), next_update: Some(at(200)) });
    let got = cache.get(key("a"), Evidence::Crl, at(1), Duration::from_secs(10), true, fetch).unwrap();
    assert_eq!((&*got.0, got.1), (&b"two"[..], Origin::Network));
    assert_eq!(get(&cache, "a", 2, b"three", None).0, b"two");
}

#[test]
fn keys_tell_what_was_asked_from_where_and_with_what() {
    let keys = [
        Key::new(Evidence::Crl, "u", None),
        Key::new(Evidence::Ocsp, "u", None),
        Key::new(Evidence::Ocsp, "u", Some(b"a")),
        Key::new(Evidence::Ocsp, "u", Some(b"b")),
        Key::new(Evidence::Crl, "v", None),
    ];
    for (place, key) in keys.iter().enumerate() {
        assert!(!keys[..place].contains(key));
        assert_eq!(key.name().len(), 64);
    }
}
