//! The behaviour of the reader as a whole, on files made for it and on those of others.

mod bombs;
mod corpus;
mod encryption;
mod mutation;
mod object_streams;
mod objects;
mod sections;
mod shapes;
mod structure;

use super::{Document, Object, ObjectId, View};
use crate::limits::Limits;

fn open(bytes: &[u8]) -> Document<'_> {
    Document::open(bytes, &Limits::default()).unwrap()
}

/// The error with which opening fails.
fn refusal(bytes: &[u8]) -> String {
    match Document::open(bytes, &Limits::default()) {
        Ok(document) => panic!("opened: {:?}", document.anomalies()),
        Err(error) => error.to_string(),
    }
}

fn id(number: u32) -> ObjectId {
    ObjectId { number, generation: 0 }
}

/// The bytes of the string that is object `number` in a revision.
fn string(document: &Document<'_>, revision: usize, number: u32) -> String {
    match document.view(revision).object(id(number)).unwrap() {
        Some(Object::String(string)) => String::from_utf8_lossy(&string.bytes).into_owned(),
        other => panic!("{other:?}"),
    }
}

/// Why object `number` of the file as it is cannot be read.
fn problem(bytes: &[u8], number: u32) -> String {
    match open(bytes).latest().indirect(id(number)) {
        Ok(object) => panic!("{object:?}"),
        Err(error) => error.to_string(),
    }
}

/// Walks from the catalog to the content of the first page.
fn page_content(document: &Document<'_>) -> String {
    let view = document.latest();
    let catalog = view.catalog().unwrap();
    let pages = view.value(&catalog, b"Pages").unwrap();
    let kids = view.value(pages.as_dictionary().unwrap(), b"Kids").unwrap();
    let page = view.resolve(&kids.as_array().unwrap()[0]).unwrap();
    let content = view.value(page.as_dictionary().unwrap(), b"Contents").unwrap();
    String::from_utf8(view.decoded(content.as_stream().unwrap()).unwrap().into_owned()).unwrap()
}

/// The decoded data of the stream that is object `number`.
fn data(view: &View<'_, '_>, number: u32) -> crate::Result<Vec<u8>> {
    let object = view.object(id(number))?.unwrap();
    Ok(view.decoded(object.as_stream().unwrap())?.into_owned())
}

/// Puts other bytes into the place of the only occurrence of `from`.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = memchr::memmem::find(bytes, from).unwrap();
    assert_eq!(
        memchr::memmem::rfind(bytes, from),
        Some(at),
        "{} occurs twice",
        String::from_utf8_lossy(from)
    );
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// Does something that must not take long, even where the machine is slow and the build unoptimised.
#[expect(clippy::disallowed_methods, reason = "a test that measures time")]
pub(super) fn quickly<T>(work: impl FnOnce() -> T) -> T {
    let start = std::time::Instant::now();
    let result = work();
    assert!(start.elapsed().as_secs() < 10, "took {:?}", start.elapsed());
    result
}
