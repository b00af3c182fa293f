//! TimeStampReq (RFC 3161 2.4.1), and what its sender makes of the answer.

use super::info::TstInfo;
use super::response;
use super::token::{check_token, read};
use crate::asn1::{Element, Oid, write};
use crate::cms::signing_certificate::shortest;
use crate::crypto::{self, Digest, DigestAlgorithm};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// A question for a timestamp authority (RFC 3161 2.4.1): "when did you see this digest?" Always asks for the
/// authority's certificate, without which a token cannot be verified later.
///
/// ```
/// # fn post(_: &[u8]) -> Vec<u8> { Vec::new() }
/// use kyso::{Limits, TimestampRequest};
///
/// let request = TimestampRequest::over(b"what is to be dated").with_nonce(&[7; 8]);
/// let response = post(&request.to_der());
/// let token = request.token(&response, &Limits::default());
/// # assert!(token.is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampRequest {
    imprint: Digest,
    /// An INTEGER, a whole element.
    nonce: Option<Vec<u8>>,
    /// The contents octets of an identifier.
    policy: Option<Vec<u8>>,
}

impl TimestampRequest {
    /// Asks about a digest that was computed elsewhere.
    pub fn new(digest: Digest) -> Self {
        Self { imprint: digest, nonce: None, policy: None }
    }

    /// Asks about the SHA-256 digest of these bytes.
    pub fn over(bytes: &[u8]) -> Self {
        Self::new(crypto::digest(DigestAlgorithm::Sha256, bytes))
    }

    /// With a number that the answer must repeat, so that an old answer cannot be passed off as new: eight random
    /// bytes are plenty. Without one by default, because the GCA's own checker refuses tokens that have a nonce.
    #[must_use]
    pub fn with_nonce(mut self, nonce: &[u8]) -> Self {
        self.nonce = Some(write::unsigned(nonce));
        self
    }

    /// Under this policy of the authority, in dotted decimal: `2.999.1`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if this is no object identifier.
    pub fn with_policy(mut self, policy: &str) -> Result<Self> {
        let octets = Oid::from_dotted(policy);
        let wrong = || Error::new(ErrorKind::InvalidArgument, "not an object identifier as in 2.999.1");
        self.policy = Some(octets.ok_or_else(wrong)?);
        Ok(self)
    }

    /// The digest that is asked about.
    pub fn digest(&self) -> &Digest {
        &self.imprint
    }

    /// TimeStampReq in DER, to be sent as `application/timestamp-query`.
    pub fn to_der(&self) -> Vec<u8> {
        // RFC 5754 would have the parameters left out; the token repeats this identifier, and verifiers that are
        // in use refuse a token without NULL.
        let algorithm = write::algorithm(self.imprint.algorithm().oid(), &write::null());
        let imprint = write::sequence(&[algorithm, write::octet_string(self.imprint.as_ref())]);
        let policy = self.policy.as_deref().map(|policy| write::oid(Oid(policy)));
        write::sequence(&[
            write::integer(1),
            imprint,
            policy.unwrap_or_default(),
            self.nonce.clone().unwrap_or_default(),
            CERT_REQ.to_vec(),
        ])
    }

    /// The timestamp token in a TimeStampResp, byte for byte as it came.
    ///
    /// Imprint, nonce and policy are compared with the question, and the signature is verified with the certificate
    /// in the token, so that a token that is of no use is not embedded. Whether the authority is trusted is not
    /// asked here.
    ///
    /// # Errors
    /// [`ErrorKind::TimestampRefused`] with the reasons that the authority gives; [`ErrorKind::TimestampUnusable`]
    /// if the answer cannot be read, is not to this question, or does not hold; [`ErrorKind::LimitExceeded`].
    pub fn token(&self, response: &[u8], limits: &Limits) -> Result<Vec<u8>> {
        let raw = response::token(response, limits)?;
        let token = read(raw, limits).map_err(unusable)?;
        self.compare(&token.info)?;
        let same = |algorithm| (algorithm == self.imprint.algorithm()).then_some(self.imprint);
        let check = check_token(&token, &same, &[]);
        match check.serious_faults().next() {
            None if check.is_sound() => Ok(token.raw),
            Some(fault) => Err(wrong(fault.to_string())),
            None => Err(wrong("signature not verified")),
        }
    }

    /// Whether the answer is to this question (RFC 3161 2.2, 2.4.2).
    fn compare(&self, info: &TstInfo) -> Result<()> {
        if info.imprint_algorithm != Some(self.imprint.algorithm()) || info.imprint != self.imprint.as_ref() {
            return Err(wrong("imprint of something else"));
        }
        let asked = self.nonce.as_deref().and_then(|nonce| Element::from_der(nonce, "nonce").ok());
        match (asked, info.nonce.as_deref()) {
            (Some(asked), Some(given)) if shortest(asked.content) == shortest(given) => {}
            (None, None) => {}
            (Some(_), Some(_)) => return Err(wrong("another nonce")),
            (Some(_), None) => return Err(wrong("no nonce")),
            (None, Some(_)) => return Err(wrong("a nonce that was not asked for")),
        }
        match &self.policy {
            Some(asked) if *asked != info.policy => {
                Err(wrong(format!("policy {} instead of {}", Oid(&info.policy), Oid(asked))))
            }
            _ => Ok(()),
        }
    }
}

fn wrong(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::TimestampUnusable, what)
}

/// The same error as one about the answer; a limit stays a limit.
pub(super) fn unusable(error: Error) -> Error {
    match error.kind() {
        ErrorKind::LimitExceeded => error,
        _ => wrong(error.detail().to_owned()),
    }
}

/// certReq TRUE.
const CERT_REQ: [u8; 3] = [1, 1, 0xff];
