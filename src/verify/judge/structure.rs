//! What is to be said of the file itself.

use super::super::facts::{DocumentFacts, SignatureFacts};
use crate::pdf::Anomaly;
use crate::pdf::signing::Coverage;
use crate::report::{Code, Finding, pdf, risk};

pub(super) fn findings(document: &DocumentFacts) -> Vec<Finding> {
    let anomalies = document.anomalies.iter();
    let mut findings: Vec<Finding> =
        anomalies.filter_map(|found| pdf::anomaly(found, &document.ends)).collect();
    let end = document.ends.last().copied().unwrap_or_default();
    findings.extend(pdf::differences(&document.differences, &document.anomalies, end));
    findings.extend(risk::risks(&document.risks));
    findings.extend(pdf::odd_objects(&document.odd_objects, &document.differences));
    findings.extend(pdf::unreadable_form(&document.unreadable_form));
    if let Some(encryption) = &document.encryption {
        findings.push(Finding::new(Code::PdfEncrypted));
        // Attack P17: ciphertext can be changed without the password.
        if !encryption.authenticated {
            findings.push(Finding::new(Code::PdfEncryptedWithoutMac));
        }
    }
    if let Some(certification) = document.certification {
        let level = usize::from(certification.level());
        findings.push(Finding::new(Code::DocumentCertified).with("level", level));
    }
    if document.left_out > 0 {
        findings.push(Finding::new(Code::SignatureLimitReached).with("count", document.left_out));
    }
    let skipped = findings.iter().any(|finding| finding.code == Code::SignatureSkipped);
    if document.signatures.is_empty() && !skipped {
        findings.push(Finding::new(Code::DocumentUnsigned));
    }
    // Enough to name them; a form with thousands of empty fields needs no thousand sentences.
    for field in document.empty_fields.iter().take(EMPTY_FIELDS_NAMED) {
        findings.push(Finding::new(Code::SignatureFieldEmpty).with("field", field.clone()));
    }
    findings
}

/// Whether anything but white space follows the revision that the signature covers.
pub(super) fn is_followed(document: &DocumentFacts, facts: &SignatureFacts) -> bool {
    matches!(facts.dictionary.coverage, Coverage::Revision(_))
        && (facts.later_revisions(document) > 0 || trailing(document).is_some())
}

/// Bytes behind the last revision that no cross-reference explains: where they begin, and how many.
pub(super) fn trailing(document: &DocumentFacts) -> Option<(usize, usize)> {
    document.anomalies.iter().find_map(|anomaly| match anomaly {
        Anomaly::TrailingBytes { offset, length, blank: false } => Some((*offset, *length)),
        _ => None,
    })
}

impl SignatureFacts {
    /// Revisions behind the one that the signature covers.
    pub(super) fn later_revisions(&self, document: &DocumentFacts) -> usize {
        match self.dictionary.coverage {
            Coverage::Revision(revision) => document.revisions.saturating_sub(revision.saturating_add(1)),
            Coverage::Partial => 0,
        }
    }
}

const EMPTY_FIELDS_NAMED: usize = 20;
