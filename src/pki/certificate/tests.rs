mod damaged;

use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{Certificate, KeyUsage};
use crate::asn1::{Oid, Tag, oid, write};
use crate::crypto::KeyKind;
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::{certificates_from, corpus};

/// A certificate whose parts can be replaced one by one; its signature is none.
struct Parts {
    version: Vec<u8>,
    serial: Vec<u8>,
    not_before: Vec<u8>,
    not_after: Vec<u8>,
    subject: Vec<u8>,
    extensions: Vec<Vec<u8>>,
}

impl Parts {
    fn new() -> Self {
        Self {
            version: write::tlv(Tag::context(0), &write::integer(2)),
            serial: write::integer(5),
            not_before: write::tlv(Tag::UTC_TIME, b"180822073639Z"),
            not_after: write::tlv(Tag::UTC_TIME, b"480814073639Z"),
            subject: write::sequence(&[b""]),
            extensions: Vec::new(),
        }
    }

    fn der(&self) -> Vec<u8> {
        let algorithm = write::algorithm(oid::SHA256_WITH_RSA, &write::null());
        let key = write::sequence(&[write::algorithm(oid::ED25519, &[]), write::bit_string(&[9; 32])]);
        let mut fields = vec![
            self.version.clone(),
            self.serial.clone(),
            algorithm.clone(),
            write::sequence(&[b""]),
            write::sequence(&[&self.not_before, &self.not_after]),
            self.subject.clone(),
            key,
        ];
        if !self.extensions.is_empty() {
            fields.push(write::tlv(Tag::context(3), &write::sequence(&self.extensions)));
        }
        write::sequence(&[write::sequence(&fields), algorithm, write::bit_string(&[1, 2, 3])])
    }

    fn certificate(&self) -> Certificate {
        Certificate::from_der(&self.der()).expect("a certificate")
    }

    fn with(extension: Oid<'_>, critical: &[u8], value: &[u8]) -> Certificate {
        let extension = write::sequence(&[&write::oid(extension), critical, &write::octet_string(value)]);
        Self { extensions: vec![extension], ..Self::new() }.certificate()
    }
}

#[test]
fn serial_numbers_that_are_long_zero_or_negative_are_read() {
    for (content, shown) in [
        (&[0x7f; 24][..], "7F".repeat(24)),
        (&[0], "00".to_owned()),
        (&[0x80], "80".to_owned()),
        (&[0xff, 0x30], "FF30".to_owned()),
        (&[0, 0xff, 0x30], "FF30".to_owned()),
    ] {
        let parts = Parts { serial: write::tlv(Tag::INTEGER, content), ..Parts::new() };
        let certificate = parts.certificate();
        assert_eq!((certificate.serial(), certificate.serial_hex()), (content, shown));
    }
}

#[test]
fn times_without_seconds_or_with_an_offset_are_read() {
    for (text, expected) in [
        (&b"1808220736Z"[..], "2018-08-22T07:36:00Z"),
        (b"180822143639+0700", "2018-08-22T07:36:39Z"),
        (b"1808221436+0700", "2018-08-22T07:36:00Z"),
        (b"180822000639-0730", "2018-08-22T07:36:39Z"),
    ] {
        let parts = Parts { not_before: write::tlv(Tag::UTC_TIME, text), ..Parts::new() };
        assert_eq!(parts.certificate().not_before().to_string(), expected);
    }
    let far = Parts { not_after: write::tlv(Tag::GENERALIZED_TIME, b"99991231235959Z"), ..Parts::new() };
    assert_eq!(far.certificate().not_after().to_string(), "9999-12-31T23:59:59Z");
}

#[test]
fn a_boolean_of_one_is_true() {
    let constraints = write::sequence(&[write::tlv(Tag::BOOLEAN, &[1]), write::integer(0)]);
    let certificate = Parts::with(oid::BASIC_CONSTRAINTS, &[1, 1, 1], &constraints);
    let constraints = certificate.basic_constraints().expect("basicConstraints");
    assert_eq!((constraints.ca, constraints.path_length), (true, Some(0)));
    assert!(certificate.extension(oid::BASIC_CONSTRAINTS).expect("an extension").critical);
}

