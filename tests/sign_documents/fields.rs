//! Existing fields with their locks and seed values, certification, and what a document forbids.

use kyso::{Certification, DigestAlgorithm, ErrorKind, Indication, SignOptions, SubFilter};

use crate::pdf_maker::PdfMaker;
use crate::{refusal, sign, signer};

/// A document with these form fields, objects 5 and on; all of them hang in the form unless they have a parent.
fn form(fields: &[&str]) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    let numbers = 5u32..;
    let roots: String = numbers
        .clone()
        .zip(fields)
        .filter(|(_, text)| text.contains("/T ") && !text.contains("/Parent"))
        .map(|(number, _)| format!("{number} 0 R "))
        .collect();
    maker
        .object(1, format!("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{roots}] >> >>"))
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>")
        .stream(4, "", b"BT (Hello) Tj ET");
    for (number, text) in numbers.zip(fields) {
        maker.object(number, text);
    }
    maker.finish_table();
    maker.into_bytes()
}

/// A signature field with these entries.
fn field(name: &str, entries: &str) -> String {
    format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T ({name}) /Rect [0 0 0 0] /F 132 {entries} >>")
}

fn in_field(name: &str) -> SignOptions {
    let mut options = signer::sign_options();
    options.field = Some(name.to_owned());
    options
}

fn certifying(level: Certification) -> SignOptions {
    let mut options = signer::sign_options();
    options.certify = Some(level);
    options
}

/// The dictionary of the last signature, as it stands in the file.
fn dictionary(signed: &[u8]) -> String {
    let start = memchr::memmem::rfind(signed, b"/Type/Sig/").expect("a signature");
    let end = memchr::memmem::find(&signed[start..], b"endobj").expect("its end");
    let text = String::from_utf8_lossy(&signed[start..start + end]).into_owned();
    let digits = text.find("/Contents <").expect("contents") + "/Contents <".len();
    let close = digits + text[digits..].find('>').expect("its end");
    format!("{}{}", &text[..digits], &text[close..])
}

#[test]
fn a_new_field_gets_a_name_that_nobody_has() {
    let document = form(&[
        "<< /FT /Tx /T (Signature1) >>",
        "<< /FT /Tx /T <FEFF005300690067006E006100740075007200650032> >>",
    ]);
    let signed = sign("names", &document, &signer::sign_options());
    let name = signer::verify(&signed).signatures[0].id.clone();
    assert!(!["Signature1", "Signature2"].contains(&name.as_str()), "{name}");
}

#[test]
fn an_empty_field_is_signed_by_its_name() {
    for (file, entries) in [("no-value", ""), ("null-value", "/V null"), ("dangling-value", "/V 77 0 R")] {
        let document = form(&[&field("Giam doc", entries)]);
        let signed = sign(&format!("field-{file}"), &document, &in_field("Giam doc"));
        let report = signer::verify(&signed);
        assert_eq!((report.signatures.len(), report.signatures[0].id.as_str()), (1, "Giam doc"), "{file}");
        let update = &signed[document.len()..];
        assert_eq!(memchr::memmem::find_iter(update, b"/V ").count(), 1, "{file}");
    }
}

#[test]
fn nested_and_vietnamese_names_are_found() {
    let utf16: String = "Trưởng phòng".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let document = form(&[
        "<< /T (a) /Kids [6 0 R 8 0 R] >>",
        "<< /T (b) /Parent 5 0 R /Kids [7 0 R] /FT /Sig >>",
        "<< /T (c) /Parent 6 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] >>",
        &format!("<< /T <FEFF{utf16}> /FT /Sig /Parent 5 0 R >>"),
        &field("\\303\\200", ""),
    ]);
    // 0xC3 0x80 in PDFDocEncoding (ISO 32000-2 Annex D.3).
    for (file, name) in [("nested", "a.b.c"), ("vietnamese", "a.Trưởng phòng"), ("latin", "Ã•")] {
        let signed = sign(&format!("name-{file}"), &document, &in_field(name));
        assert_eq!(signer::verify(&signed).signatures[0].id, name);
    }
    for missing in ["a", "a.b", "b.c", "c", "a.b.c.d", "A.B.C", ""] {
        assert_eq!(refusal(&document, &in_field(missing)), ErrorKind::FieldNotFound, "{missing:?}");
    }
}

