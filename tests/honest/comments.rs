//! Comments on documents whose certification allows them (ISO 32000-2 Table 257, P 3).

use kyso::{Certification, Verdict};

use crate::Honest;
use crate::base::{ALL, Base, LETTER, Update};

pub(crate) const HONEST: &[Honest] = &[
    Honest {
        name: "a note on a document certified for notes",
        bases: ALL,
        file: |base| {
            commented(base, |update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a note with its window, and an answer to it",
        bases: ALL,
        file: |base| {
            commented(base, |update| {
                let window = update.fresh();
                let page = base.numbers().page;
                let note = update.annotate(&format!(
                "<< /Type /Annot /Subtype /Text /F 28 /Rect [60 60 80 80] /Contents (Xem lai) /Popup {window} 0 R /P {page} 0 R >>"
            ));
                update.object(
                window,
                format!("<< /Type /Annot /Subtype /Popup /Rect [300 60 400 120] /Parent {note} 0 R /Open false >>"),
            );
                update.push(page, "/Annots", &format!("{window} 0 R"));
                update.annotate(&format!(
                "<< /Type /Annot /Subtype /Text /F 30 /Rect [60 60 80 80] /Contents (Da xem) /IRT {note} 0 R >>"
            ));
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "marked text, as readers draw it",
        bases: ALL,
        file: |base| {
            commented(base, |update| {
                let look = update.add_stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 200 15] /Group << /S /Transparency >> \
                 /Resources << /ExtGState << /G << /BM /Multiply >> >> >>",
                    b"/G gs 1 1 0 rg 0 0 200 15 re f",
                );
                update.annotate(&format!(
                    "<< /Type /Annot /Subtype /Highlight /F 4 /C [1 1 0] /Rect [72 735 272 750] \
                 /QuadPoints [72 750 272 750 72 735 272 735] /AP << /N {look} 0 R >> >>"
                ));
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "text in the empty margin",
        bases: ALL,
        file: |base| commented(base, free_text),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "two comments in two updates, and a signature behind them",
        bases: LETTER,
        file: |base| {
            let first = commented(base, free_text);
            let second = base.update(&first, |update| {
                update.annotate(NOTE);
            });
            crate::signing::again(&second)
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a comment that is changed by another update",
        bases: LETTER,
        file: |base| {
            let first = commented(base, |update| {
                let page = base.numbers().page;
                update.annotate(&NOTE.replacen("<<", &format!("<< /P {page} 0 R"), 1));
            });
            let note = crate::append::object_number(&first, "/Subtype /Text");
            base.update(&first, |update| {
                update.edit(note, "(Xem lai)", "(Da xem lai)");
            })
        },
        verdict: Verdict::Passed,
    },
    // Nobody allowed notes, and nobody forbade them.
    Honest {
        name: "a note on a document that somebody signed and nobody certified",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.annotate(NOTE);
            })
        },
        verdict: Verdict::Indeterminate,
    },
];

const NOTE: &str = "<< /Type /Annot /Subtype /Text /F 28 /Rect [60 60 80 80] /Contents (Xem lai) >>";

fn free_text(update: &mut Update) {
    let look = update.add_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 40] \
         /Resources << /Font << /Helv << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
        b"BT /Helv 12 Tf 2 10 Td (Da nhan) Tj ET",
    );
    update.annotate(&format!(
        "<< /Type /Annot /Subtype /FreeText /F 4 /DA (/Helv 12 Tf 0 g) /Contents (Da nhan) /Rect [60 60 260 100] \
         /AP << /N {look} 0 R >> >>"
    ));
}

fn commented(base: Base, write: impl FnOnce(&mut Update)) -> Vec<u8> {
    base.certified_then(Certification::Annotations, write)
}
