//! The languages of messages, as numbers.

use super::boundary::invalid;
use crate::error::Result;
use crate::report::Language;

/// Messages in Vietnamese.
pub const KYSO_VIETNAMESE: i32 = 1;
/// Messages in English.
pub const KYSO_ENGLISH: i32 = 2;

pub(super) fn language_of(number: i32) -> Result<Language> {
    match number {
        KYSO_VIETNAMESE => Ok(Language::Vi),
        KYSO_ENGLISH => Ok(Language::En),
        _ => Err(invalid("the language is neither KYSO_VIETNAMESE nor KYSO_ENGLISH".to_owned())),
    }
}
