//! Document timestamps, and what pretends to be one.

use super::{
    CATALOG, ChangeClass, PAGE, Unexpected, What, assert_class, assert_refused, document, last, updated,
};
use crate::pdf::pdf_maker::PdfMaker;

const WITH_FORM: (u32, &str) =
    (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields[20 0 R]/SigFlags 3>>>>");
const WITH_WIDGET: (u32, &str) =
    (3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[20 0 R]>>");
const FIELD: (u32, &str) =
    (20, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Timestamp1)/F 132/Rect[0 0 0 0]/P 3 0 R/V 21 0 R>>");
const VALUE: (u32, &str) = (
    21,
    "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/Contents<00>/ByteRange[0 1 2 3]>>",
);
const ALL: [(u32, &str); 4] = [WITH_FORM, WITH_WIDGET, FIELD, VALUE];

/// The timestamp with these objects in place of its own, or besides.
fn with(other: &[(u32, &str)]) -> PdfMaker {
    after(document(&[]), other)
}

fn after(base: PdfMaker, other: &[(u32, &str)]) -> PdfMaker {
    let own = ALL.iter().filter(|(number, _)| other.iter().all(|(other, _)| other != number));
    let objects: Vec<(u32, &str)> = own.chain(other).copied().collect();
    updated(base, &objects)
}

fn field(from: &str, to: &str) -> String {
    let changed = FIELD.1.replace(from, to);
    assert_ne!(changed, FIELD.1, "{from}");
    changed
}

#[test]
fn a_timestamp_alone_or_with_validation_data_is_explained() {
    let maker = with(&[]);
    assert_class(&maker, ChangeClass::DocumentTimestamp);
    let signatures = last(maker.bytes()).signatures;
    assert_eq!(signatures.iter().map(|id| id.number).collect::<Vec<_>>(), [21]);
    let both = "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R/AcroForm<</Fields[20 0 R]/SigFlags 3>>>>";
    assert_class(
        &with(&[(1, both), (10, "<</Certs[11 0 R]>>"), (11, "DER")]),
        ChangeClass::DocumentTimestamp,
    );
}

#[test]
fn fields_that_other_programs_write_are_explained() {
    for (from, to) in [
        ("/Rect[0 0 0 0]", "/Rect[10 20 10 20]"),
        ("/Rect[0 0 0 0]", "/Rect[0.0 0 0 0.0]"),
        ("/Rect[0 0 0 0]/P", "/Rect[0 0 9 9]/Ff 1/P"),
        ("/F 132", "/F 2/TU(Timestamp)/MK<<>>/Border[0 0 0]"),
        ("/F 132", ""),
        ("/P 3 0 R", ""),
        ("/T(Timestamp1)", "/T<FEFF0054>"),
    ] {
        let hidden = field(from, to).replace("/F 132", if to.contains("9 9") { "/F 2" } else { "/F 132" });
        assert_class(&with(&[(20, &hidden)]), ChangeClass::DocumentTimestamp);
    }
    let empty = field("/F 132", "/F 132/AP<</N 22 0 R>>");
    let mut maker = document(&[]);
    super::write(&mut maker, &[WITH_FORM, WITH_WIDGET, (20, &empty), VALUE]);
    maker
        .stream(22, "/Type/XObject/Subtype/Form/BBox[0 0 0 0]/Resources<</ProcSet[/PDF]>>", b"")
        .finish_table();
    assert_class(&maker, ChangeClass::DocumentTimestamp);
    // On no page.
    assert_class(&with(&[(20, &field("/P 3 0 R", "")), (3, PAGE)]), ChangeClass::DocumentTimestamp);
    assert_class(&with(&[(3, PAGE)]), ChangeClass::DocumentTimestamp);
}

#[test]
fn a_field_does_nothing_else() {
    for (from, to, key) in [
        ("/F 132", "/AA<</U<</S/JavaScript/JS(x)>>>>", "AA"),
        ("/F 132", "/A<</S/URI/URI(x)>>", "A"),
        ("/F 132", "/Kids[3 0 R]", "Kids"),
        ("/F 132", "/Parent 2 0 R", "Parent"),
        ("/F 132", "/Lock<</Action/All>>", "Lock"),
        ("/F 132", "/SV<<>>", "SV"),
        ("/F 132", "/DA/F", "DA"),
        ("/F 132", "/OC 3 0 R", "OC"),
        ("/F 132", "/MK<</I 4 0 R>>", "MK"),
        ("/F 132", "/F 2.0", "F"),
        ("/FT/Sig", "/FT/Tx", "FT"),
        ("/FT/Sig", "", "FT"),
        ("/Subtype/Widget", "/Subtype/Stamp", "Subtype"),
        ("/Subtype/Widget", "", "Subtype"),
        ("/Type/Annot", "/Type/Page", "Type"),
        ("/T(Timestamp1)", "", "T"),
        ("/T(Timestamp1)", "/T()", "T"),
        ("/T(Timestamp1)", "/T(a.b)", "T"),
        ("/T(Timestamp1)", "/T/a", "T"),
        ("/Rect[0 0 0 0]", "", "Rect"),
        ("/Rect[0 0 0 0]", "/Rect[0 0 0]", "Rect"),
        ("/Rect[0 0 0 0]", "/Rect 4 0 R", "Rect"),
        ("/V 21 0 R", "/V<<>>", "V"),
        ("/V 21 0 R", "/V 4 0 R", "V"),
        ("/P 3 0 R", "/P<<>>", "P"),
    ] {
        let changes = last(with(&[(20, &field(from, to)), (22, "DER")]).bytes());
        let what = Unexpected::Field { key: key.into() };
        assert!(changes.unexplained.iter().any(|item| item.what == what), "{to}: {:?}", changes.unexplained);
    }
    for (appearance, object, key) in [
        ("<</N 4 0 R>>", 4, "N"),
        ("<</D 22 0 R>>", 20, "D"),
        ("22 0 R", 20, "AP"),
        ("<</N<</On 4 0 R>>>>", 4, "N"),
        ("<</N[]>>", 20, "N"),
    ] {
        let changed = field("/F 132", &format!("/AP {appearance}"));
        let refused = with(&[(20, &changed), (22, "DER")]);
        assert_refused(&refused, object, Unexpected::Appearance { key: key.into() });
    }
    let twice = field("/F 132", "/FT/Tx");
    assert_refused(&with(&[(20, &twice)]), 20, Unexpected::DuplicateKey { key: "FT".into() });
}

#[test]
fn a_timestamp_that_can_be_seen_is_a_visible_signature() {
    for (from, to) in [
        ("/Rect[0 0 0 0]", "/Rect[0 0 100 100]"),
        ("/Rect[0 0 0 0]", "/Rect[100 0 0 100]"),
        ("/Rect[0 0 0 0]", "/Rect[0 0 0 1]"),
        ("/Rect[0 0 0 0]", "/Rect[0 0 1 0]"),
        ("/Rect[0 0 0 0]", "/Rect[0 0 0.001 0]"),
        // Not on the screen, but on paper.
        ("/F 132/Rect[0 0 0 0]", "/F 36/Rect[0 0 9 9]"),
    ] {
        let changes = last(with(&[(20, &field(from, to))]).bytes());
        assert_eq!(changes.class, ChangeClass::FormFilling, "{to}: {:?}", changes.unexplained);
        let visible = What::Signature { field: "Timestamp1".into(), visible: true, certifies: false };
        assert_eq!(changes.changes.first().map(|change| &change.what), Some(&visible), "{to}");
    }
    for (appearance, key) in [
        (("/Type/XObject/Subtype/Image/Width 1", b"".as_slice()), "Subtype"),
        (("/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>/Kids[3 0 R]", b""), "Kids"),
        (("/Subtype/Form/OC 4 0 R", b""), "OC"),
        (("/Subtype/Form/F(file)", b""), "F"),
    ] {
        let mut maker = document(&[]);
        super::write(&mut maker, &[WITH_FORM, WITH_WIDGET, VALUE]);
        maker.object(20, field("/F 132", "/F 132/AP<</N 22 0 R>>"));
        maker.stream(22, appearance.0, appearance.1).finish_table();
        assert_refused(&maker, 22, Unexpected::Appearance { key: key.into() });
    }
}

#[test]
fn the_value_is_the_dictionary_of_a_timestamp() {
    for (from, to, key) in [
        ("/Type/DocTimeStamp", "/Type/Annot", "Type"),
        ("/SubFilter/ETSI.RFC3161", "/SubFilter/ETSI.CAdES.detached", "SubFilter"),
        ("/SubFilter/ETSI.RFC3161", "", "SubFilter"),
        ("/Filter/Adobe.PPKLite", "", "Filter"),
        ("/Contents<00>", "", "Contents"),
        ("/Contents<00>", "/Contents 4 0 R", "Contents"),
        ("/ByteRange[0 1 2 3]", "", "ByteRange"),
        ("/ByteRange[0 1 2 3]", "/ByteRange[0 1 2 4 0 R]", "ByteRange"),
        ("/Filter/Adobe.PPKLite", "/Filter/X/Reference[<</TransformMethod/DocMDP>>]", "Reference"),
        ("/Filter/Adobe.PPKLite", "/Filter/X/Cert(x)", "Cert"),
        ("/Filter/Adobe.PPKLite", "/Filter/X/Kids[4 0 R]", "Kids"),
    ] {
        let value = VALUE.1.replace(from, to);
        assert_refused(&with(&[(21, &value)]), 21, Unexpected::Signature { key: key.into() });
    }
    let plain =
        VALUE.1.replace("/Filter/Adobe.PPKLite", "/Filter/X/M(D:2026)/V 0/Prop_Build<</App<</Name/K>>>>");
    assert_class(&with(&[(21, &plain)]), ChangeClass::DocumentTimestamp);
    let foreign = VALUE.1.replace("/Filter/Adobe.PPKLite", "/Filter/X/Prop_Build<</App 4 0 R>>");
    assert_refused(&with(&[(21, &foreign)]), 4, Unexpected::Signature { key: "Prop_Build".into() });
    // Who does not say that it is a timestamp is not judged by the laxer rules for one.
    for kind in ["/Type/Sig", ""] {
        assert_class(&with(&[(21, &VALUE.1.replace("/Type/DocTimeStamp", kind))]), ChangeClass::FormFilling);
    }
    let twice = VALUE.1.replace("/Filter", "/Contents<11>/Filter");
    assert_refused(&with(&[(21, &twice)]), 21, Unexpected::DuplicateKey { key: "Contents".into() });
}

#[test]
fn the_value_is_new() {
    let signed = || document(&[(9, VALUE.1)]);
    assert_refused(
        &after(signed(), &[(20, &field("21 0 R", "9 0 R"))]),
        9,
        Unexpected::Field { key: "V".into() },
    );
    // The earlier timestamp of the document in a second field.
    let again = updated(
        with(&[]),
        &[
            (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields[20 0 R 22 0 R]/SigFlags 3>>>>"),
            (22, "<</Subtype/Widget/FT/Sig/T(b)/Rect[0 0 0 0]/V 21 0 R>>"),
        ],
    );
    assert_refused(&again, 21, Unexpected::Field { key: "V".into() });
}

#[test]
fn exactly_one_field_is_appended() {
    let catalog = |fields: &str| {
        format!("<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields{fields}/SigFlags 3>>>>")
    };
    let base = || document(&[(1, &catalog("[5 0 R 6 0 R]")), (5, "<</T(a)/FT/Tx>>"), (6, "<</T(b)/FT/Tx>>")]);
    assert_class(&after(base(), &[(1, &catalog("[5 0 R 6 0 R 20 0 R]"))]), ChangeClass::DocumentTimestamp);
    for fields in [
        "[20 0 R]",
        "[5 0 R 20 0 R]",
        "[6 0 R 5 0 R 20 0 R]",
        "[20 0 R 5 0 R 6 0 R]",
        "[5 0 R 6 1 R 20 0 R]",
        "[5 0 R 6 0 R 20 0 R 20 0 R]",
        "[5 0 R 6 0 R]",
        "[5 0 R 6 0 R 20 1 R]",
        "[5 0 R 6 0 R <<>>]",
        " 5 0 R",
        "[]",
    ] {
        let changes = last(after(base(), &[(1, &catalog(fields))]).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{fields}");
    }
    // A field that was there before, moved into the form.
    let page_field = FIELD.1.replace("/V 21 0 R", "");
    let base = document(&[(20, &page_field)]);
    assert_refused(&after(base, &[]), 20, Unexpected::Fields);
}

#[test]
fn names_of_fields_are_not_used_twice() {
    let base = |name: &str| {
        document(&[
            (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields[5 0 R]/SigFlags 3>>>>"),
            (5, &format!("<</FT/Tx/T{name}>>")),
        ])
    };
    let catalog = (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields[5 0 R 20 0 R]/SigFlags 3>>>>");
    assert_class(&after(base("(Timestamp2)"), &[catalog]), ChangeClass::DocumentTimestamp);
    for same in ["(Timestamp1)", "(\\124imestamp1)", "<FEFF00540069006D0065007300740061006D00700031>"] {
        assert_refused(&after(base(same), &[catalog]), 20, Unexpected::FieldName);
    }
}

#[test]
fn the_rest_of_the_form_stays() {
    let catalog =
        |form: &str| format!("<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields[20 0 R]{form}>>>>");
    for (form, key) in [
        ("/SigFlags 3/DA/F", "DA"),
        ("/SigFlags 3/DR<</Font<</F 4 0 R>>/Properties<<>>>>", "DR"),
        ("/SigFlags 3/DR[]", "DR"),
        ("/SigFlags 3/XFA 4 0 R", "XFA"),
        ("/SigFlags 3/NeedAppearances/a", "NeedAppearances"),
        ("/SigFlags 3/CO[20 0 R]", "CO"),
        ("/SigFlags 3/Q 1", "Q"),
        ("/SigFlags 7", "SigFlags"),
        ("/SigFlags/a", "SigFlags"),
    ] {
        assert_refused(&with(&[(1, &catalog(form))]), 1, Unexpected::Form { key: key.into() });
    }
    // The same with a form that is an object of its own.
    let own = || {
        document(&[(1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm 5 0 R>>"), (5, "<</Fields[]/DA(x)>>")])
    };
    let unchanged = (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm 5 0 R>>");
    let next = |form: &str| after(own(), &[unchanged, (5, form)]);
    assert_class(&next("<</Fields[20 0 R]/DA(x)/SigFlags 3>>"), ChangeClass::DocumentTimestamp);
    assert_refused(&next("<</Fields[20 0 R]/SigFlags 3>>"), 5, Unexpected::Form { key: "DA".into() });
    assert_refused(&next("<</Fields[20 0 R]/DA(y)/SigFlags 3>>"), 5, Unexpected::Form { key: "DA".into() });
    let moved = after(
        own(),
        &[
            (1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm 6 0 R>>"),
            (6, "<</Fields[20 0 R]/DA(x)/SigFlags 3>>"),
        ],
    );
    assert_refused(&moved, 1, Unexpected::Catalog { key: "AcroForm".into() });
    let removed = updated(with(&[]), &[(1, CATALOG)]);
    assert_refused(&removed, 1, Unexpected::Catalog { key: "AcroForm".into() });
}

#[test]
fn lists_of_their_own_grow_where_nobody_else_uses_them() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm<</Fields 7 0 R/SigFlags 3>>>>";
    let page = |contents: &str| format!("<</Type/Page/Parent 2 0 R/Contents {contents}/Annots 8 0 R>>");
    let base = |contents: &str| {
        document(&[
            (1, catalog),
            (3, &page(contents)),
            (7, "[5 0 R]"),
            (8, "[6 0 R]"),
            (5, "<</T(a)>>"),
            (6, "<<>>"),
        ])
    };
    let update = [FIELD, VALUE, (7, "[5 0 R 20 0 R]"), (8, "[6 0 R 20 0 R]")];
    assert_class(&updated(base("4 0 R"), &update), ChangeClass::DocumentTimestamp);
    assert_refused(&updated(base("7 0 R"), &update), 7, Unexpected::Shared { by: 3 });
    assert_refused(&updated(base("8 0 R"), &update), 8, Unexpected::Shared { by: 3 });
    let dropping = [FIELD, VALUE, (7, "[5 0 R 20 0 R]"), (8, "[20 0 R]")];
    assert_refused(&updated(base("4 0 R"), &dropping), 3, Unexpected::Annotations);
}

#[test]
fn what_led_nowhere_is_not_the_timestamp_now() {
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/B[20 0 R]>>";
    let next = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/B[20 0 R]/Annots[20 0 R]>>";
    assert_refused(&after(document(&[(3, page)]), &[(3, next)]), 20, Unexpected::Shared { by: 3 });
}

#[test]
fn a_timestamp_hides_nothing_else() {
    let (page, stored) = ("<</Type/Page/Evil true>>", "<</Type/Catalog/Pages 2 0 R>>");
    for other in [page, stored, "DER"] {
        assert_refused(&with(&[(22, other)]), 22, Unexpected::Added);
    }
    let mut maker = document(&[]);
    super::write(&mut maker, &ALL);
    maker.stream(4, "", b"BT (Evil!) Tj ET").finish_table();
    assert_refused(&maker, 4, Unexpected::Replaced);
}

#[test]
fn cycles_end() {
    let form = "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm 1 0 R/Fields[20 0 R]/SigFlags 3>>";
    assert_eq!(last(with(&[(1, form)]).bytes()).class, ChangeClass::Unexplained);
    let own = field("/V 21 0 R", "/V 20 0 R").replace("/P 3 0 R", "/P 20 0 R");
    assert_eq!(last(with(&[(20, &own)]).bytes()).class, ChangeClass::Unexplained);
    let chain: Vec<(u32, String)> = (30..60).map(|n| (n, format!("{} 0 R", n + 1))).collect();
    let mut objects: Vec<(u32, &str)> = chain.iter().map(|(n, value)| (*n, value.as_str())).collect();
    objects.push((1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/AcroForm 30 0 R/DSS 31 0 R>>"));
    objects.push((60, "30 0 R"));
    assert_eq!(last(with(&objects).bytes()).class, ChangeClass::Unexplained);
}
