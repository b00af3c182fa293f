//! Building a certificate path (RFC 5280 section 6, RFC 4158): from a leaf through offered certificates to an
//! anchor. All paths are tried within limits until one has no fault; else the one with the mildest faults counts.

mod check;

use crate::crypto::{DigestAlgorithm, Verification};
use crate::error::{Error, ErrorKind};
use crate::limits::{Budget, Limits};
use crate::time::Time;

use super::{Certificate, TrustStore};

/// What a path is asked for.
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
    /// A part that decides about the path cannot be read or contradicts another.
    Malformed {
        index: usize,
        what: &'static str,
    },
    /// The search was given up, or this path is longer than [`Limits`] allow.
    LimitReached,
}

/// The best path from the leaf to an anchor of the trust store.
///
/// Key identifiers only decide which candidate is tried first: certificates with wrong ones exist. The cost is
/// bounded by [`Limits::signature_checks`] and [`Limits::path_length`].
pub(crate) fn build_path(request: &PathRequest<'_>) -> Path {
    let mut search = Search {
        request,
        checks: Budget::new(request.limits.signature_checks, "signature checks for a path"),
        // The same pair is checked once, but walking over known pairs takes time as well.
        steps: Budget::new(request.limits.signature_checks.saturating_mul(10), "steps for a path"),
        known: Vec::new(),
        best: None,
        given_up: false,
    };
    let mut links = Vec::new();
    search.extend(&mut vec![request.leaf.clone()], &mut links);
    let alone = || {
        let chain = vec![request.leaf.clone()];
        let faults = check::faults(request, &chain, &[], false);
        Path { chain, anchored: false, faults }
    };
    let mut path = search.best.map_or_else(alone, |(_, path)| path);
    if search.given_up && !path.is_good() && !path.faults.contains(&PathFault::LimitReached) {
        path.faults.push(PathFault::LimitReached);
    }
    path
}

/// How the signature on a certificate relates to the next one's key.
#[derive(Clone)]
enum Link {
    Good,
    Bad,
    Unsupported(String),
}

struct Search<'a> {
    request: &'a PathRequest<'a>,
    checks: Budget,
    steps: Budget,
    known: Vec<(Certificate, Certificate, Link)>,
    best: Option<(Rank, Path)>,
    given_up: bool,
}

/// Worst fault, number of faults, measure of length: lower is better.
type Rank = (u8, usize, usize);

