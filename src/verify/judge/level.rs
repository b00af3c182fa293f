//! Which baseline level a signature reaches (EN 319 142-1 clause 6), and what keeps it from the next one.

use std::collections::BTreeSet;

use super::chain::{ChainQuestion, Hindrance};
use super::timestamp::TimestampVerdict;
use super::validity::ChainVerdict;
use crate::pki::Certificate;
use crate::report::{Code, Finding, Level};
use crate::verify::facts::evidence::{evidence_id, identifier};

/// What a level rests on.
pub(super) struct LevelQuestion<'a, 'f> {
    /// Whether it is a baseline signature at all.
    pub(super) is_baseline: bool,
    pub(super) chain: Option<&'a ChainVerdict<'f>>,
    /// The valid timestamps over the signature, the earliest first.
    pub(super) timestamps: Vec<&'a TimestampVerdict<'f>>,
    /// The evidence that a valid document timestamp over this signature covers, one list for each.
    pub(super) archived: Vec<&'a [[u8; 32]]>,
    /// What the document carries.
    pub(super) embedded: &'a BTreeSet<[u8; 32]>,
}

/// The level, and why it is no higher.
pub(super) fn level(question: &LevelQuestion<'_, '_>, chains: &ChainQuestion<'_>) -> (Level, Vec<Finding>) {
    let mut reasons = Vec::new();
    let chain = match question.chain {
        Some(chain) if question.is_baseline => chain,
        _ => return (Level::None, reasons),
    };
    let Some(first) = question.timestamps.first() else {
        // What else is missing matters once this is there.
        return (Level::BB, vec![Finding::new(Code::NotLtvTimestamp)]);
    };
    // The timestamp that proves the time has to be verified later too.
    let of_timestamp = first.chain.as_ref();
    let mut relied: BTreeSet<[u8; 32]> = BTreeSet::new();
    for chain in [Some(chain), of_timestamp].into_iter().flatten() {
        for reason in lacking(chain, question.embedded, chains, &mut relied) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    let level = match reasons.is_empty() {
        false => Level::BT,
        true if question.archived.iter().any(|archived| holds(archived, &relied)) => Level::BLTA,
        true => Level::BLT,
    };
    if level == Level::BLT {
        reasons.push(Finding::new(Code::NotLta));
    }
    (level, reasons)
}

fn holds(archived: &[[u8; 32]], relied: &BTreeSet<[u8; 32]>) -> bool {
    relied.iter().all(|piece| archived.contains(piece))
}

/// What the document does not carry of what this chain rests on. Collects the evidence that it does carry.
fn lacking(
    chain: &ChainVerdict<'_>,
    embedded: &BTreeSet<[u8; 32]>,
    chains: &ChainQuestion<'_>,
    relied: &mut BTreeSet<[u8; 32]>,
) -> Vec<Finding> {
    let path = &chain.facts.path;
    let below = path.chain.len().saturating_sub(usize::from(path.anchored));
    let about = |code: Code, certificate: &Certificate| super::about_certificate(code, certificate);
    let mut out = Vec::new();
    for certificate in path.chain.iter().take(below) {
        if !identifier(certificate.der()).is_some_and(|id| embedded.contains(&id)) {
            out.push(about(Code::NotLtvCertificate, certificate));
        }
    }
    let admitted = |id: &[u8; 32]| embedded.contains(id);
    let question = ChainQuestion { admitted: &admitted, role: chain.role, ..*chains };
    let vouched = question.vouched(chain.facts);
    for obstacle in &vouched.obstacles {
        // Evidence that is there but too old to speak for now is carried all the same.
        let absent = matches!(obstacle.what, Hindrance::NoEvidence | Hindrance::Unknown);
        if let Some(certificate) = path.chain.get(obstacle.index).filter(|_| absent) {
            out.push(about(Code::NotLtvRevocation, certificate));
        }
    }
    relied
        .extend(vouched.relied.iter().flat_map(|(_, answer)| answer.answer.evidence.iter().map(evidence_id)));
    out
}
