//! Proofs of existence as values (EN 319 102-1 V1.4.1 5.6.2.3): since when each piece is known to have existed.

use std::collections::BTreeMap;

use crate::time::Time;

/// A piece whose existence at a time can be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) enum Piece {
    /// The value of the signature or document timestamp with this number.
    Signature(usize),
    /// A timestamp token inside the signature with this number: the number of the token there.
    Token(usize, usize),
    /// A CRL or OCSP response, by its identifier.
    Evidence([u8; 32]),
}

/// The earliest time at which each piece is proven to have existed. What is at hand exists now, so everything has a
/// proof for the time of the verification.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Proofs {
    now: Time,
    earliest: BTreeMap<Piece, Time>,
}

impl Proofs {
    /// No proofs but that everything is there at the time of the verification.
    pub(in crate::verify) fn new(now: Time) -> Self {
        Self { now, earliest: BTreeMap::new() }
    }

    /// A proof for one piece; an earlier one stays.
    pub(in crate::verify) fn add(&mut self, piece: Piece, at: Time) {
        let known = self.earliest.entry(piece).or_insert(at);
        *known = (*known).min(at);
    }

    /// Since when the piece is known to exist.
    pub(in crate::verify) fn of(&self, piece: Piece) -> Time {
        self.proven(piece).unwrap_or(self.now).min(self.now)
    }

    /// The same, if there is a proof better than being at hand.
    pub(in crate::verify) fn proven(&self, piece: Piece) -> Option<Time> {
        self.earliest.get(&piece).copied()
    }
}
