//! A timestamp token (RFC 3161 2.4.2): SignedData around TSTInfo, read and checked.

use super::fault::{Concern, TimestampFault};
use super::info::TstInfo;
use crate::asn1::oid;
use crate::cms::{self, Binding, CmsFault, Content, Integrity, SignedData, SignerCheck, check_signer};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pki::Certificate;

/// A token as it arrived. Nothing in it has been compared or verified.
#[derive(Debug, Clone)]
pub(crate) struct TimestampToken {
    /// Its bytes, without what stands behind it.
    pub(crate) raw: Vec<u8>,
    pub(crate) message: SignedData,
    pub(crate) info: TstInfo,
}

/// What was found out about one token. Whether its authority is trusted, and whether its certificate may sign
/// timestamps ([`authority_faults`](super::authority_faults)), is not in here.
#[derive(Debug, Clone)]
pub(crate) struct TokenCheck {
    pub(crate) check: SignerCheck,
    pub(crate) imprint: Imprint,
    /// Everything that is wrong with the token besides its imprint, the faults of `check` included.
    pub(crate) faults: Vec<TimestampFault>,
}

/// Whether the token is about the bytes that it is said to be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Imprint {
    /// It is.
    Matches,
    /// It is about something else.
    Differs,
    /// The digest algorithm is unknown, or could not be computed.
    AlgorithmUnknown,
}

impl TokenCheck {
    /// Whether the token holds and is about these bytes.
    pub(crate) fn is_sound(&self) -> bool {
        self.check.integrity == Integrity::Intact
            && self.imprint == Imprint::Matches
            && self.serious_faults().next().is_none()
    }

    /// The faults without those that prove nothing.
    pub(super) fn serious_faults(&self) -> impl Iterator<Item = &TimestampFault> {
        self.faults.iter().filter(|fault| fault.concern() != Concern::AuthorityName)
    }
}

/// Reads the token at the start of `bytes`, in DER or BER. Zeros may follow, as in a PDF; anything else behind it is
/// a fault that [`check_token`] tells of.
///
/// # Errors
/// [`ErrorKind::MalformedCms`] when it is no SignedData, or none around TSTInfo; [`ErrorKind::LimitExceeded`].
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<TimestampToken> {
    let message = cms::read(bytes, limits)?;
    let malformed = |what: &str, at: usize| Error::new(ErrorKind::MalformedCms, what.to_owned()).at(at);
    if message.content_type() != oid::TST_INFO {
        return Err(malformed("content type other than id-ct-TSTInfo", 0));
    }
    let content = message.content.as_deref();
    let content = content.ok_or_else(|| malformed("timestamp token without TSTInfo", 0))?;
    let info = TstInfo::read(content, limits.depth).map_err(|error| {
        // In a message in BER the content may come in pieces, and has no one place.
        let start = memchr::memmem::find(bytes, content).unwrap_or_default();
        malformed(error.detail(), start.saturating_add(error.offset().unwrap_or_default()).min(bytes.len()))
    })?;
    let raw = bytes.get(..message.used).unwrap_or_default().to_vec();
    Ok(TimestampToken { raw, message, info })
}

/// Checks the signature of a token and compares its imprint with the digest that `imprinted` gives for the bytes in
/// question. The certificate is looked for in the token and then among `offered`.
pub(crate) fn check_token(
    token: &TimestampToken,
    imprinted: &dyn Fn(DigestAlgorithm) -> Option<Digest>,
    offered: &[Certificate],
) -> TokenCheck {
    let check = check_signer(&token.message, 0, &Content::Attached, oid::TST_INFO, offered);
    let mut faults: Vec<_> = check.faults.iter().cloned().map(TimestampFault::Message).collect();
    faults.extend(token.info.faults());
    if check.signing_certificate == Binding::Missing && !check.faults.contains(&CmsFault::NoSigner) {
        faults.push(TimestampFault::CertificateNotBound);
    }
    let certificate = check.signer_certificate.as_ref();
    if certificate.and_then(|certificate| token.info.names(certificate)) == Some(false) {
        faults.push(TimestampFault::AuthorityNameDiffers);
    }
    let imprint = match token.info.imprint_algorithm.and_then(imprinted) {
        Some(digest) if digest.as_ref() == token.info.imprint => Imprint::Matches,
        Some(_) => Imprint::Differs,
        None => Imprint::AlgorithmUnknown,
    };
    TokenCheck { check, imprint, faults }
}
