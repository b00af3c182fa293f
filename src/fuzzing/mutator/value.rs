//! Values as the mutator handles them: owned, easily changed, and written as text.

use crate::fuzzing::random::Random;
use crate::pdf::{Dictionary, Object, StringKind};

/// A value of a PDF file; numbers, names and strings as the text that they are written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::fuzzing) enum Value {
    Text(Vec<u8>),
    Reference(u32),
    Array(Vec<Value>),
    Dictionary(Vec<(Vec<u8>, Value)>),
}

/// An object: a value, and for a stream its data, encoded as the dictionary says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::fuzzing) struct Body {
    pub(in crate::fuzzing) value: Value,
    pub(in crate::fuzzing) data: Option<Vec<u8>>,
}

impl Value {
    pub(in crate::fuzzing) fn text(text: impl AsRef<[u8]>) -> Self {
        Self::Text(text.as_ref().to_vec())
    }

    pub(in crate::fuzzing) fn dictionary(entries: &[(&str, Value)]) -> Self {
        Self::Dictionary(
            entries.iter().map(|(key, value)| (key.as_bytes().to_vec(), value.clone())).collect(),
        )
    }

    /// What was read; of a stream the dictionary.
    pub(in crate::fuzzing) fn of(object: &Object<'_>) -> Self {
        match object {
            Object::Null => Self::text("null"),
            Object::Bool(value) => Self::text(value.to_string()),
            Object::Integer(value) => Self::text(value.to_string()),
            Object::Real(value) => Self::text(format!("{value:?}")),
            Object::Name(name) => Self::Text(written_name(name)),
            Object::String(string) => Self::Text(written_string(&string.bytes, string.kind)),
            Object::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Object::Dictionary(dictionary) => Self::of_dictionary(dictionary),
            Object::Stream(stream) => Self::of_dictionary(&stream.dictionary),
            Object::Reference(id) if id.generation > 0 => Self::text(format!("{id} R")),
            Object::Reference(id) => Self::Reference(id.number),
        }
    }

    fn of_dictionary(dictionary: &Dictionary<'_>) -> Self {
        let entries = dictionary.entries().iter();
        Self::Dictionary(entries.map(|entry| (entry.key.to_vec(), Self::of(&entry.value))).collect())
    }

    pub(in crate::fuzzing) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => out.extend_from_slice(text),
            Self::Reference(number) => out.extend_from_slice(format!("{number} 0 R").as_bytes()),
            Self::Array(items) => {
                out.push(b'[');
                for item in items {
                    item.write(out);
                    out.push(b' ');
                }
                out.push(b']');
            }
            Self::Dictionary(entries) => {
                out.extend_from_slice(b"<<");
                for (key, value) in entries {
                    out.extend_from_slice(&written_name(key));
                    out.push(b' ');
                    value.write(out);
                }
                out.extend_from_slice(b">>");
            }
        }
    }

    pub(in crate::fuzzing) fn get(&self, key: &str) -> Option<&Value> {
        let Self::Dictionary(entries) = self else { return None };
        entries.iter().find(|(own, _)| own == key.as_bytes()).map(|(_, value)| value)
    }

    /// Sets an entry; nothing happens to what is no dictionary.
    pub(in crate::fuzzing) fn set(&mut self, key: &str, value: Value) {
        self.remove(key);
        if let Self::Dictionary(entries) = self {
            entries.push((key.as_bytes().to_vec(), value));
        }
    }

    pub(in crate::fuzzing) fn remove(&mut self, key: &str) {
        if let Self::Dictionary(entries) = self {
            entries.retain(|(own, _)| own != key.as_bytes());
        }
    }

    /// Whether the entry is this name.
    pub(in crate::fuzzing) fn is(&self, key: &str, name: &str) -> bool {
        matches!(self.get(key), Some(Self::Text(text)) if text.strip_prefix(b"/") == Some(name.as_bytes()))
    }

    pub(in crate::fuzzing) fn reference(&self) -> Option<u32> {
        if let Self::Reference(number) = self { Some(*number) } else { None }
    }

    /// How many values it is made of, itself included.
    pub(in crate::fuzzing) fn count(&self) -> usize {
        1 + match self {
            Self::Text(_) | Self::Reference(_) => 0,
            Self::Array(items) => items.iter().map(Self::count).sum(),
            Self::Dictionary(entries) => entries.iter().map(|(_, value)| value.count()).sum(),
        }
    }

    /// Does something to one of the values that it is made of.
    pub(in crate::fuzzing) fn visit_any(&mut self, random: &mut Random, change: &mut dyn FnMut(&mut Value)) {
        let mut at = random.below(self.count());
        self.visit(&mut |value| {
            if at == 0 {
                change(value);
            }
            at = at.wrapping_sub(1);
        });
    }

    /// Goes through all values, outer ones last.
    pub(in crate::fuzzing) fn visit(&mut self, each: &mut dyn FnMut(&mut Value)) {
        match self {
            Self::Text(_) | Self::Reference(_) => {}
            Self::Array(items) => items.iter_mut().for_each(|item| item.visit(each)),
            Self::Dictionary(entries) => entries.iter_mut().for_each(|(_, value)| value.visit(each)),
        }
        each(self);
    }
}

impl Body {
    pub(in crate::fuzzing) fn plain(value: Value) -> Self {
        Self { value, data: None }
    }

    pub(in crate::fuzzing) fn stream(value: Value, data: &[u8]) -> Self {
        Self { value, data: Some(data.to_vec()) }
    }

    /// What stands between `obj` and `endobj`.
    pub(in crate::fuzzing) fn write(&self, out: &mut Vec<u8>) {
        let Some(data) = &self.data else { return self.value.write(out) };
        let mut value = self.value.clone();
        value.set("Length", Value::text(data.len().to_string()));
        value.write(out);
        out.extend_from_slice(b"\nstream\n");
        out.extend_from_slice(data);
        out.extend_from_slice(b"\nendstream");
    }
}

fn written_name(name: &[u8]) -> Vec<u8> {
    let mut out = b"/".to_vec();
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.:+*".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
    out
}

fn written_string(bytes: &[u8], kind: StringKind) -> Vec<u8> {
    let mut out = Vec::new();
    match kind {
        StringKind::Hex => {
            out.push(b'<');
            for byte in bytes {
                out.extend_from_slice(format!("{byte:02X}").as_bytes());
            }
            out.push(b'>');
        }
        StringKind::Literal => {
            out.push(b'(');
            for byte in bytes {
                if matches!(byte, b'(' | b')' | b'\\') {
                    out.push(b'\\');
                }
                match byte {
                    b'\r' => out.extend_from_slice(b"\\r"),
                    byte => out.push(*byte),
                }
            }
            out.push(b')');
        }
    }
    out
}
