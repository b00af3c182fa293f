//! Public keys as they stand in certificates: SubjectPublicKeyInfo (RFC 5280 4.1.2.7, RFC 3279, RFC 5480, RFC 8410).

use std::fmt;
use std::sync::Arc;

use super::algorithm::SignatureAlgorithm;
use super::backend::{BACKENDS, Input};
use super::digest::{Digest, DigestAlgorithm};
use super::{parameters, pure};
use crate::asn1::{Element, Oid, Reader, Tag, oid, write};
use crate::error::{Error, ErrorKind, Result};

/// The kind and size of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA (RFC 8017) with a modulus of so many bits.
    Rsa {
        /// The length of the modulus.
        bits: usize,
    },
    /// The elliptic curve P-256 of FIPS 186.
    EcP256,
    /// The elliptic curve P-384 of FIPS 186.
    EcP384,
    /// The elliptic curve P-521 of FIPS 186.
    EcP521,
    /// Ed25519 (RFC 8032).
    Ed25519,
}

impl KeyKind {
    /// For example `RSA-2048` or `P-256`.
    pub fn name(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA-{bits}"),
            Self::EcP256 => f.write_str("P-256"),
            Self::EcP384 => f.write_str("P-384"),
            Self::EcP521 => f.write_str("P-521"),
            Self::Ed25519 => f.write_str("Ed25519"),
        }
    }
}

/// What became of a signature check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verification {
    /// The signature was made with the private key over exactly this message.
    Good,
    Bad,
    /// It could not be checked: the algorithm does not go with the key, or a size or parameter is not supported.
    Unsupported(&'static str),
}

/// A public key. Cloning shares it; two are equal if they verify the same signatures.
#[derive(Clone)]
pub(crate) struct PublicKey(Arc<Key>);

struct Key {
    spki: Vec<u8>,
    kind: KeyKind,
    parts: PublicParts,
    restriction: Restriction,
}

/// The numbers of a public key.
#[derive(PartialEq, Eq)]
pub(super) enum PublicParts {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8>, pkcs1: Vec<u8> },
    Ec { curve: Curve, point: Vec<u8> },
    Ed25519([u8; 32]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
    P521,
}

/// What the key itself says that it may be used for.
enum Restriction {
    None,
    /// An `id-RSASSA-PSS` key without parameters (RFC 4055 1.2).
    Pss,
    /// An `id-RSASSA-PSS` key with parameters (RFC 4055 3.3): these digests, and at least this salt.
    PssWith(SignatureAlgorithm),
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo in DER. Points on curves are checked when a signature is.
    ///
    /// # Errors
    /// Malformed ASN.1, or a kind of key or curve that is not supported.
    pub(crate) fn from_spki(spki: &[u8]) -> Result<Self> {
        let mut fields = Element::from_der(spki, "SubjectPublicKeyInfo")?.reader();
        let algorithm = fields.expect(Tag::SEQUENCE, "key algorithm")?;
        let key = fields.expect(Tag::BIT_STRING, "public key")?;
        fields.finish("SubjectPublicKeyInfo")?;
        let (algorithm, parameters) = parameters::identifier(&algorithm)?;
        let octets = key.bit_octets("public key")?;
        let mut restriction = Restriction::None;
        let parts = match algorithm {
            oid::RSA_ENCRYPTION => {
                parameters::null_or_absent(parameters)?;
                PublicParts::rsa(octets)?
            }
            oid::RSASSA_PSS => {
                restriction = match parameters {
                    Some(parameters) if parameters.tag != Tag::NULL => {
                        Restriction::PssWith(parameters::pss(parameters)?)
                    }
                    _ => Restriction::Pss,
                };
                PublicParts::rsa(octets)?
            }
            oid::EC_PUBLIC_KEY => {
                let curve = parameters.filter(|parameters| parameters.tag == Tag::OID);
                let curve = curve.ok_or_else(|| unsupported("elliptic curve that is not named"))?;
                PublicParts::Ec { curve: Curve::from_oid(Oid(curve.content))?, point: octets.to_vec() }
            }
            oid::ED25519 => {
                let octets = octets.try_into().map_err(|_| key.error("Ed25519 public key"))?;
                PublicParts::Ed25519(octets)
            }
            other => {
                return Err(Error::new(
                    ErrorKind::UnsupportedAlgorithm,
                    format!("public key algorithm {other}"),
                ));
            }
        };
        let kind = parts.kind();
        Ok(Self(Arc::new(Key { spki: spki.to_vec(), kind, parts, restriction })))
    }

