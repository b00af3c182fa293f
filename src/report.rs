//! What a verification found: plain data, the table of codes, JSON, and text in Vietnamese and English. It judges
//! nothing but how findings fold into an indication.
//!
//! The field names of [`Report`], [`DocumentReport`], [`SignatureReport`] and what they hold are those of the JSON
//! form, which `docs/report.schema.json` describes. `message` and `remedy` are sentences in one language, chosen
//! when the report is written; everything else is the same in every language.

pub(crate) mod change;
mod code;
mod finding;
mod fold;
mod json;
mod language;
pub(crate) mod pdf;
pub(crate) mod risk;
#[cfg(test)]
mod sample;
mod text;
mod vgca;
mod word;

pub use code::{Axis, Code, Outcome};
pub use finding::Finding;
pub(crate) use fold::{indication, indication_of, sort};
pub use language::Language;
#[cfg(any(feature = "cli", feature = "capi"))]
pub(crate) use text::printable;
#[cfg(feature = "cli")]
pub(crate) use text::{authority, moment};
pub use vgca::{VgcaCertificateCode, VgcaFlag, VgcaFlags, VgcaState, VgcaStatus};
pub use word::{
    Changes, Coverage, Evidence, Format, Identity, Indication, Integrity, Kind, Level, RevocationStatus,
    Role, Severity, SubIndication, TimeAssurance, TimeSource, TimestampKind, Verdict,
};

use serde::Serialize as _;

use crate::error::Error;
use crate::pki::AuthorityLabel;
use crate::time::Time;

/// The name and version of the JSON form of a [`DiffReport`], the value of its `schema`.
pub const DIFF_SCHEMA: &str = "kyso.diff/1";

/// The name and version of the JSON form, the value of its `schema`. Fields and values are only ever added to it.
pub const REPORT_SCHEMA: &str = "kyso.report/1";

/// The standard, with its edition, by which facts become a verdict: other editions nest sub-indications otherwise.
pub const VALIDATION_PROCESS: &str = "ETSI EN 319 102-1 V1.4.1";

/// What was found about a set of documents at a given time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The time at which everything was judged: the caller's, never a clock's.
    pub validation_time: Time,
    /// One entry for each document, in the order in which they were given.
    pub documents: Vec<DocumentReport>,
}

/// What was found about one document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentReport {
    /// The name under which it was given; `None` for bytes without a name.
    pub file: Option<String>,
    /// Its format; `None` if it was not recognised or never read.
    pub format: Option<Format>,
    /// Its state, folded from everything below.
    pub verdict: Verdict,
    /// Its signatures, in the order in which they were made.
    pub signatures: Vec<SignatureReport>,
    /// The documents that it carries (edXML), each with a report of its own.
    pub attachments: Vec<DocumentReport>,
    /// The name of the policy by which it was judged; `None` if it was not.
    pub policy: Option<String>,
    /// The revisions behind the first signed one, and what each changed.
    pub revisions: Vec<RevisionReport>,
    /// What concerns the document and not one of its signatures.
    pub findings: Vec<Finding>,
    /// The evidence that would make the verdict firmer.
    pub missing: Vec<Missing>,
}

/// What was found about one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureReport {
    /// Its name in the document: in PDF the full name of the field.
    pub id: String,
    /// What it is for.
    pub kind: Kind,
    /// The baseline level that it reaches.
    pub level: Level,
    /// Its status.
    pub indication: Indication,
    /// Why it is not TOTAL_PASSED; `None` if it is.
    pub sub_indication: Option<SubIndication>,
    /// The first of the three answers: is the document what was signed?
    pub integrity: Integrity,
    /// The second: who signed?
    pub identity: Identity,
    /// The third: how well is the time known?
    pub time: TimeAssurance,
    /// The signer's certificate in words; `None` if it was not found.
    pub signer: Option<Signer>,
    /// Whether a person or an agency signed.
    pub role: Role,
    /// The time that the signer claims. It proves nothing.
    pub claimed_time: Option<Time>,
    /// The best time that is known, and where it comes from.
    pub best_time: Option<BestTime>,
    /// Which part of the file it covers; `None` if that cannot be said.
    pub coverage: Option<Coverage>,
    /// The revision that it covers, counted from 1; `None` if it covers none as a whole.
    pub revision: Option<usize>,
    /// What was done to the document afterwards, all in all; [`DocumentReport::revisions`] has it in detail.
    pub changes: Changes,
    /// The certificate path as far as it was found, the signer's certificate first, the anchor last.
    pub chain: Vec<CertificateSummary>,
    /// Which public-key infrastructure the anchor belongs to; `None` if the path leads to none.
    pub anchor_label: Option<AuthorityLabel>,
    /// The timestamps that belong to it.
    pub timestamps: Vec<TimestampReport>,
    /// What is known about the revocation of the certificates in `chain`.
    pub revocation: Vec<RevocationReport>,
    /// What was found, the most important first.
    pub findings: Vec<Finding>,
}

/// What the revisions of a document changed, without a verdict. Its JSON form holds `schema`, `file` and `revisions`, the
/// last as `docs/report.schema.json` describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DiffReport {
    /// The name under which the document was given; `None` for bytes without a name.
    pub file: Option<String>,
    /// Each revision behind the first one.
    pub revisions: Vec<RevisionReport>,
}

