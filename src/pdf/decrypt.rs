//! The seam to the security handlers (ISO 32000-2 7.6), which stand above this room.

use super::object::{Dictionary, Object, ObjectId, PdfString};
use crate::error::Result;

/// Decrypts strings and streams of one document; implemented by the security handlers.
pub(crate) trait Decrypt: Send + Sync {
    /// The string `data` of this object. A string that cannot be decrypted is handed back as it is.
    fn string(&self, id: ObjectId, data: &[u8]) -> Vec<u8>;

    /// The stream `data` of this object. `crypt_filter` is the name of the crypt filter that the stream itself asks
    /// for (7.4.10), `Identity` included; `None` means the default of the document.
    ///
    /// # Errors
    /// `MalformedPdf` or `UnsupportedEncryption` where the data cannot be decrypted.
    fn stream(&self, id: ObjectId, data: &[u8], crypt_filter: Option<&[u8]>) -> Result<Vec<u8>>;
}

/// Decrypts all strings of an object that stands in the file by itself.
///
/// The `/Contents` of a signature dictionary is not encrypted (7.6.2) and stays as it is.
pub(super) fn decrypt_strings(object: &mut Object<'_>, id: ObjectId, by: &dyn Decrypt) {
    match object {
        Object::String(string) => decrypt_string(string, id, by),
        Object::Array(items) => items.iter_mut().for_each(|item| decrypt_strings(item, id, by)),
        Object::Dictionary(dictionary) => decrypt_dictionary(dictionary, id, by),
        Object::Stream(stream) => decrypt_dictionary(&mut stream.dictionary, id, by),
        Object::Null
        | Object::Bool(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::Reference(_) => {}
    }
}

fn decrypt_dictionary(dictionary: &mut Dictionary<'_>, id: ObjectId, by: &dyn Decrypt) {
    let signature = is_signature(dictionary);
    for entry in &mut dictionary.entries {
        if !(signature && entry.key.as_ref() == b"Contents") {
            decrypt_strings(&mut entry.value, id, by);
        }
    }
}

fn decrypt_string(string: &mut PdfString<'_>, id: ObjectId, by: &dyn Decrypt) {
    string.bytes = by.string(id, &string.bytes).into();
}

/// A signature dictionary (12.8.1) has a byte range, and its type is optional.
fn is_signature(dictionary: &Dictionary<'_>) -> bool {
    let named = match dictionary.get(b"Type") {
        Some(name) => matches!(name.as_name(), Some(b"Sig" | b"DocTimeStamp")),
        None => true,
    };
    named && dictionary.get(b"ByteRange").is_some() && dictionary.get(b"Contents").is_some()
}
