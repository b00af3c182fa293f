//! What an attack is, for the tests that make them.

use kyso::{Code, Verdict};

pub(crate) use crate::base::Base;

/// A manipulation, and what has to be said of each file that it makes.
pub(crate) struct Attack {
    /// Its class in the catalogue of attacks, P for PDF and C for messages and certificates.
    pub(crate) number: &'static str,
    /// What it does.
    pub(crate) name: &'static str,
    /// The documents that it is done to, one file for each.
    pub(crate) bases: &'static [Base],
    pub(crate) file: fn(Base) -> Vec<u8>,
    pub(crate) verdict: Verdict,
    /// What has to be said at least, as findings that are errors. Empty where the file cannot be read.
    pub(crate) errors: &'static [Code],
}

/// The few lines that older attacks start from.
pub(crate) const PLAIN: &[Base] = &[Base::Plain];

/// The attack of this name, on its first document.
#[allow(dead_code, reason = "not every test asks for one of them")]
pub(crate) fn named(attacks: &[Attack], name: &str) -> Vec<u8> {
    let found = attacks.iter().find(|attack| attack.name == name);
    let attack = found.unwrap_or_else(|| panic!("no attack {name:?}"));
    (attack.file)(attack.bases[0])
}
