//! Private keys in memory: PKCS#8 (RFC 5208, RFC 5958), PKCS#1 (RFC 8017 A.1.2) and SEC 1 (RFC 5915).

use std::fmt;
use std::sync::OnceLock;

use zeroize::Zeroizing;

use super::algorithm::SignatureAlgorithm;
use super::backend::{BACKENDS, Backend, Signer};
use super::digest::DigestAlgorithm;
use super::public_key::{Curve, KeyKind, PublicKey, PublicParts};
use super::pure::{self, Pure};
use super::{parameters, secret};
use crate::asn1::{Element, Oid, Reader, Tag, oid, write};
use crate::error::{Error, ErrorKind, Result};

/// A private key, loaded once and ready to sign from any thread. Wiped from memory when dropped.
pub struct PrivateKey {
    public: PublicKey,
    parts: PrivateParts,
    signer: Box<dyn Signer>,
    /// Made when the preferred back end does not do what is asked.
    second: OnceLock<Option<Box<dyn Signer>>>,
}

/// The numbers of a private key.
pub(super) enum PrivateParts {
    /// RSAPrivateKey in DER.
    Rsa {
        pkcs1: Zeroizing<Vec<u8>>,
    },
    /// The private number, as long as a field element, and the public point, uncompressed.
    Ec {
        curve: Curve,
        scalar: Zeroizing<Vec<u8>>,
        point: Vec<u8>,
    },
    Ed25519 {
        seed: Zeroizing<[u8; 32]>,
    },
}

impl PrivateKey {
    /// Reads an unencrypted PKCS#8 PrivateKeyInfo in DER.
    ///
    /// RSA keys must have 2048 to 8192 bits; elliptic curves are P-256, P-384, P-521 and Ed25519.
    ///
    /// # Errors
    /// [`ErrorKind::MalformedKey`] or [`ErrorKind::UnsupportedAlgorithm`].
    pub fn from_pkcs8_der(pkcs8: &[u8]) -> Result<Self> {
        Self::read_pkcs8(pkcs8).map_err(malformed)
    }

    /// The kind and size of the key.
    pub fn kind(&self) -> KeyKind {
        self.public.kind()
    }

    /// The SubjectPublicKeyInfo (RFC 5280 4.1.2.7) of the public key in DER.
    pub fn spki(&self) -> &[u8] {
        self.public.spki()
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> &PrivateParts {
        &self.parts
    }

    pub(crate) fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Signs `message`, which is hashed here. ECDSA signatures are DER (RFC 3279 2.2.3).
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedAlgorithm`] if the algorithm does not go with the key, or is MD5 or SHA-1, with
    /// which nothing new is signed.
    pub fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>> {
        match algorithm.digest() {
            Some(digest) if digest.is_weak() => {
                Err(Error::new(ErrorKind::UnsupportedAlgorithm, format!("signing with {digest}")))
            }
            _ => self.danger_sign_weak(algorithm, message),
        }
    }

    /// [`sign`](Self::sign) that takes MD5 and SHA-1 too: for a test PKI with certificates of the old generation.
    pub(crate) fn danger_sign_weak(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>> {
        let unsupported = |what| Error::new(ErrorKind::UnsupportedAlgorithm, what);
        self.public.suits(algorithm).map_err(unsupported)?;
        let second = || self.second.get_or_init(|| Pure.signer(&self.parts)).as_deref();
        let signature = self.signer.sign(algorithm, message).or_else(|| second()?.sign(algorithm, message));
        signature.ok_or_else(|| unsupported("parameters of the signature algorithm"))
    }

    /// The usual algorithm of this key with this digest: PKCS#1 v1.5 for RSA (PSS if the key is only for that),
    /// ECDSA, or Ed25519, which brings its own digest.
    pub fn default_algorithm(&self, digest: DigestAlgorithm) -> SignatureAlgorithm {
        self.public.default_algorithm(digest)
    }

    /// RSASSA-PSS with this digest, also in MGF1, and a salt of the digest's length (RFC 8017 9.1 note 4).
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedAlgorithm`] if this is not an RSA key.
    pub fn pss(&self, digest: DigestAlgorithm) -> Result<SignatureAlgorithm> {
        self.public.pss(digest)
    }

