//! Signature algorithms and how they are written (RFC 4055, RFC 5758, RFC 8410).

use std::fmt;

use super::digest::DigestAlgorithm;
use crate::asn1::{Tag, oid, write};

/// How a signature is calculated from a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS (RFC 8017 8.1).
    RsaPss {
        /// The digest of the message.
        digest: DigestAlgorithm,
        /// The digest inside the mask generation function MGF1.
        mgf1: DigestAlgorithm,
        /// Bytes of salt.
        salt_length: usize,
    },
    /// ECDSA (FIPS 186-5 section 6); the signature is the DER of RFC 3279 2.2.3.
    Ecdsa(DigestAlgorithm),
    /// Ed25519 (RFC 8032 5.1).
    Ed25519,
}

impl SignatureAlgorithm {
    /// The digest of the message; Ed25519 has none that could be calculated apart.
    pub fn digest(self) -> Option<DigestAlgorithm> {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss { digest, .. } | Self::Ecdsa(digest) => Some(digest),
            Self::Ed25519 => None,
        }
    }

    /// Scheme and digest, for example `RSA-PSS with SHA-256`.
    pub fn name(self) -> String {
        self.to_string()
    }

    /// AlgorithmIdentifier in DER: NULL parameters for RSA (RFC 4055 section 5), RSASSA-PSS-params with defaults
    /// left out, none for ECDSA and Ed25519. MD5 with ECDSA has no identifier and is written as plain
    /// `id-ecPublicKey`.
    pub fn to_der(self) -> Vec<u8> {
        match self {
            Self::RsaPkcs1(digest) => {
                let algorithm = match digest {
                    DigestAlgorithm::Md5 => oid::MD5_WITH_RSA,
                    DigestAlgorithm::Sha1 => oid::SHA1_WITH_RSA,
                    DigestAlgorithm::Sha256 => oid::SHA256_WITH_RSA,
                    DigestAlgorithm::Sha384 => oid::SHA384_WITH_RSA,
                    DigestAlgorithm::Sha512 => oid::SHA512_WITH_RSA,
                };
                write::algorithm(algorithm, &write::null())
            }
            Self::RsaPss { digest, mgf1, salt_length } => {
                write::algorithm(oid::RSASSA_PSS, &pss_parameters(digest, mgf1, salt_length))
            }
            Self::Ecdsa(digest) => {
                let algorithm = match digest {
                    DigestAlgorithm::Md5 => oid::EC_PUBLIC_KEY,
                    DigestAlgorithm::Sha1 => oid::ECDSA_WITH_SHA1,
                    DigestAlgorithm::Sha256 => oid::ECDSA_WITH_SHA256,
                    DigestAlgorithm::Sha384 => oid::ECDSA_WITH_SHA384,
                    DigestAlgorithm::Sha512 => oid::ECDSA_WITH_SHA512,
                };
                write::algorithm(algorithm, &[])
            }
            Self::Ed25519 => write::algorithm(oid::ED25519, &[]),
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RsaPkcs1(digest) => write!(f, "RSA with {digest}"),
            Self::RsaPss { digest, mgf1, .. } if digest == mgf1 => write!(f, "RSA-PSS with {digest}"),
            Self::RsaPss { digest, mgf1, .. } => write!(f, "RSA-PSS with {digest} and MGF1 with {mgf1}"),
            Self::Ecdsa(digest) => write!(f, "ECDSA with {digest}"),
            Self::Ed25519 => f.write_str("Ed25519"),
        }
    }
}

/// RSASSA-PSS-params (RFC 4055 3.1). DER leaves out what equals its default: SHA-1, MGF1 with SHA-1, 20.
fn pss_parameters(digest: DigestAlgorithm, mgf1: DigestAlgorithm, salt_length: usize) -> Vec<u8> {
    let hash = |digest: DigestAlgorithm| write::algorithm(digest.oid(), &write::null());
    let mut fields = Vec::new();
    if digest != DigestAlgorithm::Sha1 {
        fields.push(write::tlv(Tag::context(0), &hash(digest)));
    }
    if mgf1 != DigestAlgorithm::Sha1 {
        fields.push(write::tlv(Tag::context(1), &write::algorithm(oid::MGF1, &hash(mgf1))));
    }
    if salt_length != 20 {
        fields.push(write::tlv(Tag::context(2), &write::unsigned(&salt_length.to_be_bytes())));
    }
    write::sequence(&fields)
}
