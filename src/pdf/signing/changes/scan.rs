//! Finds what may be a reference in bytes that nobody has parsed: `12 0 R` (ISO 32000-2 7.3.10).
//!
//! One pass for whatever numbers are looked for. What is found may stand in a string, in a comment or in data as well;
//! what is not found is in no object.

use super::super::super::is_whitespace;
use super::super::super::lexer::is_regular;

/// Object numbers that are looked for.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    bits: Vec<u64>,
}

/// Where a reference may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Its first digit, or its keyword where the number is unclear.
    pub(super) at: usize,
    /// The object; `None` if comments or much space between the parts leave unclear which.
    pub(super) number: Option<u32>,
}

impl Numbers {
    pub(super) fn contains(&self, number: u32) -> bool {
        let word = usize::try_from(number / 64).ok().and_then(|word| self.bits.get(word));
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<T: IntoIterator<Item = u32>>(numbers: T) -> Self {
        let mut bits = Vec::new();
        for number in numbers {
            let Ok(word) = usize::try_from(number / 64) else { continue };
            if bits.len() <= word {
                bits.resize(word.saturating_add(1), 0u64);
            }
            if let Some(word) = bits.get_mut(word) {
                *word |= 1 << (number % 64);
            }
        }
        Self { bits }
    }
}

/// Calls `visit` for what may be references to one of these numbers, in the order of the bytes, until it says stop.
pub(super) fn scan(bytes: &[u8], numbers: &Numbers, visit: &mut dyn FnMut(Hit) -> bool) {
    for keyword in memchr::memchr_iter(b'R', bytes) {
        let (before, rest) = bytes.split_at_checked(keyword).unwrap_or_default();
        let is_keyword = before.last().is_some_and(|byte| is_whitespace(*byte))
            && rest.get(1).is_none_or(|byte| !is_regular(*byte));
        if !is_keyword {
            continue;
        }
        let more = match usual(before) {
            Some((at, number)) => !numbers.contains(number) || visit(Hit { at, number: Some(number) }),
            None => unusual(before, numbers, visit),
        };
        if !more {
            return;
        }
    }
}

/// The object number before ` 0 ` and where it begins, if it has few digits and no zeros before them.
fn usual(before: &[u8]) -> Option<(usize, u32)> {
    let [digits @ .., b' ', b'0', b' '] = before else { return None };
    let mut number = 0u32;
    let mut value = 1u32;
    let mut count = 0usize;
    for byte in digits.iter().rev().take(9) {
        let Some(digit) = byte.checked_sub(b'0').filter(|digit| *digit <= 9) else { break };
        number = number.wrapping_add(value.wrapping_mul(u32::from(digit)));
        value = value.wrapping_mul(10);
        count = count.wrapping_add(1);
    }
    // Nine digits may be the end of more.
    (1..=8).contains(&count).then(|| (digits.len().saturating_sub(count), number))
}

/// Whatever else the grammar allows between the keyword and the number: any white space, and comments.
fn unusual(before: &[u8], numbers: &Numbers, visit: &mut dyn FnMut(Hit) -> bool) -> bool {
    let near = before.get(before.len().saturating_sub(LONGEST_REFERENCE)..).unwrap_or_default();
    let skipped = before.len().saturating_sub(near.len());
    let mut back = Back { bytes: near, whole: skipped == 0, unclear: false };
    let mut found = Vec::new();
    for end in back.token_ends(near.len()) {
        let Some(generation) = back.digits(end) else { continue };
        // The parser takes five digits at most.
        if end.saturating_sub(generation) > 5 {
            continue;
        }
        for end in back.token_ends(generation) {
            let Some(start) = back.digits(end) else { continue };
            let digits = near.get(start..end).and_then(|digits| std::str::from_utf8(digits).ok());
            let number = digits.and_then(|digits| digits.parse().ok());
            found.extend(number.filter(|number| numbers.contains(*number)).map(|number| (start, number)));
        }
    }
    if back.unclear {
        return visit(Hit { at: before.len(), number: None });
    }
    found.into_iter().all(|(at, number)| visit(Hit { at: skipped.saturating_add(at), number: Some(number) }))
}

/// Reads backwards.
struct Back<'b> {
    bytes: &'b [u8],
    /// Nothing stands before these bytes.
    whole: bool,
    unclear: bool,
}

