//! TLS 1.2 and 1.3 on AWS-LC. It keeps passwords and the fact of a question from others; what is fetched proves
//! itself by its own signature.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use ureq::tls::{self, ClientCert, RootCerts, TlsConfig};
use zeroize::Zeroizing;

use super::options::NetOptions;
use crate::crypto::{KeyFile, to_pem};
use crate::error::{Error, ErrorKind, Result};

/// A private key with its certificates, by which this end shows who it is.
#[derive(Clone)]
pub(super) struct ClientKey(ClientCert);

impl ClientKey {
    /// # Errors
    /// [`ErrorKind::NoCertificate`], [`ErrorKind::KeyMismatch`], [`ErrorKind::UnsupportedAlgorithm`].
    pub(super) fn new(file: &KeyFile) -> Result<Self> {
        if file.certificates.is_empty() {
            return Err(Error::new(ErrorKind::NoCertificate, "key for TLS without a certificate"));
        }
        let pkcs8 = file.key.to_pkcs8_der();
        // As the connection will do, which could only panic.
        let chain = file.certificates.iter().map(|der| CertificateDer::from(der.as_slice()).into_owned());
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8.as_slice())).clone_key();
        let checked = CertifiedKey::from_der(chain.collect(), key, provider());
        checked.map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => Error::new(ErrorKind::KeyMismatch, "key for TLS"),
            _ => Error::new(ErrorKind::UnsupportedAlgorithm, "key for TLS"),
        })?;
        let chain: Vec<_> =
            file.certificates.iter().map(|der| tls::Certificate::from_der(der).to_owned()).collect();
        let pem = Zeroizing::new(to_pem("PRIVATE KEY", &pkcs8));
        let key = tls::PrivateKey::from_pem(pem.as_bytes())
            .map_err(|_| Error::new(ErrorKind::UnsupportedAlgorithm, "key for TLS"))?;
        Ok(Self(ClientCert::new_with_certs(&chain, key)))
    }
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientKey(..)")
    }
}

pub(super) fn config(options: &NetOptions, key: Option<&ClientKey>) -> Result<TlsConfig> {
    let mut roots: Vec<_> =
        options.roots.iter().map(|root| tls::Certificate::from_der(root.der()).to_owned()).collect();
    if options.system_roots {
        // Files that cannot be read leave fewer roots, and a connection says which one it misses.
        let native = rustls_native_certs::load_native_certs().certs;
        roots.extend(native.iter().map(|root| tls::Certificate::from_der(root).to_owned()));
    }
    if roots.is_empty() {
        return Err(Error::new(ErrorKind::FetchFailed, "https without a root certificate for TLS"));
    }
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::from(roots))
        .client_cert(key.map(|key| key.0.clone()))
        .unversioned_rustls_crypto_provider(Arc::clone(provider()))
        .build())
}

pub(super) fn provider() -> &'static Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}
