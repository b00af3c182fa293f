//! When was it signed? Without a timestamp there is only the signer's word.

use super::super::facts::{MessageFacts, SignatureFacts};
use crate::pdf::signing::SubFilter;
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

pub(super) fn findings(facts: &SignatureFacts, claimed: Option<Time>, at: Time) -> Vec<Finding> {
    let mut findings = Vec::new();
    let entry = facts.dictionary.claimed_time;
    let attribute = facts.check().and_then(|check| check.signing_time);
    if let Some(text) = facts.dictionary.unreadable_time.clone() {
        findings.push(Finding::new(Code::ClaimedTimeUnreadable).with("value", text));
    }
    match claimed {
        None => findings.push(Finding::new(Code::ClaimedTimeMissing)),
        Some(time) => {
            let ahead = |from: Time| time.to_unix().saturating_sub(from.to_unix());
            let other =
                entry.or(attribute).zip(attribute.or(entry)).map(|(a, b)| if a == time { b } else { a });
            let other = other.filter(|other| ahead(*other).abs() > CLOCK_DIFFERENCE);
            // Local time written as UTC: seven hours ahead of the other statement, or of the verification itself.
            let local = |from: Time| (ahead(from).abs() - SEVEN_HOURS).abs() <= CLOCK_DIFFERENCE;
            let future = ahead(at) > CLOCK_DIFFERENCE;
            if other.is_some_and(local) || (future && ahead(at) <= SEVEN_HOURS) {
                findings.push(Finding::new(Code::ClaimedTimeSevenHoursAhead).with("time", time));
            } else if future {
                findings.push(Finding::new(Code::ClaimedTimeInFuture).with("time", time));
            } else if let Some(other) = other {
                findings
                    .push(Finding::new(Code::ClaimedTimesDisagree).with("time", time).with("other", other));
            }
        }
    }
    findings.push(Finding::new(match &facts.message {
        MessageFacts::Read { has_timestamps: true, .. } => Code::TimestampNotJudged,
        _ => Code::NoTimestamp,
    }));
    findings
}

/// What clocks may differ by.
const CLOCK_DIFFERENCE: i64 = 5 * 60;

/// Vietnam's offset from UTC: tools in use write local time with the letter Z.
const SEVEN_HOURS: i64 = 7 * 3600;
