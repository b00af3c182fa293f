use crate::asn1::{Oid, Tag, oid, write};
use crate::limits::Limits;
use crate::pki::issue::extension as ext;
use crate::pki::path::made_up::{AT, ca_extensions, entity, trusting};
use crate::pki::path::{PathConstraints, PathFault, PathFinder};
use crate::pki::{Certificate, TrustStore};

/// Policies of 1.2.3.n.
fn policy(number: u8) -> Vec<u8> {
    vec![42, 3, number]
}

fn asserting(policies: &[Vec<u8>]) -> Vec<u8> {
    let list: Vec<_> = policies.iter().map(|policy| write::sequence(&[write::oid(Oid(policy))])).collect();
    ext::extension(oid::CERTIFICATE_POLICIES, false, &write::sequence(&list))
}

fn mapping(pairs: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let pair = |(issuer, subject): &(Vec<u8>, Vec<u8>)| {
        write::sequence(&[write::oid(Oid(issuer)), write::oid(Oid(subject))])
    };
    let list: Vec<_> = pairs.iter().map(pair).collect();
    ext::extension(oid::POLICY_MAPPINGS, true, &write::sequence(&list))
}

fn requiring(explicit: Option<u8>, inhibit_mapping: Option<u8>) -> Vec<u8> {
    let field = |number, skip: Option<u8>| {
        skip.map(|skip| write::tlv(Tag::context_primitive(number), &[skip])).unwrap_or_default()
    };
    let value = write::sequence(&[field(0, explicit), field(1, inhibit_mapping)]);
    ext::extension(oid::POLICY_CONSTRAINTS, true, &value)
}

fn any() -> Vec<u8> {
    oid::ANY_POLICY.0.to_vec()
}

/// The faults of the path root, sub CA, leaf, whose extensions are these.
fn faults(extensions: &[Vec<Vec<u8>>; 3], constraints: &PathConstraints) -> Vec<PathFault> {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let ca = |own: &[Vec<u8>]| [&ca_extensions()[..], own].concat();
    let [of_root, of_sub, of_leaf] = extensions;
    let anchor = root.issue(&root, &ca(of_root));
    let sub_certificate = root.issue(&sub, &ca(of_sub));
    let leaf = sub.issue(&signer, of_leaf);
    found(&leaf, vec![sub_certificate], &trusting(&[&anchor]), constraints)
}

fn found(
    leaf: &Certificate,
    offered: Vec<Certificate>,
    trust: &TrustStore,
    constraints: &PathConstraints,
) -> Vec<PathFault> {
    let limits = Limits::default();
    let at = AT.parse().expect("a time");
    PathFinder::new(trust, offered, &limits).paths(leaf, at, constraints).remove(0).faults
}

fn wanting(policies: &[Vec<u8>]) -> PathConstraints {
    PathConstraints {
        user_policies: Some(policies.to_vec()),
        explicit_policy: true,
        ..PathConstraints::default()
    }
}

const NONE: [PathFault; 0] = [];

#[test]
fn policies_decide_only_when_somebody_requires_one() {
    let (first, second) = (asserting(&[policy(1)]), asserting(&[policy(2)]));
    let disjoint = [vec![], vec![first.clone()], vec![second.clone()]];
    assert_eq!(faults(&disjoint, &PathConstraints::default()), NONE);
    let explicit = PathConstraints { explicit_policy: true, ..PathConstraints::default() };
    assert_eq!(faults(&disjoint, &explicit), [PathFault::NoValidPolicy { index: 0 }]);
    let required = requiring(Some(0), None);
    let by_sub = [vec![], vec![first.clone(), required], vec![second]];
    assert_eq!(faults(&by_sub, &PathConstraints::default()), [PathFault::NoValidPolicy { index: 0 }]);
    let same = [vec![], vec![first.clone()], vec![first]];
    assert_eq!(faults(&same, &explicit), NONE);
    assert_eq!(faults(&same, &wanting(&[policy(1), policy(7)])), NONE);
    assert_eq!(faults(&same, &wanting(&[policy(2)])), [PathFault::NoValidPolicy { index: 0 }]);
    assert_eq!(faults(&same, &wanting(&[])), [PathFault::NoValidPolicy { index: 0 }]);
    assert_eq!(faults(&same, &wanting(&[any()])), NONE);
    assert_eq!(faults(&[vec![], vec![], vec![]], &explicit), [PathFault::NoValidPolicy { index: 1 }]);
}

