//! What may be spent on one document.

use std::time::Duration;

use super::clock::Clock;
use super::options::NetOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Budget;

/// Requests, bytes and time for one document or one timestamp.
#[derive(Debug)]
pub(super) struct NetBudget {
    requests: Budget,
    bytes: Budget,
    deadline: Duration,
}

impl NetBudget {
    pub(super) fn for_document(options: &NetOptions, clock: &dyn Clock) -> Self {
        Self::new(options.document_requests, options.document_bytes, options.document_time, clock)
    }

    pub(super) fn new(requests: usize, bytes: usize, time: Duration, clock: &dyn Clock) -> Self {
        Self {
            requests: Budget::new(requests, "requests to the network for one document"),
            bytes: Budget::new(bytes, "bytes from the network for one document"),
            deadline: clock.elapsed().saturating_add(time),
        }
    }

    /// Takes one request, and says how long all of them may still take.
    pub(super) fn request(&mut self, clock: &dyn Clock) -> Result<Duration> {
        let left = self.time_left(clock)?;
        self.requests.spend(1)?;
        Ok(left)
    }

    pub(super) fn time_left(&self, clock: &dyn Clock) -> Result<Duration> {
        let left = self.deadline.saturating_sub(clock.elapsed());
        if left.is_zero() {
            return Err(Error::new(ErrorKind::LimitExceeded, "time for the network for one document"));
        }
        Ok(left)
    }

    pub(super) fn receive(&mut self, bytes: usize) -> Result<()> {
        self.bytes.spend(bytes)
    }
}
