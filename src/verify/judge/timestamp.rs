//! The verdict on a timestamp token (EN 319 102-1 V1.4.1 5.4): its form, its imprint, its authority.

use std::collections::BTreeSet;

use super::chain::{ChainQuestion, ChainRole};
use super::course::CLOCKS_OF_AUTHORITIES;
use super::identity;
use super::validity::{self, ChainVerdict};
use crate::cms::timestamp::{Concern, Imprint, TimestampFault};
use crate::crypto::{DigestAlgorithm, KeyKind};
use crate::error::Error;
use crate::policy::{Policy, Reliability};
use crate::report::{Code, Finding, Indication, TimestampKind, TimestampReport, indication, sort};
use crate::time::Time;
use crate::verify::facts::TokenFacts;

/// A timestamp, and whether it can be relied on.
#[derive(Debug)]
pub(super) struct TimestampVerdict<'f> {
    pub(super) kind: TimestampKind,
    pub(super) token: Option<&'f TokenFacts>,
    pub(super) chain: Option<ChainVerdict<'f>>,
    pub(super) findings: Vec<Finding>,
    /// Set once the findings of all sides are in.
    pub(super) is_good: bool,
}

/// Judges a token that is proven to have existed at a time.
pub(super) fn verdict<'f>(
    kind: TimestampKind,
    token: Result<&'f TokenFacts, &Error>,
    question: &ChainQuestion<'_>,
    proven: Option<Time>,
    has_trust: bool,
) -> TimestampVerdict<'f> {
    let token = match token {
        Ok(token) => token,
        Err(error) => {
            let finding = Finding::new(Code::TimestampMalformed).with("detail", error.to_string());
            return TimestampVerdict {
                kind,
                token: None,
                chain: None,
                findings: vec![finding],
                is_good: false,
            };
        }
    };
    let policy = question.policy;
    let mut findings = form(token);
    imprint(token, question, proven, &mut findings);
    signature_algorithms(token, question, proven, &mut findings);
    if token.time.to_unix().saturating_sub(question.now.to_unix()) > CLOCK_DIFFERENCE {
        findings.push(Finding::new(Code::TimestampInFuture).with("time", token.time));
    }
    // Its clock, or whoever has its key, says what cannot be.
    if let Some(early) = token.authority().filter(|certificate| token.time < certificate.not_before()) {
        let finding = Finding::new(Code::CertificateNotYetValidAtSigning).with("time", token.time);
        findings.push(finding.with("not_before", early.not_before()));
    }
    let question = ChainQuestion { role: ChainRole::TimestampAuthority, ..*question };
    let chain = token.chain.as_ref().and_then(|chain| validity::verdict(chain, &question, proven, has_trust));
    if let Some(chain) = &chain {
        findings.extend(chain.findings.iter().cloned());
    }
    super::weigh(&mut findings, policy);
    // The chain's findings are among them.
    let mut is_good = indication(&findings).0 == Indication::TotalPassed
        && chain.as_ref().is_some_and(|chain| chain.facts.path.anchored)
        && token.check.imprint == Imprint::Matches
        && token.check.check.integrity == crate::cms::Integrity::Intact;
    // 5.6.2.3 and 5.5.4: what a timestamp covers cannot be younger. Of one that nobody trusts anybody can make any.
    if let Some(outer) =
        proven.filter(|outer| is_good && token.time > outer.plus_seconds(CLOCKS_OF_AUTHORITIES))
    {
        findings.push(Finding::new(Code::TimestampOrderWrong).with("time", token.time).with("other", outer));
        is_good = false;
    }
    TimestampVerdict { kind, token: Some(token), chain, findings, is_good }
}

fn form(token: &TokenFacts) -> Vec<Finding> {
    let faults = token.check.faults.iter().chain(&token.authority_faults);
    let mut findings: Vec<Finding> = Vec::new();
    for fault in faults {
        let code = match fault.concern() {
            Concern::Form => Code::TimestampMalformed,
            Concern::Signature => Code::TimestampSignatureWrong,
            Concern::SigningCertificate => Code::TimestampSigningCertificateWrong,
            Concern::AuthorityName => Code::TimestampAuthorityNameDiffers,
            Concern::Usage => Code::TimestampUsageWrong,
            Concern::Unsupported => Code::TimestampAlgorithmUnsupported,
        };
        findings.push(Finding::new(code).with("detail", TimestampFault::to_string(fault)));
    }
    findings
}

