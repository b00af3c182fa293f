//! Header, `startxref`, `%%EOF` and what stands around them.

use super::{open, page_content, refusal, replaced, string};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pdf::pdf_maker::{self, PdfMaker, hello};
use crate::pdf::{Anomaly, Document};

/// The classic file with another number after its only `startxref`.
fn with_startxref(number: &str) -> Vec<u8> {
    let bytes = pdf_maker::classic();
    let at = memchr::memmem::rfind(&bytes, b"startxref\n").unwrap() + 10;
    [&bytes[..at], number.as_bytes(), b"\n%%EOF\n"].concat()
}

fn startxref() -> usize {
    open(&pdf_maker::classic()).revisions()[0].startxref
}

#[test]
fn junk_before_the_header_is_counted_or_not_as_the_file_does() {
    for junk in [&b"\xef\xbb\xbf"[..], b"\n", b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"] {
        for from_header in [true, false] {
            let mut maker = PdfMaker::with(junk, from_header, "\n");
            hello(&mut maker).finish_table();
            let first = maker.offset();
            maker.object(5, "(more)").finish_stream(6);
            let bytes = maker.into_bytes();
            let document = open(&bytes);
            let expect = Anomaly::LeadingJunk { length: junk.len(), offsets_from_header: from_header };
            assert_eq!(document.anomalies(), [expect]);
            assert_eq!(document.header().offset, junk.len());
            assert_eq!(document.base(), if from_header { junk.len() } else { 0 });
            assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
            assert_eq!(string(&document, 1, 5), "more");
            assert_eq!(document.revisions()[0].end, first + document.base());
            let newest = document.revisions()[1].startxref + document.base();
            assert!(bytes[newest..].starts_with(b"6 0 obj"), "{}", String::from_utf8_lossy(&bytes[newest..]));
        }
    }
}

#[test]
fn junk_that_lets_two_readers_see_two_documents_is_told() {
    // Counted from byte 0, startxref leads to a section of its own.
    let mut hidden = PdfMaker::new();
    hello(&mut hidden).finish_table();
    let hidden = hidden.into_bytes();
    let table = memchr::memmem::find(&hidden, b"xref\n").unwrap();
    let mut junk = vec![b' '; table];
    junk.extend_from_slice(b"xref\n0 0\ntrailer << /Size 1 /Root 1 0 R >>\n");
    let bytes = [junk, hidden].concat();
    assert_eq!(open(&bytes).anomalies()[0], Anomaly::TwoWaysToCount);
}

#[test]
fn a_header_without_version_is_told_and_a_file_without_header_is_refused() {
    let bytes = replaced(&pdf_maker::classic(), b"%PDF-1.7", b"%PDF-X.Y");
    assert_eq!(open(&bytes).anomalies(), [Anomaly::VersionUnreadable { offset: 0 }]);
    let bytes = replaced(&pdf_maker::classic(), b"%PDF-1.7", b"%PSF-1.7");
    assert_eq!(refusal(&bytes), "unknown format: no %PDF- in the first 1024 bytes");
    let late = [vec![b'\n'; 1100], pdf_maker::classic()].concat();
    assert_eq!(refusal(&late), "unknown format: no %PDF- in the first 1024 bytes");
    let empty = Document::open(b"", &Limits::default()).unwrap_err();
    assert_eq!(empty.kind(), ErrorKind::EmptyInput);
}

#[test]
fn a_startxref_that_is_off_by_a_few_bytes_is_tolerated_and_told() {
    let found = startxref();
    for off in [-30i64, -3, -1, 1, 2, 5, 30] {
        let written = i64::try_from(found).unwrap() + off;
        let bytes = with_startxref(&written.to_string());
        let document = open(&bytes);
        assert_eq!(document.anomalies(), [Anomaly::StartxrefOff { written, found }]);
        assert_eq!(document.revisions()[0].startxref, found);
        assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
    }
}

#[test]
fn a_startxref_that_leads_nowhere_is_refused() {
    let size = pdf_maker::classic().len();
    for number in ["0", "100", &(size + 10).to_string(), "999999999999999999"] {
        let error = refusal(&with_startxref(number));
        assert!(error.contains("a startxref that leads to no cross-reference section"), "{number}: {error}");
    }
    for number in ["", "-5", "z565", "0x10", "99999999999999999999999999"] {
        let error = refusal(&with_startxref(number));
        assert!(error.contains("a startxref without a number"), "{number}: {error}");
    }
    let without = replaced(&pdf_maker::classic(), b"startxref", b"stortxref");
    assert!(refusal(&without).contains("no startxref"));
}

