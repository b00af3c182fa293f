//! What the `pdf` room found odd about a file, as rows of the table of codes: verification judges by them, inspection
//! only tells them.

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::repair::{Difference, Sight, is_repaired};
use crate::pdf::signing::ByteRangeFault;
use crate::pdf::{Anomaly, ObjectAnomaly};
use crate::report::{Code, Finding};

/// What a departure from the standard is called. White space behind the file's end means nothing.
///
/// `revisions` is where each revision ends.
pub(crate) fn anomaly(anomaly: &Anomaly, revisions: &[usize]) -> Option<Finding> {
    let malformed = |detail: &'static str, offset: usize| {
        Finding::new(Code::PdfXrefMalformed).with("detail", detail).with("offset", offset)
    };
    let place = |places: &[usize], index: &usize| places.get(*index).copied().unwrap_or_default();
    Some(match anomaly {
        Anomaly::LeadingJunk { length, .. } => Finding::new(Code::PdfLeadingJunk).with("length", *length),
        Anomaly::TwoWaysToCount => Finding::new(Code::PdfTwoWaysToCount),
        Anomaly::VersionUnreadable { offset } => Finding::new(Code::PdfHeaderUnusual).with("value", *offset),
        Anomaly::StartxrefOff { found, .. } => Finding::new(Code::PdfStartxrefOff).with("offset", *found),
        Anomaly::PrevOff { found, .. } => malformed("/Prev beside the section", *found),
        Anomaly::PrevZero { offset } => malformed("/Prev 0", *offset),
        Anomaly::PrevForward { offset } => Finding::new(Code::PdfPrevForward).with("offset", *offset),
        Anomaly::StartxrefElsewhere { .. } => Finding::new(Code::PdfRevisionPointerElsewhere),
        Anomaly::StartxrefApart { revision } => {
            Finding::new(Code::PdfRevisionApart).with("offset", place(revisions, revision))
        }
        Anomaly::EofMissing { .. } => Finding::new(Code::PdfEofMissing),
        Anomaly::TrailingBytes { blank: true, .. } => return None,
        Anomaly::TrailingBytes { offset, length, blank: false } => {
            Finding::new(Code::TrailingBytes).with("offset", *offset).with("length", *length)
        }
        Anomaly::HybridFile { .. } => Finding::new(Code::PdfHybridFile),
        Anomaly::TableLoose { offset } => malformed("entries of an unusual width", *offset),
        Anomaly::TableFromOne { offset } => malformed("counted from object 1", *offset),
        Anomaly::NumberingGaps { offset } => Finding::new(Code::PdfNumberingGaps).with("offset", *offset),
        Anomaly::EntryTwice { number, .. } => {
            Finding::new(Code::PdfEntryTwice).with("object", number.to_string())
        }
        Anomaly::XrefStreamShort { offset } => malformed("fewer entries than promised", *offset),
        Anomaly::XrefStreamObject { offset, .. } => malformed("stream object", *offset),
        Anomaly::SizeMissing { .. } => Finding::new(Code::PdfSizeWrong).with("value", "-"),
        Anomaly::SizeTooSmall { size, .. } => {
            Finding::new(Code::PdfSizeWrong).with("value", size.to_string())
        }
        Anomaly::TrailerDuplicates { offset } => malformed("a key of the trailer twice", *offset),
        Anomaly::EncryptionChanged { .. } => Finding::new(Code::PdfEncryptionChanged),
    })
}

/// What readers that repair the file see otherwise. Where its structure gives no reader a cause to repair it, that is
/// only told. `end` is where the last revision ends: bytes behind it are told of as such.
pub(crate) fn differences(differences: &[Difference], anomalies: &[Anomaly], end: usize) -> Vec<Finding> {
    let entry_wrong = |found: &Difference| matches!(found, Difference::EntryWrong { .. });
    // A reader that finds no object where the entry says repairs the file as well.
    let repaired = is_repaired(anomalies) || differences.iter().any(entry_wrong);
    let (mut hidden, mut disagreeing, mut wrong) = (Numbers::new(), Numbers::new(), Numbers::new());
    let mut findings = Vec::new();
    let mut unexplained = None;
    for difference in differences {
        match difference {
            Difference::Definition { id, sight: Sight::Instead | Sight::Added, .. } if repaired => {
                disagreeing.insert(id.number);
            }
            Difference::Definition { id, .. } => {
                hidden.insert(id.number);
            }
            Difference::EntryWrong { number, found } => {
                if found.is_some() {
                    disagreeing.insert(*number)
                } else {
                    wrong.insert(*number)
                };
            }
            Difference::Nested { number } => {
                if repaired {
                    disagreeing.insert(*number)
                } else {
                    hidden.insert(*number)
                };
            }
            Difference::Root { repaired: root, .. } => {
                if repaired {
                    disagreeing.insert(root.number)
                } else {
                    hidden.insert(root.number)
                };
            }
            Difference::Hybrid { number } => {
                disagreeing.insert(*number);
            }
            Difference::Signature { id, offset, .. } => {
                let finding = Finding::new(Code::SignatureSkipped).with("object", id.to_string());
                findings.push(finding.with("offset", *offset));
            }
            Difference::Unexplained { bytes } if bytes.start < end => {
                let (_, length) = unexplained.get_or_insert((bytes.start, 0usize));
                *length = length.saturating_add(bytes.len());
            }
            // Told with the other odd objects.
            Difference::Odd { .. } | Difference::Unexplained { .. } => {}
        }
    }
    let rows = [
        (Code::PdfReadersDisagree, disagreeing),
        (Code::PdfEntryWrong, wrong),
        (Code::PdfHiddenObjects, hidden),
    ];
    for (code, numbers) in rows.into_iter().filter(|(_, numbers)| !numbers.is_empty()) {
        findings.push(Finding::new(code).with("objects", listed(&numbers)));
    }
    if let Some((offset, length)) = unexplained {
        findings.push(Finding::new(Code::PdfUnexplainedBytes).with("offset", offset).with("length", length));
    }
    findings.truncate(MOST_DIFFERENCES);
    findings
}

