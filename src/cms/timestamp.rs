//! Timestamps (RFC 3161 with RFC 5816): a timestamp authority signs that it saw a digest at a time.
//!
//! [`TimestampRequest`] asks for one and takes the token out of the answer, [`read()`] follows a token, and
//! [`check_token`] compares what it promises with what is there. Whether its authority is trusted, and at what
//! time, is judged by others.

mod authority;
mod fault;
mod info;
#[cfg(any(test, feature = "cli"))]
pub(crate) mod issue;
mod request;
mod response;
mod token;

pub(crate) use authority::authority_faults;
pub(crate) use fault::{Concern, TimestampFault};
#[cfg(test)]
pub(crate) use info::{Accuracy, TstInfo};
pub use request::TimestampRequest;
pub(crate) use token::{Imprint, TimestampToken, TokenCheck, check_token, read};

use crate::error::Result;

/// Whoever can ask a timestamp authority: over HTTP, from a queue, or one made up for tests.
pub trait TimestampAuthority {
    /// Hands over a TimeStampReq and returns the TimeStampResp (RFC 3161 2.4), both in DER.
    ///
    /// # Errors
    /// The authority could not be asked. A refusal is an answer, not an error.
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>>;
}

#[cfg(test)]
mod tests;
