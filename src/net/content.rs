//! What an answer is, whatever it is called, and how long it may be used again.

use std::borrow::Cow;

use crate::asn1::{Element, Reader, Tag};
use crate::crypto::pem_blocks;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pki::certificates_from;
use crate::report::Evidence;
use crate::time::Time;

/// Whether these bytes are what was asked for, and until when they say that they hold. A page of HTML with status
/// 200 is not an answer.
///
/// # Errors
/// [`ErrorKind::FetchFailed`].
pub(super) fn next_update(what: Evidence, bytes: &[u8]) -> Result<Option<Time>> {
    match what {
        Evidence::Crl => crl(bytes).map_err(|_| not("a CRL")),
        Evidence::Ocsp => ocsp(bytes),
        Evidence::IssuerCertificate => match certificates_from(bytes, &Limits::default()) {
            Ok(_) => Ok(None),
            Err(_) => Err(not("a certificate")),
        },
        Evidence::Timestamp => timestamp(bytes).map(|()| None),
        Evidence::TrustAnchor => Err(Error::new(ErrorKind::UrlRefused, "trust is never fetched")),
    }
}

/// CertificateList (RFC 5280 5.1), in DER or PEM.
fn crl(bytes: &[u8]) -> Result<Option<Time>> {
    let der = der_of(bytes, "X509 CRL")?;
    let mut list = Element::from_der(&der, "CRL")?.reader().sequence("tbsCertList")?;
    list.optional(Tag::INTEGER)?;
    list.sequence("signature")?;
    list.sequence("issuer")?;
    list.element()?.time("thisUpdate")?;
    match list.peek() {
        Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => list.element()?.time("nextUpdate").map(Some),
        _ => Ok(None),
    }
}

/// OCSPResponse (RFC 6960 4.2.1). The statuses that say "not now" or "not you" are failures.
fn ocsp(bytes: &[u8]) -> Result<Option<Time>> {
    let malformed = |_| not("an OCSP response");
    let mut response = Element::from_der(bytes, "OCSP response").map_err(malformed)?.reader();
    let status = response.expect(Tag::ENUMERATED, "responseStatus").map_err(malformed)?;
    match status.content {
        [0] => {}
        [1] => return Err(Error::new(ErrorKind::FetchFailed, "the responder could not read the request")),
        [2] => return Err(Error::new(ErrorKind::FetchFailed, "internal error of the responder")),
        [3] => return Err(Error::new(ErrorKind::FetchFailed, "the responder says: try later")),
        [5] => return Err(Error::new(ErrorKind::FetchFailed, "the responder wants signed requests")),
        [6] => return Err(Error::new(ErrorKind::FetchFailed, "the responder does not answer for this CA")),
        _ => return Err(not("an OCSP response")),
    }
    earliest_next_update(&mut response).map_err(malformed)
}

/// The earliest nextUpdate of all single responses; none if one of them has none.
fn earliest_next_update(response: &mut Reader<'_>) -> Result<Option<Time>> {
    let mut bytes = response.enter(Tag::context(0), "responseBytes")?.sequence("ResponseBytes")?;
    bytes.oid("responseType")?;
    let basic = bytes.expect(Tag::OCTET_STRING, "response")?;
    let mut data =
        Element::from_der(basic.content, "BasicOCSPResponse")?.reader().sequence("tbsResponseData")?;
    data.optional(Tag::context(0))?;
    data.element()?;
    data.expect(Tag::GENERALIZED_TIME, "producedAt")?;
    let mut singles = data.sequence("responses")?;
    let mut earliest: Option<Time> = None;
    while !singles.is_empty() {
        let mut single = singles.sequence("SingleResponse")?;
        single.sequence("certID")?;
        single.element()?;
        single.element()?.time("thisUpdate")?;
        if single.peek() != Some(Tag::context(0)) {
            return Ok(None);
        }
        let next = single.enter(Tag::context(0), "nextUpdate")?.element()?.time("nextUpdate")?;
        earliest = Some(earliest.map_or(next, |earliest| earliest.min(next)));
    }
    Ok(earliest)
}

/// TimeStampResp (RFC 3161 2.4.2), which begins with the PKIStatusInfo. What it says is judged by whoever asked.
fn timestamp(bytes: &[u8]) -> Result<()> {
    let read = || {
        let mut response = Element::from_der(bytes, "TimeStampResp")?.reader();
        response.sequence("PKIStatusInfo")?.expect(Tag::INTEGER, "status")
    };
    read().map(|_| ()).map_err(|_| not("a timestamp response"))
}

fn der_of<'a>(bytes: &'a [u8], label: &str) -> Result<Cow<'a, [u8]>> {
    if bytes.first() == Some(&Tag::SEQUENCE.0) {
        return Ok(Cow::Borrowed(bytes));
    }
    let block = pem_blocks(bytes)?.into_iter().find(|block| block.label == label);
    block.map(|block| Cow::Owned(block.der.to_vec())).ok_or_else(|| not("PEM"))
}

fn not(what: &str) -> Error {
    Error::new(ErrorKind::FetchFailed, format!("the answer is not {what}"))
}
