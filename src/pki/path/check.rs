//! The rules of RFC 5280 6.1 for the certificates of one path, all of them, so that a report can name every fault.

use super::finder::Link;
use super::{PathConstraints, PathFault};
use crate::asn1::{Oid, oid};
use crate::crypto::KeyKind;
use crate::limits::Budget;
use crate::pki::{Certificate, KeyUsage, TrustStore};
use crate::time::Time;

/// What a path is judged by.
#[allow(dead_code, reason = "name constraints and policies follow")]
pub(super) struct Context<'a> {
    pub(super) trust: &'a TrustStore,
    pub(super) at: Time,
    pub(super) constraints: &'a PathConstraints,
    /// Whether the last certificate is an anchor.
    pub(super) anchored: bool,
}

/// What judging the paths of one search may still cost.
#[allow(dead_code, reason = "name constraints and policies follow")]
pub(super) struct Measure {
    pub(super) budget: Budget,
}

/// All faults of the path, from the leaf up; `links[i]` is between `chain[i]` and `chain[i + 1]`.
///
/// An anchor's own signature is not looked at, and it may lack basicConstraints (roots of version 1 do). What it
/// does say about itself is applied: validity, path length and key usage are in the certificate that was pinned,
/// although RFC 5280 6.1 would let us ignore them.
pub(super) fn faults(
    context: &Context<'_>,
    chain: &[Certificate],
    links: &[Link],
    _measure: &mut Measure,
) -> Vec<PathFault> {
    let mut out = Vec::new();
    // CAs between the leaf and this certificate that count for path lengths (RFC 5280 4.2.1.9).
    let mut below = 0u32;
    for (index, certificate) in chain.iter().enumerate() {
        let anchor = context.anchored && index.saturating_add(1) == chain.len();
        validity(context, index, certificate, &mut out);
        form(index, certificate, &mut out);
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
    // Seam: certificate policies (6.1.3 d to f), name constraints (6.1.3 b and c) and revocation (6.1.3 a 3) are
    // further functions over the same chain. Until then their critical extensions are unknown ones, see `known`.
    out
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

/// Extensions that are understood here or in the rooms above, or that ask for nothing while any policy will do.
/// policyConstraints can demand a policy and nameConstraints a name: not processed yet, hence not known.
fn known(oid: Oid<'_>) -> bool {
    [
        oid::BASIC_CONSTRAINTS,
        oid::KEY_USAGE,
        oid::EXTENDED_KEY_USAGE,
        oid::SUBJECT_ALT_NAME,
        oid::SUBJECT_KEY_IDENTIFIER,
        oid::AUTHORITY_KEY_IDENTIFIER,
        oid::CERTIFICATE_POLICIES,
        oid::POLICY_MAPPINGS,
        oid::INHIBIT_ANY_POLICY,
        oid::CRL_DISTRIBUTION_POINTS,
        oid::AUTHORITY_INFO_ACCESS,
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
        None if anchor => {}
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
