//! Is the document what was signed? The byte range, the message and the algorithms.

use super::super::facts::{DocumentFacts, MessageFacts, SignatureFacts};
use super::changes::{Behind, LaterChanges, permission};
use super::structure::{is_followed, trailing};
use super::timestamp::{algorithm_finding, key_weak};
use crate::cms::{AttributeName, AttributeOrder, Binding, CmsFault, SignerCheck};
use crate::crypto::{DigestAlgorithm, KeyKind};
use crate::pdf::signing::{Coverage, SubFilter};
use crate::policy::Policy;
use crate::report::{Code, Finding, Indication, indication, pdf};
use crate::time::Time;

pub(super) fn findings(
    document: &DocumentFacts,
    facts: &SignatureFacts,
    later: &LaterChanges,
) -> Vec<Finding> {
    let mut findings = permission(document, facts);
    byte_range(document, facts, later.behind(facts), &mut findings);
    sub_filter(facts, &mut findings);
    match &facts.message {
        // The byte range or the sub-filter has said why.
        MessageFacts::NotRead => {}
        // Judged as a timestamp.
        MessageFacts::Token(_) => {}
        MessageFacts::Unreadable(error) if facts.dictionary.is_document_timestamp() => {
            findings.push(Finding::new(Code::TimestampMalformed).with("detail", error.to_string()));
        }
        MessageFacts::Unreadable(error) => {
            findings.push(Finding::new(Code::CmsUnreadable).with("detail", error.to_string()));
        }
        MessageFacts::NotHashed if facts.dictionary.byte_range.is_some() => {
            let detail = "more bytes to hash than the limit allows";
            findings.push(Finding::new(Code::WorkLimitReached).with("detail", detail));
        }
        MessageFacts::NotHashed => {}
        MessageFacts::Read { check, unreadable_certificates, unusual_version, lists_digest, .. } => {
            message(facts, check, &mut findings);
            // What nobody signed and nothing rests on, but an honest program writes otherwise.
            if let Some(version) = unusual_version {
                findings.push(Finding::new(Code::CmsVersionUnusual).with("value", version.to_string()));
            }
            if let Some(digest) = check.digest_algorithm.filter(|_| !lists_digest) {
                let finding = Finding::new(Code::CmsDigestAlgorithmNotListed);
                findings.push(finding.with("algorithm", digest.name()));
            }
            if *unreadable_certificates > 0 {
                let finding = Finding::new(Code::CmsCertificateUnreadable);
                findings.push(finding.with("detail", format!("{unreadable_certificates} in all")));
            }
        }
    }
    findings
}

fn byte_range(
    document: &DocumentFacts,
    facts: &SignatureFacts,
    behind: Option<&Behind>,
    findings: &mut Vec<Finding>,
) {
    findings.extend(facts.dictionary.faults.iter().map(pdf::byte_range_fault));
    let dictionary = &facts.dictionary;
    if let Some(range) = dictionary.byte_range.filter(|_| dictionary.coverage == Coverage::Partial) {
        findings.push(Finding::new(Code::CoverageInsideRevision).with("end", range.end));
    }
    findings.extend(behind.into_iter().flat_map(|behind| behind.findings.iter().cloned()));
    let is_refused = behind.is_some_and(|behind| behind.is_refused);
    if is_followed(document, facts) && (trailing(document).is_some() || is_refused) {
        let end = dictionary.byte_range.map_or(0, |range| range.end);
        let later = facts.later_revisions(document);
        let finding = Finding::new(Code::LaterRevisions).with("count", later);
        findings.push(finding.with("length", document.length.saturating_sub(end)));
    }
    if facts.removed {
        findings.push(Finding::new(Code::SignatureRemoved));
    }
    if dictionary.overwritten {
        findings.push(Finding::new(Code::SignatureDictionaryOverwritten));
    }
    for other in &facts.shared_with {
        findings.push(Finding::new(Code::SignatureSharedByFields).with("other", other.clone()));
    }
    if let Some(other) = &facts.crosses {
        findings.push(Finding::new(Code::ByteRangesCross).with("other", other.clone()));
    }
}

fn sub_filter(facts: &SignatureFacts, findings: &mut Vec<Finding>) {
    let dictionary = &facts.dictionary;
    let finding = match dictionary.sub_filter.as_deref() {
        _ if dictionary.is_detached_cms() => return,
        _ if dictionary.is_document_timestamp() => return,
        None => Finding::new(Code::SubFilterMissing),
        Some(known @ ("adbe.pkcs7.sha1" | "adbe.x509.rsa_sha1")) => {
            Finding::new(Code::SubFilterUnsupported).with("value", known.to_owned())
        }
        Some(unknown) => Finding::new(Code::SubFilterUnknown).with("value", unknown.to_owned()),
    };
    findings.push(finding);
}

