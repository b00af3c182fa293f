//! Encrypted files are signed without being decrypted.

use kyso::{ErrorKind, Indication};

use crate::{document, folder, sign, signer, verify_with_password, with_password};

/// The committed files with their user passwords.
const FILES: &[(&str, &str)] = &[
    ("rc4-40", "reader"),
    ("rc4-128", "reader"),
    ("rc4-128-v4", "reader"),
    // No writer of that time should have set this password, but some write the bytes of UTF-8.
    ("rc4-128-utf-8", "đọc"),
    ("aes-128", "reader"),
    ("aes-128-streams", "reader"),
    ("aes-128-cleartext-metadata", "reader"),
    ("aes-256-r5", "reader"),
    ("aes-256", "đọc"),
    ("aes-256-open", ""),
    ("aes-256-open-streams", ""),
    ("aes-256-linearized", "reader"),
];

#[test]
fn every_encryption_opens_with_the_password_of_the_user_and_of_the_owner() {
    for (name, user) in FILES {
        let plain = document(&format!("{name}.pdf"));
        for (who, password) in [("user", *user), ("owner", "owner")] {
            let mut options = with_password(password);
            options.reason = Some("Phê duyệt (1)".to_owned());
            let signed = sign(&format!("{name}-{who}"), &plain, &options);
            // The reason is not readable without the password.
            let clear = [b"Ph\xea duy".as_slice(), b"(Ph", b"FEFF005000680"];
            for text in clear {
                assert!(memchr::memmem::find(&signed[plain.len()..], text).is_none(), "{name}");
            }
            let report = signer::verify_with(&signed, &verify_with_password(Some(user)));
            assert_eq!(report.signatures[0].indication, Indication::TotalPassed, "{name}");
            let twice = sign(&format!("{name}-{who}-twice"), &signed, &options);
            let report = signer::verify_with(&twice, &verify_with_password(Some("owner")));
            assert_eq!(report.signatures.len(), 2, "{name}");
        }
    }
}

#[test]
fn an_existing_field_of_an_encrypted_file_is_found_by_its_name() {
    for (name, user) in FILES {
        let plain = document(&format!("{name}.pdf"));
        let mut options = with_password(user);
        options.field = Some("Chữ ký".to_owned());
        let signed = sign(&format!("{name}-field"), &plain, &options);
        let report = signer::verify_with(&signed, &verify_with_password(Some(user)));
        assert_eq!(report.signatures[0].id, "Chữ ký", "{name}");
    }
}

#[test]
fn without_the_password_nothing_is_signed_or_verified() {
    for (name, user) in FILES.iter().filter(|(_, user)| !user.is_empty()) {
        let plain = document(&format!("{name}.pdf"));
        assert_eq!(crate::refusal(&plain, &signer::sign_options()), ErrorKind::PasswordRequired, "{name}");
        assert_eq!(crate::refusal(&plain, &with_password("guess")), ErrorKind::WrongPassword, "{name}");
        let verified = |password| {
            signer::try_verify(&plain, &verify_with_password(password))
                .map(|r| r.verdict)
                .map_err(|e| e.kind())
        };
        assert_eq!(verified(None), Err(ErrorKind::PasswordRequired), "{name}");
        assert_eq!(verified(Some("guess")), Err(ErrorKind::WrongPassword), "{name}");
        assert_eq!(verified(Some(user)), Ok(kyso::Verdict::Unsigned), "{name}");
        assert_eq!(verified(Some("owner")), Ok(kyso::Verdict::Unsigned), "{name}");
    }
}

#[test]
fn the_empty_password_is_tried_first() {
    let plain = document("aes-256-open.pdf");
    sign("aes-256-open-none", &plain, &signer::sign_options());
    // A wrong password does no harm where none is needed.
    sign("aes-256-open-other", &plain, &with_password("of another file"));
}

/// ISO 32000-2 7.6.4.3.3 wants SASLprep, which composes letters: a Mac's keyboard gives them apart.
#[test]
fn letters_and_their_marks_may_be_apart() {
    sign("aes-256-apart", &document("aes-256.pdf"), &with_password("đo\u{323}c"));
}

#[test]
fn permissions_bind_whoever_has_no_owner_password() {
    for (name, user) in [("aes-256-no-forms", "reader"), ("rc4-128-no-forms", "reader")] {
        let plain = document(&format!("{name}.pdf"));
        assert_eq!(crate::refusal(&plain, &with_password(user)), ErrorKind::SigningForbidden, "{name}");
        let mut existing = with_password(user);
        existing.field = Some("Chữ ký".to_owned());
        assert_eq!(crate::refusal(&plain, &existing), ErrorKind::SigningForbidden, "{name}");
        sign(&format!("{name}-owner"), &plain, &with_password("owner"));
        existing.password = Some("owner".to_owned());
        sign(&format!("{name}-owner-field"), &plain, &existing);
    }
}

#[test]
fn public_key_encryption_is_reported_as_unsupported() {
    let mut maker = crate::pdf_maker::PdfMaker::new();
    maker.trailer("/Root 1 0 R /Encrypt 9 0 R /ID [<00> <00>]");
    crate::pdf_maker::hello(&mut maker)
        .object(
            9,
            "<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 2 /Length 128 /Recipients [<00>] >>",
        )
        .finish_table();
    assert_eq!(crate::refusal(maker.bytes(), &signer::sign_options()), ErrorKind::UnsupportedEncryption);
    let verified = signer::try_verify(maker.bytes(), &signer::verify_options()).map_err(|error| error.kind());
    assert_eq!(verified.map(|report| report.verdict), Err(ErrorKind::UnsupportedEncryption));
    assert!(folder().is_dir());
}

/// An update changes what the integrity code of ISO/TS 32004 covers; a signed file whose code is wrong would be
/// refused by readers that check it.
#[test]
fn a_file_with_an_integrity_code_is_not_signed_over_it() {
    let plain = document("aes-256-open.pdf");
    let trailer = memchr::memmem::rfind(&plain, b"trailer <<").expect("a trailer") + b"trailer <<".len();
    let end = trailer + memchr::memmem::find(&plain[trailer..], b">>\nstartxref").expect("its end");
    let entries = String::from_utf8_lossy(&plain[trailer..end]).into_owned();
    let startxref = plain.len() - b"1654\n%%EOF\n".len();
    let table = plain.len();
    let mut file = plain.clone();
    file.extend_from_slice(b"xref\n0 0\ntrailer <<");
    file.extend_from_slice(entries.as_bytes());
    let prev = String::from_utf8_lossy(&plain[startxref..startxref + 4]).into_owned();
    let code = "/AuthCode << /MACLocation /Standalone /MAC <00> /ByteRange [0 1 2 3] >>";
    file.extend_from_slice(format!("/Prev {prev} {code} >>\nstartxref\n{table}\n%%EOF\n").as_bytes());
    let error = signer::person().try_sign(&file, &signer::sign_options()).map(|_| ()).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::UnsupportedEncryption, "{error}");
}