#[test]
fn extensions_that_cannot_be_read_do_not_lose_the_certificate() {
    for (extension, value, malformed) in [
        (oid::ISSUER_ALT_NAME, &[0x30u8, 0][..], &[][..]),
        (oid::NETSCAPE_COMMENT, b"no ASN.1 at all", &[]),
        (oid::CRL_DISTRIBUTION_POINTS, &[5, 0], &[]),
        (oid::SUBJECT_ALT_NAME, &[0x30, 9, 0], &["subjectAltName"]),
        (oid::SUBJECT_ALT_NAME, b"example.com", &["subjectAltName"]),
        // "email:copy" of a subject without an address.
        (oid::SUBJECT_ALT_NAME, &[0x30, 0], &[]),
        (oid::NAME_CONSTRAINTS, &[0x30, 0], &["nameConstraints"]),
        (oid::NAME_CONSTRAINTS, &[0x30, 2, 0xa0, 0], &["nameConstraints"]),
        (oid::CERTIFICATE_POLICIES, &[0x30, 0], &["certificatePolicies"]),
        (oid::POLICY_MAPPINGS, &[0x30, 2, 0x30, 0], &["policyMappings"]),
        (oid::POLICY_CONSTRAINTS, &[0x30, 0], &["policyConstraints"]),
        (oid::POLICY_CONSTRAINTS, &[0x30, 3, 0x80, 1, 0xff], &["policyConstraints"]),
        (oid::INHIBIT_ANY_POLICY, &[2, 1, 0x80], &["inhibitAnyPolicy"]),
        (oid::KEY_USAGE, &[3, 1, 8], &["keyUsage"]),
        (oid::KEY_USAGE, &[3, 2, 1, 6, 0], &["keyUsage"]),
        (oid::BASIC_CONSTRAINTS, &[0x30, 3, 1, 1, 0xff, 0], &["basicConstraints"]),
        (oid::BASIC_CONSTRAINTS, &[0x30, 6, 1, 1, 0xff, 2, 1, 0xff], &["basicConstraints"]),
        (oid::EXTENDED_KEY_USAGE, &[0x30, 0], &["extendedKeyUsage"]),
    ] {
        assert_eq!(Parts::with(extension, &[], value).malformed_extensions(), malformed, "{extension}");
    }
}

#[test]
fn key_usage_bits_are_counted_from_the_left_and_unused_ones_do_not_matter() {
    let usage = |octets: &[u8]| {
        Parts::with(oid::KEY_USAGE, &[], &write::tlv(Tag::BIT_STRING, octets)).key_usage().expect("keyUsage")
    };
    let ca = KeyUsage::KEY_CERT_SIGN.and(KeyUsage::CRL_SIGN);
    assert_eq!(usage(&[1, 6]), ca);
    assert_eq!(usage(&[0, 6]), ca);
    assert!(usage(&[6, 0xc0]).allows(KeyUsage::DIGITAL_SIGNATURE.and(KeyUsage::NON_REPUDIATION)));
    assert!(!usage(&[6, 0x40]).allows(KeyUsage::DIGITAL_SIGNATURE));
    assert_eq!(usage(&[7, 0, 0x80]).0, 1 << 8);
    assert_eq!(usage(&[0]).0, 0);
}

#[test]
fn a_path_length_beyond_32_bits_constrains_nothing() {
    let constraints = write::sequence(&[write::boolean(true), write::unsigned(&[1, 0, 0, 0, 0])]);
    let certificate = Parts::with(oid::BASIC_CONSTRAINTS, &[], &constraints);
    assert_eq!(certificate.basic_constraints().and_then(|c| c.path_length), Some(u32::MAX));
    assert!(certificate.malformed_extensions().is_empty());
}

#[test]
fn what_is_no_certificate_is_refused_with_the_part_and_the_place() {
    let good = Parts::new().der();
    let refused = |der: &[u8]| {
        let error = Certificate::from_der(der).expect_err("no certificate");
        assert_eq!(error.kind(), ErrorKind::MalformedCertificate);
        (error.detail().to_owned(), error.offset())
    };
    assert_eq!(refused(&[]), ("certificate".to_owned(), Some(0)));
    assert_eq!(refused(&[&good[..], &[0]].concat()).0, "bytes behind the certificate");
    let bad_time = Parts { not_before: write::tlv(Tag::UTC_TIME, b"yesterday"), ..Parts::new() }.der();
    let at = bad_time.windows(9).position(|window| window == b"yesterday").map(|at| at - 2);
    assert_eq!(refused(&bad_time), ("start of validity".to_owned(), at));
    let bad_name = Parts { subject: write::integer(1), ..Parts::new() }.der();
    assert_eq!(refused(&bad_name).0, "name");
    for end in 0..good.len() {
        assert!(Certificate::from_der(good.get(..end).expect("a prefix")).is_err(), "cut off at {end}");
    }
}

