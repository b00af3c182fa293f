//! What is to be said of the file itself.

use super::super::facts::{DocumentFacts, SignatureFacts};
use crate::pdf::Anomaly;
use crate::pdf::signing::Coverage;
use crate::report::{Code, Finding};

pub(super) fn findings(document: &DocumentFacts) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        document.anomalies.iter().filter_map(|found| anomaly(document, found)).collect();
    if document.encrypted {
        findings.push(Finding::new(Code::PdfEncrypted));
    }
    if let Some(certification) = document.certification {
        let level = usize::from(certification.level());
        findings.push(Finding::new(Code::DocumentCertified).with("level", level));
    }
    if document.left_out > 0 {
        findings.push(Finding::new(Code::SignatureLimitReached).with("count", document.left_out));
    }
    if document.signatures.is_empty() {
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

/// What a departure from the standard means. White space behind the file's end means nothing.
fn anomaly(document: &DocumentFacts, anomaly: &Anomaly) -> Option<Finding> {
    let malformed = |detail: &'static str, offset: usize| {
        Finding::new(Code::PdfXrefMalformed).with("detail", detail).with("offset", offset)
    };
    let section = |index: &usize| document.sections.get(*index).copied().unwrap_or(document.length);
    Some(match anomaly {
        Anomaly::LeadingJunk { length, .. } => Finding::new(Code::PdfLeadingJunk).with("length", *length),
        Anomaly::TwoWaysToCount => Finding::new(Code::PdfTwoWaysToCount),
        Anomaly::VersionUnreadable { offset } => Finding::new(Code::PdfHeaderUnusual).with("value", *offset),
        Anomaly::StartxrefOff { found, .. } => Finding::new(Code::PdfStartxrefOff).with("offset", *found),
        Anomaly::PrevOff { found, .. } => malformed("/Prev beside the section", *found),
        Anomaly::PrevZero { section: number } => malformed("/Prev 0", section(number)),
        Anomaly::PrevForward { section: number } => {
            Finding::new(Code::PdfPrevForward).with("offset", section(number))
        }
        Anomaly::StartxrefElsewhere { .. } => Finding::new(Code::PdfRevisionPointerElsewhere),
        Anomaly::StartxrefApart { revision } => {
            Finding::new(Code::PdfRevisionApart).with("offset", section(revision))
        }
        Anomaly::EofMissing { .. } => Finding::new(Code::PdfEofMissing),
        Anomaly::TrailingBytes { blank: true, .. } => return None,
        Anomaly::TrailingBytes { offset, length, blank: false } => {
            Finding::new(Code::TrailingBytes).with("offset", *offset).with("length", *length)
        }
        Anomaly::HybridFile { .. } => Finding::new(Code::PdfHybridFile),
        Anomaly::TableLoose { offset } => malformed("entries of an unusual width", *offset),
        Anomaly::TableFromOne { offset } => malformed("counted from object 1", *offset),
        Anomaly::EntryTwice { number, .. } => {
            Finding::new(Code::PdfEntryTwice).with("object", number.to_string())
        }
        Anomaly::XrefStreamShort { offset } => malformed("fewer entries than promised", *offset),
        Anomaly::XrefStreamObject { offset, .. } => malformed("stream object", *offset),
        Anomaly::SizeMissing { .. } => Finding::new(Code::PdfSizeWrong).with("value", "-"),
        Anomaly::SizeTooSmall { size, .. } => {
            Finding::new(Code::PdfSizeWrong).with("value", size.to_string())
        }
        Anomaly::TrailerDuplicates { section: number } => {
            malformed("a key of the trailer twice", section(number))
        }
        Anomaly::EncryptionChanged { .. } => Finding::new(Code::PdfEncryptionChanged),
    })
}
