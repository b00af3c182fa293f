//! SingleResponse (RFC 6960 4.2.1): what is said about one certificate.

use super::certificate_id::CertificateId;
use crate::asn1::{Element, Reader, Tag, oid};
use crate::error::Result;
use crate::pki::crl::{CrlReason, read_extensions};
use crate::time::Time;

/// What is said about one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SingleResponse<'a> {
    pub(crate) id: CertificateId<'a>,
    pub(crate) status: SingleStatus,
    pub(crate) this_update: Time,
    pub(crate) next_update: Option<Time>,
    pub(crate) archive_cutoff: Option<Time>,
    pub(crate) invalidity_date: Option<Time>,
    pub(crate) unknown_critical: Option<String>,
}

/// The three answers there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SingleStatus {
    Good,
    Revoked { at: Time, reason: CrlReason },
    Unknown,
}

impl<'a> SingleResponse<'a> {
    pub(super) fn read(list: &mut Reader<'a>) -> Result<Self> {
        let mut fields = list.sequence("single response")?;
        let id = CertificateId::read(&mut fields)?;
        let status = SingleStatus::read(&fields.element()?)?;
        let this_update = fields.element()?.time("thisUpdate")?;
        let next_update = match fields.optional(Tag::context(0))? {
            Some(wrapped) => Some(wrapped.reader().element()?.time("nextUpdate")?),
            None => None,
        };
        let extensions = fields.optional(Tag::context(1))?;
        fields.finish("single response")?;
        let mut out = Self {
            id,
            status,
            this_update,
            next_update,
            archive_cutoff: None,
            invalidity_date: None,
            unknown_critical: None,
        };
        if let Some(wrapped) = extensions {
            read_extensions(wrapped.reader().sequence("extensions")?, |extension| {
                let time = |what| Element::from_der(extension.value, what).and_then(|time| time.time(what));
                match extension.oid {
                    oid::OCSP_ARCHIVE_CUTOFF => out.archive_cutoff = Some(time("archive cut-off")?),
                    oid::INVALIDITY_DATE => out.invalidity_date = Some(time("invalidity date")?),
                    // They tell where the answer comes from, or repeat what stands beside them.
                    oid::OCSP_CRL | oid::OCSP_SERVICE_LOCATOR | oid::CRL_REASON => {}
                    other if extension.critical => out.unknown_critical = Some(other.to_string()),
                    _ => {}
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}

impl SingleStatus {
    fn read(element: &Element<'_>) -> Result<Self> {
        match element.tag {
            tag if tag == Tag::context_primitive(0) => Ok(Self::Good),
            tag if tag == Tag::context(1) => {
                let mut fields = element.reader();
                let at = fields.element()?.time("revocation time")?;
                let reason = match fields.optional(Tag::context(0))? {
                    Some(wrapped) => CrlReason::read(&wrapped.reader().element()?)?,
                    None => CrlReason::Unspecified,
                };
                fields.finish("revoked")?;
                Ok(Self::Revoked { at, reason })
            }
            // UnknownInfo is NULL; it was an ENUMERATED in RFC 2560's draft and is constructed for nobody.
            tag if tag == Tag::context_primitive(2) => Ok(Self::Unknown),
            _ => Err(element.error("status of a certificate")),
        }
    }
}
