//! Oddities that are known by name, in every place of every kind of input where they can stand: each is read, or
//! refused with the place, and never a panic.

use super::der::{Body, Node, variants};
use super::{TARGETS, seeds};
use crate::asn1::{Oid, Tag, oid, write};
use crate::cms;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pki::crl::Crl;
use crate::pki::ocsp::OcspResponse;
use crate::pki::{Certificate, certificates_from};
use crate::time::Time;

/// Reads an input as its target does, and says what time it finds in the first place.
pub(super) fn read(target: &str, input: &[u8], limits: &Limits) -> Result<Option<Time>> {
    match target {
        "certificate" => Certificate::from_der(input).map(|certificate| Some(certificate.not_before())),
        "crl" => Crl::from_der(input.to_vec()).map(|crl| Some(crl.this_update())),
        "ocsp" => {
            let response = OcspResponse::from_der(input, limits)?;
            response.responses().try_for_each(|single| single.map(drop))?;
            Ok(Some(response.produced_at()))
        }
        "cms" => {
            cms::read(input, limits).map(|message| message.signers.first().and_then(|s| s.signing_time()))
        }
        "timestamp" => cms::timestamp::read(input, limits).map(|token| Some(token.info.gen_time)),
        "path" => certificates_from(input, limits).map(|_| None),
        "lexer" | "object_streams" | "filters" => Ok(None),
        _ => Document::open(input, limits).map(|_| None),
    }
}

/// Reads the input: what is refused is refused with the place. Every so often the whole target is run.
fn attempt(target: &str, number: usize, input: &[u8]) -> Result<Option<Time>> {
    if number.is_multiple_of(RARELY) {
        let (_, run) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
        run(input);
    }
    let outcome = read(target, input, &Limits::default());
    if let Err(error) = &outcome {
        assert_located(target, error, input);
    }
    outcome
}

fn assert_located(target: &str, error: &Error, input: &[u8]) {
    assert!(error.offset().is_some_and(|offset| offset <= input.len()), "{target}: {error}");
}

/// Some of the starting points, those in DER.
fn trees(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = seeds::of(target);
    seeds.retain(|seed| Node::read_all(seed).is_some());
    seeds.truncate(3);
    seeds
}

/// How many variants were read and how many refused.
fn outcomes(target: &str, change: &dyn Fn(&mut Node) -> bool) -> (usize, usize) {
    let mut counts = (0, 0);
    for seed in &trees(target) {
        for (number, variant) in variants(seed, change).iter().enumerate() {
            match attempt(target, number, variant) {
                Ok(_) => counts.0 += 1,
                Err(_) => counts.1 += 1,
            }
        }
    }
    counts
}

fn broken_der(target: &str) {
    let limits = Limits::default();
    for seed in &trees(target) {
        for at in 0..seed.len() {
            // Cut off, an octet missing, one too many, another identifier.
            let cut = seed[..at].to_vec();
            let without = [&seed[..at], &seed[at + 1..]].concat();
            let with = [&seed[..at], &[0x30], &seed[at..]].concat();
            let mut other = seed.clone();
            other[at] = !other[at];
            for broken in [cut, without, with, other] {
                if let Err(error) = read(target, &broken, &limits) {
                    let nothing = broken.is_empty() || error.kind() == ErrorKind::EmptyInput;
                    // A responder's refusal is an answer, not a fault.
                    let refusal =
                        matches!(error.kind(), ErrorKind::OcspUnsuccessful | ErrorKind::LimitExceeded);
                    assert!(nothing || refusal || error.offset().is_some(), "{target} at {at}: {error}");
                }
            }
        }
    }
}

fn gigantic_lengths(target: &str) {
    for length in [0xffff_u64, 0xffff_ffff, u64::MAX] {
        let (_, refused) = outcomes(target, &|node| {
            node.length = Some(length);
            true
        });
        assert!(refused > 20, "{target}");
    }
    let limits = Limits::default();
    for seed in &trees(target) {
        for header in
            [&[0x30, 0x80][..], &[0x30, 0xff], &[0x30, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0], &[0x3f, 0x81]]
        {
            let input = [header, seed].concat();
            let error = read(target, &input, &limits).unwrap_err();
            assert_located(target, &error, &input);
        }
    }
}

