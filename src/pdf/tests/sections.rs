//! Tables, cross-reference streams, `/Prev`, `/XRefStm`, `/Size`, and entries that lie.

use super::{id, open, page_content, problem, quickly, refusal, replaced, string};
use crate::limits::Limits;
use crate::pdf::anomaly::ObjectAnomaly;
use crate::pdf::pdf_maker::{self, Entry, PdfMaker, hello};
use crate::pdf::{Anomaly, Document, Location, ObjectId};

/// A classic file with object 5 and then a section of this text, which `startxref` names.
fn with_section(text: &str) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(five)");
    let at = maker.offset();
    maker.raw(text).end(at);
    maker.into_bytes()
}

/// Entries of objects 0 to 5 of the file of [`with_section`], each ended by this.
fn entries(end: &str) -> String {
    let bytes = with_section("");
    let mut text = format!("{:010} 65535 f{end}", 0);
    for number in 1..=5 {
        let header = format!("\n{number} 0 obj");
        let at = memchr::memmem::find(&bytes, header.as_bytes()).unwrap() + 1;
        text += &format!("{at:010} 00000 n{end}");
    }
    text
}

const TRAILER: &str = "trailer << /Size 6 /Root 1 0 R >>\n";

#[test]
fn tables_with_entries_of_other_widths_are_read_one_by_one() {
    for end in ["\n", "\r", " ", "   \n", "\n\n\n"] {
        let bytes = with_section(&format!("xref\n0 6\n{}{TRAILER}", entries(end)));
        let document = open(&bytes);
        assert!(matches!(document.anomalies(), [Anomaly::TableLoose { .. }]), "{end:?}");
        assert_eq!(string(&document, 0, 5), "five");
        assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
    }
}

#[test]
fn a_table_that_promises_more_entries_than_it_has_ends_at_its_trailer() {
    let bytes = with_section(&format!("xref\n0 9\n{}{TRAILER}", entries(" \n")));
    let document = open(&bytes);
    assert!(matches!(document.anomalies(), [Anomaly::TableLoose { .. }]));
    assert_eq!(string(&document, 0, 5), "five");
    assert_eq!(document.latest().location(6), None);
}

#[test]
fn a_table_with_more_entries_than_it_promises_is_refused() {
    let error = refusal(&with_section(&format!("xref\n0 4\n{}{TRAILER}", entries(" \n"))));
    assert!(error.contains("a cross-reference table that does not end in a trailer"), "{error}");
}

#[test]
fn a_table_that_begins_with_1_instead_of_0_is_shifted_if_its_objects_say_so() {
    let bytes = with_section(&format!("xref\n1 6\n{}{TRAILER}", entries(" \n")));
    let document = open(&bytes);
    assert!(matches!(document.anomalies(), [Anomaly::TableFromOne { .. }]));
    assert_eq!(string(&document, 0, 5), "five");
    // Object 1 was really deleted here.
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(five)").finish_table();
    maker
        .trailer("/Root 2 0 R")
        .entry(1, Entry::Free(65535))
        .drop_entries(&[0])
        .object(2, "(two)")
        .finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!((document.anomalies(), document.latest().location(1)), (&[][..], Some(Location::Free)));
    assert_eq!(string(&document, 1, 2), "two");
}

#[test]
fn a_section_with_two_entries_for_an_object_is_told_and_the_first_counts() {
    let twice = format!("5 1\n{:010} 00000 n \n", 9);
    let bytes = with_section(&format!("xref\n0 6\n{}{twice}{TRAILER}", entries(" \n")));
    let document = open(&bytes);
    assert!(matches!(document.anomalies(), [Anomaly::EntryTwice { number: 5, .. }]));
    assert_eq!(string(&document, 0, 5), "five");
}

#[test]
fn absurd_subsections_are_refused_at_once() {
    for range in ["0 4294967295", "4294967295 1", "0 99999999999999999999", "8388608 1", "99999999 0"] {
        let bytes = with_section(&format!("xref\n{range}\n{}{TRAILER}", entries(" \n")));
        let error = quickly(|| refusal(&bytes));
        assert!(
            error.contains("limit exceeded") || error.contains("does not end in a trailer"),
            "{range}: {error}"
        );
    }
    let error = refusal(&with_section("xref\n-1 6\n"));
    assert!(error.contains("a cross-reference table that does not end in a trailer"), "{error}");
    let error = refusal(&with_section("xref\n0 0\ntrailer [1]\n"));
    assert!(error.contains("a trailer that is no dictionary"), "{error}");
}

