use super::{Letter, RiskKind, kinds, only};
use crate::pdf::pdf_maker::PdfMaker;

const IMAGE: &str =
    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray";

fn image(entries: &str) -> impl Fn(&mut PdfMaker) {
    move |maker| {
        maker.stream(6, &format!("{IMAGE} {entries}"), b"x");
    }
}

#[test]
fn text_under_an_image_is_found() {
    let resources = "/XObject << /X 6 0 R >>";
    let over = b"q 200 0 0 50 60 680 cm /X Do Q";
    let risk = only(&Letter { resources, content: over, ..Letter::default() }.with(image("")));
    assert_eq!((risk.kind, risk.pages.iter().copied().collect::<Vec<_>>()), (RiskKind::TextHidden, vec![1]));
    // An image that shines through, one beside the text, and text over an image.
    assert_eq!(
        kinds(&Letter { resources, content: over, ..Letter::default() }.with(image("/SMask 6 0 R"))),
        []
    );
    let beside = b"q 200 0 0 50 60 600 cm /X Do Q";
    assert_eq!(kinds(&Letter { resources, content: beside, ..Letter::default() }.with(image(""))), []);
    let under = b"q 200 0 0 50 60 600 cm /X Do Q BT /F1 12 Tf 80 620 Td (Over) Tj ET";
    assert_eq!(kinds(&Letter { resources, content: under, ..Letter::default() }.with(image(""))), []);
}

#[test]
fn text_under_a_filled_form_is_found() {
    let letter = Letter { resources: "/XObject << /X 6 0 R >>", content: b"/X Do", ..Letter::default() };
    let form = letter.with(|maker| {
        maker.stream(6, "/Type /XObject /Subtype /Form /BBox [0 0 600 800]", b"1 g 50 650 300 100 re f");
    });
    assert_eq!(only(&form).kind, RiskKind::TextHidden);
    let frame = letter.with(|maker| {
        maker.stream(6, "/Type /XObject /Subtype /Form /BBox [0 0 600 800]", b"50 650 300 100 re S");
    });
    assert_eq!(kinds(&frame), []);
}

#[test]
fn a_scan_over_its_recognised_text_is_no_alarm() {
    let content = b"BT 3 Tr /F1 9 Tf 300 300 Td (read by a machine) Tj ET q 600 0 0 500 0 0 cm /X Do Q";
    let letter = Letter { resources: "/XObject << /X 6 0 R >>", content, ..Letter::default() };
    assert_eq!(kinds(&letter.with(image(""))), []);
}

#[test]
fn text_under_an_annotation_is_found() {
    let annotated = |subtype: &str, flags: u32, content: &[u8]| {
        let page = format!(
            "/Annots [<< /Type /Annot /Subtype /{subtype} /F {flags} /Rect [60 680 260 730] /AP << /N 6 0 R >> >>]"
        );
        Letter { page: &page, ..Letter::default() }.with(|maker| {
            maker
                .stream(
                    6,
                    "/Type /XObject /Subtype /Form /BBox [0 0 20 5] /Resources << /ExtGState << /M 7 0 R >> >>",
                    content,
                )
                .object(7, "<< /BM /Multiply >>");
        })
    };
    let risk = only(&annotated("Stamp", 4, b"1 g 0 0 20 5 re f"));
    assert_eq!((risk.kind, risk.names.first().unwrap().as_str()), (RiskKind::TextUnderAnnotation, "Stamp"));
    // The fill of a part that covers nothing, a highlight, a frame, and one that is not shown.
    assert_eq!(kinds(&annotated("Stamp", 4, b"1 g 15 0 5 5 re f")), []);
    assert_eq!(kinds(&annotated("Highlight", 4, b"/M gs 1 1 0 rg 0 0 20 5 re f")), []);
    assert_eq!(kinds(&annotated("Square", 4, b"0 0 20 5 re S")), []);
    assert_eq!(kinds(&annotated("Stamp", 2, b"1 g 0 0 20 5 re f")), []);
}

#[test]
fn pages_outside_of_the_document_are_found() {
    let unreachable = Letter::default().with(|maker| {
        maker.object(6, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>");
    });
    assert_eq!(only(&unreachable).kind, RiskKind::PageOutside);
    let second = Letter::default().with(|maker| {
        maker
            .object(6, "<< /Type /Catalog /Pages 7 0 R >>")
            .object(7, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    });
    let risk = only(&second);
    assert_eq!(
        (risk.kind, risk.objects.into_iter().collect::<Vec<_>>()),
        (RiskKind::PageOutside, vec![6, 7])
    );
    // Reachable by name, and no page of the document.
    let template =
        Letter { catalog: "/Names << /Templates << /Names [(a) 6 0 R] >> >>", ..Letter::default() };
    let template = template.with(|maker| {
        maker.object(6, "<< /Type /Template /Contents 4 0 R >>");
    });
    assert_eq!(only(&template).kind, RiskKind::PageOutside);
    let empty = Letter::default().with(|maker| {
        maker.object(6, "<< /Type /Pages /Kids [] /Count 0 >>").object(7, "(nobody refers to this)");
    });
    assert_eq!(kinds(&empty), []);
}
