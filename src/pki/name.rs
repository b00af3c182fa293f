//! Distinguished names (RFC 5280 4.1.2.4) and their comparison (RFC 5280 7.1).

mod folded;
mod general;

pub(crate) use general::{GeneralName, NameForm};

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::asn1::{Element, Oid, Reader, Tag, oid, string};
use crate::error::Result;

use folded::Number;

/// The name of a subject or issuer: its bytes as they stand in the certificate, and its attributes as text.
///
/// `==` compares the bytes; [`Name::matches`] compares as RFC 5280 7.1 wants it.
#[derive(Clone)]
pub struct Name(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    attributes: Vec<Attribute>,
    /// Equal for names that match.
    number: u64,
    /// The form in which names are compared, made when it is needed: mostly the bytes are equal already.
    canonical: OnceLock<Vec<u8>>,
}

struct Attribute {
    oid: Vec<u8>,
    /// Text, or the DER of a value that is no character string.
    value: Result<String, Vec<u8>>,
    /// Whether the attribute stands in the same set as the one before it (a multi-valued RDN).
    joined: bool,
}

impl Name {
    /// Reads a Name; its attributes may be of any type and the text of any kind, empty sets included.
    pub(crate) fn read(element: &Element<'_>) -> Result<Self> {
        if element.tag != Tag::SEQUENCE {
            return Err(element.error("name"));
        }
        let mut attributes = Vec::new();
        let mut rdns = element.reader();
        while !rdns.is_empty() {
            let mut rdn = rdns.enter(Tag::SET, "relative distinguished name")?;
            let mut joined = false;
            while !rdn.is_empty() {
                let (oid, value) = attribute(&mut rdn)?;
                let text = string::text(&value).map(|(text, _)| text);
                let value = text.ok_or_else(|| value.raw.to_vec());
                attributes.push(Attribute { oid: oid.0.to_vec(), value, joined });
                joined = true;
            }
        }
        let der = element.raw.to_vec();
        let number = number_of(&attributes);
        Ok(Self(Arc::new(Inner { der, attributes, number, canonical: OnceLock::new() })))
    }

    /// The Name as it stands in the certificate.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Whether both are the same name by RFC 5280 7.1: case and runs of white space do not matter, nor which
    /// string type was used, nor the order within a set. Values that are no text, and attribute types without a
    /// rule of their own, are compared byte by byte. The order of the sets matters.
    ///
    /// ```
    /// # fn same(a: &kyso::Certificate, b: &kyso::Certificate) -> bool {
    /// a.issuer().matches(b.subject())
    /// # }
    /// ```
    pub fn matches(&self, other: &Self) -> bool {
        self.0.der == other.0.der || self.0.number == other.0.number && self.canonical() == other.canonical()
    }

    /// Whether there is no attribute at all.
    pub fn is_empty(&self) -> bool {
        self.0.attributes.is_empty()
    }

    /// The last commonName: who it is. In GCA certificates a person's or an agency's name.
    pub fn common_name(&self) -> Option<&str> {
        self.last(oid::COMMON_NAME)
    }

    /// The last organizationName.
    pub fn organization(&self) -> Option<&str> {
        self.last(oid::ORGANIZATION)
    }

    /// All organizationalUnitNames, in the order of the certificate.
    pub fn organizational_units(&self) -> Vec<&str> {
        self.all(oid::ORGANIZATIONAL_UNIT).collect()
    }

    /// The last countryName, two letters.
    pub fn country(&self) -> Option<&str> {
        self.last(oid::COUNTRY)
    }

    /// The last localityName.
    pub fn locality(&self) -> Option<&str> {
        self.last(oid::LOCALITY)
    }

    /// The last title.
    pub fn title(&self) -> Option<&str> {
        self.last(oid::TITLE)
    }

    /// The last emailAddress. GCA writes the address into the subjectAltName instead, see
    /// [`Certificate::email`](crate::Certificate::email).
    pub fn email(&self) -> Option<&str> {
        self.last(oid::EMAIL_ADDRESS)
    }

    /// All emailAddresses.
    pub(in crate::pki) fn emails(&self) -> impl Iterator<Item = &str> {
        self.all(oid::EMAIL_ADDRESS)
    }

    /// The last user identifier (0.9.2342.19200300.100.1.1): public CAs write `CCCD:`, `CMND:` or `MST:` and a
    /// number.
    pub fn user_id(&self) -> Option<&str> {
        self.last(oid::USER_ID)
    }

    /// Equal for names that match, nearly always different for others: to find names among thousands.
    pub(in crate::pki) fn number(&self) -> u64 {
        self.0.number
    }

    /// Octets that are equal exactly when [`Name::matches`].
    pub(in crate::pki) fn canonical(&self) -> &[u8] {
        // It was read once already, so reading it again does not fail; its bytes are its form otherwise.
        self.0.canonical.get_or_init(|| canonical(self.der()).unwrap_or_else(|_| self.der().to_vec()))
    }

    fn last(&self, oid: Oid<'_>) -> Option<&str> {
        self.all(oid).last()
    }

