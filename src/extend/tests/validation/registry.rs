//! A PKI that lasts for seventy years, whose lists and responders can be asked at any time, and documents signed in it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::asn1::oid;
use crate::cms::TimestampAuthority;
use crate::cms::timestamp::issue::{self as tokens, Misbehaviour};
use crate::crypto::{Digest, DigestAlgorithm, KeyKind, PrivateKey, digest};
use crate::error::{Error, ErrorKind, Result};
use crate::pki::crl::CrlReason;
use crate::pki::issue::{self, CertificateSpec, CrlSpec, Revoked, extension as ext, ocsp};
use crate::pki::{Certificate, KeyUsage};
use crate::report::Missing;
use crate::time::Time;
use crate::verify::EvidenceSource;

pub(super) fn time(text: &str) -> Time {
    text.parse().expect("a time")
}

/// Somebody with a key and a certificate.
pub(super) struct Party {
    pub(super) name: &'static str,
    pub(super) key: &'static PrivateKey,
    pub(super) certificate: Certificate,
    issuer: &'static str,
}

/// What a certificate is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Ca,
    Signer,
    Timestamps,
    /// With ocsp-nocheck or without.
    Responses(bool),
}

/// Who there is: name, issuer, use, kind of key, validity.
type Plan = (&'static str, &'static str, Use, KeyKind, &'static str, &'static str);

const RSA: KeyKind = KeyKind::Rsa { bits: 2048 };
const EC: KeyKind = KeyKind::EcP256;

const PLANS: &[Plan] = &[
    ("root", "root", Use::Ca, EC, "2020-01-01", "2090-01-01"),
    ("ca", "root", Use::Ca, EC, "2020-01-01", "2080-01-01"),
    ("person", "ca", Use::Signer, RSA, "2026-01-01", "2031-01-01"),
    ("tsa", "ca", Use::Timestamps, RSA, "2026-01-01", "2031-06-01"),
    ("tsa-2030", "ca", Use::Timestamps, EC, "2030-01-01", "2041-01-01"),
    ("tsa-2040", "ca", Use::Timestamps, EC, "2039-01-01", "2060-01-01"),
    ("not-a-tsa", "ca", Use::Signer, EC, "2026-01-01", "2031-01-01"),
    ("responder", "ca", Use::Responses(true), EC, "2026-11-01", "2026-12-31"),
    ("checked-responder", "ca", Use::Responses(false), EC, "2026-01-01", "2031-01-01"),
    ("stranger", "stranger", Use::Ca, EC, "2020-01-01", "2090-01-01"),
    ("stranger-tsa", "stranger", Use::Timestamps, EC, "2020-01-01", "2090-01-01"),
];

pub(super) fn party(name: &str) -> &'static Party {
    static PARTIES: OnceLock<BTreeMap<&str, Party>> = OnceLock::new();
    PARTIES
        .get_or_init(|| PLANS.iter().map(|plan| (plan.0, made(plan))).collect())
        .get(name)
        .expect("a party")
}

fn made(plan: &Plan) -> Party {
    let (name, issuer, purpose, _, from, until) = *plan;
    let spec = CertificateSpec {
        serial: &serial(name),
        issuer: &name_of(issuer),
        subject: &name_of(name),
        not_before: time(from),
        not_after: time(until),
        spki: key(name).spki(),
        extensions: &extensions(issuer, purpose),
    };
    // What has to last is signed over SHA-512.
    let digest =
        if matches!(name, "person" | "tsa") { DigestAlgorithm::Sha256 } else { DigestAlgorithm::Sha512 };
    let certificate = issue::certificate(&spec, key(issuer), key(issuer).default_algorithm(digest));
    Party { name, key: key(name), certificate: certificate.expect("a certificate"), issuer }
}

fn key(name: &str) -> &'static PrivateKey {
    static KEYS: OnceLock<BTreeMap<&str, PrivateKey>> = OnceLock::new();
    let make = |plan: &Plan| (plan.0, PrivateKey::generate(plan.3).expect("a key"));
    KEYS.get_or_init(|| PLANS.iter().map(make).collect()).get(name).expect("a key")
}

