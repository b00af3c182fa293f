//! `kyso trust check`, and what `kyso verify` takes besides documents: policies, CRLs, OCSP responses.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that makes files and says what it skips"
)]

#[path = "support/command.rs"]
mod command;

use std::fs;
use std::path::{Path, PathBuf};

use command::{kyso, run};
use serde_json::Value;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki").join(name)
}

/// The real certificates, where the corpus is.
fn corpus() -> Option<PathBuf> {
    let root = std::env::var_os("KYSO_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let folder = root.join("gca");
    let required = ["CI", "KYSO_REQUIRE_CORPUS"].iter().any(|name| std::env::var_os(name).is_some());
    assert!(folder.is_dir() || !required, "the corpus is required and {} is missing", folder.display());
    if !folder.is_dir() {
        println!("skipped: no corpus at {}", folder.display());
    }
    folder.is_dir().then_some(folder)
}

fn json(paths: &[&Path]) -> Vec<Value> {
    let mut command = kyso(["trust", "check", "--format", "json", "--at", "2026-11-20T08:30:00+07:00"]);
    let outcome = run(command.args(paths));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    serde_json::Deserializer::from_str(&outcome.stdout).into_iter().collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_test_root_is_told_from_a_real_one() {
    let path = file("root.pem");
    let mut command = kyso(["trust", "check", "--at", "2026-11-20", "--lang", "en"]);
    let outcome = run(command.arg(&path));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines[0], format!("File: {}", path.display()));
    for wanted in [
        "     Infrastructure: other, not among the known ones",
        "     Recognised: the fingerprint is not pinned; compare it with the official source",
        "     Serves as: trust anchor (self-issued)",
        "     Signature of the issuer: good",
        "     Key: RSA-4096",
        "     Signed with: RSA with SHA-256",
    ] {
        assert!(lines.contains(&wanted), "{wanted}\n{}", outcome.stdout);
    }
    let mut command = kyso(["trust", "check", "--at", "2026-11-20", "--lang", "vi"]);
    let vietnamese = run(command.arg(&path)).stdout;
    assert!(vietnamese.contains("Dùng làm: gốc tin cậy (tự cấp)\n"), "{vietnamese}");
    assert!(!vietnamese.contains("YẾU"), "{vietnamese}");
}

#[test]
fn files_and_folders_are_listed_in_order() {
    let found = json(&[&file("g1-root.pem"), &file("person.pem")]);
    assert_eq!(found.len(), 2);
    let root = &found[0]["certificates"][0];
    assert_eq!((&root["kind"], &root["weak"][0]), (&Value::from("anchor"), &Value::from("SHA-1")));
    let person = found[1]["certificates"].as_array().unwrap();
    let kinds: Vec<&Value> = person.iter().map(|found| &found["kind"]).collect();
    assert_eq!(kinds, ["end-entity", "intermediate"]);
    let folder = json(&[&file("")]);
    let names: Vec<&str> = folder.iter().map(|found| found["file"].as_str().unwrap()).collect();
    assert!(names.len() > 10 && names.is_sorted(), "{names:?}");
}

#[test]
fn what_holds_no_certificate_ends_with_status_5() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.pem");
    fs::write(&text, "no certificate").unwrap();
    let missing = folder.path().join("missing.pem");
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    for path in [&text, &missing, &empty] {
        let outcome = run(kyso(["trust", "check"]).arg(path));
        assert_eq!(outcome.status, 5, "{}", path.display());
        assert!(outcome.stderr.contains(&path.display().to_string()), "{}", outcome.stderr);
    }
    assert_eq!(run(&mut kyso(["trust", "check"])).status, 2);
    assert_eq!(run(&mut kyso(["trust"])).status, 2);
}

#[test]
fn the_real_certificates_are_recognised() {
    let Some(folder) = corpus() else { return };
    let found = json(&[&folder.join("gca-root-g2.crt"), &folder.join("gca-cp-g1.crt")]);
    let root = &found[0]["certificates"][0];
    assert_eq!((&root["label"], &root["pinned"]), (&Value::from("gca-g2"), &Value::from("GCA Root CA G2")));
    let sub = &found[1]["certificates"][0];
    assert_eq!((&sub["label"], &sub["kind"]), (&Value::from("gca-g1"), &Value::from("intermediate")));
    assert_eq!(
        (&sub["weak"][0], &sub["signature"]),
        (&Value::from("SHA-1"), &Value::from("issuer-not-here"))
    );
    let outcome = run(kyso(["trust", "check", "--lang", "vi"]).arg(folder.join("gca-root-g1.crt")));
    assert!(outcome.stdout.contains("F7BC89054CEC7F12730D7B8CD3EB7955B163835087E5EB873EDFB584763B3F90"));
    assert!(outcome.stdout.contains("Nhận biết: đúng vân tay đã ghim của GCA Root CA (G1)\n"));
    assert!(outcome.stdout.contains("YẾU: SHA-1"));
}