#[test]
fn the_century_of_a_time_turns_at_2050() {
    for (tag, text, expected) in [
        (Tag::UTC_TIME, &b"491231235959Z"[..], "2049-12-31T23:59:59Z"),
        (Tag::UTC_TIME, b"500101000000Z", "1950-01-01T00:00:00Z"),
        (Tag::GENERALIZED_TIME, b"20491231235959Z", "2049-12-31T23:59:59Z"),
        (Tag::GENERALIZED_TIME, b"20500101000000Z", "2050-01-01T00:00:00Z"),
        (Tag::GENERALIZED_TIME, b"205001010000Z", "2050-01-01T00:00:00Z"),
        (Tag::GENERALIZED_TIME, b"00010101000000Z", "0001-01-01T00:00:00Z"),
    ] {
        let parts = Parts { not_after: write::tlv(tag, text), ..Parts::new() };
        assert_eq!(parts.certificate().not_after().to_string(), expected);
    }
    for text in [&b"20480229250000Z"[..], b"20490229000000Z", b"20481301000000Z", b"2048123123595", b"Z", b""]
    {
        for tag in [Tag::UTC_TIME, Tag::GENERALIZED_TIME, Tag::UTF8_STRING] {
            let parts = Parts { not_after: write::tlv(tag, text), ..Parts::new() };
            let error = Certificate::from_der(&parts.der()).expect_err("no time");
            assert_eq!((error.detail(), error.offset().is_some()), ("end of validity", true));
        }
    }
}

#[test]
fn names_of_every_string_type_and_of_none_are_read() {
    let wide: Vec<u8> = "Số".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let universal: Vec<u8> = "Số".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    for (tag, value, shown) in [
        (Tag::UTF8_STRING, "Số".as_bytes(), "CN=Số"),
        (Tag::BMP_STRING, &wide, "CN=Số"),
        (Tag::UNIVERSAL_STRING, &universal, "CN=Số"),
        (Tag::PRINTABLE_STRING, b"So", "CN=So"),
        (Tag::IA5_STRING, b"So", "CN=So"),
        (Tag::VISIBLE_STRING, b"So", "CN=So"),
        (Tag::NUMERIC_STRING, b"12", "CN=12"),
        (Tag::T61_STRING, b"\xe9", "CN=\u{e9}"),
        // Broken: an odd octet, half of a pair, no such character, no UTF-8, nothing at all.
        (Tag::BMP_STRING, &[0, 0x53, 0], "CN=S"),
        (Tag::BMP_STRING, &[0xd8, 0], "CN=\u{fffd}"),
        (Tag::UNIVERSAL_STRING, &[0xff; 4], "CN=\u{fffd}"),
        (Tag::UTF8_STRING, b"\xff", "CN=\u{fffd}"),
        (Tag::UTF8_STRING, b"", "CN="),
        (Tag::INTEGER, &[5], "CN=#020105"),
        (Tag::SEQUENCE, &[0x0c], "CN=#30010c"),
    ] {
        let pair = write::sequence(&[write::oid(oid::COMMON_NAME), write::tlv(tag, value)]);
        let subject = write::sequence(&[write::constructed(Tag::SET, &[pair])]);
        let certificate = Parts { subject, ..Parts::new() }.certificate();
        assert_eq!(certificate.subject().to_string(), shown);
        assert!(certificate.subject().matches(&certificate.subject().clone()));
    }
    let nameless = Parts::new().certificate();
    assert!(nameless.subject().is_empty() && nameless.is_self_issued());
    let empty_set = write::sequence(&[write::tlv(Tag::SET, &[])]);
    assert!(Parts { subject: empty_set, ..Parts::new() }.certificate().subject().is_empty());
}

#[test]
fn versions_are_read_and_odd_ones_are_none() {
    for (value, expected) in [(&[2u8, 1, 0][..], Some(1)), (&[2, 1, 1], Some(2)), (&[2, 1, 2], Some(3))]
        .into_iter()
        .chain([(&[2u8, 1, 3][..], None), (&[2, 1, 0xff], None), (&[2, 2, 0, 2], None), (&[], None)])
    {
        let parts = Parts { version: write::tlv(Tag::context(0), value), ..Parts::new() };
        assert_eq!(parts.certificate().version(), expected, "{value:?}");
    }
    assert_eq!(Parts { version: Vec::new(), ..Parts::new() }.certificate().version(), Some(1));
}