/// What was tolerated in objects, as one finding.
pub(crate) fn odd_objects(odd: &BTreeMap<u32, ObjectAnomaly>, differences: &[Difference]) -> Option<Finding> {
    let mut numbers: Numbers = odd.keys().copied().collect();
    let mut details: BTreeSet<&str> = odd.values().map(object_anomaly).collect();
    for difference in differences {
        if let Difference::Odd { number, anomaly } = difference {
            numbers.insert(*number);
            details.insert(object_anomaly(anomaly));
        }
    }
    let details: Vec<&str> = details.into_iter().collect();
    let finding = Finding::new(Code::PdfObjectMalformed).with("objects", listed(&numbers));
    (!numbers.is_empty()).then(|| finding.with("detail", details.join(", ")))
}

/// What a form has that cannot be read.
pub(crate) fn unreadable_form(objects: &BTreeSet<u32>) -> Option<Finding> {
    (!objects.is_empty()).then(|| Finding::new(Code::PdfFormUnreadable).with("objects", listed(objects)))
}

fn object_anomaly(anomaly: &ObjectAnomaly) -> &'static str {
    match anomaly {
        ObjectAnomaly::EntryOff => "an entry beside the object",
        ObjectAnomaly::LengthWrong { .. } => "a wrong /Length",
        ObjectAnomaly::StreamLineEnd => "no line end after stream",
        ObjectAnomaly::EndobjMissing => "no endobj",
        ObjectAnomaly::Empty => "nothing in an object",
    }
}

type Numbers = BTreeSet<u32>;

/// Object numbers, as many as anybody reads.
fn listed(numbers: &Numbers) -> String {
    let mut text: Vec<String> = numbers.iter().take(NUMBERS_LISTED).map(u32::to_string).collect();
    if numbers.len() > NUMBERS_LISTED {
        text.push("...".to_owned());
    }
    text.join(", ")
}

/// What a broken rule of /ByteRange or /Contents is called.
pub(crate) fn byte_range_fault(fault: &ByteRangeFault) -> Finding {
    match fault {
        ByteRangeFault::NotADictionary => Finding::new(Code::SignatureValueNotADictionary),
        ByteRangeFault::Missing => Finding::new(Code::ByteRangeMissing),
        ByteRangeFault::NotAnArray => Finding::new(Code::ByteRangeWrongType),
        ByteRangeFault::NotFourIntegers { count } => {
            Finding::new(Code::ByteRangeNotFourIntegers).with("count", *count)
        }
        ByteRangeFault::Negative { value } => {
            Finding::new(Code::ByteRangeNegative).with("value", value.to_string())
        }
        ByteRangeFault::NotFromZero { offset } => {
            Finding::new(Code::ByteRangeNotFromZero).with("offset", *offset)
        }
        ByteRangeFault::Overlapping => Finding::new(Code::ByteRangeOverlap),
        ByteRangeFault::OutOfFile { end, length } => {
            Finding::new(Code::ByteRangeOutOfFile).with("end", *end).with("length", *length)
        }
        ByteRangeFault::Empty => Finding::new(Code::ByteRangeEmpty),
        ByteRangeFault::ContentsMissing => Finding::new(Code::ContentsMissing),
        ByteRangeFault::ContentsNotAString => Finding::new(Code::ContentsWrongType),
        ByteRangeFault::ContentsLiteral => Finding::new(Code::ContentsLiteralString),
        ByteRangeFault::ContentsEmpty => Finding::new(Code::ContentsEmpty),
        ByteRangeFault::ContentsNotHexadecimal => Finding::new(Code::ContentsNotHexadecimal),
        ByteRangeFault::GapIsNotContents => Finding::new(Code::ByteRangeGapMismatch),
        ByteRangeFault::NotInFile => Finding::new(Code::SignatureDictionaryInObjectStream),
        ByteRangeFault::DictionaryOutside => Finding::new(Code::SignatureOutsideCoverage),
        ByteRangeFault::Indirect { name } => Finding::new(Code::SignatureEntryIndirect).with("name", *name),
        ByteRangeFault::DuplicateKey { name } => {
            Finding::new(Code::SignatureDictionaryDuplicateKey).with("name", name.clone())
        }
    }
}

const NUMBERS_LISTED: usize = 20;

/// Signatures that were skipped, and what else differs: nobody needs a longer list.
const MOST_DIFFERENCES: usize = 100;
