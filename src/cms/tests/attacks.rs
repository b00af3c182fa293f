//! Messages as an attacker or a careless tool makes them: each fault by name.

use super::*;
use crate::asn1::{Oid, Reader, Tag, write};
use crate::cms::build::attribute;
use crate::cms::{AttributeName, algorithm, signing_certificate};

/// A message signed with the P-256 test key, every part of which can be replaced before it is signed.
#[derive(Clone)]
pub(super) struct Forgery {
    pub(super) attributes: Vec<Vec<u8>>,
    pub(super) order: AttributeOrder,
    pub(super) content_type: Oid<'static>,
    pub(super) digest_algorithm: Vec<u8>,
    pub(super) signature_algorithm: Vec<u8>,
    pub(super) sid: Vec<u8>,
    pub(super) certificates: Vec<Vec<u8>>,
    pub(super) unsigned: Vec<Vec<u8>>,
}

pub(super) const ECDSA: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(SHA256);

impl Forgery {
    /// Nothing wrong yet.
    pub(super) fn genuine() -> Self {
        let signer = signer();
        Self {
            attributes: vec![
                attribute(oid::CONTENT_TYPE, &write::oid(oid::DATA)),
                message_digest(),
                attribute(oid::SIGNING_CERTIFICATE_V2, &signing_certificate::v2(&signer)),
            ],
            order: AttributeOrder::Der,
            content_type: oid::DATA,
            digest_algorithm: write::algorithm(oid::SHA256, &[]),
            signature_algorithm: ECDSA.to_der(),
            sid: issuer_and_serial(&signer),
            certificates: vec![signer.der().to_vec()],
            unsigned: Vec::new(),
        }
    }

    pub(super) fn message(&self) -> Vec<u8> {
        let sorted = write::set_of(self.attributes.clone());
        let as_given = write::constructed(Tag::SET, &self.attributes);
        let (signed, sent) = match self.order {
            AttributeOrder::Der => (&sorted, &sorted),
            AttributeOrder::AsSent => (&as_given, &as_given),
            AttributeOrder::Sorted => (&sorted, &as_given),
        };
        let value = private_key(fixture!("p256.p8")).sign(ECDSA, signed).expect("a signature");
        self.with_value(sent, &value)
    }

    pub(super) fn with_value(&self, attributes: &[u8], value: &[u8]) -> Vec<u8> {
        let mut sent = attributes.to_vec();
        if let Some(tag) = sent.first_mut() {
            *tag = Tag::context(0).0;
        }
        let mut signer_info = vec![
            write::integer(1),
            self.sid.clone(),
            self.digest_algorithm.clone(),
            sent,
            self.signature_algorithm.clone(),
            write::octet_string(value),
        ];
        if !self.unsigned.is_empty() {
            signer_info.push(write::constructed(Tag::context(1), &self.unsigned));
        }
        let signed_data = write::sequence(&[
            write::integer(1),
            write::set_of(vec![self.digest_algorithm.clone()]),
            write::sequence(&[write::oid(self.content_type)]),
            write::constructed(Tag::context(0), &self.certificates),
            write::set_of(vec![write::sequence(&signer_info)]),
        ]);
        write::sequence(&[write::oid(oid::SIGNED_DATA), write::tlv(Tag::context(0), &signed_data)])
    }

    /// The same with this attribute in the place of the one of its type, or added.
    fn replacing(mut self, name: AttributeName, value: &[u8]) -> Self {
        self = self.without(name);
        self.attributes.push(attribute(name.oid(), value));
        self
    }

    fn without(mut self, name: AttributeName) -> Self {
        let is_it = |a: &Vec<u8>| Reader::new(a).sequence("").and_then(|mut r| r.oid("")) == Ok(name.oid());
        self.attributes.retain(|attribute| !is_it(attribute));
        self
    }

    fn adding(mut self, attribute: Vec<u8>) -> Self {
        self.attributes.push(attribute);
        self
    }

    fn faults(&self) -> Vec<CmsFault> {
        check(&self.message()).faults
    }
}

pub(super) fn signer() -> Certificate {
    certificate(fixture!("p256.crt"))
}

pub(super) fn issuer_and_serial(certificate: &Certificate) -> Vec<u8> {
    write::sequence(&[certificate.issuer().der(), &write::tlv(Tag::INTEGER, certificate.serial())])
}

