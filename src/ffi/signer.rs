//! `kyso_signer`.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{bytes, give, guard, or_on_panic, path_of, required, text};
use super::buffer::Buffer;
use super::error::ErrorHandle;
use super::prepared::PreparedHandle;
use super::status::Status;
use crate::crypto::{KeyFile, PrivateKey, to_pem};
use crate::error::Result;
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::{Certificate, certificates_from};
use crate::sign::own_first;

/// A private key in memory and the certificates that go with it, ready to sign any number of documents. Several
/// threads may sign with it at once.
pub struct SignerHandle {
    pub(super) key: PrivateKey,
    /// The key's own first.
    pub(super) certificates: Vec<Certificate>,
}

impl SignerHandle {
    fn open(key: &[u8], password: Option<&str>, certificates: &[u8]) -> Result<Self> {
        let limits = Limits::default();
        let file = KeyFile::open(key, password, &limits)?;
        let mut all = Vec::new();
        if !certificates.is_empty() {
            all = certificates_from(certificates, &limits)?;
        }
        for der in &file.certificates {
            all.push(Certificate::from_der(der)?);
        }
        Ok(Self { certificates: own_first(all, &file.key)?, key: file.key })
    }
}

/// Opens a key file that is in memory: PKCS#12 (.p12, .pfx), PEM or DER. Checking the password costs what the file
/// asks for, often some tenths of a second; open it once and sign many documents.
///
/// `password` is NULL if there is none, which is not the same as an empty one. `certificates` are further ones (PEM,
/// DER or PKCS#7), for key files that do not hold the signer's; it may be NULL. Free the signer with
/// kyso_signer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signer_open(
    key: *const u8,
    key_len: usize,
    password: *const c_char,
    password_len: usize,
    certificates: *const u8,
    certificates_len: usize,
    out: Option<&mut MaybeUninit<*mut SignerHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let key = unsafe { bytes(key, key_len, "key") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let password = unsafe { text(password, password_len, "password") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let certificates = unsafe { bytes(certificates, certificates_len, "certificates") }?;
        let out = required(out, "out")?;
        give(out, SignerHandle::open(key, password, certificates)?);
        Ok(())
    })
}

/// The same for a key file on disk.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signer_open_file(
    path: *const c_char,
    path_len: usize,
    password: *const c_char,
    password_len: usize,
    certificates: *const u8,
    certificates_len: usize,
    out: Option<&mut MaybeUninit<*mut SignerHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let path = unsafe { path_of(path, path_len, "path") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let password = unsafe { text(password, password_len, "password") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let certificates = unsafe { bytes(certificates, certificates_len, "certificates") }?;
        let out = required(out, "out")?;
        let key = Input::open(path)?;
        give(out, SignerHandle::open(key.bytes(), password, certificates)?);
        Ok(())
    })
}

/// The certificates of the signer in PEM, the key's own first: what kyso_prepare asks for.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_signer_certificates(
    signer: Option<&SignerHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (signer, out) = (required(signer, "signer")?, required(out, "out")?);
        let pem = signer.certificates.iter().map(|certificate| to_pem("CERTIFICATE", certificate.der()));
        give(out, Buffer::new(pem.collect::<String>()));
        Ok(())
    })
}

/// Makes the signature value that a prepared signature waits for: for services that hold keys and never see the
/// document.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_signer_sign(
    signer: Option<&SignerHandle>,
    prepared: Option<&PreparedHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (signer, prepared) = (required(signer, "signer")?, &required(prepared, "prepared")?.prepared);
        let out = required(out, "out")?;
        give(out, Buffer::new(signer.key.sign(prepared.algorithm(), prepared.to_be_signed())?));
        Ok(())
    })
}

/// Frees the signer, and wipes the key.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_signer_free(signer: Option<Box<SignerHandle>>) {
    or_on_panic(|| (), || drop(signer));
}
