//! Reading AlgorithmIdentifier of signatures (RFC 5280 4.1.1.2, RFC 4055, RFC 5758, RFC 8410).

use super::algorithm::SignatureAlgorithm;
use super::digest::DigestAlgorithm;
use crate::asn1::{Element, Oid, Reader, Tag, oid};
use crate::error::{Error, ErrorKind, Result};

/// The algorithm that an AlgorithmIdentifier of a certificate or a SignerInfo names.
///
/// `rsaEncryption` and `id-ecPublicKey` name only the scheme; the digest is then `fallback_digest`, the
/// digestAlgorithm of the SignerInfo (RFC 3370 3.2, and what many tools write).
///
/// # Errors
/// Unsupported algorithm or parameters; malformed ASN.1.
pub(crate) fn signature_algorithm(
    algorithm_identifier: &Element<'_>,
    fallback_digest: Option<DigestAlgorithm>,
) -> Result<SignatureAlgorithm> {
    use DigestAlgorithm::{Md5, Sha1, Sha256, Sha384, Sha512};
    let (algorithm, parameters) = identifier(algorithm_identifier)?;
    let fallback = || fallback_digest.ok_or_else(|| unsupported("signature algorithm without a digest"));
    let found = match algorithm {
        oid::RSASSA_PSS => {
            return pss(parameters.ok_or_else(|| algorithm_identifier.error("PSS parameters"))?);
        }
        // The parameters repeat the curve here, if they are there at all.
        oid::EC_PUBLIC_KEY => return fallback().map(SignatureAlgorithm::Ecdsa),
        oid::RSA_ENCRYPTION => SignatureAlgorithm::RsaPkcs1(fallback()?),
        oid::MD5_WITH_RSA => SignatureAlgorithm::RsaPkcs1(Md5),
        oid::SHA1_WITH_RSA | oid::SHA1_WITH_RSA_OIW => SignatureAlgorithm::RsaPkcs1(Sha1),
        oid::SHA256_WITH_RSA => SignatureAlgorithm::RsaPkcs1(Sha256),
        oid::SHA384_WITH_RSA => SignatureAlgorithm::RsaPkcs1(Sha384),
        oid::SHA512_WITH_RSA => SignatureAlgorithm::RsaPkcs1(Sha512),
        oid::ECDSA_WITH_SHA1 => SignatureAlgorithm::Ecdsa(Sha1),
        oid::ECDSA_WITH_SHA256 => SignatureAlgorithm::Ecdsa(Sha256),
        oid::ECDSA_WITH_SHA384 => SignatureAlgorithm::Ecdsa(Sha384),
        oid::ECDSA_WITH_SHA512 => SignatureAlgorithm::Ecdsa(Sha512),
        oid::ED25519 => SignatureAlgorithm::Ed25519,
        other => {
            return Err(Error::new(ErrorKind::UnsupportedAlgorithm, format!("signature algorithm {other}")));
        }
    };
    null_or_absent(parameters)?;
    Ok(found)
}

/// Object identifier and parameters of an AlgorithmIdentifier.
pub(super) fn identifier<'a>(element: &Element<'a>) -> Result<(Oid<'a>, Option<Element<'a>>)> {
    if element.tag != Tag::SEQUENCE {
        return Err(element.error("AlgorithmIdentifier"));
    }
    let mut reader = element.reader();
    let algorithm = reader.oid("algorithm")?;
    let parameters = if reader.is_empty() { None } else { Some(reader.element()?) };
    reader.finish("AlgorithmIdentifier")?;
    Ok((algorithm, parameters))
}

/// RFC 4055 sections 2.1 and 5: NULL and absent parameters mean the same and both must be accepted.
pub(super) fn null_or_absent(parameters: Option<Element<'_>>) -> Result<()> {
    match parameters {
        None => Ok(()),
        Some(element) if element.tag == Tag::NULL && element.content.is_empty() => Ok(()),
        Some(element) => Err(element.error("algorithm parameters that are not NULL")),
    }
}

/// RSASSA-PSS-params (RFC 4055 3.1).
pub(super) fn pss(parameters: Element<'_>) -> Result<SignatureAlgorithm> {
    if parameters.tag != Tag::SEQUENCE {
        return Err(parameters.error("PSS parameters"));
    }
    let mut fields = parameters.reader();
    let mut digest = DigestAlgorithm::Sha1;
    let mut mgf1 = DigestAlgorithm::Sha1;
    let mut salt_length = 20;
    if let Some(mut field) = field(&mut fields, 0)? {
        digest = hash(&field.element()?)?;
        field.finish("PSS hashAlgorithm")?;
    }
    if let Some(mut field) = field(&mut fields, 1)? {
        let element = field.element()?;
        field.finish("PSS maskGenAlgorithm")?;
        let (algorithm, inner) = identifier(&element)?;
        if algorithm != oid::MGF1 {
            return Err(unsupported("mask generation function other than MGF1"));
        }
        mgf1 = match inner {
            Some(inner) => hash(&inner)?,
            None => DigestAlgorithm::Sha1,
        };
    }
    if let Some(mut field) = field(&mut fields, 2)? {
        let length = field.element()?;
        field.finish("PSS saltLength")?;
        salt_length = salt(&length)?;
    }
    if let Some(mut field) = field(&mut fields, 3)? {
        let trailer = field.element()?;
        field.finish("PSS trailerField")?;
        if trailer.tag != Tag::INTEGER || trailer.u64("PSS trailerField")? != 1 {
            return Err(unsupported("PSS trailer field other than 1"));
        }
    }
    fields.finish("PSS parameters")?;
    Ok(SignatureAlgorithm::RsaPss { digest, mgf1, salt_length })
}

