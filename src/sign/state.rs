//! What lies between the two steps of signing: it can wait in a queue, and fits one document only.

use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};

use super::{TimestampOptions, timestamp};
use crate::asn1::Element;
use crate::cms::{self, SignedAttributesSpec, TimestampRequest};
use crate::crypto::{self, Digest, DigestAlgorithm, SignatureAlgorithm, Verification};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pdf::signing::SignatureUpdate;
use crate::pki::Certificate;
use crate::time::Time;

/// A signature that waits for its value: made by [`prepare`](super::prepare), ended by [`complete`](Self::complete).
///
/// It holds no copy of the document and nothing secret. [`to_json`](Self::to_json) and
/// [`from_json`](Self::from_json) carry it over to another process or day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedSignature {
    pub(super) document_length: usize,
    pub(super) update: SignatureUpdate,
    /// The digest of the document with the update.
    pub(super) content: Digest,
    /// The signing-time attribute.
    pub(super) signing_time: Option<Time>,
    pub(super) signed_attributes: Vec<u8>,
    pub(super) algorithm: SignatureAlgorithm,
    /// The signer's certificate first.
    pub(super) embedded: Vec<Certificate>,
    /// How a timestamp is asked for, if there is space for one.
    pub(super) timestamp: Option<TimestampOptions>,
}

impl PreparedSignature {
    /// The bytes that the signer's key signs with [`algorithm`](Self::algorithm): the signed attributes of RFC 5652
    /// 5.4, which hold the document's digest.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.signed_attributes
    }

    /// The digest of [`to_be_signed`](Self::to_be_signed), for tokens and services that sign a digest. Ed25519
    /// signs the bytes themselves.
    pub fn digest_to_be_signed(&self) -> Digest {
        crypto::digest(self.content.algorithm(), &self.signed_attributes)
    }

    /// The algorithm that the value must be made with. ECDSA values are in DER.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The question for a timestamp authority about this signature value, which is checked first. Its token goes to
    /// [`complete_with_timestamp`](Self::complete_with_timestamp).
    ///
    /// # Errors
    /// [`ErrorKind::SignatureValueInvalid`]; [`ErrorKind::InvalidArgument`] if the signature was prepared without
    /// [`SignOptions::timestamp`](super::SignOptions::timestamp), so that there is no space for a token.
    pub fn timestamp_request(&self, value: &[u8]) -> Result<TimestampRequest> {
        self.check_value(value)?;
        let options = self.timestamp.as_ref().ok_or_else(|| {
            Error::new(ErrorKind::InvalidArgument, "the signature was prepared without space for a timestamp")
        })?;
        // EN 319 122-1 5.3: the imprint is the digest of the value, without its tag and length.
        options.request(crypto::digest(options.digest, value))
    }

    /// Checks the signature value with the signer's certificate and puts it into the update for `document`, which
    /// must be the one that was prepared.
    ///
    /// Costs one digest of the document.
    ///
    /// # Errors
    /// [`ErrorKind::StateMismatch`] for another document, [`ErrorKind::SignatureValueInvalid`],
    /// [`ErrorKind::PlaceholderTooSmall`] with the number of bytes that are missing.
    pub fn complete(&self, document: &[u8], value: &[u8]) -> Result<SignedUpdate> {
        self.check_document(document)?;
        self.embed(value, None)
    }

    /// As [`complete`](Self::complete), with the timestamp token over the value: level B-T. The token is checked
    /// against the value; whether its authority is trusted is not asked.
    ///
    /// # Errors
    /// Those of [`complete`](Self::complete), and [`ErrorKind::TimestampUnusable`] for a token that cannot be read, is
    /// over something else or does not hold.
    pub fn complete_with_timestamp(
        &self,
        document: &[u8],
        value: &[u8],
        token: &[u8],
        limits: &Limits,
    ) -> Result<SignedUpdate> {
        self.check_document(document)?;
        let token = timestamp::checked(token, value, limits)?;
        self.embed(value, Some(&token))
    }

    fn check_document(&self, document: &[u8]) -> Result<()> {
        let another = |what: &'static str| Error::new(ErrorKind::StateMismatch, what);
        if document.len() != self.document_length {
            return Err(another("the document has another length"));
        }
        if self.update.digest(document, self.content.algorithm())? != self.content {
            return Err(another("the document has another digest"));
        }
        Ok(())
    }

    fn check_value(&self, value: &[u8]) -> Result<()> {
        let signer = super::signer(&self.embedded)?;
        match signer.public_key()?.verify(self.algorithm, &self.signed_attributes, value) {
            Verification::Good => Ok(()),
            Verification::Bad => {
                let what = "the value was not made by the key of the certificate over the bytes to be signed";
                Err(Error::new(ErrorKind::SignatureValueInvalid, what))
            }
            Verification::Unsupported(what) => Err(Error::new(ErrorKind::UnsupportedAlgorithm, what)),
        }
    }

    /// Puts the value and its timestamp into the update for a document that is known to be the one that was prepared.
    pub(super) fn embed(&self, value: &[u8], token: Option<&[u8]>) -> Result<SignedUpdate> {
        self.check_value(value)?;
        let signer = super::signer(&self.embedded)?;
        let unsigned: Vec<Vec<u8>> = token.map(cms::signature_timestamp).into_iter().collect();
        let message =
            cms::assemble(&self.signed_attributes, self.algorithm, value, signer, &self.embedded, &unsigned);
        Ok(SignedUpdate::new(self.update.with_contents(&message)?))
    }

    /// The state as JSON, for a queue or a file. Whoever can change it can make `complete` fail, but not make it
    /// sign another document: the value is checked against what was to be signed.
    pub fn to_json(&self) -> String {
        let state = State {
            schema: SCHEMA.to_owned(),
            document_length: self.document_length,
            update: Base64::encode_string(&self.update.bytes),
            gap: (self.update.gap.start, self.update.gap.end),
            digest_algorithm: self.content.algorithm().name().to_owned(),
            digest: Base64::encode_string(self.content.as_ref()),
            signing_time: self.signing_time,
            algorithm: Base64::encode_string(&self.algorithm.to_der()),
            certificates: self.embedded.iter().map(|c| Base64::encode_string(c.der())).collect(),
            timestamp: self.timestamp.as_ref().map(TimestampState::of),
        };
        serde_json::to_string(&state).unwrap_or_default()
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`ErrorKind::MalformedState`].
    pub fn from_json(json: &str) -> Result<Self> {
        let bad = |what: &'static str| Error::new(ErrorKind::MalformedState, what);
        let decode = |text: &str| Base64::decode_vec(text).map_err(|_| bad("base64"));
        let state: State = serde_json::from_str(json).map_err(|_| bad("not the JSON of a signing state"))?;
        if state.schema != SCHEMA {
            return Err(bad("a state of another version"));
        }
        let digest = digest_named(&state.digest_algorithm)?;
        let content = Digest::from_octets(digest, &decode(&state.digest)?).ok_or_else(|| bad("digest"))?;
        let algorithm = decode(&state.algorithm)?;
        let algorithm = Element::from_der(&algorithm, "algorithm")
            .and_then(|element| crypto::signature_algorithm(&element, Some(digest)))
            .map_err(|_| bad("algorithm"))?;
        let certificates = state.certificates.iter().map(|c| Certificate::from_der(&decode(c)?));
        let embedded: Vec<Certificate> =
            certificates.collect::<Result<_>>().map_err(|_| bad("certificate"))?;
        let update = SignatureUpdate { bytes: decode(&state.update)?, gap: state.gap.0..state.gap.1 };
        update.check().map_err(|_| bad("the gap for the signature"))?;
        let signing_time = state.signing_time;
        let certificate = embedded.first().ok_or_else(|| bad("no certificate"))?;
        let spec =
            SignedAttributesSpec { certificate, algorithm, signing_time, signing_certificate_v2: true };
        let signed_attributes = cms::signed_attributes(&spec, &content);
        let timestamp = state.timestamp.map(TimestampState::options).transpose()?;
        Ok(Self {
            document_length: state.document_length,
            update,
            content,
            signing_time,
            signed_attributes,
            algorithm,
            embedded,
            timestamp,
        })
    }
}

