//! What CRLs and OCSP responses have in common: a part that is signed, the algorithm, the signature.

use std::ops::Range;
use std::sync::OnceLock;

use crate::asn1::{Element, Reader, Tag};
use crate::crypto::{
    Digest, DigestAlgorithm, Hasher, PublicKey, SignatureAlgorithm, Verification, digest, signature_algorithm,
};
use crate::error::{Error, ErrorKind, Result};

/// The bytes of a SIGNED{...} (RFC 5912) as they arrived, and where its parts stand. The digest of what was signed
/// is calculated once, however many keys are tried: a CRL may have megabytes.
pub(in crate::pki) struct Signed {
    der: Vec<u8>,
    tbs: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    /// Whether the signature consists of whole octets, as that of every algorithm does.
    whole: bool,
    digest: OnceLock<Digest>,
    identifier: OnceLock<Digest>,
}

/// Where the parts stand, found while the bytes were still borrowed.
pub(in crate::pki) struct Parts {
    pub(in crate::pki) tbs: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    whole: bool,
}

impl Parts {
    /// Reads the part that is signed as one element, the algorithm and the signature.
    pub(in crate::pki) fn read<'a>(
        fields: &mut Reader<'a>,
        what: &'static str,
    ) -> Result<(Self, Element<'a>)> {
        let tbs = fields.expect(Tag::SEQUENCE, what)?;
        let algorithm = fields.expect(Tag::SEQUENCE, "signature algorithm")?;
        let signature = fields.expect(Tag::BIT_STRING, "signature")?;
        let (unused, octets) = signature.content.split_first().ok_or_else(|| signature.error("signature"))?;
        let end = range(&signature).end;
        let parts = Self {
            tbs: range(&tbs),
            algorithm: range(&algorithm),
            signature: end.saturating_sub(octets.len())..end,
            whole: *unused == 0,
        };
        Ok((parts, tbs))
    }

    /// Whether the algorithm beside the signature is the one that was signed (RFC 5280 5.1.1.2).
    pub(in crate::pki) fn names_algorithm(&self, der: &[u8], signed: &Element<'_>) -> bool {
        der.get(self.algorithm.clone()) == Some(signed.raw)
    }
}

impl Signed {
    pub(in crate::pki) fn new(der: Vec<u8>, parts: Parts) -> Self {
        Self {
            der,
            tbs: parts.tbs,
            algorithm: parts.algorithm,
            signature: parts.signature,
            whole: parts.whole,
            digest: OnceLock::new(),
            identifier: OnceLock::new(),
        }
    }

    /// The whole object.
    pub(in crate::pki) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(in crate::pki) fn slice(&self, range: &Range<usize>) -> &[u8] {
        self.der.get(range.clone()).unwrap_or_default()
    }

    /// The AlgorithmIdentifier as it stands beside the signature.
    pub(in crate::pki) fn algorithm_der(&self) -> &[u8] {
        self.slice(&self.algorithm)
    }

    pub(in crate::pki) fn signature(&self) -> &[u8] {
        self.slice(&self.signature)
    }

    pub(in crate::pki) fn algorithm(&self) -> Result<SignatureAlgorithm> {
        signature_algorithm(&Element::from_der(self.algorithm_der(), "signature algorithm")?, None)
    }

    /// What tells this object from every other one, for as long as its digests hold: SHA-256 of the object with the
    /// part that is signed replaced by the digest that the signature is over. So megabytes are hashed but once. Where
    /// that digest is weak or unknown, SHA-256 takes its place.
    pub(in crate::pki) fn identifier(&self) -> Digest {
        *self.identifier.get_or_init(|| {
            let strong =
                self.algorithm().ok().and_then(SignatureAlgorithm::digest).filter(|by| !by.is_weak());
            let inner = match strong {
                Some(by) => self.tbs_digest(by),
                None => digest(DigestAlgorithm::Sha256, self.slice(&self.tbs)),
            };
            let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
            hasher.update(self.slice(&(0..self.tbs.start)));
            hasher.update(inner.as_ref());
            hasher.update(self.slice(&(self.tbs.end..self.der.len())));
            hasher.finish()
        })
    }

    /// `by` is the digest of the signature algorithm, the same each time.
    fn tbs_digest(&self, by: DigestAlgorithm) -> Digest {
        *self.digest.get_or_init(|| digest(by, self.slice(&self.tbs)))
    }

    /// Whether this key made the signature.
    ///
    /// # Errors
    /// An algorithm that is not supported.
    pub(in crate::pki) fn verify(&self, key: &PublicKey) -> Result<Verification> {
        let algorithm = self.algorithm()?;
        if !self.whole {
            return Ok(Verification::Bad);
        }
        let tbs = self.slice(&self.tbs);
        Ok(match algorithm.digest() {
            None => key.verify(algorithm, tbs, self.signature()),
            Some(by) => {
                let digest = self.tbs_digest(by);
                key.verify_digest(algorithm, &digest, self.signature())
            }
        })
    }
}

/// Where an element stands in what the outermost reader reads.
pub(in crate::pki) fn range(element: &Element<'_>) -> Range<usize> {
    element.offset..element.offset.saturating_add(element.raw.len())
}

/// Where its contents stand.
pub(in crate::pki) fn content_range(element: &Element<'_>) -> Range<usize> {
    let end = range(element).end;
    end.saturating_sub(element.content.len())..end
}

/// The same error, told of a revocation list or OCSP response.
pub(in crate::pki) fn malformed(error: Error) -> Error {
    if error.kind() != ErrorKind::MalformedAsn1 {
        return error;
    }
    let offset = error.offset().unwrap_or(0);
    Error::new(ErrorKind::MalformedRevocationData, error.detail().to_owned()).at(offset)
}
