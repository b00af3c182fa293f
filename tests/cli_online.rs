//! `--online` and `--tsa`, with the test servers of `kyso pki serve`: rewriting, cache, refusals.
#![cfg(feature = "net")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that makes files and runs programs"
)]

#[path = "support/command.rs"]
mod command;
#[path = "support/document.rs"]
mod document;
#[path = "support/server.rs"]
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use command::{Outcome, kyso, run};
use serde_json::Value;
use server::Served;

/// A test PKI whose certificates name servers that do not exist, made once, and a document signed at B-T.
fn desk() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli_online");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let made = run(kyso(["pki", "new"]).arg(folder.join("pki")));
        assert_eq!(made.status, 0, "{}", made.stderr);
        fs::write(folder.join("letter.pdf"), document::pdf(&[])).unwrap();
        let served = Served::start(&folder.join("pki"), &[]);
        let tsa = format!("{}/tsa", served.url);
        let signed = run(sign(&folder, "signed.pdf").args(["--level", "b-t", "--tsa", &tsa]));
        assert_eq!(signed.status, 0, "{}", signed.stderr);
        folder
    })
}

fn sign(folder: &Path, to: &str) -> Command {
    let mut command = kyso(["sign", "--password-env", "KYSO_TEST_PASSWORD"]);
    command.env("KYSO_TEST_PASSWORD", "kyso").arg(folder.join("letter.pdf")).arg("-o").arg(folder.join(to));
    command.arg("--key").arg(folder.join("pki/person.p12")).arg("--trust").arg(folder.join("pki/root.pem"));
    command
}

fn verify(options: &[&str]) -> (Outcome, Value) {
    let mut command = kyso(["verify", "--format", "json", "--trust"]);
    command.arg(desk().join("pki/root.pem")).arg(desk().join("signed.pdf")).args(options);
    let outcome = run(&mut command);
    let report = serde_json::from_str(&outcome.stdout).unwrap_or_default();
    (outcome, report)
}

/// Rules that lead from the names in the certificates to this server.
fn rules(url: &str) -> Vec<String> {
    let pairs = [
        ("http://ca.kyso.example/pki/pub/crl/rootcag2.crl", "/crl/root.crl"),
        ("http://ca.kyso.example/pki/pub/crl/cpcag2.crl", "/crl/sub.crl"),
        ("http://ocsp.ca.kyso.example/", "/ocsp"),
    ];
    pairs.iter().flat_map(|(from, to)| ["--rewrite".to_owned(), format!("{from}={url}{to}")]).collect()
}

fn online<'a>(rules: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    ["--online"].into_iter().chain(rules.iter().map(String::as_str)).chain(more.iter().copied()).collect()
}

#[test]
fn hosts_that_do_not_resolve_are_rewritten_to_a_private_one_that_the_caller_names() {
    let served = Served::start(&desk().join("pki"), &[]);
    let (offline, report) = verify(&[]);
    assert_eq!((offline.status, &report["documents"][0]["verdict"]), (3, &"indeterminate".into()));
    let (outcome, report) = verify(&online(&rules(&served.url), &[]));
    assert_eq!(outcome.status, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(report["documents"][0]["signatures"][0]["level"], "B-T");
}

#[test]
fn a_document_that_names_a_private_host_is_refused_unless_that_is_allowed() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli_online_private");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    // The certificates name this machine.
    let pki = folder.join("pki");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let made = run(kyso(["pki", "new", "--url", &format!("http://127.0.0.1:{free}")]).arg(&pki));
    assert_eq!(made.status, 0, "{}", made.stderr);
    let served = Served::start(&pki, &["--port", &free.to_string()]);
    fs::write(folder.join("letter.pdf"), document::pdf(&[])).unwrap();
    let tsa = format!("{}/tsa", served.url);
    let signed = run(sign(&folder, "signed.pdf").args(["--level", "b-t", "--tsa", &tsa]));
    assert_eq!(signed.status, 0, "{}", signed.stderr);
    let verify = |options: &[&str]| {
        let mut command = kyso(["verify", "--online", "--trust"]);
        run(command.arg(pki.join("root.pem")).arg(folder.join("signed.pdf")).args(options))
    };
    let refused = verify(&[]);
    assert_eq!(refused.status, 3, "{}", refused.stdout);
    assert!(refused.stderr.contains("/ocsp: address of a private network"), "{}", refused.stderr);
    let allowed = verify(&["--allow-private"]);
    assert_eq!(allowed.status, 0, "{}{}", allowed.stdout, allowed.stderr);
    // All evidence on board at once.
    let options = ["--level", "b-lta", "--tsa", &tsa, "--online", "--allow-private"];
    let signed = run(sign(&folder, "archive.pdf").args(options));
    assert_eq!(signed.status, 0, "{}", signed.stderr);
    assert!(served.end());
    let mut offline = kyso(["verify", "--trust"]);
    let offline = run(offline.arg(pki.join("root.pem")).arg(folder.join("archive.pdf")));
    assert_eq!(offline.status, 0, "{}", offline.stdout);
}

