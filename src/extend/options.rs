//! What raising a level rests on.

use crate::sign::TimestampOptions;
use crate::verify::VerifyOptions;

/// How a document is to be raised to a level.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExtendOptions {
    /// How it is verified: trust anchors, evidence at hand, password, policy, limits, and the time, usually now.
    pub verify: VerifyOptions,
    /// How document timestamps are asked for.
    pub timestamp: TimestampOptions,
}

impl ExtendOptions {
    /// The defaults, verified like this.
    pub fn new(verify: VerifyOptions) -> Self {
        Self { verify, timestamp: TimestampOptions::default() }
    }
}
