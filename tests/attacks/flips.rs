//! Every single bit of a small signed file, turned over one after the other.

use std::ops::Range;

use kyso::{Code, Verdict};

use crate::{append, forge, signer};

/// What a file says with one bit turned over: the verdict, or the kind of error.
fn answer(file: &[u8]) -> Result<Verdict, kyso::ErrorKind> {
    kyso::verify(file, &signer::verify_options()).map(|report| report.verdict).map_err(|error| error.kind())
}

/// The places and bits among these that leave the file passed.
fn survivors(file: &[u8], flips: &[(usize, u8)]) -> Vec<(usize, u8)> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let part = flips.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let work = flips.chunks(part).map(|own| {
            scope.spawn(move || {
                let mut file = file.to_vec();
                let passes = |(at, bit): &(usize, u8)| {
                    file[*at] ^= 1 << bit;
                    let passed = answer(&file) == Ok(Verdict::Passed);
                    file[*at] ^= 1 << bit;
                    passed
                };
                own.iter().copied().filter(passes).collect::<Vec<_>>()
            })
        });
        let work: Vec<_> = work.collect();
        work.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    })
}

/// Every bit outside of the gap.
fn outside(file: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    let gap = forge::gap(file);
    let brackets = (0..=gap.start).chain(gap.end - 1..file.len());
    brackets.flat_map(|at| (0..8).map(move |bit| (at, bit)))
}

/// Every bit of the digits that makes another digit or letter of it.
fn inside(file: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    let gap = forge::gap(file);
    (gap.start + 1..gap.end - 1).flat_map(|at| (0..4).map(move |bit| (at, bit)))
}

#[test]
fn no_bit_outside_of_the_gap_can_be_turned_over() {
    let file = append::signed();
    assert_eq!(answer(&file), Ok(Verdict::Passed));
    let original = crate::pdf_maker::classic().len();
    // All bits of the update, and one of each byte before it.
    let flips: Vec<_> =
        outside(&file).filter(|(at, bit)| *at >= original || at % 8 == usize::from(*bit)).collect();
    assert_eq!(survivors(&file, &flips), []);
}

#[test]
fn within_the_gap_only_what_says_nothing_can_be_turned_over() {
    let file = append::signed();
    let gap = forge::gap(&file);
    let message = forge::message_of(&file);
    // The certificates are most of it; one digit in eleven of them has to do.
    let certificates =
        memchr::memmem::find(&message, signer::person().chain[0].der()).expect("the certificate");
    let end = message.len() - 760;
    let flips: Vec<_> = inside(&file)
        .filter(|(at, _)| !(certificates..end).contains(&((at - gap.start - 1) / 2)) || at % 11 == 0)
        .collect();
    assert_survivors_say_nothing(&file, &survivors(&file, &flips));
}

#[test]
#[ignore = "takes a minute: the two tests above with every bit"]
fn no_bit_at_all_can_be_turned_over() {
    let file = append::signed();
    assert_eq!(survivors(&file, &outside(&file).collect::<Vec<_>>()), []);
    assert_survivors_say_nothing(&file, &survivors(&file, &inside(&file).collect::<Vec<_>>()));
}

/// What a bit inside of the message may do and leave the file passed, all of it unsigned and unimportant:
///
/// - the version numbers of SignedData and SignerInfo, and the list of digest algorithms at the head: a finding says so
///   (RFC 5652 5.1 rests nothing on them);
/// - the issuer's name in SignerInfo, where the change leaves the same name by RFC 5280 7.1 (case of letters, kind of
///   string): the signing-certificate attribute is signed and says which certificate it is.
fn assert_survivors_say_nothing(file: &[u8], survivors: &[(usize, u8)]) {
    let gap = forge::gap(file);
    let message = forge::message_of(file);
    let issuer = issuer_of_signer(&message);
    let mut told = 0;
    for (at, bit) in survivors {
        let octet = (at - gap.start - 1) / 2;
        let mut changed = file.to_vec();
        changed[*at] ^= 1 << bit;
        let findings = signer::verify(&changed).signatures.remove(0).findings;
        let says = |code: Code| findings.iter().any(|finding| finding.code == code);
        if says(Code::CmsVersionUnusual) || says(Code::CmsDigestAlgorithmNotListed) {
            told += 1;
            continue;
        }
        let (old, new) = (message[octet], forge::message_of(&changed)[octet]);
        let case = old.eq_ignore_ascii_case(&new) || (old ^ new == 1 && old >= 0x80);
        // PrintableString and NumericString.
        let kind = [old, new] == [0x13, 0x12];
        assert!(issuer.contains(&octet) && (case || kind), "octet {octet}: {old:02x} became {new:02x}");
    }
    assert!(told > 0);
}

#[test]
fn the_case_of_the_digits_means_nothing() {
    let mut file = append::signed();
    let gap = forge::gap(&file);
    file[gap].make_ascii_lowercase();
    assert_eq!(answer(&file), Ok(Verdict::Passed));
}

/// Bits that make something else of a digit: the string or the whole file becomes unreadable.
#[test]
fn what_is_no_digit_is_never_skipped() {
    let file = append::signed();
    let gap = forge::gap(&file);
    // One in many is enough: it does not depend on which digit it is.
    for at in (gap.start + 1..gap.end - 1).step_by(41) {
        for bit in [4, 6, 7] {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            assert!(!changed[at].is_ascii_hexdigit());
            assert_eq!(answer(&changed), Ok(Verdict::Failed), "byte {at} bit {bit}");
        }
    }
}

/// The place of the issuer in the SignerInfo.
fn issuer_of_signer(message: &[u8]) -> Range<usize> {
    let issuer = issuer(signer::person().chain[0].der());
    // It stands in the signing-certificate attribute too, which is signed.
    let places: Vec<usize> = memchr::memmem::find_iter(message, issuer).collect();
    let [.., own, _] = places.as_slice() else { panic!("{places:?}") };
    *own..own + issuer.len()
}

/// The issuer of a certificate: the element behind version, serial number and algorithm.
fn issuer(certificate: &[u8]) -> &[u8] {
    let element = |from: &'_ [u8]| -> (usize, usize) {
        match from[1] {
            0x82 => (4, 4 + usize::from(u16::from_be_bytes([from[2], from[3]]))),
            0x81 => (3, 3 + usize::from(from[2])),
            short => (2, 2 + usize::from(short)),
        }
    };
    let to_be_signed = &certificate[element(certificate).0..];
    let mut rest = &to_be_signed[element(to_be_signed).0..];
    for _ in 0..3 {
        rest = &rest[element(rest).1..];
    }
    &rest[..element(rest).1]
}
