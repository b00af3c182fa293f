//! The behaviour of the reader as a whole, on files made for it and on those of others.

mod corpus;
mod shapes;

use super::{Document, Object, ObjectId};
use crate::limits::Limits;

fn open(bytes: &[u8]) -> Document<'_> {
    Document::open(bytes, &Limits::default()).unwrap()
}

/// The detail of the error with which opening fails.
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
