//! Until when does a certificate path vouch for what its key has signed? Past certificate validation and the sliding of
//! the control time (ETSI EN 319 102-1 V1.4.1 5.6.2.1 and 5.6.2.2): from the anchor down, each certificate and each
//! piece of evidence is believed only if it is proven to have existed while its own signer was still believed.

use super::super::facts::chain::{AnswerFacts, PathFacts};
use super::super::facts::evidence::evidence_id;
use super::proof::{Piece, Proofs};
use crate::crypto::{DigestAlgorithm, KeyKind};
use crate::pki::PathFault;
use crate::pki::crl::CrlReason;
use crate::pki::revocation::Status;
use crate::policy::{Freshness, Policy, Reliability, Requirement};
use crate::time::Time;

/// What a path is asked for.
#[derive(Clone, Copy)]
pub(in crate::verify) struct ChainQuestion<'a> {
    pub(in crate::verify) policy: &'a Policy,
    pub(in crate::verify) proofs: &'a Proofs,
    pub(in crate::verify) now: Time,
    pub(in crate::verify) role: ChainRole,
    /// Whether a piece of evidence may be used: all of it, or only what the document carries.
    pub(in crate::verify) admitted: &'a dyn Fn(&[u8; 32]) -> bool,
}

/// What the key at the end of the path does. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum ChainRole {
    Signer,
    TimestampAuthority,
    RevocationAuthority,
}

/// Until when a path vouches, what ends that, and what it rests on.
#[derive(Debug)]
pub(in crate::verify) struct Vouched<'f> {
    /// What provably existed by then is vouched for; before all times if nothing is.
    until: Time,
    /// Nothing at all is vouched for, because something is missing.
    incomplete: bool,
    /// Revocation of a certificate was not asked for, or is not known and need not be.
    pub(in crate::verify) unchecked: bool,
    /// All that bounds it, each with the time up to which the path would do: the leaf's first.
    pub(in crate::verify) obstacles: Vec<Obstacle>,
    /// The evidence relied on: for which certificate of the path.
    pub(in crate::verify) relied: Vec<(usize, &'f AnswerFacts)>,
}

/// Something that ends what a path vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Obstacle {
    /// Which certificate of the path it is about.
    pub(in crate::verify) index: usize,
    /// What existed by then is not touched by it; `None`: everything is.
    pub(in crate::verify) until: Option<Time>,
    pub(in crate::verify) what: Hindrance,
}

/// Complete by nature: the steps of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) enum Hindrance {
    Revoked {
        at: Time,
        reason: CrlReason,
    },
    /// Suspended.
    OnHold {
        at: Time,
    },
    /// Expired; whether there is evidence that it had not been revoked by then.
    Expired {
        not_revoked: bool,
    },
    /// Its signature is over a digest that is not relied on any more.
    Digest(DigestAlgorithm),
    /// Its key is of a kind or size that is not relied on any more.
    Key(KeyKind),
    /// Neither CRL nor OCSP at hand that could be used.
    NoEvidence,
    /// The responder does not know it.
    Unknown,
    /// The evidence is good, but too old to speak for later.
    Stale,
    /// The evidence is not proven to have existed while its signer was believed.
    EvidenceNotProven,
}

