//! Tokens (ISO 32000-2 7.2 and 7.3).

use std::borrow::Cow;

use super::malformed;
use crate::error::Result;

/// Reads tokens from a slice of the file, forwards.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// What comes next. Of names and strings only the beginning was read: what they hold is asked for by name, which
/// spares large values several moves.
///
/// Numbers are kept apart as the standard keeps them: only an [`Token::Integer`] may be a length, an offset or part of
/// a byte range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Token<'b> {
    Integer(i64),
    Real(f64),
    /// The solidus was read; [`Lexer::name`] reads the rest.
    Name,
    /// The parenthesis was read; [`Lexer::literal_string`] reads the rest.
    LiteralString,
    /// The `<` was read; [`Lexer::hex_string`] reads the rest.
    HexString,
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
    /// `true`, `obj`, `R` and the like; also what nobody knows.
    Keyword(&'b [u8]),
    End,
}

impl<'b> Lexer<'b> {
    pub(crate) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at: at.min(bytes.len()) }
    }

    /// Where the next token, or the space before it, begins.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// What follows, from the current position.
    pub(crate) fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Passes over white space, not over comments.
    pub(crate) fn skip_whitespace(&mut self) {
        let blank = self.rest().iter().take_while(|b| is_whitespace(**b)).count();
        self.at = self.at.saturating_add(blank);
    }

    /// Passes over white space and comments (7.2.4).
    pub(crate) fn skip_space(&mut self) {
        loop {
            self.skip_whitespace();
            if self.rest().first() != Some(&b'%') {
                return;
            }
            let comment = memchr::memchr2(b'\r', b'\n', self.rest()).unwrap_or(self.rest().len());
            self.at = self.at.saturating_add(comment);
        }
    }

    /// Passes over these bytes if they come next.
    pub(crate) fn eat(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest().starts_with(bytes);
        if found {
            self.at = self.at.saturating_add(bytes.len());
        }
        found
    }

    /// Passes over this keyword if it comes next, after space, and ends there.
    pub(crate) fn eat_keyword(&mut self, keyword: &[u8]) -> bool {
        let mut ahead = self.clone();
        ahead.skip_space();
        let found = ahead.eat(keyword) && ahead.rest().first().is_none_or(|b| !is_regular(*b));
        if found {
            self.at = ahead.at;
        }
        found
    }

    /// Passes over one end of line: CR, LF or both.
    pub(crate) fn eat_line_end(&mut self) -> bool {
        self.eat(b"\r\n") || self.eat(b"\n") || self.eat(b"\r")
    }

    /// An unsigned integer of plain digits, after space; nothing is passed over if there is none.
    pub(crate) fn digits(&mut self, at_most: usize) -> Option<u64> {
        let mut ahead = self.clone();
        ahead.skip_space();
        let digits = ahead.rest().iter().take(at_most + 1).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > at_most {
            return None;
        }
        let text = ahead.rest().get(..digits)?;
        if ahead.rest().get(digits).is_some_and(|b| is_regular(*b)) {
            return None;
        }
        self.at = ahead.at.saturating_add(digits);
        text.iter().try_fold(0u64, |n, d| n.checked_mul(10)?.checked_add(u64::from(d.wrapping_sub(b'0'))))
    }

    /// The next token and where it begins.
    ///
    /// # Errors
    /// `MalformedPdf` for bytes that begin no token.
    pub(crate) fn token(&mut self) -> Result<(Token<'b>, usize)> {
        self.skip_space();
        let start = self.at;
        let Some(first) = self.rest().first() else { return Ok((Token::End, start)) };
        let token = match first {
            b'[' => self.punctuation(1, Token::ArrayStart),
            b']' => self.punctuation(1, Token::ArrayEnd),
            b'<' if self.rest().starts_with(b"<<") => self.punctuation(2, Token::DictionaryStart),
            b'>' if self.rest().starts_with(b">>") => self.punctuation(2, Token::DictionaryEnd),
            b'<' => self.punctuation(1, Token::HexString),
            b'(' => self.punctuation(1, Token::LiteralString),
            b'/' => self.punctuation(1, Token::Name),
            b')' | b'>' | b'{' | b'}' => return Err(malformed("a stray delimiter", start)),
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                number(self.regular()).ok_or_else(|| malformed("a number", start))?
            }
            _ => Token::Keyword(self.regular()),
        };
        Ok((token, start))
    }

    fn punctuation(&mut self, length: usize, token: Token<'b>) -> Token<'b> {
        self.at = self.at.saturating_add(length);
        token
    }

    /// A run of regular characters.
    fn regular(&mut self) -> &'b [u8] {
        let rest = self.rest();
        let length = rest.iter().take_while(|b| is_regular(**b)).count();
        self.at = self.at.saturating_add(length);
        rest.get(..length).unwrap_or_default()
    }

    /// The rest of a name after its solidus, `#xx` decoded (7.3.5). A `#` without two digits stands for itself, as in files
    /// of PDF 1.1.
    pub(crate) fn name(&mut self) -> Cow<'b, [u8]> {
        let raw = self.regular();
        if memchr::memchr(b'#', raw).is_none() {
            return Cow::Borrowed(raw);
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((first, tail)) = rest.split_first() {
            let escape = match (first, tail) {
                (b'#', [high, low, ..]) => hex_digit(*high).zip(hex_digit(*low)),
                _ => None,
            };
            match escape {
                Some((high, low)) => {
                    name.push(high << 4 | low);
                    rest = tail.get(2..).unwrap_or_default();
                }
                None => {
                    name.push(*first);
                    rest = tail;
                }
            }
        }
        Cow::Owned(name)
    }

    /// The rest of a hexadecimal string (7.3.4.3) after its `<`. Anything but digits and white space in it is an error:
    /// signatures hide things there.
    ///
    /// # Errors
    /// `MalformedPdf` for such a string and for one without end; the position is then behind all that was looked at.
    pub(crate) fn hex_string(&mut self) -> Result<Cow<'b, [u8]>> {
        let start = self.at;
        let rest = self.rest();
        let Some(length) = memchr::memchr(b'>', rest) else {
            self.at = self.bytes.len();
            return Err(malformed("a hexadecimal string without end", start));
        };
        let digits = rest.get(..length).unwrap_or_default();
        let digits_at = self.at;
        self.at = self.at.saturating_add(length).saturating_add(1);
        let mut bytes = Vec::with_capacity(length / 2 + 1);
        // Signatures are long, and nothing but digits.
        let value = |digit: u8| HEX.get(usize::from(digit)).copied().unwrap_or(NO_DIGIT);
        for [high, low] in digits.as_chunks::<2>().0 {
            let (high, low) = (value(*high), value(*low));
            if high | low == NO_DIGIT {
                break;
            }
            bytes.push(high << 4 | low);
        }
        let done = bytes.len().saturating_mul(2);
        let rest = digits.get(done..).unwrap_or_default();
        let mut high = None;
        for (digit, at) in rest.iter().zip(digits_at.saturating_add(done)..) {
            match (hex_digit(*digit), high.take()) {
                (Some(value), None) => high = Some(value),
                (Some(low), Some(value)) => bytes.push(value << 4 | low),
                (None, before) if is_whitespace(*digit) => high = before,
                (None, _) => return Err(malformed("a hexadecimal string with something else in it", at)),
            }
        }
        bytes.extend(high.map(|value: u8| value << 4));
        Ok(Cow::Owned(bytes))
    }

    /// The rest of a literal string (7.3.4.2) after its parenthesis, escapes and line ends resolved.
    ///
    /// # Errors
    /// `MalformedPdf` for one without end; the position is then behind all that was looked at.
    pub(crate) fn literal_string(&mut self) -> Result<Cow<'b, [u8]>> {
        let (start, end) = (self.at, self.bytes.len());
        let mut open = 1usize;
        let mut plain = true;
        let mut scan = self.rest();
        loop {
            let skip = scan.iter().take_while(|b| !matches!(b, b'(' | b')' | b'\\' | b'\r')).count();
            let Some((special, tail)) = scan.get(skip..).and_then(<[u8]>::split_first) else {
                self.at = end;
                return Err(malformed("a string without end", start));
            };
            scan = tail;
            match special {
                b'(' => open = open.saturating_add(1),
                b')' => open = open.saturating_sub(1),
                b'\\' => {
                    plain = false;
                    scan = scan.get(1..).unwrap_or_default();
                }
                _ => plain = false,
            }
            if open == 0 {
                break;
            }
        }
        self.at = end.saturating_sub(scan.len());
        let raw = self.bytes.get(start..self.at.saturating_sub(1)).unwrap_or_default();
        Ok(if plain { Cow::Borrowed(raw) } else { Cow::Owned(unescape(raw)) })
    }
}

