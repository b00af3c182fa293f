//! Signatures one after the other: each but the last has something behind it.

use kyso::{Certification, Verdict};

use crate::Honest;
use crate::base::{ALL, Base, FORM, LETTER, certified};
use crate::forge::{self, Places};
use crate::signer;

pub(crate) const HONEST: &[Honest] = &[
    Honest { name: "one signature", bases: ALL, file: Base::signed, verdict: Verdict::Passed },
    Honest {
        name: "two signatures",
        bases: ALL,
        file: |base| again(&base.signed()),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "three signatures",
        bases: ALL,
        file: |base| again(&again(&base.signed())),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a certification against every change",
        bases: ALL,
        file: |base| base.certified(Certification::NoChanges),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a signature after a certification for filling in",
        bases: ALL,
        file: |base| again(&base.certified(Certification::FormFilling)),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "two signatures after a certification for notes",
        bases: ALL,
        file: |base| again(&again(&base.certified(Certification::Annotations))),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "clerk and director sign in the fields that are there",
        bases: FORM,
        file: |base| sign_in(&sign_in(&base.unsigned(), "Clerk"), "Director"),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "clerk and director sign in the fields of a certified form",
        bases: FORM,
        file: |base| sign_in(&sign_in(&base.certified(Certification::FormFilling), "Clerk"), "Director"),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a clerk certifies in the field that is there, and the director signs",
        bases: FORM,
        file: |base| {
            let mut options = signer::sign_options();
            options.certify = Some(Certification::FormFilling);
            options.field = Some("Clerk".to_owned());
            sign_in(&signer::person().sign(&base.unsigned(), &options), "Director")
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a field for a signature is added, and then signed in",
        bases: ALL,
        file: |base| {
            let prepared = base.signed_then(|update| {
                let page = base.numbers().page;
                let field = update.annotate(&format!(
                    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Archive) /F 132 /Rect [0 0 0 0] /P {page} 0 R >>"
                ));
                update.add_field(field);
            });
            sign_in(&prepared, "Archive")
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a signature whose field and widget are two objects",
        bases: ALL,
        file: |base| {
            let prepared = base.signed_then(|update| {
                let value = update.add(forge::honest_dictionary());
                let field = update.fresh();
                let page = base.numbers().page;
                let widget = update.annotate(&format!(
                    "<< /Type /Annot /Subtype /Widget /Parent {field} 0 R /F 132 /Rect [0 0 0 0] /P {page} 0 R >>"
                ));
                update.object(field, format!("<< /FT /Sig /T (Archive) /V {value} 0 R /Kids [{widget} 0 R] >>"));
                update.add_field(field);
            });
            forge::seal(prepared, Places::honest)
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a signature that is seen in the empty margin",
        bases: ALL,
        file: |base| seen(&base.signed(), base),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a signature that is seen in the empty margin, after a certification for notes",
        bases: LETTER,
        file: |base| seen(&certified(&base.unsigned(), Certification::Annotations), base),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a signature that is seen, in the field that was there for it",
        bases: FORM,
        file: |base| {
            let prepared = base.certified_then(Certification::FormFilling, |update| {
                let look = update.add_stream(LOOK, b"BT /Helv 12 Tf 4 30 Td (Da ky: Tran Thi B) Tj ET");
                let value = update.add(forge::honest_dictionary());
                update.with(crate::base::form::CLERK, &format!("/V {value} 0 R /AP << /N {look} 0 R >>"));
                let text = update.text(crate::base::form::FORM);
                if !text.contains("/SigFlags") {
                    update.with(crate::base::form::FORM, "/SigFlags 3");
                }
            });
            forge::seal(prepared, Places::honest)
        },
        verdict: Verdict::Passed,
    },
];

/// One more signature, of the agency, in a field that nobody sees.
pub(crate) fn again(file: &[u8]) -> Vec<u8> {
    signer::signer("agency").sign(file, &signer::sign_options())
}

/// One more signature in the field of this name.
pub(crate) fn sign_in(file: &[u8], field: &str) -> Vec<u8> {
    let mut options = signer::sign_options();
    options.field = Some(field.to_owned());
    signer::person().sign(file, &options)
}

/// One more signature with an appearance where the page is empty.
fn seen(file: &[u8], base: Base) -> Vec<u8> {
    let prepared = base.update(file, |update| {
        let look = update.add_stream(LOOK, b"BT /Helv 12 Tf 4 30 Td (Da ky: Tran Thi B) Tj ET");
        let value = update.add(forge::honest_dictionary());
        let page = base.numbers().page;
        let field = update.annotate(&format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Archive) /V {value} 0 R /F 132 /Rect [60 60 260 120] \
             /P {page} 0 R /AP << /N {look} 0 R >> >>"
        ));
        update.add_field(field);
    });
    forge::seal(prepared, Places::honest)
}

const LOOK: &str = "/Type /XObject /Subtype /Form /BBox [0 0 200 60] \
     /Resources << /Font << /Helv << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>";
