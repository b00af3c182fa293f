//! What the CRLs at hand say about a certificate (RFC 5280 6.3.3).

use std::cmp::Reverse;

use super::{
    EvidenceId, RevocationAnswer, RevocationChecker, RevocationFault, SignedBy, Signer, Source, Status,
    signer,
};
use crate::asn1::oid;
use crate::crypto::SignatureAlgorithm;
use crate::pki::crl::{Crl, CrlReason, DistributionPoint, EntryFault, Reasons, Revocation};
use crate::pki::{Certificate, PathFinder};
use crate::time::Time;

/// One answer for each CRL that covers all reasons, and one for those that do so together.
pub(super) fn answers(
    checker: &mut RevocationChecker,
    crls: &[Crl],
    certificate: &Certificate,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Vec<RevocationAnswer> {
    let points = points_of(certificate);
    let mut deltas = Vec::new();
    let mut complete = Vec::new();
    // What is only told when there is nothing better.
    let mut aside = Vec::new();
    for crl in crls {
        match relation(crl, certificate, &points) {
            Relation::None => {}
            Relation::OutOfScope(what) => {
                aside.push(unusable(crl, RevocationFault::OutOfScope { what }));
            }
            Relation::Covers(_) if crl.delta_base().is_some() => deltas.push(crl),
            Relation::Covers(reasons) => complete.push((crl, reasons)),
        }
    }
    let mut question = Question { checker, certificate, issuer, finder, at };
    let mut out = Vec::new();
    let mut parts = Vec::new();
    for (crl, reasons) in &complete {
        let answer = question.ask(crl, &deltas);
        let partial = *reasons != Reasons::ALL && answer.is_usable() && answer.status == Status::Good;
        if partial {
            parts.push((*reasons, answer));
        } else {
            out.push(answer);
        }
    }
    let used = |delta: &Crl, answers: &[RevocationAnswer]| {
        let evidence = EvidenceId::Crl(delta.clone());
        answers.iter().any(|answer| answer.evidence.contains(&evidence))
    };
    for delta in deltas.iter().filter(|delta| {
        !used(delta, &out) && !parts.iter().any(|(_, answer)| used(delta, std::slice::from_ref(answer)))
    }) {
        aside.push(question.lone_delta(delta));
    }
    match combine(parts) {
        Some(answer) if answer.is_usable() => out.push(answer),
        Some(answer) => aside.push(answer),
        None => {}
    }
    if !out.iter().any(RevocationAnswer::is_usable) {
        out.extend(aside);
    }
    out
}

/// The distribution points of a certificate, and the one that is assumed for any other CRL of its issuer.
fn points_of(certificate: &Certificate) -> Vec<DistributionPoint> {
    let issuer = certificate.issuer();
    let named = certificate.extensions().find(|extension| extension.oid == oid::CRL_DISTRIBUTION_POINTS);
    // One that cannot be read is a fault of the path; the issuer's own CRLs are still to be had.
    let named = named.and_then(|extension| DistributionPoint::read_all(extension.value, issuer).ok());
    let mut points = named.unwrap_or_default();
    points.push(DistributionPoint::implied(issuer));
    points
}

/// How a CRL concerns a certificate.
enum Relation {
    /// Of another CA altogether.
    None,
    OutOfScope(&'static str),
    Covers(Reasons),
}

/// RFC 5280 6.3.3 (b) and (d).
fn relation(crl: &Crl, certificate: &Certificate, points: &[DistributionPoint]) -> Relation {
    let own = crl.issuer().matches(certificate.issuer());
    let names_crl_issuer = |point: &DistributionPoint| {
        point.crl_issuer.as_ref().is_some_and(|names| names.contains(crl.issuer()))
    };
    if !own && !points.iter().any(names_crl_issuer) {
        return Relation::None;
    }
    let scope = crl.issuing_point();
    if let Some(scope) = scope {
        let ca = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
        if scope.only_user_certificates && ca {
            return Relation::OutOfScope("only for certificates of users");
        }
        if scope.only_ca_certificates && !ca {
            return Relation::OutOfScope("only for certificates of CAs");
        }
        if scope.only_attribute_certificates {
            return Relation::OutOfScope("only for attribute certificates");
        }
    }
    if !own && !scope.is_some_and(|scope| scope.indirect) {
        return Relation::OutOfScope("of another issuer and not indirect");
    }
    let mut covered = Reasons::NONE;
    let mut reached = false;
    for point in points {
        let issued = match &point.crl_issuer {
            Some(names) => names.contains(crl.issuer()),
            None => own,
        };
        let named = match (scope.and_then(|scope| scope.name.as_ref()), &point.name) {
            (None, _) => true,
            (Some(issuing), Some(name)) => issuing.meets(name),
            (Some(issuing), None) => point.crl_issuer.as_ref().is_some_and(|names| issuing.meets(names)),
        };
        if issued && named {
            reached = true;
            let some = scope.and_then(|scope| scope.only_some_reasons).unwrap_or(Reasons::ALL);
            covered = covered.or(some.and(point.reasons.unwrap_or(Reasons::ALL)));
        }
    }
    match reached {
        true if covered == Reasons::NONE => Relation::OutOfScope("for no reason that the certificate names"),
        true => Relation::Covers(covered),
        false => Relation::OutOfScope("of another distribution point"),
    }
}

/// One certificate, and all that is needed to ask CRLs about it.
struct Question<'a, 'f> {
    checker: &'a mut RevocationChecker,
    certificate: &'a Certificate,
    issuer: &'a Certificate,
    finder: &'a mut PathFinder<'f>,
    at: Time,
}

impl Question<'_, '_> {
    /// RFC 5280 6.3.3 (c) and (f) to (k) for one complete CRL.
    fn ask(&mut self, crl: &Crl, deltas: &[&Crl]) -> RevocationAnswer {
        let SignedBy { signer, certificate: key } = match self.trusted(crl) {
            Ok(found) => found,
            Err(fault) => return unusable(crl, fault),
        };
        let mut answer = plain(crl, signer, Status::Good);
        let mut found = None;
        if let Some((delta, entry)) = self.newest_delta(crl, deltas, &key) {
            answer.this_update = delta.this_update();
            // The CRL alone would do until its own nextUpdate.
            answer.next_update = delta.next_update().max(crl.next_update());
            answer.algorithm = weaker(answer.algorithm, delta.signed().algorithm().ok());
            answer.evidence.push(EvidenceId::Crl(delta.clone()));
            found = entry;
        }
        if found.is_none() {
            match self.find(crl) {
                Ok(entry) => found = entry,
                Err(fault) => return unusable(crl, fault),
            }
        }
        if let Some(Revocation { at, reason, invalidity_date }) = found
            && reason != CrlReason::RemoveFromCrl
        {
            answer.status = Status::Revoked { at, reason, invalidity_date };
        }
        answer
    }

    /// Who signed it, if nothing forbids its use.
    fn trusted(&mut self, crl: &Crl) -> Result<SignedBy, RevocationFault> {
        if let Some(oid) = crl.unknown_critical() {
            return Err(RevocationFault::UnknownCriticalExtension { oid: oid.to_owned() });
        }
        if let Some(what) = crl.malformed() {
            return Err(RevocationFault::Malformed { what: what.to_owned() });
        }
        signer::of_crl(self.checker, crl, self.issuer, self.finder, self.at)
    }

    /// RFC 5280 5.2.4: the delta with the highest number that continues this CRL and can be used, and what it says.
    fn newest_delta<'c>(
        &mut self,
        crl: &Crl,
        deltas: &[&'c Crl],
        key: &Certificate,
    ) -> Option<(&'c Crl, Option<Revocation>)> {
        let mut continuing: Vec<&Crl> = deltas.iter().copied().filter(|d| continues(d, crl)).collect();
        continuing.sort_by_key(|delta| Reverse(magnitude(delta.number())));
        continuing.into_iter().find_map(|delta| {
            let signed = self.trusted(delta).ok()?;
            // RFC 5280 6.3.3 (h): the key that signed the complete CRL.
            let same = signed.certificate.spki() == key.spki();
            let entry = if same { self.find(delta).ok()? } else { return None };
            Some((delta, entry))
        })
    }

    fn find(&mut self, crl: &Crl) -> Result<Option<Revocation>, RevocationFault> {
        let (issuer, serial) = (self.certificate.issuer(), self.certificate.serial());
        crl.find(issuer, serial, &mut self.checker.entries).map_err(|fault| match fault {
            EntryFault::UnknownCritical(oid) => RevocationFault::UnknownCriticalExtension { oid },
            EntryFault::NotIndirect => RevocationFault::Malformed {
                what: "certificateIssuer in a CRL that is not indirect".to_owned(),
            },
            EntryFault::Unreadable(error) if error.kind() == crate::error::ErrorKind::LimitExceeded => {
                RevocationFault::LimitReached
            }
            EntryFault::Unreadable(error) => RevocationFault::Malformed { what: error.detail().to_owned() },
        })
    }

    /// Why a delta was of no use.
    fn lone_delta(&mut self, delta: &Crl) -> RevocationAnswer {
        unusable(delta, self.trusted(delta).err().unwrap_or(RevocationFault::DeltaWithoutBase))
    }
}

/// RFC 5280 5.2.4 and 6.3.3 (c): of the same issuer and scope, made on top of this CRL or an older one, and newer.
fn continues(delta: &Crl, base: &Crl) -> bool {
    let (Some(from), Some(to), Some(number)) = (delta.delta_base(), delta.number(), base.number()) else {
        return false;
    };
    let (from, to, number) = (magnitude(Some(from)), magnitude(Some(to)), magnitude(Some(number)));
    delta.issuer().matches(base.issuer())
        && delta.issuing_point() == base.issuing_point()
        && delta.authority_key_id() == base.authority_key_id()
        && number >= from
        && number < to
}

/// Orders numbers without leading zeros.
fn magnitude(number: Option<&[u8]>) -> (usize, &[u8]) {
    let number = number.unwrap_or_default();
    (number.len(), number)
}

/// RFC 5280 6.3.3 (l): CRLs for some reasons each that cover all of them together, the newest first.
fn combine(mut parts: Vec<(Reasons, RevocationAnswer)>) -> Option<RevocationAnswer> {
    parts.sort_by_key(|(_, answer)| Reverse(answer.this_update));
    let mut parts = parts.into_iter();
    let (mut covered, mut whole) = parts.next()?;
    for (reasons, part) in parts {
        if !reasons.exceeds(covered) {
            continue;
        }
        covered = covered.or(reasons);
        whole.this_update = whole.this_update.min(part.this_update);
        whole.next_update = match (whole.next_update, part.next_update) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        // Only as far back as every one of them reaches.
        whole.keeps_expired_since = match (whole.keeps_expired_since, part.keeps_expired_since) {
            (Some(one), Some(other)) => Some(one.max(other)),
            _ => None,
        };
        whole.algorithm = weaker(whole.algorithm, part.algorithm);
        whole.evidence.extend(part.evidence);
        match (&whole.signer, part.signer) {
            (_, Signer::Issuer) => {}
            (Signer::Issuer, delegated) => whole.signer = delegated,
            (known, other) if *known == other => {}
            _ => {
                whole.faults.push(RevocationFault::NotAuthorised { what: "partition of several CRL issuers" })
            }
        }
    }
    if covered != Reasons::ALL {
        whole.faults.push(RevocationFault::ReasonsNotCovered { missing: covered.missing() });
    }
    Some(whole)
}

/// Of two algorithms the one that a policy is more likely to refuse.
fn weaker(one: Option<SignatureAlgorithm>, other: Option<SignatureAlgorithm>) -> Option<SignatureAlgorithm> {
    let digest = |algorithm: &Option<SignatureAlgorithm>| algorithm.and_then(SignatureAlgorithm::digest);
    match (digest(&one), digest(&other)) {
        (Some(first), Some(second)) if second < first => other,
        (None, Some(_)) => other,
        _ => one,
    }
}

fn unusable(crl: &Crl, fault: RevocationFault) -> RevocationAnswer {
    RevocationAnswer { faults: vec![fault], ..plain(crl, Signer::Unknown, Status::Unknown) }
}

fn plain(crl: &Crl, signer: Signer, status: Status) -> RevocationAnswer {
    RevocationAnswer {
        source: Source::Crl,
        status,
        this_update: crl.this_update(),
        next_update: crl.next_update(),
        produced_at: None,
        keeps_expired_since: crl.keeps_expired_since(),
        signer,
        algorithm: crl.signed().algorithm().ok(),
        evidence: vec![EvidenceId::Crl(crl.clone())],
        faults: Vec::new(),
    }
}
