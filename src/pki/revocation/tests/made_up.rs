//! A small PKI for one test: an anchor, a CA below it, a signer, and what they issue.

use crate::asn1::oid;
use crate::crypto::{DigestAlgorithm, KeyKind, PrivateKey};
use crate::limits::Limits;
use crate::pki::crl::CrlReason;
use crate::pki::issue::{self, CertificateSpec, CrlSpec, Revoked, extension as ext, ocsp};
use crate::pki::revocation::{RevocationAnswer, RevocationChecker, RevocationFault, Status};
use crate::pki::{Certificate, KeyUsage, PathFinder, TrustStore, ValidationData};
use crate::time::Time;

pub(super) const CA_USAGE: KeyUsage = KeyUsage::KEY_CERT_SIGN.and(KeyUsage::CRL_SIGN);

/// A name and a key.
pub(super) struct Entity {
    pub(super) name: Vec<u8>,
    pub(super) key: PrivateKey,
}

pub(super) fn entity(name: &str) -> Entity {
    let key = PrivateKey::generate(KeyKind::EcP256).expect("a key");
    Entity { name: issue::name(&[(oid::COMMON_NAME, name)]), key }
}

pub(super) fn time(text: &str) -> Time {
    text.parse().expect("a time")
}

/// When everything is looked at.
pub(super) fn at() -> Time {
    time("2026-06-01")
}

pub(super) fn ca_extensions() -> Vec<Vec<u8>> {
    vec![ext::basic_constraints(true, true, None), ext::key_usage(true, CA_USAGE)]
}

pub(super) fn with(mut extensions: Vec<Vec<u8>>, more: Vec<u8>) -> Vec<Vec<u8>> {
    extensions.push(more);
    extensions
}

impl Entity {
    /// A certificate of 2026 for another one, with this serial number.
    pub(super) fn issue(&self, serial: u8, subject: &Self, extensions: &[Vec<u8>]) -> Certificate {
        let spec = CertificateSpec {
            serial: &[serial],
            issuer: &self.name,
            subject: &subject.name,
            not_before: time("2026-01-01"),
            not_after: time("2027-01-01"),
            spki: subject.key.spki(),
            extensions,
        };
        let algorithm = self.key.default_algorithm(DigestAlgorithm::Sha256);
        issue::certificate(&spec, &self.key, algorithm).expect("a certificate")
    }

    pub(super) fn root(&self) -> Certificate {
        self.issue(1, self, &ca_extensions())
    }

    /// The same name with another key.
    pub(super) fn with_new_key(&self) -> Self {
        Self { name: self.name.clone(), key: entity("").key }
    }

    /// A CRL of this name and key.
    pub(super) fn crl(&self, list: &List<'_>) -> Vec<u8> {
        let spec = CrlSpec {
            issuer: &self.name,
            this_update: time(list.this_update),
            next_update: Some(time(list.next_update)),
            number: list.number,
            revoked: list.revoked,
            extensions: list.extensions,
        };
        issue::crl(&spec, &self.key, self.key.default_algorithm(DigestAlgorithm::Sha256)).expect("a CRL")
    }

    /// An OCSP response of this name and key.
    pub(super) fn respond(&self, answer: &Answer<'_>) -> Vec<u8> {
        self.respond_as(&self.name, answer)
    }

    /// An OCSP response of this key in any name.
    pub(super) fn respond_as(&self, name: &[u8], answer: &Answer<'_>) -> Vec<u8> {
        let single = ocsp::SingleSpec {
            id: &answer.id,
            status: answer.status,
            this_update: time(answer.this_update),
            next_update: Some(time("2026-06-08")),
            extensions: answer.single_extensions,
        };
        let spec = ocsp::OcspSpec {
            responder: if answer.by_key {
                ocsp::Responder::Key(self.key.spki())
            } else {
                ocsp::Responder::Name(name)
            },
            produced_at: time("2026-06-01"),
            singles: &[single],
            nonce: None,
            extensions: answer.extensions,
            certificates: answer.certificates,
        };
        let algorithm = self.key.default_algorithm(DigestAlgorithm::Sha256);
        ocsp::response(&spec, &self.key, algorithm).expect("a response")
    }
}