#[test]
fn sizes_that_cannot_be_are_refused_by_name() {
    let with_size = |size: &str| {
        with_section(&format!("xref\n0 6\n{}trailer << {size} /Root 1 0 R >>\n", entries(" \n")))
    };
    assert!(refusal(&with_size("/Size -1")).contains("a negative /Size"));
    assert!(refusal(&with_size("/Size 4294967296")).contains("a /Size beyond all object numbers"));
    assert!(refusal(&with_size("/Size (6)")).contains("a /Size that is no integer"));
    assert!(refusal(&with_size("/Size 8.5")).contains("a /Size that is no integer"));
    assert!(refusal(&with_size("/Size 90000000")).contains("limit exceeded: object numbers"));
    assert!(matches!(open(&with_size("")).anomalies(), [Anomaly::SizeMissing { .. }]));
    assert_eq!(open(&with_size("/Size 5")).anomalies(), [Anomaly::SizeTooSmall { size: 5, highest: 5 }]);
    assert_eq!(open(&with_size("/Size 500")).anomalies(), []);
    assert_eq!(open(&with_size("/Size 5")).highest_number(), Some(5));
}

#[test]
fn keys_written_twice_in_a_trailer_are_told() {
    let trailer = "trailer << /Size 6 /Root 3 0 R /Root 1 0 R >>\n";
    let bytes = with_section(&format!("xref\n0 6\n{}{trailer}", entries(" \n")));
    let document = open(&bytes);
    assert!(matches!(document.anomalies(), [Anomaly::TrailerDuplicates { .. }]));
    assert_eq!(document.latest().trailer().duplicates(), [b"Root"]);
    assert_eq!(document.latest().catalog_id(), Ok(id(1)));
}

#[test]
fn a_prev_that_leads_to_itself_or_back_is_a_ring() {
    let at = with_section("").len() - "startxref\n000\n%%EOF\n".len();
    let section = format!("xref\n0 6\n{}trailer << /Size 6 /Root 1 0 R /Prev {at} >>\n", entries(" \n"));
    assert!(refusal(&with_section(&section)).contains("cross-reference sections in a ring"));

    // Two tables that name each other.
    let mut maker = PdfMaker::new();
    let first = { hello(&mut maker).offset() };
    let second = first + 400;
    maker.table(&format!("/Prev {second}"));
    maker.raw(vec![b' '; second - maker.offset()]);
    maker.object(5, "(five)").drop_entries(&[5]).raw("");
    let bytes = maker.bytes()[..second].to_vec();
    let mut maker = PdfMaker::new();
    maker.raw(&bytes[maker.position()..]);
    maker.table(&format!("/Prev {first}"));
    maker.end(second);
    assert!(refusal(maker.bytes()).contains("cross-reference sections in a ring"));
}

#[test]
fn a_prev_that_leads_nowhere_is_refused_and_prev_0_means_none() {
    let with_prev = |prev: &str| {
        let trailer = format!("trailer << /Size 6 /Root 1 0 R /Prev {prev} >>\n");
        with_section(&format!("xref\n0 6\n{}{trailer}", entries(" \n")))
    };
    for prev in ["99999", "-4", "100", "(x)", "5 0 R", "17.0", "9223372036854775807", "9223372036854775808"] {
        let error = refusal(&with_prev(prev));
        assert!(
            error.contains("a trailer that leads to no earlier cross-reference section"),
            "{prev}: {error}"
        );
    }
    // There is an object, but no section.
    let object = memchr::memmem::find(&with_prev("0"), b"5 0 obj").unwrap();
    assert!(
        refusal(&with_prev(&object.to_string())).contains("no cross-reference section where one should be")
    );
    let stream = memchr::memmem::find(&with_prev("0"), b"4 0 obj").unwrap();
    assert!(refusal(&with_prev(&stream.to_string())).contains("a stream that is no cross-reference stream"));
    assert!(matches!(open(&with_prev("0")).anomalies(), [Anomaly::PrevZero { .. }]));
}

#[test]
fn a_prev_that_is_off_by_a_few_bytes_is_tolerated_and_told() {
    let bytes = pdf_maker::revisions(1);
    let first = open(&bytes).revisions()[0].startxref;
    let bytes =
        replaced(&bytes, format!("/Prev {first}").as_bytes(), format!("/Prev {}", first + 3).as_bytes());
    let written = i64::try_from(first).unwrap() + 3;
    assert_eq!(open(&bytes).anomalies(), [Anomaly::PrevOff { written, found: first }]);
}

#[test]
fn a_prev_that_points_forwards_is_told_unless_the_file_is_linearized() {
    assert_eq!(open(&pdf_maker::linearized()).anomalies(), []);
    let bytes = replaced(&pdf_maker::linearized(), b"/Linearized 1", b"/Linearised 1");
    let document = open(&bytes);
    assert!(matches!(document.anomalies(), [Anomaly::PrevForward { .. }]), "{:?}", document.anomalies());
    assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
}

