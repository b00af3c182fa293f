//! A judge for outside suites: a path is good if each of its certificates has a fresh answer that says so, and so has
//! whoever signed the answer.

use crate::limits::Limits;
use crate::pki::revocation::{RevocationAnswer, RevocationChecker, RevocationFault, Signer, Status};
use crate::pki::{Certificate, Path, PathFinder, ValidationData};
use crate::time::Time;

/// Whether a path stands up to the CRLs that come with a case.
pub(in crate::pki) fn check(
    path: &Path,
    data: &ValidationData,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<(), String> {
    let mut judge = Judge::new(RevocationChecker::new(data, &Limits::default()), finder, at);
    match judge.path(path) {
        Verdict::Good => Ok(()),
        other => Err(format!("{other:?}: {:?}", judge.faults)),
    }
}

/// What a suite distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pki) enum Verdict {
    Good,
    Revoked,
    /// Something speaks of the certificate, but too long ago.
    Stale,
    Insufficient,
}

pub(in crate::pki) struct Judge<'a, 'f> {
    pub(in crate::pki) checker: RevocationChecker,
    pub(in crate::pki) finder: &'a mut PathFinder<'f>,
    pub(in crate::pki) at: Time,
    /// The certificates that are being judged: an issuer of CRLs may list itself.
    pub(in crate::pki) open: Vec<Certificate>,
    /// Faults that were met on the way.
    pub(in crate::pki) faults: Vec<RevocationFault>,
    /// Whether a CA or responder of which nothing speaks is passed.
    pub(in crate::pki) lenient: bool,
}

impl<'a, 'f> Judge<'a, 'f> {
    pub(in crate::pki) fn new(checker: RevocationChecker, finder: &'a mut PathFinder<'f>, at: Time) -> Self {
        Self { checker, finder, at, open: Vec::new(), faults: Vec::new(), lenient: false }
    }

    pub(in crate::pki) fn path(&mut self, path: &Path) -> Verdict {
        let mut verdict = Verdict::Good;
        for (index, pair) in path.chain.windows(2).enumerate() {
            let (certificate, issuer) = (&pair[0], &pair[1]);
            if self.open.contains(certificate) {
                continue;
            }
            self.open.push(certificate.clone());
            let answers = self.checker.check(certificate, issuer, self.finder, self.at);
            let found = self.answers(&answers);
            self.open.pop();
            if self.lenient && (index > 0 || !self.open.is_empty()) && answers.is_empty() {
                continue;
            }
            match found {
                Verdict::Good => {}
                Verdict::Revoked => return found,
                _ if verdict == Verdict::Good => verdict = found,
                _ => {}
            }
        }
        verdict
    }

    fn answers(&mut self, answers: &[RevocationAnswer]) -> Verdict {
        let mut verdict = Verdict::Insufficient;
        for answer in answers {
            self.faults.extend(answer.faults.iter().cloned());
            let fresh =
                answer.this_update <= self.at && answer.next_update.is_some_and(|next| self.at <= next);
            let trusted = match &answer.signer {
                Signer::Issuer => true,
                Signer::Delegated { no_check: true, .. } => true,
                Signer::Delegated { path, .. } => self.path(path) == Verdict::Good,
                Signer::Unknown => false,
            };
            match answer.status {
                _ if !answer.is_usable() || !trusted => {}
                Status::Revoked { .. } => return Verdict::Revoked,
                Status::Good if fresh => verdict = Verdict::Good,
                Status::Good if verdict == Verdict::Insufficient => verdict = Verdict::Stale,
                _ => {}
            }
        }
        verdict
    }
}
