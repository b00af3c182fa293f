//! The policies that come with the library.

use std::sync::LazyLock;

use super::Policy;

impl Policy {
    /// Names of the policies that come with the library.
    pub const SHIPPED: &'static [&'static str] = &["strict", "vn-gca", "eu-like"];

    /// The default: only algorithms that are safe today, revocation known for every certificate.
    pub fn strict() -> Self {
        STRICT.clone()
    }

    /// The rules of Decree 68/2024/NĐ-CP Articles 29 to 32, and the habits of the tools of the Government Cipher
    /// Committee: certificates of its first generation when the trust store holds them, and a timestamp without which
    /// there is not enough information.
    pub fn vn_gca() -> Self {
        VN_GCA.clone()
    }

    /// What ETSI EN 319 102-1 and the algorithm catalogue ETSI TS 119 312 suggest: no SHA-1 CA certificates, algorithms
    /// of the past for what is proven to be old, revocation answers that are newer than the signature.
    pub fn eu_like() -> Self {
        EU_LIKE.clone()
    }

    /// The shipped policy of this name.
    pub fn shipped(name: &str) -> Option<Self> {
        match name {
            "strict" => Some(Self::strict()),
            "vn-gca" => Some(Self::vn_gca()),
            "eu-like" => Some(Self::eu_like()),
            _ => None,
        }
    }
}

impl Default for Policy {
    /// [`Policy::strict`].
    fn default() -> Self {
        Self::strict()
    }
}

static STRICT: LazyLock<Policy> = LazyLock::new(|| read(include_str!("strict.json")));
static VN_GCA: LazyLock<Policy> = LazyLock::new(|| read(include_str!("vn-gca.json")));
static EU_LIKE: LazyLock<Policy> = LazyLock::new(|| read(include_str!("eu-like.json")));

#[expect(clippy::expect_used, reason = "tests read each of the three files")]
fn read(text: &str) -> Policy {
    Policy::complete(text.as_bytes()).expect("a policy that was tested")
}
