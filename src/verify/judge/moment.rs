//! When was it signed? Without a timestamp there is only the signer's word.

use super::super::facts::SignatureFacts;
use crate::pdf::signing::SubFilter;
use crate::policy::Policy;
use crate::report::{Code, Finding};
use crate::time::Time;

/// The time that the signer claims: /M for PAdES, which leaves out the attribute (EN 319 142-1 6.3), the signed
/// attribute for older signatures, and each in place of the other.
pub(super) fn claimed_time(facts: &SignatureFacts) -> Option<Time> {
    let attribute = facts.check().and_then(|check| check.signing_time);
    let entry = facts.dictionary.claimed_time;
    if facts.dictionary.sub_filter.as_deref() == Some(SubFilter::EtsiCadesDetached.name()) {
        entry.or(attribute)
    } else {
        attribute.or(entry)
    }
}

/// What is to be said about the time that the signer claims, seen from the verification and from the best proof.
pub(super) fn findings(
    facts: &SignatureFacts,
    claimed: Option<Time>,
    proven: Option<Time>,
    policy: &Policy,
    at: Time,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let entry = facts.dictionary.claimed_time;
    let attribute = facts.check().and_then(|check| check.signing_time);
    if let Some(text) = facts.dictionary.unreadable_time.clone() {
        findings.push(Finding::new(Code::ClaimedTimeUnreadable).with("value", text));
    }
    let Some(time) = claimed else {
        findings.push(Finding::new(Code::ClaimedTimeMissing));
        return findings;
    };
    let ahead = |from: Time| time.to_unix().saturating_sub(from.to_unix());
    let other = entry.or(attribute).zip(attribute.or(entry)).map(|(a, b)| if a == time { b } else { a });
    let other = other.filter(|other| ahead(*other).abs() > CLOCK_DIFFERENCE);
    let tolerance = i64::from(policy.local_time_tolerance_hours).saturating_mul(3600);
    // Local time written as UTC: ahead of the other statement, of the proof or of the verification itself.
    let local = |difference: i64| tolerance > 0 && (difference - tolerance).abs() <= CLOCK_DIFFERENCE;
    let (future, early) = (ahead(at) > CLOCK_DIFFERENCE, proven.filter(|p| ahead(*p) > CLOCK_DIFFERENCE));
    // A proof comes some time after the signature, so the claim is at most the tolerance ahead of it.
    let ahead_of_proof =
        early.is_some_and(|proven| ahead(proven) <= tolerance.saturating_add(CLOCK_DIFFERENCE));
    let is_local = other.is_some_and(|other| local(ahead(other).abs()))
        || (ahead_of_proof && early.is_some_and(|proven| ahead(proven) > tolerance - LATE_PROOF))
        || (proven.is_none() && future && ahead(at) <= tolerance);
    if is_local {
        findings.push(Finding::new(Code::ClaimedTimeSevenHoursAhead).with("time", time));
    } else if future {
        findings.push(Finding::new(Code::ClaimedTimeInFuture).with("time", time));
    } else if let Some(proven) = early {
        let finding = Finding::new(Code::SignatureTimeAheadOfTimestamp).with("time", time);
        findings.push(finding.with("other", proven));
    } else if let Some(other) = other {
        findings.push(Finding::new(Code::ClaimedTimesDisagree).with("time", time).with("other", other));
    }
    findings
}

/// What clocks may differ by.
const CLOCK_DIFFERENCE: i64 = 5 * 60;

/// How long after the signature its timestamp may be asked for, when the claim is compared with it.
const LATE_PROOF: i64 = 3600;
