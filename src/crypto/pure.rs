//! The second back end, in pure Rust: for builds without a C compiler, and for what the first one refuses.

mod elliptic;
mod hash;
mod rsa_scheme;

use zeroize::Zeroizing;

pub(super) use elliptic::{ec_public, ed25519_public, is_weak_ed25519};
pub(super) use hash::chain;

use super::algorithm::SignatureAlgorithm;
use super::backend::{Backend, HashState, Input, Signer};
use super::digest::DigestAlgorithm;
use super::private_key::PrivateParts;
use super::public_key::{Curve, KeyKind, PublicParts};

pub(super) struct Pure;

impl Pure {
    /// The state of any digest: this back end knows them all.
    pub(super) fn state(&self, algorithm: DigestAlgorithm) -> Box<dyn HashState> {
        hash::state(algorithm)
    }
}

impl Backend for Pure {
    fn hash(&self, algorithm: DigestAlgorithm) -> Option<Box<dyn HashState>> {
        Some(self.state(algorithm))
    }

    fn verify(
        &self,
        key: &PublicParts,
        algorithm: SignatureAlgorithm,
        input: Input<'_>,
        signature: &[u8],
    ) -> Option<bool> {
        match (key, algorithm, input) {
            (PublicParts::Rsa { modulus, exponent, .. }, _, _) => {
                rsa_scheme::verify(modulus, exponent, algorithm, input, signature)
            }
            (PublicParts::Ec { curve, point }, SignatureAlgorithm::Ecdsa(digest), _) => {
                elliptic::verify(*curve, point, &input.digest(digest)?, signature)
            }
            (PublicParts::Ed25519(key), SignatureAlgorithm::Ed25519, Input::Message(message)) => {
                elliptic::verify_ed25519(key, message, signature)
            }
            _ => None,
        }
    }

    fn signer(&self, key: &PrivateParts) -> Option<Box<dyn Signer>> {
        match key {
            PrivateParts::Rsa { pkcs1 } => rsa_scheme::signer(pkcs1),
            PrivateParts::Ec { curve, scalar, .. } => elliptic::signer(*curve, scalar),
            PrivateParts::Ed25519 { seed } => Some(elliptic::ed25519_signer(seed)),
        }
    }

    fn generate(&self, kind: KeyKind) -> Option<Zeroizing<Vec<u8>>> {
        match kind {
            KeyKind::Rsa { bits } => rsa_scheme::generate(bits),
            KeyKind::EcP256 => elliptic::generate(Curve::P256),
            KeyKind::EcP384 => elliptic::generate(Curve::P384),
            KeyKind::EcP521 => elliptic::generate(Curve::P521),
            KeyKind::Ed25519 => elliptic::generate_ed25519(),
        }
    }

    fn random(&self, room: &mut [u8]) -> Option<()> {
        getrandom::fill(room).ok()
    }

    fn pbkdf2(
        &self,
        digest: DigestAlgorithm,
        password: &[u8],
        salt: &[u8],
        rounds: u32,
        out: &mut [u8],
    ) -> Option<()> {
        hash::derive(digest, password, salt, rounds, out)
    }
}
