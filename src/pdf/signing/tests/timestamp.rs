//! The update for a document timestamp.

use super::super::{
    Coverage, SignatureDictionary, open_for_update, plan_timestamp, signatures, timestamp_update,
};
use super::{files, with_catalog};
use crate::crypto::{DigestAlgorithm, digest};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pdf::Document;

/// The file with a placeholder for a document timestamp.
fn prepared(file: &[u8], password: Option<&str>) -> crate::Result<Vec<u8>> {
    let limits = Limits::default();
    let (document, security) = open_for_update(file, password, &limits)?;
    let plan = plan_timestamp(&document, security.as_ref(), &limits)?;
    let update = timestamp_update(&document, security.as_ref(), &plan, 100, &limits)?;
    let whole = [file, &update.with_contents(b"a token")?].concat();
    let gap = file.len() + update.gap.start..file.len() + update.gap.end;
    let covered = [&whole[..gap.start], &whole[gap.end..]].concat();
    assert_eq!(update.digest(file, DigestAlgorithm::Sha256)?, digest(DigestAlgorithm::Sha256, &covered));
    Ok(whole)
}

#[test]
fn a_document_timestamp_is_found_in_files_of_every_build() {
    let limits = Limits::default();
    for (name, file, password) in files() {
        let once = prepared(&file, password).unwrap();
        let twice = prepared(&once, password).unwrap();
        let (document, _) = open_for_update(&twice, password, &limits).unwrap();
        let found = signatures(&document, &limits).unwrap();
        let names: Vec<&str> = found.iter().map(|found| found.field.name.as_str()).collect();
        assert_eq!(names.len(), 2, "{name}");
        let last = document.revisions().len() - 1;
        for (found, revision) in found.iter().zip([last - 1, last]) {
            let read = SignatureDictionary::read(&document, found).unwrap();
            assert!(read.is_document_timestamp(), "{name}");
            assert_eq!(read.sub_filter.as_deref(), Some("ETSI.RFC3161"), "{name}");
            assert_eq!(read.faults, [], "{name}");
            assert_eq!(read.coverage, Coverage::Revision(revision), "{name}");
            assert!(read.contents.starts_with(b"a token\0"), "{name}");
            assert_eq!((read.claimed_time, read.name, read.certification), (None, None, None), "{name}");
        }
        // The extension is written once; PDF 2.0 needs none.
        let extensions = memchr::memmem::find_iter(&twice, b"/ExtensionLevel 5").count();
        let (catalogs, needed) = (memchr::memmem::find_iter(&twice, b"/AcroForm").count(), name != "two");
        assert_eq!(extensions > 0, needed, "{name}: {catalogs}");
    }
}

#[test]
fn its_field_has_a_name_that_is_free() {
    let form = "/AcroForm << /Fields [8 0 R 9 0 R] >>";
    let field = |name| format!("<< /FT /Tx /T ({name}) >>");
    let file = with_catalog(form, &[(8, &field("Timestamp1")), (9, &field("Timestamp2"))]);
    let whole = prepared(&file, None).unwrap();
    let document = Document::open(&whole, &Limits::default()).unwrap();
    let found = signatures(&document, &Limits::default()).unwrap();
    assert_eq!(found[0].field.name, "Timestamp3");
}

#[test]
fn the_permissions_of_an_encrypted_document_can_forbid_it() {
    let file = include_bytes!("../../../../testdata/documents/aes-256-no-forms.pdf");
    let refused = prepared(file, Some("reader")).map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::SigningForbidden));
    assert!(prepared(file, Some("owner")).is_ok());
}

#[test]
fn what_is_added_is_explained_in_files_of_every_build() {
    use super::super::{ChangeClass, changes_of};
    use super::{entry, stored};
    let limits = Limits::default();
    let key = "0123456789ABCDEF0123456789ABCDEF01234567";
    for (name, file, password) in files() {
        let more = stored(&file, password, &[entry(key, &[&[0x30, 0]], &[&[0x30, 0]], &[])]).unwrap();
        let whole = prepared(&more, password).unwrap();
        let (document, _) = open_for_update(&whole, password, &limits).unwrap();
        let last = document.revisions().len() - 1;
        let changes = changes_of(&document, last - 1..last + 1, &limits).unwrap();
        assert!(changes.iter().all(|changes| changes.unexplained.is_empty()), "{name}");
        let found: Vec<ChangeClass> = changes.iter().map(|changes| changes.class).collect();
        assert_eq!(found, [ChangeClass::ValidationData, ChangeClass::DocumentTimestamp], "{name}");
    }
}
