//! Forms that are filled in, and what is done under that name.

mod structure;

use super::super::rule::{Concern, What};
use super::{ChangeClass, Unexpected, last};
use crate::pdf::pdf_maker::PdfMaker;

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>";
const FORM: &str =
    "<</Fields[6 0 R 7 0 R 8 0 R 9 0 R 18 0 R]/DA(/Helv 10 Tf 0 g)/DR<</Font<</Helv 15 0 R>>>>>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</Helv 15 0 R>>>>\
                    /Annots[6 0 R 7 0 R 13 0 R 14 0 R 9 0 R 19 0 R 20 0 R]>>";
const NAME: &str = "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/F 4/P 3 0 R/Rect[100 100 300 120]/DA(/Helv 10 Tf 0 g)\
                    /AP<</N 10 0 R>>>>";
const CHECK: &str = "<</Type/Annot/Subtype/Widget/FT/Btn/T(agree)/F 4/P 3 0 R/Rect[100 140 112 152]/V/Off/AS/Off\
                     /AP<</N<</Off 11 0 R/Yes 12 0 R>>>>>>";
const RADIO: &str = "<</FT/Btn/Ff 32768/T(choice)/Kids[13 0 R 14 0 R]/V/a>>";
const RADIO_A: &str = "<</Type/Annot/Subtype/Widget/Parent 8 0 R/F 4/Rect[100 160 112 172]/AS/a\
                       /AP<</N 16 0 R>>>>";
const RADIO_B: &str = "<</Type/Annot/Subtype/Widget/Parent 8 0 R/F 4/Rect[120 160 132 172]/AS/Off\
                       /AP<</N<</Off 11 0 R/b 12 0 R>>>>>>";
const LIST: &str = "<</Type/Annot/Subtype/Widget/FT/Ch/Ff 131072/T(unit)/F 4/P 3 0 R/Rect[100 180 300 200]\
                    /Opt[[(1)(Hanoi)][(2)(Hue)]]>>";
const GROUP: &str = "<</T(group)/FT/Tx/Kids[19 0 R 20 0 R]>>";
const FIRST: &str = "<</Type/Annot/Subtype/Widget/Parent 18 0 R/T(first)/F 4/P 3 0 R/Rect[100 220 300 240]>>";
const SECOND: &str =
    "<</Type/Annot/Subtype/Widget/Parent 18 0 R/T(second)/F 4/P 3 0 R/Rect[100 260 300 280]>>";
const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const DRAWING: &str = "/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</Helv 15 0 R>>>>";
const MARK: &str = "/Type/XObject/Subtype/Form/BBox[0 0 12 12]";

/// A form with a field of each kind.
fn form() -> PdfMaker {
    form_with(&[])
}

/// The same with other objects in the place of its own, or besides.
fn form_with(other: &[(u32, &str)]) -> PdfMaker {
    let mut maker = PdfMaker::new();
    let own = [
        (1, CATALOG),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>"),
        (3, PAGE),
        (5, FORM),
        (6, NAME),
        (7, CHECK),
        (8, RADIO),
        (9, LIST),
        (13, RADIO_A),
        (14, RADIO_B),
        (15, HELVETICA),
        (16, "<</Off 11 0 R/a 17 0 R>>"),
        (18, GROUP),
        (19, FIRST),
        (20, SECOND),
    ];
    let kept = own.iter().filter(|(number, _)| other.iter().all(|(other, _)| other != number));
    for (number, value) in kept.chain(other) {
        maker.object(*number, value);
    }
    maker.stream(4, "", b"BT /Helv 12 Tf 50 700 Td (Hello) Tj ET BT /Helv 12 Tf 50 104 Td (Name) Tj ET");
    maker.stream(10, DRAWING, b"/Tx BMC EMC");
    maker.stream(11, MARK, b"").stream(12, MARK, b"0 0 m 12 12 l S").stream(17, MARK, b"0 12 m 12 0 l S");
    maker.finish_table();
    maker
}

