//! Who signed? The certificate path and what the signer's certificate may be used for.

use super::super::facts::{DocumentFacts, SignatureFacts};
use super::integrity::is_short;
use super::{about_certificate, missing as missing_evidence};
use crate::asn1::Oid;
use crate::pki::{Certificate, Path, PathFault, known};
use crate::policy::Policy;
use crate::report::{CertificateReference, CertificateSummary, Code, Evidence, Finding, Missing, Signer};
use crate::time::Time;

pub(super) fn findings(
    document: &DocumentFacts,
    facts: &SignatureFacts,
    policy: &Policy,
    at: Time,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(leaf) = facts.signer() else { return findings };
    usage(leaf, policy, &mut findings);
    if !document.has_trust {
        findings.push(Finding::new(Code::NoTrustStore));
    }
    if let Some(path) = &facts.path {
        let faults: Vec<Finding> =
            path.faults.iter().filter_map(|fault| path_finding(path, fault, document, policy)).collect();
        findings.extend(pinned(path));
        // Faults that the policy forgives leave a good path.
        match (path.anchored, faults.is_empty()) {
            (true, true) => findings.push(Finding::new(Code::RevocationNotChecked)),
            (false, true) if document.has_trust => {
                findings.push(about_certificate(Code::TrustAnchorUnknown, leaf));
            }
            _ => findings.extend(faults),
        }
    }
    // The signer's own statement that it signed outside of the certificate's validity; no proof, but never a pass.
    if let Some(claimed) = super::moment::claimed_time(facts).filter(|claimed| *claimed <= at) {
        if claimed < leaf.not_before() {
            let finding =
                Finding::new(Code::CertificateNotYetValidAtSigning).with("not_before", leaf.not_before());
            findings.push(finding.with("time", claimed));
        } else if claimed > leaf.not_after() {
            let finding = Finding::new(Code::CertificateExpiredAtSigning).with("not_after", leaf.not_after());
            findings.push(finding.with("time", claimed));
        }
    }
    findings
}

/// RFC 5280 4.2.1.3 and 4.2.1.12.
fn usage(leaf: &Certificate, policy: &Policy, findings: &mut Vec<Finding>) {
    match leaf.key_usage_allows_signing() {
        None => findings.push(Finding::new(Code::KeyUsageMissing)),
        Some(false) if !policy.danger_ignore_key_usage => {
            let usage = leaf.key_usage().map(|usage| usage.to_string()).unwrap_or_default();
            findings.push(Finding::new(Code::KeyUsageWrong).with("value", usage));
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

fn path_finding(
    path: &Path,
    fault: &PathFault,
    document: &DocumentFacts,
    policy: &Policy,
) -> Option<Finding> {
    let at = |index: usize| path.chain.get(index);
    let about = |code: Code, index: usize| match at(index) {
        Some(certificate) => about_certificate(code, certificate),
        None => Finding::new(code),
    };
    Some(match fault {
        PathFault::NoIssuer => return no_issuer(path, document),
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
fn pinned(path: &Path) -> Vec<Finding> {
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
fn no_issuer(path: &Path, document: &DocumentFacts) -> Option<Finding> {
    if !document.has_trust {
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

/// What would make the identity firmer: the issuer that was not found, and revocation data for every certificate
/// below the anchor.
pub(super) fn missing(facts: &SignatureFacts) -> Vec<Missing> {
    let Some(path) = &facts.path else { return Vec::new() };
    let mut missing = Vec::new();
    if let Some(last) = path.chain.last().filter(|_| !path.anchored) {
        if last.is_self_issued() {
            missing.push(missing_evidence(Evidence::TrustAnchor, last, None));
        } else {
            let url = last.ca_issuer_urls().first().cloned();
            missing.push(missing_evidence(Evidence::IssuerCertificate, last, url));
        }
    }
    let below_anchor = path.chain.len().saturating_sub(usize::from(path.anchored));
    for certificate in path.chain.iter().take(below_anchor) {
        let ocsp = certificate.ocsp_urls().first().map(|url| (Evidence::Ocsp, url.clone()));
        let crl = certificate.crl_urls().first().map(|url| (Evidence::Crl, url.clone()));
        match ocsp.or(crl) {
            Some((what, url)) => missing.push(missing_evidence(what, certificate, Some(url))),
            None => missing.push(missing_evidence(Evidence::Crl, certificate, None)),
        }
    }
    missing
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
