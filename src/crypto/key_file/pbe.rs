//! Password-based encryption: PBES2 and PBES1 (RFC 8018 section 6) and the schemes of PKCS#12 (RFC 7292 appendix C).

use zeroize::Zeroizing;

use super::Work;
use super::derive::{self, Password, Purpose};
use crate::asn1::{Element, Oid, Tag, oid, write};
use crate::crypto::cipher::{BlockCipher, aes_cbc_encrypt, cbc_decrypt};
use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::{parameters, random};
use crate::error::{Error, ErrorKind, Result};

/// How something is encrypted, as read from its AlgorithmIdentifier. Counts of rounds are within the limits.
pub(super) struct Scheme<'a> {
    salt: &'a [u8],
    rounds: u32,
    cipher: BlockCipher,
    key_len: usize,
    kind: Kind<'a>,
}

enum Kind<'a> {
    /// PBKDF2 with HMAC over this digest.
    Pbes2 { hash: DigestAlgorithm, iv: &'a [u8] },
    /// PBKDF1 with this digest.
    Pbes1(DigestAlgorithm),
    /// The derivation of RFC 7292, always with SHA-1 here.
    Pkcs12,
}

impl<'a> Scheme<'a> {
    pub(super) fn read(algorithm_identifier: &Element<'a>, work: &Work) -> Result<Self> {
        use BlockCipher::{Des, Rc2, TripleDes};
        let (algorithm, parameters) = parameters::identifier(algorithm_identifier)?;
        let parameters = parameters.ok_or_else(|| algorithm_identifier.error("encryption parameters"))?;
        let (cipher, key_len, kind) = match algorithm {
            oid::PBES2 => return Self::pbes2(&parameters, work),
            oid::PBE_SHA1_3DES => (TripleDes, 24, Kind::Pkcs12),
            oid::PBE_SHA1_2DES => (TripleDes, 16, Kind::Pkcs12),
            oid::PBE_SHA1_RC2_128 => (Rc2(128), 16, Kind::Pkcs12),
            oid::PBE_SHA1_RC2_40 => (Rc2(40), 5, Kind::Pkcs12),
            oid::PBE_MD5_DES => (Des, 8, Kind::Pbes1(DigestAlgorithm::Md5)),
            oid::PBE_SHA1_DES => (Des, 8, Kind::Pbes1(DigestAlgorithm::Sha1)),
            oid::PBE_MD5_RC2 => (Rc2(64), 8, Kind::Pbes1(DigestAlgorithm::Md5)),
            oid::PBE_SHA1_RC2 => (Rc2(64), 8, Kind::Pbes1(DigestAlgorithm::Sha1)),
            oid::PBE_SHA1_RC4_128 | oid::PBE_SHA1_RC4_40 => {
                return Err(Error::new(ErrorKind::UnsupportedAlgorithm, "key file encrypted with RC4"));
            }
            other => return Err(unsupported("encryption of a key file", other)),
        };
        // PBEParameter (RFC 8018 A.3) and pkcs-12PbeParams (RFC 7292 appendix C) are alike.
        let mut fields = sequence(&parameters, "encryption parameters")?;
        let salt = fields.expect(Tag::OCTET_STRING, "salt")?.content;
        let rounds = work.count(&fields.expect(Tag::INTEGER, "rounds of key derivation")?)?;
        Ok(Self { salt, rounds, cipher, key_len, kind })
    }

    fn pbes2(parameters: &Element<'a>, work: &Work) -> Result<Self> {
        let mut fields = sequence(parameters, "PBES2-params")?;
        let derivation = Pbkdf2::read(&fields.element()?, work)?;
        let (cipher, parameters) = parameters::identifier(&fields.element()?)?;
        let (cipher, key_len) = match cipher {
            oid::AES128_CBC => (BlockCipher::Aes, 16),
            oid::AES192_CBC => (BlockCipher::Aes, 24),
            oid::AES256_CBC => (BlockCipher::Aes, 32),
            oid::DES_EDE3_CBC => (BlockCipher::TripleDes, 24),
            oid::DES_CBC => (BlockCipher::Des, 8),
            other => return Err(unsupported("encryption of a key file", other)),
        };
        let iv =
            parameters.filter(|iv| iv.tag == Tag::OCTET_STRING && iv.content.len() == cipher.block_len());
        let iv = iv.ok_or_else(|| fields.error("initialisation vector"))?.content;
        let Pbkdf2 { salt, rounds, hash, .. } = derivation;
        Ok(Self { salt, rounds, cipher, key_len, kind: Kind::Pbes2 { hash, iv } })
    }

