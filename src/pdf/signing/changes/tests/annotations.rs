//! Annotations: remarks beside the text, and what pretends to be one.

mod deleted;
mod marks;
mod reach;

use super::super::rule::{Change, Concern, What};
use super::{ChangeClass, Unexpected, assert_refused, last, updated};
use crate::pdf::pdf_maker::PdfMaker;

/// One page with text at (100, 700), and these entries of the page and objects besides.
fn page_with(entries: &str, more: &[(u32, &str)]) -> PdfMaker {
    let mut maker = PdfMaker::new();
    let page = format!(
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/MediaBox[0 0 595 842]{entries}>>"
    );
    maker
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(3, page)
        .stream(4, "", b"BT /F 12 Tf 100 700 Td (The price is 100) Tj ET")
        .object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    for (number, value) in more {
        maker.object(*number, value);
    }
    maker.finish_table();
    maker
}

fn page(entries: &str) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/MediaBox[0 0 595 842]{entries}>>"
    )
}

/// The page with one annotation, object 20, and further objects; `{}` of a stream's entries and data stand behind.
fn with(annotation: &str, more: &[(u32, &str)], streams: &[(u32, &str, &str)]) -> PdfMaker {
    with_after(page_with("", &[]), annotation, more, streams)
}

fn with_after(
    mut base: PdfMaker,
    annotation: &str,
    more: &[(u32, &str)],
    streams: &[(u32, &str, &str)],
) -> PdfMaker {
    base.object(3, page("/Annots[20 0 R]")).object(20, annotation);
    for (number, value) in more {
        base.object(*number, value);
    }
    for (number, entries, data) in streams {
        base.stream(*number, entries, data.as_bytes());
    }
    base.finish_table();
    base
}

const OVER: &str = "/Rect[90 690 250 720]";
/// The icon of a note, over the text.
const ICON: &str = "/Rect[105 695 125 715]";
const BESIDE: &str = "/Rect[300 300 400 320]";
const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 160 30]";

fn concerns(maker: &PdfMaker) -> Vec<Concern> {
    let changes = last(maker.bytes());
    assert_eq!(changes.unexplained, [], "{:?}", changes.changes);
    assert_eq!(changes.class, ChangeClass::Annotations);
    changes.changes.into_iter().flat_map(|change| change.concerns).collect()
}

fn added(subtype: &str, objects: &[u32], concerns: &[Concern]) -> Change {
    Change {
        what: What::AnnotationAdded { subtype: subtype.into() },
        objects: objects.to_vec(),
        page: Some(1),
        concerns: concerns.to_vec(),
    }
}

#[test]
fn remarks_beside_the_text_cover_nothing() {
    for (subtype, rest) in [
        (
            "Text",
            "/F 28/Name/Comment/Open true/T(Lan)/M(D:2026)/CreationDate(D:2026)/NM(1)/Subj(Note)/C[1 1 0]",
        ),
        ("Highlight", "/QuadPoints[90 715 200 715 90 698 200 698]/C[1 1 0]/CA .5"),
        ("Underline", "/QuadPoints[90 715 200 715 90 698 200 698]/C[1 0 0]"),
        ("Squiggly", "/QuadPoints[90 715 200 715 90 698 200 698]"),
        ("StrikeOut", "/QuadPoints[90 715 200 715 90 698 200 698]"),
        ("Link", "/Dest[3 0 R/Fit]/Border[0 0 0]"),
        ("Link", "/A<</S/GoTo/D(chapter)>>/H/I"),
    ] {
        let place = if subtype == "Text" { ICON } else { OVER };
        let annotation = format!("<</Type/Annot/Subtype/{subtype}{place}/Contents(why?)/P 3 0 R{rest}>>")
            .replace("/Contents(why?)", if subtype == "Link" { "" } else { "/Contents(why?)" });
        let changes = last(with(&annotation, &[], &[]).bytes());
        assert_eq!(changes.unexplained, [], "{subtype}");
        assert_eq!(changes.class, ChangeClass::Annotations);
        assert_eq!(changes.changes, [added(subtype, &[20], &[])]);
    }
}

