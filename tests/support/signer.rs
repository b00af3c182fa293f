//! Signers of the committed test PKI, and the two verbs of the library as the tests use them.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "part of tests, each of which uses some of it; reads the committed keys"
)]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use base64ct::{Base64, Encoding};
use kyso::{
    Certificate, Code, DocumentReport, Error, Language, Limits, PrivateKey, Severity, SignOptions, Time,
    TrustStore, VerifyOptions, certificates_from,
};

use crate::schema;

/// A key with the certificates above it.
pub(crate) struct Signer {
    pub(crate) key: PrivateKey,
    /// The signer's own first, without the root.
    pub(crate) chain: Vec<Certificate>,
}

/// The member of `testdata/pki` with this name.
pub(crate) fn signer(name: &str) -> Signer {
    let key = private_key(&pki_file(&format!("keys/{name}.pem")));
    Signer { key, chain: certificates(name) }
}

/// The usual signer: RSA-2048, whose signatures are the same in every run.
pub(crate) fn person() -> &'static Signer {
    static PERSON: OnceLock<Signer> = OnceLock::new();
    PERSON.get_or_init(|| signer("person"))
}

pub(crate) fn certificates(name: &str) -> Vec<Certificate> {
    certificates_from(&pki_file(&format!("{name}.pem")), &Limits::default()).expect("certificates")
}

/// When everything is signed and verified, unless a test says otherwise.
pub(crate) fn now() -> Time {
    time("2026-11-20T08:00:00Z")
}

pub(crate) fn time(text: &str) -> Time {
    text.parse().expect("a time")
}

pub(crate) fn sign_options() -> SignOptions {
    SignOptions::new(now())
}

/// The root of the test PKI is trusted, and nobody else.
pub(crate) fn trust() -> TrustStore {
    let mut trust = TrustStore::new();
    for root in certificates("root") {
        trust.add_anchor(root);
    }
    trust
}

pub(crate) fn verify_options() -> VerifyOptions {
    static OPTIONS: OnceLock<VerifyOptions> = OnceLock::new();
    OPTIONS
        .get_or_init(|| {
            let mut options = VerifyOptions::new(trust(), now());
            for name in ["root.crl", "sub.crl", "g1-root.crl", "g1-sub.crl"] {
                options.evidence.add_crl(&pki_file(name), &Limits::default()).expect("a CRL");
            }
            options
        })
        .clone()
}

impl Signer {
    /// The document with one more signature.
    pub(crate) fn sign(&self, document: &[u8], options: &SignOptions) -> Vec<u8> {
        self.try_sign(document, options).unwrap_or_else(|error| panic!("not signed: {error}"))
    }

    pub(crate) fn try_sign(&self, document: &[u8], options: &SignOptions) -> Result<Vec<u8>, Error> {
        let update = kyso::sign(document, &self.key, &self.chain, options, &Limits::default())?;
        Ok(update.append_to(document))
    }
}

/// The report, which is checked against its schema on the way.
pub(crate) fn verify(document: &[u8]) -> DocumentReport {
    verify_with(document, &verify_options())
}

pub(crate) fn verify_with(document: &[u8], options: &VerifyOptions) -> DocumentReport {
    try_verify(document, options).unwrap_or_else(|error| panic!("not verified: {error}"))
}

pub(crate) fn try_verify(document: &[u8], options: &VerifyOptions) -> Result<DocumentReport, Error> {
    let report = kyso::verify(document, options)?;
    for language in [Language::Vi, Language::En] {
        schema::assert_document_report(&report.to_json_line(language));
    }
    Ok(report)
}

/// The codes of all findings that are errors: those of the signatures in their order, then those of the document.
/// The same code twice in a row stands once.
pub(crate) fn errors(report: &DocumentReport) -> Vec<Code> {
    let of_signatures = report.signatures.iter().flat_map(|signature| &signature.findings);
    let mut codes: Vec<Code> = of_signatures
        .chain(&report.findings)
        .filter(|finding| finding.severity() == Severity::Error)
        .map(|finding| finding.code)
        .collect();
    codes.dedup();
    codes
}

/// A private key from PEM of PKCS#8, as it is committed.
fn private_key(pem: &[u8]) -> PrivateKey {
    let text = std::str::from_utf8(pem).expect("PEM");
    let base64: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = Base64::decode_vec(&base64).expect("base64");
    PrivateKey::from_pkcs8_der(&der).expect("a key")
}

fn pki_file(name: &str) -> Vec<u8> {
    let path = project().join("testdata/pki").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
