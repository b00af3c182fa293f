//! Digests and PBKDF2 (RFC 8018 5.2).

use hmac::Hmac;
use hmac::digest::{FixedOutput, Update};
use pbkdf2::pbkdf2;
use zeroize::Zeroize;

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

/// Replaces a digest by its own digest, so many times: what the derivation of PKCS#12 spends its time on. Files of
/// Firefox ask for 600 000 rounds of it five times.
pub(in crate::crypto) fn chain(algorithm: DigestAlgorithm, value: &mut [u8], times: u32) {
    fn run<D: Default + Update + FixedOutput>(value: &mut [u8], times: u32) {
        for _ in 0..times {
            let next = D::default().chain(&*value).finalize_fixed();
            value.iter_mut().zip(next).for_each(|(room, octet)| *room = octet);
        }
    }
    match algorithm {
        DigestAlgorithm::Md5 => run::<md5::Md5>(value, times),
        DigestAlgorithm::Sha1 => chain_blocks(SHA_1, sha1::block_api::compress, value, times),
        DigestAlgorithm::Sha256 => chain_blocks(SHA_256, sha2::block_api::compress256, value, times),
        DigestAlgorithm::Sha384 => run::<sha2::Sha384>(value, times),
        DigestAlgorithm::Sha512 => run::<sha2::Sha512>(value, times),
    }
}

/// The same where a digest and its padding (FIPS 180-4 5.1.1) are always one block: no buffer, no bookkeeping.
fn chain_blocks<const WORDS: usize>(
    initial: [u32; WORDS],
    compress: fn(&mut [u32; WORDS], &[[u8; 64]]),
    value: &mut [u8],
    times: u32,
) {
    let mut block = [0; 64];
    let (message, padding) = block.split_at_mut(value.len());
    message.copy_from_slice(value);
    let bits = u16::try_from(value.len().saturating_mul(8)).unwrap_or_default().to_be_bytes();
    if let [one, .., high, low] = padding {
        (*one, [*high, *low]) = (0x80, bits);
    }
    for _ in 0..times {
        let mut state = initial;
        compress(&mut state, &[block]);
        for (room, word) in block.chunks_exact_mut(4).zip(state) {
            room.copy_from_slice(&word.to_be_bytes());
        }
    }
    value.iter_mut().zip(block).for_each(|(room, octet)| *room = octet);
    block.zeroize();
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

/// The initial hash values of FIPS 180-4 5.3.
const SHA_1: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
const SHA_256: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

#[cfg(test)]
mod tests {
    use super::chain;
    use crate::crypto::{DigestAlgorithm, digest};

    #[test]
    fn a_chain_is_digest_after_digest() {
        for algorithm in [
            DigestAlgorithm::Md5,
            DigestAlgorithm::Sha1,
            DigestAlgorithm::Sha256,
            DigestAlgorithm::Sha384,
            DigestAlgorithm::Sha512,
        ] {
            let first = digest(algorithm, b"abc");
            let expected = (0..5).fold(first, |value, _| digest(algorithm, value.as_ref()));
            let mut found = first.as_ref().to_vec();
            chain(algorithm, &mut found, 5);
            assert_eq!(found, expected.as_ref(), "{algorithm}");
            chain(algorithm, &mut found, 0);
            assert_eq!(found, expected.as_ref(), "{algorithm}");
        }
    }
}
