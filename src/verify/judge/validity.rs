//! The verdict on one certificate chain for something that existed at a time: the best of its paths, and what speaks
//! against it as findings.

use super::super::facts::chain::AnswerFacts;
use super::super::facts::{ChainFacts, PathFacts};
use super::chain::{ChainQuestion, ChainRole, Hindrance, Obstacle, Vouched, digest_of};
use super::{about_certificate, identity, missing as missing_evidence};
use crate::pki::ocsp::request as ocsp_request;
use crate::pki::revocation::EvidenceId;
use crate::pki::{Certificate, PathFault};
use crate::policy::{Policy, Reliability};
use crate::report::{Code, Evidence, Finding, Missing, Outcome};
use crate::time::Time;

/// A path of a chain, and what was concluded about it.
#[derive(Debug)]
pub(in crate::verify) struct ChainVerdict<'f> {
    pub(in crate::verify) facts: &'f PathFacts,
    pub(in crate::verify) vouched: Vouched<'f>,
    pub(in crate::verify) findings: Vec<Finding>,
    /// What the key does.
    pub(in crate::verify) role: ChainRole,
    /// When what the key has signed is proven to have existed: at the latest, now.
    pub(in crate::verify) existed: Time,
    now: Time,
}

/// Judges a chain for something that is proven to have existed at a time; without a proof it exists now.
pub(in crate::verify) fn verdict<'f>(
    chain: &'f ChainFacts,
    question: &ChainQuestion<'_>,
    proven: Option<Time>,
    has_trust: bool,
) -> Option<ChainVerdict<'f>> {
    let verdicts = chain.paths.iter().map(|facts| of_path(facts, question, proven, has_trust));
    verdicts.min_by_key(|verdict| {
        let count = |of: fn(Outcome) -> bool| {
            verdict.findings.iter().filter(|finding| of(question.policy.outcome(finding.code))).count()
        };
        let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
        let open = count(|outcome| matches!(outcome, Outcome::Indeterminate(_)));
        (failed, open, verdict.findings.len())
    })
}

fn of_path<'f>(
    facts: &'f PathFacts,
    question: &ChainQuestion<'_>,
    proven: Option<Time>,
    has_trust: bool,
) -> ChainVerdict<'f> {
    let existed = proven.unwrap_or(question.now).min(question.now);
    let vouched = question.vouched(facts);
    let path = &facts.path;
    let mut findings = Vec::new();
    if !has_trust {
        findings.push(Finding::new(Code::NoTrustStore));
    }
    findings.extend(identity::pinned(path, question.policy));
    let timeless = path.faults.iter().filter(|fault| !is_judged_in_time(fault));
    let faults: Vec<Finding> = timeless
        .filter_map(|fault| identity::path_finding(path, fault, has_trust, question.policy))
        .collect();
    let sound = path.anchored && faults.is_empty();
    if let (false, true, true, Some(leaf)) = (path.anchored, faults.is_empty(), has_trust, path.chain.first())
    {
        findings.push(about_certificate(Code::TrustAnchorUnknown, leaf));
    }
    findings.extend(faults);
    findings.extend(not_yet_valid(facts, existed, proven.is_some(), question.policy));
    for obstacle in vouched.against(existed) {
        // Of a path that leads nowhere or breaks, evidence about revocation says little; and for one that has expired
        // too early there is none to be had.
        let expired = || vouched.against(existed).any(|other| other.ends_with_expiry(obstacle.index));
        if !obstacle.what.is_about_evidence() || (sound && !expired()) {
            // Of a CA about which too little is known, more than one certificate may have a tale to tell.
            let told = finding(facts, obstacle, question);
            findings.extend(told.filter(|new| !findings.contains(new)));
        }
    }
    if sound {
        if vouched.unchecked {
            findings.push(Finding::new(Code::RevocationNotChecked));
        }
        findings.extend(unusable(facts, &vouched, existed, question));
        findings.extend(weak_answers(facts, &vouched));
        findings.extend(revoked_later(facts, &vouched, existed));
    }
    ChainVerdict { facts, vouched, findings, role: question.role, existed, now: question.now }
}

