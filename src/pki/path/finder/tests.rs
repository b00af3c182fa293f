use super::PathFinder;
use crate::crypto::{KeyKind, PrivateKey};
use crate::limits::Limits;
use crate::pki::issue::{self, extension as ext};
use crate::pki::path::made_up::{AT, Entity, ca_extensions, entity, trusting};
use crate::pki::path::{Path, PathConstraints, PathFault};
use crate::pki::{Certificate, TrustStore};
use crate::time::Time;

fn at() -> Time {
    AT.parse().expect("a time")
}

fn paths(leaf: &Certificate, offered: &[Certificate], trust: &TrustStore) -> Vec<Path> {
    let limits = Limits::default();
    PathFinder::new(trust, offered.to_vec(), &limits).paths(leaf, at(), &PathConstraints::default())
}

fn chains(paths: &[Path]) -> Vec<Vec<Certificate>> {
    paths.iter().map(|path| path.chain.clone()).collect()
}

#[test]
fn all_paths_that_are_or_were_good_are_handed_out_and_the_best_comes_first() {
    let (old, new, sub, signer) = (entity("old"), entity("new"), entity("sub"), entity("signer"));
    let (old_root, new_root) = (old.root(), new.root());
    let expired = old.issue_for(&sub, &ca_extensions(), "2020-01-01", "2025-01-01");
    let future = old.issue_for(&sub, &ca_extensions(), "2026-12-01", "2030-01-01");
    let current = new.issue(&sub, &ca_extensions());
    let leaf = sub.issue(&signer, &[]);
    let offered = [expired.clone(), future.clone(), current.clone()];
    let found = paths(&leaf, &offered, &trusting(&[&old_root, &new_root]));
    let chain = |sub: &Certificate, root: &Certificate| vec![leaf.clone(), sub.clone(), root.clone()];
    let expected = [chain(&current, &new_root), chain(&expired, &old_root), chain(&future, &old_root)];
    assert_eq!(chains(&found), expected);
    assert!(found[0].is_good());
    assert!(found.iter().all(|path| path.timeless_faults().next().is_none() && path.anchored));
    let late = PathFault::NotYetValid { index: 1, not_before: "2026-12-01".parse().expect("a time") };
    assert_eq!(found[2].faults, [late]);
    // Whose only fault is another than time is not handed out beside others.
    let no_ca = new.issue(&sub, &[]);
    let found = paths(&leaf, &[no_ca.clone(), expired], &trusting(&[&old_root, &new_root]));
    assert_eq!(found.len(), 1);
    let found = paths(&leaf, &[no_ca], &trusting(&[&old_root, &new_root]));
    assert_eq!(found[0].faults, [PathFault::NotCa { index: 1 }]);
}

#[test]
fn no_more_paths_are_handed_out_than_the_limit_and_a_good_one_is_among_them() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let expired = |year: i32| {
        root.issue_for(&sub, &ca_extensions(), &format!("{year}-01-01"), &format!("{}-01-01", year + 1))
    };
    let mut offered: Vec<_> = (2005..2020).map(expired).collect();
    offered.push(root.issue(&sub, &ca_extensions()));
    let leaf = sub.issue(&signer, &[]);
    let found = paths(&leaf, &offered, &trusting(&[&root.root()]));
    assert_eq!(found.len(), Limits::default().paths);
    assert!(found[0].is_good());
    let limits = Limits { paths: 0, ..Limits::default() };
    let trust = TrustStore::new();
    let mut finder = PathFinder::new(&trust, offered, &limits);
    assert_eq!(finder.paths(&leaf, at(), &PathConstraints::default()).len(), 1);
}

#[test]
fn what_is_offered_later_is_found_and_what_was_checked_is_not_checked_again() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let trust = trusting(&[&root.root()]);
    let limits = Limits { signature_checks: 2, ..Limits::default() };
    let mut finder = PathFinder::new(&trust, Vec::new(), &limits);
    let (first, second) = (sub.issue(&signer, &[]), sub.issue(&entity("other"), &[]));
    assert_eq!(finder.best(&first, at()).faults, [PathFault::NoIssuer]);
    finder.offer(&[root.issue(&sub, &ca_extensions()), first.clone()]);
    assert!(finder.best(&first, at()).is_good());
    assert!(finder.best(&first, at()).is_good());
    assert!(finder.best(&second, at()).is_good());
}

