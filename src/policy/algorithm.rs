//! Until when algorithms may be relied on (ETSI EN 319 102-1 5.2.8: cryptographic constraints).

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::Policy;
use super::words::json_text;
use crate::crypto::{DigestAlgorithm, KeyKind, SignatureAlgorithm};
use crate::time::Time;

/// One algorithm, how long its keys have to be, and until when it may be relied on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AlgorithmRule {
    /// Which algorithm.
    pub algorithm: Algorithm,
    /// For keys, the shortest that the rule is about; the rule of the longest minimum that a key reaches is the one
    /// that counts. 0 for digests.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minimum_bits: usize,
    /// Until when.
    pub until: Reliability,
    /// Where that is written: a clause, for people.
    pub source: String,
}

/// What a rule can be about. Complete by nature: what the library verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// A digest.
    Digest(DigestAlgorithm),
    /// RSA keys, whatever the padding.
    Rsa,
    /// Keys on the curves P-256, P-384 and P-521.
    Ec,
    /// Ed25519 keys.
    Ed25519,
}

/// Until when something may be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reliability {
    /// Not even for what is proven to be old.
    Never,
    /// For what is proven to have existed before this moment.
    Until(Time),
    /// No end is known.
    Unlimited,
}

impl Reliability {
    /// Whether it may be relied on for something that existed at this time.
    pub fn at(self, time: Time) -> bool {
        match self {
            Self::Never => false,
            Self::Until(end) => time < end,
            Self::Unlimited => true,
        }
    }

    /// The moment from which it may not be relied on any more, if there is one.
    pub fn end(self) -> Option<Time> {
        match self {
            Self::Until(end) => Some(end),
            Self::Never | Self::Unlimited => None,
        }
    }
}

impl Policy {
    /// Until when this digest may be relied on.
    pub fn digest_reliable_until(&self, digest: DigestAlgorithm) -> Reliability {
        if self.danger_accept_weak_digests && digest.is_weak() {
            return Reliability::Unlimited;
        }
        self.rule(Algorithm::Digest(digest), 0)
    }

    /// Until when keys of this kind and size may be relied on.
    pub fn key_reliable_until(&self, key: KeyKind) -> Reliability {
        match key {
            KeyKind::Rsa { bits } if bits < self.minimum_rsa_bits => Reliability::Never,
            KeyKind::Rsa { bits } => self.rule(Algorithm::Rsa, bits),
            KeyKind::EcP256 => self.rule(Algorithm::Ec, 256),
            KeyKind::EcP384 => self.rule(Algorithm::Ec, 384),
            KeyKind::EcP521 => self.rule(Algorithm::Ec, 521),
            KeyKind::Ed25519 => self.rule(Algorithm::Ed25519, 0),
        }
    }

    /// Until when a signature made so may be relied on, its key apart: the first end among its digests.
    pub fn signature_reliable_until(&self, algorithm: SignatureAlgorithm) -> Reliability {
        let message = algorithm.digest().map(|digest| self.digest_reliable_until(digest));
        let mask = match algorithm {
            SignatureAlgorithm::RsaPss { mgf1, .. } => Some(self.digest_reliable_until(mgf1)),
            _ => None,
        };
        [message, mask].into_iter().flatten().min().unwrap_or(Reliability::Unlimited)
    }

    fn rule(&self, algorithm: Algorithm, bits: usize) -> Reliability {
        let rules =
            self.algorithms.iter().filter(|rule| rule.algorithm == algorithm && rule.minimum_bits <= bits);
        rules.max_by_key(|rule| rule.minimum_bits).map_or(Reliability::Never, |rule| rule.until)
    }
}

impl Algorithm {
    /// The word that stands for it in JSON.
    pub fn as_str(self) -> &'static str {
        WORDS.iter().find(|(_, algorithm)| *algorithm == self).map_or("", |(word, _)| word)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Algorithm {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Algorithm {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        WORDS.iter().find(|(word, _)| *word == text).map(|(_, algorithm)| *algorithm).ok_or_else(|| {
            let known: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
            let text = json_text(&text);
            de::Error::custom(format!("\"{text}\" is not an algorithm; there are {}", known.join(", ")))
        })
    }
}

impl Serialize for Reliability {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Never => to.serialize_str(NEVER),
            Self::Until(end) => end.serialize(to),
            Self::Unlimited => to.serialize_str(UNLIMITED),
        }
    }
}

impl<'de> Deserialize<'de> for Reliability {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        match text.as_str() {
            NEVER => Ok(Self::Never),
            UNLIMITED => Ok(Self::Unlimited),
            text => text.parse().map(Self::Until).map_err(|_| {
                let text = json_text(text);
                de::Error::custom(format!("\"{text}\" is not a time, \"{NEVER}\" or \"{UNLIMITED}\""))
            }),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

const NEVER: &str = "never";
const UNLIMITED: &str = "unlimited";

const WORDS: &[(&str, Algorithm)] = &[
    ("md5", Algorithm::Digest(DigestAlgorithm::Md5)),
    ("sha-1", Algorithm::Digest(DigestAlgorithm::Sha1)),
    ("sha-256", Algorithm::Digest(DigestAlgorithm::Sha256)),
    ("sha-384", Algorithm::Digest(DigestAlgorithm::Sha384)),
    ("sha-512", Algorithm::Digest(DigestAlgorithm::Sha512)),
    ("rsa", Algorithm::Rsa),
    ("ec", Algorithm::Ec),
    ("ed25519", Algorithm::Ed25519),
];
