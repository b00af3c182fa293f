//! Vietnamese text on a PDF page without a font file: the letters are those of the standard 14 fonts (ISO 32000-1
//! 9.6.2.2), the marks are small strokes over and under them, and `/ActualText` (14.9.4) says what was written.
//!
//! Knows nothing of the library, so that tests can include it.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

/// A cut of Times. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Bold,
    Italic,
}

impl Face {
    pub(crate) const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Italic];

    /// Its name among the standard 14 fonts.
    pub(crate) fn base_font(self) -> &'static str {
        match self {
            Self::Regular => "Times-Roman",
            Self::Bold => "Times-Bold",
            Self::Italic => "Times-Italic",
        }
    }

    /// Its name among the resources of the page.
    pub(crate) fn resource(self) -> &'static str {
        match self {
            Self::Regular => "F1",
            Self::Bold => "F2",
            Self::Italic => "F3",
        }
    }

    /// How wide a character of the encoding is, in thousandths of the size.
    fn width(self, code: u8) -> f64 {
        let widths = match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
            Self::Italic => &ITALIC,
        };
        let width = code.checked_sub(b' ').and_then(|at| widths.get(usize::from(at)));
        f64::from(*width.unwrap_or(&DOTLESS_I_WIDTH))
    }

    /// How thick the strokes of marks are.
    fn pen(self) -> f64 {
        if self == Self::Bold { 72.0 } else { 46.0 }
    }

    fn slant(self) -> f64 {
        if self == Self::Italic { 0.27 } else { 0.0 }
    }
}

/// The content of a page while it is being written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Writing {
    operators: String,
}

impl Writing {
    pub(crate) fn operators(&self) -> &str {
        &self.operators
    }

    /// Writes one line that begins at (x, y); `stretch` is added to every space.
    pub(crate) fn line(&mut self, text: &str, face: Face, size: f64, (x, y): (f64, f64), stretch: f64) {
        let text: String = text.nfc().collect();
        let out = &mut self.operators;
        let mut marks = Marks { face, scale: size / 1000.0, x, y, path: String::new(), dots: String::new() };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "BT /{} {} Tf 1 0 0 1 {} {} Tm", face.resource(), n(size), n(x), n(y));
        if stretch != 0.0 {
            let _ = writeln!(out, "{} Tw", n(stretch));
        }
        for word in text.split_inclusive(' ') {
            let bare = word.trim_end_matches(' ');
            if bare.is_ascii() {
                let _ = writeln!(out, "({}) Tj", escaped(word));
            } else {
                let utf16: String = bare.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                let _ = write!(out, "/Span <</ActualText <FEFF{utf16}>>> BDC [");
                for letter in letters(bare) {
                    let _ = write!(out, "({})", escaped_code(letter.code));
                    if letter.horn {
                        let _ = write!(out, " -{HORN_WIDTH} ");
                    }
                }
                let _ = writeln!(out, "] TJ EMC");
                if bare.len() < word.len() {
                    let _ = writeln!(out, "( ) Tj");
                }
            }
            for letter in letters(word) {
                marks.draw(&letter);
                marks.x += letter.advance(face) * marks.scale;
                marks.x += if letter.code == b' ' { stretch } else { 0.0 };
            }
        }
        if stretch != 0.0 {
            let _ = writeln!(out, "0 Tw");
        }
        let _ = writeln!(out, "ET");
        marks.finish(out);
    }

    /// A thin line of this length to the right of (x, y).
    pub(crate) fn rule(&mut self, (x, y): (f64, f64), length: f64) {
        let _ = writeln!(self.operators, "q 0.6 w {} {} m {} {} l S Q", n(x), n(y), n(x + length), n(y));
    }
}

/// How wide a line of text is.
pub(crate) fn width(text: &str, face: Face, size: f64) -> f64 {
    letters(text).map(|letter| letter.advance(face)).sum::<f64>() * size / 1000.0
}

/// A letter of the font and the marks that make it the one that is meant.
#[derive(Debug, Clone, Copy)]
struct Letter {
    code: u8,
    /// Over the letter: circumflex or breve.
    shape: Option<char>,
    tone: Option<char>,
    horn: bool,
    bar: bool,
}

impl Letter {
    fn advance(&self, face: Face) -> f64 {
        face.width(self.code) + if self.horn { f64::from(HORN_WIDTH) } else { 0.0 }
    }
}

/// The letters of a text; what no Vietnamese text has becomes a question mark.
fn letters(text: &str) -> impl Iterator<Item = Letter> {
    text.nfc().map(|character| {
        let mut letter = Letter { code: b'?', shape: None, tone: None, horn: false, bar: false };
        for part in std::iter::once(character).nfd() {
            match part {
                'đ' => (letter.code, letter.bar) = (b'd', true),
                'Đ' => (letter.code, letter.bar) = (b'D', true),
                HORN => letter.horn = true,
                CIRCUMFLEX | BREVE => letter.shape = Some(part),
                ACUTE | GRAVE | HOOK | TILDE | DOT_BELOW => letter.tone = Some(part),
                ' '..='~' => letter.code = u8::try_from(part).unwrap_or(b'?'),
                _ => {}
            }
        }
        if letter.code == b'i' && letter.tone.is_some_and(|tone| tone != DOT_BELOW) {
            letter.code = DOTLESS_I;
        }
        letter
    })
}