#[test]
fn a_field_that_is_no_signature_field_or_has_a_signature_is_refused() {
    let document = form(&["<< /FT /Tx /T (Text) >>", &field("Sig", "")]);
    assert_eq!(refusal(&document, &in_field("Text")), ErrorKind::FieldNotFound);
    let signed = sign("field-once", &document, &in_field("Sig"));
    assert_eq!(refusal(&signed, &in_field("Sig")), ErrorKind::FieldAlreadySigned);
    // What stands there need not be a signature at all.
    let document = form(&[&field("Sig", "/V (something)")]);
    assert_eq!(refusal(&document, &in_field("Sig")), ErrorKind::FieldAlreadySigned);
}

#[test]
fn a_lock_becomes_a_reference_of_the_signature_and_binds_the_next_one() {
    let cases: &[(&str, &str, &[&str], &[&str])] = &[
        ("include", "/Action /Include /Fields [(B) (Text\\(1\\))]", &["C", "BB"], &["B"]),
        ("exclude", "/Action /Exclude /Fields [(C)]", &["C"], &["B", "BB"]),
        ("all", "/Action /All", &[], &["B", "C", "BB"]),
        ("unknown", "/Action /Some /Fields [(C)]", &[], &["B", "C", "BB"]),
    ];
    for (name, lock, open, locked) in cases {
        for indirect in [false, true] {
            let direct = format!("<< /Type /SigFieldLock {lock} >>");
            let entry = if indirect { "/Lock 9 0 R" } else { &format!("/Lock {direct}") };
            let document =
                form(&[&field("A", entry), &field("B", ""), &field("C", ""), &field("BB", ""), &direct]);
            let signed = sign(&format!("lock-{name}-{indirect}"), &document, &in_field("A"));
            let text = dictionary(&signed);
            assert!(text.contains("/TransformMethod/FieldMDP"), "{text}");
            let action = lock.split(' ').nth(1).expect("an action");
            assert!(text.contains(&format!("/Action {action}")), "{text}");
            for field in *open {
                let twice = sign(&format!("lock-{name}-{indirect}-{field}"), &signed, &in_field(field));
                assert_eq!(signer::verify(&twice).signatures.len(), 2);
            }
            for field in *locked {
                assert_eq!(refusal(&signed, &in_field(field)), ErrorKind::SigningForbidden, "{name} {field}");
            }
        }
    }
}

#[test]
fn a_lock_that_forbids_all_changes_is_obeyed() {
    let document = form(&[&field("A", "/Lock << /Type /SigFieldLock /Action /All /P 1 >>"), &field("B", "")]);
    let signed = sign("lock-p1", &document, &in_field("A"));
    assert_eq!(refusal(&signed, &in_field("B")), ErrorKind::SigningForbidden);
    assert_eq!(refusal(&signed, &signer::sign_options()), ErrorKind::SigningForbidden);
}

#[test]
fn a_first_signature_certifies_and_the_next_ones_obey() {
    for (number, level) in
        [(1, Certification::NoChanges), (2, Certification::FormFilling), (3, Certification::Annotations)]
    {
        let document = form(&[&field("A", ""), &field("B", "")]);
        let signed = sign(&format!("certified-{number}"), &document, &certifying(level));
        let text = dictionary(&signed);
        assert!(text.contains("/TransformMethod/DocMDP") && text.contains(&format!("/P {number}")), "{text}");
        let catalog = &signed[document.len()..];
        assert!(memchr::memmem::find(catalog, b"/Perms <</DocMDP ").is_some());
        assert_eq!(
            refusal(&signed, &certifying(level)),
            ErrorKind::SigningForbidden,
            "a second certification"
        );
        if level == Certification::NoChanges {
            assert_eq!(refusal(&signed, &signer::sign_options()), ErrorKind::SigningForbidden);
            assert_eq!(refusal(&signed, &in_field("A")), ErrorKind::SigningForbidden);
            continue;
        }
        let second = sign(&format!("certified-{number}-field"), &signed, &in_field("A"));
        let third = sign(&format!("certified-{number}-field-third"), &second, &in_field("B"));
        let report = signer::verify(&third);
        assert_eq!(report.signatures.len(), 3);
        assert_eq!(report.signatures[2].indication, Indication::TotalPassed);
        sign(&format!("certified-{number}-new"), &signed, &signer::sign_options());
    }
}

