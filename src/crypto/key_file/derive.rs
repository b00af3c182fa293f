//! From passwords to keys: RFC 7292 appendix B, RFC 8018 sections 5.1 and 5.2, and what OpenSSL does for old PEM keys.

use zeroize::Zeroizing;

use crate::crypto::backend::BACKENDS;
use crate::crypto::digest::{Digest, DigestAlgorithm, Hasher, digest};
use crate::crypto::pure;
use crate::error::{Error, ErrorKind, Result};

/// What a derived value is for (RFC 7292 B.3).
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Key,
    InitialVector,
    Mac,
}

impl Purpose {
    fn id(self) -> u8 {
        match self {
            Self::Key => 1,
            Self::InitialVector => 2,
            Self::Mac => 3,
        }
    }
}

/// A password in the encodings that programs use.
pub(super) struct Password {
    /// BMPString with two zero octets at its end (RFC 7292 B.1).
    pub(super) bmp: Zeroizing<Vec<u8>>,
    pub(super) utf8: Zeroizing<Vec<u8>>,
}

impl Password {
    /// The readings of a password, the likeliest first.
    pub(super) fn readings(password: Option<&str>) -> Vec<Self> {
        let text = password.unwrap_or_default();
        let utf8 = || Zeroizing::new(text.as_bytes().to_vec());
        let mut readings = vec![Self { bmp: bmp(text.encode_utf16()), utf8: utf8() }];
        if text.is_empty() {
            // Some programs take no password for no octets at all.
            readings.push(Self { bmp: Zeroizing::default(), utf8: utf8() });
        } else if !text.is_ascii() {
            // OpenSSL before 1.1.0 widens each octet of UTF-8 by itself.
            readings.push(Self { bmp: bmp(text.bytes().map(u16::from)), utf8: utf8() });
        }
        readings
    }
}

fn bmp(units: impl Iterator<Item = u16>) -> Zeroizing<Vec<u8>> {
    // Room for everything at once: growing would leave copies behind.
    let mut octets =
        Zeroizing::new(Vec::with_capacity(units.size_hint().1.unwrap_or(0).saturating_mul(2) + 2));
    for unit in units.chain([0]) {
        octets.extend_from_slice(&unit.to_be_bytes());
    }
    octets
}

/// RFC 7292 B.2.
pub(super) fn pkcs12(
    hash: DigestAlgorithm,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let block = block_len(hash);
    let mut input = filled(salt, block);
    input.extend_from_slice(&filled(password, block));
    let diversifier = vec![purpose.id(); block];
    let mut out = Zeroizing::new(Vec::with_capacity(length.saturating_add(64)));
    while out.len() < length {
        let mut hasher = Hasher::new(hash);
        hasher.update(&diversifier);
        hasher.update(&input);
        let mut value = Zeroizing::new(hasher.finish().as_ref().to_vec());
        pure::chain(hash, &mut value, rounds.saturating_sub(1));
        out.extend_from_slice(&value);
        let addend = filled(&value, block);
        for chunk in input.chunks_mut(block) {
            add_one_and(chunk, &addend);
        }
    }
    out.truncate(length);
    out
}

/// Copies of `octets` until whole blocks are full; nothing if there is nothing.
fn filled(octets: &[u8], block: usize) -> Zeroizing<Vec<u8>> {
    let length = octets.len().div_ceil(block).saturating_mul(block);
    Zeroizing::new(octets.iter().copied().cycle().take(length).collect())
}

/// `chunk + addend + 1` as numbers of the same length, big-endian, the carry dropped.
fn add_one_and(chunk: &mut [u8], addend: &[u8]) {
    let mut carry = 1u16;
    for (octet, other) in chunk.iter_mut().zip(addend).rev() {
        let [high, low] = (u16::from(*octet) + u16::from(*other) + carry).to_be_bytes();
        *octet = low;
        carry = u16::from(high);
    }
}

/// PBKDF1 (RFC 8018 5.1), as long as the digest.
pub(super) fn pbkdf1(hash: DigestAlgorithm, password: &[u8], salt: &[u8], rounds: u32) -> Zeroizing<Vec<u8>> {
    let mut hasher = Hasher::new(hash);
    hasher.update(password);
    hasher.update(salt);
    let mut value = Zeroizing::new(hasher.finish().as_ref().to_vec());
    pure::chain(hash, &mut value, rounds.saturating_sub(1));
    value
}

/// PBKDF2 (RFC 8018 5.2) with HMAC.
pub(super) fn pbkdf2(
    hash: DigestAlgorithm,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> Result<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; length]);
    let derived = BACKENDS.iter().find_map(|backend| backend.pbkdf2(hash, password, salt, rounds, &mut key));
    derived.ok_or_else(|| Error::new(ErrorKind::UnsupportedAlgorithm, format!("PBKDF2 with {hash}")))?;
    Ok(key)
}

