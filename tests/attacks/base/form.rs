//! A page with a field of every kind, each with the appearance that belongs to its value.

use crate::pdf_maker::PdfMaker;

/// Numbers of the fields.
pub(crate) const NAME: u32 = 11;
pub(crate) const AMOUNT: u32 = 12;
/// Its name begins as that of another.
pub(crate) const AMOUNT2: u32 = 13;
pub(crate) const UNIT: u32 = 14;
pub(crate) const COPIES: u32 = 15;
pub(crate) const URGENT: u32 = 16;
pub(crate) const ANSWER: u32 = 17;
pub(crate) const ANSWER_YES: u32 = 18;
pub(crate) const ANSWER_NO: u32 = 19;
pub(crate) const ADDRESS: u32 = 20;
pub(crate) const STREET: u32 = 21;
pub(crate) const TOWN: u32 = 22;
pub(crate) const CLERK: u32 = 23;
pub(crate) const DIRECTOR: u32 = 24;
pub(crate) const LEFT: u32 = 25;
pub(crate) const RIGHT: u32 = 26;
/// The form itself.
pub(crate) const FORM: u32 = 6;
/// The appearance of the amount, and the one that two fields share.
pub(crate) const AMOUNT_APPEARANCE: u32 = 32;
pub(crate) const SHARED_APPEARANCE: u32 = 44;

pub(crate) fn file() -> Vec<u8> {
    file_with("")
}

