//! The rules of RFC 5280 6.1 for the certificates of one path, all of them, so that a report can name every fault.

use super::finder::Link;
use super::{PathConstraints, PathFault, names, policies};
use crate::asn1::{Oid, oid};
use crate::crypto::KeyKind;
use crate::error::Result;
use crate::limits::Budget;
use crate::pki::{Certificate, KeyUsage, TrustStore};
use crate::time::Time;

/// What a path is judged by.
pub(super) struct Context<'a> {
    pub(super) trust: &'a TrustStore,
    pub(super) at: Time,
    pub(super) constraints: &'a PathConstraints,
    /// Whether the last certificate is an anchor.
    pub(super) anchored: bool,
}

/// What judging the paths of one search may still cost.
pub(super) struct Measure {
    pub(super) budget: Budget,
}

/// All faults of the path, from the leaf up; `links[i]` is between `chain[i]` and `chain[i + 1]`.
///
/// An anchor's own signature is not looked at, and it may lack basicConstraints if it is of version 1. What it
/// does say about itself is applied: validity, path length and key usage are in the certificate that was pinned,
/// although RFC 5280 6.1 would let us ignore them.
pub(super) fn faults(
    context: &Context<'_>,
    chain: &[Certificate],
    links: &[Link],
    measure: &mut Measure,
) -> Vec<PathFault> {
    let mut out = Vec::new();
    // CAs between the leaf and this certificate that count for path lengths (RFC 5280 4.2.1.9).
    let mut below = 0u32;
    for (index, certificate) in chain.iter().enumerate() {
        let anchor = context.anchored && index.saturating_add(1) == chain.len();
        validity(context, index, certificate, &mut out);
        form(index, certificate, &mut out);
        if !anchor {
            profile(index, certificate, &mut out);
        }
        if index > 0 {
            authority(index, certificate, anchor, below, &mut out);
            if !certificate.is_self_issued() {
                below = below.saturating_add(1);
            }
        }
        if !anchor {
            signature(context, index, certificate, links.get(index), &mut out);
        }
        if let Some(KeyKind::Rsa { bits }) = certificate.key_kind()
            && bits < STRONG_RSA_BITS
        {
            out.push(PathFault::WeakKey { index, bits });
        }
    }
    if constraints(context, chain, measure, &mut out).is_err() {
        out.push(PathFault::LimitReached);
    }
    out
}

/// Names and policies: what the certificates demand of those below them.
fn constraints(
    context: &Context<'_>,
    chain: &[Certificate],
    measure: &mut Measure,
    out: &mut Vec<PathFault>,
) -> Result<()> {
    out.extend(names::violations(chain, &mut measure.budget)?);
    // Without an anchor there is nobody from whom policies could come.
    if context.anchored {
        let violation = policies::violation(chain, context.constraints, &mut measure.budget)?;
        out.extend(violation.map(|index| PathFault::NoValidPolicy { index }));
    }
    Ok(())
}

/// RFC 5280 6.1.3 (a)(2).
fn validity(context: &Context<'_>, index: usize, certificate: &Certificate, out: &mut Vec<PathFault>) {
    if context.at < certificate.not_before() {
        out.push(PathFault::NotYetValid { index, not_before: certificate.not_before() });
    }
    if context.at > certificate.not_after() {
        out.push(PathFault::Expired { index, not_after: certificate.not_after() });
    }
}

/// What no certificate may have, whatever its place: RFC 5280 4.2 and 4.1.1.2.
fn form(index: usize, certificate: &Certificate, out: &mut Vec<PathFault>) {
    let mut seen: Vec<Oid<'_>> = Vec::new();
    for extension in certificate.extensions() {
        if seen.contains(&extension.oid) {
            out.push(PathFault::DuplicateExtension { index, oid: extension.oid.to_string() });
        }
        if extension.critical && !known(extension.oid) {
            out.push(PathFault::UnknownCriticalExtension { index, oid: extension.oid.to_string() });
        }
        seen.push(extension.oid);
    }
    let unreadable = certificate.malformed_extensions().iter();
    out.extend(unreadable.map(|what| PathFault::Malformed { index, what }));
    if !certificate.signature_algorithms_agree() {
        out.push(PathFault::Malformed { index, what: "signature algorithm" });
    }
}

