//! The one table of codes: name, severity, consequence, axis, and the texts in Vietnamese and English. JSON, the
//! command, C and the bindings all read it. Codes are never renamed or reused.

#[macro_use]
mod failure;
#[macro_use]
mod byte_range;
#[macro_use]
mod coverage;
#[macro_use]
mod change;
#[macro_use]
mod structure;
#[macro_use]
mod message;
#[macro_use]
mod algorithm;
#[macro_use]
mod path;
#[macro_use]
mod revocation;
#[macro_use]
mod moment;
#[macro_use]
mod timestamp;
#[macro_use]
mod level;
#[macro_use]
mod document;
#[macro_use]
mod risk;

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::report::{Language, Severity, SubIndication};

macro_rules! outcome {
    (none) => {
        Outcome::None
    };
    (indeterminate $sub:ident) => {
        Outcome::Indeterminate(SubIndication::$sub)
    };
    (failed $sub:ident) => {
        Outcome::Failed(SubIndication::$sub)
    };
}

macro_rules! code_table {
    ([] [$(
        $variant:ident $name:literal $severity:ident $outcome:ident $(($sub:ident))? $axis:ident
        vi $vi:literal $vi_remedy:literal
        en $en:literal $en_remedy:literal
    )*]) => {
        /// What a [`Finding`](crate::Finding) says. The text under each name is its message in English; words in
        /// braces are filled in by the finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $en] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn row(self) -> &'static Row {
                match self {
                    $(Self::$variant => const {
                        &Row {
                            name: $name,
                            severity: Severity::$severity,
                            outcome: outcome!($outcome $($sub)?),
                            axis: Axis::$axis,
                            vietnamese: Words { message: $vi, remedy: $vi_remedy },
                            english: Words { message: $en, remedy: $en_remedy },
                        }
                    },)*
                }
            }
        }
    };
}

// Each group adds its rows and hands all of them to the next; the last makes the table.
failure_rows! {
    [
        byte_range_rows coverage_rows change_rows structure_rows message_rows algorithm_rows path_rows
        revocation_rows moment_rows timestamp_rows level_rows document_rows risk_rows code_table
    ]
    []
}

/// What a finding means for the indication of its signature (ETSI EN 319 102-1 5.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It does not change the indication.
    None,
    /// The signature cannot be TOTAL_PASSED; whether it is valid is not known.
    Indeterminate(SubIndication),
    /// The signature is TOTAL_FAILED.
    Failed(SubIndication),
}

/// Which of the three questions a finding answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Is the document what was signed?
    Integrity,
    /// Who signed, and does the certificate lead to an anchor?
    Identity,
    /// When was it signed?
    Time,
    /// None of them: it concerns the file or the work.
    Document,
}

struct Row {
    name: &'static str,
    severity: Severity,
    outcome: Outcome,
    axis: Axis,
    vietnamese: Words,
    english: Words,
}

struct Words {
    message: &'static str,
    remedy: &'static str,
}

impl Code {
    /// The stable name, as JSON and the C functions give it: `byte-range-not-from-zero`.
    pub fn as_str(self) -> &'static str {
        self.row().name
    }

    /// How much it matters.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// What it means for the indication of the signature.
    pub fn outcome(self) -> Outcome {
        self.row().outcome
    }

    /// Which of the three questions it answers.
    pub fn axis(self) -> Axis {
        self.row().axis
    }

    /// The message as it stands in the table, with `{names}` still to be filled in.
    pub fn message(self, language: Language) -> &'static str {
        self.words(language).message
    }

    /// What to do about it, as it stands in the table.
    pub fn remedy(self, language: Language) -> &'static str {
        self.words(language).remedy
    }

    fn words(self, language: Language) -> &'static Words {
        match language {
            Language::Vi => &self.row().vietnamese,
            Language::En => &self.row().english,
        }
    }

    /// The row of a kind of error.
    pub fn of_error(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidArgument => Self::InvalidArgument,
            ErrorKind::OutputRefused => Self::OutputRefused,
            ErrorKind::FileNotFound => Self::FileNotFound,
            ErrorKind::NotAFile => Self::NotAFile,
            ErrorKind::Unreadable => Self::FileUnreadable,
            ErrorKind::WriteFailed => Self::WriteFailed,
            ErrorKind::EmptyInput => Self::EmptyFile,
            ErrorKind::UnknownFormat => Self::UnknownFormat,
            ErrorKind::MalformedPdf => Self::MalformedPdf,
            ErrorKind::UnsupportedEncryption => Self::UnsupportedEncryption,
            ErrorKind::PasswordRequired => Self::PasswordRequired,
            ErrorKind::WrongPassword => Self::WrongPassword,
            ErrorKind::LimitExceeded => Self::LimitExceeded,
            ErrorKind::MalformedPolicy => Self::MalformedPolicy,
            ErrorKind::MalformedAsn1 => Self::MalformedAsn1,
            ErrorKind::MalformedCertificate => Self::MalformedCertificate,
            ErrorKind::MalformedCms => Self::MalformedCms,
            ErrorKind::MalformedKey => Self::MalformedKeyFile,
            ErrorKind::NoPrivateKey => Self::NoPrivateKey,
            ErrorKind::SeveralKeys => Self::SeveralPrivateKeys,
            ErrorKind::NoCertificate => Self::NoCertificate,
            ErrorKind::MalformedRevocationData => Self::MalformedRevocationData,
            ErrorKind::OcspUnsuccessful => Self::OcspUnsuccessful,
            ErrorKind::UnsupportedAlgorithm => Self::UnsupportedAlgorithm,
            ErrorKind::SigningForbidden => Self::SigningForbidden,
            ErrorKind::FieldNotFound => Self::FieldNotFound,
            ErrorKind::FieldAlreadySigned => Self::FieldAlreadySigned,
            ErrorKind::SeedValueConflict => Self::SeedValueConflict,
            ErrorKind::KeyMismatch => Self::KeyMismatch,
            ErrorKind::CertificateExpired => Self::SigningCertificateExpired,
            ErrorKind::CertificateNotYetValid => Self::SigningCertificateNotYetValid,
            ErrorKind::CertificateWrongUsage => Self::SigningCertificateWrongUsage,
            ErrorKind::PlaceholderTooSmall => Self::PlaceholderTooSmall,
            ErrorKind::SignatureValueInvalid => Self::SignatureValueInvalid,
            ErrorKind::MalformedState => Self::MalformedState,
            ErrorKind::StateMismatch => Self::StateMismatch,
            ErrorKind::LevelNotReached => Self::LevelNotReached,
            ErrorKind::UrlRefused => Self::UrlRefused,
            ErrorKind::FetchFailed => Self::FetchFailed,
            ErrorKind::TimestampRefused => Self::TimestampRefused,
            ErrorKind::TimestampUnusable => Self::TimestampUnusable,
            ErrorKind::Internal => Self::InternalError,
        }
    }
}

