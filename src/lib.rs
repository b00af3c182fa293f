//! Signs and verifies official documents.

mod asn1;
mod cms;
mod crypto;
mod error;
mod limits;
mod pdf;
mod pki;
mod policy;
mod report;
mod sign;
mod time;
mod verify;

pub use crypto::{Digest, DigestAlgorithm, KeyKind, PrivateKey, SignatureAlgorithm};
pub use error::{Error, ErrorKind, Result};
pub use limits::Limits;
pub use time::Time;
/// What was found.
#[derive(Debug)]
pub struct Report;
