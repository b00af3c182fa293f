mod hostile;
mod text;

use super::{Interpreter, Mark, MarkKind, Marks, Rectangle, page_number};
use crate::limits::{Budget, Limits};
use crate::pdf::pdf_maker::{self, PdfMaker};
use crate::pdf::{Document, ObjectId};

/// The fullest pages of real maps have some 500 000 operators and operands.
const WORK: usize = 1_000_000;

const PAGE: ObjectId = ObjectId { number: 3, generation: 0 };

/// A file with one page whose object 4 is this content, with these resources and objects from 5 on.
fn page(resources: &str, content: &[u8], also: impl FnOnce(&mut PdfMaker)) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>")
        .object(3, format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << {resources} >> >>"))
        .deflated(4, "", content);
    also(&mut maker);
    maker.finish_table();
    maker.into_bytes()
}

fn marks_of(bytes: &[u8]) -> Marks {
    let limits = Limits::default();
    let document = Document::open(bytes, &limits).unwrap();
    let work = &mut Budget::new(WORK, "operators of a page");
    Interpreter::new(&document.latest(), &limits).page(PAGE, work).unwrap()
}

fn only(marks: Marks) -> Mark {
    assert!(marks.complete);
    assert_eq!(marks.marks.len(), 1, "{marks:?}");
    marks.marks.into_iter().next().unwrap()
}

fn rectangle(left: f64, bottom: f64, right: f64, top: f64) -> Rectangle {
    Rectangle { left, bottom, right, top }
}

/// Rounded to whole units.
fn about(of: &Rectangle) -> [i64; 4] {
    [of.left, of.bottom, of.right, of.top].map(|side| format!("{side:.0}").parse().unwrap())
}

const FONT: &str = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 65 \
    /Widths [1000 500] >> >>";

#[test]
fn text_lies_where_its_matrices_put_it() {
    let content = b"q 2 0 0 2 100 100 cm BT /F1 10 Tf 5 5 Td (AB) Tj ET Q";
    let mark = only(marks_of(&page(FONT, content, |_| {})));
    assert_eq!(mark.kind, MarkKind::Text);
    // From (110, 110), 15 units of text wide, twice as large on the page.
    assert_eq!(about(&mark.rectangle), [110, 104, 140, 132]);
    assert!(!mark.invisible && !mark.optional);
}

#[test]
fn every_way_to_place_text_is_followed() {
    let content = b"BT /F1 10 Tf 12 TL 10 500 Td (A) Tj T* (A) Tj 0 -20 TD (A) Tj (A) ' 1 2 (A) \" \
        1 0 0 1 300 300 Tm [(A) -1000 (A)] TJ 50 Tz (A) Tj 100 Tz 5 Ts (A) Tj ET";
    let marks = marks_of(&page(FONT, content, |_| {}));
    let places: Vec<[i64; 2]> = marks
        .marks
        .iter()
        .map(|mark| {
            let [left, bottom, ..] = about(&mark.rectangle);
            [left, bottom]
        })
        .collect();
    let expect = [
        [10, 497],
        [10, 485],
        [10, 465],
        [10, 445],
        [10, 425],
        [300, 297],
        // Ten units of the letter, two of its space, ten of the gap; and again.
        [322, 297],
        [334, 297],
        [340, 302],
    ];
    assert_eq!(places, expect);
}

#[test]
fn text_that_nobody_sees_is_marked_as_such() {
    let states = "/ExtGState << /None << /ca 0 /CA 0 >> >>";
    for content in [&b"BT /F1 9 Tf 3 Tr (A) Tj ET"[..], b"/None gs BT /F1 9 Tf (A) Tj ET"] {
        let marks = marks_of(&page(&format!("{FONT} {states}"), content, |_| {}));
        assert!(!marks.covers(&Rectangle::EVERYWHERE));
        assert!(only(marks).invisible);
    }
    let blank = marks_of(&page(FONT, b"BT /F1 9 Tf (   ) Tj ET", |_| {}));
    assert_eq!((blank.marks.len(), blank.complete), (0, true));
}

