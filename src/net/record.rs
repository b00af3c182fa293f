//! What was asked of the network, as plain data for reports.

use crate::report::Evidence;

/// One thing that was asked of the network, or found in the cache.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct FetchRecord {
    /// What was wanted.
    pub what: Evidence,
    /// The URL, as rewritten; what is behind the `?` of a URL that the caller gave is left out.
    pub url: String,
    /// How it ended.
    pub outcome: FetchOutcome,
    /// Why, if it was not had. In English, for experts.
    pub detail: Option<String>,
    /// Bytes of the answer.
    pub bytes: usize,
    /// How long it took, with all attempts.
    pub milliseconds: u64,
}

/// How a fetch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FetchOutcome {
    /// The server gave it.
    Fetched,
    /// It was in the cache, or another thread was just fetching it.
    Cached,
    /// The URL must not be asked.
    Refused,
    /// The server did not give it.
    Failed,
}
