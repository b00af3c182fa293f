use super::Name;
use crate::asn1::{Oid, Tag, oid, write};

fn attribute(oid: Oid<'_>, tag: Tag, value: &[u8]) -> Vec<u8> {
    write::sequence(&[write::oid(oid), write::tlv(tag, value)])
}

fn name(rdns: &[&[Vec<u8>]]) -> Name {
    let rdns: Vec<_> = rdns.iter().map(|rdn| write::constructed(Tag::SET, rdn)).collect();
    Name::try_from(write::sequence(&rdns).as_slice()).expect("a name")
}

fn organization(tag: Tag, value: &[u8]) -> Name {
    name(&[&[attribute(oid::ORGANIZATION, tag, value)]])
}

fn utf8(text: &str) -> Name {
    organization(Tag::UTF8_STRING, text.as_bytes())
}

fn bmp(text: &str) -> Name {
    let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    organization(Tag::BMP_STRING, &octets)
}

#[test]
fn case_white_space_and_string_type_do_not_matter() {
    for (a, b) in [
        (utf8("BỘ TÀI CHÍNH"), utf8("Bộ Tài chính")),
        (utf8("Bộ Tài chính"), bmp("BỘ TÀI CHÍNH")),
        // The same letters in decomposed form, as some macOS programs write them.
        (utf8("Bộ Tài chính"), utf8("Bo\u{323}\u{302} Ta\u{300}i chi\u{301}nh")),
        (utf8("CƠ QUAN ĐẢNG"), utf8("cơ quan đảng")),
        (utf8("  Ban   Co yeu\tChinh phu "), organization(Tag::PRINTABLE_STRING, b"BAN CO YEU CHINH PHU")),
        (utf8("a b"), utf8("a\u{a0}b")),
        (utf8("Straße"), utf8("STRASSE")),
        (utf8("a\u{ad}b"), utf8("AB")),
        (organization(Tag::T61_STRING, b"\xe9"), utf8("É")),
    ] {
        assert!(a.matches(&b), "{a} and {b}");
        assert!(b.matches(&a), "{b} and {a}");
    }
}

#[test]
fn other_letters_marks_and_words_do_matter() {
    for (a, b) in [
        (utf8("Bộ Tài chính"), utf8("Bo Tai chinh")),
        (utf8("Đảng"), utf8("Dảng")),
        (utf8("CA phục vụ các cơ quan Nhà nước G2"), utf8("CA phục vụ các cơ quan Đảng G2")),
        (utf8("ab"), utf8("a b")),
        (utf8("a"), utf8("")),
    ] {
        assert!(!a.matches(&b), "{a} and {b}");
    }
    let country = name(&[&[attribute(oid::COUNTRY, Tag::PRINTABLE_STRING, b"VN")]]);
    assert!(!country.matches(&organization(Tag::PRINTABLE_STRING, b"VN")));
    assert!(!name(&[]).matches(&country));
}

#[test]
fn sets_have_no_order_but_sequences_have() {
    use std::slice::from_ref;
    let a = attribute(oid::COMMON_NAME, Tag::UTF8_STRING, b"a");
    let b = attribute(oid::ORGANIZATION, Tag::UTF8_STRING, b"b");
    let set = name(&[&[a.clone(), b.clone()]]);
    assert!(set.matches(&name(&[&[b.clone(), a.clone()]])));
    assert!(!set.matches(&name(&[from_ref(&a), from_ref(&b)])));
    assert!(!name(&[from_ref(&a), from_ref(&b)]).matches(&name(&[&[b], &[a]])));
}

#[test]
fn unknown_types_and_broken_text_are_compared_by_bytes() {
    let unknown = Oid(&[42, 3, 4]);
    let of = |oid, tag, value: &[u8]| name(&[&[attribute(oid, tag, value)]]);
    assert!(of(unknown, Tag::UTF8_STRING, b"a").matches(&of(unknown, Tag::UTF8_STRING, b"a")));
    assert!(!of(unknown, Tag::UTF8_STRING, b"a").matches(&of(unknown, Tag::UTF8_STRING, b"A")));
    assert!(!of(unknown, Tag::UTF8_STRING, b"a").matches(&of(unknown, Tag::PRINTABLE_STRING, b"a")));
    let broken = |octets| of(oid::COMMON_NAME, Tag::UTF8_STRING, octets);
    assert!(!broken(b"\xff").matches(&broken(b"\xfe")));
    assert!(!broken(b"\xff").matches(&broken("\u{fffd}".as_bytes())));
}

#[test]
fn a_name_is_shown_most_specific_part_first_and_cannot_disguise_itself() {
    let text = |oid, text: &str| attribute(oid, Tag::UTF8_STRING, text.as_bytes());
    let agency = name(&[
        &[attribute(oid::COUNTRY, Tag::PRINTABLE_STRING, b"VN")],
        &[text(oid::ORGANIZATION, "BỘ TÀI CHÍNH")],
        &[text(oid::COMMON_NAME, "CỤC THUẾ"), text(oid::USER_ID, "MST:0100231226")],
    ]);
    assert_eq!(agency.to_string(), "CN=CỤC THUẾ+UID=MST:0100231226, O=BỘ TÀI CHÍNH, C=VN");
    assert_eq!(utf8(" a, b=\"c\"\n\u{202e} ").to_string(), r#"O=\ a\, b=\"c\"\0A\E2\80\AE\ "#);
    let odd = name(&[&[attribute(Oid(&[42, 3, 4]), Tag::INTEGER, &[5])], &[text(oid::COMMON_NAME, "#1")]]);
    assert_eq!(odd.to_string(), r"CN=\#1, 1.2.3.4=#020105");
    assert_eq!(name(&[&[]]).to_string(), "");
}

#[test]
fn a_name_that_is_none_is_refused() {
    for bad in [&[0x31u8, 0][..], &[0x30, 2, 0x30, 0], &[0x30, 4, 0x31, 2, 0x30, 0], &[0x30, 0, 0]] {
        assert!(Name::try_from(bad).is_err(), "{bad:?}");
    }
}