/// What a certificate says that contradicts another part of it. A pinned one may: the caller vouches for it.
fn profile(index: usize, certificate: &Certificate, out: &mut Vec<PathFault>) {
    let mut contradicts = |what| out.push(PathFault::Malformed { index, what });
    let is_ca = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
    // RFC 5280 4.1.2.1: extensions make it version 3.
    if certificate.version() != Some(3) && certificate.extensions().next().is_some() {
        contradicts("version");
    }
    // 4.2.1.3: who may sign certificates is a CA. An issuer that is none has a fault of its own.
    let is_leaf_of_no_ca = index == 0 && !is_ca;
    if is_leaf_of_no_ca && certificate.key_usage().is_some_and(|usage| usage.allows(KeyUsage::KEY_CERT_SIGN))
    {
        contradicts("keyUsage");
    }
    // 4.2.1.10: only in a CA certificate.
    if is_leaf_of_no_ca && certificate.name_constraints().is_some() {
        contradicts("nameConstraints");
    }
    // 4.1.2.6: without a subject the names of the subjectAltName are what is certified.
    let named = || certificate.extensions().any(|e| e.oid == oid::SUBJECT_ALT_NAME && e.critical);
    if certificate.subject().is_empty() && !named() {
        contradicts("subject");
    }
    // 6.1.4 (a).
    if certificate.policies().maps_any(oid::ANY_POLICY) {
        contradicts("policyMappings");
    }
}

/// Extensions that are processed here or in the rooms above. Key identifiers and addresses are used as hints, which is
/// not enough where they are critical: RFC 5280 4.2.1.1, 4.2.1.2 and 4.2.2.1 forbid that.
fn known(oid: Oid<'_>) -> bool {
    [
        oid::BASIC_CONSTRAINTS,
        oid::KEY_USAGE,
        oid::EXTENDED_KEY_USAGE,
        oid::SUBJECT_ALT_NAME,
        oid::NAME_CONSTRAINTS,
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::POLICY_CONSTRAINTS,
        oid::INHIBIT_ANY_POLICY,
        oid::CRL_DISTRIBUTION_POINTS,
    ]
    .contains(&oid)
}

/// RFC 5280 6.1.4 (k) to (n): what a certificate that issued another one must be.
fn authority(index: usize, certificate: &Certificate, anchor: bool, below: u32, out: &mut Vec<PathFault>) {
    match certificate.basic_constraints() {
        Some(constraints) => {
            if !constraints.ca {
                out.push(PathFault::NotCa { index });
            }
            if constraints.path_length.is_some_and(|allowed| below > allowed) {
                out.push(PathFault::PathLengthExceeded { index });
            }
        }
        // A version 3 certificate without it is that of a signer, whom pinning makes no CA (4.2.1.9).
        None if anchor && certificate.version() != Some(3) => {}
        None => out.push(PathFault::NotCa { index }),
    }
    if certificate.key_usage().is_some_and(|usage| !usage.allows(KeyUsage::KEY_CERT_SIGN)) {
        out.push(PathFault::NoCertSign { index });
    }
}

/// RFC 5280 6.1.3 (a)(1), and the strength of what was signed.
fn signature(
    context: &Context<'_>,
    index: usize,
    certificate: &Certificate,
    link: Option<&Link>,
    out: &mut Vec<PathFault>,
) {
    match link {
        Some(Link::Bad | Link::Foreign) => out.push(PathFault::SignatureInvalid { index }),
        Some(Link::Unsupported(detail)) => {
            out.push(PathFault::SignatureUnsupported { index, detail: detail.clone() });
        }
        // No next certificate, which is a fault of its own.
        Some(Link::Good) | None => {}
    }
    let digest = certificate.signature_algorithm().ok().and_then(|algorithm| algorithm.digest());
    if let Some(digest) = digest.filter(|digest| digest.is_weak())
        && !context.trust.pins(certificate)
    {
        out.push(PathFault::WeakAlgorithm { index, digest });
    }
}

/// SP 800-131A and Circular 15/2025 Annex I ask for 2048 bits at least.
const STRONG_RSA_BITS: usize = 2048;
