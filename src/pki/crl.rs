//! Certificate revocation lists (RFC 5280 section 5): full, delta, indirect and partitioned. What a list says is
//! read here; whether it may be believed is judged in [`revocation`](super::revocation).

mod distribution;
mod entry;
mod reason;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub(crate) use distribution::{DistributionPoint, IssuingDistributionPoint};
pub(crate) use entry::Revocation;
pub(in crate::pki) use entry::{EntryFault, Scope, minimal};
pub(crate) use reason::{CrlReason, Reasons};

use super::certificate::Extension;
use super::name::Name;
use super::revocation::signed::{Parts, Signed, content_range, malformed};
use crate::asn1::{Element, Oid, Reader, Tag, oid};
use crate::error::Result;
use crate::limits::Budget;
use crate::time::Time;

/// A CertificateList: its bytes, kept once, and what stands before and behind the entries. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Crl(Arc<Inner>);

struct Inner {
    signed: Signed,
    issuer: Name,
    this_update: Time,
    next_update: Option<Time>,
    /// The contents of revokedCertificates.
    entries: Range<usize>,
    extensions: Extensions,
}

/// What the crlExtensions say (RFC 5280 5.2).
#[derive(Default)]
struct Extensions {
    authority_key_id: Option<Vec<u8>>,
    /// Magnitude of the cRLNumber, without leading zeros.
    number: Option<Vec<u8>>,
    /// Magnitude of the BaseCRLNumber of a delta CRL.
    delta_base: Option<Vec<u8>>,
    issuing_point: Option<IssuingDistributionPoint>,
    keeps_expired_since: Option<Time>,
    /// Extensions that forbid the use of the CRL because they are not known here.
    unknown_critical: Option<String>,
    /// A part that decides about the use of the CRL and cannot be read.
    malformed: Option<&'static str>,
}

impl Crl {
    /// Reads a CertificateList in DER, of version 1 or 2. The entries are not looked at yet, so the cost does not
    /// depend on their number.
    pub(crate) fn from_der(der: Vec<u8>) -> Result<Self> {
        let read = read(&der).map_err(malformed)?;
        let (parts, issuer, this_update, next_update, entries, extensions) = read;
        let signed = Signed::new(der, parts);
        Ok(Self(Arc::new(Inner { signed, issuer, this_update, next_update, entries, extensions })))
    }

    pub(crate) fn der(&self) -> &[u8] {
        self.0.signed.der()
    }

    pub(in crate::pki) fn signed(&self) -> &Signed {
        &self.0.signed
    }

    pub(crate) fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    pub(crate) fn this_update(&self) -> Time {
        self.0.this_update
    }

    pub(crate) fn next_update(&self) -> Option<Time> {
        self.0.next_update
    }

    pub(crate) fn authority_key_id(&self) -> Option<&[u8]> {
        self.0.extensions.authority_key_id.as_deref()
    }

    pub(crate) fn number(&self) -> Option<&[u8]> {
        self.0.extensions.number.as_deref()
    }

    /// The number of the CRL that this one continues; `None` if it is complete by itself.
    pub(crate) fn delta_base(&self) -> Option<&[u8]> {
        self.0.extensions.delta_base.as_deref()
    }

    pub(crate) fn issuing_point(&self) -> Option<&IssuingDistributionPoint> {
        self.0.extensions.issuing_point.as_ref()
    }

    /// expiredCertsOnCRL (X.509): certificates that expired since then are still listed.
    pub(crate) fn keeps_expired_since(&self) -> Option<Time> {
        self.0.extensions.keeps_expired_since
    }

    pub(crate) fn unknown_critical(&self) -> Option<&str> {
        self.0.extensions.unknown_critical.as_deref()
    }

    pub(crate) fn malformed(&self) -> Option<&'static str> {
        self.0.extensions.malformed
    }

    /// Looks for a certificate of this issuer and serial number; each entry costs one of the budget.
    pub(in crate::pki) fn find(
        &self,
        issuer: &Name,
        serial: &[u8],
        budget: &mut Budget,
    ) -> Result<Option<Revocation>, EntryFault> {
        let entries = self.0.signed.slice(&self.0.entries);
        let indirect = self.issuing_point().is_some_and(|point| point.indirect);
        entry::find(entries, Scope { crl_issuer: self.issuer(), indirect }, issuer, serial, budget)
    }

    /// Tells this object from others while it lives.
    pub(in crate::pki) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.der() == other.der()
    }
}

impl Eq for Crl {}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({}, {})", self.issuer(), self.this_update())
    }
}

type Read = (Parts, Name, Time, Option<Time>, Range<usize>, Extensions);