/// What one revision (incremental update) of a document changed against the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevisionReport {
    /// Its number; 1 is the document as it was first saved.
    pub number: usize,
    /// The length of the file up to its end, in bytes.
    pub end: usize,
    /// The signatures that cover the document up to exactly this revision.
    pub signed_by: Vec<String>,
    /// What it changed, in the order of its discovery; what no rule explains comes last.
    pub changes: Vec<ChangeReport>,
    /// Changes beyond those that are listed.
    pub left_out: usize,
}

/// One change. Whether a signature allows it is among the findings of that signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeReport {
    /// What was done.
    pub finding: Finding,
    /// The page on which it is seen, counted from 1.
    pub page: Option<usize>,
    /// The numbers of the objects concerned, for experts.
    pub objects: Vec<u32>,
    /// Why people could be misled by it, although it is allowed in form.
    pub concerns: Vec<Finding>,
}

/// The best time that is known for a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct BestTime {
    /// The time.
    pub time: Time,
    /// Where it comes from.
    pub source: TimeSource,
}

/// The signer, as the signer's certificate says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Signer {
    /// The common name of the subject.
    pub name: Option<String>,
    /// The organization of the subject, with its units before it.
    pub organization: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The serial number in upper-case hexadecimal.
    pub serial: String,
    /// The whole name of the issuer.
    pub issuer: String,
    /// The whole name of the subject.
    pub subject: String,
    /// The kind of key, `RSA-2048`; `None` if it is not one that is known.
    pub key: Option<String>,
    /// First moment of validity.
    pub not_before: Time,
    /// Last moment of validity.
    pub not_after: Time,
    /// SHA-256 of the certificate in lower-case hexadecimal.
    pub fingerprint: String,
}

/// One certificate of a path.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CertificateSummary {
    /// The whole name of the subject.
    pub subject: String,
    /// The whole name of the issuer.
    pub issuer: String,
    /// The serial number in upper-case hexadecimal.
    pub serial: String,
    /// The kind of key; `None` if it is not one that is known.
    pub key: Option<String>,
    /// First moment of validity.
    pub not_before: Time,
    /// Last moment of validity.
    pub not_after: Time,
    /// SHA-256 of the certificate in lower-case hexadecimal.
    pub fingerprint: String,
    /// Whether the trust store holds it as an anchor.
    pub anchor: bool,
    /// Which public-key infrastructure it belongs to; `None` if it is neither a CA nor an anchor.
    pub label: Option<AuthorityLabel>,
}

/// Which certificate is meant.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CertificateReference {
    /// The whole name of the subject.
    pub subject: String,
    /// The serial number in upper-case hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate in lower-case hexadecimal.
    pub fingerprint: String,
}

/// What was found about a timestamp of a signature (RFC 3161).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimestampReport {
    /// What it is over.
    pub kind: TimestampKind,
    /// The time that the authority states.
    pub time: Time,
    /// The whole name of the timestamping authority; `None` if its certificate was not found.
    pub authority: Option<String>,
    /// Whether the timestamp can be relied on.
    pub indication: Indication,
    /// Why not, if not.
    pub sub_indication: Option<SubIndication>,
    /// The digest algorithm of its imprint, `SHA-256`; `None` if it is not one that is known.
    pub imprint: Option<String>,
    /// The path of the authority's certificate as far as it was found.
    pub chain: Vec<CertificateSummary>,
    /// What is known about the revocation of the certificates in `chain`.
    pub revocation: Vec<RevocationReport>,
    /// What was found, the most important first.
    pub findings: Vec<Finding>,
}

/// What is known about the revocation of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RevocationReport {
    /// The certificate.
    pub certificate: CertificateReference,
    /// The kind of answer: [`Evidence::Crl`] or [`Evidence::Ocsp`].
    pub source: Evidence,
    /// What the answer says.
    pub status: RevocationStatus,
    /// When the answer was made.
    pub this_update: Time,
    /// Until when the authority promises a newer one.
    pub next_update: Option<Time>,
    /// Since when the certificate is revoked.
    pub revocation_time: Option<Time>,
    /// Why it is revoked, as RFC 5280 5.3.1 names it; `None` if it is not, or no reason is given.
    pub reason: Option<String>,
    /// Whether the document itself carries the answer.
    pub embedded: bool,
}

/// A piece of evidence that would make a verdict firmer, and where it may be had.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Missing {
    /// What is missing.
    pub what: Evidence,
    /// The certificate for which it is missing.
    pub certificate: Option<CertificateReference>,
    /// Where the certificate says it may be had. It comes from the document: fetch it with care.
    pub url: Option<String>,
    /// Further places, to be tried when the first one has nothing.
    pub alternatives: Vec<String>,
    /// For an OCSP response, the OCSPRequest (RFC 6960 4.1) in DER that is to be sent with POST; base64 in JSON.
    #[serde(serialize_with = "base64_or_null")]
    pub request: Option<Vec<u8>>,
}

fn base64_or_null<S: serde::Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    use base64ct::Encoding as _;
    bytes.as_deref().map(base64ct::Base64::encode_string).serialize(serializer)
}

impl Report {
    /// A report on these documents.
    pub fn new(validation_time: Time, documents: Vec<DocumentReport>) -> Self {
        Self { validation_time, documents }
    }
}

impl DocumentReport {
    /// The report on a document that could not be read: verdict `unreadable`, with the error as its finding.
    pub fn unreadable(file: Option<String>, error: &Error) -> Self {
        Self {
            file,
            format: None,
            verdict: Verdict::Unreadable,
            signatures: Vec::new(),
            policy: None,
            attachments: Vec::new(),
            revisions: Vec::new(),
            findings: vec![Finding::of_error(error)],
            missing: Vec::new(),
        }
    }
}
