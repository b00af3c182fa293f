//! Distribution points of certificates (RFC 5280 4.2.1.13) and the issuing distribution point of a CRL (5.2.5):
//! which CRL speaks about which certificate.

use super::reason::Reasons;
use crate::asn1::{Element, Reader, Tag, write};
use crate::error::Result;
use crate::limits::Budget;
use crate::pki::Name;

/// One DistributionPoint of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DistributionPoint {
    /// `None` if the field is absent.
    pub(crate) name: Option<PointName>,
    pub(crate) reasons: Option<Reasons>,
    /// The directory names of whoever issues the CRL instead of the CA; `None` if the field is absent.
    pub(crate) crl_issuer: Option<PointName>,
}

/// The names of a distribution point, full names all of them: a name relative to an issuer has been completed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PointName(Vec<PointGeneralName>);

#[derive(Debug, Clone)]
enum PointGeneralName {
    Directory(Name),
    /// Scheme and host in lower case.
    Uri(Vec<u8>),
    /// Any other kind, octet by octet.
    Other(Vec<u8>),
}

/// The issuingDistributionPoint of a CRL.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct IssuingDistributionPoint {
    pub(crate) name: Option<PointName>,
    pub(crate) only_user_certificates: bool,
    pub(crate) only_ca_certificates: bool,
    pub(crate) only_attribute_certificates: bool,
    pub(crate) only_some_reasons: Option<Reasons>,
    pub(crate) indirect: bool,
}

impl DistributionPoint {
    /// All points of a cRLDistributionPoints or freshestCRL; `issuer` is that of the certificate.
    pub(crate) fn read_all(value: &[u8], issuer: &Name) -> Result<Vec<Self>> {
        let mut file = Reader::new(value);
        let mut points = file.sequence("cRLDistributionPoints")?;
        file.finish("cRLDistributionPoints")?;
        let mut names = names_left();
        let mut out = Vec::new();
        while !points.is_empty() {
            // A point without any name costs as much as one.
            names.spend(1)?;
            out.push(Self::read(&mut points.sequence("DistributionPoint")?, issuer, &mut names)?);
        }
        Ok(out)
    }

    fn read(fields: &mut Reader<'_>, issuer: &Name, left: &mut Budget) -> Result<Self> {
        let name = fields.optional(Tag::context(0))?;
        let reasons = fields.optional(Tag::context_primitive(1))?;
        let crl_issuer = fields.optional(Tag::context(2))?;
        fields.finish("DistributionPoint")?;
        let crl_issuer = crl_issuer.map(|names| PointName::read_names(names.reader(), left)).transpose()?;
        // A relative name hangs below the CRL issuer where there is one.
        let base = crl_issuer.as_ref().and_then(|names| names.directory_names().next());
        let name = name.map(|name| PointName::read(&name, base.unwrap_or(issuer), left)).transpose()?;
        let reasons = reasons.map(|reasons| Reasons::read(&reasons)).transpose()?;
        Ok(Self { name, reasons, crl_issuer })
    }

    /// The point that RFC 5280 6.3.3 assumes for every CRL of the certificate's issuer.
    pub(crate) fn implied(issuer: &Name) -> Self {
        let name = PointName(vec![PointGeneralName::Directory(issuer.clone())]);
        Self { name: Some(name), reasons: None, crl_issuer: None }
    }
}

impl PointName {
    /// A DistributionPointName inside its `[0]`; `base` is what a relative name hangs below.
    fn read(wrapped: &Element<'_>, base: &Name, left: &mut Budget) -> Result<Self> {
        let mut inside = wrapped.reader();
        let choice = inside.element()?;
        inside.finish("DistributionPointName")?;
        match choice.tag {
            tag if tag == Tag::context(0) => Self::read_names(choice.reader(), left),
            tag if tag == Tag::context(1) => {
                let mut rdns = Element::from_der(base.der(), "name")?.content.to_vec();
                rdns.extend(write::tlv(Tag::SET, choice.content));
                let name = Name::try_from(write::tlv(Tag::SEQUENCE, &rdns).as_slice())?;
                Ok(Self(vec![PointGeneralName::Directory(name)]))
            }
            _ => Err(choice.error("DistributionPointName")),
        }
    }

