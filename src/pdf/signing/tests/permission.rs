//! What a signature states about changes after it, said in one place or in several.

use super::super::{Certification, LockAction, Permission, signatures};
use super::with_catalog;
use crate::limits::Limits;
use crate::pdf::Document;

/// What the only signature states. `permissions` is /Perms, `lock` the /Lock of the field, `reference` what stands in
/// /Reference.
fn stated(permissions: &str, lock: &str, reference: &str, more: &[(u32, &str)]) -> Permission {
    let field = format!("<< /FT /Sig /T (S) /V 11 0 R /Subtype /Widget /Rect [0 0 0 0] {lock} >>");
    let value =
        format!("<< /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents <00> /Reference [{reference}] >>");
    let objects: Vec<(u32, &str)> =
        [(10, field.as_str()), (11, &value)].iter().chain(more).copied().collect();
    let file = with_catalog(&format!("/AcroForm << /Fields [10 0 R] /SigFlags 3 >> {permissions}"), &objects);
    let document = Document::open(&file, &Limits::default()).unwrap();
    let found = signatures(&document, &Limits::default()).unwrap();
    let view = document.latest();
    Permission::stated(&view, &found[0], Permission::named(&view).unwrap()).unwrap()
}

fn certification(level: &str) -> String {
    format!("<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /P {level} /V /1.2 >> >>")
}

const NAMED: &str = "/Perms << /DocMDP 11 0 R >>";

#[test]
fn a_certification_is_read_from_reference_permissions_and_lock() {
    use Certification::{Annotations, FormFilling, NoChanges};
    for (permissions, lock, reference, expected, is_conflicting) in [
        ("", "", String::new(), None, false),
        (NAMED, "", certification("3"), Some(Annotations), false),
        (NAMED, "", certification("2"), Some(FormFilling), false),
        ("", "", certification("1"), Some(NoChanges), false),
        // Table 257: 2 if nothing is said.
        (NAMED, "", String::new(), Some(FormFilling), false),
        (
            NAMED,
            "",
            "<< /TransformMethod /DocMDP /TransformParams << >> >>".to_owned(),
            Some(FormFilling),
            false,
        ),
        ("", "/Lock << /Action /All /P 1 >>", String::new(), Some(NoChanges), false),
        // The strictest counts, and the others are told.
        (NAMED, "/Lock << /Action /Include /Fields [(a)] /P 1 >>", certification("3"), Some(NoChanges), true),
        ("/Perms << /DocMDP 20 0 R >>", "", certification("3"), Some(NoChanges), true),
        // What makes no sense allows nothing.
        (NAMED, "", certification("7"), Some(NoChanges), false),
        (NAMED, "", certification("(2)"), Some(NoChanges), false),
        (NAMED, "", certification("30 0 R"), Some(Annotations), false),
    ] {
        let other = format!("<< /Type /Sig /Reference [{}] >>", certification("1"));
        let found = stated(permissions, lock, &reference, &[(20, &other), (30, "3")]);
        let what = format!("{permissions} {lock} {reference}");
        assert_eq!((found.certification, found.is_conflicting), (expected, is_conflicting), "{what}");
        assert_eq!(found.certifies, reference.contains("DocMDP"), "{what}");
    }
}

#[test]
fn locks_are_read_where_they_are_references_and_an_unknown_action_locks_everything() {
    for (lock, action, fields) in [
        ("/Lock 20 0 R", LockAction::Include, &["a.b", "c"][..]),
        ("/Lock << /Action 21 0 R /Fields 22 0 R >>", LockAction::Exclude, &["c"]),
        ("/Lock << /Action /Whatever /Fields [(a)] >>", LockAction::All, &["a"]),
        ("/Lock << >>", LockAction::All, &[]),
    ] {
        let objects =
            [(20, "<< /Action /Include /Fields [(a.b) 23 0 R] >>"), (21, "/Exclude"), (22, "[23 0 R]")];
        let objects: Vec<_> = objects.into_iter().chain([(23, "(c)")]).collect();
        let found = stated("", lock, "", &objects);
        assert_eq!(found.locks.len(), 1, "{lock}");
        assert_eq!(
            (found.locks[0].action, found.locks[0].fields.as_slice()),
            (action, &fields.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..]),
            "{lock}"
        );
        assert!(!found.is_conflicting, "{lock}");
    }
    let reference = "<< /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(a)] >> >>";
    let both = stated("", "/Lock << /Action /All >>", reference, &[]);
    assert_eq!((both.locks.len(), both.is_conflicting), (2, true));
}

/// A reader that ignored what it cannot read would be the laxer one.
#[test]
fn what_cannot_be_read_forbids_everything() {
    let broken = (20, "<< /Action /Include /Fields [(a");
    let found = stated("", "/Lock 20 0 R", "", &[broken]);
    assert_eq!(found.locks.iter().map(|lock| lock.action).collect::<Vec<_>>(), [LockAction::All]);
    assert_eq!(stated(NAMED, "", "20 0 R", &[broken]).certification, Some(Certification::NoChanges));
    let found = stated("/Perms 20 0 R", "", "", &[broken]);
    assert_eq!(found.certification, Some(Certification::NoChanges));
}
