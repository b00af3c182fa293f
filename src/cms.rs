//! Cryptographic Message Syntax (RFC 5652): SignedData with signed attributes as CAdES (EN 319 122-1) and PAdES
//! (EN 319 142-1) use it, read and built.
//!
//! Reading states facts: [`read()`] follows the structure, [`check_signer`] compares what one signer promises with what
//! is there. Whether a weak digest or a missing attribute matters is decided by whoever knows the profile. Knows
//! nothing of PDF, and nothing of trust.

mod algorithm;
mod attribute;
mod build;
mod carried;
mod check;
mod fault;
mod read;
mod signature;
mod signing_certificate;
#[allow(dead_code, reason = "its test authority misbehaves in ways that only tests ask for")]
pub(crate) mod timestamp;

pub(crate) use attribute::Attributes;
pub(crate) use build::{
    SignedAttributesSpec, assemble, estimate_len, signature_timestamp, signed_attributes,
};
pub(crate) use carried::Carried;
pub(crate) use check::{Content, Integrity, SignerCheck, check_signer};
pub(crate) use fault::{AttributeName, CmsFault};
pub(crate) use read::{SignedData, SignerInfo, read};
pub(crate) use signature::AttributeOrder;
pub(crate) use signing_certificate::Binding;
pub use timestamp::{TimestampAuthority, TimestampRequest};

#[cfg(test)]
mod tests;