/// Faults that [`ChainQuestion::vouched`] judges, for the time that matters.
fn is_judged_in_time(fault: &PathFault) -> bool {
    matches!(
        fault,
        PathFault::NotYetValid { .. }
            | PathFault::Expired { .. }
            | PathFault::WeakAlgorithm { .. }
            | PathFault::WeakKey { .. }
    )
}

/// A signature older than the certificate is impossible; one that is only verified too early is not known to be.
fn not_yet_valid(facts: &PathFacts, existed: Time, is_proven: bool, policy: &Policy) -> Vec<Finding> {
    let path = &facts.path;
    let judged = if policy.anchor_validity { path.chain.len() } else { below_anchor(facts).count() };
    let early = path.chain.iter().enumerate().take(judged).filter(|(_, c)| existed < c.not_before());
    early
        .map(|(index, certificate)| {
            let not_before = certificate.not_before();
            match index {
                0 if is_proven => Finding::new(Code::CertificateNotYetValidAtSigning)
                    .with("time", existed)
                    .with("not_before", not_before),
                0 => Finding::new(Code::CertificateNotYetValid).with("not_before", not_before),
                _ => about_certificate(Code::CaCertificateNotYetValid, certificate)
                    .with("not_before", not_before),
            }
        })
        .collect()
}

fn finding(facts: &PathFacts, obstacle: &Obstacle, question: &ChainQuestion<'_>) -> Option<Finding> {
    let certificate = facts.path.chain.get(obstacle.index)?;
    let is_leaf = obstacle.index == 0;
    let about = |code| about_certificate(code, certificate);
    Some(match &obstacle.what {
        Hindrance::Revoked { at, reason, .. } => {
            let code = if is_leaf { Code::CertificateRevoked } else { Code::CaCertificateRevoked };
            about(code).with("time", *at).with("reason", reason.name())
        }
        Hindrance::OnHold { at } if is_leaf => about(Code::CertificateOnHold).with("time", *at),
        Hindrance::OnHold { at } => {
            about(Code::CaCertificateRevoked).with("time", *at).with("reason", "certificateHold")
        }
        Hindrance::Expired { not_revoked } if is_leaf => {
            let code = match not_revoked {
                true => Code::CertificateExpiredNotRevoked,
                false => Code::CertificateExpired,
            };
            Finding::new(code).with("not_after", certificate.not_after())
        }
        Hindrance::Expired { .. } => {
            about(Code::CaCertificateExpired).with("not_after", certificate.not_after())
        }
        Hindrance::Digest(digest) => match question.policy.digest_reliable_until(*digest) {
            Reliability::Until(end) => {
                about(Code::AlgorithmEnded).with("algorithm", digest.name()).with("time", end)
            }
            _ => about(Code::CertificateDigestWeak).with("algorithm", digest.name()),
        },
        Hindrance::Key(key) => match question.policy.key_reliable_until(*key) {
            Reliability::Until(end) => {
                about(Code::AlgorithmEnded).with("algorithm", key.name()).with("time", end)
            }
            _ => about(Code::CertificateKeyWeak).with("bits", key.name()),
        },
        Hindrance::NoEvidence => about(Code::RevocationNotAvailable),
        Hindrance::Unknown => about(Code::RevocationUnknown),
        Hindrance::EvidenceNotProven => about(Code::RevocationNoPoe),
        Hindrance::Stale => evidence_wanted(certificate.subject().to_string(), obstacle.until),
        Hindrance::Unsure { certificate, until, .. } => evidence_wanted(certificate.clone(), *until),
    })
}

