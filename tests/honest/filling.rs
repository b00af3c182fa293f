//! Filling in forms (ISO 32000-2 12.7): a value and the appearance that belongs to it.

use kyso::{Certification, Verdict};

use crate::Honest;
use crate::base::form::{
    self, AMOUNT, AMOUNT2, ANSWER, ANSWER_YES, APPEARANCE, COPIES, NAME, STREET, TOWN, UNIT, URGENT, shown,
};
use crate::base::{Base, FORM, Update, without};
use crate::signer;

pub(crate) const HONEST: &[Honest] = &[
    Honest {
        name: "a text field of a signed form",
        bases: FORM,
        file: |base| base.signed_then(name),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a text field of a form certified for filling in",
        bases: FORM,
        file: |base| base.certified_then(Certification::FormFilling, name),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a text field of a form certified for notes",
        bases: FORM,
        file: |base| base.certified_then(Certification::Annotations, name),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a text field that had a value, with a new appearance",
        bases: FORM,
        file: |base| {
            base.certified_then(Certification::FormFilling, |update| fill(update, AMOUNT, "2000000"))
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a text field whose appearance is written again in its place",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(AMOUNT, "(1000000)", "(2000000)");
                update.stream(form::AMOUNT_APPEARANCE, APPEARANCE, shown("2000000").as_bytes());
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a text field with the date of the change",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                fill(update, NAME, "Lan");
                update.with(NAME, "/M (D:20261120083000Z)");
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a text field whose appearance packs its text",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                let look = update.fresh();
                update.maker().deflated(look, APPEARANCE, shown("Lan").as_bytes());
                set_value(update, NAME, "(Lan)", look);
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a text field that is emptied",
        bases: FORM,
        file: |base| base.signed_then(|update| fill(update, AMOUNT, "")),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a choice of one from a list that opens",
        bases: FORM,
        file: |base| base.signed_then(unit),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a choice, in a form certified for filling in",
        bases: FORM,
        file: |base| base.certified_then(Certification::FormFilling, unit),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a choice of several",
        bases: FORM,
        file: |base| base.signed_then(copies),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a choice of several, in a form certified for filling in",
        bases: FORM,
        file: |base| base.certified_then(Certification::FormFilling, copies),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a box is ticked",
        bases: FORM,
        file: |base| base.signed_then(tick),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a box is ticked in a form certified for filling in",
        bases: FORM,
        file: |base| base.certified_then(Certification::FormFilling, tick),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a box is ticked, and unticked in another update",
        bases: FORM,
        file: |base| {
            let ticked = base.signed_then(tick);
            base.update(&ticked, |update| {
                update.edit(URGENT, "/V /Yes", "/V /Off").edit(URGENT, "/AS /Yes", "/AS /Off");
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "one of several buttons",
        bases: FORM,
        file: |base| base.signed_then(answer),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "one of several buttons, in a form certified for filling in",
        bases: FORM,
        file: |base| base.certified_then(Certification::FormFilling, answer),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a field below another",
        bases: FORM,
        file: |base| base.signed_then(|update| fill(update, STREET, "Trang Thi")),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "all fields at once",
        bases: FORM,
        file: |base| base.certified_then(Certification::FormFilling, everything),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "one field after the other, in three updates",
        bases: FORM,
        file: |base| {
            let first = base.signed_then(name);
            let second = base.update(&first, tick);
            base.update(&second, |update| fill(update, TOWN, "Hue"))
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "filling in, and signing in the field that is there",
        bases: FORM,
        file: |base| {
            crate::signing::sign_in(&base.certified_then(Certification::FormFilling, everything), "Clerk")
        },
        verdict: Verdict::Passed,
    },
    // Which reader draws what of a value without an appearance is not known.
    Honest {
        name: "a text field without an appearance, as some programs fill them in",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(NAME, "/V ()", "/V (Lan)");
            })
        },
        verdict: Verdict::Indeterminate,
    },
    Honest {
        name: "a field that a lock does not name",
        bases: FORM,
        file: |_| locked("/Action /Include /Fields [(Name)]", |update| fill(update, AMOUNT, "2000000")),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a field whose name only begins as that of a locked one",
        bases: FORM,
        file: |_| locked("/Action /Include /Fields [(Amount)]", |update| fill(update, AMOUNT2, "8")),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a field that a lock excludes",
        bases: FORM,
        file: |_| locked("/Action /Exclude /Fields [(Amount)]", |update| fill(update, AMOUNT, "2000000")),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a field below one that a lock excludes",
        bases: FORM,
        file: |_| locked("/Action /Exclude /Fields [(Address)]", |update| fill(update, TOWN, "Hue")),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a field that is locked by a signature that comes later",
        bases: FORM,
        file: |_| {
            let base = Base::Form;
            let file = form::file_with("/Lock << /Type /SigFieldLock /Action /Include /Fields [(Amount)] >>");
            let signed = crate::signing::sign_in(&file, "Director");
            let filled = base.update(&signed, |update| fill(update, AMOUNT, "2000000"));
            crate::signing::sign_in(&filled, "Clerk")
        },
        verdict: Verdict::Passed,
    },
];

fn name(update: &mut Update) {
    fill(update, NAME, "Lan");
}

fn unit(update: &mut Update) {
    fill(update, UNIT, "USD");
    update.with(UNIT, "/I [1]");
}

fn copies(update: &mut Update) {
    let look = update.add_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 150 50] /Resources << /Font << /Helv 5 0 R >> >>",
        b"/Tx BMC q BT /Helv 12 Tf 0 g 2 36 Td (one) Tj 0 -14 Td (two) Tj 0 -14 Td (three) Tj ET Q EMC",
    );
    set_value(update, COPIES, "[(one) (three)]", look);
    update.with(COPIES, "/I [0 2]");
}

fn tick(update: &mut Update) {
    update.edit(URGENT, "/V /Off", "/V /Yes").edit(URGENT, "/AS /Off", "/AS /Yes");
}

fn answer(update: &mut Update) {
    update.edit(ANSWER, "/V /Off", "/V /Yes").edit(ANSWER_YES, "/AS /Off", "/AS /Yes");
}

fn everything(update: &mut Update) {
    name(update);
    fill(update, AMOUNT, "2000000");
    unit(update);
    copies(update);
    tick(update);
    answer(update);
    fill(update, STREET, "Trang Thi");
    fill(update, TOWN, "Ha Noi");
}

/// Fills in a text field with an appearance of its own.
pub(crate) fn fill(update: &mut Update, field: u32, value: &str) {
    let look = update.add_stream(APPEARANCE, shown(value).as_bytes());
    set_value(update, field, &format!("({value})"), look);
}

fn set_value(update: &mut Update, field: u32, value: &str, look: u32) {
    let text = without(&without(&update.text(field), "/V"), "/AP");
    update.object(field, text.replacen("<<", &format!("<< /V {value} /AP << /N {look} 0 R >> "), 1));
}

/// The form, signed by the clerk whose field has this lock, with one more revision.
fn locked(lock: &str, write: impl FnOnce(&mut Update)) -> Vec<u8> {
    let file = form::file_with(&format!("/Lock << /Type /SigFieldLock {lock} >>"));
    let mut options = signer::sign_options();
    options.field = Some("Clerk".to_owned());
    Base::Form.update(&signer::person().sign(&file, &options), write)
}
