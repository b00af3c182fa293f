//! The standard security handler (ISO 32000-2 7.6): opens files that are encrypted with a password, and encrypts the
//! strings that an update adds to them.
//!
//! RC4 with 40 to 128 bits, AES-128 and AES-256 (revisions 2 to 6). Public-key security handlers are reported as
//! unsupported.

mod key;

use zeroize::Zeroizing;

use super::{Decrypt, Dictionary, Document, Object, ObjectId, View};
use crate::crypto::{self, DigestAlgorithm, cipher};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// What the password gave the right to (ISO 32000-2 Table 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everything: the owner password was given.
    Owner,
    /// What the permission bits say.
    User { permissions: i32 },
}

impl Access {
    /// Whether a signature field that exists may be filled in (bits 6 and 9).
    pub(crate) fn may_fill_in(self) -> bool {
        self.allows(6) || self.allows(9)
    }

    /// Whether a signature field may be added (bits 4 and 6).
    pub(crate) fn may_add_field(self) -> bool {
        self.allows(4) && self.allows(6)
    }

    /// Bits are numbered from 1, as in the standard.
    fn allows(self, bit: u32) -> bool {
        match self {
            Self::Owner => true,
            Self::User { permissions } => permissions & (1 << (bit - 1)) != 0,
        }
    }
}

/// The opened security handler of one document.
#[derive(Clone)]
pub(crate) struct SecurityHandler {
    key: Zeroizing<Vec<u8>>,
    strings: Method,
    streams: Method,
    encrypt_metadata: bool,
    key_length: usize,
    permissions: i32,
    access: Access,
    password: OpenedBy,
    /// The handler authenticates nothing unless the document has a MAC (ISO/TS 32004).
    has_mac: bool,
}

/// Which password opened the document. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenedBy {
    /// The empty one: everybody can open it.
    EmptyPassword,
    /// The one that was given.
    GivenPassword,
}

/// How a crypt filter encrypts (ISO 32000-2 Table 25, /CFM).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Identity,
    Rc4,
    AesV2,
    AesV3,
}

/// Opens a document and unlocks it, if it is encrypted; what it was unlocked with comes beside it.
///
/// # Errors
/// [`ErrorKind::EmptyInput`], what cannot be read, and as for [`SecurityHandler::unlock`].
pub(crate) fn open<'a>(
    document: &'a [u8],
    password: Option<&str>,
    limits: &Limits,
) -> Result<(Document<'a>, Option<SecurityHandler>)> {
    if document.is_empty() {
        return Err(Error::new(ErrorKind::EmptyInput, "the document has no bytes"));
    }
    let mut pdf = Document::open(document, limits)?;
    if !pdf.is_encrypted() {
        return Ok((pdf, None));
    }
    let security = SecurityHandler::unlock(&pdf, password)?;
    pdf.set_decryptor(Box::new(security.clone()));
    Ok((pdf, Some(security)))
}

