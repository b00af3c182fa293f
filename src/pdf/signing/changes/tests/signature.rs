//! New signatures, the fields that they are put into, and what pretends to be one.

use super::super::rule::{Change, Concern, What};
use super::{ChangeClass, RevisionChanges, Unexpected, assert_refused, last, updated};
use crate::pdf::pdf_maker::PdfMaker;

const PAGE: &str =
    "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 15 0 R>>>>/Annots[6 0 R 7 0 R]>>";
const FORM: &str = "<</Fields[6 0 R 7 0 R]>>";
const EMPTY: &str = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Old)/F 4/P 3 0 R/Rect[100 100 300 160]>>";
const SIGNED: &str = "<</Type/Annot/Subtype/Widget/FT/Sig/T(First)/F 132/P 3 0 R/Rect[100 300 300 360]/AP<</N 9 0 R>>/V 8 0 R>>";
const VALUE: &str = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents<00>/ByteRange[0 1 2 3]\
                     /M(D:2026)/Reason(r)>>";
const CERTIFIES: &str = "/Reference[<</Type/SigRef/TransformMethod/DocMDP\
                         /TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]";
const DRAWING: &str = "/Type/XObject/Subtype/Form/BBox[0 0 200 60]/Resources<</Font<</F 15 0 R>>>>";

const WITH_FIELD: (u32, &str) = (5, "<</Fields[6 0 R 7 0 R 20 0 R]/SigFlags 3>>");
const WITH_WIDGET: (u32, &str) = (
    3,
    "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 15 0 R>>>>/Annots[6 0 R 7 0 R 20 0 R]>>",
);
const FIELD: &str = "<</Type/Annot/Subtype/Widget/FT/Sig/T(New)/F 132/P 3 0 R/Rect[320 100 520 160]/V 21 0 R/AP<</N 22 0 R>>>>";

/// A page with text below, a signature above, and an empty field for another one.
fn document() -> PdfMaker {
    document_with(&[])
}

