//! Changed copies of existing objects. What is not changed stays byte for byte as its author wrote it: reals, escaped
//! strings, comments, the order of keys.

use super::super::security::SecurityHandler;
use super::super::{Dictionary, Object, ObjectId};
use crate::error::Result;

/// Renders the objects of an update.
#[derive(Clone, Copy)]
pub(super) struct Renderer<'r> {
    /// The whole file: the source of objects that stand in it uncompressed.
    pub(super) file: &'r [u8],
    pub(super) security: Option<&'r SecurityHandler>,
    /// The object that is being written: strings are encrypted under its number.
    pub(super) id: ObjectId,
}

impl Renderer<'_> {
    /// The dictionary with these entries set to values that are rendered already.
    pub(super) fn dictionary(
        &self,
        dictionary: &Dictionary<'_>,
        set: &[(&[u8], Vec<u8>)],
    ) -> Result<Vec<u8>> {
        let added = |out: &mut Vec<u8>| {
            for (key, value) in set.iter().filter(|(key, _)| dictionary.entry(key).is_none()) {
                name(out, key);
                out.push(b' ');
                out.extend_from_slice(value);
            }
        };
        let new_value = |key: &[u8]| set.iter().find(|(set, _)| *set == key).map(|(_, value)| value);
        let mut out = Vec::new();
        if let Some(span) = dictionary.span() {
            let mut at = span.start;
            for entry in dictionary.entries() {
                let (Some(value), Some(place)) = (new_value(&entry.key), &entry.value_span) else { continue };
                out.extend_from_slice(self.file.get(at..place.start).unwrap_or_default());
                // A value may stand right behind its key: /Size[…]. A number or reference needs a space there.
                out.push(b' ');
                out.extend_from_slice(value);
                at = place.end;
            }
            let end = span.end.saturating_sub(b">>".len());
            out.extend_from_slice(self.file.get(at..end).unwrap_or_default());
            // A comment at the end of the dictionary would swallow what follows on its line.
            out.push(b'\n');
            added(&mut out);
        } else {
            // From an object stream: written anew, because strings in there are not encrypted one by one.
            out.extend_from_slice(b"<<");
            for entry in dictionary.entries() {
                name(&mut out, &entry.key);
                out.push(b' ');
                match new_value(&entry.key) {
                    Some(value) => out.extend_from_slice(value),
                    None => self.object(&mut out, &entry.value)?,
                }
            }
            added(&mut out);
        }
        out.extend_from_slice(b">>");
        Ok(out)
    }

    /// The array with one more item, rendered already. `source` is the array as it stands in the file, if it does.
    pub(super) fn array_with(
        &self,
        array: &[Object<'_>],
        source: Option<&[u8]>,
        item: &[u8],
    ) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        match source.and_then(|source| source.strip_suffix(b"]")) {
            Some(open) => {
                out.extend_from_slice(open);
                out.push(b'\n');
            }
            None => {
                out.push(b'[');
                for item in array {
                    self.object(&mut out, item)?;
                    out.push(b' ');
                }
            }
        }
        out.extend_from_slice(item);
        out.push(b']');
        Ok(out)
    }

    /// A text string (ISO 32000-2 7.9.2.2): ASCII as it is, everything else as UTF-16BE.
    pub(super) fn text(&self, text: &str) -> Result<Vec<u8>> {
        let bytes: Vec<u8> = if text.is_ascii() {
            text.as_bytes().to_vec()
        } else {
            [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
        };
        let mut out = Vec::new();
        self.string(&mut out, &bytes)?;
        Ok(out)
    }

    fn string(&self, out: &mut Vec<u8>, plain: &[u8]) -> Result<()> {
        let encrypted = self.security.map(|security| security.encrypt_string(self.id, plain)).transpose()?;
        let bytes = encrypted.as_deref().unwrap_or(plain);
        if bytes.iter().all(|byte| (b' '..=b'~').contains(byte)) {
            out.push(b'(');
            for byte in bytes {
                if matches!(byte, b'(' | b')' | b'\\') {
                    out.push(b'\\');
                }
                out.push(*byte);
            }
            out.push(b')');
        } else {
            out.push(b'<');
            hexadecimal(out, bytes);
            out.push(b'>');
        }
        Ok(())
    }

    pub(super) fn object(&self, out: &mut Vec<u8>, object: &Object<'_>) -> Result<()> {
        match object {
            Object::Null => out.extend_from_slice(b"null"),
            Object::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
            // Display of a float never uses an exponent, which PDF does not know.
            Object::Real(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Object::Name(value) => name(out, value),
            Object::String(value) => self.string(out, &value.bytes)?,
            Object::Array(items) => {
                out.push(b'[');
                for item in items {
                    self.object(out, item)?;
                    out.push(b' ');
                }
                out.push(b']');
            }
            Object::Dictionary(dictionary) => out.extend_from_slice(&self.dictionary(dictionary, &[])?),
            Object::Reference(id) => out.extend_from_slice(reference(*id).as_bytes()),
            // A stream is never a part of another object and is never rewritten here.
            Object::Stream(_) => out.extend_from_slice(b"null"),
        }
        Ok(())
    }
}

/// `12 0 R`.
pub(super) fn reference(id: ObjectId) -> String {
    format!("{} {} R", id.number, id.generation)
}

/// A name (ISO 32000-2 7.3.5).
pub(super) fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            hexadecimal(out, &[*byte]);
        }
    }
}

/// Upper-case hexadecimal digits.
pub(super) fn hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0x0f] {
            out.push(if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 });
        }
    }
}