fn message_digest() -> Vec<u8> {
    attribute(oid::MESSAGE_DIGEST, &write::octet_string(crypto::digest(SHA256, CONTENT).as_ref()))
}

/// An attribute with these values.
fn valued(name: AttributeName, values: &[Vec<u8>]) -> Vec<u8> {
    write::sequence(&[write::oid(name.oid()), write::constructed(Tag::SET, values)])
}

/// SigningCertificateV2 of these entries.
fn ess(entries: &[Vec<u8>]) -> Vec<u8> {
    write::sequence(&[write::sequence(entries)])
}

fn hash(certificate: &Certificate) -> Vec<u8> {
    write::octet_string(crypto::digest(SHA256, certificate.der()).as_ref())
}

/// The signer's certificate with another key in it: same issuer and serial number.
fn decoy() -> Certificate {
    let (der, key) = (signer().der().to_vec(), private_key(fixture!("p256.p8")).spki().to_vec());
    let other = private_key(fixture!("ca.p8")).spki().to_vec();
    let at = der.windows(key.len()).position(|window| window == key).expect("its key");
    let forged = [&der[..at], &other, &der[at + key.len()..]].concat();
    Certificate::from_der(&forged).expect("a certificate")
}

use AttributeName::{
    AlgorithmProtection, ContentType, MessageDigest, SigningCertificate, SigningCertificateV2, SigningTime,
};

#[test]
fn the_forger_forges_nothing_unless_told() {
    let check = check(&Forgery::genuine().message());
    assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]));
    assert_eq!(check.signing_certificate, Binding::MatchesV2);
}

#[test]
fn mandatory_attributes_must_be_there() {
    for name in [ContentType, MessageDigest] {
        assert_eq!(Forgery::genuine().without(name).faults(), [CmsFault::AttributeMissing(name)]);
    }
    let check = check(&Forgery::genuine().without(MessageDigest).message());
    assert_eq!(check.integrity, Integrity::Undetermined);
    let none = Forgery { attributes: Vec::new(), ..Forgery::genuine() };
    let missing = [CmsFault::AttributeMissing(ContentType), CmsFault::AttributeMissing(MessageDigest)];
    assert_eq!(none.faults(), missing);
}

#[test]
fn attributes_must_not_be_repeated() {
    let genuine = Forgery::genuine();
    let time = write::time(crate::time::Time::from_unix(1_795_000_000));
    let protection = algorithm::protection(SHA256, ECDSA);
    for (name, value) in [
        (ContentType, write::oid(oid::DATA)),
        (MessageDigest, write::octet_string(&[0; 32])),
        (SigningTime, time),
        (AlgorithmProtection, protection),
        (SigningCertificateV2, signing_certificate::v2(&signer())),
    ] {
        let twice = attribute(name.oid(), &value);
        let forged = genuine.clone().without(name).adding(twice.clone()).adding(twice);
        assert_eq!(forged.faults(), [CmsFault::AttributeRepeated(name)]);
    }
    let twice = genuine.clone().adding(genuine.attributes[2].clone());
    assert_eq!(check(&twice.message()).signing_certificate, Binding::Mismatch);
}

#[test]
fn attributes_have_exactly_one_value() {
    let right = write::octet_string(crypto::digest(SHA256, CONTENT).as_ref());
    for values in [vec![], vec![right.clone(), right.clone()], vec![right, write::octet_string(&[0; 32])]] {
        let forged = Forgery::genuine().without(MessageDigest).adding(valued(MessageDigest, &values));
        assert_eq!(forged.faults(), [CmsFault::AttributeValues(MessageDigest)]);
    }
    for values in [vec![], vec![write::oid(oid::DATA), write::oid(oid::TST_INFO)]] {
        let forged = Forgery::genuine().without(ContentType).adding(valued(ContentType, &values));
        assert_eq!(forged.faults(), [CmsFault::AttributeValues(ContentType)]);
    }
}

#[test]
fn attributes_of_the_wrong_type_are_malformed() {
    for name in [ContentType, MessageDigest, SigningTime, AlgorithmProtection, SigningCertificate] {
        let forged = Forgery::genuine().replacing(name, &write::integer(5));
        assert_eq!(forged.faults(), [CmsFault::AttributeMalformed(name)]);
    }
    let forged = Forgery::genuine().replacing(SigningCertificateV2, &write::integer(5));
    assert_eq!(forged.faults(), [CmsFault::AttributeMalformed(SigningCertificateV2)]);
    assert_eq!(check(&forged.message()).signing_certificate, Binding::Mismatch);
}

