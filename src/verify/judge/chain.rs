//! Until when does a certificate path vouch for what its key has signed? Past certificate validation and the sliding of
//! the control time (ETSI EN 319 102-1 V1.4.1 5.6.2.1 and 5.6.2.2): from the anchor down, each certificate and each
//! piece of evidence is believed only if it is proven to have existed while its own signer was still believed.

mod weighed;

use std::collections::HashMap;
use std::rc::Rc;

use super::super::facts::chain::{AnswerFacts, PathFacts};
use super::proof::{Piece, Proofs};
use crate::crypto::{DigestAlgorithm, KeyKind};
use crate::pki::crl::CrlReason;
use crate::pki::revocation::{RevocationAnswer, Status};
use crate::pki::{Certificate, PathFault};
use crate::policy::{Freshness, Policy, Reliability, Requirement};
use crate::time::Time;

use weighed::{Doubts, Good, Revoked, Weighed};

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
    pub(in crate::verify) facts: &'f PathFacts,
    /// What provably existed by then is vouched for; before all times if nothing is.
    until: Time,
    /// Nothing at all is vouched for, because something is missing.
    incomplete: bool,
    /// Revocation of a certificate was not asked for, or is not known and need not be.
    pub(in crate::verify) unchecked: bool,
    /// The certificates of the path of which an answer would be welcome and is not at hand.
    pub(in crate::verify) wanting: Vec<usize>,
    /// All that bounds it, each with the time up to which the path would do: the leaf's first.
    pub(in crate::verify) obstacles: Vec<Obstacle>,
    /// The evidence relied on: for which certificate of the path.
    pub(in crate::verify) relied: Vec<(usize, &'f AnswerFacts)>,
    /// Those who signed that evidence, where they are not on the path.
    pub(in crate::verify) signers: Vec<Rc<Vouched<'f>>>,
    /// Those whose evidence would do for a certificate of the path, if more were known about them.
    pub(in crate::verify) doubtful: Vec<(usize, Rc<Vouched<'f>>)>,
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
        /// Whether the evidence is proven to have existed while its signer was believed.
        proven: bool,
    },
    /// Suspended.
    OnHold { at: Time },
    /// Expired; whether there is evidence that it had not been revoked by then.
    Expired { not_revoked: bool },
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
    /// There is evidence, but too little is known about the revocation of somebody who vouches for it: of whom, and
    /// until when it was enough. Otherwise it would speak until the last of these times.
    Unsure { certificate: String, until: Option<Time>, speaks_until: Time },
    /// The evidence is not proven to have existed while its signer was believed.
    EvidenceNotProven,
}

