//! Verification: `facts` gathers what a document is, free of opinion; `judge` is a pure function of those facts, a
//! policy and a time.

mod beside;
pub(crate) mod digests;
mod facts;
mod judge;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::limits::Limits;
use crate::pki::{Certificate, TrustStore, ValidationData};
use crate::policy::Policy;
use crate::report::{CertificateReference, DocumentReport, Missing};
use crate::time::Time;

/// What a verification rests on. Everything from outside is here: the library asks nobody else.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct VerifyOptions {
    /// The anchors, and the intermediate certificates that are always offered because real signatures carry the
    /// signer's certificate alone.
    pub trust: TrustStore,
    /// More certificates to build paths with; they are not trusted.
    pub certificates: Vec<Certificate>,
    /// Revocation lists, OCSP responses and certificates, besides those that the document carries.
    pub evidence: ValidationData,
    /// A time at which the caller can prove that the document existed as it is now, such as its receipt on the
    /// exchange. It counts as the time of the signatures where no timestamp proves an earlier one.
    pub existed_at: Option<Time>,
    /// The password of encrypted documents. The empty one is tried as well.
    pub password: Option<String>,
    /// What the verdict demands.
    pub policy: Policy,
    /// Upper bounds on the work.
    pub limits: Limits,
    /// The time of the verification, usually now.
    pub time: Time,
}

impl VerifyOptions {
    /// Strict defaults with this trust store and time.
    pub fn new(trust: TrustStore, time: Time) -> Self {
        Self {
            trust,
            certificates: Vec::new(),
            evidence: ValidationData::new(),
            existed_at: None,
            password: None,
            policy: Policy::default(),
            limits: Limits::default(),
            time,
        }
    }
}

/// Verifies every signature of a document. The format is recognised from the bytes; this version reads PDF.
///
/// Costs about one digest of the document. A forged signature is a report, not an error.
///
/// Judged as ETSI EN 319 102-1 V1.4.1 describes: paths, revocation and timestamps with the evidence that the document
/// carries and the caller brings; nothing is fetched, and [`DocumentReport::missing`] lists what would help. Each
/// revision behind a signature is explained object by object ([`DocumentReport::revisions`]) and judged by what the
/// signatures before it allow: what is forbidden or not explained makes them TOTAL_FAILED, what can mislead
/// INDETERMINATE. What a page looks like is not compared.
///
/// # Errors
/// [`ErrorKind::EmptyInput`], [`ErrorKind::UnknownFormat`], [`ErrorKind::MalformedPdf`],
/// [`ErrorKind::UnsupportedEncryption`], passwords and [`ErrorKind::LimitExceeded`].
///
/// [`ErrorKind::EmptyInput`]: crate::ErrorKind::EmptyInput
/// [`ErrorKind::LimitExceeded`]: crate::ErrorKind::LimitExceeded
/// [`ErrorKind::MalformedPdf`]: crate::ErrorKind::MalformedPdf
/// [`ErrorKind::UnknownFormat`]: crate::ErrorKind::UnknownFormat
/// [`ErrorKind::UnsupportedEncryption`]: crate::ErrorKind::UnsupportedEncryption
pub fn verify(document: &[u8], options: &VerifyOptions) -> Result<DocumentReport> {
    Ok(examine(document, options)?.report)
}

/// Where evidence comes from that a document does not carry: a network, an archive, a test.
pub trait EvidenceSource {
    /// Gets what is missing: certificates, a CRL or an OCSP response, in whatever encoding they are served.
    ///
    /// # Errors
    /// What kept it from being had. The verdict then goes without.
    fn fetch(&mut self, missing: &Missing) -> Result<Vec<u8>>;
}

/// As [`verify`], and asks `source` for the evidence that is missing, until nothing more can be had.
///
/// # Errors
/// Those of [`verify`]; what cannot be fetched stays in [`DocumentReport::missing`].
pub fn verify_with(
    document: &[u8],
    options: &VerifyOptions,
    source: &mut dyn EvidenceSource,
) -> Result<DocumentReport> {
    Ok(examine_with(document, options, source)?.report)
}

/// A verdict and what it rests on.
#[derive(Debug)]
pub(crate) struct Examination {
    pub(crate) report: DocumentReport,
    pub(crate) used: Vec<UsedData>,
}

/// The validation data that the verdict on one signature rests on.
#[derive(Debug)]
pub(crate) struct UsedData {
    /// [`SignatureReport::id`](crate::SignatureReport).
    pub(crate) signature: String,
    /// Everything but the trust anchors themselves, wherever it was found: certificates, CRLs, OCSP responses.
    pub(crate) data: ValidationData,
}

/// As [`verify`], with what was used.
///
/// # Errors
/// Those of [`verify`].
pub(crate) fn examine(document: &[u8], options: &VerifyOptions) -> Result<Examination> {
    let facts = facts::gather(document, options)?;
    let judgement = judge::judge(&facts, &options.policy, options.existed_at, options.time);
    let used = judgement.relied.iter().map(|relied| facts.pick(relied)).collect();
    Ok(Examination { report: judgement.report, used })
}

/// As [`verify_with`], with what was used.
///
/// # Errors
/// Those of [`verify`].
pub(crate) fn examine_with(
    document: &[u8],
    options: &VerifyOptions,
    source: &mut dyn EvidenceSource,
) -> Result<Examination> {
    let mut options = options.clone();
    let mut asked: BTreeMap<(String, Option<Vec<u8>>), Vec<usize>> = BTreeMap::new();
    let mut questions = 0usize;
    // Each round can bring certificates whose own revocation is asked for in the next.
    for round in 0..ROUNDS {
        let examination = examine(document, &options)?;
        let mut found = false;
        let mut answered: Vec<&CertificateReference> = Vec::new();
        for missing in &examination.report.missing {
            let (Some(certificate), Some(url)) = (&missing.certificate, &missing.url) else { continue };
            // Where OCSP has answered, the CRL of the same certificate is not needed. What is still missing is asked
            // for a second time: the first answer may have come out of a cache, too old for this verdict. One list
            // answers for every certificate that names it.
            let rounds = asked.entry((url.clone(), missing.request.clone())).or_default();
            let is_asked = rounds.contains(&round) || rounds.len() >= 2;
            if is_asked || answered.contains(&certificate) || questions >= QUESTIONS {
                continue;
            }
            rounds.push(round);
            questions = questions.saturating_add(1);
            let bytes = source.fetch(missing);
            let added = bytes.and_then(|bytes| options.evidence.add_from(&bytes, &options.limits));
            if added.is_ok_and(|added| added > 0) {
                answered.push(certificate);
                found = true;
            }
        }
        if !found {
            return Ok(examination);
        }
    }
    examine(document, &options)
}

/// A path of the usual length asks for its issuer, then for revocation; twice that, and some more.
const ROUNDS: usize = 8;

/// Questions for one document. An archive with a dozen timestamps asks some fifty.
const QUESTIONS: usize = 1_000;
