//! Updates that say the same again, or only when and with what the file was written.

use kyso::{Certification, Verdict};

use crate::Honest;
use crate::base::form::metadata;
use crate::base::{ALL, Base, REPORT, Update, without};
use crate::pdf_maker::Entry;
use crate::signer;

pub(crate) const HONEST: &[Honest] = &[
    Honest {
        name: "objects are written again as they are",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::NoChanges, |update| {
                let numbers = base.numbers();
                for number in [numbers.catalog, numbers.pages, numbers.page, numbers.font] {
                    let text = update.text(number);
                    update.object(number, text);
                }
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "an update with a cross-reference stream and object streams that say the same again",
        bases: ALL,
        file: |base| {
            let mut update = Update::new(base, &base.signed());
            let numbers = base.numbers();
            let (page, font) = (update.text(numbers.page), update.text(numbers.font));
            let container = update.fresh();
            update.maker().object_stream(container, &[(numbers.page, &page), (numbers.font, &font)]);
            update.finish_as(true)
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "an update with a table on a file with cross-reference streams",
        bases: REPORT,
        file: |base| {
            let mut update = Update::new(base, &base.signed());
            let text = update.text(5);
            update.object(5, text);
            update.finish_as(false)
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "an update without objects",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.entry(0, Entry::Free(65535));
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "the date of the last change",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let info = base.numbers().info;
                let text = without(&update.text(info), "/ModDate");
                update.object(info, text.replacen("<<", "<< /ModDate (D:20261120083000Z) ", 1));
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "the date of the last change, in the metadata too",
        bases: &[Base::Form, Base::Report],
        file: |base| {
            base.signed_then(|update| {
                let info = base.numbers().info;
                let text = without(&update.text(info), "/ModDate");
                update.object(info, text.replacen("<<", "<< /ModDate (D:20261120083000Z) ", 1));
                update.stream(
                    10,
                    "/Type /Metadata /Subtype /XML",
                    metadata("2026-11-20T08:30:00Z").as_bytes(),
                );
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "line ends behind the last one",
        bases: ALL,
        file: |base| [base.signed().as_slice(), b"\r\n\r\n"].concat(),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a document that was updated before it was signed",
        bases: ALL,
        file: |base| {
            let updated = base.update(&base.unsigned(), |update| {
                update.annotate(
                    "<< /Type /Annot /Subtype /Text /F 28 /Rect [60 60 80 80] /Contents (Xem lai) >>",
                );
            });
            signer::person().sign(&updated, &signer::sign_options())
        },
        verdict: Verdict::Passed,
    },
];
