//! OCSP (RFC 6960): what a response says, and the request for one. Whether a response may be believed is judged in
//! [`revocation`](super::revocation).

mod certificate_id;
mod request;
mod single;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub(crate) use certificate_id::{Agreement, key_hash};
#[cfg(any(test, feature = "cli"))]
pub(crate) use certificate_id::{CertificateId, certificate_id};
pub(crate) use request::request;
#[cfg(test)]
pub(crate) use request::{nonce_of, request_by};
pub(crate) use single::{SingleResponse, SingleStatus};

use super::Certificate;
use super::crl::read_extensions;
use super::name::Name;
use super::revocation::signed::{Parts, Signed, content_range, malformed};
use crate::asn1::{Element, Reader, Tag, oid, write};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};
use crate::time::Time;

/// A successful OCSPResponse with a BasicOCSPResponse inside: its bytes and what stands around the single responses.
/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct OcspResponse(Arc<Inner>);

struct Inner {
    signed: Signed,
    responder: ResponderId,
    produced_at: Time,
    /// The contents of responses.
    responses: Range<usize>,
    nonce: Option<Vec<u8>>,
    /// An extension that forbids the use of the response because it is not known here.
    unknown_critical: Option<String>,
    certificates: Vec<Certificate>,
}

/// Who answers (RFC 6960 4.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResponderId {
    Name(Name),
    /// SHA-1 of the octets of the public key.
    KeyHash(Vec<u8>),
}

impl ResponderId {
    /// Whether this certificate is the one that is named.
    pub(crate) fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::Name(name) => name.matches(certificate.subject()),
            Self::KeyHash(hash) => {
                let found = key_hash(crate::crypto::DigestAlgorithm::Sha1, certificate.spki());
                found.is_some_and(|found| found.as_ref() == hash)
            }
        }
    }
}

impl OcspResponse {
    /// Reads an OCSPResponse in DER, or the BasicOCSPResponse that others keep without its envelope. The single
    /// responses are not looked at yet.
    ///
    /// # Errors
    /// [`ErrorKind::OcspUnsuccessful`] if the responder did not answer; malformed input; more certificates than
    /// [`Limits::certificates`].
    pub(crate) fn from_der(der: &[u8], limits: &Limits) -> Result<Self> {
        let whole = if is_bare(der) { envelope(der) } else { der.to_vec() };
        let before = whole.len().saturating_sub(der.len());
        let inner = read(whole, limits).map_err(malformed).map_err(|error| match error.offset() {
            // Counted in what was given, not in an envelope that was put around it.
            Some(offset) => error.at(offset.saturating_sub(before)),
            None => error,
        })?;
        Ok(Self(Arc::new(inner)))
    }

    /// The OCSPResponse.
    pub(crate) fn der(&self) -> &[u8] {
        self.0.signed.der()
    }

    pub(in crate::pki) fn signed(&self) -> &Signed {
        &self.0.signed
    }

    pub(crate) fn responder(&self) -> &ResponderId {
        &self.0.responder
    }

    pub(crate) fn produced_at(&self) -> Time {
        self.0.produced_at
    }

    pub(crate) fn unknown_critical(&self) -> Option<&str> {
        self.0.unknown_critical.as_deref()
    }

    /// What the nonce extension holds, as it stands there.
    pub(crate) fn nonce(&self) -> Option<&[u8]> {
        self.0.nonce.as_deref()
    }

    /// The certificates that came along.
    pub(crate) fn certificates(&self) -> &[Certificate] {
        &self.0.certificates
    }

    /// The single responses, each read when its turn comes.
    pub(crate) fn responses(&self) -> impl Iterator<Item = Result<SingleResponse<'_>>> {
        let mut rest = Reader::new(self.0.signed.slice(&self.0.responses));
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let single = SingleResponse::read(&mut rest);
            if single.is_err() {
                rest = Reader::new(&[]);
            }
            Some(single)
        })
    }

    /// Tells this object from others while it lives.
    pub(in crate::pki) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl PartialEq for OcspResponse {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.der() == other.der()
    }
}

impl Eq for OcspResponse {}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspResponse({:?}, {})", self.responder(), self.produced_at())
    }
}