#[test]
fn a_set_that_is_not_one_of_attributes_is_malformed() {
    let forged = Forgery::genuine().adding(write::integer(5));
    assert_eq!(forged.faults(), [CmsFault::AttributesMalformed]);
    assert_eq!(check(&forged.message()).integrity, Integrity::Undetermined);
}

#[test]
fn the_content_type_must_be_the_one_expected_and_the_one_signed() {
    let other = Forgery { content_type: oid::TST_INFO, ..Forgery::genuine() };
    assert_eq!(other.faults(), [CmsFault::WrongContentType, CmsFault::ContentTypeMismatch]);
    let both = other.replacing(ContentType, &write::oid(oid::TST_INFO));
    assert_eq!(both.faults(), [CmsFault::WrongContentType]);
    let signed = Forgery::genuine().replacing(ContentType, &write::oid(oid::TST_INFO));
    assert_eq!(signed.faults(), [CmsFault::ContentTypeMismatch]);
}

#[test]
fn digest_and_signature_algorithm_must_agree() {
    let forged = Forgery {
        signature_algorithm: ECDSA.to_der(),
        digest_algorithm: write::algorithm(oid::SHA384, &[]),
        ..Forgery::genuine()
    };
    let digest = write::octet_string(crypto::digest(SHA384, CONTENT).as_ref());
    let forged = forged.replacing(MessageDigest, &digest);
    assert_eq!(forged.faults(), [CmsFault::DigestAlgorithmMismatch]);

    let unknown = Forgery { digest_algorithm: write::algorithm(oid::DATA, &[]), ..Forgery::genuine() };
    assert_eq!(unknown.faults(), [CmsFault::DigestAlgorithmUnsupported]);
    assert_eq!(check(&unknown.message()).integrity, Integrity::Undetermined);

    let unknown = Forgery { signature_algorithm: write::algorithm(oid::DATA, &[]), ..Forgery::genuine() };
    assert_eq!(unknown.faults(), [CmsFault::SignatureAlgorithmUnsupported]);
    assert_eq!(check(&unknown.message()).integrity, Integrity::Undetermined);
}

#[test]
fn ed25519_goes_with_sha_512_only() {
    let (key, signer) = (private_key(fixture!("ed25519.p8")), certificate(fixture!("ed25519.crt")));
    let forged = Forgery {
        signature_algorithm: SignatureAlgorithm::Ed25519.to_der(),
        sid: issuer_and_serial(&signer),
        certificates: vec![signer.der().to_vec()],
        ..Forgery::genuine()
    };
    let forged = forged.without(SigningCertificateV2);
    let attributes = write::set_of(forged.attributes.clone());
    let value = key.sign(SignatureAlgorithm::Ed25519, &attributes).expect("a signature");
    let check = check(&forged.with_value(&attributes, &value));
    assert_eq!(check.integrity, Integrity::Intact);
    assert_eq!(check.faults, [CmsFault::DigestAlgorithmMismatch]);
}

#[test]
fn algorithm_protection_must_name_the_same_algorithms() {
    let right = Forgery::genuine().replacing(AlgorithmProtection, &algorithm::protection(SHA256, ECDSA));
    assert_eq!(right.faults(), []);
    for (digest, signature) in [
        (SHA1, ECDSA),
        (SHA256, SignatureAlgorithm::Ecdsa(SHA384)),
        (SHA256, SignatureAlgorithm::RsaPkcs1(SHA256)),
    ] {
        let value = algorithm::protection(digest, signature);
        let forged = Forgery::genuine().replacing(AlgorithmProtection, &value);
        assert_eq!(forged.faults(), [CmsFault::AlgorithmProtectionMismatch]);
    }
}