fn message(facts: &SignatureFacts, check: &SignerCheck, findings: &mut Vec<Finding>) {
    findings.extend(check.faults.iter().map(message_finding));
    if check.attribute_order == Some(AttributeOrder::Sorted) {
        findings.push(Finding::new(Code::SignedAttributesUnsorted));
    }
    let cades = facts.dictionary.sub_filter.as_deref() == Some(SubFilter::EtsiCadesDetached.name());
    match check.signing_certificate {
        // EN 319 142-1 6.3 demands the attribute of CAdES; adbe.pkcs7.detached never knew it.
        Binding::Missing if cades => findings.push(Finding::new(Code::SigningCertificateAttributeMissing)),
        Binding::Missing => findings.push(Finding::new(Code::SigningCertificateNotBound)),
        Binding::MatchesV1 => {
            let sha1 = DigestAlgorithm::Sha1.name();
            findings.push(Finding::new(Code::SigningCertificateDigestWeak).with("algorithm", sha1));
        }
        Binding::MatchesV2 | Binding::Mismatch => {}
    }
    // Nothing is wrong in particular and nothing holds either: never let that pass.
    if indication(findings).0 == Indication::TotalPassed && !facts.is_intact() {
        findings
            .push(Finding::new(Code::WorkLimitReached).with("detail", "the signature could not be verified"));
    }
}

/// The digest and the key of the signature, as of the time at which it is proven to exist (5.2.8 of the standard).
pub(super) fn algorithms(
    facts: &SignatureFacts,
    policy: &Policy,
    proven: Option<Time>,
    now: Time,
) -> Vec<Finding> {
    let Some(check) = facts.check() else { return Vec::new() };
    let existed = proven.unwrap_or(now).min(now);
    let reliable = |digest| policy.digest_reliable_until(digest);
    // Each by itself: they may differ, which is a fault of its own.
    let of_digest = check.digest_algorithm.map(reliable);
    let of_signature = check.algorithm.map(|algorithm| policy.signature_reliable_until(algorithm));
    let digest = of_digest.into_iter().chain(of_signature).min();
    let by_digest = algorithm_finding(digest, existed, || {
        let name = check.digest_algorithm.map_or("?", |digest| digest.name());
        (Finding::new(Code::DigestWeak).with("algorithm", name), name.to_owned())
    });
    let key = check.signer_certificate.as_ref().and_then(|certificate| certificate.key_kind());
    let by_key = key.and_then(|key| {
        let reliable = Some(policy.key_reliable_until(key));
        algorithm_finding(reliable, existed, || (key_weak(key, policy), key.name()))
    });
    by_digest.into_iter().chain(by_key).collect()
}

fn message_finding(fault: &CmsFault) -> Finding {
    match fault {
        CmsFault::NoSigner => Finding::new(Code::CmsNoSigner),
        CmsFault::SeveralSigners { count } => Finding::new(Code::CmsSeveralSigners).with("count", *count),
        CmsFault::TrailingData { offset } => {
            Finding::new(Code::ContentsPaddingNotZero).with("offset", *offset)
        }
        CmsFault::ContentAttached => Finding::new(Code::CmsEmbeddedContent),
        // Only asked of attached messages, which do not sign PDF files.
        CmsFault::ContentMissing => Finding::new(Code::CmsUnreadable).with("detail", "no content"),
        CmsFault::WrongContentType => Finding::new(Code::CmsContentTypeWrong),
        CmsFault::NoSignedAttributes => Finding::new(Code::SignedAttributesMissing),
        CmsFault::AttributesMalformed => Finding::new(Code::SignedAttributesMalformed),
        CmsFault::AttributeMissing(AttributeName::MessageDigest) => {
            Finding::new(Code::MessageDigestAttributeMissing)
        }
        CmsFault::AttributeMissing(_) => Finding::new(Code::ContentTypeAttributeMissing),
        CmsFault::AttributeRepeated(name) => {
            Finding::new(Code::AttributeRepeated).with("name", name.to_string())
        }
        CmsFault::AttributeValues(name) => {
            Finding::new(Code::AttributeValueCountWrong).with("name", name.to_string())
        }
        CmsFault::AttributeMalformed(name) => {
            Finding::new(Code::AttributeMalformed).with("name", name.to_string())
        }
        CmsFault::ContentTypeMismatch => Finding::new(Code::ContentTypeAttributeMismatch),
        CmsFault::MessageDigestMismatch => Finding::new(Code::MessageDigestMismatch),
        CmsFault::DigestAlgorithmUnsupported => Finding::new(Code::DigestAlgorithmUnsupported),
        CmsFault::SignatureAlgorithmUnsupported => Finding::new(Code::SignatureAlgorithmUnsupported),
        CmsFault::DigestAlgorithmMismatch => Finding::new(Code::DigestAlgorithmDisagreement),
        CmsFault::AlgorithmProtectionMismatch => Finding::new(Code::AlgorithmProtectionMismatch),
        CmsFault::SignerCertificateNotFound => Finding::new(Code::SignerCertificateNotFound),
        CmsFault::SignerKeyUnsupported => Finding::new(Code::KeyUnsupported),
        CmsFault::SigningCertificateMismatch | CmsFault::IssuerSerialMismatch => {
            Finding::new(Code::SigningCertificateMismatch)
        }
        CmsFault::SigningCertificateUnsupported => Finding::new(Code::SigningCertificateMalformed),
        CmsFault::SignatureInvalid => Finding::new(Code::SignatureWrong),
        CmsFault::SignatureUnsupported(what) => {
            Finding::new(Code::SignatureAlgorithmUnsupported).with("detail", *what)
        }
    }
}

/// Whether a key is an RSA key shorter than the policy demands.
pub(super) fn is_short(kind: KeyKind, policy: &Policy) -> bool {
    matches!(kind, KeyKind::Rsa { bits } if bits < policy.minimum_rsa_bits)
}
