//! Two steps, keys and algorithms, and signers that must not sign.

use base64ct::Encoding;
use kyso::{
    DigestAlgorithm, ErrorKind, KeyKind, Limits, PreparedSignature, PrivateKey, SignOptions,
    SignatureAlgorithm, SubFilter,
};

use crate::pdf_maker::{classic, modern};
use crate::{check, sign, signer};

fn prepare(document: &[u8], options: &SignOptions) -> PreparedSignature {
    kyso::prepare(document, &signer::person().chain, options, &Limits::default()).expect("prepared")
}

fn value(prepared: &PreparedSignature) -> Vec<u8> {
    signer::person().key.sign(prepared.algorithm(), prepared.to_be_signed()).expect("a value")
}

#[test]
fn two_steps_give_the_same_bytes_as_one() {
    for document in [classic(), modern()] {
        let prepared = prepare(&document, &signer::sign_options());
        let update = prepared.complete(&document, &value(&prepared)).expect("completed");
        assert_eq!(update.append_to(&document), signer::person().sign(&document, &signer::sign_options()));
        assert_eq!(&update.append_to(&document)[document.len()..], update.as_bytes());
    }
}

#[test]
fn the_state_travels_as_json() {
    let document = classic();
    for sub_filter in [SubFilter::EtsiCadesDetached, SubFilter::AdbePkcs7Detached] {
        let mut options = signer::sign_options();
        options.sub_filter = Some(sub_filter);
        options.reserve = 100;
        let prepared = prepare(&document, &options);
        let json = prepared.to_json();
        let restored = PreparedSignature::from_json(&json).expect("a state");
        assert_eq!(restored, prepared);
        assert_eq!(restored.to_json(), json);
        let update = restored.complete(&document, &value(&prepared)).expect("completed");
        check(&format!("state-{}", sub_filter.name()), &document, &update.append_to(&document), &options);
    }
}

#[test]
fn the_state_of_another_document_is_refused() {
    let prepared = prepare(&classic(), &signer::sign_options());
    let value = value(&prepared);
    let mut same_length = classic();
    let at = memchr::memmem::find(&same_length, b"Hello").expect("the text");
    same_length[at] = b'J';
    for other in [same_length, modern(), Vec::new(), classic()[..100].to_vec()] {
        let refused = prepared.complete(&other, &value).map_err(|error| error.kind());
        assert_eq!(refused, Err(ErrorKind::StateMismatch));
    }
}

#[test]
fn a_state_that_was_tampered_with_signs_nothing_else() {
    let document = classic();
    let prepared = prepare(&document, &signer::sign_options());
    let value = value(&prepared);
    let original: serde_json::Value = serde_json::from_str(&prepared.to_json()).expect("JSON");
    let change = |key: &str, new: serde_json::Value| {
        let mut state = original.clone();
        state[key] = new;
        PreparedSignature::from_json(&state.to_string())
            .and_then(|prepared| prepared.complete(&document, &value))
            .map(|update| update.as_bytes().to_vec())
            .map_err(|error| error.kind())
    };
    let encode = |octets: &[u8]| serde_json::Value::from(base64ct::Base64::encode_string(octets));
    let decode =
        |key: &str| base64ct::Base64::decode_vec(original[key].as_str().expect("text")).expect("base64");
    // Another update under the same digest: a reason that nobody gave.
    let mut update = decode("update");
    let at = memchr::memmem::find(&update, b"/M(D:2026").expect("the time") + "/M(D:".len();
    update[at + 3] = b'5';
    assert_eq!(change("update", encode(&update)), Err(ErrorKind::StateMismatch));
    // Another digest: the value was made over the right one.
    let mut digest = decode("digest");
    digest[0] ^= 1;
    assert_eq!(change("digest", encode(&digest)), Err(ErrorKind::StateMismatch));
    assert_eq!(change("document_length", 1.into()), Err(ErrorKind::StateMismatch));
    assert_eq!(change("digest", encode(&digest[1..])), Err(ErrorKind::MalformedState));
    assert_eq!(change("schema", "kyso.signing-state/2".into()), Err(ErrorKind::MalformedState));
    assert_eq!(change("digest_algorithm", "SHA-1".into()), Err(ErrorKind::MalformedState));
    assert_eq!(change("certificates", serde_json::json!([])), Err(ErrorKind::MalformedState));
    assert_eq!(change("certificates", serde_json::json!(["AAAA"])), Err(ErrorKind::MalformedState));
    assert_eq!(change("algorithm", encode(b"\x30\x00")), Err(ErrorKind::MalformedState));
    assert_eq!(change("update", "*".into()), Err(ErrorKind::MalformedState));
    for gap in [[0, 0], [0, 10], [10, 0], [0, usize::MAX], [usize::MAX, usize::MAX]] {
        assert_eq!(change("gap", serde_json::json!(gap)), Err(ErrorKind::MalformedState), "{gap:?}");
    }
    assert_eq!(change("more", 1.into()), Err(ErrorKind::MalformedState));
    // Another signer: the value is not theirs.
    let other = base64ct::Base64::encode_string(signer::certificates("agency")[0].der());
    assert_eq!(change("certificates", serde_json::json!([other])), Err(ErrorKind::SignatureValueInvalid));
    for json in ["", "{}", "[]", "null", "{\"schema\":", "\u{0}"] {
        let refused = PreparedSignature::from_json(json).map_err(|error| error.kind());
        assert_eq!(refused, Err(ErrorKind::MalformedState), "{json:?}");
    }
    // And nothing changed is nothing changed.
    assert!(change("document_length", document.len().into()).is_ok());
}