#[test]
fn the_report_on_a_document_says_whose_anchor_it_leads_to() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/documents/classic.pdf");
    let folder = tempfile::tempdir().unwrap();
    let signed = folder.path().join("signed.pdf");
    let made = run(&mut kyso(["pki", "new", folder.path().join("pki").to_str().unwrap()]));
    assert_eq!(made.status, 0, "{}", made.stderr);
    let key = folder.path().join("pki/person.p12");
    let mut sign = kyso(["sign", "--password-env", "KYSO_PASSWORD", "--key"]);
    sign.env("KYSO_PASSWORD", "kyso").arg(&key).arg("-o").arg(&signed).arg(&document);
    assert_eq!(run(&mut sign).status, 0);
    let mut verify = kyso(["verify", "--format", "json", "--trust"]);
    let outcome = run(verify.arg(folder.path().join("pki/root.pem")).arg(&signed));
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let signature = &report["documents"][0]["signatures"][0];
    assert_eq!(signature["anchor_label"], "other");
    let labels: Vec<&Value> = signature["chain"].as_array().unwrap().iter().map(|c| &c["label"]).collect();
    assert_eq!(labels, [&Value::Null, &Value::from("other"), &Value::from("other")]);
    assert!(signature["vgca"]["flags"].as_u64().unwrap() & 4 != 0, "{signature}");
    // A document of the same person, with a policy that the key does not meet.
    let policy = folder.path().join("policy.json");
    fs::write(&policy, r#"{"base": "vn-gca", "minimum_rsa_bits": 8192}"#).unwrap();
    let mut verify = kyso(["verify", "--format", "json", "--policy"]);
    let outcome = run(verify.arg(&policy).arg("--trust").arg(folder.path().join("pki")).arg(&signed));
    assert!(outcome.stdout.contains("\"key-weak\""), "{}", outcome.stdout);
}

#[test]
fn a_policy_that_cannot_be_read_names_its_file_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.json");
    fs::write(&policy, r#"{"minimum_rsa_bit": 2048}"#).unwrap();
    let outcome = run(kyso(["verify", "a.pdf", "--policy"]).arg(&policy));
    assert_eq!(outcome.status, 5);
    assert!(outcome.stderr.contains("minimum_rsa_bit") && outcome.stderr.contains("policy.json"));
    assert!(outcome.stderr.contains("malformed-policy"), "{}", outcome.stderr);
    let outcome = run(&mut kyso(["verify", "a.pdf", "--policy", "lax"]));
    assert_eq!(outcome.status, 5);
    assert!(outcome.stderr.contains("lax; strict, vn-gca, eu-like"), "{}", outcome.stderr);
}

#[test]
fn evidence_that_cannot_be_read_names_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.crl");
    fs::write(&broken, "no list").unwrap();
    for option in ["--crl", "--ocsp"] {
        let outcome = run(kyso(["verify", "a.pdf", option]).arg(&broken));
        assert_eq!(outcome.status, 5, "{option}");
        assert!(outcome.stderr.contains("broken.crl"), "{}", outcome.stderr);
    }
    let outcome = run(kyso(["verify", "a.pdf", "--ocsp"]).arg(folder.path()));
    assert_eq!(outcome.status, 5);
    let outcome = run(&mut kyso(["verify", "a.pdf", "--received", "yesterday"]));
    assert_eq!(outcome.status, 2);
}

