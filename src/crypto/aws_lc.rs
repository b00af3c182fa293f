//! The default back end: AWS-LC.

use aws_lc_rs::signature::{self as lc, KeyPair as _, ParsedPublicKey, RsaEncoding, VerificationAlgorithm};
use aws_lc_rs::{digest as lc_digest, encoding, pbkdf2, rand, rsa};
use zeroize::Zeroizing;

use super::algorithm::SignatureAlgorithm;
use super::backend::{Backend, HashState, Input, Signer};
use super::digest::DigestAlgorithm;
use super::private_key::PrivateParts;
use super::public_key::{Curve, KeyKind, PublicParts};

pub(super) struct AwsLc;

impl Backend for AwsLc {
    fn hash(&self, algorithm: DigestAlgorithm) -> Option<Box<dyn HashState>> {
        Some(Box::new(State(lc_digest::Context::new(hash(algorithm)?))))
    }

    fn verify(
        &self,
        key: &PublicParts,
        algorithm: SignatureAlgorithm,
        input: Input<'_>,
        signature: &[u8],
    ) -> Option<bool> {
        let (verifier, key) = verifier(key, algorithm)?;
        // A key that is refused here may be legal (a compressed point): the next back end is asked.
        let key = ParsedPublicKey::new(verifier, key).ok()?;
        let verified = match input {
            Input::Message(message) => key.verify_sig(message, signature),
            Input::Digest(digest) => {
                let digest = lc_digest::Digest::import_less_safe(digest.as_ref(), hash(digest.algorithm())?);
                key.verify_digest_sig(&digest.ok()?, signature)
            }
        };
        Some(verified.is_ok())
    }

    fn signer(&self, key: &PrivateParts) -> Option<Box<dyn Signer>> {
        Some(match key {
            PrivateParts::Rsa { pkcs1 } => Box::new(rsa::KeyPair::from_der(pkcs1).ok()?),
            PrivateParts::Ec { curve, scalar, point } => {
                let algorithm = match curve {
                    Curve::P256 => &lc::ECDSA_P256_SHA256_ASN1_SIGNING,
                    Curve::P384 => &lc::ECDSA_P384_SHA384_ASN1_SIGNING,
                    Curve::P521 => &lc::ECDSA_P521_SHA512_ASN1_SIGNING,
                };
                let key = lc::EcdsaKeyPair::from_private_key_and_public_key(algorithm, scalar, point);
                Box::new(EcSigner { key: key.ok()?, curve: *curve })
            }
            PrivateParts::Ed25519 { seed } => {
                Box::new(lc::Ed25519KeyPair::from_seed_unchecked(&seed[..]).ok()?)
            }
        })
    }

    fn generate(&self, kind: KeyKind) -> Option<Zeroizing<Vec<u8>>> {
        let ec = |algorithm| {
            let key = lc::EcdsaKeyPair::generate(algorithm).ok()?;
            Some(Zeroizing::new(key.to_pkcs8v1().ok()?.as_ref().to_vec()))
        };
        let size = match kind {
            KeyKind::EcP256 => return ec(&lc::ECDSA_P256_SHA256_ASN1_SIGNING),
            KeyKind::EcP384 => return ec(&lc::ECDSA_P384_SHA384_ASN1_SIGNING),
            KeyKind::EcP521 => return ec(&lc::ECDSA_P521_SHA512_ASN1_SIGNING),
            KeyKind::Ed25519 => {
                let key = lc::Ed25519KeyPair::generate().ok()?;
                return Some(Zeroizing::new(key.to_pkcs8v1().ok()?.as_ref().to_vec()));
            }
            KeyKind::Rsa { bits: 2048 } => rsa::KeySize::Rsa2048,
            KeyKind::Rsa { bits: 3072 } => rsa::KeySize::Rsa3072,
            KeyKind::Rsa { bits: 4096 } => rsa::KeySize::Rsa4096,
            KeyKind::Rsa { bits: 8192 } => rsa::KeySize::Rsa8192,
            KeyKind::Rsa { .. } => return None,
        };
        let key = rsa::KeyPair::generate(size).ok()?;
        let pkcs8: encoding::Pkcs8V1Der<'_> = encoding::AsDer::as_der(&key).ok()?;
        Some(Zeroizing::new(pkcs8.as_ref().to_vec()))
    }

    fn random(&self, room: &mut [u8]) -> Option<()> {
        rand::fill(room).ok()
    }

    fn pbkdf2(
        &self,
        digest: DigestAlgorithm,
        password: &[u8],
        salt: &[u8],
        rounds: u32,
        out: &mut [u8],
    ) -> Option<()> {
        let algorithm = match digest {
            DigestAlgorithm::Md5 => return None,
            DigestAlgorithm::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            DigestAlgorithm::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            DigestAlgorithm::Sha384 => pbkdf2::PBKDF2_HMAC_SHA384,
            DigestAlgorithm::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        };
        pbkdf2::derive(algorithm, rounds.try_into().ok()?, salt, password, out);
        Some(())
    }
}

#[derive(Clone)]
struct State(lc_digest::Context);

impl HashState for State {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(self: Box<Self>, out: &mut [u8]) {
        let digest = self.0.finish();
        for (room, octet) in out.iter_mut().zip(digest.as_ref()) {
            *room = *octet;
        }
    }

    fn fork(&self) -> Box<dyn HashState> {
        Box::new(self.clone())
    }
}