/// There is no evidence about a certificate, or none that speaks for later than this time.
fn evidence_wanted(certificate: String, until: Option<Time>) -> Finding {
    let finding = match until {
        Some(until) => Finding::new(Code::RevocationStale).with("until", until),
        None => Finding::new(Code::RevocationNotAvailable),
    };
    finding.with("certificate", certificate.clone()).about(certificate)
}

/// Evidence about a certificate that was not used, where nothing better was found: why.
fn unusable(
    facts: &PathFacts,
    vouched: &Vouched<'_>,
    existed: Time,
    question: &ChainQuestion<'_>,
) -> Vec<Finding> {
    let (policy, now) = (question.policy, question.now);
    let lacking = vouched.against(existed).filter(|obstacle| obstacle.what.is_about_evidence());
    let mut out: Vec<Finding> = Vec::new();
    for obstacle in lacking {
        let Some(certificate) = facts.path.chain.get(obstacle.index) else { continue };
        let answers = facts.revocation.get(obstacle.index).into_iter().flat_map(|answers| answers.iter());
        let weak = |facts: &AnswerFacts| {
            let reliable = facts.answer.algorithm.map(|algorithm| policy.signature_reliable_until(algorithm));
            let weak = !reliable.is_some_and(|reliable| reliable.at(now));
            weak.then(|| format!("signed over {}", digest_of(facts).map_or("?", |digest| digest.name())))
        };
        let why = |facts: &AnswerFacts| match facts.answer.faults.first() {
            Some(fault) => Some(fault.to_string()),
            None => weak(facts),
        };
        for detail in answers.filter_map(why).take(UNUSABLE_NAMED) {
            let finding = about_certificate(Code::RevocationAnswerUnusable, certificate);
            out.push(finding.with("detail", detail));
        }
    }
    out
}

/// Answers that were relied on although their digest is weak.
fn weak_answers(facts: &PathFacts, vouched: &Vouched<'_>) -> Vec<Finding> {
    let weak = vouched.relied.iter().filter_map(|(index, answer)| {
        let digest = digest_of(answer).filter(|digest| digest.is_weak())?;
        let finding = about_certificate(Code::RevocationAnswerWeak, facts.path.chain.get(*index)?);
        Some(finding.with("algorithm", digest.name()))
    });
    weak.collect()
}

/// Revocations that do not touch what existed before them.
fn revoked_later(facts: &PathFacts, vouched: &Vouched<'_>, existed: Time) -> Vec<Finding> {
    let later =
        vouched.obstacles.iter().filter(|obstacle| obstacle.until.is_some_and(|until| until >= existed));
    later
        .filter_map(|obstacle| {
            let certificate = facts.path.chain.get(obstacle.index)?;
            let (at, reason) = match &obstacle.what {
                Hindrance::Revoked { at, reason, .. } => (*at, reason.name()),
                Hindrance::OnHold { at } => (*at, "certificateHold"),
                _ => return None,
            };
            let finding = about_certificate(Code::RevokedAfterSigning, certificate);
            Some(finding.with("time", at).with("reason", reason))
        })
        .collect()
}

impl<'f> ChainVerdict<'f> {
    /// What would make the verdict firmer: the issuer that was not found, and evidence about revocation. Where a
    /// certificate names both OCSP and CRLs there are two entries; either will do. Nothing is asked for that cannot
    /// help: no evidence about a path that breaks, is revoked, or has expired before it was used.
    pub(super) fn missing(&self) -> Vec<Missing> {
        let path = &self.facts.path;
        let mut missing = Vec::new();
        if let Some(last) = path.chain.last().filter(|_| !path.anchored) {
            if last.is_self_issued() {
                missing.push(missing_evidence(Evidence::TrustAnchor, last, &[]));
            } else {
                missing.push(missing_evidence(Evidence::IssuerCertificate, last, last.ca_issuer_urls()));
            }
        }
        let is_lost = path.faults.iter().any(|fault| !is_judged_in_time(fault));
        if path.anchored && !is_lost {
            lacking(&self.vouched, self.existed, self.now, &mut missing);
        }
        missing
    }

