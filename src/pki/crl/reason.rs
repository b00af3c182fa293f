//! Why certificates are revoked (RFC 5280 5.3.1), and sets of reasons (4.2.1.13).

use std::fmt;

use crate::asn1::{Element, Tag};
use crate::error::Result;

/// Why a certificate was revoked. Complete: code 7 is not used, and codes beyond 10 are read as unspecified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CrlReason {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
    RemoveFromCrl,
    PrivilegeWithdrawn,
    AaCompromise,
}

impl CrlReason {
    pub(crate) const ALL: [Self; 10] = [
        Self::Unspecified,
        Self::KeyCompromise,
        Self::CaCompromise,
        Self::AffiliationChanged,
        Self::Superseded,
        Self::CessationOfOperation,
        Self::CertificateHold,
        Self::RemoveFromCrl,
        Self::PrivilegeWithdrawn,
        Self::AaCompromise,
    ];

    /// The number in CRLs and OCSP responses.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Unspecified => 0,
            Self::KeyCompromise => 1,
            Self::CaCompromise => 2,
            Self::AffiliationChanged => 3,
            Self::Superseded => 4,
            Self::CessationOfOperation => 5,
            Self::CertificateHold => 6,
            Self::RemoveFromCrl => 8,
            Self::PrivilegeWithdrawn => 9,
            Self::AaCompromise => 10,
        }
    }

    /// The name as the standard spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }

    /// The reason of an ENUMERATED. A code without meaning says at least that the certificate is revoked.
    pub(in crate::pki) fn read(element: &Element<'_>) -> Result<Self> {
        match (element.tag, element.content) {
            (Tag::ENUMERATED, [code]) => {
                let known = Self::ALL.into_iter().find(|reason| reason.code() == *code);
                Ok(known.unwrap_or(Self::Unspecified))
            }
            _ => Err(element.error("reason code")),
        }
    }
}

impl fmt::Display for CrlReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of reasons, as CRLs that are partitioned by reason name them (ReasonFlags).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reasons(u16);

impl Reasons {
    pub(crate) const NONE: Self = Self(0);
    /// Bits 1 to 8: what a full CRL covers.
    pub(crate) const ALL: Self = Self(0x1fe);

    /// Of the named bit list: bit 0 is the highest of the first octet and not used.
    pub(in crate::pki) fn read(element: &Element<'_>) -> Result<Self> {
        let (unused, octets) = element.content.split_first().ok_or_else(|| element.error("reasons"))?;
        if *unused > 7 {
            return Err(element.error("reasons"));
        }
        let octet = |at: usize| u16::from(octets.get(at).copied().unwrap_or(0).reverse_bits());
        Ok(Self((octet(0) | octet(1) << 8) & Self::ALL.0))
    }

    /// The set of these.
    #[cfg(test)]
    pub(crate) fn of(reasons: &[CrlReason]) -> Self {
        Self(reasons.iter().fold(0, |set, reason| set | Self::bit(*reason)))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is a reason here that is not in `other`.
    pub(crate) fn exceeds(self, other: Self) -> bool {
        self.0 & !other.0 != 0
    }

    /// The reasons that are missing for a full answer.
    pub(crate) fn missing(self) -> Self {
        Self(Self::ALL.0 & !self.0)
    }

    /// The bits as they are written, bit 0 first.
    #[cfg(any(test, feature = "cli"))]
    pub(crate) fn bits(self) -> u16 {
        self.0
    }

    fn bit(reason: CrlReason) -> u16 {
        let at = match reason {
            CrlReason::Unspecified | CrlReason::RemoveFromCrl => return 0,
            CrlReason::PrivilegeWithdrawn => 7,
            CrlReason::AaCompromise => 8,
            other => u32::from(other.code()),
        };
        1u16.checked_shl(at).unwrap_or(0)
    }
}

impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = CrlReason::ALL.into_iter().filter(|reason| self.0 & Self::bit(*reason) != 0);
        f.write_str(&names.map(CrlReason::name).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{CrlReason, Reasons};
    use crate::asn1::{Element, Tag, write};

    #[test]
    fn every_reason_has_its_code_and_a_code_without_meaning_still_revokes() {
        let read = |content: &[u8]| {
            CrlReason::read(&Element::from_der(&write::tlv(Tag::ENUMERATED, content), "x").unwrap()).ok()
        };
        for reason in CrlReason::ALL {
            assert_eq!(read(&[reason.code()]), Some(reason));
        }
        assert_eq!(read(&[7]), Some(CrlReason::Unspecified));
        assert_eq!(read(&[200]), Some(CrlReason::Unspecified));
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[0, 1]), None);
    }

    #[test]
    fn all_reasons_are_the_eight_of_the_standard() {
        let revoking = CrlReason::ALL.map(|reason| Reasons::of(&[reason]));
        let all = revoking.into_iter().fold(Reasons::NONE, Reasons::or);
        assert_eq!(all, Reasons::ALL);
        let read = |content: &[u8]| {
            Reasons::read(&Element::from_der(&write::tlv(Tag::BIT_STRING, content), "x").unwrap()).ok()
        };
        assert_eq!(read(&[7, 0x7f, 0x80]), Some(Reasons::ALL));
        assert_eq!(
            read(&[5, 0x60]).map(|set| set.to_string()).as_deref(),
            Some("keyCompromise, cACompromise")
        );
        assert_eq!(read(&[0, 0xff, 0xff, 0xff]), Some(Reasons::ALL));
        assert_eq!(read(&[9, 0]), None);
        assert_eq!(Reasons::of(&[CrlReason::AaCompromise]).missing().to_string().matches(',').count(), 6);
    }
}