    fn all(&self, oid: Oid<'_>) -> impl Iterator<Item = &str> {
        let attributes = self.0.attributes.iter().filter(move |attribute| attribute.oid == oid.0);
        attributes.filter_map(|attribute| attribute.value.as_deref().ok())
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Name {}

impl fmt::Display for Name {
    /// As RFC 4514 writes it, most specific part first: `CN=CỤC THUẾ, O=BỘ TÀI CHÍNH, L=Hà Nội, C=VN`. Types
    /// without a short name are dotted numbers. Control characters and those that turn the direction of
    /// writing are escaped, so that a name cannot pretend to be something else on a screen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.attributes.as_slice();
        while let Some(start) = rest.iter().rposition(|attribute| !attribute.joined) {
            let (front, rdn) = rest.split_at(start);
            for (at, attribute) in rdn.iter().enumerate() {
                f.write_str(if at == 0 { "" } else { "+" })?;
                attribute.fmt(f)?;
            }
            f.write_str(if front.is_empty() { "" } else { ", " })?;
            rest = front;
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

impl Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match SHORT_NAMES.iter().find(|(oid, _)| oid.0 == self.oid) {
            Some((_, name)) => write!(f, "{name}=")?,
            None => write!(f, "{}=", Oid(&self.oid))?,
        }
        match &self.value {
            Ok(text) => escape(text, f),
            Err(der) => {
                f.write_str("#")?;
                der.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
            }
        }
    }
}

/// RFC 4514 2.4, and octets in hexadecimal for what must not reach a screen as it is.
fn escape(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let end = text.chars().count().saturating_sub(1);
    for (at, c) in text.chars().enumerate() {
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{c}")?,
            '#' if at == 0 => f.write_str("\\#")?,
            ' ' if at == 0 || at == end => f.write_str("\\ ")?,
            c if c.is_control() || turns_direction(c) => {
                let mut octets = [0; 4];
                for octet in c.encode_utf8(&mut octets).bytes() {
                    write!(f, "\\{octet:02X}")?;
                }
            }
            c => write!(f, "{c}")?,
        }
    }
    Ok(())
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A number for the whole name; within a set the order does not matter.
fn number_of(attributes: &[Attribute]) -> u64 {
    let (mut name, mut set) = (Number::new(), 0u64);
    for attribute in attributes {
        if !attribute.joined {
            name.add(set);
            set = 0;
        }
        let mut number = Number::new();
        number.add_octets(&attribute.oid);
        match &attribute.value {
            Ok(text) => number.add(folded::number_of(text)),
            Err(der) => number.add_octets(der),
        }
        set = set.wrapping_add(number.0);
    }
    name.add(set);
    name.0
}

/// Type and value of the next attribute of a set.
fn attribute<'a>(rdn: &mut Reader<'a>) -> Result<(Oid<'a>, Element<'a>)> {
    let mut pair = rdn.sequence("attribute of a name")?;
    let oid = pair.oid("type of an attribute")?;
    let value = pair.element()?;
    pair.finish("attribute of a name")?;
    Ok((oid, value))
}

/// The name in a form that is equal octet by octet when RFC 5280 7.1 calls two names equal.
fn canonical(der: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut rdns = Reader::new(der).sequence("name")?;
    while !rdns.is_empty() {
        let mut rdn = rdns.enter(Tag::SET, "relative distinguished name")?;
        let mut values = Vec::new();
        while !rdn.is_empty() {
            let (oid, value) = attribute(&mut rdn)?;
            values.push(canonical_attribute(oid, &value, string::text(&value).as_ref()));
        }
        // A set has no order (X.501 9.3): sorted, equal sets become equal octets.
        values.sort();
        push(&mut out, &values.concat());
    }
    Ok(out)
}

/// Type and value for [`canonical`].
fn canonical_attribute(oid: Oid<'_>, value: &Element<'_>, text: Option<&(String, bool)>) -> Vec<u8> {
    let mut out = Vec::new();
    push(&mut out, oid.0);
    match text {
        Some((text, true)) if folds(oid) => {
            out.push(1);
            push(&mut out, folded::prepared(text).as_bytes());
        }
        _ => {
            out.push(0);
            push(&mut out, value.raw);
        }
    }
    let mut framed = Vec::new();
    push(&mut framed, &out);
    framed
}

/// Whether the attribute type has caseIgnoreMatch or a rule that is no stricter: those of X.520, the domain
/// component and user identifier of RFC 4519, and emailAddress (RFC 5280 4.1.2.6).
fn folds(oid: Oid<'_>) -> bool {
    oid.0.starts_with(X520) || [oid::USER_ID, oid::DOMAIN_COMPONENT, oid::EMAIL_ADDRESS].contains(&oid)
}

/// Appends a length and the octets, so that neighbours cannot run into each other.
fn push(out: &mut Vec<u8>, octets: &[u8]) {
    out.extend_from_slice(&octets.len().to_be_bytes());
    out.extend_from_slice(octets);
}

impl TryFrom<&[u8]> for Name {
    type Error = crate::error::Error;

    /// Reads the DER of a Name.
    fn try_from(der: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(der);
        let element = reader.element()?;
        reader.finish("bytes behind a name")?;
        Self::read(&element)
    }
}

/// id-at (X.520), the arc of the attribute types of the directory.
const X520: &[u8] = &[85, 4];

/// The short names of RFC 4514 section 3, and those that other tools commonly show.
const SHORT_NAMES: &[(Oid<'static>, &str)] = &[
    (oid::COMMON_NAME, "CN"),
    (oid::SURNAME, "SN"),
    (oid::SERIAL_NUMBER, "serialNumber"),
    (oid::COUNTRY, "C"),
    (oid::LOCALITY, "L"),
    (oid::STATE, "ST"),
    (oid::STREET, "STREET"),
    (oid::ORGANIZATION, "O"),
    (oid::ORGANIZATIONAL_UNIT, "OU"),
    (oid::TITLE, "title"),
    (oid::GIVEN_NAME, "GN"),
    (oid::USER_ID, "UID"),
    (oid::DOMAIN_COMPONENT, "DC"),
    (oid::EMAIL_ADDRESS, "emailAddress"),
];

#[cfg(test)]
mod tests;
