use super::super::{MarkKind, Rectangle};
use super::{FONT, marks_of, page};

const FORM: &str = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]";

#[test]
fn forms_that_draw_themselves_or_each_other_end() {
    let marks = marks_of(&page("/XObject << /A 5 0 R >>", b"/A Do", |maker| {
        for (number, next) in [(5, 6), (6, 5)] {
            let entries = format!("{FORM} /Resources << /XObject << /A {next} 0 R /B {number} 0 R >> >>");
            maker.stream(number, &entries, b"0 0 9 9 re f /A Do /B Do");
        }
    }));
    assert!(!marks.complete && marks.covers(&Rectangle::EVERYWHERE));
    assert!(marks.marks.len() < 10, "{}", marks.marks.len());
}

#[test]
fn a_tower_of_forms_that_doubles_on_each_floor_is_left_at_the_budget() {
    let marks = marks_of(&page("/XObject << /A 5 0 R >>", b"/A Do", |maker| {
        for number in 5..27 {
            let entries = format!("{FORM} /Resources << /XObject << /A {} 0 R >> >>", number + 1);
            maker.stream(number, &entries, b"/A Do /A Do");
        }
        maker.stream(27, FORM, b"0 0 9 9 re f");
    }));
    assert!(!marks.complete);
    assert!(marks.marks.len() < 200_000, "{}", marks.marks.len());
}

#[test]
fn forms_in_forms_in_forms_are_left_at_some_depth() {
    let marks = marks_of(&page("/XObject << /A 5 0 R >>", b"/A Do", |maker| {
        for number in 5..1_000 {
            let entries = format!("{FORM} /Resources << /XObject << /A {} 0 R >> >>", number + 1);
            maker.stream(number, &entries, b"/A Do");
        }
    }));
    assert!(!marks.complete && marks.marks.iter().all(|mark| mark.kind == MarkKind::Form));
}

#[test]
fn content_that_inflates_without_end_is_left() {
    let marks = marks_of(&page("", &vec![b' '; 100 << 20], |_| {}));
    assert!(!marks.complete && marks.marks.is_empty());
}

#[test]
fn more_operators_than_a_page_needs_are_left() {
    let marks = marks_of(&page("", &b"0 0 9 9 re f ".repeat(400_000), |_| {}));
    assert!(!marks.complete && marks.marks.len() > 100_000);
}

#[test]
fn operators_without_measure_are_passed_over() {
    let big = b"9".repeat(5_000);
    let contents: Vec<Vec<u8>> = vec![
        b"q ".repeat(50_000),
        b"[".repeat(50_000),
        b"<< ".repeat(50_000),
        b"/OC /X BDC ".repeat(50_000),
        [b"(".repeat(50_000), b")".to_vec()].concat(),
        b"BI ".repeat(50_000),
        b"BI ID EI".repeat(20_000),
        [&big, &b" "[..]].concat().repeat(100),
        [&big, &b" 0 0 "[..], &big, b" 0 0 cm "].concat().repeat(100),
        b"1e309 -1e309 nan inf 0 0 re f ] >> ) > } {".repeat(1_000),
        b"0 0 m 1 0 0 0 0 0 cm 0 Tz BT /F1 0 Tf (A) Tj ET f W n".repeat(1_000),
    ];
    for content in contents {
        let marks = marks_of(&page(FONT, &content, |_| {}));
        for mark in &marks.marks {
            let Rectangle { left, bottom, right, top } = mark.rectangle;
            assert!([left, bottom, right, top].iter().all(|side| side.is_finite()), "{mark:?}");
            assert!(left <= right && bottom <= top, "{mark:?}");
        }
    }
}
