//! Documents signed in the PKI, and what is said of them.

use super::registry::{Services, Tsa, party, time, tsa};
use crate::asn1::{Element, Tag, oid, write};
use crate::cms::{self, SignedAttributesSpec, TimestampAuthority};
use crate::crypto::{Digest, DigestAlgorithm, digest};
use crate::extend::{ExtendOptions, extend};
use crate::limits::Limits;
use crate::pdf::signing::{self, FieldRequest, SignatureEntries, StoreEntry};
use crate::pdf::{Document, pdf_maker};
use crate::pki::{Certificate, TrustStore};
use crate::report::{DocumentReport, Level, Severity, SignatureReport};
use crate::sign::{SignOptions, sign, sign_with_timestamp};
use crate::verify::{VerifyOptions, verify};

/// When the documents are signed.
pub(super) const SIGNED: &str = "2026-11-20T08:00:00Z";

fn signing() -> SignOptions {
    SignOptions::new(time(SIGNED))
}

/// Signed at level B-B.
pub(super) fn basic() -> Vec<u8> {
    let person = party("person");
    let document = pdf_maker::classic();
    let update = sign(&document, person.key, &person.chain(), &signing(), &Limits::default());
    update.expect("a signature").append_to(&document)
}

/// Signed at level B-T.
pub(super) fn timed(tsa: &Tsa) -> Vec<u8> {
    let person = party("person");
    let document = pdf_maker::classic();
    let update =
        sign_with_timestamp(&document, person.key, &person.chain(), &signing(), tsa, &Limits::default());
    update.expect("a signature").append_to(&document)
}

/// Raised to a level at a time, with what the services say by then.
pub(super) fn raised(document: &[u8], level: Level, tsa: Option<&Tsa>, services: &mut Services) -> Vec<u8> {
    let mut options = ExtendOptions::new(options(&services.now.to_string()));
    options.timestamp.digest = services.digest;
    let authority = tsa.map(|tsa| -> &dyn TimestampAuthority { tsa });
    let update = extend(document, level, &options, authority, Some(services)).expect("a higher level");
    update.append_to(document)
}

/// A document timestamp of any kind, appended.
pub(super) fn stamped(document: &[u8], tsa: &Tsa) -> Vec<u8> {
    let limits = Limits::default();
    let pdf = Document::open(document, &limits).expect("a PDF");
    let plan = signing::plan_timestamp(&pdf, None, &limits).expect("a place");
    let update = signing::timestamp_update(&pdf, None, &plan, 6000, &limits).expect("an update");
    let imprint = update.digest(document, DigestAlgorithm::Sha256).expect("a digest");
    [document, &update.with_contents(&tsa.over(&imprint)).expect("enough space")].concat()
}

/// A store with this evidence, appended.
pub(super) fn stored(
    document: &[u8],
    certificates: &[&Certificate],
    crls: &[&[u8]],
    ocsps: &[&[u8]],
) -> Vec<u8> {
    let limits = Limits::default();
    let pdf = Document::open(document, &limits).expect("a PDF");
    let entry = StoreEntry {
        key: None,
        certificates: certificates.iter().map(|certificate| certificate.der()).collect(),
        crls: crls.to_vec(),
        ocsps: ocsps.to_vec(),
    };
    let update = signing::store_update(&pdf, None, &[entry], &limits).expect("a store");
    [document, &update.expect("something new")].concat()
}

/// The root of the PKI is trusted.
pub(super) fn options(at: &str) -> VerifyOptions {
    let mut trust = TrustStore::new();
    trust.add_anchor(party("root").certificate.clone());
    VerifyOptions::new(trust, time(at))
}

/// Verified with these lists and responses at hand.
pub(super) fn verified(document: &[u8], at: &str, evidence: &[Vec<u8>]) -> DocumentReport {
    let mut options = options(at);
    for piece in evidence {
        options.evidence.add_from(piece, &options.limits).expect("evidence");
    }
    verify(document, &options).expect("a report")
}

/// The verdict on a signature in one line: indication, sub-indication, level, best time and where it comes from, and
/// the codes of the errors.
pub(super) fn line(signature: &SignatureReport) -> String {
    let sub = signature.sub_indication.map(|sub| format!(" {sub}")).unwrap_or_default();
    let best = signature.best_time.map_or("none".to_owned(), |best| format!("{} {}", best.time, best.source));
    let errors = signature.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    let errors: String = errors.map(|finding| format!(" {}", finding.code)).collect();
    format!("{}{sub} | {} | {best} |{errors}", signature.indication, signature.level)
}

/// The lines of all signatures and document timestamps.
pub(super) fn lines(report: &DocumentReport) -> Vec<String> {
    report.signatures.iter().map(line).collect()
}

/// Signed at level B-B with tokens over the value in the message, made from its digest.
pub(super) fn signed_with_all(tokens: &[&dyn Fn(Digest) -> Vec<u8>]) -> Vec<u8> {
    assembled(SIGNED, None, tokens)
}

pub(super) fn signed_with(token: impl Fn(Digest) -> Vec<u8>) -> Vec<u8> {
    signed_with_all(&[&token])
}

/// With a token over the content, made from its digest, that is signed along.
pub(super) fn signed_along(
    content: impl Fn(Digest) -> Vec<u8>,
    token: Option<&dyn Fn(Digest) -> Vec<u8>>,
) -> Vec<u8> {
    assembled(SIGNED, Some(&content), token.as_slice())
}

