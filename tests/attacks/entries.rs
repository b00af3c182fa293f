//! P2, P10, P11, P17 and P18 on documents as they occur: updates that some readers see and others do not, entries that
//! lead to where nothing should be, and signatures that are used again.

use kyso::{Certification, Code, Verdict};

use crate::append::{object_at, object_number, startxref};
use crate::attack::{Attack, Base};
use crate::base::{ALL, LETTER, REPORT, TABLES};
use crate::forge;
use crate::pdf_maker::{Entry, PdfMaker};
use crate::shadow::EVIL;
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P2",
        name: "ISA: an update with another page",
        bases: ALL,
        file: |base| base.signed_then(|update| evil_page(base, update)),
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "ISA: an update with another page, without its end mark",
        bases: ALL,
        file: |base| cut(base.signed_then(|update| evil_page(base, update)), b"%%EOF"),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "ISA: another page without a cross-reference, for readers that repair",
        bases: ALL,
        file: |base| {
            let mut file = base.signed();
            file.extend_from_slice(&loose_page(base));
            file.extend_from_slice(b"trailer\n<< /Size 99 /Root 1 0 R >>\n");
            file
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P2",
        name: "ISA: another page without a cross-reference, and the old pointer to it again",
        bases: ALL,
        file: |base| {
            let mut file = base.signed();
            let old = startxref(&file);
            file.extend_from_slice(&loose_page(base));
            file.extend_from_slice(format!("startxref\n{old}\n%%EOF\n").as_bytes());
            file
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P2",
        name: "ISA: another page, and a copy of the signature behind it",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let copy =
                crate::base::text(&signed, object_number(&signed, "/Type/Sig/")).expect("the signature");
            base.update(&signed, |update| {
                evil_page(base, update);
                let value = update.add(copy);
                let field = object_number(&signed, "/FT/Sig");
                update.set(field, "/V", &format!("{value} 0 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ByteRangeGapMismatch,
            Code::SignatureOutsideCoverage,
            Code::ChangePageContent,
            Code::ChangeField,
            Code::ChangeSignatureReplaced,
            Code::ByteRangesCross,
            Code::SignatureRemoved,
        ],
    },
    Attack {
        number: "P2",
        name: "a page behind the end, in bytes that are no object",
        bases: LETTER,
        file: |base| [base.signed().as_slice(), b"<html>Pay a million</html>"].concat(),
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes],
    },
    Attack {
        number: "P10",
        name: "the signature is the value of a second field, for another signer",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let signature = object_number(&signed, "/Type/Sig/");
            base.update(&signed, |update| {
                let field = update.annotate(&format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Minister) /V {signature} 0 R /F 132 /Rect [0 0 0 0] >>"));
                update.add_field(field);
            })
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ChangePage,
            Code::ChangeField,
            Code::ChangeSignatureReplaced,
            Code::SignatureSharedByFields,
        ],
    },
    Attack {
        number: "P10",
        name: "the signature moves to a field of another name",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let field = object_number(&signed, "/FT/Sig");
            base.update(&signed, |update| {
                update.set(field, "/T", "(Minister)");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P11",
        name: "the signature dictionary again, with another name and reason",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let signature = object_number(&signed, "/Type/Sig/");
            base.update(&signed, |update| {
                update.edit(signature, "/Type/Sig", "/Type/Sig/Name(Bo truong)/Reason(Dong y)");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeSignatureReplaced, Code::SignatureDictionaryOverwritten],
    },
    Attack {
        number: "P11",
        name: "the signature dictionary again, with another date",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let signature = object_number(&signed, "/Type/Sig/");
            base.update(&signed, |update| {
                update.set(signature, "/M", "(D:20200101000000Z)");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeSignatureReplaced, Code::SignatureDictionaryOverwritten],
    },
    Attack {
        number: "P11",
        name: "a dictionary between field and signature, so that the signed one is another object",
        bases: LETTER,
        file: |base| {
            let signed = base.signed();
            let copy =
                crate::base::text(&signed, object_number(&signed, "/Type/Sig/")).expect("the signature");
            let field = object_number(&signed, "/FT/Sig");
            base.update(&signed, |update| {
                let value = update.add(copy.replacen("/Type/Sig", "/Type/Sig/Reason(Dong y)", 1));
                update.set(field, "/V", &format!("{value} 0 R"));
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
        number: "P17",
        name: "one bit of the ciphertext of an encrypted document",
        bases: &[Base::Plain],
        file: |_| {
            let mut options = signer::sign_options();
            options.password = Some(String::new());
            let encrypted = include_bytes!("../../testdata/documents/aes-256-open.pdf");
            let mut file = signer::person().sign(encrypted, &options);
            let at = memchr::memmem::find(&file, b"stream\n").expect("a stream") + 30;
            file[at] ^= 1;
            file
        },
        verdict: Verdict::Failed,
        errors: &[Code::MessageDigestMismatch],
    },
    Attack {
        number: "P17",
        name: "an object in clear is added to an encrypted document",
        bases: &[Base::Plain],
        file: |_| {
            let mut options = signer::sign_options();
            options.password = Some(String::new());
            let encrypted = include_bytes!("../../testdata/documents/aes-256-open.pdf");
            let file = signer::person().sign(encrypted, &options);
            let encrypt = trailer_value(&file, "/Encrypt");
            let root = trailer_value(&file, "/Root");
            let id = trailer_value(&file, "/ID");
            let mut maker = PdfMaker::update_of(&file);
            maker.at_least(40).stream(4, "/Filter [/Crypt] /DecodeParms [<< /Name /Identity >>]", EVIL);
            maker.trailer(&format!("/Root {root} /Encrypt {encrypt} /ID {id}] /Prev {}", startxref(&file)));
            maker.finish_table();
            maker.into_bytes()
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangePageTree],
    },
    Attack {
        number: "P18",
        name: "an entry leads into the gap, where no object is",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let inside = forge::gap(&signed).start + 40;
            let font = if base == Base::Letter { 18 } else { base.numbers().font };
            base.update(&signed, |update| {
                update.entry(font, Entry::At(inside, 0));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont],
    },
    Attack {
        number: "P18",
        name: "an entry leads to the middle of a number, where the digits name the object",
        bases: LETTER,
        file: |base| {
            // Object 16, read from its second digit, is object 6.
            let signed = base.signed();
            let at = object_at(&signed, 16) + 1;
            base.update(&signed, |update| {
                update.entry(6, Entry::At(at, 0));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructureTree, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "the content has a second generation, to which the page refers",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let (page, content) = (base.numbers().page, base.numbers().content);
                let evil = format!(
                    "<< /Length {} >>\nstream\n{}\nendstream",
                    EVIL.len(),
                    String::from_utf8_lossy(EVIL)
                );
                update.maker().object_of_generation(content, 1, evil);
                update.edit(page, &format!("/Contents {content} 0 R"), &format!("/Contents {content} 1 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "the content has a second generation, to which nothing refers",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let evil = format!(
                    "<< /Length {} >>\nstream\n{}\nendstream",
                    EVIL.len(),
                    String::from_utf8_lossy(EVIL)
                );
                update.maker().object_of_generation(base.numbers().content, 1, evil);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "the entry has a generation that the object does not have",
        bases: ALL,
        file: |base| {
            let at = |signed: &[u8]| object_at(signed, base.numbers().content);
            let signed = base.signed();
            base.update(&signed, |update| {
                update.entry(base.numbers().content, Entry::At(at(&signed), 7));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "an update brings a second definition of the page, which no entry names",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let page = base.numbers().page;
                let text = update.text(page);
                evil_page(base, update);
                update.maker().object(page, text);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeUnknown, Code::ChangeStructure],
    },
    Attack {
        number: "P18",
        name: "the content of the page is deleted",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.maker().free(base.numbers().content);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "the page is deleted, and a later update brings another under its number",
        bases: ALL,
        file: |base| {
            let page = base.numbers().page;
            let deleted = base.signed_then(|update| {
                update.maker().free(page);
            });
            base.update(&deleted, |update| evil_page(base, update))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage, Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "the page is overridden in an object stream of the update",
        bases: ALL,
        file: |base| {
            let mut update = crate::base::Update::new(base, &base.signed());
            let content = update.add_stream("", EVIL);
            let page =
                format!("<< /Type /Page /Parent {} 0 R /Contents {content} 0 R >>", base.numbers().pages);
            let container = update.fresh();
            update.maker().object_stream(container, &[(base.numbers().page, &page)]);
            update.finish_as(true)
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "the object stream is overwritten, so that its objects change without an entry of their own",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                // The page tree has one page where it had two.
                let tree = "<< /Type /Pages /Kids [6 0 R] /Count 1 /MediaBox [0 0 595 842] >>";
                let page = base_text(base, 1);
                let table = format!("1 0 2 {} ", page.len() + 1);
                let data = format!("{table}{page} {tree}");
                update.maker().deflated(
                    50,
                    &format!("/Type /ObjStm /N 2 /First {}", table.len()),
                    data.as_bytes(),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ChangeStructure,
            Code::ChangePageTree,
            Code::ChangePage,
            Code::ChangeResource,
            Code::ChangeFont,
            Code::ChangeAnnotation,
            Code::ChangeEmbeddedFile,
            Code::ChangeNavigation,
            Code::ChangeStructureTree,
            Code::ChangeOptionalContent,
            Code::ChangeMetadataReplaced,
        ],
    },
    Attack {
        number: "P18",
        name: "an object stream lists the page twice",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                let page = base.numbers().page;
                let (first, content) = (base_text(base, page), update.add_stream("", EVIL));
                let second = first.replace("/Contents 4 0 R", &format!("/Contents {content} 0 R"));
                let container = update.fresh();
                update.maker().object_stream(container, &[(page, &second), (page, &first)]);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeUnknown, Code::ChangeStructure, Code::ChangePage],
    },
    Attack {
        number: "P18",
        name: "an object stream is said to extend the one that was signed",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                let content = update.add_stream("", EVIL);
                let page = format!("<< /Type /Page /Parent 2 0 R /Contents {content} 0 R >>");
                let (container, table) = (update.fresh(), "3 0 ");
                let data = format!("{table}{page}");
                update.stream(
                    container,
                    &format!("/Type /ObjStm /N 1 /First {} /Extends 50 0 R", table.len()),
                    data.as_bytes(),
                );
                update.entry(3, Entry::In(container, 0));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "a hybrid update: old readers see the signed page, new ones another",
        bases: TABLES,
        file: |base| {
            let mut update = crate::base::Update::new(base, &base.signed());
            evil_page(base, &mut update);
            let number = update.fresh();
            update.maker().finish_hybrid(number, &[base.numbers().page]);
            update.maker().clone().into_bytes()
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "a hybrid update: new readers see the signed page, old ones another",
        bases: TABLES,
        file: |base| {
            let signed = base.signed();
            let page = base.numbers().page;
            let mut update = crate::base::Update::new(base, &signed);
            evil_page(base, &mut update);
            let evil = update.maker().clone();
            // The stream says where the signed page is, the table where the other one is.
            let mut stream = evil.clone();
            let at = stream.offset();
            stream.drop_entries(&[page]).entry(page, Entry::At(object_at(&signed, page), 0));
            stream.finish_stream(95);
            let mut table = stream.clone();
            table.entry(page, Entry::At(object_at(evil.bytes(), page), 0));
            let end = table.offset();
            table.table(&format!("/XRefStm {at}"));
            table.end(end);
            table.into_bytes()
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangePageContent, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "two pointers at the end: the last leads to the signed file, the one before to another page",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let old = startxref(&signed);
            let mut file = base.update(&signed, |update| evil_page(base, update));
            file.extend_from_slice(format!("startxref\n{old}\n%%EOF\n").as_bytes());
            file
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "two pointers before one end mark",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let old = startxref(&signed);
            let file = cut(base.update(&signed, |update| evil_page(base, update)), b"startxref");
            let at = startxref_of_last(&file, base);
            [file.as_slice(), format!("startxref\n{at}\nstartxref\n{old}\n%%EOF\n").as_bytes()].concat()
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::LaterRevisions, Code::TrailingBytes, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "the update leads past the signature to the file before it",
        bases: ALL,
        file: |base| {
            let signed = base.signed();
            let mut update = crate::base::Update::new(base, &signed);
            let old = startxref(&base.unsigned());
            let root = base.numbers().catalog;
            update.maker().trailer(&format!("/Root {root} 0 R /Prev {old}"));
            let content = base.numbers().content;
            update.stream(content, "", EVIL);
            update.finish()
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::SignatureSkipped],
    },
    Attack {
        number: "P18",
        name: "a whole new document behind the signed one",
        bases: ALL,
        file: |base| {
            let mut maker = PdfMaker::new();
            let signed = base.signed();
            maker.raw(&signed[maker.position()..]);
            crate::pdf_maker::hello(&mut maker).finish_table();
            maker.into_bytes()
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::SignatureSkipped],
    },
    Attack {
        number: "P18",
        name: "the pointer at the end leads back to the file before the signature",
        bases: ALL,
        file: |base| {
            let old = startxref(&base.unsigned());
            [base.signed().as_slice(), format!("startxref\n{old}\n%%EOF\n").as_bytes()].concat()
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::TrailingBytes, Code::SignatureSkipped, Code::PdfReadersDisagree],
    },
    Attack {
        number: "P18",
        name: "the update says that there are fewer objects than there are",
        bases: ALL,
        file: |base| {
            let file = base.signed_then(|update| {
                update.add("(padding)");
            });
            let at = memchr::memmem::rfind(&file, b"/Size ").expect("a size") + b"/Size ".len();
            let mut file = file;
            file[at] = b'5';
            file[at + 1] = b' ';
            file
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeUnknown],
    },
    Attack {
        number: "P18",
        name: "the trailer names another catalog",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::Annotations, |update| {
                let catalog = base.numbers().catalog;
                let copy = update.text(catalog);
                let number = update.add(copy);
                let previous = update.previous();
                update.maker().trailer(&format!("/Root {number} 0 R /Prev {previous}"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangeCatalogReplaced],
    },
    Attack {
        number: "P18",
        name: "junk before the header",
        bases: ALL,
        file: |base| [b"%!PS-Adobe-3.0\n(Pay a million) show\n".as_slice(), &base.signed()].concat(),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch, Code::CoverageInsideRevision, Code::MessageDigestMismatch],
    },
];

/// The page with other content.
fn evil_page(base: Base, update: &mut crate::base::Update) {
    let content = update.add_stream("", EVIL);
    let pages = base.numbers().pages;
    update.object(
        base.numbers().page,
        format!("<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R >>"),
    );
}

/// The same as objects that no cross-reference names.
fn loose_page(base: Base) -> Vec<u8> {
    let (page, pages, content) = (base.numbers().page, base.numbers().pages, base.numbers().content);
    format!(
        "{page} 0 obj\n<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R >>\nendobj\n\
         {content} 0 obj\n<< /Length {} >>\nstream\n{}\nendstream\nendobj\n",
        EVIL.len(),
        String::from_utf8_lossy(EVIL)
    )
    .into_bytes()
}

/// Where the last section of a file begins whose pointer is cut off.
fn startxref_of_last(file: &[u8], base: Base) -> usize {
    match base {
        Base::Report => {
            let at = memchr::memmem::rfind(file, b"/Type /XRef").expect("a section");
            memchr::memmem::rfind(&file[..at], b"\nendobj\n").expect("an object before it")
                + b"\nendobj\n".len()
        }
        _ => memchr::memmem::rfind(file, b"\nxref\n").expect("a table") + 1,
    }
}

/// What the trailer says, up to the end of an array or reference.
fn trailer_value(file: &[u8], key: &str) -> String {
    let at = memchr::memmem::rfind(file, key.as_bytes()).expect("the key") + key.len();
    let end = memchr::memchr(if key == "/ID" { b']' } else { b'R' }, &file[at..]).expect("its end");
    let text = String::from_utf8_lossy(&file[at..at + end]).trim().to_owned();
    if key == "/ID" { text } else { format!("{text} R") }
}

fn base_text(base: Base, number: u32) -> String {
    crate::base::Update::new(base, &base.unsigned()).text(number)
}

/// The file up to the last place where this stands.
fn cut(mut file: Vec<u8>, text: &[u8]) -> Vec<u8> {
    file.truncate(memchr::memmem::rfind(&file, text).expect("the text"));
    file
}
