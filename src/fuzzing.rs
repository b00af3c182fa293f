//! Where fuzzers enter: each function takes whatever bytes, reads them as one thing, asks everything of it, and
//! panics only if something is wrong with us. Not part of the library: it exists for `cargo fuzz` and for tests.

mod mutator;
mod pdf;
mod random;
mod shown;
#[cfg(test)]
mod tests;

use crate::asn1::{Reader, oid};
use crate::cms::timestamp::{TimestampRequest, authority_faults, check_token};
use crate::cms::{self, Content, check_signer};
use crate::crypto::{self, Digest, DigestAlgorithm};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use crate::pdf::{Document, signing};
use crate::pki::revocation::RevocationChecker;
use crate::pki::{self, Certificate, PathFinder, TrustStore, ValidationData};
use crate::time::Time;

pub use mutator::mutate;
pub use pdf::{changes, filters, lexer, object_streams, verify, xref};

/// A target by its name, which is that of its folder in `testdata/regressions` as well.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("certificate", certificate),
    ("crl", crl),
    ("ocsp", ocsp),
    ("cms", cms),
    ("timestamp", timestamp),
    ("path", path),
    ("dss", dss),
    ("lexer", lexer),
    ("xref", xref),
    ("object_streams", object_streams),
    ("filters", filters),
    ("changes", changes),
    ("verify", verify),
];

/// A certificate, or a file with some.
pub fn certificate(data: &[u8]) {
    match Certificate::from_der(data) {
        Ok(certificate) => {
            assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Ok(&certificate));
            ask(&certificate);
        }
        Err(error) => located(&error, data),
    }
    for certificate in pki::certificates_from(data, &limits()).unwrap_or_default() {
        ask(&certificate);
    }
}

/// A revocation list, or a file with some, asked about certificates that exist.
pub fn crl(data: &[u8]) {
    let mut evidence = ValidationData::new();
    if let Err(error) = evidence.add_crl(data, &limits()) {
        located(&error, data);
    }
    ask_evidence(&evidence);
}

/// An OCSP response, asked about certificates that exist.
pub fn ocsp(data: &[u8]) {
    let mut evidence = ValidationData::new();
    match evidence.add_ocsp(data, &limits()) {
        Ok(()) => {
            // What was kept can be read again, in its envelope.
            for der in evidence.ocsps() {
                assert_eq!(ValidationData::new().add_ocsp(der, &limits()), Ok(()));
            }
        }
        Err(error) => located(&error, data),
    }
    ask_evidence(&evidence);
    // And whatever else it may be.
    let mut anything = ValidationData::new();
    drop(anything.add_from(data, &limits()));
    ask_evidence(&anything);
}

/// A cryptographic message, attached or detached.
pub fn cms(data: &[u8]) {
    let message = match cms::read(data, &limits()) {
        Ok(message) => message,
        Err(error) => return located(&error, data),
    };
    assert!(message.used <= data.len());
    let offered = known_certificates();
    let digest = |algorithm: DigestAlgorithm| -> Digest { crypto::digest(algorithm, CONTENT) };
    for index in 0..message.signers.len().min(MOST) {
        for content in [Content::Attached, Content::Detached(&digest)] {
            drop(check_signer(&message, index, &content, oid::DATA, &offered));
        }
    }
    for signer in message.signers.iter().take(MOST) {
        let _ = (signer.signing_time(), signer.digest_algorithm(), signer.signature_algorithm());
        for token in signer.signature_timestamps().into_iter().chain(signer.content_timestamps()) {
            timestamp(token);
        }
    }
    message.certificates.iter().take(MOST).for_each(ask);
}

/// A timestamp token, or the answer of an authority.
pub fn timestamp(data: &[u8]) {
    match cms::timestamp::read(data, &limits()) {
        Ok(token) => {
            assert!(data.starts_with(&token.raw) && !token.raw.is_empty());
            let same = |algorithm: DigestAlgorithm| Some(crypto::digest(algorithm, CONTENT));
            let check = check_token(&token, &same, &known_certificates());
            let _ = (check.is_sound(), token.info.weak_imprint());
            check.check.signer_certificate.iter().for_each(|certificate| drop(authority_faults(certificate)));
        }
        Err(error) => located(&error, data),
    }
    let request = TimestampRequest::over(CONTENT);
    for request in [request.clone(), request.with_nonce(&[1])] {
        drop(request.token(data, &limits()));
    }
}

