//! Stands in for the use-cases until they are there.
#![allow(dead_code, reason = "a stand-in")]

use crate::crypto::{Digest, DigestAlgorithm, PrivateKey, SignatureAlgorithm};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
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
    Err(being_built())
}

pub(super) struct KeyFile {
    pub(super) key: PrivateKey,
    pub(super) certificates: Vec<Vec<u8>>,
}

impl KeyFile {
    pub(super) fn open(_: &[u8], _: Option<&str>, _: &Limits) -> Result<Self> {
        Err(being_built())
    }
}

pub(super) fn write_pkcs12(_: &PrivateKey, _: &[&[u8]], _: &str, _: &str, _: u32) -> Result<Vec<u8>> {
    Err(being_built())
}

pub(super) struct SignOptions {
    pub(super) signing_time: Time,
    pub(super) sub_filter: Option<SubFilter>,
    pub(super) digest: Option<DigestAlgorithm>,
    pub(super) pss: bool,
    pub(super) field: Option<String>,
    pub(super) certify: Option<Certification>,
    pub(super) reason: Option<String>,
    pub(super) location: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) password: Option<String>,
    pub(super) reserve: usize,
    pub(super) danger_allow_expired: bool,
}

impl SignOptions {
    pub(super) fn new(signing_time: Time) -> Self {
        Self {
            signing_time,
            sub_filter: None,
            digest: None,
            pss: false,
            field: None,
            certify: None,
            reason: None,
            location: None,
            contact: None,
            password: None,
            reserve: 0,
            danger_allow_expired: false,
        }
    }
}

pub(super) enum Certification {
    NoChanges,
    FormFilling,
    Annotations,
}

pub(super) enum SubFilter {
    EtsiCadesDetached,
    AdbePkcs7Detached,
}

pub(super) struct PreparedSignature;

impl PreparedSignature {
    pub(super) fn to_be_signed(&self) -> &[u8] {
        &[]
    }
    pub(super) fn digest_to_be_signed(&self) -> Digest {
        crate::crypto::digest(DigestAlgorithm::Sha256, &[])
    }
    pub(super) fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::Ed25519
    }
    pub(super) fn complete(&self, _: &[u8], _: &[u8]) -> Result<SignedUpdate> {
        Err(being_built())
    }
    pub(super) fn to_json(&self) -> String {
        String::new()
    }
    pub(super) fn from_json(_: &str) -> Result<Self> {
        Err(being_built())
    }
}

pub(super) struct SignedUpdate;

impl SignedUpdate {
    pub(super) fn as_bytes(&self) -> &[u8] {
        &[]
    }
}

pub(super) fn sign(
    _: &[u8],
    _: &PrivateKey,
    _: &[Certificate],
    _: &SignOptions,
    _: &Limits,
) -> Result<SignedUpdate> {
    Err(being_built())
}

pub(super) fn prepare(_: &[u8], _: &[Certificate], _: &SignOptions, _: &Limits) -> Result<PreparedSignature> {
    Err(being_built())
}

fn being_built() -> Error {
    Error::new(ErrorKind::Internal, "being built")
}
