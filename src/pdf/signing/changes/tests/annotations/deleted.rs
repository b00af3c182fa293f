//! Remarks that are taken from their page and deleted, with what they alone were drawn with.

use super::{BESIDE, ChangeClass, Concern, FORM, ICON, What, last, page, page_with};
use crate::pdf::pdf_maker::PdfMaker;

/// A page with a note, its window, its appearance and a font for it: objects 20 to 23; and a link, object 24.
fn noted(more: &[(u32, &str)]) -> PdfMaker {
    let note = format!("<</Subtype/Text{ICON}/Popup 21 0 R/AP<</N 22 0 R>>>>");
    let mut objects: Vec<(u32, &str)> = vec![
        (20, note.as_str()),
        (21, "<</Subtype/Popup/Rect[0 0 9 9]/Parent 20 0 R>>"),
        (23, "<</Type/Font>>"),
        (24, "<</Subtype/Link/Rect[0 0 9 9]>>"),
    ];
    objects.extend(more);
    let mut maker = page_with("/Annots[20 0 R 21 0 R 24 0 R]", &objects);
    maker.stream(22, &format!("{FORM}/Resources<</Font<</F 23 0 R>>>>"), b"").finish_table();
    maker
}

fn without(mut maker: PdfMaker, list: &str, free: &[u32]) -> PdfMaker {
    maker.object(3, page(&format!("/Annots[{list}]")));
    for number in free {
        maker.free(*number);
    }
    maker.finish_table();
    maker
}

#[test]
fn a_remark_is_deleted_with_what_belongs_to_it() {
    for free in [&[][..], &[20], &[20, 21], &[20, 21, 22], &[20, 21, 22, 23]] {
        let changes = last(without(noted(&[]), "24 0 R", free).bytes());
        assert_eq!(changes.unexplained, [], "{free:?}");
        assert_eq!(changes.class, ChangeClass::Annotations);
        let [change] = changes.changes.as_slice() else { panic!("{:?}", changes.changes) };
        assert_eq!(change.what, What::AnnotationRemoved { subtype: "Text".into() });
        assert_eq!(change.concerns, []);
    }
    // A drawing was a part of what people saw.
    let stamp = format!("<</Subtype/Stamp{BESIDE}>>");
    let drawn = page_with("/Annots[20 0 R]", &[(20, &stamp)]);
    let changes = last(without(drawn, "", &[20]).bytes());
    assert_eq!(changes.changes[0].concerns, [Concern::Replaced]);
}

#[test]
fn what_others_use_is_not_deleted() {
    // Still in the list.
    for list in ["20 0 R 24 0 R", "20 0 R 21 0 R 24 0 R"] {
        assert_eq!(last(without(noted(&[]), list, &[20]).bytes()).class, ChangeClass::Unexplained, "{list}");
    }
    // Not a part of the remark.
    for other in [4, 5, 24] {
        let maker = without(noted(&[]), "24 0 R", &[20, other]);
        assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained, "{other}");
    }
    // A part of something else as well.
    for user in ["<</Type/Font/Own 23 0 R>>", "<</Type/Font/Own 20 0 R>>", "<</Type/Font/Own[22 0 R]>>"] {
        let maker = without(noted(&[(25, user)]), "24 0 R", &[20, 21, 22, 23]);
        assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained, "{user}");
    }
    // What a field is drawn with, which stands on the same page.
    let field = "<</Subtype/Widget/Rect[0 0 9 9]/AP<</N 22 0 R>>>>";
    let mut base = noted(&[(25, field)]);
    base.object(3, page("/Annots[20 0 R 21 0 R 24 0 R 25 0 R]")).finish_table();
    let maker = without(base, "24 0 R 25 0 R", &[20, 21, 22]);
    assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained);
    // A link, and a window that something else has.
    assert_eq!(last(without(noted(&[]), "20 0 R 21 0 R", &[24]).bytes()).class, ChangeClass::Unexplained);
    assert_eq!(last(without(noted(&[]), "20 0 R 24 0 R", &[22]).bytes()).class, ChangeClass::Unexplained);
}