    /// What `encrypted` says under one reading of the password; `None` if it is not even padded.
    pub(super) fn decrypt(
        &self,
        password: &Password,
        encrypted: &[u8],
        work: &mut Work,
    ) -> Result<Option<Zeroizing<Vec<u8>>>> {
        work.spend(self.rounds)?;
        let (salt, rounds) = (self.salt, self.rounds);
        let (key, iv) = match self.kind {
            Kind::Pbes2 { hash, iv } => {
                let key = derive::pbkdf2(hash, &password.utf8, salt, rounds, self.key_len)?;
                (key, Zeroizing::new(iv.to_vec()))
            }
            Kind::Pbes1(hash) => {
                let derived = derive::pbkdf1(hash, &password.utf8, salt, rounds);
                let (key, rest) = derived.split_at_checked(8).unwrap_or_default();
                (Zeroizing::new(key.to_vec()), Zeroizing::new(rest.iter().copied().take(8).collect()))
            }
            Kind::Pkcs12 => {
                let derive = |purpose, length| {
                    derive::pkcs12(DigestAlgorithm::Sha1, purpose, &password.bmp, salt, rounds, length)
                };
                (derive(Purpose::Key, self.key_len), derive(Purpose::InitialVector, self.cipher.block_len()))
            }
        };
        Ok(cbc_decrypt(self.cipher, &key, &iv, encrypted, true))
    }
}

/// PBKDF2-params (RFC 8018 A.2).
pub(super) struct Pbkdf2<'a> {
    pub(super) salt: &'a [u8],
    pub(super) rounds: u32,
    pub(super) key_len: Option<u32>,
    pub(super) hash: DigestAlgorithm,
}

impl<'a> Pbkdf2<'a> {
    pub(super) fn read(algorithm_identifier: &Element<'a>, work: &Work) -> Result<Self> {
        let (algorithm, parameters) = parameters::identifier(algorithm_identifier)?;
        if algorithm != oid::PBKDF2 {
            return Err(unsupported("key derivation", algorithm));
        }
        let parameters = parameters.ok_or_else(|| algorithm_identifier.error("PBKDF2-params"))?;
        let mut fields = sequence(&parameters, "PBKDF2-params")?;
        let salt = fields.expect(Tag::OCTET_STRING, "salt")?.content;
        let rounds = work.count(&fields.expect(Tag::INTEGER, "rounds of key derivation")?)?;
        let key_len = fields.optional(Tag::INTEGER)?.map(|length| length.u32("keyLength")).transpose()?;
        let hash = match fields.optional(Tag::SEQUENCE)? {
            Some(algorithm) => hmac_digest(&algorithm)?,
            None => DigestAlgorithm::Sha1,
        };
        Ok(Self { salt, rounds, key_len, hash })
    }
}

/// The digest of an HMAC (RFC 8018 B.1.2).
pub(super) fn hmac_digest(algorithm_identifier: &Element<'_>) -> Result<DigestAlgorithm> {
    let (algorithm, _) = parameters::identifier(algorithm_identifier)?;
    match algorithm {
        oid::HMAC_WITH_SHA1 => Ok(DigestAlgorithm::Sha1),
        oid::HMAC_WITH_SHA256 => Ok(DigestAlgorithm::Sha256),
        oid::HMAC_WITH_SHA384 => Ok(DigestAlgorithm::Sha384),
        oid::HMAC_WITH_SHA512 => Ok(DigestAlgorithm::Sha512),
        other => Err(unsupported("HMAC", other)),
    }
}

/// Encrypts as OpenSSL 3, Java 17 and Windows do today: PBES2 with AES-256 and PBKDF2 with SHA-256. Gives the
/// AlgorithmIdentifier and what is encrypted.
pub(super) fn encrypt(password: &str, plain: &[u8], rounds: u32) -> Result<(Vec<u8>, Vec<u8>)> {
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    random(&mut salt)?;
    random(&mut iv)?;
    let key = derive::pbkdf2(DigestAlgorithm::Sha256, password.as_bytes(), &salt, rounds, 32)?;
    let encrypted = aes_cbc_encrypt(&key, &iv, plain, true);
    let encrypted = encrypted.ok_or_else(|| Error::new(ErrorKind::Internal, "encryption of a key"))?;
    let derivation = write::sequence(&[
        write::octet_string(&salt),
        write::integer(u64::from(rounds)),
        write::algorithm(oid::HMAC_WITH_SHA256, &write::null()),
    ]);
    let parameters = write::sequence(&[
        write::algorithm(oid::PBKDF2, &derivation),
        write::algorithm(oid::AES256_CBC, &write::octet_string(&iv)),
    ]);
    Ok((write::algorithm(oid::PBES2, &parameters), encrypted))
}

fn sequence<'a>(element: &Element<'a>, what: &'static str) -> Result<crate::asn1::Reader<'a>> {
    match element.tag {
        Tag::SEQUENCE => Ok(element.reader()),
        _ => Err(element.error(what)),
    }
}

fn unsupported(what: &str, algorithm: Oid<'_>) -> Error {
    Error::new(ErrorKind::UnsupportedAlgorithm, format!("{what} by {algorithm}"))
}
