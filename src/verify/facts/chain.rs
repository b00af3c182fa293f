//! The paths that lead from a certificate to an anchor, and what is known of the revocation of those on them.

use crate::limits::Limits;
use crate::pki::revocation::{RevocationAnswer, RevocationChecker, Signer};
use crate::pki::{Certificate, Path, PathConstraints, PathFinder, TrustStore, ValidationData};
use crate::time::Time;

/// The paths from one certificate, the most promising first; at least one.
#[derive(Debug, Clone)]
pub(in crate::verify) struct ChainFacts {
    pub(in crate::verify) paths: Vec<PathFacts>,
}

/// One path, and what is known of revocation on it.
#[derive(Debug, Clone)]
pub(in crate::verify) struct PathFacts {
    pub(in crate::verify) path: Path,
    /// For each certificate of the path that has an issuer in it, the leaf first.
    pub(in crate::verify) revocation: Vec<Vec<AnswerFacts>>,
    /// For each certificate of the path, whether the trust store holds it.
    pub(in crate::verify) pinned: Vec<bool>,
    /// The leaf says itself that its revocation is not to be asked for (ocsp-nocheck, RFC 6960 4.2.2.2.1).
    pub(in crate::verify) leaf_exempt: bool,
}

/// One CRL or OCSP response about a certificate, and who signed it.
#[derive(Debug, Clone)]
pub(in crate::verify) struct AnswerFacts {
    pub(in crate::verify) answer: RevocationAnswer,
    /// The path of the signer, where that is not the issuer of the certificate itself.
    pub(in crate::verify) signer: Option<Box<PathFacts>>,
}

/// Builds paths and asks about revocation for all signatures and timestamps of one document.
pub(in crate::verify) struct ChainGatherer<'a> {
    finder: PathFinder<'a>,
    checker: RevocationChecker,
    trust: &'a TrustStore,
    constraints: PathConstraints,
    at: Time,
}

impl<'a> ChainGatherer<'a> {
    pub(in crate::verify) fn new(
        trust: &'a TrustStore,
        data: &'a ValidationData,
        limits: &'a Limits,
        constraints: PathConstraints,
        at: Time,
    ) -> Self {
        let mut finder = PathFinder::new(trust, data.certificates().to_vec(), limits);
        finder.offer(data.certificates());
        Self { finder, checker: RevocationChecker::new(data, limits), trust, constraints, at }
    }

    /// Everything about the chain of a signer's certificate.
    pub(in crate::verify) fn chain(&mut self, leaf: &Certificate) -> ChainFacts {
        let paths = self.finder.paths(leaf, self.at, &self.constraints);
        ChainFacts { paths: paths.into_iter().map(|path| self.facts(path, false, 0)).collect() }
    }

    fn facts(&mut self, path: Path, leaf_exempt: bool, depth: usize) -> PathFacts {
        let mut revocation = Vec::new();
        for (index, pair) in path.chain.windows(2).enumerate() {
            let [certificate, issuer] = pair else { continue };
            if (index == 0 && leaf_exempt) || depth >= DELEGATIONS {
                revocation.push(Vec::new());
                continue;
            }
            let answers = self.checker.check(certificate, issuer, &mut self.finder, self.at);
            revocation.push(answers.into_iter().map(|answer| self.answer(answer, depth)).collect());
        }
        let pinned = path.chain.iter().map(|certificate| self.trust.pins(certificate)).collect();
        PathFacts { path, revocation, pinned, leaf_exempt }
    }

    fn answer(&mut self, answer: RevocationAnswer, depth: usize) -> AnswerFacts {
        let signer = match &answer.signer {
            Signer::Delegated { path, no_check } if answer.faults.is_empty() => {
                Some(Box::new(self.facts(path.clone(), *no_check, depth.saturating_add(1))))
            }
            _ => None,
        };
        AnswerFacts { answer, signer }
    }
}

/// Responders whose certificates are vouched for by other responders, and so on: nobody goes further in earnest.
const DELEGATIONS: usize = 3;
