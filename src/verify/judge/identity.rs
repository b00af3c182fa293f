//! Who signed? The certificate path and what the signer's certificate may be used for.

use std::collections::BTreeSet;

use super::super::facts::SignatureFacts;
use super::about_certificate;
use super::integrity::is_short;
use super::validity::ChainVerdict;
use crate::asn1::Oid;
use crate::pki::revocation::{Source, Status};
use crate::pki::{Certificate, KeyUsage, Path, PathFault, known};
use crate::policy::{Policy, SigningUsage};
use crate::report::{
    CertificateReference, CertificateSummary, Code, Evidence, Finding, RevocationReport, RevocationStatus,
    Signer,
};
use crate::time::Time;

/// What speaks against the signer, the chain's own findings included.
pub(super) fn findings(
    facts: &SignatureFacts,
    chain: Option<&ChainVerdict<'_>>,
    policy: &Policy,
    proven: Option<Time>,
    at: Time,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(leaf) = facts.signer() else { return findings };
    usage(leaf, policy, &mut findings);
    if let Some(chain) = chain {
        findings.extend(chain.findings.iter().cloned());
    }
    // The signer's own statement that it signed outside of the certificate's validity; no proof, but never a pass.
    if let Some(claimed) = super::moment::claimed_time(facts).filter(|claimed| *claimed <= at) {
        if claimed < leaf.not_before() {
            let finding =
                Finding::new(Code::CertificateNotYetValidAtSigning).with("not_before", leaf.not_before());
            findings.push(finding.with("time", claimed));
        } else if claimed > leaf.not_after() && proven.is_none_or(|proven| proven > leaf.not_after()) {
            // A proof from before the end contradicts the claim: a clock that was wrong.
            let finding = Finding::new(Code::CertificateExpiredAtSigning).with("not_after", leaf.not_after());
            findings.push(finding.with("time", claimed));
        }
    }
    findings
}

/// RFC 5280 4.2.1.3 and 4.2.1.12.
fn usage(leaf: &Certificate, policy: &Policy, findings: &mut Vec<Finding>) {
    let allows = |usage: KeyUsage| {
        policy.key_usages.iter().any(|wanted| {
            usage.allows(match wanted {
                SigningUsage::DigitalSignature => KeyUsage::DIGITAL_SIGNATURE,
                SigningUsage::NonRepudiation => KeyUsage::NON_REPUDIATION,
            })
        })
    };
    match leaf.key_usage() {
        None => findings.push(Finding::new(Code::KeyUsageMissing)),
        Some(usage) if !allows(usage) && !policy.danger_ignore_key_usage => {
            findings.push(Finding::new(Code::KeyUsageWrong).with("value", usage.to_string()));
        }
        Some(_) => {}
    }
    if let Some(only) = leaf.purpose_other_than_documents() {
        findings.push(Finding::new(Code::ExtendedKeyUsageWrong).with("value", only));
    } else if policy.check_extended_key_usage && leaf.names_documents() == Some(false) {
        let purposes: Vec<String> =
            leaf.extended_key_usage().iter().map(|purpose| Oid(purpose).to_string()).collect();
        findings.push(Finding::new(Code::ExtendedKeyUsageWrong).with("value", purposes.join(", ")));
    }
}

pub(super) fn path_finding(
    path: &Path,
    fault: &PathFault,
    has_trust: bool,
    policy: &Policy,
) -> Option<Finding> {
    let at = |index: usize| path.chain.get(index);
    let about = |code: Code, index: usize| match at(index) {
        Some(certificate) => about_certificate(code, certificate),
        None => Finding::new(code),
    };
    Some(match fault {
        PathFault::NoIssuer => return no_issuer(path, has_trust),
        PathFault::NotYetValid { index: 0, not_before } => {
            Finding::new(Code::CertificateNotYetValid).with("not_before", *not_before)
        }
        PathFault::NotYetValid { index, not_before } => {
            about(Code::CaCertificateNotYetValid, *index).with("not_before", *not_before)
        }
        PathFault::Expired { index: 0, not_after } => {
            Finding::new(Code::CertificateExpired).with("not_after", *not_after)
        }
        PathFault::Expired { index, not_after } => {
            about(Code::CaCertificateExpired, *index).with("not_after", *not_after)
        }
        PathFault::SignatureInvalid { index } => about(Code::CertificateSignatureInvalid, *index),
        PathFault::SignatureUnsupported { index, detail } => {
            about(Code::CertificateSignatureUnsupported, *index).with("detail", detail.clone())
        }
        PathFault::WeakAlgorithm { .. } if policy.danger_accept_weak_digests => return None,
        PathFault::WeakAlgorithm { index, digest } => {
            about(Code::CertificateDigestWeak, *index).with("algorithm", digest.name())
        }
        // Said of the signer's own key already, and by the policy's own measure.
        PathFault::WeakKey { index: 0, .. } => return None,
        PathFault::WeakKey { index, bits } => {
            at(*index)?.key_kind().filter(|kind| is_short(*kind, policy))?;
            about(Code::CertificateKeyWeak, *index).with("bits", *bits)
        }
        PathFault::NotCa { index } => about(Code::IssuerNotCa, *index),
        PathFault::PathLengthExceeded { index } => about(Code::PathLengthExceeded, *index),
        PathFault::NoCertSign { index } => about(Code::IssuerMayNotSignCertificates, *index),
        PathFault::UnknownCriticalExtension { index, oid } => {
            about(Code::CertificateUnknownCriticalExtension, *index).with("oid", oid.clone())
        }
        PathFault::DuplicateExtension { index, oid } => {
            about(Code::CertificateDuplicateExtension, *index).with("oid", oid.clone())
        }
        PathFault::NameNotPermitted { index, name } => {
            about(Code::NameNotPermitted, *index).with("name", name.clone())
        }
        PathFault::NameConstraintsUnsupported { index, form } => {
            about(Code::NameConstraintsUnsupported, *index).with("form", *form)
        }
        PathFault::NoValidPolicy { index } => about(Code::NoValidPolicy, *index),
        PathFault::Malformed { index, what } => {
            about(Code::CertificateMalformed, *index).with("detail", *what)
        }
        PathFault::LimitReached => Finding::new(Code::PathLimitReached),
    })
}

