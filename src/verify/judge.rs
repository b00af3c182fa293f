//! From facts to a verdict: the validation process of ETSI EN 319 102-1 V1.4.1 (basic validation 5.3, with time 5.5, with
//! archival data 5.6), a pure function of the facts, the policy and the time.

pub(super) mod chain;
mod changes;
mod course;
mod identity;
mod integrity;
mod level;
mod moment;
pub(super) mod proof;
mod role;
mod structure;
mod timestamp;
pub(super) mod validity;

use super::facts::{DocumentFacts, MessageFacts, SignatureFacts};
use crate::pdf::signing;
use crate::pki::Certificate;
use crate::policy::Policy;
use crate::report::{
    Axis, Changes, Code, Coverage, DocumentReport, Evidence, Finding, Format, Identity, Indication,
    Integrity, Kind, Level, Missing, Outcome, Role, SignatureReport, SubIndication, TimeAssurance,
    TimeSource, Verdict, indication, indication_of, sort,
};
use crate::time::Time;

use course::Course;

/// A verdict, and which certificates and evidence (by identifier) each signature's rests on.
pub(super) struct Judgement<'f> {
    pub(super) report: DocumentReport,
    pub(super) relied: Vec<Relied<'f>>,
}

/// What the verdict on one signature rests on.
pub(super) struct Relied<'f> {
    pub(super) signature: &'f str,
    pub(super) certificates: Vec<&'f Certificate>,
    pub(super) evidence: Vec<[u8; 32]>,
}

/// Judges a document at a time. `existed_at` is the caller's proof of existence.
pub(super) fn judge<'f>(
    facts: &'f DocumentFacts,
    policy: &Policy,
    existed_at: Option<Time>,
    at: Time,
) -> Judgement<'f> {
    let course = Course::run(facts, policy, existed_at, at);
    let mut missing: Vec<Missing> = Vec::new();
    let mut relied = Vec::new();
    let mut signatures = Vec::new();
    for (index, signature) in facts.signatures.iter().enumerate() {
        let (report, lacking, rests_on) = if signature.dictionary.is_document_timestamp() {
            judge_timestamp(facts, signature, &course, index)
        } else {
            judge_signature(facts, signature, &course, index)
        };
        signatures.push(report);
        relied.push(rests_on);
        for item in lacking {
            if !missing.contains(&item) {
                missing.push(item);
            }
        }
    }
    let mut findings = structure::findings(facts);
    weigh(&mut findings, policy);
    sort(&mut findings);
    let mut report = DocumentReport {
        file: None,
        format: Some(Format::Pdf),
        verdict: Verdict::Unsigned,
        signatures,
        attachments: Vec::new(),
        policy: Some(policy.name.clone()),
        revisions: changes::revisions(facts),
        findings,
        missing,
    };
    report.verdict = report.folded_verdict();
    Judgement { report, relied }
}

fn judge_signature<'f>(
    document: &'f DocumentFacts,
    facts: &'f SignatureFacts,
    course: &Course<'f, '_>,
    index: usize,
) -> (SignatureReport, Vec<Missing>, Relied<'f>) {
    let (policy, at) = (course.policy, course.now);
    let best = course.best_time(index);
    let chain = course.signer(index);
    let mut findings = integrity::findings(document, facts, &course.later);
    findings.extend(integrity::algorithms(facts, policy, best.map(|best| best.time), at));
    findings.extend(identity::findings(facts, chain.as_ref(), policy, best.map(|best| best.time), at));
    findings.extend(course.after_content_timestamp(index, chain.as_ref()));
    let claimed = moment::claimed_time(facts);
    findings.extend(moment::findings(facts, claimed, best.map(|best| best.time), policy, at));
    findings.extend(course.about_timestamps(index));
    let baseline = facts.is_baseline() && indication(&findings).0 != Indication::TotalFailed;
    let (level, reasons) = course.level(index, baseline, chain.as_ref());
    findings.extend(reasons);
    if let Some(required) = policy.required_level.filter(|required| rank(level) < rank(*required)) {
        let finding = Finding::new(Code::LevelRequired).with("level", level.as_str());
        findings.push(finding.with("required", required.as_str()));
    }
    weigh(&mut findings, policy);
    sort(&mut findings);
    let leaf = facts.signer();
    let mut missing = chain.as_ref().map(|chain| chain.missing()).unwrap_or_default();
    let mut relied = Relied { signature: &facts.field, certificates: Vec::new(), evidence: Vec::new() };
    if let Some(chain) = &chain {
        relied.add(chain);
    }
    for timestamp in course.tokens(index).iter().chain(course.content_timestamps(index)) {
        if let Some(chain) = &timestamp.chain {
            missing.extend(chain.missing());
            if timestamp.is_good {
                relied.add(chain);
            }
        }
    }
    let mut report = skeleton(document, facts, course, findings, facts.is_intact());
    let claimed_best = claimed.map(|time| crate::report::BestTime { time, source: TimeSource::Claimed });
    report.level = level;
    report.time = match (best, claimed) {
        (Some(_), _) => TimeAssurance::Proven,
        (None, Some(_)) => TimeAssurance::Claimed,
        (None, None) => TimeAssurance::Unknown,
    };
    report.signer = leaf.map(identity::signer);
    report.role = leaf.map_or(Role::Unknown, role::role);
    report.claimed_time = claimed;
    report.best_time = best.or(claimed_best);
    report.timestamps = course.reports(index);
    finish(&mut report, chain.as_ref(), document);
    (report, missing, relied)
}

