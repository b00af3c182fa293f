//! The file encryption key from a password: algorithms 2 to 13 of ISO 32000-2 7.6.4.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::{Parameters, malformed};
use crate::crypto::{self, DigestAlgorithm, cipher};
use crate::error::Result;

type Key = Zeroizing<Vec<u8>>;

/// The octets that a password may stand for, the likeliest first.
///
/// Revisions 5 and 6 take UTF-8 after SASLprep, of which the composition of letters and marks (NFKC) is what matters;
/// not every writer did that. Revisions 2 to 4 know PDFDocEncoding, for which Latin-1 stands here; what it does not
/// have some writers wrote in UTF-8 all the same.
pub(super) fn spellings(password: &str, revision: u8) -> Vec<Key> {
    let composed: Zeroizing<String> = Zeroizing::new(password.nfkc().collect());
    let utf_8 = [composed.as_str(), password].map(|text| Zeroizing::new(text.as_bytes().to_vec()));
    let latin: Option<Vec<u8>> = composed.chars().map(|c| u8::try_from(c).ok()).collect();
    let mut spellings: Vec<Key> = Vec::new();
    for spelling in latin.filter(|_| revision < 5).map(Zeroizing::new).into_iter().chain(utf_8) {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

impl Parameters {
    /// Algorithms 2, 4, 5 and 6.
    pub(super) fn open_as_user(&self, password: &[u8]) -> Option<Key> {
        let key = self.legacy_key(password);
        let (expected, length) = if self.revision == 2 {
            (Zeroizing::new(cipher::rc4(&key, &PADDING)), 32)
        } else {
            let digest = md5(&[&PADDING, &self.first_id]);
            (self.rounds(&key, &digest, 0..=19), 16)
        };
        let same = expected.get(..length)? == self.user.get(..length)?;
        same.then_some(key)
    }

    /// Algorithm 7: the owner's password opens the user's.
    pub(super) fn open_as_owner(&self, password: &[u8]) -> Option<Key> {
        let mut digest = md5(&[&padded(password)]);
        if self.revision >= 3 {
            for _ in 0..50 {
                digest = md5(&[&digest]);
            }
        }
        let key = digest.get(..self.key_length)?;
        let user = if self.revision == 2 {
            Zeroizing::new(cipher::rc4(key, self.owner.get(..32)?))
        } else {
            self.rounds(key, self.owner.get(..32)?, (0..=19).rev())
        };
        self.open_as_user(&user)
    }

    /// RC4 again and again, the key changed by the number of the round.
    fn rounds(&self, key: &[u8], data: &[u8], rounds: impl Iterator<Item = u8>) -> Key {
        rounds.fold(Zeroizing::new(data.to_vec()), |data, round| {
            let key: Key = Zeroizing::new(key.iter().map(|octet| octet ^ round).collect());
            Zeroizing::new(cipher::rc4(&key, &data))
        })
    }

    /// Algorithm 2.
    fn legacy_key(&self, password: &[u8]) -> Key {
        let permissions = self.permissions.to_le_bytes();
        let no_metadata: &[u8] = if self.revision >= 4 && !self.encrypt_metadata { &[0xff; 4] } else { &[] };
        let owner = self.owner.get(..32).unwrap_or(&self.owner);
        let mut digest = md5(&[&padded(password), owner, &permissions, &self.first_id, no_metadata]);
        if self.revision >= 3 {
            for _ in 0..50 {
                digest = md5(&[digest.get(..self.key_length).unwrap_or_default()]);
            }
        }
        Zeroizing::new(digest.get(..self.key_length).unwrap_or_default().to_vec())
    }

    /// Algorithm 2.A with the user's password.
    pub(super) fn open_as_user_256(&self, password: &[u8]) -> Result<Option<Key>> {
        self.open_256(password, &self.user, &[], &self.user_key)
    }

    /// Algorithm 2.A with the owner's password.
    pub(super) fn open_as_owner_256(&self, password: &[u8]) -> Result<Option<Key>> {
        let user = self.user.get(..48).ok_or_else(|| malformed("/U is too short"))?;
        self.open_256(password, &self.owner, user, &self.owner_key)
    }

    fn open_256(&self, password: &[u8], entry: &[u8], user: &[u8], wrapped: &[u8]) -> Result<Option<Key>> {
        let password = password.get(..127).unwrap_or(password);
        let (Some(hash), Some(validation), Some(salt)) =
            (entry.get(..32), entry.get(32..40), entry.get(40..48))
        else {
            return Err(malformed("/O or /U is too short"));
        };
        if *self.hash_256(password, validation, user)? != *hash {
            return Ok(None);
        }
        let wrapped = wrapped.get(..32).ok_or_else(|| malformed("/OE or /UE is too short"))?;
        let key = cipher::aes_cbc_decrypt(&self.hash_256(password, salt, user)?, &[0; 16], wrapped, false);
        Ok(key.map(Zeroizing::new))
    }

    /// Algorithm 2.B; revision 5, which Adobe published before the standard, stops after the first hash.
    fn hash_256(&self, password: &[u8], salt: &[u8], user: &[u8]) -> Result<Key> {
        let first = Zeroizing::new([password, salt, user].concat());
        let mut key = Zeroizing::new(crypto::digest(DigestAlgorithm::Sha256, &first).as_ref().to_vec());
        if self.revision == 5 {
            return Ok(key);
        }
        // The number of rounds depends on the data; more than a few hundred do not happen by chance.
        for round in 0..10_000u32 {
            let block = Zeroizing::new([password, &key, user].concat().repeat(64));
            let (Some(aes), Some(iv)) = (key.get(..16), key.get(16..32)) else {
                break;
            };
            let Some(encrypted) = cipher::aes_cbc_encrypt(aes, iv, &block, false) else { break };
            let encrypted = Zeroizing::new(encrypted);
            // 256 is 1 modulo 3, so the number modulo 3 is the sum of its octets modulo 3.
            let sum: u32 = encrypted.iter().take(16).map(|octet| u32::from(*octet)).sum();
            let algorithm = match sum % 3 {
                0 => DigestAlgorithm::Sha256,
                1 => DigestAlgorithm::Sha384,
                _ => DigestAlgorithm::Sha512,
            };
            key = Zeroizing::new(crypto::digest(algorithm, &encrypted).as_ref().to_vec());
            let last = encrypted.last().copied().map_or(0, u32::from);
            if round >= 63 && last <= round.saturating_sub(31) {
                key.truncate(32);
                return Ok(key);
            }
        }
        Err(malformed("the password hash does not end"))
    }
}

fn padded(password: &[u8]) -> Key {
    Zeroizing::new(password.iter().chain(&PADDING).copied().take(32).collect())
}

fn md5(parts: &[&[u8]]) -> Key {
    let mut hasher = crypto::Hasher::new(DigestAlgorithm::Md5);
    for part in parts {
        hasher.update(part);
    }
    Zeroizing::new(hasher.finish().as_ref().to_vec())
}

/// The padding string of Algorithm 2.
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e,
    0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];
