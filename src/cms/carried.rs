//! Certificates and revocation data that a message carries for those who verify it later: the sets of SignedData
//! (RFC 5652 10.2.1, RFC 5940), Adobe's revocation archive (ISO 32000-2 12.8.3.3.2) and the values of CAdES
//! (EN 319 122-1 5.4 and A.1).

use super::attribute::Attributes;
use super::read::SignedData;
use crate::asn1::{Element, Reader, Tag, oid};
use crate::error::Result;

/// What was found, as it stands. None of it has been looked at.
#[derive(Debug, Default)]
pub(crate) struct Carried<'a> {
    pub(crate) certificates: Vec<&'a [u8]>,
    /// Each a CertificateList.
    pub(crate) crls: Vec<&'a [u8]>,
    /// Each an OCSPResponse or a BasicOCSPResponse.
    pub(crate) ocsps: Vec<&'a [u8]>,
}

impl SignedData {
    /// The revocation data of the message, and the certificates that stand outside of its set of certificates. What
    /// cannot be read is left out.
    pub(crate) fn carried(&self) -> Carried<'_> {
        let mut out = Carried::default();
        for raw in &self.crls {
            // A part that cannot be followed brings nothing; so for all that follow.
            let _ = out.choice(raw);
        }
        for signer in &self.signers {
            let signed = signer.signed_attributes.iter();
            out.attributes(signed.chain(signer.unsigned_attributes.iter()));
        }
        out
    }

    /// What of it stands in the signed attributes of the first signer: as old as the signature at least.
    pub(crate) fn signed_along(&self) -> Carried<'_> {
        let mut out = Carried::default();
        out.attributes(self.signers.first().and_then(|signer| signer.signed_attributes.as_ref()).into_iter());
        out
    }
}

impl<'a> Carried<'a> {
    fn attributes(&mut self, all: impl Iterator<Item = &'a Attributes>) {
        for attribute in all.flat_map(|attributes| attributes.list()) {
            for value in &attribute.values {
                let _ = match attribute.oid() {
                    oid::ADBE_REVOCATION | oid::REVOCATION_VALUES => self.values(value),
                    oid::CERTIFICATE_VALUES => list(value, &mut self.certificates),
                    _ => Ok(()),
                };
            }
        }
    }

    /// RevocationInfoChoice: a CRL, or `[1]` with a format of its own.
    fn choice(&mut self, raw: &'a [u8]) -> Result<()> {
        let element = Element::from_der(raw, "RevocationInfoChoice")?;
        if element.tag == Tag::SEQUENCE {
            self.crls.push(raw);
        } else if element.tag == Tag::context(1) {
            let mut other = element.reader();
            if other.oid("format of revocation information")? == oid::RI_OCSP_RESPONSE {
                self.ocsps.push(other.element()?.raw);
            }
        }
        Ok(())
    }

    /// RevocationInfoArchival and RevocationValues look the same but for the kind of OCSP answers.
    fn values(&mut self, value: &'a [u8]) -> Result<()> {
        let mut fields = Reader::new(value).sequence("revocation values")?;
        while !fields.is_empty() {
            let field = fields.element()?;
            let out = match field.tag {
                tag if tag == Tag::context(0) => &mut self.crls,
                tag if tag == Tag::context(1) => &mut self.ocsps,
                _ => continue,
            };
            list(field.content, out)?;
        }
        Ok(())
    }
}

/// The members of a SEQUENCE OF.
fn list<'a>(value: &'a [u8], out: &mut Vec<&'a [u8]>) -> Result<()> {
    let mut members = Reader::new(value).sequence("list of values")?;
    while !members.is_empty() {
        out.push(members.element()?.raw);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Carried, list};
    use crate::asn1::{Oid, Tag, oid, write};

    fn member(number: u64) -> Vec<u8> {
        write::sequence(&[write::integer(number)])
    }

    #[test]
    fn lists_of_adobe_and_of_cades_are_read() {
        let crls = write::tlv(Tag::context(0), &write::sequence(&[member(1), member(2)]));
        let ocsps = write::tlv(Tag::context(1), &write::sequence(&[member(3)]));
        let other = write::tlv(Tag::context(2), &write::sequence(&[member(4)]));
        let value = write::sequence(&[crls, ocsps, other]);
        let mut carried = Carried::default();
        carried.values(&value).unwrap();
        assert_eq!(carried.crls, [member(1), member(2)]);
        assert_eq!(carried.ocsps, [member(3)]);
    }

    #[test]
    fn an_ocsp_response_among_the_crls_is_told_from_them() {
        let response = write::tlv(Tag::context(1), &[write::oid(oid::RI_OCSP_RESPONSE), member(5)].concat());
        let unknown = write::tlv(Tag::context(1), &[write::oid(Oid(&[42, 3])), member(6)].concat());
        let crl = member(7);
        let mut carried = Carried::default();
        for raw in [&response, &unknown, &crl] {
            carried.choice(raw).unwrap();
        }
        assert_eq!(carried.ocsps, [member(5)]);
        assert_eq!(carried.crls, [member(7)]);
    }

    #[test]
    fn a_broken_list_brings_what_stands_before_the_break() {
        let mut out = Vec::new();
        let broken = write::tlv(Tag::SEQUENCE, &[member(1), vec![0x30, 0x85]].concat());
        assert!(list(&broken, &mut out).is_err());
        assert_eq!(out, [member(1)]);
    }
}
