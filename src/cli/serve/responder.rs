//! An OCSP responder (RFC 6960) for the certificates of one CA, wrong on demand.

use super::kind::{Kind, OcspAnswer};
use crate::asn1::{Element, Oid, Reader, Tag, write};
use crate::crypto::{self, DigestAlgorithm, PrivateKey};
use crate::error::Result;
use crate::pki::Certificate;
use crate::pki::issue::extension::key_identifier;
use crate::time::Time;

/// What the responder knows.
pub(super) struct Knowledge<'a> {
    pub(super) issuer: &'a Certificate,
    /// Contents octets of the serial numbers of certificates that exist.
    pub(super) issued: &'a [Vec<u8>],
    /// Those that are revoked, and when; for a compromised key.
    pub(super) revoked: &'a [(Vec<u8>, Time)],
}

/// OCSPResponse to an OCSPRequest, both in DER, signed with this key; `chain` has the responder's certificate first.
///
/// # Errors
/// The key does not sign.
pub(super) fn respond(
    request: &[u8],
    knowledge: &Knowledge<'_>,
    (key, chain): (&PrivateKey, &[Certificate]),
    at: Time,
    kinds: &[Kind],
) -> Result<Vec<u8>> {
    let told = kinds.iter().find_map(|kind| match kind {
        Kind::Ocsp(answer) => Some(*answer),
        _ => None,
    });
    let Some(question) = Question::read(request) else { return Ok(failure(MALFORMED)) };
    match told {
        Some(OcspAnswer::TryLater) => return Ok(failure(TRY_LATER)),
        Some(OcspAnswer::Unauthorized) => return Ok(failure(UNAUTHORIZED)),
        // A responder that another CA has appointed may not speak for this one (RFC 6960 2.3).
        _ if !question.asked.iter().all(|asked| asked.is_of(knowledge.issuer)) => {
            return Ok(failure(UNAUTHORIZED));
        }
        _ => {}
    }
    let age = if kinds.contains(&Kind::Stale) { -3 * DAY } else { 0 };
    let (this_update, next_update) = (at.plus_seconds(age), at.plus_seconds(age + DAY));
    let single = |asked: &Asked<'_>| {
        write::sequence(&[
            asked.raw.to_vec(),
            knowledge.status(asked.serial, told, at),
            generalized_time(this_update),
            write::tlv(Tag::context(0), &generalized_time(next_update)),
        ])
    };
    let singles: Vec<_> = question.asked.iter().map(single).collect();
    let own = chain.first().map(Certificate::spki).unwrap_or_default();
    let data = write::sequence(&[
        write::tlv(Tag::context(2), &write::octet_string(&key_identifier(own)?)),
        generalized_time(this_update),
        write::sequence(&singles),
        extensions(&question, kinds),
    ]);
    let algorithm = key.default_algorithm(DigestAlgorithm::Sha256);
    let certificates: Vec<_> = chain.iter().take(1).map(Certificate::der).collect();
    let basic = write::sequence(&[
        data.clone(),
        algorithm.to_der(),
        write::bit_string(&key.sign(algorithm, &data)?),
        write::tlv(Tag::context(0), &write::sequence(&certificates)),
    ]);
    let bytes = write::sequence(&[write::oid(BASIC), write::octet_string(&basic)]);
    Ok(write::sequence(&[write::tlv(Tag::ENUMERATED, &[0]), write::tlv(Tag::context(0), &bytes)]))
}

/// What is asked: certificates, and the nonce.
struct Question<'a> {
    asked: Vec<Asked<'a>>,
    /// The contents of the extension.
    nonce: Option<&'a [u8]>,
}

/// CertID.
struct Asked<'a> {
    raw: &'a [u8],
    algorithm: Option<DigestAlgorithm>,
    name_hash: &'a [u8],
    key_hash: &'a [u8],
    serial: &'a [u8],
}

impl<'a> Question<'a> {
    /// OCSPRequest (RFC 6960 4.1.1).
    fn read(request: &'a [u8]) -> Option<Self> {
        let mut outer = Element::from_der(request, "").ok().filter(|e| e.tag == Tag::SEQUENCE)?.reader();
        let mut fields = outer.sequence("").ok()?;
        fields.optional(Tag::context(0)).ok()?;
        fields.optional(Tag::context(1)).ok()?;
        let mut list = fields.sequence("").ok()?;
        let mut asked = Vec::new();
        while !list.is_empty() {
            asked.push(Asked::read(&mut list.sequence("").ok()?)?);
        }
        let nonce = fields.optional(Tag::context(2)).ok()?.and_then(|wrapped| nonce(&wrapped));
        (!asked.is_empty()).then_some(Self { asked, nonce })
    }
}

impl<'a> Asked<'a> {
    fn read(request: &mut Reader<'a>) -> Option<Self> {
        let id = request.expect(Tag::SEQUENCE, "").ok()?;
        let mut fields = id.reader();
        let algorithm = DigestAlgorithm::from_oid(fields.sequence("").ok()?.oid("").ok()?);
        let name_hash = fields.expect(Tag::OCTET_STRING, "").ok()?.content;
        let key_hash = fields.expect(Tag::OCTET_STRING, "").ok()?.content;
        let serial = fields.expect(Tag::INTEGER, "").ok()?.content;
        fields.is_empty().then_some(Self { raw: id.raw, algorithm, name_hash, key_hash, serial })
    }