#[test]
fn a_gap_that_was_moved_to_other_zeros_is_refused() {
    // The update has zeros in more places than one only if someone puts them there; the digest knows.
    let document = classic();
    let prepared = prepare(&document, &signer::sign_options());
    let mut state: serde_json::Value = serde_json::from_str(&prepared.to_json()).expect("JSON");
    let start = state["gap"][0].as_u64().expect("a number");
    let end = state["gap"][1].as_u64().expect("a number");
    state["gap"] = serde_json::json!([start + 2, end]);
    let refused = PreparedSignature::from_json(&state.to_string()).map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::MalformedState));
}

#[test]
fn a_value_of_another_key_or_over_other_bytes_is_refused() {
    let document = classic();
    let prepared = prepare(&document, &signer::sign_options());
    let good = value(&prepared);
    let other = signer::signer("other-person")
        .key
        .sign(prepared.algorithm(), prepared.to_be_signed())
        .expect("a value");
    let about_more = [prepared.to_be_signed(), b"x"].concat();
    let over_more = signer::person().key.sign(prepared.algorithm(), &about_more).expect("a value");
    let mut flipped = good.clone();
    flipped[10] ^= 1;
    for wrong in [other, over_more, flipped, good[1..].to_vec(), [good.as_slice(), &[0]].concat(), Vec::new()]
    {
        let refused = prepared.complete(&document, &wrong).map_err(|error| error.kind());
        assert_eq!(refused, Err(ErrorKind::SignatureValueInvalid));
    }
}

#[test]
fn a_space_that_is_too_small_says_by_how_much() {
    let document = classic();
    let prepared = prepare(&document, &signer::sign_options());
    let value = value(&prepared);
    let signed = prepared.complete(&document, &value).expect("completed").append_to(&document);
    let start = memchr::memmem::rfind(&signed, b"/Contents <").expect("contents") + "/Contents <".len();
    let length = memchr::memchr(b'>', &signed[start..]).expect("its end");
    let digits = String::from_utf8_lossy(&signed[start..start + length]).into_owned();
    // 30 82 LL LL: the length of the message itself.
    let size = 4 + usize::from_str_radix(&digits[4..8], 16).expect("a length");
    // What can be done wrong from outside: a certificate that is larger than the one the space was made for.
    let mut state: serde_json::Value = serde_json::from_str(&prepared.to_json()).expect("JSON");
    let other = &signer::certificates("agency")[0];
    let encoded = base64ct::Base64::encode_string(other.der());
    state["certificates"].as_array_mut().expect("a list").push(encoded.into());
    let error = PreparedSignature::from_json(&state.to_string())
        .and_then(|prepared| prepared.complete(&document, &value))
        .map(|_| ())
        .expect_err("too small");
    assert_eq!(error.kind(), ErrorKind::PlaceholderTooSmall);
    let missing = size + other.der().len() - length / 2;
    assert!(error.detail().starts_with(&format!("{missing} bytes are missing")), "{error}");
}

#[test]
fn a_reserve_makes_the_space_larger_by_as_much() {
    let space = |reserve: usize| {
        let mut options = signer::sign_options();
        options.reserve = reserve;
        let state: serde_json::Value =
            serde_json::from_str(&prepare(&classic(), &options).to_json()).expect("JSON");
        let place = |index: usize| state["gap"][index].as_u64().expect("a number");
        place(1) - place(0)
    };
    // The lengths in front of it grow by an octet or two.
    assert!((2 * 5000..2 * 5016).contains(&(space(5000) - space(0))), "{} {}", space(5000), space(0));
}

#[test]
fn every_digest_and_both_paddings() {
    for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
        for pss in [false, true] {
            let mut options = signer::sign_options();
            options.digest = Some(digest);
            options.pss = pss;
            sign(&format!("{}-{pss}", digest.name()), &classic(), &options);
            let expected = match pss {
                false => SignatureAlgorithm::RsaPkcs1(digest),
                true => SignatureAlgorithm::RsaPss { digest, mgf1: digest, salt_length: digest.output_len() },
            };
            assert_eq!(prepare(&classic(), &options).algorithm(), expected);
        }
    }
    for broken in [DigestAlgorithm::Sha1, DigestAlgorithm::Md5] {
        let mut options = signer::sign_options();
        options.digest = Some(broken);
        assert_eq!(crate::refusal(&classic(), &options), ErrorKind::UnsupportedAlgorithm);
    }
}

