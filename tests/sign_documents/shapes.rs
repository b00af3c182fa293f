//! Files of every legal build, and of some that readers forgive.

use crate::pdf_maker::{self, Entry, PdfMaker, hello};
use crate::{document, sign, signer};

/// A catalog with reals and strings that a rewriting would change.
const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R /Lang (vi\\055VN\\\n) /Zoom [1234567.891 4294967296.5 -.5 +7 00.10]\n\
                       % a comment (\n/Odd#20Name <48 65 6c6C 6F> /Empty() /Nested << /A[/B(\\(x)]>> /Last true>>";

#[test]
fn a_file_with_a_table() {
    let signed = sign("table", &pdf_maker::classic(), &signer::sign_options());
    let update = String::from_utf8_lossy(&signed[pdf_maker::classic().len()..]).into_owned();
    assert!(update.contains("\nxref\n") && update.contains("trailer"), "{update}");
}

#[test]
fn a_file_with_streams_for_objects_and_cross_references() {
    let signed = sign("streams", &pdf_maker::modern(), &signer::sign_options());
    let update = String::from_utf8_lossy(&signed[pdf_maker::modern().len()..]).into_owned();
    assert!(update.contains("/Type/XRef") && !update.contains("trailer"), "{update}");
}

#[test]
fn a_hybrid_file() {
    sign("hybrid", &pdf_maker::hybrid(), &signer::sign_options());
}

#[test]
fn a_linearized_file() {
    sign("linearized-made", &pdf_maker::linearized(), &signer::sign_options());
    for name in ["linearized", "linearized-streams", "streams", "classic"] {
        sign(&format!("qpdf-{name}"), &document(&format!("{name}.pdf")), &signer::sign_options());
    }
}

#[test]
fn a_file_with_junk_before_its_header() {
    for (name, counted) in [("junk-from-header", true), ("junk-from-zero", false)] {
        let mut maker = PdfMaker::with(b"From a mail server\r\n\r\n", counted, "\n");
        hello(&mut maker).finish_table();
        let document = maker.into_bytes();
        let signed = sign(name, &document, &signer::sign_options());
        let twice = sign(&format!("{name}-twice"), &signed, &signer::sign_options());
        assert_eq!(signer::verify(&twice).signatures.len(), 2);
    }
}

#[test]
fn a_file_without_a_final_line_end() {
    let mut document = pdf_maker::classic();
    while document.last() == Some(&b'\n') {
        document.pop();
    }
    assert!(document.ends_with(b"%%EOF"));
    let signed = sign("no-final-newline", &document, &signer::sign_options());
    assert_eq!(signed[document.len()], b'\n');
}

#[test]
fn files_with_every_line_end() {
    for (name, eol) in [("cr-only", "\r"), ("cr-lf", "\r\n")] {
        let mut maker = PdfMaker::with(b"", false, eol);
        hello(&mut maker).finish_table();
        let document = maker.into_bytes();
        let signed = sign(name, &document, &signer::sign_options());
        sign(&format!("{name}-twice"), &signed, &signer::sign_options());
    }
}

#[test]
fn a_file_with_white_space_behind_its_end() {
    let document = [pdf_maker::classic().as_slice(), b"\r\n\r\n   "].concat();
    sign("space-behind", &document, &signer::sign_options());
}

#[test]
fn a_catalog_keeps_its_bytes_apart_from_what_is_inserted() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(1, CATALOG).finish_table();
    let document = maker.into_bytes();
    let signed = sign("catalog-bytes", &document, &signer::sign_options());
    let update = &signed[document.len()..];
    let open = CATALOG.strip_suffix(">>").expect("a dictionary");
    let at = memchr::memmem::find(update, open.as_bytes()).expect("the bytes of the catalog");
    let rest = &update[at + open.len()..];
    assert!(rest.trim_ascii_start().starts_with(b"/AcroForm"), "{}", String::from_utf8_lossy(rest));
}

