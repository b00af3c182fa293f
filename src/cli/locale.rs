//! The language of the environment.

use std::env;

use crate::report::Language;

/// The language of messages when `--lang` does not say: that of the locale (POSIX.1-2017 XBD 8.2).
pub(super) fn language() -> Language {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env::var_os).find(|v| !v.is_empty());
    Language::from_locale(&locale.unwrap_or_default().to_string_lossy())
}