#[test]
fn lengths_beyond_the_input_are_refused_where_they_stand() {
    let good = Parts::new().der();
    for at in 0..good.len() {
        for length in
            [&[0x84, 0xff, 0xff, 0xff, 0xff][..], &[0x88; 9], &[0xff; 128], &[0x80], &[0x84, 0, 0, 0, 1]]
        {
            let mut der = good.clone();
            der.splice(at..=at, length.iter().copied());
            if let Err(error) = Certificate::from_der(&der) {
                assert!(error.offset().is_some_and(|offset| offset <= der.len()), "{at}: {error}");
            }
        }
    }
}

/// Every certificate of the corpus is read, and a second reader agrees about what it says.
#[test]
fn every_certificate_of_the_corpus_is_read_as_another_reader_reads_it() {
    let mut count = 0;
    for folder in ["gca", "pkits/certs"] {
        let Some(folder) = corpus::folder(folder) else { return };
        for (file, bytes) in corpus::files(&folder) {
            let certificates = certificates_from(&bytes, &Limits::default())
                .unwrap_or_else(|error| panic!("{file}: {error}"));
            for ours in certificates {
                count += 1;
                let (_, theirs) = X509Certificate::from_der(ours.der()).expect("the other reader");
                assert_eq!(ours.tbs(), theirs.tbs_certificate.as_ref(), "{file}");
                assert_eq!(ours.serial(), theirs.raw_serial(), "{file}");
                assert_eq!(ours.signature(), &*theirs.signature_value.data, "{file}");
                assert_eq!(ours.spki(), theirs.public_key().raw, "{file}");
                assert_eq!(ours.subject().der(), theirs.subject().as_raw(), "{file}");
                assert_eq!(ours.issuer().der(), theirs.issuer().as_raw(), "{file}");
                assert_eq!(ours.not_before().to_unix(), theirs.validity().not_before.timestamp(), "{file}");
                assert_eq!(ours.not_after().to_unix(), theirs.validity().not_after.timestamp(), "{file}");
                let flags = theirs.key_usage().expect("one keyUsage").map(|usage| usage.value.flags);
                assert_eq!(ours.key_usage().map(|usage| usage.0), flags, "{file}");
                let constraints = theirs.basic_constraints().expect("one basicConstraints");
                let constraints = constraints.map(|c| (c.value.ca, c.value.path_len_constraint));
                assert_eq!(ours.basic_constraints().map(|c| (c.ca, c.path_length)), constraints, "{file}");
                let extensions: Vec<_> = ours.extensions().map(|e| (e.oid.to_string(), e.critical)).collect();
                let wanted = theirs.extensions().iter().map(|e| (e.oid.to_id_string(), e.critical));
                assert_eq!(extensions, wanted.collect::<Vec<_>>(), "{file}");
                assert!(ours.malformed_extensions().is_empty(), "{file}");
            }
        }
    }
    assert_eq!(count, 16 + 405);
}

/// The table of what is known about these certificates: fingerprint, serial number, key, validity.
#[test]
fn real_certificates_have_the_fingerprints_and_dates_that_are_published() {
    let Some(folder) = corpus::folder("gca") else { return };
    for (file, fingerprint, serial, bits, from, until) in REAL {
        let bytes = corpus::read(&folder.join(file));
        let found = certificates_from(&bytes, &Limits::default()).expect("a certificate");
        let [certificate] = found.as_slice() else { panic!("{file}: one certificate") };
        let dates = [certificate.not_before(), certificate.not_after()]
            .map(|time| time.to_string().get(..10).expect("a date").to_owned());
        let known = certificate.fingerprint_sha256().to_uppercase();
        assert!(known.starts_with(fingerprint) || fingerprint.is_empty(), "{file}: {known}");
        assert!(serial.is_empty() || certificate.serial_hex() == *serial, "{file}");
        assert_eq!(certificate.key_kind(), Some(KeyKind::Rsa { bits: *bits }), "{file}");
        assert_eq!(dates, [*from, *until], "{file}");
    }
}