#[test]
fn keys_of_other_kinds_sign() {
    for (name, kind) in [("person-p256", KeyKind::EcP256), ("agency", KeyKind::Rsa { bits: 3072 })] {
        let signer = signer::signer(name);
        assert_eq!(signer.key.kind(), kind);
        for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
            let mut options = signer::sign_options();
            options.digest = Some(digest);
            let signed = signer.sign(&classic(), &options);
            check(&format!("{name}-{}", digest.name()), &classic(), &signed, &options);
        }
    }
    let mut pss = signer::sign_options();
    pss.pss = true;
    let refused = signer::signer("person-p256").try_sign(&classic(), &pss).map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::UnsupportedAlgorithm));
}

#[test]
fn an_adbe_signature_has_the_time_as_an_attribute_and_a_cades_one_has_not() {
    for (sub_filter, has_time) in
        [(SubFilter::EtsiCadesDetached, false), (SubFilter::AdbePkcs7Detached, true)]
    {
        let mut options = signer::sign_options();
        options.sub_filter = Some(sub_filter);
        sign(sub_filter.name(), &classic(), &options);
        // 1.2.840.113549.1.9.5
        let signing_time = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x05];
        let attributes = prepare(&classic(), &options).to_be_signed().to_vec();
        assert_eq!(memchr::memmem::find(&attributes, &signing_time).is_some(), has_time);
    }
}

#[test]
fn signers_that_must_not_sign_are_refused_by_name() {
    let cases = [
        ("expired", ErrorKind::CertificateExpired),
        ("not-yet-valid", ErrorKind::CertificateNotYetValid),
        ("wrong-usage", ErrorKind::CertificateWrongUsage),
        ("tsa", ErrorKind::CertificateWrongUsage),
        ("ocsp", ErrorKind::CertificateWrongUsage),
    ];
    for (name, expected) in cases {
        let refused =
            signer::signer(name).try_sign(&classic(), &signer::sign_options()).map_err(|e| e.kind());
        assert_eq!(refused, Err(expected), "{name}");
    }
    let mut allowed = signer::sign_options();
    allowed.danger_allow_expired = true;
    for name in ["expired", "not-yet-valid"] {
        let signed = signer::signer(name).sign(&classic(), &allowed);
        assert_ne!(signer::verify(&signed).verdict, kyso::Verdict::Passed, "{name}");
    }
}

#[test]
fn the_last_second_of_a_certificate_still_signs() {
    let person = signer::person();
    for (time, expected) in [
        (person.chain[0].not_before(), Ok(())),
        (person.chain[0].not_before().plus_seconds(-1), Err(ErrorKind::CertificateNotYetValid)),
        (person.chain[0].not_after(), Ok(())),
        (person.chain[0].not_after().plus_seconds(1), Err(ErrorKind::CertificateExpired)),
    ] {
        let signed = person.try_sign(&classic(), &SignOptions::new(time));
        assert_eq!(signed.map(|_| ()).map_err(|error| error.kind()), expected, "{time}");
    }
}

#[test]
fn a_key_that_is_not_the_certificates_is_refused() {
    let person = signer::person();
    let limits = Limits::default();
    let options = signer::sign_options();
    let other = PrivateKey::generate(KeyKind::EcP256).expect("a key");
    for key in [&other, &signer::signer("other-person").key] {
        let refused =
            kyso::sign(&classic(), key, &person.chain, &options, &limits).map_err(|error| error.kind());
        assert_eq!(refused.map(|_| ()), Err(ErrorKind::KeyMismatch));
    }
    let none = kyso::sign(&classic(), &person.key, &[], &options, &limits).map_err(|error| error.kind());
    assert_eq!(none.map(|_| ()), Err(ErrorKind::NoCertificate));
    // The chain in the wrong order: the first certificate is the signer's.
    let reversed: Vec<_> = person.chain.iter().rev().cloned().collect();
    let refused =
        kyso::sign(&classic(), &person.key, &reversed, &options, &limits).map_err(|error| error.kind());
    assert_eq!(refused.map(|_| ()), Err(ErrorKind::KeyMismatch));
}

#[test]
fn what_is_no_pdf_is_refused_by_name() {
    let cases: &[(&[u8], ErrorKind)] = &[
        (b"", ErrorKind::EmptyInput),
        (b"hello", ErrorKind::UnknownFormat),
        (b"PK\x03\x04", ErrorKind::UnknownFormat),
        (b"%PDF-1.7", ErrorKind::MalformedPdf),
        (b"%PDF-1.7\nstartxref\n0\n%%EOF", ErrorKind::MalformedPdf),
    ];
    for (document, expected) in cases {
        assert_eq!(crate::refusal(document, &signer::sign_options()), *expected);
        let verified = signer::try_verify(document, &signer::verify_options()).map_err(|error| error.kind());
        assert_eq!(verified.map(|_| ()), Err(*expected));
    }
}
