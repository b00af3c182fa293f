//! Which characters the codes of simple fonts stand for (ISO 32000-2 9.6.5, annex D), as far as Latin goes.

/// An encoding that a font can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BaseEncoding {
    Standard,
    WinAnsi,
    MacRoman,
    PdfDoc,
}

impl BaseEncoding {
    pub(super) fn of_name(name: &[u8]) -> Option<Self> {
        match name {
            b"StandardEncoding" => Some(Self::Standard),
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            b"PDFDocEncoding" => Some(Self::PdfDoc),
            _ => None,
        }
    }

    /// The character of a code; `None` for one that stands for nothing that is known here.
    pub(super) fn character(self, code: u8) -> Option<char> {
        let of = |first: u8, table: &str| table.chars().nth(usize::from(code.checked_sub(first)?));
        let known = |c: Option<char>| c.filter(|c| *c != MISSING);
        match (self, code) {
            (Self::Standard, 0x27) => Some('’'),
            (Self::Standard, 0x60) => Some('‘'),
            (_, 0x20..=0x7e) => Some(char::from(code)),
            (_, b'\t' | b'\n' | b'\r') => Some(' '),
            (Self::WinAnsi, 0x80..=0x9f) => known(of(0x80, WINDOWS)),
            (Self::PdfDoc, 0x18..=0x1f) => of(0x18, "˘ˇˆ˙˝˛˚˜"),
            (Self::PdfDoc, 0x80..=0xa0) => known(of(0x80, DOCUMENT)),
            (Self::WinAnsi, 0xa0..) | (Self::PdfDoc, 0xa1..) => Some(char::from(code)),
            (Self::MacRoman, 0x80..) => of(0x80, MACINTOSH),
            (Self::Standard, 0xa1..) => known(of(0xa1, STANDARD)),
            _ => None,
        }
    }
}