fn document_with(other: &[(u32, &str)]) -> PdfMaker {
    let mut maker = PdfMaker::new();
    let own = [
        (1, "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>"),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>"),
        (3, PAGE),
        (5, FORM),
        (6, EMPTY),
        (7, SIGNED),
        (8, VALUE),
        (15, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"),
    ];
    let kept = own.iter().filter(|(number, _)| other.iter().all(|(other, _)| other != number));
    for (number, value) in kept.chain(other) {
        maker.object(*number, value);
    }
    maker.stream(4, "", b"BT /F 12 Tf 50 50 Td (Some words at the foot of the page) Tj ET");
    maker.stream(9, DRAWING, b"BT /F 9 Tf 5 5 Td (First) Tj ET").finish_table();
    maker
}

/// The document with a new field and these objects in the place of its own, or besides.
fn signed(other: &[(u32, &str)]) -> PdfMaker {
    signed_after(document(), other)
}

fn signed_after(mut maker: PdfMaker, other: &[(u32, &str)]) -> PdfMaker {
    let own = [WITH_FIELD, WITH_WIDGET, (20, FIELD), (21, VALUE)];
    let kept = own.iter().filter(|(number, _)| other.iter().all(|(other, _)| other != number));
    for (number, value) in kept.chain(other) {
        maker.object(*number, value);
    }
    maker.stream(22, DRAWING, b"BT /F 9 Tf 5 5 Td (Second) Tj ET").finish_table();
    maker
}

fn change(from: &str, old: &str, new: &str) -> String {
    let changed = from.replace(old, new);
    assert_ne!(changed, from, "{old}");
    changed
}

fn with(dictionary: &str, entries: &str) -> String {
    format!("{}{entries}>>", dictionary.strip_suffix(">>").unwrap())
}

fn signature(field: &str, visible: bool, certifies: bool) -> What {
    What::Signature { field: field.into(), visible, certifies }
}

#[track_caller]
fn good(maker: &PdfMaker) -> RevisionChanges {
    let changes = last(maker.bytes());
    assert_eq!((changes.class, changes.unexplained.as_slice()), (ChangeClass::FormFilling, &[][..]));
    changes
}

#[track_caller]
fn assert_signed(maker: &PdfMaker, what: &What, concerns: &[Concern]) {
    let changes = good(maker);
    let found: Vec<_> =
        changes.changes.iter().map(|Change { what, concerns, .. }| (what, concerns.as_slice())).collect();
    assert_eq!(found, [(what, concerns)]);
}

#[test]
fn a_signature_in_a_new_field_is_explained() {
    let maker = signed(&[]);
    assert_signed(&maker, &signature("New", true, false), &[]);
    let changes = good(&maker);
    assert_eq!(changes.signatures.iter().map(|id| id.number).collect::<Vec<_>>(), [21]);
    assert_eq!(changes.changes[0].objects, [20, 21, 22]);
    assert_eq!(changes.changes[0].page, Some(1));
    for (old, new) in [
        ("/SubFilter/ETSI.CAdES.detached", "/SubFilter/adbe.pkcs7.sha1"),
        ("/SubFilter/ETSI.CAdES.detached", "/SubFilter/adbe.x509.rsa_sha1/Cert(x)"),
        ("/Type/Sig", ""),
        ("/Reason(r)", "/Name(n)/Location(l)/ContactInfo(c)/Prop_Build<</App<</Name/K>>>>/Prop_AuthTime 3"),
        ("/Reason(r)", "/Changes[1 2 3]/R 3/V 1"),
        ("/Reason(r)", "/GCA_Note(x)"),
    ] {
        assert_signed(&signed(&[(21, &change(VALUE, old, new))]), &signature("New", true, false), &[]);
    }
    for (old, new, visible) in [
        ("/Rect[320 100 520 160]", "/Rect[0 0 0 0]", false),
        ("/F 132", "/F 2", false),
        ("/F 132", "/F 32", false),
        ("/AP<</N 22 0 R>>", "/AP<</N 22 0 R>>/DA(/F 0 Tf)/MK<<>>/NM(x)/M(D:2026)/TU(x)/H/N/Ff 1", true),
        ("/P 3 0 R", "", true),
    ] {
        let field = change(FIELD, old, new);
        assert_signed(&signed(&[(20, &field)]), &signature("New", visible, false), &[]);
    }
    // On no page.
    assert_signed(&signed(&[(3, PAGE)]), &signature("New", true, false), &[]);
}

#[test]
fn a_widget_may_be_an_object_of_its_own() {
    let field = "<</FT/Sig/T(New)/V 21 0 R/Kids[23 0 R]>>";
    let widget =
        "<</Type/Annot/Subtype/Widget/Parent 20 0 R/F 132/P 3 0 R/Rect[320 100 520 160]/AP<</N 22 0 R>>>>";
    let page = change(WITH_WIDGET.1, "20 0 R]", "23 0 R]");
    assert_signed(&signed(&[(20, field), (23, widget), (3, &page)]), &signature("New", true, false), &[]);
    let listed = change(field, "[23 0 R]", " 24 0 R");
    let apart = change(widget, "/Parent 20 0 R", "");
    let maker = signed(&[(20, &listed), (23, &apart), (24, "[23 0 R]"), (3, &page)]);
    assert_signed(&maker, &signature("New", true, false), &[]);
    for (field, widget) in [
        (field.to_owned(), change(widget, "/Parent 20 0 R", "/Parent 7 0 R")),
        (field.to_owned(), with(widget, "/T(kid)")),
        (field.to_owned(), with(widget, "/Kids[6 0 R]")),
        (field.to_owned(), with(widget, "/A<</S/JavaScript/JS(x)>>")),
        (field.to_owned(), with(widget, "/AA<<>>")),
        (field.to_owned(), with(widget, "/OC 25 0 R")),
        (field.to_owned(), with(widget, "/V 8 0 R")),
        (field.to_owned(), change(widget, "/Subtype/Widget", "/Subtype/Stamp")),
        (change(field, "[23 0 R]", "[6 0 R]"), widget.to_owned()),
        (change(field, "[23 0 R]", "[3 0 R]"), widget.to_owned()),
        (change(field, "[23 0 R]", "[23 0 R 23 0 R]"), widget.to_owned()),
        (change(field, "[23 0 R]", "[20 0 R]"), widget.to_owned()),
        (change(field, "[23 0 R]", "[<<>>]"), widget.to_owned()),
        (with(field, "/Parent 7 0 R"), widget.to_owned()),
        (with(field, "/Subtype/Widget/Rect[0 0 9 9]"), widget.to_owned()),
    ] {
        let maker = signed(&[(20, &field), (23, &widget), (3, &page)]);
        assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained, "{field} {widget}");
    }
}

