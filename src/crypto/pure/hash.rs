//! Digests and PBKDF2 (RFC 8018 5.2).

use hmac::Hmac;
use hmac::digest::{FixedOutput, Update};
use pbkdf2::pbkdf2;

use crate::crypto::backend::HashState;
use crate::crypto::digest::DigestAlgorithm;

pub(super) fn state(algorithm: DigestAlgorithm) -> Box<dyn HashState> {
    match algorithm {
        DigestAlgorithm::Md5 => Box::new(State(md5::Md5::default())),
        DigestAlgorithm::Sha1 => Box::new(State(sha1::Sha1::default())),
        DigestAlgorithm::Sha256 => Box::new(State(sha2::Sha256::default())),
        DigestAlgorithm::Sha384 => Box::new(State(sha2::Sha384::default())),
        DigestAlgorithm::Sha512 => Box::new(State(sha2::Sha512::default())),
    }
}

struct State<D>(D);

impl<D: Update + FixedOutput + Clone + Send + Sync + 'static> HashState for State<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(self: Box<Self>, out: &mut [u8]) {
        for (room, octet) in out.iter_mut().zip(self.0.finalize_fixed()) {
            *room = octet;
        }
    }

    fn fork(&self) -> Box<dyn HashState> {
        Box::new(Self(self.0.clone()))
    }
}

/// Replaces a digest by its own digest, so many times. Without the allocations of a state for each.
pub(in crate::crypto) fn chain(algorithm: DigestAlgorithm, value: &mut [u8], times: u32) {
    fn run<D: Default + Update + FixedOutput>(value: &mut [u8], times: u32) {
        for _ in 0..times {
            let next = D::default().chain(&*value).finalize_fixed();
            value.iter_mut().zip(next).for_each(|(room, octet)| *room = octet);
        }
    }
    match algorithm {
        DigestAlgorithm::Md5 => run::<md5::Md5>(value, times),
        DigestAlgorithm::Sha1 => run::<sha1::Sha1>(value, times),
        DigestAlgorithm::Sha256 => run::<sha2::Sha256>(value, times),
        DigestAlgorithm::Sha384 => run::<sha2::Sha384>(value, times),
        DigestAlgorithm::Sha512 => run::<sha2::Sha512>(value, times),
    }
}

pub(super) fn derive(
    digest: DigestAlgorithm,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    out: &mut [u8],
) -> Option<()> {
    let derived = match digest {
        DigestAlgorithm::Md5 => return None,
        DigestAlgorithm::Sha1 => pbkdf2::<Hmac<sha1::Sha1>>(password, salt, rounds, out),
        DigestAlgorithm::Sha256 => pbkdf2::<Hmac<sha2::Sha256>>(password, salt, rounds, out),
        DigestAlgorithm::Sha384 => pbkdf2::<Hmac<sha2::Sha384>>(password, salt, rounds, out),
        DigestAlgorithm::Sha512 => pbkdf2::<Hmac<sha2::Sha512>>(password, salt, rounds, out),
    };
    derived.ok()
}
