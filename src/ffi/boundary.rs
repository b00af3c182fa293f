//! What every function does at its two ends: arguments in, results and errors out, and no panic past this point.

use std::ffi::c_char;
use std::mem::{self, MaybeUninit};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::slice;

use super::error::ErrorHandle;
use super::status::{self, KYSO_OK, Status};
use crate::error::{Error, ErrorKind, Result};

/// Does the work and says how it went. A failure is also written to `error`, if the caller wants it. A panic becomes
/// `KYSO_INTERNAL`: unwinding into a caller that is not Rust would end the process.
pub(super) fn guard(
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
    work: impl FnOnce() -> Result<()>,
) -> Status {
    let panicked = || Err(Error::new(ErrorKind::Internal, "a panic"));
    match or_on_panic(panicked, work) {
        Ok(()) => KYSO_OK,
        Err(failure) => {
            if let Some(error) = error {
                error.write(or_on_panic(std::ptr::null_mut, || ErrorHandle::new(&failure).into_raw()));
            }
            status::of(failure.kind())
        }
    }
}

/// Does work that cannot fail; should it panic all the same, the answer is another one.
pub(super) fn or_on_panic<T>(otherwise: impl FnOnce() -> T, work: impl FnOnce() -> T) -> T {
    // What the work had its hands on is not used again: it is ours and dropped, or the call has failed.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        // Dropping what a panic carries can panic again.
        mem::forget(payload);
        otherwise()
    })
}

/// A pointer that must not be NULL.
pub(super) fn required<T>(pointer: Option<T>, name: &'static str) -> Result<T> {
    pointer.ok_or_else(|| invalid(format!("{name} is NULL")))
}

/// The bytes of an argument. NULL with length 0 stands for no bytes.
///
/// # Safety
/// Unless it is NULL, `data` points to `len` bytes that stay as they are for `'a`.
pub(super) unsafe fn bytes<'a>(data: *const u8, len: usize, name: &'static str) -> Result<&'a [u8]> {
    if data.is_null() {
        return if len == 0 { Ok(&[]) } else { Err(invalid(format!("{name} is NULL"))) };
    }
    // A negative length of a language without unsigned numbers arrives as such a number.
    if isize::try_from(len).is_err() {
        return Err(invalid(format!("the length of {name}")));
    }
    // SAFETY: not NULL, no longer than memory can be, and readable for 'a by the promise of our caller.
    Ok(unsafe { slice::from_raw_parts(data, len) })
}

/// The text of an argument, in UTF-8. NULL with length 0 stands for no text.
///
/// # Safety
/// As for [`bytes`].
pub(super) unsafe fn text<'a>(
    data: *const c_char,
    len: usize,
    name: &'static str,
) -> Result<Option<&'a str>> {
    // SAFETY: the promise of our caller is the same.
    let bytes = unsafe { bytes(data.cast(), len, name) }?;
    if data.is_null() {
        return Ok(None);
    }
    std::str::from_utf8(bytes).map(Some).map_err(|_| invalid(format!("{name} is not UTF-8")))
}

/// The same for a text that must be there.
///
/// # Safety
/// As for [`bytes`].
pub(super) unsafe fn required_text<'a>(
    data: *const c_char,
    len: usize,
    name: &'static str,
) -> Result<&'a str> {
    // SAFETY: the promise of our caller is the same.
    required(unsafe { text(data, len, name) }?, name)
}

/// The path of a file.
///
/// # Safety
/// As for [`bytes`].
pub(super) unsafe fn path_of<'a>(data: *const c_char, len: usize, name: &'static str) -> Result<&'a Path> {
    // SAFETY: the promise of our caller is the same.
    let path = unsafe { required_text(data, len, name) }?;
    // An operating system that stops reading at the zero would take another file than the one that was checked.
    if path.contains('\0') {
        return Err(invalid(format!("{name} contains a zero")));
    }
    Ok(Path::new(path))
}

/// Gives a new thing to the caller, who owns it from now on.
pub(super) fn give<T>(out: &mut MaybeUninit<*mut T>, value: T) {
    out.write(Box::into_raw(Box::new(value)));
}

/// An argument without meaning.
pub(super) fn invalid(what: String) -> Error {
    Error::new(ErrorKind::InvalidArgument, what)
}

#[cfg(test)]
mod tests {
    use std::mem::MaybeUninit;
    use std::ptr;

    use super::{bytes, guard, path_of, text};
    use crate::error::{Error, ErrorKind};
    use crate::ffi::error::{kyso_error_code, kyso_error_free, kyso_error_status};
    use crate::ffi::status::{KYSO_INTERNAL, KYSO_OK, KYSO_WRONG_PASSWORD};

    #[test]
    fn a_panic_becomes_a_status_and_an_error() {
        let mut error = MaybeUninit::uninit();
        let status = guard(Some(&mut error), || panic!("on purpose"));
        assert_eq!(status, KYSO_INTERNAL);
        // SAFETY: a failure has written it, and nobody else owns it.
        let error = unsafe { Box::from_raw(error.assume_init()) };
        assert_eq!(kyso_error_status(Some(&error)), KYSO_INTERNAL);
        // SAFETY: a text with a zero at its end, as long-lived as the error.
        let code = unsafe { std::ffi::CStr::from_ptr(kyso_error_code(Some(&error))) };
        assert_eq!(code, c"internal-error");
        kyso_error_free(Some(error));
        assert_eq!(guard(None, || panic!("on purpose")), KYSO_INTERNAL);
    }

    #[test]
    fn an_error_is_written_on_failure_only() {
        let mut error = MaybeUninit::new(ptr::null_mut());
        assert_eq!(guard(Some(&mut error), || Ok(())), KYSO_OK);
        // SAFETY: it was written when it was made.
        assert!(unsafe { error.assume_init() }.is_null());
        let failure = || Err(Error::new(ErrorKind::WrongPassword, "key file"));
        assert_eq!(guard(None, failure), KYSO_WRONG_PASSWORD);
    }

    #[test]
    fn null_is_nothing_or_a_fault() {
        // SAFETY: NULL, and bytes that are there.
        unsafe {
            assert_eq!(bytes(ptr::null(), 0, "document"), Ok(&[][..]));
            assert_eq!(bytes(ptr::null(), 1, "document").unwrap_err().detail(), "document is NULL");
            assert_eq!(bytes(b"abc".as_ptr(), 2, "document"), Ok(&b"ab"[..]));
            assert_eq!(text(ptr::null(), 0, "password"), Ok(None));
            assert_eq!(text(c"".as_ptr(), 0, "password"), Ok(Some("")));
            assert_eq!(text(c"Hà Nội".as_ptr(), 9, "place"), Ok(Some("Hà Nội")));
            assert_eq!(
                path_of(b"a\0b".as_ptr().cast(), 3, "path").unwrap_err().detail(),
                "path contains a zero"
            );
            assert_eq!(text(c"Hà Nội".as_ptr(), 2, "place").unwrap_err().detail(), "place is not UTF-8");
        }
    }

    #[test]
    fn a_negative_length_is_a_fault() {
        // SAFETY: the length is refused before anything is read.
        let error = unsafe { bytes(b"abc".as_ptr(), usize::MAX, "document") }.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
}
