//! Stands in for the key files until they are there: reads plain PEM.
#![allow(dead_code, reason = "a stand-in")]

use crate::crypto::{PrivateKey, pem_blocks};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

pub(super) struct KeyFile {
    pub(super) key: PrivateKey,
    pub(super) certificates: Vec<Vec<u8>>,
}

impl KeyFile {
    pub(super) fn open(bytes: &[u8], _: Option<&str>, _: &Limits) -> Result<Self> {
        let mut key = None;
        let mut certificates = Vec::new();
        for block in pem_blocks(bytes)? {
            match block.label.as_str() {
                "PRIVATE KEY" => key = Some(PrivateKey::from_pkcs8_der(&block.der)?),
                "CERTIFICATE" => certificates.push(block.der.to_vec()),
                _ => {}
            }
        }
        let key = key.ok_or_else(|| Error::new(ErrorKind::NoPrivateKey, "PEM"))?;
        Ok(Self { key, certificates })
    }
}

pub(super) fn write_pkcs12(key: &PrivateKey, chain: &[&[u8]], _: &str, _: &str, _: u32) -> Result<Vec<u8>> {
    let mut text = crate::crypto::to_pem("PRIVATE KEY", &key.to_pkcs8_der());
    for der in chain {
        text.push_str(&crate::crypto::to_pem("CERTIFICATE", der));
    }
    Ok(text.into_bytes())
}
