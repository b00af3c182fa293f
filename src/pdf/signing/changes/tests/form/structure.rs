//! The form itself and the tree of its fields.

use super::super::super::rule::{Concern, What};
use super::super::{ChangeClass, Unexpected, changes, last};
use super::{
    CATALOG, FIRST, FORM, GROUP, HELVETICA, LIST, NAME, PAGE, assert_filled, assert_refused, change, filled,
    form, form_with, text, with,
};

#[test]
fn the_tree_of_fields_stays() {
    // Two fields of before under one name.
    let again = form_with(&[(9, &change(LIST, "/T(unit)", "/T(name)"))]);
    let named = with(&change(NAME, "10 0 R", "30 0 R"), "/V(An)");
    let maker = filled(again, &[(6, named.clone())], &[(30, &text("An"))]);
    assert_filled(&maker, &[("name", &[Concern::AppearanceDiffers])]);
    // One field under two parents, so that a lock of one name could be evaded by the other.
    let twice = form_with(&[(18, &change(GROUP, "[19 0 R", "[6 0 R 19 0 R"))]);
    assert_refused(&filled(twice, &[(6, named.clone())], &[(30, &text("An"))]), 6, Unexpected::FieldTree);
    // Parents that are their own kids.
    let circle = form_with(&[(18, &change(GROUP, "[19 0 R", "[18 0 R 19 0 R"))]);
    let first = with(FIRST, "/V(An)/AP<</N 30 0 R>>");
    assert_filled(&filled(circle, &[(19, first)], &[(30, &text("An"))]), &[("group.first", &[])]);
    // A value for a whole group.
    assert_refused(&filled(form(), &[(18, with(GROUP, "/V(x)"))], &[]), 18, Unexpected::FieldTree);
    for kids in ["[19 0 R]", "[20 0 R 19 0 R]", "[19 0 R 20 0 R 6 0 R]", "[]"] {
        let changed = change(GROUP, "[19 0 R 20 0 R]", kids);
        assert_refused(&filled(form(), &[(18, changed)], &[]), 18, Unexpected::Field { key: "Kids".into() });
    }
    // A list of kids that is an object of its own.
    let own = form_with(&[(18, &change(GROUP, "[19 0 R 20 0 R]", "29 0 R")), (29, "[19 0 R 20 0 R]")]);
    assert_refused(&filled(own, &[(29, "[20 0 R]".into())], &[]), 29, Unexpected::Replaced);
    // A field that stands in the list itself: what is drawn for its widget has no value to be compared with.
    let direct = form_with(&[
        (5, &change(FORM, "18 0 R]", "<</T(direct)/FT/Tx/V(1)/Kids[19 0 R]>>]")),
        (19, &change(FIRST, "/Parent 18 0 R/T(first)", "/AP<</N 10 0 R>>")),
        (6, &change(NAME, "/AP<</N 10 0 R>>", "")),
    ]);
    let widget = change(FIRST, "/Parent 18 0 R/T(first)", "/AP<</N 30 0 R>>");
    let changes = last(filled(direct, &[(19, widget)], &[(30, &text("9"))]).bytes());
    assert_eq!(changes.class, ChangeClass::Unexplained, "{changes:?}");
}