#[test]
fn a_hundred_thousand_sections_end_at_the_limit() {
    let bytes = pdf_maker::revisions(100_000);
    let error = quickly(|| refusal(&bytes));
    assert_eq!(error, "limit exceeded: cross-reference sections");
    let bytes = pdf_maker::revisions(5_000);
    let document = quickly(|| open(&bytes));
    assert_eq!((document.revisions().len(), string(&document, 4_321, 5)), (5_001, "4321".into()));
}

#[test]
fn sections_inside_each_other_end_at_a_limit() {
    // Each trailer holds the next section in a string: every byte belongs to thousands of them.
    let mut maker = PdfMaker::new();
    hello(&mut maker).finish_table();
    let mut text = String::new();
    let base = maker.offset();
    let mut previous = 0;
    for _ in 0..9_000 {
        let at = base + text.len();
        text += &format!("xref\n0 0\ntrailer << /Prev {previous:010} /S (");
        previous = at;
    }
    text += &"x".repeat(100_000);
    text += &") >> ".repeat(9_000);
    maker.raw(text);
    maker.end(previous);
    let bytes = maker.into_bytes();
    let error = quickly(|| refusal(&bytes));
    assert!(error.contains("overlapping cross-reference sections"), "{error}");
}

#[test]
fn an_entry_must_point_at_the_object_it_names() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(15, "(fifteen)").object(5, "(five)").object_of_generation(7, 2, "(seven)");
    let at = |number: &str| memchr::memmem::find(maker.bytes(), number.as_bytes()).unwrap() + 1;
    let (fifteen, five, seven) = (at("\n15 0 obj"), at("\n5 0 obj"), at("\n7 2 obj"));
    let end = maker.position();
    for (number, entry, reason) in [
        (6, Entry::At(five, 0), "points at another object"),
        (5, Entry::At(fifteen + 1, 0), "no object where one should be"),
        (7, Entry::At(seven, 0), "points at another object"),
        (6, Entry::At(five + 4, 0), "no object where one should be"),
        (6, Entry::At(3, 0), "no object where one should be"),
        (6, Entry::At(end + 100_000, 0), "points behind the end of its revision"),
    ] {
        let mut maker = maker.clone();
        maker.entry(number, entry).finish_table();
        let error = problem(maker.bytes(), number);
        assert!(error.contains(reason), "{number} {entry:?}: {error}");
    }
}

#[test]
fn a_reference_to_another_generation_is_one_to_nothing() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object_of_generation(5, 3, "(five)").finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    let generation = |generation| document.latest().object(ObjectId { number: 5, generation }).unwrap();
    assert_eq!((generation(0), generation(2)), (None, None));
    assert!(generation(3).is_some());
}

#[test]
fn an_entry_that_points_at_space_before_its_object_is_told() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).raw("\r\n \n").object(5, "(five)");
    let at = maker.position() - "\r\n \n5 0 obj\n(five)\nendobj\n".len();
    maker.entry(5, Entry::At(at, 0)).finish_table();
    let bytes = maker.into_bytes();
    let object = open(&bytes).latest().indirect(id(5)).unwrap().unwrap();
    assert_eq!(object.anomalies, [ObjectAnomaly::EntryOff]);
    assert_eq!(object.span.unwrap().start, at + 4);
}

#[test]
fn an_entry_at_byte_0_means_that_there_is_no_such_object() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).entry(5, Entry::At(0, 0)).finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!(document.latest().location(5), Some(Location::Free));
    assert_eq!(document.latest().object(id(5)), Ok(None));
}

#[test]
fn what_stands_behind_a_revision_cannot_complete_it() {
    // The signed revision names an object that is not there yet; the update puts it where it is awaited.
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let awaited = 1_000;
    maker.entry(5, Entry::At(awaited, 0)).finish_table();
    maker.raw(vec![b'\n'; awaited - maker.position()]).object(5, "(late)").drop_entries(&[5]);
    maker.object(6, "(update)").finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    for revision in 0..2 {
        let error = document.view(revision).object(id(5)).unwrap_err().to_string();
        assert!(error.contains("points behind the end of its revision"), "{error}");
    }
    assert_eq!(string(&document, 1, 6), "update");
}

#[test]
fn an_object_that_goes_on_behind_its_revision_is_not_read() {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let start = maker.position();
    maker.entry(5, Entry::At(start + 500, 0));
    // The object begins in a comment before startxref and ends in the update.
    let table_at = start;
    maker.table("");
    maker.raw(format!("%{}", " ".repeat(500 - (maker.position() - start) - 1)));
    maker.raw("5 0 obj (begins\n").end(table_at);
    let first = maker.position();
    maker.raw("ends) endobj\n");
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!(document.revisions()[0].end, first);
    assert!(document.latest().object(id(5)).unwrap_err().to_string().contains("a string without end"));
}

