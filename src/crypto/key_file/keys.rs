//! Keys that stand alone or in PEM: PKCS#8, PKCS#1, SEC 1 and the old encrypted PEM of OpenSSL.

use zeroize::Zeroizing;

use super::derive::{self, Password};
use super::pbe::Scheme;
use super::{Found, FoundCertificate, Work, locked, pem_blocks};
use crate::asn1::{Element, Tag};
use crate::crypto::cipher::{BlockCipher, cbc_decrypt};
use crate::crypto::pem::PemBlock;
use crate::crypto::private_key::{PrivateKey, key_error};
use crate::error::{Error, ErrorKind, Result};

/// The one key among the blocks, and all certificates.
pub(super) fn from_pem(bytes: &[u8], password: Option<&str>, work: &mut Work) -> Result<Found> {
    let mut keys = Vec::new();
    let mut certificates = Vec::new();
    for block in pem_blocks(bytes)? {
        match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" => {
                work.certificates.spend(1)?;
                let der = block.der.to_vec();
                certificates.push(FoundCertificate { der, key_id: None, friendly_name: None });
            }
            "PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => {
                keys.push(block)
            }
            "DSA PRIVATE KEY" | "OPENSSH PRIVATE KEY" => {
                return Err(Error::new(ErrorKind::UnsupportedAlgorithm, "DSA key or key of OpenSSH"));
            }
            _ => {}
        }
    }
    let mut keys = keys.iter();
    let key = match (keys.next(), keys.next()) {
        (None, _) => return Err(Error::new(ErrorKind::NoPrivateKey, "PEM file")),
        (Some(_), Some(_)) => return Err(Error::new(ErrorKind::SeveralKeys, "PEM file")),
        (Some(block), None) => from_block(block, password, work)?,
    };
    Ok(Found { certificates, ..Found::key(key) })
}

fn from_block(block: &PemBlock, password: Option<&str>, work: &mut Work) -> Result<PrivateKey> {
    let header = |name: &str| block.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value);
    match header("DEK-Info") {
        Some(info) => {
            let plain = decrypt_pem(info, &block.der, password)?;
            // There is no check but that the key can be read.
            from_der(&plain, None, work).map_err(|_| locked(password))
        }
        None => from_der(&block.der, password, work),
    }
}

/// A key in DER, whatever it is wrapped in.
pub(super) fn from_der(der: &[u8], password: Option<&str>, work: &mut Work) -> Result<PrivateKey> {
    let mut fields = Element::from_der(der, "private key")?.reader();
    let (first, second) = (fields.element()?, fields.element()?);
    match (first.tag, second.tag) {
        (Tag::INTEGER, Tag::SEQUENCE) => PrivateKey::from_pkcs8_der(der),
        (Tag::INTEGER, Tag::INTEGER) => PrivateKey::read_pkcs1(der),
        (Tag::INTEGER, Tag::OCTET_STRING) => PrivateKey::read_sec1(der, None),
        // EncryptedPrivateKeyInfo (RFC 5208 section 6).
        (Tag::SEQUENCE, Tag::OCTET_STRING) => {
            let scheme = Scheme::read(&first, work)?;
            let whole = |plain: &[u8]| Element::from_der(plain, "PrivateKeyInfo").is_ok();
            for reading in Password::readings(password) {
                let plain = scheme.decrypt(&reading, second.content, work)?;
                if let Some(plain) = plain.filter(|plain| whole(plain)) {
                    return PrivateKey::from_pkcs8_der(&plain);
                }
            }
            Err(locked(password))
        }
        _ => Err(key_error("private key of an unknown form")),
    }
}

/// PEM as OpenSSL encrypted it before PKCS#8: `DEK-Info: AES-256-CBC,IV`, the first 8 octets of IV being the salt.
fn decrypt_pem(info: &str, encrypted: &[u8], password: Option<&str>) -> Result<Zeroizing<Vec<u8>>> {
    let (name, iv) = info.split_once(',').ok_or_else(|| key_error("DEK-Info"))?;
    let (cipher, key_len) = match name {
        "AES-128-CBC" => (BlockCipher::Aes, 16),
        "AES-192-CBC" => (BlockCipher::Aes, 24),
        "AES-256-CBC" => (BlockCipher::Aes, 32),
        "DES-EDE3-CBC" => (BlockCipher::TripleDes, 24),
        "DES-CBC" => (BlockCipher::Des, 8),
        _ => return Err(Error::new(ErrorKind::UnsupportedAlgorithm, "cipher of an encrypted PEM key")),
    };
    let iv = hex(iv).filter(|iv| iv.len() == cipher.block_len()).ok_or_else(|| key_error("DEK-Info"))?;
    let salt = iv.get(..8).unwrap_or_default();
    let key = derive::openssl(password.unwrap_or_default().as_bytes(), salt, key_len);
    cbc_decrypt(cipher, &key, &iv, encrypted, true).ok_or_else(|| locked(password))
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.trim().chars().map(|c| c.to_digit(16)).collect();
    let pair = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits?.chunks(2).map(pair).collect()
}
