//! Messages that are odd but genuine, as old and foreign tools write them.

use super::attacks::{Forgery, signer};
use super::*;
use crate::asn1::{Element, Reader, Tag, write};
use crate::cms::build::attribute;
use crate::error::ErrorKind;

#[test]
fn attributes_out_of_order_hold_in_both_ways_of_signing() {
    let mut forged = Forgery::genuine();
    forged.attributes.sort();
    forged.attributes.reverse();
    for order in [AttributeOrder::AsSent, AttributeOrder::Sorted] {
        forged.order = order;
        let check = check(&forged.message());
        assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]));
        assert_eq!(check.attribute_order, Some(order));
    }
}

#[test]
fn attributes_out_of_order_whose_signature_holds_in_neither_way_are_refused() {
    let mut forged = Forgery::genuine();
    forged.attributes.sort();
    let sent = write::set_of(forged.attributes.clone());
    forged.attributes.rotate_left(1);
    forged.order = AttributeOrder::AsSent;
    let signed = write::constructed(Tag::SET, &forged.attributes);
    let value = private_key(fixture!("p256.p8"));
    let value = value.sign(attacks::ECDSA, &signed).expect("a signature");
    let check = check(&forged.with_value(&sent, &value));
    assert_eq!(
        (check.integrity, check.faults),
        (Integrity::SignatureInvalid, vec![CmsFault::SignatureInvalid])
    );
    assert_eq!(check.attribute_order, None);
}

#[test]
fn a_message_in_ber_all_through_is_read_as_the_same_message() {
    for message in
        [fixture!("cades.der"), fixture!("chain.der"), fixture!("p256.der"), fixture!("attached.der")]
    {
        let expected = read(message);
        for style in [Style::Indefinite, Style::LongLength] {
            let mut ber = Vec::new();
            rewrite(&Element::from_der(message, "message").expect("DER"), style, &mut ber);
            let padded = [ber.as_slice(), &[0; 50]].concat();
            let found = read(&padded);
            assert_eq!((found.used, found.trailing), (ber.len(), None));
            assert_eq!(found.certificates, expected.certificates);
            assert_eq!(found.content, expected.content);
            assert_eq!(found.signers[0].signature, expected.signers[0].signature);
            let check = if found.content.is_some() { check_attached(&padded) } else { check(&padded) };
            assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]));
        }
    }
}

#[derive(Clone, Copy)]
enum Style {
    Indefinite,
    LongLength,
}

/// Writes a DER element in BER: every length indefinite and octet strings in pieces, or every length in five octets.
fn rewrite(element: &Element<'_>, style: Style, out: &mut Vec<u8>) {
    let mut content = Vec::new();
    let mut tag = element.tag;
    if tag.is_constructed() {
        let mut reader = element.reader();
        while !reader.is_empty() {
            rewrite(&reader.element().expect("DER"), style, &mut content);
        }
    } else if tag == Tag::OCTET_STRING && matches!(style, Style::Indefinite) && !element.content.is_empty() {
        tag = Tag(0x24);
        for piece in element.content.chunks(5) {
            content.extend(write::octet_string(piece));
        }
    } else {
        content.extend_from_slice(element.content);
    }
    out.push(tag.0);
    match style {
        Style::Indefinite if tag.is_constructed() => {
            out.push(0x80);
            out.extend(content);
            out.extend([0, 0]);
        }
        Style::Indefinite => {
            out.pop();
            out.extend(write::tlv(tag, &content));
        }
        Style::LongLength => {
            out.push(0x84);
            out.extend(u32::try_from(content.len()).expect("short").to_be_bytes());
            out.extend(content);
        }
    }
}

/// A certificate that no strict reader takes: serial number of 24 octets, validity without seconds, BOOLEAN 0x01.
fn odd_certificate() -> Vec<u8> {
    let signer = signer();
    let algorithm = write::algorithm(oid::ECDSA_WITH_SHA256, &[]);
    let critical = write::tlv(Tag::BOOLEAN, &[0x01]);
    let ca = write::sequence(&[write::tlv(Tag::BOOLEAN, &[0x01])]);
    let constraints =
        write::sequence(&[write::oid(oid::BASIC_CONSTRAINTS), critical, write::octet_string(&ca)]);
    let tbs = write::sequence(&[
        write::tlv(Tag::context(0), &write::integer(2)),
        write::tlv(Tag::INTEGER, &[0x7f; 24]),
        algorithm.clone(),
        signer.issuer().der().to_vec(),
        write::sequence(&[
            write::tlv(Tag::UTC_TIME, b"2001010000Z"),
            write::tlv(Tag::UTC_TIME, b"300101000000+0700"),
        ]),
        signer.subject().der().to_vec(),
        private_key(fixture!("p256.p8")).spki().to_vec(),
        write::tlv(Tag::context(3), &write::sequence(&[constraints])),
    ]);
    write::sequence(&[tbs, algorithm, write::bit_string(&[0; 70])])
}

