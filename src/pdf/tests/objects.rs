//! Values, streams and references, well formed and not.

use super::{data, id, open, page_content, problem, quickly};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pdf::anomaly::ObjectAnomaly;
use crate::pdf::pdf_maker::{Entry, PdfMaker, hello};
use crate::pdf::{Document, Object, ObjectId};

/// A classic file with object 5, written between `5 0 obj` and `endobj`.
fn with_object(value: impl AsRef<[u8]>) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, value).finish_table();
    maker.into_bytes()
}

/// A classic file with this text where object 5 should be, and 10 as object 6.
fn with_raw(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(6, "10");
    let at = maker.position();
    maker.entry(5, Entry::At(at, 0)).raw(text).finish_table();
    maker.into_bytes()
}

#[test]
fn a_key_written_twice_is_told_and_the_last_counts() {
    let bytes = with_object("<< /A 1 /B 2 /A 3 /C << /D 1 /D 1 >> /#41 4 >>");
    let object = open(&bytes).latest().object(id(5)).unwrap().unwrap();
    let dictionary = object.as_dictionary().unwrap();
    assert_eq!(dictionary.duplicates(), [b"A"]);
    assert_eq!(dictionary.get(b"A"), Some(&Object::Integer(4)));
    assert_eq!(dictionary.get(b"C").unwrap().as_dictionary().unwrap().duplicates(), [b"D"]);
    assert_eq!(dictionary.entries().len(), 5);
}

#[test]
fn an_entry_that_is_null_is_as_good_as_none() {
    let bytes = with_object("<< /A null >>");
    let object = open(&bytes).latest().object(id(5)).unwrap().unwrap();
    let dictionary = object.as_dictionary().unwrap();
    assert_eq!(dictionary.get(b"A"), None);
    assert!(dictionary.entry(b"A").is_some());
}

#[test]
fn references_are_told_from_numbers() {
    for wrong in ["[1 2 R R]", "[-1 0 R]", "[1 123456 R]", "[+1 0 R 1.0 0 R]", "R"] {
        let error = problem(&with_object(wrong), 5);
        assert!(error.contains("a keyword where a value should be"), "{wrong}: {error}");
    }
    let bytes = with_object("[1 2 3 0 R 4 65535 R 5 00 R 99999999999 0 R % 1 0 R\n-1 0]");
    let object = open(&bytes).latest().object(id(5)).unwrap().unwrap();
    let reference = |number, generation| Object::Reference(ObjectId { number, generation });
    let [one, two, three, four, five, nowhere, six, seven] = object.as_array().unwrap() else {
        panic!("{object:?}")
    };
    assert_eq!((one, two, three), (&Object::Integer(1), &Object::Integer(2), &reference(3, 0)));
    assert_eq!((four, five), (&reference(4, 65535), &reference(5, 0)));
    assert_eq!((six, seven), (&Object::Integer(-1), &Object::Integer(0)));
    assert_eq!(open(&bytes).latest().resolve(nowhere), Ok(Object::Null));
}

#[test]
fn references_in_a_ring_are_refused() {
    let mut maker = PdfMaker::new();
    hello(&mut maker)
        .object(5, "5 0 R")
        .object(6, "7 0 R")
        .object(7, "6 0 R")
        .object(8, "9 0 R")
        .object(9, "(end)");
    maker.finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    let resolve = |number| document.latest().resolve(&Object::Reference(id(number)));
    for ring in [5, 6] {
        assert!(resolve(ring).unwrap_err().to_string().contains("references that lead to references"));
    }
    assert_eq!(resolve(8).unwrap().as_string().unwrap().bytes.as_ref(), b"end");
    assert_eq!(resolve(99), Ok(Object::Null));
}

#[test]
fn a_catalog_that_cannot_be_is_refused_by_name() {
    for (trailer, reason) in [
        ("", "a trailer without a catalog"),
        ("/Root << /Type /Catalog >>", "a trailer without a catalog"),
        ("/Root 4 0 R", "a catalog that is no dictionary"),
        ("/Root 99 0 R", "a catalog that is no dictionary"),
        ("/Root 5 0 R", "references that lead to references"),
    ] {
        let mut maker = PdfMaker::new();
        hello(&mut maker).object(5, "5 0 R").trailer(trailer).finish_table();
        let bytes = maker.into_bytes();
        let error = open(&bytes).latest().catalog().unwrap_err().to_string();
        assert!(error.contains(reason), "{trailer}: {error}");
    }
}

#[test]
fn a_value_that_is_none_is_refused() {
    for value in [
        "",
        ")",
        "]",
        ">>",
        "{ 1 }",
        "<< 1 2 >>",
        "<< /A >>",
        "[ /A",
        "<< /A 1",
        "[ (x ]",
        "nan",
        "obj",
        "<4",
    ] {
        let bytes = with_object(value);
        let document = open(&bytes);
        let object = document.latest().indirect(id(5));
        match value {
            "" => assert_eq!(object.unwrap().unwrap().anomalies, [ObjectAnomaly::Empty]),
            _ => assert_eq!(object.unwrap_err().kind(), ErrorKind::MalformedPdf, "{value}"),
        }
    }
}