#[test]
fn a_page_keeps_its_bytes_apart_from_what_is_inserted() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2760000001 841.89]/Annots[8 0 R % one\n]/Contents 4 0 R\
                /Resources<<>>/UserUnit 1.0>>";
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(3, page).object(8, "<</Type/Annot/Subtype/Text/Rect[0 0 1 1]>>").finish_table();
    let document = maker.into_bytes();
    let signed = sign("page-bytes", &document, &signer::sign_options());
    let update = &signed[document.len()..];
    let (before, after) = page.split_once("]/Contents").expect("the end of the array");
    let at = memchr::memmem::find(update, before.trim_start_matches("<<").as_bytes()).is_some();
    // A space may stand between the key and its value.
    let spaced = before.replacen("/Annots[", "/Annots [", 1);
    assert!(
        at || memchr::memmem::find(update, spaced.as_bytes()).is_some(),
        "{}",
        String::from_utf8_lossy(update)
    );
    assert!(
        memchr::memmem::find(update, format!("]/Contents{after}").trim_end_matches(">>").as_bytes())
            .is_some()
    );
}

#[test]
fn forms_pages_and_arrays_direct_and_indirect() {
    let fields = ["[]", "[8 0 R]", "9 0 R"];
    let annotations =
        ["", "/Annots []", "/Annots [8 0 R]", "/Annots 10 0 R", "/Annots null", "/Annots 77 0 R"];
    for (number, (field, indirect_form)) in fields.iter().flat_map(|f| [(f, false), (f, true)]).enumerate() {
        for (other, annotation) in annotations.iter().enumerate() {
            for in_streams in [false, true] {
                let form = format!("<< /Fields {field} /DR << /Font << >> >> /DA (/F 0 Tf\\)) >>");
                let entry = if indirect_form { "11 0 R" } else { form.as_str() };
                let page =
                    format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> {annotation} >>");
                let objects = [
                    (1, format!("<< /Type /Catalog /Pages 2 0 R /AcroForm {entry} >>")),
                    (
                        2,
                        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.276 841.89] >>".to_owned(),
                    ),
                    (3, page),
                    (
                        8,
                        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Name) /V (\\(x) /Rect [0 0 9.50 9] >>"
                            .to_owned(),
                    ),
                    (9, "[ 8 0 R ]".to_owned()),
                    (10, "[8 0 R]".to_owned()),
                    (11, form.clone()),
                ];
                let mut maker = PdfMaker::new();
                maker.stream(4, "", b"BT (Hello) Tj ET");
                if in_streams {
                    let objects: Vec<(u32, &str)> =
                        objects.iter().map(|(n, text)| (*n, text.as_str())).collect();
                    maker.object_stream(12, &objects).finish_stream(13);
                } else {
                    for (number, text) in &objects {
                        maker.object(*number, text);
                    }
                    maker.finish_table();
                }
                let name = format!("form-{number}-{other}-{in_streams}");
                let signed = sign(&name, maker.bytes(), &signer::sign_options());
                // An entry that was null is replaced, not written a second time.
                let update = &signed[maker.bytes().len()..];
                for key in [b"/Annots".as_slice(), b"/AcroForm", b"/Fields"] {
                    assert!(memchr::memmem::find_iter(update, key).count() <= 1, "{name}");
                }
                // The fields that were there are still there.
                let reader = lopdf::Document::load_mem(&signed).expect("readable");
                let form = reader.catalog().and_then(|catalog| catalog.get(b"AcroForm")).expect("a form");
                let form = reader.dereference(form).expect("a form").1.as_dict().expect("a form");
                let list = reader.dereference(form.get(b"Fields").expect("fields")).expect("fields").1;
                let expected = if *field == "[]" { 1 } else { 2 };
                assert_eq!(list.as_array().expect("an array").len(), expected, "{name}");
                let page = reader.get_dictionary((3, 0)).expect("a page");
                let list =
                    reader.dereference(page.get(b"Annots").expect("annotations")).expect("annotations").1;
                let expected = if matches!(other, 2 | 3) { 2 } else { 1 };
                assert_eq!(list.as_array().expect("an array").len(), expected, "{name}");
            }
        }
    }
}

