//! P12, P13 and P14: what the signers forbade (DocMDP, FieldMDP, Lock) is read laxly, or taken away; and one field is
//! filled in so that another changes.

use kyso::{Certification, Code, Verdict};

use crate::annotation::sneaked;
use crate::attack::{Attack, Base};
use crate::base::form::{
    self, ADDRESS, AMOUNT, AMOUNT2, APPEARANCE, LEFT, NAME, SHARED_APPEARANCE, STREET, TOWN, shown,
};
use crate::base::{ALL, FORM, LETTER, Update};
use crate::forge::{self, Places, RANGE, empty_contents};
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P12",
        name: "a locked field is filled in",
        bases: FORM,
        file: |_| locked("/Action /Include /Fields [(Amount)]", |update| fill(update, AMOUNT, "9000000")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a field is filled in that is not among the excluded ones",
        bases: FORM,
        file: |_| {
            locked("/Action /Exclude /Fields [(Amount2) (Name)]", |update| fill(update, AMOUNT, "9000000"))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a field is filled in whose name begins as that of an excluded one",
        bases: FORM,
        file: |_| locked("/Action /Exclude /Fields [(Amount)]", |update| fill(update, AMOUNT2, "9")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a field is filled in where all are locked",
        bases: FORM,
        file: |_| locked("/Action /All", |update| fill(update, NAME, "Lan")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a field is filled in below a locked one",
        bases: FORM,
        file: |_| locked("/Action /Include /Fields [(Address)]", |update| fill(update, STREET, "Trang Thi")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a field is filled in beside an excluded one below the same parent",
        bases: FORM,
        file: |_| locked("/Action /Exclude /Fields [(Address.Street)]", |update| fill(update, TOWN, "Hue")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a field is filled in that is locked by its name in UTF-16",
        bases: FORM,
        file: |_| {
            locked("/Action /Include /Fields [<FEFF0041006D006F0075006E0074>]", |update| {
                fill(update, AMOUNT, "9000000")
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a lock whose action nobody knows, and a field is filled in",
        bases: FORM,
        file: |_| locked("/Action /Nothing /Fields []", |update| fill(update, AMOUNT, "9000000")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a locked field gets another name and is filled in",
        bases: FORM,
        file: |_| {
            locked("/Action /Include /Fields [(Amount)]", |update| {
                update.edit(AMOUNT, "/T (Amount)", "/T (Total)");
                fill(update, AMOUNT, "9000000");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P12",
        name: "a locked field is moved below a parent, so that its full name is another",
        bases: FORM,
        file: |_| {
            locked("/Action /Include /Fields [(Amount)]", |update| {
                update.with(AMOUNT, "/Parent 20 0 R");
                update.push(ADDRESS, "/Kids", "12 0 R");
                fill(update, AMOUNT, "9000000");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P12",
        name: "the lock of the field is overwritten, and what it locked is filled in",
        bases: FORM,
        file: |_| {
            locked("/Action /Include /Fields [(Amount)]", |update| {
                update.edit(form::CLERK, "(Amount)", "(Nobody)");
                fill(update, AMOUNT, "9000000");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked, Code::ChangeField],
    },
    Attack {
        number: "P12",
        name: "a lock in an object of its own, and what it locks is filled in",
        bases: FORM,
        file: |base| {
            let with_lock = base.update(&form::file_with("/Lock 90 0 R"), |update| {
                update
                    .object(90, "<< /Type /SigFieldLock /Action 91 0 R /Fields 92 0 R >>")
                    .object(91, "/Include")
                    .object(92, "[(Amount)]");
            });
            base.update(&signed_by_clerk(&with_lock), |update| fill(update, AMOUNT, "9000000"))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFieldLocked],
    },
    Attack {
        number: "P12",
        name: "a second field of the locked name is added with another value",
        bases: FORM,
        file: |_| {
            locked("/Action /Include /Fields [(Amount)]", |update| {
                let field = update.annotate("<< /Type /Annot /Subtype /Widget /FT /Tx /T (Amount) /V (9000000) /F 4 /Rect [150 710 300 725] >>");
                update.add_field(field);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangeField],
    },
    Attack {
        number: "P12",
        name: "a lock with /P 1, and another field is filled in",
        bases: FORM,
        file: |_| locked("/Action /Include /Fields [(Amount)] /P 1", |update| fill(update, NAME, "Lan")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P12",
        name: "a lock with /P 1, and a note",
        bases: FORM,
        file: |_| {
            locked("/Action /Include /Fields [] /P 1", |update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P12",
        name: "a lock with /P 2 after a certification for notes, and a note",
        bases: FORM,
        file: |base| {
            let mut options = signer::sign_options();
            options.certify = Some(Certification::Annotations);
            options.field = Some("Clerk".to_owned());
            let file = signer::person().sign(
                &form::file_with("/Lock << /Type /SigFieldLock /Action /Include /Fields [] /P 2 >>"),
                &options,
            );
            base.update(&file, |update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P13",
        name: "a field is filled in after a certification against every change",
        bases: FORM,
        file: |base| base.certified_then(Certification::NoChanges, |update| fill(update, AMOUNT, "9000000")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P13",
        name: "the certification says in an update that more is allowed, and a note is added",
        bases: ALL,
        file: |base| {
            let file = base.certified(Certification::NoChanges);
            base.update(&file, |update| {
                let signature = crate::append::object_number(&file, "/Type/Sig/");
                let text = update.text(signature);
                let relaxed = text.replacen("/P 1", "/P 3", 1);
                assert_ne!(text, relaxed, "{text}");
                update.object(signature, relaxed);
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden, Code::ChangeSignatureReplaced, Code::SignatureDictionaryOverwritten],
    },
    Attack {
        number: "P13",
        name: "the catalog does not name the certification any more, and a note is added",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::NoChanges, |update| {
                let catalog = base.numbers().catalog;
                let text = crate::base::without(&update.text(catalog), "/Perms");
                update.object(catalog, text);
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden, Code::ChangeCatalogReplaced],
    },
    Attack {
        number: "P13",
        name: "the catalog names another certification, which allows more",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::NoChanges, |update| {
                let catalog = base.numbers().catalog;
                let lax = update.add(
                    "<< /Type /Sig /Filter /Adobe.PPKLite /Reference [<< /Type /SigRef /TransformMethod /DocMDP \
                     /TransformParams << /Type /TransformParams /V /1.2 /P 3 >> >>] >>",
                );
                let text = crate::base::without(&update.text(catalog), "/Perms");
                update.object(catalog, text.replacen("<<", &format!("<< /Perms << /DocMDP {lax} 0 R >> "), 1));
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden, Code::ChangeCatalogReplaced, Code::ChangeSignatureReplaced],
    },
    Attack {
        number: "P13",
        name: "a certification that the catalog never named, against every change, and a field is filled in",
        bases: FORM,
        file: |base| {
            base.update(&forged_certification("/P 1", false), |update| fill(update, AMOUNT, "9000000"))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P13",
        name: "a certification that does not say what it allows, and a note",
        bases: FORM,
        file: |base| {
            base.update(&forged_certification("", true), |update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P13",
        name: "a certification that allows what no number stands for, and a note",
        bases: FORM,
        file: |base| {
            base.update(&forged_certification("/P 7", true), |update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P13",
        name: "a certification whose permission is in an object of its own, which an update relaxes",
        bases: FORM,
        file: |base| {
            let file = forged_certification("/P 80 0 R", true);
            base.update(&file, |update| {
                update.object(80, "3");
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden, Code::ChangeUnknown],
    },
    Attack {
        number: "P13",
        name: "a second certification after the first",
        bases: LETTER,
        file: |base| {
            let file = base.certified(Certification::FormFilling);
            let prepared = base.update(&file, |update| {
                let value = update.add(certification("/P 3"));
                let field = update.annotate(&format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Second) /V {value} 0 R /F 132 /Rect [0 0 0 0] >>"));
                update.add_field(field);
                let catalog = base.numbers().catalog;
                let text = crate::base::without(&update.text(catalog), "/Perms");
                update.object(catalog, text.replacen("<<", &format!("<< /Perms << /DocMDP {value} 0 R >> "), 1));
            });
            forge::seal(prepared, Places::honest)
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeCatalogReplaced, Code::CertificationNotFirst],
    },
    Attack {
        number: "P13",
        name: "a certification that allows notes, after an approval",
        bases: LETTER,
        file: |base| {
            let prepared = base.signed_then(|update| {
                let value = update.add(certification("/P 3"));
                let field = update.annotate(&format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Second) /V {value} 0 R /F 132 /Rect [0 0 0 0] >>"));
                update.add_field(field);
                update.with(base.numbers().catalog, &format!("/Perms << /DocMDP {value} 0 R >>"));
            });
            forge::seal(prepared, Places::honest)
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::CertificationNotFirst],
    },
    Attack {
        number: "P13",
        name: "two signatures, of which the first forbids every change",
        bases: FORM,
        file: |base| {
            let file = forged_certification("/P 1", true);
            sneaked(&file, base, "[0 0 0 0]")
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P14",
        name: "one field is filled in by overwriting the appearance that it shares with another",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(LEFT, "(same)", "(other)").stream(
                    SHARED_APPEARANCE,
                    APPEARANCE,
                    shown("other").as_bytes(),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P14",
        name: "a field is filled in by overwriting a picture that the page draws as well",
        bases: FORM,
        file: |base| {
            let signed = base.prepared(|update| {
                update.edit(3, "/Resources <<", "/Resources << /XObject << /Sum 32 0 R >>");
            });
            base.update(&signed, |update| {
                update.edit(AMOUNT, "(1000000)", "(2000000)").stream(
                    form::AMOUNT_APPEARANCE,
                    APPEARANCE,
                    shown("2000000").as_bytes(),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P14",
        name: "a field shows the content of the page, which is overwritten as its appearance",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(AMOUNT, "/N 32 0 R", "/N 4 0 R").edit(AMOUNT, "(1000000)", "(2000000)");
                update.stream(4, APPEARANCE, shown("2000000").as_bytes());
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent, Code::ChangeField],
    },
    Attack {
        number: "P14",
        name: "two fields share the dictionary of their appearances, and one is filled in",
        bases: FORM,
        file: |base| {
            let signed = base.prepared(|update| {
                update.object(80, "<< /N 44 0 R >>");
                update.edit(LEFT, "/AP << /N 44 0 R >>", "/AP 80 0 R").edit(
                    form::RIGHT,
                    "/AP << /N 44 0 R >>",
                    "/AP 80 0 R",
                );
            });
            base.update(&signed, |update| {
                let look = update.add_stream(APPEARANCE, shown("other").as_bytes());
                update.edit(LEFT, "(same)", "(other)").object(80, format!("<< /N {look} 0 R >>"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P14",
        name: "the appearance of a field brings a new version of the font that all fields have",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                fill(update, AMOUNT, "2000000");
                update.object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont, Code::ChangeField],
    },
];

pub(crate) const NOTE: &str =
    "<< /Type /Annot /Subtype /Text /F 28 /Rect [60 60 80 80] /Contents (Xem lai) >>";

/// The form, signed by the clerk whose field has this lock, with one more revision.
fn locked(lock: &str, write: impl FnOnce(&mut Update)) -> Vec<u8> {
    let file = form::file_with(&format!("/Lock << /Type /SigFieldLock {lock} >>"));
    Base::Form.update(&signed_by_clerk(&file), write)
}

/// Signed in the field that is there for the clerk.
pub(crate) fn signed_by_clerk(file: &[u8]) -> Vec<u8> {
    let mut options = signer::sign_options();
    options.field = Some("Clerk".to_owned());
    signer::person().sign(file, &options)
}

/// Fills in a text field with an appearance of its own.
pub(crate) fn fill(update: &mut Update, field: u32, value: &str) {
    let look = update.add_stream(APPEARANCE, shown(value).as_bytes());
    let text = crate::base::without(&crate::base::without(&update.text(field), "/V"), "/AP");
    update.object(field, text.replacen("<<", &format!("<< /V ({value}) /AP << /N {look} 0 R >> "), 1));
}

/// The dictionary of a certification signature that allows this.
fn certification(permission: &str) -> String {
    let reference = format!(
        "/Reference [<< /Type /SigRef /TransformMethod /DocMDP \
         /TransformParams << /Type /TransformParams /V /1.2 {permission} >> >>]"
    );
    forge::dictionary(&format!("/ByteRange {RANGE} {reference}"), &format!("/Contents {}", empty_contents()))
}

/// The form, with a certification by the forger, which the catalog names or does not.
fn forged_certification(permission: &str, named: bool) -> Vec<u8> {
    let base = Base::Form;
    let prepared = base.update(&base.unsigned(), |update| {
        update.object(80, "1");
        update.object(81, certification(permission));
        update.with(form::CLERK, "/V 81 0 R");
        update.with(form::FORM, "/SigFlags 3");
        if named {
            update.with(1, "/Perms << /DocMDP 81 0 R >>");
        }
    });
    forge::seal(prepared, Places::honest)
}
