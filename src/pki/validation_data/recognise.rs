//! Certificates, CRLs and OCSP responses out of bytes that may be any of them, in DER or PEM.

use crate::asn1::{Reader, Tag, ber};
use crate::crypto::pem_blocks;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};
use crate::pki::crl::Crl;
use crate::pki::ocsp::OcspResponse;
use crate::pki::revocation::signed::malformed;
use crate::pki::{Certificate, certificates_from};

/// One piece that was found.
pub(super) enum Piece {
    Certificate(Certificate),
    Crl(Crl),
    Ocsp(OcspResponse),
}

/// The revocation lists of a file, which must hold some and nothing else.
pub(super) fn crls(bytes: &[u8], limits: &Limits) -> Result<Vec<Piece>> {
    let pieces = anything(bytes, limits).map_err(|error| match error.kind() {
        ErrorKind::MalformedCertificate | ErrorKind::NoCertificate => {
            Error::new(ErrorKind::MalformedRevocationData, "not a revocation list").at(0)
        }
        _ => error,
    })?;
    let only_crls = pieces.iter().all(|piece| matches!(piece, Piece::Crl(_)));
    if !only_crls || pieces.is_empty() {
        return Err(Error::new(ErrorKind::MalformedRevocationData, "not a revocation list").at(0));
    }
    Ok(pieces)
}

/// All pieces of a file.
pub(super) fn anything(bytes: &[u8], limits: &Limits) -> Result<Vec<Piece>> {
    let text = bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(ErrorKind::EmptyInput, "validation data"));
    }
    let budget = Budget::new(limits.certificates, "pieces of validation data");
    let mut found = Found { pieces: Vec::new(), budget, limits };
    // A SEQUENCE is the digit 0 as well: text around PEM may begin with it.
    let der = bytes.first() == Some(&Tag::SEQUENCE.0) && Reader::new(bytes).element().is_ok();
    if der || memchr::memmem::find(text, b"-----BEGIN ").is_none() {
        found.der(bytes)?;
    } else {
        for block in pem_blocks(text).map_err(malformed)? {
            match block.label.as_str() {
                "X509 CRL" | "CRL" | "OCSP RESPONSE" | "CERTIFICATE" | "X509 CERTIFICATE" | "PKCS7"
                | "CMS" => {
                    found.der(&block.der)?;
                }
                _ => {}
            }
        }
    }
    if found.pieces.is_empty() {
        return Err(Error::new(ErrorKind::NoCertificate, "file without validation data"));
    }
    Ok(found.pieces)
}

struct Found<'a> {
    pieces: Vec<Piece>,
    budget: Budget,
    limits: &'a Limits,
}

impl Found<'_> {
    /// Pieces one behind the other; white space and zeros at the end are left over by editors and block devices.
    fn der(&mut self, bytes: &[u8]) -> Result<()> {
        let mut rest = bytes;
        while rest.iter().any(|octet| !octet.is_ascii_whitespace() && *octet != 0) {
            let used = match Reader::new(rest).element() {
                Ok(element) => element.raw.len(),
                // Bundles may be BER, whose length has to be found out.
                Err(error) => ber::to_der(rest, self.limits.depth).map_err(|_| malformed(error))?.1,
            };
            let (this, behind) = rest.split_at_checked(used).unwrap_or((rest, &[]));
            self.one(this)?;
            rest = behind;
        }
        Ok(())
    }

    fn one(&mut self, bytes: &[u8]) -> Result<()> {
        self.budget.spend(1)?;
        match kind(bytes) {
            Kind::Crl => self.pieces.push(Piece::Crl(Crl::from_der(bytes.to_vec())?)),
            Kind::Ocsp => self.pieces.push(Piece::Ocsp(OcspResponse::from_der(bytes, self.limits)?)),
            Kind::Certificates => {
                for certificate in certificates_from(bytes, self.limits)? {
                    self.budget.spend(1)?;
                    self.pieces.push(Piece::Certificate(certificate));
                }
            }
        }
        Ok(())
    }
}

enum Kind {
    Crl,
    Ocsp,
    /// A certificate or a bundle of them, or nothing of the kind.
    Certificates,
}

/// What it is, by the first elements.
fn kind(bytes: &[u8]) -> Kind {
    look_inside(bytes).unwrap_or(Kind::Certificates)
}

fn look_inside(bytes: &[u8]) -> Result<Kind> {
    let mut outer = Reader::new(bytes).sequence("")?;
    match outer.peek() {
        Some(Tag::ENUMERATED) => return Ok(Kind::Ocsp),
        Some(Tag::SEQUENCE) => {}
        _ => return Ok(Kind::Certificates),
    }
    let mut tbs = outer.sequence("")?;
    // The responder of a BasicOCSPResponse, perhaps behind a version.
    let version = tbs.optional(Tag::context(0))?;
    if [Tag::context(1), Tag::context(2)].map(Some).contains(&tbs.peek()) {
        return Ok(Kind::Ocsp);
    }
    if version.is_some() {
        return Ok(Kind::Certificates);
    }
    tbs.optional(Tag::INTEGER)?;
    tbs.sequence("")?;
    tbs.sequence("")?;
    // Here a CRL has thisUpdate, and a certificate of version 1 its validity.
    Ok(match tbs.peek() {
        Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => Kind::Crl,
        _ => Kind::Certificates,
    })
}

const UTF8_BOM: &[u8] = &[0xef, 0xbb, 0xbf];