#[test]
fn a_missing_last_line_end_is_nothing_and_a_missing_eof_is_told() {
    let bytes = pdf_maker::classic();
    let cut = &bytes[..bytes.len() - 1];
    let document = open(cut);
    assert_eq!(document.anomalies(), []);
    assert_eq!((document.revisions()[0].eof, document.revisions()[0].end), (cut.len(), cut.len()));
    let cut = &bytes[..bytes.len() - 6];
    let document = open(cut);
    assert_eq!(document.anomalies(), [Anomaly::EofMissing { revision: 0 }]);
    assert_eq!(document.revisions()[0].end, cut.len());
}

#[test]
fn at_most_one_line_end_belongs_to_the_revision() {
    let bytes = pdf_maker::classic();
    let eof = bytes.len() - 1;
    for (tail, end, trailing) in [
        ("", 0, 0),
        ("\r", 1, 0),
        ("\r\n", 2, 0),
        ("\n", 1, 0),
        ("\n\n", 1, 1),
        ("\n\r", 1, 1),
        (" \n", 0, 2),
    ] {
        let bytes = [&bytes[..eof], tail.as_bytes()].concat();
        let document = open(&bytes);
        assert_eq!(document.revisions()[0].end, eof + end, "{tail:?}");
        let expect = Anomaly::TrailingBytes { offset: eof + end, length: trailing, blank: true };
        let expect: Vec<_> = (trailing > 0).then_some(expect).into_iter().collect();
        assert_eq!(document.anomalies(), expect, "{tail:?}");
    }
}

#[test]
fn bytes_that_no_cross_reference_explains_are_told() {
    // Incremental saving attack without a usable cross-reference (variants 2 and 3).
    let bytes = pdf_maker::classic();
    for tail in
        ["2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n", "trailer << /Root 9 0 R >>\n%%EOF\n"]
    {
        let attacked = [&bytes[..], tail.as_bytes()].concat();
        let document = open(&attacked);
        let expect = Anomaly::TrailingBytes { offset: bytes.len(), length: tail.len(), blank: false };
        assert_eq!(document.anomalies(), [expect]);
        assert_eq!(page_content(&document), "BT /F1 12 Tf (Hello) Tj ET");
    }
}

#[test]
fn a_startxref_that_goes_back_to_an_earlier_revision_leaves_the_later_one_unexplained() {
    let bytes = pdf_maker::revisions(1);
    let document = open(&bytes);
    let (first, end) = (document.revisions()[0].startxref, document.revisions()[0].end);
    let attacked = [&bytes[..], format!("startxref\n{first}\n%%EOF\n").as_bytes()].concat();
    let document = open(&attacked);
    assert_eq!(document.revisions().len(), 1);
    let expect = Anomaly::TrailingBytes { offset: end, length: attacked.len() - end, blank: false };
    assert_eq!(document.anomalies(), [expect]);
}

#[test]
fn comments_before_startxref_are_space_and_anything_else_is_told() {
    let bytes = replaced(&pdf_maker::classic(), b"startxref", b"%writer-1.0 startxref 3\nstartxref");
    assert_eq!(open(&bytes).anomalies(), []);
    let bytes = replaced(&pdf_maker::classic(), b"startxref", b"9 0 obj null endobj\nstartxref");
    assert_eq!(open(&bytes).anomalies(), [Anomaly::StartxrefApart { revision: 0 }]);
}

#[test]
fn a_revision_whose_own_startxref_led_elsewhere_is_told() {
    let bytes = pdf_maker::revisions(1);
    let first = open(&bytes).revisions()[0].startxref;
    let (own, zeros) = (format!("startxref\n{first}\n"), "0".repeat(first.to_string().len()));
    let bytes = replaced(&bytes, own.as_bytes(), format!("startxref\n{zeros}\n").as_bytes());
    assert_eq!(open(&bytes).anomalies(), [Anomaly::StartxrefElsewhere { revision: 0, written: Some(0) }]);
}

#[test]
fn a_revision_whose_own_startxref_is_off_by_a_few_bytes_is_told() {
    // A file that was tolerated, and then signed or updated by a program that knows where its section is.
    let bytes = pdf_maker::revisions(1);
    let found = open(&bytes).revisions()[0].startxref;
    let off = format!("startxref\n{}\n", found - 1);
    let bytes = replaced(&bytes, format!("startxref\n{found}\n").as_bytes(), off.as_bytes());
    let written = i64::try_from(found).unwrap() - 1;
    assert_eq!(open(&bytes).anomalies(), [Anomaly::StartxrefOff { written, found }]);
}

#[test]
fn sections_that_end_with_the_same_eof_are_one_revision() {
    let mut maker = PdfMaker::new();
    let first = { hello(&mut maker).object(5, "(old)").offset() };
    maker.table("");
    let newest = { maker.object(5, "(new)").offset() };
    maker.table(&format!("/Prev {first}"));
    maker.end(newest);
    let bytes = maker.into_bytes();
    let document = open(&bytes);
    assert_eq!((document.anomalies(), document.revisions().len()), (&[][..], 1));
    assert_eq!(string(&document, 0, 5), "new");
}