/// The value of a literal string from the bytes between its parentheses.
fn unescape(raw: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next() {
                Some(b'n') => value.push(b'\n'),
                Some(b'r') => value.push(b'\r'),
                Some(b't') => value.push(b'\t'),
                Some(b'b') => value.push(8),
                Some(b'f') => value.push(12),
                Some(digit @ b'0'..=b'7') => {
                    let mut octal = digit - b'0';
                    for _ in 0..2 {
                        match bytes.next_if(|b| matches!(b, b'0'..=b'7')) {
                            // High-order overflow is ignored, says the standard.
                            Some(next) => octal = (octal << 3) | (next - b'0'),
                            None => break,
                        }
                    }
                    value.push(octal);
                }
                // A line that goes on.
                Some(b'\r') => drop(bytes.next_if_eq(&b'\n')),
                Some(b'\n') | None => {}
                Some(other) => value.push(other),
            },
            b'\r' => {
                bytes.next_if_eq(&b'\n');
                value.push(b'\n');
            }
            other => value.push(other),
        }
    }
    value
}

/// A number (7.3.3). An integer beyond 64 bits is a real, as the standard says. What real files have besides is
/// read as other readers do (`--5` is -5, `12-34` is 12, `.` is 0, `1E3` is 1000), but always as a real, so that
/// it never passes for an offset.
fn number(text: &[u8]) -> Option<Token<'static>> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) {
        let magnitude =
            digits.iter().try_fold(0i64, |n, d| n.checked_mul(10)?.checked_add(i64::from(d - b'0')));
        if let Some(n) = magnitude {
            return Some(Token::Integer(if negative { -n } else { n }));
        }
    }
    let signs = digits.iter().take_while(|b| matches!(b, b'-' | b'+')).count();
    let digits = digits.get(signs..)?;
    let length = digits.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let mantissa = digits.get(..length)?;
    let point = mantissa.iter().position(|b| *b == b'.').unwrap_or(length);
    let (whole, fraction) = mantissa.split_at_checked(point)?;
    let fraction = fraction.strip_prefix(b".").unwrap_or(fraction);
    let fraction = fraction.split(|b| *b == b'.').next().unwrap_or_default();
    let exponent = match digits.get(length..)? {
        [] => String::new(),
        [b'-', ..] => String::new(),
        [b'e' | b'E', power @ ..] => {
            let power = std::str::from_utf8(power).ok()?.parse::<i16>().ok()?;
            format!("e{power}")
        }
        _ => return None,
    };
    let text =
        format!("0{}.{}0{exponent}", std::str::from_utf8(whole).ok()?, std::str::from_utf8(fraction).ok()?);
    let value = text.parse::<f64>().ok()?.min(f64::MAX);
    Some(Token::Real(if negative { -value } else { value }))
}