/// How OpenSSL makes the key of an old encrypted PEM block: MD5, one round, until there is enough.
pub(super) fn openssl(password: &[u8], salt: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(Vec::with_capacity(length.saturating_add(16)));
    let mut last: Option<Digest> = None;
    while key.len() < length {
        let mut hasher = Hasher::new(DigestAlgorithm::Md5);
        if let Some(last) = last {
            hasher.update(last.as_ref());
        }
        hasher.update(password);
        hasher.update(salt);
        let value = hasher.finish();
        key.extend_from_slice(value.as_ref());
        last = Some(value);
    }
    key.truncate(length);
    key
}

/// HMAC (RFC 2104).
pub(super) fn hmac(hash: DigestAlgorithm, key: &[u8], message: &[u8]) -> Digest {
    let block = block_len(hash);
    let mut padded = Zeroizing::new(vec![0; block]);
    let short;
    let key = if key.len() > block {
        short = digest(hash, key);
        short.as_ref()
    } else {
        key
    };
    padded.iter_mut().zip(key).for_each(|(room, octet)| *room = *octet);
    let keyed = |mask: u8| {
        let mut hasher = Hasher::new(hash);
        hasher.update(&Zeroizing::new(padded.iter().map(|octet| octet ^ mask).collect::<Vec<u8>>()));
        hasher
    };
    let mut inner = keyed(0x36);
    inner.update(message);
    let mut outer = keyed(0x5c);
    outer.update(inner.finish().as_ref());
    outer.finish()
}

/// Bytes that the digest takes in at a time (FIPS 180-4 section 1).
fn block_len(hash: DigestAlgorithm) -> usize {
    match hash {
        DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512 => 128,
        _ => 64,
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, Purpose, hmac, openssl, pbkdf1, pbkdf2, pkcs12};
    use crate::crypto::DigestAlgorithm;

    fn hex(octets: &[u8]) -> String {
        octets.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    #[test]
    fn pbkdf2_gives_the_vectors_of_rfc_6070() {
        for (rounds, expected) in [
            (1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
            (4096, "4b007901b765489abead49d926f721d065a429c1"),
        ] {
            let key = pbkdf2(DigestAlgorithm::Sha1, b"password", b"salt", rounds, 20).expect("SHA-1");
            assert_eq!(hex(&key), expected);
        }
    }

    #[test]
    fn hmac_gives_the_vectors_of_rfc_4231() {
        let short = hmac(DigestAlgorithm::Sha256, b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(short.as_ref()), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let message = b"Test Using Larger Than Block-Size Key - Hash Key First";
        let long = hmac(DigestAlgorithm::Sha256, &[0xaa; 131], message);
        assert_eq!(hex(long.as_ref()), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn a_password_is_read_as_each_program_writes_it() {
        let readings = Password::readings(Some("Số"));
        let found: Vec<_> = readings.iter().map(|reading| hex(&reading.bmp)).collect();
        assert_eq!(found, ["00531ed10000", "005300e100bb00910000"]);
        assert_eq!(Password::readings(Some("abc")).len(), 1);
        let empty: Vec<_> = Password::readings(None).iter().map(|reading| hex(&reading.bmp)).collect();
        assert_eq!(empty, ["0000", ""]);
    }

    // Expected values from `openssl kdf -keylen N -kdfopt ... PKCS12KDF` and `PBKDF1`, and `openssl enc -P -md md5`.
    #[test]
    fn old_derivations_give_what_openssl_gives() {
        let password = &Password::readings(Some("smeg"))[0].bmp;
        let salt = [0x0a, 0x58, 0xcf, 0x64, 0x53, 0x0d, 0x82, 0x3f];
        let key =
            |hash, purpose, rounds, length| hex(&pkcs12(hash, purpose, password, &salt, rounds, length));
        assert_eq!(key(DigestAlgorithm::Sha1, Purpose::Key, 1, 24), OPENSSL_PKCS12[0]);
        assert_eq!(key(DigestAlgorithm::Sha1, Purpose::InitialVector, 1000, 8), OPENSSL_PKCS12[1]);
        assert_eq!(key(DigestAlgorithm::Sha256, Purpose::Mac, 1000, 32), OPENSSL_PKCS12[2]);
        assert_eq!(key(DigestAlgorithm::Sha512, Purpose::Key, 3, 100), OPENSSL_PKCS12[3]);
        assert_eq!(hex(&pbkdf1(DigestAlgorithm::Md5, b"smeg", &salt, 2048)), OPENSSL_PBKDF1);
        assert_eq!(hex(&openssl(b"smeg", &salt, 32)), OPENSSL_ENC);
    }

    const OPENSSL_PKCS12: [&str; 4] = [
        "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3",
        "b39bf194ae8e43eb",
        "35ac16a454d608fb10c8d7c6338ca85818587aed0ff771fd265957e412c2c03c",
        "d94a6b30a7062f232ee7e09e279faef02271414975ed35e8998ee7249a1c1d79a8cf0a5a78653e79b78db1c200037ec4843247300c5acd9360174010035d9cb4c0ca918ebffb2e7d970874dbcccd3de912ef6d3e87568864f9e8043434ff9379006d3fa9",
    ];
    const OPENSSL_PBKDF1: &str = "ac7b7a7e32b5b73cde3a5ab35ca73497";
    const OPENSSL_ENC: &str = "10d4818e7cf3ad803b229f2628115a78bb69ad524e513476224ea21daf19eed0";
}