/// CA certificates over a broken digest that are accepted because the trust store holds them, as those of GCA's first
/// generation are. An anchor's own signature says nothing anyway.
pub(super) fn pinned(path: &Path, policy: &Policy) -> Vec<Finding> {
    if !policy.accept_pinned_weak_certificates {
        return Vec::new();
    }
    let below_anchor = path.chain.len().saturating_sub(usize::from(path.anchored));
    let digest = |certificate: &Certificate| certificate.signature_algorithm().ok()?.digest();
    let judged = |at: usize| {
        path.faults
            .iter()
            .any(|fault| matches!(fault, PathFault::WeakAlgorithm { index, .. } if *index == at))
    };
    let certificates = path.chain.iter().take(below_anchor).enumerate().filter(|(index, _)| !judged(*index));
    certificates
        .filter_map(|(_, certificate)| {
            let weak = digest(certificate).filter(|digest| digest.is_weak())?;
            let finding = about_certificate(Code::WeakCertificatePinned, certificate);
            Some(finding.with("algorithm", weak.name()))
        })
        .collect()
}

/// Why the path ends: an unknown root, or an issuer that nobody offers.
fn no_issuer(path: &Path, has_trust: bool) -> Option<Finding> {
    if !has_trust {
        return None;
    }
    let last = path.chain.last()?;
    Some(if !last.is_self_issued() {
        about_certificate(Code::IssuerNotFound, last).with("issuer", last.issuer().to_string())
    } else if path.chain.len() == 1 {
        Finding::new(Code::SignerSelfSigned)
    } else {
        about_certificate(Code::TrustAnchorUnknown, last)
    })
}

/// What is known about the revocation of each certificate of the path: what was relied on, else the newest answer.
pub(super) fn revocation(chain: &ChainVerdict<'_>, embedded: &BTreeSet<[u8; 32]>) -> Vec<RevocationReport> {
    let certificates = chain.facts.path.chain.iter().enumerate();
    certificates
        .filter_map(|(index, certificate)| {
            let relied = chain.vouched.relied.iter().find(|(of, _)| *of == index).map(|(_, answer)| *answer);
            let all = chain.facts.revocation.get(index).into_iter().flat_map(|answers| answers.iter());
            let usable = all.filter(|facts| facts.answer.faults.is_empty());
            let answer = &relied.or_else(|| usable.max_by_key(|facts| facts.answer.this_update))?.answer;
            let (status, revocation_time, reason) = match &answer.status {
                Status::Good => (RevocationStatus::Good, None, None),
                Status::Unknown => (RevocationStatus::Unknown, None, None),
                Status::Revoked { at, reason, .. } => (RevocationStatus::Revoked, Some(*at), Some(*reason)),
            };
            Some(RevocationReport {
                certificate: reference(certificate),
                source: match answer.source {
                    Source::Crl => Evidence::Crl,
                    Source::Ocsp => Evidence::Ocsp,
                },
                status,
                this_update: answer.this_update,
                next_update: answer.next_update,
                revocation_time,
                reason: reason.map(|reason| reason.name().to_owned()),
                embedded: answer.evidence.iter().all(|id| embedded.contains(&id.identifier())),
            })
        })
        .collect()
}

pub(super) fn signer(certificate: &Certificate) -> Signer {
    let subject = certificate.subject();
    let mut organization = subject.organizational_units();
    organization.extend(subject.organization());
    Signer {
        name: subject.common_name().map(str::to_owned),
        organization: (!organization.is_empty()).then(|| organization.join(", ")),
        email: certificate.email().or(subject.email()).map(str::to_owned),
        serial: certificate.serial_hex(),
        issuer: certificate.issuer().to_string(),
        subject: subject.to_string(),
        key: certificate.key_kind().map(|kind| kind.name()),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        fingerprint: certificate.fingerprint_sha256(),
    }
}

pub(super) fn chain(path: &Path) -> Vec<CertificateSummary> {
    let last = path.chain.len().saturating_sub(1);
    let labels = known::labels(path);
    let summary = |(index, certificate): (usize, &Certificate)| CertificateSummary {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_hex(),
        key: certificate.key_kind().map(|kind| kind.name()),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        fingerprint: certificate.fingerprint_sha256(),
        anchor: path.anchored && index == last,
        label: labels.get(index).copied().flatten(),
    };
    path.chain.iter().enumerate().map(summary).collect()
}

pub(super) fn reference(certificate: &Certificate) -> CertificateReference {
    CertificateReference {
        subject: certificate.subject().to_string(),
        serial: certificate.serial_hex(),
        fingerprint: certificate.fingerprint_sha256(),
    }
}
