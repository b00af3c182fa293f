//! `kyso_error`.

use std::ffi::{CString, c_char};

use super::boundary::or_on_panic;
use super::language::KYSO_VIETNAMESE;
use super::status::{self, KYSO_OK, Status};
use crate::error::Error;
use crate::report::{Finding, Language, printable};

/// Why a call failed. It belongs to whoever called, and may be read by several threads at once.
pub struct ErrorHandle {
    cause: Error,
    code: CString,
    vietnamese: Words,
    english: Words,
}

struct Words {
    message: CString,
    remedy: CString,
}

impl ErrorHandle {
    pub(super) fn new(cause: &Error) -> Self {
        let finding = Finding::of_error(cause);
        let words = |language| Words {
            message: c_string(&finding.message(language)),
            remedy: c_string(finding.remedy(language)),
        };
        Self {
            cause: cause.clone(),
            code: c_string(finding.code.as_str()),
            vietnamese: words(Language::Vi),
            english: words(Language::En),
        }
    }

    pub(super) fn into_raw(self) -> *mut Self {
        Box::into_raw(Box::new(self))
    }

    pub(super) fn cause(&self) -> &Error {
        &self.cause
    }

    fn words(&self, language: i32) -> &Words {
        if language == KYSO_VIETNAMESE { &self.vietnamese } else { &self.english }
    }
}

/// The status that the failed call returned; KYSO_OK if `error` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_error_status(error: Option<&ErrorHandle>) -> Status {
    error.map_or(KYSO_OK, |error| status::of(error.cause.kind()))
}

/// The stable code of the failure, such as "wrong-password": what programs compare and write to logs. It belongs to
/// the error and is never NULL; it is empty if `error` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_error_code(error: Option<&ErrorHandle>) -> *const c_char {
    error.map_or(c"", |error| &error.code).as_ptr()
}

/// What happened, as a sentence for people: KYSO_VIETNAMESE or, for any other number, English. It belongs to the
/// error and is never NULL; it is empty if `error` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_error_message(error: Option<&ErrorHandle>, language: i32) -> *const c_char {
    error.map_or(c"", |error| &error.words(language).message).as_ptr()
}

/// What to do about it, as a sentence for people; the rest is as for kyso_error_message.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_error_remedy(error: Option<&ErrorHandle>, language: i32) -> *const c_char {
    error.map_or(c"", |error| &error.words(language).remedy).as_ptr()
}

/// The byte of the input at which reading failed; -1 if that is not known or `error` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_error_offset(error: Option<&ErrorHandle>) -> i64 {
    let offset = error.and_then(|error| error.cause.offset());
    offset.and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1)
}

/// Frees the error, and the texts that it gave out.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_error_free(error: Option<Box<ErrorHandle>>) {
    or_on_panic(|| (), || drop(error));
}

/// Control characters, zero among them, are replaced.
fn c_string(text: &str) -> CString {
    CString::new(printable(text)).unwrap_or_default()
}
