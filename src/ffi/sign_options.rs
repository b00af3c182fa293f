//! `kyso_sign_options`.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{give, guard, invalid, or_on_panic, required, text};
use super::error::ErrorHandle;
use super::moment::{KYSO_TIME_NOW, time};
use super::status::Status;
use crate::crypto::DigestAlgorithm;
use crate::error::Result;
use crate::pdf::signing::{Certification, SubFilter};
use crate::sign::SignOptions;

/// SHA-256.
pub const KYSO_SHA256: i32 = 1;
/// SHA-384.
pub const KYSO_SHA384: i32 = 2;
/// SHA-512.
pub const KYSO_SHA512: i32 = 3;

/// PAdES (EN 319 142-1).
pub const KYSO_ETSI_CADES_DETACHED: i32 = 1;
/// What older tools write and read.
pub const KYSO_ADBE_PKCS7_DETACHED: i32 = 2;

/// After the signature nothing may be changed.
pub const KYSO_CERTIFY_NO_CHANGES: i32 = 1;
/// After the signature forms may be filled in and signed.
pub const KYSO_CERTIFY_FORM_FILLING: i32 = 2;
/// After the signature forms may be filled in and signed, and annotations made.
pub const KYSO_CERTIFY_ANNOTATIONS: i32 = 3;

/// How to sign. Several threads may sign with it at once as long as none changes it.
pub struct SignOptionsHandle {
    time: i64,
    /// Its time is not used.
    options: SignOptions,
}

impl SignOptionsHandle {
    fn new() -> Self {
        Self { time: KYSO_TIME_NOW, options: SignOptions::new(time(0)) }
    }

    /// The options of one call.
    pub(super) fn of(handle: Option<&Self>) -> SignOptions {
        let mut options = handle.map_or_else(|| Self::new().options, |handle| handle.options.clone());
        options.signing_time = time(handle.map_or(KYSO_TIME_NOW, |handle| handle.time));
        options
    }
}

/// Makes options with their defaults: now, PAdES, SHA-256, a new invisible field, no certification. Free them with
/// kyso_sign_options_free.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_new(
    out: Option<&mut MaybeUninit<*mut SignOptionsHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        give(required(out, "out")?, SignOptionsHandle::new());
        Ok(())
    })
}

/// Sets the claimed time of signing, in seconds since 1970-01-01T00:00:00Z, or KYSO_TIME_NOW for that of each call.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_set_time(
    options: Option<&mut SignOptionsHandle>,
    seconds: i64,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.time = seconds;
        Ok(())
    })
}

/// Sets the digest algorithm: KYSO_SHA256, KYSO_SHA384, KYSO_SHA512, or 0 for what the field asks for, else SHA-256.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_set_digest(
    options: Option<&mut SignOptionsHandle>,
    digest: i32,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.options.digest = match digest {
            0 => None,
            KYSO_SHA256 => Some(DigestAlgorithm::Sha256),
            KYSO_SHA384 => Some(DigestAlgorithm::Sha384),
            KYSO_SHA512 => Some(DigestAlgorithm::Sha512),
            _ => return Err(invalid("digest has no such number".to_owned())),
        };
        Ok(())
    })
}

/// Sets the format: KYSO_ETSI_CADES_DETACHED, KYSO_ADBE_PKCS7_DETACHED, or 0 for what the field asks for, else the
/// first.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_set_sub_filter(
    options: Option<&mut SignOptionsHandle>,
    sub_filter: i32,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.options.sub_filter = match sub_filter {
            0 => None,
            KYSO_ETSI_CADES_DETACHED => Some(SubFilter::EtsiCadesDetached),
            KYSO_ADBE_PKCS7_DETACHED => Some(SubFilter::AdbePkcs7Detached),
            _ => return Err(invalid("sub_filter has no such number".to_owned())),
        };
        Ok(())
    })
}

/// Signs with RSASSA-PSS instead of PKCS#1 v1.5 if `pss` is not 0. Tools in use cannot all check it.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_set_pss(
    options: Option<&mut SignOptionsHandle>,
    pss: i32,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.options.pss = pss != 0;
        Ok(())
    })
}

/// Makes this a certification signature, which only the first of a document can be: one of KYSO_CERTIFY_..., or 0
/// for an ordinary signature.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_set_certify(
    options: Option<&mut SignOptionsHandle>,
    certify: i32,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.options.certify = match certify {
            0 => None,
            KYSO_CERTIFY_NO_CHANGES => Some(Certification::NoChanges),
            KYSO_CERTIFY_FORM_FILLING => Some(Certification::FormFilling),
            KYSO_CERTIFY_ANNOTATIONS => Some(Certification::Annotations),
            _ => return Err(invalid("certify has no such number".to_owned())),
        };
        Ok(())
    })
}

/// Signs in the existing empty signature field of this full name; NULL makes a new, invisible one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign_options_set_field(
    options: Option<&mut SignOptionsHandle>,
    field: *const c_char,
    field_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        unsafe { set_text(options, field, field_len, "field", |options| &mut options.field) }
    })
}

/// Sets why it is signed (/Reason); NULL takes it away.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign_options_set_reason(
    options: Option<&mut SignOptionsHandle>,
    reason: *const c_char,
    reason_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        unsafe { set_text(options, reason, reason_len, "reason", |options| &mut options.reason) }
    })
}

/// Sets where it is signed (/Location); NULL takes it away.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign_options_set_location(
    options: Option<&mut SignOptionsHandle>,
    location: *const c_char,
    location_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        unsafe { set_text(options, location, location_len, "location", |options| &mut options.location) }
    })
}

/// Sets how to reach the signer (/ContactInfo); NULL takes it away.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign_options_set_contact(
    options: Option<&mut SignOptionsHandle>,
    contact: *const c_char,
    contact_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        unsafe { set_text(options, contact, contact_len, "contact", |options| &mut options.contact) }
    })
}

/// Sets the password of an encrypted document; NULL takes it away. The empty password is tried as well.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign_options_set_password(
    options: Option<&mut SignOptionsHandle>,
    password: *const c_char,
    password_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        unsafe { set_text(options, password, password_len, "password", |options| &mut options.password) }
    })
}

/// Keeps this many bytes free for what is added to the signature later, beyond what it needs itself.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_set_reserve(
    options: Option<&mut SignOptionsHandle>,
    reserve: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.options.reserve = reserve;
        Ok(())
    })
}

/// Signs even with a certificate that is out of its validity, if `allow` is not 0: for tests and repairs only.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_danger_allow_expired(
    options: Option<&mut SignOptionsHandle>,
    allow: i32,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.options.danger_allow_expired = allow != 0;
        Ok(())
    })
}

/// Frees the options.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sign_options_free(options: Option<Box<SignOptionsHandle>>) {
    or_on_panic(|| (), || drop(options));
}

/// Sets or takes away one of the texts.
///
/// # Safety
/// As for [`text`].
unsafe fn set_text(
    options: Option<&mut SignOptionsHandle>,
    value: *const c_char,
    value_len: usize,
    name: &'static str,
    place: impl FnOnce(&mut SignOptions) -> &mut Option<String>,
) -> Result<()> {
    // SAFETY: the promise of our caller is the same.
    let value = unsafe { text(value, value_len, name) }?;
    *place(&mut required(options, "options")?.options) = value.map(str::to_owned);
    Ok(())
}
