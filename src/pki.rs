//! Certificates, trust and the path from one to the other (RFC 5280), judged at a time that is given.
//!
//! Fetches nothing and asks no clock. Paths are judged without revocation, which is a question of its own about each
//! certificate of a path.

mod bundle;
mod certificate;
#[cfg(test)]
pub(crate) mod corpus;
pub(crate) mod crl;
#[cfg(any(test, feature = "cli"))]
pub(crate) mod issue;
pub(crate) mod known;
mod name;
pub(crate) mod ocsp;
pub(crate) mod path;
mod purpose;
pub(crate) mod revocation;
#[cfg(any(test, feature = "cli"))]
#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "tests use the fixed keys, the command makes fresh ones")
)]
pub(crate) mod test_pki;
mod trust_store;
mod validation_data;

pub use bundle::certificates_from;
pub use certificate::Certificate;
pub(crate) use certificate::{KeyIdentifiers, KeyUsage};
pub use known::AuthorityLabel;
pub use name::Name;
pub(crate) use path::{Path, PathConstraints, PathFault, PathFinder};
#[cfg(test)]
pub(crate) use path::{PathRequest, build_path};
#[cfg(test)]
pub(crate) use revocation::{RevocationChecker, RevocationFault, Status as RevocationStatus};
pub use trust_store::TrustStore;
pub use validation_data::ValidationData;
