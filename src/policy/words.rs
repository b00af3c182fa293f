//! Words of a policy, and how words of the report stand in it.

use std::fmt;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::ser::Serializer;

use crate::report::{Changes, Level, Severity};

/// A closed list of words.
pub(super) trait Word: Copy + PartialEq + 'static {
    const WHAT: &'static str;
    const WORDS: &'static [Self];
    fn word(self) -> &'static str;
}

/// A key usage that lets a key sign documents (RFC 5280 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SigningUsage {
    /// Bit 0.
    DigitalSignature,
    /// Bit 1, contentCommitment in newer texts.
    NonRepudiation,
}

/// How the validity periods along a path are compared (ETSI EN 319 102-1 5.2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValidityModel {
    /// Every certificate has to be valid at the time of judgement: RFC 5280, and the only one here.
    Shell,
}

macro_rules! word {
    ($($type:ty, $what:literal, $all:expr, $as_str:expr;)+) => {
        $(impl Word for $type {
            const WHAT: &'static str = $what;
            const WORDS: &'static [Self] = $all;
            fn word(self) -> &'static str {
                let as_str: fn(Self) -> &'static str = $as_str;
                as_str(self)
            }
        })+
    };
}

word! {
    Level, "a level", Level::ALL, Level::as_str;
    Changes, "a kind of change", Changes::ALL, Changes::as_str;
    Severity, "a severity", Severity::ALL, Severity::as_str;
    SigningUsage, "a key usage for signing", &[Self::DigitalSignature, Self::NonRepudiation], |usage| match usage {
        SigningUsage::DigitalSignature => "digitalSignature",
        SigningUsage::NonRepudiation => "nonRepudiation",
    };
    ValidityModel, "a validity model", &[Self::Shell], |_| "shell";
}

/// The value that a word stands for.
pub(super) fn from_word<W: Word>(text: &str) -> Result<W, String> {
    W::WORDS.iter().copied().find(|word| word.word() == text).ok_or_else(|| {
        let known: Vec<&str> = W::WORDS.iter().map(|word| word.word()).collect();
        format!("\"{}\" is not {}; there are {}", json_text(text), W::WHAT, known.join(", "))
    })
}

/// Text of a policy file for an error, never more than a line of it.
pub(super) fn json_text(text: &str) -> String {
    text.chars().take(LONGEST_QUOTE).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

struct One<W>(std::marker::PhantomData<W>);

impl<W: Word> Visitor<'_> for One<W> {
    type Value = W;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(W::WHAT)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<W, E> {
        from_word(text).map_err(E::custom)
    }
}

struct Seed<W>(std::marker::PhantomData<W>);

impl<'de, W: Word> de::DeserializeSeed<'de> for Seed<W> {
    type Value = W;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<W, D::Error> {
        one::deserialize(deserializer)
    }
}

/// One word.
pub(super) mod one {
    use super::*;

    pub(in crate::policy) fn serialize<W: Word, S: Serializer>(word: &W, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(word.word())
    }

    pub(in crate::policy) fn deserialize<'de, W: Word, D: Deserializer<'de>>(from: D) -> Result<W, D::Error> {
        from.deserialize_str(One(std::marker::PhantomData))
    }
}

/// A word or null.
pub(super) mod optional {
    use super::*;

    pub(in crate::policy) fn serialize<W: Word, S: Serializer>(
        word: &Option<W>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match word {
            Some(word) => to.serialize_str(word.word()),
            None => to.serialize_none(),
        }
    }

    pub(in crate::policy) fn deserialize<'de, W: Word, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<W>, D::Error> {
        struct Maybe<W>(std::marker::PhantomData<W>);

        impl<'de, W: Word> Visitor<'de> for Maybe<W> {
            type Value = Option<W>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} or null", W::WHAT)
            }

            fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
                one::deserialize(from).map(Some)
            }
        }

        from.deserialize_option(Maybe(std::marker::PhantomData))
    }
}

/// A list of words, each once.
pub(super) mod list {
    use super::*;

    pub(in crate::policy) fn serialize<W: Word, S: Serializer>(
        words: &[W],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(words.iter().map(|word| word.word()))
    }

    pub(in crate::policy) fn deserialize<'de, W: Word, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<W>, D::Error> {
        struct Many<W>(std::marker::PhantomData<W>);

        impl<'de, W: Word> Visitor<'de> for Many<W> {
            type Value = Vec<W>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list, each of it {}", W::WHAT)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<W>, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = from.next_element_seed(Seed::<W>(std::marker::PhantomData))? {
                    if words.contains(&word) {
                        return Err(de::Error::custom(format!("\"{}\" stands twice in a list", word.word())));
                    }
                    words.push(word);
                }
                Ok(words)
            }
        }

        from.deserialize_seq(Many(std::marker::PhantomData))
    }
}

/// Longer words of a file are cut in messages.
const LONGEST_QUOTE: usize = 60;
