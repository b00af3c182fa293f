//! ECDSA (FIPS 186-5 section 6) and Ed25519 (RFC 8032).

use std::marker::PhantomData;

use ed25519_dalek::{Signer as _, Verifier as _};
use rsa::signature::SignatureEncoding;
use rsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use zeroize::Zeroizing;

use crate::crypto::algorithm::SignatureAlgorithm;
use crate::crypto::backend::Signer;
use crate::crypto::digest::{Digest, digest};
use crate::crypto::private_key::PrivateParts;
use crate::crypto::public_key::Curve;
use crate::crypto::random;

/// `None` if the point is not on the curve.
pub(super) fn verify(curve: Curve, point: &[u8], digest: &Digest, signature: &[u8]) -> Option<bool> {
    let input = representative(curve, digest);
    match curve {
        Curve::P256 => {
            check::<p256::ecdsa::VerifyingKey, p256::ecdsa::DerSignature>(point, &input, signature)
        }
        Curve::P384 => {
            check::<p384::ecdsa::VerifyingKey, p384::ecdsa::DerSignature>(point, &input, signature)
        }
        Curve::P521 => {
            check::<p521::ecdsa::VerifyingKey, p521::ecdsa::DerSignature>(point, &input, signature)
        }
    }
}

fn check<K, S>(point: &[u8], input: &[u8], signature: &[u8]) -> Option<bool>
where
    K: for<'a> TryFrom<&'a [u8]> + PrehashVerifier<S>,
    S: for<'a> TryFrom<&'a [u8]>,
{
    let key = K::try_from(point).ok()?;
    let Ok(signature) = S::try_from(signature) else { return Some(false) };
    Some(key.verify_prehash(input, &signature).is_ok())
}

/// A digest shorter than the field stands for the same number with zeros before it (FIPS 186-5 6.4.1). The
/// curve crates want it at least half as long as the field, which SHA-1 with P-384 is not.
fn representative(curve: Curve, digest: &Digest) -> Vec<u8> {
    let octets = digest.as_ref();
    let mut padded = vec![0; curve.field_len().saturating_sub(octets.len())];
    padded.extend_from_slice(octets);
    padded
}

pub(super) fn signer(curve: Curve, scalar: &[u8]) -> Option<Box<dyn Signer>> {
    Some(match curve {
        Curve::P256 => {
            let key = p256::ecdsa::SigningKey::from_slice(scalar).ok()?;
            Box::new(EcSigner::<_, p256::ecdsa::DerSignature>(key, curve, PhantomData))
        }
        Curve::P384 => {
            let key = p384::ecdsa::SigningKey::from_slice(scalar).ok()?;
            Box::new(EcSigner::<_, p384::ecdsa::DerSignature>(key, curve, PhantomData))
        }
        Curve::P521 => {
            let key = p521::ecdsa::SigningKey::from_slice(scalar).ok()?;
            Box::new(EcSigner::<_, p521::ecdsa::DerSignature>(key, curve, PhantomData))
        }
    })
}

struct EcSigner<K, S>(K, Curve, PhantomData<fn() -> S>);

impl<K: PrehashSigner<S> + Send + Sync, S: SignatureEncoding> Signer for EcSigner<K, S> {
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        let SignatureAlgorithm::Ecdsa(hash) = algorithm else { return None };
        let input = representative(self.1, &digest(hash, message));
        Some(self.0.sign_prehash(&input).ok()?.to_vec())
    }
}

/// The public point of a private number, uncompressed; `None` if the number is zero or beyond the group.
pub(in crate::crypto) fn ec_public(curve: Curve, scalar: &[u8]) -> Option<Vec<u8>> {
    Some(match curve {
        Curve::P256 => p256::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes().into_vec(),
        Curve::P384 => p384::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes().into_vec(),
        Curve::P521 => p521::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes().into_vec(),
    })
}

pub(super) fn generate(curve: Curve) -> Option<Zeroizing<Vec<u8>>> {
    // A random number lies beyond the group with a chance below 2^-32, or has bits too many for P-521.
    for _ in 0..64 {
        let mut scalar = Zeroizing::new(vec![0; curve.field_len()]);
        random(&mut scalar).ok()?;
        if let (Curve::P521, Some(top)) = (curve, scalar.first_mut()) {
            *top &= 1;
        }
        if let Some(point) = ec_public(curve, &scalar) {
            return Some(PrivateParts::Ec { curve, scalar, point }.to_pkcs8_der());
        }
    }
    None
}

pub(super) fn verify_ed25519(key: &[u8; 32], message: &[u8], signature: &[u8]) -> Option<bool> {
    let key = ed25519_dalek::VerifyingKey::from_bytes(key).ok()?;
    let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return Some(false) };
    Some(key.verify(message, &signature).is_ok())
}

/// Whether the point is of small order. One that is not on the curve is not weak: it verifies nothing.
pub(in crate::crypto) fn is_weak_ed25519(key: &[u8; 32]) -> bool {
    ed25519_dalek::VerifyingKey::from_bytes(key).is_ok_and(|key| key.is_weak())
}

pub(in crate::crypto) fn ed25519_public(seed: &[u8; 32]) -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

pub(super) fn ed25519_signer(seed: &[u8; 32]) -> Box<dyn Signer> {
    Box::new(ed25519_dalek::SigningKey::from_bytes(seed))
}

impl Signer for ed25519_dalek::SigningKey {
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        if algorithm != SignatureAlgorithm::Ed25519 {
            return None;
        }
        Some(self.try_sign(message).ok()?.to_vec())
    }
}

pub(super) fn generate_ed25519() -> Option<Zeroizing<Vec<u8>>> {
    let mut seed = Zeroizing::new([0; 32]);
    random(&mut seed[..]).ok()?;
    Some(PrivateParts::Ed25519 { seed }.to_pkcs8_der())
}
