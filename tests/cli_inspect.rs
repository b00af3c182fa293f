//! `kyso inspect` and what stands behind it: facts without a verdict.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test that makes files")]

#[path = "support/command.rs"]
mod command;
#[path = "support/document.rs"]
mod document;
#[path = "../src/cli/demo/letter.rs"]
mod letter;
#[path = "support/schema.rs"]
mod schema;
#[path = "support/signer.rs"]
mod signer;
#[path = "../src/cli/demo/writing.rs"]
mod writing;

use std::fs;
use std::path::{Path, PathBuf};

use command::{Outcome, kyso, run};
use kyso::{Certification, Language, Limits, SignOptions, SubFilter, inspect, sign};
use serde_json::{Value, json};

#[test]
fn an_unsigned_letter_is_one_revision_and_nothing_odd() {
    let letter = letter::pdf(2026, 11, 20);
    let facts = facts(&letter, None);
    let startxref = find(&letter, b"\nxref\n") + 1;
    assert_eq!(
        facts,
        json!({
            "schema": "kyso.inspection/1", "file": null, "format": "pdf", "length": letter.len(),
            "version": "1.7", "catalog_version": null, "encryption": null, "certification": null,
            "revisions": [
                {"end": letter.len(), "startxref": startxref, "cross_reference": "table", "objects": 8}
            ],
            "fields": [], "signatures": [], "signatures_left_out": 0, "anomalies": [], "risks": [],
        })
    );
}

#[test]
fn fields_tell_their_names_locks_and_whether_they_are_signed() {
    let lock = "/Lock << /Type /SigFieldLock /Action /Include /Fields [(Amount) (Date)] /P 1 >>";
    let fields =
        [document::signature_field("Clerk"), format!("{} {lock}", document::signature_field("Leader"))];
    let unsigned = document::pdf(&fields.each_ref().map(String::as_str));
    let locks = json!({"action": "include", "fields": ["Amount", "Date"], "certification": 1});
    assert_eq!(
        facts(&unsigned, None)["fields"],
        json!([{"name": "Clerk", "signed": false, "lock": null}, {"name": "Leader", "signed": false, "lock": locks}])
    );
    let mut options = signer::sign_options();
    options.field = Some("Leader".to_owned());
    let signed = facts(&signed(&unsigned, "person", &options), None);
    assert_eq!(signed["fields"][0], json!({"name": "Clerk", "signed": false, "lock": null}));
    assert_eq!(signed["fields"][1], json!({"name": "Leader", "signed": true, "lock": locks}));
    // The signature repeats the lock of its field (ISO 32000-2 12.8.2.4).
    assert_eq!(signed["signatures"][0]["lock"]["fields"], json!(["Amount", "Date"]));
}

#[test]
fn a_signature_tells_what_it_covers_and_what_it_is_made_of() {
    let letter = letter::pdf(2026, 11, 20);
    let mut options = signer::sign_options();
    options.certify = Some(Certification::FormFilling);
    options.reason = Some("Phê duyệt".to_owned());
    let once = signed(&letter, "person", &options);
    let mut options = signer::sign_options();
    options.sub_filter = Some(SubFilter::AdbePkcs7Detached);
    let twice = signed(&once, "agency", &options);
    let facts = facts(&twice, None);

    let ends: Vec<_> = facts["revisions"].as_array().unwrap().iter().map(|r| r["end"].as_u64()).collect();
    let lengths = [&letter, &once, &twice].map(|file| u64::try_from(file.len()).ok());
    assert_eq!(ends, lengths);
    assert_eq!(facts["certification"], 2);

    let first = &facts["signatures"][0];
    assert_eq!(first["id"], "Signature1");
    assert_eq!(first["kind"], "signature");
    assert_eq!(first["sub_filter"], "ETSI.CAdES.detached");
    assert_eq!(first["reason"], "Phê duyệt");
    assert_eq!(first["claimed_time"], "2026-11-20T08:00:00Z");
    assert_eq!((&first["revision"], &first["whole_file"]), (&json!(2), &json!(false)));
    assert_eq!(first["certification"], 2);
    assert_eq!(first["anomalies"], json!([]));
    let gap = find(&once, b"/Contents <") + 10;
    let after = gap + find(&once[gap..], b">") + 1;
    assert_eq!(first["byte_range"], json!([0, gap, after, once.len() - after]));
    assert_eq!(first["gap"], json!([gap, after]));

    let message = &first["message"];
    assert_eq!(message["content_type"], "1.2.840.113549.1.7.1");
    assert_eq!(message["content_length"], Value::Null);
    let space = (after - gap - 2) / 2;
    assert_eq!(
        message["length"].as_u64().unwrap() + message["padding"].as_u64().unwrap(),
        u64::try_from(space).unwrap()
    );
    let made_by = &message["signers"][0];
    assert_eq!(made_by["certificate"], 1);
    assert_eq!(made_by["digest_algorithm"], "SHA-256");
    assert_eq!(made_by["signature_algorithm"], "RSA with SHA-256");
    assert_eq!(made_by["signing_time"], Value::Null);
    assert_eq!(made_by["timestamps"], 0);
    let names: Vec<_> = made_by["signed_attributes"].as_array().unwrap().iter().map(|a| &a["name"]).collect();
    for name in ["content-type", "message-digest", "signing-certificate-v2"] {
        assert!(names.contains(&&json!(name)), "{name} is not among {names:?}");
    }
    // Serial number and fingerprint as openssl prints them.
    assert_eq!(
        message["certificates"][0],
        json!({
            "subject": "CN=Nguyễn Thị Thử Nghiệm, OU=TEST Cục Kiểm thử, O=TEST BỘ THỬ NGHIỆM, L=Hà Nội, C=VN",
            "issuer": "CN=TEST CA phục vụ các cơ quan Nhà nước G2, O=TEST Ban Cơ yếu Chính phủ, C=VN",
            "serial": "78A81E87E79631E6", "key": "RSA-2048",
            "not_before": "2025-11-20T00:00:00Z", "not_after": "2030-11-20T00:00:00Z",
            "fingerprint": "adbd587e7911923649fcf3904a52f3ef44ed59604d86818d7226e839437b25ea",
        })
    );
    assert_eq!(message["certificates"][1]["serial"], "5DC6E2B224D0FD82");

    let second = &facts["signatures"][1];
    assert_eq!((&second["revision"], &second["whole_file"]), (&json!(3), &json!(true)));
    assert_eq!(
        (&second["sub_filter"], &second["certification"]),
        (&json!("adbe.pkcs7.detached"), &Value::Null)
    );
    assert_eq!(second["message"]["signers"][0]["signing_time"], "2026-11-20T08:00:00Z");
}

