//! Which of the certificates at hand is the signer's.

use crate::crypto::PrivateKey;
use crate::error::{Error, ErrorKind, Result};
use crate::pki::Certificate;

/// The certificate of the key first, the others in their order; none twice.
pub(crate) fn own_first(all: Vec<Certificate>, key: &PrivateKey) -> Result<Vec<Certificate>> {
    if all.is_empty() {
        return Err(Error::new(ErrorKind::NoCertificate, "the key file has none, and no other was given"));
    }
    let is_own =
        |certificate: &Certificate| certificate.public_key().is_ok_and(|public| public.spki() == key.spki());
    let Some(own) = all.iter().find(|certificate| is_own(certificate)).cloned() else {
        return Err(Error::new(ErrorKind::KeyMismatch, "no certificate of this key"));
    };
    let mut ordered = vec![own];
    for certificate in all {
        if !ordered.contains(&certificate) {
            ordered.push(certificate);
        }
    }
    Ok(ordered)
}