/// The same with this entry in the field for the clerk's signature, which may lock other fields.
pub(crate) fn file_with(lock: &str) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker
        .trailer("/Root 1 0 R /Info 9 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]")
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /Metadata 10 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        .object(
            3,
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /Helv 5 0 R >> >> /Annots [11 0 R 12 0 R 13 0 R 14 0 R 15 0 R 16 0 R 18 0 R \
             19 0 R 21 0 R 22 0 R 23 0 R 24 0 R 25 0 R 26 0 R] >>",
        )
        .stream(4, "", b"BT /Helv 16 Tf 72 780 Td (PHIEU DE NGHI) Tj 0 -40 Td (Ho ten:) Tj 0 -30 Td (So tien:) Tj ET")
        .object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        .object(
            6,
            "<< /Fields [11 0 R 12 0 R 13 0 R 14 0 R 15 0 R 16 0 R 17 0 R 20 0 R 23 0 R 24 0 R 25 0 R 26 0 R] \
             /DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 12 Tf 0 g) >>",
        )
        .object(9, "<< /Title (Phieu de nghi) /Producer (kyso) /ModDate (D:20261119080000Z) >>")
        .stream(10, "/Type /Metadata /Subtype /XML", metadata("2026-11-19T08:00:00Z").as_bytes());
    text(&mut maker, NAME, "Name", 740, "", 31);
    text(&mut maker, AMOUNT, "Amount", 710, "1000000", AMOUNT_APPEARANCE);
    text(&mut maker, AMOUNT2, "Amount2", 680, "7", 33);
    maker
        .object(
            UNIT,
            "<< /Type /Annot /Subtype /Widget /FT /Ch /Ff 131072 /T (Unit) /Opt [(VND) (USD)] /V (VND) /F 4 \
             /Rect [150 650 300 665] /P 3 0 R /DA (/Helv 12 Tf 0 g) /AP << /N 34 0 R >> >>",
        )
        .object(
            COPIES,
            "<< /Type /Annot /Subtype /Widget /FT /Ch /Ff 2097152 /T (Copies) /Opt [(one) (two) (three)] /F 4 \
             /Rect [150 590 300 640] /P 3 0 R /DA (/Helv 12 Tf 0 g) /AP << /N 35 0 R >> >>",
        )
        .object(
            URGENT,
            "<< /Type /Annot /Subtype /Widget /FT /Btn /T (Urgent) /V /Off /AS /Off /F 4 \
             /Rect [150 560 165 575] /P 3 0 R /AP << /N << /Yes 36 0 R /Off 37 0 R >> >> >>",
        )
        .object(ANSWER, "<< /FT /Btn /Ff 49152 /T (Answer) /V /Off /Kids [18 0 R 19 0 R] >>")
        .object(
            ANSWER_YES,
            "<< /Type /Annot /Subtype /Widget /Parent 17 0 R /AS /Off /F 4 /Rect [150 530 165 545] /P 3 0 R \
             /AP << /N << /Yes 38 0 R /Off 39 0 R >> >> >>",
        )
        .object(
            ANSWER_NO,
            "<< /Type /Annot /Subtype /Widget /Parent 17 0 R /AS /Off /F 4 /Rect [180 530 195 545] /P 3 0 R \
             /AP << /N << /No 40 0 R /Off 41 0 R >> >> >>",
        )
        .object(ADDRESS, "<< /T (Address) /FT /Tx /DA (/Helv 12 Tf 0 g) /Kids [21 0 R 22 0 R] >>");
    for (number, name, y, appearance) in [(STREET, "Street", 500, 42), (TOWN, "Town", 470, 43)] {
        maker.object(
            number,
            format!(
                "<< /Type /Annot /Subtype /Widget /T ({name}) /Parent 20 0 R /V () /F 4 /P 3 0 R \
                 /Rect [150 {y} 300 {}] /AP << /N {appearance} 0 R >> >>",
                y + 15
            ),
        );
        maker.stream(appearance, APPEARANCE, shown("").as_bytes());
    }
    for (number, name, x, lock) in [(CLERK, "Clerk", 72, lock), (DIRECTOR, "Director", 320, "")] {
        maker.object(
            number,
            format!(
                "<< /Type /Annot /Subtype /Widget /FT /Sig /T ({name}) /F 132 /P 3 0 R \
                 /Rect [{x} 380 {} 440] {lock} >>",
                x + 200
            ),
        );
    }
    for (number, name, x) in [(LEFT, "Left", 72), (RIGHT, "Right", 320)] {
        maker.object(
            number,
            format!(
                "<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V (same) /DA (/Helv 12 Tf 0 g) /F 4 \
                 /P 3 0 R /Rect [{x} 340 {} 355] /AP << /N 44 0 R >> >>",
                x + 150
            ),
        );
    }
    maker
        .stream(34, APPEARANCE, shown("VND").as_bytes())
        .stream(
            35,
            "/Type /XObject /Subtype /Form /BBox [0 0 150 50] /Resources << /Font << /Helv 5 0 R >> >>",
            b"",
        )
        .stream(SHARED_APPEARANCE, APPEARANCE, shown("same").as_bytes());
    for on in [36, 38, 40] {
        maker.stream(on, BUTTON, b"1 1 m 14 14 l 1 14 m 14 1 l S");
    }
    for off in [37, 39, 41] {
        maker.stream(off, BUTTON, b"");
    }
    maker.finish_table();
    maker.into_bytes()
}

fn text(maker: &mut PdfMaker, number: u32, name: &str, y: u32, value: &str, appearance: u32) {
    maker
        .object(
            number,
            format!(
                "<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V ({value}) /DA (/Helv 12 Tf 0 g) /F 4 \
                 /P 3 0 R /Rect [150 {y} 300 {}] /AP << /N {appearance} 0 R >> >>",
                y + 15
            ),
        )
        .stream(appearance, APPEARANCE, shown(value).as_bytes());
}

/// The entries of the appearance of a text field.
pub(crate) const APPEARANCE: &str =
    "/Type /XObject /Subtype /Form /BBox [0 0 150 15] /Resources << /Font << /Helv 5 0 R >> >>";

const BUTTON: &str = "/Type /XObject /Subtype /Form /BBox [0 0 15 15]";

/// An appearance that shows this.
pub(crate) fn shown(value: &str) -> String {
    format!("/Tx BMC q BT /Helv 12 Tf 0 g 2 4 Td ({value}) Tj ET Q EMC")
}

/// XMP with this date.
pub(crate) fn metadata(date: &str) -> String {
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"><xmp:ModifyDate>{date}</xmp:ModifyDate></rdf:Description>\
         </rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}