/// Whether it begins as a BasicOCSPResponse does, with a SEQUENCE where an OCSPResponse has its status.
fn is_bare(der: &[u8]) -> bool {
    Reader::new(der).sequence("OCSP response").is_ok_and(|fields| fields.peek() == Some(Tag::SEQUENCE))
}

/// A successful OCSPResponse around a BasicOCSPResponse (RFC 6960 4.2.1).
pub(crate) fn envelope(basic: &[u8]) -> Vec<u8> {
    let bytes = write::sequence(&[write::oid(oid::OCSP_BASIC), write::octet_string(basic)]);
    write::sequence(&[write::tlv(Tag::ENUMERATED, &[0]), write::tlv(Tag::context(0), &bytes)])
}

fn read(der: Vec<u8>, limits: &Limits) -> Result<Inner> {
    let mut file = Reader::new(&der);
    let mut response = file.sequence("OCSP response")?;
    file.finish("bytes behind the OCSP response")?;
    let status = response.expect(Tag::ENUMERATED, "status of the OCSP response")?;
    if let Some(why) = unsuccessful(status.content) {
        return Err(Error::new(ErrorKind::OcspUnsuccessful, why));
    }
    let mut bytes =
        response.enter(Tag::context(0), "bytes of the OCSP response")?.sequence("ResponseBytes")?;
    if bytes.oid("kind of OCSP response")? != oid::OCSP_BASIC {
        return Err(bytes.error("kind of OCSP response"));
    }
    let basic = bytes.expect(Tag::OCTET_STRING, "basic OCSP response")?;
    let mut inside = basic.reader();
    let mut fields = inside.sequence("basic OCSP response")?;
    inside.finish("bytes behind the basic OCSP response")?;
    let (parts, data) = Parts::read(&mut fields, "part of the OCSP response that is signed")?;
    let certificates = match fields.optional(Tag::context(0))? {
        Some(wrapped) => certificates(&wrapped, limits)?,
        None => Vec::new(),
    };
    fields.finish("bytes behind the certificates")?;

    let mut data = data.reader();
    data.optional(Tag::context(0))?; // The version: there is but one.
    let responder = responder_id(&data.element()?)?;
    let produced_at = data.element()?.time("producedAt")?;
    let responses = content_range(&data.expect(Tag::SEQUENCE, "single responses")?);
    let mut nonce = None;
    let mut unknown_critical = None;
    if let Some(wrapped) = data.optional(Tag::context(1))? {
        read_extensions(wrapped.reader().sequence("extensions")?, |extension| {
            match extension.oid {
                oid::OCSP_NONCE => nonce = Some(extension.value.to_vec()),
                oid::OCSP_EXTENDED_REVOKE => {}
                other if extension.critical => unknown_critical = Some(other.to_string()),
                _ => {}
            }
            Ok(())
        })?;
    }
    data.finish("bytes behind the extensions")?;
    let signed = Signed::new(der, parts);
    Ok(Inner { signed, responder, produced_at, responses, nonce, unknown_critical, certificates })
}

/// What a status other than successful says (RFC 6960 4.2.1).
fn unsuccessful(status: &[u8]) -> Option<&'static str> {
    Some(match status {
        [0] => return None,
        [1] => "malformedRequest",
        [2] => "internalError",
        [3] => "tryLater",
        [5] => "sigRequired",
        [6] => "unauthorized",
        _ => "status without a meaning",
    })
}

fn responder_id(element: &Element<'_>) -> Result<ResponderId> {
    let mut inside = element.reader();
    let responder = match element.tag {
        tag if tag == Tag::context(1) => ResponderId::Name(Name::read(&inside.element()?)?),
        tag if tag == Tag::context(2) => ResponderId::KeyHash(
            inside.expect(Tag::OCTET_STRING, "key hash of the responder")?.content.to_vec(),
        ),
        _ => return Err(element.error("responder")),
    };
    inside.finish("responder")?;
    Ok(responder)
}

/// Those that can be read: the others cannot have signed.
fn certificates(wrapped: &Element<'_>, limits: &Limits) -> Result<Vec<Certificate>> {
    let mut budget = Budget::new(limits.certificates, "certificates of an OCSP response");
    let mut list = wrapped.reader().sequence("certificates of the OCSP response")?;
    let mut out = Vec::new();
    while !list.is_empty() {
        budget.spend(1)?;
        out.extend(Certificate::from_der(list.element()?.raw).ok());
    }
    Ok(out)
}