#[test]
fn the_form_says_no_more_than_before() {
    let forms = |entries: &str| filled(form(), &[(5, with(FORM, entries))], &[]);
    for (entries, key) in [
        ("/XFA 4 0 R", "XFA"),
        ("/XFA[(x) 4 0 R]", "XFA"),
        ("/CO[6 0 R]", "CO"),
        ("/Q 2", "Q"),
        ("/SigFlags 5", "SigFlags"),
        ("/NeedAppearances 1", "NeedAppearances"),
        ("/AA<<>>", "AA"),
    ] {
        assert_refused(&forms(entries), 5, Unexpected::Form { key: key.into() });
    }
    let changes = last(forms("/SigFlags 3").bytes());
    assert_eq!((changes.class, changes.unexplained.as_slice()), (ChangeClass::Nothing, &[][..]));
    for (old, new, key) in [
        ("/DA(/Helv 10 Tf 0 g)", "/DA(/Helv 10 Tf 1 g)", "DA"),
        ("/DA(/Helv 10 Tf 0 g)", "", "DA"),
        ("/DR<</Font<</Helv 15 0 R>>>>", "", "DR"),
        ("<</Helv 15 0 R>>", "<</Helv 7 0 R>>", "DR"),
        ("<</Helv 15 0 R>>", "<<>>", "DR"),
        ("/DR<</Font<</Helv 15 0 R>>>>", "/DR<<>>", "DR"),
        ("/DR<<", "/DR<</Properties<</P 7 0 R>>", "DR"),
    ] {
        let maker = filled(form(), &[(5, change(FORM, old, new))], &[]);
        assert_refused(&maker, 5, Unexpected::Form { key: key.into() });
    }
    for (old, new) in [
        ("[6 0 R", "[7 0 R"),
        ("[6 0 R", "["),
        ("18 0 R]", "18 0 R 6 0 R]"),
        ("[6 0 R 7 0 R", "[7 0 R 6 0 R"),
    ] {
        let changes = last(filled(form(), &[(5, change(FORM, old, new))], &[]).bytes());
        assert!(changes.unexplained.iter().any(|item| item.what == Unexpected::Fields), "{new}");
    }
    // A font more, for what is filled in.
    let more = change(FORM, "/Helv 15 0 R", "/Helv 15 0 R/More 31 0 R");
    let maker = filled(form(), &[(5, more.clone()), (31, HELVETICA.into())], &[]);
    let changes = last(maker.bytes());
    assert_eq!((changes.class, changes.unexplained.as_slice()), (ChangeClass::Nothing, &[][..]));
    // Where readers draw all fields, one of them may have asked for a font of this name.
    let redrawn = form_with(&[(5, &with(FORM, "/NeedAppearances true"))]);
    let maker = filled(redrawn, &[(5, with(&more, "/NeedAppearances true")), (31, HELVETICA.into())], &[]);
    assert_refused(&maker, 5, Unexpected::Form { key: "DR".into() });
    // Resources that a page has in common with the form.
    let own = change(FORM, "/DR<</Font<</Helv 15 0 R>>>>", "/DR 28 0 R");
    let shared = change(PAGE, "/Resources<</Font<</Helv 15 0 R>>>>", "/Resources 28 0 R");
    let base = form_with(&[(5, &own), (3, &shared), (28, "<</Font<</Helv 15 0 R>>>>")]);
    let maker =
        filled(base, &[(28, "<</Font<</Helv 15 0 R/More 31 0 R>>>>".into()), (31, HELVETICA.into())], &[]);
    assert_refused(&maker, 28, Unexpected::Shared { by: 3 });
    let base = form_with(&[(5, &own), (3, &shared), (28, "<</Font 29 0 R>>"), (29, "<</Helv 15 0 R>>")]);
    let maker = filled(base, &[(29, "<</Helv 15 0 R/More 31 0 R>>".into()), (31, HELVETICA.into())], &[]);
    assert_refused(&maker, 28, Unexpected::Shared { by: 3 });
}

#[test]
fn a_form_that_made_no_sense_is_not_replaced() {
    for (broken, more) in
        [("/AcroForm 7", &[][..]), ("/AcroForm[5 0 R]", &[]), ("/AcroForm 29 0 R", &[(29, "7")])]
    {
        let catalog = change(CATALOG, "/AcroForm 5 0 R", broken);
        let base = || form_with(&[&[(1, catalog.as_str())], more].concat());
        let changes = last(filled(base(), &[(1, CATALOG.into())], &[]).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{broken}");
    }
    let catalog = change(CATALOG, "/AcroForm 5 0 R", "/AcroForm 29 0 R");
    let maker = filled(form_with(&[(1, &catalog), (29, "7")]), &[(29, FORM.into())], &[]);
    assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained);
}

#[test]
fn long_names_of_parents_cost_what_they_take() {
    let name = "n".repeat(60_000);
    let kids: String = (100..700).map(|number| format!("{number} 0 R ")).collect();
    let group = format!("<</T({name})/FT/Tx/Kids[19 0 R 20 0 R {kids}]>>");
    let kids: Vec<(u32, String)> =
        (100..700).map(|number| (number, format!("<</T(a{number})/Kids[]>>"))).collect();
    let mut own: Vec<(u32, &str)> = kids.iter().map(|(number, kid)| (*number, kid.as_str())).collect();
    own.push((18, &group));
    let maker = filled(form_with(&own), &[(19, with(FIRST, "/V(An)"))], &[]);
    let limits = crate::limits::Limits::default();
    let document = crate::pdf::Document::open(maker.bytes(), &limits).unwrap();
    let error = changes(&document, 1, &limits).unwrap_err();
    assert_eq!(error.kind(), crate::error::ErrorKind::LimitExceeded);
}

#[test]
fn who_draws_the_fields_is_told() {
    let display = |concern: Concern| -> (String, Vec<Concern>) {
        (format!("{:?}", What::Form { key: "NeedAppearances".into() }), vec![concern])
    };
    for (before, after, concern) in [
        ("", "/NeedAppearances true", Concern::AppearanceMissing),
        ("/NeedAppearances true", "", Concern::AppearanceDiffers),
        ("/NeedAppearances true", "/NeedAppearances false", Concern::AppearanceDiffers),
    ] {
        let maker = filled(form_with(&[(5, &with(FORM, before))]), &[(5, with(FORM, after))], &[]);
        let (name, concerns) = display(concern);
        assert_filled(&maker, &[(&name, &concerns)]);
    }
}

#[test]
fn a_form_with_another_version_of_itself_is_of_concern() {
    let base = || form_with(&[(5, &with(FORM, "/XFA 27 0 R")), (27, "(<xfa/>)")]);
    let named = with(&change(NAME, "10 0 R", "30 0 R"), "/V(An)");
    let maker = filled(base(), &[(6, named.clone())], &[(30, &text("An"))]);
    assert_filled(&maker, &[("name", &[Concern::AppearanceDiffers])]);
    let maker = filled(base(), &[(6, named), (27, "(<other/>)".into())], &[(30, &text("An"))]);
    assert_refused(&maker, 27, Unexpected::Replaced);
}
