//! Files of every legal shape.

use super::{id, open, page_content, string};
use crate::pdf::pdf_maker::{self, PdfMaker, hello};
use crate::pdf::{Anomaly, Location, Object, StringKind, XrefStyle};

#[test]
fn a_file_with_a_table_opens_and_its_page_is_found() {
    let bytes = pdf_maker::classic();
    let document = open(&bytes);
    assert_eq!(document.anomalies(), []);
    assert_eq!(document.header().version, Some((1, 7)));
    assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
    let [revision] = document.revisions() else { panic!("one revision") };
    assert_eq!((revision.end, revision.eof), (bytes.len(), bytes.len() - 1));
    assert_eq!(revision.xref_style, XrefStyle::Table);
    assert!(bytes[revision.startxref..].starts_with(b"xref\n0 5\n"));
}

#[test]
fn a_file_with_streams_for_objects_and_cross_references_opens() {
    let bytes = pdf_maker::modern();
    let document = open(&bytes);
    assert_eq!(document.anomalies(), []);
    assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
    let [revision] = document.revisions() else { panic!("one revision") };
    assert_eq!((revision.end, revision.xref_style), (bytes.len(), XrefStyle::Stream));
    assert_eq!(document.latest().location(1), Some(Location::InStream { stream: 5, index: 0 }));
    let catalog = document.latest().indirect(id(1)).unwrap().unwrap();
    assert_eq!((catalog.span, catalog.text.as_ref()), (None, &b"<< /Type /Catalog /Pages 2 0 R >>"[..]));
    assert_eq!(catalog.object.as_dictionary().unwrap().span(), None);
}

#[test]
fn a_hybrid_file_shows_what_its_stream_knows() {
    let bytes = pdf_maker::hybrid();
    let document = open(&bytes);
    assert!(matches!(document.anomalies(), [Anomaly::HybridFile { .. }]));
    assert_eq!(string(&document, 0, 5), "hidden from old readers");
    assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
    let [revision] = document.revisions() else { panic!("one revision") };
    assert_eq!(
        (revision.end, revision.xref_style, revision.sections.len()),
        (bytes.len(), XrefStyle::Hybrid, 2)
    );
}

#[test]
fn an_object_that_a_hybrid_update_frees_in_both_sections_stays_free() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(old)").object(6, "(kept)").finish_table();
    maker.free(5).object(7, "(new)").finish_hybrid(8, &[7]);
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    let view = document.latest();
    assert_eq!(view.location(5), Some(Location::Free));
    assert_eq!(view.object(id(5)).unwrap(), None);
    assert_eq!(string(&document, 1, 6), "kept");
    assert_eq!(string(&document, 1, 7), "new");
    assert_eq!(string(&document, 0, 5), "old");
}

#[test]
fn a_linearized_file_is_one_revision_whose_update_is_a_second() {
    let bytes = pdf_maker::linearized();
    let document = open(&bytes);
    assert_eq!(document.anomalies(), []);
    let [revision] = document.revisions() else { panic!("{:?}", document.revisions()) };
    assert_eq!((revision.end, revision.sections.len()), (bytes.len(), 2));
    assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");

    let mut updated = bytes.clone();
    let at = updated.len();
    updated.extend_from_slice(b"6 0 obj (more) endobj\n");
    let table = updated.len();
    let previous = revision.startxref;
    updated.extend_from_slice(
        format!("xref\n6 1\n{at:010} 00000 n \ntrailer << /Size 7 /Prev {previous} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF")
            .as_bytes(),
    );
    let document = open(&updated);
    assert_eq!(document.anomalies(), []);
    let ends: Vec<_> = document.revisions().iter().map(|r| r.end).collect();
    assert_eq!(ends, [bytes.len(), updated.len()]);
    assert_eq!(string(&document, 1, 6), "more");
}

#[test]
fn the_first_section_of_a_linearized_file_needs_no_startxref_of_its_own() {
    // As qpdf writes linearized files with cross-reference streams.
    let own = b"startxref\n0\n%%EOF\n";
    let bytes = super::replaced(&pdf_maker::linearized(), own, &[b' '; 18]);
    let document = open(&bytes);
    assert_eq!((document.anomalies(), document.revisions().len()), (&[][..], 1));
    assert_eq!(document.revisions()[0].end, bytes.len());
    assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
}