/// A drawing of this text, as writers make it.
fn text(text: &str) -> Vec<u8> {
    format!("/Tx BMC q 1 1 198 18 re W n BT /Helv 10 Tf 0 g 2 6 Td ({text}) Tj ET Q EMC").into_bytes()
}

/// The form filled in with these objects, and with streams as forms of their own.
fn filled(mut maker: PdfMaker, objects: &[(u32, String)], drawings: &[(u32, &[u8])]) -> PdfMaker {
    for (number, value) in objects {
        maker.object(*number, value);
    }
    for (number, data) in drawings {
        maker.stream(*number, DRAWING, data);
    }
    maker.finish_table();
    maker
}

fn change(from: &str, old: &str, new: &str) -> String {
    let changed = from.replace(old, new);
    assert_ne!(changed, from, "{old}");
    changed
}

fn with(field: &str, entries: &str) -> String {
    format!("{}{entries}>>", field.strip_suffix(">>").unwrap())
}

/// Asserts that fields were filled in, and what is of concern about it.
#[track_caller]
fn assert_filled(maker: &PdfMaker, expected: &[(&str, &[Concern])]) {
    let changes = last(maker.bytes());
    assert_eq!(changes.class, ChangeClass::FormFilling, "{:?}", changes.unexplained);
    let found: Vec<(String, Vec<Concern>)> = changes
        .changes
        .iter()
        .map(|change| match &change.what {
            What::FieldFilled { field } => (field.clone(), change.concerns.clone()),
            other => (format!("{other:?}"), change.concerns.clone()),
        })
        .collect();
    let expected: Vec<_> =
        expected.iter().map(|(name, concerns)| ((*name).to_owned(), concerns.to_vec())).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn assert_refused(maker: &PdfMaker, object: u32, what: Unexpected) {
    super::assert_refused(maker, object, what);
}

#[test]
fn text_with_its_appearance_is_explained() {
    // A new stream.
    let named = with(&change(NAME, "10 0 R", "30 0 R"), "/V(An)/M(D:2026)");
    assert_filled(&filled(form(), &[(6, named)], &[(30, &text("An"))]), &[("name", &[])]);
    // The old one overwritten.
    assert_filled(&filled(form(), &[(6, with(NAME, "/V(An)"))], &[(10, &text("An"))]), &[("name", &[])]);
    // The value in an object of its own.
    let named = with(&change(NAME, "10 0 R", "30 0 R"), "/V 31 0 R");
    let objects = [(6, named), (31, "<FEFF0041006E>".to_owned())];
    assert_filled(&filled(form(), &objects, &[(30, &text("An"))]), &[("name", &[])]);
    // Without its field, nobody can tell what a stream is for.
    assert_refused(&filled(form(), &[], &[(10, &text("An"))]), 10, Unexpected::Replaced);
}

#[test]
fn a_field_of_a_group_goes_by_its_full_name() {
    let first = with(FIRST, "/V(An)/AP<</N 30 0 R>>");
    let second = with(SECOND, "/V(Binh)/AP<</N 31 0 R>>");
    let maker = filled(form(), &[(19, first), (20, second)], &[(30, &text("An")), (31, &text("Binh"))]);
    assert_filled(&maker, &[("group.first", &[]), ("group.second", &[])]);
}

#[test]
fn boxes_and_buttons_are_explained() {
    let checked = change(CHECK, "/V/Off/AS/Off", "/V/Yes/AS/Yes");
    assert_filled(&filled(form(), &[(7, checked)], &[]), &[("agree", &[])]);
    let objects = [
        (8, change(RADIO, "/V/a", "/V/b")),
        (13, change(RADIO_A, "/AS/a", "/AS/Off")),
        (14, change(RADIO_B, "/AS/Off", "/AS/b")),
    ];
    assert_filled(&filled(form(), &objects, &[]), &[("choice", &[])]);
}

#[test]
fn a_choice_is_drawn_by_its_label() {
    let chosen = with(LIST, "/V(2)/I[1]/AP<</N 30 0 R>>");
    assert_filled(&filled(form(), &[(9, chosen.clone())], &[(30, &text("Hue"))]), &[("unit", &[])]);
    for (field, drawn) in [
        (chosen.clone(), "2"),
        (chosen.clone(), "Hanoi"),
        (change(&chosen, "/I[1]", "/I[0]"), "Hue"),
        (change(&chosen, "/I[1]", "/I[7]"), "Hue"),
    ] {
        let maker = filled(form(), &[(9, field)], &[(30, &text(drawn))]);
        assert_filled(&maker, &[("unit", &[Concern::AppearanceDiffers])]);
    }
}

#[test]
fn a_value_that_is_not_drawn_is_of_concern() {
    use Concern::AppearanceMissing;
    assert_filled(&filled(form(), &[(6, with(NAME, "/V(An)"))], &[]), &[("name", &[AppearanceMissing])]);
    assert_filled(
        &filled(form(), &[(19, with(FIRST, "/V(An)"))], &[]),
        &[("group.first", &[AppearanceMissing])],
    );
    // The same where readers draw it themselves.
    let redrawn = with(FORM, "/NeedAppearances true");
    let maker = filled(form_with(&[(5, &redrawn)]), &[(6, with(NAME, "/V(An)"))], &[]);
    assert_filled(&maker, &[("name", &[AppearanceMissing])]);
    // A box whose value and state part.
    let value = change(CHECK, "/V/Off", "/V/Yes");
    assert_filled(&filled(form(), &[(7, value)], &[]), &[("agree", &[AppearanceMissing])]);
    let state = change(CHECK, "/AS/Off", "/AS/Yes");
    assert_filled(&filled(form(), &[(7, state)], &[]), &[("agree", &[Concern::AppearanceDiffers])]);
    let unknown = change(CHECK, "/V/Off/AS/Off", "/V/Perhaps/AS/Perhaps");
    assert_filled(&filled(form(), &[(7, unknown)], &[]), &[("agree", &[AppearanceMissing])]);
    // Nobody sees it.
    let hidden = change(NAME, "/F 4", "/F 2");
    let maker = filled(form_with(&[(6, &hidden)]), &[(6, with(&hidden, "/V(An)"))], &[]);
    assert_filled(&maker, &[("name", &[])]);
}

#[test]
fn a_value_that_is_drawn_as_another_is_of_concern() {
    let named = with(&change(NAME, "10 0 R", "30 0 R"), "/V(100)");
    let draws: &[&[u8]] = &[
        &text("900"),
        &text("1000"),
        b"",
        // Nobody sees it, and something else is painted.
        b"BT /Helv 10 Tf 3 Tr 2 6 Td (100) Tj ET 0 0 m 5 10 l 10 0 l f",
        b"BT /Helv 10 Tf 2 6 Td (100) Tj ET 0 0 m 5 10 l 10 0 l f",
        // Outside of the box, or cut off.
        b"BT /Helv 10 Tf 300 6 Td (100) Tj ET",
        b"q 0 0 7 20 re W n BT /Helv 10 Tf 2 6 Td (100) Tj ET Q",
        b"BT /Missing 10 Tf 2 6 Td (100) Tj ET",
        b"BT /Helv 10 Tf 2 6 Td (100) Tj ET BI /W 1 /H 1 /BPC 8 /CS /G ID x EI",
    ];
    for draw in draws {
        let maker = filled(form(), &[(6, named.clone())], &[(30, draw)]);
        let changes = last(maker.bytes());
        assert_eq!(changes.class, ChangeClass::FormFilling, "{:?}", changes.unexplained);
        let concerns = &changes.changes[0].concerns;
        assert_eq!(concerns, &[Concern::AppearanceDiffers], "{:?}", String::from_utf8_lossy(draw));
    }
    // Drawn anew, and otherwise than before.
    let had = || form_with(&[(6, &with(NAME, "/V(100)"))]);
    let renewed = with(&change(NAME, "10 0 R", "30 0 R"), "/V(100)");
    let maker = filled(had(), &[(6, renewed.clone())], &[(30, &text("900"))]);
    assert_filled(&maker, &[("name", &[Concern::AppearanceDiffers])]);
    let maker = filled(had(), &[(6, renewed)], &[(30, &text("100"))]);
    assert_filled(&maker, &[("name", &[])]);
    // The picture of a box.
    let checked = change(CHECK, "/V/Off/AS/Off", "/V/Yes/AS/Yes");
    let maker = filled(form(), &[(7, change(&checked, "12 0 R", "30 0 R"))], &[(30, b"")]);
    assert_filled(&maker, &[("agree", &[Concern::AppearanceDiffers])]);
}

#[test]
fn rich_text_says_what_the_value_says() {
    let named = |rich: &str| with(&change(NAME, "10 0 R", "30 0 R"), &format!("/V(a<b)/RV({rich})"));
    let good = "<?xml version=\"1.0\"?><body><p>a&lt;b</p></body>";
    assert_filled(&filled(form(), &[(6, named(good))], &[(30, &text("a<b"))]), &[("name", &[])]);
    let maker = filled(form(), &[(6, named("<body><p>a&lt;c</p></body>"))], &[(30, &text("a<b"))]);
    assert_filled(&maker, &[("name", &[Concern::AppearanceDiffers])]);
    let maker =
        filled(form(), &[(6, named("<!DOCTYPE a [<!ENTITY x 'y'>]><p>a&lt;b</p>"))], &[(30, &text("a<b"))]);
    assert_refused(&maker, 6, Unexpected::Field { key: "RV".into() });
    // One that was there before and stays behind.
    let had = with(NAME, "/V(a)/RV(<p>a</p>)");
    let next = change(&change(&had, "/V(a)", "/V(b)"), "10 0 R", "30 0 R");
    let maker = filled(form_with(&[(6, &had)]), &[(6, next)], &[(30, &text("b"))]);
    assert_filled(&maker, &[("name", &[Concern::AppearanceDiffers])]);
}

#[test]
fn a_filled_field_that_hides_the_page_is_of_concern() {
    let over = change(NAME, "[100 100 300 120]", "[40 90 240 130]");
    let named = with(&change(&over, "10 0 R", "30 0 R"), "/V(An)");
    let opaque = [b"1 g 0 0 200 20 re f ".as_slice(), &text("An")].concat();
    let base = || form_with(&[(6, &over)]);
    let maker = filled(base(), &[(6, named.clone())], &[(30, &opaque)]);
    assert_filled(&maker, &[("name", &[Concern::CoversContent])]);
    assert_filled(&filled(base(), &[(6, named)], &[(30, &text("An"))]), &[("name", &[])]);
    // Beside the text, it may have a background.
    let aside = with(&change(NAME, "10 0 R", "30 0 R"), "/V(An)");
    assert_filled(&filled(form(), &[(6, aside)], &[(30, &opaque)]), &[("name", &[])]);
    // A box that was made ready to hide the page when it is checked.
    let wide = change(&change(CHECK, "[100 140 112 152]", "[0 0 595 842]"), "12 0 R", "26 0 R");
    let mut base = form_with(&[(7, &wide)]);
    base.stream(26, MARK, b"1 g 0 0 12 12 re f").finish_table();
    let checked = change(&wide, "/V/Off/AS/Off", "/V/Yes/AS/Yes");
    assert_filled(&filled(base, &[(7, checked)], &[]), &[("agree", &[Concern::CoversContent])]);
    // A lie about the page does not help.
    let elsewhere = change(&over, "/P 3 0 R", "/P 2 0 R");
    let named = with(&change(&elsewhere, "10 0 R", "30 0 R"), "/V(An)");
    let maker = filled(form_with(&[(6, &elsewhere)]), &[(6, named)], &[(30, &opaque)]);
    assert_filled(&maker, &[("name", &[Concern::CoversContent])]);
}

#[test]
fn a_field_changes_in_nothing_but_its_value() {
    for (entries, key) in [
        ("/A<</S/JavaScript/JS(x)>>", "A"),
        ("/AA<</K<</S/JavaScript/JS(x)>>>>", "AA"),
        ("/OC 3 0 R", "OC"),
        ("/MK<</BG[1]>>", "MK"),
        ("/DV(x)", "DV"),
        ("/MaxLen 2", "MaxLen"),
        ("/Q 1", "Q"),
        ("/TU(x)", "TU"),
        ("/TM(x)", "TM"),
        ("/Kids[19 0 R]", "Kids"),
        ("/Parent 18 0 R", "Parent"),
        ("/Opt[(x)]", "Opt"),
        ("/BS<</W 9>>", "BS"),
        ("/DS(color:white)", "DS"),
        ("/Ff 2", "Ff"),
        ("/Ff 8193", "Ff"),
        ("/I[0]", "I"),
        ("/V 3 0 R", "V"),
        ("/V/An", "V"),
        ("/V[(An)]", "V"),
        ("/V<<>>", "V"),
        ("/V[3 0 R]", "V"),
        ("/M 3", "M"),
        ("/M 4 0 R", "M"),
        ("/AS 3", "AS"),
    ] {
        let changes = last(filled(form(), &[(6, with(NAME, entries))], &[]).bytes());
        let is_allowed = entries == "/I[0]";
        assert_eq!(changes.class == ChangeClass::Unexplained, !is_allowed, "{entries}: {changes:?}");
        let named = |item: &Unexpected| {
            *item == Unexpected::Field { key: key.into() } || *item == Unexpected::FieldTree
        };
        assert!(
            is_allowed || changes.unexplained.iter().any(|item| named(&item.what)),
            "{entries}: {changes:?}"
        );
    }
    for (old, new) in [
        ("/T(name)", "/T(other)"),
        ("/FT/Tx", "/FT/Ch"),
        ("/FT/Tx", ""),
        ("/Rect[100 100 300 120]", "/Rect[100 100 300 220]"),
        ("/F 4", "/F 6"),
        ("/F 4", ""),
        ("/F 4", "/F 132"),
        ("/DA(/Helv 10 Tf 0 g)", "/DA(/Helv 10 Tf 1 g)"),
        ("/P 3 0 R", "/P 2 0 R"),
        ("/Subtype/Widget", "/Subtype/Stamp"),
        ("/AP<</N 10 0 R>>", ""),
        ("/AP<</N 10 0 R>>", "/AP<</N 10 0 R/D 10 0 R>>"),
        ("/AP<</N 10 0 R>>", "/AP<</N 11 0 R>>"),
        ("/AP<</N 10 0 R>>", "/AP<</N 4 0 R>>"),
        ("/AP<</N 10 0 R>>", "/AP<<>>"),
        ("/AP<</N 10 0 R>>", "/AP 16 0 R"),
        ("/AP<</N 10 0 R>>", "/AP<</N<</Off 10 0 R>>>>"),
    ] {
        let changes = last(filled(form(), &[(6, change(NAME, old, new))], &[]).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{new}");
    }
    // Read-only is what some writers make it in the end.
    assert_filled(&filled(form(), &[(6, with(NAME, "/Ff 1"))], &[]), &[("name", &[])]);
    let twice = with(NAME, "/V(a)/V(b)");
    assert_refused(&filled(form(), &[(6, twice)], &[]), 6, Unexpected::DuplicateKey { key: "V".into() });
}

#[test]
fn an_appearance_that_something_else_uses_is_not_overwritten() {
    let named = || [(6, with(NAME, "/V(An)"))];
    // Another field, the page, an appearance as a resource of another, the resources of the form, the trailer.
    for (number, other) in [
        (9, with(LIST, "/AP<</N 10 0 R>>")),
        (3, change(PAGE, "/Contents 4 0 R", "/Contents[4 0 R 10 0 R]")),
        (3, change(PAGE, "/Resources<<", "/Resources<</XObject<</X 10 0 R>>")),
        (5, change(FORM, "/DR<<", "/DR<</XObject<</X 10 0 R>>")),
        (16, "<</Off 11 0 R/a 10 0 R>>".to_owned()),
        (1, change(CATALOG, "/AcroForm", "/Extra 10 0 R/AcroForm")),
    ] {
        let maker = filled(form_with(&[(number, &other)]), &named(), &[(10, &text("An"))]);
        assert_refused(&maker, 10, Unexpected::Shared { by: number });
    }
    // A dictionary of states that buttons of two fields have in common.
    let both = change(CHECK, "/AP<</N<</Off 11 0 R/Yes 12 0 R>>>>", "/AP<</N 16 0 R>>");
    let objects = [(13, change(RADIO_A, "/AS/a", "/AS/Off"))];
    let maker = filled(form_with(&[(7, &both)]), &objects, &[(17, b"")]);
    assert_refused(&maker, 16, Unexpected::Shared { by: 7 });
    // What is drawn with it, and is no appearance itself.
    let maker =
        filled(form(), &[(6, with(NAME, "/V(An)")), (15, change(HELVETICA, "WinAnsi", "MacRoman"))], &[]);
    assert_refused(&maker, 15, Unexpected::Replaced);
}

#[test]
fn appearances_are_made_of_what_draws() {
    let named = || with(&change(NAME, "10 0 R", "30 0 R"), "/V(An)");
    let refused = |entries: &str, more: &[(u32, &str)]| {
        let mut maker = form();
        maker.object(6, named());
        for (number, value) in more {
            maker.object(*number, value);
        }
        maker.stream(30, entries, &text("An")).finish_table();
        let changes = last(maker.bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{entries}: {changes:?}");
        changes
    };
    for entries in [
        "/Subtype/Form/BBox[0 0 200 20]/OC 31 0 R",
        "/Subtype/Form/BBox[0 0 200 20]/Resources<</Properties<</P 31 0 R>>>>",
        "/Subtype/Form/BBox[0 0 200 20]/Resources<</XObject<</X 31 0 R>>>>",
        "/Subtype/Form/BBox[0 0 200 20]/Resources<</ExtGState<</G<</SMask<</G 31 0 R>>>>>>>>",
        "/Subtype/Form/BBox[0 0 200 20]/Metadata 31 0 R",
        "/Subtype/Form/BBox[0 0 200 20]/Ref<</F(x)/Page 0>>",
        "/Subtype/Form/BBox[0 0 200 20]/AA<<>>",
        "/Subtype/Image/Width 1/Height 1",
        "/Subtype/Form/BBox[0 0 200 20]/F(file)",
        "/Type/ObjStm/Subtype/Form/BBox[0 0 200 20]",
        "/Subtype/Form/BBox[0 0 200 20]/Resources 31 0 R/Resources<<>>",
    ] {
        refused(entries, &[(31, "<</Type/OCG/Name(x)>>")]);
    }
    // A page, an annotation, a field as a resource.
    for resource in ["<</Type/Page/Parent 2 0 R>>", "<</Type/Annot/AP<</N 10 0 R>>>>", "<</Kids[6 0 R]>>"] {
        refused("/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 31 0 R>>>>", &[(31, resource)]);
    }
    // An object that waits for the next update.
    refused("/Subtype/Form/BBox[0 0 200 20]", &[(31, HELVETICA)]);
    // Forms inside of forms, an image with a mask, a font with all its parts, one of the form's own: as they are made.
    let mut maker = form();
    maker.object(6, named());
    maker.object(31, "<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 32 0 R/Widths 33 0 R/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 33>>");
    maker.object(32, "<</Type/FontDescriptor/FontName/A/FontFile2 34 0 R>>").object(33, "[500 500]");
    maker.stream(34, "/Length1 3", b"abc");
    maker.stream(
        30,
        "/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</Helv 15 0 R/A 31 0 R/F 31 0 R>>/ProcSet[/PDF]>>",
        &text("An"),
    );
    maker.finish_table();
    assert_filled(&maker, &[("name", &[])]);
}
