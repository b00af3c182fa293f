use super::{Difference, Sight, compare};
use crate::limits::Limits;
use crate::pdf::pdf_maker::{self, Entry, PdfMaker, hello};
use crate::pdf::{Document, ObjectAnomaly, ObjectId};

fn differences(bytes: &[u8]) -> Vec<Difference> {
    compare(&Document::open(bytes, &Limits::default()).unwrap()).unwrap()
}

fn id(number: u32) -> ObjectId {
    ObjectId { number, generation: 0 }
}

fn definition(number: u32, offset: usize, sight: Sight) -> Difference {
    Difference::Definition { id: id(number), offset, sight }
}

fn find(bytes: &[u8], text: &str) -> usize {
    memchr::memmem::rfind(bytes, text.as_bytes()).unwrap()
}

#[test]
fn honest_files_of_every_shape_look_the_same_to_everybody() {
    let crlf = {
        let mut maker = PdfMaker::with(b"", false, "\r\n");
        hello(&mut maker).finish_table();
        maker.into_bytes()
    };
    let junk = {
        let mut maker = PdfMaker::with(b"HTTP/1.1 200 OK\r\n\r\n", true, "\n");
        hello(&mut maker).finish_table();
        maker.into_bytes()
    };
    let files = [
        pdf_maker::classic(),
        pdf_maker::modern(),
        pdf_maker::hybrid(),
        pdf_maker::linearized(),
        pdf_maker::revisions(5),
        pdf_maker::objects(300, false),
        pdf_maker::objects(300, true),
        pdf_maker::big_streams(3 << 20),
        crlf,
        junk,
    ];
    for (number, file) in files.iter().enumerate() {
        assert_eq!(differences(file), [], "file {number}");
    }
}

#[test]
fn what_an_update_frees_or_moves_into_an_object_stream_is_no_difference() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(five)").object(6, "(six)").finish_stream(7);
    maker.free(5).object_stream(8, &[(6, "(six again)")]).finish_stream(9);
    assert_eq!(differences(maker.bytes()), []);
}

#[test]
fn a_document_inside_of_a_stream_is_not_taken_apart() {
    let inner = pdf_maker::classic();
    let mut maker = PdfMaker::new();
    hello(&mut maker).stream(5, "/Type /EmbeddedFile", &inner);
    maker.stream(6, "", b"endobj\n7 0 obj (not an object) endobj\n").object(7, "(seven)").finish_table();
    assert_eq!(differences(maker.bytes()), []);
}

#[test]
fn a_definition_that_no_entry_leads_to_is_told_with_who_sees_it() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).raw("3 0 obj (instead) endobj\n").raw("9 0 obj (added) endobj\n");
    maker
        .raw("5 0 obj (nobody) endobj\n")
        .object(5, "(five)")
        .raw("5 0 obj\n(five)\nendobj\n")
        .finish_table();
    let bytes = maker.bytes();
    assert_eq!(
        differences(bytes),
        [
            definition(3, find(bytes, "3 0 obj (instead)"), Sight::Instead),
            definition(9, find(bytes, "9 0 obj (added)"), Sight::Added),
            definition(5, find(bytes, "5 0 obj (nobody)"), Sight::Nobody),
        ]
    );
}

#[test]
fn an_update_that_goes_back_to_an_older_definition_is_told() {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let first = maker.offset();
    maker.object(5, "(first)").finish_table();
    let second = maker.offset();
    maker.object(5, "(second)").finish_table();
    maker.entry(5, Entry::At(first, 0)).finish_table();
    assert_eq!(differences(maker.bytes()), [definition(5, second, Sight::Instead)]);
}

#[test]
fn entries_that_lead_astray_are_told_with_where_a_repair_finds_the_object() {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let five = maker.offset();
    maker.object(5, "(five)").entry(5, Entry::At(five + 3, 0)).entry(6, Entry::At(five, 0)).finish_table();
    assert_eq!(
        differences(maker.bytes()),
        [
            Difference::EntryWrong { number: 5, found: Some(five) },
            Difference::EntryWrong { number: 6, found: None },
        ]
    );
}

#[test]
fn an_entry_with_another_generation_than_the_object_is_wrong() {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let five = maker.offset();
    maker.object(5, "(five)").entry(5, Entry::At(five, 1)).finish_table();
    assert_eq!(differences(maker.bytes()), [Difference::EntryWrong { number: 5, found: Some(five) }]);
}

#[test]
fn an_object_inside_of_a_stream_to_which_an_entry_leads_is_told() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).stream(5, "", b"6 0 obj (inside) endobj\n");
    let inside = find(maker.bytes(), "6 0 obj");
    maker.entry(6, Entry::At(inside, 0)).finish_table();
    assert_eq!(differences(maker.bytes()), [Difference::Nested { number: 6 }]);
}

