//! Timestamps over what was signed (RFC 3161): what to ask for, and where the answer goes.

use crate::asn1::Oid;
use crate::cms::{self, TimestampAuthority, TimestampRequest};
use crate::crypto::{self, Digest, DigestAlgorithm};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// How timestamps are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimestampOptions {
    /// The digest algorithm of the imprint. SHA-256 is what every authority accepts.
    pub digest: DigestAlgorithm,
    /// A number that the answer must repeat. `None` by default: the imprint is that of a signature nobody has seen
    /// before, which no old answer fits, and the GCA's own checker refuses tokens with a nonce.
    pub nonce: Option<Vec<u8>>,
    /// The policy of the authority that is asked for, in dotted decimal; `None` leaves it to the authority.
    pub policy: Option<String>,
    /// Bytes to keep for the token. Tokens with three certificates and RSA-4096 signatures stay below the default.
    pub space: usize,
}

impl Default for TimestampOptions {
    fn default() -> Self {
        Self { digest: DigestAlgorithm::Sha256, nonce: None, policy: None, space: 8192 }
    }
}

impl TimestampOptions {
    /// Says what of it cannot be.
    pub(crate) fn check(&self) -> Result<()> {
        if self.digest.is_weak() {
            let what = format!("{} is broken and only read, never made", self.digest.name());
            return Err(Error::new(ErrorKind::UnsupportedAlgorithm, what));
        }
        match self.policy.as_deref().map(Oid::from_dotted) {
            Some(None) => {
                Err(Error::new(ErrorKind::InvalidArgument, "the policy is not an object identifier"))
            }
            _ => Ok(()),
        }
    }

    /// The question about this digest.
    pub(crate) fn request(&self, digest: Digest) -> Result<TimestampRequest> {
        let mut request = TimestampRequest::new(digest);
        if let Some(nonce) = &self.nonce {
            request = request.with_nonce(nonce);
        }
        match &self.policy {
            Some(policy) => request.with_policy(policy),
            None => Ok(request),
        }
    }

    /// The token that the authority gives for this digest.
    pub(crate) fn token(
        &self,
        digest: Digest,
        authority: &dyn TimestampAuthority,
        limits: &Limits,
    ) -> Result<Vec<u8>> {
        let request = self.request(digest)?;
        request.token(&authority.timestamp(&request.to_der())?, limits)
    }

    /// The same with so much space that this token fits.
    pub(crate) fn with_space_for(&self, token: &[u8]) -> Self {
        Self { space: token.len().saturating_add(SPARE), ..self.clone() }
    }

    /// Space for the attribute that carries the token.
    pub(super) fn attribute_space(&self) -> usize {
        cms::signature_timestamp(&vec![0; self.space]).len()
    }
}

/// The token, without what stands behind it, if it holds and is over these bytes.
pub(super) fn checked(token: &[u8], bytes: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    let unusable = |what: String| Error::new(ErrorKind::TimestampUnusable, what);
    let token = cms::timestamp::read(token, limits).map_err(|error| match error.kind() {
        ErrorKind::LimitExceeded => error,
        _ => unusable(error.detail().to_owned()),
    })?;
    let check = cms::timestamp::check_token(&token, &|digest| Some(crypto::digest(digest, bytes)), &[]);
    match check.faults.first() {
        _ if check.is_sound() => Ok(token.raw),
        Some(fault) => Err(unusable(fault.to_string())),
        None => Err(unusable("imprint of something else".to_owned())),
    }
}

/// The next token of the same authority may be a little longer: serial numbers and fractions of seconds vary.
const SPARE: usize = 256;
