//! Issuing OCSP responses (RFC 6960 4.2), sensible or not, and reading requests as a responder does.

use crate::asn1::{Element, Reader, Tag, oid, write};
use crate::crypto::{DigestAlgorithm, PrivateKey, SignatureAlgorithm};
use crate::error::Result;
use crate::pki::Certificate;
use crate::pki::ocsp::{CertificateId, envelope, key_hash};
pub(crate) use crate::pki::ocsp::{SingleStatus, certificate_id};
use crate::time::Time;

use super::extension::{extension, generalized_time};

/// What a response is to say.
pub(crate) struct OcspSpec<'a> {
    pub(crate) responder: Responder<'a>,
    pub(crate) produced_at: Time,
    pub(crate) singles: &'a [SingleSpec<'a>],
    /// What the request had, to be repeated.
    pub(crate) nonce: Option<&'a [u8]>,
    /// Whole extensions besides the nonce.
    pub(crate) extensions: &'a [Vec<u8>],
    /// The responder's own certificate, and whatever else is to come along.
    pub(crate) certificates: &'a [Certificate],
}

/// How the responder names itself.
#[derive(Clone, Copy)]
pub(crate) enum Responder<'a> {
    /// A Name in DER.
    Name(&'a [u8]),
    /// The SHA-1 digest of the key of this SubjectPublicKeyInfo.
    Key(&'a [u8]),
}

/// What is said about one certificate.
pub(crate) struct SingleSpec<'a> {
    /// A CertID in DER: of a request, or of [`certificate_id`].
    pub(crate) id: &'a [u8],
    pub(crate) status: SingleStatus,
    pub(crate) this_update: Time,
    pub(crate) next_update: Option<Time>,
    /// Whole extensions.
    pub(crate) extensions: &'a [Vec<u8>],
}

/// A successful OCSPResponse that says this, signed by the responder's key.
pub(crate) fn response(
    spec: &OcspSpec<'_>,
    key: &PrivateKey,
    algorithm: SignatureAlgorithm,
) -> Result<Vec<u8>> {
    let responder = match spec.responder {
        Responder::Name(name) => write::tlv(Tag::context(1), name),
        Responder::Key(spki) => {
            let hash = key_hash(DigestAlgorithm::Sha1, spki);
            let hash = hash.as_ref().map(AsRef::as_ref).unwrap_or_default();
            write::tlv(Tag::context(2), &write::octet_string(hash))
        }
    };
    let singles: Vec<_> = spec.singles.iter().map(single).collect();
    let nonce = spec.nonce.map(|nonce| extension(oid::OCSP_NONCE, false, &write::octet_string(nonce)));
    let extensions: Vec<_> = nonce.into_iter().chain(spec.extensions.iter().cloned()).collect();
    let data = write::sequence(&[
        responder,
        generalized_time(spec.produced_at),
        write::sequence(&singles),
        wrapped(1, &extensions),
    ]);
    let signature = write::bit_string(&key.danger_sign_weak(algorithm, &data)?);
    let certificates: Vec<_> = spec.certificates.iter().map(|c| c.der().to_vec()).collect();
    let basic = [data, algorithm.to_der(), signature, wrapped(0, &certificates)];
    Ok(envelope(&write::sequence(&basic)))
}

/// An OCSPResponse without an answer: 1 malformedRequest, 2 internalError, 3 tryLater, 5 sigRequired,
/// 6 unauthorized.
pub(crate) fn unsuccessful(status: u8) -> Vec<u8> {
    write::sequence(&[write::tlv(Tag::ENUMERATED, &[status])])
}

/// What an OCSPRequest asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Requested<'a> {
    pub(crate) certificates: Vec<CertificateId<'a>>,
    /// The octets inside the nonce.
    pub(crate) nonce: Option<&'a [u8]>,
}

/// Reads an OCSPRequest (RFC 6960 4.1.1); a signature on it is passed over.
pub(crate) fn requested(request: &[u8]) -> Result<Requested<'_>> {
    let mut tbs = Reader::new(request).sequence("OCSP request")?.sequence("OCSP request")?;
    tbs.optional(Tag::context(0))?;
    tbs.optional(Tag::context(1))?;
    let mut list = tbs.sequence("requests")?;
    let mut certificates = Vec::new();
    while !list.is_empty() {
        certificates.push(CertificateId::read(&mut list.sequence("request")?)?);
    }
    let mut nonce = None;
    if let Some(wrapped) = tbs.optional(Tag::context(2))? {
        crate::pki::crl::read_extensions(wrapped.reader().sequence("extensions")?, |extension| {
            if extension.oid == oid::OCSP_NONCE {
                nonce = Some(Element::from_der(extension.value, "nonce")?.content);
            }
            Ok(())
        })?;
    }
    Ok(Requested { certificates, nonce })
}

/// archiveCutoff (RFC 6960 4.4.4).
pub(crate) fn archive_cutoff(since: Time) -> Vec<u8> {
    extension(oid::OCSP_ARCHIVE_CUTOFF, false, &generalized_time(since))
}

fn single(spec: &SingleSpec<'_>) -> Vec<u8> {
    let status = match spec.status {
        SingleStatus::Good => write::tlv(Tag::context_primitive(0), &[]),
        SingleStatus::Revoked { at, reason } => {
            let reason = write::tlv(Tag::context(0), &write::tlv(Tag::ENUMERATED, &[reason.code()]));
            write::constructed(Tag::context(1), &[generalized_time(at), reason])
        }
        SingleStatus::Unknown => write::tlv(Tag::context_primitive(2), &[]),
    };
    let next_update = spec.next_update.map(|at| write::tlv(Tag::context(0), &generalized_time(at)));
    write::sequence(&[
        spec.id.to_vec(),
        status,
        generalized_time(spec.this_update),
        next_update.unwrap_or_default(),
        wrapped(1, spec.extensions),
    ])
}

/// `[number] EXPLICIT SEQUENCE OF`, or nothing if there are none.
fn wrapped(number: u8, elements: &[Vec<u8>]) -> Vec<u8> {
    if elements.is_empty() {
        return Vec::new();
    }
    write::tlv(Tag::context(number), &write::sequence(elements))
}