#[test]
fn a_forged_copy_looks_like_the_signed_letter_because_nothing_is_verified() {
    let signed = signed(&letter::pdf(2026, 11, 20), "person", &signer::sign_options());
    let (amount, forged_amount) = letter::AMOUNT;
    let mut forged = signed.clone();
    let at = find(&signed, amount);
    forged[at..at + amount.len()].copy_from_slice(forged_amount);
    assert_eq!(facts(&forged, None), facts(&signed, None));

    // Other damage shows.
    let mut followed = signed.clone();
    followed.extend_from_slice(b"something else");
    let odd = facts(&followed, None);
    assert_eq!(odd["anomalies"][0]["code"], "trailing-bytes");
    assert_eq!(
        (&odd["signatures"][0]["revision"], &odd["signatures"][0]["whole_file"]),
        (&json!(2), &json!(false))
    );
    let mut moved = signed.clone();
    let at = find(&signed, b"/ByteRange[0 ") + 13;
    moved[at] += 1;
    let odd = facts(&moved, None);
    assert_eq!(odd["signatures"][0]["anomalies"][0]["code"], "byte-range-overlap");
    let mut unreadable = signed.clone();
    let at = find(&signed, b"/Contents <") + 11;
    unreadable[at..at + 2].copy_from_slice(b"FF");
    let odd = facts(&unreadable, None);
    assert_eq!(odd["signatures"][0]["message"], Value::Null);
    assert_ne!(odd["signatures"][0]["message_error"], Value::Null);
}

#[test]
fn encryption_is_told_with_how_it_was_opened() {
    // Methods and /P as qpdf --show-encryption prints them.
    for (name, password, method, opened_as, by, bits) in [
        ("rc4-40", Some("reader"), "RC4-40", "user", "given", -4),
        ("rc4-128-v4", Some("owner"), "RC4-128", "owner", "given", -4),
        ("aes-128", Some("reader"), "AES-128", "user", "given", -4),
        ("aes-256", Some("đọc"), "AES-256", "user", "given", -4),
        ("aes-256-open-streams", None, "AES-256", "user", "empty", -4),
        ("aes-256-no-forms", Some("reader"), "AES-256", "user", "given", -1324),
    ] {
        let bytes = fs::read(testdata(&format!("documents/{name}.pdf"))).unwrap();
        let facts = facts(&bytes, password);
        let encryption = &facts["encryption"];
        assert_eq!(
            (&encryption["strings"], &encryption["streams"]),
            (&json!(method), &json!(method)),
            "{name}"
        );
        assert_eq!(
            (&encryption["opened_as"], &encryption["password"]),
            (&json!(opened_as), &json!(by)),
            "{name}"
        );
        assert_eq!(encryption["permission_bits"], bits, "{name}");
        assert_eq!(facts["fields"][0]["name"], "Chữ ký", "{name}");
        let everything = 8;
        let allowed = encryption["permissions"].as_array().unwrap();
        if bits == -4 {
            assert_eq!(allowed.len(), everything, "{name}");
        } else {
            assert_eq!(*allowed, ["print", "copy", "accessibility", "print-high-quality"]);
        }
    }
}