    /// The certificates below the anchor, and every piece of evidence that was relied on, with the certificates of
    /// those who signed it.
    pub(super) fn relied_on(&self) -> (Vec<&'f Certificate>, Vec<[u8; 32]>) {
        let (mut certificates, mut answers) = (Vec::new(), Vec::new());
        self.vouched.collect(&mut certificates, &mut answers);
        let evidence = answers.into_iter().flat_map(|facts| &facts.answer.evidence);
        (certificates, evidence.map(EvidenceId::identifier).collect())
    }
}

/// The evidence that is wanted about the certificates of a path, for something that existed at a time.
fn lacking(vouched: &Vouched<'_>, existed: Time, now: Time, missing: &mut Vec<Missing>) {
    // Newer evidence may lift a suspension, and nothing else that speaks against a certificate.
    let is_open = |obstacle: &Obstacle| {
        obstacle.what.is_about_evidence() || matches!(obstacle.what, Hindrance::OnHold { .. })
    };
    if !vouched.against(existed).all(is_open) {
        return;
    }
    let is_due = |index: usize| {
        let answers = vouched.relied.iter().filter(|(of, _)| *of == index);
        answers.map(|(_, facts)| facts.answer.next_update).all(|next| next.is_none_or(|next| next < now))
    };
    // What is fetched now needs issuers who are believed now.
    let mut at = existed;
    for (index, pair) in vouched.facts.path.chain.windows(2).enumerate() {
        let [certificate, issuer] = pair else { continue };
        let mut wanted = vouched.wanting.contains(&index);
        for obstacle in vouched.against(at).filter(|obstacle| obstacle.index == index && is_open(obstacle)) {
            match obstacle.what {
                Hindrance::OnHold { .. } if !is_due(index) => continue,
                // Those who are in doubt are asked about. Another way round them is evidence by somebody else.
                Hindrance::Unsure { speaks_until, .. } => {
                    wanted |= speaks_until < at;
                    for (_, signer) in vouched.doubtful.iter().filter(|(of, _)| *of == index) {
                        lacking(signer, now, now, missing);
                        wanted = true;
                    }
                }
                _ => wanted = true,
            }
            at = now;
        }
        let mut above = vouched.against(now).filter(|obstacle| obstacle.index > index);
        if wanted && above.all(is_open) {
            ask(certificate, issuer, missing);
            at = now;
        }
    }
}

fn ask(certificate: &Certificate, issuer: &Certificate, missing: &mut Vec<Missing>) {
    let (ocsp, crl) = (certificate.ocsp_urls(), certificate.crl_urls());
    if !ocsp.is_empty() {
        let request = Some(ocsp_request(certificate, issuer, None));
        missing.push(Missing { request, ..missing_evidence(Evidence::Ocsp, certificate, ocsp) });
    }
    if !crl.is_empty() || ocsp.is_empty() {
        missing.push(missing_evidence(Evidence::Crl, certificate, crl));
    }
}

impl<'f> Vouched<'f> {
    /// The certificates below the anchor and the evidence, those of the signers of the evidence included.
    pub(super) fn collect(
        &self,
        certificates: &mut Vec<&'f Certificate>,
        evidence: &mut Vec<&'f AnswerFacts>,
    ) {
        certificates.extend(below_anchor(self.facts));
        evidence.extend(self.relied.iter().map(|(_, answer)| *answer));
        for signer in &self.signers {
            signer.collect(certificates, evidence);
        }
    }
}

fn below_anchor(facts: &PathFacts) -> impl Iterator<Item = &Certificate> {
    let below = facts.path.chain.len().saturating_sub(usize::from(facts.path.anchored));
    facts.path.chain.iter().take(below)
}

/// Enough to see what is wrong.
const UNUSABLE_NAMED: usize = 3;
