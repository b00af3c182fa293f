//! The names that a subjectAltName lists (RFC 5280 4.2.1.6), as they stand.

use crate::asn1::{Element, Reader};
use crate::error::Result;

/// The kinds of GeneralName. Complete by RFC 5280 4.2.1.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameForm {
    Other,
    Rfc822,
    Dns,
    X400,
    Directory,
    EdiParty,
    Uri,
    Ip,
    RegisteredId,
}

impl NameForm {
    /// As RFC 5280 calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Other => "otherName",
            Self::Rfc822 => "rfc822Name",
            Self::Dns => "dNSName",
            Self::X400 => "x400Address",
            Self::Directory => "directoryName",
            Self::EdiParty => "ediPartyName",
            Self::Uri => "uniformResourceIdentifier",
            Self::Ip => "iPAddress",
            Self::RegisteredId => "registeredID",
        }
    }
}

/// One GeneralName.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GeneralName<'a> {
    pub(crate) form: NameForm,
    /// Its contents octets; for a directoryName the DER of the Name.
    pub(crate) content: &'a [u8],
}

impl<'a> GeneralName<'a> {
    /// Reads one by its tag; what is inside is not looked at.
    pub(crate) fn read(element: &Element<'a>) -> Result<Self> {
        let form = match element.tag.0 {
            0xa0 => NameForm::Other,
            0x81 => NameForm::Rfc822,
            0x82 => NameForm::Dns,
            0xa3 => NameForm::X400,
            0xa4 => NameForm::Directory,
            0xa5 => NameForm::EdiParty,
            0x86 => NameForm::Uri,
            0x87 => NameForm::Ip,
            0x88 => NameForm::RegisteredId,
            _ => return Err(element.error("GeneralName")),
        };
        Ok(Self { form, content: element.content })
    }

    /// Reads those of a GeneralNames in DER. There may be none: real certificates have an empty list.
    pub(crate) fn list(der: &'a [u8], what: &'static str) -> Result<Vec<Self>> {
        let mut reader = Reader::new(der);
        let mut names = reader.sequence(what)?;
        reader.finish(what)?;
        let mut out = Vec::new();
        while !names.is_empty() {
            out.push(Self::read(&names.element()?)?);
        }
        Ok(out)
    }
}