fn read(der: &[u8]) -> Result<Read> {
    let mut file = Reader::new(der);
    let mut list = file.sequence("revocation list")?;
    file.finish("bytes behind the revocation list")?;
    let (parts, tbs) = Parts::read(&mut list, "part of the revocation list that is signed")?;
    list.finish("bytes behind the signature")?;

    let mut fields = tbs.reader();
    fields.optional(Tag::INTEGER)?; // The version: what is there is read, whatever version is claimed.
    let algorithm = fields.expect(Tag::SEQUENCE, "signature algorithm")?;
    let issuer = Name::read(&fields.element()?)?;
    let this_update = fields.element()?.time("thisUpdate")?;
    let next_update = match fields.peek() {
        Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => Some(fields.element()?.time("nextUpdate")?),
        _ => None,
    };
    let entries = fields.optional(Tag::SEQUENCE)?.map_or(0..0, |entries| content_range(&entries));
    let mut extensions = match fields.optional(Tag::context(0))? {
        Some(wrapped) => Extensions::read(&wrapped, &issuer)?,
        None => Extensions::default(),
    };
    fields.finish("bytes behind the extensions")?;
    if !parts.names_algorithm(der, &algorithm) {
        extensions.malformed = Some("signature algorithm");
    }
    Ok((parts, issuer, this_update, next_update, entries, extensions))
}

impl Extensions {
    fn read(wrapped: &Element<'_>, issuer: &Name) -> Result<Self> {
        let mut out = Self::default();
        let mut inside = wrapped.reader();
        let list = inside.sequence("extensions")?;
        inside.finish("extensions")?;
        let mut seen: Vec<Oid<'_>> = Vec::new();
        read_extensions(list, |extension| {
            if seen.contains(&extension.oid) {
                out.malformed = Some("an extension that stands there twice");
            } else if seen.len() < MOST_EXTENSIONS {
                seen.push(extension.oid);
            } else {
                out.malformed = Some("more extensions than are read");
            }
            if let Err(what) = out.interpret(&extension, issuer) {
                out.malformed = Some(what);
            }
            Ok(())
        })?;
        Ok(out)
    }

    /// Takes what it understands; the error names what cannot be read.
    fn interpret(&mut self, extension: &Extension<'_>, issuer: &Name) -> Result<(), &'static str> {
        let value = extension.value;
        match extension.oid {
            // Hints and help for deltas: a CRL that garbles them is complete all the same.
            oid::AUTHORITY_KEY_IDENTIFIER => self.authority_key_id = authority_key_id(value).unwrap_or(None),
            oid::CRL_NUMBER => self.number = magnitude(value),
            oid::DELTA_CRL_INDICATOR => {
                // Whatever it says, this is no complete CRL.
                self.delta_base = Some(Vec::new());
                self.delta_base = Some(magnitude(value).ok_or("deltaCRLIndicator")?);
            }
            oid::ISSUING_DISTRIBUTION_POINT => {
                let point = IssuingDistributionPoint::read(value, issuer);
                self.issuing_point = Some(point.map_err(|_| "issuingDistributionPoint")?);
            }
            oid::EXPIRED_CERTS_ON_CRL => {
                let since = Element::from_der(value, "expiredCertsOnCRL");
                self.keeps_expired_since = since.and_then(|since| since.time("expiredCertsOnCRL")).ok();
            }
            // Other names of the issuer, and where to get more: nothing to obey.
            oid::ISSUER_ALT_NAME | oid::FRESHEST_CRL | oid::AUTHORITY_INFO_ACCESS => {}
            other if extension.critical => self.unknown_critical = Some(other.to_string()),
            _ => {}
        }
        Ok(())
    }
}

/// Calls `each` with every Extension of the contents of an Extensions.
pub(crate) fn read_extensions<'a>(
    mut list: Reader<'a>,
    mut each: impl FnMut(Extension<'a>) -> Result<()>,
) -> Result<()> {
    while !list.is_empty() {
        let mut extension = list.sequence("extension")?;
        let oid = extension.oid("type of an extension")?;
        let critical = match extension.optional(Tag::BOOLEAN)? {
            // Any octet but zero: BER and careless encoders write 1.
            Some(critical) => critical.content != [0],
            None => false,
        };
        let value = extension.expect(Tag::OCTET_STRING, "value of an extension")?;
        extension.finish("extension")?;
        each(Extension { oid, critical, value: value.content })?;
    }
    Ok(())
}

fn authority_key_id(value: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut fields = Reader::new(value).sequence("authorityKeyIdentifier")?;
    let id = fields.optional(Tag::context_primitive(0))?;
    Ok(id.map(|id| id.content.to_vec()))
}

/// The magnitude of a non-negative INTEGER without leading zeros, at most as long as RFC 5280 5.2.3 allows, with
/// room to spare.
fn magnitude(value: &[u8]) -> Option<Vec<u8>> {
    let element = Element::from_der(value, "number").ok().filter(|element| element.tag == Tag::INTEGER)?;
    let octets = element.unsigned("number").ok()?;
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    octets.get(zeros..).filter(|octets| octets.len() <= 64).map(<[u8]>::to_vec)
}

/// Extensions of one CRL: real ones have at most ten, and each is compared with those before it.
const MOST_EXTENSIONS: usize = 100;