/// Certificates one after the other, the first of them trusted: paths from each of them.
pub fn path(data: &[u8]) {
    let mut certificates = Vec::new();
    let mut reader = Reader::new(data);
    while let Ok(element) = reader.element() {
        certificates.extend(Certificate::from_der(element.raw));
        if certificates.len() > 4 * MOST {
            break;
        }
    }
    let mut trust = TrustStore::new();
    if let Some(first) = certificates.first() {
        trust.add_anchor(first.clone());
    }
    let limits = limits();
    let mut finder = PathFinder::new(&trust, certificates.clone(), &limits);
    for leaf in certificates.iter().take(MOST) {
        for at in [leaf.not_before(), leaf.not_after(), made_at()] {
            let paths = finder.paths(leaf, at, &Default::default());
            assert!(!paths.is_empty() && paths.iter().all(|path| path.chain.first() == Some(leaf)));
        }
    }
}

/// The security store of each revision of a PDF, and all that stands in it.
pub fn dss(data: &[u8]) {
    let limits = limits();
    let Ok(document) = Document::open(data, &limits) else { return };
    for revision in 0..document.revisions().len().min(MOST) {
        let Ok(Some(dss)) = signing::dss(&document.view(revision), &limits) else { continue };
        let mut evidence = ValidationData::new();
        for stored in dss.all_certificates() {
            drop(evidence.add_from(&stored.bytes, &limits));
        }
        for stored in dss.all_crls().into_iter().chain(dss.all_ocsps()) {
            drop(evidence.add_from(&stored.bytes, &limits));
        }
        ask_evidence(&evidence);
    }
}

/// An error about bytes that cannot be read says where, and that is within them.
fn located(error: &Error, data: &[u8]) {
    let malformed = matches!(
        error.kind(),
        ErrorKind::MalformedCertificate | ErrorKind::MalformedRevocationData | ErrorKind::MalformedCms
    );
    assert!(!malformed || error.offset().is_some(), "{error}");
    assert!(error.offset().is_none_or(|offset| offset <= data.len()), "{error}");
}

fn ask(certificate: &Certificate) {
    drop(format!("{certificate:?} {} {}", certificate.subject(), certificate.issuer()));
    drop((certificate.serial_hex(), certificate.fingerprint_sha256(), certificate.key_kind()));
    let _ = (certificate.email().map(str::len), certificate.crl_urls().len(), certificate.ocsp_urls().len());
    assert!(certificate.subject().matches(certificate.subject()));
    assert!(certificate.extensions().all(|extension| extension.value.len() < certificate.der().len()));
    drop(certificate.verify_signature(certificate));
    drop(authority_faults(certificate));
}

/// What the evidence says about a person and an intermediate CA of the test PKI.
fn ask_evidence(evidence: &ValidationData) {
    let (limits, known) = (limits(), known_certificates());
    let mut trust = TrustStore::new();
    known.first().into_iter().for_each(|root| trust.add_anchor(root.clone()));
    let mut finder = PathFinder::new(&trust, known.clone(), &limits);
    finder.offer(evidence.certificates());
    let mut checker = RevocationChecker::new(evidence, &limits);
    for pair in known.windows(2) {
        let [issuer, certificate] = pair else { continue };
        for answer in checker.check(certificate, issuer, &mut finder, made_at()) {
            drop(format!("{answer:?}"));
        }
    }
    evidence.certificates().iter().take(MOST).for_each(ask);
}

/// Root, intermediate CA and person of the test PKI.
fn known_certificates() -> Vec<Certificate> {
    let pem = [
        include_bytes!("../testdata/pki/root.pem").as_slice(),
        include_bytes!("../testdata/pki/sub.pem"),
        include_bytes!("../testdata/pki/person.pem"),
    ];
    let first = |pem: &[u8]| pki::certificates_from(pem, &limits()).ok()?.into_iter().next();
    pem.into_iter().filter_map(first).collect()
}

fn made_at() -> Time {
    Time::from_unix(MADE_AT)
}

/// Less than by default: a fuzzer has no patience.
fn limits() -> Limits {
    Limits {
        inflated_bytes: 1 << 20,
        resolutions: 20_000,
        objects: 20_000,
        certificates: 100,
        signature_checks: 40,
        ..Limits::default()
    }
}

/// What detached messages are about.
const CONTENT: &[u8] = b"what is signed";

/// Parts of each kind that are looked at.
const MOST: usize = 8;

/// 2026-11-20T00:00:00Z, as of which the test PKI was made.
const MADE_AT: i64 = 1_795_132_800;
