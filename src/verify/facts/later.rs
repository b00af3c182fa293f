//! What each revision of a file changed, for the signatures before it.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::signing::{ChangeClass, RevisionChanges, Subject, Unexpected, Unexplained, changes_of};

/// The changes of the revisions behind the first signed one, by number of revision.
#[derive(Debug, Default)]
pub(in crate::verify) struct LaterRevisions {
    first: usize,
    revisions: Vec<RevisionChanges>,
}

impl LaterRevisions {
    /// Each revision behind the first signed one, counted from 0, and what it changed.
    pub(in crate::verify) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, &RevisionChanges)> {
        self.revisions.iter().enumerate().map(|(at, changes)| (self.first.saturating_add(at), changes))
    }
}

/// Analyses what came after the first signature; what came before it was signed. `covered` are the revisions that
/// signatures cover.
pub(super) fn later_revisions(
    document: &Document<'_>,
    covered: &BTreeSet<usize>,
    limits: &Limits,
) -> Result<LaterRevisions> {
    let Some(first) = covered.first().map(|revision| revision.saturating_add(1)) else {
        return Ok(LaterRevisions::default());
    };
    let mut revisions = changes_of(document, first..document.revisions().len(), limits)?;
    for (revision, found) in (first..).zip(&mut revisions) {
        // A signature that does not cover its own revision leaves room for something else in it.
        if let Some(added) = found.signatures.first()
            && !covered.contains(&revision)
        {
            let item = Unexplained::new(Some(added.number), Unexpected::NotCovering);
            found.unexplained.push(Unexplained { subject: Subject::Signature, ..item });
            found.class = ChangeClass::Unexplained;
        }
    }
    Ok(LaterRevisions { first, revisions })
}