#[test]
fn a_hybrid_stream_behind_its_revision_is_refused() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).entry(6, Entry::At(1_500, 0));
    let at = maker.offset();
    maker.table("/XRefStm 1500");
    maker.end(at);
    let end = maker.position();
    maker.raw(vec![b'\n'; 1_500 - end]);
    maker.raw("6 0 obj << /Type /XRef /W [1 2 1] /Index [5 1] /Size 6 /Length 4 >> stream\n\x01\x00\x10\x00\nendstream endobj\n");
    let error = refusal(maker.bytes());
    assert!(error.contains("an /XRefStm behind the end of its revision"), "{error}");
}

#[test]
fn an_xrefstm_must_lead_to_a_cross_reference_stream() {
    let mut maker = PdfMaker::new();
    let at = { hello(&mut maker).offset() };
    maker.table(&format!("/XRefStm {at}"));
    maker.end(at);
    assert!(refusal(maker.bytes()).contains("cross-reference sections in a ring"));
    let mut maker = PdfMaker::new();
    let table = { hello(&mut maker).offset() };
    maker.raw("xref\n0 0\ntrailer << /Size 1 >>\n");
    let at = maker.offset();
    maker.table(&format!("/XRefStm {table}"));
    maker.end(at);
    assert!(refusal(maker.bytes()).contains("an /XRefStm that leads to no cross-reference stream"));
}

/// A file whose only section is a cross-reference stream with these entries and data.
fn with_stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(five)");
    let at = maker.offset();
    maker.stream(6, &format!("/Root 1 0 R {entries}"), data);
    maker.end(at);
    maker.into_bytes()
}

#[test]
fn absurd_cross_reference_streams_are_refused_by_name() {
    for (entries, reason) in [
        ("/Size 6 /W [1 2 1]", "a startxref that leads to no cross-reference section"),
        ("/Type /XRef /Size 6", "/W of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [0 0 0]", "/W of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2]", "/W of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 -2 1]", "/W of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2000000000 1]", "/W of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Index [0]", "/Index of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Index [-1 5]", "/Index of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Index [0 -5]", "/Index of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Index 7", "/Index of a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Index [4294967296 1]", "object numbers"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Index [9000000 1]", "object numbers"),
        ("/Type /XRef /Size -6 /W [1 2 1] /Index [0 1]", "a negative /Size"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Filter 5 0 R", "a reference in a cross-reference stream"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Filter /FlateDecode", "deflated data that is corrupt"),
        ("/Type /XRef /Size 6 /W [1 2 1] /Filter /DCTDecode", "a stream filter"),
    ] {
        let error = refusal(&with_stream(entries, &[1, 0, 16, 0, 1, 0, 17, 0]));
        assert!(error.contains(reason), "{entries}: {error}");
    }
}

#[test]
fn a_cross_reference_stream_that_promises_too_much_ends_with_its_data() {
    let bytes =
        with_stream("/Type /XRef /Size 6 /W [1 2 1] /Index [0 1000000]", &[0, 0, 0, 0, 1, 0, 16, 0, 1]);
    let document = open(&bytes);
    assert!(matches!(document.anomalies()[0], Anomaly::XrefStreamShort { .. }));
    let location = |number| document.latest().location(number);
    assert_eq!(location(1), Some(Location::Offset { offset: 16, generation: 0 }));
    assert_eq!((location(0), location(2)), (Some(Location::Free), None));
}

#[test]
fn missing_types_mean_in_use_and_unknown_types_mean_null() {
    let bytes = with_stream("/Type /XRef /Size 2 /W [0 2 0]", &[0, 9, 0, 16]);
    let document = open(&bytes);
    assert_eq!(document.latest().location(1), Some(Location::Offset { offset: 16, generation: 0 }));
    let bytes = with_stream("/Type /XRef /Size 2 /W [1 2 0]", &[0, 0, 0, 7, 0, 16]);
    assert_eq!(open(&bytes).latest().location(1), Some(Location::Free));
    let huge = [1, 255, 255, 255, 255, 255, 255, 255, 255];
    let bytes = with_stream("/Type /XRef /Size 6 /W [1 8 0] /Index [5 1]", &huge);
    assert!(problem(&bytes, 5).contains("points behind the end of its revision"));
}

#[test]
fn a_file_may_be_shared_by_threads() {
    fn check<T: Send + Sync>(_: &T) {}
    let bytes = pdf_maker::modern();
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    check(&document);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET"));
        }
    });
}
