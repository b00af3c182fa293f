//! Damage: no bit of what a token says may be flipped unseen, and nothing makes the readers panic.

use std::ops::Range;

use super::*;
use crate::asn1::{oid, write};

fn place(token: &[u8], part: &[u8]) -> Range<usize> {
    let at = token.windows(part.len()).position(|window| window == part).expect("a part of the token");
    at..at + part.len()
}

fn sound(raw: &[u8]) -> bool {
    read(raw, &Limits::default()).is_ok_and(|token| check(&token).is_sound())
}

#[test]
fn no_flipped_bit_of_a_token_stays_unseen_outside_of_what_is_not_signed() {
    let raw = raw_token(SHA256, &[]);
    let chain = fixed().chain("tsa").expect("a chain");
    let [own, sub] = chain.as_slice() else { panic!("the authority and its CA") };
    let digest = write::algorithm(oid::SHA256, &[]);
    let version = write::integer(3);
    // Not signed: the two versions, the set of digest algorithms, the certificate of the CA, and the name in the
    // SignerIdentifier, of which RFC 5280 7.1 overlooks the case of letters.
    let unsigned = [
        place(&raw, &[version, write::set_of(vec![digest])].concat()),
        place(&raw, sub.der()),
        place(&raw, &[write::integer(1), signer_identifier(own)].concat()),
    ];
    let mut unseen = Vec::new();
    for at in (0..raw.len()).filter(|at| !unsigned.iter().any(|part| part.contains(at))) {
        for bit in 0..8 {
            let mut flipped = raw.clone();
            flipped[at] ^= 1 << bit;
            if sound(&flipped) {
                unseen.push((at, bit));
            }
        }
    }
    assert_eq!(unseen, []);
}

/// Sequence, issuer and the beginning of the serial number.
fn signer_identifier(certificate: &Certificate) -> Vec<u8> {
    let serial = write::tlv(crate::asn1::Tag::INTEGER, certificate.serial());
    let whole = write::sequence(&[certificate.issuer().der(), &serial]);
    whole[..whole.len() - serial.len()].to_vec()
}

#[test]
fn damaged_answers_and_tokens_never_panic() {
    let request = TimestampRequest::over(CONTENT).with_nonce(&[3; 8]);
    let files = [
        answer(&request, &[]),
        answer(&request, &[Misbehaviour::Ber]),
        answer(&request, &[Misbehaviour::Refuse(2, &["badAlg"], "text")]),
    ];
    let mut random = 0x6b79_736f_u64;
    let mut below = |bound: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random >> 33).expect("31 bits") % bound.max(1)
    };
    let mut taken = 0;
    for round in 0..20_000 {
        let mut response = files[round % files.len()].clone();
        for _ in 0..=below(4) {
            let at = below(response.len());
            match below(6) {
                0 => response.truncate(at.max(1)),
                1 => drop(response.splice(at..at, [0x30, 0x80])),
                2 => drop(response.splice(at..at, [0xff; 3])),
                3 => drop(response.drain(at..(at + below(20)).min(response.len() - 1).max(at))),
                _ => response[at] = u8::try_from(below(256)).expect("a byte"),
            }
        }
        taken += usize::from(request.token(&response, &Limits::default()).is_ok());
        // Behind the status stands the token.
        let _ = read(response.get(9..).unwrap_or_default(), &Limits::default()).map(|token| check(&token));
    }
    assert!(taken < 4_000, "{taken}");
}
