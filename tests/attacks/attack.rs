//! What an attack is, for the tests that make them.

use kyso::{Code, Verdict};

/// A manipulated file and what has to be said of it.
pub(crate) struct Attack {
    /// What it does.
    pub(crate) name: &'static str,
    pub(crate) file: fn() -> Vec<u8>,
    pub(crate) verdict: Verdict,
    /// Every finding that is an error: those of the signatures, then those of the document.
    pub(crate) errors: &'static [Code],
}

/// The attack of this name.
#[allow(dead_code, reason = "not every test asks for one of them")]
pub(crate) fn named(attacks: &[Attack], name: &str) -> Vec<u8> {
    let found = attacks.iter().find(|attack| attack.name == name);
    (found.unwrap_or_else(|| panic!("no attack {name:?}")).file)()
}