impl ChainQuestion<'_> {
    /// Judges one path. Its timeless faults are judged elsewhere.
    pub(in crate::verify) fn vouched<'f>(&self, facts: &'f PathFacts) -> Vouched<'f> {
        let chain = &facts.path.chain;
        let below = chain.len().saturating_sub(usize::from(facts.path.anchored));
        let mut out = Vouched {
            until: self.now,
            incomplete: false,
            unchecked: false,
            obstacles: Vec::new(),
            relied: Vec::new(),
        };
        if let Some(anchor) = chain.get(below).filter(|_| self.policy.anchor_validity) {
            out.bound(below, Some(anchor.not_after()), Hindrance::Expired { not_revoked: true });
        }
        for index in (0..below).rev() {
            let Some(certificate) = chain.get(index) else { continue };
            let issuer_until = out.until;
            let evidence = match self.required(index, facts) {
                Requirement::NotChecked => {
                    out.unchecked |= !(index == 0 && facts.leaf_exempt);
                    None
                }
                required => Some((required, self.weigh(facts, index, issuer_until, certificate.not_after()))),
            };
            let not_revoked = match &evidence {
                Some((_, weighed)) => {
                    weighed.revoked.is_none()
                        && weighed.good.is_some_and(|(until, _)| until >= certificate.not_after())
                }
                None => false,
            };
            out.bound(index, Some(certificate.not_after()), Hindrance::Expired { not_revoked });
            self.algorithms(facts, index, &mut out);
            if let Some((required, weighed)) = evidence {
                weighed.apply(index, required, &mut out);
            }
        }
        out.obstacles.sort_by_key(|obstacle| (obstacle.index, obstacle.what.rank()));
        out
    }

    fn required(&self, index: usize, facts: &PathFacts) -> Requirement {
        let revocation = &self.policy.revocation;
        match (index, self.role) {
            (0, _) if facts.leaf_exempt => Requirement::NotChecked,
            (0, ChainRole::Signer) => revocation.signer,
            (0, ChainRole::TimestampAuthority) => revocation.timestamp_authority,
            (0, ChainRole::RevocationAuthority) => revocation.ocsp_responder,
            _ => revocation.ca,
        }
    }

    /// The algorithms of the certificate's own signature and of its key, each for as long as the policy relies on it.
    /// A pinned certificate is believed for its bytes, not for its signature.
    fn algorithms(&self, facts: &PathFacts, index: usize, out: &mut Vouched<'_>) {
        let Some(certificate) = facts.path.chain.get(index) else { return };
        let signature = certificate.signature_algorithm().ok();
        let is_pinned = || {
            let weak = |fault: &PathFault| matches!(fault, PathFault::WeakAlgorithm { index: at, .. } if *at == index);
            self.policy.accept_pinned_weak_certificates && !facts.path.faults.iter().any(weak)
        };
        if let Some((algorithm, digest)) =
            signature.and_then(|algorithm| Some((algorithm, algorithm.digest()?)))
            && !(digest.is_weak() && is_pinned())
        {
            out.end(index, self.policy.signature_reliable_until(algorithm), Hindrance::Digest(digest));
        }
        // The signer's own key is judged with the signature.
        if let Some(key) = certificate.key_kind().filter(|_| index > 0) {
            out.end(index, self.policy.key_reliable_until(key), Hindrance::Key(key));
        }
    }

    /// Looks through the evidence about one certificate.
    fn weigh<'f>(
        &self,
        facts: &'f PathFacts,
        index: usize,
        issuer_until: Time,
        not_after: Time,
    ) -> Weighed<'f> {
        let mut out = Weighed::default();
        let answers = facts.revocation.get(index).into_iter().flatten();
        let issuer_pinned = facts.pinned.get(index.saturating_add(1)).copied().unwrap_or(false);
        for facts in answers.filter(|facts| facts.answer.faults.is_empty()) {
            let answer = &facts.answer;
            if !answer.evidence.iter().all(|id| (self.admitted)(&evidence_id(id))) {
                continue;
            }
            // Several lists together exist since the last of them does.
            let pieces = answer.evidence.iter().map(|id| self.proofs.of(Piece::Evidence(evidence_id(id))));
            let Some(since) = pieces.max() else { continue };
            // The CRLs of a pinned CA of generation 1 are as old-fashioned as its certificates: only that CA could
            // prepare a collision for one.
            let of_pinned =
                facts.signer.is_none() && issuer_pinned && self.policy.accept_pinned_weak_certificates;
            let is_sha1 = digest_of(facts) == Some(DigestAlgorithm::Sha1);
            if !(self.is_strong(facts, since) || (of_pinned && is_sha1)) {
                continue;
            }
            let signer_until = match &facts.signer {
                Some(signer) => {
                    let question = ChainQuestion { role: ChainRole::RevocationAuthority, ..*self };
                    question.vouched(signer).until().map(|until| until.min(issuer_until))
                }
                None => Some(issuer_until),
            };
            if signer_until.is_none_or(|until| since > until) {
                out.not_proven = true;
                continue;
            }
            match &answer.status {
                Status::Revoked { at, reason, invalidity_date } => {
                    // Stricter than the standard: from when on the key is not to be believed, if the CA says so.
                    let from = invalidity_date.map_or(*at, |invalid| invalid.min(*at));
                    out.revoked(Revoked {
                        from,
                        at: *at,
                        reason: *reason,
                        this_update: answer.this_update,
                        facts,
                    });
                }
                Status::Good => {
                    let keeps = answer.keeps_expired_since.is_some_and(|since| since <= not_after);
                    // CRLs drop expired certificates, and responders forget them (RFC 5280 5, RFC 6960 4.4.4).
                    if answer.this_update <= not_after || keeps {
                        out.good(self.speaks_until(facts), facts);
                    }
                }
                Status::Unknown => out.unknown = true,
            }
        }
        out
    }

    /// Evidence signed over a broken digest could have been made by somebody else.
    fn is_strong(&self, facts: &AnswerFacts, since: Time) -> bool {
        let reliable =
            facts.answer.algorithm.map(|algorithm| self.policy.signature_reliable_until(algorithm));
        reliable.is_some_and(|reliable| reliable.at(since))
    }

    /// Until when a good answer is fresh (5.2.5.4): for later, newer evidence could say something else.
    fn speaks_until(&self, facts: &AnswerFacts) -> Time {
        let answer = &facts.answer;
        let revocation = &self.policy.revocation;
        let by_age = revocation.max_age.map(|age| answer.this_update.plus_seconds(i64::from(age)));
        match revocation.freshness {
            Freshness::IssuedAfter => answer.this_update,
            Freshness::Window { grace_seconds } => {
                let next = answer.next_update.map(|next| next.plus_seconds(i64::from(grace_seconds)));
                next.or(by_age).unwrap_or(answer.this_update)
            }
        }
    }
}