/// An imprint is a digest like any other: it has to be proven to have existed while that was reliable.
fn imprint(
    token: &TokenFacts,
    question: &ChainQuestion<'_>,
    proven: Option<Time>,
    findings: &mut Vec<Finding>,
) {
    let policy = question.policy;
    match token.check.imprint {
        Imprint::Matches => {}
        Imprint::Differs => findings.push(Finding::new(Code::TimestampImprintMismatch)),
        Imprint::AlgorithmUnknown => findings.push(
            Finding::new(Code::TimestampAlgorithmUnsupported)
                .with("detail", "digest algorithm of the imprint"),
        ),
    }
    let Some(digest) = token.imprint_algorithm else { return };
    if digest.is_weak() {
        findings.push(Finding::new(Code::TimestampImprintWeak).with("algorithm", digest.name()));
    }
    if digest != DigestAlgorithm::Sha1 || !policy.timestamp.accept_sha1_imprint {
        let existed = proven.unwrap_or(question.now).min(question.now);
        findings.extend(algorithm_finding(Some(policy.digest_reliable_until(digest)), existed, || {
            (Finding::new(Code::DigestWeak).with("algorithm", digest.name()), digest.name().to_owned())
        }));
    }
}

/// The digest and the key with which the token is signed, as of the time at which it is proven to exist.
fn signature_algorithms(
    token: &TokenFacts,
    question: &ChainQuestion<'_>,
    proven: Option<Time>,
    findings: &mut Vec<Finding>,
) {
    let existed = proven.unwrap_or(question.now).min(question.now);
    let check = &token.check.check;
    let key = token.authority().and_then(|certificate| certificate.key_kind());
    let of_signature = check.algorithm.map(|algorithm| question.policy.signature_reliable_until(algorithm));
    let digest = check.digest_algorithm;
    let of_digest = digest.map(|digest| question.policy.digest_reliable_until(digest));
    let reliable = of_signature.into_iter().chain(of_digest).min();
    findings.extend(algorithm_finding(reliable, existed, || {
        let name = digest.map_or("?", |digest| digest.name());
        (Finding::new(Code::DigestWeak).with("algorithm", name), name.to_owned())
    }));
    if let Some(key) = key {
        let reliable = question.policy.key_reliable_until(key);
        findings.extend(algorithm_finding(Some(reliable), existed, || {
            (key_weak(key, question.policy), key.name())
        }));
    }
}

/// What there is to say of an algorithm that was used for something which existed at this time. `weak` gives the
/// finding for one that was never reliable, and the name.
pub(super) fn algorithm_finding(
    reliable: Option<Reliability>,
    existed: Time,
    weak: impl FnOnce() -> (Finding, String),
) -> Option<Finding> {
    match reliable? {
        reliable if reliable.at(existed) => None,
        Reliability::Until(end) => {
            Some(Finding::new(Code::AlgorithmEnded).with("algorithm", weak().1).with("time", end))
        }
        _ => Some(weak().0),
    }
}

pub(super) fn key_weak(key: KeyKind, policy: &Policy) -> Finding {
    let bits = match key {
        KeyKind::Rsa { bits } => bits.to_string(),
        other => other.name(),
    };
    Finding::new(Code::KeyWeak).with("bits", bits).with("minimum", policy.minimum_rsa_bits)
}

impl TimestampVerdict<'_> {
    pub(super) fn time(&self) -> Option<Time> {
        self.token.map(|token| token.time)
    }

    pub(super) fn report(&self, embedded: &BTreeSet<[u8; 32]>) -> Option<TimestampReport> {
        let token = self.token?;
        let mut findings = self.findings.clone();
        sort(&mut findings);
        let (indication, sub_indication) = indication(&findings);
        Some(TimestampReport {
            kind: self.kind,
            time: token.time,
            authority: token.authority().map(|certificate| certificate.subject().to_string()),
            imprint: token.imprint_algorithm.map(|digest| digest.name().to_owned()),
            indication,
            sub_indication,
            chain: self.chain.as_ref().map(|chain| identity::chain(&chain.facts.path)).unwrap_or_default(),
            revocation: self
                .chain
                .as_ref()
                .map(|chain| identity::revocation(chain, embedded))
                .unwrap_or_default(),
            findings,
        })
    }
}

/// What clocks may differ by.
pub(super) const CLOCK_DIFFERENCE: i64 = 5 * 60;
