//! Pages, and their lists of annotations.

use super::{ChangeClass, Unexpected, assert_class, assert_refused, document, last, updated};
use crate::pdf::pdf_maker::PdfMaker;

const FORM: (u32, &str) =
    (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields[20 0 R]/SigFlags 3>>>>");
const PAGE: (u32, &str) = (3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[20 0 R]>>");
const WIDGET: (u32, &str) =
    (20, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Timestamp1)/F 132/Rect[0 0 0 0]/P 3 0 R/V 21 0 R>>");
const VALUE: (u32, &str) = (
    21,
    "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/Contents<00>/ByteRange[0 1 2 3]>>",
);
const ALL: [(u32, &str); 4] = [FORM, PAGE, WIDGET, VALUE];

/// A new field with these objects in place of its own, or besides.
fn after(base: PdfMaker, other: &[(u32, &str)]) -> PdfMaker {
    let own = ALL.iter().filter(|(number, _)| other.iter().all(|(other, _)| other != number));
    let objects: Vec<(u32, &str)> = own.chain(other).copied().collect();
    updated(base, &objects)
}

fn page(rest: &str) -> String {
    format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>{rest}>>")
}

#[test]
fn the_rest_of_the_page_stays() {
    for (page, key) in [
        (page("/Annots[20 0 R]/Rotate 90"), "Rotate"),
        (page("/Annots[20 0 R]/AA<<>>"), "AA"),
        ("<</Type/Page/Parent 2 0 R/Contents[4 0 R 4 0 R]/Resources<<>>/Annots[20 0 R]>>".into(), "Contents"),
        ("<</Type/Template/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[20 0 R]>>".into(), "Type"),
    ] {
        assert_refused(&after(document(&[]), &[(3, &page)]), 3, Unexpected::Page { key: key.into() });
    }
    for annotations in ["[20 0 R 20 0 R]", "[21 0 R]", " 20 0 R", "[20 0 R 4 0 R]"] {
        let changes = last(after(document(&[]), &[(3, &page(&format!("/Annots{annotations}")))]).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{annotations}");
    }
    let had = || {
        document(&[(3, &page("/Annots[6 0 R 7 0 R]")), (6, "<</Subtype/Link>>"), (7, "<</Subtype/Link>>")])
    };
    assert_class(&after(had(), &[(3, &page("/Annots[6 0 R 7 0 R 20 0 R]"))]), ChangeClass::DocumentTimestamp);
    for annotations in ["[6 0 R 20 0 R]", "[7 0 R 6 0 R 20 0 R]", "[20 0 R]", "[20 0 R 6 0 R 7 0 R]"] {
        let page = page(&format!("/Annots{annotations}"));
        assert_refused(&after(had(), &[(3, &page)]), 3, Unexpected::Annotations);
    }
    // Two pages.
    let second = "<</Type/Page/Parent 2 0 R>>";
    let base = || document(&[(5, second)]);
    let both = after(base(), &[(5, "<</Type/Page/Parent 2 0 R/Annots[20 0 R]>>")]);
    assert_refused(&both, 20, Unexpected::Annotation { key: "Subtype".into() });
    // The widget says that it is on another page.
    let elsewhere = after(base(), &[(20, &WIDGET.1.replace("/P 3 0 R", "/P 5 0 R"))]);
    assert_refused(&elsewhere, 3, Unexpected::Annotations);
}

#[test]
fn a_page_may_tell_its_date_and_the_order_of_the_keyboard() {
    for good in ["/LastModified(D:2026)", "/Tabs/S", "/Tabs/W/LastModified<00>"] {
        let page = page(&format!("/Annots[20 0 R]{good}"));
        assert_class(&after(document(&[]), &[(3, &page)]), ChangeClass::DocumentTimestamp);
    }
    for (bad, key) in [
        ("/LastModified 4 0 R", "LastModified"),
        ("/Tabs/X", "Tabs"),
        ("/Tabs 4 0 R", "Tabs"),
        ("/StructParents 1", "StructParents"),
        ("/Metadata 4 0 R", "Metadata"),
        ("/PieceInfo<<>>", "PieceInfo"),
        ("/Group<<>>", "Group"),
        ("/CropBox[0 0 1 1]", "CropBox"),
    ] {
        let page = page(&format!("/Annots[20 0 R]{bad}"));
        let key = key.into();
        assert_refused(&after(document(&[]), &[(3, &page)]), 3, Unexpected::Page { key });
    }
    let told = document(&[(3, &page("/Tabs/R"))]);
    let other = page("/Annots[20 0 R]/Tabs/S");
    assert_refused(&after(told, &[(3, &other)]), 3, Unexpected::Page { key: "Tabs".into() });
}

#[test]
fn a_list_may_become_an_object_of_its_own_and_be_written_in_place_again() {
    let base = || document(&[(3, &page("/Annots[6 0 R]")), (6, "<</Subtype/Link>>")]);
    let own = page("/Annots 22 0 R");
    assert_class(&after(base(), &[(3, &own), (22, "[6 0 R 20 0 R]")]), ChangeClass::DocumentTimestamp);
    assert_refused(&after(base(), &[(3, &own), (22, "[20 0 R]")]), 3, Unexpected::Annotations);
    assert_refused(&after(base(), &[(3, &page("/Annots 6 0 R"))]), 3, Unexpected::Annotations);
    let listed = || document(&[(3, &page("/Annots 7 0 R")), (6, "<</Subtype/Link>>"), (7, "[6 0 R]")]);
    let direct = page("/Annots[6 0 R 20 0 R]");
    assert_class(&after(listed(), &[(3, &direct)]), ChangeClass::DocumentTimestamp);
    assert_class(&after(listed(), &[(3, &own), (22, "[6 0 R 20 0 R]")]), ChangeClass::DocumentTimestamp);
    // A list of before that another page has.
    let two = document(&[(5, "<</Type/Page/Parent 2 0 R/Annots 7 0 R>>"), (7, "[]")]);
    let shared = after(two, &[(3, &page("/Annots 7 0 R")), (7, "[20 0 R]")]);
    assert_refused(&shared, 3, Unexpected::Annotations);
}
