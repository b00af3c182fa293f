//! Finding paths for the many certificates of one document: what was learnt for one serves the others.

use std::collections::HashMap;

use super::candidates::{Candidates, Source};
use super::search::{self, Goal};
use super::{Path, PathConstraints};
use crate::crypto::{KeyKind, SignatureAlgorithm, Verification};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::{Certificate, Name, TrustStore};
use crate::time::Time;

/// Finds paths to the anchors of a trust store, for one document.
///
/// Key identifiers only decide which candidate is tried first: certificates with wrong ones exist. The cost of one
/// question is bounded by [`Limits::signature_checks`], [`Limits::path_length`] and
/// [`Limits::constraint_checks`]; a signature is checked once for all questions.
pub(crate) struct PathFinder<'a> {
    pub(super) trust: &'a TrustStore,
    pub(super) limits: &'a Limits,
    pub(super) candidates: Candidates,
    /// By the certificate and the key that may have signed it.
    links: HashMap<(usize, usize), Link>,
    /// Signature checks that led nowhere and are still allowed, for all questions together.
    pub(super) detours: usize,
}

/// How the signature on a certificate relates to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    Good,
    Bad,
    /// The key cannot have made it: it is of another kind or size. Another CA of the same name did.
    Foreign,
    Unsupported(String),
}

impl<'a> PathFinder<'a> {
    /// For documents that are judged by this trust store; `offered` are certificates that came with them.
    pub(crate) fn new(trust: &'a TrustStore, offered: Vec<Certificate>, limits: &'a Limits) -> Self {
        let mut candidates = Candidates::default();
        for anchor in trust.anchors() {
            candidates.add(anchor, Source::Anchor);
        }
        for intermediate in trust.intermediates() {
            candidates.add(intermediate, Source::Intermediate);
        }
        let detours = limits.signature_checks.saturating_mul(DETOURS);
        let mut finder = Self { trust, limits, candidates, links: HashMap::new(), detours };
        finder.offer(&offered);
        finder
    }

    /// More certificates through which paths may go.
    pub(crate) fn offer(&mut self, certificates: &[Certificate]) {
        self.candidates.reserve(certificates.len());
        for certificate in certificates {
            self.candidates.add(certificate, Source::Offered);
        }
    }

    /// The certificates at hand that were issued to this name: who may have signed a CRL or an OCSP response.
    pub(crate) fn certificates_named(&self, name: &Name) -> Vec<Certificate> {
        self.candidates
            .named(name)
            .into_iter()
            .filter_map(|number| self.candidates.certificate(number).cloned())
            .collect()
    }

    /// The paths from this certificate, best first and never empty, at most [`Limits::paths`]: those to an anchor
    /// that have no fault or could have none at another time. If there is no such path, the one best faulty path.
    pub(crate) fn paths(&mut self, leaf: &Certificate, at: Time, constraints: &PathConstraints) -> Vec<Path> {
        search::run(self, leaf, at, constraints, Goal::All)
    }

    /// The best path, any policy being acceptable.
    pub(crate) fn best(&mut self, leaf: &Certificate, at: Time) -> Path {
        let paths = search::run(self, leaf, at, &PathConstraints::default(), Goal::First);
        let nothing = || Path { chain: vec![leaf.clone()], anchored: false, faults: Vec::new() };
        paths.into_iter().next().unwrap_or_else(nothing)
    }

    /// What is known about this pair.
    pub(super) fn known_link(&mut self, child: usize, issuer: usize) -> Option<Link> {
        let key = self.candidates.key(issuer);
        self.links.get(&(child, key)).cloned()
    }

    /// Checks the signature of `child` with the key of `issuer` and remembers the answer.
    pub(super) fn check_link(&mut self, child: usize, issuer: usize) -> Link {
        let key = self.candidates.key(issuer);
        let link = match (self.candidates.certificate(child), self.candidates.certificate(issuer)) {
            (Some(child), Some(issuer)) => link(child, issuer),
            _ => Link::Bad,
        };
        self.links.insert((child, key), link.clone());
        link
    }
}

/// Whether a signature check would be spent in vain, because the key is of another kind or size.
pub(super) fn is_foreign(certificate: &Certificate, issuer: &Certificate) -> bool {
    let (Ok(algorithm), Some(kind)) = (certificate.signature_algorithm(), issuer.key_kind()) else {
        return false;
    };
    match (algorithm, kind) {
        (SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss { .. }, KeyKind::Rsa { bits }) => {
            // A signature is as long as the modulus (RFC 8017 8.1.2 and 8.2.2).
            certificate.signature().len() != bits.div_ceil(8)
        }
        (SignatureAlgorithm::Ecdsa(_), KeyKind::EcP256 | KeyKind::EcP384 | KeyKind::EcP521) => false,
        (SignatureAlgorithm::Ed25519, KeyKind::Ed25519) => false,
        _ => true,
    }
}

fn link(certificate: &Certificate, issuer: &Certificate) -> Link {
    match certificate.verify_signature(issuer) {
        Ok(Verification::Good) => Link::Good,
        Ok(Verification::Bad) => Link::Bad,
        Ok(Verification::Unsupported(detail)) => Link::Unsupported(detail.to_owned()),
        Err(error) if error.kind() == ErrorKind::UnsupportedAlgorithm => {
            Link::Unsupported(error.detail().to_owned())
        }
        Err(error) => Link::Unsupported(error.to_string()),
    }
}

/// A document with many signers whose paths are all hostile costs at most so many times what one does.
const DETOURS: usize = 10;

#[cfg(test)]
mod tests;
