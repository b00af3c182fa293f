//! What readers that repair a file see in it, beside what its cross-reference says.
//!
//! A viewer that finds a file damaged (an unusable `startxref`, an entry that leads nowhere, bytes behind the end)
//! goes through all bytes, takes the last definition of each object for the one that counts, and the last trailer for
//! the one that names the catalog. [`compare`] does the same in one pass and tells where that is another document than
//! the one that the chain of cross-reference sections shows (attacks P2, P7 and P18). Nothing is ever read through
//! this: the chain decides what is verified.

mod entries;
mod judge;
mod scan;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::anomaly::{Anomaly, ObjectAnomaly};
use super::document::Document;
use super::object::ObjectId;
use crate::error::Result;

use entries::Entries;

/// Something that readers may see in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Difference {
    /// A definition, at this byte, to which no cross-reference section of the file leads, or one that only sections
    /// lead to that no longer count.
    Definition { id: ObjectId, offset: usize, sight: Sight },
    /// The entry of an object leads to something else; a reader that repairs finds the object at `found`.
    EntryWrong { number: u32, found: Option<usize> },
    /// The object stands inside of another one, in a stream or a string, where readers that repair do not look.
    Nested { number: u32 },
    /// The last trailer of the file names another catalog than the one that counts.
    Root { strict: Option<ObjectId>, repaired: ObjectId },
    /// Both parts of a hybrid file know the object, at different places: readers of tables see another one than
    /// readers of cross-reference streams.
    Hybrid { number: u32 },
    /// A signature dictionary in bytes that no cross-reference section explains: the revision with the signature was
    /// skipped. `end` is where the signature says that its bytes end.
    Signature { id: ObjectId, offset: usize, end: Option<usize> },
    /// Something about an object that all readers read past.
    Odd { number: u32, anomaly: ObjectAnomaly },
    /// Bytes between objects that are neither white space nor comments nor part of the cross-reference.
    Unexplained { bytes: Range<usize> },
}

/// Who sees a definition that the chain does not show. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// A reader that repairs takes it for the object; others show another one.
    Instead,
    /// A reader that repairs knows one object more.
    Added,
    /// Nobody: a later definition counts for all readers.
    Nobody,
}

/// Compares the file as it is with what a reader makes of it that scans for objects.
///
/// One pass over the bytes; objects that the cross-reference leads to are not parsed unless what follows them is odd.
///
/// # Errors
/// `LimitExceeded` for a cross-reference with far more entries than any file needs.
pub(crate) fn compare(document: &Document<'_>) -> Result<Vec<Difference>> {
    let entries = Entries::new(document)?;
    let scan = scan::scan(document, &entries);
    judge::differences(document, &entries, scan)
}

/// Whether the structure of the file itself makes readers repair it, as far as opening it showed: others than those
/// that never look at the cross-reference take the chain then as it stands.
pub(crate) fn is_repaired(anomalies: &[Anomaly]) -> bool {
    anomalies.iter().any(|anomaly| {
        !matches!(
            anomaly,
            // The hybrid parts are compared by themselves, and the rest means nothing to a reader.
            Anomaly::HybridFile { .. }
                | Anomaly::NumberingGaps { .. }
                | Anomaly::VersionUnreadable { .. }
                | Anomaly::TrailingBytes { blank: true, .. }
        )
    })
}