#[test]
fn certification_comes_first_or_not_at_all() {
    let document = form(&[&field("A", "")]);
    let signed = sign("approved", &document, &in_field("A"));
    assert_eq!(refusal(&signed, &certifying(Certification::FormFilling)), ErrorKind::SigningForbidden);
}

#[test]
fn other_permissions_of_the_catalog_stay() {
    for (name, entry) in [("direct", "<< /UR3 8 0 R /X [1.50] >>"), ("indirect", "9 0 R")] {
        let mut maker = PdfMaker::new();
        crate::pdf_maker::hello(&mut maker)
            .object(1, format!("<< /Type /Catalog /Pages 2 0 R /Perms {entry} >>"))
            .object(8, "<< /Type /Sig >>")
            .object(9, "<< /UR3 8 0 R /X [1.50] >>")
            .finish_table();
        let signed = sign(&format!("perms-{name}"), maker.bytes(), &certifying(Certification::FormFilling));
        let reader = lopdf::Document::load_mem(&signed).expect("readable");
        let perms = reader.catalog().and_then(|catalog| catalog.get(b"Perms")).expect("permissions");
        let perms = reader.dereference(perms).expect("permissions").1.as_dict().expect("permissions");
        assert_eq!(perms.get(b"UR3").and_then(lopdf::Object::as_reference).ok(), Some((8, 0)), "{name}");
        assert!(perms.has(b"DocMDP") && perms.has(b"X"), "{name}");
    }
}

