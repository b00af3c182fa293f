//! `kyso pki serve`, asked by our library and by openssl.
#![expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a test that runs programs")]

#[path = "support/command.rs"]
mod command;
#[path = "support/server.rs"]
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use command::{kyso, run};
use kyso::{Error, ErrorKind, Limits, TimestampRequest};
use server::Served;

/// A test PKI whose certificates name a server that is not there, made once.
fn pki() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli_serve");
        let _ = fs::remove_dir_all(&folder);
        let made = run(kyso(["pki", "new", "--url", "http://127.0.0.1:9/"]).arg(&folder));
        assert_eq!(made.status, 0, "{}", made.stderr);
        folder
    })
}

fn timestamp(served: &Served, path: &str) -> Result<Vec<u8>, Error> {
    let request = TimestampRequest::over(b"what is to be dated").with_nonce(&[1; 8]);
    let response = served.post(path, "application/timestamp-query", &request.to_der());
    request.token(&response, &Limits::default())
}

/// Runs openssl in the folder of the PKI: whether it went well, and all that it said. `None` if there is none.
fn openssl(arguments: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new("openssl").args(arguments).current_dir(pki()).output() else {
        eprintln!("skipped: there is no openssl");
        return None;
    };
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

#[test]
fn the_servers_start_serve_and_end_with_their_input() {
    let served = Served::start(pki(), &[]);
    assert!(timestamp(&served, "/tsa").is_ok());
    assert_eq!(served.get("/crl/sub.crl"), fs::read(pki().join("sub.crl")).unwrap());
    assert_eq!(served.get("/stale/crl/sub.crl"), fs::read(pki().join("stale/sub.crl")).unwrap());
    assert_eq!(timestamp(&served, "/wrong-nonce/tsa").unwrap_err().kind(), ErrorKind::TimestampUnusable);
    assert!(served.end());
}

#[test]
fn the_whole_server_misbehaves_when_told_so() {
    let served = Served::start(pki(), &["--misbehave", "ber", "--misbehave", "rejection"]);
    let refused = timestamp(&served, "/tsa").unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::TimestampRefused);
    assert_eq!(refused.detail(), "rejection: badRequest, \"too many requests\"");
}

#[test]
fn wrong_arguments_are_refused() {
    let outcome = run(kyso(["pki", "serve", "--misbehave", "badly"]).arg(pki()));
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    let outcome = run(&mut kyso(["pki", "serve", "no-such-folder"]));
    assert!(outcome.status == 5 && outcome.stderr.contains("file-not-found"), "{}", outcome.stderr);
    let served = Served::start(pki(), &[]);
    let port = served.url.rsplit(':').next().unwrap();
    let outcome = run(kyso(["pki", "serve", "--port", port]).arg(pki()));
    assert!(outcome.status != 0 && outcome.stderr.contains(port), "{}", outcome.stderr);
}

#[test]
fn the_addresses_of_the_services_are_in_the_certificates() {
    let told = run(&mut kyso(["pki", "serve", "--help"]));
    assert!(told.stdout.contains("redirect-loop"), "{}", told.stdout);
    if !extract("person", "addresses.crt") {
        return;
    }
    let Some((true, text)) = openssl(&["x509", "-in", "addresses.crt", "-noout", "-text"]) else { return };
    for url in ["crl/sub.crl", "crt/sub.crt", "ocsp"] {
        assert!(text.contains(&format!("URI:http://127.0.0.1:9/{url}")), "{text}");
    }
}

/// Writes the certificate of a member into a file; false if there is no openssl.
fn extract(name: &str, file: &str) -> bool {
    let from = format!("{name}.p12");
    let extract = ["pkcs12", "-in", &from, "-passin", "pass:kyso", "-nokeys", "-clcerts", "-out", file];
    openssl(&extract).is_some_and(|(good, _)| good)
}

#[test]
fn openssl_believes_our_ocsp_responder_unless_it_misbehaves() {
    let served = Served::start(pki(), &[]);
    for name in ["person", "revoked", "agency"] {
        if !extract(name, &format!("{name}.crt")) {
            return;
        }
    }
    let ask = |path: &str, certificate: &str, more: &[&str]| {
        let url = format!("{}{path}", served.url);
        let file = format!("{certificate}.crt");
        let chain = ["-issuer", "sub.pem", "-CAfile", "root.pem", "-verify_other", "sub.pem"];
        openssl(&[&["ocsp", "-url", &url, "-resp_text"], &chain[..], more, &["-cert", &file]].concat())
            .unwrap()
    };
    for (path, certificate, more, expected) in [
        ("/ocsp", "person", &[][..], "person.crt: good"),
        ("/ocsp", "agency", &["-sha256"], "agency.crt: good"),
        ("/ocsp", "revoked", &["-no_nonce"], "revoked.crt: revoked"),
        ("/good/ocsp", "revoked", &[], "revoked.crt: good"),
        ("/revoked/ocsp", "person", &[], "Reason: keyCompromise"),
        ("/unknown/ocsp", "person", &[], "person.crt: unknown"),
    ] {
        let (_, said) = ask(path, certificate, more);
        assert!(said.contains("Response verify OK") && said.contains(expected), "{path}: {said}");
        assert!(!said.contains("WARNING"), "{path}: {said}");
    }
    for (path, expected) in [
        ("/wrong-key/ocsp", "Response Verify Failure"),
        ("/wrong-signer/ocsp", "missing ocspsigning usage"),
        ("/wrong-nonce/ocsp", "Nonce Verify error"),
        ("/no-nonce/ocsp", "WARNING: no nonce in response"),
        ("/stale/ocsp", "WARNING: Status times invalid"),
        ("/try-later/ocsp", "Responder Error: trylater"),
        ("/unauthorized/ocsp", "Responder Error: unauthorized"),
        ("/status-500/ocsp", "error"),
        ("/truncated/ocsp", "rror"),
        ("/html/ocsp", "rror"),
    ] {
        let (_, said) = ask(path, "person", &[]);
        assert!(said.contains(expected), "{path}: {said}");
    }
    // The responder is that of the sub CA; of what the root issued it must not speak.
    let url = format!("{}/ocsp", served.url);
    let root = ["ocsp", "-url", &url, "-issuer", "root.pem", "-CAfile", "root.pem", "-cert", "sub.pem"];
    let (_, said) = openssl(&root).unwrap();
    assert!(said.contains("Responder Error: unauthorized"), "{said}");
}

#[test]
fn openssl_accepts_our_timestamps_over_http() {
    let served = Served::start(pki(), &[]);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("content"), b"what is to be dated").unwrap();
    let query = ["ts", "-query", "-data", &path("content"), "-sha256", "-cert", "-out", &path("query")];
    let Some((true, _)) = openssl(&query) else { return };
    let request = fs::read(path("query")).unwrap();
    for (at, good) in
        [("/tsa", true), ("/ess-v1/tsa", true), ("/wrong-nonce/tsa", false), ("/wrong-key/tsa", false)]
    {
        fs::write(path("response"), served.post(at, "application/timestamp-query", &request)).unwrap();
        let verify = ["ts", "-verify", "-queryfile", &path("query"), "-in", &path("response")];
        let trust = ["-CAfile", "root.pem", "-untrusted", "sub.pem"];
        let (accepted, said) = openssl(&[&verify[..], &trust].concat()).unwrap();
        assert_eq!(accepted, good, "{at}: {said}");
    }
}
