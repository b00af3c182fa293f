//! Time that passes. Here, at the door, it may be asked for.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::time::Time;

/// The clock of this machine, or one that a test turns.
pub(super) trait Clock: Send + Sync {
    /// The time of day, by which cached data grows old.
    fn now(&self) -> Time;
    /// Time since some beginning, which only ever grows: by this, budgets of time are spent.
    fn elapsed(&self) -> Duration;
    /// Waits.
    fn sleep(&self, duration: Duration);
}

pub(super) struct SystemClock {
    began: Instant,
}

impl SystemClock {
    pub(super) fn new() -> Self {
        Self { began: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
