//! What our own writers make.

use super::super::super::{StoreEntry, plan_timestamp, store_update, timestamp_update};
use super::{ChangeClass, DER, Rule, all, classes, document};
use crate::limits::Limits;
use crate::pdf::{Document, pdf_maker};

fn with_store(bytes: &[u8], key: Option<&str>, data: &[&[u8]]) -> Vec<u8> {
    let limits = Limits::default();
    let document = Document::open(bytes, &limits).unwrap();
    let entry = StoreEntry {
        key: key.map(str::to_owned),
        certificates: data.to_vec(),
        crls: vec![data[0]],
        ocsps: data.to_vec(),
    };
    let update = store_update(&document, None, &[entry], &limits).unwrap().unwrap();
    [bytes, &update].concat()
}

fn with_timestamp(bytes: &[u8]) -> Vec<u8> {
    let limits = Limits::default();
    let document = Document::open(bytes, &limits).unwrap();
    let plan = plan_timestamp(&document, None, &limits).unwrap();
    let update = timestamp_update(&document, None, &plan, 100, &limits).unwrap();
    [bytes, &update.with_contents(DER).unwrap()].concat()
}

/// The files that an update is appended to.
fn bases() -> Vec<(&'static str, Vec<u8>)> {
    let form = |catalog: &str, more: &[(u32, &str)]| {
        let mut maker = document(&[]);
        maker.object(1, format!("<</Type/Catalog/Pages 2 0 R {catalog}>>"));
        for (number, value) in more {
            maker.object(*number, value);
        }
        maker.finish_table();
        maker.into_bytes()
    };
    let field = (6, "<</FT/Tx/T(a)/Rect[0 0 9 9]/Subtype/Widget>>");
    vec![
        ("classic", pdf_maker::classic()),
        ("modern", pdf_maker::modern()),
        ("linearized", pdf_maker::linearized()),
        ("a direct form", form("/AcroForm<</Fields[6 0 R]/DA(/F 0 Tf)>>", &[field])),
        ("a form", form("/AcroForm 5 0 R", &[(5, "<</Fields[6 0 R]/NeedAppearances true>>"), field])),
        (
            "a form with a list of its own",
            form("/AcroForm 5 0 R", &[(5, "<</Fields 7 0 R/SigFlags 1>>"), field, (7, "[6 0 R]")]),
        ),
        ("annotations", form("", &[(3, "<</Type/Page/Parent 2 0 R/Annots[6 0 R]>>"), field])),
        (
            "annotations of their own",
            form("", &[(3, "<</Type/Page/Parent 2 0 R/Annots 7 0 R>>"), field, (7, "[6 0 R]")]),
        ),
        ("extensions", form("/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 3>>>>", &[])),
        (
            "extensions of their own",
            form("/Extensions 5 0 R", &[(5, "<</ADBE<</BaseVersion/1.7/ExtensionLevel 3>>>>")]),
        ),
    ]
}

#[test]
fn validation_data_and_timestamps_are_explained_again_and_again() {
    use ChangeClass::{DocumentTimestamp, ValidationData};
    for (name, base) in bases() {
        let before = Document::open(&base, &Limits::default()).unwrap().revisions().len();
        let mut bytes = base;
        for round in 0u8..3 {
            let key = format!("{round:040X}");
            bytes = with_store(&bytes, Some(&key), &[&[0x30, 1, round], DER]);
            bytes = with_timestamp(&bytes);
        }
        let later = all(&bytes).split_off(before - 1);
        let found: Vec<_> =
            later.iter().map(|changes| (changes.class, changes.unexplained.clone())).collect();
        let good = [ValidationData, DocumentTimestamp].repeat(3).into_iter().map(|class| (class, Vec::new()));
        assert_eq!(found, good.collect::<Vec<_>>(), "{name}");
        assert!(later.iter().all(|c| c.signatures.is_empty() != (c.class == DocumentTimestamp)), "{name}");
    }
}

#[test]
fn the_explanation_names_each_object() {
    let bytes = with_timestamp(&with_store(&pdf_maker::classic(), None, &[DER]));
    let rules = |revision: usize| -> Vec<_> {
        all(&bytes)[revision].explained.iter().map(|explained| (explained.object, explained.rule)).collect()
    };
    use Rule::{Catalog, DocumentTimestamp, Page, ValidationData};
    assert_eq!(rules(0)[0], (1, Catalog));
    assert!(rules(0).len() > 2 && rules(0)[1..].iter().all(|(_, rule)| *rule == ValidationData));
    let timestamp: Vec<_> = rules(1).into_iter().map(|(_, rule)| rule).collect();
    assert_eq!(timestamp, [Catalog, Page, DocumentTimestamp, DocumentTimestamp]);
}

#[test]
fn the_first_revision_and_those_that_do_not_exist_change_nothing() {
    let bytes = pdf_maker::classic();
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    for revision in [0, 1, usize::MAX] {
        let changes = super::changes(&document, revision, &Limits::default()).unwrap();
        assert_eq!(changes.class, ChangeClass::Nothing);
    }
    assert_eq!(classes(&bytes), []);
}