#[test]
fn passwords_come_from_the_environment_and_wrong_ones_are_refused() {
    let path = testdata("documents/aes-128.pdf");
    assert_refused(&run(kyso(["inspect"]).arg(&path)), "password-required");
    let asked = |password: &str| {
        let mut inspect = kyso(["inspect", "--password-env", "DOCUMENT_PASSWORD"]);
        run(inspect.arg(&path).env("DOCUMENT_PASSWORD", password))
    };
    let wrong = asked("hunter2");
    assert_refused(&wrong, "wrong-password");
    assert!(!wrong.stderr.contains("hunter2"), "{}", wrong.stderr);
    let right = asked("reader");
    assert_eq!(right.status, 0, "{}", right.stderr);
    assert!(right.stdout.contains("Encryption: AES-128\n  Opened as: user, the password that was given\n"));
}

#[test]
fn what_cannot_be_read_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let letter = letter::pdf(2026, 11, 20);
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    for (path, code) in [
        (folder.path().join("missing.pdf"), "file-not-found"),
        (folder.path().to_owned(), "not-a-file"),
        (file("empty.pdf", b""), "empty-file"),
        (file("text.pdf", b"just text"), "unknown-format"),
        (file("truncated.pdf", &letter[..letter.len() / 2]), "malformed-pdf"),
    ] {
        for language in ["vi", "en"] {
            for format in ["text", "json"] {
                let arguments = ["inspect", "--lang", language, "--format", format];
                assert_refused(&run(kyso(arguments).arg(&path)), code);
            }
        }
    }
}

#[test]
fn the_text_tells_the_same_facts_in_both_languages_and_gives_no_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("đã ký.pdf");
    fs::write(&path, signed(&letter::pdf(2026, 11, 20), "person", &signer::sign_options())).unwrap();
    let said = |language: Language| {
        let outcome = run(kyso(["inspect", "--lang", language.as_str()]).arg(&path));
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
        outcome.stdout
    };
    let (vi, en) = (said(Language::Vi), said(Language::En));
    assert_eq!(vi.lines().count(), en.lines().count());
    for fact in
        ["ETSI.CAdES.detached", "78A81E87E79631E6", "RSA with SHA-256", "signing-certificate-v2", "đã ký.pdf"]
    {
        assert!(vi.contains(fact) && en.contains(fact), "{fact} is missing in\n{vi}\n{en}");
    }
    for line in ["Chữ ký 1: Signature1", "  Phủ đến hết lần lưu: 2, hết tệp", "  Số dấu thời gian: 0"]
    {
        assert!(vi.lines().any(|own| own == line), "{line} is missing in\n{vi}");
    }
    for line in [
        "Signature 1: Signature1",
        "  Covers up to the end of revision: 2, the whole file",
        "  Timestamps: 0",
    ] {
        assert!(en.lines().any(|own| own == line), "{line} is missing in\n{en}");
    }
    let verdicts =
        ["hợp lệ", "nguyên vẹn", "tin cậy", "valid", "intact", "trusted", "passed", "failed", "total_"];
    for verdict in verdicts {
        assert!(!vi.to_lowercase().contains(verdict), "{verdict}: {vi}");
        assert!(!en.to_lowercase().contains(verdict), "{verdict}: {en}");
    }
}

#[test]
fn names_in_the_document_cannot_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.pdf");
    fs::write(&path, document::pdf(&[&document::signature_field(r"\376\377\000a\000\033\000b")])).unwrap();
    let outcome = run(kyso(["inspect"]).arg(&path));
    assert!(outcome.stdout.contains(": a\u{fffd}b:"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains('\u{1b}'), "{}", outcome.stdout);
}

fn signed(document: &[u8], who: &str, options: &SignOptions) -> Vec<u8> {
    let who = signer::signer(who);
    sign(document, &who.key, &who.chain, options, &Limits::default()).unwrap().append_to(document)
}

/// The inspection as the library gives it, in its JSON form.
fn facts(document: &[u8], password: Option<&str>) -> Value {
    let inspection = inspect(document, password, &Limits::default()).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&inspection.to_json()).unwrap(),
        serde_json::to_value(&inspection).unwrap()
    );
    serde_json::to_value(&inspection).unwrap()
}

fn find(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).position(|window| window == wanted).unwrap()
}

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

fn assert_refused(outcome: &Outcome, code: &str) {
    assert_eq!((outcome.status, outcome.stdout.as_str()), (5, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&format!("({code})")), "{}", outcome.stderr);
}
