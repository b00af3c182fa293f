//! The language in which a report is written.

use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// The language of messages, remedies and text reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Language {
    /// Both of them. The list is complete.
    pub const ALL: &'static [Self] = &[Self::Vi, Self::En];

    /// The language tag (RFC 5646): `vi` or `en`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a POSIX locale such as `vi_VN.UTF-8`; English for every locale that is not Vietnamese.
    pub fn from_locale(locale: &str) -> Self {
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("vi") { Self::Vi } else { Self::En }
    }
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(tag: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().find(|language| language.as_str() == tag);
        found.copied().ok_or_else(|| Error::new(ErrorKind::InvalidArgument, "the language is vi or en"))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_locale_names_its_language_first() {
        for vi in ["vi", "vi_VN", "vi_VN.UTF-8", "vi-VN", "VI_vn@currency=VND"] {
            assert_eq!(Language::from_locale(vi), Language::Vi, "{vi}");
        }
        for en in ["", "C", "C.UTF-8", "POSIX", "en_US.UTF-8", "fr_FR", "vim", "video"] {
            assert_eq!(Language::from_locale(en), Language::En, "{en}");
        }
    }
}