#[test]
fn a_cache_serves_when_the_servers_are_gone() {
    let cache = tempfile::tempdir().unwrap();
    let served = Served::start(&desk().join("pki"), &[]);
    let rules = rules(&served.url);
    let options = online(&rules, &["--cache", cache.path().to_str().unwrap()]);
    assert_eq!(verify(&options).0.status, 0);
    assert!(fs::read_dir(cache.path()).unwrap().count() >= 2);
    assert!(served.end());
    let (outcome, _) = verify(&options);
    assert_eq!(outcome.status, 0, "{}{}", outcome.stdout, outcome.stderr);
    let (outcome, _) = verify(&online(&rules, &[]));
    assert_eq!(outcome.status, 3, "{}", outcome.stdout);
    assert!(outcome.stderr.contains("connection refused"), "{}", outcome.stderr);
}

#[test]
fn an_authority_that_asks_for_a_password_gets_it_in_the_clear_only_if_told_so() {
    let served = Served::start(&desk().join("pki"), &[]);
    let tsa = format!("{}/auth/tsa", served.url);
    let ask = |password: &str, more: &[&str]| {
        let mut command = sign(desk(), "with-password.pdf");
        command.args(["--level", "b-t", "--tsa", &tsa]).env("TSA_PASSWORD", password);
        run(command.args(more))
    };
    let with = ["--tsa-user", "kyso", "--tsa-password-env", "TSA_PASSWORD"];
    let told = [&with[..], &["--tsa-plain-password"]].concat();
    assert!(ask("kyso", &[]).stderr.contains("status 401"));
    assert!(ask("kyso", &with).stderr.contains("over https only"));
    let wrong = ask("secret-word", &told);
    assert_eq!(wrong.status, 5);
    assert!(wrong.stderr.contains("status 401") && !wrong.stderr.contains("secret-word"), "{}", wrong.stderr);
    let right = ask("kyso", &told);
    assert_eq!(right.status, 0, "{}", right.stderr);
}

#[test]
fn a_proxy_of_the_environment_is_used_but_not_for_this_machine() {
    let served = Served::start(&desk().join("pki"), &[]);
    let rules = rules(&served.url);
    let mut command = kyso(["verify", "--trust"]);
    command.arg(desk().join("pki/root.pem")).arg(desk().join("signed.pdf")).args(online(&rules, &[]));
    let outcome = run(command.env("http_proxy", "http://user:secret@127.0.0.1:9"));
    assert_eq!(outcome.status, 0, "{}{}", outcome.stdout, outcome.stderr);
    let mut command = kyso(["verify", "--online", "--trust"]);
    command.arg(desk().join("pki/root.pem")).arg(desk().join("signed.pdf"));
    let outcome = run(command.env("http_proxy", "http://user:secret@127.0.0.1:9"));
    assert_eq!(outcome.status, 3, "{}", outcome.stdout);
    assert!(outcome.stderr.contains("connection refused") && !outcome.stderr.contains("secret"));
    let outcome = run(command.env("http_proxy", "socks5://user:secret@127.0.0.1:9"));
    assert_eq!(outcome.status, 5, "{}", outcome.stdout);
    assert!(outcome.stderr.contains("from the environment") && !outcome.stderr.contains("secret"));
}

#[test]
fn what_belongs_together_is_asked_for_together() {
    for options in [
        &["--allow-private"][..],
        &["--rewrite", "http://a.vn/=http://b.vn/"],
        &["--cache", "x"],
        &["--online", "--rewrite", "nonsense"],
        &["--online", "--rewrite", "http://a.vn/=ldap://b.vn/"],
        &["--online", "--timeout", "0"],
    ] {
        assert_eq!(verify(options).0.status, 2, "{options:?}");
    }
    for options in [&["--tsa-user", "u"][..], &["--tsa", "http://a.vn/", "--tsa-user", "u"]] {
        assert_eq!(run(sign(desk(), "none.pdf").args(options)).status, 2, "{options:?}");
    }
}
