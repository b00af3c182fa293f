//! openssl as the judge, both ways: its requests with our answers, and our requests with its answers.

use std::path::Path;
use std::process::Command;

use super::*;

/// Runs `openssl ts` in a folder; `None` if there is no openssl.
fn openssl(folder: &Path, arguments: &[&str]) -> Option<(bool, String)> {
    let output = Command::new("openssl").arg("ts").args(arguments).current_dir(folder).output();
    let output = match output {
        Ok(output) => output,
        Err(_) => {
            eprintln!("skipped: there is no openssl");
            return None;
        }
    };
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

fn pki(name: &str) -> String {
    format!("{}/testdata/pki/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "openssl reads and writes files")]
fn openssl_verifies_our_answers_to_its_requests() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("content"), CONTENT).expect("a file");
    let chain = fixed().chain("tsa").expect("a chain");
    let key = &fixed().member("tsa").expect("a member").key;
    let at = made_at().to_unix().to_string();
    let (root, sub) = (pki("root.pem"), pki("sub.pem"));
    for question in [
        &["-sha256", "-cert"][..],
        &["-sha256"],
        &["-sha512", "-no_nonce", "-cert"],
        &["-sha384", "-tspolicy", "1.2.3.4", "-cert"],
        &["-sha1", "-cert"],
    ] {
        let query = [&["-query", "-data", "content", "-out", "query"], question].concat();
        let Some((true, _)) = openssl(folder.path(), &query) else { return };
        let request = std::fs::read(file("query")).expect("a query");
        for (misbehaviour, good) in [
            (&[][..], true),
            (&[Misbehaviour::EssV1][..], true),
            (&[Misbehaviour::WithModifications, Misbehaviour::Fraction("25"), Misbehaviour::Ordering], true),
            (&[Misbehaviour::Accuracy(0, 999, 1)], true),
            (&[Misbehaviour::WrongImprint], false),
            (&[Misbehaviour::WrongSignature], false),
            (&[Misbehaviour::WrongEss], false),
            (&[Misbehaviour::Refuse(2, &["badAlg"], "no")], false),
        ] {
            let authority = Authority { key, chain: &chain, time: made_at(), misbehaviour };
            let response = issue::respond(&request, &authority).expect("an answer");
            std::fs::write(file("response"), response).expect("a file");
            let mut verify =
                vec!["-verify", "-queryfile", "query", "-in", "response", "-attime", &at, "-CAfile", &root];
            let tsa = pki("tsa.pem");
            if question.contains(&"-cert") {
                verify.extend(["-untrusted", &sub]);
            } else {
                verify.extend(["-untrusted", &tsa]);
            }
            let Some((accepted, said)) = openssl(folder.path(), &verify) else { return };
            assert_eq!(accepted, good, "{question:?} {misbehaviour:?}: {said}");
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "openssl reads and writes files")]
fn the_answers_of_openssl_to_our_requests_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    let request = TimestampRequest::over(CONTENT);
    for (alg, chain, binding) in [
        ("sha256", "no", Binding::MatchesV2),
        ("sha1", "no", Binding::MatchesV1),
        ("sha512", "yes", Binding::MatchesV2),
    ] {
        let configuration = format!(
            "[tsa]\ndefault_tsa = ours\n[ours]\nserial = serial\nsigner_cert = {tsa}\ncerts = {tsa}\n\
             signer_key = {key}\nsigner_digest = sha256\ndefault_policy = 2.999.2\nother_policies = 2.999.3\n\
             digests = sha1, sha256, sha384, sha512\naccuracy = secs:1, millisecs:500, microsecs:100\n\
             clock_precision_digits = 6\nordering = yes\ntsa_name = yes\ness_cert_id_chain = {chain}\n\
             ess_cert_id_alg = {alg}\n",
            tsa = pki("tsa.pem"),
            key = pki("keys/tsa.pem"),
        );
        std::fs::write(file("configuration"), configuration).expect("a file");
        std::fs::write(file("serial"), "01\n").expect("a file");
        let reply = ["-reply", "-queryfile", "query", "-out", "response", "-config", "configuration"];
        for request in [
            request.clone(),
            request.clone().with_nonce(&[0x80, 1, 2, 3, 4, 5, 6, 7]),
            request.clone().with_policy("2.999.3").expect("a policy"),
            TimestampRequest::new(crypto::digest(DigestAlgorithm::Sha512, CONTENT)),
        ] {
            std::fs::write(file("query"), request.to_der()).expect("a file");
            let Some((true, _)) = openssl(folder.path(), &reply) else { return };
            let response = std::fs::read(file("response")).expect("a response");
            let raw = request.token(&response, &Limits::default()).expect("a token");
            let token = read(&raw, &Limits::default()).expect("a token");
            assert_eq!(token.info.accuracy, Some(Accuracy { micros: 1_500_100 }));
            assert!(token.info.ordering);
            let check = check(&token);
            assert_eq!((check.is_sound(), check.faults.as_slice()), (true, &[][..]));
            assert_eq!(check.check.signing_certificate, binding);
        }
        let refused = request.clone().with_policy("2.999.4").expect("a policy");
        std::fs::write(file("query"), refused.to_der()).expect("a file");
        let Some((true, _)) = openssl(folder.path(), &reply) else { return };
        let response = std::fs::read(file("response")).expect("a response");
        let error = refused.token(&response, &Limits::default()).expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::TimestampRefused);
        assert!(error.detail().starts_with("rejection: unacceptedPolicy"), "{}", error.detail());
    }
}
