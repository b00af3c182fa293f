//! What the signer chooses.

use super::TimestampOptions;
use crate::crypto::DigestAlgorithm;
use crate::pdf::signing::{Certification, SubFilter};
use crate::time::Time;

/// How a PDF is to be signed. The defaults are those of PAdES baseline signatures with the algorithms that every
/// Vietnamese state agency can check.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignOptions {
    /// The claimed time of signing. The library has no clock, so it is not optional.
    pub signing_time: Time,
    /// The format of the signature; `None`: what the field asks for, else [`SubFilter::EtsiCadesDetached`].
    pub sub_filter: Option<SubFilter>,
    /// The digest algorithm; `None`: what the field asks for, else SHA-256.
    pub digest: Option<DigestAlgorithm>,
    /// RSASSA-PSS instead of PKCS#1 v1.5 (RFC 8017). Off: tools in use cannot all check it.
    pub pss: bool,
    /// An existing empty signature field to be filled in by its full name; `None` makes a new, invisible one.
    pub field: Option<String>,
    /// Makes this a certification signature, which only the first one can be.
    pub certify: Option<Certification>,
    /// Why it is signed (/Reason).
    pub reason: Option<String>,
    /// Where it is signed (/Location).
    pub location: Option<String>,
    /// How to reach the signer (/ContactInfo).
    pub contact: Option<String>,
    /// The password of an encrypted document.
    pub password: Option<String>,
    /// Level B-T: keeps space for a timestamp over the signature value. Whoever completes the signature gets one with
    /// [`PreparedSignature::timestamp_request`](super::PreparedSignature::timestamp_request);
    /// [`sign_with_timestamp`](super::sign_with_timestamp) does all of it.
    pub timestamp: Option<TimestampOptions>,
    /// Bytes to keep free for unsigned attributes that are added later, beyond what the signature itself and its
    /// timestamp need.
    pub reserve: usize,
    /// Signs with a certificate that is out of its validity: only for tests and repairs.
    pub danger_allow_expired: bool,
}

impl SignOptions {
    /// The defaults, with this claimed time of signing.
    pub fn new(signing_time: Time) -> Self {
        Self {
            signing_time,
            sub_filter: None,
            digest: None,
            pss: false,
            field: None,
            certify: None,
            reason: None,
            location: None,
            contact: None,
            password: None,
            timestamp: None,
            reserve: 0,
            danger_allow_expired: false,
        }
    }
}