    fn is_of(&self, issuer: &Certificate) -> bool {
        let Some(algorithm) = self.algorithm else { return false };
        let key = Reader::new(issuer.spki()).sequence("").ok().and_then(|mut fields| {
            fields.element().ok()?;
            fields.element().ok()?.bit_octets("").ok()
        });
        let hash = |bytes: &[u8]| crypto::digest(algorithm, bytes);
        hash(issuer.subject().der()).as_ref() == self.name_hash
            && key.is_some_and(|key| hash(key).as_ref() == self.key_hash)
    }
}

impl Knowledge<'_> {
    /// CertStatus.
    fn status(&self, serial: &[u8], told: Option<OcspAnswer>, at: Time) -> Vec<u8> {
        let revoked = self.revoked.iter().find(|(known, _)| known == serial).map(|(_, at)| *at);
        let revoked = match told {
            Some(OcspAnswer::Revoked) => Some(revoked.unwrap_or(at.plus_seconds(-DAY))),
            Some(OcspAnswer::Good) => None,
            Some(_) => return write::tlv(Tag::context_primitive(2), &[]),
            None if revoked.is_none() && !self.issued.iter().any(|known| known == serial) => {
                return write::tlv(Tag::context_primitive(2), &[]);
            }
            None => revoked,
        };
        match revoked {
            None => write::tlv(Tag::context_primitive(0), &[]),
            Some(at) => {
                let key_compromise = write::tlv(Tag::context(0), &write::tlv(Tag::ENUMERATED, &[1]));
                write::constructed(Tag::context(1), &[generalized_time(at), key_compromise])
            }
        }
    }
}

/// The contents of the nonce among these extensions.
fn nonce<'a>(wrapped: &Element<'a>) -> Option<&'a [u8]> {
    let mut list = wrapped.reader().sequence("").ok()?;
    while !list.is_empty() {
        let mut extension = list.sequence("").ok()?;
        let oid = extension.oid("").ok()?;
        extension.optional(Tag::BOOLEAN).ok()?;
        let value = extension.expect(Tag::OCTET_STRING, "").ok()?;
        if oid == NONCE {
            return Some(value.content);
        }
    }
    None
}

/// The nonce in responseExtensions, if there is to be one.
fn extensions(question: &Question<'_>, kinds: &[Kind]) -> Vec<u8> {
    let nonce = if kinds.contains(&Kind::WrongNonce) {
        Some(write::octet_string(b"another nonce"))
    } else {
        question.nonce.filter(|_| !kinds.contains(&Kind::NoNonce)).map(<[u8]>::to_vec)
    };
    let Some(nonce) = nonce else { return Vec::new() };
    let extension = write::sequence(&[write::oid(NONCE), write::octet_string(&nonce)]);
    write::tlv(Tag::context(1), &write::sequence(&[extension]))
}

/// OCSPResponse without an answer (RFC 6960 4.2.1).
fn failure(status: u8) -> Vec<u8> {
    write::sequence(&[write::tlv(Tag::ENUMERATED, &[status])])
}

fn generalized_time(at: Time) -> Vec<u8> {
    let (year, month, day, hour, minute, second) = at.to_calendar();
    let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    write::tlv(Tag::GENERALIZED_TIME, text.as_bytes())
}

/// The serial numbers on a CRL, and when each was revoked. For lists of our own making.
pub(super) fn revoked_on(crl: &[u8]) -> Result<Vec<(Vec<u8>, Time)>> {
    let mut tbs = Element::from_der(crl, "CRL")?.reader().sequence("CRL")?;
    tbs.optional(Tag::INTEGER)?;
    tbs.expect(Tag::SEQUENCE, "algorithm of a CRL")?;
    tbs.expect(Tag::SEQUENCE, "issuer of a CRL")?;
    while matches!(tbs.peek(), Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME)) {
        tbs.element()?;
    }
    let Some(list) = tbs.optional(Tag::SEQUENCE)? else { return Ok(Vec::new()) };
    let mut list = list.reader();
    let mut found = Vec::new();
    while !list.is_empty() {
        let mut entry = list.sequence("entry of a CRL")?;
        let serial = entry.expect(Tag::INTEGER, "serial number")?.content.to_vec();
        found.push((serial, entry.element()?.time("revocationDate")?));
    }
    Ok(found)
}

const DAY: i64 = 24 * 3600;

const MALFORMED: u8 = 1;
const TRY_LATER: u8 = 3;
const UNAUTHORIZED: u8 = 6;

/// id-pkix-ocsp-basic, 1.3.6.1.5.5.7.48.1.1.
const BASIC: Oid<'static> = Oid(&[43, 6, 1, 5, 5, 7, 48, 1, 1]);

/// id-pkix-ocsp-nonce, 1.3.6.1.5.5.7.48.1.2.
const NONCE: Oid<'static> = Oid(&[43, 6, 1, 5, 5, 7, 48, 1, 2]);
