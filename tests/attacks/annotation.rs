//! P8 and P9: evil annotations on documents whose certification allows notes, and signature fields that come later and
//! cover what was certified.

use kyso::{Certification, Code, Verdict};

use crate::attack::{Attack, Base};
use crate::base::{ALL, LETTER, Update, certified};
use crate::forge::{self, Places};
use crate::shadow::OVER_TEXT;
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P8",
        name: "EAA: a free text over the text of a document certified for notes",
        bases: ALL,
        file: |base| {
            noted(
                base,
                &format!("/Subtype /FreeText /Rect {OVER_TEXT} /DA (/Helv 12 Tf) /Contents (Pay a million)"),
                FILLED,
            )
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P8",
        name: "EAA: a stamp over the text",
        bases: ALL,
        file: |base| noted(base, &format!("/Subtype /Stamp /Name /Approved /Rect {OVER_TEXT}"), FILLED),
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P8",
        name: "EAA: a redaction over the text, which hides it already",
        bases: LETTER,
        file: |base| {
            noted(base, &format!("/Subtype /Redact /Rect {OVER_TEXT} /OverlayText (Pay a million)"), FILLED)
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangeAnnotation],
    },
    Attack {
        number: "P8",
        name: "EAA: a white square over the text",
        bases: LETTER,
        file: |base| {
            noted(base, &format!("/Subtype /Square /IC [1 1 1] /C [1 1 1] /Rect {OVER_TEXT}"), FILLED)
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P8",
        name: "EAA: a highlight that draws another text",
        bases: LETTER,
        file: |base| {
            noted(
                base,
                &format!("/Subtype /Highlight /QuadPoints [60 800 540 800 60 600 540 600] /Rect {OVER_TEXT}"),
                FILLED,
            )
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P8",
        name: "EAA: a text in ink over the text",
        bases: LETTER,
        file: |base| {
            noted(
                base,
                &format!("/Subtype /Ink /InkList [[60 600 540 800]] /BS << /W 200 >> /Rect {OVER_TEXT}"),
                FILLED,
            )
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P8",
        name: "EAA: a white line as wide as the text is high",
        bases: LETTER,
        file: |base| {
            noted(
                base,
                &format!("/Subtype /Line /L [60 700 540 700] /BS << /W 200 >> /C [1 1 1] /Rect {OVER_TEXT}"),
                "",
            )
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P8",
        name: "EAA: a small note whose appearance reaches over the page",
        bases: LETTER,
        file: |base| {
            certified_then_noted(base, |update| {
                let look = update.add_stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Matrix [1 0 0 1 -60 -60]",
                    COVER,
                );
                update.annotate(&format!("<< /Type /Annot /Subtype /Text /F 4 /Rect [60 60 660 960] /Contents (x) /AP << /N {look} 0 R >> >>"));
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P8",
        name: "EAA: a note in the margin, which a second update moves over the text",
        bases: LETTER,
        file: |base| {
            let noted = certified_then_noted(base, |update| {
                let look = update.add_stream(LOOK, FILLED.as_bytes());
                update.annotate(&format!("<< /Type /Annot /Subtype /FreeText /F 4 /P 1 0 R /DA (/Helv 12 Tf) /Rect [60 60 260 100] /AP << /N {look} 0 R >> >>"));
            });
            base.update(&noted, |update| {
                let note = crate::append::object_number(&noted, "/Subtype /FreeText");
                update.edit(note, "[60 60 260 100]", OVER_TEXT);
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent, Code::ChangeShownReplaced],
    },
    Attack {
        number: "P8",
        name: "EAA: a link over the text that starts a program",
        bases: LETTER,
        file: |base| {
            noted(base, &format!("/Subtype /Link /Rect {OVER_TEXT} /A << /S /Launch /F (evil.exe) >>"), "")
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangeAnnotation],
    },
    Attack {
        number: "P8",
        name: "EAA: a note with a script",
        bases: LETTER,
        file: |base| {
            noted(
                base,
                "/Subtype /Text /Rect [60 60 80 80] /Contents (x) /A << /S /JavaScript /JS (app.alert\\(1\\)) >>",
                "",
            )
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangeAnnotation],
    },
    Attack {
        number: "P8",
        name: "EAA: a film over the text",
        bases: LETTER,
        file: |base| noted(base, &format!("/Subtype /RichMedia /Rect {OVER_TEXT}"), FILLED),
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangeAnnotation],
    },
    Attack {
        number: "P8",
        name: "EAA: a subtype that nobody knows, over the text",
        bases: LETTER,
        file: |base| noted(base, &format!("/Subtype /Overlay /Rect {OVER_TEXT}"), FILLED),
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangeAnnotation],
    },
    Attack {
        number: "P8",
        name: "EAA: a text field that was not there, over the text",
        bases: ALL,
        file: |base| {
            certified_then_noted(base, |update| {
                let look = update.add_stream(LOOK, FILLED.as_bytes());
                let field = update.annotate(&format!("<< /Type /Annot /Subtype /Widget /FT /Tx /T (New) /V (Pay a million) /F 4 /Rect {OVER_TEXT} /AP << /N {look} 0 R >> >>"));
                update.add_field(field);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangeField],
    },
    Attack {
        number: "P8",
        name: "EAA: the annotation that stood there is exchanged for another",
        bases: &[Base::Report],
        file: |base| {
            base.certified_then(Certification::Annotations, |update| {
                update.edit(25, "/Dest [6 0 R /Fit]", "/A << /S /URI /URI (http://evil.example/) >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeAnnotation],
    },
    Attack {
        number: "P8",
        name: "a note on a document certified for filling in forms",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::FormFilling, |update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P8",
        name: "a note on a document certified against every change",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::NoChanges, |update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P8",
        name: "a stamp over the text of a document that somebody signed",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let look = update.add_stream(LOOK, FILLED.as_bytes());
                update.annotate(&format!(
                    "<< /Type /Annot /Subtype /Stamp /F 4 /Rect {OVER_TEXT} /AP << /N {look} 0 R >> >>"
                ));
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent, Code::ChangeNotForeseen],
    },
    Attack {
        number: "P9",
        name: "SSA: a signature whose appearance covers the text of a document certified for filling in forms",
        bases: ALL,
        file: |base| sneaked(&base.certified(Certification::FormFilling), base, OVER_TEXT),
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P9",
        name: "SSA: a signature whose appearance covers the text of a document that somebody signed",
        bases: LETTER,
        file: |base| sneaked(&base.signed(), base, OVER_TEXT),
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P9",
        name: "SSA: a signature after a certification against every change",
        bases: ALL,
        file: |base| {
            // The library refuses to sign such a document, so the forger does.
            sneaked(&base.certified(Certification::NoChanges), base, "[0 0 0 0]")
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden],
    },
    Attack {
        number: "P9",
        name: "SSA: an empty signature field whose appearance covers the text",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::FormFilling, |update| {
                let look = update.add_stream(LOOK, FILLED.as_bytes());
                let field = update.annotate(&format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sneaky) /F 4 /Rect {OVER_TEXT} /AP << /N {look} 0 R >> >>"));
                update.add_field(field);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForbidden, Code::ChangeCoversContent],
    },
    Attack {
        number: "P9",
        name: "SSA: a signature field whose value is no signature",
        bases: LETTER,
        file: |base| {
            base.certified_then(Certification::FormFilling, |update| {
                let look = update.add_stream(LOOK, FILLED.as_bytes());
                let field = update.annotate(&format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sneaky) /V (signed) /F 4 /Rect {OVER_TEXT} /AP << /N {look} 0 R >> >>"));
                update.add_field(field);
            })
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ChangeCatalogReplaced,
            Code::ChangePage,
            Code::ChangeField,
            Code::SignatureValueNotADictionary,
            Code::SubFilterMissing,
        ],
    },
    Attack {
        number: "P9",
        name: "SSA: the signature that is there gets an appearance over the text",
        bases: ALL,
        file: |base| {
            let signed = base.certified(Certification::FormFilling);
            base.update(&signed, |update| {
                let field = crate::append::object_number(&signed, "/FT/Sig");
                let look = update.add_stream(LOOK, FILLED.as_bytes());
                let text = crate::base::without(&update.text(field), "/Rect");
                update.object(
                    field,
                    text.replacen("<<", &format!("<< /Rect {OVER_TEXT} /AP << /N {look} 0 R >> "), 1),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
];

/// The appearance of an annotation as large as its rectangle.
pub(crate) const LOOK: &str = "/Type /XObject /Subtype /Form /BBox [0 0 480 200]";
pub(crate) const FILLED: &str =
    "1 1 1 rg 0 0 480 200 re f 0 g BT /Helv 20 Tf 10 100 Td (Pay a million) Tj ET";
const COVER: &[u8] = b"1 1 1 rg 0 0 600 900 re f";
const NOTE: &str = "<< /Type /Annot /Subtype /Text /F 28 /Rect [60 60 80 80] /Contents (Xem lai) >>";

/// A document certified for notes, with this annotation, whose appearance is drawn like this if it has one.
fn noted(base: Base, entries: &str, look: &str) -> Vec<u8> {
    certified_then_noted(base, |update| {
        let appearance = if look.is_empty() {
            String::new()
        } else {
            format!("/AP << /N {} 0 R >>", update.add_stream(LOOK, look.as_bytes()))
        };
        update.annotate(&format!("<< /Type /Annot {entries} /F 4 {appearance} >>"));
    })
}

fn certified_then_noted(base: Base, write: impl FnOnce(&mut Update)) -> Vec<u8> {
    base.update(&certified(&base.unsigned(), Certification::Annotations), write)
}

/// A file with a second signature in one more revision, whose appearance is here.
pub(crate) fn sneaked(file: &[u8], base: Base, place: &str) -> Vec<u8> {
    let prepared = base.update(file, |update| {
        let look = update.add_stream(LOOK, FILLED.as_bytes());
        let value = update.add(forge::honest_dictionary());
        let field = update.annotate(&format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sneaky) /V {value} 0 R /F 132 /Rect {place} /P {} 0 R \
             /AP << /N {look} 0 R >> >>",
            base.numbers().page
        ));
        update.add_field(field);
    });
    forge::seal(prepared, Places::honest)
}

/// The same by the library, which makes fields that nobody sees.
#[allow(dead_code, reason = "not every test asks for it")]
pub(crate) fn signed_again(file: &[u8]) -> Vec<u8> {
    signer::signer("agency").sign(file, &signer::sign_options())
}