fn field<'a>(fields: &mut Reader<'a>, number: u8) -> Result<Option<Reader<'a>>> {
    Ok(fields.optional(Tag::context(number))?.map(|field| field.reader()))
}

fn salt(length: &Element<'_>) -> Result<usize> {
    if length.tag != Tag::INTEGER {
        return Err(length.error("PSS saltLength"));
    }
    usize::try_from(length.u64("PSS saltLength")?).map_err(|_| length.error("PSS saltLength"))
}

fn hash(element: &Element<'_>) -> Result<DigestAlgorithm> {
    let (algorithm, parameters) = identifier(element)?;
    null_or_absent(parameters)?;
    DigestAlgorithm::from_oid(algorithm)
        .ok_or_else(|| Error::new(ErrorKind::UnsupportedAlgorithm, format!("digest algorithm {algorithm}")))
}

fn unsupported(what: &'static str) -> Error {
    Error::new(ErrorKind::UnsupportedAlgorithm, what)
}

#[cfg(test)]
mod tests {
    use super::signature_algorithm;
    use crate::asn1::{Element, Oid, Tag, oid, write};
    use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
    use crate::error::{ErrorKind, Result};

    fn read(der: &[u8], fallback: Option<DigestAlgorithm>) -> Result<SignatureAlgorithm> {
        signature_algorithm(&Element::from_der(der, "x")?, fallback)
    }

    fn kind(der: &[u8]) -> Option<ErrorKind> {
        read(der, None).err().map(|error| error.kind())
    }

    fn pss(fields: &[Vec<u8>]) -> Vec<u8> {
        write::algorithm(oid::RSASSA_PSS, &write::sequence(fields))
    }

    #[test]
    fn what_is_written_is_read_again() {
        use DigestAlgorithm::{Md5, Sha1, Sha256, Sha384, Sha512};
        let mut all = vec![SignatureAlgorithm::Ed25519];
        for digest in [Md5, Sha1, Sha256, Sha384, Sha512] {
            all.push(SignatureAlgorithm::RsaPkcs1(digest));
            all.push(SignatureAlgorithm::RsaPss { digest, mgf1: digest, salt_length: digest.output_len() });
            all.push(SignatureAlgorithm::RsaPss { digest, mgf1: Sha256, salt_length: 0 });
            if digest != Md5 {
                all.push(SignatureAlgorithm::Ecdsa(digest));
            }
        }
        for algorithm in all {
            assert_eq!(read(&algorithm.to_der(), None), Ok(algorithm));
        }
    }

    #[test]
    fn pss_parameters_have_the_defaults_of_rfc_4055() {
        let defaults = SignatureAlgorithm::RsaPss {
            digest: DigestAlgorithm::Sha1,
            mgf1: DigestAlgorithm::Sha1,
            salt_length: 20,
        };
        assert_eq!(read(&pss(&[]), None), Ok(defaults));
        // Some tools write the defaults out.
        let written = pss(&[
            write::tlv(Tag::context(2), &write::integer(20)),
            write::tlv(Tag::context(3), &write::integer(1)),
        ]);
        assert_eq!(read(&written, None), Ok(defaults));
    }

    #[test]
    fn pss_parameters_that_cannot_be_followed_are_refused() {
        let trailer = write::tlv(Tag::context(3), &write::integer(2));
        assert_eq!(kind(&pss(&[trailer])), Some(ErrorKind::UnsupportedAlgorithm));
        let negative = write::tlv(Tag::context(2), &[2, 1, 0xff]);
        assert_eq!(kind(&pss(&[negative])), Some(ErrorKind::MalformedAsn1));
        let digest = write::tlv(Tag::context(0), &write::algorithm(Oid(&[42, 3]), &[]));
        assert_eq!(kind(&pss(&[digest])), Some(ErrorKind::UnsupportedAlgorithm));
        let order = [2, 0].map(|number| write::tlv(Tag::context(number), &write::integer(32)));
        assert_eq!(kind(&pss(&order)), Some(ErrorKind::MalformedAsn1));
        assert_eq!(kind(&write::algorithm(oid::RSASSA_PSS, &[])), Some(ErrorKind::MalformedAsn1));
    }

    #[test]
    fn an_algorithm_without_a_digest_takes_that_of_the_message() {
        let rsa = write::algorithm(oid::RSA_ENCRYPTION, &write::null());
        let sha384 = Some(DigestAlgorithm::Sha384);
        assert_eq!(read(&rsa, sha384), Ok(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384)));
        assert_eq!(kind(&rsa), Some(ErrorKind::UnsupportedAlgorithm));
        let ec = write::algorithm(oid::EC_PUBLIC_KEY, &write::oid(oid::P256));
        assert_eq!(read(&ec, sha384), Ok(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384)));
    }

    #[test]
    fn parameters_are_null_or_absent() {
        let expected = Ok(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256));
        assert_eq!(read(&write::algorithm(oid::SHA256_WITH_RSA, &[]), None), expected);
        assert_eq!(read(&write::algorithm(oid::SHA256_WITH_RSA, &write::null()), None), expected);
        let other = write::algorithm(oid::SHA256_WITH_RSA, &write::integer(0));
        assert_eq!(kind(&other), Some(ErrorKind::MalformedAsn1));
        assert_eq!(kind(&write::algorithm(Oid(&[42, 3]), &[])), Some(ErrorKind::UnsupportedAlgorithm));
    }
}