#[test]
fn a_deep_page_tree_with_an_empty_branch() {
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, "<< /Type /Pages /Kids [5 0 R 6 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 7 0 R /Contents 4 0 R /Resources << >> >>")
        .stream(4, "", b"BT (Hello) Tj ET")
        .object(5, "<< /Type /Pages /Parent 2 0 R /Kids [] /Count 0 >>")
        .object(6, "<< /Type /Pages /Parent 2 0 R /Kids [7 0 R] /Count 1 >>")
        .object(7, "<< /Type /Pages /Parent 6 0 R /Kids [3 0 R] /Count 1 >>")
        .finish_table();
    let signed = sign("deep-pages", maker.bytes(), &signer::sign_options());
    let reader = lopdf::Document::load_mem(&signed).expect("readable");
    assert!(reader.get_dictionary((3, 0)).expect("the page").has(b"Annots"));
}

#[test]
fn objects_with_a_generation() {
    let mut maker = PdfMaker::new();
    maker
        .trailer("/Root 1 3 R")
        .object_of_generation(1, 3, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 7 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object_of_generation(3, 7, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>")
        .stream(4, "", b"BT (Hello) Tj ET")
        .finish_table();
    let signed = sign("generations", maker.bytes(), &signer::sign_options());
    sign("generations-twice", &signed, &signer::sign_options());
}

#[test]
fn a_size_that_is_too_small_does_not_make_two_objects_of_one_number() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(9, "(kept)").finish_table();
    let text = String::from_utf8_lossy(maker.bytes()).replace("/Size 10", "/Size 05");
    // Lossy text would change the length of the binary comment.
    assert_eq!(text.matches("/Size 05").count(), 1);
    let mut document = maker.into_bytes();
    let at = memchr::memmem::rfind(&document, b"/Size 10").expect("a size");
    document[at..at + 8].copy_from_slice(b"/Size 05");
    let signed = signer::person().sign(&document, &signer::sign_options());
    let update = String::from_utf8_lossy(&signed[document.len()..]).into_owned();
    assert!(!update.contains("\n9 0 obj") && !update.starts_with("9 0 obj"), "{update}");
}

#[test]
fn an_array_of_fields_with_two_roles_is_handled_or_refused() {
    // /Fields and /Annots are one and the same array object.
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 8 0 R >> >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R /Resources << >> /Annots 8 0 R >>")
        .object(8, "[]")
        .finish_table();
    match signer::person().try_sign(maker.bytes(), &signer::sign_options()) {
        Ok(signed) => drop(crate::check("one-array", maker.bytes(), &signed, &signer::sign_options())),
        Err(error) => assert_eq!(error.kind(), kyso::ErrorKind::MalformedPdf, "{error}"),
    }
}

#[test]
fn a_document_without_pages_gets_a_signature_without_a_widget() {
    let mut maker = PdfMaker::new();
    maker.object(1, "<< /Type /Catalog >>").finish_table();
    sign("no-pages", maker.bytes(), &signer::sign_options());
}

#[test]
fn a_free_number_is_not_taken_while_its_generation_counts() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(old)").finish_table();
    maker.entry(5, Entry::Free(1)).finish_table();
    sign("free-number", maker.bytes(), &signer::sign_options());
}

#[test]
fn ten_signatures_one_after_the_other() {
    let mut document = pdf_maker::modern();
    for number in 1..=10 {
        document = signer::person().sign(&document, &signer::sign_options());
        let report = signer::verify(&document);
        assert_eq!(report.signatures.len(), number);
        let passed =
            report.signatures.iter().filter(|s| s.indication == kyso::Indication::TotalPassed).count();
        assert_eq!(passed, number, "a further signature leaves those before it as they were");
        assert!(report.signatures.iter().all(|s| s.integrity == kyso::Integrity::Intact));
    }
}