#[test]
fn the_signing_certificate_must_be_the_signers() {
    let (signer, other) = (signer(), certificate(fixture!("ca.crt")));
    let entry = |certificate| write::sequence(&[hash(certificate)]);
    let forged = |entries: &[Vec<u8>]| Forgery::genuine().replacing(SigningCertificateV2, &ess(entries));
    assert_eq!(forged(&[entry(&signer)]).faults(), []);
    assert_eq!(forged(&[entry(&signer), entry(&other)]).faults(), []);
    for entries in [vec![entry(&other)], vec![entry(&other), entry(&signer)]] {
        let check = check(&forged(&entries).message());
        assert_eq!(check.faults, [CmsFault::SigningCertificateMismatch]);
        assert_eq!((check.integrity, check.signing_certificate), (Integrity::Intact, Binding::Mismatch));
    }
    assert_eq!(forged(&[]).faults(), [CmsFault::AttributeMalformed(SigningCertificateV2)]);
}

#[test]
fn the_digest_of_the_signing_certificate_may_be_named_but_must_be_known() {
    let signer = signer();
    let forged = |algorithm: DigestAlgorithm, parameters: &[u8]| {
        let digest = crypto::digest(algorithm, signer.der());
        let identifier = write::algorithm(algorithm.oid(), parameters);
        let entry = write::sequence(&[identifier, write::octet_string(digest.as_ref())]);
        Forgery::genuine().replacing(SigningCertificateV2, &ess(&[entry])).faults()
    };
    assert_eq!(forged(SHA256, &write::null()), []);
    assert_eq!(forged(SHA512, &[]), []);
    assert_eq!(forged(DigestAlgorithm::Md5, &[]), [CmsFault::SigningCertificateUnsupported]);
    assert_eq!(forged(SHA256, &write::integer(1)), [CmsFault::SigningCertificateUnsupported]);
}

#[test]
fn issuer_and_serial_of_the_signing_certificate_must_fit() {
    let (signer, other) = (signer(), certificate(fixture!("rsa.crt")));
    let forged = |issuer: &[u8], serial: &[u8], tag: u8| {
        let names = write::sequence(&[write::tlv(Tag::context(tag), issuer)]);
        let issuer_serial = write::sequence(&[names, write::tlv(Tag::INTEGER, serial)]);
        let entry = write::sequence(&[hash(&signer), issuer_serial]);
        Forgery::genuine().replacing(SigningCertificateV2, &ess(&[entry])).faults()
    };
    let issuer = signer.issuer().der();
    assert_eq!(forged(issuer, signer.serial(), 4), []);
    assert_eq!(forged(issuer, other.serial(), 4), [CmsFault::IssuerSerialMismatch]);
    assert_eq!(forged(other.subject().der(), signer.serial(), 4), [CmsFault::IssuerSerialMismatch]);
    let malformed = [CmsFault::AttributeMalformed(SigningCertificateV2)];
    assert_eq!(forged(issuer, signer.serial(), 6), malformed);
}

#[test]
fn both_signing_certificate_attributes_must_fit() {
    let v1 = |certificate: &Certificate| {
        let digest = crypto::digest(SHA1, certificate.der());
        ess(&[write::sequence(&[write::octet_string(digest.as_ref())])])
    };
    let both = Forgery::genuine().replacing(SigningCertificate, &v1(&signer()));
    assert_eq!(both.faults(), []);
    assert_eq!(check(&both.message()).signing_certificate, Binding::MatchesV2);
    let wrong = Forgery::genuine().replacing(SigningCertificate, &v1(&certificate(fixture!("ca.crt"))));
    assert_eq!(wrong.faults(), [CmsFault::SigningCertificateMismatch]);
    assert_eq!(check(&wrong.message()).signing_certificate, Binding::Mismatch);
    assert_eq!(check(&both.without(SigningCertificateV2).message()).signing_certificate, Binding::MatchesV1);
}

#[test]
fn a_signature_over_attributes_is_not_one_over_a_document() {
    // Attack C1: the signed attributes of a genuine signature become the document.
    let genuine = Forgery::genuine();
    let document = write::set_of(genuine.attributes.clone());
    let value = private_key(fixture!("p256.p8")).sign(ECDSA, &document).expect("a signature");
    let message = genuine.with_value(&document, &value);
    let attributes = [&[0xa0], &document[1..]].concat();
    let at = message.windows(attributes.len()).position(|w| w == attributes).expect("the attributes");
    // The lengths around the attributes shrink with them.
    let signer_info = [&message[..at], &message[at + attributes.len()..]].concat();
    let direct = shorten(&signer_info, attributes.len());
    let check = check_content(&direct, &document, &[]);
    assert_eq!(check.integrity, Integrity::Intact);
    assert_eq!(check.faults, [CmsFault::NoSignedAttributes]);
}

