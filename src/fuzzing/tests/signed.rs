//! Signed documents: a form with everything that people fill in, in every style of file, signed in every manner.

use crate::limits::Limits;
use crate::pdf::pdf_maker::PdfMaker;
use crate::pdf::signing::Certification;
use crate::pki::test_pki::tests::{fixed, made_at};
use crate::sign::{SignOptions, sign};

/// Documents that pass: one and two signatures, approvals and certifications, in each style.
pub(super) fn documents() -> Vec<Vec<u8>> {
    let [table, streams, hybrid] = [0, 1, 2].map(form);
    let certify = |document: &[u8], certification| {
        let mut options = options();
        options.certify = Some(certification);
        signed_with(document, &options)
    };
    let once = signed(&table);
    vec![
        signed(&once),
        certify(&table, Certification::NoChanges),
        signed(&certify(&table, Certification::FormFilling)),
        certify(&streams, Certification::Annotations),
        signed(&streams),
        signed(&signed(&streams)),
        signed(&hybrid),
        certify(&hybrid, Certification::FormFilling),
        once,
    ]
}

/// The document with one more signature of a person of the test PKI.
pub(super) fn signed(document: &[u8]) -> Vec<u8> {
    signed_with(document, &options())
}

fn options() -> SignOptions {
    SignOptions::new(made_at().plus_seconds(3600))
}

fn signed_with(document: &[u8], options: &SignOptions) -> Vec<u8> {
    let (key, chain) = (&fixed().member("person").unwrap().key, fixed().chain("person").unwrap());
    sign(document, key, &chain, options, &Limits::default()).unwrap().append_to(document)
}

/// Two pages with resources of their own and of the tree, a picture, notes, and a form: text, choice, button, and a
/// signature field that locks.
fn form(style: u8) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker.trailer("/Root 1 0 R /Info 16 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]");
    let objects = [
        (
            1,
            "<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R /Metadata 17 0 R /Version /1.7 /PageMode /UseNone >>",
        ),
        (
            2,
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] /Resources << /Font << /F1 7 0 R >> /XObject << /X1 14 0 R >> >> >>",
        ),
        (3, "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [9 0 R 10 0 R 11 0 R 15 0 R] >>"),
        (
            4,
            "<< /Type /Page /Parent 2 0 R /Contents [6 0 R 5 0 R] /Rotate 0 /Resources << /Font << /F1 7 0 R >> >> >>",
        ),
        (7, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        (8, "<< /Fields [9 0 R 10 0 R 11 0 R 12 0 R] /DA (/F1 12 Tf) /DR << /Font << /F1 7 0 R >> >> >>"),
        (
            9,
            "<< /FT /Tx /T (name) /Type /Annot /Subtype /Widget /Rect [72 700 300 720] /P 3 0 R /F 4 /DA (/F1 12 Tf) /V (An) /AP << /N 13 0 R >> >>",
        ),
        (
            10,
            "<< /FT /Btn /T (tick) /Type /Annot /Subtype /Widget /Rect [72 600 90 618] /P 3 0 R /F 4 /V /Off /AS /Off /AP << /N << /Yes 13 0 R /Off 14 0 R >> >> >>",
        ),
        (
            11,
            "<< /FT /Ch /T (choice) /Type /Annot /Subtype /Widget /Rect [72 500 300 520] /P 3 0 R /F 4 /Opt [(An) (Binh)] /V (An) >>",
        ),
        (
            12,
            "<< /FT /Sig /T (approval) /Kids [] /Lock << /Type /SigFieldLock /Action /Include /Fields [(name)] >> >>",
        ),
        (15, "<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (a note) /P 3 0 R /F 4 >>"),
        (16, "<< /Producer (kyso) /CreationDate (D:20261120000000Z) >>"),
    ];
    let streams: [(u32, &str, &[u8]); 5] = [
        (5, "", b"BT /F1 12 Tf 72 760 Td (Cong van) Tj ET q 9 0 0 9 0 0 cm /X1 Do Q"),
        (6, "", b"BT /F1 12 Tf 72 760 Td (Trang 2) Tj ET"),
        (
            13,
            "/Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /F1 7 0 R >> >>",
            b"/Tx BMC BT /F1 12 Tf (An) Tj ET EMC",
        ),
        (14, "/Type /XObject /Subtype /Form /BBox [0 0 1 1]", b"0 0 1 1 re f"),
        (17, "/Type /Metadata /Subtype /XML", b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"></x:xmpmeta>"),
    ];
    for (number, entries, data) in streams {
        maker.stream(number, entries, data);
    }
    if style == 1 {
        maker.object_stream(18, &objects);
        maker.finish_stream(19);
        return maker.into_bytes();
    }
    for (number, value) in objects {
        maker.object(number, value);
    }
    match style {
        2 => maker.object(18, "(known to new readers)").finish_hybrid(19, &[18]),
        _ => maker.finish_table(),
    };
    maker.into_bytes()
}
