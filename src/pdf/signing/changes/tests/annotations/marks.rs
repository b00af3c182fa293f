//! Highlights and lines under or through text, which let it shine through or cover it.

use super::{Concern, FORM, OVER, concerns, page, page_with, with};

#[test]
fn marks_of_text_let_it_shine_through_or_cover_it() {
    let multiply = "/Resources<</ExtGState<</R<</Type/ExtGState/BM/Multiply/AIS false>>>>>>";
    let group = "/Group<</S/Transparency>>";
    let isolated = "/Group<</S/Transparency/I true>>";
    let normal = "/Resources<</ExtGState<</R<</BM/Normal>>>>>>";
    for (subtype, entries, data, covers) in [
        ("Highlight", multiply, "/R gs 1 1 0 rg 0 0 m 160 0 l 165 10 165 20 160 30 c 0 30 l h f", false),
        ("Highlight", multiply, "q /R gs 1 1 0 rg 0 0 160 12 re f 0 14 160 12 re f Q", false),
        ("Highlight", &format!("{multiply}{group}"), "/R gs 1 1 0 rg 0 0 160 30 re f", false),
        ("Highlight", &format!("{multiply}{isolated}"), "/R gs 1 1 0 rg 0 0 160 30 re f", true),
        ("Highlight", multiply, "1 1 0 rg 0 0 160 30 re f", true),
        ("Highlight", normal, "/R gs 1 1 0 rg 0 0 160 30 re f", true),
        ("Highlight", multiply, "/R gs 0 0 160 30 re f", true),
        ("Highlight", multiply, "/R gs 0 0 0 rg 0 0 160 30 re f", true),
        ("Highlight", multiply, "/R gs 1 0 0 rg 0 0 160 30 re f", true),
        ("Highlight", multiply, "q /R gs Q 1 1 0 rg 0 0 160 30 re f", true),
        ("Highlight", multiply, "/R gs 1 1 0 rg 0 0 160 30 re B", true),
        ("Highlight", multiply, "/R gs 1 .7 0 rg 0 0 160 30 re f 0 0 160 30 re f", true),
        ("Highlight", multiply, "/R gs 1 1 0 rg 0 0 160 30 re f BT (200) Tj ET", true),
        ("Highlight", multiply, "/R gs /Other cs 1 sc 0 0 160 30 re f", true),
        ("Highlight", "/Resources<</ExtGState<</R<</BM/Multiply/SMask 4 0 R>>>>>>", "/R gs 1 g", true),
        ("Underline", "", "1 0 0 RG 1 w 0 2 m 160 2 l S", false),
        ("Underline", "", "1 0 0 RG 1 w 0 2 m 80 2 l S 80 2 m 160 2 l S", false),
        ("StrikeOut", "", "0 12 160 1.5 re f", false),
        ("StrikeOut", "/Matrix[1 0 0 1 -5 -5]", "0 12 160 1.5 re f", false),
        ("Squiggly", "", ".5 w 0 0 m 2 2 l 4 0 l 6 2 l S", false),
        ("Underline", "", "30 w 0 15 m 160 15 l S", true),
        ("Underline", "", "0 0 160 30 re f", true),
        ("Underline", "", "2 w 0 2 m 160 2 l S 0 4 m 160 4 l S 0 6 m 160 6 l S", true),
        ("Underline", "", "0 0 1 30 re 1 0 1 30 re 2 0 1 30 re f", true),
        ("Underline", "", "20 0 0 20 0 0 cm 0 2 m 160 2 l S", true),
        ("Underline", "/Matrix[9 0 0 9 0 0]", "0 2 m 160 2 l S", true),
        ("StrikeOut", "", "/Evil Do", true),
        ("StrikeOut", "", "BI /W 1 /H 1 ID x EI", true),
    ] {
        let annotation = format!("<</Subtype/{subtype}{OVER}/AP<</N 21 0 R>>>>");
        let maker = with(&annotation, &[], &[(21, &format!("{FORM}{entries}"), data)]);
        let expected: &[Concern] = if covers { &[Concern::CoversContent] } else { &[] };
        assert_eq!(concerns(&maker), expected, "{subtype} {entries} {data}");
    }
    // A line that is stretched with its box.
    let tall = format!("<</Subtype/Underline{OVER}/AP<</N 21 0 R>>>>");
    let small = "/Type/XObject/Subtype/Form/BBox[0 0 160 2]";
    assert_eq!(concerns(&with(&tall, &[], &[(21, small, "0 0 160 2 re f")])), [Concern::CoversContent]);
    // What another highlight inside of it makes dark.
    let dark = format!("<</Subtype/Highlight{OVER}/C[0 0 0]>>");
    assert_eq!(concerns(&with(&dark, &[], &[])), [Concern::CoversContent]);
    let tall = format!("<</Subtype/StrikeOut{OVER}/QuadPoints[0 842 595 842 0 0 595 0]>>");
    assert_eq!(concerns(&with(&tall, &[], &[])), [Concern::CoversContent]);
}

#[test]
fn a_highlight_may_be_drawn_by_a_form_inside_of_its_form() {
    let annotation = format!("<</Subtype/Highlight{OVER}/AP<</N 21 0 R>>>>");
    let outer = format!(
        "{FORM}/Resources<</ExtGState<</R<</BM/Multiply>>>>/XObject<</Form 22 0 R>>>>/Group<</S/Transparency>>"
    );
    let inner = format!("{FORM}/Group<</S/Transparency/I true>>");
    let draw = |outer_data: &str, inner_data: &str| {
        concerns(&with(&annotation, &[], &[(21, &outer, outer_data), (22, &inner, inner_data)]))
    };
    assert_eq!(draw("/R gs /Form Do", "1 1 0 rg 0 0 160 30 re f"), []);
    assert_eq!(draw("/Form Do", "1 1 0 rg 0 0 160 30 re f"), [Concern::CoversContent]);
    assert_eq!(draw("/R gs /Form Do", "0 0 160 30 re f"), [Concern::CoversContent]);
    let within = format!("{FORM}/Resources<</XObject<</Form 21 0 R>>>>");
    let cycle = with(&annotation, &[], &[(21, &within, "/Form Do")]);
    assert_eq!(concerns(&cycle), [Concern::CoversContent]);
}

#[test]
fn many_layers_of_light_are_dark() {
    let highlight = format!("<</Subtype/Highlight{OVER}/C[1 .7 0]>>");
    let numbers = [20, 21, 22, 23, 24];
    for (count, covers) in [(3, false), (4, true)] {
        let list: String = numbers.iter().take(count).map(|n| format!("{n} 0 R ")).collect();
        let mut maker = page_with("", &[]);
        maker.object(3, page(&format!("/Annots[{list}]")));
        for number in numbers.iter().take(count) {
            maker.object(*number, &highlight);
        }
        maker.finish_table();
        assert_eq!(concerns(&maker).len(), usize::from(covers), "{count}");
    }
}
