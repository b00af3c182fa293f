//! What an answer is, whatever it is called, and how long it may be used again.

use crate::asn1::{Element, Tag};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pki::crl::Crl;
use crate::pki::ocsp::OcspResponse;
use crate::pki::{ValidationData, certificates_from};
use crate::report::Evidence;
use crate::time::Time;

/// Whether these bytes are what was asked for, and until when they say that they hold. A page of HTML with status
/// 200 is not an answer.
///
/// # Errors
/// [`ErrorKind::FetchFailed`].
pub(super) fn next_update(what: Evidence, bytes: &[u8]) -> Result<Option<Time>> {
    let limits = Limits::default();
    match what {
        Evidence::Crl => crl(bytes, &limits).map_err(|_| not("a CRL")),
        Evidence::Ocsp => ocsp(bytes, &limits).map_err(|error| match error.kind() {
            // Whoever says "try later" has answered, but has nothing to say.
            ErrorKind::OcspUnsuccessful => {
                let why = format!("the OCSP responder declines: {}", error.detail());
                Error::new(ErrorKind::FetchFailed, why)
            }
            _ => not("an OCSP response"),
        }),
        Evidence::IssuerCertificate => match certificates_from(bytes, &limits) {
            Ok(_) => Ok(None),
            Err(_) => Err(not("a certificate")),
        },
        Evidence::Timestamp => timestamp(bytes).map(|()| None).map_err(|_| not("a timestamp response")),
        Evidence::TrustAnchor => Err(Error::new(ErrorKind::UrlRefused, "trust is never fetched")),
    }
}

/// In DER or PEM, one or many: the earliest nextUpdate; none if one of them has none.
fn crl(bytes: &[u8], limits: &Limits) -> Result<Option<Time>> {
    let mut data = ValidationData::new();
    data.add_crl(bytes, limits)?;
    let times = data.crls().map(|crl| Ok(Crl::from_der(crl.to_vec())?.next_update()));
    earliest(times)
}

fn ocsp(bytes: &[u8], limits: &Limits) -> Result<Option<Time>> {
    let response = OcspResponse::from_der(bytes, limits)?;
    earliest(response.responses().map(|single| Ok(single?.next_update)))
}

fn earliest(times: impl Iterator<Item = Result<Option<Time>>>) -> Result<Option<Time>> {
    let times: Option<Vec<Time>> = times.collect::<Result<_>>()?;
    Ok(times.and_then(|times| times.into_iter().min()))
}

/// TimeStampResp (RFC 3161 2.4.2), which begins with the PKIStatusInfo. What it says is judged by whoever asked.
fn timestamp(bytes: &[u8]) -> Result<()> {
    let mut response = Element::from_der(bytes, "TimeStampResp")?.reader();
    response.sequence("PKIStatusInfo")?.expect(Tag::INTEGER, "status")?;
    Ok(())
}

fn not(what: &str) -> Error {
    Error::new(ErrorKind::FetchFailed, format!("the answer is not {what}"))
}
