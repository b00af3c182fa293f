//! Small files that ask for much work.

use super::{data, id, open, quickly, refusal};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pdf::pdf_maker::{Entry, PdfMaker, deflate, hello};
use crate::pdf::{Document, Object};

fn small() -> Limits {
    Limits { inflated_bytes: 1 << 20, ..Limits::default() }
}

#[test]
fn deflated_bombs_stop_at_the_budget() {
    let bomb = deflate(&vec![b' '; 8 << 20]);
    let twice = deflate(&bomb);
    let mut maker = PdfMaker::new();
    hello(&mut maker)
        .stream(5, "/Filter /FlateDecode", &bomb)
        .stream(6, "/Filter [/FlateDecode /FlateDecode]", &twice)
        .stream(7, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &bomb)
        .stream(9, "/Filter [/ASCIIHexDecode /RunLengthDecode]", "8100".repeat(20_000).as_bytes())
        .entry(8, Entry::In(7, 0))
        .finish_stream(10);
    let bytes = maker.into_bytes();
    for number in [5, 6, 9] {
        let document = Document::open(&bytes, &small()).unwrap();
        let error = quickly(|| data(&document.latest(), number).unwrap_err());
        assert_eq!((error.kind(), error.detail()), (ErrorKind::LimitExceeded, "inflated bytes"), "{number}");
    }
    let document = Document::open(&bytes, &small()).unwrap();
    assert_eq!(document.latest().object(id(8)).unwrap_err().kind(), ErrorKind::LimitExceeded);
}

#[test]
fn the_budget_is_that_of_the_whole_document() {
    let part = deflate(&vec![b' '; 400 << 10]);
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    for number in 5..9 {
        maker.stream(number, "/Filter /FlateDecode", &part);
    }
    maker.finish_table();
    let bytes = maker.into_bytes();
    let document = Document::open(&bytes, &small()).unwrap();
    let good = (5..9).map(|number| data(&document.latest(), number).is_ok()).collect::<Vec<_>>();
    assert_eq!(good, [true, true, false, false]);
}

#[test]
fn a_bomb_in_a_cross_reference_stream_stops_at_the_budget() {
    let mut maker = PdfMaker::new();
    let at = { hello(&mut maker).offset() };
    let bomb = deflate(&vec![0; 8 << 20]);
    maker.stream(5, "/Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode", &bomb);
    maker.end(at);
    let error = quickly(|| Document::open(maker.bytes(), &small()).unwrap_err());
    assert_eq!((error.kind(), error.detail()), (ErrorKind::LimitExceeded, "inflated bytes"));
}

#[test]
fn too_many_filters_are_refused() {
    let mut maker = PdfMaker::new();
    let filters = "/FlateDecode ".repeat(1_000);
    hello(&mut maker).stream(5, &format!("/Filter [{filters}]"), b"x").finish_table();
    let bytes = maker.into_bytes();
    let error = data(&open(&bytes).latest(), 5).unwrap_err();
    assert_eq!((error.kind(), error.detail()), (ErrorKind::LimitExceeded, "filters of one stream"));
}

#[test]
fn an_object_with_too_many_parts_is_refused() {
    let mut maker = PdfMaker::new();
    hello(&mut maker)
        .object(5, format!("[{}]", "0 ".repeat(30_000)))
        .object(6, format!("<<{}>>", "/A 0".repeat(20_000)))
        .finish_table();
    let bytes = maker.into_bytes();
    let limits = Limits { objects: 100_000, ..Limits::default() };
    let document = Document::open(&bytes, &limits).unwrap();
    for number in [5, 6] {
        let error = document.latest().object(id(number)).unwrap_err();
        assert_eq!((error.kind(), error.detail()), (ErrorKind::LimitExceeded, "parts of one object"));
    }
}

#[test]
fn all_questions_together_may_look_up_so_many_objects() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(five)").finish_table();
    let bytes = maker.into_bytes();
    let limits = Limits { resolutions: 10, ..Limits::default() };
    let document = Document::open(&bytes, &limits).unwrap();
    let answers = (0..100).filter(|_| document.latest().object(id(5)).is_ok()).count();
    assert_eq!(answers, 20);
}

#[test]
fn one_question_may_look_up_so_many_objects_and_the_next_one_again() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(five)").finish_table();
    let bytes = maker.into_bytes();
    let limits = Limits { resolutions: 10, ..Limits::default() };
    let document = Document::open(&bytes, &limits).unwrap();
    for _ in 0..2 {
        let view = document.latest();
        let answers: Vec<bool> = (0..12).map(|_| view.object(id(5)).is_ok()).collect();
        assert_eq!(answers, [vec![true; 10], vec![false; 2]].concat());
    }
}

