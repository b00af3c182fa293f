//! The bytes of an update, its trailer and its cross-reference section.

use super::{
    CATALOG, ChangeClass, DER, PAGE, Rule, Unexpected, assert_class, assert_refused, document, last, updated,
};
use crate::pdf::pdf_maker::{self, Entry, PdfMaker};

const STORE: [(u32, &str); 3] =
    [(1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R>>"), (10, "<</Certs[11 0 R]>>"), (11, "DER")];

#[test]
fn identical_copies_change_nothing() {
    let written_otherwise = "<< /Resources << >> /Type /#50age /Contents 4 0 R /Tabs null /Parent 2 0 R >>";
    for page in [PAGE, written_otherwise] {
        let maker = updated(document(&[]), &[(3, page), (1, CATALOG)]);
        assert_class(&maker, ChangeClass::Nothing);
        let rules: Vec<_> = last(maker.bytes()).explained.iter().map(|e| (e.object, e.rule)).collect();
        assert_eq!(rules, [(1, Rule::Identical), (3, Rule::Identical)]);
    }
    let mut maker = document(&[]);
    maker.stream(4, "", b"BT (Hello) Tj ET").finish_table();
    assert_class(&maker, ChangeClass::Nothing);
    // Moved into an object stream, and out of it.
    let mut maker = document(&[]);
    maker.object_stream(5, &[(1, CATALOG), (3, PAGE)]).finish_stream(6);
    assert_class(&maker, ChangeClass::Nothing);
    maker.object(1, CATALOG).object(3, PAGE).finish_stream(7);
    assert_class(&maker, ChangeClass::Nothing);
}

#[test]
fn another_value_is_not_explained() {
    let key = |key: &str| Unexpected::Page { key: key.into() };
    for (page, what) in [
        ("<</Type/Page/Parent 2 0 R/Contents 4 1 R/Resources<<>>>>", key("Contents")),
        ("<</Type/Page/Parent 2 0 R/Contents[4 0 R]/Resources<<>>>>", key("Contents")),
        ("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Rotate 90>>", key("Rotate")),
        ("<</Type/Page/Parent 2 0 R/Resources<<>>>>", key("Contents")),
        (
            "<</Type/Page/Contents 5 0 R/Contents 4 0 R/Parent 2 0 R/Resources<<>>>>",
            Unexpected::DuplicateKey { key: "Contents".into() },
        ),
        ("null", Unexpected::Replaced),
    ] {
        assert_refused(&updated(document(&[]), &[(3, page)]), 3, what);
    }
    let mut maker = document(&[]);
    maker.stream(4, "", b"BT (Hallo) Tj ET").finish_table();
    assert_refused(&maker, 4, Unexpected::Replaced);
    maker = document(&[]);
    maker.stream(4, "/Filter[]", b"BT (Hello) Tj ET").finish_table();
    assert_refused(&maker, 4, Unexpected::Replaced);
    assert_refused(&updated(document(&[]), &[(9, "(new)")]), 9, Unexpected::Added);
}

#[test]
fn deleted_objects_are_not_explained() {
    let mut maker = document(&[(5, "(unused)")]);
    maker.free(5).finish_table();
    assert_refused(&maker, 5, Unexpected::Freed);
    // That it comes back in the next revision does not undo it, and is not explained either.
    maker.object(5, "(unused)").finish_table();
    assert_refused(&maker, 5, Unexpected::Added);
    assert_eq!(super::classes(maker.bytes()), [ChangeClass::Unexplained; 2]);
    // What was free and stays free is nothing.
    let mut maker = document(&[]);
    maker.free(7).finish_table();
    assert_class(&maker, ChangeClass::Nothing);
}

#[test]
fn generations_stay() {
    let mut maker = document(&[]);
    maker.object_of_generation(3, 1, PAGE).finish_table();
    assert_refused(&maker, 3, Unexpected::GenerationChanged);
    let mut maker = document(&[]);
    super::write(&mut maker, &STORE);
    maker.object_of_generation(11, 1, "(x)").finish_table();
    assert_refused(&maker, 11, Unexpected::GenerationChanged);
    let mut freed = document(&[(5, "(unused)")]);
    freed.free(5).finish_table();
    freed.object_of_generation(5, 1, "(unused)").finish_table();
    assert_refused(&freed, 5, Unexpected::GenerationChanged);
}

#[test]
fn the_trailer_stays() {
    const ID: &str = "/ID[<00112233445566778899AABBCCDDEEFF><FF>]";
    let base = || {
        let mut maker = PdfMaker::new();
        maker.trailer(&format!("/Root 1 0 R/Info 5 0 R/DocChecksum/X{ID}"));
        pdf_maker::hello(&mut maker).object(5, "<</Title(a)>>").object(6, CATALOG).finish_table();
        maker
    };
    let next = |trailer: &str| {
        let mut maker = base();
        maker.trailer(trailer).object(5, "<</Title(a)>>").finish_table();
        maker
    };
    assert_class(&next(&format!("/Root 1 0 R/Info 5 0 R{ID}")), ChangeClass::Nothing);
    assert_class(&next("/Root 1 0 R/Info 5 0 R/ID[(a)(b)]"), ChangeClass::Nothing);
    for (trailer, key) in [
        (format!("/Root 6 0 R/Info 5 0 R{ID}"), "Root"),
        (format!("/Root 1 0 R{ID}"), "Info"),
        (format!("/Root 1 0 R/Info 6 0 R{ID}"), "Info"),
        (format!("/Root 1 0 R/Info 5 0 R/Encrypt 6 0 R{ID}"), "Encrypt"),
        (format!("/Root 1 0 R/Info 5 0 R/DocChecksum/Y{ID}"), "DocChecksum"),
        (format!("/Root 1 0 R/Info 5 0 R/Own 1{ID}"), "Own"),
        ("/Root 1 0 R/Info 5 0 R".into(), "ID"),
        ("/Root 1 0 R/Info 5 0 R/ID(a)".into(), "ID"),
        ("/Root 1 0 R/Info 5 0 R/ID[(a)]".into(), "ID"),
    ] {
        assert_refused(&next(&trailer), None, Unexpected::Trailer { key: key.into() });
    }
    let twice = next(&format!("/Root 6 0 R/Root 1 0 R/Info 5 0 R{ID}"));
    assert_refused(&twice, None, Unexpected::DuplicateKey { key: "Root".into() });
}

#[test]
fn the_information_dictionary_gets_a_date_and_a_program() {
    let with = |info: &str, more: &[(u32, &str)]| {
        let mut maker = PdfMaker::new();
        maker.trailer("/Root 1 0 R/Info 5 0 R");
        pdf_maker::hello(&mut maker).object(5, info);
        super::write(&mut maker, more);
        maker.finish_table();
        maker
    };
    let info = "<</Title(a)/ModDate(D:2026)>>";
    let dated = (5, "<</Title(a)/ModDate(D:20261120)/Producer(p)/CreationDate(D:2026)>>");
    assert_class(&updated(with(info, &[]), &[dated]), ChangeClass::Nothing);
    for (next, key) in [
        ("<</Title(b)/ModDate(D:2026)>>", "Title"),
        ("<</Title(a)>>", "ModDate"),
        ("<</Title(a)/ModDate 3 0 R>>", "ModDate"),
        ("<</Title(a)/ModDate(D:2026)/Author(x)>>", "Author"),
        ("[]", ""),
    ] {
        let key = key.into();
        assert_refused(&updated(with(info, &[]), &[(5, next)]), 5, Unexpected::Information { key });
    }
    // Something else is made of it as well.
    let page = "<</Type/Page/Parent 2 0 R/PieceInfo 5 0 R>>";
    assert_refused(&updated(with(info, &[(3, page)]), &[dated]), 5, Unexpected::Shared { by: 3 });
    // A new one.
    let mut maker = PdfMaker::new();
    maker.trailer("/Root 1 0 R");
    pdf_maker::hello(&mut maker).finish_table();
    maker.trailer("/Root 1 0 R/Info 5 0 R").object(5, "<</Producer(p)>>").finish_table();
    assert_class(&maker, ChangeClass::Nothing);
    // One that was something else before.
    let mut maker = PdfMaker::new();
    maker.trailer("/Root 1 0 R");
    pdf_maker::hello(&mut maker).finish_table();
    maker.trailer("/Root 1 0 R/Info 3 0 R").object(3, "<</Producer(p)>>").finish_table();
    assert_refused(&maker, 3, Unexpected::Information { key: String::new() });
}

#[test]
fn bytes_that_no_entry_explains_are_found() {
    for stray in [
        "9 0 obj\n(hidden)\nendobj\n",
        "trailer <</Root 9 0 R>>\n",
        "% 9 0 obj (hidden) endobj\n",
        "%%EOF\n",
        "x",
        "startxref\n0\n",
    ] {
        let mut maker = document(&[]);
        let offset = maker.position();
        maker.raw(stray);
        super::write(&mut maker, &STORE);
        maker.finish_table();
        assert_refused(&maker, None, Unexpected::StrayBytes { offset, length: stray.len() });
    }
    for harmless in ["\n\n  \r\n", "% written by somebody\n", "\0"] {
        let mut maker = document(&[]);
        maker.raw(harmless);
        super::write(&mut maker, &STORE);
        maker.raw("%comment\n").finish_table();
        assert_class(&maker, ChangeClass::ValidationData);
    }
    // An object whose entry was left out: a reader that repairs files finds it.
    let mut maker = document(&[]);
    super::write(&mut maker, &STORE);
    maker.object(3, "<</Type/Page/Evil true>>").drop_entries(&[3]).finish_table();
    let found = last(maker.bytes()).unexplained;
    assert!(
        matches!(found.as_slice(), [item] if matches!(item.what, Unexpected::StrayBytes { .. })),
        "{found:?}"
    );
}

#[test]
fn objects_lie_side_by_side_in_the_bytes_of_the_update() {
    // A certificate inside of another stream.
    let mut maker = document(&[]);
    let inner = b"12 0 obj <</Length 0>> stream\nendstream endobj";
    super::write(&mut maker, &[STORE[0], (10, "<</Certs[11 0 R 12 0 R]>>")]);
    let at = maker.position() + "11 0 obj\n<<  /Length 46 >>\nstream\n".len();
    maker.stream(11, "", inner).entry(12, Entry::At(at, 0)).finish_table();
    assert_refused(&maker, 12, Unexpected::Overlapping);
    // One that lay in wait in the signed bytes.
    let mut maker = document(&[]);
    let at = maker.position();
    maker.stream(11, "", DER).drop_entries(&[11]).object(5, "1").finish_table();
    super::write(&mut maker, &STORE[..2]);
    maker.entry(11, Entry::At(at, 0)).finish_table();
    assert_refused(&maker, 11, Unexpected::InEarlierBytes);
}

#[test]
fn objects_that_cannot_be_read_are_not_explained() {
    let mut maker = document(&[]);
    maker.entry(3, Entry::At(20, 0)).finish_table();
    assert_refused(&maker, 3, Unexpected::Unreadable);
    let mut maker = document(&[]);
    super::write(&mut maker, &STORE[..2]);
    maker.entry(11, Entry::At(maker.position(), 0));
    maker.raw("11 0 obj\n<</Length 9>>\nstream\n").raw(DER).raw("\nendstream\nendobj\n").finish_table();
    assert_refused(&maker, 11, Unexpected::Unreadable);
    // Not even where a fault is put right: nobody knows what another reader saw.
    let mut maker = document(&[]);
    maker.object(5, "<</Broken").finish_table();
    assert_refused(&updated(maker, &[(5, "<<>>")]), 5, Unexpected::Replaced);
}

#[test]
fn object_streams_hold_what_the_section_says() {
    let map = "<</Certs[11 0 R]>>";
    let good = |container: &str| {
        let mut maker = document(&[]);
        maker.object_stream(5, &[(1, STORE[0].1), (10, map)]).stream(11, "", DER).finish_stream(6);
        assert_class(&maker, ChangeClass::ValidationData);
        container.to_owned()
    };
    good("");
    // One object more, which the section does not know.
    let mut maker = document(&[]);
    maker.object_stream(5, &[(1, STORE[0].1), (10, map), (3, "<</Type/Page/Evil true>>")]);
    maker.stream(11, "", DER).drop_entries(&[3]).finish_stream(6);
    assert_refused(&maker, 5, Unexpected::ObjectStream);
    // The section places it elsewhere.
    let mut maker = document(&[]);
    maker.object_stream(5, &[(1, STORE[0].1), (10, map), (3, PAGE)]).stream(11, "", DER);
    maker.object(3, PAGE).finish_stream(6);
    assert_refused(&maker, 5, Unexpected::ObjectStream);
    // Something else than an object stream as well.
    let mut maker = document(&[]);
    maker.deflated(5, "/Type/ObjStm/N 1/First 5/Subtype/Form/BBox[0 0 9 9]", b"10 0 <</Certs[11 0 R]>>");
    maker.entry(10, Entry::In(5, 0)).object(1, STORE[0].1).stream(11, "", DER).finish_stream(6);
    assert_refused(&maker, 5, Unexpected::ObjectStream);
    let mut maker = document(&[]);
    maker.deflated(5, "/Type/ObjStm/N 1/First 5/Extends 4 0 R", b"10 0 <</Certs[11 0 R]>>");
    maker.entry(10, Entry::In(5, 0)).object(1, STORE[0].1).stream(11, "", DER).finish_stream(6);
    assert_refused(&maker, 5, Unexpected::ObjectStream);
}

#[test]
fn an_object_stream_that_was_promised_before_brings_nothing_to_life() {
    // The signed revision places the page's second content in a stream that does not exist.
    let mut maker = document(&[(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots 9 0 R>>")]);
    maker.entry(9, Entry::In(5, 1)).object(8, "1").finish_stream(7);
    maker.object_stream(5, &[(10, "<</Certs[11 0 R]>>"), (9, "[12 0 R]")]);
    maker.drop_entries(&[9]).object(1, STORE[0].1).stream(11, "", DER).finish_stream(6);
    assert_refused(&maker, 5, Unexpected::ObjectStream);
}

#[test]
fn an_object_stream_of_before_is_not_replaced() {
    let mut maker = PdfMaker::new();
    maker
        .object_stream(5, &[(1, CATALOG), (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"), (3, PAGE)])
        .stream(4, "", b"BT ET")
        .finish_stream(6);
    let mut same = maker.clone();
    same.object_stream(5, &[(1, CATALOG), (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"), (3, PAGE)])
        .finish_stream(7);
    assert_class(&same, ChangeClass::Nothing);
    let evil = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Rotate 90>>";
    maker.object_stream(5, &[(1, CATALOG), (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"), (3, evil)]);
    maker.drop_entries(&[1, 2, 3]).finish_stream(7);
    assert_refused(&maker, 5, Unexpected::Replaced);
    assert_refused(&maker, 3, Unexpected::Page { key: "Resources".into() });
}

#[test]
fn the_number_of_a_cross_reference_stream_may_serve_again_for_one() {
    let mut maker = PdfMaker::new();
    pdf_maker::hello(&mut maker).finish_stream(6);
    super::write(&mut maker, &[(1, "<</Type/Catalog/Pages 2 0 R/DSS 10 0 R>>"), STORE[1], STORE[2]]);
    let again = maker.clone().finish_stream(6);
    assert!(again > 0);
    maker.finish_stream(6);
    assert_class(&maker, ChangeClass::ValidationData);
    let mut page = PdfMaker::new();
    pdf_maker::hello(&mut page).finish_stream(6);
    page.finish_stream(4);
    assert_refused(&page, 4, Unexpected::Replaced);
}

/// pdfsig leaves such drawings behind each of its signatures.
#[test]
fn a_drawing_of_nothing_that_nobody_refers_to_means_nothing() {
    let nothing = "/Subtype /Form /BBox [0 0 0 0] /Resources << >>";
    let thrown_away = |before: &str, number: u32, entries: &str, data: &[u8], more: &[(u32, &str)]| {
        let mut maker = document(&[(9, before)]);
        let at = maker.offset();
        let length = data.len();
        maker.raw(format!("{number} 1 obj\n<< {entries} /Length {length} >> stream\n"));
        maker.raw(data).raw("\nendstream\nendobj\n").entry(number, Entry::At(at, 1));
        super::write(&mut maker, more);
        maker.at_least(number).finish_table();
        maker
    };
    assert_class(&thrown_away("null", 20, nothing, b"", &[]), ChangeClass::Nothing);
    for (before, entries, data, more) in [
        // Something is drawn, or could be more than drawn.
        ("null", nothing, b"q Q".as_slice(), &[][..]),
        ("null", "/Subtype /Form /OC 9 0 R", b"", &[]),
        ("null", "/Subtype /Image", b"", &[]),
        // Somebody asked for it before, or does now.
        ("[20 1 R]", nothing, b"", &[]),
        ("null", nothing, b"", &[(9, "[20 1 R]")]),
    ] {
        let changes = last(thrown_away(before, 20, entries, data, more).bytes());
        assert_eq!(changes.class, ChangeClass::Unexplained, "{before} {entries}");
    }
    // Nor may it take the place of another object.
    let changes = last(thrown_away("null", 4, nothing, b"", &[]).bytes());
    assert_eq!(changes.class, ChangeClass::Unexplained);
}