    /// Makes a new key. RSA-4096 takes about a second with the default back end, much longer without.
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedAlgorithm`] for RSA of fewer than 2048 or more than 8192 bits.
    pub fn generate(kind: KeyKind) -> Result<Self> {
        if let KeyKind::Rsa { bits } = kind {
            check_size(bits)?;
        }
        let pkcs8 = BACKENDS.iter().find_map(|backend| backend.generate(kind));
        Self::from_pkcs8_der(&pkcs8.ok_or_else(|| Error::new(ErrorKind::Internal, "key generation"))?)
    }

    /// PKCS#8 PrivateKeyInfo in DER.
    pub(crate) fn to_pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        self.parts.to_pkcs8_der()
    }

    fn read_pkcs8(pkcs8: &[u8]) -> Result<Self> {
        let mut fields = Element::from_der(pkcs8, "PrivateKeyInfo")?.reader();
        let version = fields.expect(Tag::INTEGER, "PrivateKeyInfo version")?.u64("PrivateKeyInfo version")?;
        if version > 1 {
            return Err(fields.error("PrivateKeyInfo version"));
        }
        let algorithm = fields.expect(Tag::SEQUENCE, "private key algorithm")?;
        let key = fields.expect(Tag::OCTET_STRING, "private key")?.content;
        // Attributes [0] and a public key [1] (RFC 5958) may follow; nothing in them is needed.
        let (algorithm, parameters) = parameters::identifier(&algorithm)?;
        match algorithm {
            oid::RSA_ENCRYPTION => Self::read_pkcs1(key),
            oid::RSASSA_PSS => {
                let parts = rsa_parts(key)?;
                let parameters = parameters.map(|parameters| parameters.raw).unwrap_or_default();
                let public = write::bit_string(&rsa_public(key)?);
                Self::new(parts, &write::sequence(&[write::algorithm(oid::RSASSA_PSS, parameters), public]))
            }
            oid::EC_PUBLIC_KEY => {
                let curve = parameters.filter(|parameters| parameters.tag == Tag::OID);
                Self::read_sec1(key, curve.map(|curve| Oid(curve.content)))
            }
            oid::ED25519 => {
                let seed = Element::from_der(key, "Ed25519 private key")?;
                let octets = <[u8; 32]>::try_from(seed.content).map(Zeroizing::new);
                let seed = octets.map_err(|_| seed.error("Ed25519 private key"))?;
                let public = PublicParts::Ed25519(pure::ed25519_public(&seed));
                Self::new(PrivateParts::Ed25519 { seed }, &public.to_spki())
            }
            other => {
                Err(Error::new(ErrorKind::UnsupportedAlgorithm, format!("private key algorithm {other}")))
            }
        }
    }

    /// RSAPrivateKey (RFC 8017 A.1.2).
    pub(super) fn read_pkcs1(pkcs1: &[u8]) -> Result<Self> {
        let public = PublicParts::rsa(&rsa_public(pkcs1)?)?;
        Self::new(rsa_parts(pkcs1)?, &public.to_spki())
    }

    /// ECPrivateKey (RFC 5915 section 3); PKCS#8 names the curve outside of it.
    pub(super) fn read_sec1(sec1: &[u8], curve: Option<Oid<'_>>) -> Result<Self> {
        let mut fields = Element::from_der(sec1, "ECPrivateKey")?.reader();
        fields.expect(Tag::INTEGER, "ECPrivateKey version")?;
        let scalar = fields.expect(Tag::OCTET_STRING, "EC private key")?;
        let named = match fields.optional(Tag::context(0))? {
            Some(parameters) if parameters.reader().peek() == Some(Tag::OID) => {
                Some(parameters.reader().oid("elliptic curve")?)
            }
            Some(_) => {
                return Err(Error::new(ErrorKind::UnsupportedAlgorithm, "elliptic curve that is not named"));
            }
            None => None,
        };
        let curve = curve.or(named).ok_or_else(|| fields.error("elliptic curve"))?;
        let curve = Curve::from_oid(curve)?;
        // Some tools drop leading zeros, others add one.
        let zeros = scalar.content.iter().take_while(|octet| **octet == 0).count();
        let digits = scalar.content.get(zeros..).unwrap_or_default();
        let pad = curve.field_len().checked_sub(digits.len());
        let pad = pad.ok_or_else(|| scalar.error("EC private key longer than its curve"))?;
        let digits = Zeroizing::new([&vec![0; pad][..], digits].concat());
        let point = pure::ec_public(curve, &digits).ok_or_else(|| scalar.error("EC private key"))?;
        let public = PublicParts::Ec { curve, point: point.clone() };
        Self::new(PrivateParts::Ec { curve, scalar: digits, point }, &public.to_spki())
    }

    fn new(parts: PrivateParts, spki: &[u8]) -> Result<Self> {
        let public = PublicKey::from_spki(spki)?;
        let signer = BACKENDS.iter().find_map(|backend| backend.signer(&parts));
        let signer = signer.ok_or_else(|| key_error("private key whose numbers do not go together"))?;
        Ok(Self { public, parts, signer, second: OnceLock::new() })
    }
}

impl PrivateParts {
    /// PrivateKeyInfo (RFC 5208 section 5).
    pub(super) fn to_pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        let (algorithm, key) = match self {
            Self::Rsa { pkcs1 } => (write::algorithm(oid::RSA_ENCRYPTION, &write::null()), pkcs1.clone()),
            Self::Ec { curve, scalar, point } => {
                let algorithm = write::algorithm(oid::EC_PUBLIC_KEY, &write::oid(curve.oid()));
                let scalar = secret::tlv(Tag::OCTET_STRING, &[scalar]);
                let point = write::tlv(Tag::context(1), &write::bit_string(point));
                (algorithm, secret::tlv(Tag::SEQUENCE, &[&write::integer(1), &scalar, &point]))
            }
            Self::Ed25519 { seed } => {
                (write::algorithm(oid::ED25519, &[]), secret::tlv(Tag::OCTET_STRING, &[&seed[..]]))
            }
        };
        let key = secret::tlv(Tag::OCTET_STRING, &[&key]);
        secret::tlv(Tag::SEQUENCE, &[&write::integer(0), &algorithm, &key])
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.kind())
    }
}

fn rsa_parts(pkcs1: &[u8]) -> Result<PrivateParts> {
    let bits = match PublicParts::rsa(&rsa_public(pkcs1)?)?.kind() {
        KeyKind::Rsa { bits } => bits,
        _ => 0,
    };
    check_size(bits)?;
    Ok(PrivateParts::Rsa { pkcs1: Zeroizing::new(pkcs1.to_vec()) })
}

/// The RSAPublicKey inside an RSAPrivateKey.
fn rsa_public(pkcs1: &[u8]) -> Result<Vec<u8>> {
    let mut fields: Reader<'_> = Element::from_der(pkcs1, "RSAPrivateKey")?.reader();
    let version = fields.expect(Tag::INTEGER, "RSAPrivateKey version")?.u64("RSAPrivateKey version")?;
    if version != 0 {
        return Err(Error::new(ErrorKind::UnsupportedAlgorithm, "RSA key with more than two primes"));
    }
    let modulus = fields.expect(Tag::INTEGER, "RSA modulus")?.raw;
    let exponent = fields.expect(Tag::INTEGER, "RSA exponent")?.raw;
    Ok(write::sequence(&[modulus, exponent]))
}

fn check_size(bits: usize) -> Result<()> {
    if RSA_BITS.contains(&bits) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::UnsupportedAlgorithm, format!("signing with an RSA key of {bits} bits")))
}

/// Malformed ASN.1 of a key is a malformed key. Offsets are left out: most are inside something decrypted.
pub(super) fn malformed(error: Error) -> Error {
    match error.kind() {
        ErrorKind::MalformedAsn1 => Error::new(ErrorKind::MalformedKey, error.detail().to_owned()),
        _ => error,
    }
}

pub(super) fn key_error(what: &'static str) -> Error {
    Error::new(ErrorKind::MalformedKey, what)
}

/// Sizes of RSA keys that sign: 2048 bits is what EN 119 312 and SP 800-131A ask at least.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

#[cfg(test)]
mod tests {
    use super::PrivateKey;
    use crate::crypto::{DigestAlgorithm, KeyKind, SignatureAlgorithm, Verification, digest};
    use crate::error::ErrorKind;

    const KINDS: [KeyKind; 5] =
        [KeyKind::Rsa { bits: 2048 }, KeyKind::EcP256, KeyKind::EcP384, KeyKind::EcP521, KeyKind::Ed25519];

    #[test]
    fn a_new_key_signs_and_survives_its_own_file() {
        for kind in KINDS {
            let key = PrivateKey::generate(kind).expect("a key");
            assert_eq!(key.kind(), kind);
            let again = PrivateKey::from_pkcs8_der(&key.to_pkcs8_der()).expect("its own PKCS#8");
            assert_eq!(again.spki(), key.spki());
            for hash in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
                let algorithm = key.default_algorithm(hash);
                let signature = again.sign(algorithm, b"message").expect("a signature");
                let public = key.public_key();
                assert_eq!(public.verify(algorithm, b"message", &signature), Verification::Good);
                assert_eq!(public.verify(algorithm, b"massage", &signature), Verification::Bad);
                if kind != KeyKind::Ed25519 {
                    let hashed = digest(hash, b"message");
                    assert_eq!(public.verify_digest(algorithm, &hashed, &signature), Verification::Good);
                }
            }
        }
    }

    #[test]
    fn nothing_new_is_signed_with_a_weak_digest() {
        let key = PrivateKey::generate(KeyKind::Rsa { bits: 2048 }).expect("a key");
        for hash in [DigestAlgorithm::Md5, DigestAlgorithm::Sha1] {
            let algorithm = SignatureAlgorithm::RsaPkcs1(hash);
            let refused = key.sign(algorithm, b"message").map_err(|error| error.kind());
            assert_eq!(refused, Err(ErrorKind::UnsupportedAlgorithm));
            let signature = key.danger_sign_weak(algorithm, b"message").expect("an old signature");
            assert_eq!(key.public_key().verify(algorithm, b"message", &signature), Verification::Good);
        }
    }

    #[test]
    fn a_salt_of_another_length_is_signed_and_verified() {
        let key = PrivateKey::generate(KeyKind::Rsa { bits: 2048 }).expect("a key");
        let sha256 = DigestAlgorithm::Sha256;
        for salt_length in [0, 20, 32, 222] {
            let algorithm = SignatureAlgorithm::RsaPss { digest: sha256, mgf1: sha256, salt_length };
            let signature = key.sign(algorithm, b"message").expect("a signature");
            assert_eq!(key.public_key().verify(algorithm, b"message", &signature), Verification::Good);
            let other = SignatureAlgorithm::RsaPss { digest: sha256, mgf1: sha256, salt_length: 21 };
            assert_eq!(key.public_key().verify(other, b"message", &signature), Verification::Bad);
        }
    }

    #[test]
    fn small_rsa_keys_do_not_sign_and_secrets_stay_out_of_debug() {
        let small = PrivateKey::generate(KeyKind::Rsa { bits: 1024 }).map_err(|error| error.kind());
        assert_eq!(small.err(), Some(ErrorKind::UnsupportedAlgorithm));
        let key = PrivateKey::generate(KeyKind::EcP256).expect("a key");
        assert_eq!(format!("{key:?}"), "PrivateKey(P-256)");
    }
}
