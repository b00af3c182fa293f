//! OCSP responses: of the CA, of a responder, of those who may not.

use super::made_up::{Answer, Entity, World, at, ca_extensions, entity, time};
use crate::asn1::{Oid, Tag, oid, write};
use crate::crypto::DigestAlgorithm;
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::crl::CrlReason;
use crate::pki::issue::{
    extension as ext,
    ocsp::{self, SingleStatus},
};
use crate::pki::ocsp::{nonce_of, request, request_by};
use crate::pki::revocation::{RevocationFault, Signer, Source, Status};
use crate::pki::{Certificate, KeyUsage, PathFault, ValidationData};

/// A responder and its certificate from the CA.
fn responder(world: &World, extensions: &[Vec<u8>]) -> (Entity, Certificate) {
    let responder = entity("responder");
    let certificate = world.ca.issue(9, &responder, extensions);
    (responder, certificate)
}

fn ocsp_signing() -> Vec<u8> {
    ext::extended_key_usage(false, &[oid::KP_OCSP_SIGNING])
}

#[test]
fn the_ca_may_answer_itself_by_name_or_by_key() {
    let stolen = SingleStatus::Revoked { at: time("2026-05-01"), reason: CrlReason::KeyCompromise };
    let revoked =
        Status::Revoked { at: time("2026-05-01"), reason: CrlReason::KeyCompromise, invalidity_date: None };
    for by_key in [false, true] {
        for (status, expected) in
            [(SingleStatus::Good, Status::Good), (SingleStatus::Unknown, Status::Unknown), (stolen, revoked)]
        {
            let mut world = World::new();
            let leaf = world.leaf(&[]);
            world.add_ocsp(&world.ca.respond(&Answer { by_key, ..world.about(&leaf, status) }));
            let answer = world.answer(&leaf);
            assert_eq!((answer.status, answer.faults), (expected, vec![]));
            assert_eq!((answer.source, answer.signer), (Source::Ocsp, Signer::Issuer));
            assert_eq!(
                (answer.this_update, answer.next_update),
                (time("2026-05-31"), Some(time("2026-06-08")))
            );
            assert_eq!((answer.produced_at, answer.keeps_expired_since), (Some(at()), None));
        }
    }
}

#[test]
fn certificates_are_named_with_any_digest() {
    use DigestAlgorithm::{Md5, Sha1, Sha256, Sha384, Sha512};
    for algorithm in [Md5, Sha1, Sha256, Sha384, Sha512] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        let id = ocsp::certificate_id(&leaf, &world.ca_certificate, algorithm);
        world.add_ocsp(&world.ca.respond(&Answer { id, ..world.about(&leaf, SingleStatus::Good) }));
        assert_eq!(world.status(&leaf), Status::Good);
    }
}

#[test]
fn a_responder_with_the_right_certificate_of_the_ca_may_answer() {
    let no_check = ext::ocsp_no_check();
    for (extensions, by_key, expected) in [
        (vec![ocsp_signing()], false, false),
        (vec![ocsp_signing(), no_check, ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE)], true, true),
    ] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        let (responder, certificate) = responder(&world, &extensions);
        let certificates = [certificate.clone()];
        let about = world.about(&leaf, SingleStatus::Good);
        world.add_ocsp(&responder.respond(&Answer { by_key, certificates: &certificates, ..about }));
        let answer = world.answer(&leaf);
        assert_eq!((answer.status, answer.faults), (Status::Good, vec![]));
        let Signer::Delegated { path, no_check } = answer.signer else { panic!("{:?}", answer.signer) };
        let chain = [certificate, world.ca_certificate.clone(), world.anchor.clone()];
        assert_eq!((path.chain, path.faults, no_check), (chain.to_vec(), vec![], expected));
    }
}

#[test]
fn the_certificate_of_a_responder_may_be_at_hand_already() {
    for by_key in [false, true] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        let (responder, certificate) = responder(&world, &[ocsp_signing()]);
        world.add_ocsp(&responder.respond(&Answer { by_key, ..world.about(&leaf, SingleStatus::Good) }));
        assert_eq!(world.faults(&leaf), [RevocationFault::SignerNotFound]);
        world.offered.push(certificate.clone());
        world.data.add_certificate(certificate);
        assert_eq!(world.status(&leaf), Status::Good);
    }
}

