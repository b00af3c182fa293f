//! Objects in streams that lie about themselves.

use super::{id, open, problem, quickly, string};
use crate::pdf::pdf_maker::{Entry, PdfMaker, hello};
use crate::pdf::{Document, ObjectId};

/// A file with an object stream of these dictionary entries and data as object 7, which should hold object 5 as its
/// first and object 6 as its second.
fn with_container(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).stream(7, entries, data);
    maker.entry(5, Entry::In(7, 0)).entry(6, Entry::In(7, 1)).finish_stream(8);
    maker.into_bytes()
}

const GOOD: &str = "/Type /ObjStm /N 2 /First 8";
const DATA: &[u8] = b"5 0 6 7 (five) (six)";

#[test]
fn objects_are_found_by_number_and_index_together() {
    let bytes = with_container(GOOD, DATA);
    let document = open(&bytes);
    assert_eq!((string(&document, 0, 5), string(&document, 0, 6)), ("five".into(), "six".into()));
    assert_eq!(document.latest().object(ObjectId { number: 5, generation: 1 }), Ok(None));

    let swapped = with_container(GOOD, b"6 0 5 7 (five) (six)");
    assert!(problem(&swapped, 5).contains("points at another object in an object stream"));
    let mut maker = PdfMaker::new();
    hello(&mut maker).stream(7, GOOD, DATA);
    for index in [1, 2, 99, 65_535] {
        let mut maker = maker.clone();
        maker.entry(5, Entry::In(7, index)).finish_stream(8);
        assert!(
            problem(maker.bytes(), 5).contains("points at another object in an object stream"),
            "{index}"
        );
    }
}

#[test]
fn absurd_counts_are_refused_by_name() {
    for (entries, reason) in [
        ("/Type /ObjStm /First 8", "/N or /First of an object stream"),
        ("/Type /ObjStm /N 2", "/N or /First of an object stream"),
        ("/Type /ObjStm /N -2 /First 8", "/N or /First of an object stream"),
        ("/Type /ObjStm /N 2 /First -8", "/N or /First of an object stream"),
        ("/Type /ObjStm /N 2.0 /First 8", "/N or /First of an object stream"),
        ("/Type /ObjStm /N 9223372036854775807 /First 8", "/N beyond what fits"),
        ("/Type /ObjStm /N 3 /First 8", "/N beyond what fits"),
        ("/Type /ObjStm /N 2 /First 9223372036854775807", "/First beyond an object stream"),
        ("/Type /ObjStm /N 2 /First 21", "/First beyond an object stream"),
        ("/Type /ObjStm /N 2 /First 5", "the table of an object stream"),
        ("/Type /ObjStm /N 2 /First 8 /Filter /FlateDecode", "deflated data that is corrupt"),
        ("/N 2 /First 8", "a stream that is no object stream"),
        ("/Type /XObject /N 2 /First 8", "a stream that is no object stream"),
    ] {
        let error = quickly(|| problem(&with_container(entries, DATA), 5));
        assert!(error.contains(reason), "{entries}: {error}");
    }
    let error = problem(&with_container(GOOD, b"5 9 6 7 (five) (six)"), 5);
    assert!(error.contains("a keyword where a value should be"), "{error}");
    let error = problem(&with_container(GOOD, b"5 99999 6 7 (five) (six)"), 5);
    assert!(error.contains("the table of an object stream"), "{error}");
}

#[test]
fn a_stream_inside_an_object_stream_is_refused() {
    let data = b"5 0 6 7 << /Length 1 >> stream\nx\nendstream (six)";
    assert!(problem(&with_container(GOOD, data), 5).contains("a stream inside an object stream"));
}

#[test]
fn an_object_stream_inside_an_object_stream_is_refused() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).stream(7, GOOD, DATA);
    maker.entry(9, Entry::In(7, 0)).entry(10, Entry::In(9, 0)).entry(11, Entry::In(11, 0)).finish_stream(8);
    for number in [10, 11] {
        let error = problem(maker.bytes(), number);
        assert!(error.contains("an object in an object stream that does not stand in the file"), "{error}");
    }
}

#[test]
fn a_container_that_is_no_stream_is_refused() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).entry(5, Entry::In(1, 0)).entry(6, Entry::In(99, 0)).finish_stream(8);
    assert!(problem(maker.bytes(), 5).contains("an object in an object that is no stream"));
    assert!(
        problem(maker.bytes(), 6).contains("an object in an object stream that does not stand in the file")
    );
}

#[test]
fn what_is_needed_to_read_a_container_cannot_stand_in_it() {
    let entries = format!("{GOOD} /Filter 5 0 R");
    let error = quickly(|| problem(&with_container(&entries, DATA), 5));
    assert!(error.contains("an object in an object stream that is needed to read one"), "{error}");
    let entries = format!("{GOOD} /Filter [/FlateDecode] /DecodeParms [6 0 R]");
    let error = quickly(|| problem(&with_container(&entries, DATA), 5));
    assert!(error.contains("an object in an object stream that is needed to read one"), "{error}");
    // A length there is as good as none: the data reaches to endstream.
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let at = maker.position();
    maker.raw(format!("7 0 obj << {GOOD} /Length 5 0 R >> stream\n")).raw(DATA).raw("\nendstream endobj\n");
    maker.entry(7, Entry::At(at, 0)).entry(5, Entry::In(7, 0)).finish_stream(8);
    assert_eq!(quickly(|| string(&open(maker.bytes()), 0, 5)), "five");
}

#[test]
fn extends_is_not_followed() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).stream(7, GOOD, DATA);
    maker.stream(9, "/Type /ObjStm /N 0 /First 0 /Extends 7 0 R", b"");
    maker.entry(5, Entry::In(9, 0)).entry(6, Entry::In(7, 1)).finish_stream(8);
    assert!(problem(maker.bytes(), 5).contains("points at another object in an object stream"));
    assert_eq!(string(&open(maker.bytes()), 0, 6), "six");
}

#[test]
fn an_earlier_view_does_not_see_an_object_stream_completed_later() {
    // The container begins in the first revision and ends in the second, which names it too.
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let container = maker.position() + 600;
    maker.entry(7, Entry::At(container, 0)).entry(5, Entry::In(7, 0)).entry(6, Entry::In(7, 1));
    maker.finish_stream(8);
    maker.raw(vec![b' '; container - maker.position() - 1]).raw("\n");
    let length = DATA.len();
    maker
        .raw(format!("7 0 obj << {GOOD} /Length {length} >> stream\n"))
        .raw(DATA)
        .raw("\nendstream endobj\n");
    maker.entry(7, Entry::At(container, 0)).finish_stream(9);
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!(string(&document, 1, 5), "five");
    let error = document.view(0).object(id(5)).unwrap_err().to_string();
    assert!(error.contains("points behind the end of its revision"), "{error}");
}

#[test]
fn an_object_stream_is_decoded_once() {
    let objects: Vec<(u32, String)> =
        (10..210).map(|n| (n, format!("(object {n}{})", "-".repeat(1_000)))).collect();
    let objects: Vec<(u32, &str)> = objects.iter().map(|(number, value)| (*number, value.as_str())).collect();
    let mut maker = PdfMaker::new();
    hello(&mut maker).object_stream(7, &objects).finish_stream(8);
    let limits = crate::Limits { inflated_bytes: 400_000, ..crate::Limits::default() };
    let bytes = maker.into_bytes();
    let document = Document::open(&bytes, &limits).unwrap();
    for view in [document.latest(), document.view(0), document.latest()] {
        for number in 10..210 {
            assert!(view.object(id(number)).unwrap().is_some());
        }
    }
}
