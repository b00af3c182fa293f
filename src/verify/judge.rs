//! From facts to a verdict (EN 319 102-1 V1.4.1 clause 5.3, basic validation, as far as this version goes): a pure
//! function of the facts, the policy and the time.

mod identity;
mod integrity;
mod moment;
mod role;
mod structure;

use super::facts::{DocumentFacts, MessageFacts, SignatureFacts};
use crate::pdf::signing;
use crate::policy::Policy;
use crate::report::{
    Axis, BestTime, Changes, Code, Coverage, DocumentReport, Evidence, Finding, Format, Identity, Indication,
    Integrity, Kind, Level, Missing, SignatureReport, TimeAssurance, TimeSource, Verdict, indication,
    indication_of, sort,
};
use crate::time::Time;

/// Judges a document at a time.
pub(super) fn judge(facts: &DocumentFacts, policy: &Policy, at: Time) -> DocumentReport {
    let signatures: Vec<SignatureReport> =
        facts.signatures.iter().map(|signature| judge_signature(facts, signature, policy, at)).collect();
    let mut findings = structure::findings(facts);
    sort(&mut findings);
    let mut missing: Vec<Missing> = Vec::new();
    for signature in &facts.signatures {
        for item in identity::missing(signature) {
            if !missing.contains(&item) {
                missing.push(item);
            }
        }
    }
    let mut report = DocumentReport {
        file: None,
        format: Some(Format::Pdf),
        verdict: Verdict::Unsigned,
        signatures,
        attachments: Vec::new(),
        findings,
        missing,
    };
    report.verdict = report.folded_verdict();
    report
}

fn judge_signature(
    document: &DocumentFacts,
    facts: &SignatureFacts,
    policy: &Policy,
    at: Time,
) -> SignatureReport {
    let mut findings = integrity::findings(document, facts, policy);
    findings.extend(identity::findings(document, facts, policy, at));
    let claimed = moment::claimed_time(facts);
    findings.extend(moment::findings(facts, claimed, at));
    sort(&mut findings);
    let (indication, sub_indication) = indication(&findings);
    let leaf = facts.signer();
    let path = facts.path.as_ref();
    let chain = path.map(identity::chain).unwrap_or_default();
    SignatureReport {
        id: facts.field.clone(),
        kind: if facts.dictionary.is_document_timestamp() {
            Kind::DocumentTimestamp
        } else {
            Kind::Signature
        },
        level: if indication == Indication::TotalFailed || !facts.is_baseline() {
            Level::None
        } else {
            Level::BB
        },
        indication,
        sub_indication,
        integrity: match (indication_of(Axis::Integrity, &findings), facts.is_intact()) {
            (Indication::TotalFailed, _) => Integrity::Broken,
            (_, true) => Integrity::Intact,
            _ => Integrity::Unknown,
        },
        identity: match (path, indication_of(Axis::Identity, &findings)) {
            (Some(_), Indication::TotalPassed) => Identity::Trusted,
            (None, _) => Identity::Unknown,
            _ if !document.has_trust => Identity::Unknown,
            _ => Identity::Untrusted,
        },
        time: if claimed.is_some() { TimeAssurance::Claimed } else { TimeAssurance::Unknown },
        signer: leaf.map(identity::signer),
        role: leaf.map_or(crate::report::Role::Unknown, role::role),
        claimed_time: claimed,
        best_time: claimed.map(|time| BestTime { time, source: TimeSource::Claimed }),
        coverage: coverage(document, facts),
        changes: if structure::is_followed(document, facts) { Changes::Other } else { Changes::None },
        anchor_label: chain.last().filter(|last| last.anchor).and_then(|anchor| anchor.label),
        chain,
        timestamps: Vec::new(),
        revocation: Vec::new(),
        findings,
    }
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
fn about_certificate(code: Code, certificate: &crate::pki::Certificate) -> Finding {
    let subject = certificate.subject().to_string();
    Finding::new(code).with("certificate", subject.clone()).about(subject)
}

/// A piece of evidence about a certificate that would make the verdict firmer.
fn missing(what: Evidence, certificate: &crate::pki::Certificate, url: Option<String>) -> Missing {
    Missing {
        what,
        certificate: Some(identity::reference(certificate)),
        url,
        alternatives: Vec::new(),
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

    fn signer(&self) -> Option<&crate::pki::Certificate> {
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
