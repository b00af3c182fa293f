//! `kyso sign` and what the other commands say of the result.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test that makes files")]

#[path = "support/command.rs"]
mod command;
#[path = "support/document.rs"]
mod document;
#[path = "support/schema.rs"]
mod schema;

use std::fs;
use std::path::{Path, PathBuf};

use command::{Outcome, kyso, run};

/// A folder with one document in it.
struct Desk {
    folder: tempfile::TempDir,
    document: PathBuf,
}

impl Desk {
    fn new() -> Self {
        Self::with(&document::pdf(&[]))
    }

    fn with(document: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("công văn.pdf");
        fs::write(&path, document).unwrap();
        Self { document: path, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn sign(&self, from: &Path, to: &Path, who: &str, options: &[&str]) -> Outcome {
        let mut command = kyso(["sign"]);
        command.arg(from).arg("-o").arg(to).arg("--key").arg(pki(&format!("keys/{who}.pem")));
        run(command.arg("--cert").arg(pki(&format!("{who}.pem"))).args(options))
    }

    /// The document signed by a person.
    fn signed(&self) -> PathBuf {
        let signed = self.path("signed.pdf");
        let outcome = self.sign(&self.document, &signed, "person", &[]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        signed
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn pki(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki").join(name)
}

fn verify(files: &[&Path]) -> (i32, serde_json::Value) {
    let mut verify = kyso(["verify", "--format", "json", "--trust"]);
    let outcome = run(verify.arg(pki("root.pem")).arg("--crl").arg(pki("")).args(files));
    assert_eq!(outcome.stderr, "");
    (outcome.status, schema::assert_report(&outcome.stdout))
}

fn assert_refused(outcome: &Outcome, code: &str) {
    assert_eq!((outcome.status, outcome.stdout.as_str()), (5, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&format!("({code})")), "{}", outcome.stderr);
}

#[test]
fn what_is_signed_passes_and_begins_with_the_original_bytes() {
    for who in ["person", "agency", "person-p256"] {
        let desk = Desk::new();
        let signed = desk.path("signed.pdf");
        let outcome =
            desk.sign(&desk.document, &signed, who, &["--reason", "Phê duyệt", "--location", "Hà Nội"]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
        assert_eq!(outcome.stdout, format!("Signed: {}\n", signed.display()));
        assert!(fs::read(&signed).unwrap().starts_with(&fs::read(&desk.document).unwrap()));
        let (status, report) = verify(&[&signed]);
        assert_eq!(status, 0, "{report:#}");
        let signature = &report["documents"][0]["signatures"][0];
        assert_eq!(signature["indication"], "TOTAL_PASSED");
        assert_eq!(signature["coverage"], "whole-file");
        assert_eq!(signature["signer"]["issuer"], signature["chain"][1]["subject"]);
        assert_eq!(signature["chain"][2]["anchor"], true);
    }
}

#[test]
fn the_document_can_be_its_own_output() {
    let desk = Desk::new();
    let before = fs::read(&desk.document).unwrap();
    assert_eq!(desk.sign(&desk.document, &desk.document, "person", &[]).status, 0);
    assert!(fs::read(&desk.document).unwrap().starts_with(&before));
    assert_eq!(verify(&[&desk.document]).0, 0);
    assert_eq!(desk.names(), ["công văn.pdf"]);
}

#[test]
fn a_second_signature_keeps_the_first() {
    let desk = Desk::new();
    let twice = desk.path("twice.pdf");
    assert_eq!(desk.sign(&desk.signed(), &twice, "agency", &[]).status, 0);
    let (status, report) = verify(&[&twice]);
    assert_eq!(status, 0);
    let [first, second] = [0, 1].map(|index| &report["documents"][0]["signatures"][index]);
    assert_eq!(first["integrity"], "intact");
    assert_eq!(first["coverage"], "whole-revision");
    assert_eq!(first["indication"], "TOTAL_PASSED");
    assert_eq!(second["indication"], "TOTAL_PASSED");
}

#[test]
fn one_status_speaks_for_several_documents() {
    let desk = Desk::new();
    let signed = desk.signed();
    let mut bytes = fs::read(&signed).unwrap();
    let at = bytes.windows(8).position(|window| window == b"Cong van").unwrap();
    bytes[at] = b'K';
    let forged = desk.path("forged.pdf");
    fs::write(&forged, &bytes).unwrap();
    let longer = desk.path("longer.pdf");
    fs::write(&longer, [fs::read(&signed).unwrap(), b"something behind the end".to_vec()].concat()).unwrap();
    let missing = desk.path("missing.pdf");
    let unsigned = desk.document.as_path();

    assert_eq!(verify(&[&signed]).0, 0);
    assert_eq!(verify(&[&signed, unsigned]).0, 4);
    assert_eq!(verify(&[unsigned, &longer]).0, 3);
    assert_eq!(verify(&[&longer, &forged, unsigned]).0, 1);
    assert_eq!(verify(&[&forged, &missing, &signed]).0, 5);

    let (_, report) = verify(&[&forged]);
    let signature = &report["documents"][0]["signatures"][0];
    assert_eq!(signature["sub_indication"], "HASH_FAILURE");
    assert_eq!(signature["findings"][0]["code"], "message-digest-mismatch");
}

#[test]
fn without_trust_nobody_is_believed() {
    let desk = Desk::new();
    let outcome = run(kyso(["verify", "--lang", "vi"]).arg(desk.signed()));
    assert_eq!(outcome.status, 3);
    assert!(outcome.stdout.contains("KHÔNG ĐỦ THÔNG TIN XÁC THỰC CHỮ KÝ"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("(no-trust-store)"), "{}", outcome.stdout);
}

#[test]
fn certificates_that_must_not_sign_are_refused() {
    let desk = Desk::new();
    let out = desk.path("out.pdf");
    for (who, code) in [
        ("expired", "signing-certificate-expired"),
        ("not-yet-valid", "signing-certificate-not-yet-valid"),
        ("wrong-usage", "signing-certificate-wrong-usage"),
    ] {
        assert_refused(&desk.sign(&desk.document, &out, who, &[]), code);
        assert!(!out.exists(), "{who}");
    }
    assert_eq!(desk.sign(&desk.document, &out, "expired", &["--allow-expired"]).status, 0);
    assert_ne!(verify(&[&out]).0, 0);
}

#[test]
fn a_key_needs_its_own_certificate() {
    let desk = Desk::new();
    let sign = |arguments: &[&str]| {
        let mut command = kyso(["sign"]);
        command.arg(&desk.document).arg("-o").arg(desk.path("out.pdf"));
        command.arg("--key").arg(pki("keys/person.pem"));
        for argument in arguments {
            command.arg("--cert").arg(pki(argument));
        }
        run(&mut command)
    };
    assert_refused(&sign(&["agency.pem"]), "key-mismatch");
    assert_refused(&sign(&[]), "no-certificate");
    // Whatever the order, the certificate of the key is found.
    assert_eq!(sign(&["sub.pem", "agency.pem", "person.pem"]).status, 0);
}

#[test]
fn what_the_document_forbids_is_refused_with_the_reason() {
    let desk = Desk::with(&document::pdf(&[&document::signature_field("Leader")]));
    let (out, certified) = (desk.path("out.pdf"), desk.path("certified.pdf"));
    assert_refused(&desk.sign(&desk.document, &out, "person", &["--field", "Clerk"]), "field-not-found");
    let options = ["--field", "Leader", "--certify", "1"];
    assert_eq!(desk.sign(&desk.document, &certified, "person", &options).status, 0);
    assert_refused(&desk.sign(&certified, &out, "agency", &[]), "signing-forbidden");
    assert_eq!(verify(&[&certified]).0, 0);
    let outcome = run(kyso(["inspect", "--format", "json"]).arg(&certified));
    let facts: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(facts["schema"], kyso::INSPECTION_SCHEMA);
    assert_eq!(facts["certification"], 1);
    assert_eq!(facts["signatures"][0]["id"], "Leader");
    assert_eq!(facts["signatures"][0]["revision"], 2);
    let length = fs::metadata(&certified).unwrap().len();
    assert_eq!(facts["length"], length);
    assert_eq!(facts["revisions"][1]["end"], length);
    for language in ["vi", "en"] {
        let outcome = run(kyso(["inspect", "--lang", language]).arg(&certified));
        assert!(outcome.stdout.contains(": Leader\n"), "{}", outcome.stdout);
    }
}

#[test]
fn a_document_that_can_change_is_signed_with_a_warning_or_refused() {
    let script = "/FT /Tx /T (Sum) /AA << /K << /S /JavaScript /JS (app.alert) >> >>";
    let desk = Desk::with(&document::pdf(&[script]));
    let out = desk.path("out.pdf");
    for (language, sentence) in
        [("en", "warning: The document contains JavaScript"), ("vi", "cảnh báo: Văn bản")]
    {
        let warned = desk.sign(&desk.document, &out, "person", &["--lang", language]);
        assert_eq!(warned.status, 0, "{}", warned.stderr);
        assert!(warned.stderr.contains(sentence), "{}", warned.stderr);
        assert!(warned.stderr.contains("(risk-script)"), "{}", warned.stderr);
        fs::remove_file(&out).unwrap();

        let names = desk.names();
        let refused = desk.sign(&desk.document, &out, "person", &["--strict", "--lang", language]);
        assert_eq!((refused.status, refused.stdout.as_str()), (5, ""), "{}", refused.stderr);
        assert!(
            refused.stderr.contains(sentence) && refused.stderr.contains("--strict"),
            "{}",
            refused.stderr
        );
        assert_eq!(desk.names(), names);
    }
    // Signed or not, it is told what was found.
    let report = run(kyso(["inspect", "--format", "json"]).arg(&desk.document));
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!(report["risks"][0]["code"], "risk-script");
    assert_eq!(desk.sign(&desk.document, &out, "person", &[]).status, 0);
    assert_eq!(verify(&[&out]).1["documents"][0]["findings"][0]["code"], "risk-script");
}

#[test]
fn a_document_that_can_change_is_prepared_with_a_warning_or_refused() {
    let desk = Desk::with(&document::pdf(&["/FT /Tx /T (a) /A << /S /Launch /F (a.exe) >>"]));
    let state = desk.path("state");
    let prepare = |options: &[&str]| {
        let mut prepare = kyso(["prepare"]);
        prepare.arg(&desk.document).arg("--cert").arg(pki("person.pem")).arg("--state").arg(&state);
        run(prepare.args(options))
    };
    let refused = prepare(&["--strict"]);
    assert_eq!(
        (refused.status, refused.stdout.as_str(), state.exists()),
        (5, "", false),
        "{}",
        refused.stderr
    );
    let warned = prepare(&[]);
    assert_eq!((warned.status, state.exists()), (0, true), "{}", warned.stderr);
    assert!(warned.stderr.contains("Launch. (risk-action)"), "{}", warned.stderr);
}

#[test]
fn an_honest_document_is_signed_strictly_and_without_a_word() {
    let desk = Desk::with(&document::pdf(&[&document::signature_field("Leader")]));
    let outcome = desk.sign(&desk.document, &desk.path("out.pdf"), "person", &["--strict"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
}

#[test]
fn two_steps_sign_with_a_key_that_the_command_never_sees() {
    let desk = Desk::new();
    let [state, bytes, value, out] = ["state", "to-sign", "value", "out.pdf"].map(|name| desk.path(name));
    let mut prepare = kyso(["prepare"]);
    prepare.arg(&desk.document).arg("--cert").arg(pki("person.pem")).arg("--state").arg(&state);
    let prepared = run(prepare.arg("--to-sign").arg(&bytes));
    assert_eq!(prepared.status, 0, "{}", prepared.stderr);
    assert!(prepared.stdout.contains("(SHA-256): "), "{}", prepared.stdout);

    let complete = |document: &Path| {
        let mut complete = kyso(["complete"]);
        complete.arg(document).arg("--state").arg(&state).arg("--value").arg(&value).arg("-o").arg(&out);
        run(&mut complete)
    };
    let pem = fs::read(pki("keys/person.pem")).unwrap();
    let key = kyso::KeyFile::open(&pem, None, &kyso::Limits::default()).unwrap().key;
    let algorithm = key.default_algorithm(kyso::DigestAlgorithm::Sha256);
    let good = key.sign(algorithm, &fs::read(&bytes).unwrap()).unwrap();
    fs::write(&value, key.sign(algorithm, b"something else").unwrap()).unwrap();
    assert_refused(&complete(&desk.document), "signature-value-invalid");
    fs::write(&value, &good).unwrap();
    let other = desk.path("other.pdf");
    fs::write(&other, document::pdf(&[&document::signature_field("Leader")])).unwrap();
    assert_refused(&complete(&other), "state-mismatch");
    assert!(!out.exists());

    let completed = complete(&desk.document);
    assert_eq!(completed.status, 0, "{}", completed.stderr);
    assert_eq!(verify(&[&out]).0, 0);
    fs::write(&state, "{}").unwrap();
    assert_refused(&complete(&desk.document), "malformed-state");
}

#[test]
fn passwords_come_from_the_environment_and_appear_nowhere() {
    let desk = Desk::new();
    let folder = desk.path("pki");
    let secret = "bí mật 9f3c";
    let made = run(kyso(["pki", "new", "--password-env", "SECRET"]).arg(&folder).env("SECRET", secret));
    assert_eq!(made.status, 0, "{}", made.stderr);
    let sign = |password: Option<&str>| {
        let mut command = kyso(["sign", "--password-env", "SECRET", "--lang", "vi"]);
        command.arg(&desk.document).arg("-o").arg(desk.path("out.pdf"));
        command.arg("--key").arg(folder.join("person.p12"));
        match password {
            Some(password) => run(command.env("SECRET", password)),
            None => run(&mut command),
        }
    };
    for (password, code) in [(Some("bí mật khác"), "wrong-password"), (None, "invalid-argument")] {
        let outcome = sign(password);
        assert_refused(&outcome, code);
        assert!(!outcome.stderr.contains("bí mật"), "{}", outcome.stderr);
    }
    let outcome = sign(Some(secret));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(!outcome.stdout.contains(secret));
    // Without a terminal nobody can be asked.
    let mut command = kyso(["sign"]);
    command.arg(&desk.document).arg("-o").arg(desk.path("out.pdf"));
    let command = command.arg("--key").arg(folder.join("person.p12"));
    assert_refused(&run(command.stdin(std::process::Stdio::null())), "password-required");
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_document_and_nothing_else() {
    let desk = Desk::new();
    let before = fs::read(&desk.document).unwrap();
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} sign '{doc}' -o '{doc}' --lang vi --key {} --cert {}",
        env!("CARGO_BIN_EXE_kyso"),
        pki("keys/person.pem").display(),
        pki("person.pem").display(),
        doc = desk.document.display(),
    );
    let outcome = run(std::process::Command::new("sh").args(["-c", &script]));
    assert_refused(&outcome, "write-failed");
    assert!(outcome.stderr.contains("Tệp gốc vẫn nguyên vẹn"), "{}", outcome.stderr);
    assert_eq!(fs::read(&desk.document).unwrap(), before);
    assert_eq!(desk.names(), ["công văn.pdf"]);
}

#[test]
fn a_test_pki_is_made_in_an_empty_folder_only() {
    let folder = tempfile::tempdir().unwrap();
    let pki = folder.path().join("pki");
    let outcome = run(kyso(["pki", "new"]).arg(&pki));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    for name in ["root.pem", "sub.pem", "root.crl", "sub.crl"] {
        assert!(pki.join(name).is_file(), "{name}");
    }
    for name in ["person", "agency", "tsa", "ocsp", "expired", "revoked"] {
        let path = pki.join(format!("{name}.p12"));
        assert!(path.is_file(), "{name}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    assert_refused(&run(kyso(["pki", "new"]).arg(&pki)), "output-refused");
}