#[test]
fn the_page_on_trust_shows_what_the_command_prints() {
    let Some(corpus) = corpus() else { return };
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/trust.md")).unwrap();
    let shown = page.split("$ kyso trust check rootcag2.crt --lang en\n").nth(1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::copy(corpus.join("gca-root-g2.crt"), folder.path().join("rootcag2.crt")).unwrap();
    let mut command = kyso(["trust", "check", "rootcag2.crt", "--lang", "en", "--at", "2026-11-20"]);
    assert_eq!(run(command.current_dir(folder.path())).stdout, shown.split("```").next().unwrap());
}

/// A fresh test PKI and a letter signed with it, without a timestamp.
fn signed() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (pki, letter) = (folder.path().join("pki"), folder.path().join("signed.pdf"));
    assert_eq!(run(kyso(["pki", "new"]).arg(&pki)).status, 0);
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/documents/classic.pdf");
    let mut sign = kyso(["sign", "--password-env", "KYSO_PASSWORD", "--key"]);
    sign.env("KYSO_PASSWORD", "kyso").arg(pki.join("person.p12")).arg("-o").arg(&letter).arg(document);
    assert_eq!(run(&mut sign).status, 0);
    (folder, pki, letter)
}

#[test]
fn each_policy_asks_for_its_own() {
    let (_folder, pki, letter) = signed();
    let verify = |more: &[&str]| {
        let mut verify = kyso(["verify", "--format", "json", "--trust"]);
        let outcome = run(verify.arg(pki.join("root.pem")).args(more).arg(&letter));
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let signature = report["documents"][0]["signatures"][0].clone();
        let codes = signature["findings"].as_array().unwrap().iter();
        let errors = codes.filter(|finding| finding["severity"] == "error");
        let errors: Vec<String> =
            errors.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
        (outcome.status, errors, signature["vgca"].clone())
    };
    let lists = pki.to_str().unwrap();
    let (status, errors, vgca) = verify(&["--crl", lists]);
    assert_eq!((status, errors.as_slice()), (0, &[][..]));
    // What the tool shows without a timestamp, whatever the policy.
    assert_eq!((&vgca["flags"], &vgca["certificate_code"]), (&Value::from(4), &Value::from(0)));
    assert_eq!(vgca["text"], "Không đủ thông tin xác thực chữ ký!");
    let (status, errors, vgca) = verify(&["--crl", lists, "--policy", "vn-gca"]);
    assert_eq!((status, errors.as_slice()), (3, &["timestamp-required".to_owned()][..]));
    assert_eq!(vgca["flags"], 4);
    // The lists are older than the signature.
    let (status, errors, _) = verify(&["--crl", lists, "--policy", "eu-like"]);
    assert_eq!(status, 3);
    assert!(errors.iter().all(|code| code.starts_with("revocation-")) && !errors.is_empty(), "{errors:?}");
    // Neither list nor answer: never valid, in no policy.
    for policy in ["strict", "vn-gca", "eu-like"] {
        let (status, errors, vgca) = verify(&["--policy", policy]);
        assert_eq!(status, 3, "{policy}");
        assert!(errors.contains(&"revocation-not-available".to_owned()), "{policy}: {errors:?}");
        assert_eq!(
            (&vgca["certificate_code"], &vgca["state"]),
            (&6.into(), &"not-enough-information".into())
        );
        assert!(vgca["flags"].as_u64().unwrap() & 0x40 != 0, "{vgca}");
    }
}

#[test]
fn revoked_and_expired_have_the_codes_of_the_tool() {
    let (folder, pki, _) = signed();
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/documents/classic.pdf");
    for (member, code, allow) in [("revoked", 8, false), ("expired", 1, true)] {
        let letter = folder.path().join(format!("{member}.pdf"));
        let mut sign = kyso(["sign", "--password-env", "KYSO_PASSWORD", "--key"]);
        sign.env("KYSO_PASSWORD", "kyso").arg(pki.join(format!("{member}.p12"))).arg("-o").arg(&letter);
        sign.args(allow.then_some("--allow-expired")).arg(&document);
        assert_eq!(run(&mut sign).status, 0, "{member}");
        let mut verify = kyso(["verify", "--format", "json", "--trust"]);
        let outcome = run(verify.arg(&pki).arg("--crl").arg(&pki).arg(&letter));
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let vgca = &report["documents"][0]["signatures"][0]["vgca"];
        assert_eq!(vgca["certificate_code"], code, "{member}: {vgca}");
        assert_eq!((&vgca["state"], vgca["flags"].as_u64().unwrap() & 0x20), (&"invalid".into(), 0x20));
        assert_eq!(report["documents"][0]["vgca"]["text"], "Chữ ký không hợp lệ!");
    }
}
