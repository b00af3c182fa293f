//! Validation data, and what pretends to be some.

use super::{CATALOG, ChangeClass, PAGE, Unexpected, assert_class, assert_refused, document, updated};
use crate::pdf::pdf_maker::PdfMaker;

const WITH_STORE: (u32, &str) = (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R>>");
const KEY: &str = "37E8639579D2B652A64AB624A22D3823AC6FA4F1";

/// A store whose parts are objects of their own, 10 to 15.
fn stored() -> PdfMaker {
    let map = format!("<</{KEY} 13 0 R>>");
    updated(
        document(&[]),
        &[
            WITH_STORE,
            (10, "<</Type/DSS/Certs 11 0 R/VRI 12 0 R/CRLs[15 0 R]>>"),
            (11, "[14 0 R]"),
            (12, &map),
            (13, "<</Type/VRI/Cert[14 0 R]/TU(D:20261120083000Z)/TS 15 0 R>>"),
            (14, "DER"),
            (15, "/Filter/FlateDecode/DecodeParms<</Predictor 1>>DER"),
        ],
    )
}

/// The document with these objects for a store.
fn with(objects: &[(u32, &str)]) -> PdfMaker {
    let all: Vec<(u32, &str)> = [WITH_STORE].iter().chain(objects).copied().collect();
    updated(document(&[]), &all)
}

#[test]
fn a_store_in_parts_or_in_one_piece_is_validation_data() {
    assert_class(&stored(), ChangeClass::ValidationData);
    let direct = format!(
        "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS<</Certs[10 0 R]/VRI<</{KEY}<</Cert[10 0 R]>>>>>>>>"
    );
    assert_class(&updated(document(&[]), &[(1, &direct), (10, "DER")]), ChangeClass::ValidationData);
    let with_length = [(10, "<</Certs[11 0 R]>>"), (12, "5")];
    let mut maker = document(&[]);
    super::write(&mut maker, &[WITH_STORE]);
    super::write(&mut maker, &with_length);
    maker.entry(11, crate::pdf::pdf_maker::Entry::At(maker.position(), 0));
    maker
        .raw("11 0 obj\n<</Length 12 0 R>>\nstream\n")
        .raw(super::DER)
        .raw("\nendstream\nendobj\n")
        .finish_table();
    assert_class(&maker, ChangeClass::ValidationData);
}

#[test]
fn a_store_grows_in_its_own_objects() {
    let grown = updated(stored(), &[(11, "[14 0 R 16 0 R]"), (16, "DER")]);
    assert_class(&grown, ChangeClass::ValidationData);
    let shrunk = updated(stored(), &[(10, "<</Type/DSS/Certs 11 0 R>>")]);
    assert_class(&shrunk, ChangeClass::ValidationData);
    let swapped = updated(stored(), &[(14, "/Filter/FlateDecodeDER")]);
    assert_class(&swapped, ChangeClass::ValidationData);
}

#[test]
fn a_store_that_is_taken_away_is_not_explained() {
    assert_refused(&updated(stored(), &[(1, CATALOG)]), 1, Unexpected::DssRemoved);
    assert_refused(&updated(stored(), &[(10, "null")]), 10, Unexpected::DssShape);
}

#[test]
fn streams_say_nothing_but_how_they_are_encoded() {
    for entries in [
        "/Type/XObject/Subtype/Form/BBox[0 0 1 1]",
        "/F(http://example.com)",
        "/FFilter/FlateDecode",
        "/Filter 16 0 R",
        "/Subtype/XML",
        "/N 3",
        "/Length1 10",
        "/Type/ObjStm",
        "/Type/XRef",
    ] {
        let stream = format!("{entries} DER");
        assert_refused(&with(&[(10, "<</Certs[11 0 R]>>"), (11, &stream)]), 11, Unexpected::DssShape);
    }
}

#[test]
fn parts_of_a_store_have_their_shape() {
    let refused = |changes: &super::RevisionChanges| {
        changes.unexplained.iter().any(|item| matches!(item.what, Unexpected::DssShape))
    };
    for store in [
        "<</Certs[11 0 R]/Extra 1>>",
        "<</Certs[11 0 R]/AA<</O 11 0 R>>>>",
        "<</Certs 11 0 R>>",
        "<</Certs[[11 0 R]]>>",
        "<</Certs[11 0 R 99 0 R]>>",
        "<</Certs[11 0 R 11 1 R]/Type/Page>>",
        "<</Type/Page/Certs[11 0 R]>>",
        "<</Certs[11 0 R]/VRI[11 0 R]>>",
        "<</Certs[11 0 R]/VRI<</Kids<<>>>>>>",
        "<</Certs[11 0 R]/VRI<</37e8<<>>>>>>",
        "<</Certs[11 0 R]/VRI 10 0 R>>",
        "[11 0 R]",
        "(text)",
    ] {
        let changes = super::last(with(&[(10, store), (11, "DER")]).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{store}");
        assert!(refused(&changes), "{store}: {changes:?}");
    }
    for vri in ["/Cert 11 0 R", "/TU 11 0 R", "/TS[11 0 R]", "/Contents[11 0 R]", "/Type/Page"] {
        let store = format!("<</VRI<</{KEY}<<{vri}>>>>>>");
        let changes = super::last(with(&[(10, &store), (11, "DER")]).bytes());
        assert!(refused(&changes), "{vri}: {changes:?}");
    }
}

#[test]
fn two_answers_for_one_signature_are_not_explained() {
    let twice = format!("<</VRI<</{KEY}<</Cert[11 0 R]>>/{}<<>>>>>>", KEY.to_ascii_lowercase());
    assert_refused(&with(&[(10, &twice), (11, "DER")]), 11, Unexpected::DssShape);
    let same = format!("<</VRI<</{KEY}<<>>/{KEY}<<>>>>>>");
    assert_refused(&with(&[(10, &same)]), 10, Unexpected::DuplicateKey { key: KEY.into() });
    let spelt = format!("<</VRI<</{KEY}<<>>/#33{}<<>>>>>>", KEY.strip_prefix('3').unwrap());
    assert_refused(&with(&[(10, &spelt)]), 10, Unexpected::DuplicateKey { key: KEY.into() });
    assert_refused(
        &with(&[(10, "<</Certs[11 0 R]/Certs[]>>"), (11, "DER")]),
        10,
        Unexpected::DuplicateKey { key: "Certs".into() },
    );
}

#[test]
fn a_store_leads_to_nothing_that_was_there_before() {
    // The content of the page, as it is: the next revision would be free to replace it.
    assert_refused(&with(&[(10, "<</Certs[4 0 R]>>")]), 4, Unexpected::DssReachesOther);
    // And replaced at once.
    assert_refused(&with(&[(10, "<</Certs[4 0 R]>>"), (4, "DER")]), 4, Unexpected::DssReachesOther);
    // The catalog in the role of the store.
    let own = (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 1 0 R>>");
    assert_refused(&updated(document(&[]), &[own]), 1, Unexpected::DssShape);
    // An object that was free: what referred to it is another matter.
    let mut freed = document(&[(10, "(old)")]);
    freed.free(10).finish_table();
    let again =
        updated(freed, &[(1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS<</Certs[10 0 R]>>>>"), (10, "DER")]);
    assert_class(&again, ChangeClass::ValidationData);
}

#[test]
fn what_belonged_to_the_store_in_another_part_is_not_replaced() {
    assert_refused(
        &updated(stored(), &[(10, "<</Certs[13 0 R]>>"), (13, "DER")]),
        13,
        Unexpected::DssReachesOther,
    );
}

#[test]
fn a_broken_store_can_be_replaced_but_not_its_objects() {
    let broken = || {
        updated(
            document(&[]),
            &[
                (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R>>"),
                (10, "<</X 1/Certs[11 0 R]>>"),
                (11, "DER"),
            ],
        )
    };
    let fresh = (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 12 0 R>>");
    assert_class(
        &updated(broken(), &[fresh, (12, "<</Certs[13 0 R]>>"), (13, "DER")]),
        ChangeClass::ValidationData,
    );
    assert_refused(&updated(broken(), &[(10, "<</Certs[11 0 R]>>")]), 10, Unexpected::Replaced);
    assert_refused(&updated(broken(), &[(11, "/Filter/FlateDecodeDER")]), 11, Unexpected::Replaced);
}

#[test]
fn the_rest_of_the_catalog_stays() {
    for (entry, name) in [
        ("/OpenAction[3 0 R/Fit]", "OpenAction"),
        ("/OCProperties<</OCGs[]>>", "OCProperties"),
        ("/Names<<>>", "Names"),
        ("/AA<<>>", "AA"),
        ("/Outlines 11 0 R", "Outlines"),
        ("/ViewerPreferences<<>>", "ViewerPreferences"),
    ] {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R{entry}>>");
        let update = [(1, catalog.as_str()), (10, "<</Certs[11 0 R]>>"), (11, "DER")];
        assert_refused(&updated(document(&[]), &update), 1, Unexpected::Catalog { key: name.into() });
    }
    for (catalog, name) in [
        ("<</Type/Catalog/Pages 3 0 R/Lang(vi)/DSS<<>>>>", "Pages"),
        ("<</Type/Catalog/Pages 2 0 R/Lang(en)/DSS<<>>>>", "Lang"),
        ("<</Type/Catalog/Pages 2 0 R/DSS<<>>>>", "Lang"),
        ("<</Type/Catalog/Pages 2 1 R/Lang(vi)/DSS<<>>>>", "Pages"),
    ] {
        assert_refused(&updated(document(&[]), &[(1, catalog)]), 1, Unexpected::Catalog { key: name.into() });
    }
    let twice = "<</Type/Catalog/Pages 3 0 R/Pages 2 0 R/Lang(vi)/DSS<<>>>>";
    assert_refused(
        &updated(document(&[]), &[(1, twice)]),
        1,
        Unexpected::DuplicateKey { key: "Pages".into() },
    );
    let same = "<</DSS<<>>/Lang<7669>/AA null/Pages 2 0 R/Type/#43atalog>>";
    assert_class(&updated(document(&[]), &[(1, same)]), ChangeClass::Nothing);
}

#[test]
fn versions_only_rise() {
    let version = |version: &str| format!("<</Type/Catalog/Pages 2 0 R/Lang(vi)/Version{version}>>");
    for good in ["/1.7", "/2.0"] {
        assert_class(&updated(document(&[]), &[(1, &version(good))]), ChangeClass::Nothing);
    }
    for bad in ["/1.4", "/2", " 2.0", "(2.0)", "/2.0.1"] {
        assert_refused(&updated(document(&[]), &[(1, &version(bad))]), 1, Unexpected::Version);
    }
    let two = updated(document(&[]), &[(1, &version("/2.0"))]);
    assert_refused(&updated(two.clone(), &[(1, &version("/1.7"))]), 1, Unexpected::Version);
    assert_refused(&updated(two, &[(1, CATALOG)]), 1, Unexpected::Version);
}

#[test]
fn extensions_only_grow() {
    let catalog = |extensions: &str| format!("<</Type/Catalog/Pages 2 0 R/Lang(vi)/Extensions{extensions}>>");
    let esic = "/ESIC<</Type/DeveloperExtensions/BaseVersion/1.7/ExtensionLevel 2>>";
    let adbe = "/ADBE<</BaseVersion/1.7/ExtensionLevel 3>>";
    let has = |inner: &str| updated(document(&[]), &[(1, &catalog(&format!("<<{inner}>>")))]);
    assert_class(&has(esic), ChangeClass::Nothing);
    assert_class(
        &has("/ISO_[<</BaseVersion/2.0/ExtensionLevel 32001/URL(u)/ExtensionRevision(:2022)>>]"),
        ChangeClass::Nothing,
    );
    let more = catalog(&format!("<<{esic}{adbe}>>"));
    assert_class(&updated(has(esic), &[(1, &more)]), ChangeClass::Nothing);
    for worse in [
        String::new(),
        format!("<<{adbe}>>"),
        format!("<<{adbe}/ESIC<</BaseVersion/1.7/ExtensionLevel 1>>>>"),
        format!("<<{adbe}/ESIC<</BaseVersion/1.6/ExtensionLevel 2>>>>"),
        format!("<<{adbe}/ESIC<</BaseVersion/1.7>>>>"),
        format!("<<{adbe}/ESIC<</BaseVersion/1.7/ExtensionLevel 2/Other 3 0 R>>>>"),
        format!("<<{esic}{adbe}/Kids[3 0 R]>>"),
        "[]".into(),
        " 3 0 R".into(),
    ] {
        let next = if worse.is_empty() { CATALOG.to_owned() } else { catalog(&worse) };
        let changes = super::last(updated(has(&(esic.to_owned() + adbe)), &[(1, &next)]).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{worse}");
    }
    // An object of its own: raised, and shared with what it must not be.
    let own = |page: &str| {
        let mut maker = document(&[]);
        super::write(
            &mut maker,
            &[(1, &catalog(" 5 0 R")), (3, page), (5, "<</ESIC<</BaseVersion/1.7/ExtensionLevel 2>>>>")],
        );
        maker.finish_table();
        maker
    };
    let raised = (5, "<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>");
    assert_class(&updated(own(PAGE), &[raised]), ChangeClass::Nothing);
    let sharing = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 5 0 R>>";
    assert_refused(&updated(own(sharing), &[raised]), 5, Unexpected::Shared { by: 3 });
}

#[test]
fn an_entry_of_one_signature_that_was_left_over_is_validation_data() {
    let left = updated(
        stored(),
        &[(10, "<</Type/DSS/Certs 11 0 R/VRI 12 0 R>>"), (16, "<</Type/VRI/Cert[14 0 R]>>")],
    );
    assert_class(&left, ChangeClass::ValidationData);
    for other in ["<</Type/VRI/Cert[4 0 R]>>", "<</Type/Catalog/Pages 2 0 R>>", "<</Cert[14 0 R]>>", "DER"] {
        assert_refused(&updated(stored(), &[(16, other)]), 16, Unexpected::Added);
    }
}
