//! Damage with and without regard to the structure, always the same for the same numbers.

use super::der::{Body, Node};
use crate::fuzzing::random::Random;

/// Does to `seed` what chance will have; parts of `other` may come in.
pub(super) fn damaged(seed: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    if random.below(2) == 0
        && let Some(mut nodes) = Node::read_all(seed)
    {
        let donors = Node::read_all(other).unwrap_or_default();
        for _ in 0..=random.below(2) {
            let mut at = random.below(nodes.iter().map(Node::count).sum());
            let donor = pick(&donors, random);
            for node in &mut nodes {
                node.visit(&mut |node| {
                    if at == 0 {
                        change(node, donor.as_ref(), random);
                    }
                    at = at.wrapping_sub(1);
                });
            }
        }
        bytes = nodes.iter().flat_map(Node::write).collect();
    }
    for _ in 0..random.below(4) {
        scratch(&mut bytes, other, random);
    }
    bytes
}

fn pick(nodes: &[Node], random: &mut Random) -> Option<Node> {
    let mut at = random.below(nodes.iter().map(Node::count).sum());
    let mut picked = None;
    for node in nodes {
        node.clone().visit(&mut |node| {
            if at == 0 {
                picked = Some(node.clone());
            }
            at = at.wrapping_sub(1);
        });
    }
    picked
}

/// Changes an element as a whole: the lengths around it stay right.
fn change(node: &mut Node, donor: Option<&Node>, random: &mut Random) {
    match (random.below(9), &mut node.body) {
        (0, _) => node.tag = TAGS[random.below(TAGS.len())],
        (1, Body::Inside(inner) | Body::Wrapped(inner)) if !inner.is_empty() => {
            let at = random.below(inner.len());
            inner.remove(at);
        }
        (2, Body::Inside(inner) | Body::Wrapped(inner)) if !inner.is_empty() => {
            let at = random.below(inner.len());
            let again = inner[at].clone();
            inner.extend(std::iter::repeat_n(again, 1 + random.below(3)));
        }
        (3, Body::Inside(inner) | Body::Wrapped(inner)) if inner.len() > 1 => {
            let at = random.below(inner.len());
            inner.swap(0, at);
        }
        (4, body) => *body = Body::Bytes(Vec::new()),
        (5, Body::Bytes(bytes)) => bytes.insert(0, [0, 0x80, 0xff][random.below(3)]),
        (6, body) => *body = Body::Bytes(VALUES[random.below(VALUES.len())].to_vec()),
        (7, body) => {
            // A length that promises more or less than there is.
            let length = [0u64, 1, 0x7f, 0x80, 0xffff, 0xffff_ffff, u64::MAX][random.below(7)];
            node.length = Some(length);
            let _ = body;
        }
        _ => {
            if let Some(donor) = donor {
                *node = donor.clone();
            }
        }
    }
}

/// Changes some bytes, whatever they mean.
fn scratch(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(7) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        1 if !bytes.is_empty() => bytes[at] = [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xff][random.below(7)],
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..(at + random.below(30)).min(bytes.len()))),
        4 if !other.is_empty() => {
            let from = random.below(other.len());
            let part = &other[from..(from + random.below(60)).min(other.len())];
            drop(bytes.splice(at..at, part.iter().copied()));
        }
        _ => {
            let token = TOKENS[random.below(TOKENS.len())].as_bytes();
            let end = if random.below(2) == 0 { at } else { (at + token.len()).min(bytes.len()) };
            drop(bytes.splice(at..end, token.iter().copied()));
        }
    }
}

/// Tags that mean something, and some that do not.
const TAGS: &[u8] = &[
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1c, 0x1e, 0x30, 0x31,
    0x80, 0x81, 0x82, 0x86, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0x00, 0x1f, 0xff, 0x24, 0x3f,
];

/// Contents that mean something to somebody.
const VALUES: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\x80",
    b"\0\xff",
    b"\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
    b"491231235959Z",
    b"500101000000Z",
    b"20500101000000Z",
    b"99991231235959Z",
    b"00000101000000Z",
    b"2026112008Z",
    b"20261120083000.999999999999Z",
    b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b",
    b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
    b"\xd8\0",
    b"\x30\x80\0\0",
];

/// What stands in PDF files, and headers of elements.
const TOKENS: &[&str] = &[
    "0",
    "\u{1}",
    "\u{7f}",
    "0\u{80}",
    "/DSS",
    "/Certs",
    "/VRI",
    "/CRLs",
    "/OCSPs",
    " 0 R",
    "[",
    "]",
    "<<",
    ">>",
    "(",
    ")",
    "/Length 1",
    "/Filter/FlateDecode",
    "/Type/ObjStm",
    "/V 5 0 R",
    "/Kids[1 0 R]",
    "null",
    "endobj",
    "stream\n",
    "\nendstream",
    "xref\n0 1\n",
    "trailer",
    "startxref\n0\n%%EOF\n",
    "%%EOF",
    "9999999999",
    "-1",
    "1 0 obj",
    "/Prev 0",
];