impl Signer for rsa::KeyPair {
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        use DigestAlgorithm::{Sha256, Sha384, Sha512};
        let encoding: &'static dyn RsaEncoding = match algorithm {
            SignatureAlgorithm::RsaPkcs1(Sha256) => &lc::RSA_PKCS1_SHA256,
            SignatureAlgorithm::RsaPkcs1(Sha384) => &lc::RSA_PKCS1_SHA384,
            SignatureAlgorithm::RsaPkcs1(Sha512) => &lc::RSA_PKCS1_SHA512,
            SignatureAlgorithm::RsaPss { digest, mgf1, salt_length }
                if mgf1 == digest && salt_length == digest.output_len() =>
            {
                match digest {
                    Sha256 => &lc::RSA_PSS_SHA256,
                    Sha384 => &lc::RSA_PSS_SHA384,
                    Sha512 => &lc::RSA_PSS_SHA512,
                    _ => return None,
                }
            }
            _ => return None,
        };
        let mut signature = vec![0; self.public_modulus_len()];
        // The generator is ignored: AWS-LC has its own.
        Self::sign(self, encoding, &rand::SystemRandom::new(), message, &mut signature).ok()?;
        Some(signature)
    }
}

struct EcSigner {
    key: lc::EcdsaKeyPair,
    curve: Curve,
}

impl Signer for EcSigner {
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        let own = match self.curve {
            Curve::P256 => DigestAlgorithm::Sha256,
            Curve::P384 => DigestAlgorithm::Sha384,
            Curve::P521 => DigestAlgorithm::Sha512,
        };
        if algorithm != SignatureAlgorithm::Ecdsa(own) {
            return None;
        }
        let signature = self.key.sign(&rand::SystemRandom::new(), message).ok()?;
        Some(signature.as_ref().to_vec())
    }
}

impl Signer for lc::Ed25519KeyPair {
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        if algorithm != SignatureAlgorithm::Ed25519 || self.public_key().as_ref().is_empty() {
            return None;
        }
        Some(self.try_sign(message).ok()?.as_ref().to_vec())
    }
}

fn hash(algorithm: DigestAlgorithm) -> Option<&'static lc_digest::Algorithm> {
    match algorithm {
        DigestAlgorithm::Md5 => None,
        DigestAlgorithm::Sha1 => Some(&lc_digest::SHA1_FOR_LEGACY_USE_ONLY),
        DigestAlgorithm::Sha256 => Some(&lc_digest::SHA256),
        DigestAlgorithm::Sha384 => Some(&lc_digest::SHA384),
        DigestAlgorithm::Sha512 => Some(&lc_digest::SHA512),
    }
}

/// The verifier for this kind of key and signature, and the key as it wants it.
fn verifier(
    key: &PublicParts,
    algorithm: SignatureAlgorithm,
) -> Option<(&'static dyn VerificationAlgorithm, &[u8])> {
    use DigestAlgorithm::{Md5, Sha1, Sha256, Sha384, Sha512};
    Some(match (key, algorithm) {
        (PublicParts::Rsa { pkcs1, .. }, SignatureAlgorithm::RsaPkcs1(digest)) => {
            let verifier: &'static dyn VerificationAlgorithm = match (digest, key.kind()) {
                (Sha1, _) => &lc::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
                (Sha256, _) => &lc::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
                (Sha384, KeyKind::Rsa { bits: 2048.. }) => &lc::RSA_PKCS1_2048_8192_SHA384,
                (Sha512, _) => &lc::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
                _ => return None,
            };
            (verifier, pkcs1)
        }
        // It refuses every salt that is not as long as the digest.
        (PublicParts::Rsa { pkcs1, .. }, SignatureAlgorithm::RsaPss { digest, mgf1, salt_length })
            if mgf1 == digest
                && salt_length == digest.output_len()
                && matches!(key.kind(), KeyKind::Rsa { bits: 2048.. }) =>
        {
            let verifier: &'static dyn VerificationAlgorithm = match digest {
                Sha256 => &lc::RSA_PSS_2048_8192_SHA256,
                Sha384 => &lc::RSA_PSS_2048_8192_SHA384,
                Sha512 => &lc::RSA_PSS_2048_8192_SHA512,
                Md5 | Sha1 => return None,
            };
            (verifier, pkcs1)
        }
        (PublicParts::Ec { curve, point }, SignatureAlgorithm::Ecdsa(digest)) => {
            let verifier: &'static dyn VerificationAlgorithm = match (curve, digest) {
                (Curve::P256, Sha1) => &lc::ECDSA_P256_SHA1_ASN1,
                (Curve::P256, Sha256) => &lc::ECDSA_P256_SHA256_ASN1,
                (Curve::P256, Sha384) => &lc::ECDSA_P256_SHA384_ASN1,
                (Curve::P256, Sha512) => &lc::ECDSA_P256_SHA512_ASN1,
                (Curve::P384, Sha256) => &lc::ECDSA_P384_SHA256_ASN1,
                (Curve::P384, Sha384) => &lc::ECDSA_P384_SHA384_ASN1,
                (Curve::P384, Sha512) => &lc::ECDSA_P384_SHA512_ASN1,
                (Curve::P521, Sha1) => &lc::ECDSA_P521_SHA1_ASN1,
                (Curve::P521, Sha256) => &lc::ECDSA_P521_SHA256_ASN1,
                (Curve::P521, Sha384) => &lc::ECDSA_P521_SHA384_ASN1,
                (Curve::P521, Sha512) => &lc::ECDSA_P521_SHA512_ASN1,
                (_, Md5) | (Curve::P384, Sha1) => return None,
            };
            (verifier, point)
        }
        (PublicParts::Ed25519(key), SignatureAlgorithm::Ed25519) => (&lc::ED25519, &key[..]),
        _ => return None,
    })
}