#[test]
fn the_agency_certificate_says_who_and_where() {
    let Some(folder) = corpus::folder("gca") else { return };
    let bytes = corpus::read(&folder.join("leaf-agency-g2.pem"));
    let found = certificates_from(&bytes, &Limits::default()).expect("a certificate");
    let leaf = found.first().expect("a certificate");
    assert_eq!(leaf.subject().to_string(), "CN=CỤC THUẾ, O=BỘ TÀI CHÍNH, L=Hà Nội, C=VN");
    assert_eq!(leaf.subject().common_name(), Some("CỤC THUẾ"));
    assert_eq!(leaf.subject().organization(), Some("BỘ TÀI CHÍNH"));
    assert_eq!(leaf.email(), Some("cthsm@gdt.gov.vn"));
    assert_eq!(leaf.crl_urls(), ["http://ca.gov.vn/pki/pub/crl/cpcag2.crl"]);
    assert_eq!(leaf.ocsp_urls(), ["http://ocsp.ca.gov.vn"]);
    assert_eq!(leaf.ca_issuer_urls(), ["http://ca.gov.vn/pki/pub/crt/cpcag2.crt"]);
    let purposes: Vec<_> = leaf.extended_key_usage().iter().map(|purpose| Oid(purpose)).collect();
    assert_eq!(purposes, [oid::KP_CLIENT_AUTH, oid::KP_EMAIL_PROTECTION, oid::KP_SMART_CARD_LOGON]);
}

type Known = (&'static str, &'static str, &'static str, usize, &'static str, &'static str);

const REAL: &[Known] = &[
    (
        "gca-root-g1.crt",
        "F7BC89054CEC7F12730D7B8CD3EB7955B163835087E5EB873EDFB584763B3F90",
        "FF303AE4E90AC1ED",
        2048,
        "2010-03-10",
        "2030-03-05",
    ),
    (
        "gca-cp-g1.crt",
        "75E969C07BA35C29C72BBC1BFB880F20F3891A619B00B77EB02CA6160736A1FE",
        "04",
        2048,
        "2010-03-25",
        "2030-03-04",
    ),
    (
        "gca-btc-g1.cer",
        "A262CFA489DBBE666F8B89FAB832547809874D5A06FA9F7A38FC227EBDF40514",
        "03",
        2048,
        "2010-03-10",
        "2030-03-04",
    ),
    (
        "gca-bca-g1.cer",
        "ECBF8428266C549EB1BFDC2715270D5B9DFF3BBBE2D3F0C33E0FD91F70B2D943",
        "05",
        2048,
        "2010-04-15",
        "2030-03-04",
    ),
    (
        "gca-dcs-g1.cer",
        "6E218B3EBC2F31B0D03205C64FD7E8920FB47187D37AFCDB4CB2BB4178BF4635",
        "06",
        2048,
        "2010-11-08",
        "2030-02-26",
    ),
    (
        "gca-bng-g1.cer",
        "3C4281296F92D292CC952295FE41AD7D0B37438FF1D143B56C4642CC1B14BD93",
        "0B",
        4096,
        "2016-04-07",
        "2029-12-15",
    ),
    (
        "gca-root-g2.crt",
        "F04BA4B459A7C9A1B971AD9B1CB833E695A80C79AEA63B174B66A70EDFE2FDB8",
        "3B65B0A03006F9AB",
        4096,
        "2018-08-22",
        "2048-08-14",
    ),
    (
        "gca-cp-g2.crt",
        "D8CAB7A4AEF92E6BB2509D7C61CEE7B44F3731B2D21074963530277B366FAE4B",
        "7AF2DF52182653D3",
        4096,
        "2018-08-22",
        "2048-08-14",
    ),
    (
        "gca-dcs-g2.crt",
        "E4B402E3CB4CACC0A20D21FA49BCE76BEB4EB47BA7FFB7A8F71C554DBE561A81",
        "53E3B1BF542322CC",
        4096,
        "2018-08-22",
        "2048-08-14",
    ),
    (
        "mic-national-root.cer",
        "CA918D63",
        "1BE4738A1F3EC08F479FA6CF35C59822",
        2048,
        "2008-05-16",
        "2040-05-16",
    ),
    (
        "vietnam-national-root-ca.pem",
        "BAC8BF609AB420A8EE1780D74F4DE5C7F7184959D2A7375B0A75E4C29F0908E7",
        "9592BB8CEEAD5A24A6B8F71D7D323B5A",
        4096,
        "2014-04-15",
        "2039-04-15",
    ),
    ("public-vnptca.cer", "", "", 4096, "2009-12-16", "2019-12-16"),
    ("public-bkavca.cer", "", "", 2048, "2015-05-15", "2020-05-15"),
    ("public-fptca.cer", "", "", 2048, "2015-10-21", "2020-10-21"),
    ("public-viettelca.cer", "", "", 2048, "2015-10-02", "2020-10-02"),
];
