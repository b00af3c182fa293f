//! The rules of /ByteRange (ISO 32000-2 12.8.1 and Table 255), and what the attacks of 2018 to 2021 taught about them:
//! the gap is exactly the signature's own hexadecimal string, and nothing else is left out.

use std::ops::Range;

use super::super::{Dictionary, Object, PdfString, StringKind};

/// What a signature covers: the bytes from the start of the file to `gap_start`, and from `gap_end` to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByteRange {
    pub(crate) gap_start: usize,
    pub(crate) gap_end: usize,
    pub(crate) end: usize,
}

impl ByteRange {
    /// Where the signature's own /Contents stands.
    pub(crate) fn gap(self) -> Range<usize> {
        self.gap_start..self.gap_end
    }
}

/// A rule that a signature's /ByteRange or /Contents breaks. Each makes the signature broken, never "not verified":
/// a checker that skips work on a missing entry is what universal signature forgery lives on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ByteRangeFault {
    /// The value of the field is not a dictionary.
    NotADictionary,
    /// No /ByteRange, or null.
    Missing,
    /// Not an array.
    NotAnArray,
    /// Not exactly four integers.
    NotFourIntegers { count: usize },
    /// A negative number.
    Negative { value: i64 },
    /// The first range does not start with the file's first byte.
    NotFromZero { offset: usize },
    /// The second range begins before the first ends.
    Overlapping,
    /// A range reaches beyond the end of the file.
    OutOfFile { end: usize, length: usize },
    /// The gap is empty, or a range is.
    Empty,
    /// No /Contents, or null.
    ContentsMissing,
    /// /Contents is not a string.
    ContentsNotAString,
    /// /Contents is a literal string, whose shorter form leaves room for hidden bytes.
    ContentsLiteral,
    /// /Contents is an empty string.
    ContentsEmpty,
    /// Something else than hexadecimal digits stands in the string.
    ContentsNotHexadecimal,
    /// The gap is not exactly where this signature's /Contents stands.
    GapIsNotContents,
    /// The dictionary stands in an object stream, so that no gap can leave out its /Contents.
    NotInFile,
    /// The revision that defines the dictionary comes after the one that the range covers.
    DictionaryOutside,
    /// An entry is a reference: what it leads to could be exchanged without touching the signature dictionary.
    Indirect { name: &'static str },
    /// A key of the signature dictionary occurs twice: two readers see two dictionaries.
    DuplicateKey { name: String },
}

/// The byte range of a signature dictionary, if the file can be hashed by it at all, and every rule it breaks.
///
/// `file` is the whole file; the spans of `signature` point into it.
pub(crate) fn byte_range(
    file: &[u8],
    signature: &Dictionary<'_>,
) -> (Option<ByteRange>, Vec<ByteRangeFault>) {
    let mut faults = Vec::new();
    for key in signature.duplicates() {
        faults.push(ByteRangeFault::DuplicateKey { name: String::from_utf8_lossy(key).into_owned() });
    }
    let range = match numbers(file, signature.get(b"ByteRange")) {
        Ok(range) => Some(range),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    match contents(signature) {
        Err(fault) => faults.push(fault),
        Ok(contents) => match (&contents.span, range) {
            (None, _) => faults.push(ByteRangeFault::NotInFile),
            (Some(span), Some(range)) if *span != range.gap() => {
                faults.push(ByteRangeFault::GapIsNotContents)
            }
            (Some(span), _) => {
                let text = file.get(span.clone()).unwrap_or_default();
                let digits = text.strip_prefix(b"<").and_then(|text| text.strip_suffix(b">"));
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    faults.push(ByteRangeFault::ContentsNotHexadecimal);
                }
            }
        },
    }
    (range, faults)
}

/// The decoded /Contents: the signature itself with the zeros behind it.
pub(crate) fn contents<'d, 'a>(signature: &'d Dictionary<'a>) -> Result<&'d PdfString<'a>, ByteRangeFault> {
    match signature.get(b"Contents") {
        None => Err(ByteRangeFault::ContentsMissing),
        Some(Object::String(string)) if string.kind == StringKind::Literal => {
            Err(ByteRangeFault::ContentsLiteral)
        }
        Some(Object::String(string)) if string.bytes.is_empty() => Err(ByteRangeFault::ContentsEmpty),
        Some(Object::String(string)) => Ok(string),
        Some(Object::Reference(_)) => Err(ByteRangeFault::Indirect { name: "Contents" }),
        Some(_) => Err(ByteRangeFault::ContentsNotAString),
    }
}

fn numbers(file: &[u8], entry: Option<&Object<'_>>) -> Result<ByteRange, ByteRangeFault> {
    let array = match entry {
        None => return Err(ByteRangeFault::Missing),
        Some(Object::Array(array)) => array,
        Some(Object::Reference(_)) => return Err(ByteRangeFault::Indirect { name: "ByteRange" }),
        Some(_) => return Err(ByteRangeFault::NotAnArray),
    };
    let integers: Option<Vec<i64>> = array.iter().map(Object::as_integer).collect();
    let Some([a, b, c, d]) = integers.as_deref() else {
        return Err(ByteRangeFault::NotFourIntegers { count: array.len() });
    };
    let natural = |value: i64| usize::try_from(value).map_err(|_| ByteRangeFault::Negative { value });
    let (start, gap_start, gap_end, rest) = (natural(*a)?, natural(*b)?, natural(*c)?, natural(*d)?);
    let length = file.len();
    if start != 0 {
        return Err(ByteRangeFault::NotFromZero { offset: start });
    }
    let end = gap_end.saturating_add(rest);
    if end > length {
        return Err(ByteRangeFault::OutOfFile { end, length });
    }
    if gap_end < gap_start {
        return Err(ByteRangeFault::Overlapping);
    }
    if gap_start == 0 || gap_end == gap_start || rest == 0 {
        return Err(ByteRangeFault::Empty);
    }
    Ok(ByteRange { gap_start, gap_end, end })
}
