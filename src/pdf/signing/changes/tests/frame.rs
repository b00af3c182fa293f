//! Ways around the comparison itself: objects that are not where, or not what, they seem to be.

use super::{
    CATALOG, ChangeClass, DER, PAGE, Unexpected, assert_class, assert_refused, classes, document, last,
    updated,
};
use crate::pdf::pdf_maker::{Entry, PdfMaker};

const STORE: [(u32, &str); 3] =
    [(1, "<</Type/Catalog/Pages 2 0 R/Lang(vi)/DSS 10 0 R>>"), (10, "<</Certs[11 0 R]>>"), (11, "DER")];

const EVIL: &str = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Rotate 90>>";

fn rotated() -> Unexpected {
    Unexpected::Page { key: "Rotate".into() }
}

#[test]
fn an_effect_that_is_undone_is_still_seen() {
    let evil = updated(document(&[]), &[(3, EVIL)]);
    let undone = updated(evil.clone(), &[(3, PAGE)]);
    assert_eq!(classes(undone.bytes()), [ChangeClass::Unexplained; 2]);
    // By an entry that leads back to the object of before, too.
    let base = document(&[]);
    let page = base.bytes().windows(7).position(|bytes| bytes == b"3 0 obj").unwrap();
    let mut back = evil.clone();
    back.entry(3, Entry::At(page, 0)).finish_table();
    assert_eq!(classes(back.bytes()), [ChangeClass::Unexplained; 2]);
    // And by copies of everything.
    let mut copies = evil;
    super::write(&mut copies, &[(1, CATALOG), (3, PAGE)]);
    copies.stream(4, "", b"BT (Hello) Tj ET").finish_table();
    assert_eq!(classes(copies.bytes()), [ChangeClass::Unexplained; 2]);
}

#[test]
fn the_length_of_a_stream_is_not_replaced() {
    let mut maker = document(&[(5, "16")]);
    maker.entry(4, Entry::At(maker.position(), 0));
    maker.raw("4 0 obj\n<</Length 5 0 R>>\nstream\nBT (Hello) Tj ET\nendstream\nendobj\n").finish_table();
    let longer = updated(maker, &[(5, "99")]);
    assert_refused(&longer, 5, Unexpected::Replaced);
}

