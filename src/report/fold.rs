//! How findings fold into the indication of a signature, and signatures into the verdict of a document. The one
//! place where that is done.

use crate::report::{
    Axis, Code, DocumentReport, Finding, Indication, Outcome, Severity, SubIndication, Verdict,
};

/// The indication that these findings leave: TOTAL_FAILED if one says so, else INDETERMINATE if one says so. The
/// sub-indication is that of the first finding that decides.
pub(crate) fn indication(findings: &[Finding]) -> (Indication, Option<SubIndication>) {
    let mut open = None;
    for finding in findings {
        match finding.outcome() {
            Outcome::Failed(sub) => return (Indication::TotalFailed, Some(sub)),
            Outcome::Indeterminate(sub) => open = open.or(Some(sub)),
            Outcome::None => {}
        }
    }
    match open {
        Some(sub) => (Indication::Indeterminate, Some(sub)),
        None => (Indication::TotalPassed, None),
    }
}

/// The indication that the findings of one axis leave.
pub(crate) fn indication_of(axis: Axis, findings: &[Finding]) -> Indication {
    let mut worst = Indication::TotalPassed;
    for finding in findings.iter().filter(|finding| finding.code.axis() == axis) {
        match finding.outcome() {
            Outcome::Failed(_) => return Indication::TotalFailed,
            Outcome::Indeterminate(_) => worst = Indication::Indeterminate,
            Outcome::None => {}
        }
    }
    worst
}

/// Puts errors first and what is merely worth knowing last; among equals the order stays.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| match finding.outcome() {
        Outcome::Failed(_) => 0,
        Outcome::Indeterminate(_) => 1,
        Outcome::None => match finding.severity() {
            Severity::Error => 2,
            Severity::Warning => 3,
            Severity::Info => 4,
        },
    });
}

impl DocumentReport {
    /// The verdict that the signatures and the document's own findings make.
    pub(crate) fn folded_verdict(&self) -> Verdict {
        if self.signatures.is_empty() {
            // A signed version that the file no longer shows is not the same as none.
            let skipped = self.findings.iter().any(|finding| finding.code == Code::SignatureSkipped);
            return if skipped { Verdict::Indeterminate } else { Verdict::Unsigned };
        }
        let of_document = indication(&self.findings).0;
        let mut all = self.signatures.iter().map(|signature| signature.indication).chain([of_document]);
        let mut worst = Verdict::Passed;
        loop {
            match all.next() {
                Some(Indication::TotalFailed) => return Verdict::Failed,
                Some(Indication::Indeterminate) => worst = Verdict::Indeterminate,
                Some(Indication::TotalPassed) => {}
                None => return worst,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{indication, indication_of, sort};
    use crate::report::{Axis, Code, Finding, Indication, SubIndication};

    fn findings(codes: &[Code]) -> Vec<Finding> {
        codes.iter().map(|code| Finding::new(*code)).collect()
    }

    #[test]
    fn warnings_leave_a_signature_passed() {
        let found = findings(&[Code::NoTimestamp, Code::RevocationNotChecked, Code::CmsBer]);
        assert_eq!(indication(&found), (Indication::TotalPassed, None));
    }

    #[test]
    fn a_failure_outweighs_what_is_merely_unknown() {
        let found = findings(&[Code::NoTrustStore, Code::LaterRevisions, Code::MessageDigestMismatch]);
        assert_eq!(indication(&found), (Indication::TotalFailed, Some(SubIndication::HashFailure)));
        assert_eq!(indication_of(Axis::Identity, &found), Indication::Indeterminate);
        assert_eq!(indication_of(Axis::Time, &found), Indication::TotalPassed);
    }

    #[test]
    fn the_first_open_question_names_the_reason() {
        let found = findings(&[Code::NoTimestamp, Code::NoTrustStore, Code::LaterRevisions]);
        let reason = Some(SubIndication::NoCertificateChainFound);
        assert_eq!(indication(&found), (Indication::Indeterminate, reason));
    }

    #[test]
    fn the_decisive_findings_come_first() {
        let mut found =
            findings(&[Code::CmsBer, Code::NoTimestamp, Code::NoTrustStore, Code::SignatureWrong]);
        sort(&mut found);
        let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::SignatureWrong, Code::NoTrustStore, Code::NoTimestamp, Code::CmsBer]);
    }
}