fn negative_serial_numbers(target: &str) {
    for value in [&[0xff][..], &[0x80, 0, 0], &[], &[0; 30], &[0x7f; 200]] {
        let (read, refused) = outcomes(target, &|node| replace(node, Tag::INTEGER, value));
        assert!(read + refused > 0, "{target}");
    }
    // In the place of a serial number, a negative one is read: real certificates have such.
    let certificates = outcomes(target, &|node| {
        let is_version = matches!(node.inner(), [inner] if inner.tag == Tag::INTEGER.0);
        let is_serial = matches!(node.inner(), [version, serial, ..] if version.tag == Tag::context(0).0 && serial.tag == Tag::INTEGER.0);
        if let Body::Inside(inner) = &mut node.body
            && is_serial
            && !is_version
        {
            inner[1].body = Body::Bytes(vec![0xff, 0x85]);
        }
        is_serial
    });
    assert_eq!(certificates.1, 0, "{target}");
}

fn empty_names(target: &str) {
    let (read, refused) = outcomes(target, &|node| {
        let is_name = is_name(node);
        if is_name {
            node.body = Body::Inside(Vec::new());
        }
        is_name
    });
    assert!(read > 0 && refused == 0, "{target}: {read} read, {refused} refused");
    // A name with a part that is empty.
    for part in [write::tlv(Tag::SET, &[]), write::constructed(Tag::SET, &[write::sequence(&[b""])])] {
        outcomes(target, &|node| {
            let is_name = is_name(node);
            if is_name {
                node.body = Body::Bytes(part.clone());
            }
            is_name
        });
    }
}

/// issuerAltName without a name in it, as some CAs write it, in the place of every extension.
fn empty_issuer_alternative_names(target: &str) {
    let (read, _) = outcomes(target, &|node| {
        let is_extension = matches!(node.inner(), [id, .., value] if id.tag == Tag::OID.0 && value.tag == Tag::OCTET_STRING.0);
        if is_extension {
            let value = write::sequence::<&[u8]>(&[]);
            let octets = Node::new(Tag::OCTET_STRING, &value);
            node.body = Body::Inside(vec![Node::new(Tag::OID, ISSUER_ALT_NAME.0), octets]);
        }
        is_extension
    });
    assert!(read > 0, "{target}");
}

fn times_without_seconds(target: &str) {
    let (read, refused) = outcomes(target, &|node| {
        let Body::Bytes(bytes) = &mut node.body else { return false };
        let is_time = [Tag::UTC_TIME.0, Tag::GENERALIZED_TIME.0].contains(&node.tag);
        if is_time {
            let end = bytes.len() - 3;
            bytes.drain(end..end + 2);
        }
        is_time
    });
    assert!(read > 0 && refused == 0, "{target}: {read} read, {refused} refused");
}

fn the_year_2050(target: &str) {
    for (tag, text, expected) in [
        (Tag::UTC_TIME, &b"491231235959Z"[..], "2049-12-31T23:59:59Z"),
        (Tag::UTC_TIME, b"500101000000Z", "1950-01-01T00:00:00Z"),
        (Tag::GENERALIZED_TIME, b"20491231235959Z", "2049-12-31T23:59:59Z"),
        (Tag::GENERALIZED_TIME, b"20500101000000Z", "2050-01-01T00:00:00Z"),
    ] {
        let expected: Time = expected.parse().unwrap();
        let (mut found, mut odd) = (0, 0);
        for seed in &trees(target) {
            let before = read(target, seed, &Limits::default()).unwrap();
            let variants = variants(seed, &|node| is_time(node) && set(node, tag, text));
            for (number, variant) in variants.iter().enumerate() {
                match attempt(target, number, variant) {
                    Ok(time) if time == Some(expected) => found += 1,
                    // One of the other times was changed.
                    Ok(time) => assert_eq!(time, before, "{target}"),
                    Err(_) => odd += 1,
                }
            }
        }
        // RFC 6960 and RFC 3161 know GeneralizedTime alone.
        assert!(found > 0 || (tag == Tag::UTC_TIME && odd > 0), "{target}: {tag:?} {expected}");
    }
    for text in [
        &b"20481301000000Z"[..],
        b"20490229000000Z",
        b"20260101240000Z",
        b"99991231235959Z",
        b"Z",
        b"",
        b"\xff",
    ] {
        for tag in [Tag::UTC_TIME, Tag::GENERALIZED_TIME] {
            outcomes(target, &|node| is_time(node) && set(node, tag, text));
        }
    }
}

