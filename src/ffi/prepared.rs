//! `kyso_prepared`: signing in two steps, for keys that are elsewhere.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{bytes, give, guard, or_on_panic, path_of, required, required_text};
use super::buffer::Buffer;
use super::error::ErrorHandle;
use super::sign_options::{KYSO_SHA256, KYSO_SHA384, KYSO_SHA512, SignOptionsHandle};
use super::status::Status;
use crate::crypto::DigestAlgorithm;
use crate::error::{Error, ErrorKind, Result};
use crate::files::{Input, append};
use crate::limits::Limits;
use crate::pki::certificates_from;
use crate::sign::{PreparedSignature, prepare};

/// A signature that waits for its value. It holds no copy of the document and nothing secret. Several threads may
/// use it at once.
pub struct PreparedHandle {
    pub(super) prepared: PreparedSignature,
}

impl PreparedHandle {
    fn new(document: &[u8], certificates: &[u8], options: Option<&SignOptionsHandle>) -> Result<Self> {
        let limits = Limits::default();
        let certificates = certificates_from(certificates, &limits)?;
        let prepared = prepare(document, &certificates, &SignOptionsHandle::of(options), &limits)?;
        Ok(Self { prepared })
    }
}

/// First step of signing a PDF that is in memory: finds out which bytes the signer's key has to sign.
///
/// `certificates` are PEM, DER one behind the other, or PKCS#7: the signer's first, then its issuers. `options` may
/// be NULL. Free the result with kyso_prepared_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepare(
    document: *const u8,
    document_len: usize,
    certificates: *const u8,
    certificates_len: usize,
    options: Option<&SignOptionsHandle>,
    out: Option<&mut MaybeUninit<*mut PreparedHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let document = unsafe { bytes(document, document_len, "document") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let certificates = unsafe { bytes(certificates, certificates_len, "certificates") }?;
        let out = required(out, "out")?;
        give(out, PreparedHandle::new(document, certificates, options)?);
        Ok(())
    })
}

/// The same for a PDF file of any size. What kyso_verify_file says of mapped files holds here too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepare_file(
    path: *const c_char,
    path_len: usize,
    certificates: *const u8,
    certificates_len: usize,
    options: Option<&SignOptionsHandle>,
    out: Option<&mut MaybeUninit<*mut PreparedHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let path = unsafe { path_of(path, path_len, "path") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let certificates = unsafe { bytes(certificates, certificates_len, "certificates") }?;
        let out = required(out, "out")?;
        let input = Input::open(path)?;
        give(out, PreparedHandle::new(input.bytes(), certificates, options)?);
        Ok(())
    })
}

/// The bytes that the signer's key has to sign with the algorithm of kyso_prepared_algorithm_name.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_prepared_to_be_signed(
    prepared: Option<&PreparedHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (prepared, out) = (&required(prepared, "prepared")?.prepared, required(out, "out")?);
        give(out, Buffer::new(prepared.to_be_signed()));
        Ok(())
    })
}

/// The digest of those bytes, for tokens and services that sign a digest. Ed25519 signs the bytes themselves.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_prepared_digest(
    prepared: Option<&PreparedHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (prepared, out) = (&required(prepared, "prepared")?.prepared, required(out, "out")?);
        give(out, Buffer::new(prepared.digest_to_be_signed().as_ref()));
        Ok(())
    })
}

/// Which digest that is: KYSO_SHA256, KYSO_SHA384 or KYSO_SHA512.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_prepared_digest_algorithm(
    prepared: Option<&PreparedHandle>,
    digest: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (prepared, digest) = (&required(prepared, "prepared")?.prepared, required(digest, "digest")?);
        digest.write(match prepared.digest_to_be_signed().algorithm() {
            DigestAlgorithm::Sha256 => KYSO_SHA256,
            DigestAlgorithm::Sha384 => KYSO_SHA384,
            DigestAlgorithm::Sha512 => KYSO_SHA512,
            _ => return Err(Error::new(ErrorKind::Internal, "a digest without a number")),
        });
        Ok(())
    })
}

/// The name of the algorithm that the value must be made with, such as "RSA with SHA-256".
#[unsafe(no_mangle)]
pub extern "C" fn kyso_prepared_algorithm_name(
    prepared: Option<&PreparedHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (prepared, out) = (&required(prepared, "prepared")?.prepared, required(out, "out")?);
        give(out, Buffer::new(prepared.algorithm().name()));
        Ok(())
    })
}

/// The same as an AlgorithmIdentifier (RFC 5280 4.1.1.2) in DER, with all parameters.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_prepared_algorithm_der(
    prepared: Option<&PreparedHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (prepared, out) = (&required(prepared, "prepared")?.prepared, required(out, "out")?);
        give(out, Buffer::new(prepared.algorithm().to_der()));
        Ok(())
    })
}

/// The state as JSON, to go on in another process or on another day.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_prepared_to_json(
    prepared: Option<&PreparedHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (prepared, out) = (&required(prepared, "prepared")?.prepared, required(out, "out")?);
        give(out, Buffer::new(prepared.to_json()));
        Ok(())
    })
}

/// Reads what kyso_prepared_to_json wrote.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_from_json(
    json: *const c_char,
    json_len: usize,
    out: Option<&mut MaybeUninit<*mut PreparedHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let json = unsafe { required_text(json, json_len, "json") }?;
        let out = required(out, "out")?;
        give(out, PreparedHandle { prepared: PreparedSignature::from_json(json)? });
        Ok(())
    })
}

/// Second step of signing: checks the signature value with the signer's certificate and puts it into the document,
/// which must be the one that was prepared. ECDSA values are in DER. `out` receives the signed document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_complete(
    prepared: Option<&PreparedHandle>,
    document: *const u8,
    document_len: usize,
    value: *const u8,
    value_len: usize,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let document = unsafe { bytes(document, document_len, "document") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let value = unsafe { bytes(value, value_len, "value") }?;
        let (prepared, out) = (&required(prepared, "prepared")?.prepared, required(out, "out")?);
        give(out, Buffer::new(prepared.complete(document, value)?.append_to(document)));
        Ok(())
    })
}

/// The same, but `out` receives the update alone: what has to be appended to the document to sign it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_complete_update(
    prepared: Option<&PreparedHandle>,
    document: *const u8,
    document_len: usize,
    value: *const u8,
    value_len: usize,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let document = unsafe { bytes(document, document_len, "document") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let value = unsafe { bytes(value, value_len, "value") }?;
        let (prepared, out) = (&required(prepared, "prepared")?.prepared, required(out, "out")?);
        give(out, Buffer::new(prepared.complete(document, value)?.as_bytes()));
        Ok(())
    })
}

/// The same from file to file, as kyso_sign_file does it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_complete_file(
    prepared: Option<&PreparedHandle>,
    path: *const c_char,
    path_len: usize,
    value: *const u8,
    value_len: usize,
    output: *const c_char,
    output_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let path = unsafe { path_of(path, path_len, "path") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let value = unsafe { bytes(value, value_len, "value") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let output = unsafe { path_of(output, output_len, "output") }?;
        let prepared = &required(prepared, "prepared")?.prepared;
        let mut input = Input::open(path)?;
        let update = prepared.complete(input.bytes(), value)?;
        append(&mut input, update.as_bytes(), output)
    })
}

/// Frees the prepared signature.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_prepared_free(prepared: Option<Box<PreparedHandle>>) {
    or_on_panic(|| (), || drop(prepared));
}
