//! Every rule on files that keep to it, and every way found to misuse one.

mod annotations;
mod catalog;
mod corpus;
mod data;
mod describe;
mod form;
mod frame;
mod hybrid;
mod own;
mod pages;
mod references;
mod signature;
mod structure;
mod tags;
mod timestamps;

use super::rule::What;
use super::{ChangeClass, RevisionChanges, Rule, Unexpected, changes};
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::pdf_maker::PdfMaker;

/// What each revision after the first changed.
fn all(bytes: &[u8]) -> Vec<RevisionChanges> {
    let limits = Limits::default();
    let document = Document::open(bytes, &limits).unwrap();
    let count = document.revisions().len();
    (1..count).map(|revision| changes(&document, revision, &limits).unwrap()).collect()
}

/// What the last revision changed.
fn last(bytes: &[u8]) -> RevisionChanges {
    all(bytes).pop().unwrap()
}

fn classes(bytes: &[u8]) -> Vec<ChangeClass> {
    all(bytes).iter().map(|changes| changes.class).collect()
}

/// Asserts that the last revision is refused, and for this reason among others.
#[track_caller]
fn assert_refused(maker: &PdfMaker, object: impl Into<Option<u32>>, what: Unexpected) {
    let changes = last(maker.bytes());
    let object = object.into();
    assert_eq!(changes.class, ChangeClass::Unexplained, "{changes:?}");
    let found = changes.unexplained.iter().any(|item| item.object == object && item.what == what);
    assert!(found, "not {what:?} of {object:?}, but {:?}", changes.unexplained);
}

#[track_caller]
fn assert_class(maker: &PdfMaker, class: ChangeClass) {
    let changes = last(maker.bytes());
    assert_eq!((changes.class, changes.unexplained.as_slice()), (class, &[][..]));
}

/// Catalog, page tree and a page with its content, objects 1 to 4, and further objects.
fn document(more: &[(u32, &str)]) -> PdfMaker {
    let mut maker = PdfMaker::new();
    maker
        .object(1, CATALOG)
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>")
        .object(3, PAGE)
        .stream(4, "", b"BT (Hello) Tj ET");
    write(&mut maker, more);
    maker.finish_table();
    maker
}

/// Another revision with these objects; a stream of certificates of nobody is written as `DER`.
fn updated(mut maker: PdfMaker, objects: &[(u32, &str)]) -> PdfMaker {
    write(&mut maker, objects);
    maker.finish_table();
    maker
}

fn write(maker: &mut PdfMaker, objects: &[(u32, &str)]) {
    for (number, value) in objects {
        match value.strip_suffix("DER") {
            Some(entries) => maker.stream(*number, entries, DER),
            None => maker.object(*number, value),
        };
    }
}

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/Lang(vi)>>";

const PAGE: &str = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>";

/// Certificates of nobody.
const DER: &[u8] = b"\x30\x03\x02\x01\x01";
