//! The MAC of a PKCS#12 file (RFC 7292 section 4, RFC 9579).

use super::Work;
use super::derive::{self, Password, Purpose};
use super::pbe::{Pbkdf2, hmac_digest};
use crate::asn1::{Element, Tag, oid, write};
use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::{parameters, random};
use crate::error::{Error, ErrorKind, Result};

/// MacData, its counts of rounds within the limits.
pub(super) struct MacData<'a> {
    expected: &'a [u8],
    kind: Kind<'a>,
}

enum Kind<'a> {
    /// HMAC under a key derived as in RFC 7292 appendix B.
    Pkcs12 { hash: DigestAlgorithm, salt: &'a [u8], rounds: u32 },
    /// PBMAC1 (RFC 9579): HMAC under a key derived with PBKDF2.
    Pbmac1 { derivation: Pbkdf2<'a>, key_len: usize, hash: DigestAlgorithm },
}

impl<'a> MacData<'a> {
    pub(super) fn read(mac_data: &Element<'a>, work: &Work) -> Result<Self> {
        let mut fields = mac_data.reader();
        let mut info = fields.sequence("MAC")?;
        let algorithm = info.expect(Tag::SEQUENCE, "MAC algorithm")?;
        let expected = info.expect(Tag::OCTET_STRING, "MAC")?.content;
        let (name, parameters) = parameters::identifier(&algorithm)?;
        let kind = if name == oid::PBMAC1 {
            let parameters = parameters.ok_or_else(|| algorithm.error("PBMAC1-params"))?;
            let mut parameters = parameters.reader();
            let derivation = Pbkdf2::read(&parameters.element()?, work)?;
            let hash = hmac_digest(&parameters.element()?)?;
            let key_len = derivation.key_len.and_then(|length| usize::try_from(length).ok());
            // RFC 9579 section 5: the length must be there; a key longer than the digest's block gains nothing.
            let key_len = key_len.filter(|length| (1..=128).contains(length));
            let key_len = key_len.ok_or_else(|| algorithm.error("keyLength of PBMAC1"))?;
            Kind::Pbmac1 { derivation, key_len, hash }
        } else {
            let unsupported = || Error::new(ErrorKind::UnsupportedAlgorithm, format!("MAC with {name}"));
            let hash = DigestAlgorithm::from_oid(name).ok_or_else(unsupported)?;
            let salt = fields.expect(Tag::OCTET_STRING, "MAC salt")?.content;
            let rounds = match fields.optional(Tag::INTEGER)? {
                Some(rounds) => work.count(&rounds)?,
                None => 1,
            };
            Kind::Pkcs12 { hash, salt, rounds }
        };
        Ok(Self { expected, kind })
    }

    /// Whether the MAC over `content` holds under this reading of the password.
    pub(super) fn holds(&self, password: &Password, content: &[u8], work: &mut Work) -> Result<bool> {
        let found = match &self.kind {
            Kind::Pkcs12 { hash, salt, rounds } => {
                work.spend(*rounds)?;
                let key =
                    derive::pkcs12(*hash, Purpose::Mac, &password.bmp, salt, *rounds, hash.output_len());
                derive::hmac(*hash, &key, content)
            }
            Kind::Pbmac1 { derivation: Pbkdf2 { salt, rounds, hash: prf, .. }, key_len, hash } => {
                work.spend(*rounds)?;
                let key = derive::pbkdf2(*prf, &password.utf8, salt, *rounds, *key_len)?;
                derive::hmac(*hash, &key, content)
            }
        };
        let found = found.as_ref();
        let difference = found.iter().zip(self.expected).fold(0, |sum, (a, b)| sum | (a ^ b));
        Ok(found.len() == self.expected.len() && difference == 0)
    }
}

/// MacData with SHA-256 over `content`, in the form that every program reads.
pub(super) fn write(password: &str, content: &[u8], rounds: u32) -> Result<Vec<u8>> {
    let hash = DigestAlgorithm::Sha256;
    let mut salt = [0; 16];
    random(&mut salt)?;
    let readings = Password::readings(Some(password));
    let password =
        readings.first().ok_or_else(|| Error::new(ErrorKind::Internal, "reading of a password"))?;
    let key = derive::pkcs12(hash, Purpose::Mac, &password.bmp, &salt, rounds, hash.output_len());
    let mac = derive::hmac(hash, &key, content);
    let info =
        write::sequence(&[write::algorithm(hash.oid(), &write::null()), write::octet_string(mac.as_ref())]);
    Ok(write::sequence(&[info, write::octet_string(&salt), write::integer(u64::from(rounds))]))
}
