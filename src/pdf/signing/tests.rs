//! What updates add besides signatures, in files of every build.

mod merging;
mod permission;
mod store;
mod timestamp;

use super::{Dss, StoreEntry, dss, open_for_update, store_update};
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::pdf_maker::{self, PdfMaker, hello};

/// Files without a signature, and the password of each.
fn files() -> Vec<(&'static str, Vec<u8>, Option<&'static str>)> {
    macro_rules! committed {
        ($name:literal) => {
            include_bytes!(concat!("../../../testdata/documents/", $name, ".pdf")).to_vec()
        };
    }
    let old = b"%PDF-1.4 is older";
    let mut two = pdf_maker::classic();
    two[..old.len().min(8)].copy_from_slice(b"%PDF-2.0");
    vec![
        ("classic", pdf_maker::classic(), None),
        ("two", two, None),
        ("modern", pdf_maker::modern(), None),
        ("hybrid", pdf_maker::hybrid(), None),
        ("linearized", pdf_maker::linearized(), None),
        ("updated", pdf_maker::revisions(3), None),
        ("qpdf classic", committed!("classic"), None),
        ("qpdf streams", committed!("streams"), None),
        ("qpdf linearized", committed!("linearized"), None),
        ("qpdf linearized streams", committed!("linearized-streams"), None),
        ("rc4-40", committed!("rc4-40"), Some("owner")),
        ("rc4-128", committed!("rc4-128"), Some("reader")),
        ("aes-128", committed!("aes-128"), Some("reader")),
        ("aes-128-streams", committed!("aes-128-streams"), Some("reader")),
        ("aes-128-cleartext-metadata", committed!("aes-128-cleartext-metadata"), Some("reader")),
        ("aes-256-r5", committed!("aes-256-r5"), Some("reader")),
        ("aes-256", committed!("aes-256"), Some("owner")),
        ("aes-256-open-streams", committed!("aes-256-open-streams"), None),
        ("aes-256-linearized", committed!("aes-256-linearized"), Some("reader")),
    ]
}

/// The file with the update behind it; `None` if nothing was to be added.
fn stored(file: &[u8], password: Option<&str>, entries: &[StoreEntry<'_>]) -> Option<Vec<u8>> {
    let (document, security) = open_for_update(file, password, &Limits::default()).unwrap();
    let update = store_update(&document, security.as_ref(), entries, &Limits::default()).unwrap()?;
    let whole = [file, &update].concat();
    let before = document.anomalies().len();
    let document = Document::open(&whole, &Limits::default()).unwrap();
    assert_eq!(document.anomalies().len(), before, "{:?}", document.anomalies());
    Some(whole)
}

/// The store of the last revision.
fn read(file: &[u8], password: Option<&str>) -> Dss {
    let (document, _) = open_for_update(file, password, &Limits::default()).unwrap();
    dss(&document.latest(), &Limits::default()).unwrap().unwrap()
}

fn entry<'e>(key: &str, certificates: &[&'e [u8]], crls: &[&'e [u8]], ocsps: &[&'e [u8]]) -> StoreEntry<'e> {
    StoreEntry {
        key: Some(key.to_owned()),
        certificates: certificates.to_vec(),
        crls: crls.to_vec(),
        ocsps: ocsps.to_vec(),
    }
}

/// The decoded streams of a list.
fn bytes(list: &[dss::StoredObject]) -> Vec<&[u8]> {
    list.iter().map(|stored| stored.bytes.as_ref()).collect()
}

/// A file whose catalog has these entries besides, and these further objects.
fn with_catalog(entries: &str, objects: &[(u32, &str)]) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(1, format!("<< /Type /Catalog /Pages 2 0 R {entries} >>"));
    for (number, object) in objects {
        match object.strip_prefix("stream ") {
            Some(data) => maker.stream(*number, "", data.as_bytes()),
            None => maker.object(*number, object),
        };
    }
    maker.finish_table();
    maker.into_bytes()
}