#[test]
fn a_missing_endobj_is_told() {
    let bytes = with_raw("5 0 obj (text)\n\n\n");
    let object = open(&bytes).latest().indirect(id(5)).unwrap().unwrap();
    assert_eq!(object.anomalies, [ObjectAnomaly::EndobjMissing]);
    assert_eq!(&bytes[object.span.unwrap()], b"5 0 obj (text)");
}

#[test]
fn nesting_ends_at_the_limit_and_not_with_the_stack() {
    let nested =
        |open: &str, close: &str, depth: usize| with_object(open.repeat(depth) + "0" + &close.repeat(depth));
    let deep = |bytes: &[u8], limits: &Limits| {
        let document = Document::open(bytes, limits).unwrap();
        quickly(|| document.latest().object(id(5)).map(|_| ()).map_err(|error| error.to_string()))
    };
    let limits = Limits::default();
    for (open, close) in [("[", "]"), ("<</A ", ">>"), ("[<</A ", ">>]")] {
        let levels = limits.depth / open.matches(['[', '/']).count();
        assert_eq!(deep(&nested(open, close, levels), &limits), Ok(()));
        for depth in [levels + 1, 1_000_000] {
            let error = deep(&nested(open, close, depth), &limits).unwrap_err();
            assert!(error.starts_with("limit exceeded: nesting of arrays and dictionaries"), "{error}");
        }
        // A caller that has no limit is kept from the end of the stack.
        let boundless = Limits { depth: usize::MAX, ..Limits::default() };
        assert!(deep(&nested(open, close, 1_000_000), &boundless).unwrap_err().starts_with("limit exceeded"));
    }
    assert_eq!(deep(&with_object("(".repeat(1_000_000) + &")".repeat(1_000_000)), &limits), Ok(()));
}

#[test]
fn a_right_length_wins_over_an_endstream_in_the_data() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).stream(5, "", b"before endstream endobj after").finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!(data(&document.latest(), 5).unwrap(), b"before endstream endobj after");
    assert_eq!(document.latest().indirect(id(5)).unwrap().unwrap().anomalies, []);
}

#[test]
fn a_wrong_length_is_told_and_the_data_reaches_to_endstream() {
    for (length, written) in [
        ("", None),
        ("/Length 3", Some(3)),
        ("/Length 12", Some(12)),
        ("/Length -1", Some(-1)),
        ("/Length 99999999", Some(99_999_999)),
        ("/Length 9223372036854775807", Some(i64::MAX)),
        ("/Length 9223372036854775808", None),
        ("/Length 10.0", None),
        ("/Length (10)", None),
        // To itself, to nothing, to another kind of object, to one with a value too large.
        ("/Length 5 0 R", None),
        ("/Length 99 0 R", None),
        ("/Length 4 0 R", None),
        ("/Length 6 1 R", None),
    ] {
        let text = format!("5 0 obj << {length} >> stream\n0123456789\nendstream endobj\n");
        let bytes = with_raw(text);
        let document = open(&bytes);
        let object = document.latest().indirect(id(5)).unwrap().unwrap();
        assert_eq!(object.anomalies, [ObjectAnomaly::LengthWrong { written }], "{length}");
        assert_eq!(data(&document.latest(), 5).unwrap(), b"0123456789", "{length}");
    }
    let bytes = with_raw("5 0 obj << /Length 6 0 R >> stream\r\n0123456789\r\nendstream\nendobj\n");
    assert_eq!(open(&bytes).latest().indirect(id(5)).unwrap().unwrap().anomalies, []);
    assert_eq!(data(&open(&bytes).latest(), 5).unwrap(), b"0123456789");
}

#[test]
fn a_length_may_stand_in_an_object_stream() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object_stream(7, &[(6, "10")]);
    let at = maker.position();
    maker.raw("5 0 obj << /Length 6 0 R >> stream\n0123456789\nendstream endobj\n");
    maker.entry(5, Entry::At(at, 0)).finish_stream(8);
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!(document.latest().indirect(id(5)).unwrap().unwrap().anomalies, []);
    assert_eq!(data(&document.latest(), 5).unwrap(), b"0123456789");
}

#[test]
fn other_line_ends_after_stream_are_told() {
    for (after, anomalies) in [("\n", 0), ("\r\n", 0), ("\r", 1), (" \r\n", 1), ("", 1)] {
        let text = format!("5 0 obj << /Length 10 >> stream{after}0123456789\nendstream endobj\n");
        let bytes = with_raw(text);
        let document = open(&bytes);
        assert_eq!(data(&document.latest(), 5).unwrap(), b"0123456789", "{after:?}");
        assert_eq!(
            document.latest().indirect(id(5)).unwrap().unwrap().anomalies.len(),
            anomalies,
            "{after:?}"
        );
    }
}

#[test]
fn a_stream_without_end_is_refused() {
    let bytes = with_raw("5 0 obj << /Length 10 >> stream\n0123456789\n");
    assert!(problem(&bytes, 5).contains("a stream without endstream"));
}

#[test]
fn what_the_document_says_wrongly_of_one_object_harms_no_other() {
    let bytes = with_object("[ broken");
    let document = open(&bytes);
    assert!(document.latest().object(id(5)).is_err());
    assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
}