/// Strokes of one line of text.
struct Marks {
    face: Face,
    /// Points for a thousandth of the size.
    scale: f64,
    /// Where the next letter begins.
    x: f64,
    y: f64,
    path: String,
    /// Dots, which are thicker.
    dots: String,
}

impl Marks {
    /// The marks of one letter. Measures are thousandths of the size, from where the letter begins on the base line.
    fn draw(&mut self, letter: &Letter) {
        let width = self.face.width(letter.code);
        let top = if letter.code.is_ascii_uppercase() { CAPITAL_HEIGHT } else { SMALL_HEIGHT };
        let middle = width / 2.0;
        if letter.bar {
            let (from, to, height) = match letter.code {
                b'D' => (10.0, width * 0.48, top * 0.485),
                _ => (width * 0.52, width + 12.0, 566.0),
            };
            self.stroke((from, height), &[[(from, height), (to, height), (to, height)]]);
        }
        if letter.horn {
            let (x, y) = (width - HORN_INSET, top - 56.0);
            self.stroke((x, y), &[[(x + 100.0, y + 5.0), (x + 150.0, y + 60.0), (x + 125.0, y + 150.0)]]);
        }
        match letter.shape {
            Some(CIRCUMFLEX) => {
                let (left, peak, right) =
                    ((middle - 130.0, top + 65.0), (middle, top + 190.0), (middle + 130.0, top + 65.0));
                self.stroke(left, &[[left, peak, peak], [peak, right, right]]);
            }
            Some(_) => {
                let (left, right) = ((middle - 125.0, top + 190.0), (middle + 125.0, top + 190.0));
                let below = top + 35.0;
                self.stroke(left, &[[(middle - 95.0, below), (middle + 95.0, below), right]]);
            }
            None => {}
        }
        let Some(tone) = letter.tone else { return };
        // Over a circumflex acute and grave stand at its sides, as is usual in Vietnam; all else stands higher.
        let (x, y) = match (letter.shape, tone) {
            (Some(CIRCUMFLEX), ACUTE | HOOK) => (middle + 150.0, top + 100.0),
            (Some(CIRCUMFLEX), GRAVE) => (middle - 150.0, top + 100.0),
            (Some(CIRCUMFLEX), TILDE) => (middle, top + 165.0),
            (Some(_), _) => (middle, top + 130.0),
            (None, _) => (middle, top),
        };
        match tone {
            ACUTE => {
                self.stroke((x - 60.0, y + 65.0), &[straight((x - 60.0, y + 65.0), (x + 70.0, y + 210.0))])
            }
            GRAVE => {
                self.stroke((x + 60.0, y + 65.0), &[straight((x + 60.0, y + 65.0), (x - 70.0, y + 210.0))])
            }
            TILDE => {
                let wave = [
                    [(x - 105.0, y + 205.0), (x - 55.0, y + 195.0), (x, y + 145.0)],
                    [(x + 55.0, y + 95.0), (x + 105.0, y + 90.0), (x + 140.0, y + 190.0)],
                ];
                self.stroke((x - 140.0, y + 95.0), &wave);
            }
            HOOK => {
                let hook = [
                    [(x - 25.0, y + 285.0), (x + 85.0, y + 275.0), (x + 75.0, y + 195.0)],
                    [(x + 68.0, y + 145.0), (x, y + 150.0), (x, y + 75.0)],
                ];
                self.stroke((x - 65.0, y + 220.0), &hook);
            }
            _ => {
                // Beside the tail of y.
                let x = if letter.code.eq_ignore_ascii_case(&b'y') && letter.code != b'Y' {
                    x + 130.0
                } else {
                    x
                };
                let (x, y) = self.place((x, -150.0));
                let _ = write!(self.dots, "{} {} m {} {} l ", n(x), n(y), n(x), n(y));
            }
        }
    }

    /// A path of Bézier curves, each with two control points and an end.
    fn stroke(&mut self, start: Point, curves: &[[Point; 3]]) {
        let (x, y) = self.place(start);
        let _ = write!(self.path, "{} {} m ", n(x), n(y));
        for curve in curves {
            for point in curve {
                let (x, y) = self.place(*point);
                let _ = write!(self.path, "{} {} ", n(x), n(y));
            }
            let _ = write!(self.path, "c ");
        }
    }

    /// On the page.
    fn place(&self, (x, y): Point) -> Point {
        let x = x + self.face.slant() * (y - SMALL_HEIGHT / 2.0);
        (self.x + x * self.scale, self.y + y * self.scale)
    }

