//! `kyso_sign`: with a key in memory, in one step.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{bytes, give, guard, path_of, required};
use super::buffer::Buffer;
use super::error::ErrorHandle;
use super::sign_options::SignOptionsHandle;
use super::signer::SignerHandle;
use super::status::Status;
use crate::error::Result;
use crate::files::{Input, append};
use crate::limits::Limits;
use crate::sign::{SignedUpdate, sign};

/// Signs a PDF that is in memory. `out` receives the signed document: the bytes of `document` and an update behind
/// them. `options` may be NULL. Free the result with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign(
    document: *const u8,
    document_len: usize,
    signer: Option<&SignerHandle>,
    options: Option<&SignOptionsHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let document = unsafe { bytes(document, document_len, "document") }?;
        let (signer, out) = (required(signer, "signer")?, required(out, "out")?);
        give(out, Buffer::new(update(document, signer, options)?.append_to(document)));
        Ok(())
    })
}

/// The same, but `out` receives the update alone: what has to be appended to the document to sign it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign_update(
    document: *const u8,
    document_len: usize,
    signer: Option<&SignerHandle>,
    options: Option<&SignOptionsHandle>,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let document = unsafe { bytes(document, document_len, "document") }?;
        let (signer, out) = (required(signer, "signer")?, required(out, "out")?);
        give(out, Buffer::new(update(document, signer, options)?.as_bytes()));
        Ok(())
    })
}

/// Signs a PDF file of any size and writes the signed document to `output`, which may be the same file. It is
/// written under another name and renamed when it is whole, so `output` is never half a file. What
/// kyso_verify_file says of mapped files holds here too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign_file(
    path: *const c_char,
    path_len: usize,
    signer: Option<&SignerHandle>,
    options: Option<&SignOptionsHandle>,
    output: *const c_char,
    output_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let path = unsafe { path_of(path, path_len, "path") }?;
        // SAFETY: the caller lets that many bytes be read during the call.
        let output = unsafe { path_of(output, output_len, "output") }?;
        let signer = required(signer, "signer")?;
        let mut input = Input::open(path)?;
        let update = update(input.bytes(), signer, options)?;
        append(&mut input, update.as_bytes(), output)
    })
}

fn update(
    document: &[u8],
    signer: &SignerHandle,
    options: Option<&SignOptionsHandle>,
) -> Result<SignedUpdate> {
    let options = SignOptionsHandle::of(options);
    sign(document, &signer.key, &signer.certificates, &options, &Limits::default())
}
