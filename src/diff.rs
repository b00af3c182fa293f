//! What later revisions of a document changed, without a verdict: for people who want to see what came after a
//! signature, or after the document was first saved.

use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::security;
use crate::pdf::signing::{SignatureDictionary, changes_of, signatures};
use crate::report::{DiffReport, RevisionReport};

/// Lists what each revision (incremental update) of a PDF changed against the one before.
///
/// Verifies nothing: signatures are named by what they say that they cover, and whether one of them allows a change is
/// for [`verify`](crate::verify) to tell.
///
/// ```
/// # fn main() -> Result<(), kyso::Error> {
/// # let document = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/cases/honest-two-signatures/document.pdf")).unwrap();
/// let report = kyso::diff(&document, None, &kyso::Limits::default())?;
/// for revision in &report.revisions {
///     for change in &revision.changes {
///         println!("{}: {}", revision.number, change.finding.message(kyso::Language::En));
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`inspect`](crate::inspect).
pub fn diff(document: &[u8], password: Option<&str>, limits: &Limits) -> Result<DiffReport> {
    let (file, _) = security::open(document, password, limits)?;
    let mut signed_by: Vec<(usize, String)> = Vec::new();
    for signature in signatures(&file, limits)?.into_iter().take(limits.signatures) {
        let dictionary = SignatureDictionary::read(&file, &signature)?;
        signed_by.extend(dictionary.coverage.revision().map(|revision| (revision, signature.field.name)));
    }
    let found = changes_of(&file, 1..file.revisions().len(), limits)?;
    let mut revisions = Vec::with_capacity(found.len());
    for ((index, revision), found) in file.revisions().iter().enumerate().skip(1).zip(&found) {
        let signers = signed_by.iter().filter(|(signed, _)| *signed == index).map(|(_, name)| name.clone());
        revisions.push(RevisionReport::new(index, revision.end, signers.collect(), found));
    }
    Ok(DiffReport { file: None, revisions })
}