/// Somebody set up a root of the same name: that root is unknown, the certificates below it are not forged.
#[test]
fn an_unknown_root_is_not_mistaken_for_an_anchor_of_the_same_name() {
    let (genuine, unknown, signer) = (entity("root"), entity("root"), entity("signer"));
    let trust = trusting(&[&genuine.root()]);
    let (leaf, own) = (unknown.issue(&signer, &[]), unknown.root());
    let found = paths(&leaf, std::slice::from_ref(&own), &trust).remove(0);
    assert_eq!((found.anchored, found.chain), (false, vec![leaf.clone(), own.clone()]));
    assert_eq!(found.faults, [PathFault::NoIssuer]);
    // The certificate of that root alone, as a signer who certified itself has it.
    let alone = paths(&own, &[], &trust).remove(0);
    assert_eq!((alone.chain, alone.faults), (vec![own], vec![PathFault::NoIssuer]));
    // Without it, one who bears the name and could have signed did not: that is a forgery.
    let forged = paths(&leaf, &[], &trust).remove(0);
    assert_eq!((forged.anchored, forged.faults), (true, vec![PathFault::SignatureInvalid { index: 0 }]));
}

#[test]
fn an_anchor_whose_key_cannot_have_signed_is_not_the_issuer() {
    let (signer, genuine) = (entity("signer"), entity("root"));
    let rsa = PrivateKey::generate(KeyKind::Rsa { bits: 2048 }).expect("a key");
    let namesake = Entity { name: genuine.name.clone(), key: rsa };
    let leaf = namesake.issue(&signer, &[]);
    let found = paths(&leaf, &[], &trusting(&[&genuine.root()])).remove(0);
    assert_eq!((found.anchored, found.faults), (false, vec![PathFault::NoIssuer]));
    // One says of itself that it was signed with another key than the anchor's.
    let other = entity("root");
    let identified = ext::subject_key_identifier(genuine.key.spki()).expect("a key");
    let anchor = genuine.issue(&genuine, &[ca_extensions(), vec![identified]].concat());
    let by_other = ext::authority_key_identifier(other.key.spki()).expect("a key");
    let found = paths(&other.issue(&signer, &[by_other]), &[], &trusting(&[&anchor])).remove(0);
    assert_eq!((found.anchored, found.faults), (false, vec![PathFault::NoIssuer]));
    let by_anchor = ext::authority_key_identifier(genuine.key.spki()).expect("a key");
    let found = paths(&other.issue(&signer, &[by_anchor]), &[], &trusting(&[&anchor])).remove(0);
    assert_eq!(found.faults, [PathFault::SignatureInvalid { index: 0 }]);
}

/// A CA whose name is written in another way stands behind thousands that are written alike.
#[test]
fn names_in_other_octets_are_found_as_well() {
    let (root, sub, signer) = (entity("Cơ quan gốc"), entity("CƠ QUAN"), entity("signer"));
    let written = Entity {
        name: issue::name(&[(crate::asn1::oid::COMMON_NAME, "cơ  quan")]),
        key: PrivateKey::generate(KeyKind::EcP256).expect("a key"),
    };
    let sub_certificate = root.issue(&sub, &ca_extensions());
    let decoys: Vec<_> = (0..20).map(|_| root.issue(&written, &ca_extensions())).collect();
    let by_sub = Entity { name: written.name.clone(), key: sub.key };
    let leaf = by_sub.issue(&signer, &[]);
    let offered = [decoys, vec![sub_certificate.clone()]].concat();
    let found = paths(&leaf, &offered, &trusting(&[&root.root()])).remove(0);
    assert!(found.is_good(), "{:?}", found.faults);
    assert_eq!(found.chain[1], sub_certificate);
}

#[test]
fn a_document_of_many_hostile_signers_costs_what_ten_of_them_do() {
    let many: Vec<_> = (0..9).map(|n| entity(&format!("ca {n}"))).collect();
    let everyone: Vec<_> =
        many.iter().flat_map(|a| many.iter().map(|b| a.issue(b, &ca_extensions()))).collect();
    let limits = Limits { signature_checks: 20, ..Limits::default() };
    let trust = trusting(&[&entity("nobody's").root()]);
    let mut finder = PathFinder::new(&trust, everyone, &limits);
    let mut given_up = 0;
    for _ in 0..12 {
        let leaf = many[0].issue(&entity("signer"), &[]);
        given_up += usize::from(finder.best(&leaf, at()).faults.contains(&PathFault::LimitReached));
    }
    assert_eq!(given_up, 12);
    assert!(finder.links.len() <= 20 * 11 + 12 * limits.path_length, "{}", finder.links.len());
}