/// Every string type with what it can hold, and with what it cannot.
fn names_in_every_string_type(target: &str) {
    let wide: Vec<u8> = "Nguyễn 😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let universal: Vec<u8> = "Nguyễn 😀".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    let decomposed = "Nguye\u{302}\u{303}n".as_bytes();
    for (tag, value) in [
        (Tag::UTF8_STRING, "Nguyễn 😀".as_bytes()),
        (Tag::UTF8_STRING, decomposed),
        (Tag::UTF8_STRING, b"\xff\xfe"),
        (Tag::UTF8_STRING, b"a\0b"),
        (Tag::BMP_STRING, &wide),
        (Tag::BMP_STRING, b"\0"),
        (Tag::BMP_STRING, b"\xd8\0\xd8\0"),
        (Tag::UNIVERSAL_STRING, &universal),
        (Tag::UNIVERSAL_STRING, b"\0\x11\0\0\xff"),
        (Tag::PRINTABLE_STRING, b"\xc3\xa9*"),
        (Tag::IA5_STRING, b"\xe9\x80"),
        (Tag::VISIBLE_STRING, b"\x07"),
        (Tag::NUMERIC_STRING, b"x"),
        (Tag::T61_STRING, b"\xc2e"),
        (Tag::INTEGER, b""),
        (Tag(0x1f), b"high"),
        (Tag(0x3f), b""),
        (Tag::SEQUENCE, b"\x30\x80"),
    ] {
        let (read, refused) = outcomes(target, &|node| {
            let is_pair = is_pair(node);
            if let Body::Inside(inner) = &mut node.body
                && is_pair
            {
                inner[1] = Node::new(tag, value);
            }
            is_pair
        });
        // An identifier of several octets is not read anywhere.
        let strange = tag.0 & 0x1f == 0x1f;
        assert!(
            read + refused > 0 && (strange || refused == 0),
            "{target} {tag:?}: {read} read, {refused} refused"
        );
    }
}

fn replace(node: &mut Node, tag: Tag, value: &[u8]) -> bool {
    let is_it = node.tag == tag.0;
    if is_it {
        node.body = Body::Bytes(value.to_vec());
    }
    is_it
}

fn set(node: &mut Node, tag: Tag, value: &[u8]) -> bool {
    *node = Node::new(tag, value);
    true
}

fn is_time(node: &Node) -> bool {
    [Tag::UTC_TIME.0, Tag::GENERALIZED_TIME.0].contains(&node.tag)
}

/// Type and value of a part of a name.
fn is_pair(node: &Node) -> bool {
    let strings = [Tag::UTF8_STRING.0, Tag::PRINTABLE_STRING.0, Tag::IA5_STRING.0];
    matches!(node.inner(), [id, value] if id.tag == Tag::OID.0 && strings.contains(&value.tag))
}

fn is_name(node: &Node) -> bool {
    let is_part =
        |part: &Node| part.tag == Tag::SET.0 && part.inner().iter().all(is_pair) && !part.inner().is_empty();
    node.tag == Tag::SEQUENCE.0 && !node.inner().is_empty() && node.inner().iter().all(is_part)
}

/// One in so many variants goes through the whole target, which takes long.
const RARELY: usize = 11;

const ISSUER_ALT_NAME: Oid<'_> = oid::ISSUER_ALT_NAME;

/// One test for each kind of input and each oddity.
macro_rules! tests_of {
    ($($target:ident)*) => {$(
        mod $target {
            tests_of!(@ $target broken_der gigantic_lengths negative_serial_numbers empty_names
                empty_issuer_alternative_names times_without_seconds the_year_2050 names_in_every_string_type);
        }
    )*};
    (@ $target:ident $($oddity:ident)*) => {$(
        #[test]
        fn $oddity() {
            super::super::$oddity(stringify!($target));
        }
    )*};
}

mod of {
    tests_of!(certificate crl ocsp cms timestamp);
}