#[test]
fn a_certification_is_named_in_the_catalog() {
    let catalog = |perms: &str| format!("<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Perms {perms}>>");
    let value = with(VALUE, CERTIFIES);
    let certified = |perms: &str, more: &[(u32, &str)]| {
        signed(&[&[(21, value.as_str()), (1, &catalog(perms))], more].concat())
    };
    assert_signed(&certified("<</DocMDP 21 0 R>>", &[]), &signature("New", true, true), &[]);
    assert_signed(&certified("24 0 R", &[(24, "<</DocMDP 21 0 R>>")]), &signature("New", true, true), &[]);
    assert_signed(&signed(&[(21, &value)]), &signature("New", true, true), &[]);
    for (perms, key) in [
        ("<</DocMDP 8 0 R>>", "DocMDP"),
        ("<</DocMDP 3 0 R>>", "DocMDP"),
        ("<</DocMDP 21 0 R/UR3 21 0 R>>", "UR3"),
        ("<<>>", "DocMDP"),
        ("<</DocMDP<<>>>>", "DocMDP"),
        ("[]", ""),
    ] {
        assert_refused(&certified(perms, &[]), 1, Unexpected::Permissions { key: key.into() });
    }
    // One that was there is not replaced, nor taken away.
    let before = || document_with(&[(1, &catalog("<</DocMDP 8 0 R>>"))]);
    let key = || "DocMDP".to_owned();
    let next = signed_after(before(), &[(21, &value), (1, &catalog("<</DocMDP 21 0 R>>"))]);
    assert_refused(&next, 1, Unexpected::Permissions { key: key() });
    let none = signed_after(before(), &[(1, &change(&catalog("x"), "/Perms x", ""))]);
    assert_refused(&none, 1, Unexpected::Permissions { key: String::new() });
    let own = document_with(&[(1, &catalog("24 0 R")), (24, "<</DocMDP 8 0 R>>")]);
    let next = signed_after(own, &[(21, &value), (24, "<</DocMDP 21 0 R>>")]);
    assert_refused(&next, 1, Unexpected::Permissions { key: key() });
}

#[test]
fn references_of_a_signature_are_understood() {
    for entries in [
        CERTIFIES.to_owned(),
        "/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields[(a)(b)]/V/1.2>>/Data 1 0 R>>]".into(),
        "/Reference[24 0 R]".into(),
        "/Reference 25 0 R".into(),
    ] {
        let more = [
            (24, "<</Type/SigRef/TransformMethod/DocMDP/TransformParams 26 0 R>>"),
            (25, "[24 0 R]"),
            (26, "<</Type/TransformParams/P 1/V/1.2>>"),
        ];
        let needed: Vec<_> = match entries.as_str() {
            "/Reference[24 0 R]" => vec![more[0], more[2]],
            "/Reference 25 0 R" => more.to_vec(),
            _ => vec![],
        };
        let value = with(VALUE, &entries);
        good(&signed(&[&[(21, value.as_str())], needed.as_slice()].concat()));
    }
    for (entries, key) in [
        ("/Reference[<<>>]", "Reference"),
        ("/Reference[<</TransformMethod/UR3>>]", "Reference"),
        ("/Reference[<</TransformMethod/DocMDP/Kids[3 0 R]>>]", "Reference"),
        ("/Reference<<>>", "Reference"),
        ("/Reference 3 0 R", ""),
        ("/Kids[3 0 R]", "Kids"),
        ("/Prop_Build 3 0 R", ""),
        ("/GCA_Note 3 0 R", "GCA_Note"),
        ("/AP<</N 9 0 R>>", "AP"),
        ("/A<<>>", "A"),
    ] {
        let value = with(VALUE, entries);
        let changes = last(signed(&[(21, &value)]).bytes());
        let wanted = |what: &Unexpected| matches!(what, Unexpected::Signature { key: own } if own == key || key.is_empty());
        assert!(changes.unexplained.iter().any(|item| wanted(&item.what)), "{entries}: {changes:?}");
    }
    // Parameters that wait for the next update behind a dictionary of before.
    let before = document_with(&[(24, "<</TransformMethod/DocMDP/TransformParams 26 0 R>>")]);
    let value = with(VALUE, "/Reference[24 0 R]");
    let maker = signed_after(before, &[(21, &value), (26, "<</P 3>>")]);
    assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained);
}

