//! Damage: no bit may be flipped unseen in what is signed, and nothing makes the reader panic.

use std::ops::Range;

use super::attacks::{ECDSA, signer};
use super::*;
use crate::asn1::{Tag, write};
use crate::cms::{SignedAttributesSpec, assemble, signed_attributes};

fn sound(message: &[u8]) -> bool {
    let Ok(read) = crate::cms::read(message, &Limits::default()) else { return false };
    let digest = |algorithm| crypto::digest(algorithm, CONTENT);
    let check = crate::cms::check_signer(&read, 0, &Content::Detached(&digest), oid::DATA, &[]);
    let bound = check.signing_certificate == Binding::MatchesV2;
    check.integrity == Integrity::Intact && check.faults.is_empty() && bound
}

fn place(message: &[u8], part: &[u8]) -> Range<usize> {
    let at = message.windows(part.len()).position(|window| window == part).expect("a part of the message");
    at..at + part.len()
}

#[test]
fn no_flipped_bit_stays_unseen_outside_of_what_is_documented_as_unsigned() {
    let (signer, ca) = (signer(), certificate(fixture!("ca.crt")));
    let spec = SignedAttributesSpec {
        certificate: &signer,
        algorithm: ECDSA,
        signing_time: None,
        signing_certificate_v2: true,
    };
    let attributes = signed_attributes(&spec, &crypto::digest(SHA256, CONTENT));
    let value = private_key(fixture!("p256.p8")).sign(ECDSA, &attributes).expect("a signature");
    let message = assemble(&attributes, ECDSA, &value, &signer, std::slice::from_ref(&ca), &[]);
    assert!(sound(&message));

    let digest = write::algorithm(oid::SHA256, &[]);
    // RFC 5652 signs the attributes and, through them, the content; and our attributes bind the algorithms and the
    // signer's certificate. What is left: the two versions, the set of digest algorithms that serves one-pass
    // readers, the certificate of the CA, and what RFC 5280 7.1 overlooks in the SignerIdentifier's name: the case of
    // letters and the type of string.
    let sid = attacks::issuer_and_serial(&signer);
    let version = write::integer(1);
    let unsigned = [
        place(&message, &[version.clone(), write::set_of(vec![digest])].concat()),
        place(&message, &[version, sid.clone()].concat()),
        place(&message, ca.der()),
    ];

    let mut accepted = Vec::new();
    for at in 0..message.len() {
        for bit in 0..8 {
            let mut flipped = message.clone();
            flipped[at] ^= 1 << bit;
            if sound(&flipped) {
                accepted.push(at);
            }
        }
    }
    let unseen: Vec<_> =
        accepted.iter().filter(|at| !unsigned.iter().any(|part| part.contains(at))).collect();
    assert_eq!(unseen, Vec::<&usize>::new());
    let serial = write::tlv(Tag::INTEGER, signer.serial());
    let serial = place(&message, &[signer.issuer().der(), &serial].concat()).end - serial.len();
    assert!(!accepted.iter().any(|at| (serial..serial + 2 + signer.serial().len()).contains(at)));
}

#[test]
fn damaged_messages_never_panic() {
    let files = [
        fixture!("cades.der"),
        fixture!("chain.der"),
        fixture!("pss.der"),
        fixture!("p521.der"),
        fixture!("stream.der"),
        fixture!("bouncy-attached.der"),
        fixture!("bouncy-ed25519.der"),
        fixture!("two-signers.der"),
    ];
    let mut random = Random(0x6b79_736f);
    let mut sound_ones = 0;
    for round in 0..20_000 {
        let mut message = files[round % files.len()].to_vec();
        for _ in 0..=random.below(4) {
            let at = random.below(message.len());
            match random.below(6) {
                0 => message.truncate(at),
                1 => drop(message.splice(at..at, [0x30, 0x80])),
                2 => drop(message.splice(at..at, [0xff; 3])),
                3 => drop(message.drain(at..(at + random.below(20)).min(message.len()))),
                _ => message[at] = u8::try_from(random.below(256)).expect("a byte"),
            }
            if message.is_empty() {
                message.push(0);
            }
        }
        sound_ones += usize::from(sound(&message));
    }
    // Damage may hit what is unsigned; most of it does not.
    assert!(sound_ones < 2_000, "{sound_ones}");
}

/// xorshift64*: the same numbers every time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).map_or(0, |number| number % bound.max(1))
    }
}
