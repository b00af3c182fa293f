//! The timestamps in the PDF files of the corpus.
#![expect(clippy::disallowed_methods, reason = "reads the corpus")]

use super::*;
use crate::asn1::oid;
use crate::cms::tests::corpus::{collect, corpus, signed_parts};

#[test]
fn the_timestamps_of_the_corpus_hold() {
    let Some(root) = corpus() else { return };
    let mut files = Vec::new();
    collect(&root, &mut files);
    let (mut of_documents, mut of_signatures) = (0, 0);
    for path in files {
        let bytes = std::fs::read(&path).expect("a file of the corpus");
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).expect("a name");
        for (content, message) in signed_parts(&bytes) {
            let Ok(signed) = crate::cms::read(&message, &Limits::default()) else { continue };
            if signed.content_type() == oid::TST_INFO {
                of_documents += 1;
                assert_holds(&name, &message, &content);
            }
            for signer in &signed.signers {
                for token in signer.signature_timestamps() {
                    of_signatures += 1;
                    assert_holds(&name, token, &signer.signature);
                }
                for token in signer.content_timestamps() {
                    assert_holds(&name, token, &content);
                }
            }
        }
    }
    eprintln!("{of_documents} document timestamps, {of_signatures} signature timestamps");
    assert!(of_documents >= 2 && of_signatures >= 9);
}

fn assert_holds(name: &str, token: &[u8], content: &[u8]) {
    let token = read(token, &Limits::default()).expect("a token");
    let check = check_token(&token, &|algorithm| Some(crypto::digest(algorithm, content)), &[]);
    let found = (check.check.integrity, check.imprint, check.faults.as_slice());
    assert_eq!(found, (Integrity::Intact, Imprint::Matches, &[][..]), "{name}");
    let certificate = check.check.signer_certificate.expect("a certificate");
    eprintln!("{name}: {} {:?}", token.info.gen_time, authority_faults(&certificate));
}