impl Back<'_> {
    /// Where the token before the space that ends here may end: before that space, and before each percent sign of the
    /// line before, which may begin a comment or stand in a string or in another comment.
    fn token_ends(&mut self, end: usize) -> Vec<usize> {
        let mut ends = Vec::new();
        // A comment may follow its token at once.
        let mut open = vec![(end, false)];
        for _ in 0..MOST_COMMENTS {
            let Some((end, is_comment)) = open.pop() else { return ends };
            let text = self.bytes.get(..end).unwrap_or_default();
            let space = text.iter().rev().take_while(|byte| is_whitespace(**byte)).count();
            if space == 0 && !is_comment {
                continue;
            }
            let (line, space) = text.split_at_checked(end.saturating_sub(space)).unwrap_or_default();
            self.unclear |= line.is_empty() && !self.whole;
            ends.push(line.len());
            if space.iter().any(is_line_end) {
                let start = line.iter().rposition(is_line_end);
                let percents = memchr::memchr_iter(b'%', line.get(start.unwrap_or(0)..).unwrap_or_default());
                open.extend(percents.map(|at| (start.unwrap_or(0).saturating_add(at), true)));
                // The comment may begin further ahead.
                self.unclear |= start.is_none() && !self.whole;
            }
        }
        self.unclear |= !open.is_empty();
        ends
    }

    /// Where the digits begin that end here.
    fn digits(&mut self, end: usize) -> Option<usize> {
        let run = self.bytes.get(..end).unwrap_or_default();
        let length = run.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        self.unclear |= length == end && length > 0 && !self.whole;
        (length > 0).then(|| end.saturating_sub(length))
    }
}

fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// Bytes before the keyword that are looked at.
const LONGEST_REFERENCE: usize = 4096;

/// Comments between two tokens that are told apart.
const MOST_COMMENTS: usize = 4;

#[cfg(test)]
mod tests {
    use super::{Hit, scan};

    fn found(bytes: &[u8], numbers: &[u32]) -> Vec<Hit> {
        let mut hits = Vec::new();
        scan(bytes, &numbers.iter().copied().collect(), &mut |hit| {
            hits.push(hit);
            true
        });
        hits
    }

    #[test]
    fn references_are_found_however_they_are_written() {
        for text in [
            "11 0 R",
            "[4 0 R 11 0 R]",
            "11  0\n\0\tR>>",
            "0011 0 R",
            "+11 0 R",
            "11%comment\n0%R\nR",
            "11 % a % b\r0%c%\r\nR/",
            "11%\n%\n0000 R",
            "11 12345 R",
            "/A 000000000011 0 R",
        ] {
            let hits = found(text.as_bytes(), &[11]);
            // Zeros in front of a number belong to it.
            let at = ["00000000001", "0011", "11"].iter().find_map(|digits| text.find(digits)).unwrap();
            assert_eq!(hits, [Hit { at, number: Some(11) }], "{text}");
        }
        let far = format!("11{}0 R", " ".repeat(3000));
        assert_eq!(found(far.as_bytes(), &[11]), [Hit { at: 0, number: Some(11) }]);
    }

    #[test]
    fn what_is_no_reference_to_the_number_is_passed_over() {
        for text in [
            "111 0 R",
            "1 0 R",
            "211 0 R",
            "11 0 RG",
            "11 0R",
            "110 R",
            "11 0 0 R",
            "11 123456 R",
            "11 R",
            "R",
            "11 -0 R",
        ] {
            assert_eq!(found(text.as_bytes(), &[11]), [], "{text}");
        }
    }

    #[test]
    fn where_much_is_left_open_the_number_is_unclear() {
        let unclear = |text: String| {
            let at = text.rfind('R').unwrap();
            assert_eq!(found(text.as_bytes(), &[11]), [Hit { at, number: None }]);
        };
        unclear(format!("11{}0 R", " ".repeat(5000)));
        unclear(format!("11 %{}\n0 R", "x".repeat(5000)));
        unclear(format!("11 {}0 R", "%\n".repeat(100)));
        unclear(format!("{}11 0 R", "0".repeat(5000)));
    }

    #[test]
    fn the_search_ends_when_it_is_told_to() {
        let mut count = 0;
        scan(b"1 0 R 1 0 R 1 0 R", &[1].into_iter().collect(), &mut |_| {
            count += 1;
            count < 2
        });
        assert_eq!(count, 2);
    }
}