impl FromStr for Code {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().find(|code| code.as_str() == name);
        found.copied().ok_or_else(|| Error::new(ErrorKind::InvalidArgument, "no such code in the table"))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Axis, Code, Language, Outcome, Severity, SubIndication};

    fn kebab(variant: &str) -> String {
        let mut name = String::new();
        for letter in variant.chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).map(|rest| rest.split_once('}').expect("a closed brace").0).collect()
    }

    #[test]
    fn codes_are_unique_and_named_as_their_variants() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(code.as_str(), kebab(&format!("{code:?}")));
            assert_eq!(code.as_str().parse(), Ok(*code));
        }
        assert!("no-such-code".parse::<Code>().is_err());
    }

    #[test]
    fn every_row_has_whole_sentences_in_both_languages() {
        // The letters that only Vietnamese has; every sentence needs one.
        let marks = "ăâđêôơưĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";
        for code in Code::ALL {
            let (vi, vi_remedy) = (code.message(Language::Vi), code.remedy(Language::Vi));
            let (en, en_remedy) = (code.message(Language::En), code.remedy(Language::En));
            for text in [vi, vi_remedy, en, en_remedy] {
                assert!(text.ends_with('.') && !text.contains("  ") && text.trim() == text, "{code}: {text}");
            }
            for text in [vi, vi_remedy] {
                assert!(text.chars().any(|letter| marks.contains(letter)), "{code}: {text}");
            }
            for text in [en, en_remedy] {
                assert!(text.is_ascii(), "{code}: {text}");
            }
            assert_eq!(placeholders(vi), placeholders(en), "{code}");
            assert!(placeholders(vi_remedy).is_empty() && placeholders(en_remedy).is_empty(), "{code}");
        }
    }

    #[test]
    fn vietnamese_is_written_in_composed_letters() {
        for code in Code::ALL {
            for text in [code.message(Language::Vi), code.remedy(Language::Vi)] {
                assert!(!text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)), "{code}: {text}");
            }
        }
    }

    #[test]
    fn only_errors_change_an_indication() {
        for code in Code::ALL {
            match (code.outcome(), code.severity()) {
                (Outcome::None, Severity::Error) => assert_eq!(code.axis(), Axis::Document, "{code}"),
                (Outcome::None, _) | (_, Severity::Error) => {}
                _ => panic!("{code} changes the indication without being an error"),
            }
        }
    }

    #[test]
    fn total_failed_has_only_the_sub_indications_of_the_standard() {
        // ETSI EN 319 102-1 table 5: what may stand beside TOTAL-FAILED.
        let allowed = [
            SubIndication::FormatFailure,
            SubIndication::HashFailure,
            SubIndication::SigCryptoFailure,
            SubIndication::Revoked,
            SubIndication::Expired,
            SubIndication::NotYetValid,
        ];
        for code in Code::ALL {
            match code.outcome() {
                Outcome::Failed(sub) => assert!(allowed.contains(&sub), "{code}"),
                Outcome::Indeterminate(sub) => assert!(!allowed.contains(&sub), "{code}"),
                Outcome::None => {}
            }
        }
    }
}
