//! Moments, as numbers.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::time::Time;

/// Stands for the time of the system clock where seconds since 1970-01-01T00:00:00Z are asked for.
pub const KYSO_TIME_NOW: i64 = i64::MIN;

pub(super) fn time(seconds: i64) -> Time {
    if seconds != KYSO_TIME_NOW {
        return Time::from_unix(seconds);
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