#[test]
fn a_signature_is_new_and_belongs_to_one_field() {
    // An earlier one under another name (attack P10).
    let maker = signed(&[(20, &change(FIELD, "21 0 R", "8 0 R"))]);
    assert_refused(&maker, 8, Unexpected::Field { key: "V".into() });
    // One signature in two new fields.
    let both = [
        (5, "<</Fields[6 0 R 7 0 R 20 0 R 23 0 R]/SigFlags 3>>"),
        (23, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Other)/Rect[0 0 0 0]/V 21 0 R>>"),
    ];
    assert_refused(&signed(&both), 21, Unexpected::Field { key: "V".into() });
    // One field twice.
    let twice = (5, "<</Fields[6 0 R 7 0 R 20 0 R 20 0 R]/SigFlags 3>>");
    assert_refused(&signed(&[twice]), 20, Unexpected::Fields);
    // A field that is its own signature, or its appearance.
    assert_eq!(
        last(signed(&[(20, &change(FIELD, "21 0 R", "20 0 R"))]).bytes()).class,
        ChangeClass::Unexplained
    );
    // The dictionary of an earlier one overwritten (attack P11).
    let maker = updated(document(), &[(8, &change(VALUE, "(r)", "(another)"))]);
    assert_refused(&maker, 8, Unexpected::Replaced);
}

#[test]
fn names_are_not_mistaken_for_others() {
    for name in ["(Old)", "(First)", "<FEFF004F006C0064>", "(a.b)", "()", "/New"] {
        let maker = signed(&[(20, &change(FIELD, "(New)", name))]);
        assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained, "{name}");
    }
    // Two new ones of one name, and one that stands at the top because its parent has no name.
    let two = [
        (5, "<</Fields[6 0 R 7 0 R 20 0 R 23 0 R]/SigFlags 3>>"),
        (23, "<</Type/Annot/Subtype/Widget/FT/Sig/T(New)/Rect[0 0 0 0]>>"),
    ];
    assert_refused(&signed(&two), 23, Unexpected::FieldName);
    let nameless = document_with(&[(6, "<</Kids[26 0 R]>>"), (26, "<</FT/Tx/T(New)>>")]);
    assert_refused(&signed_after(nameless, &[]), 20, Unexpected::FieldName);
    // Several that differ.
    let two = [two[0], (23, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Other)/Rect[0 0 0 0]>>")];
    let changes = good(&signed(&two));
    assert_eq!(changes.changes[1].what, What::SignatureField { field: "Other".into(), visible: false });
}

