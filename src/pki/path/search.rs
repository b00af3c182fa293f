//! The search for paths: depth first, the most promising issuer first, within budgets.

use std::collections::HashMap;
use std::rc::Rc;

use super::candidates::Source;
use super::check::{self, Measure};
use super::finder::{Link, PathFinder, is_foreign};
use super::{Path, PathConstraints, PathFault};
use crate::limits::Budget;
use crate::pki::{Certificate, KeyIdentifiers};
use crate::time::Time;

/// When a search ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// With the first good path.
    First,
    /// With as many good paths as may be handed out.
    All,
}

/// The paths from `leaf`, best first, never empty.
pub(super) fn run(
    finder: &mut PathFinder<'_>,
    leaf: &Certificate,
    at: Time,
    constraints: &PathConstraints,
    goal: Goal,
) -> Vec<Path> {
    let limits = finder.limits;
    let number = finder.candidates.add(leaf, Source::Leaf);
    let checks = limits.signature_checks.min(finder.detours.saturating_add(limits.path_length));
    let mut search = Search {
        wanted: if goal == Goal::First { 1 } else { limits.paths.max(1) },
        at,
        constraints,
        checks: Budget::new(checks, "signature checks for a path"),
        steps: Budget::new(limits.signature_checks.saturating_mul(STEPS), "steps for a path"),
        visits: Budget::new(limits.signature_checks.saturating_mul(VISITS), "candidates for a path"),
        sorted: Budget::new(limits.certificates.saturating_mul(SORTED), "candidates for a path"),
        measure: Measure { budget: Budget::new(limits.constraint_checks, "constraints of a path") },
        issuers: HashMap::new(),
        found: Vec::new(),
        best: None,
        given_up: false,
        finder,
    };
    search.extend(&mut vec![number], &mut Vec::new());
    search.finish(leaf, checks)
}

struct Search<'f, 'a> {
    finder: &'f mut PathFinder<'a>,
    at: Time,
    constraints: &'f PathConstraints,
    wanted: usize,
    checks: Budget,
    /// The same pair is checked once, but walking over known pairs takes time as well.
    steps: Budget,
    /// Candidates looked at on the way.
    visits: Budget,
    /// Candidates put in order.
    sorted: Budget,
    measure: Measure,
    /// The candidates for the issuer of a certificate, in order.
    issuers: HashMap<usize, Rc<[usize]>>,
    /// Anchored, with no other faults than those of time.
    found: Vec<(Rank, Path)>,
    /// The best of all others.
    best: Option<(Rank, Path)>,
    given_up: bool,
}

/// Worst fault, number of faults, measure of length: lower is better.
type Rank = (u8, usize, usize);

impl Search<'_, '_> {
    /// Goes on from the last certificate of `chain`; `links[i]` is between `chain[i]` and `chain[i + 1]`. `true`
    /// ends the search.
    fn extend(&mut self, chain: &mut Vec<usize>, links: &mut Vec<Link>) -> bool {
        let Some(&last) = chain.last() else { return true };
        let Some(certificate) = self.finder.candidates.certificate(last).cloned() else { return true };
        if self.finder.candidates.source(last) == Some(Source::Anchor) {
            // Above a pinned sub CA with a fault there may be an anchor without one.
            if self.propose(chain, links, None) {
                return true;
            }
            if certificate.is_self_issued() {
                return false;
            }
        }
        if self.steps.spend(1).is_err() {
            return self.give_up();
        }
        let Some(issuers) = self.issuers(last, &certificate) else { return self.give_up() };
        let mut candidates = Vec::new();
        for issuer in issuers.iter().copied() {
            if self.visits.spend(1).is_err() {
                return self.give_up();
            }
            if !self.is_used(chain, issuer) {
                candidates.push(issuer);
            }
        }
        if candidates.is_empty() {
            return self.propose(chain, links, Some(PathFault::NoIssuer));
        }
        if self.is_too_long(chain) {
            return self.propose(chain, links, Some(PathFault::LimitReached));
        }
        // Who only bears the issuer's name is followed when nobody's signature holds: to report the best guess.
        let mut named = Vec::new();
        let mut signed = false;
        for candidate in candidates {
            match self.link(last, candidate) {
                None => return self.give_up(),
                Some(Link::Good) => {
                    signed = true;
                    if self.follow(chain, links, candidate, Link::Good) {
                        return true;
                    }
                }
                Some(Link::Foreign) => {}
                Some(link) => named.push((candidate, link)),
            }
        }
        if signed {
            return false;
        }
        // An unknown root is where its path ends, even if an anchor has the same name and another key.
        let own = certificate.is_self_issued() && self.link(last, last) == Some(Link::Good);
        if own || named.is_empty() {
            return self.propose(chain, links, Some(PathFault::NoIssuer));
        }
        named.into_iter().any(|(candidate, link)| self.follow(chain, links, candidate, link))
    }

    /// As for a path length constraint (RFC 5280 6.1.4 l), CAs that certified themselves do not count; without an end
    /// they must not be either.
    fn is_too_long(&self, chain: &[usize]) -> bool {
        let limit = self.finder.limits.path_length;
        let certificates = chain.iter().filter_map(|number| self.finder.candidates.certificate(*number));
        let counted =
            certificates.enumerate().filter(|(index, c)| *index == 0 || !c.is_self_issued()).count();
        counted >= limit || chain.len() >= limit.saturating_mul(2)
    }

    fn give_up(&mut self) -> bool {
        self.given_up = true;
        true
    }

    fn follow(&mut self, chain: &mut Vec<usize>, links: &mut Vec<Link>, issuer: usize, link: Link) -> bool {
        chain.push(issuer);
        links.push(link);
        let done = self.extend(chain, links);
        chain.pop();
        links.pop();
        done
    }