#[test]
fn images_fill_the_unit_square_and_masks_let_shine_through() {
    let names = "/XObject << /Solid 5 0 R /Mask 6 0 R /Soft 7 0 R >>";
    let content = b"q 200 0 0 100 50 60 cm /Solid Do /Mask Do /Soft Do Q";
    let marks = marks_of(&page(names, content, |maker| {
        let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8";
        maker
            .stream(5, &format!("{image} /ColorSpace /DeviceGray"), b"x")
            .stream(6, &format!("{image} /ImageMask true"), b"x")
            .stream(7, &format!("{image} /ColorSpace /DeviceGray /SMask 5 0 R"), b"x");
    }));
    assert!(marks.marks.iter().all(|mark| about(&mark.rectangle) == [50, 60, 250, 160]));
    let opaque: Vec<bool> = marks.marks.iter().map(|mark| mark.opaque).collect();
    assert_eq!(opaque, [true, false, false]);
    assert!(marks.covers(&rectangle(40.0, 40.0, 60.0, 70.0)));
    assert!(!marks.covers(&rectangle(10.0, 40.0, 50.0, 70.0)));
}

#[test]
fn forms_are_gone_through_with_their_matrix_and_box() {
    let names = "/XObject << /Form 5 0 R >>";
    let marks = marks_of(&page(names, b"1 0 0 1 100 0 cm /Form Do", |maker| {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Matrix [2 0 0 2 0 0] /Resources << {FONT} >>"
        );
        maker.deflated(5, &entries, b"BT /F1 10 Tf (A) Tj ET 40 40 100 100 re f");
    }));
    let found: Vec<_> = marks.marks.iter().map(|mark| (mark.kind, about(&mark.rectangle))).collect();
    let expect = [
        (MarkKind::Form, [100, 0, 200, 100]),
        (MarkKind::Text, [100, 0, 120, 22]),
        (MarkKind::Path, [180, 80, 200, 100]),
    ];
    assert_eq!(found, expect);
}

#[test]
fn an_inline_image_is_passed_over_whatever_its_data_look_like() {
    let after = "BT /F1 10 Tf (A) Tj ET";
    let images: [&[u8]; 5] = [
        b"BI /W 4 /H 4 /BPC 8 /CS /G ID 01 EI (Q q )6789 EI ",
        b"BI /W 4 /H 4 /BPC 8 /CS /RGB /F /Fl ID x\x00\xff EI \x01\x02 EI\xff\nEI ",
        b"BI /W 8 /H 1 /IM true ID \xff\nEI\n",
        b"BI /L 9 /W 1 /H 1 /F [/A85 /Fl] ID a EI b c \nEI ",
        b"BI /W 1 /H 1 /CS /CMYK /BPC 8 /I false ID abcd\nEI\r",
    ];
    for image in images {
        let content = [b"q 10 0 0 10 0 0 cm ", image, b" Q ", after.as_bytes()].concat();
        let marks = marks_of(&page(FONT, &content, |_| {}));
        let kinds: Vec<MarkKind> = marks.marks.iter().map(|mark| mark.kind).collect();
        assert_eq!(kinds, [MarkKind::Image, MarkKind::Text], "{}", image.escape_ascii());
        assert_eq!(about(&marks.marks[0].rectangle), [0, 0, 10, 10]);
        assert!(marks.complete);
    }
}

#[test]
fn paths_are_told_from_shapes_that_may_be_letters() {
    let marks = marks_of(&page(
        "",
        b"10 10 20 20 re f 10 10 m 40 10 l 40 40 l 10 40 l h S 0 0 m 9 9 9 9 9 0 c f 0 0 m 5 5 l 5 0 l b \
          /Pattern cs /P scn 0 0 10 10 re f /S sh",
        |_| {},
    ));
    let kinds: Vec<_> = marks.marks.iter().map(|mark| (mark.kind, mark.opaque)).collect();
    use MarkKind::{Path, Shading, Shape};
    let expect =
        [(Path, true), (Path, false), (Shape, false), (Shape, false), (Shape, false), (Shading, true)];
    assert_eq!(kinds, expect);
    assert_eq!(about(&marks.marks[1].rectangle), [10, 10, 40, 40]);
}

