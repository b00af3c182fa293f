//! The paths that lead from a certificate to an anchor, and what is known of the revocation of those on them.

use std::collections::HashMap;
use std::rc::Rc;

use super::evidence::identifier;
use crate::limits::Limits;
use crate::pki::revocation::{EvidenceId, RevocationAnswer, RevocationChecker, Signer};
use crate::pki::{Certificate, Path, PathConstraints, PathFinder, TrustStore, ValidationData};
use crate::time::Time;

/// The paths from one certificate, the most promising first; at least one.
#[derive(Debug, Clone)]
pub(in crate::verify) struct ChainFacts {
    pub(in crate::verify) paths: Vec<Rc<PathFacts>>,
}

/// One path, and what is known of revocation on it.
#[derive(Debug)]
pub(in crate::verify) struct PathFacts {
    pub(in crate::verify) path: Path,
    /// For each certificate of the path that has an issuer in it, the leaf first.
    pub(in crate::verify) revocation: Vec<Rc<[AnswerFacts]>>,
    /// For each certificate of the path, whether the trust store holds it.
    pub(in crate::verify) pinned: Vec<bool>,
    /// The leaf says itself that its revocation is not to be asked for (ocsp-nocheck, RFC 6960 4.2.2.2.1).
    pub(in crate::verify) leaf_exempt: bool,
}

/// One CRL or OCSP response about a certificate, and who signed it.
#[derive(Debug, Clone)]
pub(in crate::verify) struct AnswerFacts {
    pub(in crate::verify) answer: RevocationAnswer,
    /// The path of the signer, where that is not the issuer of the certificate itself. Answers of one signer share it.
    pub(in crate::verify) signer: Option<Rc<PathFacts>>,
}

impl AnswerFacts {
    /// Whether an OCSP response holds this certificate itself.
    pub(in crate::verify) fn brings(&self, certificate: &Certificate) -> bool {
        self.answer.evidence.iter().any(|id| match id {
            EvidenceId::Ocsp(response) => response.certificates().contains(certificate),
            EvidenceId::Crl(_) => false,
        })
    }
}

/// Builds paths and asks about revocation for all signatures and timestamps of one document. What was found out about
/// a certificate serves all who ask about it: a document may carry a thousand answers of one responder.
pub(in crate::verify) struct ChainGatherer<'a> {
    finder: PathFinder<'a>,
    checker: RevocationChecker,
    trust: &'a TrustStore,
    constraints: PathConstraints,
    at: Time,
    chains: HashMap<Fingerprint, Rc<ChainFacts>>,
    answers: HashMap<Question, Rc<[AnswerFacts]>>,
    signers: HashMap<(bool, Vec<Fingerprint>), Rc<PathFacts>>,
    /// The questions that are being answered: a responder does not vouch for itself.
    open: Vec<Question>,
}

type Fingerprint = [u8; 32];

/// The revocation of the first certificate, issued by the second one.
type Question = (Fingerprint, Fingerprint);

/// What was found, and the outermost open question that was met on the way and left unanswered for this time.
type Found<T> = (Rc<T>, usize);

impl<'a> ChainGatherer<'a> {
    pub(in crate::verify) fn new(
        trust: &'a TrustStore,
        data: &'a ValidationData,
        limits: &'a Limits,
        constraints: PathConstraints,
        at: Time,
    ) -> Self {
        Self {
            finder: PathFinder::new(trust, data.certificates().to_vec(), limits),
            checker: RevocationChecker::new(data, limits),
            trust,
            constraints,
            at,
            chains: HashMap::new(),
            answers: HashMap::new(),
            signers: HashMap::new(),
            open: Vec::new(),
        }
    }

    /// Everything about the chain of a signer's certificate.
    pub(in crate::verify) fn chain(&mut self, leaf: &Certificate) -> Rc<ChainFacts> {
        let key = identifier(leaf.der());
        if let Some(known) = self.chains.get(&key) {
            return Rc::clone(known);
        }
        let paths = self.finder.paths(leaf, self.at, &self.constraints);
        let paths = paths.into_iter().map(|path| self.facts(path, false).0).collect();
        let chain = Rc::new(ChainFacts { paths });
        self.chains.insert(key, Rc::clone(&chain));
        chain
    }

    fn facts(&mut self, path: Path, leaf_exempt: bool) -> Found<PathFacts> {
        let mut revocation = Vec::new();
        let mut outermost = usize::MAX;
        for (index, pair) in path.chain.windows(2).enumerate() {
            let [certificate, issuer] = pair else { continue };
            let (answers, met) = match index {
                0 if leaf_exempt => (Rc::default(), usize::MAX),
                _ => self.answers(certificate, issuer),
            };
            outermost = outermost.min(met);
            revocation.push(answers);
        }
        let pinned = path.chain.iter().map(|certificate| self.trust.pins(certificate)).collect();
        (Rc::new(PathFacts { path, revocation, pinned, leaf_exempt }), outermost)
    }

    fn answers(&mut self, certificate: &Certificate, issuer: &Certificate) -> Found<[AnswerFacts]> {
        let question = (identifier(certificate.der()), identifier(issuer.der()));
        if let Some(known) = self.answers.get(&question) {
            return (Rc::clone(known), usize::MAX);
        }
        if let Some(met) = self.open.iter().position(|open| *open == question) {
            return (Rc::default(), met);
        }
        let own = self.open.len();
        if own >= DELEGATIONS {
            return (Rc::default(), 0);
        }
        self.open.push(question);
        let mut outermost = usize::MAX;
        let mut found = Vec::new();
        for answer in self.checker.check(certificate, issuer, &mut self.finder, self.at) {
            let signer = match &answer.signer {
                Signer::Delegated { path, no_check } if answer.faults.is_empty() => {
                    let (signer, met) = self.signer(path, *no_check);
                    outermost = outermost.min(met);
                    Some(signer)
                }
                _ => None,
            };
            found.push(AnswerFacts { answer, signer });
        }
        self.open.pop();
        let found: Rc<[AnswerFacts]> = found.into();
        if outermost < own {
            return (found, outermost);
        }
        // What was left unanswered is this very question, for which it changes nothing.
        self.answers.insert(question, Rc::clone(&found));
        (found, usize::MAX)
    }

    fn signer(&mut self, path: &Path, no_check: bool) -> Found<PathFacts> {
        let key = (no_check, path.chain.iter().map(|certificate| identifier(certificate.der())).collect());
        if let Some(known) = self.signers.get(&key) {
            return (Rc::clone(known), usize::MAX);
        }
        let (facts, outermost) = self.facts(path.clone(), no_check);
        if outermost == usize::MAX {
            self.signers.insert(key, Rc::clone(&facts));
        }
        (facts, outermost)
    }
}

/// Responders whose certificates are vouched for by other responders, and so on: nobody goes further in earnest.
const DELEGATIONS: usize = 3;
