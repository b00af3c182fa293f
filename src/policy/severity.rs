//! Findings that weigh more or less than the table of codes says.

use std::collections::BTreeMap;

use super::Policy;
use super::words::{self, Word};
use crate::report::{Code, Outcome, Severity, SubIndication};

impl Policy {
    /// How much a finding with this code matters under this policy.
    pub fn severity(&self, code: Code) -> Severity {
        let overridden = self.danger_severity.get(&code).or_else(|| self.severity.get(&code));
        overridden.copied().unwrap_or_else(|| code.severity())
    }

    /// What a finding with this code means for the indication under this policy. One that was raised to an error is a
    /// constraint of the policy that does not hold (ETSI EN 319 102-1 5.2.8: SIG_CONSTRAINTS_FAILURE).
    pub fn outcome(&self, code: Code) -> Outcome {
        match (code.severity(), self.severity(code)) {
            (before, now) if before == now => code.outcome(),
            (_, Severity::Error) => Outcome::Indeterminate(SubIndication::SigConstraintsFailure),
            _ => Outcome::None,
        }
    }

    /// Whether the two maps keep to what they may do; else what is wrong.
    pub(super) fn severity_fault(&self) -> Option<String> {
        for (code, severity) in &self.severity {
            if code.severity() == Severity::Error && *severity != Severity::Error {
                return Some(format!("severity: {code} is an error; only danger_severity makes it less"));
            }
        }
        for (code, severity) in &self.danger_severity {
            if *severity == Severity::Error {
                return Some(format!("danger_severity: {code} is made an error; that belongs into severity"));
            }
            if !matches!(code.outcome(), Outcome::Indeterminate(_)) && code.severity() == Severity::Error {
                // A broken signature is a fact, not an opinion.
                return Some(format!("danger_severity: {code} cannot be made less"));
            }
        }
        None
    }
}

/// A map from codes to severities.
pub(super) mod map {
    use serde::de::{self, Deserialize, Deserializer};
    use serde::ser::Serializer;

    use super::*;

    pub(in crate::policy) fn serialize<S: Serializer>(
        rules: &BTreeMap<Code, Severity>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_map(rules.iter().map(|(code, severity)| (code.as_str(), severity.word())))
    }

    pub(in crate::policy) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<Code, Severity>, D::Error> {
        let written = BTreeMap::<String, String>::deserialize(from)?;
        let rule = |(code, severity): (String, String)| {
            let code = code
                .parse()
                .map_err(|_| format!("no finding has the code \"{}\"", words::json_text(&code)))?;
            Ok((code, words::from_word(&severity)?))
        };
        written.into_iter().map(rule).collect::<Result<_, String>>().map_err(de::Error::custom)
    }
}
