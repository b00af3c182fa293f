//! A timestamp authority for tests and for the test server: answers requests (RFC 3161 2.4.2), and on demand
//! wrongly.

use super::info;
use super::response::FAILURES;
use crate::asn1::{Element, Oid, Tag, oid, write};
use crate::cms::build::attribute;
use crate::cms::signing_certificate;
use crate::crypto::{self, Digest, DigestAlgorithm, PrivateKey};
use crate::error::{Error, ErrorKind, Result};
use crate::pki::Certificate;
use crate::time::Time;

/// Who answers, and when.
pub(crate) struct Authority<'a> {
    pub(crate) key: &'a PrivateKey,
    /// Its own certificate first, then those above it.
    pub(crate) chain: &'a [Certificate],
    pub(crate) time: Time,
    /// What is to go wrong; nothing if empty.
    pub(crate) misbehaviour: &'a [Misbehaviour<'a>],
}

/// One way to answer wrongly, or in an unusual way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misbehaviour<'a> {
    /// The imprint is one of something else.
    WrongImprint,
    /// The nonce is another one; there is one even if none was asked for.
    WrongNonce,
    /// The nonce is left out.
    NoNonce,
    /// The policy is another one than asked for.
    WrongPolicy,
    /// No signing-certificate attribute.
    NoEss,
    /// signing-certificate with SHA-1 alone, as before RFC 5816.
    EssV1,
    /// signing-certificate-v2 of another certificate.
    WrongEss,
    /// No certificates in the token, although they were asked for.
    NoCertificate,
    /// The same SignerInfo twice.
    SeveralSigners,
    /// The time is so many seconds later, or earlier.
    TimeOff(i64),
    /// The signature value is that of something else.
    WrongSignature,
    /// `tsa` is another name.
    WrongName,
    /// A critical extension that nobody knows.
    CriticalExtension,
    /// TSTInfo of version 2.
    WrongVersion,
    /// TSTInfo stands in data of another type.
    WrongContentType,
    /// genTime with parts of a second.
    Fraction(&'a str),
    /// Accuracy in seconds, milliseconds and microseconds.
    Accuracy(u64, u64, u64),
    /// ordering TRUE.
    Ordering,
    /// Granted, with modifications.
    WithModifications,
    /// Not granted: PKIStatus, the bits of failInfo by name, and text.
    Refuse(u64, &'a [&'a str], &'a str),
    /// Granted without a token.
    NoToken,
    /// Signed over another digest than SHA-256.
    Digest(DigestAlgorithm),
    /// The token in BER: indefinite lengths, strings in pieces.
    Ber,
}

/// What an answer is about.
struct Question {
    /// MessageImprint, a whole element.
    imprint: Vec<u8>,
    policy: Option<Vec<u8>>,
    /// INTEGER, a whole element.
    nonce: Option<Vec<u8>>,
    certificates: bool,
}

/// TimeStampResp to a TimeStampReq, both in DER. A request that is none is refused in the answer.
///
/// # Errors
/// The key does not sign, or the chain is empty.
pub(crate) fn respond(request: &[u8], authority: &Authority<'_>) -> Result<Vec<u8>> {
    for misbehaviour in authority.misbehaviour {
        if let Misbehaviour::Refuse(status, failures, text) = misbehaviour {
            return Ok(refusal(*status, failures, text));
        }
    }
    let question = match read(request) {
        Ok(question) => question,
        Err(failure) => return Ok(refusal(2, &[failure], "the request is not understood")),
    };
    let status = u64::from(authority.does(Misbehaviour::WithModifications));
    let status = write::sequence(&[write::integer(status)]);
    if authority.does(Misbehaviour::NoToken) {
        return Ok(write::sequence(&[status]));
    }
    Ok(write::sequence(&[status, authority.token(&question)?]))
}

/// A token over this digest, without a question: for documents that are made for tests.
///
/// # Errors
/// The key does not sign, or the chain is empty.
pub(crate) fn token(imprint: &Digest, authority: &Authority<'_>) -> Result<Vec<u8>> {
    let algorithm = write::algorithm(imprint.algorithm().oid(), &write::null());
    let imprint = write::sequence(&[algorithm, write::octet_string(imprint.as_ref())]);
    authority.token(&Question { imprint, policy: None, nonce: None, certificates: true })
}

