//! Comparing text without regard to case and spaces (RFC 4518 section 2), fast for the letters that names are made
//! of, and a number by which thousands of names are told apart.

use unicode_normalization::UnicodeNormalization as _;

/// String preparation (RFC 4518 section 2): mapped, case folded, normalised by NFKC, white space compressed.
pub(super) fn prepared(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    match each_plain(text, |c| out.push(c)) {
        Ok(()) => out,
        Err(NotPlain) => prepared_by_tables(text),
    }
}

/// Equal for texts whose prepared forms are equal, nearly always different for others. Not secret: whoever makes two
/// names meet gains a comparison.
pub(super) fn number_of(text: &str) -> u64 {
    let mut number = Number::new();
    if each_plain(text, |c| number.add(u64::from(u32::from(c)))).is_ok() {
        return number.0;
    }
    let mut number = Number::new();
    prepared_by_tables(text).chars().for_each(|c| number.add(u64::from(u32::from(c))));
    number.0
}

/// Mixes values into a number.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) u64);

impl Number {
    pub(super) const fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    pub(super) fn add(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    pub(super) fn add_octets(&mut self, octets: &[u8]) {
        octets.iter().for_each(|octet| self.add(u64::from(*octet)));
    }
}

/// A character in the text needs the tables of Unicode.
struct NotPlain;

/// Calls `emit` with each character of the prepared form.
fn each_plain(text: &str, mut emit: impl FnMut(char)) -> Result<(), NotPlain> {
    let (mut begun, mut space) = (false, false);
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' => space = begun,
            '\0'..='\x1f' | '\x7f' => {}
            c => {
                let c = plain(c).ok_or(NotPlain)?;
                if std::mem::take(&mut space) {
                    emit(' ');
                }
                emit(c);
                begun = true;
            }
        }
    }
    Ok(())
}

/// The lower case of a letter that stands alone in every way: composed, no compatibility form, and its capital one
/// character as well. Those of Vietnamese are all among them.
fn plain(c: char) -> Option<char> {
    let below = |c: char| char::from_u32(u32::from(c) | 1);
    match c {
        ' '..='~' => Some(c.to_ascii_lowercase()),
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}' => char::from_u32(u32::from(c) + 0x20),
        '\u{e0}'..='\u{f6}' | '\u{f8}'..='\u{fe}' => Some(c),
        // Pairs of a capital and a small letter.
        '\u{100}'..='\u{12f}' | '\u{14c}'..='\u{177}' | '\u{1a0}'..='\u{1a1}' => below(c),
        '\u{1e00}'..='\u{1e95}' | '\u{1ea0}'..='\u{1eff}' => below(c),
        'Ư' | 'ư' => Some('ư'),
        _ => None,
    }
}

fn prepared_by_tables(text: &str) -> String {
    let mapped = text.chars().filter(|c| !mapped_to_nothing(*c));
    // Upper and then lower case folds what one of them alone would leave apart (ß and ẞ, ς and σ).
    let folded = mapped.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    let normal: String = folded.nfkc().collect();
    normal.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// RFC 4518 2.2: soft hyphens, joiners, variation selectors and control characters that are not white space.
fn mapped_to_nothing(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{1806}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffc}')
}

#[cfg(test)]
mod tests {
    use super::{number_of, plain, prepared, prepared_by_tables};

    #[test]
    fn the_fast_way_is_the_way_of_the_tables() {
        let mut plain_ones = Vec::new();
        for c in '\0'..='\u{2fff}' {
            let text = format!("a{c}b {c}");
            assert_eq!(prepared(&text), prepared_by_tables(&text), "{c:?}");
            if plain(c).is_some() {
                plain_ones.push(c);
            }
        }
        // Neighbours do not change one another.
        for pair in plain_ones.windows(2) {
            let text: String = pair.iter().rev().collect();
            assert_eq!(prepared(&text), prepared_by_tables(&text), "{text:?}");
        }
        for letter in "ăâđêôơưàảãạáằẳẵặắầẩẫậấèẻẽẹéềểễệếìỉĩịíòỏõọóồổỗộốờởỡợớùủũụúừửữựứỳỷỹỵý".chars()
        {
            assert!(plain(letter).is_some(), "{letter}");
            assert!(letter.to_uppercase().all(|capital| plain(capital) == Some(letter)), "{letter}");
        }
    }

    #[test]
    fn texts_that_are_the_same_have_the_same_number() {
        for (a, b) in
            [("BỘ  TÀI CHÍNH ", "bộ tài\tchính"), ("Bo\u{323}\u{302}", "BỘ"), ("ＡＢ", "ab"), ("a\0b", "AB")]
        {
            assert_eq!(prepared(a), prepared(b));
            assert_eq!(number_of(a), number_of(b), "{a} {b}");
        }
        for (a, b) in [("a b", "ab"), ("ba", "ab"), ("", "a"), ("Đảng", "Dảng")] {
            assert_ne!(number_of(a), number_of(b));
        }
    }
}
