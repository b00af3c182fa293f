//! What a verdict demands, as data: read from JSON, written as JSON, three shipped. Defaults are strict; whatever
//! loosens them is called `danger_`.

mod algorithm;
mod json;
mod revocation;
mod severity;
mod shipped;
mod timestamp;
mod words;

use std::collections::BTreeMap;

pub use algorithm::{Algorithm, AlgorithmRule, Reliability};
pub use revocation::{Freshness, Requirement, RevocationRules};
pub use timestamp::TimestampRules;
pub use words::{SigningUsage, ValidityModel};

use crate::report::{Changes, Code, Level, Severity};

/// The rules by which facts become a verdict.
///
/// ```
/// let policy = kyso::Policy::default();
/// assert_eq!(policy.minimum_rsa_bits, 2048);
/// assert_eq!(policy, kyso::Policy::strict());
///
/// let own = kyso::Policy::from_json(br#"{ "base": "vn-gca", "name": "our agency", "minimum_rsa_bits": 3072 }"#)?;
/// assert!(own.timestamp.required);
/// # Ok::<(), kyso::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Policy {
    /// Its name, for people: 1 to 100 letters.
    pub name: String,
    /// Until when each algorithm may be relied on, and who says so. What is not listed never may.
    pub algorithms: Vec<AlgorithmRule>,
    /// Shortest RSA key of a signer or an issuer, in bits, whatever `algorithms` says of shorter ones.
    /// Circular 15/2025/TT-BKHCN annex I and ETSI TS 119 312 ask for 2048.
    pub minimum_rsa_bits: usize,
    /// Accept MD5 and SHA-1 in signatures and certificates. Off: collisions are made within hours. CA
    /// certificates of GCA's first generation are accepted all the same when the trust store holds them, see
    /// `accept_pinned_weak_certificates`.
    pub danger_accept_weak_digests: bool,
    /// Accept a certificate with a SHA-1 signature when the trust store holds this very certificate: whoever put
    /// it there vouches for its bytes. GCA's first generation needs it.
    pub accept_pinned_weak_certificates: bool,
    /// The key usages (RFC 5280 4.2.1.3) of which a signer's certificate needs one.
    #[serde(with = "words::list")]
    pub key_usages: Vec<SigningUsage>,
    /// Accept a signer's certificate whose key usage allows none of `key_usages`. Off: such a certificate was issued
    /// for encryption or for a CA (RFC 5280 4.2.1.3).
    pub danger_ignore_key_usage: bool,
    /// Demand that the extended key usage, where present, names the signing of documents or e-mail. Off: GCA's
    /// certificates carry clientAuth, emailProtection and smart-card logon, and EN 319 412-2 leaves it open.
    pub check_extended_key_usage: bool,
    /// How validity periods along a path are compared.
    #[serde(with = "words::one")]
    pub validity_model: ValidityModel,
    /// Whether an anchor outside of its validity period is a fault. RFC 5280 6.1.1 (d) leaves it to whoever trusts it.
    pub anchor_validity: bool,
    /// Which certificates have to be known as not revoked, and how fresh the answers must be.
    pub revocation: RevocationRules,
    /// What is asked of timestamps.
    pub timestamp: TimestampRules,
    /// The baseline level (ETSI EN 319 142-1 6) that a signature has to reach.
    #[serde(with = "words::optional")]
    pub required_level: Option<Level>,
    /// Accept a later signature whose picture lies over text or images that earlier ones signed. Off: such a picture
    /// can replace what is read. Vietnamese agencies put their seal over the leader's signature and what is written
    /// around it (Decree 30/2020/ND-CP Annex I), which nobody can tell apart from its place alone; then it is a warning.
    pub accept_signatures_over_content: bool,
    /// The kinds of later change that leave a signature passed, as far as the document itself allows them.
    /// [`Changes::None`] always does, and so do annotations where a certification allows them.
    #[serde(with = "words::list")]
    pub accepted_changes: Vec<Changes>,
    /// By how many hours a claimed time may be ahead because local time was written as UTC. Such a time is reported
    /// and never used as it stands; 0 treats it as any other time in the future.
    pub local_time_tolerance_hours: u8,
    /// Findings that weigh more than the table of codes says. An error of the table cannot be made less here.
    #[serde(with = "severity::map")]
    pub severity: BTreeMap<Code, Severity>,
    /// Findings that weigh less than the table of codes says.
    #[serde(with = "severity::map")]
    pub danger_severity: BTreeMap<Code, Severity>,
}

#[cfg(test)]
mod tests;