/// White space (7.2.3, table 1).
pub(crate) fn is_whitespace(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

/// A delimiter (7.2.3, table 2).
pub(crate) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

pub(crate) fn is_regular(byte: u8) -> bool {
    !is_whitespace(byte) && !is_delimiter(byte)
}

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    HEX.get(usize::from(byte)).copied().filter(|value| *value != NO_DIGIT)
}

/// The value of each hexadecimal digit.
const HEX: [u8; 256] = {
    let mut table = [NO_DIGIT; 256];
    let (mut digits, mut value): (&[u8], u8) = (b"0123456789ABCDEF", 0);
    while let [digit, rest @ ..] = digits {
        let mut byte = 0u8;
        let mut slots: &mut [u8] = &mut table;
        while let [slot, behind @ ..] = slots {
            if byte.to_ascii_uppercase() == *digit {
                *slot = value;
            }
            byte = byte.wrapping_add(1);
            slots = behind;
        }
        (digits, value) = (rest, value + 1);
    }
    table
};

const NO_DIGIT: u8 = 0xff;

#[cfg(test)]
mod tests {
    use super::{Lexer, Token};

    fn tokens(text: &[u8]) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(text, 0);
        let mut tokens = Vec::new();
        loop {
            match lexer.token() {
                Ok((Token::End, _)) => return tokens,
                Ok((token, _)) => tokens.push(token),
                Err(_) => {
                    tokens.push(Token::Keyword(b"ERROR"));
                    return tokens;
                }
            }
        }
    }

    /// What is read where this text is a string and nothing else; `None` for an error.
    fn string(text: &[u8]) -> Option<Vec<u8>> {
        let mut lexer = Lexer::new(text, 0);
        let value = match lexer.token().unwrap().0 {
            Token::LiteralString => lexer.literal_string(),
            Token::HexString => lexer.hex_string(),
            other => panic!("{other:?}"),
        };
        value.ok().filter(|_| lexer.rest().is_empty()).map(|value| value.into_owned())
    }

    #[test]
    fn numbers_are_integers_only_when_written_as_such() {
        use Token::{Integer, Real};
        let expect = [
            (&b"0"[..], Integer(0)),
            (b"+17", Integer(17)),
            (b"-98", Integer(-98)),
            (b"0000000017", Integer(17)),
            (b"9223372036854775807", Integer(i64::MAX)),
            (b"34.5", Real(34.5)),
            (b"-.002", Real(-0.002)),
            (b"+.0", Real(0.0)),
            (b"4.", Real(4.0)),
            (b"1234567.891", Real(1_234_567.891)),
            (b"4294967296.5", Real(4_294_967_296.5)),
            // Not in the standard, but in files.
            (b"--5", Real(-5.0)),
            (b"12-34", Real(12.0)),
            (b".", Real(0.0)),
            (b"1.2.3", Real(1.2)),
            (b"1.5E2", Real(150.0)),
        ];
        for (text, token) in expect {
            assert_eq!(tokens(text), [token], "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn an_integer_beyond_64_bits_is_a_real_and_never_infinite() {
        assert_eq!(tokens(b"9223372036854775808"), [Token::Real(9_223_372_036_854_775_808.0)]);
        assert_eq!(tokens("9".repeat(400).as_bytes()), [Token::Real(f64::MAX)]);
        assert_eq!(tokens(b"1e32000"), [Token::Real(f64::MAX)]);
        assert_eq!(tokens(b"+inf"), [Token::Keyword(b"ERROR")]);
        assert_eq!(tokens(b"0x10"), [Token::Keyword(b"ERROR")]);
    }

    #[test]
    fn literal_strings_are_those_of_the_standard() {
        // The examples of ISO 32000-2 7.3.4.2.
        assert_eq!(string(b"(Strings can contain balanced parentheses ()\nand so on)").unwrap().len(), 53);
        assert_eq!(
            string(b"(These \\\ntwo strings \\\nare the same.)").unwrap(),
            b"These two strings are the same."
        );
        assert_eq!(string(b"(a\r\nb\rc\nd)").unwrap(), b"a\nb\nc\nd");
        assert_eq!(string(b"(\\0053)").unwrap(), b"\x053");
        assert_eq!(string(b"(\\053)(\\53)"), None);
        assert_eq!(string(b"(\\53)").unwrap(), b"+");
        assert_eq!(string(b"(\\777)").unwrap(), b"\xff");
        assert_eq!(string(b"(\\(\\)\\\\\\q\\n)").unwrap(), b"()\\q\n");
        assert_eq!(string(b"(((())))").unwrap(), b"((()))");
        assert_eq!(string(b"()").unwrap(), b"");
        for unfinished in [&b"("[..], b"(()", b"(\\)", b"(\\"] {
            assert_eq!(string(unfinished), None);
        }
    }

    #[test]
    fn hexadecimal_strings_hold_digits_and_space_alone() {
        assert_eq!(string(b"<901FA3>").unwrap(), [0x90, 0x1f, 0xa3]);
        assert_eq!(string(b"<9 01\nfA>").unwrap(), [0x90, 0x1f, 0xa0]);
        assert_eq!(string(b"<>").unwrap(), b"");
        for bad in [&b"<90"[..], b"<9g>", b"<90(>", b"<90%\n00>"] {
            assert_eq!(string(bad), None);
        }
    }

    #[test]
    fn names_are_decoded_once() {
        let text = b"/A#42/Lime#20Green/paired#28#29parentheses/#2523/A#/A#4/A#g1/ /A;Name_With-Various***";
        let expect: Vec<&[u8]> = vec![
            b"AB",
            b"Lime Green",
            b"paired()parentheses",
            b"%23",
            b"A#",
            b"A#4",
            b"A#g1",
            b"",
            b"A;Name_With-Various***",
        ];
        let mut lexer = Lexer::new(text, 0);
        for name in expect {
            assert_eq!(lexer.token().unwrap().0, Token::Name);
            assert_eq!(lexer.name(), name);
        }
    }

    #[test]
    fn comments_are_space_and_end_with_their_line() {
        assert_eq!(tokens(b"abc% comment (/%) blah\r123"), [Token::Keyword(b"abc"), Token::Integer(123)]);
        assert_eq!(tokens(b"% only"), []);
    }
}