    /// Those whose subject is the issuer of `certificate`, the most promising first; `None` beyond the budget.
    fn issuers(&mut self, number: usize, certificate: &Certificate) -> Option<Rc<[usize]>> {
        if certificate.issuer().is_empty() {
            return Some(Rc::new([]));
        }
        if let Some(known) = self.issuers.get(&number) {
            return Some(Rc::clone(known));
        }
        let named = self.finder.candidates.named(certificate.issuer());
        self.sorted.spend(named.len()).ok()?;
        let mut ordered: Vec<_> = named
            .into_iter()
            .filter_map(|candidate| {
                let issuer = self.finder.candidates.certificate(candidate)?;
                let source = self.finder.candidates.source(candidate)?;
                let in_force = (issuer.not_before()..=issuer.not_after()).contains(&self.at);
                Some(((key_identifiers(certificate, issuer), source, !in_force), candidate))
            })
            .collect();
        ordered.sort_by_key(|(order, _)| *order);
        let ordered: Rc<[usize]> = ordered.into_iter().map(|(_, candidate)| candidate).collect();
        self.issuers.insert(number, Rc::clone(&ordered));
        Some(ordered)
    }

    /// Whether the path already went through this certificate or another one for the same name and key.
    fn is_used(&mut self, chain: &[usize], candidate: usize) -> bool {
        let candidates = &mut self.finder.candidates;
        let key = candidates.key(candidate);
        chain.iter().any(|&used| {
            used == candidate
                || candidates.key(used) == key
                    && match (candidates.certificate(used), candidates.certificate(candidate)) {
                        (Some(used), Some(candidate)) => used.subject().matches(candidate.subject()),
                        _ => false,
                    }
        })
    }

    /// How the signature of `child` relates to the key of `issuer`; `None` beyond the budget.
    fn link(&mut self, child: usize, issuer: usize) -> Option<Link> {
        let (certificate, candidate) = (
            self.finder.candidates.certificate(child)?.clone(),
            self.finder.candidates.certificate(issuer)?.clone(),
        );
        let other_key = key_identifiers(&certificate, &candidate) == KeyIdentifiers::Differ;
        let link = match self.finder.known_link(child, issuer) {
            Some(known) => known,
            None if is_foreign(&certificate, &candidate) => Link::Foreign,
            None => {
                self.checks.spend(1).ok()?;
                self.finder.check_link(child, issuer)
            }
        };
        // It says itself that another key signed it.
        Some(if link == Link::Bad && other_key { Link::Foreign } else { link })
    }

    /// Judges a path that goes no further, keeps it if it is among the best so far, and says whether that ends the
    /// search.
    fn propose(&mut self, chain: &[usize], links: &[Link], end: Option<PathFault>) -> bool {
        let chain: Vec<_> =
            chain.iter().filter_map(|number| self.finder.candidates.certificate(*number).cloned()).collect();
        let anchored = end.is_none();
        let context =
            check::Context { trust: self.finder.trust, at: self.at, constraints: self.constraints, anchored };
        let mut faults = check::faults(&context, &chain, links, &mut self.measure);
        faults.extend(end);
        let worst = faults.iter().map(severity).max().unwrap_or(0);
        // The shorter way to an anchor, but the longer one to nowhere: it got further.
        let length = if anchored { chain.len() } else { usize::MAX.saturating_sub(chain.len()) };
        let rank = (worst, faults.len(), length);
        let path = Path { chain, anchored, faults };
        if !anchored || path.timeless_faults().next().is_some() {
            if self.best.as_ref().is_none_or(|(best, _)| rank < *best) {
                self.best = Some((rank, path));
            }
            return false;
        }
        if !self.found.iter().any(|(_, known)| known.chain == path.chain) {
            let place = self.found.partition_point(|(known, _)| *known <= rank);
            self.found.insert(place, (rank, path));
            self.found.truncate(self.wanted);
        }
        self.found.len() >= self.wanted && self.found.iter().all(|(_, path)| path.is_good())
    }

    /// What was found, and the account of what was spent in vain.
    fn finish(self, leaf: &Certificate, allowed: usize) -> Vec<Path> {
        let spent = allowed.saturating_sub(self.checks.left());
        let (found, best) = (self.found, self.best);
        let longest = found.iter().map(|(_, path)| path.chain.len()).max().unwrap_or(0);
        self.finder.detours = self.finder.detours.saturating_sub(spent.saturating_sub(longest));
        if !found.is_empty() {
            return found.into_iter().map(|(_, path)| path).collect();
        }
        let mut path = best.map_or_else(
            || Path { chain: vec![leaf.clone()], anchored: false, faults: Vec::new() },
            |(_, path)| path,
        );
        if self.given_up && !path.faults.contains(&PathFault::LimitReached) {
            path.faults.push(PathFault::LimitReached);
        }
        vec![path]
    }
}

fn key_identifiers(certificate: &Certificate, issuer: &Certificate) -> KeyIdentifiers {
    issuer.answers_to_key_id(certificate.authority_key_id())
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
        | PathFault::NameNotPermitted { .. }
        | PathFault::NameConstraintsUnsupported { .. }
        | PathFault::NoValidPolicy { .. }
        | PathFault::Malformed { .. } => 3,
        PathFault::NoIssuer | PathFault::LimitReached | PathFault::SignatureUnsupported { .. } => 4,
        PathFault::SignatureInvalid { .. } => 5,
    }
}

/// Steps, candidates looked at and candidates put in order, for each signature check or certificate that the limits
/// allow: walking is so much cheaper than checking.
const STEPS: usize = 10;
const VISITS: usize = 500;
const SORTED: usize = 10;