/// With any claim, and a timestamp.
pub(super) fn claiming(claimed: &str, stamp: Option<&str>) -> Vec<u8> {
    let stamp = stamp.map(|at| tsa("tsa", at));
    let token = |value: Digest| stamp.as_ref().expect("a timestamp").over(&value);
    let tokens: &[&dyn Fn(Digest) -> Vec<u8>] = if stamp.is_some() { &[&token] } else { &[] };
    assembled(claimed, None, tokens)
}

/// With a timestamp, and with lists in Adobe's revocation archive, signed along or not bound to the value at all.
pub(super) fn with_archive(tsa: &Tsa, crls: &[Vec<u8>], is_bound: bool) -> Vec<u8> {
    let list = write::tlv(Tag::context(0), &write::sequence(crls));
    let values = write::set_of(vec![write::sequence(&[list])]);
    let archive = write::sequence(&[write::oid(oid::ADBE_REVOCATION), values]);
    let token = |value: &[u8]| tsa.over(&digest(DigestAlgorithm::Sha256, value));
    made_of(SIGNED, &|_| vec![archive.clone()], &[&token], is_bound)
}

/// Makes a token over a signature value.
type OfValue<'t> = &'t dyn Fn(&[u8]) -> Vec<u8>;

fn assembled(
    claimed: &str,
    along: Option<&dyn Fn(Digest) -> Vec<u8>>,
    tokens: &[&dyn Fn(Digest) -> Vec<u8>],
) -> Vec<u8> {
    let attribute = |content: Digest| {
        let token = along.map(|along| write::set_of(vec![along(content)]));
        let attribute = |values: Vec<u8>| write::sequence(&[write::oid(oid::CONTENT_TIME_STAMP), values]);
        token.map(attribute).into_iter().collect()
    };
    let of_value =
        |token: &&dyn Fn(Digest) -> Vec<u8>, value: &[u8]| token(digest(DigestAlgorithm::Sha256, value));
    let tokens: Vec<_> = tokens.iter().map(|token| move |value: &[u8]| of_value(token, value)).collect();
    let tokens: Vec<OfValue<'_>> = tokens.iter().map(|token| -> OfValue<'_> { token }).collect();
    made_of(claimed, &attribute, &tokens, true)
}

/// With more signed attributes, made from the digest of the content; if they are not bound, the value was made without
/// them.
fn made_of(
    claimed: &str,
    more: &dyn Fn(Digest) -> Vec<Vec<u8>>,
    tokens: &[OfValue<'_>],
    is_bound: bool,
) -> Vec<u8> {
    let (document, limits, sha256) = (pdf_maker::classic(), Limits::default(), DigestAlgorithm::Sha256);
    let person = party("person");
    let pdf = Document::open(&document, &limits).expect("a PDF");
    let request =
        FieldRequest { field: None, sub_filter: None, digest: Some(sha256), certify: None, reason: None };
    let plan = signing::plan(&pdf, None, &request, &limits).expect("a place");
    let entries = SignatureEntries {
        signing_time: time(claimed),
        reason: None,
        location: None,
        contact: None,
        contents_bytes: 16_000,
    };
    let update = signing::update(&pdf, None, &plan, &entries, &limits).expect("an update");
    let content = update.digest(&document, sha256).expect("a digest");
    let algorithm = person.key.default_algorithm(sha256);
    let spec = SignedAttributesSpec {
        certificate: &person.certificate,
        algorithm,
        signing_time: None,
        signing_certificate_v2: true,
    };
    let plain = cms::signed_attributes(&spec, &content);
    let mut all = more(content);
    let mut reader = Element::from_der(&plain, "attributes").expect("a set").reader();
    while !reader.is_empty() {
        all.push(reader.element().expect("an attribute").raw.to_vec());
    }
    let attributes = write::set_of(all);
    let signed = if is_bound { &attributes } else { &plain };
    let value = person.key.sign(algorithm, signed).expect("a value");
    let unsigned: Vec<Vec<u8>> =
        tokens.iter().map(|token| token(&value)).map(|token| cms::signature_timestamp(&token)).collect();
    let message =
        cms::assemble(&attributes, algorithm, &value, &person.certificate, &person.chain(), &unsigned);
    [document, update.with_contents(&message).expect("enough space")].concat()
}

/// The file with a revision that changes the page, appended by hand.
pub(super) fn changed(document: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(document);
    let (_, startxref) = text.rsplit_once("startxref").expect("a start");
    let startxref = startxref.split_whitespace().next().expect("a start");
    let (_, root) = text.rsplit_once("/Root ").expect("a root");
    let root = root.split(['/', '>']).next().expect("a root").trim();
    let size = 900;
    let mut out = document.to_vec();
    out.extend_from_slice(b"\n");
    let offset = out.len();
    out.extend_from_slice(b"4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n");
    let xref = out.len();
    let table = format!(
        "xref\n4 1\n{offset:010} 00000 n \ntrailer\n<</Size {size}/Prev {startxref}/Root {root}>>\nstartxref\n{xref}\n%%EOF\n"
    );
    out.extend_from_slice(table.as_bytes());
    out
}

/// With a timestamp whose imprint is a SHA-1 digest of the value.
pub(super) fn with_sha1_imprint(tsa: &Tsa) -> Vec<u8> {
    let token = |value: &[u8]| tsa.over(&digest(DigestAlgorithm::Sha1, value));
    made_of(SIGNED, &|_| Vec::new(), &[&token], true)
}