/// The character of a glyph name (Adobe Glyph List for New Fonts: Latin, `uniXXXX` and `uXXXX`).
pub(super) fn of_glyph_name(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    // What follows a full stop says how the glyph looks.
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    if let [letter @ (b'A'..=b'Z' | b'a'..=b'z')] = name.as_bytes() {
        return Some(char::from(*letter));
    }
    let hexadecimal = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    if let Some(digits) = hexadecimal.filter(|digits| (4..=6).contains(&digits.len()))
        && let Ok(value) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(value);
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

const MISSING: char = '\u{fffd}';

/// 0x80 to 0x9f.
const WINDOWS: &str = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ";

/// 0x80 to 0xa0.
const DOCUMENT: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";

/// 0x80 to 0xff.
const MACINTOSH: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// 0xa1 to 0xfb.
const STANDARD: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\u{fffd}–†‡·\u{fffd}¶•‚„”»…‰\u{fffd}¿\u{fffd}`´ˆ˜¯˘˙¨\u{fffd}˚¸\u{fffd}˝˛ˇ—\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}Æ\u{fffd}ª\u{fffd}\u{fffd}\u{fffd}\u{fffd}ŁØŒº\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}æ\u{fffd}\u{fffd}\u{fffd}ı\u{fffd}\u{fffd}łøœß";

const NAMES: &[(&str, char)] = &[
    ("space", ' '),
    ("nbspace", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("Euro", '€'),
    ("bullet", '•'),
    ("quotesinglbase", '‚'),
    ("florin", 'ƒ'),
    ("quotedblbase", '„'),
    ("ellipsis", '…'),
    ("dagger", '†'),
    ("daggerdbl", '‡'),
    ("circumflex", 'ˆ'),
    ("perthousand", '‰'),
    ("Scaron", 'Š'),
    ("guilsinglleft", '‹'),
    ("OE", 'Œ'),
    ("Zcaron", 'Ž'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("emdash", '—'),
    ("tilde", '˜'),
    ("trademark", '™'),
    ("scaron", 'š'),
    ("guilsinglright", '›'),
    ("oe", 'œ'),
    ("zcaron", 'ž'),
    ("Ydieresis", 'Ÿ'),
    ("exclamdown", '¡'),
    ("cent", '¢'),
    ("sterling", '£'),
    ("currency", '¤'),
    ("yen", '¥'),
    ("brokenbar", '¦'),
    ("section", '§'),
    ("dieresis", '¨'),
    ("copyright", '©'),
    ("ordfeminine", 'ª'),
    ("guillemotleft", '«'),
    ("logicalnot", '¬'),
    ("registered", '®'),
    ("macron", '¯'),
    ("degree", '°'),
    ("plusminus", '±'),
    ("twosuperior", '²'),
    ("threesuperior", '³'),
    ("acute", '´'),
    ("mu", 'µ'),
    ("paragraph", '¶'),
    ("periodcentered", '·'),
    ("cedilla", '¸'),
    ("onesuperior", '¹'),
    ("ordmasculine", 'º'),
    ("guillemotright", '»'),
    ("onequarter", '¼'),
    ("onehalf", '½'),
    ("threequarters", '¾'),
    ("questiondown", '¿'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acircumflex", 'Â'),
    ("Atilde", 'Ã'),
    ("Adieresis", 'Ä'),
    ("Aring", 'Å'),
    ("AE", 'Æ'),
    ("Ccedilla", 'Ç'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecircumflex", 'Ê'),
    ("Edieresis", 'Ë'),
    ("Igrave", 'Ì'),
    ("Iacute", 'Í'),
    ("Icircumflex", 'Î'),
    ("Idieresis", 'Ï'),
    ("Eth", 'Ð'),
    ("Ntilde", 'Ñ'),
    ("Ograve", 'Ò'),
    ("Oacute", 'Ó'),
    ("Ocircumflex", 'Ô'),
    ("Otilde", 'Õ'),
    ("Odieresis", 'Ö'),
    ("multiply", '×'),
    ("Oslash", 'Ø'),
    ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'),
    ("Ucircumflex", 'Û'),
    ("Udieresis", 'Ü'),
    ("Yacute", 'Ý'),
    ("Thorn", 'Þ'),
    ("germandbls", 'ß'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acircumflex", 'â'),
    ("atilde", 'ã'),
    ("adieresis", 'ä'),
    ("aring", 'å'),
    ("ae", 'æ'),
    ("ccedilla", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecircumflex", 'ê'),
    ("edieresis", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icircumflex", 'î'),
    ("idieresis", 'ï'),
    ("eth", 'ð'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocircumflex", 'ô'),
    ("otilde", 'õ'),
    ("odieresis", 'ö'),
    ("divide", '÷'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucircumflex", 'û'),
    ("udieresis", 'ü'),
    ("yacute", 'ý'),
    ("thorn", 'þ'),
    ("ydieresis", 'ÿ'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("dotlessi", 'ı'),
    ("Lslash", 'Ł'),
    ("lslash", 'ł'),
    ("minus", '−'),
    ("fraction", '⁄'),
    ("breve", '˘'),
    ("caron", 'ˇ'),
    ("dotaccent", '˙'),
    ("hungarumlaut", '˝'),
    ("ogonek", '˛'),
    ("ring", '˚'),
    // Vietnamese letters that have names.
    ("Abreve", 'Ă'),
    ("abreve", 'ă'),
    ("Dcroat", 'Đ'),
    ("dcroat", 'đ'),
    ("Dslash", 'Đ'),
    ("dslash", 'đ'),
    ("Itilde", 'Ĩ'),
    ("itilde", 'ĩ'),
    ("Utilde", 'Ũ'),
    ("utilde", 'ũ'),
    ("Ohorn", 'Ơ'),
    ("ohorn", 'ơ'),
    ("Uhorn", 'Ư'),
    ("uhorn", 'ư'),
    ("dong", '₫'),
];

#[cfg(test)]
mod tests {
    use super::{BaseEncoding, of_glyph_name};

    #[test]
    fn codes_stand_for_what_annex_d_says() {
        use BaseEncoding::{MacRoman, PdfDoc, Standard, WinAnsi};
        let expect = [
            (WinAnsi, 0x41, Some('A')),
            (WinAnsi, 0x80, Some('€')),
            (WinAnsi, 0x9f, Some('Ÿ')),
            (WinAnsi, 0xe9, Some('é')),
            (Standard, 0x27, Some('’')),
            (Standard, 0xa7, Some('§')),
            (Standard, 0xb7, Some('•')),
            (Standard, 0xe1, Some('Æ')),
            (Standard, 0xfb, Some('ß')),
            (Standard, 0xff, None),
            (Standard, 0x90, None),
            (MacRoman, 0x8e, Some('é')),
            (MacRoman, 0xff, Some('ˇ')),
            (PdfDoc, 0xa0, Some('€')),
            (PdfDoc, 0x9f, None),
            (PdfDoc, 0x18, Some('˘')),
        ];
        for (encoding, code, character) in expect {
            assert_eq!(encoding.character(code), character, "{encoding:?} {code:x}");
        }
    }

    #[test]
    fn glyphs_are_known_by_their_names() {
        let names: [(&[u8], _); 7] = [
            (b"A", Some('A')),
            (b"eacute", Some('é')),
            (b"uni1EBF", Some('ế')),
            (b"u1EBF", Some('ế')),
            (b"a.alt", Some('a')),
            (b"g17", None),
            (b".notdef", None),
        ];
        for (name, character) in names {
            assert_eq!(of_glyph_name(name), character);
        }
    }
}
