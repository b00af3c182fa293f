//! What is asked of timestamps.

/// What is asked of timestamps (RFC 3161).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TimestampRules {
    /// Let a timestamp whose imprint is a SHA-1 digest prove a time; it is reported as weak all the same. Old signing
    /// tools ask for such imprints; forging one needs a second preimage or a collision made before signing.
    pub accept_sha1_imprint: bool,
    /// A signature without a valid timestamp cannot pass.
    pub required: bool,
}