fn serial(name: &str) -> Vec<u8> {
    let digest = digest(DigestAlgorithm::Sha256, name.as_bytes());
    let mut serial = digest.as_ref()[..8].to_vec();
    serial[0] = (serial[0] & 0x7f) | 0x40;
    serial
}

fn name_of(name: &str) -> Vec<u8> {
    issue::name(&[(oid::COMMON_NAME, name)])
}

pub(super) fn crl_url(issuer: &str) -> String {
    format!("http://{issuer}.example/list.crl")
}

pub(super) fn ocsp_url(issuer: &str) -> String {
    format!("http://{issuer}.example/ocsp")
}

fn extensions(issuer: &str, purpose: Use) -> Vec<Vec<u8>> {
    let signs = KeyUsage::DIGITAL_SIGNATURE.and(KeyUsage::NON_REPUDIATION);
    let mut all = match purpose {
        Use::Ca => vec![
            ext::basic_constraints(true, true, None),
            ext::key_usage(true, KeyUsage::KEY_CERT_SIGN.and(KeyUsage::CRL_SIGN)),
        ],
        Use::Signer => vec![ext::key_usage(true, signs)],
        Use::Timestamps => {
            vec![ext::key_usage(true, signs), ext::extended_key_usage(true, &[oid::KP_TIME_STAMPING])]
        }
        Use::Responses(_) => vec![
            ext::key_usage(true, KeyUsage::DIGITAL_SIGNATURE),
            ext::extended_key_usage(false, &[oid::KP_OCSP_SIGNING]),
        ],
    };
    if purpose == Use::Responses(true) {
        all.push(ext::ocsp_no_check());
    }
    all.push(ext::authority_information(None, &ocsp_url(issuer)));
    all.push(ext::crl_distribution_point(&crl_url(issuer)));
    all
}

impl Party {
    /// Its certificate and those above it, without the root.
    pub(super) fn chain(&self) -> Vec<Certificate> {
        let mut chain = Vec::new();
        let mut next = self.name;
        while party(next).issuer != next {
            chain.push(party(next).certificate.clone());
            next = party(next).issuer;
        }
        chain
    }

    /// A list of this CA.
    pub(super) fn crl(&self, this_update: &str, next_update: &str, gone: &[Gone]) -> Vec<u8> {
        self.list(time(this_update), time(next_update), gone, DigestAlgorithm::Sha256)
    }

    fn list(&self, this_update: Time, next_update: Time, gone: &[Gone], digest: DigestAlgorithm) -> Vec<u8> {
        let invalid: Vec<Vec<Vec<u8>>> = gone
            .iter()
            .map(|gone| gone.invalid.iter().map(|at| ext::invalidity_date(time(at))).collect())
            .collect();
        let revoked: Vec<Revoked<'_>> = gone
            .iter()
            .zip(&invalid)
            .map(|(gone, invalid)| Revoked {
                serial: party(gone.who).certificate.serial(),
                at: time(gone.at),
                reason: Some(gone.reason),
                extensions: invalid,
            })
            .collect();
        let spec = CrlSpec {
            issuer: self.certificate.subject().der(),
            this_update,
            next_update: Some(next_update),
            number: u64::try_from(this_update.to_unix()).expect("after 1970"),
            revoked: &revoked,
            extensions: &[],
        };
        issue::crl(&spec, self.key, self.key.default_algorithm(digest)).expect("a CRL")
    }

    /// An OCSP response of this responder about somebody.
    pub(super) fn respond(
        &self,
        about: &Self,
        status: ocsp::SingleStatus,
        this_update: &str,
        next_update: &str,
    ) -> Vec<u8> {
        let issuer = party(about.issuer);
        let id = ocsp::certificate_id(&about.certificate, &issuer.certificate, DigestAlgorithm::Sha1);
        let single = ocsp::SingleSpec {
            id: &id,
            status,
            this_update: time(this_update),
            next_update: Some(time(next_update)),
            extensions: &[],
        };
        let spec = ocsp::OcspSpec {
            responder: ocsp::Responder::Name(self.certificate.subject().der()),
            produced_at: time(this_update),
            singles: &[single],
            nonce: None,
            extensions: &[],
            certificates: std::slice::from_ref(&self.certificate),
        };
        ocsp::response(&spec, self.key, self.key.default_algorithm(DigestAlgorithm::Sha256))
            .expect("a response")
    }
}