#[test]
fn whoever_was_not_appointed_by_this_ca_may_not_answer() {
    let world = World::new();
    let unauthorised = |what| vec![RevocationFault::NotAuthorised { what }];
    let stranger = world.ca.with_new_key();
    let signed_by_another =
        RevocationFault::SignerPath { fault: Some(PathFault::SignatureInvalid { index: 0 }) };
    let purposes = |purposes: &[Oid<'_>]| vec![ext::extended_key_usage(false, purposes)];
    let usage = |usage| vec![ocsp_signing(), ext::key_usage(true, usage)];
    for (issuer, extensions, faults) in [
        (&world.ca, vec![], unauthorised("extended key usage without OCSPSigning")),
        (
            &world.ca,
            purposes(&[oid::ANY_EXTENDED_KEY_USAGE]),
            unauthorised("extended key usage without OCSPSigning"),
        ),
        (
            &world.ca,
            purposes(&[oid::KP_TIME_STAMPING]),
            unauthorised("extended key usage without OCSPSigning"),
        ),
        (&world.ca, ca_extensions(), unauthorised("extended key usage without OCSPSigning")),
        (&world.ca, usage(KeyUsage::KEY_CERT_SIGN), unauthorised("key usage without digitalSignature")),
        (&world.ca, purposes(&[oid::KP_TIME_STAMPING, oid::KP_OCSP_SIGNING]), vec![]),
        (&world.ca, usage(KeyUsage::NON_REPUDIATION), vec![]),
        // Of the root, and of somebody of the CA's name.
        (&world.root, purposes(&[oid::KP_OCSP_SIGNING]), unauthorised("responder of another CA")),
        (&stranger, purposes(&[oid::KP_OCSP_SIGNING]), vec![signed_by_another]),
    ] {
        let mut this = World::new();
        (this.anchor, this.ca_certificate) = (world.anchor.clone(), world.ca_certificate.clone());
        let leaf = world.leaf(&[]);
        let responder = entity("responder");
        let certificates = [issuer.issue(9, &responder, &extensions)];
        let about = this.about(&leaf, SingleStatus::Good);
        this.add_ocsp(&responder.respond(&Answer { certificates: &certificates, ..about }));
        assert_eq!(this.faults(&leaf), faults);
    }
}

#[test]
fn a_responder_of_another_key_of_the_ca_may_not_answer() {
    // RFC 6960 4.2.2.2: the key that issued the certificate.
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let newer = world.ca.with_new_key();
    world.offered.push(world.root.issue(3, &newer, &ca_extensions()));
    let responder = entity("responder");
    let certificates = [newer.issue(9, &responder, &[ocsp_signing()])];
    let about = world.about(&leaf, SingleStatus::Good);
    world.add_ocsp(&responder.respond(&Answer { certificates: &certificates, ..about }));
    assert_eq!(world.faults(&leaf), [RevocationFault::SignerPath { fault: None }]);
}

#[test]
fn a_responder_that_is_not_in_force_is_left_to_the_judge() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let (responder, certificate) = responder(&world, &[ocsp_signing()]);
    let certificates = [certificate];
    let about = world.about(&leaf, SingleStatus::Good);
    world.add_ocsp(&responder.respond(&Answer { certificates: &certificates, ..about }));
    let limits = Limits::default();
    let mut trust = crate::pki::TrustStore::new();
    trust.add_anchor(world.anchor.clone());
    trust.add_intermediate(world.ca_certificate.clone());
    let mut finder = crate::pki::PathFinder::new(&trust, Vec::new(), &limits);
    let mut checker = crate::pki::RevocationChecker::new(&world.data, &limits);
    let answers = checker.check(&leaf, &world.ca_certificate, &mut finder, time("2030-01-01"));
    assert_eq!(answers[0].faults, []);
    let Signer::Delegated { path, .. } = &answers[0].signer else { panic!("{answers:?}") };
    assert!(!path.faults.is_empty() && path.timeless_faults().next().is_none());
}