/// Reads a TimeStampReq; `Err` is the name of the bit of failInfo.
fn read(request: &[u8]) -> Result<Question, &'static str> {
    let format = |_| "badDataFormat";
    let mut fields = Element::from_der(request, "request")
        .ok()
        .filter(|element| element.tag == Tag::SEQUENCE)
        .ok_or("badDataFormat")?
        .reader();
    if fields.expect(Tag::INTEGER, "version").and_then(|v| v.u64("version")).map_err(format)? != 1 {
        return Err("badRequest");
    }
    let imprint = fields.clone().element().map_err(format)?.raw.to_vec();
    let (algorithm, hash) = info::message_imprint(&mut fields).map_err(format)?;
    let algorithm = algorithm.ok_or("badAlg")?;
    if hash.len() != algorithm.output_len() {
        return Err("badDataFormat");
    }
    let policy = fields.optional(Tag::OID).map_err(format)?.map(|policy| policy.content.to_vec());
    let nonce = fields.optional(Tag::INTEGER).map_err(format)?.map(|nonce| nonce.raw.to_vec());
    let certificates = fields.optional(Tag::BOOLEAN).map_err(format)?;
    if fields.optional(Tag::context(0)).map_err(format)?.is_some() {
        return Err("unacceptedExtension");
    }
    fields.finish("request").map_err(format)?;
    let certificates = certificates.is_some_and(|asked| asked.content != [0]);
    Ok(Question { imprint, policy, nonce, certificates })
}

/// TimeStampResp without a token.
fn refusal(status: u64, failures: &[&str], text: &str) -> Vec<u8> {
    let mut bits = [0u8; 4];
    for (bit, _) in FAILURES.iter().filter(|(_, name)| failures.contains(name)) {
        if let Some(octet) = bits.get_mut(bit / 8) {
            *octet |= 0x80 >> (bit % 8);
        }
    }
    let octets = bits.iter().rposition(|octet| *octet != 0).map_or(0, |last| last + 1);
    let bits = bits.get(..octets).unwrap_or_default();
    let unused = bits.last().map_or(0, |last| last.trailing_zeros());
    let unused = u8::try_from(unused).unwrap_or(0);
    let failures = write::tlv(Tag::BIT_STRING, &[&[unused], bits].concat());
    let text = write::sequence(&[write::tlv(Tag::UTF8_STRING, text.as_bytes())]);
    write::sequence(&[write::sequence(&[write::integer(status), text, failures])])
}