/// What has to be appended to the document to sign it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedUpdate {
    bytes: Vec<u8>,
}

impl SignedUpdate {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// The bytes to be appended. A file of any size is signed by appending them; it need not be in memory.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The signed document: the original bytes and the update behind them.
    pub fn append_to(&self, document: &[u8]) -> Vec<u8> {
        [document, &self.bytes].concat()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    schema: String,
    document_length: usize,
    update: String,
    gap: (usize, usize),
    digest_algorithm: String,
    digest: String,
    signing_time: Option<Time>,
    algorithm: String,
    certificates: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp: Option<TimestampState>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimestampState {
    digest_algorithm: String,
    nonce: Option<String>,
    policy: Option<String>,
    space: usize,
}

impl TimestampState {
    fn of(options: &TimestampOptions) -> Self {
        Self {
            digest_algorithm: options.digest.name().to_owned(),
            nonce: options.nonce.as_deref().map(Base64::encode_string),
            policy: options.policy.clone(),
            space: options.space,
        }
    }

    fn options(self) -> Result<TimestampOptions> {
        let nonce = self.nonce.map(|nonce| Base64::decode_vec(&nonce)).transpose();
        let nonce = nonce.map_err(|_| Error::new(ErrorKind::MalformedState, "base64"))?;
        let digest = digest_named(&self.digest_algorithm)?;
        let options = TimestampOptions { digest, nonce, policy: self.policy, space: self.space };
        options.check().map_err(|_| Error::new(ErrorKind::MalformedState, "timestamp"))?;
        Ok(options)
    }
}

fn digest_named(name: &str) -> Result<DigestAlgorithm> {
    let algorithms = [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512];
    let found = algorithms.into_iter().find(|algorithm| algorithm.name() == name);
    found.ok_or_else(|| Error::new(ErrorKind::MalformedState, "digest algorithm"))
}

const SCHEMA: &str = "kyso.signing-state/1";