    pub(crate) fn kind(&self) -> KeyKind {
        self.0.kind
    }

    /// SubjectPublicKeyInfo as it was read.
    pub(crate) fn spki(&self) -> &[u8] {
        &self.0.spki
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> &PublicParts {
        &self.0.parts
    }

    /// Whether the key may only be used with RSASSA-PSS (RFC 4055 1.2).
    pub(super) fn is_pss_only(&self) -> bool {
        !matches!(self.0.restriction, Restriction::None)
    }

    /// The usual algorithm of this key with this digest: PKCS#1 v1.5 for RSA (PSS if the key is only for that),
    /// ECDSA, or Ed25519, which brings its own digest.
    pub(crate) fn default_algorithm(&self, digest: DigestAlgorithm) -> SignatureAlgorithm {
        match self.kind() {
            KeyKind::Rsa { .. } if self.is_pss_only() => pss(digest),
            KeyKind::Rsa { .. } => SignatureAlgorithm::RsaPkcs1(digest),
            KeyKind::EcP256 | KeyKind::EcP384 | KeyKind::EcP521 => SignatureAlgorithm::Ecdsa(digest),
            KeyKind::Ed25519 => SignatureAlgorithm::Ed25519,
        }
    }

    /// RSASSA-PSS with this digest, also in MGF1, and a salt of the digest's length (RFC 8017 9.1 note 4).
    pub(crate) fn pss(&self, digest: DigestAlgorithm) -> Result<SignatureAlgorithm> {
        match self.kind() {
            KeyKind::Rsa { .. } => Ok(pss(digest)),
            kind => Err(Error::new(ErrorKind::UnsupportedAlgorithm, format!("RSA-PSS with a key of {kind}"))),
        }
    }

    /// Whether `signature` was made over `message` with the private key that belongs to this one.
    pub(crate) fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Verification {
        self.check(algorithm, Input::Message(message), signature)
    }

    /// The same over a message of which only the digest is known. Not for Ed25519, which needs the message.
    pub(crate) fn verify_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &Digest,
        signature: &[u8],
    ) -> Verification {
        match algorithm.digest() {
            None => Verification::Unsupported("Ed25519 over a digest"),
            Some(expected) if expected != digest.algorithm() => {
                Verification::Unsupported("digest of another algorithm than the signature's")
            }
            Some(_) => self.check(algorithm, Input::Digest(digest), signature),
        }
    }

    fn check(&self, algorithm: SignatureAlgorithm, input: Input<'_>, signature: &[u8]) -> Verification {
        if let Err(what) = self.suits(algorithm) {
            return Verification::Unsupported(what);
        }
        let answer =
            BACKENDS.iter().find_map(|backend| backend.verify(&self.0.parts, algorithm, input, signature));
        match answer {
            Some(true) => Verification::Good,
            Some(false) => Verification::Bad,
            None => Verification::Unsupported("public key that is not valid"),
        }
    }

    /// Whether the algorithm goes with the key.
    pub(super) fn suits(&self, algorithm: SignatureAlgorithm) -> Result<(), &'static str> {
        match (&self.0.parts, algorithm) {
            (PublicParts::Rsa { .. }, SignatureAlgorithm::RsaPkcs1(_)) if self.is_pss_only() => {
                Err("PKCS#1 v1.5 signature with a key that is only for RSASSA-PSS")
            }
            (
                PublicParts::Rsa { .. },
                SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss { .. },
            ) => match self.0.kind {
                KeyKind::Rsa { bits } if !RSA_BITS.contains(&bits) => {
                    Err("RSA key of fewer than 1024 or more than 8192 bits")
                }
                _ => self.permits(algorithm),
            },
            (PublicParts::Ec { .. }, SignatureAlgorithm::Ecdsa(_)) => Ok(()),
            // A key of small order verifies the same signature for every message (attack C7).
            (PublicParts::Ed25519(key), SignatureAlgorithm::Ed25519) if pure::is_weak_ed25519(key) => {
                Err("Ed25519 key of small order")
            }
            (PublicParts::Ed25519(_), SignatureAlgorithm::Ed25519) => Ok(()),
            _ => Err("signature algorithm that does not go with the key"),
        }
    }

    /// RFC 4055 3.3: the parameters of the signature must be those of the key, the salt at least as long.
    fn permits(&self, algorithm: SignatureAlgorithm) -> Result<(), &'static str> {
        use SignatureAlgorithm::RsaPss;
        match (&self.0.restriction, algorithm) {
            (
                Restriction::PssWith(RsaPss { digest, mgf1, salt_length }),
                RsaPss { digest: found_digest, mgf1: found_mgf1, salt_length: found_salt },
            ) if *digest != found_digest || *mgf1 != found_mgf1 || found_salt < *salt_length => {
                Err("PSS parameters that the key does not permit")
            }
            _ => Ok(()),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.parts == other.0.parts
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kind())
    }
}

