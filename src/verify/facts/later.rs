//! What each revision of a file changed, for the signatures before it.

use super::SignatureFacts;
use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::signing::{ChangeClass, Coverage, RevisionChanges, changes_of};

/// The changes of the revisions behind the first signed one, by number of revision.
#[derive(Debug, Default)]
pub(in crate::verify) struct LaterRevisions {
    first: usize,
    classes: Vec<ChangeClass>,
}

impl LaterRevisions {
    /// The kinds of change that the revisions behind this one made, each once.
    pub(in crate::verify) fn behind(&self, revision: usize) -> impl Iterator<Item = ChangeClass> {
        let skipped = revision.saturating_add(1).saturating_sub(self.first);
        self.classes.iter().skip(skipped).copied()
    }
}

/// Analyses what came after the first signature; what came before it was signed.
pub(super) fn later_revisions(
    document: &Document<'_>,
    signatures: &[SignatureFacts],
    limits: &Limits,
) -> Result<LaterRevisions> {
    let covered = signatures.iter().filter_map(|signature| match signature.dictionary.coverage {
        Coverage::Revision(revision) => Some(revision),
        Coverage::Partial => None,
    });
    let Some(first) = covered.min().map(|revision| revision.saturating_add(1)) else {
        return Ok(LaterRevisions::default());
    };
    let later = first..document.revisions().len();
    let found = changes_of(document, later.clone(), limits)?;
    let class = |(revision, found): (usize, &RevisionChanges)| {
        // A signature that does not cover its own revision leaves room for something else in it.
        let covers =
            |signature: &SignatureFacts| signature.dictionary.coverage == Coverage::Revision(revision);
        match found.signatures.is_empty() || signatures.iter().any(covers) {
            true => found.class,
            false => ChangeClass::Unexplained,
        }
    };
    Ok(LaterRevisions { first, classes: later.zip(&found).map(class).collect() })
}
