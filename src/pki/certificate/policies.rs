//! What a certificate says about policies (RFC 5280 4.2.1.4, 4.2.1.5, 4.2.1.11 and 4.2.1.14).

use crate::asn1::{Element, Oid, Reader, Tag};
use crate::error::Result;

/// The four extensions about policies; a policy is its contents octets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Policies {
    /// certificatePolicies; `None` if the extension is absent.
    pub(crate) asserted: Option<Vec<Vec<u8>>>,
    /// policyMappings: the issuer's policy and the subject's that counts as the same.
    pub(crate) mappings: Vec<(Vec<u8>, Vec<u8>)>,
    /// policyConstraints: so many certificates further down a policy is required.
    pub(crate) require_explicit: Option<u32>,
    /// policyConstraints: so many certificates further down nothing is mapped any more.
    pub(crate) inhibit_mapping: Option<u32>,
    /// inhibitAnyPolicy.
    pub(crate) inhibit_any: Option<u32>,
}

impl Policies {
    pub(super) fn read_asserted(&mut self, value: &[u8]) -> Result<()> {
        let mut out = Vec::new();
        each(value, "certificatePolicies", |information| {
            out.push(information.oid("policy")?.0.to_vec());
            // Qualifiers say nothing about the path.
            Ok(())
        })?;
        self.asserted = Some(out);
        Ok(())
    }

    pub(super) fn read_mappings(&mut self, value: &[u8]) -> Result<()> {
        let mut out = Vec::new();
        each(value, "policyMappings", |mapping| {
            out.push((mapping.oid("policy")?.0.to_vec(), mapping.oid("policy")?.0.to_vec()));
            mapping.finish("policyMappings")
        })?;
        self.mappings = out;
        Ok(())
    }

    pub(super) fn read_constraints(&mut self, value: &[u8]) -> Result<()> {
        let mut reader = Reader::new(value);
        let mut fields = reader.sequence("policyConstraints")?;
        reader.finish("policyConstraints")?;
        let explicit = fields.optional(Tag::context_primitive(0))?;
        let mapping = fields.optional(Tag::context_primitive(1))?;
        fields.finish("policyConstraints")?;
        if explicit.is_none() && mapping.is_none() {
            // 4.2.1.11: must not be an empty sequence.
            return Err(fields.error("policyConstraints"));
        }
        self.require_explicit = explicit.map(|skip| skip_certificates(&skip)).transpose()?;
        self.inhibit_mapping = mapping.map(|skip| skip_certificates(&skip)).transpose()?;
        Ok(())
    }

    pub(super) fn read_inhibit_any(&mut self, value: &[u8]) -> Result<()> {
        let skip = Element::from_der(value, "inhibitAnyPolicy")?;
        if skip.tag != Tag::INTEGER {
            return Err(skip.error("inhibitAnyPolicy"));
        }
        self.inhibit_any = Some(skip_certificates(&skip)?);
        Ok(())
    }

    /// Whether anyPolicy is mapped, which RFC 5280 6.1.4 (a) forbids.
    pub(crate) fn maps_any(&self, any: Oid<'_>) -> bool {
        self.mappings.iter().any(|(issuer, subject)| [issuer, subject].contains(&&any.0.to_vec()))
    }
}

/// SEQUENCE SIZE (1..MAX) OF SEQUENCE.
fn each(value: &[u8], what: &'static str, mut read: impl FnMut(&mut Reader<'_>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::new(value);
    let mut list = reader.sequence(what)?;
    reader.finish(what)?;
    if list.is_empty() {
        return Err(list.error(what));
    }
    while !list.is_empty() {
        read(&mut list.sequence(what)?)?;
    }
    Ok(())
}

/// SkipCerts; beyond 32 bits it skips all.
fn skip_certificates(element: &Element<'_>) -> Result<u32> {
    element.unsigned("SkipCerts")?;
    Ok(element.u32("SkipCerts").unwrap_or(u32::MAX))
}