impl ChainQuestion<'_> {
    /// Judges one path. Its timeless faults are judged elsewhere.
    pub(in crate::verify) fn vouched<'f>(&self, facts: &'f PathFacts) -> Vouched<'f> {
        self.vouched_by(facts, &mut HashMap::new())
    }

    fn vouched_by<'f>(&self, facts: &'f PathFacts, known: &mut Known<'f>) -> Vouched<'f> {
        let chain = &facts.path.chain;
        let below = chain.len().saturating_sub(usize::from(facts.path.anchored));
        let mut out = Vouched {
            facts,
            until: self.now,
            incomplete: false,
            unchecked: false,
            wanting: Vec::new(),
            obstacles: Vec::new(),
            relied: Vec::new(),
            signers: Vec::new(),
            doubtful: Vec::new(),
        };
        if let Some(anchor) = chain.get(below) {
            if self.policy.anchor_validity {
                out.bound(below, Some(anchor.not_after()), Hindrance::Expired { not_revoked: true });
            }
            self.key(anchor, below, &mut out);
        }
        for index in (0..below).rev() {
            let Some(certificate) = chain.get(index) else { continue };
            let evidence = match self.required(index, facts) {
                Requirement::NotChecked => {
                    out.unchecked |= !(index == 0 && facts.leaf_exempt);
                    None
                }
                required => Some((required, self.weigh(&out, index, certificate.not_after(), known))),
            };
            let not_revoked = match &evidence {
                Some((_, weighed)) => {
                    weighed.revoked.is_none()
                        && weighed.good.as_ref().is_some_and(|good| good.until >= certificate.not_after())
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
        self.key(certificate, index, out);
    }

    /// The anchor's key too: whoever can break it issues what he likes. That of a signer or a timestamp authority is
    /// judged with what it signed.
    fn key(&self, certificate: &Certificate, index: usize, out: &mut Vouched<'_>) {
        let elsewhere = index == 0 && self.role != ChainRole::RevocationAuthority;
        if let Some(key) = certificate.key_kind().filter(|_| !elsewhere) {
            out.end(index, self.policy.key_reliable_until(key), Hindrance::Key(key));
        }
    }

    /// Looks through the evidence about one certificate; `above` is what is known of those above it.
    ///
    /// A word for the certificate counts if it is proven to have existed while its signer was believed (5.6.2.1 and
    /// 5.6.2.2). Stricter than the standard, a word against it counts as well if the signer has merely expired since,
    /// or if too little is known of him: nobody who cannot make a signature in his name gains by it.
    fn weigh<'f>(
        &self,
        above: &Vouched<'f>,
        index: usize,
        not_after: Time,
        known: &mut Known<'f>,
    ) -> Weighed<'f> {
        let mut out = Weighed::default();
        let of_path = above.facts;
        let answers = of_path.revocation.get(index).into_iter().flat_map(|answers| answers.iter());
        let issuer_pinned = of_path.pinned.get(index.saturating_add(1)).copied().unwrap_or(false);
        for facts in answers.filter(|facts| facts.answer.faults.is_empty()) {
            let answer = &facts.answer;
            if !answer.evidence.iter().all(|id| (self.admitted)(&id.identifier())) {
                continue;
            }
            let Some(since) = self.exists_since(answer) else { continue };
            // The CRLs of a pinned CA of generation 1 are as old-fashioned as its certificates: only that CA could
            // prepare a collision for one. And whoever forges one by which a certificate is revoked gains nothing.
            let of_pinned =
                facts.signer.is_none() && issuer_pinned && self.policy.accept_pinned_weak_certificates;
            let is_against = matches!(answer.status, Status::Revoked { .. });
            let sha1_will_do = (of_pinned || is_against) && digest_of(facts) == Some(DigestAlgorithm::Sha1);
            if !self.is_strong(facts, since) && !sha1_will_do {
                continue;
            }
            let signer = facts.signer.as_ref().map(|signer| self.signer(signer, known));
            let doubts = Doubts::about(above, signer.as_deref(), since);
            let proven = doubts.is_none();
            match (&answer.status, doubts) {
                (
                    Status::Revoked { at, reason, invalidity_date },
                    None | Some(Doubts::Time | Doubts::Evidence { .. }),
                ) => {
                    // Stricter than the standard: from when on the key is not to be believed, if the CA says so.
                    let from = invalidity_date.map_or(*at, |invalid| invalid.min(*at));
                    out.revoked(Revoked { from, at: *at, reason: *reason, proven, facts, signer });
                }
                (Status::Good, None) => {
                    let keeps = answer.keeps_expired_since.is_some_and(|since| since <= not_after);
                    // CRLs drop expired certificates, and responders forget them (RFC 5280 5, RFC 6960 4.4.4).
                    if answer.this_update <= not_after || keeps {
                        out.good(Good { until: self.speaks_until(facts, index), facts, signer });
                    }
                }
                (Status::Unknown, None) => out.unknown = true,
                (_, Some(Doubts::Evidence { certificate, until })) => {
                    let speaks_until = match answer.status {
                        Status::Good => self.speaks_until(facts, index),
                        _ => answer.this_update,
                    };
                    let unsure = out.unsure.get_or_insert((certificate, until, speaks_until));
                    unsure.2 = unsure.2.max(speaks_until);
                    out.doubtful.extend(signer);
                }
                (_, Some(Doubts::Time | Doubts::Broken)) => out.not_proven = true,
            }
        }
        out
    }

    fn signer<'f>(&self, facts: &'f Rc<PathFacts>, known: &mut Known<'f>) -> Rc<Vouched<'f>> {
        if let Some(vouched) = known.get(&Rc::as_ptr(facts)) {
            return Rc::clone(vouched);
        }
        let question = ChainQuestion { role: ChainRole::RevocationAuthority, ..*self };
        let vouched = Rc::new(question.vouched_by(facts, known));
        known.insert(Rc::as_ptr(facts), Rc::clone(&vouched));
        vouched
    }

    /// Since when an answer is known to exist: several lists together do since the last of them does, and none is
    /// older than it says itself.
    fn exists_since(&self, answer: &RevocationAnswer) -> Option<Time> {
        let pieces = answer.evidence.iter().map(|id| self.proofs.of(Piece::Evidence(id.identifier())));
        let stated = answer.produced_at.unwrap_or(answer.this_update);
        pieces.max().map(|since| since.max(stated.min(self.now)))
    }

    /// Evidence signed over a broken digest could have been made by somebody else.
    fn is_strong(&self, facts: &AnswerFacts, since: Time) -> bool {
        let reliable =
            facts.answer.algorithm.map(|algorithm| self.policy.signature_reliable_until(algorithm));
        reliable.is_some_and(|reliable| reliable.at(since))
    }

    /// Until when a good answer is fresh (5.2.5.4): for later, newer evidence could say something else.
    ///
    /// The standard slides the control time to the thisUpdate of what is not fresh (5.6.2.2.4). Here an answer speaks
    /// until its nextUpdate, which is how long its CA wants it to be used; [`Freshness::IssuedAfter`] is the rule of
    /// the standard, for the signer's own certificate. Lists of CAs appear a few times a year, and each would have to
    /// be younger than everything below it.
    fn speaks_until(&self, facts: &AnswerFacts, index: usize) -> Time {
        let answer = &facts.answer;
        let revocation = &self.policy.revocation;
        let by_age = revocation.max_age.map(|age| answer.this_update.plus_seconds(i64::from(age)));
        let window = |grace_seconds: u32| {
            let next = answer.next_update.map(|next| next.plus_seconds(i64::from(grace_seconds)));
            next.or(by_age).unwrap_or(answer.this_update)
        };
        match revocation.freshness {
            Freshness::IssuedAfter if index == 0 && self.role == ChainRole::Signer => answer.this_update,
            Freshness::IssuedAfter => window(0),
            Freshness::Window { grace_seconds } => window(grace_seconds),
        }
    }
}

/// What was concluded about those who signed evidence, by the address of their paths, which the facts keep alive.
type Known<'f> = HashMap<*const PathFacts, Rc<Vouched<'f>>>;

/// The digest over which an answer is signed.
pub(in crate::verify) fn digest_of(facts: &AnswerFacts) -> Option<DigestAlgorithm> {
    facts.answer.algorithm.and_then(|algorithm| algorithm.digest())
}

impl<'f> Vouched<'f> {
    fn rely(&mut self, index: usize, facts: &'f AnswerFacts, signer: Option<Rc<Vouched<'f>>>) {
        self.relied.push((index, facts));
        self.signers.extend(signer);
    }

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
    #[cfg(test)]
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
        matches!(
            self,
            Self::NoEvidence | Self::Unknown | Self::Stale | Self::Unsure { .. } | Self::EvidenceNotProven
        )
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
            Self::Unsure { .. } => 6,
            Self::Stale => 7,
            Self::NoEvidence => 8,
        }
    }
}
