//! Stands in for the use-cases until they are there.

use crate::error::{Error, ErrorKind, Result};
use crate::pki::{Certificate, TrustStore};
use crate::report::DocumentReport;
use crate::time::Time;

pub(super) struct VerifyOptions {
    pub(super) trust: TrustStore,
    pub(super) certificates: Vec<Certificate>,
    pub(super) password: Option<String>,
    pub(super) time: Time,
}

impl VerifyOptions {
    pub(super) fn new(trust: TrustStore, time: Time) -> Self {
        Self { trust, certificates: Vec::new(), password: None, time }
    }
}

pub(super) fn verify(_: &[u8], _: &VerifyOptions) -> Result<DocumentReport> {
    Err(Error::new(ErrorKind::Internal, "being built"))
}
