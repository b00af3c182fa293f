//! The structure tree of tagged documents, to which new widgets are added.

use super::{ChangeClass, Unexpected, assert_class, document, last, updated};
use crate::pdf::pdf_maker::PdfMaker;

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 10 0 R>>";
const WITH_FORM: &str =
    "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 10 0 R/AcroForm<</Fields[20 0 R]/SigFlags 3>>>>";
const ROOT: &str = "<</Type/StructTreeRoot/K 11 0 R/ParentTree 12 0 R/ParentTreeNextKey 1>>";
const DOCUMENT: &str = "<</Type/StructElem/S/Document/P 10 0 R/K[13 0 R]>>";
const TREE: &str = "<</Nums[0[13 0 R]]>>";

fn tagged() -> PdfMaker {
    document(&[
        (1, CATALOG),
        (10, ROOT),
        (11, DOCUMENT),
        (12, TREE),
        (13, "<</Type/StructElem/S/P/P 11 0 R/K 0/Pg 3 0 R>>"),
    ])
}

const GROWN: [(u32, &str); 8] = [
    (1, WITH_FORM),
    (3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[20 0 R]>>"),
    (20, "<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/F 132/Rect[0 0 0 0]/P 3 0 R/V 21 0 R/StructParent 1>>"),
    (
        21,
        "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/Contents<00>/ByteRange[0 1 2 3]>>",
    ),
    (10, "<</Type/StructTreeRoot/K 11 0 R/ParentTree 12 0 R/ParentTreeNextKey 2>>"),
    (11, "<</Type/StructElem/S/Document/P 10 0 R/K[13 0 R 22 0 R]>>"),
    (12, "<</Nums[0[13 0 R]1 22 0 R]>>"),
    (22, "<</Type/StructElem/S/Form/P 11 0 R/Pg 3 0 R/K<</Type/OBJR/Pg 3 0 R/Obj 20 0 R>>>>"),
];

/// The new widget in the tree, with this in place of one of its objects.
fn with(number: u32, value: &str) -> PdfMaker {
    let other = |own: u32, object| if own == number { value } else { object };
    let objects: Vec<(u32, &str)> = GROWN.iter().map(|(own, object)| (*own, other(*own, object))).collect();
    updated(tagged(), &objects)
}

#[test]
fn a_new_widget_has_its_place_in_the_tree() {
    assert_class(&with(0, ""), ChangeClass::DocumentTimestamp);
    assert_class(
        &with(22, &GROWN[7].1.replace("/K<<", "/Alt(signature)/K[<<").replace(">>>>", ">>]>>")),
        ChangeClass::DocumentTimestamp,
    );
    // A child of the root, in a tree that is a part of it.
    let root = "<</Type/StructTreeRoot/K[11 0 R]/ParentTree<</Nums[0[13 0 R]]>>>>";
    let base = document(&[(1, CATALOG), (10, root), (11, DOCUMENT), (13, "<</S/P/P 11 0 R>>")]);
    let grown = "<</Type/StructTreeRoot/K[11 0 R 22 0 R]/ParentTree<</Nums[0[13 0 R]1 22 0 R]>>>>";
    let element = GROWN[7].1.replace("/P 11 0 R", "/P 10 0 R");
    let objects = [GROWN[0], GROWN[1], GROWN[2], GROWN[3], (10, grown), (22, element.as_str())];
    assert_class(&updated(base, &objects), ChangeClass::DocumentTimestamp);
}

#[test]
fn the_rest_of_the_tree_stays() {
    for (number, value) in [
        (10, "<</Type/StructTreeRoot/K 13 0 R/ParentTree 12 0 R/ParentTreeNextKey 2>>"),
        (10, "<</Type/StructTreeRoot/K 11 0 R/ParentTree 11 0 R/ParentTreeNextKey 2>>"),
        (10, "<</Type/StructTreeRoot/K 11 0 R/ParentTree 12 0 R/ParentTreeNextKey 1>>/Own 1"),
        (
            10,
            "<</Type/StructTreeRoot/K 11 0 R/ParentTree 12 0 R/ParentTreeNextKey 2/RoleMap<</P/Artifact>>>>",
        ),
        (10, "<</Type/StructTreeRoot/K 11 0 R/ParentTree 12 0 R/ParentTreeNextKey 0>>"),
        (11, "<</Type/StructElem/S/Document/P 10 0 R/K[22 0 R 13 0 R]>>"),
        (11, "<</Type/StructElem/S/Document/P 10 0 R/K[22 0 R]>>"),
        (11, "<</Type/StructElem/S/Document/P 10 0 R/K[13 0 R 22 0 R 22 0 R]>>"),
        (11, "<</Type/StructElem/S/Document/P 10 0 R/K[13 0 R 22 0 R 4 0 R]>>"),
        (11, "<</Type/StructElem/S/Document/P 10 0 R/K[13 0 R 22 0 R]/ActualText(other)>>"),
        (11, "<</Type/StructElem/S/Document/P 10 0 R/K[13 0 R]/Lang(x)>>"),
        (12, "<</Nums[0[22 0 R]1 22 0 R]>>"),
        (12, "<</Nums[0[13 0 R]0 22 0 R]>>"),
        (12, "<</Nums[0[13 0 R]2 22 0 R]>>"),
        (12, "<</Nums[0[13 0 R]1 13 0 R]>>"),
        (12, "<</Nums[0[13 0 R]]/Kids[22 0 R]>>"),
        (22, "<</Type/StructElem/S/P/P 11 0 R/Pg 3 0 R/K<</Type/OBJR/Pg 3 0 R/Obj 20 0 R>>>>"),
        (22, "<</Type/StructElem/S/Form/P 11 0 R/Pg 3 0 R/K<</Type/OBJR/Pg 3 0 R/Obj 13 0 R>>>>"),
        (22, "<</Type/StructElem/S/Form/P 11 0 R/Pg 3 0 R/K<</Type/MCR/Pg 3 0 R/MCID 0>>>>"),
        (22, "<</Type/StructElem/S/Form/P 11 0 R/K<</Type/OBJR/Obj 20 0 R>>/ActualText(x)>>"),
        (22, "<</Type/StructElem/S/Form/P 11 0 R/K<</Type/OBJR/Obj 20 0 R>>/A 4 0 R>>"),
        (22, "<</Type/StructElem/S/Form/P 11 0 R/K<</Type/OBJR/Obj 20 0 R>>/AF[4 0 R]>>"),
        (22, "<</Type/StructElem/S/Form/P 13 0 R/K<</Type/OBJR/Obj 20 0 R>>>>"),
        (22, "<</Type/StructElem/S/Form/P 22 0 R/K<</Type/OBJR/Obj 20 0 R>>>>"),
    ] {
        assert_eq!(last(with(number, value).bytes()).class, ChangeClass::Unexplained, "{number}: {value}");
    }
    // No new widget at all.
    let grown: Vec<(u32, &str)> = GROWN.iter().skip(4).copied().collect();
    assert_eq!(last(updated(tagged(), &grown).bytes()).class, ChangeClass::Unexplained);
    // The list of keys is that of the page labels as well.
    let mut base = tagged();
    base.object(1, CATALOG.replace("/Pages", "/PageLabels 12 0 R/Pages")).finish_table();
    let catalog = WITH_FORM.replace("/Pages", "/PageLabels 12 0 R/Pages");
    let objects: Vec<(u32, &str)> =
        [(1, catalog.as_str())].into_iter().chain(GROWN.iter().skip(1).copied()).collect();
    let shared = last(updated(base, &objects).bytes()).unexplained;
    assert!(shared.iter().any(|item| item.what == Unexpected::Shared { by: 1 }), "{shared:?}");
}
