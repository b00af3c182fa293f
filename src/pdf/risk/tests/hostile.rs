use super::{Letter, RiskKind, risks, scan};
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::pdf_maker::{self, PdfMaker};

#[test]
fn a_file_that_is_larger_than_the_work_is_scanned_in_part_and_says_so() {
    let bytes = pdf_maker::pages(10_000);
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    let found = risks(&document, usize::MAX, 8_000);
    assert!(!found.complete && found.risks.is_empty());
    assert!(risks(&document, usize::MAX, 1_000_000).complete);
}

#[test]
fn what_stands_near_the_catalog_is_found_in_the_largest_file() {
    let mut maker = PdfMaker::new();
    let kids: String = (3..20_003).map(|page| format!("{page} 0 R ")).collect();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /OpenAction 20003 0 R /StructTreeRoot 2 0 R >>")
        .object(2, format!("<< /Type /Pages /Kids [{kids}] /Count 20000 >>"));
    for page in 3..20_003 {
        maker.object(page, "<< /Type /Page /Parent 2 0 R >>");
    }
    maker.object(20_003, "<< /S /JavaScript /JS (x) >>").finish_table();
    let bytes = maker.into_bytes();
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    // As much as verification grants to a file of this length.
    let found = risks(&document, usize::MAX, 8_000 + bytes.len() / 300);
    assert!(!found.complete);
    assert_eq!(found.risks[0].kind, RiskKind::Script);
}

#[test]
fn circles_of_objects_fields_and_pages_end() {
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>")
        .object(2, "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Parent 2 0 R /Count 1 >>")
        .object(3, "<< /Type /Page /Parent 3 0 R /Contents 3 0 R /Annots [3 0 R 4 0 R] /Resources 3 0 R >>")
        .object(4, "<< /FT /Tx /T (a) /Kids [4 0 R 5 0 R] /Parent 5 0 R >>")
        .object(5, "<< /T (b) /Kids [4 0 R 5 0 R] /V 5 0 R /AP 5 0 R /N 5 0 R >>")
        .finish_table();
    scan(&maker.into_bytes());
}

#[test]
fn object_streams_that_inflate_without_end_do_not_use_up_what_others_need() {
    let mut maker = PdfMaker::new();
    let filler = " ".repeat(30 << 20);
    pdf_maker::hello(&mut maker);
    for number in 0..8u32 {
        maker.object_stream(20 + number, &[(10 + number, &filler), (30 + number, "<< /Type /Page >>")]);
    }
    maker.finish_stream(40);
    let bytes = maker.into_bytes();
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    let found = risks(&document, usize::MAX, 100_000);
    assert!(!found.complete);
    // The streams are still there for those who ask.
    let page = crate::pdf::ObjectId { number: 30, generation: 0 };
    assert!(document.latest().object(page).unwrap().is_some());
}

#[test]
fn a_letter_that_asks_for_endless_painting_is_left_at_the_work() {
    let content = b"/X Do ".repeat(1_000);
    let letter = Letter { resources: "/XObject << /X 6 0 R >>", content: &content, ..Letter::default() };
    let bytes = letter.with(|maker| {
        let form = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]";
        maker.stream(6, form, &b"0 0 1 1 re f BT (x) Tj ET ".repeat(1_000));
    });
    let found = risks(&Document::open(&bytes, &Limits::default()).unwrap(), usize::MAX, 50_000);
    assert!(!found.complete);
}

#[test]
fn nothing_is_found_in_files_that_are_hardly_there() {
    for objects in
        ["", "<< /Type /Catalog >>", "<< /Type /Catalog /Pages 9 0 R /AcroForm 9 0 R >>", "(x)", "[[[[1]]]]"]
    {
        let mut maker = PdfMaker::new();
        maker.trailer("/Root 1 0 R").object(1, objects).finish_table();
        let bytes = maker.into_bytes();
        let Ok(document) = Document::open(&bytes, &Limits::default()) else { continue };
        assert!(risks(&document, 0, 1_000).risks.is_empty());
    }
}
