//! What OCSP responses say about a certificate (RFC 6960 3.2).

use super::{
    EvidenceId, RevocationAnswer, RevocationChecker, RevocationFault, Signer, Source, Status, signer,
};
use crate::pki::ocsp::{Agreement, OcspResponse, SingleResponse, SingleStatus};
use crate::pki::{Certificate, PathFinder};
use crate::time::Time;

/// One answer for each single response about the certificate.
pub(super) fn answers(
    checker: &mut RevocationChecker,
    responses: &[OcspResponse],
    certificate: &Certificate,
    issuer: &Certificate,
    finder: &mut PathFinder<'_>,
    at: Time,
) -> Vec<RevocationAnswer> {
    let mut out = Vec::new();
    for response in responses {
        for single in response.responses() {
            let Ok(single) = single else {
                // What stands before the damage was signed as well, but no honest responder signs this.
                mark(&mut out, response, || RevocationFault::Malformed {
                    what: "single response".to_owned(),
                });
                break;
            };
            if checker.entries.spend(1).is_err() {
                mark(&mut out, response, || RevocationFault::LimitReached);
                return out;
            }
            let agreement = single.id.agrees(certificate, issuer);
            if agreement == Agreement::OtherSerial {
                continue;
            }
            let signed = signer::of_response(checker, response, issuer, finder, at);
            out.push(answer(response, &single, agreement, signed.map(|signed| signed.signer)));
        }
    }
    out
}

/// Adds a fault to the answers that rest on this response.
fn mark(out: &mut [RevocationAnswer], response: &OcspResponse, fault: impl Fn() -> RevocationFault) {
    let evidence = EvidenceId::Ocsp(response.clone());
    for answer in out.iter_mut().filter(|answer| answer.evidence.contains(&evidence)) {
        answer.faults.push(fault());
    }
}

fn answer(
    response: &OcspResponse,
    single: &SingleResponse<'_>,
    agreement: Agreement,
    signer: Result<Signer, RevocationFault>,
) -> RevocationAnswer {
    let mut faults = Vec::new();
    match agreement {
        Agreement::Same | Agreement::OtherSerial => {}
        Agreement::OtherIssuer => faults.push(RevocationFault::OtherIssuer),
        Agreement::AlgorithmUnknown => faults.push(RevocationFault::CertificateIdUnsupported),
    }
    for oid in response.unknown_critical().into_iter().chain(single.unknown_critical.as_deref()) {
        faults.push(RevocationFault::UnknownCriticalExtension { oid: oid.to_owned() });
    }
    let signer = signer.unwrap_or_else(|fault| {
        faults.push(fault);
        Signer::Unknown
    });
    RevocationAnswer {
        source: Source::Ocsp,
        status: match single.status {
            SingleStatus::Good => Status::Good,
            SingleStatus::Revoked { at, reason } => {
                Status::Revoked { at, reason, invalidity_date: single.invalidity_date }
            }
            SingleStatus::Unknown => Status::Unknown,
        },
        this_update: single.this_update,
        next_update: single.next_update,
        produced_at: Some(response.produced_at()),
        keeps_expired_since: single.archive_cutoff,
        signer,
        algorithm: response.signed().algorithm().ok(),
        evidence: vec![EvidenceId::Ocsp(response.clone())],
        faults,
    }
}
