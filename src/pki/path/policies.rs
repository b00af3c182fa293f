//! Certificate policies along a path: RFC 5280 6.1.3 (d) to (f), 6.1.4 (a), (b), (h) to (j) and 6.1.5, over the
//! graph of RFC 9618, which has one node for each policy and certificate where the tree of RFC 5280 can have
//! exponentially many.

use std::collections::{HashMap, HashSet};

use super::PathConstraints;
use crate::asn1::oid;
use crate::error::Result;
use crate::limits::Budget;
use crate::pki::Certificate;

/// The certificate at which no policy was left although one was required; `None` if all is well. The last of
/// `chain` is the anchor.
///
/// # Errors
/// When the budget is used up.
pub(super) fn violation(
    chain: &[Certificate],
    constraints: &PathConstraints,
    budget: &mut Budget,
) -> Result<Option<usize>> {
    let Some((anchor, below)) = chain.split_last() else { return Ok(None) };
    // Nearly always nobody requires a policy, and none can be missed.
    let required = constraints.explicit_policy
        || chain.iter().any(|certificate| certificate.policies().require_explicit.is_some());
    if !required {
        return Ok(None);
    }
    let mut state = State::new(below.len(), constraints, anchor);
    for (index, certificate) in below.iter().enumerate().rev() {
        state.policies(certificate, index == 0, budget)?;
        if state.explicit_policy == 0 && state.graph.is_none() {
            return Ok(Some(index));
        }
        if index > 0 {
            state.prepare_for_next(certificate);
        } else {
            // 6.1.5 (a) and (b).
            state.explicit_policy = state.explicit_policy.saturating_sub(1);
            if certificate.policies().require_explicit == Some(0) {
                state.explicit_policy = 0;
            }
        }
    }
    if below.is_empty() || state.explicit_policy > 0 || state.is_acceptable(budget)? {
        return Ok(None);
    }
    Ok(Some(0))
}

struct State<'a> {
    /// `None` once no policy is valid.
    graph: Option<Vec<Level<'a>>>,
    /// What caller and anchor accept; `None` is any.
    accepted: Option<HashSet<&'a [u8]>>,
    explicit_policy: usize,
    policy_mapping: usize,
    inhibit_any: usize,
}

/// The valid policies of one certificate.
#[derive(Default)]
struct Level<'a> {
    nodes: Vec<Node<'a>>,
    by_policy: HashMap<&'a [u8], usize>,
}

struct Node<'a> {
    policy: &'a [u8],
    /// Policies of the next certificate that count as this one.
    expected: Vec<&'a [u8]>,
    /// In the level above.
    parents: Vec<usize>,
    /// Whether it descends from anyPolicy directly: where the issuer's own policy began.
    from_any: bool,
}

impl<'a> Level<'a> {
    fn add(&mut self, policy: &'a [u8], expected: Vec<&'a [u8]>, parents: Vec<usize>, from_any: bool) {
        if self.by_policy.contains_key(policy) {
            return;
        }
        self.by_policy.insert(policy, self.nodes.len());
        self.nodes.push(Node { policy, expected, parents, from_any });
    }

    fn any(&self) -> Option<usize> {
        self.by_policy.get(ANY).copied()
    }
}

impl<'a> State<'a> {
    /// 6.1.2, for so many certificates; and what the anchor itself demands (RFC 5937 section 3).
    fn new(count: usize, constraints: &'a PathConstraints, anchor: &'a Certificate) -> Self {
        let mut root = Level::default();
        root.add(ANY, vec![ANY], Vec::new(), true);
        let start = |now: bool| if now { 0 } else { count.saturating_add(1) };
        let user = constraints.user_policies.as_deref();
        let accepted = match (restriction(user), restriction(anchor.policies().asserted.as_deref())) {
            (Some(user), Some(anchor)) => Some(user.intersection(&anchor).copied().collect()),
            (user, anchor) => user.or(anchor),
        };
        let mut state = Self {
            graph: Some(vec![root]),
            accepted,
            explicit_policy: start(constraints.explicit_policy),
            policy_mapping: start(constraints.inhibit_policy_mapping),
            inhibit_any: start(constraints.inhibit_any_policy),
        };
        state.tighten(anchor);
        state
    }