impl Search<'_> {
    /// Goes on from the last certificate of `chain`; `links[i]` is between `chain[i]` and `chain[i + 1]`. `true`
    /// ends the search.
    fn extend(&mut self, chain: &mut Vec<Certificate>, links: &mut Vec<Link>) -> bool {
        let Some(last) = chain.last().cloned() else { return true };
        if self.request.trust.anchors().contains(&last) {
            // Above a pinned sub CA with a fault there may be an anchor without one.
            if self.propose(chain, links, None) || last.is_self_issued() {
                return self.best.as_ref().is_some_and(|(_, path)| path.is_good());
            }
        }
        if self.steps.spend(1).is_err() {
            self.given_up = true;
            return true;
        }
        let candidates = self.candidates(chain, &last);
        if candidates.is_empty() {
            return self.propose(chain, links, Some(PathFault::NoIssuer));
        }
        if chain.len() >= self.request.limits.path_length {
            return self.propose(chain, links, Some(PathFault::LimitReached));
        }
        // Who only bears the issuer's name is followed when nobody's signature holds: to report the best guess.
        let mut named = Vec::new();
        let mut signed = false;
        for candidate in candidates {
            match self.link(&last, &candidate) {
                Ok(Link::Good) => {
                    signed = true;
                    if self.follow(chain, links, candidate, Link::Good) {
                        return true;
                    }
                }
                Ok(link) => named.push((candidate, link)),
                Err(_) => {
                    self.given_up = true;
                    return true;
                }
            }
        }
        !signed && named.into_iter().any(|(candidate, link)| self.follow(chain, links, candidate, link))
    }

    fn follow(
        &mut self,
        chain: &mut Vec<Certificate>,
        links: &mut Vec<Link>,
        issuer: Certificate,
        link: Link,
    ) -> bool {
        chain.push(issuer);
        links.push(link);
        let done = self.extend(chain, links);
        chain.pop();
        links.pop();
        done
    }

    /// Those whose subject is the issuer of `last`, the most promising first, without any that the path already
    /// went through: neither the same certificate nor another one for the same name and key.
    fn candidates(&self, chain: &[Certificate], last: &Certificate) -> Vec<Certificate> {
        let trust = self.request.trust;
        let sources = [trust.anchors(), trust.intermediates(), self.request.offered];
        let mut out: Vec<(_, &Certificate)> = Vec::new();
        if last.issuer().is_empty() {
            return Vec::new();
        }
        for (source, certificates) in sources.into_iter().enumerate() {
            for certificate in certificates.iter().filter(|c| c.subject().matches(last.issuer())) {
                let used = |c: &Certificate| {
                    c.spki() == certificate.spki() && c.subject().matches(certificate.subject())
                };
                if !chain.iter().any(used) && !out.iter().any(|(_, known)| *known == certificate) {
                    let key = key_identifiers(last, certificate);
                    out.push(((key, source, !self.in_force(certificate)), certificate));
                }
            }
        }
        out.sort_by_key(|(order, _)| *order);
        out.into_iter().map(|(_, certificate)| certificate.clone()).collect()
    }

    fn in_force(&self, certificate: &Certificate) -> bool {
        (certificate.not_before()..=certificate.not_after()).contains(&self.request.at)
    }

    /// Checks a signature, once for each pair.
    fn link(&mut self, certificate: &Certificate, issuer: &Certificate) -> Result<Link, Error> {
        let known = self.known.iter().find(|(child, parent, _)| child == certificate && parent == issuer);
        if let Some((_, _, link)) = known {
            return Ok(link.clone());
        }
        self.checks.spend(1)?;
        let link = match certificate.verify_signature(issuer) {
            Ok(Verification::Good) => Link::Good,
            Ok(Verification::Bad) => Link::Bad,
            Ok(Verification::Unsupported(detail)) => Link::Unsupported(detail.to_owned()),
            Err(error) if error.kind() == ErrorKind::UnsupportedAlgorithm => {
                Link::Unsupported(error.detail().to_owned())
            }
            Err(error) => Link::Unsupported(error.to_string()),
        };
        self.known.push((certificate.clone(), issuer.clone(), link.clone()));
        Ok(link)
    }

    /// Judges a path that goes no further, keeps it if it is the best so far, and says whether it is good.
    fn propose(&mut self, chain: &[Certificate], links: &[Link], end: Option<PathFault>) -> bool {
        let anchored = end.is_none();
        let mut faults = check::faults(self.request, chain, links, anchored);
        faults.extend(end);
        let worst = faults.iter().map(severity).max().unwrap_or(0);
        // The shorter way to an anchor, but the longer one to nowhere: it got further.
        let length = if anchored { chain.len() } else { usize::MAX.saturating_sub(chain.len()) };
        let rank = (worst, faults.len(), length);
        let path = Path { chain: chain.to_vec(), anchored, faults };
        let good = path.is_good();
        if self.best.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.best = Some((rank, path));
        }
        good
    }
}

/// 0 if the identifiers agree, 1 if one is missing, 2 if they differ.
fn key_identifiers(certificate: &Certificate, issuer: &Certificate) -> u8 {
    match (certificate.authority_key_id(), issuer.subject_key_id()) {
        (Some(wanted), Some(found)) if wanted == found => 0,
        (Some(_), Some(_)) => 2,
        _ => 1,
    }
}

/// How far a fault is from a good path, to choose between candidates; the verdict is not made from it.
fn severity(fault: &PathFault) -> u8 {
    match fault {
        PathFault::WeakAlgorithm { .. } | PathFault::WeakKey { .. } => 1,
        PathFault::NotYetValid { .. } | PathFault::Expired { .. } => 2,
        PathFault::NotCa { .. }
        | PathFault::PathLengthExceeded { .. }
        | PathFault::NoCertSign { .. }
        | PathFault::UnknownCriticalExtension { .. }
        | PathFault::DuplicateExtension { .. }
        | PathFault::Malformed { .. } => 3,
        PathFault::NoIssuer | PathFault::LimitReached | PathFault::SignatureUnsupported { .. } => 4,
        PathFault::SignatureInvalid { .. } => 5,
    }
}

#[cfg(test)]
mod made_up;
#[cfg(test)]
mod pkits;
#[cfg(test)]
mod tests;
