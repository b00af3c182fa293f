//! Whose signature an answer may bear: RFC 5280 6.3.3 (f) and (g) for CRLs, RFC 6960 4.2.2.2 for OCSP responses.

use super::{RevocationChecker, RevocationFault, SignatureCheck, SignedBy, Signer, signed};
use crate::asn1::{Oid, oid};
use crate::pki::crl::Crl;
use crate::pki::ocsp::{OcspResponse, ResponderId};
use crate::pki::{Certificate, KeyUsage, Path, PathConstraints, PathFault, PathFinder};
use crate::time::Time;

/// Who signed a CRL, and by which certificate; the most telling fault if nobody did who may.
pub(super) fn of_crl(
    checker: &mut RevocationChecker,
    crl: &Crl,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<SignedBy, RevocationFault> {
    checker.signer(crl.address(), issuer, at, |checker| look_for_crl(checker, crl, issuer, finder, at))
}

fn look_for_crl(
    checker: &mut RevocationChecker,
    crl: &Crl,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<SignedBy, RevocationFault> {
    let mut candidates = Vec::new();
    if issuer.subject().matches(crl.issuer()) {
        candidates.push(issuer.clone());
    }
    candidates.extend(finder.certificates_named(crl.issuer()));
    // Key identifiers are a hint alone: wrong ones exist.
    candidates.sort_by_key(|candidate| candidate.answers_to_key_id(crl.authority_key_id()));
    let mut attempt = Attempt::new();
    for candidate in candidates {
        if !attempt.signed(checker, crl.signed(), crl.address(), &candidate) {
            continue;
        }
        if candidate.key_usage().is_some_and(|usage| !usage.allows(KeyUsage::CRL_SIGN)) {
            attempt.note(RevocationFault::NotAuthorised { what: "key usage without cRLSign" });
            continue;
        }
        if candidate.spki() == issuer.spki() && candidate.subject().matches(issuer.subject()) {
            return Ok(SignedBy { signer: Signer::Issuer, certificate: candidate });
        }
        match path_below_the_same_anchor(&candidate, issuer, finder, at) {
            Ok(path) => {
                let signer = Signer::Delegated { path, no_check: false };
                return Ok(SignedBy { signer, certificate: candidate });
            }
            Err(fault) => attempt.note(fault),
        }
    }
    Err(attempt.fault)
}

/// Who signed an OCSP response.
pub(super) fn of_response(
    checker: &mut RevocationChecker,
    response: &OcspResponse,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<SignedBy, RevocationFault> {
    let look = |checker: &mut RevocationChecker| look_for_responder(checker, response, issuer, finder, at);
    checker.signer(response.address(), issuer, at, look)
}

fn look_for_responder(
    checker: &mut RevocationChecker,
    response: &OcspResponse,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<SignedBy, RevocationFault> {
    let mut candidates = vec![issuer.clone()];
    candidates.extend(response.certificates().iter().cloned());
    match response.responder() {
        ResponderId::Name(name) => candidates.extend(finder.certificates_named(name)),
        ResponderId::KeyHash(hash) => candidates.extend(checker.of_key_hash(hash)),
    }
    let mut attempt = Attempt::new();
    for candidate in candidates {
        if !response.responder().names(&candidate)
            || !attempt.signed(checker, response.signed(), response.address(), &candidate)
        {
            continue;
        }
        if candidate.spki() == issuer.spki() {
            return Ok(SignedBy { signer: Signer::Issuer, certificate: candidate });
        }
        if let Err(what) = may_respond(&candidate, issuer) {
            attempt.note(RevocationFault::NotAuthorised { what });
            continue;
        }
        match responder_path(&candidate, issuer, finder, at) {
            Ok(path) => {
                let no_check = candidate.extensions().any(|extension| extension.oid == oid::OCSP_NO_CHECK);
                return Ok(SignedBy { signer: Signer::Delegated { path, no_check }, certificate: candidate });
            }
            Err(fault) => attempt.note(fault),
        }
    }
    Err(attempt.fault)
}

/// The search for a signer, and the fault that came closest to success.
struct Attempt {
    fault: RevocationFault,
}

impl Attempt {
    fn new() -> Self {
        Self { fault: RevocationFault::SignerNotFound }
    }

    /// Whether the candidate's key made the signature.
    fn signed(
        &mut self,
        checker: &mut RevocationChecker,
        object: &signed::Signed,
        address: usize,
        candidate: &Certificate,
    ) -> bool {
        match checker.signature(object, address, candidate) {
            SignatureCheck::Good => return true,
            SignatureCheck::Bad => self.note(RevocationFault::SignatureInvalid),
            SignatureCheck::Unsupported(detail) => {
                self.note(RevocationFault::SignatureUnsupported { detail })
            }
            SignatureCheck::LimitReached => self.note(RevocationFault::LimitReached),
        }
        false
    }

    fn note(&mut self, fault: RevocationFault) {
        let rank = |fault: &RevocationFault| match fault {
            RevocationFault::SignerNotFound => 0,
            RevocationFault::SignatureInvalid => 1,
            RevocationFault::SignatureUnsupported { .. } => 2,
            RevocationFault::LimitReached => 3,
            RevocationFault::NotAuthorised { .. } => 4,
            _ => 5,
        };
        if rank(&fault) > rank(&self.fault) {
            self.fault = fault;
        }
    }
}

/// RFC 6960 4.2.2.2: the CA itself says so in the responder's certificate.
fn may_respond(responder: &Certificate, issuer: &Certificate) -> Result<(), &'static str> {
    if !responder.extended_key_usage().iter().any(|purpose| Oid(purpose) == oid::KP_OCSP_SIGNING) {
        return Err("extended key usage without OCSPSigning");
    }
    if responder.key_usage_allows_signing() == Some(false) {
        return Err("key usage without digitalSignature");
    }
    if responder.issuer().matches(issuer.subject()) { Ok(()) } else { Err("responder of another CA") }
}

/// The responder's path. It was issued with the very key of the certificate that is asked about (RFC 6960 4.2.2.2):
/// another key of the CA, or another CA of its name, will not do.
fn responder_path(
    responder: &Certificate,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<Path, RevocationFault> {
    let through_issuer = |path: &Path| path.chain.get(1).is_some_and(|next| next.spki() == issuer.spki());
    choose(finder.paths(responder, at, &PathConstraints::default()), through_issuer)
}

/// RFC 5280 6.3.3 (f): the anchor must be that of the certificate.
fn path_below_the_same_anchor(
    signer: &Certificate,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Result<Path, RevocationFault> {
    let above = finder.paths(issuer, at, &PathConstraints::default());
    let anchors: Vec<_> =
        above.iter().filter(|path| path.anchored).filter_map(|path| path.chain.last()).cloned().collect();
    let same = |path: &Path| {
        let anchor = path.chain.last();
        anchors.is_empty() || anchor.is_some_and(|anchor| anchors.iter().any(|known| same_ca(known, anchor)))
    };
    choose(finder.paths(signer, at, &PathConstraints::default()), same)
}

fn same_ca(one: &Certificate, other: &Certificate) -> bool {
    one.spki() == other.spki() && one.subject().matches(other.subject())
}

/// The first path that leads to an anchor, has no fault but those that the judge weighs, and is one of `these`.
fn choose(paths: Vec<Path>, these: impl Fn(&Path) -> bool) -> Result<Path, RevocationFault> {
    let mut fault = None;
    for path in paths {
        let blocking = path.faults.iter().find(|fault| !is_weighed_above(fault)).cloned();
        if blocking.is_none() && path.anchored && these(&path) {
            return Ok(path);
        }
        fault = fault.or(blocking);
    }
    Err(RevocationFault::SignerPath { fault })
}

/// Times, which depend on proofs of existence, and strength, which depends on the policy.
fn is_weighed_above(fault: &PathFault) -> bool {
    fault.is_about_time() || matches!(fault, PathFault::WeakAlgorithm { .. } | PathFault::WeakKey { .. })
}