/// The digest over which an answer is signed.
pub(in crate::verify) fn digest_of(facts: &AnswerFacts) -> Option<DigestAlgorithm> {
    facts.answer.algorithm.and_then(|algorithm| algorithm.digest())
}

/// What the evidence about one certificate comes to.
#[derive(Default)]
struct Weighed<'f> {
    revoked: Option<Revoked<'f>>,
    /// The good answer that speaks for the latest time.
    good: Option<(Time, &'f AnswerFacts)>,
    unknown: bool,
    not_proven: bool,
}

#[derive(Clone, Copy)]
struct Revoked<'f> {
    from: Time,
    at: Time,
    reason: CrlReason,
    this_update: Time,
    facts: &'f AnswerFacts,
}

impl Revoked<'_> {
    /// Only a suspension can be lifted (RFC 5280 5.3.1).
    fn is_hold(&self) -> bool {
        self.reason == CrlReason::CertificateHold
    }
}

impl<'f> Weighed<'f> {
    fn revoked(&mut self, new: Revoked<'f>) {
        // A revocation outweighs a suspension; of several, the earliest counts.
        let order = |revoked: &Revoked<'_>| (revoked.is_hold(), revoked.from);
        if self.revoked.as_ref().is_none_or(|known| order(&new) < order(known)) {
            self.revoked = Some(new);
        }
    }

    fn good(&mut self, until: Time, facts: &'f AnswerFacts) {
        if self.good.is_none_or(|(known, _)| until > known) {
            self.good = Some((until, facts));
        }
    }

    fn apply(self, index: usize, required: Requirement, out: &mut Vouched<'f>) {
        // A later answer that says good ends a suspension.
        let lifted = |hold: &Revoked<'_>| {
            hold.is_hold() && self.good.is_some_and(|(_, facts)| facts.answer.this_update > hold.this_update)
        };
        if let Some(revoked) = self.revoked.filter(|revoked| !lifted(revoked)) {
            let what = match revoked.is_hold() {
                true => Hindrance::OnHold { at: revoked.at },
                false => Hindrance::Revoked { at: revoked.at, reason: revoked.reason },
            };
            // What existed at that very moment may be the work of a thief.
            out.bound(index, Some(revoked.from.plus_seconds(-1)), what);
            out.relied.push((index, revoked.facts));
            return;
        }
        if let Some((until, facts)) = self.good {
            if required == Requirement::Required {
                out.bound(index, Some(until), Hindrance::Stale);
            }
            out.relied.push((index, facts));
            return;
        }
        if required == Requirement::IfAvailable {
            out.unchecked = true;
            return;
        }
        let what = match self {
            Self { unknown: true, .. } => Hindrance::Unknown,
            Self { not_proven: true, .. } => Hindrance::EvidenceNotProven,
            _ => Hindrance::NoEvidence,
        };
        out.bound(index, None, what);
    }
}

impl Vouched<'_> {
    fn bound(&mut self, index: usize, until: Option<Time>, what: Hindrance) {
        match until {
            Some(until) => self.until = self.until.min(until),
            None => self.incomplete = true,
        }
        self.obstacles.push(Obstacle { index, until, what });
    }

    fn end(&mut self, index: usize, reliable: Reliability, what: Hindrance) {
        match reliable {
            Reliability::Never => self.bound(index, None, what),
            Reliability::Until(end) => self.bound(index, Some(end.plus_seconds(-1)), what),
            Reliability::Unlimited => {}
        }
    }

    /// What provably existed by then is vouched for; `None`: nothing is.
    pub(in crate::verify) fn until(&self) -> Option<Time> {
        (!self.incomplete).then_some(self.until)
    }

    /// What stands in the way of believing something that is proven to have existed at this time.
    pub(in crate::verify) fn against(&self, existed: Time) -> impl Iterator<Item = &Obstacle> {
        self.obstacles.iter().filter(move |obstacle| obstacle.until.is_none_or(|until| until < existed))
    }
}

impl Obstacle {
    /// Whether it is the expiry of this certificate of the path.
    pub(in crate::verify) fn ends_with_expiry(&self, index: usize) -> bool {
        self.index == index && matches!(self.what, Hindrance::Expired { .. })
    }
}

impl Hindrance {
    /// Whether it is a lack of evidence, not evidence against the certificate.
    pub(in crate::verify) fn is_about_evidence(&self) -> bool {
        matches!(self, Self::NoEvidence | Self::Unknown | Self::Stale | Self::EvidenceNotProven)
    }

    /// What is told first of one certificate.
    fn rank(&self) -> u8 {
        match self {
            Self::Revoked { .. } => 0,
            Self::OnHold { .. } => 1,
            Self::Expired { .. } => 2,
            Self::Digest(_) | Self::Key(_) => 3,
            Self::Unknown => 4,
            Self::EvidenceNotProven => 5,
            Self::Stale => 6,
            Self::NoEvidence => 7,
        }
    }
}
