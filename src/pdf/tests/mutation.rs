//! Files with errors put into them at random, always the same ones: nothing panics, hangs or asks for much memory.

use super::corpus;
use crate::limits::Limits;
use crate::pdf::pdf_maker::{self, Random};
use crate::pdf::{Document, Location, Object, ObjectId};

#[test]
fn damaged_files_open_or_are_refused() {
    let mut files = vec![
        pdf_maker::classic(),
        pdf_maker::modern(),
        pdf_maker::hybrid(),
        pdf_maker::linearized(),
        pdf_maker::revisions(3),
        pdf_maker::objects(30, true),
    ];
    if let Some(folder) = corpus::corpus() {
        let all = corpus::files_below(&folder, "pdf").into_iter().map(|file| corpus::read(&file));
        files.extend(all.filter(|bytes| bytes.len() < 6_000));
    }
    let mut random = Random::new(20_261_120);
    let mut opened = 0usize;
    let rounds = 20_000 / files.len();
    for bytes in &files {
        for _ in 0..rounds {
            let mut damaged = bytes.clone();
            for _ in 0..=random.below(3) {
                damage(&mut damaged, &mut random);
            }
            opened += usize::from(walk(&damaged));
        }
    }
    // Most damage is local: if nearly nothing opened, this test would be testing nothing.
    assert!(opened > files.len() * rounds / 4, "only {opened} opened");
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(6) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = *b"0123456789<>[]()/% \n\rR".get(random.below(22)).unwrap();
            }
        }
        2 => bytes.truncate(at),
        3 => {
            let end = bytes.len().min(at + random.below(200));
            let part = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, part);
        }
        4 => {
            let end = bytes.len().min(at + random.below(40));
            bytes.drain(at..end);
        }
        _ => {
            let token = TOKENS[random.below(TOKENS.len())];
            // In place of as many bytes, so that offsets still hold, or between them.
            let end = if random.below(2) == 0 { at } else { bytes.len().min(at + token.len()) };
            bytes.splice(at..end, token.bytes());
        }
    }
}

/// Looks at everything; whether the file opened.
fn walk(bytes: &[u8]) -> bool {
    let limits = Limits { inflated_bytes: 1 << 20, resolutions: 3_000, objects: 5_000, ..Limits::default() };
    let Ok(document) = Document::open(bytes, &limits) else { return false };
    for (number, revision) in document.revisions().iter().enumerate() {
        assert!(revision.eof <= revision.end && revision.end <= bytes.len());
        let view = document.view(number);
        drop(view.catalog());
        for number in view.touched().unwrap_or_default().into_iter().take(500) {
            let generation = match view.location(number) {
                Some(Location::Offset { generation, .. }) => generation,
                _ => 0,
            };
            let Ok(Some(found)) = view.indirect(ObjectId { number, generation }) else { continue };
            assert!(found.span.as_ref().is_none_or(|span| span.end <= revision.end));
            if let Object::Stream(stream) = &found.object {
                assert!(stream.data.end <= revision.end);
                drop(view.decoded(stream));
            }
            if let Some(dictionary) = found.object.as_dictionary() {
                for entry in dictionary.entries() {
                    drop(view.resolve(&entry.value));
                }
            }
        }
    }
    drop((document.encrypt_dictionary(), document.file_id(), document.highest_number()));
    true
}

const TOKENS: &[&str] = &[
    "/Prev 0",
    "/Prev 18",
    "/Prev -1",
    "/XRefStm 18",
    "/Size 4294967296",
    "/Size 0",
    "/Length 99999999999",
    "/Length 5 0 R",
    "/Length -1",
    "/N 999999",
    "/First 999999",
    "/W [8 8 8]",
    "/W [0 0 0]",
    "/Index [0 99999]",
    "/Filter /LZWDecode",
    "/Filter [/ASCII85Decode /FlateDecode]",
    "/Predictor 2",
    "/Columns 99999999",
    "/Type /ObjStm",
    "/Type /XRef",
    "/Encrypt 5 0 R",
    "/Root 5 0 R",
    "startxref\n18\n%%EOF",
    "%%EOF",
    "xref\n0 1\n",
    "trailer",
    "endstream",
    "endobj",
    "stream\n",
    "1 0 obj",
    "5 0 R",
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "99999999999999999999",
    "-2147483648",
    "0000000009 00000 n \n",
    "null",
    "\r\n",
];