/// Corrects the two-octet lengths that enclose what was taken out.
fn shorten(message: &[u8], by: usize) -> Vec<u8> {
    let mut out = message.to_vec();
    for at in 0..out.len().saturating_sub(4) {
        if matches!(out[at..at + 2], [0x30 | 0x31 | 0xa0, 0x82]) {
            let length = usize::from(u16::from_be_bytes([out[at + 2], out[at + 3]]));
            if at + 4 + length == message.len() + by {
                let length = u16::try_from(length - by).expect("short");
                out[at + 2..at + 4].copy_from_slice(&length.to_be_bytes());
            }
        }
    }
    out
}

#[test]
fn the_signers_certificate_must_be_the_one_named() {
    let rsa = certificate(fixture!("rsa.crt"));
    let other = Forgery { sid: issuer_and_serial(&rsa), ..Forgery::genuine() };
    assert_eq!(other.faults(), [CmsFault::SignerCertificateNotFound]);
    let key_id = |id: &[u8]| write::tlv(Tag::context_primitive(0), id);
    let known = signer().subject_key_id().expect("a key identifier").to_vec();
    assert_eq!(Forgery { sid: key_id(&known), ..Forgery::genuine() }.faults(), []);
    let unknown = Forgery { sid: key_id(&[1; 20]), ..Forgery::genuine() };
    assert_eq!(unknown.faults(), [CmsFault::SignerCertificateNotFound]);
    let wrong = Forgery {
        sid: issuer_and_serial(&rsa),
        certificates: vec![rsa.der().to_vec()],
        ..Forgery::genuine()
    };
    let faults = wrong.faults();
    assert_eq!(faults.first(), Some(&CmsFault::SigningCertificateMismatch));
    assert!(matches!(faults.get(1), Some(CmsFault::SignatureUnsupported(_) | CmsFault::SignatureInvalid)));
}

#[test]
fn a_decoy_with_the_same_issuer_and_serial_changes_nothing() {
    let (signer, decoy) = (signer(), decoy());
    let forged =
        Forgery { certificates: vec![decoy.der().to_vec(), signer.der().to_vec()], ..Forgery::genuine() };
    for forged in [forged.clone(), forged.without(SigningCertificateV2)] {
        let check = check(&forged.message());
        assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]));
        assert_eq!(check.signer_certificate.as_ref(), Some(&signer));
    }
    let alone = Forgery { certificates: vec![decoy.der().to_vec()], ..Forgery::genuine() };
    let both = [CmsFault::SigningCertificateMismatch, CmsFault::SignatureInvalid];
    assert_eq!(alone.faults(), both);
    assert_eq!(check(&alone.message()).integrity, Integrity::SignatureInvalid);
}

#[test]
fn a_key_of_an_unknown_kind_leaves_the_signature_undetermined() {
    let mut der = signer().der().to_vec();
    let curve = write::oid(oid::P256);
    let at = der.windows(curve.len()).position(|window| window == curve).expect("its curve");
    der[at + curve.len() - 1] = 1; // prime192v1
    let forged = Forgery { certificates: vec![der], ..Forgery::genuine() }.without(SigningCertificateV2);
    let check = check(&forged.message());
    assert_eq!(
        (check.integrity, check.faults),
        (Integrity::Undetermined, vec![CmsFault::SignerKeyUnsupported])
    );
}

#[test]
fn ed25519_over_detached_content_alone_is_unsupported() {
    let (key, signer) = (private_key(fixture!("ed25519.p8")), certificate(fixture!("ed25519.crt")));
    let forged = Forgery {
        digest_algorithm: write::algorithm(oid::SHA512, &[]),
        signature_algorithm: SignatureAlgorithm::Ed25519.to_der(),
        sid: issuer_and_serial(&signer),
        certificates: vec![signer.der().to_vec()],
        ..Forgery::genuine()
    };
    let value = key.sign(SignatureAlgorithm::Ed25519, CONTENT).expect("a signature");
    let check = check(&forged.with_value(&[], &value));
    assert_eq!(check.integrity, Integrity::Undetermined);
    let unsupported = CmsFault::SignatureUnsupported("Ed25519 without signed attributes");
    assert_eq!(check.faults, [CmsFault::NoSignedAttributes, unsupported]);
}
