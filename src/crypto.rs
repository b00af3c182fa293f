//! Digests, verification with public keys, local private keys and the files they come in.
//!
//! The only room that names a cryptographic crate. Two back ends stand behind one seam: AWS-LC (feature
//! `aws-lc`, fast and constant time) and pure Rust, which serves builds without a C compiler and does what the
//! first one refuses although it is legal, such as RSASSA-PSS with a salt of another length than the digest.

mod algorithm;
#[cfg(feature = "aws-lc")]
mod aws_lc;
mod backend;
pub(crate) mod cipher;
#[cfg(test)]
mod differential;
mod digest;
mod key_file;
mod parameters;
mod pem;
mod private_key;
mod public_key;
mod pure;
#[cfg(test)]
mod recorded;
mod secret;
#[cfg(test)]
mod wycheproof;

pub use algorithm::SignatureAlgorithm;
pub(crate) use backend::random;
pub use digest::{Digest, DigestAlgorithm};
pub(crate) use digest::{Hasher, digest};
#[cfg(feature = "cli")]
pub(crate) use key_file::write_pkcs12;
pub use key_file::{KeyFile, MacState};
pub(crate) use parameters::signature_algorithm;
pub(crate) use pem::pem_blocks;
#[cfg(any(test, feature = "cli", feature = "capi", feature = "net"))]
pub(crate) use pem::to_pem;
pub use private_key::PrivateKey;
pub use public_key::KeyKind;
pub(crate) use public_key::{PublicKey, Verification};