#[test]
fn drawings_cover_what_lies_in_their_box() {
    for subtype in ["FreeText", "Stamp", "Caret", "Square", "Circle", "Line", "Polygon", "PolyLine", "Ink"] {
        let draw = |place: &str| {
            let annotation =
                format!("<</Subtype/{subtype}{place}/Contents(200)/DA(/F 12 Tf)/AP<</N 21 0 R>>>>")
                    .replace("/DA(/F 12 Tf)", if subtype == "FreeText" { "/DA(/F 12 Tf)" } else { "" });
            with(&annotation, &[], &[(21, &format!("{FORM}/Resources<</Font<</F 5 0 R>>>>"), "BT ET")])
        };
        let found = last(draw(OVER).bytes());
        assert_eq!(found.changes, [added(subtype, &[20, 21], &[Concern::CoversContent])]);
        assert_eq!(last(draw(BESIDE).bytes()).changes, [added(subtype, &[20, 21], &[])]);
        assert_eq!(found.unexplained, []);
    }
}

#[test]
fn what_reaches_out_of_its_box_covers_too() {
    for annotation in [
        format!("<</Subtype/Line{BESIDE}/L[300 300 100 700]>>"),
        format!("<</Subtype/Ink{BESIDE}/InkList[[300 300 100 705]]>>"),
        format!("<</Subtype/Polygon{BESIDE}/Vertices[300 300 0 705 10 842]/IC[1 1 1]>>"),
        format!("<</Subtype/FreeText{BESIDE}/CL[300 300 110 705]>>"),
        format!("<</Subtype/Square{BESIDE}/BS<</W 900>>>>"),
        format!("<</Subtype/Square{BESIDE}/Border[0 0 900]>>"),
        format!("<</Subtype/PolyLine{BESIDE}/LE/Circle/BS<</W 60>>/Vertices[300 300 310 310]>>")
            .replace("/LE/Circle", "/LE[/Circle/Circle]"),
        format!("<</Subtype/Stamp{BESIDE}/F 8>>"),
        "<</Subtype/Stamp/Rect[0 0 0 0]/AP<</N 21 0 R>>>>".into(),
        format!("<</Subtype/Link{BESIDE}/Dest(a)/Border[0 0 900]>>"),
    ] {
        let maker = with(&annotation, &[], &[(21, FORM, "0 0 9 9 re f")]);
        if annotation.contains("/AP") {
            assert_eq!(concerns(&maker), [Concern::CoversContent], "{annotation}");
        } else {
            let maker = with(&annotation, &[], &[]);
            assert_eq!(concerns(&maker), [Concern::CoversContent], "{annotation}");
        }
    }
}

#[test]
fn notes_with_a_look_of_their_own_and_open_windows_cover() {
    let text = |place: &str| format!("<</Subtype/Text{place}/F 28/AP<</N 21 0 R>>>>");
    let icon: &[(u32, &str, &str)] = &[(21, FORM, "0 0 9 9 re f")];
    assert_eq!(concerns(&with(&text("/Rect[105 700 125 720]"), &[], icon)), [Concern::CoversContent]);
    assert_eq!(concerns(&with(&text("/Rect[60 700 80 720]"), &[], icon)), []);
    let popup = |open: &str| format!("<</Subtype/Popup{OVER}/Open {open}>>");
    assert_eq!(concerns(&with(&popup("true"), &[], &[])), [Concern::CoversContent]);
    assert_eq!(concerns(&with(&popup("false"), &[], &[])), []);
    let popup = format!("<</Subtype/Popup{OVER}/AP<</N 21 0 R>>>>");
    let maker = with(&popup, &[], icon);
    assert_refused(&maker, 20, Unexpected::Annotation { key: "AP".into() });
}

