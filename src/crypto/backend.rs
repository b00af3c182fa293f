//! The seam between this room and the crates that calculate.

use zeroize::Zeroizing;

use super::algorithm::SignatureAlgorithm;
use super::digest::{Digest, DigestAlgorithm};
use super::private_key::PrivateParts;
use super::public_key::{KeyKind, PublicParts};
use super::pure::Pure;
use crate::error::{Error, ErrorKind, Result};

/// One implementation of the arithmetic. `None` always means: this back end does not do that; ask the next.
pub(super) trait Backend: Sync {
    fn hash(&self, algorithm: DigestAlgorithm) -> Option<Box<dyn HashState>>;

    /// Whether the signature holds.
    fn verify(
        &self,
        key: &PublicParts,
        algorithm: SignatureAlgorithm,
        input: Input<'_>,
        signature: &[u8],
    ) -> Option<bool>;

    /// A key that is ready to sign.
    fn signer(&self, key: &PrivateParts) -> Option<Box<dyn Signer>>;

    /// A new private key as PKCS#8.
    fn generate(&self, kind: KeyKind) -> Option<Zeroizing<Vec<u8>>>;

    fn random(&self, room: &mut [u8]) -> Option<()>;

    /// PBKDF2 (RFC 8018 5.2) with HMAC over this digest.
    fn pbkdf2(
        &self,
        digest: DigestAlgorithm,
        password: &[u8],
        salt: &[u8],
        rounds: u32,
        out: &mut [u8],
    ) -> Option<()>;
}

pub(super) trait HashState: Send + Sync {
    fn update(&mut self, bytes: &[u8]);
    /// `out` is exactly as long as the digest.
    fn finish(self: Box<Self>, out: &mut [u8]);
    fn fork(&self) -> Box<dyn HashState>;
}

pub(super) trait Signer: Send + Sync {
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>>;
}

/// What a signature is about.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    Message(&'a [u8]),
    Digest(&'a Digest),
}

impl Input<'_> {
    /// The digest to be signed; `None` if another one was brought.
    pub(super) fn digest(&self, algorithm: DigestAlgorithm) -> Option<Digest> {
        match self {
            Self::Message(message) => Some(super::digest(algorithm, message)),
            Self::Digest(digest) => (digest.algorithm() == algorithm).then_some(**digest),
        }
    }
}

/// All back ends, the preferred one first.
pub(super) const BACKENDS: &[&dyn Backend] = &[
    #[cfg(feature = "aws-lc")]
    &super::aws_lc::AwsLc,
    &Pure,
];

pub(super) fn hash(algorithm: DigestAlgorithm) -> Box<dyn HashState> {
    BACKENDS.iter().find_map(|backend| backend.hash(algorithm)).unwrap_or_else(|| Pure.state(algorithm))
}

/// Fills `room` with bytes that nobody can foresee.
pub(crate) fn random(room: &mut [u8]) -> Result<()> {
    let filled = BACKENDS.iter().find_map(|backend| backend.random(room));
    filled.ok_or_else(|| Error::new(ErrorKind::Internal, "no randomness from the operating system"))
}
