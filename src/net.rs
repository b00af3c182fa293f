//! The network, for those who want it (feature `net`): timestamping authorities, OCSP responders, CRLs and
//! certificates over HTTP and HTTPS.
//!
//! The rest of the library never asks the network. [`DocumentReport::missing`](crate::DocumentReport::missing) says
//! what a verdict lacks, and [`verify_with`](crate::verify_with) asks a [`Fetcher`] for it.
//!
//! URLs come out of documents, so anybody may have written them. What is asked is therefore bounded: http and https
//! alone, no addresses of private networks (checked on the very address that is connected to, after each redirect
//! too), no ports of other services, no passwords in URLs, and budgets for size, redirects, requests and time, as
//! [`NetOptions`] states. LDAP URLs are reported and not asked. What is fetched proves itself by its own signature;
//! nothing is trusted because of where it came from.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a door: the network, the clock and the folder of the cache are its work"
)]

mod address;
mod budget;
mod cache;
mod clock;
mod content;
mod exchange;
mod fetcher;
mod options;
mod proxy;
mod record;
mod resolver;
mod rewrite;
#[cfg(test)]
mod tests;
mod timestamp;
mod tls;
mod url;

pub use cache::{Cache, CacheOptions};
pub use fetcher::{Fetcher, Network};
pub use options::NetOptions;
pub use proxy::Proxy;
pub use record::{FetchOutcome, FetchRecord};
pub use rewrite::Rewrite;
pub use timestamp::HttpTimestampAuthority;
