//! References that an update would bring to life, and objects that serve two masters.

use super::{ChangeClass, DER, Unexpected, assert_class, assert_refused, document, updated};
use crate::pdf::pdf_maker::{Entry, PdfMaker};

const STORE: [(u32, &str); 3] =
    [(1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R>>"), (10, "<</Certs[11 0 R]>>"), (11, "DER")];

/// The document with this page, and a store appended as objects 10 and 11.
fn after(page: &str) -> PdfMaker {
    updated(document(&[(3, page)]), &STORE)
}

#[test]
fn a_reference_that_led_nowhere_leads_nowhere_still() {
    let page = |contents: &str| format!("<</Type/Page/Parent 2 0 R/Contents {contents}/Resources<<>>>>");
    for contents in [
        "11 0 R",
        "[4 0 R 11 0 R]",
        "[4 0 R  11\n0\tR]",
        "[4 0 R 0011 0 R]",
        "[4 0 R +11 0 R]",
        "[4 0 R 11%comment\n0%R\nR]",
        "[4 0 R 11 00 R]",
        "[4 0 R 11 5 R]",
        "<</X<</Y[11 0 R]>>>>",
    ] {
        assert_refused(&after(&page(contents)), 11, Unexpected::Shared { by: 3 });
    }
    let far = format!("[4 0 R 11{}0 R]", " ".repeat(3000));
    assert_refused(&after(&page(&far)), 11, Unexpected::Shared { by: 3 });
    let commented = format!("[4 0 R 11 %{}\n0 R]", "x".repeat(3000));
    assert_refused(&after(&page(&commented)), 11, Unexpected::Shared { by: 3 });
    // Nothing of the kind.
    for contents in
        ["[4 0 R 111 0 R]", "[4 0 R 1 0 R]", "[4 0 R 211 0 R]", "(11 0 R)", "[/A#2011 0 0]", "<11>"]
    {
        assert_class(&after(&page(contents)), ChangeClass::ValidationData);
    }
}

#[test]
fn references_in_object_streams_and_large_numbers_are_found() {
    for (number, refers, shared) in [
        (20, "20 0 R", true),
        (1234, "1234 0 R", true),
        (1234, "1235 0 R", false),
        (1234, "[12340 0 R]", false),
    ] {
        let mut maker = PdfMaker::new();
        let page = format!("<</Type/Page/Parent 2 0 R/Contents {refers}>>");
        maker
            .object_stream(5, &[(1, super::CATALOG), (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"), (3, &page)])
            .finish_stream(6);
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS<</Certs[{number} 0 R]>>>>");
        maker.object(1, catalog).stream(number, "", DER).finish_stream(7);
        if shared {
            assert_refused(&maker, number, Unexpected::Shared { by: 3 });
        } else {
            assert_class(&maker, ChangeClass::ValidationData);
        }
    }
}

#[test]
fn the_cross_reference_stream_is_nobodys_content() {
    let page = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 12 0 R]>>";
    let mut maker = document(&[(3, page)]);
    super::write(&mut maker, &STORE);
    maker.finish_stream(12);
    assert_refused(&maker, 12, Unexpected::Shared { by: 3 });
}

#[test]
fn what_the_store_shares_with_a_page_cannot_grow() {
    // The list of certificates is the page's content as well.
    let page = "<</Type/Page/Parent 2 0 R/Contents 12 0 R>>";
    let base = document(&[
        (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R>>"),
        (3, page),
        (10, "<</Certs 12 0 R>>"),
        (11, "DER"),
        (12, "[11 0 R]"),
    ]);
    let grown = updated(base.clone(), &[(12, "[11 0 R 13 0 R]"), (13, "DER")]);
    assert_refused(&grown, 12, Unexpected::Shared { by: 3 });
    // A certificate is.
    let swapped = updated(base, &[(10, "<</Certs[11 0 R 13 0 R]>>"), (13, "DER")]);
    assert_class(&swapped, ChangeClass::ValidationData);
    // The catalog refers to the store below another key.
    let catalog = "<</Type/Catalog/Pages 2 0 R/DSS 10 0 R/OpenAction 10 0 R>>";
    let base = document(&[(1, catalog), (10, "<</Certs[11 0 R]>>"), (11, "DER")]);
    assert_refused(
        &updated(base, &[(10, "<</Certs[11 0 R]/CRLs[11 0 R]>>")]),
        10,
        Unexpected::Shared { by: 1 },
    );
}

#[test]
fn an_object_that_cannot_be_read_might_refer_to_anything() {
    let mut maker = document(&[]);
    maker.object(5, "<</Contents 11 0 R/Broken").finish_table();
    assert_refused(&updated(maker, &STORE), 11, Unexpected::Shared { by: 5 });
    // But not to what stands nowhere in the file.
    let mut maker = document(&[]);
    maker.object(5, "<</Contents 12 0 R/Broken").finish_table();
    assert_class(&updated(maker, &STORE), ChangeClass::ValidationData);
}

#[test]
fn what_nobody_can_see_any_more_may_refer_to_anything() {
    let replaced = updated(document(&[(5, "[11 0 R]")]), &[(5, "[]")]);
    assert_class(&updated(replaced, &STORE), ChangeClass::ValidationData);
}

#[test]
fn the_trailer_refers_to_no_part_of_the_store() {
    let mut maker = document(&[]);
    maker.trailer("/Root 1 0 R/Own 11 0 R").object(5, "1").finish_table();
    assert_refused(&updated(maker, &STORE), 11, Unexpected::Shared { by: 0 });
}

#[test]
fn an_object_inside_of_another_is_not_overlooked() {
    // A page that stands in a string, in the data and in a comment of the store that was there before.
    let page = "3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 13 0 R>>\nendobj\n";
    let string = format!("<</Type/VRI/TU({page})>>");
    let comment = format!("<</Type/VRI %{}\n/Cert[11 0 R]>>", page.replace('\n', " "));
    for (object, at) in [(12, &string), (12, &comment)] {
        for renewed in [false, true] {
            let mut maker = document(&[]);
            let key = "37E8639579D2B652A64AB624A22D3823AC6FA4F1";
            super::write(
                &mut maker,
                &[
                    (1, "<</Type/Catalog/Pages 2 0 R/DSS 10 0 R>>"),
                    (10, &format!("<</VRI<</{key} 12 0 R>>/Certs[11 0 R]>>")),
                    (11, "DER"),
                ],
            );
            let start = maker.position() + format!("{object} 0 obj\n").len();
            maker.object(object, at);
            maker.entry(3, Entry::At(start + at.find("3 0 obj").unwrap(), 0)).finish_table();
            if renewed {
                maker.object(12, "<</Cert[11 0 R]>>").finish_table();
            }
            let grown = updated(maker, &[(12, "<</Cert[11 0 R 13 0 R]>>"), (13, "DER")]);
            assert_refused(&grown, 13, Unexpected::Shared { by: 3 });
        }
    }
    let mut maker = document(&[]);
    super::write(&mut maker, &STORE[..2]);
    let data = page.as_bytes();
    let at = maker.position() + format!("11 0 obj\n<<  /Length {} >>\nstream\n", data.len()).len();
    maker.stream(11, "", data).entry(3, Entry::At(at, 0)).finish_table();
    let grown = updated(maker, &[(10, "<</Certs[11 0 R 13 0 R]>>"), (13, "DER")]);
    assert_refused(&grown, 13, Unexpected::Shared { by: 3 });
}

#[test]
fn an_object_in_an_object_stream_that_cannot_be_read_might_refer_to_anything() {
    let mut maker = document(&[]);
    maker.object_stream(5, &[(6, "<</X 11 0 R/Broken"), (7, "1")]).finish_stream(8);
    assert_refused(&updated(maker, &STORE), 11, Unexpected::Shared { by: 6 });
}
