use super::super::drawn_text;
use crate::limits::{Budget, Limits};
use crate::pdf::pdf_maker::PdfMaker;
use crate::pdf::{Document, Object, ObjectId};

/// What an appearance with this font and content draws.
fn drawn(font: &str, content: &[u8], also: impl FnOnce(&mut PdfMaker)) -> Option<String> {
    let mut maker = PdfMaker::new();
    maker
        .object(
            1,
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /DR << /Font << /Helv 6 0 R >> >> >> >>",
        )
        .object(2, "<< /Type /Pages /Kids [] /Count 0 >>")
        .stream(
            5,
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 300 80] /Resources << /Font << {font} >> >>"),
            content,
        )
        .object(6, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /PDFDocEncoding >>");
    also(&mut maker);
    maker.finish_table();
    let bytes = maker.into_bytes();
    let limits = Limits::default();
    let document = Document::open(&bytes, &limits).unwrap();
    let appearance = Object::Reference(ObjectId { number: 5, generation: 0 });
    drawn_text(&document.latest(), &appearance, &limits, &mut Budget::new(super::WORK, "an appearance"))
        .unwrap()
}

const WIN: &str = "/F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

#[test]
fn the_text_of_a_field_is_read_from_its_appearance() {
    let content = b"/Tx BMC q 1 1 198 18 re W n BT /F 12 Tf 0 g 2 6 Td (caf\\351 \\200) Tj ET Q EMC";
    assert_eq!(drawn(WIN, content, |_| {}).unwrap(), "café €");
}

#[test]
fn lines_and_gaps_are_kept_apart() {
    let content =
        b"BT /F 10 Tf 14 TL 2 60 Td (one) Tj T* (two) Tj 100 0 Td (three) Tj [(f) 20 (o) -900 (ur)] TJ ET";
    assert_eq!(drawn(WIN, content, |_| {}).unwrap(), "one\ntwo threefo ur");
}

#[test]
fn text_that_is_cut_off_is_not_told() {
    for hidden in ["BT /F 10 Tf 400 6 Td (100) Tj ET", "q 0 0 7 20 re W n BT /F 10 Tf 0 6 Td (100) Tj ET Q"] {
        assert_eq!(drawn(WIN, hidden.as_bytes(), |_| {}), None, "{hidden}");
    }
}

#[test]
fn fonts_of_the_form_serve_where_the_appearance_has_none() {
    assert_eq!(drawn("", b"BT /Helv 9 Tf (\\240 5) Tj ET", |_| {}).unwrap(), "€ 5");
}

#[test]
fn differences_and_unicode_tables_are_followed() {
    let differences = "/F << /Type /Font /Subtype /Type1 /BaseFont /X /Encoding \
        << /BaseEncoding /WinAnsiEncoding /Differences [65 /uni1EBF /dcroat] >> >>";
    assert_eq!(drawn(differences, b"BT /F 9 Tf (ABC) Tj ET", |_| {}).unwrap(), "ếđC");
    let composite = "/F << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 7 0 R \
        /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /DW 500 /W [1 [600 700]] >>] >>";
    let table = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> \
        endcodespacerange 2 beginbfrange <0001> <0003> <0041> <0010> <0011> [<1EBF> <00660066>] endbfrange \
        1 beginbfchar <0020> <D83DDE00> endbfchar endcmap";
    let text = drawn(composite, b"BT /F 9 Tf <0001000200030010001100 20> Tj ET", |maker| {
        maker.deflated(7, "", table);
    });
    assert_eq!(text.unwrap(), "ABCếff😀");
}

#[test]
fn what_cannot_be_told_is_not_guessed() {
    let symbolic = "/F << /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor << /Flags 4 >> >>";
    let identity = "/F << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H >>";
    for font in [symbolic, identity, ""] {
        assert_eq!(drawn(font, b"BT /F 9 Tf (AB) Tj ET", |_| {}), None, "{font}");
    }
    for content in
        [&b"BI /W 1 /H 1 /BPC 8 /CS /G ID x\nEI"[..], b"0 0 m 1 1 2 2 3 0 c f", b"BT /F 9 Tf (\\201"]
    {
        assert_eq!(drawn(WIN, content, |_| {}), None);
    }
}

#[test]
fn what_draws_no_text_has_an_empty_one() {
    assert_eq!(drawn(WIN, b"q 0 0 200 20 re S BT /F 9 Tf 3 Tr (AB) Tj ET Q", |_| {}).unwrap(), "");
    assert_eq!(drawn(WIN, b"", |_| {}).unwrap(), "");
}