#[test]
fn seed_values_choose_what_the_signer_leaves_open() {
    let cases = [
        ("/DigestMethod [/SHA384]", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha384),
        ("/DigestMethod [(SHA1) (SHA512)]", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha512),
        ("/DigestMethod [/SHA1]", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/DigestMethod [/SHA512 /SHA256] /Ff 64", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/SubFilter [/adbe.pkcs7.detached]", SubFilter::AdbePkcs7Detached, DigestAlgorithm::Sha256),
        ("/SubFilter [/x /adbe.pkcs7.detached] /Ff 2", SubFilter::AdbePkcs7Detached, DigestAlgorithm::Sha256),
        ("/SubFilter [/adbe.x509.rsa_sha1]", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/Filter /Other", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/Filter /Adobe.PPKLite /Ff 1", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/Reasons [(A)]", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/Reasons [(.)] /Ff 8", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/MDP << /P 0 >>", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/AddRevInfo true", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        ("/AddRevInfo false /Ff 32", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
        (
            "/TimeStamp << /URL (http://tsa.example) /Ff 0 >>",
            SubFilter::EtsiCadesDetached,
            DigestAlgorithm::Sha256,
        ),
        ("/Cert << /Ff 0 /Subject [(x)] >>", SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256),
    ];
    for (number, (seed, sub_filter, digest)) in cases.into_iter().enumerate() {
        let direct = format!("<< /Type /SV {seed} >>");
        let document = form(&[&field("A", "/SV 6 0 R"), &direct]);
        let signed = sign(&format!("seed-{number}"), &document, &in_field("A"));
        let text = dictionary(&signed);
        assert!(text.contains(&format!("/SubFilter/{}/", sub_filter.name())), "{seed}: {text}");
        let limits = kyso::Limits::default();
        let prepared =
            kyso::prepare(&document, &signer::person().chain, &in_field("A"), &limits).expect("prepared");
        assert_eq!(prepared.digest_to_be_signed().algorithm(), digest, "{seed}");
    }
}

#[test]
fn seed_values_that_cannot_be_met_are_refused() {
    let mut sha256 = in_field("A");
    sha256.digest = Some(DigestAlgorithm::Sha256);
    let mut cades = in_field("A");
    cades.sub_filter = Some(SubFilter::EtsiCadesDetached);
    let mut reason = in_field("A");
    reason.reason = Some("Khác".to_owned());
    let mut certify = in_field("A");
    certify.certify = Some(Certification::NoChanges);
    let cases = [
        ("/DigestMethod [/SHA384] /Ff 64", &sha256),
        ("/DigestMethod [/SHA1] /Ff 64", &in_field("A")),
        ("/SubFilter [/adbe.pkcs7.detached] /Ff 2", &cades),
        ("/SubFilter [/adbe.x509.rsa_sha1] /Ff 2", &in_field("A")),
        ("/Filter /Other /Ff 1", &in_field("A")),
        ("/Reasons [(A) (B)] /Ff 8", &in_field("A")),
        ("/Reasons [(A) (B)] /Ff 8", &reason),
        ("/Reasons [(.)] /Ff 8", &reason),
        ("/MDP << /P 2 >>", &in_field("A")),
        ("/MDP << /P 2 >>", &certify),
        ("/MDP << /P 0 >>", &certify),
        ("/AddRevInfo true /Ff 32", &in_field("A")),
        ("/LegalAttestation [(x)] /Ff 16", &in_field("A")),
        ("/TimeStamp << /URL (http://tsa.example) /Ff 1 >>", &in_field("A")),
        ("/Cert << /Ff 1 /Subject [(x)] >>", &in_field("A")),
    ];
    for (seed, options) in cases {
        let document = form(&[&field("A", &format!("/SV << /Type /SV {seed} >>"))]);
        assert_eq!(refusal(&document, options), ErrorKind::SeedValueConflict, "{seed}");
    }
}

#[test]
fn seed_values_that_are_met_are_no_obstacle() {
    let mut sha384 = in_field("A");
    sha384.digest = Some(DigestAlgorithm::Sha384);
    let mut reason = in_field("A");
    reason.reason = Some("Phê duyệt".to_owned());
    let mut certify = in_field("A");
    certify.certify = Some(Certification::FormFilling);
    let approve: String = "Phê duyệt".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let cases = [
        ("/DigestMethod [/SHA384] /Ff 64".to_owned(), &sha384),
        ("/DigestMethod [/SHA256]".to_owned(), &sha384),
        (format!("/Reasons [(A) <FEFF{approve}>] /Ff 8"), &reason),
        ("/MDP << /P 2 >>".to_owned(), &certify),
    ];
    for (number, (seed, options)) in cases.into_iter().enumerate() {
        let document = form(&[&field("A", &format!("/SV << /Type /SV {seed} >>"))]);
        sign(&format!("seed-met-{number}"), &document, options);
    }
}

#[test]
fn texts_are_written_so_that_others_read_them() {
    let mut options = signer::sign_options();
    options.reason = Some("Phê duyệt (lần 1) \\ \u{1f44d}".to_owned());
    options.location = Some("Ha Noi (VN) \\".to_owned());
    options.contact = Some("a\nb".to_owned());
    let signed = sign("texts", &crate::pdf_maker::classic(), &options);
    let text = dictionary(&signed);
    assert!(text.contains("/Location(Ha Noi \\(VN\\) \\\\)"), "{text}");
    assert!(text.contains("/ContactInfo<610A62>"), "{text}");
    assert!(text.contains("/M(D:20261120080000"), "{text}");
    let reader = lopdf::Document::load_mem(&signed).expect("readable");
    let signature = reader
        .objects
        .values()
        .find_map(|object| object.as_dict().ok().filter(|dictionary| dictionary.has(b"ByteRange")));
    let reason =
        signature.and_then(|s| s.get(b"Reason").ok()).and_then(|r| r.as_str().ok()).expect("a reason");
    let units: Vec<u16> = reason[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    assert_eq!(String::from_utf16(&units).ok(), options.reason);
}