#[test]
fn links_out_of_the_document_cover_what_they_lie_over() {
    let link = |place: &str, uri: &str| {
        with(&format!("<</Subtype/Link{place}/A<</Type/Action/S/URI/URI({uri})>>>>"), &[], &[])
    };
    assert_eq!(concerns(&link(OVER, "https://example.vn/")), [Concern::CoversContent]);
    assert_eq!(concerns(&link(BESIDE, "HTTP://example.vn/")), []);
    for uri in ["javascript:x", "file:///c/x.exe", "//host/share", "data:text/html,x", ""] {
        assert_refused(&link(BESIDE, uri), 20, Unexpected::Annotation { key: "A".into() });
    }
    for action in [
        "<</S/JavaScript/JS(x)>>",
        "<</S/Launch/F(x)>>",
        "<</S/SubmitForm/F(x)>>",
        "<</S/ImportData/F(x)>>",
        "<</S/GoToR/F(x)/D[0/Fit]>>",
        "<</S/GoToE/D[0/Fit]>>",
        "<</S/Named/N/NextPage>>",
        "<</S/Hide/T(x)>>",
        "<</S/SetOCGState/State[]>>",
        "<</S/URI/URI(https://a/)/Next<</S/JavaScript/JS(x)>>>>",
        "<</S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS(x)>>>>",
        "<</S/GoTo/D<</S 3 0 R>>>>",
        "<</S/GoTo/URI(https://a/)>>",
        "4 0 R",
    ] {
        let maker = with(&format!("<</Subtype/Link{BESIDE}/A {action}>>"), &[], &[]);
        assert_refused(&maker, 20, Unexpected::Annotation { key: "A".into() });
    }
}

#[test]
fn subtypes_that_play_print_or_carry_something_are_not_explained() {
    for subtype in [
        "Redact",
        "FileAttachment",
        "Sound",
        "Movie",
        "Screen",
        "RichMedia",
        "3D",
        "Projection",
        "Watermark",
        "PrinterMark",
        "TrapNet",
        "Widget",
        "Own",
    ] {
        let maker = with(&format!("<</Subtype/{subtype}{BESIDE}>>"), &[], &[]);
        assert_refused(&maker, 20, Unexpected::Annotation { key: "Subtype".into() });
    }
    for odd in ["<</Type/Page/Subtype/Text/Rect[0 0 1 1]>>", "<</Rect[0 0 1 1]>>"] {
        assert_refused(&with(odd, &[], &[]), 20, Unexpected::Annotation { key: "Subtype".into() });
    }
    assert_refused(&with("[]", &[], &[]), 20, Unexpected::Annotation { key: String::new() });
}

#[test]
fn remarks_say_nothing_but_what_they_may() {
    for (entry, key) in [
        ("/A<</S/URI/URI(https://a/)>>", "A"),
        ("/AA<</E<</S/JavaScript/JS(x)>>>>", "AA"),
        ("/PA<</S/URI/URI(https://a/)>>", "PA"),
        ("/OC 4 0 R", "OC"),
        ("/AF[4 0 R]", "AF"),
        ("/FS 4 0 R", "FS"),
        ("/ExData<<>>", "ExData"),
        ("/StructParent 0", "StructParent"),
        ("/RC 4 0 R", "RC"),
        ("/Contents 4 0 R", "Contents"),
        ("/BS<</W 4 0 R>>", "BS"),
        ("/F 1024", "F"),
        ("/F -1", "F"),
        ("/P 2 0 R", "P"),
        ("/IRT 4 0 R", "IRT"),
        ("/IRT 20 0 R", "IRT"),
        ("/Popup 4 0 R", "Popup"),
        ("/Parent 4 0 R", "Parent"),
        ("/Kids[4 0 R]", "Kids"),
        ("/FT/Tx", "FT"),
        ("/T 4 0 R", "T"),
        ("/AP 4 0 R", "AP"),
        ("/AP[4 0 R]", "AP"),
        ("/AP<</N<</On<</On 4 0 R>>>>>>", "AP"),
        ("/AP<</X 4 0 R>>", "AP"),
        ("/AP<</N 5 0 R>>", "AP"),
        ("/BM/Difference", "BM"),
        ("/Own(x)", "Own"),
        ("/QuadPoints[0 0 1 1]", "QuadPoints"),
    ] {
        let maker = with(&format!("<</Subtype/Text{BESIDE}{entry}>>"), &[], &[]);
        let changes = last(maker.bytes());
        let what = Unexpected::Annotation { key: key.into() };
        assert!(
            changes.unexplained.iter().any(|item| item.what == what),
            "{entry}: {:?}",
            changes.unexplained
        );
    }
    let twice = with(&format!("<</Subtype/Text{BESIDE}/Subtype/Stamp>>"), &[], &[]);
    assert_refused(&twice, 20, Unexpected::DuplicateKey { key: "Subtype".into() });
    let nowhere = with("<</Subtype/Text>>", &[], &[]);
    assert_refused(&nowhere, 20, Unexpected::Annotation { key: "Rect".into() });
}

