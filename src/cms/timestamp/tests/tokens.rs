//! Tokens: each fault by name.

use super::*;
use crate::asn1::{Tag, oid, write};

fn faults(misbehaviour: Misbehaviour<'_>) -> Vec<TimestampFault> {
    check(&token(&[misbehaviour])).faults
}

fn message(fault: CmsFault) -> TimestampFault {
    TimestampFault::Message(fault)
}

fn concerns(faults: &[TimestampFault]) -> Vec<Concern> {
    faults.iter().map(TimestampFault::concern).collect()
}

#[test]
fn a_token_says_what_it_was_made_to_say() {
    let token = token(&[Misbehaviour::Ordering, Misbehaviour::Accuracy(2, 500, 250)]);
    let info = &token.info;
    assert_eq!((info.version, info.gen_time, info.ordering), (1, made_at(), true));
    assert_eq!(info.accuracy, Some(Accuracy { micros: 2_500_250 }));
    assert_eq!(info.imprint_algorithm, Some(SHA256));
    assert_eq!(info.imprint, crypto::digest(SHA256, CONTENT).as_ref());
    assert_eq!((info.policy.as_slice(), info.nonce.as_deref()), (&[136, 55, 2][..], None));
    assert!(!info.serial.is_empty() && info.tsa.is_some());
}

#[test]
fn parts_of_a_second_are_read_and_dropped() {
    for digits in ["1", "125", "999999999999"] {
        let token = token(&[Misbehaviour::Fraction(digits)]);
        assert_eq!(token.info.gen_time, made_at());
        assert!(check(&token).is_sound());
    }
}

#[test]
fn accuracy_is_read_in_every_form() {
    for (seconds, millis, micros, total) in
        [(0, 0, 0, 0), (1, 0, 0, 1_000_000), (0, 1, 0, 1_000), (0, 0, 1, 1), (u64::MAX, 1, 1, u64::MAX)]
    {
        let token = token(&[Misbehaviour::Accuracy(seconds, millis, micros)]);
        assert_eq!(token.info.accuracy, Some(Accuracy { micros: total }));
        assert!(check(&token).is_sound());
    }
}

#[test]
fn a_token_in_ber_holds_over_the_bytes_that_came() {
    let raw = raw_token(SHA256, &[Misbehaviour::Ber]);
    assert_eq!(raw[..2], [0x30, 0x80]);
    let token = read(&raw, &Limits::default()).expect("a token");
    assert_eq!(token.raw, raw);
    assert!(check(&token).is_sound());
}

#[test]
fn zeros_behind_a_token_are_padding_and_anything_else_is_a_fault() {
    for misbehaviour in [&[][..], &[Misbehaviour::Ber]] {
        let raw = raw_token(SHA256, misbehaviour);
        let padded = read(&[&raw[..], &[0; 500]].concat(), &Limits::default()).expect("a token");
        assert_eq!(padded.raw, raw);
        assert!(check(&padded).is_sound());
        let hidden = read(&[&raw[..], &[0; 5], b"hidden"].concat(), &Limits::default()).expect("a token");
        assert_eq!(hidden.raw, raw);
        let faults = check(&hidden).faults;
        assert_eq!(faults, [message(CmsFault::TrailingData { offset: raw.len() + 5 })]);
        assert_eq!(concerns(&faults), [Concern::Form]);
    }
}

#[test]
fn each_fault_has_its_name() {
    use Misbehaviour as M;
    use TimestampFault as F;
    let unknown = F::UnknownCriticalExtension(vec![136, 55, 2]);
    let not_found = message(CmsFault::SignerCertificateNotFound);
    let several = message(CmsFault::SeveralSigners { count: 2 });
    for (misbehaviour, expected, concern) in [
        (M::NoEss, F::CertificateNotBound, Concern::SigningCertificate),
        (M::WrongEss, message(CmsFault::SigningCertificateMismatch), Concern::SigningCertificate),
        (M::NoCertificate, not_found, Concern::SigningCertificate),
        (M::WrongName, F::AuthorityNameDiffers, Concern::AuthorityName),
        (M::WrongSignature, message(CmsFault::SignatureInvalid), Concern::Signature),
        (M::SeveralSigners, several, Concern::Form),
        (M::CriticalExtension, unknown, Concern::Unsupported),
        (M::WrongVersion, F::UnknownVersion(2), Concern::Unsupported),
    ] {
        let found = faults(misbehaviour);
        assert_eq!(
            (found.as_slice(), concerns(&found)),
            (&[expected][..], vec![concern]),
            "{misbehaviour:?}"
        );
        let check = check(&token(&[misbehaviour]));
        assert_eq!(check.is_sound(), concern == Concern::AuthorityName, "{misbehaviour:?}");
        assert_eq!(check.imprint, Imprint::Matches);
    }
}