/// Looks up the same object again and again; how often that went before the budget was used up.
fn exhaust(bytes: &[u8], number: u32) -> usize {
    let limits = Limits { resolutions: 50_000, ..Limits::default() };
    let document = Document::open(bytes, &limits).unwrap();
    let view = document.latest();
    let used_up =
        |_: &usize| matches!(view.object(id(number)), Err(e) if e.kind() == ErrorKind::LimitExceeded);
    let lookups = quickly(|| (0..100_000).find(used_up));
    lookups.expect("the budget is never used up")
}

#[test]
fn objects_that_are_long_to_read_use_up_the_budget_whether_they_can_be_read_or_not() {
    let long = "x".repeat(1 << 20);
    for text in [
        format!("5 0 obj ({long}) endobj\n"),
        format!("5 0 obj ({long}"),
        format!("5 0 obj <{}", "0".repeat(1 << 20)),
        format!("5 0 obj <{}z>", "0".repeat(1 << 20)),
        format!("5 0 obj [{}", "[]".repeat(1 << 18)),
        format!("5 0 obj %{long}\n (late) endobj\n"),
        format!("5 0 obj 7 %{long}\n endobj\n"),
        format!("{}5 0 obj (late) endobj\n", "\n".repeat(1 << 20)),
    ] {
        let mut maker = PdfMaker::new();
        hello(&mut maker).entry(5, Entry::At(position(), 0));
        maker.raw(&text).raw("\n").finish_table();
        // One megabyte is 16 000 of the 50 000 that one question has.
        let lookups = exhaust(maker.bytes(), 5);
        assert!((0..=4).contains(&lookups), "{lookups} of {}", text.get(..20).unwrap());
    }
}

#[test]
fn streams_whose_end_is_searched_use_up_the_budget() {
    let long = "x".repeat(4 << 20);
    let mut maker = PdfMaker::new();
    hello(&mut maker).entry(5, Entry::At(position(), 0));
    maker.raw(format!("5 0 obj <<>> stream\n{long}\n")).finish_table();
    // The search is counted at a sixteenth of reading, and what fails in the end at sixteen times as much.
    assert_eq!(exhaust(maker.bytes(), 5), 0);
    let mut maker = PdfMaker::new();
    hello(&mut maker).entry(5, Entry::At(position(), 0));
    maker.raw(format!("5 0 obj <<>> stream\n{long}\nendstream\nendobj\n")).finish_table();
    assert!((10..=13).contains(&exhaust(maker.bytes(), 5)));
}

/// Where the first object after those of `hello` stands.
fn position() -> usize {
    let mut maker = PdfMaker::new();
    hello(&mut maker).position()
}

#[test]
fn objects_in_streams_that_are_long_to_read_use_up_the_budget() {
    let mut data = b"5 0 6 1 ".to_vec();
    data.extend_from_slice(&vec![b'('; 1 << 20]);
    let mut maker = PdfMaker::new();
    hello(&mut maker).deflated(7, "/Type /ObjStm /N 2 /First 8", &data);
    maker.entry(5, Entry::In(7, 0)).finish_stream(8);
    assert!((2..=4).contains(&exhaust(maker.bytes(), 5)));
}

#[test]
fn walks_over_baits_for_quadratic_work_stay_quick() {
    // Each object begins inside the string of the one before it.
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    for number in 5..20_000 {
        maker.entry(number, Entry::At(maker.position(), 0)).raw(format!("{number} 0 obj ("));
    }
    maker.finish_table();
    let bytes = maker.into_bytes();
    let limits = Limits { resolutions: 50_000, ..Limits::default() };
    let document = Document::open(&bytes, &limits).unwrap();
    let view = document.latest();
    quickly(|| assert!((5..20_000).all(|number| view.object(id(number)).is_err())));

    let comment = format!("[{}", "1 % 0 R\n".repeat(300_000));
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, comment + "]").finish_table();
    let bytes = maker.into_bytes();
    let object = quickly(|| open(&bytes).latest().object(id(5)).unwrap().unwrap());
    assert!(matches!(object, Object::Array(items) if items.len() == 300_000));
}

#[test]
fn offsets_that_are_off_are_searched_for_only_so_often() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).finish_table();
    let mut previous = maker.offset() + 5;
    maker.raw("\n\n\n\n\nxref\n0 0\ntrailer << /Size 1 >>\n");
    for _ in 0..1_000 {
        let at = maker.offset();
        maker.raw(format!("xref\n0 0\ntrailer << /Size 1 /Root 1 0 R /Prev {} >>\n", previous - 2));
        previous = at;
    }
    maker.end(previous);
    let error = quickly(|| refusal(maker.bytes()));
    assert!(error.contains("cross-reference sections that are not where they should be"), "{error}");
}
