//! What is asked about revocation (ETSI EN 319 102-1 5.2.5 and 5.2.6).

/// Whose certificates have to be known as not revoked, and how fresh the answers must be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RevocationRules {
    /// The signer's certificate.
    pub signer: Requirement,
    /// The certificates of CAs below the anchor.
    pub ca: Requirement,
    /// The certificate of a timestamping authority.
    pub timestamp_authority: Requirement,
    /// The certificate of an OCSP responder, unless it carries ocsp-nocheck (RFC 6960 4.2.2.2.1).
    pub ocsp_responder: Requirement,
    /// When an answer is fresh enough.
    pub freshness: Freshness,
    /// How many seconds an answer without nextUpdate is fresh after its thisUpdate; `None`: not at all.
    pub max_age: Option<u32>,
}

/// Whether revocation of a certificate has to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// Without an answer the signature cannot pass.
    Required,
    /// An answer that is at hand counts; without one there is a warning.
    IfAvailable,
    /// Answers are not looked at.
    NotChecked,
}

/// When an answer about revocation is fresh enough for a time of judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Freshness {
    /// The time lies between its thisUpdate and its nextUpdate, or so many seconds after that.
    Window {
        /// Seconds after nextUpdate: some CAs publish late.
        grace_seconds: u32,
    },
    /// About the signer's certificate it was issued after the time: what had been revoked by then is in it. Asks for
    /// patience after signing, until the next list is published, and for a proof of the time. About other certificates
    /// the time lies between its thisUpdate and its nextUpdate: lists of CAs appear a few times a year.
    IssuedAfter,
}
