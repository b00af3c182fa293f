//! The catalog, and the metadata of the document.

use super::super::rule::What;
use super::{ChangeClass, Unexpected, assert_class, assert_refused, document, last, updated};
use crate::pdf::pdf_maker::PdfMaker;

fn catalog(entries: &str) -> String {
    format!("<</Type/Catalog/Pages 2 0 R{entries}>>")
}

/// Another catalog after this one, with further objects.
fn next(old: &str, new: &str, more: &[(u32, &str)]) -> PdfMaker {
    let (old, new) = (catalog(old), catalog(new));
    let objects: Vec<(u32, &str)> = [(1, new.as_str())].into_iter().chain(more.iter().copied()).collect();
    updated(document(&[(1, &old), (9, "<<>>")]), &objects)
}

#[test]
fn entries_that_nobody_sees_may_change() {
    for (old, new, key) in [
        ("", "/MarkInfo<</Marked true>>", "MarkInfo"),
        ("/MarkInfo<</Marked true>>", "/MarkInfo<</Marked true/Suspects false>>", "MarkInfo"),
        ("", "/Lang(vi-VN)", "Lang"),
        ("", "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/Info(x)>>]", "OutputIntents"),
        ("/Version/1.4", "/Version/2.0", "Version"),
    ] {
        let maker = next(old, new, &[]);
        assert_class(&maker, ChangeClass::Nothing);
        let changes = last(maker.bytes()).changes;
        assert!(
            matches!(changes.as_slice(), [change] if change.what == What::Catalog { key: key.into() }),
            "{changes:?}"
        );
    }
    for (old, new, key) in [
        ("/Lang(vi)", "/Lang(en)", "Lang"),
        ("/Lang(vi)", "", "Lang"),
        ("", "/Lang 9 0 R", "Lang"),
        ("/MarkInfo<</Marked true>>", "", "MarkInfo"),
        ("", "/MarkInfo<</Marked 9 0 R>>", "MarkInfo"),
        ("", "/MarkInfo 9 0 R", "MarkInfo"),
        ("", "/MarkInfo<</Own true>>", "MarkInfo"),
        ("", "/OutputIntents 9 0 R", "OutputIntents"),
        ("", "/OutputIntents[9 0 R]", "OutputIntents"),
        ("", "/OutputIntents[<</S/GTS_PDFX/DestOutputProfile 9 0 R>>]", "OutputIntents"),
        ("", "/OutputIntents[<</S/GTS_PDFX/DestOutputProfileRef<</URLs[9 0 R]>>>>]", "OutputIntents"),
        ("/OutputIntents[<</S/A>>]", "", "OutputIntents"),
        ("/OutputIntents[<</S/A>>]", "/OutputIntents[<</S/B>>]", "OutputIntents"),
        ("/OutputIntents[<</S/A>>]", "/OutputIntents[]", "OutputIntents"),
    ] {
        assert_refused(&next(old, new, &[]), 1, Unexpected::Catalog { key: key.into() });
    }
    for entry in [
        "Names",
        "OpenAction",
        "AA",
        "OCProperties",
        "Dests",
        "Outlines",
        "PageLabels",
        "StructTreeRoot",
        "Collection",
        "URI",
        "Threads",
        "PageMode",
        "PageLayout",
        "ViewerPreferences",
        "PieceInfo",
        "Legal",
        "NeedsRendering",
        "AF",
        "DPartRoot",
        "Requirements",
        "SpiderInfo",
        "Own",
    ] {
        let maker = next("", &format!("/{entry} 9 0 R"), &[]);
        assert_refused(&maker, 1, Unexpected::Catalog { key: entry.into() });
    }
}

#[test]
fn an_output_intent_brings_its_profile() {
    let intent = "/OutputIntents[<</S/GTS_PDFA1/DestOutputProfile 10 0 R>>]";
    let with = |entries: &str| next("", intent, &[(10, &format!("{entries}DER"))]);
    assert_class(&with("/N 3/Alternate/DeviceRGB"), ChangeClass::Nothing);
    for entries in ["/Type/XObject/Subtype/Form", "/F(x)", "/N 9 0 R", "/Own 1"] {
        assert_refused(&with(entries), 1, Unexpected::Catalog { key: "OutputIntents".into() });
    }
    let listed = next("", "/OutputIntents[10 0 R]", &[(10, "<</Type/OutputIntent/S/GTS_PDFA1>>")]);
    assert_class(&listed, ChangeClass::Nothing);
}

const XMP: &str = "/Type/Metadata/Subtype/XML";
const PACKET: &str =
    "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>TITLE</x:xmpmeta>";

/// A packet with this title.
fn packet(title: &str) -> String {
    PACKET.replace("TITLE", &format!("<d:title xmlns:d='http://purl.org/dc/elements/1.1/'>{title}</d:title>"))
}

