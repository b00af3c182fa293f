//! The extensions of a certificate (RFC 5280 4.2): a list of all, and the facts that paths and reports need.

use std::ops::Range;

use super::{NameConstraints, Policies, end};
use std::fmt;

use crate::asn1::{Element, Oid, Reader, Tag, oid};
use crate::error::Result;
use crate::pki::name::{GeneralName, NameForm};

/// One extension as it stands in the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extension<'a> {
    pub(crate) oid: Oid<'a>,
    pub(crate) critical: bool,
    /// The contents of the OCTET STRING.
    pub(crate) value: &'a [u8],
}

/// The bits of keyUsage (RFC 5280 4.2.1.3); bit 0 is digitalSignature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyUsage(pub(in crate::pki) u16);

impl KeyUsage {
    pub(crate) const DIGITAL_SIGNATURE: Self = Self(1);
    /// Also called contentCommitment.
    pub(crate) const NON_REPUDIATION: Self = Self(1 << 1);
    pub(crate) const KEY_CERT_SIGN: Self = Self(1 << 5);
    pub(crate) const CRL_SIGN: Self = Self(1 << 6);

    /// Whether all bits of `other` are set.
    pub(crate) fn allows(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no bit is set besides these.
    pub(crate) fn is_within(self, allowed: &[Self]) -> bool {
        allowed.iter().fold(self.0, |left, bit| left & !bit.0) == 0
    }
}

impl fmt::Display for KeyUsage {
    /// The names of the bits that are set, as RFC 5280 has them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = KEY_USAGE_NAMES.iter().enumerate().filter(|(bit, _)| self.0 >> bit & 1 == 1);
        let names: Vec<&str> = names.map(|(_, name)| *name).collect();
        f.write_str(&names.join(", "))
    }
}

/// Bit 0 first.
const KEY_USAGE_NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

/// basicConstraints (RFC 5280 4.2.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BasicConstraints {
    pub(crate) ca: bool,
    pub(crate) path_length: Option<u32>,
}

/// What the extensions say.
#[derive(Default)]
pub(super) struct Extensions {
    list: Vec<(Range<usize>, bool, Range<usize>)>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) extended_key_usage: Vec<Vec<u8>>,
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) subject_key_id: Option<Vec<u8>>,
    pub(super) authority_key_id: Option<Vec<u8>>,
    pub(super) policies: Policies,
    pub(super) name_constraints: Option<Box<NameConstraints>>,
    pub(super) emails: Vec<String>,
    pub(super) crl_urls: Vec<String>,
    pub(super) ocsp_urls: Vec<String>,
    pub(super) ca_issuer_urls: Vec<String>,
    pub(super) malformed: Vec<&'static str>,
}

impl Extensions {
    /// Reads the `[3]` of a TBSCertificate.
    pub(super) fn read(wrapped: &Element<'_>) -> Result<Self> {
        let mut out = Self::default();
        let mut inside = wrapped.reader();
        let mut list = inside.sequence("extensions")?;
        inside.finish("extensions")?;
        while !list.is_empty() {
            let mut extension = list.sequence("extension")?;
            let oid = extension.expect(Tag::OID, "type of an extension")?;
            let critical = match extension.optional(Tag::BOOLEAN)? {
                Some(critical) => truth(&critical)?,
                None => false,
            };
            let value = extension.expect(Tag::OCTET_STRING, "value of an extension")?;
            extension.finish("extension")?;
            let content =
                |element: &Element<'_>| end(element).saturating_sub(element.content.len())..end(element);
            out.list.push((content(&oid), critical, content(&value)));
            if let Err(what) = out.interpret(Oid(oid.content), value.content) {
                out.malformed.push(what);
            }
        }
        Ok(out)
    }