#[test]
fn bytes_between_objects_and_a_second_trailer_are_told() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "<< /Type /Catalog >>");
    let junk = maker.position();
    maker.raw("junk\n").object(6, "(six)").finish_table();
    let trailer = maker.position();
    maker.raw("trailer\n<< /Root 5 0 R >>\n");
    let end = maker.position();
    assert_eq!(
        differences(maker.bytes()),
        [
            Difference::Root { strict: Some(id(1)), repaired: id(5) },
            Difference::Unexplained { bytes: junk..junk + 5 },
            Difference::Unexplained { bytes: trailer..end },
        ]
    );
}

#[test]
fn a_signature_in_bytes_that_the_chain_passes_over_is_told_with_what_it_covers() {
    let mut maker = PdfMaker::new();
    let end = hello(&mut maker).finish_table();
    let at = maker.position();
    maker.raw(format!("9 0 obj << /Type /Sig /ByteRange [0 10 20 {}] /Contents <00> >> endobj\n", end - 20));
    assert!(differences(maker.bytes()).contains(&Difference::Signature {
        id: id(9),
        offset: at,
        end: Some(end)
    }));
}

#[test]
fn hybrid_files_in_which_both_parts_know_an_object_elsewhere_are_told() {
    let mut maker = PdfMaker::new();
    let old = hello(&mut maker).offset();
    maker.object(5, "(five)").finish_table();
    maker.object(5, "(five for new readers)").finish_hybrid(7, &[5]);
    // For readers of tables the object is deleted: that is how hybrid files hide what is new.
    assert_eq!(differences(maker.bytes()), []);
    let mut file = maker.into_bytes();
    let entry = find(&file, "0000000000 65535 f");
    file.splice(entry..entry + 18, format!("{old:010} 00000 n").into_bytes());
    // A current reader takes the table before the stream beside it, so the new one is what nobody sees.
    let new = find(&file, "5 0 obj");
    assert_eq!(differences(&file), [definition(5, new, Sight::Instead), Difference::Hybrid { number: 5 }]);
}

#[test]
fn odd_ends_of_objects_are_read_as_a_parser_reads_them() {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let entry = maker.offset();
    maker.entry(5, Entry::At(entry, 0)).raw("5 0 obj (no end)\n");
    maker
        .object(6, "(a string with endobj 3 0 obj in it)")
        .object(7, "(seven)")
        .raw("endobj\n")
        .finish_table();
    let anomaly = ObjectAnomaly::EndobjMissing;
    assert_eq!(differences(maker.bytes()), [Difference::Odd { number: 5, anomaly }]);
}

#[test]
fn a_wrong_length_is_seen_at_a_glance() {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    for (number, length) in [(5, "3"), (6, "5"), (7, "99999"), (8, "9 0 R"), (9, "6")] {
        maker.entry(number, Entry::At(maker.offset(), 0));
        maker.raw(format!("{number} 0 obj << /Length {length} >>\nstream\n12345\nendstream endobj\n"));
    }
    maker.finish_table();
    let odd = |number, written| {
        let anomaly = ObjectAnomaly::LengthWrong { written: Some(written) };
        Difference::Odd { number, anomaly }
    };
    assert_eq!(differences(maker.bytes()), [odd(5, 3), odd(7, 99999)]);
}

/// More than are told of one by one.
#[test]
fn thousands_of_entries_that_lead_nowhere_do_not_hide_one_that_leads_elsewhere() {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let at = maker.offset();
    maker.object(9000, "(here)").entry(9000, Entry::At(at + 20, 0));
    for number in 5..5000 {
        maker.entry(number, Entry::At(3, 0));
    }
    maker.finish_table();
    let found = differences(maker.bytes());
    assert_eq!(found.first(), Some(&Difference::EntryWrong { number: 9000, found: Some(at) }));
    assert_eq!(found.len(), 1001);
}

#[test]
fn headers_are_read_alike_at_a_glance_and_with_a_parser() {
    for text in ["7 0 obj<<", "007 00 obj ", "7 0 object", "7  0 obj ", "7 65536 obj ", "4294967296 0 obj "] {
        let mut maker = PdfMaker::new();
        hello(&mut maker).raw(format!("{text} (x) endobj\n")).finish_table();
        let at = find(maker.bytes(), text);
        let told = differences(maker.bytes()).contains(&definition(7, at, Sight::Added));
        let parsed = crate::pdf::parse::object_header(maker.bytes(), at).is_some();
        assert_eq!(told, parsed, "{text}");
    }
}

#[test]
fn hostile_bytes_take_no_longer_than_others() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).finish_table();
    let good = maker.into_bytes();
    for junk in [
        "1 0 obj (",
        "1 0 obj << ",
        "obj ",
        "endobj ",
        "9 0 obj stream ",
        "trailer << ",
        "1 0 obj[",
        "% \n9 0 obj",
    ] {
        let file = [good.as_slice(), junk.repeat(1 << 17).as_bytes()].concat();
        assert!(!crate::pdf::tests::quickly(|| differences(&file)).is_empty(), "{junk}");
    }
}
