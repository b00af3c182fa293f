//! What was tolerated while reading, for the verdict to weigh.

/// A departure from the standard in the structure of the file that could be read past.
///
/// An `offset` is the byte of the file at which the section concerned begins, unless it says otherwise; a `revision` is
/// counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Anomaly {
    /// `length` bytes before `%PDF`. Offsets of the file count from `%PDF` or from byte 0, whichever holds.
    LeadingJunk { length: usize, offsets_from_header: bool },
    /// With junk before `%PDF`, both ways of counting offsets lead to a cross-reference section: two readers can
    /// see two documents.
    TwoWaysToCount,
    /// `%PDF-`, at this byte, is followed by something that is no version.
    VersionUnreadable { offset: usize },
    /// `startxref` names a byte beside the cross-reference section at `found`.
    StartxrefOff { written: i64, found: usize },
    /// A `/Prev` or `/XRefStm` names a byte beside the cross-reference section at `found`.
    PrevOff { written: i64, found: usize },
    /// `/Prev 0`, which some writers mean as "none". The chain ends there.
    PrevZero { offset: usize },
    /// A section whose `/Prev` points forwards in a file that is not linearized.
    PrevForward { offset: usize },
    /// The `startxref` that ends a revision does not name the newest section of that revision: a reader of the
    /// earlier file would have seen something else.
    StartxrefElsewhere { revision: usize, written: Option<i64> },
    /// Something else stands between the last section of a revision and the `startxref` that ends it.
    StartxrefApart { revision: usize },
    /// A revision without `%%EOF` after its `startxref`, or without `startxref`.
    EofMissing { revision: usize },
    /// Bytes after the end of the last revision, from `offset` on. `blank`: white space only.
    TrailingBytes { offset: usize, length: usize, blank: bool },
    /// Tables with a cross-reference stream beside them (ISO 32000-2 7.5.8.4): readers that know only tables see
    /// another document.
    HybridFile { offset: usize },
    /// A table whose entries are not 20 bytes wide each and had to be read one by one.
    TableLoose { offset: usize },
    /// A table that says it begins with object 1 while its first entry is that of object 0.
    TableFromOne { offset: usize },
    /// The tables of the first revision leave out object numbers (7.5.4 demands all of them from 0 on).
    NumberingGaps { offset: usize },
    /// One section has several entries for an object; the first of them counts.
    EntryTwice { offset: usize, number: u32 },
    /// A cross-reference stream with fewer entries than its `/Index` says.
    XrefStreamShort { offset: usize },
    /// A trailer without `/Size`.
    SizeMissing { offset: usize },
    /// `/Size` of the last trailer is not above the highest object number.
    SizeTooSmall { size: u32, highest: u32 },
    /// A trailer with a key written more than once.
    TrailerDuplicates { offset: usize },
    /// `/Encrypt` is not the same in all revisions.
    EncryptionChanged { revision: usize },
    /// What was tolerated in a cross-reference stream as an object.
    XrefStreamObject { offset: usize, anomaly: ObjectAnomaly },
}

/// A departure from the standard in one object that could be read past.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum ObjectAnomaly {
    /// The cross-reference entry points at white space before the object.
    EntryOff,
    /// `/Length` is missing, wrong or cannot be resolved; the data reaches to the next `endstream`.
    LengthWrong { written: Option<i64> },
    /// `stream` is not followed by LF or CR LF.
    StreamLineEnd,
    /// `endobj` is missing.
    EndobjMissing,
    /// The entry exists, but nothing stands between `obj` and `endobj`; it is null.
    Empty,
}