#[test]
fn a_signature_of_another_key_is_found() {
    let check = check(&token(&[Misbehaviour::WrongSignature]));
    assert_eq!(check.check.integrity, Integrity::SignatureInvalid);
}

#[test]
fn signing_certificate_of_version_1_binds_too() {
    let check = check(&token(&[Misbehaviour::EssV1]));
    assert!(check.is_sound());
    assert_eq!(check.check.signing_certificate, Binding::MatchesV1);
}

#[test]
fn a_certificate_from_outside_is_as_good() {
    let token = token(&[Misbehaviour::NoCertificate]);
    let chain = fixed().chain("tsa").expect("a chain");
    assert!(!check(&token).is_sound());
    let check = check_token(&token, &imprinted, &chain);
    assert!(check.is_sound());
    assert_eq!(check.check.signer_certificate.as_ref(), chain.first());
}

#[test]
fn the_imprint_is_compared_with_the_bytes_in_question() {
    let token = token(&[]);
    let other = |algorithm| Some(crypto::digest(algorithm, b"something else"));
    assert_eq!(check_token(&token, &other, &[]).imprint, Imprint::Differs);
    assert_eq!(check_token(&token, &|_| None, &[]).imprint, Imprint::AlgorithmUnknown);
    let wrong = check(&super::token(&[Misbehaviour::WrongImprint]));
    assert_eq!(
        (wrong.imprint, wrong.faults.as_slice(), wrong.is_sound()),
        (Imprint::Differs, &[][..], false)
    );
    assert_eq!(wrong.check.integrity, Integrity::Intact);
}

#[test]
fn sha_1_imprints_of_old_tools_are_read_and_marked_as_weak() {
    let token = read(&raw_token(SHA1, &[]), &Limits::default()).expect("a token");
    assert_eq!(token.info.weak_imprint(), Some(SHA1));
    assert!(check(&token).is_sound());
    assert_eq!(super::token(&[]).info.weak_imprint(), None);
}

#[test]
fn an_imprint_cut_short_differs() {
    // A digest of another length cannot be right, not even as the beginning of one that is.
    let authority = fixed().member("tsa").expect("a member");
    let chain = fixed().chain("tsa").expect("a chain");
    let digest =
        Digest::from_octets(SHA1, &crypto::digest(SHA256, CONTENT).as_ref()[..20]).expect("20 octets");
    let authority = Authority { key: &authority.key, chain: &chain, time: made_at(), misbehaviour: &[] };
    let raw = issue::token(&digest, &authority).expect("a token");
    let mut token = read(&raw, &Limits::default()).expect("a token");
    token.info.imprint_algorithm = Some(SHA256);
    assert_eq!(check(&token).imprint, Imprint::Differs);
}

#[test]
fn other_messages_are_no_tokens() {
    let data = read(&raw_token(SHA256, &[Misbehaviour::WrongContentType]), &Limits::default());
    assert_eq!(data.map_err(|error| error.kind()).err(), Some(ErrorKind::MalformedCms));
    for bad in [&[][..], b"%PDF", &write::sequence(&[write::oid(oid::TST_INFO)]), &[0; 1000]] {
        let kind = read(bad, &Limits::default()).map_err(|error| error.kind()).err();
        assert_eq!(kind, Some(ErrorKind::MalformedCms), "{bad:?}");
    }
}

/// TSTInfo with these fields from genTime on.
fn info(fields: &[Vec<u8>]) -> Vec<u8> {
    let imprint = [write::algorithm(oid::SHA256, &[]), write::octet_string(&[7; 32])];
    let head = [write::integer(1), write::oid(oid::DATA), write::sequence(&imprint), write::integer(9)];
    write::sequence(&[&head[..], fields].concat())
}