#[test]
fn fields_for_others_to_sign_are_told_apart() {
    let empty =
        change(FIELD, "/V 21 0 R", "/Lock<</Type/SigFieldLock/Action/All/P 1>>/SV<</Type/SV/Ff 1/Filter/F>>");
    let mut maker = document();
    super::write(&mut maker, &[WITH_FIELD, WITH_WIDGET, (20, &empty)]);
    maker.stream(22, DRAWING, b"").finish_table();
    assert_signed(&maker, &What::SignatureField { field: "New".into(), visible: true }, &[]);
    for (entries, key) in [
        ("/Lock 3 0 R", "Lock"),
        ("/Lock<</Action/All/Kids[3 0 R]>>", "Lock"),
        ("/SV 3 0 R", "SV"),
        ("/SV<</Cert<</Subject[4 0 R]>>>>", "SV"),
    ] {
        let maker = signed(&[(20, &with(FIELD, entries))]);
        let changes = last(maker.bytes());
        let wanted = Unexpected::Field { key: key.into() };
        assert!(changes.unexplained.iter().any(|item| item.what == wanted), "{entries}: {changes:?}");
    }
    // A field of another kind is no signature.
    for kind in ["Tx", "Btn", "Ch"] {
        let maker = signed(&[(20, &change(FIELD, "/FT/Sig", &format!("/FT/{kind}")))]);
        assert_refused(&maker, 20, Unexpected::Field { key: "FT".into() });
    }
}

#[test]
fn a_signature_over_text_or_over_another_one_is_of_concern() {
    let at = |place: &str| signed(&[(20, &change(FIELD, "[320 100 520 160]", place))]);
    let what = signature("New", true, false);
    for (place, covers) in [
        ("[40 40 240 100]", true),
        ("[240 100 40 40]", true),
        ("[100 300 300 360]", true),
        ("[90 290 400 400]", true),
        ("[0 0 595 842]", true),
        // The third of a signature over which a seal is put.
        ("[240 290 400 400]", false),
        ("[320 600 520 700]", false),
    ] {
        let concerns: &[_] = if covers { &[Concern::CoversContent] } else { &[] };
        assert_signed(&at(place), &what, concerns);
    }
    // The page is not taken from the widget's word for it alone: the page rule compares them.
    let liar = change(&change(FIELD, "[320 100 520 160]", "[40 40 240 100]"), "/P 3 0 R", "/P 2 0 R");
    assert_eq!(last(signed(&[(20, &liar)]).bytes()).class, ChangeClass::Unexplained);
    let silent = change(&change(FIELD, "[320 100 520 160]", "[40 40 240 100]"), "/P 3 0 R", "");
    assert_signed(&signed(&[(20, &silent)]), &what, &[Concern::CoversContent]);
    // On paper, or where the mouse is.
    for flags in ["/F 36", "/F 260", "/F 288"] {
        let maker = signed(&[(20, &change(FIELD, "/F 132", flags))]);
        assert_signed(&maker, &what, &[Concern::Hidden]);
    }
}

#[test]
fn a_field_of_before_is_signed() {
    let now = with(EMPTY, "/V 21 0 R/AP<</N 22 0 R>>/M(D:2026)");
    let sign = |field: &str, more: &[(u32, &str)]| {
        let mut maker = document();
        super::write(&mut maker, &[(6, field), (21, VALUE)]);
        super::write(&mut maker, more);
        maker.stream(22, DRAWING, b"BT /F 9 Tf 5 5 Td (Second) Tj ET").finish_table();
        maker
    };
    assert_signed(&sign(&now, &[]), &signature("Old", true, false), &[]);
    let flags = (5, "<</Fields[6 0 R 7 0 R]/SigFlags 3>>");
    assert_signed(&sign(&change(&now, "/F 4", "/F 132/Ff 1"), &[flags]), &signature("Old", true, false), &[]);
    for (old, new) in [
        ("/V 21 0 R", ""),
        ("/V 21 0 R", "/V 8 0 R"),
        ("/V 21 0 R", "/V<<>>"),
        ("/V 21 0 R", "/V(x)"),
        ("/V 21 0 R", "/V 3 0 R"),
        ("/F 4", "/F 6"),
        ("/F 4", ""),
        ("/T(Old)", "/T(Older)"),
        ("/Rect[100 100 300 160]", "/Rect[0 0 595 842]"),
        ("/M(D:2026)", "/A<</S/URI/URI(x)>>"),
        ("/M(D:2026)", "/AA<<>>"),
        ("/M(D:2026)", "/Lock<</Action/All>>"),
        ("/M(D:2026)", "/MK<</BG[1]>>"),
        ("/M(D:2026)", "/OC 3 0 R"),
        ("/M(D:2026)", "/Kids[7 0 R]"),
        ("/M(D:2026)", "/Parent 7 0 R"),
        ("/AP<</N 22 0 R>>", "/AP<</N 9 0 R>>"),
        ("/AP<</N 22 0 R>>", "/AP<</N 4 0 R>>"),
    ] {
        let changes = last(sign(&change(&now, old, new), &[]).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{new}");
    }
    // A signature that waited for its dictionary.
    let waiting = document_with(&[(6, &with(EMPTY, "/V 21 0 R"))]);
    let maker = updated(waiting, &[(21, VALUE)]);
    assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained);
}