    fn finish(self, out: &mut String) {
        if self.path.is_empty() && self.dots.is_empty() {
            return;
        }
        let pen = self.face.pen() * self.scale;
        let dot = DOT_WIDTH * self.scale;
        let _ = writeln!(out, "q 1 J 1 j {} w {}S {} w {}S Q", n(pen), self.path, n(dot), self.dots);
    }
}

type Point = (f64, f64);

fn straight(from: Point, to: Point) -> [Point; 3] {
    [from, to, to]
}

fn escaped(text: &str) -> String {
    text.bytes().map(escaped_code).collect()
}

/// A character of a literal string (7.3.4.2).
fn escaped_code(code: u8) -> String {
    match code {
        b'(' | b')' | b'\\' => format!("\\{}", char::from(code)),
        b' '..=b'~' => char::from(code).to_string(),
        _ => format!("\\{code:03o}"),
    }
}

/// A number as content streams have it.
pub(crate) fn n(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The encoding of the fonts: an i without its dot, to carry other marks.
pub(crate) const ENCODING: &str =
    "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /dotlessi] >>";
const DOTLESS_I: u8 = 1;
const DOTLESS_I_WIDTH: u16 = 278;

const HORN: char = '\u{31b}';
const CIRCUMFLEX: char = '\u{302}';
const BREVE: char = '\u{306}';
const ACUTE: char = '\u{301}';
const GRAVE: char = '\u{300}';
const HOOK: char = '\u{309}';
const TILDE: char = '\u{303}';
const DOT_BELOW: char = '\u{323}';

const SMALL_HEIGHT: f64 = 492.0;
const CAPITAL_HEIGHT: f64 = 706.0;
/// What a horn adds to the width of its letter.
const HORN_WIDTH: u16 = 60;
/// From the end of the letter back to where its horn begins.
const HORN_INSET: f64 = 95.0;
const DOT_WIDTH: f64 = 115.0;

/// Widths of the characters from space to tilde, as the metrics of the standard 14 fonts state them.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722,
    611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444,
    500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
    500, 500, 444, 480, 200, 480, 541,
];
#[rustfmt::skip]
const BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778,
    667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500,
    556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722,
    500, 500, 444, 394, 220, 394, 520,
];
#[rustfmt::skip]
const ITALIC: [u16; 95] = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 333, 333, 675, 675, 675, 500, 920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667,
    556, 833, 667, 722, 611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500, 333, 500,
    500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667,
    444, 444, 389, 400, 275, 400, 541,
];

#[cfg(test)]
mod tests {
    use super::{Face, Writing, letters, n, width};

    /// The vowels of Vietnamese with their marks, and đ.
    const ALPHABET: &str = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ";

    #[test]
    fn every_vietnamese_letter_is_one_letter_with_marks_of_its_own() {
        let both = format!("{ALPHABET}{}", ALPHABET.to_uppercase());
        let mut drawings: Vec<String> = Vec::new();
        for letter in both.chars() {
            assert_eq!(letters(&letter.to_string()).count(), 1, "{letter}");
            assert_ne!(letters(&letter.to_string()).next().unwrap().code, b'?', "{letter}");
            let mut writing = Writing::default();
            writing.line(&letter.to_string(), Face::Regular, 12.0, (0.0, 0.0), 0.0);
            // What is drawn, without what is said of it.
            let drawn = writing.operators().lines().filter(|line| !line.is_empty());
            drawings.push(drawn.map(|line| line.rsplit("BDC").next().unwrap()).collect());
        }
        drawings.sort();
        drawings.dedup();
        assert_eq!(drawings.len(), both.chars().count());
    }

    #[test]
    fn decomposed_text_is_written_as_composed_text_is() {
        let line = |text: &str| {
            let mut writing = Writing::default();
            writing.line(text, Face::Bold, 13.0, (10.0, 20.0), 0.5);
            writing.operators().to_owned()
        };
        assert_eq!(line("Vie\u{323}\u{302}t Nam"), line("Việt Nam"));
    }

    #[test]
    fn text_says_in_unicode_what_the_strokes_show() {
        let mut writing = Writing::default();
        writing.line("Số (1)", Face::Italic, 13.0, (10.0, 20.0), 0.0);
        let operators = writing.operators();
        assert!(operators.contains("/Span <</ActualText <FEFF00531ED1>>> BDC [(S)(o)] TJ EMC\n( ) Tj"));
        assert!(operators.contains(r"(\(1\)) Tj"));
    }

    #[test]
    fn widths_are_those_of_the_font_and_a_horn_adds_to_them() {
        assert_eq!(
            width("Việt Nam", Face::Regular, 1000.0).round(),
            722.0 + 278.0 + 444.0 + 278.0 + 250.0 + 1944.0
        );
        assert_eq!(width("ư", Face::Bold, 1000.0).round(), 556.0 + 60.0);
        assert_eq!([n(0.0), n(-0.001), n(12.5), n(100.0)], ["0", "0", "12.5", "100"]);
    }
}
