//! Updates for two kinds of readers: a table, and a cross-reference stream beside it.

use super::{CATALOG, ChangeClass, PAGE, Unexpected, assert_class, assert_refused, document};
use crate::pdf::pdf_maker::PdfMaker;

const CATALOG_WITH_STORE: &str = "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R>>";

fn with_store() -> PdfMaker {
    let mut maker = document(&[]);
    super::write(&mut maker, &[(1, CATALOG_WITH_STORE), (10, "<</Certs[11 0 R]>>"), (11, "DER")]);
    maker
}

#[test]
fn both_readers_may_see_the_same() {
    let mut maker = with_store();
    maker.finish_hybrid(12, &[]);
    assert_class(&maker, ChangeClass::ValidationData);
}

#[test]
fn validation_data_may_be_hidden_from_readers_that_know_nothing_of_it() {
    let mut maker = with_store();
    maker.finish_hybrid(12, &[11]);
    assert_class(&maker, ChangeClass::ValidationData);
    let mut maker = document(&[]);
    maker.object_stream(13, &[(10, "<</Certs[11 0 R]>>")]);
    super::write(&mut maker, &[(1, CATALOG_WITH_STORE), (11, "DER")]);
    maker.finish_hybrid(12, &[]);
    assert_class(&maker, ChangeClass::ValidationData);
}

#[test]
fn what_was_there_is_hidden_from_nobody() {
    // An identical copy that old readers lose.
    for object in [(1, CATALOG), (3, PAGE)] {
        let mut maker = document(&[]);
        maker.object(object.0, object.1).finish_hybrid(12, &[object.0]);
        assert_refused(&maker, None, Unexpected::SeveralSections);
    }
    let mut maker = document(&[]);
    maker.object_stream(13, &[(3, PAGE)]).finish_hybrid(12, &[]);
    assert_refused(&maker, None, Unexpected::SeveralSections);
}