#[test]
fn what_a_path_clips_away_is_no_mark() {
    let content =
        b"q 0 0 50 50 re W n 100 100 10 10 re f BT /F1 10 Tf 20 20 Td (AAAA) Tj ET Q 100 100 10 10 re f";
    let marks = marks_of(&page(FONT, content, |_| {}));
    let boxes: Vec<_> = marks.marks.iter().map(|mark| about(&mark.rectangle)).collect();
    assert_eq!(boxes, [[20, 17, 50, 31], [100, 100, 110, 110]]);
}

#[test]
fn optional_content_is_told() {
    let names = "/XObject << /X 5 0 R >> /Properties << /L 6 0 R >>";
    let content = b"/OC /L BDC 0 0 9 9 re f /Span << /X (EMC) >> BDC 0 0 9 9 re f EMC EMC 0 0 9 9 re f /X Do";
    let marks = marks_of(&page(names, content, |maker| {
        maker
            .stream(5, "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /OC 6 0 R", b"0 0 9 9 re f")
            .object(6, "<< /Type /OCG /Name (L) >>");
    }));
    let optional: Vec<bool> = marks.marks.iter().map(|mark| mark.optional).collect();
    assert_eq!(optional, [true, true, false, true, true]);
}

#[test]
fn content_in_several_streams_is_one() {
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>")
        .object(3, format!("<< /Type /Page /Parent 2 0 R /Contents [4 0 R 5 0 R] /Resources << {FONT} >> >>"))
        .stream(4, "", b"1 0 0 1 7 7 cm 0 0 10")
        .stream(5, "", b"10 re f")
        .finish_table();
    assert_eq!(about(&only(marks_of(&maker.into_bytes())).rectangle), [7, 7, 17, 17]);
}

#[test]
fn a_page_that_cannot_be_read_covers_everything() {
    let mut maker = PdfMaker::new();
    pdf_maker::hello(&mut maker).stream(4, "/Filter /FlateDecode", b"no deflated data").finish_table();
    let marks = marks_of(&maker.into_bytes());
    assert!(!marks.complete && marks.covers(&rectangle(0.0, 0.0, 1.0, 1.0)));
}

#[test]
fn pages_are_counted_from_one_in_flat_and_in_deep_trees() {
    let flat = pdf_maker::pages(10_000);
    let limits = Limits::default();
    let document = Document::open(&flat, &limits).unwrap();
    let number = |number| page_number(&document.latest(), ObjectId { number, generation: 0 }).unwrap();
    assert_eq!(
        [number(3), number(10_002), number(2), number(1), number(99_999)],
        [Some(1), Some(10_000), None, None, None]
    );

    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 5 >>")
        .object(3, "<< /Type /Pages /Parent 2 0 R /Kids [6 0 R 7 0 R] /Count 2 >>")
        .object(4, "<< /Type /Page /Parent 2 0 R >>")
        .object(5, "<< /Type /Pages /Parent 2 0 R /Kids [8 0 R 9 0 R] /Count 2 >>");
    for (page, parent) in [(6, 3), (7, 3), (8, 5), (9, 5)] {
        maker.object(page, format!("<< /Type /Page /Parent {parent} 0 R >>"));
    }
    maker.object(10, "<< /Type /Page /Parent 5 0 R >>").finish_table();
    let deep = maker.into_bytes();
    let document = Document::open(&deep, &limits).unwrap();
    let number = |number| page_number(&document.latest(), ObjectId { number, generation: 0 }).unwrap();
    let numbers: Vec<_> = [6, 7, 4, 8, 9, 10].into_iter().map(number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3), Some(4), Some(5), None]);
}