#[test]
fn appearances_draw_and_do_nothing_else() {
    let annotation = format!("<</Subtype/Stamp{BESIDE}/AP<</N 21 0 R>>>>");
    let draw =
        |entries: &str, more: &[(u32, &str)]| with(&annotation, more, &[(21, entries, "0 0 9 9 re f")]);
    let good = format!("{FORM}/Resources<</Font<</A 22 0 R/F 5 0 R>>/XObject<</X 4 0 R>>>>");
    assert_eq!(concerns(&draw(&good, &[(22, "<</Type/Font/FontDescriptor 23 0 R>>"), (23, "<<>>")])), []);
    for entries in [
        "/Subtype/Image",
        "/Subtype/PS",
        "/Subtype/Form/F(other.pdf)",
        "/Subtype/Form/Ref<</F(other.pdf)/Page 0>>",
        "/Subtype/Form/OC 4 0 R",
        "/Subtype/Form/OPI<<>>",
        "/Subtype/Form/Subtype2/PS",
        "/Subtype/Form/Resources<</Properties<</MC0 4 0 R>>>>",
        "/Subtype/Form/Resources<</XObject<</X<</Type/Action>>>>>>",
        "/Subtype/Form/Resources<</XObject<</X<</S/JavaScript/JS(x)>>>>>>",
        "/Subtype/Form/AF[4 0 R]",
        "/Subtype/Form/Type/Page",
    ] {
        assert_eq!(last(draw(entries, &[]).bytes()).class, ChangeClass::Unexplained, "{entries}");
    }
    for below in [
        "<</Type/OCG/Name(x)>>",
        "<</Type/Filespec/F(x)>>",
        "<</Type/Page>>",
        "<</S/Launch>>",
        "<</OC 4 0 R>>",
    ] {
        let entries = format!("{FORM}/Resources<</Font<</A 22 0 R>>>>");
        assert_eq!(last(draw(&entries, &[(22, below)]).bytes()).class, ChangeClass::Unexplained, "{below}");
    }
    // A font of the page that is overwritten along with it.
    let font = draw(&good, &[(22, "<<>>"), (5, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")]);
    assert_eq!(last(font.bytes()).class, ChangeClass::Unexplained);
    // What the page would draw with from now on.
    let before = page_with("/Tabs 22 0 R", &[]);
    let entries = format!("{FORM}/Resources<</Font<</A 22 0 R>>>>");
    let brought = with_after(before, &annotation, &[(22, "<<>>")], &[(21, &entries, "")]);
    assert_eq!(last(brought.bytes()).class, ChangeClass::Unexplained);
}

#[test]
fn remarks_that_only_some_see_are_told() {
    for (flags, hidden) in
        [(0, false), (4, false), (28, false), (2, true), (32, true), (36, true), (256, true)]
    {
        let maker = with(&format!("<</Subtype/Text{ICON}/F {flags}>>"), &[], &[]);
        let expected: &[Concern] = if hidden { &[Concern::Hidden] } else { &[] };
        assert_eq!(concerns(&maker), expected, "{flags}");
    }
    let print = with(&format!("<</Subtype/FreeText{OVER}/F 36>>"), &[], &[]);
    assert_eq!(concerns(&print), [Concern::CoversContent, Concern::Hidden]);
}

#[test]
fn answers_and_windows_belong_to_their_remarks() {
    let text = format!("<</Subtype/Text{ICON}/Popup 21 0 R/P 3 0 R>>");
    let popup = format!("<</Subtype/Popup{BESIDE}/Parent 20 0 R/Open false/F 28>>");
    // In the list of the page, or not.
    for list in ["[20 0 R 21 0 R]", "[20 0 R]"] {
        let mut maker = page_with("", &[]);
        maker.object(3, page(&format!("/Annots{list}"))).object(20, &text).object(21, &popup).finish_table();
        let changes = last(maker.bytes());
        assert_eq!(changes.unexplained, []);
        assert!(
            matches!(changes.changes.as_slice(), [change] if change.what == added("Text", &[], &[]).what)
        );
    }
    let had = page_with("/Annots[20 0 R]", &[(20, &format!("<</Subtype/Text{ICON}>>"))]);
    let reply = |answer: &str| {
        let page = page("/Annots[20 0 R 22 0 R]");
        updated(had.clone(), &[(3, &page), (22, answer)])
    };
    let accepted = format!("<</Subtype/Text{ICON}/IRT 20 0 R/State(Accepted)/StateModel(Review)/F 30>>");
    assert_eq!(concerns(&reply(&accepted)), []);
    let foreign = format!("<</Subtype/Text{ICON}/IRT 5 0 R>>");
    assert_refused(&reply(&foreign), 22, Unexpected::Annotation { key: "IRT".into() });
    let window = format!("<</Subtype/Text{ICON}/Popup 23 0 R>>");
    for other in ["<</Subtype/Stamp/Rect[0 0 9 9]>>", "<</Subtype/Popup/Rect[0 0 9 9]/Parent 20 0 R>>", "[]"]
    {
        let mut maker = had.clone();
        maker.object(3, page("/Annots[20 0 R 22 0 R]")).object(22, &window).object(23, other).finish_table();
        assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained, "{other}");
    }
}

#[test]
fn remarks_change_and_go() {
    let note = format!("<</Subtype/Text{ICON}/Contents(a)/P 3 0 R>>");
    let had = |own: &str| page_with("/Annots[20 0 R]", &[(20, own)]);
    let change = |own: &str, next: &str| last(updated(had(own), &[(20, next)]).bytes());
    let changed = change(&note, &note.replace("(a)", "(b)/M(D:2026)/Open true"));
    assert_eq!(changed.unexplained, []);
    assert!(
        matches!(changed.changes.as_slice(), [c] if c.what == What::AnnotationChanged { subtype: "Text".into() }
            && c.concerns.is_empty() && c.page == Some(1) && c.objects == [20])
    );
    for (from, to, key) in [
        ("/Subtype/Text", "/Subtype/Stamp", "Subtype"),
        ("/P 3 0 R", "/P 3 0 R/A<</S/URI/URI(https://a/)>>", "A"),
        ("/P 3 0 R", "/P 3 0 R/AA<<>>", "AA"),
        ("/P 3 0 R", "/P 3 0 R/OC 4 0 R", "OC"),
        ("/P 3 0 R", "/P 2 0 R", "P"),
        ("/P 3 0 R", "/P 3 0 R/IRT 20 0 R", "IRT"),
        (ICON, "", "Rect"),
    ] {
        let changes = change(&note, &note.replace(from, to));
        assert_eq!(changes.class, ChangeClass::Unexplained, "{to} {key}");
    }
    // What it showed was seen when the document was signed.
    let stamp = format!("<</Subtype/FreeText{BESIDE}/Contents(a)/P 3 0 R>>");
    let other = change(&stamp, &stamp.replace("(a)", "(b)"));
    assert_eq!(other.unexplained, []);
    assert_eq!(other.changes[0].concerns, [Concern::Replaced]);
    let gone = |own: &str| last(updated(had(own), &[(3, &page("/Annots[]"))]).bytes());
    assert_eq!(gone(&note).changes[0].what, What::AnnotationRemoved { subtype: "Text".into() });
    assert_eq!(gone(&note).changes[0].concerns, []);
    assert_eq!(gone(&stamp).changes[0].concerns, [Concern::Replaced]);
    for kept in
        ["<</Subtype/Link/Rect[0 0 9 9]>>", "<</Subtype/Widget/Rect[0 0 9 9]>>", "<</Subtype/Redact>>"]
    {
        assert_eq!(gone(kept).class, ChangeClass::Unexplained, "{kept}");
    }
    let hidden = change(&note, &note.replace("/P", "/F 2/P"));
    assert_eq!(hidden.changes[0].concerns, [Concern::Hidden]);
}

#[test]
fn an_appearance_is_written_anew_where_nothing_else_draws_it() {
    let stamp = format!("<</Subtype/Stamp{BESIDE}/AP<</N 21 0 R>>/P 3 0 R>>");
    let mut base = page_with("/Annots[20 0 R]", &[(20, &stamp)]);
    base.stream(21, FORM, "0 0 9 9 re f".as_bytes()).finish_table();
    let next = |mut base: PdfMaker| {
        base.object(20, stamp.replace("/P", "/M(D:2026)/P")).stream(21, FORM, b"0 0 5 5 re f").finish_table();
        last(base.bytes())
    };
    let good = next(base.clone());
    assert_eq!(good.unexplained, []);
    assert_eq!(good.changes[0].concerns, [Concern::Replaced]);
    base.object(5, "<</Type/Font/Own 21 0 R>>").finish_table();
    assert!(next(base).unexplained.iter().any(|item| item.what == Unexpected::Shared { by: 5 }));
}

#[test]
fn fields_and_drawings_that_were_there_are_covered_too() {
    let stamp = format!("<</Subtype/Stamp{BESIDE}>>");
    for (other, covers) in [
        ("<</Subtype/Widget/FT/Sig/Rect[290 290 310 310]>>", true),
        ("<</Subtype/Widget/FT/Sig/Rect[290 290 310 310]/F 2>>", false),
        ("<</Subtype/Widget/FT/Sig/Rect[0 0 0 0]>>", false),
        ("<</Subtype/FreeText/Rect[290 290 310 310]>>", true),
        ("<</Subtype/Text/Rect[290 290 310 310]>>", false),
        ("<</Subtype/Popup/Rect[290 290 310 310]>>", false),
    ] {
        let base = page_with("/Annots[6 0 R]", &[(6, other)]);
        let page = page("/Annots[6 0 R 20 0 R]");
        let found = concerns(&updated(base, &[(3, &page), (20, &stamp)]));
        assert_eq!(found.contains(&Concern::CoversContent), covers, "{other}");
    }
}

#[test]
fn an_annotation_stands_on_one_page() {
    let mut maker = page_with("", &[]);
    maker
        .object(2, "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>")
        .object(6, "<</Type/Page/Parent 2 0 R>>")
        .finish_table();
    let note = format!("<</Subtype/Text{ICON}>>");
    maker
        .object(3, page("/Annots[20 0 R]"))
        .object(6, "<</Type/Page/Parent 2 0 R/Annots[20 0 R]>>")
        .object(20, &note)
        .finish_table();
    assert_eq!(last(maker.bytes()).class, ChangeClass::Unexplained);
}
