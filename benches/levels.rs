//! How long a signature with embedded evidence takes to verify, at each level: `cargo bench --bench levels`.
//!
//! The files are made by the command with the test servers, so nothing of the library is opened up for this.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    reason = "measures; macros write undocumented items"
)]

#[path = "../tests/support/document.rs"]
mod document;
#[path = "../tests/support/server.rs"]
mod server;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use criterion::{Criterion, criterion_group, criterion_main};
use kyso::{Limits, Time, TrustStore, Verdict, VerifyOptions};
use server::Served;

fn levels(criterion: &mut Criterion) {
    let place = tempfile::tempdir().expect("a folder");
    let pki = place.path().join("pki");
    kyso(&["pki", "new"], &[&pki], &[]);
    let served = Served::start(&pki, &[]);
    let letter = place.path().join("letter.pdf");
    fs::write(&letter, document::pdf(&[])).expect("written");
    let mut trust = TrustStore::new();
    let root = fs::read(pki.join("root.pem")).expect("the root");
    trust.add_from(&root, &Limits::default()).expect("a certificate");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    let now = Time::from_unix(i64::try_from(now).expect("before the year 10000"));

    for level in ["b-b", "b-t", "b-lt", "b-lta"] {
        let signed = place.path().join(format!("{level}.pdf"));
        let tsa = format!("{}/tsa", served.url);
        let key = pki.join("person.p12");
        let mut arguments = vec!["--password-env", "KYSO_BENCH", "--level", level];
        if level != "b-b" {
            arguments.extend(["--tsa", &tsa, "--trust", pki.to_str().expect("UTF-8")]);
        }
        kyso(&["sign", "--key"], &[&key, &letter, Path::new("-o"), &signed], &arguments);
        let bytes = fs::read(&signed).expect("signed");
        let mut options = VerifyOptions::new(trust.clone(), now);
        // The evidence of the two highest levels is in the file.
        if !level.starts_with("b-l") {
            for list in ["root.crl", "sub.crl"] {
                let list = fs::read(pki.join(list)).expect("a CRL");
                options.evidence.add_crl(&list, &Limits::default()).expect("a CRL");
            }
        }
        let report = kyso::verify(&bytes, &options).expect("a report");
        assert_eq!(report.verdict, Verdict::Passed, "{level}: {}", report.to_json_line(kyso::Language::En));
        let reached = report.signatures.first().map(|signature| signature.level.as_str().to_lowercase());
        assert_eq!(reached.as_deref(), Some(level));
        criterion.bench_function(&format!("verify a small file at {level}"), |bencher| {
            bencher.iter(|| kyso::verify(&bytes, &options));
        });
    }
    served.end();
}

fn kyso(verb: &[&str], paths: &[&Path], arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyso"));
    command.args(verb).args(paths).args(arguments).env("KYSO_BENCH", "kyso");
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{verb:?}: {}", String::from_utf8_lossy(&output.stderr));
}

criterion_group!(benches, levels);
criterion_main!(benches);
