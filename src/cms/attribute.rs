//! Sets of attributes (RFC 5652 5.3), kept as they were sent.

use super::fault::{AttributeName, CmsFault};
use crate::asn1::{Element, Oid, Tag, ber, write};
use crate::error::Result;
use crate::limits::Limits;

/// SignedAttributes or UnsignedAttributes.
#[derive(Debug, Clone)]
pub(crate) struct Attributes {
    /// The attributes one after the other, as sent, without the identifier and length of the set.
    content: Vec<u8>,
    list: Option<Vec<Attribute>>,
}

/// One attribute: its type and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    oid: Vec<u8>,
    /// Each value is a whole element.
    pub(crate) values: Vec<Vec<u8>>,
    raw: Vec<u8>,
}

impl Attribute {
    /// The type.
    pub(crate) fn oid(&self) -> Oid<'_> {
        Oid(&self.oid)
    }
}

impl Attributes {
    /// Keeps a set of attributes, even one that cannot be followed.
    pub(super) fn read(field: &Element<'_>, limits: &Limits) -> Self {
        // A DER message may hold a timestamp token in BER: then the list is read from the set in DER.
        let list = parse(field).or_else(|_| {
            let (der, _) = ber::to_der(field.raw, limits.depth)?;
            parse(&Element::from_der(&der, "attributes")?)
        });
        Self { content: field.content.to_vec(), list: list.ok() }
    }

    /// Whether the set consists of attributes at all. If not, [`Attributes::list`] is empty.
    pub(crate) fn is_well_formed(&self) -> bool {
        self.list.is_some()
    }

    /// The attributes in the order in which they were sent.
    pub(crate) fn list(&self) -> impl Iterator<Item = &Attribute> {
        self.list.iter().flatten()
    }

    /// The bytes that are signed if the signer kept the order in which the attributes were sent: those that
    /// arrived, with the tag of a SET instead of `[0]` (RFC 5652 5.4).
    pub(crate) fn as_sent(&self) -> Vec<u8> {
        // The reader has only let through the shortest form of the length, so this writes the length that came.
        write::tlv(Tag::SET, &self.content)
    }

    /// The bytes that are signed if the signer sorted the attributes as DER demands, but did not send them so.
    pub(crate) fn sorted(&self) -> Vec<u8> {
        write::set_of(self.list().map(|attribute| attribute.raw.clone()).collect())
    }

    /// The one value of an attribute that may occur once, with one value (RFC 5652 section 11, RFC 5035 5.4,
    /// RFC 6211 section 2). `Ok(None)` if there is no such attribute.
    pub(super) fn single(&self, name: AttributeName) -> Result<Option<&[u8]>, CmsFault> {
        let mut found = self.list().filter(|attribute| attribute.oid() == name.oid());
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some(_), Some(_)) => Err(CmsFault::AttributeRepeated(name)),
            (Some(attribute), None) => match attribute.values.as_slice() {
                [value] => Ok(Some(value)),
                _ => Err(CmsFault::AttributeValues(name)),
            },
        }
    }
}

fn parse(field: &Element<'_>) -> Result<Vec<Attribute>> {
    let mut reader = field.reader();
    let mut list = Vec::new();
    while !reader.is_empty() {
        let element = reader.expect(Tag::SEQUENCE, "Attribute")?;
        let mut inside = element.reader();
        let oid = inside.oid("attrType")?.0.to_vec();
        let mut set = inside.enter(Tag::SET, "attrValues")?;
        inside.finish("Attribute")?;
        let mut values = Vec::new();
        while !set.is_empty() {
            values.push(set.element()?.raw.to_vec());
        }
        list.push(Attribute { oid, values, raw: element.raw.to_vec() });
    }
    Ok(list)
}
