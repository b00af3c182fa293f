//! RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 section 8), with every salt length and mask digest.

use getrandom::SysRng;
use rsa::hazmat::rsa_encrypt;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey;
use rsa::rand_core::UnwrapErr;
use rsa::traits::{PublicKeyParts, SignatureScheme};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};
use zeroize::Zeroizing;

use crate::asn1::write;
use crate::crypto::algorithm::SignatureAlgorithm;
use crate::crypto::backend::{Input, Signer};
use crate::crypto::digest::{Digest, DigestAlgorithm, Hasher, digest};

/// `None` if the key is not one (even modulus, absurd exponent) or the algorithm is not RSA.
pub(super) fn verify(
    modulus: &[u8],
    exponent: &[u8],
    algorithm: SignatureAlgorithm,
    input: Input<'_>,
    signature: &[u8],
) -> Option<bool> {
    let key = RsaPublicKey::new(number(modulus)?, number(exponent)?).ok()?;
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(hash) => {
            let message = input.digest(hash)?;
            Some(pkcs1(hash).verify(&key, message.as_ref(), signature).is_ok())
        }
        SignatureAlgorithm::RsaPss { digest: hash, mgf1, salt_length } => {
            let message = input.digest(hash)?;
            Some(encoded_message(&key, signature).is_some_and(|(encoded, bits)| {
                pss_holds(&message, encoded, bits, mgf1, salt_length).unwrap_or(false)
            }))
        }
        SignatureAlgorithm::Ecdsa(_) | SignatureAlgorithm::Ed25519 => None,
    }
}

/// The padding with the DigestInfo of this digest, parameters NULL (RFC 8017 9.2): what is compared is built anew,
/// nothing in the signature is parsed (attack C6).
fn pkcs1(hash: DigestAlgorithm) -> Pkcs1v15Sign {
    let info = write::sequence(&[
        write::algorithm(hash.oid(), &write::null()),
        write::octet_string(&vec![0; hash.output_len()]),
    ]);
    let prefix = info.get(..info.len().saturating_sub(hash.output_len())).unwrap_or_default();
    Pkcs1v15Sign { hash_len: Some(hash.output_len()), prefix: prefix.into() }
}

/// RSAVP1 (RFC 8017 8.1.2 steps 1 and 2): EM and the number of bits that it may have.
fn encoded_message(key: &RsaPublicKey, signature: &[u8]) -> Option<(Vec<u8>, usize)> {
    if signature.len() != key.size() {
        return None;
    }
    let value = BoxedUint::from_be_slice(signature, key.n_bits_precision()).ok()?;
    if value >= *key.n().as_ref() {
        return None;
    }
    let encoded = rsa_encrypt(key, &value).ok()?.to_be_bytes();
    let bits = usize::try_from(key.n().bits()).ok()?.checked_sub(1)?;
    let excess = encoded.len().checked_sub(bits.div_ceil(8))?;
    let (zeros, encoded) = encoded.split_at_checked(excess)?;
    zeros.iter().all(|octet| *octet == 0).then(|| (encoded.to_vec(), bits))
}

/// EMSA-PSS-VERIFY (RFC 8017 9.1.2).
fn pss_holds(
    message: &Digest,
    encoded: Vec<u8>,
    bits: usize,
    mgf1: DigestAlgorithm,
    salt_length: usize,
) -> Option<bool> {
    let hash = message.algorithm();
    let (body, trailer) = encoded.split_at_checked(encoded.len().checked_sub(1)?)?;
    let (masked, seal) = body.split_at_checked(body.len().checked_sub(hash.output_len())?)?;
    let unused = encoded.len().checked_mul(8)?.checked_sub(bits)?;
    let top = u8::MAX.checked_shr(u32::try_from(unused).ok()?)?;
    if trailer != [0xbc] || masked.first()? & !top != 0 {
        return Some(false);
    }
    let mut block: Vec<u8> = masked.iter().zip(mask(seal, masked.len(), mgf1)).map(|(m, x)| m ^ x).collect();
    *block.first_mut()? &= top;
    let (padding, salt) = block.split_at_checked(block.len().checked_sub(salt_length)?)?;
    let (one, zeros) = padding.split_last()?;
    if *one != 1 || zeros.iter().any(|octet| *octet != 0) {
        return Some(false);
    }
    let mut hasher = Hasher::new(hash);
    hasher.update(&[0; 8]);
    hasher.update(message.as_ref());
    hasher.update(salt);
    Some(hasher.finish().as_ref() == seal)
}

/// MGF1 (RFC 8017 B.2.1).
fn mask(seed: &[u8], length: usize, hash: DigestAlgorithm) -> Vec<u8> {
    let mut mask = Vec::with_capacity(length.saturating_add(64));
    for counter in 0u32.. {
        if mask.len() >= length {
            break;
        }
        let block = digest(hash, &[seed, &counter.to_be_bytes()].concat());
        mask.extend_from_slice(block.as_ref());
    }
    mask.truncate(length);
    mask
}

pub(super) fn signer(pkcs1: &[u8]) -> Option<Box<dyn Signer>> {
    Some(Box::new(RsaPrivateKey::from_pkcs1_der(pkcs1).ok()?))
}

impl Signer for RsaPrivateKey {
    /// Blinded, and checked against the public key before it is handed out.
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        let rng = Some(&mut SysRng);
        let hashed = digest(algorithm.digest()?, message);
        let hashed = hashed.as_ref();
        let signature = match algorithm {
            SignatureAlgorithm::RsaPkcs1(hash) => pkcs1(hash).sign(rng, self, hashed),
            SignatureAlgorithm::RsaPss { digest, mgf1, salt_length } if digest == mgf1 => match digest {
                DigestAlgorithm::Md5 => return None,
                DigestAlgorithm::Sha1 => {
                    Pss::<sha1::Sha1>::new_blinded_with_salt(salt_length).sign(rng, self, hashed)
                }
                DigestAlgorithm::Sha256 => {
                    Pss::<sha2::Sha256>::new_blinded_with_salt(salt_length).sign(rng, self, hashed)
                }
                DigestAlgorithm::Sha384 => {
                    Pss::<sha2::Sha384>::new_blinded_with_salt(salt_length).sign(rng, self, hashed)
                }
                DigestAlgorithm::Sha512 => {
                    Pss::<sha2::Sha512>::new_blinded_with_salt(salt_length).sign(rng, self, hashed)
                }
            },
            _ => return None,
        };
        signature.ok()
    }
}

pub(super) fn generate(bits: usize) -> Option<Zeroizing<Vec<u8>>> {
    let key = RsaPrivateKey::new(&mut UnwrapErr(SysRng), bits).ok()?;
    Some(Zeroizing::new(key.to_pkcs8_der().ok()?.as_bytes().to_vec()))
}

fn number(magnitude: &[u8]) -> Option<BoxedUint> {
    let bits = u32::try_from(magnitude.len().checked_mul(8)?).ok()?;
    BoxedUint::from_be_slice(magnitude, bits).ok()
}