#[test]
fn the_responder_must_be_the_one_that_is_named_and_have_signed() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    // Signed by the CA's key, but in another name.
    let about = world.about(&leaf, SingleStatus::Good);
    world.add_ocsp(&world.ca.respond_as(&entity("somebody").name, &about));
    assert_eq!(world.faults(&leaf), [RevocationFault::SignerNotFound]);

    let mut world = World::new();
    let leaf = world.leaf(&[]);
    world.add_ocsp(&world.ca.with_new_key().respond(&world.about(&leaf, SingleStatus::Good)));
    assert_eq!(world.faults(&leaf), [RevocationFault::SignatureInvalid]);
}

#[test]
fn an_answer_about_another_ca_with_the_same_serial_number_is_not_about_this_one() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let by_another_name = entity("other").issue(7, &world.signer, &[]);
    let other_key = world.root.issue(2, &world.ca.with_new_key(), &ca_extensions());
    for id in [
        ocsp::certificate_id(&by_another_name, &world.ca_certificate, DigestAlgorithm::Sha1),
        ocsp::certificate_id(&leaf, &other_key, DigestAlgorithm::Sha256),
    ] {
        world.data = ValidationData::new();
        world.add_ocsp(&world.ca.respond(&Answer { id, ..world.about(&leaf, SingleStatus::Good) }));
        // The name of the other one's issuer is not that of our certificate, whose CA's name is taken as well.
        assert_eq!(world.faults(&leaf), [RevocationFault::OtherIssuer]);
    }
    let unknown = write::sequence(&[
        write::algorithm(Oid(&[42, 3, 4]), &[]),
        write::octet_string(&[1; 8]),
        write::octet_string(&[1; 8]),
        write::integer(7),
    ]);
    world.data = ValidationData::new();
    world.add_ocsp(&world.ca.respond(&Answer { id: unknown, ..world.about(&leaf, SingleStatus::Good) }));
    assert_eq!(world.faults(&leaf), [RevocationFault::CertificateIdUnsupported]);
    // Another serial number: no answer at all.
    let other = world.ca.issue(8, &world.signer, &[]);
    assert_eq!(world.check(&other), []);
}

#[test]
fn extensions_are_told_and_unknown_critical_ones_forbid_the_use() {
    let since = time("2006-01-01");
    let unknown = |critical| ext::extension(Oid(&[42, 3, 4]), critical, &[5, 0]);
    let refused = || RevocationFault::UnknownCriticalExtension { oid: "1.2.3.4".to_owned() };
    for (extensions, single_extensions, cutoff, faults) in [
        (vec![], vec![ocsp::archive_cutoff(since)], Some(since), vec![]),
        (vec![unknown(false)], vec![unknown(false)], None, vec![]),
        (vec![unknown(true)], vec![], None, vec![refused()]),
        (vec![], vec![unknown(true)], None, vec![refused()]),
    ] {
        let mut world = World::new();
        let leaf = world.leaf(&[]);
        let about = world.about(&leaf, SingleStatus::Good);
        let answer = Answer { extensions: &extensions, single_extensions: &single_extensions, ..about };
        world.add_ocsp(&world.ca.respond(&answer));
        let answer = world.answer(&leaf);
        assert_eq!((answer.keeps_expired_since, answer.faults), (cutoff, faults));
    }
}

