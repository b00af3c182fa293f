//! Certificates out of files: PEM, DER and PKCS#7 bundles, whichever of them it turns out to be.

use super::Certificate;
use crate::asn1::{Oid, Reader, Tag, ber, oid};
use crate::crypto::pem_blocks;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};

/// All certificates of a file: PEM with one or many (and keys between them, which are passed over), one or more
/// in DER, or a PKCS#7 bundle (`.p7b`) in DER, BER or PEM. The name of the file and what it promises do not
/// matter: the national root serves a bundle as `.crt` and PEM where DER is expected.
///
/// # Errors
/// [`ErrorKind::EmptyInput`], [`ErrorKind::NoCertificate`] if the file holds other things only,
/// [`ErrorKind::MalformedCertificate`] if one cannot be read, [`ErrorKind::LimitExceeded`] beyond
/// [`Limits::certificates`].
///
/// ```
/// # fn load(bytes: &[u8]) -> kyso::Result<()> {
/// for certificate in kyso::certificates_from(bytes, &kyso::Limits::default())? {
///     println!("{} until {}", certificate.subject(), certificate.not_after());
/// }
/// # Ok(())
/// # }
/// ```
pub fn certificates_from(bytes: &[u8], limits: &Limits) -> Result<Vec<Certificate>> {
    let mut out =
        Collected { certificates: Vec::new(), budget: Budget::new(limits.certificates, "certificates") };
    let text = bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(ErrorKind::EmptyInput, "certificate file"));
    }
    if is_der(bytes, limits) {
        out.add_der(bytes, limits)?;
    } else {
        for block in pem_blocks(text).map_err(malformed)? {
            match block.label.as_str() {
                "CERTIFICATE" | "X509 CERTIFICATE" | "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => {
                    out.add_der(&block.der, limits)?;
                }
                // OpenSSL's own form: the certificate, and behind it what it is trusted for.
                "TRUSTED CERTIFICATE" => {
                    let certificate = Reader::new(&block.der).element().map_err(malformed)?;
                    out.add(certificate.raw)?;
                }
                _ => {}
            }
        }
    }
    if out.certificates.is_empty() {
        return Err(Error::new(ErrorKind::NoCertificate, "file without a certificate"));
    }
    Ok(out.certificates)
}

/// Whether it begins with a SEQUENCE, which is the digit 0 as well: text around PEM may begin with it.
fn is_der(bytes: &[u8], limits: &Limits) -> bool {
    bytes.first() == Some(&Tag::SEQUENCE.0)
        && (memchr::memmem::find(bytes, b"-----BEGIN ").is_none() || ber::to_der(bytes, limits.depth).is_ok())
}

struct Collected {
    certificates: Vec<Certificate>,
    budget: Budget,
}

impl Collected {
    /// Certificates or bundles one behind the other; white space and zeros at the end are left over by editors
    /// and block devices.
    fn add_der(&mut self, bytes: &[u8], limits: &Limits) -> Result<()> {
        let mut rest = bytes;
        while rest.iter().any(|octet| !octet.is_ascii_whitespace() && *octet != 0) {
            let (der, used) = ber::to_der(rest, limits.depth).map_err(malformed)?;
            let (this, behind) = rest.split_at_checked(used).unwrap_or((rest, &[]));
            match bundled(&der) {
                Some(certificates) => {
                    let mut certificates = certificates.map_err(malformed)?;
                    while !certificates.is_empty() {
                        let choice = certificates.element().map_err(malformed)?;
                        // Attribute certificates and other formats stand there under tags of their own.
                        if choice.tag == Tag::SEQUENCE {
                            self.add(choice.raw)?;
                        }
                    }
                }
                // The bytes as they are: what was signed is what arrived.
                None => self.add(this)?,
            }
            rest = behind;
        }
        Ok(())
    }

    fn add(&mut self, der: &[u8]) -> Result<()> {
        self.budget.spend(1)?;
        self.certificates.push(Certificate::from_der(der)?);
        Ok(())
    }
}

/// What is between the tags of the certificates of a SignedData (RFC 5652 5.1); `None` if this is something else.
fn bundled(der: &[u8]) -> Option<Result<Reader<'_>>> {
    let mut content_info = Reader::new(der).sequence("ContentInfo").ok()?;
    let content_type: Oid<'_> = content_info.oid("content type").ok()?;
    if content_type != oid::SIGNED_DATA {
        return Some(Err(content_info.error("not a bundle of certificates")));
    }
    Some(certificates_of(content_info))
}

fn certificates_of(mut content_info: Reader<'_>) -> Result<Reader<'_>> {
    let mut signed_data = content_info.enter(Tag::context(0), "content")?.sequence("SignedData")?;
    signed_data.expect(Tag::INTEGER, "version")?;
    signed_data.expect(Tag::SET, "digest algorithms")?;
    signed_data.expect(Tag::SEQUENCE, "encapsulated content")?;
    let certificates = signed_data.optional(Tag::context(0))?;
    Ok(certificates.map_or(Reader::new(&[]), |certificates| certificates.reader()))
}

fn malformed(error: Error) -> Error {
    if error.kind() == ErrorKind::LimitExceeded {
        return error;
    }
    let offset = error.offset().unwrap_or(0);
    Error::new(ErrorKind::MalformedCertificate, error.detail().to_owned()).at(offset)
}

const UTF8_BOM: &[u8] = &[0xef, 0xbb, 0xbf];

#[cfg(test)]
mod tests;