impl Authority<'_> {
    fn does(&self, misbehaviour: Misbehaviour<'_>) -> bool {
        self.misbehaviour.contains(&misbehaviour)
    }

    fn digest(&self) -> DigestAlgorithm {
        let asked = self.misbehaviour.iter().find_map(|misbehaviour| match misbehaviour {
            Misbehaviour::Digest(digest) => Some(*digest),
            _ => None,
        });
        asked.unwrap_or(DIGEST)
    }

    /// The token: ContentInfo around SignedData around TSTInfo.
    fn token(&self, question: &Question) -> Result<Vec<u8>> {
        let own = self.chain.first();
        let own = own.ok_or_else(|| Error::new(ErrorKind::NoCertificate, "timestamp authority"))?;
        let content_type = if self.does(Misbehaviour::WrongContentType) { oid::DATA } else { oid::TST_INFO };
        let info = self.info(question, own)?;
        let signer_info = self.signer_info(&info, content_type, own)?;
        let mut certificates: Vec<_> =
            self.chain.iter().map(|certificate| certificate.der().to_vec()).collect();
        if !question.certificates || self.does(Misbehaviour::NoCertificate) {
            certificates.clear();
        }
        certificates.sort();
        let certificates = match certificates.as_slice() {
            [] => Vec::new(),
            some => write::constructed(Tag::context(0), some),
        };
        let copies = if self.does(Misbehaviour::SeveralSigners) { 2 } else { 1 };
        let digest = write::algorithm(self.digest().oid(), &[]);
        let content = write::tlv(Tag::context(0), &octets(&info, self.does(Misbehaviour::Ber)));
        let signed_data = [
            // Version 3, because the content is not id-data (RFC 5652 5.1).
            write::integer(3),
            write::set_of(vec![digest]),
            write::sequence(&[write::oid(content_type), content]),
            certificates,
            write::set_of(vec![signer_info; copies]),
        ];
        if self.does(Misbehaviour::Ber) {
            let signed_data = indefinite(Tag::SEQUENCE, &signed_data);
            let content = indefinite(Tag::context(0), &[signed_data]);
            return Ok(indefinite(Tag::SEQUENCE, &[write::oid(oid::SIGNED_DATA), content]));
        }
        let content = write::tlv(Tag::context(0), &write::sequence(&signed_data));
        Ok(write::sequence(&[write::oid(oid::SIGNED_DATA), content]))
    }

    fn info(&self, question: &Question, own: &Certificate) -> Result<Vec<u8>> {
        let policy = match &question.policy {
            Some(asked) if !self.does(Misbehaviour::WrongPolicy) => asked.as_slice(),
            _ => POLICY,
        };
        let mut imprint = question.imprint.clone();
        if let Some(last) = imprint.last_mut().filter(|_| self.does(Misbehaviour::WrongImprint)) {
            *last ^= 1;
        }
        let nonce = if self.does(Misbehaviour::WrongNonce) {
            write::integer(0x6b79_736f)
        } else if self.does(Misbehaviour::NoNonce) {
            Vec::new()
        } else {
            question.nonce.clone().unwrap_or_default()
        };
        let mut serial = [0; 8];
        crypto::random(&mut serial)?;
        let name = if self.does(Misbehaviour::WrongName) { own.issuer() } else { own.subject() };
        let name = write::tlv(Tag::context(0), &write::tlv(Tag::context(4), name.der()));
        let ordering = if self.does(Misbehaviour::Ordering) { write::boolean(true) } else { Vec::new() };
        let extensions = if self.does(Misbehaviour::CriticalExtension) {
            let unknown =
                [write::oid(Oid(POLICY)), write::boolean(true), write::octet_string(&write::null())];
            write::constructed(Tag::context(1), &[write::sequence(&unknown)])
        } else {
            Vec::new()
        };
        Ok(write::sequence(&[
            write::integer(if self.does(Misbehaviour::WrongVersion) { 2 } else { 1 }),
            write::oid(Oid(policy)),
            imprint,
            write::unsigned(&serial),
            self.time(),
            self.accuracy(),
            ordering,
            nonce,
            name,
            extensions,
        ]))
    }

    /// genTime, always GeneralizedTime.
    fn time(&self) -> Vec<u8> {
        let mut at = self.time;
        let mut fraction = String::new();
        for misbehaviour in self.misbehaviour {
            match misbehaviour {
                Misbehaviour::TimeOff(seconds) => at = at.plus_seconds(*seconds),
                Misbehaviour::Fraction(digits) => fraction = format!(".{digits}"),
                _ => {}
            }
        }
        let (year, month, day, hour, minute, second) = at.to_calendar();
        let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{fraction}Z");
        write::tlv(Tag::GENERALIZED_TIME, text.as_bytes())
    }

    fn accuracy(&self) -> Vec<u8> {
        let given = self.misbehaviour.iter().find_map(|misbehaviour| match misbehaviour {
            Misbehaviour::Accuracy(seconds, millis, micros) => Some((*seconds, *millis, *micros)),
            _ => None,
        });
        let (seconds, millis, micros) = given.unwrap_or((1, 0, 0));
        let part = |tag: Tag, number: u64| match write::integer(number).split_first() {
            Some((_, rest)) if number > 0 => [&[tag.0], rest].concat(),
            _ => Vec::new(),
        };
        write::sequence(&[
            part(Tag::INTEGER, seconds),
            part(Tag::context_primitive(0), millis),
            part(Tag::context_primitive(1), micros),
        ])
    }

    fn signer_info(&self, info: &[u8], content_type: Oid<'_>, own: &Certificate) -> Result<Vec<u8>> {
        let algorithm = self.key.default_algorithm(self.digest());
        let digest = algorithm.digest().unwrap_or(DigestAlgorithm::Sha512);
        let mut attributes = vec![
            attribute(oid::CONTENT_TYPE, &write::oid(content_type)),
            attribute(oid::SIGNING_TIME, &write::time(self.time)),
            attribute(oid::MESSAGE_DIGEST, &write::octet_string(crypto::digest(digest, info).as_ref())),
        ];
        let bound = match self.chain.get(1) {
            Some(other) if self.does(Misbehaviour::WrongEss) => other,
            _ => own,
        };
        if self.does(Misbehaviour::EssV1) {
            let hash = crypto::digest(DigestAlgorithm::Sha1, bound.der());
            let identifier = write::sequence(&[write::octet_string(hash.as_ref())]);
            let value = write::sequence(&[write::sequence(&[identifier])]);
            attributes.push(attribute(oid::SIGNING_CERTIFICATE, &value));
        } else if !self.does(Misbehaviour::NoEss) {
            attributes.push(attribute(oid::SIGNING_CERTIFICATE_V2, &signing_certificate::v2(bound)));
        }
        let mut attributes = write::set_of(attributes);
        let mut value = self.key.sign(algorithm, &attributes)?;
        if self.does(Misbehaviour::WrongSignature) {
            value = self.key.sign(algorithm, b"something else")?;
        }
        if let Some(tag) = attributes.first_mut() {
            *tag = Tag::context(0).0;
        }
        let serial = write::tlv(Tag::INTEGER, own.serial());
        Ok(write::sequence(&[
            write::integer(1),
            write::sequence(&[own.issuer().der(), &serial]),
            write::algorithm(digest.oid(), &[]),
            attributes,
            algorithm.to_der(),
            write::octet_string(&value),
        ]))
    }
}

/// An OCTET STRING; in BER in two pieces.
fn octets(octets: &[u8], ber: bool) -> Vec<u8> {
    if !ber {
        return write::octet_string(octets);
    }
    let (one, other) = octets.split_at(octets.len() / 2);
    indefinite(Tag(Tag::OCTET_STRING.0 | 0x20), &[write::octet_string(one), write::octet_string(other)])
}

/// An element of indefinite length (X.690 8.1.3.6).
fn indefinite(tag: Tag, elements: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![tag.0, 0x80];
    out.extend(elements.concat());
    out.extend([0, 0]);
    out
}

/// The digest that is signed, if no other is asked for.
const DIGEST: DigestAlgorithm = DigestAlgorithm::Sha256;

/// 2.999.2: the policy of our tests, below the arc for examples (X.660).
const POLICY: &[u8] = &[136, 55, 2];