#[test]
fn each_revision_shows_its_own_objects() {
    let bytes = pdf_maker::revisions(3);
    let document = open(&bytes);
    assert_eq!(document.anomalies(), []);
    assert_eq!(document.revisions().len(), 4);
    for revision in 0..4 {
        assert_eq!(string(&document, revision, 5), revision.to_string());
        let prefix = document.revisions()[revision].end;
        let earlier = open(&bytes[..prefix]);
        assert_eq!(
            (earlier.revisions().len(), string(&earlier, revision, 5)),
            (revision + 1, revision.to_string())
        );
    }
    assert_eq!(document.view(1).touched().unwrap(), [5]);
    assert_eq!(document.view(0).touched().unwrap(), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn an_object_deleted_later_is_seen_by_earlier_views() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(here)").finish_table();
    maker.free(5).finish_stream(6);
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!(document.anomalies(), []);
    assert_eq!(string(&document, 0, 5), "here");
    assert_eq!(document.view(1).object(id(5)).unwrap(), None);
    assert_eq!(document.view(1).touched().unwrap(), [5, 6]);
}

#[test]
fn replacing_an_object_stream_touches_what_is_in_it() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object_stream(7, &[(5, "(five)"), (6, "(six)")]).finish_stream(8);
    // Only the container has an entry in the update.
    maker.object_stream(7, &[(5, "(FIVE)"), (6, "(SIX)")]).drop_entries(&[5, 6]).finish_stream(8);
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!((string(&document, 0, 6), string(&document, 1, 6)), ("six".into(), "SIX".into()));
    assert_eq!(document.view(1).touched().unwrap(), [5, 6, 7, 8]);
}

#[test]
fn cr_only_line_ends_and_crlf_are_read() {
    for eol in ["\r", "\r\n"] {
        let mut maker = PdfMaker::with(b"", false, eol);
        let end = hello(&mut maker).finish_table();
        let second = maker.object(5, "(x)").finish_table();
        let bytes = maker.into_bytes();
        let document = open(&bytes);
        assert_eq!(document.anomalies(), [], "{eol:?}");
        assert_eq!(document.revisions().iter().map(|r| r.end).collect::<Vec<_>>(), [end, second]);
        assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
    }
}

#[test]
fn spans_are_the_bytes_of_the_file() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "<< /Key#20One (a\\)b) % comment\n/Two<4142> /Three [1 2] >>").finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    let object = document.latest().indirect(id(5)).unwrap().unwrap();
    let text = |range: std::ops::Range<usize>| std::str::from_utf8(&bytes[range]).unwrap();
    let whole = text(object.span.clone().unwrap());
    assert!(whole.starts_with("5 0 obj\n<<") && whole.ends_with(">>\nendobj"), "{whole}");
    let dictionary = object.object.as_dictionary().unwrap();
    assert_eq!(text(dictionary.span().unwrap()).as_bytes(), object.text.as_ref());
    let [one, two, three] = dictionary.entries() else { panic!("three entries") };
    assert_eq!(one.key.as_ref(), b"Key One");
    assert_eq!(text(one.key_span.clone().unwrap()), "/Key#20One");
    assert_eq!(text(one.value_span.clone().unwrap()), "(a\\)b)");
    assert_eq!(text(three.value_span.clone().unwrap()), "[1 2]");
    let string = two.value.as_string().unwrap();
    assert_eq!((string.bytes.as_ref(), string.kind), (&b"AB"[..], StringKind::Hex));
    assert_eq!(text(string.span.clone().unwrap()), "<4142>");
}

#[test]
fn reals_keep_their_precision() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "[1234567.891 4294967296.5 123456789.123]").finish_table();
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    let reals = [1_234_567.891, 4_294_967_296.5, 123_456_789.123].map(Object::Real);
    assert_eq!(document.latest().object(id(5)).unwrap(), Some(Object::Array(reals.to_vec())));
}