/// A document with metadata of this packet, object 10.
fn described(packet: &str) -> PdfMaker {
    let mut maker = document(&[(1, &catalog("/Metadata 10 0 R"))]);
    maker.stream(10, XMP, packet.as_bytes()).finish_table();
    maker
}

#[test]
fn metadata_is_replaced_by_metadata() {
    let mut maker = described(&packet("A"));
    maker.stream(10, XMP, (packet("A") + "<!-- later -->").as_bytes()).finish_table();
    assert_class(&maker, ChangeClass::Nothing);
    assert_eq!(last(maker.bytes()).changes[0].what, What::Metadata);
    maker.deflated(10, XMP, packet(" A\n").as_bytes()).finish_table();
    assert_class(&maker, ChangeClass::Nothing);
    // In another object, and for the first time.
    maker.object(1, catalog("/Metadata 11 0 R")).stream(11, XMP, packet("A").as_bytes()).finish_table();
    assert_class(&maker, ChangeClass::Nothing);
    let mut first = document(&[(1, &catalog(""))]);
    first.object(1, catalog("/Metadata 11 0 R")).stream(11, XMP, PACKET.as_bytes());
    let mut titled = first.clone();
    first.finish_table();
    assert_class(&first, ChangeClass::Nothing);
    titled.stream(11, XMP, packet("Another").as_bytes()).finish_table();
    assert_refused(&titled, 11, Unexpected::Metadata);
}

#[test]
fn metadata_that_parsers_read_differently_is_not_explained() {
    let entity = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>";
    for (old, new, entries) in [
        (packet("A"), packet("B"), XMP),
        (packet("A"), entity.to_owned(), XMP),
        (entity.to_owned(), packet("A"), XMP),
        (packet("A"), "<x>".to_owned(), XMP),
        ("nothing".to_owned(), packet(""), XMP),
        (packet("A"), packet("A") + " ", "/Type/Metadata"),
        (packet("A"), packet("A") + " ", "/Subtype/XML"),
        (packet("A"), packet("A") + " ", "/Type/Metadata/Subtype/XML/F(x)"),
        (packet("A"), packet("A") + " ", "/Type/Metadata/Subtype/XML/Filter 4 0 R"),
        (packet("A"), packet("A") + " ", "/Type/Metadata/Subtype/XML/Filter/FlateDecode"),
        (packet("A"), packet("A") + " ", "/Type/Metadata/Subtype/XML/Resources<<>>"),
    ] {
        let mut maker = described(&old);
        maker.stream(10, entries, new.as_bytes()).finish_table();
        assert_refused(&maker, 10, Unexpected::Metadata);
    }
    let gone = updated(described(&packet("A")), &[(1, &catalog(""))]);
    assert_refused(&gone, 1, Unexpected::Metadata);
    let other = updated(described(&packet("A")), &[(1, &catalog("/Metadata 4 0 R"))]);
    assert_refused(&other, 4, Unexpected::Metadata);
    let direct = updated(described(&packet("A")), &[(1, &catalog("/Metadata<<>>"))]);
    assert_refused(&direct, 1, Unexpected::Metadata);
    // That of a page is the page's.
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Metadata 10 0 R>>";
    let mut shared = updated(described(&packet("A")), &[(3, page)]);
    shared.stream(10, XMP, (packet("A") + " ").as_bytes()).finish_table();
    assert_refused(&shared, 10, Unexpected::Shared { by: 3 });
}

#[test]
fn the_information_says_what_it_said() {
    let mut base = PdfMaker::new();
    base.trailer("/Root 1 0 R/Info 5 0 R");
    crate::pdf::pdf_maker::hello(&mut base).object(5, "<</Title(A)/Author(B)>>").finish_table();
    let next = |info: &str| updated(base.clone(), &[(5, info)]);
    assert_class(&next("<</Title(A)/Author(B)/Creator(C)/ModDate(D:2026)>>"), ChangeClass::Nothing);
    for (info, key) in [
        ("<</Title(B)/Author(B)>>", "Title"),
        ("<</Title(A)/Author(C)>>", "Author"),
        ("<</Title(A)/Author(B)/Subject(C)>>", "Subject"),
        ("<</Title(A)/Author(B)/Keywords(C)>>", "Keywords"),
        ("<</Title(A)/Author(B)/Producer 4 0 R>>", "Producer"),
        ("<</Title(A)/Author(B)/Producer/Name>>", "Producer"),
        ("<</Title(A)/Author(B)/Own(x)>>", "Own"),
    ] {
        assert_refused(&next(info), 5, Unexpected::Information { key: key.into() });
    }
    assert_refused(&next("/Title(A)/Author(B)DER"), 5, Unexpected::Information { key: String::new() });
}
