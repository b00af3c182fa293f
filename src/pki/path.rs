//! Building a certificate path (RFC 5280 section 6, RFC 4158): from a leaf through offered certificates to an
//! anchor. All paths are tried within limits until one has no fault; else the one with the mildest faults counts.

mod candidates;
mod check;
mod finder;
mod names;
mod policies;
mod search;

pub(crate) use finder::PathFinder;

use crate::crypto::DigestAlgorithm;
#[cfg(test)]
use crate::limits::Limits;
use crate::time::Time;

use super::Certificate;
#[cfg(test)]
use super::TrustStore;

/// What a path is asked for.
#[cfg(test)]
#[derive(Clone, Copy)]
pub(crate) struct PathRequest<'a> {
    pub(crate) leaf: &'a Certificate,
    /// Certificates that came with the document; those of the trust store are always offered as well.
    pub(crate) offered: &'a [Certificate],
    pub(crate) trust: &'a TrustStore,
    /// When every certificate of the path must be in force, the anchor included: RFC 5280 6.1 leaves the anchor's
    /// validity to the caller, and generation 1 of the government's roots ends before its documents do.
    pub(crate) at: Time,
    pub(crate) limits: &'a Limits,
}

/// The inputs (c) to (g) of RFC 5280 6.1.1. By default any policy will do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PathConstraints {
    /// Contents octets of the policies that the caller accepts; `None` is any-policy.
    pub(crate) user_policies: Option<Vec<Vec<u8>>>,
    /// The path must be valid for one of them even if no certificate asks for that.
    pub(crate) explicit_policy: bool,
    pub(crate) inhibit_policy_mapping: bool,
    pub(crate) inhibit_any_policy: bool,
}

/// The path that was found: good if it is anchored and has no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    /// The leaf first, as far as the path got; the anchor last if it was reached.
    pub(crate) chain: Vec<Certificate>,
    /// Whether the last certificate is an anchor.
    pub(crate) anchored: bool,
    /// All faults of this path.
    pub(crate) faults: Vec<PathFault>,
}

impl Path {
    /// Whether the path leads to an anchor and nothing is wrong with it.
    pub(crate) fn is_good(&self) -> bool {
        self.anchored && self.faults.is_empty()
    }

    /// The faults that no other time would take away: all but [`PathFault::NotYetValid`] and
    /// [`PathFault::Expired`].
    pub(crate) fn timeless_faults(&self) -> impl Iterator<Item = &PathFault> {
        self.faults.iter().filter(|fault| !fault.is_about_time())
    }
}

/// What is wrong with a path; `index` counts in [`Path::chain`] from the leaf. Complete by nature of the checks
/// of this room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathFault {
    /// No certificate at hand is named as the issuer of the last one.
    NoIssuer,
    NotYetValid {
        index: usize,
        not_before: Time,
    },
    Expired {
        index: usize,
        not_after: Time,
    },
    /// The signature on this certificate was not made by the next one's key.
    SignatureInvalid {
        index: usize,
    },
    SignatureUnsupported {
        index: usize,
        detail: String,
    },
    /// Signed over a broken digest, and not pinned in the trust store.
    WeakAlgorithm {
        index: usize,
        digest: DigestAlgorithm,
    },
    /// An RSA key below 2048 bits.
    WeakKey {
        index: usize,
        bits: usize,
    },
    /// Issued the one before it without being a CA (RFC 5280 4.2.1.9).
    NotCa {
        index: usize,
    },
    /// More CAs stand below this one than it allows.
    PathLengthExceeded {
        index: usize,
    },
    /// Issued the one before it although its key usage does not allow that (RFC 5280 4.2.1.3).
    NoCertSign {
        index: usize,
    },
    /// Must be refused by whoever does not know this extension (RFC 5280 4.2).
    UnknownCriticalExtension {
        index: usize,
        oid: String,
    },
    DuplicateExtension {
        index: usize,
        oid: String,
    },
    /// A name of this certificate is outside of what a CA above it may issue for (RFC 5280 4.2.1.10).
    NameNotPermitted {
        index: usize,
        name: String,
    },
    /// A CA above this certificate constrains names of a form that it bears, in a way that is not understood:
    /// RFC 5280 4.2.1.10 asks to refuse it then.
    NameConstraintsUnsupported {
        index: usize,
        form: &'static str,
    },
    /// A policy is required from here on, and no policy of the path is acceptable (RFC 5280 6.1.3 f, 6.1.5).
    NoValidPolicy {
        index: usize,
    },
    /// A part that decides about the path cannot be read or contradicts another.
    Malformed {
        index: usize,
        what: &'static str,
    },
    /// The search was given up, or this path is longer than [`Limits`] allow.
    LimitReached,
}

impl PathFault {
    /// Whether another time could take it away.
    pub(crate) fn is_about_time(&self) -> bool {
        matches!(self, Self::NotYetValid { .. } | Self::Expired { .. })
    }
}

/// The best path from the leaf to an anchor of the trust store: [`PathFinder`] for one question.
#[cfg(test)]
pub(crate) fn build_path(request: &PathRequest<'_>) -> Path {
    let mut finder = PathFinder::new(request.trust, request.offered.to_vec(), request.limits);
    finder.best(request.leaf, request.at)
}

#[cfg(test)]
pub(in crate::pki) mod exceptions;
#[cfg(test)]
mod limbo;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod pkits;
#[cfg(test)]
mod tests;