impl SecurityHandler {
    /// Opens the document with this password, as user or as owner, or with the empty one.
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedEncryption`], [`ErrorKind::PasswordRequired`] when none was given and the empty one
    /// does not open it, [`ErrorKind::WrongPassword`], [`ErrorKind::MalformedPdf`].
    pub(crate) fn unlock(document: &Document<'_>, password: Option<&str>) -> Result<Self> {
        let view = document.latest();
        let dictionary = document.encrypt_dictionary()?;
        let dictionary = dictionary.ok_or_else(|| malformed("no encryption dictionary"))?;
        let parameters = Parameters::read(&view, &dictionary, document.file_id()?)?;
        let candidates: &[&str] = match password {
            // The owner's password, which gives more rights, may come with an empty one for users.
            Some(password) => &[password, ""],
            None => &[""],
        };
        for password in candidates {
            if let Some((key, access)) = parameters.open(password)? {
                return Ok(Self {
                    key,
                    strings: parameters.strings,
                    streams: parameters.streams,
                    encrypt_metadata: parameters.encrypt_metadata,
                    key_length: parameters.key_length,
                    permissions: parameters.permissions,
                    access,
                    password: if password.is_empty() {
                        OpenedBy::EmptyPassword
                    } else {
                        OpenedBy::GivenPassword
                    },
                    has_mac: view.trailer().get(b"AuthCode").is_some(),
                });
            }
        }
        Err(match password {
            Some(_) => Error::new(ErrorKind::WrongPassword, "the document"),
            None => Error::new(ErrorKind::PasswordRequired, "the document"),
        })
    }

    pub(crate) fn access(&self) -> Access {
        self.access
    }

    pub(crate) fn opened_by(&self) -> OpenedBy {
        self.password
    }

    /// /P, whoever opened the document: bits that are numbered from 1 (Table 22).
    pub(crate) fn permissions(&self) -> i32 {
        self.permissions
    }

    /// How strings and streams are encrypted.
    pub(crate) fn methods(&self) -> [String; 2] {
        [self.strings, self.streams].map(|method| match method {
            Method::Identity => "none".to_owned(),
            Method::Rc4 => format!("RC4-{}", self.key_length.saturating_mul(8)),
            Method::AesV2 => "AES-128".to_owned(),
            Method::AesV3 => "AES-256".to_owned(),
        })
    }

    /// Whether the document claims an integrity code over its encrypted contents (ISO/TS 32004).
    pub(crate) fn has_mac(&self) -> bool {
        self.has_mac
    }

    /// A string as it has to be written into the object `id`.
    pub(crate) fn encrypt_string(&self, id: ObjectId, plain: &[u8]) -> Result<Vec<u8>> {
        self.encrypt(self.strings, id, plain)
    }

    /// The data of the stream `id` as they have to be written, filters applied before.
    pub(crate) fn encrypt_stream(&self, id: ObjectId, plain: &[u8]) -> Result<Vec<u8>> {
        self.encrypt(self.streams, id, plain)
    }

    fn encrypt(&self, method: Method, id: ObjectId, plain: &[u8]) -> Result<Vec<u8>> {
        match method {
            Method::Identity => Ok(plain.to_vec()),
            Method::Rc4 => Ok(cipher::rc4(&self.object_key(id, method), plain)),
            Method::AesV2 | Method::AesV3 => {
                let mut iv = [0; 16];
                crypto::random(&mut iv)?;
                let body = cipher::aes_cbc_encrypt(&self.object_key(id, method), &iv, plain, true);
                let body = body.ok_or_else(|| Error::new(ErrorKind::Internal, "AES key length"))?;
                Ok([iv.as_slice(), &body].concat())
            }
        }
    }

    fn decrypt(&self, method: Method, id: ObjectId, data: &[u8]) -> Option<Vec<u8>> {
        match method {
            Method::Identity => Some(data.to_vec()),
            Method::Rc4 => Some(cipher::rc4(&self.object_key(id, method), data)),
            // Some writers leave an empty string empty instead of encrypting its padding.
            Method::AesV2 | Method::AesV3 if data.is_empty() => Some(Vec::new()),
            Method::AesV2 | Method::AesV3 => {
                let (iv, body) = data.split_first_chunk::<16>()?;
                if body.is_empty() {
                    return Some(Vec::new());
                }
                cipher::aes_cbc_decrypt(&self.object_key(id, method), iv, body, true)
            }
        }
    }

    /// Algorithm 1 and 1.A of ISO 32000-2 7.6.3.
    fn object_key(&self, id: ObjectId, method: Method) -> Zeroizing<Vec<u8>> {
        if method == Method::AesV3 {
            return self.key.clone();
        }
        let mut hasher = crypto::Hasher::new(DigestAlgorithm::Md5);
        hasher.update(&self.key);
        hasher.update(id.number.to_le_bytes().get(..3).unwrap_or_default());
        hasher.update(id.generation.to_le_bytes().get(..2).unwrap_or_default());
        if method == Method::AesV2 {
            hasher.update(b"sAlT");
        }
        let digest = hasher.finish();
        let length = (self.key.len() + 5).min(16);
        Zeroizing::new(digest.as_ref().iter().copied().take(length).collect())
    }
}

impl Decrypt for SecurityHandler {
    fn string(&self, id: ObjectId, data: &[u8]) -> Vec<u8> {
        // A string that does not decrypt is shown as it stands: nothing depends on its secrecy here.
        self.decrypt(self.strings, id, data).unwrap_or_else(|| data.to_vec())
    }

    fn stream(&self, id: ObjectId, data: &[u8], crypt_filter: Option<&[u8]>) -> Result<Vec<u8>> {
        let method = match crypt_filter {
            Some(b"Identity") => Method::Identity,
            Some(b"Metadata") if !self.encrypt_metadata => Method::Identity,
            _ => self.streams,
        };
        let plain = self.decrypt(method, id, data);
        plain.ok_or_else(|| malformed("encrypted stream of a wrong length"))
    }
}

/// The encryption dictionary (ISO 32000-2 Tables 20 and 21).
struct Parameters {
    revision: u8,
    key_length: usize,
    owner: Vec<u8>,
    user: Vec<u8>,
    owner_key: Vec<u8>,
    user_key: Vec<u8>,
    permissions: i32,
    first_id: Vec<u8>,
    encrypt_metadata: bool,
    strings: Method,
    streams: Method,
}

impl Parameters {
    fn read(view: &View<'_, '_>, dictionary: &Dictionary<'_>, first_id: Option<Vec<u8>>) -> Result<Self> {
        let entry = |key: &[u8]| dictionary.get(key).map(|value| view.resolve(value)).transpose();
        let integer = |key: &[u8]| entry(key).map(|value| value.as_ref().and_then(Object::as_integer));
        let string = |key: &[u8]| -> Result<Vec<u8>> {
            let value = entry(key)?;
            Ok(value
                .as_ref()
                .and_then(Object::as_string)
                .map(|string| string.bytes.to_vec())
                .unwrap_or_default())
        };
        if entry(b"Filter")?.as_ref().and_then(Object::as_name) != Some(b"Standard") {
            return Err(unsupported("a security handler other than the standard one"));
        }
        let version = integer(b"V")?.unwrap_or(0);
        let revision = integer(b"R")?.and_then(|r| u8::try_from(r).ok()).unwrap_or(0);
        let bits = integer(b"Length")?.and_then(|bits| usize::try_from(bits).ok()).unwrap_or(40);
        let mut parameters = Self {
            revision,
            key_length: bits / 8,
            owner: string(b"O")?,
            user: string(b"U")?,
            owner_key: string(b"OE")?,
            user_key: string(b"UE")?,
            // Written as a signed or as an unsigned 32-bit number.
            permissions: integer(b"P")?.map_or(0, low_32_bits),
            first_id: first_id.unwrap_or_default(),
            encrypt_metadata: entry(b"EncryptMetadata")?.as_ref().and_then(Object::as_bool).unwrap_or(true),
            strings: Method::Rc4,
            streams: Method::Rc4,
        };
        match (version, revision) {
            (1, 2 | 3) => parameters.key_length = 5,
            (2, 2 | 3) if (5..=16).contains(&parameters.key_length) => {}
            (4, 4) | (5, 5 | 6) => {
                parameters.key_length = if version == 4 { 16 } else { 32 };
                let filters = entry(b"CF")?;
                let method = |key: &[u8]| {
                    let name = entry(key)?;
                    let name = name.as_ref().and_then(Object::as_name).unwrap_or(b"Identity");
                    crypt_filter(view, filters.as_ref().and_then(Object::as_dictionary), name, version)
                };
                parameters.strings = method(b"StrF")?;
                parameters.streams = method(b"StmF")?;
            }
            _ => return Err(unsupported("a version of the standard security handler")),
        }
        Ok(parameters)
    }

    /// The file encryption key, if this is the owner's or the user's password.
    fn open(&self, password: &str) -> Result<Option<(Zeroizing<Vec<u8>>, Access)>> {
        let user = Access::User { permissions: self.permissions };
        for password in key::spellings(password, self.revision) {
            let (owner_key, user_key) = if self.revision >= 5 {
                (self.open_as_owner_256(&password)?, self.open_as_user_256(&password)?)
            } else {
                (self.open_as_owner(&password), self.open_as_user(&password))
            };
            let found = owner_key.map(|key| (key, Access::Owner)).or(user_key.map(|key| (key, user)));
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

fn crypt_filter(
    view: &View<'_, '_>,
    filters: Option<&Dictionary<'_>>,
    name: &[u8],
    version: i64,
) -> Result<Method> {
    if name == b"Identity" {
        return Ok(Method::Identity);
    }
    let filter =
        filters.and_then(|filters| filters.get(name)).map(|filter| view.resolve(filter)).transpose()?;
    let filter = filter.as_ref().and_then(Object::as_dictionary);
    let method =
        filter.and_then(|filter| filter.get(b"CFM")).map(|method| view.resolve(method)).transpose()?;
    match (method.as_ref().and_then(Object::as_name), version) {
        (Some(b"None"), _) => Ok(Method::Identity),
        (Some(b"V2"), 4) => Ok(Method::Rc4),
        (Some(b"AESV2"), 4) => Ok(Method::AesV2),
        (Some(b"AESV3"), 5) => Ok(Method::AesV3),
        (None, _) => Err(malformed("a crypt filter that is not defined")),
        _ => Err(unsupported("a crypt filter method")),
    }
}

fn low_32_bits(value: i64) -> i32 {
    let [.., a, b, c, d] = value.to_be_bytes();
    i32::from_be_bytes([a, b, c, d])
}

fn malformed(what: &'static str) -> Error {
    Error::new(ErrorKind::MalformedPdf, what)
}

fn unsupported(what: &'static str) -> Error {
    Error::new(ErrorKind::UnsupportedEncryption, what)
}