/// RFC 5280 6.1.4 (b): a policy of the sub CA stands for one of the root; the caller names the root's.
#[test]
fn mapped_policies_are_known_by_the_name_that_the_upper_ca_gave_them() {
    let map = mapping(&[(policy(1), policy(2)), (policy(1), policy(3))]);
    let (upper, lower) = (asserting(&[policy(1)]), asserting(&[policy(3)]));
    let mapped = [vec![], vec![upper.clone(), map.clone()], vec![lower.clone()]];
    assert_eq!(faults(&mapped, &wanting(&[policy(1)])), NONE);
    assert_eq!(faults(&mapped, &wanting(&[policy(3)])), [PathFault::NoValidPolicy { index: 0 }]);
    let inhibited = PathConstraints { inhibit_policy_mapping: true, ..wanting(&[policy(1)]) };
    assert_eq!(faults(&mapped, &inhibited), [PathFault::NoValidPolicy { index: 0 }]);
    // The anchor forbids it.
    let by_anchor = [vec![requiring(None, Some(0))], vec![upper, map.clone()], vec![lower.clone()]];
    assert_eq!(faults(&by_anchor, &wanting(&[policy(1)])), [PathFault::NoValidPolicy { index: 0 }]);
    // anyPolicy of the sub CA covers the policy that is mapped.
    let from_any = [vec![], vec![asserting(&[any()]), map], vec![lower]];
    assert_eq!(faults(&from_any, &wanting(&[policy(1)])), NONE);
    assert_eq!(faults(&from_any, &wanting(&[policy(3)])), [PathFault::NoValidPolicy { index: 0 }]);
    let to_any = mapping(&[(policy(1), any())]);
    let wrong = [vec![], vec![to_any], vec![]];
    let malformed = PathFault::Malformed { index: 1, what: "policyMappings" };
    assert_eq!(faults(&wrong, &PathConstraints::default()), [malformed]);
}

#[test]
fn any_policy_stands_for_all_until_it_is_inhibited() {
    let (every, one) = (asserting(&[any()]), asserting(&[policy(1)]));
    let path = [vec![], vec![every.clone()], vec![one]];
    assert_eq!(faults(&path, &wanting(&[policy(1)])), NONE);
    let inhibited = PathConstraints { inhibit_any_policy: true, ..wanting(&[policy(1)]) };
    assert_eq!(faults(&path, &inhibited), [PathFault::NoValidPolicy { index: 1 }]);
    let open = [vec![], vec![every.clone()], vec![every.clone()]];
    assert_eq!(faults(&open, &wanting(&[policy(9)])), NONE);
    let inhibit = ext::extension(oid::INHIBIT_ANY_POLICY, true, &write::integer(0));
    let by_sub = [vec![], vec![every.clone(), inhibit], vec![every]];
    assert_eq!(faults(&by_sub, &wanting(&[policy(9)])), [PathFault::NoValidPolicy { index: 0 }]);
}

/// RFC 5937 section 3.
#[test]
fn the_policies_of_an_anchor_restrict_what_the_caller_accepts() {
    let (one, two) = (asserting(&[policy(1)]), asserting(&[policy(2)]));
    let below = vec![one.clone()];
    let of_anchor =
        |own: Vec<Vec<u8>>, wanted: &PathConstraints| faults(&[own, below.clone(), below.clone()], wanted);
    let explicit = PathConstraints { explicit_policy: true, ..PathConstraints::default() };
    assert_eq!(of_anchor(vec![one.clone()], &explicit), NONE);
    assert_eq!(of_anchor(vec![two.clone()], &explicit), [PathFault::NoValidPolicy { index: 0 }]);
    assert_eq!(of_anchor(vec![two.clone()], &wanting(&[policy(1)])), [PathFault::NoValidPolicy { index: 0 }]);
    assert_eq!(of_anchor(vec![asserting(&[any()])], &wanting(&[policy(1)])), NONE);
    assert_eq!(of_anchor(vec![two.clone()], &PathConstraints::default()), NONE);
    let requires = requiring(Some(0), None);
    let refused = of_anchor(vec![two, requires], &PathConstraints::default());
    assert_eq!(refused, [PathFault::NoValidPolicy { index: 0 }]);
}

/// RFC 9618 section 1: every CA maps each of its policies to all of the next one's; a tree would have 40 to the
/// seventh leaves.
#[test]
fn policies_that_are_all_mapped_to_all_do_not_multiply() {
    let policies: Vec<_> = (0..40).map(policy).collect();
    let all = policies.iter().flat_map(|a| policies.iter().map(|b| (a.clone(), b.clone())));
    let map = mapping(&all.collect::<Vec<_>>());
    let cas: Vec<_> = (0..8).map(|n| entity(&format!("ca {n}"))).collect();
    let extensions = [ca_extensions(), vec![asserting(&policies), map, requiring(Some(0), None)]].concat();
    let offered: Vec<_> = cas.windows(2).map(|pair| pair[0].issue(&pair[1], &extensions)).collect();
    let leaf = cas.last().expect("a CA").issue(&entity("signer"), &[asserting(&policies)]);
    let trust = trusting(&[&cas[0].root()]);
    assert_eq!(found(&leaf, offered.clone(), &trust, &wanting(&[policy(5)])), NONE);
    let other = found(&leaf, offered.clone(), &trust, &wanting(&[policy(99)]));
    assert_eq!(other, [PathFault::NoValidPolicy { index: 0 }]);
    let limits = Limits { constraint_checks: 1000, ..Limits::default() };
    let at = AT.parse().expect("a time");
    let little = PathFinder::new(&trust, offered, &limits).best(&leaf, at);
    assert_eq!(little.faults, [PathFault::LimitReached]);
}
