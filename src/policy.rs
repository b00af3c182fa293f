//! What a verdict demands. Defaults are strict; whatever loosens them is called `danger_`.

/// The rules by which facts become a verdict.
///
/// ```
/// let policy = kyso::Policy::default();
/// assert_eq!(policy.minimum_rsa_bits, 2048);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// Shortest RSA key of a signer or an issuer, in bits. Circular 15/2025/TT-BKHCN annex I and ETSI TS 119 312
    /// ask for 2048.
    pub minimum_rsa_bits: usize,
    /// Accept MD5 and SHA-1 in signatures and certificates. Off: collisions are made within hours. CA
    /// certificates of GCA's first generation are accepted all the same when the trust store holds them.
    pub danger_accept_weak_digests: bool,
    /// Accept a signer's certificate whose key usage allows neither digitalSignature nor nonRepudiation. Off:
    /// such a certificate was issued for encryption or for a CA (RFC 5280 4.2.1.3).
    pub danger_ignore_key_usage: bool,
    /// Demand that the extended key usage, where present, names the signing of documents or e-mail. Off: GCA's
    /// certificates carry clientAuth, emailProtection and smart-card logon, and EN 319 412-2 leaves it open.
    pub check_extended_key_usage: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            minimum_rsa_bits: 2048,
            danger_accept_weak_digests: false,
            danger_ignore_key_usage: false,
            check_extended_key_usage: false,
        }
    }
}
