//! Policies as JSON.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Policy;
use super::algorithm::Algorithm;
use super::words::json_text;
use crate::error::{Error, ErrorKind, Result};

impl Policy {
    /// Reads a policy. `base` names a shipped policy, whose values hold for what is left out, `strict` if there is no
    /// such key; objects are completed key by key, lists are replaced as a whole.
    ///
    /// # Errors
    /// [`ErrorKind::MalformedPolicy`] for anything that is not JSON, keys that are unknown or stand twice, and values
    /// that make no sense; the detail names the key.
    pub fn from_json(json: &[u8]) -> Result<Self> {
        let Value::Object(mut written) = value(json)? else {
            return Err(malformed("not an object".to_owned()));
        };
        let base = match written.remove("base") {
            None => Self::strict(),
            Some(Value::String(name)) => Self::shipped(&name).ok_or_else(|| {
                let names = Self::SHIPPED.join(", ");
                malformed(format!("base: \"{}\" is not one of {names}", json_text(&name)))
            })?,
            Some(_) => return Err(malformed("base: not a text".to_owned())),
        };
        let base = serde_json::to_value(&base).map_err(|error| malformed(error.to_string()))?;
        let mut whole = base.clone();
        complete(&mut whole, Value::Object(written.clone()));
        Self::checked(whole).map_err(|error| blame(&base, written).unwrap_or(error))
    }

    /// Writes the policy with all its values, indented, with a line feed at the end.
    pub fn to_json(&self) -> String {
        // Writing into memory cannot fail, and every key is a string.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads a policy that leaves nothing out.
    pub(super) fn complete(json: &[u8]) -> Result<Self> {
        Self::checked(value(json)?)
    }

    fn checked(value: Value) -> Result<Self> {
        let policy = Self::deserialize(value).map_err(|error| malformed(error.to_string()))?;
        match policy.fault() {
            Some(fault) => Err(malformed(fault)),
            None => Ok(policy),
        }
    }

    /// What makes no sense although each value by itself does.
    fn fault(&self) -> Option<String> {
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Some(format!("name: 1 to {LONGEST_NAME} letters are needed"));
        }
        for (index, rule) in self.algorithms.iter().enumerate() {
            let sized = matches!(rule.algorithm, Algorithm::Rsa | Algorithm::Ec);
            if !sized && rule.minimum_bits != 0 {
                return Some(format!("algorithms: {} has no minimum_bits", rule.algorithm));
            }
            let same = |other: &&super::AlgorithmRule| {
                (other.algorithm, other.minimum_bits) == (rule.algorithm, rule.minimum_bits)
            };
            if self.algorithms.iter().take(index).any(|other| same(&other)) {
                return Some(format!("algorithms: {} stands twice", rule.algorithm));
            }
        }
        if self.key_usages.is_empty() {
            return Some("key_usages: one at least is needed".to_owned());
        }
        if self.local_time_tolerance_hours > 14 {
            return Some("local_time_tolerance_hours: no zone is further than 14 hours from UTC".to_owned());
        }
        self.severity_fault()
    }
}

/// The error of the first key whose value is refused although all others are good, with the key's name.
fn blame(base: &Value, written: Map<String, Value>) -> Option<Error> {
    written.into_iter().find_map(|(key, value)| {
        let mut whole = base.clone();
        complete(&mut whole, Value::Object(Map::from_iter([(key.clone(), value)])));
        let error = Policy::deserialize(whole).err()?.to_string();
        // An unknown key is named by the error itself.
        let named = error.contains(&key) || !base.as_object().is_some_and(|base| base.contains_key(&key));
        Some(malformed(if named { error } else { format!("{key}: {error}") }))
    })
}

/// Puts what is written over what is there.
fn complete(there: &mut Value, written: Value) {
    match (there, written) {
        (Value::Object(there), Value::Object(written)) => {
            for (key, value) in written {
                // One alternative does not complete another.
                let alternatives = key == "freshness";
                match there.entry(key).or_insert(Value::Null) {
                    there if alternatives => *there = value,
                    there => complete(there, value),
                }
            }
        }
        (there, written) => *there = written,
    }
}

fn value(json: &[u8]) -> Result<Value> {
    if json.len() > LARGEST {
        return Err(malformed(format!("larger than {LARGEST} bytes")));
    }
    // Editors on Windows put a byte order mark in front.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    serde_json::from_slice::<Unique>(json).map(|value| value.0).map_err(|error| malformed(error.to_string()))
}

fn malformed(detail: String) -> Error {
    let detail = detail.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    Error::new(ErrorKind::MalformedPolicy, detail.take(LONGEST_DETAIL).collect::<String>())
}

/// A value in which no key stands twice: of two rules for the same thing one would be ignored.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        from.deserialize_any(UniqueKeys).map(Self)
    }
}

struct UniqueKeys;

impl<'de> Visitor<'de> for UniqueKeys {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_unit<E: de::Error>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> std::result::Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Unique(value)) = from.next_element()? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> std::result::Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            let Unique(value) = from.next_value()?;
            if map.contains_key(&key) {
                return Err(de::Error::custom(format!("the key `{}` stands twice", json_text(&key))));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

/// Bytes of a policy file. The shipped ones have some thousands.
const LARGEST: usize = 1 << 20;

/// The parser repeats keys of the file, however long they are.
const LONGEST_DETAIL: usize = 400;

const LONGEST_NAME: usize = 100;
