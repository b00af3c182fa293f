//! Ways found to reach out of a box, or to fill one with what covers nothing by itself.

use super::{BESIDE, Concern, FORM, OVER, concerns, page, page_with, with};
use crate::pdf::signing::changes::tests::updated;

const COVERS: &[Concern] = &[Concern::CoversContent];

#[test]
fn appearances_without_a_box_are_drawn_anywhere() {
    let stamp = format!("<</Subtype/Stamp{BESIDE}/AP<</N 21 0 R>>>>");
    for (form, covers) in [
        (FORM, false),
        ("/Subtype/Form/BBox[0 0 160 30]/Matrix[0 1 -1 0 0 0]", false),
        ("/Subtype/Form", true),
        ("/Subtype/Form/BBox[0 0 0 30]", true),
        ("/Subtype/Form/BBox[0 0 160]", true),
        ("/Subtype/Form/BBox[0 0 160 30]/Matrix[0 0 0 0 0 0]", true),
        ("/Subtype/Form/BBox[0 0 160 30]/Matrix[1 1 1 1 0 0]", true),
    ] {
        let found = concerns(&with(&stamp, &[], &[(21, form, "0 0 9 9 re f")]));
        assert_eq!(found, if covers { COVERS } else { &[] }, "{form}");
    }
}

#[test]
fn captions_leaders_and_clouds_reach_out_of_their_box() {
    for entries in
        ["/Cap true/CO[-200 400]/Contents(200)", "/LL 500", "/LLE 500", "/LLO 500", "/BE<</S/C/I 100>>"]
    {
        let line = format!("<</Subtype/Line{BESIDE}/L[300 310 400 310]{entries}>>");
        assert_eq!(concerns(&with(&line, &[], &[])), COVERS, "{entries}");
    }
}

#[test]
fn large_notes_and_windows_that_no_page_lists_cover() {
    assert_eq!(concerns(&with(&format!("<</Subtype/Text{OVER}>>"), &[], &[])), COVERS);
    let note = "<</Subtype/Text/Rect[60 700 80 720]/Popup 21 0 R>>";
    for (open, covers) in [("true", true), ("false", false)] {
        let window = format!("<</Subtype/Popup{OVER}/Parent 20 0 R/Open {open}>>");
        let found = concerns(&with(note, &[(21, &window)], &[]));
        assert_eq!(found, if covers { COVERS } else { &[] });
    }
}

#[test]
fn lines_that_lie_side_by_side_make_a_block() {
    // Bars of two points, each in a box of its own.
    for (height, step, covers) in [(2, 2, true), (6, 2, true), (6, 3, true), (14, 15, false)] {
        let count = 5;
        let mut maker = page_with("", &[]);
        let list: String = (0..count).map(|n| format!("{} 0 R ", 20 + 2 * n)).collect();
        maker.object(3, page(&format!("/Annots[{list}]")));
        for n in 0..count {
            let (bottom, number) = (690 + n * step, 20 + 2 * n);
            let rectangle = format!("/Rect[90 {bottom} 250 {}]", bottom + height);
            maker.object(number, format!("<</Subtype/StrikeOut{rectangle}/AP<</N {} 0 R>>>>", number + 1));
            let form = format!("/Subtype/Form/BBox[0 0 160 {height}]");
            maker.stream(number + 1, &form, b"0 0 160 2 re f");
        }
        maker.finish_table();
        assert_eq!(concerns(&maker).contains(&Concern::CoversContent), covers, "{height} {step}");
    }
}

#[test]
fn ticks_and_fields_in_the_list_itself_are_covered() {
    let ticked = |content: &str| {
        let mut maker = page_with("", &[]);
        maker.stream(4, "", content.as_bytes()).finish_table();
        maker
    };
    let stamp = format!("<</Subtype/Stamp{BESIDE}>>");
    for (content, covers) in [
        ("310 305 m 320 315 l S", true),
        ("310 305 8 8 re f", true),
        ("305 310 m 395 310 l S", true),
        ("1 w 10 10 575 822 re S", false),
        ("0.9 g 0 0 595 842 re f", false),
        ("100 100 8 8 re f", false),
    ] {
        let base = ticked(content);
        let next = page("/Annots[20 0 R]");
        let found = concerns(&updated(base, &[(3, &next), (20, &stamp)]));
        assert_eq!(found, if covers { COVERS } else { &[] }, "{content}");
    }
    let own = "<</Subtype/Widget/Rect[290 290 310 310]>>";
    let base = page_with(&format!("/Annots[{own}]"), &[]);
    let next = page(&format!("/Annots[{own} 20 0 R]"));
    assert_eq!(concerns(&updated(base, &[(3, &next), (20, &stamp)])), COVERS);
}
