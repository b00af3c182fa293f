//! The algorithm identifiers of a SignerInfo, and whether they agree.

use crate::asn1::{Element, Tag, write};
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::error::Result;

/// The digest that an AlgorithmIdentifier names. Parameters are absent or NULL (RFC 5754 section 2).
pub(super) fn digest(raw: &[u8]) -> Option<DigestAlgorithm> {
    let mut reader =
        Element::from_der(raw, "digestAlgorithm").ok().filter(|e| e.tag == Tag::SEQUENCE)?.reader();
    let algorithm = DigestAlgorithm::from_oid(reader.oid("digestAlgorithm").ok()?)?;
    matches!(reader.rest(), [] | NULL).then_some(algorithm)
}

/// The digest that a signature of this algorithm is made with: Ed25519 takes SHA-512 for the content (RFC 8419 3.1).
pub(super) fn content_digest(algorithm: SignatureAlgorithm) -> DigestAlgorithm {
    algorithm.digest().unwrap_or(DigestAlgorithm::Sha512)
}

/// The AlgorithmIdentifier of a digest as RFC 5754 section 2 wants it generated: without parameters.
pub(super) fn digest_identifier(algorithm: DigestAlgorithm) -> Vec<u8> {
    write::algorithm(algorithm.oid(), &[])
}

/// CMSAlgorithmProtection (RFC 6211 section 2) for these two.
pub(super) fn protection(digest: DigestAlgorithm, signature: SignatureAlgorithm) -> Vec<u8> {
    let identifier = signature.to_der();
    let content = Element::from_der(&identifier, "").map(|e| e.content.to_vec()).unwrap_or_default();
    write::sequence(&[digest_identifier(digest), write::tlv(Tag::context(1), &content)])
}

/// Whether a CMSAlgorithmProtection names the algorithms that the SignerInfo names, as RFC 6211 section 3 compares
/// them: absent and NULL parameters are the same.
///
/// # Errors
/// The value is no CMSAlgorithmProtection.
pub(super) fn protects(value: &[u8], digest: &[u8], signature: &[u8]) -> Result<bool> {
    let element = Element::from_der(value, "CMSAlgorithmProtection")?;
    if element.tag != Tag::SEQUENCE {
        return Err(element.error("CMSAlgorithmProtection"));
    }
    let mut reader = element.reader();
    let protected_digest = reader.expect(Tag::SEQUENCE, "digestAlgorithm")?;
    // A macAlgorithm [2] instead would be for authenticated data, never for a signature.
    let protected_signature = reader.expect(Tag::context(1), "signatureAlgorithm")?;
    reader.finish("CMSAlgorithmProtection")?;
    let digest = Element::from_der(digest, "digestAlgorithm")?;
    let signature = Element::from_der(signature, "signatureAlgorithm")?;
    Ok(parameters(protected_digest.content) == parameters(digest.content)
        && parameters(protected_signature.content) == parameters(signature.content))
}

/// The contents of an AlgorithmIdentifier without NULL parameters.
fn parameters(content: &[u8]) -> &[u8] {
    content.strip_suffix(NULL).unwrap_or(content)
}

const NULL: &[u8] = &[0x05, 0x00];

#[cfg(test)]
mod tests {
    use super::{digest, digest_identifier, protection, protects};
    use crate::asn1::{Tag, oid, write};
    use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};

    const RSA: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

    #[test]
    fn a_digest_has_null_parameters_or_none() {
        let absent = write::algorithm(oid::SHA256, &[]);
        let null = write::algorithm(oid::SHA256, &write::null());
        let other = write::algorithm(oid::SHA256, &write::integer(1));
        assert_eq!(digest(&absent), Some(DigestAlgorithm::Sha256));
        assert_eq!(digest(&null), Some(DigestAlgorithm::Sha256));
        assert_eq!(digest(&other), None);
        assert_eq!(digest(&write::algorithm(oid::DATA, &[])), None);
    }

    #[test]
    fn null_and_absent_parameters_are_the_same_for_algorithm_protection() {
        let ours = protection(DigestAlgorithm::Sha256, RSA);
        let sha256 = digest_identifier(DigestAlgorithm::Sha256);
        let null = write::algorithm(oid::SHA256, &write::null());
        let absent = write::algorithm(oid::SHA256_WITH_RSA, &[]);
        assert_eq!(protects(&ours, &sha256, &RSA.to_der()), Ok(true));
        assert_eq!(protects(&ours, &null, &absent), Ok(true));
        assert_eq!(protects(&ours, &digest_identifier(DigestAlgorithm::Sha1), &RSA.to_der()), Ok(false));
        let plain = write::algorithm(oid::RSA_ENCRYPTION, &write::null());
        assert_eq!(protects(&ours, &sha256, &plain), Ok(false));
        let mac = write::sequence(&[sha256.clone(), write::tlv(Tag::context(2), &[])]);
        assert!(protects(&mac, &sha256, &RSA.to_der()).is_err());
    }
}