#[test]
fn moving_into_an_object_stream_hides_no_change() {
    let mut maker = document(&[]);
    maker.object_stream(5, &[(3, EVIL)]).finish_stream(6);
    assert_refused(&maker, 3, rotated());
    // Out of it.
    let mut maker = document(&[]);
    maker.object_stream(5, &[(3, PAGE)]).finish_stream(6);
    assert_class(&maker, ChangeClass::Nothing);
    maker.object(3, EVIL).finish_stream(7);
    assert_refused(&maker, 3, rotated());
    // From one into another, at the index of a different object.
    let mut maker = PdfMaker::new();
    maker.object_stream(5, &[(1, CATALOG), (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"), (3, PAGE)]);
    maker.stream(4, "", b"BT ET").finish_stream(6);
    maker.object_stream(7, &[(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"), (3, EVIL)]).finish_stream(8);
    assert_refused(&maker, 3, rotated());
    assert!(last(maker.bytes()).unexplained.iter().all(|item| item.object != Some(2)));
}

#[test]
fn objects_are_not_overridden_inside_of_their_stream() {
    let pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    let base = || {
        let mut maker = PdfMaker::new();
        maker
            .object_stream(5, &[(1, CATALOG), (2, pages), (3, PAGE)])
            .stream(4, "", b"BT ET")
            .finish_stream(6);
        maker
    };
    // Another stream under the same number, whose index 2 is another object: the page is gone.
    let mut maker = base();
    maker.object_stream(5, &[(1, CATALOG), (2, pages), (9, EVIL)]).drop_entries(&[1, 2, 9]).finish_stream(7);
    assert_refused(&maker, 3, Unexpected::Unreadable);
    // No stream any more.
    let mut maker = base();
    maker.object(5, "null").finish_stream(7);
    assert_refused(&maker, 3, Unexpected::Unreadable);
    // A stream that is not there.
    let mut maker = base();
    maker.free(5).finish_stream(7);
    assert_refused(&maker, 5, Unexpected::Freed);
    assert_refused(&maker, 3, Unexpected::Unreadable);
}

#[test]
fn a_number_that_was_free_is_not_used_by_what_still_refers_to_it() {
    // The page's second content was deleted before it was signed.
    let page = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 11 0 R]/Resources<<>>>>";
    let mut freed = document(&[(3, page), (11, "(old)")]);
    freed.free(11).finish_table();
    assert_refused(&updated(freed.clone(), &STORE), 11, Unexpected::Shared { by: 3 });
    // With the generation that the free entry promises.
    let mut next = freed;
    super::write(&mut next, &STORE[..2]);
    next.object_of_generation(11, 1, "(new)").finish_table();
    assert_refused(&next, 11, Unexpected::GenerationChanged);
    // A reference with a generation that nobody had.
    let page = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 11 65535 R]/Resources<<>>>>";
    assert_refused(&updated(document(&[(3, page)]), &STORE), 11, Unexpected::Shared { by: 3 });
}

#[test]
fn references_in_strings_comments_and_data_refer_to_nothing() {
    for page in [
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/X(11 0 R)>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/X(100% (11 0 R) \\) 11 0 R)>>",
        "<</Type/Page/Parent 2 0 R %11 0 R\n/Contents 4 0 R>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/X(5 0 obj 11 0 R endobj)>>",
    ] {
        assert_class(&updated(document(&[(3, page)]), &STORE), ChangeClass::ValidationData);
    }
    let mut maker = document(&[]);
    maker.stream(4, "", b"BT (11 0 R) Tj ET 11 0 R").finish_table();
    assert_class(&updated(maker, &STORE), ChangeClass::ValidationData);
    // Data that is a file of its own.
    let mut maker = document(&[]);
    maker.stream(5, "", b"%PDF-1.4\n3 0 obj\n<</Contents 11 0 R>>\nendobj\n").finish_table();
    assert_class(&updated(maker, &STORE), ChangeClass::ValidationData);
    // But behind them one is one.
    let page = "<</Type/Page/Parent 2 0 R %11 0 R\n/X(11 0 R)/Contents 11 0 R>>";
    assert_refused(&updated(document(&[(3, page)]), &STORE), 11, Unexpected::Shared { by: 3 });
}

#[test]
fn references_in_bytes_that_nothing_leads_to_refer_to_nothing() {
    let mut maker = document(&[]);
    maker
        .raw("7 0 obj\n<</Contents 11 0 R>>\nendobj\n")
        .raw("11 0 R\n% 11 0 R\n")
        .object(5, "1")
        .finish_table();
    assert_class(&updated(maker, &STORE), ChangeClass::ValidationData);
    // Until an entry leads there, which is seen in its own revision.
    let mut maker = document(&[]);
    let at = maker.position();
    maker.raw("3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 11 0 R>>\nendobj\n").object(5, "1").finish_table();
    maker.entry(3, Entry::At(at, 0)).finish_table();
    assert_refused(&maker, 3, Unexpected::InEarlierBytes);
    assert_refused(&updated(maker, &STORE), 11, Unexpected::Shared { by: 3 });
}

/// Object 3 stands inside of this object, which is number 12, and both go on behind it.
fn inside(outer: &str) -> PdfMaker {
    let mut maker = document(&[]);
    let start = maker.position() + "12 0 obj\n".len();
    maker.object(12, outer);
    maker.entry(3, Entry::At(start + outer.find("3 0 obj").unwrap(), 0)).finish_table();
    maker
}

#[test]
fn what_two_objects_read_counts_for_both() {
    for outer in [
        // The inner one begins in a comment.
        "<</Type/X %3 0 obj <</Type/Page/Parent 2 0 R\n/Contents 11 0 R>>",
        // In a string, which ends in a comment of the inner one.
        "<</Type/X/S(3 0 obj <</Type/Page/Parent 2 0 R %)\n/Contents 11 0 R>>",
        // In a string that contains one of the inner one.
        "<</Type/X/S(3 0 obj <</Type/Page/Y(\\)/Z() %))\n/Contents 11 0 R>>",
    ] {
        let maker = inside(outer);
        let found = last(updated(maker, &STORE).bytes()).unexplained;
        let by =
            |by| found.iter().any(|item| item.object == Some(11) && item.what == Unexpected::Shared { by });
        assert!(by(3) && by(12), "{outer}: {found:?}");
    }
}

#[test]
fn the_gap_of_a_signature_holds_no_object() {
    let hidden = "3 0 obj <</Type/Page/Evil true>> endobj";
    let mut maker = document(&[]);
    let start = maker.position() + "10 0 obj\n<</Type/Sig/Contents<".len();
    maker.object(10, format!("<</Type/Sig/Contents<{hidden}>/ByteRange[0 1 2 3]>>"));
    maker.drop_entries(&[10]).object(5, "1").finish_table();
    maker.entry(3, Entry::At(start, 0)).finish_table();
    assert_refused(&maker, 3, Unexpected::InEarlierBytes);
    // A new one, which would be explained otherwise.
    let mut maker = document(&[]);
    let start = maker.position() + "9 0 obj\n<</Type/Sig/Contents(".len();
    maker.object(9, "<</Type/Sig/Contents(10 0 obj <</Certs[11 0 R]>> endobj)>>").finish_table();
    super::write(&mut maker, &[STORE[0], STORE[2]]);
    maker.entry(10, Entry::At(start, 0)).finish_table();
    assert_refused(&maker, 10, Unexpected::InEarlierBytes);
}

#[test]
fn a_key_that_stands_twice_is_no_identical_copy_of_one() {
    let twice = "<</Type/Page/Rotate 90/Rotate 0/Parent 2 0 R/Contents 4 0 R>>";
    let once = "<</Type/Page/Rotate 0/Parent 2 0 R/Contents 4 0 R>>";
    for (before, now) in [(twice, once), (once, twice)] {
        let changes = last(updated(document(&[(3, before)]), &[(3, now)]).bytes());
        assert!(changes.unexplained.iter().any(|item| item.object == Some(3)), "{changes:?}");
    }
    assert_class(&updated(document(&[(3, twice)]), &[(3, twice)]), ChangeClass::Nothing);
    let other_order = "<</Type/Page/Rotate 0/Rotate 90/Parent 2 0 R/Contents 4 0 R>>";
    let changes = last(updated(document(&[(3, twice)]), &[(3, other_order)]).bytes());
    assert!(changes.unexplained.iter().any(|item| item.object == Some(3)), "{changes:?}");
}

#[test]
fn many_objects_and_many_bytes_are_searched_alike() {
    // Few objects in many bytes are read; many are searched for.
    let noise = vec![b'x'; 1 << 20];
    for contents in ["4 0 R", "[4 0 R 11 0 R]"] {
        let mut maker = document(&[(3, &format!("<</Type/Page/Parent 2 0 R/Contents {contents}>>"))]);
        maker.stream(5, "", &noise).finish_table();
        let next = updated(maker, &STORE);
        match contents {
            "4 0 R" => assert_class(&next, ChangeClass::ValidationData),
            _ => assert_refused(&next, 11, Unexpected::Shared { by: 3 }),
        }
    }
    // One that cannot be read, among them.
    let mut maker = document(&[]);
    maker.stream(5, "", &noise).object(6, "<</Contents 11 0 R/Broken").finish_table();
    assert_refused(&updated(maker, &STORE), 11, Unexpected::Shared { by: 6 });
    let mut maker = document(&[]);
    maker.stream(5, "", &noise).object(6, "<</Contents 12 0 R/Broken").finish_table();
    assert_class(&updated(maker, &STORE), ChangeClass::ValidationData);
}

#[test]
fn an_object_between_two_others_of_its_number_is_seen_while_it_counts() {
    // The page refers to the store to come, but only in between.
    let referring = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 11 0 R]/Resources<<>>>>";
    let mut maker = document(&[(3, referring)]);
    super::write(&mut maker, &[(3, PAGE)]);
    maker.finish_table();
    assert_class(&updated(maker.clone(), &STORE), ChangeClass::ValidationData);
    super::write(&mut maker, &[(3, referring)]);
    maker.finish_table();
    assert_refused(&updated(maker, &STORE), 11, Unexpected::Shared { by: 3 });
}

#[test]
fn the_numbers_of_one_revision_do_not_concern_another() {
    // What a later revision refers to may be what an earlier one brought.
    let mut maker = updated(document(&[]), &STORE);
    super::write(&mut maker, &[(10, "<</Certs[11 0 R 12 0 R]>>"), (12, "DER")]);
    maker.finish_table();
    super::write(&mut maker, &[(10, "<</Certs[11 0 R 12 0 R 13 0 R]>>"), (13, "DER")]);
    maker.finish_table();
    assert_eq!(classes(maker.bytes()), [ChangeClass::ValidationData; 3]);
    assert_eq!(DER.len(), 5);
}
