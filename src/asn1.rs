//! DER, and the BER that CMS allows, over slices (X.690). Keeps the raw bytes of everything, because what was
//! signed is what arrived. Knows nothing of certificates or messages.

pub(crate) mod ber;
pub(crate) mod oid;
pub(crate) mod read;
pub(crate) mod string;
pub(crate) mod write;

pub(crate) use oid::Oid;
pub(crate) use read::{Element, Reader};

/// The first identifier octet of an element (X.690 8.1.2). Tag numbers from 31 up do not occur in the standards
/// that are read here and are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Tag(pub(crate) u8);

impl Tag {
    pub(crate) const BOOLEAN: Self = Self(0x01);
    pub(crate) const INTEGER: Self = Self(0x02);
    pub(crate) const BIT_STRING: Self = Self(0x03);
    pub(crate) const OCTET_STRING: Self = Self(0x04);
    pub(crate) const NULL: Self = Self(0x05);
    pub(crate) const OID: Self = Self(0x06);
    pub(crate) const ENUMERATED: Self = Self(0x0a);
    pub(crate) const UTF8_STRING: Self = Self(0x0c);
    pub(crate) const NUMERIC_STRING: Self = Self(0x12);
    pub(crate) const PRINTABLE_STRING: Self = Self(0x13);
    pub(crate) const T61_STRING: Self = Self(0x14);
    pub(crate) const IA5_STRING: Self = Self(0x16);
    pub(crate) const UTC_TIME: Self = Self(0x17);
    pub(crate) const GENERALIZED_TIME: Self = Self(0x18);
    pub(crate) const VISIBLE_STRING: Self = Self(0x1a);
    pub(crate) const UNIVERSAL_STRING: Self = Self(0x1c);
    pub(crate) const BMP_STRING: Self = Self(0x1e);
    pub(crate) const SEQUENCE: Self = Self(0x30);
    pub(crate) const SET: Self = Self(0x31);

    /// `[number]` holding other elements: EXPLICIT, or IMPLICIT of a constructed type.
    pub(crate) const fn context(number: u8) -> Self {
        Self(0xa0 | number)
    }

    /// `[number]` IMPLICIT of a primitive type.
    pub(crate) const fn context_primitive(number: u8) -> Self {
        Self(0x80 | number)
    }

    pub(crate) const fn is_constructed(self) -> bool {
        self.0 & 0x20 != 0
    }
}
