//! Files that hold a private key, and usually the certificates that go with it.

mod bags;
mod derive;
mod keys;
mod mac;
mod pbe;
mod pkcs12;
#[cfg_attr(not(any(test, feature = "cli")), allow(dead_code, reason = "only the command writes key files"))]
mod write;

use std::borrow::Cow;

use zeroize::Zeroizing;

#[cfg(feature = "cli")]
pub(crate) use write::write_pkcs12;

use super::pem::pem_blocks;
use super::private_key::{PrivateKey, malformed};
use super::public_key::PublicKey;
use crate::asn1::{Element, Tag, ber};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};

/// A private key and the certificates that were with it.
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = std::fs::read("person.p12")?;
/// let password = std::env::var("KYSO_PASSWORD")?;
/// let file = kyso::KeyFile::open(&bytes, Some(&password), &kyso::Limits::default())?;
/// println!("{} with {} certificates", file.key.kind().name(), file.certificates.len());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct KeyFile {
    /// The private key, ready to sign.
    pub key: PrivateKey,
    /// The certificates in DER: that of the key first, if there are any, then the others in the order of the file.
    /// They have not been checked in any way.
    pub certificates: Vec<Vec<u8>>,
    /// Whether the file was protected against changes, and that was checked.
    pub mac: MacState,
    /// The name that the file gives to the key (PKCS#12 friendlyName).
    pub friendly_name: Option<String>,
}

/// What is known about the integrity of a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MacState {
    /// The file has a MAC under the password (RFC 7292 section 4), and it holds.
    Verified,
    /// A PKCS#12 file without a MAC: anyone may have changed it.
    Absent,
    /// A format that has none, such as PEM.
    NotApplicable,
}

impl KeyFile {
    /// Reads PKCS#12 (`.p12`, `.pfx`; DER or BER), PEM with a key and any certificates, or one key in DER: PKCS#8,
    /// plain or encrypted, PKCS#1 or SEC 1. The format is recognised from the bytes.
    ///
    /// Checking a password costs up to [`Limits::kdf_iterations`] rounds of hashing for each encrypted part, and
    /// at most four times that for the whole file.
    ///
    /// # Errors
    /// - [`ErrorKind::PasswordRequired`], [`ErrorKind::WrongPassword`]; an encrypted key that has no MAC and is
    ///   damaged looks like a wrong password;
    /// - [`ErrorKind::MalformedKey`] if the file is damaged;
    /// - [`ErrorKind::NoPrivateKey`], [`ErrorKind::SeveralKeys`];
    /// - [`ErrorKind::KeyMismatch`] if it has certificates, but none of its key;
    /// - [`ErrorKind::LimitExceeded`], before any work, if it asks for too many rounds of key derivation;
    /// - [`ErrorKind::UnsupportedAlgorithm`], [`ErrorKind::UnknownFormat`], [`ErrorKind::EmptyInput`].
    pub fn open(bytes: &[u8], password: Option<&str>, limits: &Limits) -> Result<Self> {
        let mut work = Work::new(limits);
        let content = Content::of(bytes, limits)?;
        let found = match content {
            Content::Pem => keys::from_pem(bytes, password, &mut work),
            Content::Pkcs12(der) => pkcs12::open(&der, password, &mut work),
            Content::Key(der) => keys::from_der(&der, password, &mut work).map(Found::key),
        };
        found.and_then(Found::into_key_file).map_err(malformed)
    }
}

impl PrivateKey {
    /// The private key of any file that [`KeyFile::open`] reads.
    ///
    /// # Errors
    /// Those of [`KeyFile::open`].
    pub fn from_pem_or_der(bytes: &[u8], password: Option<&str>, limits: &Limits) -> Result<Self> {
        KeyFile::open(bytes, password, limits).map(|file| file.key)
    }
}

/// What kind of file it is.
enum Content {
    Pem,
    Pkcs12(Zeroizing<Vec<u8>>),
    Key(Zeroizing<Vec<u8>>),
}

