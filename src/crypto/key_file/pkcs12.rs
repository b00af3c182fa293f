//! PKCS#12 (RFC 7292) as OpenSSL, Windows, Java, Firefox and Bouncy Castle write it.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::bags::{BaggedKey, Bags, KeyBag};
use super::derive::Password;
use super::mac::MacData;
use super::pbe::Scheme;
use super::{Found, MacState, Work, locked};
use crate::asn1::{Element, Tag, ber, oid};
use crate::crypto::private_key::{PrivateKey, key_error};
use crate::error::{Error, ErrorKind, Result};

pub(super) fn open(der: &[u8], password: Option<&str>, work: &mut Work) -> Result<Found> {
    let file = Pfx::read(der, work)?;
    let content = normal(file.content, work)?;
    let parts = parts(&content, work)?;
    let mut readings = Password::readings(password);
    let mut mac = MacState::Absent;
    if let Some(data) = &file.mac {
        let mut holding = None;
        for (place, reading) in readings.iter().enumerate() {
            if data.holds(reading, file.content, work)? {
                holding = Some(place);
                break;
            }
        }
        let Some(place) = holding else {
            return Err(broken_mac(&parts, &readings, password, work)?);
        };
        readings = vec![readings.swap_remove(place)];
        mac = MacState::Verified;
    }
    // With a verified MAC the password is right, so what does not open is damaged.
    let closed = || match mac {
        MacState::Verified => key_error("part of a PKCS#12 file that its password does not open"),
        _ => locked(password),
    };
    let safes = open_parts(&parts, &readings, work)?.ok_or_else(closed)?;
    let mut bags = Bags::default();
    for safe in &safes {
        bags.read(safe, work)?;
    }
    let mut keys = bags.keys.into_iter();
    let bag = match (keys.next(), keys.next()) {
        (None, _) => return Err(Error::new(ErrorKind::NoPrivateKey, "PKCS#12 file")),
        (Some(_), Some(_)) => return Err(Error::new(ErrorKind::SeveralKeys, "PKCS#12 file")),
        (Some(bag), None) => bag,
    };
    let KeyBag { key, key_id, friendly_name } = bag;
    let key = open_key(&key, &readings, work)?.ok_or_else(closed)?;
    let key = PrivateKey::from_pkcs8_der(&key)?;
    Ok(Found { key, key_id, friendly_name, certificates: bags.certificates, mac })
}

/// PFX (RFC 7292 section 4).
struct Pfx<'a> {
    /// The octets that the MAC covers: an AuthenticatedSafe, in DER or BER.
    content: &'a [u8],
    mac: Option<MacData<'a>>,
}

impl<'a> Pfx<'a> {
    fn read(der: &'a [u8], work: &Work) -> Result<Self> {
        let mut fields = Element::from_der(der, "PFX")?.reader();
        if fields.expect(Tag::INTEGER, "PFX version")?.u64("PFX version")? != 3 {
            return Err(fields.error("PFX version"));
        }
        let mut safe = fields.sequence("authSafe")?;
        match safe.oid("authSafe")? {
            oid::DATA => {}
            oid::SIGNED_DATA => {
                return Err(Error::new(ErrorKind::UnsupportedAlgorithm, "PKCS#12 signed with a public key"));
            }
            _ => return Err(safe.error("authSafe")),
        }
        let content = safe.enter(Tag::context(0), "authSafe")?.expect(Tag::OCTET_STRING, "authSafe")?.content;
        let mac = fields.optional(Tag::SEQUENCE)?.map(|mac| MacData::read(&mac, work)).transpose()?;
        Ok(Self { content, mac })
    }
}

/// One ContentInfo of the AuthenticatedSafe.
enum Part<'a> {
    Plain(Cow<'a, [u8]>),
    Encrypted { scheme: Scheme<'a>, encrypted: Cow<'a, [u8]> },
}

/// Reads all parts before any work is done, so that absurd counts of rounds are refused at once.
fn parts<'a>(content: &'a [u8], work: &mut Work) -> Result<Vec<Part<'a>>> {
    let mut reader = Element::from_der(content, "AuthenticatedSafe")?.reader();
    let mut parts = Vec::new();
    while !reader.is_empty() {
        let mut info = reader.sequence("ContentInfo")?;
        let kind = info.oid("ContentInfo")?;
        let mut value = info.enter(Tag::context(0), "ContentInfo")?;
        match kind {
            oid::DATA => {
                let plain = normal(value.expect(Tag::OCTET_STRING, "data")?.content, work)?;
                Bags::default().read(&plain, work)?;
                parts.push(Part::Plain(plain));
            }
            oid::ENCRYPTED_DATA => {
                let mut data = value.sequence("EncryptedData")?;
                data.expect(Tag::INTEGER, "EncryptedData version")?;
                let mut info = data.sequence("EncryptedContentInfo")?;
                info.oid("EncryptedContentInfo")?;
                let scheme = Scheme::read(&info.element()?, work)?;
                let encrypted = octets(&info.element()?)?;
                parts.push(Part::Encrypted { scheme, encrypted });
            }
            other => {
                return Err(Error::new(
                    ErrorKind::UnsupportedAlgorithm,
                    format!("part of a PKCS#12 file of kind {other}"),
                ));
            }
        }
    }
    Ok(parts)
}