    /// 6.1.3 (d) and (e).
    fn policies(&mut self, certificate: &'a Certificate, last: bool, budget: &mut Budget) -> Result<()> {
        let any_counts = self.inhibit_any > 0 || !last && certificate.is_self_issued();
        let Some(mut levels) = self.graph.take() else { return Ok(()) };
        let (Some(asserted), Some(above)) = (&certificate.policies().asserted, levels.last()) else {
            return Ok(());
        };
        let mut expecting: HashMap<&'a [u8], Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        budget.spend(asserted.len())?;
        for (at, node) in above.nodes.iter().enumerate() {
            budget.spend(node.expected.len())?;
            for policy in &node.expected {
                let parents = expecting.entry(policy).or_default();
                if parents.is_empty() {
                    order.push(*policy);
                }
                if parents.last() != Some(&at) {
                    parents.push(at);
                }
            }
        }
        let mut level = Level::default();
        for policy in asserted.iter().map(Vec::as_slice).filter(|policy| *policy != ANY) {
            match (expecting.get(policy), above.any()) {
                (Some(parents), _) => level.add(policy, vec![policy], parents.clone(), false),
                (None, Some(any)) => level.add(policy, vec![policy], vec![any], true),
                (None, None) => {}
            }
        }
        if any_counts && asserted.iter().any(|policy| policy == ANY) {
            for policy in order {
                let parents = expecting.remove(policy).unwrap_or_default();
                level.add(policy, vec![policy], parents, policy == ANY);
            }
        }
        if !level.nodes.is_empty() {
            levels.push(level);
            self.graph = Some(levels);
        }
        Ok(())
    }

    /// 6.1.4 (b) and (h) to (j).
    fn prepare_for_next(&mut self, certificate: &'a Certificate) {
        self.map(certificate);
        if !certificate.is_self_issued() {
            self.explicit_policy = self.explicit_policy.saturating_sub(1);
            self.policy_mapping = self.policy_mapping.saturating_sub(1);
            self.inhibit_any = self.inhibit_any.saturating_sub(1);
        }
        self.tighten(certificate);
    }

    /// 6.1.4 (b).
    fn map(&mut self, certificate: &'a Certificate) {
        let mut equivalents: HashMap<&'a [u8], Vec<&'a [u8]>> = HashMap::new();
        for (issuer, subject) in &certificate.policies().mappings {
            equivalents.entry(issuer).or_default().push(subject);
        }
        let Some([.., above, level]) = self.graph.as_deref_mut() else { return };
        let mut mapped: Vec<_> = equivalents.into_iter().collect();
        mapped.sort();
        if self.policy_mapping > 0 {
            for (policy, subjects) in mapped {
                match (level.by_policy.get(policy), level.any(), above.any()) {
                    (Some(at), _, _) => {
                        if let Some(node) = level.nodes.get_mut(*at) {
                            node.expected = subjects;
                        }
                    }
                    (None, Some(_), Some(any)) => level.add(policy, subjects, vec![any], true),
                    _ => {}
                }
            }
        } else {
            let gone: HashSet<&[u8]> = mapped.into_iter().map(|(policy, _)| policy).collect();
            level.nodes.retain(|node| !gone.contains(node.policy));
            level.by_policy = level.nodes.iter().enumerate().map(|(at, node)| (node.policy, at)).collect();
            if level.nodes.is_empty() {
                self.graph = None;
            }
        }
    }

    /// 6.1.4 (i) and (j).
    fn tighten(&mut self, certificate: &Certificate) {
        let policies = certificate.policies();
        let least = |current: usize, skip: Option<u32>| {
            skip.and_then(|skip| usize::try_from(skip).ok()).map_or(current, |skip| skip.min(current))
        };
        self.explicit_policy = least(self.explicit_policy, policies.require_explicit);
        self.policy_mapping = least(self.policy_mapping, policies.inhibit_mapping);
        self.inhibit_any = least(self.inhibit_any, policies.inhibit_any);
    }

    /// 6.1.5 (g): whether a policy that is accepted reaches the last certificate.
    fn is_acceptable(&self, budget: &mut Budget) -> Result<bool> {
        let Some(levels) = &self.graph else { return Ok(false) };
        let Some(accepted) = &self.accepted else { return Ok(true) };
        let Some(last) = levels.last() else { return Ok(false) };
        if last.any().is_some() {
            return Ok(!accepted.is_empty());
        }
        // From the last certificate back to where each policy began.
        let mut reached: HashSet<usize> = (0..last.nodes.len()).collect();
        for level in levels.iter().rev() {
            let mut above = HashSet::new();
            for node in reached.iter().filter_map(|at| level.nodes.get(*at)) {
                budget.spend(node.parents.len().saturating_add(1))?;
                if node.from_any && accepted.contains(node.policy) {
                    return Ok(true);
                }
                above.extend(node.parents.iter().copied());
            }
            reached = above;
        }
        Ok(false)
    }
}

/// `None` if any policy will do.
fn restriction(policies: Option<&[Vec<u8>]>) -> Option<HashSet<&[u8]>> {
    let policies = policies?;
    let any = policies.iter().any(|policy| policy == ANY);
    (!any).then(|| policies.iter().map(Vec::as_slice).collect())
}

const ANY: &[u8] = oid::ANY_POLICY.0;

#[cfg(test)]
mod tests;
