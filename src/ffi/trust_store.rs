//! `kyso_trust_store`.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{bytes, give, guard, or_on_panic, path_of, required};
use super::error::ErrorHandle;
use super::status::Status;
use crate::error::Result;
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::{TrustStore, certificates_from};

/// Whom the caller trusts, and certificates that are always at hand. Several threads may verify with it at once as
/// long as none adds to it.
pub struct TrustStoreHandle {
    pub(super) store: TrustStore,
}

impl TrustStoreHandle {
    fn add(&mut self, certificates: &[u8], count: Option<&mut MaybeUninit<usize>>) -> Result<()> {
        let added = self.store.add_from(certificates, &Limits::default())?;
        if let Some(count) = count {
            count.write(added);
        }
        Ok(())
    }
}

/// Makes a trust store that trusts nobody. Free it with kyso_trust_store_free.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_trust_store_new(
    out: Option<&mut MaybeUninit<*mut TrustStoreHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        give(required(out, "out")?, TrustStoreHandle { store: TrustStore::new() });
        Ok(())
    })
}

/// Adds the certificates of a file that is in memory: PEM, DER or PKCS#7 (.p7b), one or many. Self-issued ones are
/// trusted from now on; the others are offered to every path without being trusted. `count`, which may be NULL,
/// receives how many there were. On failure the store is as it was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_store_add(
    store: Option<&mut TrustStoreHandle>,
    certificates: *const u8,
    certificates_len: usize,
    count: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let certificates = unsafe { bytes(certificates, certificates_len, "certificates") }?;
        required(store, "store")?.add(certificates, count)
    })
}

/// The same for a file on disk.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_store_add_file(
    store: Option<&mut TrustStoreHandle>,
    path: *const c_char,
    path_len: usize,
    count: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let path = unsafe { path_of(path, path_len, "path") }?;
        let store = required(store, "store")?;
        store.add(Input::open(path)?.bytes(), count)
    })
}

/// Trusts all certificates of a file that is in memory, self-issued or not: to trust a sub CA without its root, or
/// a single signer. On failure the store is as it was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_store_add_anchor(
    store: Option<&mut TrustStoreHandle>,
    certificates: *const u8,
    certificates_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let certificates = unsafe { bytes(certificates, certificates_len, "certificates") }?;
        let store = required(store, "store")?;
        for anchor in certificates_from(certificates, &Limits::default())? {
            store.store.add_anchor(anchor);
        }
        Ok(())
    })
}

/// Frees the trust store. Reports that were made with it stay as they are.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_trust_store_free(store: Option<Box<TrustStoreHandle>>) {
    or_on_panic(|| (), || drop(store));
}