fn reads(fields: &[Vec<u8>]) -> Option<TstInfo> {
    TstInfo::read(&info(fields), 64).ok()
}

fn gen_time(text: &str) -> Vec<u8> {
    write::tlv(Tag::GENERALIZED_TIME, text.as_bytes())
}

#[test]
fn the_parts_of_tst_info_are_optional_and_ordered() {
    let time = gen_time("20261120000000Z");
    let accuracy = write::sequence(&[write::integer(1)]);
    let [ordering, nonce] = [write::boolean(true), write::integer(5)];
    let tsa = write::tlv(Tag::context(0), &write::tlv(Tag::context_primitive(6), b"https://tsa.example/"));
    let extension = write::sequence(&[write::oid(oid::DATA), write::octet_string(&[])]);
    let extensions = write::constructed(Tag::context(1), &[extension]);
    assert!(reads(std::slice::from_ref(&time)).is_some());
    let all = [time.clone(), accuracy, ordering, nonce.clone(), tsa.clone(), extensions];
    let read = reads(&all).expect("TSTInfo");
    assert_eq!((read.nonce.as_deref(), read.critical_extensions.len()), (Some(&[5][..]), 0));
    assert!(reads(&[time.clone(), tsa, nonce]).is_none());
    assert!(reads(&[time.clone(), time]).is_none());
    assert!(reads(&[]).is_none());
}

#[test]
fn a_time_must_be_one_in_utc() {
    for good in ["20261120000000Z", "20261120000000.5Z", "20261120000000,25Z", "202611200000Z"] {
        assert_eq!(reads(&[gen_time(good)]).map(|info| info.gen_time), Some(made_at()), "{good}");
    }
    for bad in [
        "20261120000000",
        "20261120000000.Z",
        "20261120000000.5",
        "20261120000000.5.5Z",
        "20261320000000Z",
        "Z",
        "",
    ] {
        assert!(reads(&[gen_time(bad)]).is_none(), "{bad}");
    }
    assert!(reads(&[write::tlv(Tag::UTC_TIME, b"261120000000Z")]).is_none());
}

#[test]
fn tst_info_in_ber_is_read() {
    let der = info(&[gen_time("20261120000000Z")]);
    let content = &der[2..];
    let ber = [&[0x30, 0x80], content, &[0, 0]].concat();
    assert_eq!(TstInfo::read(&ber, 64).ok(), TstInfo::read(&der, 64).ok());
    let behind = [&ber[..], &[5, 0]].concat();
    assert!(TstInfo::read(&behind, 64).is_err());
}

#[test]
fn a_content_timestamp_is_found_among_the_signed_attributes() {
    use crate::cms::{SignedAttributesSpec, assemble, signed_attributes};
    let person = fixed().member("person").expect("a member");
    let algorithm = person.key.default_algorithm(SHA256);
    let spec = SignedAttributesSpec {
        certificate: &person.certificate,
        algorithm,
        signing_time: None,
        signing_certificate_v2: true,
    };
    let raw = raw_token(SHA256, &[]);
    let dated = crate::cms::build::attribute(oid::CONTENT_TIME_STAMP, &raw);
    let attributes = signed_attributes(&spec, &crypto::digest(SHA256, CONTENT));
    let mut set = crate::asn1::Element::from_der(&attributes, "").expect("a set").reader();
    let mut all = vec![dated.clone()];
    while !set.is_empty() {
        all.push(set.element().expect("an attribute").raw.to_vec());
    }
    let attributes = write::set_of(all);
    let value = person.key.sign(algorithm, &attributes).expect("a signature");
    let over = crate::cms::build::attribute(oid::SIGNATURE_TIME_STAMP, &raw);
    let message = assemble(&attributes, algorithm, &value, &person.certificate, &[], &[over]);
    let message = crate::cms::read(&message, &Limits::default()).expect("a message");
    let [signer] = message.signers.as_slice() else { panic!("one signer") };
    assert_eq!(
        (signer.content_timestamps(), signer.signature_timestamps()),
        (vec![&raw[..]], vec![&raw[..]])
    );
}
