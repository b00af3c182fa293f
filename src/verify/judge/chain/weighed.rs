//! What the evidence about one certificate comes to.

use std::rc::Rc;

use super::{AnswerFacts, Hindrance, Vouched};
use crate::pki::crl::CrlReason;
use crate::policy::Requirement;
use crate::time::Time;

/// What the evidence about one certificate comes to.
#[derive(Default)]
pub(super) struct Weighed<'f> {
    pub(super) revoked: Option<Revoked<'f>>,
    /// The good answer that speaks for the latest time.
    pub(super) good: Option<Good<'f>>,
    /// The thisUpdate of the newest good answer.
    pub(super) newest_good: Option<Time>,
    pub(super) unknown: bool,
    pub(super) unsure: Option<(String, Option<Time>, Time)>,
    pub(super) doubtful: Vec<Rc<Vouched<'f>>>,
    pub(super) not_proven: bool,
}

pub(super) struct Good<'f> {
    pub(super) until: Time,
    pub(super) facts: &'f AnswerFacts,
    pub(super) signer: Option<Rc<Vouched<'f>>>,
}

pub(super) struct Revoked<'f> {
    pub(super) from: Time,
    pub(super) at: Time,
    pub(super) reason: CrlReason,
    pub(super) proven: bool,
    pub(super) facts: &'f AnswerFacts,
    pub(super) signer: Option<Rc<Vouched<'f>>>,
}

impl Revoked<'_> {
    /// Only a suspension can be lifted (RFC 5280 5.3.1).
    fn is_hold(&self) -> bool {
        self.reason == CrlReason::CertificateHold
    }
}

impl<'f> Weighed<'f> {
    pub(super) fn revoked(&mut self, new: Revoked<'f>) {
        // A revocation outweighs a suspension; of several, the earliest counts, and of suspensions the newest word.
        let order = |revoked: &Revoked<'_>| match revoked.is_hold() {
            false => (0, revoked.from.to_unix()),
            true => (1, revoked.facts.answer.this_update.to_unix().saturating_neg()),
        };
        if self.revoked.as_ref().is_none_or(|known| order(&new) < order(known)) {
            self.revoked = Some(new);
        }
    }

    pub(super) fn good(&mut self, new: Good<'f>) {
        self.newest_good = self.newest_good.max(Some(new.facts.answer.this_update));
        if self.good.as_ref().is_none_or(|known| new.until > known.until) {
            self.good = Some(new);
        }
    }

    pub(super) fn apply(self, index: usize, required: Requirement, out: &mut Vouched<'f>) {
        // A later answer that says good ends a suspension.
        let newest_good = self.newest_good;
        let lifted = |hold: &Revoked<'_>| {
            hold.is_hold() && newest_good.is_some_and(|good| good > hold.facts.answer.this_update)
        };
        if let Some(revoked) = self.revoked.filter(|revoked| !lifted(revoked)) {
            let Revoked { at, reason, proven, .. } = revoked;
            let what = match revoked.is_hold() {
                true => Hindrance::OnHold { at },
                false => Hindrance::Revoked { at, reason, proven },
            };
            // What existed at that very moment may be the work of a thief.
            out.bound(index, Some(revoked.from.plus_seconds(-1)), what);
            out.rely(index, revoked.facts, revoked.signer);
            return;
        }
        if let Some(good) = self.good {
            if required == Requirement::Required {
                out.bound(index, Some(good.until), Hindrance::Stale);
            }
            out.rely(index, good.facts, good.signer);
            return;
        }
        if required == Requirement::IfAvailable {
            out.unchecked = true;
            out.wanting.push(index);
            return;
        }
        out.doubtful.extend(self.doubtful.into_iter().map(|signer| (index, signer)));
        let what = match (self.unsure, self.not_proven) {
            _ if self.unknown => Hindrance::Unknown,
            (Some((certificate, until, speaks_until)), _) => {
                Hindrance::Unsure { certificate, until, speaks_until }
            }
            (None, true) => Hindrance::EvidenceNotProven,
            (None, false) => Hindrance::NoEvidence,
        };
        out.bound(index, None, what);
    }
}

/// Why evidence that exists since a time is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Doubts {
    /// Somebody who vouches for it had expired by then.
    Time,
    /// Revoked, or an algorithm had ended: anybody could have made it.
    Broken,
    /// Too little is known about the revocation of somebody who vouches for it.
    Evidence { certificate: String, until: Option<Time> },
}

impl Doubts {
    pub(super) fn about(above: &Vouched<'_>, signer: Option<&Vouched<'_>>, since: Time) -> Option<Self> {
        // That something is missing altogether is told of those above.
        let above_in_time = above.against(since).filter(|obstacle| obstacle.until.is_some());
        let of_path = above_in_time.map(|obstacle| (above.facts, obstacle));
        let of_signer = signer
            .into_iter()
            .flat_map(|signer| signer.against(since).map(|obstacle| (signer.facts, obstacle)));
        let mut worst = None;
        for (facts, obstacle) in of_path.chain(of_signer) {
            match &obstacle.what {
                Hindrance::Revoked { .. }
                | Hindrance::OnHold { .. }
                | Hindrance::Digest(_)
                | Hindrance::Key(_) => return Some(Self::Broken),
                Hindrance::Expired { .. } | Hindrance::EvidenceNotProven => worst = Some(Self::Time),
                Hindrance::Unsure { certificate, until, .. } if worst.is_none() => {
                    worst = Some(Self::Evidence { certificate: certificate.clone(), until: *until });
                }
                _ if worst.is_none() => {
                    let certificate = facts.path.chain.get(obstacle.index)?.subject().to_string();
                    worst = Some(Self::Evidence { certificate, until: obstacle.until });
                }
                _ => {}
            }
        }
        worst
    }
}
