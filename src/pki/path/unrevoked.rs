//! For the outside suites: whether a path stands up to the CRLs that come with a case. The judge of documents weighs
//! proofs of existence as well; here everything is asked for one moment.

use super::{Path, PathFinder};
use crate::limits::Limits;
use crate::pki::revocation::{RevocationChecker, Signer, Status};
use crate::pki::{Certificate, ValidationData};
use crate::time::Time;

/// An error says which certificate is revoked or unanswered for, and why.
pub(super) fn check(
    path: &Path,
    data: &ValidationData,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<(), String> {
    let checker = RevocationChecker::new(data, &Limits::default());
    Asked { checker, finder, at, certificates: Vec::new() }.path(path)
}

struct Asked<'f, 'a> {
    checker: RevocationChecker,
    finder: &'f mut PathFinder<'a>,
    at: Time,
    /// Those about which a question was asked: a CA may list the certificate with which it signs its list.
    certificates: Vec<Certificate>,
}

impl Asked<'_, '_> {
    fn path(&mut self, path: &Path) -> Result<(), String> {
        path.chain.windows(2).try_for_each(|pair| self.certificate(&pair[0], &pair[1]))
    }

    fn certificate(&mut self, certificate: &Certificate, issuer: &Certificate) -> Result<(), String> {
        if self.certificates.contains(certificate) {
            return Ok(());
        }
        self.certificates.push(certificate.clone());
        let answers = self.checker.check(certificate, issuer, self.finder, self.at);
        let mut why = format!("{certificate:?}: no answer");
        for answer in &answers {
            if !answer.is_usable() {
                why = format!("{certificate:?}: {}", answer.faults[0]);
                continue;
            }
            match answer.status {
                Status::Revoked { at, reason, .. } if at <= self.at => {
                    return Err(format!("{certificate:?}: revoked at {at}, {reason:?}"));
                }
                Status::Unknown => why = format!("{certificate:?}: unknown"),
                _ => {}
            }
        }
        for answer in answers.iter().filter(|answer| answer.is_usable() && answer.status == Status::Good) {
            if answer.this_update > self.at || answer.next_update.is_some_and(|next| next < self.at) {
                why = format!("{certificate:?}: stale");
                continue;
            }
            let signer = match &answer.signer {
                Signer::Delegated { path, .. } => self.path(&path.clone()),
                Signer::Issuer | Signer::Unknown => Ok(()),
            };
            match signer {
                Ok(()) => return Ok(()),
                Err(signer) => why = signer,
            }
        }
        Err(why)
    }
}
