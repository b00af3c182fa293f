//! What a signer should know of a document before signing it.

use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::repair;
use crate::pdf::risk;
use crate::pdf::security;
use crate::report::{Finding, pdf, risk as rows};

/// Scans a PDF for what can show something else later, elsewhere or to others than to the one who signs it: text hidden
/// under images, fields and annotations, pages that are kept aside, objects that programs may read in two ways, form
/// values that differ from what is shown, scripts and actions, content in other files, layers, films, fonts that are
/// not embedded.
///
/// Honest documents have some of it, and none of it makes a signature invalid: those of [`Severity::Warning`] should
/// be looked at before signing, those of [`Severity::Info`] be known. Text in the colour of its background, and what a font
/// program draws for a letter, cannot be seen here.
///
/// Costs some hundredths of a second for ordinary documents and two seconds at most. What is left out then is told by
/// [`Code::RiskScanIncomplete`](crate::Code::RiskScanIncomplete).
///
/// [`Severity::Warning`]: crate::Severity::Warning
/// [`Severity::Info`]: crate::Severity::Info
///
/// # Errors
/// Those of [`inspect`](crate::inspect).
pub fn risks(document: &[u8], password: Option<&str>, limits: &Limits) -> Result<Vec<Finding>> {
    let (file, _) = security::open(document, password, limits)?;
    risks_of(&file)
}

/// As [`risks`], of a file that was opened.
///
/// # Errors
/// `LimitExceeded`.
pub(super) fn risks_of(file: &Document<'_>) -> Result<Vec<Finding>> {
    let mut findings = rows::risks(&risk::risks(file, usize::MAX, WORK));
    let end = file.revisions().last().map_or(0, |revision| revision.end);
    findings.extend(pdf::differences(&repair::compare(file)?, file.anomalies(), end));
    Ok(findings)
}

/// Some hundred nanoseconds each.
const WORK: usize = 20_000_000;
