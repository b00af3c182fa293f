//! P2, P7, P10, P11 and P18: what is added behind a signed file, in every way that some reader takes for a part of the
//! document. The bytes that were signed stay as they are.

use kyso::{Code, Verdict};

use crate::attack::{Attack, PLAIN};
use crate::forge;
use crate::pdf_maker::{Entry, PdfMaker, classic};
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P2",
        name: "an update with a new page",
        bases: PLAIN,
        file: |_| update(|maker| maker.object(3, EVIL_PAGE).stream(90, "", EVIL_TEXT)),
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "an update with a new catalog",
        bases: PLAIN,
        file: |_| {
            update(|maker| {
                let catalog = format!("<< /Type /Catalog /Pages 91 0 R {} >>", form_of(&signed()));
                maker
                    .object(1, catalog)
                    .object(91, "<< /Type /Pages /Kids [92 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
                    .object(92, "<< /Type /Page /Parent 91 0 R /Contents 90 0 R /Resources << >> >>")
                    .stream(90, "", EVIL_TEXT)
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageTree, Code::ChangePage, Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "an update that ends without %%EOF",
        bases: PLAIN,
        file: |_| cut_at(update(|maker| maker.object(3, EVIL_PAGE)), b"%%EOF"),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "an update that ends without startxref, for readers that repair",
        bases: PLAIN,
        file: |_| cut_at(update(|maker| maker.object(3, EVIL_PAGE)), b"startxref"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P2",
        name: "new objects and a trailer without a table, for readers that repair",
        bases: PLAIN,
        file: |_| {
            appended(
                b"3 0 obj\n<< /Type /Page /Contents 90 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 9 >>\n",
            )
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P2",
        name: "new objects alone, for readers that repair",
        bases: PLAIN,
        file: |_| appended(b"3 0 obj\n<< /Type /Page /Contents 90 0 R >>\nendobj\n"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P2",
        name: "new objects and the old startxref again, so that a strict reader sees nothing new",
        bases: PLAIN,
        file: |_| {
            let old = startxref(&signed());
            appended(format!("3 0 obj\n<< /Type /Page >>\nendobj\nstartxref\n{old}\n%%EOF\n").as_bytes())
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P2",
        name: "a second %%EOF",
        bases: PLAIN,
        file: |_| appended(b"%%EOF\n"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes],
    },
    Attack {
        number: "P2",
        name: "a comment",
        bases: PLAIN,
        file: |_| appended(b"% approved by the minister\n"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes],
    },
    Attack {
        number: "P2",
        name: "one letter",
        bases: PLAIN,
        file: |_| appended(b"x"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes],
    },
    Attack {
        number: "P2",
        name: "another file, for programs that read the end of it (a ZIP archive, a script)",
        bases: PLAIN,
        file: |_| appended(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes],
    },
    Attack {
        number: "P18",
        name: "a startxref that leads back to the file before the signature",
        bases: PLAIN,
        file: |_| {
            let old = startxref(&classic());
            appended(format!("startxref\n{old}\n%%EOF\n").as_bytes())
        },
        // What every reader shows now is the file before the signature, which is not to say that nobody signed.
        verdict: Verdict::Indeterminate,
        errors: &[Code::TrailingBytes, Code::SignatureSkipped, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "an update on the file before the signature, past which its /Prev leads",
        bases: PLAIN,
        file: |_| {
            let file = signed();
            let old = startxref(&classic());
            let mut maker = PdfMaker::new();
            maker.raw(&file[maker.position()..]).drop_entries(&[0]).object(3, EVIL_PAGE);
            let at = maker.offset();
            maker.table(&format!("/Prev {old}"));
            maker.end(at);
            maker.into_bytes()
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::SignatureSkipped, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "a whole new document behind the signed one",
        bases: PLAIN,
        file: |_| {
            let file = signed();
            let mut maker = PdfMaker::new();
            maker.raw(&file[maker.position()..]);
            crate::pdf_maker::hello(&mut maker).finish_table();
            maker.into_bytes()
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::SignatureSkipped],
    },
    Attack {
        number: "P18",
        name: "a new document that keeps the old field and signature, without the old revisions",
        bases: PLAIN,
        file: |_| {
            let file = signed();
            let mut maker = PdfMaker::new();
            maker.raw(&file[maker.position()..]);
            let field = object_number(&file, "/FT/Sig");
            let signature = object_number(&file, "/Type/Sig/");
            maker
                .object(1, format!("<< /Type /Catalog /Pages 2 0 R {} >>", form_of(&file)))
                .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
                .object(3, EVIL_PAGE)
                .stream(90, "", EVIL_TEXT)
                .entry(field, Entry::At(object_at(&file, field), 0))
                .entry(signature, Entry::At(object_at(&file, signature), 0))
                .finish_table();
            maker.into_bytes()
        },
        verdict: Verdict::Failed,
        errors: &[Code::CoverageInsideRevision],
    },
    Attack {
        number: "P11",
        name: "the signature dictionary again, with another reason",
        bases: PLAIN,
        file: |_| {
            let file = signed();
            let number = object_number(&file, "/Type/Sig/");
            let text = object_text(&file, number).replace("/Type/Sig", "/Type/Sig/Reason(Approved)");
            update(|maker| maker.object(number, text))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeSignatureReplaced, Code::SignatureDictionaryOverwritten],
    },
    Attack {
        number: "P2",
        name: "the signature copied into the update, its byte range unchanged",
        bases: PLAIN,
        file: |_| {
            let file = signed();
            let text = object_text(&file, object_number(&file, "/Type/Sig/"));
            let field = object_number(&file, "/FT/Sig");
            update(|maker| {
                maker.object(90, text).object(
                    field,
                    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V 90 0 R /Rect [0 0 0 0] >>",
                )
            })
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ByteRangeGapMismatch,
            Code::SignatureOutsideCoverage,
            Code::ChangeField,
            Code::ChangeSignatureReplaced,
            Code::ByteRangesCross,
            Code::SignatureRemoved,
        ],
    },
    Attack {
        number: "P10",
        name: "the signature in a second field",
        bases: PLAIN,
        file: |_| {
            let file = signed();
            let signature = object_number(&file, "/Type/Sig/");
            update(|maker| {
                maker
                    .object(1, format!("<< /Type /Catalog /Pages 2 0 R {} >>", form_with(&file, 90)))
                    .object(90, format!("<< /FT /Sig /T (Director) /V {signature} 0 R >>"))
            })
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ChangeCatalogReplaced,
            Code::ChangeField,
            Code::ChangeSignatureReplaced,
            Code::SignatureSharedByFields,
        ],
    },
    Attack {
        number: "P2",
        name: "the signature of another document in a new field",
        bases: PLAIN,
        file: |_| {
            let other = signer::person().sign(&crate::pdf_maker::revisions(1), &signer::sign_options());
            let text = object_text(&other, object_number(&other, "/Type/Sig/"));
            unsigned_update(|maker| {
                maker
                    .object(
                        1,
                        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [90 0 R] /SigFlags 3 >> >>",
                    )
                    .object(90, "<< /FT /Sig /T (Director) /V 91 0 R >>")
                    .object(91, text)
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeOutOfFile],
    },
    Attack {
        number: "P2",
        name: "the message of another document in the place of the own one",
        bases: PLAIN,
        file: |_| {
            let other = signer::person().sign(&crate::pdf_maker::revisions(1), &signer::sign_options());
            forge::with_message(&signed(), &forge::message_of(&other))
        },
        verdict: Verdict::Failed,
        errors: &[Code::MessageDigestMismatch],
    },
];

/// A catalog, a page tree and a page; the signature is in the second revision.
pub(crate) fn signed() -> Vec<u8> {
    signer::person().sign(&classic(), &signer::sign_options())
}

/// The signed file with these bytes behind it.
fn appended(bytes: &[u8]) -> Vec<u8> {
    [signed().as_slice(), bytes].concat()
}

/// The signed file with one more revision.
pub(crate) fn update(write: impl FnOnce(&mut PdfMaker) -> &mut PdfMaker) -> Vec<u8> {
    update_of(&signed(), write)
}

fn unsigned_update(write: impl FnOnce(&mut PdfMaker) -> &mut PdfMaker) -> Vec<u8> {
    update_of(&classic(), write)
}

/// A file with one more revision.
pub(crate) fn update_of(file: &[u8], write: impl FnOnce(&mut PdfMaker) -> &mut PdfMaker) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker.raw(&file[maker.position()..]).drop_entries(&[0]);
    write(&mut maker);
    let at = maker.offset();
    maker.table(&format!("/Prev {}", startxref(file)));
    maker.end(at);
    maker.into_bytes()
}

/// The number behind the last `startxref`.
pub(crate) fn startxref(file: &[u8]) -> usize {
    let at = memchr::memmem::rfind(file, b"startxref").expect("startxref") + b"startxref".len();
    let text = String::from_utf8_lossy(&file[at..]);
    text.split_ascii_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}

/// The number of the last object whose text has this in it.
pub(crate) fn object_number(file: &[u8], text: &str) -> u32 {
    let at = memchr::memmem::rfind(file, text.as_bytes()).expect("the object");
    let header = memchr::memmem::rfind(&file[..at], b" 0 obj").expect("its header");
    let digits = file[..header].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    String::from_utf8_lossy(&file[header - digits..header]).parse().expect("its number")
}

/// Where the last definition of an object stands.
pub(crate) fn object_at(file: &[u8], number: u32) -> usize {
    memchr::memmem::rfind(file, format!("\n{number} 0 obj").as_bytes()).expect("the object") + 1
}

/// The last definition of an object, without its header and end.
pub(crate) fn object_text(file: &[u8], number: u32) -> String {
    let start = object_at(file, number) + format!("{number} 0 obj").len();
    let length = memchr::memmem::find(&file[start..], b"endobj").expect("its end");
    String::from_utf8_lossy(&file[start..start + length]).trim().to_owned()
}

/// The form of a file that the library signed, as an entry of the catalog.
fn form_of(file: &[u8]) -> String {
    format!("/AcroForm << /Fields [{} 0 R] /SigFlags 3 >>", object_number(file, "/FT/Sig"))
}

/// The same with one more field.
fn form_with(file: &[u8], field: u32) -> String {
    format!("/AcroForm << /Fields [{} 0 R {field} 0 R] /SigFlags 3 >>", object_number(file, "/FT/Sig"))
}

/// The file up to the last place where this stands.
fn cut_at(mut file: Vec<u8>, text: &[u8]) -> Vec<u8> {
    file.truncate(memchr::memmem::rfind(&file, text).expect("the text"));
    file
}

pub(crate) const EVIL_PAGE: &str = "<< /Type /Page /Parent 2 0 R /Contents 90 0 R /Resources << >> >>";
pub(crate) const EVIL_TEXT: &[u8] = b"BT (Pay a million) Tj ET";