    pub(super) fn list<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = Extension<'a>> {
        self.list.iter().map(|(oid, critical, value)| Extension {
            oid: Oid(der.get(oid.clone()).unwrap_or_default()),
            critical: *critical,
            value: der.get(value.clone()).unwrap_or_default(),
        })
    }

    /// Takes the facts out of one extension; an error names the one that decides something and cannot be read.
    /// Where an extension is repeated the first counts; the path refuses the certificate anyway.
    fn interpret(&mut self, oid: Oid<'_>, value: &[u8]) -> Result<(), &'static str> {
        match oid {
            oid::KEY_USAGE if self.key_usage.is_none() => {
                self.key_usage = Some(key_usage(value).map_err(|_| "keyUsage")?);
            }
            oid::BASIC_CONSTRAINTS if self.basic_constraints.is_none() => {
                self.basic_constraints = Some(basic_constraints(value).map_err(|_| "basicConstraints")?);
            }
            oid::EXTENDED_KEY_USAGE if self.extended_key_usage.is_empty() => {
                self.extended_key_usage = extended_key_usage(value).map_err(|_| "extendedKeyUsage")?;
            }
            oid::CERTIFICATE_POLICIES if self.policies.asserted.is_none() => {
                self.policies.read_asserted(value).map_err(|_| "certificatePolicies")?;
            }
            oid::POLICY_MAPPINGS => self.policies.read_mappings(value).map_err(|_| "policyMappings")?,
            oid::POLICY_CONSTRAINTS => {
                self.policies.read_constraints(value).map_err(|_| "policyConstraints")?;
            }
            oid::INHIBIT_ANY_POLICY => {
                self.policies.read_inhibit_any(value).map_err(|_| "inhibitAnyPolicy")?;
            }
            oid::NAME_CONSTRAINTS if self.name_constraints.is_none() => {
                let constraints = NameConstraints::read(value).map_err(|_| "nameConstraints")?;
                self.name_constraints = Some(Box::new(constraints));
            }
            // Names to which constraints apply: who cannot read them cannot apply them.
            oid::SUBJECT_ALT_NAME => {
                let names = GeneralName::list(value, "subjectAltName").map_err(|_| "subjectAltName")?;
                let emails = names.iter().filter(|name| name.form == NameForm::Rfc822);
                self.emails.extend(emails.map(|name| String::from_utf8_lossy(name.content).into_owned()));
            }
            // What follows is a hint, a convenience or an address: unreadable is the same as absent.
            oid::SUBJECT_KEY_IDENTIFIER if self.subject_key_id.is_none() => {
                let id = Element::from_der(value, "").ok().filter(|id| id.tag == Tag::OCTET_STRING);
                self.subject_key_id = id.map(|id| id.content.to_vec());
            }
            oid::AUTHORITY_KEY_IDENTIFIER if self.authority_key_id.is_none() => {
                self.authority_key_id = authority_key_id(value).unwrap_or_default();
            }
            oid::CRL_DISTRIBUTION_POINTS => self.crl_urls.extend(crl_urls(value).unwrap_or_default()),
            oid::AUTHORITY_INFO_ACCESS => {
                for (method, url) in access_urls(value).unwrap_or_default() {
                    match Oid(&method) {
                        oid::AD_OCSP => self.ocsp_urls.push(url),
                        oid::AD_CA_ISSUERS => self.ca_issuer_urls.push(url),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A BOOLEAN; any octet but zero is true as in BER, for certificates that have 1 where DER wants 255.
fn truth(element: &Element<'_>) -> Result<bool> {
    match element.content {
        [octet] => Ok(*octet != 0),
        _ => Err(element.error("BOOLEAN")),
    }
}

fn key_usage(value: &[u8]) -> Result<KeyUsage> {
    let bits = Element::from_der(value, "keyUsage")?;
    match (bits.tag, bits.content) {
        (Tag::BIT_STRING, [unused @ 0..=7, octets @ ..]) if !octets.is_empty() || *unused == 0 => {
            let first = octets.first().copied().unwrap_or(0).reverse_bits();
            // Bit 8, decipherOnly, is the highest of the second octet.
            let second = octets.get(1).copied().unwrap_or(0).reverse_bits() & 1;
            Ok(KeyUsage(u16::from(first) | u16::from(second) << 8))
        }
        _ => Err(bits.error("keyUsage")),
    }
}

fn basic_constraints(value: &[u8]) -> Result<BasicConstraints> {
    let mut reader = Reader::new(value);
    let mut fields = reader.sequence("basicConstraints")?;
    reader.finish("basicConstraints")?;
    let ca = fields.optional(Tag::BOOLEAN)?.map(|ca| truth(&ca)).transpose()?.unwrap_or(false);
    let length = fields.optional(Tag::INTEGER)?;
    fields.finish("basicConstraints")?;
    // A constraint beyond 32 bits constrains nothing.
    let path_length = length.map(|length| length.unsigned("path length").map(|_| length)).transpose()?;
    let path_length = path_length.map(|length| length.u32("path length").unwrap_or(u32::MAX));
    Ok(BasicConstraints { ca, path_length })
}

fn extended_key_usage(value: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut reader = Reader::new(value);
    let mut purposes = reader.sequence("extendedKeyUsage")?;
    reader.finish("extendedKeyUsage")?;
    let mut out = Vec::new();
    while !purposes.is_empty() {
        out.push(purposes.oid("extendedKeyUsage")?.0.to_vec());
    }
    // SIZE (1..MAX): an empty list would read like "absent", which allows everything.
    if out.is_empty() { Err(purposes.error("extendedKeyUsage")) } else { Ok(out) }
}

/// The keyIdentifier; issuer and serial number that may stand beside it are not used.
fn authority_key_id(value: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut fields = Reader::new(value).sequence("authorityKeyIdentifier")?;
    let id = fields.optional(Tag::context_primitive(0))?;
    Ok(id.map(|id| id.content.to_vec()))
}

fn crl_urls(value: &[u8]) -> Result<Vec<String>> {
    let mut points = Reader::new(value).sequence("cRLDistributionPoints")?;
    let mut out = Vec::new();
    while !points.is_empty() {
        let mut point = points.sequence("DistributionPoint")?;
        let Some(name) = point.optional(Tag::context(0))? else { continue };
        if let Some(full_name) = name.reader().optional(Tag::context(0))? {
            out.extend(general_names(full_name.reader(), UNIFORM_RESOURCE_IDENTIFIER)?);
        }
    }
    Ok(out)
}

fn access_urls(value: &[u8]) -> Result<Vec<(Vec<u8>, String)>> {
    let mut descriptions = Reader::new(value).sequence("authorityInfoAccess")?;
    let mut out = Vec::new();
    while !descriptions.is_empty() {
        let mut description = descriptions.sequence("AccessDescription")?;
        let method = description.oid("accessMethod")?;
        let urls = general_names(description, UNIFORM_RESOURCE_IDENTIFIER)?;
        out.extend(urls.into_iter().map(|url| (method.0.to_vec(), url)));
    }
    Ok(out)
}

/// The texts of the GeneralNames of one kind (RFC 5280 4.2.1.6); the others are passed over.
fn general_names(mut names: Reader<'_>, kind: Tag) -> Result<Vec<String>> {
    let mut out = Vec::new();
    while !names.is_empty() {
        let name = names.element()?;
        if name.tag == kind {
            out.push(String::from_utf8_lossy(name.content).into_owned());
        }
    }
    Ok(out)
}

const UNIFORM_RESOURCE_IDENTIFIER: Tag = Tag::context_primitive(6);