#[test]
fn a_signed_field_stays_as_it_is() {
    for (old, new) in [
        ("/V 8 0 R", "/V 21 0 R"),
        ("/V 8 0 R", ""),
        ("/AP<</N 9 0 R>>", "/AP<</N 22 0 R>>"),
        ("/F 132", "/F 196"),
        ("/T(First)", "/T(First)/M(D:2027)"),
        ("/T(First)", "/T(First)/Ff 1"),
    ] {
        let mut maker = document();
        super::write(&mut maker, &[(7, &change(SIGNED, old, new)), (21, VALUE)]);
        maker.stream(22, DRAWING, b"").finish_table();
        assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained, "{new}");
    }
    // What is drawn for it, alone or together with another field that uses it.
    let mut maker = document();
    maker.stream(9, DRAWING, b"BT /F 9 Tf 5 5 Td (Somebody else) Tj ET").finish_table();
    assert_refused(&maker, 9, Unexpected::Replaced);
    let mut maker = document_with(&[(6, &with(EMPTY, "/AP<</N 9 0 R>>"))]);
    super::write(&mut maker, &[(6, &with(EMPTY, "/AP<</N 9 0 R>>/V 21 0 R")), (21, VALUE)]);
    maker.stream(9, DRAWING, b"BT /F 9 Tf 5 5 Td (Somebody else) Tj ET").finish_table();
    assert_refused(&maker, 9, Unexpected::Shared { by: 7 });
}

#[test]
fn a_signature_that_hides_the_page_from_a_field_of_before_is_of_concern() {
    let wide = change(EMPTY, "[100 100 300 160]", "[0 0 595 842]");
    for (drawing, concerns) in [
        (b"1 g 0 0 200 60 re f".as_slice(), &[Concern::CoversContent][..]),
        (b"BT /F 9 Tf 5 5 Td (Second) Tj ET", &[]),
    ] {
        let mut maker = document_with(&[(6, &wide)]);
        super::write(&mut maker, &[(6, &with(&wide, "/V 21 0 R/AP<</N 22 0 R>>")), (21, VALUE)]);
        maker.stream(22, DRAWING, drawing).finish_table();
        assert_signed(&maker, &signature("Old", true, false), concerns);
    }
}

#[test]
fn signatures_in_object_streams_and_other_builds_are_explained() {
    let mut maker = document();
    maker.object_stream(23, &[WITH_FIELD, WITH_WIDGET, (20, FIELD)]);
    maker.object(21, VALUE).stream(22, DRAWING, b"").finish_stream(24);
    assert_signed(&maker, &signature("New", true, false), &[]);
    // The first form of a document.
    let plain = document_with(&[
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (3, &change(PAGE, "/Annots[6 0 R 7 0 R]", "")),
    ]);
    let catalog = (
        1,
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R]/SigFlags 3/DA(/F 0 Tf)/DR<</Font<</F 15 0 R>>>>>>>>",
    );
    let page = change(WITH_WIDGET.1, "[6 0 R 7 0 R 20 0 R]", "[20 0 R]");
    let mut maker = plain;
    super::write(&mut maker, &[catalog, (3, &page), (20, FIELD), (21, VALUE)]);
    maker.stream(22, DRAWING, b"").finish_table();
    assert_signed(&maker, &signature("New", true, false), &[]);
}
