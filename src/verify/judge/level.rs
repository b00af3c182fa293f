//! Which baseline level a signature reaches (EN 319 142-1 clause 6), and what keeps it from the next one.

use std::collections::BTreeSet;

use super::about_certificate;
use super::chain::{ChainQuestion, Hindrance, Vouched};
use super::course::covers;
use super::timestamp::TimestampVerdict;
use super::validity::ChainVerdict;
use crate::report::{Code, Finding, Level};
use crate::verify::facts::SignatureFacts;
use crate::verify::facts::evidence::identifier;

/// What a level rests on.
pub(super) struct LevelQuestion<'a, 'f> {
    /// Whether it is a baseline signature at all.
    pub(super) is_baseline: bool,
    pub(super) chain: Option<&'a ChainVerdict<'f>>,
    /// The valid timestamps over the signature, the earliest first.
    pub(super) timestamps: Vec<&'a TimestampVerdict<'f>>,
    /// The valid document timestamps over this signature.
    pub(super) archived: Vec<Archived<'f>>,
    /// What the document carries.
    pub(super) embedded: &'a BTreeSet<[u8; 32]>,
}

/// A document timestamp with all that is before it.
pub(super) struct Archived<'f> {
    pub(super) timestamp: &'f SignatureFacts,
    pub(super) signatures: &'f [SignatureFacts],
}

impl<'f> Archived<'f> {
    /// The evidence that it covers: in the store, and in the messages of what it covers.
    fn evidence(&self) -> BTreeSet<&'f [u8; 32]> {
        let inside = self.signatures.iter().filter(|inner| covers(self.timestamp, Some(inner)));
        let carried = inside.flat_map(|inner| &inner.carried_evidence);
        self.timestamp.covered_evidence.iter().chain(carried).collect()
    }
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
    let needed: Vec<&ChainVerdict<'_>> = [Some(chain), first.chain.as_ref()].into_iter().flatten().collect();
    let carried = |id: &[u8; 32]| question.embedded.contains(id);
    for chain in &needed {
        let vouched = vouched(chain, &carried, chains);
        for reason in lacking_certificates(&vouched, &carried).into_iter().chain(lacking(&vouched)) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    // Whatever else came later: what one of the archive timestamps covers would do by itself.
    let is_archived = |archived: &Archived<'_>| {
        let archived = archived.evidence();
        needed.iter().all(|chain| lacking(&vouched(chain, &|id| archived.contains(id), chains)).is_empty())
    };
    let level = match reasons.is_empty() {
        false => Level::BT,
        true if question.archived.iter().any(is_archived) => Level::BLTA,
        true => Level::BLT,
    };
    if level == Level::BLT {
        reasons.push(Finding::new(Code::NotLta));
    }
    (level, reasons)
}

/// What is concluded about the chain from the evidence that is admitted.
fn vouched<'f>(
    chain: &ChainVerdict<'f>,
    admitted: &dyn Fn(&[u8; 32]) -> bool,
    chains: &ChainQuestion<'_>,
) -> Vouched<'f> {
    ChainQuestion { admitted, role: chain.role, ..*chains }.vouched(chain.facts)
}

/// The certificates below the anchor that the document does not carry, those of the signers of evidence included.
fn lacking_certificates(vouched: &Vouched<'_>, carried: &dyn Fn(&[u8; 32]) -> bool) -> Vec<Finding> {
    let (mut certificates, mut evidence) = (Vec::new(), Vec::new());
    vouched.collect(&mut certificates, &mut evidence);
    let mut out = Vec::new();
    for certificate in certificates {
        let is_inside = || evidence.iter().any(|answer| answer.brings(certificate));
        if !carried(&identifier(certificate.der())) && !is_inside() {
            out.push(about_certificate(Code::NotLtvCertificate, certificate));
        }
    }
    out
}

/// The certificates of this chain about which there is no evidence.
fn lacking(vouched: &Vouched<'_>) -> Vec<Finding> {
    // Evidence that is there but too old to speak for now is carried all the same.
    let absent = vouched.obstacles.iter().filter(|obstacle| {
        matches!(
            obstacle.what,
            Hindrance::NoEvidence | Hindrance::Unknown | Hindrance::Unsure { until: None, .. }
        )
    });
    let certificates = absent.filter_map(|obstacle| vouched.facts.path.chain.get(obstacle.index));
    certificates.map(|certificate| about_certificate(Code::NotLtvRevocation, certificate)).collect()
}
