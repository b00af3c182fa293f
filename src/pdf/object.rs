//! The values of a PDF file (ISO 32000-2 7.3).

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::anomaly::ObjectAnomaly;

/// A value. Complete by nature: the standard has these kinds and no other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Object<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Real(f64),
    Name(Cow<'a, [u8]>),
    String(PdfString<'a>),
    Array(Vec<Object<'a>>),
    Dictionary(Dictionary<'a>),
    Stream(Box<Stream<'a>>),
    Reference(ObjectId),
}

/// The number and generation that name an indirect object (7.3.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ObjectId {
    pub(crate) number: u32,
    pub(crate) generation: u16,
}

/// A string with the way it was written; `span` is the whole token in the file, delimiters included, and is missing
/// for what stands in an object stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PdfString<'a> {
    /// The value, decrypted if the file is encrypted and a decryptor was set.
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) kind: StringKind,
    pub(crate) span: Option<Range<usize>>,
}

/// How a string is written (7.3.4). Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StringKind {
    Literal,
    Hex,
}

/// A dictionary with its entries in the order of the file. A key that is written twice keeps both entries;
/// [`Dictionary::get`] answers with the last, as most readers do, and [`Dictionary::duplicates`] tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Dictionary<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// From `<<` to `>>` in the file; missing in an object stream.
    pub(super) span: Option<Range<usize>>,
}

/// One entry of a dictionary; the spans are missing in an object stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry<'a> {
    /// Without the solidus, decoded.
    pub(crate) key: Cow<'a, [u8]>,
    pub(crate) value: Object<'a>,
    /// The key in the file, solidus included.
    pub(crate) key_span: Option<Range<usize>>,
    /// The value in the file.
    pub(crate) value_span: Option<Range<usize>>,
}

/// A stream (7.3.8). Its bytes are read when they are asked for, by `View::decoded`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stream<'a> {
    pub(crate) dictionary: Dictionary<'a>,
    /// The bytes between `stream` and `endstream` in the file, as they stand there.
    pub(crate) data: Range<usize>,
    /// The object it is.
    pub(crate) id: ObjectId,
}

/// An object with a number, as it stands in the file or in an object stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IndirectObject<'a> {
    pub(crate) id: ObjectId,
    pub(crate) object: Object<'a>,
    /// `N G obj ... endobj` in the file; missing in an object stream.
    pub(crate) span: Option<Range<usize>>,
    /// The bytes of the value itself, without `N G obj` and `endobj`, as they stand in the file or in the decoded
    /// object stream: what a writer splices into.
    pub(crate) text: Cow<'a, [u8]>,
    /// What had to be tolerated in order to read it.
    pub(crate) anomalies: Vec<ObjectAnomaly>,
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.generation)
    }
}

impl<'a> Object<'a> {
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    pub(crate) fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(value) = self { Some(*value) } else { None }
    }

    pub(crate) fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(crate) fn as_string(&self) -> Option<&PdfString<'a>> {
        if let Self::String(string) = self { Some(string) } else { None }
    }

    pub(crate) fn as_array(&self) -> Option<&[Object<'a>]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// A dictionary; not that of a stream.
    pub(crate) fn as_dictionary(&self) -> Option<&Dictionary<'a>> {
        if let Self::Dictionary(dictionary) = self { Some(dictionary) } else { None }
    }

    #[cfg(test)]
    pub(crate) fn as_stream(&self) -> Option<&Stream<'a>> {
        if let Self::Stream(stream) = self { Some(stream) } else { None }
    }

    pub(crate) fn as_reference(&self) -> Option<ObjectId> {
        if let Self::Reference(id) = self { Some(*id) } else { None }
    }

    /// The same value without ties to the slice it was read from, and without spans in it: for what stands in an
    /// object stream, whose positions mean nothing in the file.
    pub(in crate::pdf) fn detached(self) -> Object<'static> {
        match self {
            Self::Null => Object::Null,
            Self::Bool(value) => Object::Bool(value),
            Self::Integer(value) => Object::Integer(value),
            Self::Real(value) => Object::Real(value),
            Self::Name(name) => Object::Name(Cow::Owned(name.into_owned())),
            Self::String(string) => Object::String(PdfString {
                bytes: Cow::Owned(string.bytes.into_owned()),
                kind: string.kind,
                span: None,
            }),
            Self::Array(items) => Object::Array(items.into_iter().map(Object::detached).collect()),
            Self::Dictionary(dictionary) => Object::Dictionary(dictionary.detached()),
            Self::Stream(stream) => Object::Stream(Box::new(Stream {
                dictionary: stream.dictionary.detached(),
                data: stream.data,
                id: stream.id,
            })),
            Self::Reference(id) => Object::Reference(id),
        }
    }
}

impl<'a> Dictionary<'a> {
    /// The value of a key; an entry that is `null` is as good as none (7.3.7). References are not followed:
    /// `View::value` does that.
    pub(crate) fn get(&self, key: &[u8]) -> Option<&Object<'a>> {
        self.entry(key).map(|entry| &entry.value).filter(|value| !value.is_null())
    }

    /// The last entry with this key, `null` or not.
    pub(crate) fn entry(&self, key: &[u8]) -> Option<&Entry<'a>> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    /// All entries in the order of the file.
    pub(crate) fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// From `<<` to `>>` in the file; missing in an object stream.
    pub(crate) fn span(&self) -> Option<Range<usize>> {
        self.span.clone()
    }

    /// Keys that are written more than once, each once.
    pub(crate) fn duplicates(&self) -> Vec<&[u8]> {
        let mut keys: Vec<&[u8]> = self.entries.iter().map(|entry| entry.key.as_ref()).collect();
        keys.sort_unstable();
        let twice = keys.windows(2).filter(|pair| pair.first() == pair.last());
        let mut duplicates: Vec<&[u8]> = twice.filter_map(|pair| pair.first().copied()).collect();
        duplicates.dedup();
        duplicates
    }

    /// Whether the entry is this name, directly.
    pub(crate) fn is(&self, key: &[u8], name: &[u8]) -> bool {
        self.get(key).and_then(Object::as_name) == Some(name)
    }

    fn detached(self) -> Dictionary<'static> {
        let entries = self.entries.into_iter().map(|entry| Entry {
            key: Cow::Owned(entry.key.into_owned()),
            value: entry.value.detached(),
            key_span: None,
            value_span: None,
        });
        Dictionary { entries: entries.collect(), span: None }
    }
}
