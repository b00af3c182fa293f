//! The words for what no rule explains.

use super::super::rule::Subject;
use super::{document, last, updated};
use crate::pdf::pdf_maker::PdfMaker;

/// Two pages, a form, and one of everything.
fn base() -> PdfMaker {
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm 20 0 R/Names<</EmbeddedFiles<</Names[(a) 30 0 R]>>\
        /JavaScript<</Names[(b) 31 0 R]>>/Dests 32 0 R>>/Outlines 33 0 R/OpenAction 34 0 R/StructTreeRoot 35 0 R\
        /OCProperties 36 0 R/Metadata 37 0 R/DSS 38 0 R>>";
    let resources = "<</Font<</F1 11 0 R>>/XObject<</I 12 0 R/X 13 0 R>>/ExtGState<</G 15 0 R>>>>";
    let page = format!(
        "<</Type/Page/Parent 2 0 R/Contents[7 0 R 8 0 R]/Resources{resources}/Annots[16 0 R 22 0 R]>>"
    );
    document(&[
        (1, catalog),
        (2, "<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2/MediaBox[0 0 595 842]>>"),
        (5, "<</Type/Pages/Kids[6 0 R]/Count 1/Parent 2 0 R>>"),
        (6, &page),
        (7, "(one)"),
        (8, "(two)"),
        (11, "<</Type/Font/FontDescriptor 14 0 R>>"),
        (12, "<</Subtype/Image>>"),
        (13, "<</Subtype/Form/Resources<</Font<</F2 18 0 R>>>>>>"),
        (14, "<</FontFile 19 0 R>>"),
        (15, "<<>>"),
        (16, "<</Subtype/FreeText/Rect[0 0 9 9]/AP<</N 17 0 R>>>>"),
        (17, "(drawn)"),
        (18, "<<>>"),
        (19, "(program)"),
        (20, "<</Fields[21 0 R]/DR<</Font<</H 25 0 R>>>>>>"),
        (21, "<</T(payment)/FT/Tx/Kids[22 0 R 23 0 R]>>"),
        (22, "<</T(amount)/Subtype/Widget/Rect[0 0 9 9]/AP<</N 24 0 R>>>>"),
        (23, "<</T(signed)/FT/Sig/V 26 0 R>>"),
        (24, "(appearance)"),
        (25, "<<>>"),
        (26, "<<>>"),
        (30, "<</F(a)>>"),
        (31, "<</S/JavaScript/JS(1)>>"),
        (32, "<<>>"),
        (33, "<</First 39 0 R>>"),
        (34, "<</S/GoTo>>"),
        (35, "<</K 40 0 R>>"),
        (36, "<</OCGs[]>>"),
        (37, "(xmp)"),
        (38, "<<>>"),
        (39, "<</Title(t)/Parent 33 0 R>>"),
        (40, "<</S/P/Pg 6 0 R>>"),
        (41, "(found nowhere)"),
    ])
}

fn subject(maker: &PdfMaker, object: u32) -> (Subject, Option<usize>) {
    let changes = last(maker.bytes());
    let item = changes.unexplained.iter().find(|item| item.object == Some(object)).unwrap();
    (item.subject.clone(), item.page)
}

#[test]
fn each_object_has_a_name_that_a_clerk_knows() {
    let field = |name: &str| Subject::Field { name: name.into() };
    for (object, expected, page) in [
        (2, Subject::PageTree, None),
        (3, Subject::Page, Some(1)),
        (4, Subject::PageContent, Some(1)),
        (5, Subject::PageTree, None),
        (6, Subject::Page, Some(2)),
        (7, Subject::PageContent, Some(2)),
        (8, Subject::PageContent, Some(2)),
        (11, Subject::Font, Some(2)),
        (12, Subject::Image, Some(2)),
        (13, Subject::Drawing, Some(2)),
        (14, Subject::Font, Some(2)),
        (15, Subject::Resource, Some(2)),
        (16, Subject::Annotation { subtype: "FreeText".into() }, Some(2)),
        (17, Subject::Annotation { subtype: "FreeText".into() }, Some(2)),
        (18, Subject::Font, Some(2)),
        (19, Subject::Font, Some(2)),
        (20, Subject::Form, None),
        (21, field("payment"), None),
        (22, field("payment.amount"), Some(2)),
        (24, field("payment.amount"), None),
        (25, Subject::Font, None),
        (26, Subject::Signature, None),
        (30, Subject::EmbeddedFile, None),
        (31, Subject::Action, None),
        (32, Subject::Navigation, None),
        (33, Subject::Navigation, None),
        (34, Subject::Action, None),
        (35, Subject::StructureTree, None),
        (36, Subject::OptionalContent, None),
        (37, Subject::Metadata, None),
        (38, Subject::ValidationData, None),
        (39, Subject::Navigation, None),
        (40, Subject::StructureTree, None),
        (41, Subject::Unknown, None),
    ] {
        // Together with a page that no rule explains, and taken for another object of the file.
        let maker = updated(base(), &[(object, "(replaced)"), (41, "(too)")]);
        let (found, at) = subject(&maker, object);
        assert_eq!((found, at), (expected, page), "object {object}");
        let mut freed = base();
        freed.free(object).finish_table();
        assert_eq!(subject(&freed, object).0, subject(&maker, object).0, "object {object}");
    }
}

#[test]
fn what_is_new_is_named_by_where_it_is_now() {
    let page = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 50 0 R]/Resources<<>>>>";
    let maker = updated(base(), &[(3, page), (50, "(more)"), (51, "<</S/Launch/F(x)>>"), (52, "1")]);
    assert_eq!(subject(&maker, 50), (Subject::PageContent, Some(1)));
    assert_eq!(subject(&maker, 51), (Subject::Action, None));
    assert_eq!(subject(&maker, 52), (Subject::Unknown, None));
    assert_eq!(subject(&maker, 3).1, Some(1));
}

#[test]
fn bytes_between_objects_belong_to_the_structure() {
    let mut maker = base();
    maker.raw("x 1 ").object(4, "1").finish_table();
    let changes = last(maker.bytes());
    let stray = changes.unexplained.iter().find(|item| item.object.is_none()).unwrap();
    assert_eq!(stray.subject, Subject::Structure);
}

#[test]
fn a_page_tree_in_a_ring_is_walked_once() {
    let mut maker = document(&[(2, "<</Type/Pages/Kids[3 0 R 2 0 R 2 0 R]/Count 1>>"), (9, "1")]);
    maker.object(9, "2").finish_table();
    assert_eq!(subject(&maker, 9), (Subject::Unknown, None));
}