/// What is to be in a CRL.
pub(super) struct List<'a> {
    pub(super) this_update: &'a str,
    pub(super) next_update: &'a str,
    pub(super) number: u64,
    pub(super) revoked: &'a [Revoked<'a>],
    pub(super) extensions: &'a [Vec<u8>],
}

impl Default for List<'_> {
    fn default() -> Self {
        Self {
            this_update: "2026-05-25",
            next_update: "2026-06-08",
            number: 1,
            revoked: &[],
            extensions: &[],
        }
    }
}

/// What is to be in an OCSP response.
pub(super) struct Answer<'a> {
    pub(super) id: Vec<u8>,
    pub(super) status: ocsp::SingleStatus,
    pub(super) this_update: &'a str,
    pub(super) by_key: bool,
    pub(super) extensions: &'a [Vec<u8>],
    pub(super) single_extensions: &'a [Vec<u8>],
    pub(super) certificates: &'a [Certificate],
}

/// An entry for a serial number.
pub(super) fn revoked<'a>(serial: &'a [u8], reason: CrlReason) -> Revoked<'a> {
    Revoked { serial, at: time("2026-05-01"), reason: Some(reason), extensions: &[] }
}

/// What [`revoked`] comes out as.
pub(super) fn since_may(reason: CrlReason) -> Status {
    Status::Revoked { at: time("2026-05-01"), reason, invalidity_date: None }
}

/// An anchor, a CA below it, and what was issued.
pub(super) struct World {
    pub(super) root: Entity,
    pub(super) ca: Entity,
    pub(super) anchor: Certificate,
    pub(super) ca_certificate: Certificate,
    pub(super) signer: Entity,
    /// More certificates to build paths with.
    pub(super) offered: Vec<Certificate>,
    pub(super) data: ValidationData,
}

impl World {
    pub(super) fn new() -> Self {
        let (root, ca, signer) = (entity("root"), entity("ca"), entity("signer"));
        let anchor = root.root();
        let ca_certificate = root.issue(2, &ca, &ca_extensions());
        let offered = Vec::new();
        Self { root, ca, anchor, ca_certificate, signer, offered, data: ValidationData::new() }
    }

    /// The signer's certificate with the serial number 7.
    pub(super) fn leaf(&self, extensions: &[Vec<u8>]) -> Certificate {
        self.ca.issue(7, &self.signer, extensions)
    }

    pub(super) fn add_crl(&mut self, crl: &[u8]) {
        assert_eq!(self.data.add_crl(crl, &Limits::default()), Ok(1));
    }

    pub(super) fn add_ocsp(&mut self, response: &[u8]) {
        self.data.add_ocsp(response, &Limits::default()).expect("an OCSP response");
    }

    pub(super) fn check(&self, certificate: &Certificate) -> Vec<RevocationAnswer> {
        let limits = Limits::default();
        let mut trust = TrustStore::new();
        trust.add_anchor(self.anchor.clone());
        trust.add_intermediate(self.ca_certificate.clone());
        let mut finder = PathFinder::new(&trust, self.offered.clone(), &limits);
        let mut checker = RevocationChecker::new(&self.data, &limits);
        let answers = checker.check(certificate, &self.ca_certificate, &mut finder, at());
        assert_eq!(checker.check(certificate, &self.ca_certificate, &mut finder, at()), answers);
        answers
    }

    /// The only answer.
    pub(super) fn answer(&self, certificate: &Certificate) -> RevocationAnswer {
        let mut answers = self.check(certificate);
        assert_eq!(answers.len(), 1, "{answers:?}");
        answers.remove(0)
    }

    /// The status of the only answer, which can be used.
    pub(super) fn status(&self, certificate: &Certificate) -> Status {
        let answer = self.answer(certificate);
        assert_eq!(answer.faults, []);
        answer.status
    }

    /// The faults of the only answer.
    pub(super) fn faults(&self, certificate: &Certificate) -> Vec<RevocationFault> {
        self.answer(certificate).faults
    }

    /// The id and what else an answer about this certificate needs.
    pub(super) fn about(&self, certificate: &Certificate, status: ocsp::SingleStatus) -> Answer<'static> {
        Answer {
            id: ocsp::certificate_id(certificate, &self.ca_certificate, DigestAlgorithm::Sha1),
            status,
            this_update: "2026-05-31",
            by_key: false,
            extensions: &[],
            single_extensions: &[],
            certificates: &[],
        }
    }
}