/// A document timestamp is judged as what it is; what it proves for others is in the course.
fn judge_timestamp<'f>(
    document: &'f DocumentFacts,
    facts: &'f SignatureFacts,
    course: &Course<'f, '_>,
    index: usize,
) -> (SignatureReport, Vec<Missing>, Relied<'f>) {
    let verdict = course.document_timestamp(index);
    let chain = verdict.and_then(|verdict| verdict.chain.as_ref());
    let mut findings = integrity::findings(document, facts, &course.later);
    findings.extend(verdict.into_iter().flat_map(|verdict| verdict.findings.iter().cloned()));
    weigh(&mut findings, course.policy);
    // Nothing is wrong in particular and nothing holds either: never let that pass.
    if indication(&findings).0 == Indication::TotalPassed && !verdict.is_some_and(|verdict| verdict.is_good) {
        let detail = "the timestamp could not be verified";
        findings.push(Finding::new(Code::WorkLimitReached).with("detail", detail));
    }
    sort(&mut findings);
    let token = verdict.and_then(|verdict| verdict.token);
    let mut relied = Relied { signature: &facts.field, certificates: Vec::new(), evidence: Vec::new() };
    if let Some(chain) = chain {
        relied.add(chain);
    }
    let is_intact = token.is_some_and(|token| {
        token.check.imprint == crate::cms::timestamp::Imprint::Matches
            && token.check.check.integrity == crate::cms::Integrity::Intact
    });
    let mut report = skeleton(document, facts, course, findings, is_intact);
    let time = verdict.filter(|verdict| verdict.is_good).and_then(|verdict| verdict.time());
    report.time = if time.is_some() { TimeAssurance::Proven } else { TimeAssurance::Unknown };
    report.best_time = time.map(|time| crate::report::BestTime { time, source: TimeSource::Timestamp });
    report.signer = token.and_then(|token| token.authority()).map(identity::signer);
    report.timestamps = course.reports(index);
    finish(&mut report, chain, document);
    (report, chain.map(|chain| chain.missing()).unwrap_or_default(), relied)
}

/// What findings and the byte range alone decide; the rest is filled in by the callers.
fn skeleton(
    document: &DocumentFacts,
    facts: &SignatureFacts,
    course: &Course<'_, '_>,
    findings: Vec<Finding>,
    is_intact: bool,
) -> SignatureReport {
    let (indication, sub_indication) = indication(&findings);
    let is_timestamp = facts.dictionary.is_document_timestamp();
    SignatureReport {
        id: facts.field.clone(),
        kind: if is_timestamp { Kind::DocumentTimestamp } else { Kind::Signature },
        level: Level::None,
        indication,
        sub_indication,
        integrity: match (indication_of(Axis::Integrity, &findings), is_intact) {
            (Indication::TotalFailed, _) => Integrity::Broken,
            (_, true) => Integrity::Intact,
            _ => Integrity::Unknown,
        },
        identity: Identity::Unknown,
        time: TimeAssurance::Unknown,
        signer: None,
        role: Role::Unknown,
        claimed_time: None,
        best_time: None,
        coverage: coverage(document, facts),
        revision: facts.dictionary.coverage.revision().map(|revision| revision.saturating_add(1)),
        changes: match structure::is_followed(document, facts) {
            true if structure::trailing(document).is_some() => Changes::Other,
            true => course.later.behind(facts).map_or(Changes::Other, |behind| behind.changes()),
            false => Changes::None,
        },
        anchor_label: None,
        chain: Vec::new(),
        timestamps: Vec::new(),
        revocation: Vec::new(),
        findings,
    }
}

