//! Facts made by hand: a path of three certificates, and answers about two of them.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;

use crate::asn1::oid;
use crate::crypto::{DigestAlgorithm, KeyKind, PrivateKey, SignatureAlgorithm};
use crate::pki::crl::{Crl, CrlReason};
use crate::pki::issue::{self, CertificateSpec, CrlSpec};
use crate::pki::revocation::{EvidenceId, RevocationAnswer, Signer, Source, Status};
use crate::pki::{Certificate, Path, PathFault};
use crate::policy::Policy;
use crate::time::Time;
use crate::verify::facts::chain::{AnswerFacts, ChainFacts, PathFacts};
use crate::verify::judge::chain::{ChainQuestion, ChainRole, Vouched};
use crate::verify::judge::proof::{Piece, Proofs};
use crate::verify::judge::validity;

pub(super) fn time(text: &str) -> Time {
    text.parse().expect("a time")
}

fn key(name: &'static str) -> &'static PrivateKey {
    static KEYS: OnceLock<BTreeMap<&str, PrivateKey>> = OnceLock::new();
    let names = ["root", "ca", "other-ca", "leaf", "responder"];
    let make = || names.map(|name| (name, PrivateKey::generate(KeyKind::EcP256).expect("a key"))).into();
    &KEYS.get_or_init(make)[name]
}

/// A certificate of one of these keys, signed by another one.
pub(super) fn issued(
    name: &'static str,
    issuer: &'static str,
    validity: (&str, &str),
    digest: DigestAlgorithm,
) -> Certificate {
    let spec = CertificateSpec {
        serial: &[7],
        issuer: &issue::name(&[(oid::COMMON_NAME, issuer)]),
        subject: &issue::name(&[(oid::COMMON_NAME, name)]),
        not_before: time(validity.0),
        not_after: time(validity.1),
        spki: key(name).spki(),
        extensions: &[],
    };
    issue::certificate(&spec, key(issuer), SignatureAlgorithm::Ecdsa(digest)).expect("a certificate")
}

/// An answer that rests on the evidence with this number.
#[derive(Clone)]
pub(super) struct Told {
    pub(super) evidence: Vec<u64>,
    pub(super) status: Status,
    pub(super) this_update: Time,
    pub(super) next_update: Option<Time>,
    pub(super) keeps_expired_since: Option<Time>,
    pub(super) digest: DigestAlgorithm,
    /// The path of a signer other than the issuer.
    pub(super) signer: Option<Rc<PathFacts>>,
}

pub(super) fn good(evidence: u64, from: &str, until: &str) -> Told {
    Told {
        evidence: vec![evidence],
        status: Status::Good,
        this_update: time(from),
        next_update: Some(time(until)),
        keeps_expired_since: None,
        digest: DigestAlgorithm::Sha256,
        signer: None,
    }
}

pub(super) fn revoked(evidence: u64, from: &str, until: &str, at: &str) -> Told {
    let reason = CrlReason::KeyCompromise;
    let status = Status::Revoked { at: time(at), reason, invalidity_date: None };
    Told { status, ..good(evidence, from, until) }
}

pub(super) fn on_hold(evidence: u64, from: &str, until: &str, at: &str) -> Told {
    let reason = CrlReason::CertificateHold;
    let status = Status::Revoked { at: time(at), reason, invalidity_date: None };
    Told { status, ..good(evidence, from, until) }
}

impl Told {
    pub(super) fn by(self, signer: &Rc<PathFacts>) -> Self {
        Self { signer: Some(Rc::clone(signer)), ..self }
    }

    fn facts(&self) -> AnswerFacts {
        let answer = RevocationAnswer {
            source: Source::Crl,
            status: self.status,
            this_update: self.this_update,
            next_update: self.next_update,
            produced_at: None,
            keeps_expired_since: self.keeps_expired_since,
            signer: match &self.signer {
                Some(facts) => Signer::Delegated { path: facts.path.clone(), no_check: facts.leaf_exempt },
                None => Signer::Issuer,
            },
            algorithm: Some(SignatureAlgorithm::Ecdsa(self.digest)),
            evidence: self.evidence.iter().map(|number| evidence(*number)).collect(),
            faults: Vec::new(),
        };
        AnswerFacts { answer, signer: self.signer.clone() }
    }
}

/// Something to tell evidence apart by.
fn evidence(number: u64) -> EvidenceId {
    let spec = CrlSpec {
        issuer: &issue::name(&[]),
        this_update: time("2026-01-01"),
        next_update: None,
        number,
        revoked: &[],
        extensions: &[],
    };
    // Ed25519 makes the same signature each time, and nobody looks at it.
    static KEY: OnceLock<PrivateKey> = OnceLock::new();
    let key = KEY.get_or_init(|| PrivateKey::generate(KeyKind::Ed25519).expect("a key"));
    let der = issue::crl(&spec, key, SignatureAlgorithm::Ed25519).expect("a CRL");
    EvidenceId::Crl(Crl::from_der(der).expect("a CRL"))
}

/// A path and what is known of revocation on it, the leaf first.
pub(super) fn path(chain: &[Certificate], told: &[&[Told]], exempt: bool) -> Rc<PathFacts> {
    let told = chain.windows(2).enumerate().map(|(index, _)| told.get(index).copied().unwrap_or_default());
    Rc::new(PathFacts {
        path: Path { chain: chain.to_vec(), anchored: true, faults: Vec::new() },
        revocation: told.map(|told| told.iter().map(Told::facts).collect()).collect(),
        pinned: vec![false; chain.len()],
        leaf_exempt: exempt,
    })
}

/// A question about a path of three certificates. By default everything is good in 2027.
pub(super) struct World {
    pub(super) chain: Vec<Certificate>,
    pub(super) of_leaf: Vec<Told>,
    pub(super) of_ca: Vec<Told>,
    pub(super) pinned: Vec<bool>,
    pub(super) faults: Vec<PathFault>,
    pub(super) policy: Policy,
    /// By when which evidence is proven to have existed.
    pub(super) proofs: Vec<(u64, &'static str)>,
    pub(super) now: &'static str,
    pub(super) role: ChainRole,
}

impl World {
    pub(super) fn new() -> Self {
        let sha256 = DigestAlgorithm::Sha256;
        Self {
            chain: vec![
                issued("leaf", "ca", ("2026-01-01", "2031-01-01"), sha256),
                issued("ca", "root", ("2020-01-01", "2040-01-01"), sha256),
                issued("root", "root", ("2020-01-01", "2050-01-01"), sha256),
            ],
            of_leaf: vec![good(1, "2027-05-25", "2027-06-10")],
            of_ca: vec![good(2, "2027-01-01", "2027-12-31")],
            pinned: vec![false; 3],
            faults: Vec::new(),
            policy: Policy::strict(),
            proofs: Vec::new(),
            now: "2027-06-01",
            role: ChainRole::Signer,
        }
    }

    /// The CA and the root.
    pub(super) fn above(&self) -> &[Certificate] {
        &self.chain[1..]
    }

    pub(super) fn facts(&self) -> Rc<PathFacts> {
        let facts = path(&self.chain, &[&self.of_leaf, &self.of_ca], false);
        let mut facts = Rc::into_inner(facts).expect("one owner");
        facts.pinned = self.pinned.clone();
        facts.path.faults = self.faults.clone();
        Rc::new(facts)
    }

    fn asked<T>(&self, ask: impl FnOnce(&ChainQuestion<'_>) -> T) -> T {
        let mut proofs = Proofs::new(time(self.now));
        for (number, at) in &self.proofs {
            proofs.add(Piece::Evidence(evidence(*number).identifier()), time(at));
        }
        ask(&ChainQuestion {
            policy: &self.policy,
            proofs: &proofs,
            now: time(self.now),
            role: self.role,
            admitted: &|_| true,
        })
    }

    /// What speaks against something that existed at this time: which certificate, and why.
    pub(super) fn against(&self, existed: &str) -> Vec<(usize, String)> {
        let facts = self.facts();
        self.asked(|question| names(&question.vouched(&facts), time(existed)))
    }

    pub(super) fn until(&self) -> Option<Time> {
        let facts = self.facts();
        self.asked(|question| question.vouched(&facts).until())
    }

    /// Which evidence is relied on, by certificate.
    pub(super) fn relied(&self) -> Vec<(usize, Time)> {
        let facts = self.facts();
        self.asked(|question| {
            let vouched = question.vouched(&facts);
            vouched.relied.iter().map(|(index, answer)| (*index, answer.answer.this_update)).collect()
        })
    }

    /// The verdict on several paths for something that is proven to have existed, or is only there now.
    pub(super) fn judged<T>(
        &self,
        paths: Vec<Rc<PathFacts>>,
        proven: Option<&str>,
        look: impl FnOnce(&validity::ChainVerdict<'_>) -> T,
    ) -> T {
        let chain = ChainFacts { paths };
        self.asked(|question| {
            look(&validity::verdict(&chain, question, proven.map(time), true).expect("a path"))
        })
    }
}

pub(super) fn names(vouched: &Vouched<'_>, existed: Time) -> Vec<(usize, String)> {
    let name =
        |what: String| what.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
    vouched.against(existed).map(|o| (o.index, name(format!("{:?}", o.what)))).collect()
}

/// One question: what of the world is changed, what existed when, and what speaks against it.
pub(super) type Row = (&'static str, fn(&mut World), &'static str, &'static [(usize, &'static str)]);

pub(super) fn assert_rows(rows: &[Row]) {
    for (name, change, existed, expected) in rows {
        let mut world = World::new();
        change(&mut world);
        let found = world.against(existed);
        let found: Vec<(usize, &str)> = found.iter().map(|(index, what)| (*index, what.as_str())).collect();
        assert_eq!(found, *expected, "{name}");
    }
}
