//! Damaged CRLs and OCSP responses: read or refused, never a panic, and never an answer that the original did not give.

use super::made_up::{Answer, List, World, revoked, time};
use crate::asn1::oid;
use crate::limits::Limits;
use crate::pki::ValidationData;
use crate::pki::crl::CrlReason;
use crate::pki::issue::{
    Revoked,
    extension::{self as ext, IssuingPoint, PointName},
    ocsp::SingleStatus,
};
use crate::pki::revocation::Status;

/// Every octet changed in some ways, and every length cut off.
fn mutants(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let changed = (0..bytes.len()).flat_map(move |at| {
        [0x01u8, 0x80, 0x20, 0x0f, 0xff].into_iter().map(move |mask| {
            let mut mutant = bytes.to_vec();
            mutant[at] ^= mask;
            mutant
        })
    });
    let cut = (0..bytes.len()).map(move |at| bytes[..at].to_vec());
    let doubled = (0..bytes.len()).step_by(7).map(move |at| [&bytes[..at], &bytes[at / 2..]].concat());
    changed.chain(cut).chain(doubled).filter(move |mutant| mutant != bytes)
}

#[test]
fn damaged_crls_never_panic_and_never_answer() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let point = IssuingPoint {
        full_name: &[PointName::Uri("http://a.example/b.crl"), PointName::Directory(&world.ca.name)],
        indirect: true,
        ..IssuingPoint::default()
    };
    let extensions = [
        ext::issuing_distribution_point(&point),
        ext::freshest_crl("http://a.example/d.crl"),
        ext::expired_certificates_on_crl("2020-01-01".parse().unwrap()),
    ];
    let entry_extensions =
        [ext::certificate_issuer(&world.ca.name), ext::invalidity_date("2026-01-01".parse().unwrap())];
    let entries = [
        Revoked { extensions: &entry_extensions, ..revoked(&[6], CrlReason::KeyCompromise) },
        revoked(&[9], CrlReason::KeyCompromise),
    ];
    let crl = world.ca.crl(&List { extensions: &extensions, revoked: &entries, ..List::default() });
    let (mut read, mut refused) = (0, 0);
    for mutant in mutants(&crl) {
        world.data = ValidationData::new();
        match world.data.add_from(&mutant, &Limits::default()) {
            Ok(_) if world.data.crls().count() > 0 => {
                read += 1;
                for answer in world.check(&leaf) {
                    assert!(!answer.is_usable(), "{answer:?}");
                }
            }
            _ => refused += 1,
        }
    }
    assert!(read > 500 && refused > 500, "{read} {refused}");
}

#[test]
fn damaged_ocsp_responses_never_panic_and_never_answer() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let responder = super::made_up::entity("responder");
    let purpose = ext::extended_key_usage(false, &[oid::KP_OCSP_SIGNING]);
    let certificates = [world.ca.issue(9, &responder, &[purpose, ext::ocsp_no_check()])];
    let about = world.about(&leaf, SingleStatus::Good);
    let response = responder.respond(&Answer { certificates: &certificates, ..about });
    let (mut read, mut refused) = (0, 0);
    for mutant in mutants(&response) {
        world.data = ValidationData::new();
        match world.data.add_ocsp(&mutant, &Limits::default()) {
            Ok(()) => {
                read += 1;
                // The certificates that come along are not signed; what is left of them may still do.
                for answer in world.check(&leaf).iter().filter(|answer| answer.is_usable()) {
                    assert_eq!((answer.status, answer.this_update), (Status::Good, time("2026-05-31")));
                }
            }
            Err(_) => refused += 1,
        }
    }
    assert!(read > 500 && refused > 500, "{read} {refused}");
}