/// A certificate that is revoked.
#[derive(Clone, Copy)]
pub(super) struct Gone {
    pub(super) who: &'static str,
    pub(super) at: &'static str,
    pub(super) reason: CrlReason,
    pub(super) invalid: Option<&'static str>,
}

pub(super) fn gone(who: &'static str, at: &'static str) -> Gone {
    Gone { who, at, reason: CrlReason::KeyCompromise, invalid: None }
}

/// The services of the PKI as they answer at a time.
pub(super) struct Services {
    pub(super) now: Time,
    pub(super) gone: Vec<Gone>,
    /// The responder is up.
    pub(super) responds: bool,
    /// What is silent.
    pub(super) down: Vec<String>,
    pub(super) digest: DigestAlgorithm,
    /// What was asked for, in order.
    pub(super) asked: Vec<String>,
}

pub(super) fn services(now: &str) -> Services {
    Services {
        now: time(now),
        gone: Vec::new(),
        responds: false,
        down: Vec::new(),
        digest: DigestAlgorithm::Sha256,
        asked: Vec::new(),
    }
}

impl Services {
    /// The list of the CA of an address. A root publishes twice a year, others each week.
    fn list(&self, issuer: &Party) -> Vec<u8> {
        let day = 24 * 3600;
        let (age, life) = if issuer.name == "root" { (30 * day, 180 * day) } else { (day, 7 * day) };
        let this_update = self.now.plus_seconds(-age);
        let known: Vec<Gone> =
            self.gone.iter().filter(|gone| time(gone.at) <= this_update).copied().collect();
        issuer.list(this_update, this_update.plus_seconds(life), &known, self.digest)
    }
}

impl Services {
    /// The issuing CA answers itself.
    fn answer(&self, request: &[u8]) -> Result<Vec<u8>> {
        let requested = ocsp::requested(request)?;
        let serial = requested.certificates.first().expect("a question").serial;
        let about = PLANS.iter().map(|plan| party(plan.0)).find(|party| party.certificate.serial() == serial);
        let about = about.expect("somebody of this PKI");
        let known = self.gone.iter().find(|gone| gone.who == about.name && time(gone.at) <= self.now);
        let status = known.map_or(ocsp::SingleStatus::Good, |gone| ocsp::SingleStatus::Revoked {
            at: time(gone.at),
            reason: gone.reason,
        });
        let until = self.now.plus_seconds(24 * 3600).to_string();
        Ok(party(about.issuer).respond(about, status, &self.now.to_string(), &until))
    }
}

impl EvidenceSource for Services {
    fn fetch(&mut self, missing: &Missing) -> Result<Vec<u8>> {
        let url = missing.url.clone().expect("only what has an address is asked for");
        self.asked.push(url.clone());
        let silent = || Error::new(ErrorKind::FetchFailed, "nobody is there");
        if self.down.contains(&url) {
            return Err(silent());
        }
        if let (Some(request), true) = (&missing.request, self.responds) {
            return self.answer(request);
        }
        let issuer = PLANS.iter().map(|plan| party(plan.0)).find(|party| crl_url(party.name) == url);
        issuer.map(|issuer| self.list(issuer)).ok_or_else(silent)
    }
}

/// An authority at a time of its own.
pub(super) struct Tsa {
    pub(super) name: &'static str,
    pub(super) time: Time,
    pub(super) misbehaviour: Vec<Misbehaviour<'static>>,
}

pub(super) fn tsa(name: &'static str, at: &str) -> Tsa {
    Tsa { name, time: time(at), misbehaviour: Vec::new() }
}

impl Tsa {
    pub(super) fn over(&self, imprint: &Digest) -> Vec<u8> {
        let party = party(self.name);
        let authority = tokens::Authority {
            key: party.key,
            chain: &party.chain(),
            time: self.time,
            misbehaviour: &self.misbehaviour,
        };
        tokens::token(imprint, &authority).expect("a token")
    }
}

impl TimestampAuthority for Tsa {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>> {
        let party = party(self.name);
        let authority = tokens::Authority {
            key: party.key,
            chain: &party.chain(),
            time: self.time,
            misbehaviour: &self.misbehaviour,
        };
        tokens::respond(request, &authority)
    }
}