/// The octets of an IMPLICIT OCTET STRING `[0]`: in one piece, or in several as BER allows.
fn octets<'a>(element: &Element<'a>) -> Result<Cow<'a, [u8]>> {
    if element.tag == Tag::context_primitive(0) {
        return Ok(Cow::Borrowed(element.content));
    }
    if element.tag != Tag::context(0) {
        return Err(element.error("encrypted content"));
    }
    let mut pieces = element.reader();
    let mut joined = Vec::with_capacity(element.content.len());
    while !pieces.is_empty() {
        joined.extend_from_slice(pieces.expect(Tag::OCTET_STRING, "piece of encrypted content")?.content);
    }
    Ok(Cow::Owned(joined))
}

/// All SafeContents in DER; `None` if no reading of the password opens one of them.
fn open_parts(
    parts: &[Part<'_>],
    readings: &[Password],
    work: &mut Work,
) -> Result<Option<Vec<Zeroizing<Vec<u8>>>>> {
    let mut safes = Vec::new();
    for part in parts {
        match part {
            Part::Plain(plain) => safes.push(Zeroizing::new(plain.to_vec())),
            Part::Encrypted { scheme, encrypted } => {
                let Some(plain) = decrypt(scheme, encrypted, readings, work)? else { return Ok(None) };
                safes.push(Zeroizing::new(normal(&plain, work)?.into_owned()));
            }
        }
    }
    Ok(Some(safes))
}

/// PrivateKeyInfo in DER; `None` if no reading of the password opens it.
fn open_key(
    key: &BaggedKey<'_>,
    readings: &[Password],
    work: &mut Work,
) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let plain = match key {
        BaggedKey::Plain(plain) => Some(Zeroizing::new(plain.to_vec())),
        BaggedKey::Shrouded { scheme, encrypted } => decrypt(scheme, encrypted, readings, work)?,
    };
    let Some(plain) = plain else { return Ok(None) };
    Ok(Some(Zeroizing::new(normal(&plain, work)?.into_owned())))
}

/// What was encrypted, if it is one whole element: a wrong password gives a plausible padding once in 256 times.
fn decrypt(
    scheme: &Scheme<'_>,
    encrypted: &[u8],
    readings: &[Password],
    work: &mut Work,
) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let depth = work.depth;
    let whole = |plain: &[u8]| {
        plain.first() == Some(&Tag::SEQUENCE.0)
            && ber::to_der(plain, depth).is_ok_and(|(_, used)| used == plain.len())
    };
    for reading in readings {
        if let Some(plain) = scheme.decrypt(reading, encrypted, work)?.filter(|plain| whole(plain)) {
            return Ok(Some(plain));
        }
    }
    Ok(None)
}

/// Why the MAC does not hold: if the password opens any part, it is right and the file is damaged.
fn broken_mac(
    parts: &[Part<'_>],
    readings: &[Password],
    password: Option<&str>,
    work: &mut Work,
) -> Result<Error> {
    let mut opens = false;
    for part in parts {
        opens = opens
            || match part {
                Part::Encrypted { scheme, encrypted } => {
                    decrypt(scheme, encrypted, readings, work)?.is_some()
                }
                Part::Plain(plain) => {
                    let mut bags = Bags::default();
                    bags.read(plain, work)?;
                    let mut shrouded =
                        bags.keys.iter().filter(|bag| matches!(bag.key, BaggedKey::Shrouded { .. }));
                    match shrouded.next() {
                        Some(bag) => open_key(&bag.key, readings, work)?.is_some(),
                        None => false,
                    }
                }
            };
    }
    Ok(if opens {
        key_error("PKCS#12 file that was changed: its MAC does not hold")
    } else {
        locked(password)
    })
}

/// The element in DER. Nothing may follow it but padding that nobody reads.
fn normal<'a>(bytes: &'a [u8], work: &Work) -> Result<Cow<'a, [u8]>> {
    Ok(ber::to_der(bytes, work.depth)?.0)
}