impl PublicParts {
    /// From the RSAPublicKey of RFC 8017 A.1.1.
    pub(super) fn rsa(pkcs1: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(pkcs1);
        let mut fields = reader.sequence("RSAPublicKey")?;
        let modulus = fields.expect(Tag::INTEGER, "RSA modulus")?.unsigned("RSA modulus")?.to_vec();
        let exponent = fields.expect(Tag::INTEGER, "RSA exponent")?.unsigned("RSA exponent")?.to_vec();
        fields.finish("RSAPublicKey")?;
        reader.finish("RSAPublicKey")?;
        Ok(Self::Rsa { modulus, exponent, pkcs1: pkcs1.to_vec() })
    }

    pub(super) fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa { modulus, .. } => KeyKind::Rsa { bits: bits(modulus) },
            Self::Ec { curve: Curve::P256, .. } => KeyKind::EcP256,
            Self::Ec { curve: Curve::P384, .. } => KeyKind::EcP384,
            Self::Ec { curve: Curve::P521, .. } => KeyKind::EcP521,
            Self::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    /// SubjectPublicKeyInfo in DER.
    pub(super) fn to_spki(&self) -> Vec<u8> {
        let (algorithm, octets) = match self {
            Self::Rsa { pkcs1, .. } => (write::algorithm(oid::RSA_ENCRYPTION, &write::null()), &pkcs1[..]),
            Self::Ec { curve, point } => {
                (write::algorithm(oid::EC_PUBLIC_KEY, &write::oid(curve.oid())), &point[..])
            }
            Self::Ed25519(key) => (write::algorithm(oid::ED25519, &[]), &key[..]),
        };
        write::sequence(&[algorithm, write::bit_string(octets)])
    }
}

impl Curve {
    pub(super) fn oid(self) -> Oid<'static> {
        match self {
            Self::P256 => oid::P256,
            Self::P384 => oid::P384,
            Self::P521 => oid::P521,
        }
    }

    pub(super) fn from_oid(curve: Oid<'_>) -> Result<Self> {
        let found = [Self::P256, Self::P384, Self::P521].into_iter().find(|known| known.oid() == curve);
        found.ok_or_else(|| Error::new(ErrorKind::UnsupportedAlgorithm, format!("elliptic curve {curve}")))
    }

    /// Bytes of a field element and of a private key.
    pub(super) fn field_len(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

fn pss(digest: DigestAlgorithm) -> SignatureAlgorithm {
    SignatureAlgorithm::RsaPss { digest, mgf1: digest, salt_length: digest.output_len() }
}

/// The length in bits of a magnitude, big-endian.
fn bits(magnitude: &[u8]) -> usize {
    let mut octets = magnitude.iter().skip_while(|octet| **octet == 0);
    let Some(first) = octets.next() else { return 0 };
    let top = 8usize.saturating_sub(usize::try_from(first.leading_zeros()).unwrap_or(8));
    octets.count().saturating_mul(8).saturating_add(top)
}

fn unsupported(what: &'static str) -> Error {
    Error::new(ErrorKind::UnsupportedAlgorithm, what)
}

/// Sizes of RSA keys whose signatures are checked: 1024 bits are legacy and judged weak above; more than 8192
/// cost too much.
const RSA_BITS: std::ops::RangeInclusive<usize> = 1024..=8192;