    fn read_names(mut names: Reader<'_>, left: &mut Budget) -> Result<Self> {
        let mut out = Vec::new();
        while !names.is_empty() {
            left.spend(1)?;
            let name = names.element()?;
            out.push(match name.tag {
                tag if tag == Tag::context(4) => {
                    PointGeneralName::Directory(Name::read(&name.reader().element()?)?)
                }
                tag if tag == Tag::context_primitive(6) => PointGeneralName::Uri(uri(name.content)),
                _ => PointGeneralName::Other(name.raw.to_vec()),
            });
        }
        Ok(Self(out))
    }

    /// Whether one of the names is among the other ones.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().any(|name| other.0.contains(name))
    }

    /// Whether this directory name is among them.
    pub(crate) fn contains(&self, name: &Name) -> bool {
        self.directory_names().any(|known| known.matches(name))
    }

    fn directory_names(&self) -> impl Iterator<Item = &Name> {
        self.0.iter().filter_map(|name| match name {
            PointGeneralName::Directory(name) => Some(name),
            _ => None,
        })
    }
}

impl PartialEq for PointGeneralName {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Directory(one), Self::Directory(other)) => one.matches(other),
            (Self::Uri(one), Self::Uri(other)) | (Self::Other(one), Self::Other(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for PointGeneralName {}

impl IssuingDistributionPoint {
    /// `issuer` is that of the CRL.
    pub(crate) fn read(value: &[u8], issuer: &Name) -> Result<Self> {
        let mut file = Reader::new(value);
        let mut fields = file.sequence("issuingDistributionPoint")?;
        file.finish("issuingDistributionPoint")?;
        let name = fields.optional(Tag::context(0))?;
        let name = name.map(|name| PointName::read(&name, issuer, &mut names_left())).transpose()?;
        let only_user_certificates = flag(&mut fields, 1)?;
        let only_ca_certificates = flag(&mut fields, 2)?;
        let only_some_reasons = fields.optional(Tag::context_primitive(3))?;
        let only_some_reasons = only_some_reasons.map(|reasons| Reasons::read(&reasons)).transpose()?;
        let indirect = flag(&mut fields, 4)?;
        let only_attribute_certificates = flag(&mut fields, 5)?;
        fields.finish("issuingDistributionPoint")?;
        Ok(Self {
            name,
            only_user_certificates,
            only_ca_certificates,
            only_attribute_certificates,
            only_some_reasons,
            indirect,
        })
    }
}

/// A BOOLEAN DEFAULT FALSE under this tag.
fn flag(fields: &mut Reader<'_>, number: u8) -> Result<bool> {
    match fields.optional(Tag::context_primitive(number))? {
        None => Ok(false),
        Some(element) => match element.content {
            [octet] => Ok(*octet != 0),
            _ => Err(element.error("issuingDistributionPoint")),
        },
    }
}

/// RFC 5280 7.4: scheme and host compare without regard to case, the rest as it is.
fn uri(octets: &[u8]) -> Vec<u8> {
    let mut out = octets.to_vec();
    let after_scheme = memchr::memmem::find(octets, b"://").map_or(0, |at| at.saturating_add(3));
    let path = octets.get(after_scheme..).and_then(|rest| memchr::memchr(b'/', rest));
    let end = path.map_or(octets.len(), |at| at.saturating_add(after_scheme));
    if after_scheme > 0 {
        out.iter_mut().take(end).for_each(u8::make_ascii_lowercase);
    }
    out
}

/// Names in one extension, all points together: real ones have some, and each is compared with each of a CRL.
fn names_left() -> Budget {
    Budget::new(50, "names of distribution points")
}