impl Content {
    fn of(bytes: &[u8], limits: &Limits) -> Result<Self> {
        let unknown = |what| Error::new(ErrorKind::UnknownFormat, what);
        match bytes {
            [] => return Err(Error::new(ErrorKind::EmptyInput, "key file")),
            [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => {
                return Err(unknown("Java key store (JKS, JCEKS); keytool converts it to PKCS#12"));
            }
            [first, ..] if *first != Tag::SEQUENCE.0 => {
                let pem = memchr::memmem::find(bytes, b"-----BEGIN ").is_some();
                return if pem {
                    Ok(Self::Pem)
                } else {
                    Err(unknown("neither PKCS#12 nor a key in PEM or DER"))
                };
            }
            _ => {}
        }
        let own = |der: Cow<'_, [u8]>| Zeroizing::new(der.into_owned());
        let (der, _) = ber::to_der(bytes, limits.depth).map_err(malformed)?;
        let mut fields = Element::from_der(&der, "key file").map_err(malformed)?.reader();
        let tags: Vec<Option<Tag>> =
            (0..3).map(|_| fields.element().ok().map(|element| element.tag)).collect();
        match tags.as_slice() {
            // PFX (RFC 7292 section 4): version, authSafe.
            [Some(Tag::INTEGER), Some(Tag::SEQUENCE), Some(Tag::OCTET_STRING), ..] => Ok(Self::Key(own(der))),
            [Some(Tag::INTEGER), Some(Tag::SEQUENCE), ..] => Ok(Self::Pkcs12(own(der))),
            [Some(Tag::SEQUENCE), Some(Tag::SEQUENCE), Some(Tag::BIT_STRING)] => {
                Err(Error::new(ErrorKind::NoPrivateKey, "a certificate alone"))
            }
            [Some(Tag::OID), ..] => {
                Err(Error::new(ErrorKind::NoPrivateKey, "a bundle of certificates (PKCS#7)"))
            }
            _ => Ok(Self::Key(own(der))),
        }
    }
}

/// The work that one file may still cause.
struct Work {
    /// The highest count of rounds that one derivation may ask for.
    most_rounds: u32,
    rounds: Budget,
    certificates: Budget,
    depth: usize,
}

impl Work {
    fn new(limits: &Limits) -> Self {
        // A MAC, certificates, a key, and one of them twice for a password in two encodings.
        let rounds = usize::try_from(limits.kdf_iterations).unwrap_or(usize::MAX).saturating_mul(4);
        Self {
            most_rounds: limits.kdf_iterations,
            rounds: Budget::new(rounds, "rounds of key derivation in one file"),
            certificates: Budget::new(limits.certificates, "certificates in a key file"),
            depth: limits.depth,
        }
    }

    /// Reads a count of rounds. Called while the file is parsed, before anything is derived.
    fn count(&self, count: &Element<'_>) -> Result<u32> {
        let too_many = || Error::new(ErrorKind::LimitExceeded, "rounds of key derivation");
        let rounds = match count.unsigned("rounds of key derivation")?.len() {
            0..=4 => count.u32("rounds of key derivation")?,
            _ => return Err(too_many()),
        };
        match rounds {
            0 => Err(count.error("rounds of key derivation")),
            rounds if rounds > self.most_rounds => Err(too_many()),
            rounds => Ok(rounds),
        }
    }

    /// Pays for a derivation of so many rounds.
    fn spend(&mut self, rounds: u32) -> Result<()> {
        self.rounds.spend(usize::try_from(rounds).unwrap_or(usize::MAX))
    }
}

/// What a file was found to hold.
struct Found {
    key: PrivateKey,
    key_id: Option<Vec<u8>>,
    friendly_name: Option<String>,
    certificates: Vec<FoundCertificate>,
    mac: MacState,
}

struct FoundCertificate {
    der: Vec<u8>,
    key_id: Option<Vec<u8>>,
    friendly_name: Option<String>,
}

impl Found {
    fn key(key: PrivateKey) -> Self {
        let certificates = Vec::new();
        Self { key, key_id: None, friendly_name: None, certificates, mac: MacState::NotApplicable }
    }

    /// Puts the certificate of the key first. It is told by the public key; if several have it (a renewed
    /// certificate), by the identifier that the file gives to both.
    fn into_key_file(mut self) -> Result<KeyFile> {
        let own = |certificate: &&FoundCertificate| {
            public_key(&certificate.der).is_some_and(|public| public == *self.key.public_key())
        };
        let rank = |certificate: &FoundCertificate| match () {
            () if !own(&certificate) => 2,
            () if certificate.key_id.is_some() && certificate.key_id == self.key_id => 0,
            () => 1,
        };
        let best = self.certificates.iter().map(rank).enumerate().min_by_key(|(_, rank)| *rank);
        match best {
            Some((_, 2)) => {
                return Err(Error::new(ErrorKind::KeyMismatch, "no certificate in the file has its key"));
            }
            Some((place, _)) => {
                let first = self.certificates.remove(place);
                self.certificates.insert(0, first);
            }
            None => {}
        }
        let named = self.certificates.first().and_then(|certificate| certificate.friendly_name.clone());
        Ok(KeyFile {
            key: self.key,
            friendly_name: self.friendly_name.or(named),
            certificates: self.certificates.into_iter().map(|certificate| certificate.der).collect(),
            mac: self.mac,
        })
    }
}

/// The key of a certificate (RFC 5280 4.1), of which nothing else is looked at here.
fn public_key(certificate: &[u8]) -> Option<PublicKey> {
    let mut fields =
        Element::from_der(certificate, "certificate").ok()?.reader().sequence("certificate").ok()?;
    fields.optional(Tag::context(0)).ok()?;
    // serialNumber, signature, issuer, validity, subject
    for _ in 0..5 {
        fields.element().ok()?;
    }
    PublicKey::from_spki(fields.element().ok()?.raw).ok()
}

/// Whether the file is locked, and the key to it is missing or wrong.
fn locked(password: Option<&str>) -> Error {
    match password {
        None => Error::new(ErrorKind::PasswordRequired, "key file"),
        Some(_) => Error::new(ErrorKind::WrongPassword, "key file"),
    }
}