fn finish(
    report: &mut SignatureReport,
    chain: Option<&validity::ChainVerdict<'_>>,
    document: &DocumentFacts,
) {
    let Some(verdict) = chain else { return };
    report.chain = identity::chain(&verdict.facts.path);
    report.anchor_label = report.chain.last().filter(|last| last.anchor).and_then(|anchor| anchor.label);
    report.revocation = identity::revocation(verdict, &document.embedded);
    report.identity = match indication_of(Axis::Identity, &report.findings) {
        Indication::TotalPassed => Identity::Trusted,
        _ if !document.has_trust || only_evidence_is_missing(&report.findings) => Identity::Unknown,
        _ => Identity::Untrusted,
    };
}

/// Nothing speaks against the signer; it is only not known enough.
fn only_evidence_is_missing(findings: &[Finding]) -> bool {
    let of_identity = findings.iter().filter(|finding| finding.code.axis() == Axis::Identity);
    of_identity.map(Finding::outcome).all(|outcome| {
        matches!(
            outcome,
            Outcome::None | Outcome::Indeterminate(SubIndication::TryLater | SubIndication::NoPoe)
        )
    })
}

impl<'f> Relied<'f> {
    fn add(&mut self, chain: &validity::ChainVerdict<'f>) {
        let (certificates, evidence) = chain.relied_on();
        self.certificates.extend(certificates);
        self.evidence.extend(evidence);
    }
}

/// Gives findings the weight that the policy says.
fn weigh(findings: &mut [Finding], policy: &Policy) {
    for finding in findings {
        finding.weigh(policy.severity(finding.code), policy.outcome(finding.code));
    }
}

fn rank(level: Level) -> usize {
    Level::ALL.iter().position(|known| *known == level).unwrap_or(0)
}

fn coverage(document: &DocumentFacts, facts: &SignatureFacts) -> Option<Coverage> {
    facts.dictionary.byte_range?;
    Some(match facts.dictionary.coverage {
        signing::Coverage::Partial => Coverage::Partial,
        signing::Coverage::Revision(_) if structure::is_followed(document, facts) => Coverage::WholeRevision,
        signing::Coverage::Revision(_) => Coverage::WholeFile,
    })
}

/// A finding about a certificate.
fn about_certificate(code: Code, certificate: &Certificate) -> Finding {
    let subject = certificate.subject().to_string();
    Finding::new(code).with("certificate", subject.clone()).about(subject)
}

/// A piece of evidence about a certificate that would make the verdict firmer.
fn missing(what: Evidence, certificate: &Certificate, urls: &[String]) -> Missing {
    Missing {
        what,
        certificate: Some(identity::reference(certificate)),
        url: urls.first().cloned(),
        alternatives: urls.iter().skip(1).cloned().collect(),
        request: None,
    }
}

impl SignatureFacts {
    fn check(&self) -> Option<&crate::cms::SignerCheck> {
        match &self.message {
            MessageFacts::Read { check, .. } => Some(check),
            _ => None,
        }
    }

    fn signer(&self) -> Option<&Certificate> {
        self.check().and_then(|check| check.signer_certificate.as_ref())
    }

    fn is_intact(&self) -> bool {
        self.check().is_some_and(|check| check.integrity == crate::cms::Integrity::Intact)
    }

    /// What B-B asks beside a sound signature: the signer's certificate is bound (EN 319 142-1 table 1).
    fn is_baseline(&self) -> bool {
        self.dictionary.sub_filter.as_deref() == Some(signing::SubFilter::EtsiCadesDetached.name())
            && self.check().is_some_and(|check| {
                matches!(
                    check.signing_certificate,
                    crate::cms::Binding::MatchesV1 | crate::cms::Binding::MatchesV2
                )
            })
    }
}