#[test]
fn odd_certificates_of_others_do_not_lose_the_signature() {
    let long_tag = [0x30, 5, 0x9f, 0x81, 0x01, 1, 0];
    let long_length = [0x30, 0x04, 0x02, 0x81, 0x01, 0x05];
    let cut_off = [0x30, 3, 0x30, 0x7f, 0x00];
    let attribute_certificate = write::tlv(Tag::context(2), &write::integer(1));
    for odd in [
        odd_certificate(),
        long_tag.to_vec(),
        long_length.to_vec(),
        cut_off.to_vec(),
        write::sequence::<&[u8]>(&[]),
        attribute_certificate,
    ] {
        let mut forged = Forgery::genuine();
        forged.certificates.insert(0, odd.clone());
        let message = forged.message();
        let check = check(&message);
        assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]), "{odd:02x?}");
        let read = read(&message);
        assert!(read.certificates.contains(&signer()));
        let kept = read.certificates.iter().map(|c| c.der().to_vec()).chain(read.unreadable_certificates);
        assert!(kept.collect::<Vec<_>>().contains(&odd), "{odd:02x?}");
    }
}

#[test]
fn unsigned_attributes_are_kept_and_change_nothing() {
    let token = write::sequence(&[write::oid(oid::SIGNED_DATA)]);
    let mut forged = Forgery::genuine();
    forged.unsigned.push(attribute(oid::SIGNATURE_TIME_STAMP, &token));
    forged.unsigned.push(attribute(oid::ADBE_REVOCATION, &write::null()));
    let message = forged.message();
    assert_eq!(check(&message).faults, []);
    assert_eq!(read(&message).signers[0].signature_timestamps(), [token.as_slice()]);
}

#[test]
fn a_timestamp_in_ber_inside_a_message_in_der_is_found() {
    let token = [0x30, 0x80, 2, 1, 5, 0, 0];
    let mut forged = Forgery::genuine();
    forged.unsigned.push(attribute(oid::SIGNATURE_TIME_STAMP, &token));
    let message = forged.message();
    assert_eq!(check(&message).faults, []);
    assert_eq!(read(&message).signers[0].signature_timestamps(), [[0x30, 3, 2, 1, 5]]);
}

#[test]
fn an_adobe_revocation_attribute_is_ignored() {
    let mut forged = Forgery::genuine();
    forged.attributes.push(attribute(oid::ADBE_REVOCATION, &write::sequence(&[write::integer(1)])));
    assert_eq!(check(&forged.message()).faults, []);
}

#[test]
fn what_is_no_signed_data_is_an_error() {
    let data =
        write::sequence(&[write::oid(oid::DATA), write::tlv(Tag::context(0), &write::octet_string(b"x"))]);
    for bad in [&[][..], b"%PDF-1.7", &[0; 8192], &[0x30, 0], &[0x30, 0x80], &data, signer().der()] {
        let error = crate::cms::read(bad, &Limits::default()).map(|m| m.used).expect_err("no message");
        assert_eq!(error.kind(), ErrorKind::MalformedCms, "{error}");
    }
    let message = fixture!("cades.der");
    for end in 0..message.len() {
        assert!(crate::cms::read(&message[..end], &Limits::default()).is_err(), "{end}");
    }
}

#[test]
fn limits_hold() {
    let limits = Limits { cms_bytes: 1000, certificates: 1, signatures: 1, ..Limits::default() };
    let kind =
        |message: &[u8], limits: &Limits| crate::cms::read(message, limits).map_err(|e| e.kind()).err();
    let reached = Some(ErrorKind::LimitExceeded);
    assert_eq!(kind(fixture!("cades.der"), &limits), reached);
    let limits = Limits { cms_bytes: 10_000, ..limits };
    assert_eq!(kind(fixture!("cades.der"), &limits), None);
    assert_eq!(kind(fixture!("chain.der"), &limits), reached);
    assert_eq!(kind(fixture!("two-signers.der"), &limits), reached);
    let limits = Limits { certificates: 2, ..limits };
    assert_eq!(kind(fixture!("chain.der"), &limits), None);
    assert_eq!(kind(fixture!("two-signers.der"), &limits), reached);
    let deep = [&[0x30, 0x80][..], &[0x30, 0x80].repeat(1_000_000)].concat();
    assert_eq!(kind(&deep, &Limits::default()), reached);
}

#[test]
fn attributes_are_kept_in_the_order_in_which_they_were_sent() {
    let mut forged = Forgery::genuine();
    forged.attributes.sort();
    forged.attributes.reverse();
    forged.order = AttributeOrder::AsSent;
    let message = read(&forged.message());
    let attributes = message.signers[0].signed_attributes.as_ref().expect("signed attributes");
    assert_eq!(attributes.as_sent(), write::constructed(Tag::SET, &forged.attributes));
    let mut reader = Reader::new(&forged.attributes[0]);
    let first = reader.sequence("Attribute").and_then(|mut r| r.oid("type"));
    assert_eq!(attributes.list().next().map(|a| a.oid()), first.ok());
}
