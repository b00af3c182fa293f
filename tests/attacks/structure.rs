//! P7 and P18: files that two readers read as two documents, some of them prepared before the signature was made.

use kyso::{Code, Verdict};

use crate::append::{EVIL_PAGE, EVIL_TEXT, startxref, update_of};
use crate::attack::{Attack, PLAIN};
use crate::forge;
use crate::pdf_maker::{Entry, PdfMaker, hello};
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P18",
        name: "a table that lay in a stream when the file was signed, and a startxref that leads to it",
        bases: PLAIN,
        file: |_| {
            let prepared = with_table_in_stream();
            let table = memchr::memmem::rfind(&prepared, b"xref\n3 1\n").expect("the table in the stream");
            let signed = sign(&prepared);
            [signed.as_slice(), format!("startxref\n{table}\n%%EOF\n").as_bytes()].concat()
        },
        verdict: Verdict::Indeterminate,
        errors: &[
            Code::PdfRevisionPointerElsewhere,
            Code::TrailingBytes,
            Code::SignatureSkipped,
            Code::PdfReadersDisagree,
        ],
    },
    Attack {
        number: "P18",
        name: "a revision whose own startxref leads past it, so that readers of the shorter file saw another one",
        bases: PLAIN,
        file: |_| {
            let file = crate::append::signed();
            let mut maker = PdfMaker::new();
            maker
                .raw(&file[maker.position()..])
                .drop_entries(&[0])
                .object(3, EVIL_PAGE)
                .stream(90, "", EVIL_TEXT);
            let at = maker.offset();
            maker.table(&format!("/Prev {}", startxref(&file)));
            // The end of the update names the table of the signed file, and one more end names the update.
            maker.end(startxref(&file));
            maker.end(at);
            maker.into_bytes()
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ChangePageContent,
            Code::LaterRevisions,
            Code::PdfRevisionPointerElsewhere,
            Code::TrailingBytes,
        ],
    },
    Attack {
        number: "P18",
        name: "a hybrid update: old readers see the signed page, new ones another",
        bases: PLAIN,
        file: |_| {
            let file = crate::append::signed();
            let mut maker = PdfMaker::new();
            maker.raw(&file[maker.position()..]).drop_entries(&[0]);
            maker.object(3, EVIL_PAGE).stream(90, "", EVIL_TEXT);
            let previous = startxref(&file);
            maker.trailer(&format!("/Root 1 0 R /Prev {previous}"));
            maker.finish_hybrid(91, &[3]);
            maker.into_bytes()
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangePageContent],
    },
    Attack {
        number: "P18",
        name: "junk before the header, after which both ways of counting lead to a table",
        bases: PLAIN,
        file: |_| two_ways_to_count(),
        verdict: Verdict::Indeterminate,
        errors: &[Code::PdfTwoWaysToCount],
    },
    Attack {
        number: "P18",
        name: "an update that turns encryption on",
        bases: PLAIN,
        file: |_| {
            let file = crate::append::signed();
            update_of(&file, |maker| {
                maker.trailer("/Root 1 0 R /Encrypt 90 0 R").object(90, "<< /Filter /None >>")
            })
        },
        verdict: Verdict::Unreadable,
        errors: &[],
    },
    Attack {
        number: "P18",
        name: "sections in a ring",
        bases: PLAIN,
        file: |_| {
            let file = crate::append::signed();
            let mut maker = PdfMaker::new();
            maker.raw(&file[maker.position()..]).drop_entries(&[0]).object(3, EVIL_PAGE);
            let at = maker.offset();
            maker.table(&format!("/Prev {at}"));
            maker.end(at);
            maker.into_bytes()
        },
        verdict: Verdict::Unreadable,
        errors: &[],
    },
    Attack {
        number: "P18",
        name: "a negative /Prev",
        bases: PLAIN,
        file: |_| {
            let file = crate::append::signed();
            let mut maker = PdfMaker::new();
            maker.raw(&file[maker.position()..]).drop_entries(&[0]).object(3, EVIL_PAGE);
            let at = maker.offset();
            maker.table("/Prev -1");
            maker.end(at);
            maker.into_bytes()
        },
        verdict: Verdict::Unreadable,
        errors: &[],
    },
    Attack {
        number: "P18",
        name: "the field's entry leads into the string of the signature",
        bases: PLAIN,
        file: |_| {
            let file = crate::append::signed();
            let inside = forge::gap(&file).start + 100;
            let field = crate::append::object_number(&file, "/FT/Sig");
            update_of(&file, |maker| maker.entry(field, Entry::At(inside, 0)))
        },
        verdict: Verdict::Failed,
        errors: &[
            Code::ChangeField,
            Code::SignatureRemoved,
            Code::PdfReadersDisagree,
            Code::PdfFormUnreadable,
        ],
    },
    Attack {
        number: "P18",
        name: "the catalog's entry leads to another object",
        bases: PLAIN,
        file: |_| {
            let file = crate::append::signed();
            update_of(&file, |maker| maker.entry(1, Entry::At(crate::append::object_at(&file, 2), 0)))
        },
        verdict: Verdict::Unreadable,
        errors: &[],
    },
];

fn sign(file: &[u8]) -> Vec<u8> {
    signer::person().sign(file, &signer::sign_options())
}

/// A page whose text holds a whole table, which says where else object 3 is.
fn with_table_in_stream() -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(8, EVIL_PAGE);
    let evil = memchr::memmem::find(maker.bytes(), b"8 0 obj").expect("the page");
    let table =
        format!("xref\n3 1\n{evil:010} 00000 n \ntrailer\n<< /Size 9 /Root 1 0 R /Prev @@@@@@@@@@ >>\n");
    maker.stream(7, "", table.as_bytes()).finish_table();
    let mut file = maker.into_bytes();
    let own = format!("{:<10}", startxref(&file));
    let at = memchr::memmem::find(&file, b"@@@@@@@@@@").expect("the place");
    file[at..at + 10].copy_from_slice(own.as_bytes());
    file
}

/// A signed file with junk before its header, whose startxref leads to a table when it is counted from the header and
/// to another one, in a stream, when it is counted from the first byte.
fn two_ways_to_count() -> Vec<u8> {
    let junk = [b'#'; 400];
    let table = "xref\n0 0\ntrailer\n<< /Root 1 0 R /Size 1 >>\nstartxref\n0\n%%EOF\n";
    let mut maker = PdfMaker::with(&junk, true, "\n");
    forge::form(&mut maker).object(6, forge::honest_dictionary()).stream(9, "", table.as_bytes());
    let other = memchr::memmem::find(maker.bytes(), table.as_bytes()).expect("the table");
    let fill = other + junk.len() - maker.position();
    maker.raw(" ".repeat(fill)).finish_table();
    forge::seal(maker.into_bytes(), forge::Places::honest)
}