#[test]
fn one_response_may_speak_of_many_certificates() {
    let mut world = World::new();
    let leaf = world.leaf(&[]);
    let hold = SingleStatus::Revoked { at: time("2026-05-01"), reason: CrlReason::CertificateHold };
    let certificates: Vec<_> = (1..20).map(|serial| world.ca.issue(serial, &world.signer, &[])).collect();
    let id = |certificate| ocsp::certificate_id(certificate, &world.ca_certificate, DigestAlgorithm::Sha256);
    let ids: Vec<_> = certificates.iter().map(id).collect();
    let singles: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| ocsp::SingleSpec {
            id,
            status: if index == 6 { hold } else { SingleStatus::Good },
            this_update: time("2026-05-31"),
            next_update: None,
            extensions: &[],
        })
        .collect();
    let spec = ocsp::OcspSpec {
        responder: ocsp::Responder::Name(&world.ca.name),
        produced_at: at(),
        singles: &singles,
        nonce: None,
        extensions: &[],
        certificates: &[],
    };
    let algorithm = world.ca.key.default_algorithm(DigestAlgorithm::Sha512);
    let response = ocsp::response(&spec, &world.ca.key, algorithm).unwrap();
    world.add_ocsp(&response);
    let on_hold =
        Status::Revoked { at: time("2026-05-01"), reason: CrlReason::CertificateHold, invalidity_date: None };
    assert_eq!(world.status(&leaf), on_hold);
    assert_eq!(world.status(&certificates[7]), Status::Good);
}

#[test]
fn a_bare_basic_response_gets_its_envelope() {
    let world = World::new();
    let leaf = world.leaf(&[]);
    let whole = world.ca.respond(&world.about(&leaf, SingleStatus::Good));
    let mut fields = crate::asn1::Reader::new(&whole).sequence("").unwrap();
    fields.element().unwrap();
    let mut bytes = fields.enter(Tag::context(0), "").unwrap().sequence("").unwrap();
    bytes.element().unwrap();
    let basic = bytes.element().unwrap().content;
    let limits = Limits::default();
    let mut data = ValidationData::new();
    data.add_ocsp(basic, &limits).unwrap();
    assert_eq!(data.ocsps().collect::<Vec<_>>(), [&whole[..]]);
    data.add_ocsp(&whole, &limits).unwrap();
    assert_eq!(data.add_from(basic, &limits), Ok(1));
    assert_eq!(data.ocsps().count(), 1);
}

#[test]
fn a_responder_that_does_not_answer_is_an_error() {
    let mut data = ValidationData::new();
    for status in [1, 2, 3, 5, 6, 4, 77] {
        let error = data.add_ocsp(&ocsp::unsuccessful(status), &Limits::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OcspUnsuccessful, "{status}");
    }
    let error = data.add_ocsp(&ocsp::unsuccessful(0), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MalformedRevocationData);
    assert_eq!(data.add_ocsp(b"", &Limits::default()).unwrap_err().kind(), ErrorKind::EmptyInput);
    assert!(data.is_empty());
}

#[test]
fn a_request_names_the_certificate_and_the_nonce() {
    let world = World::new();
    let leaf = world.leaf(&[]);
    for (der, algorithm, nonce) in [
        (request(&leaf, &world.ca_certificate, None), DigestAlgorithm::Sha1, None),
        (request(&leaf, &world.ca_certificate, Some(&[5; 16])), DigestAlgorithm::Sha1, Some(&[5; 16][..])),
        (
            request_by(DigestAlgorithm::Sha256, &leaf, &world.ca_certificate, Some(&[6; 32])),
            DigestAlgorithm::Sha256,
            Some(&[6; 32][..]),
        ),
    ] {
        let requested = ocsp::requested(&der).unwrap();
        let [id] = requested.certificates.as_slice() else { panic!("{requested:?}") };
        assert_eq!((id.algorithm, requested.nonce), (Some(algorithm), nonce));
        assert_eq!(id.der, ocsp::certificate_id(&leaf, &world.ca_certificate, algorithm));
    }
}

#[test]
fn the_nonce_of_a_response_is_found_with_and_without_its_octet_string() {
    let world = World::new();
    let leaf = world.leaf(&[]);
    let wrapped = ext::extension(oid::OCSP_NONCE, false, &write::octet_string(&[7; 16]));
    let bare = ext::extension(oid::OCSP_NONCE, false, &[7; 16]);
    for (extensions, nonce) in
        [(vec![wrapped], Some(vec![7; 16])), (vec![bare], Some(vec![7; 16])), (vec![], None)]
    {
        let about = world.about(&leaf, SingleStatus::Good);
        let response = world.ca.respond(&Answer { extensions: &extensions, ..about });
        assert_eq!(nonce_of(&response, &Limits::default()), Ok(nonce));
    }
}
