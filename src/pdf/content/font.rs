//! Fonts (ISO 32000-2 9.5 to 9.10), as far as widths and characters go: glyphs are not drawn here.

mod to_unicode;

use std::collections::BTreeMap;

use super::encoding::{BaseEncoding, of_glyph_name};
use super::geometry::{Matrix, number};
use crate::error::Result;
use crate::limits::Budget;
use crate::pdf::{Dictionary, Object, View};

use to_unicode::ToUnicode;

/// What a font makes of the bytes of a string.
#[derive(Debug)]
pub(super) struct Font {
    /// Bytes of one code: 1, or 2 for composite fonts.
    code: usize,
    widths: BTreeMap<u16, f64>,
    /// The width of the codes that are not in the table, in parts of the font size.
    default_width: f64,
    /// Lines run from top to bottom.
    pub(super) vertical: bool,
    characters: Characters,
}

/// How codes become characters. Complete by nature.
#[derive(Debug)]
enum Characters {
    /// By a table of the font itself.
    ToUnicode(ToUnicode),
    /// Each code by itself.
    Simple(BTreeMap<u8, Option<char>>, BaseEncoding),
    /// Two bytes are one UTF-16 unit, as the name of the predefined CMap says.
    Utf16,
    Unknown,
}

impl Font {
    /// A font of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self {
            code: 1,
            widths: BTreeMap::new(),
            default_width: UNKNOWN_WIDTH,
            vertical: false,
            characters: Characters::Unknown,
        }
    }

    /// Reads a font dictionary; its characters only if they are `wanted`.
    pub(super) fn read<'a>(
        view: &View<'_, 'a>,
        font: &Dictionary<'a>,
        wanted: bool,
        work: &mut Budget,
    ) -> Result<Self> {
        let mut read = Self::unknown();
        let composite = view.value(font, b"Subtype")?.as_name() == Some(b"Type0");
        if composite {
            read.code = 2;
            read.default_width = 1.0;
            let encoding = view.value(font, b"Encoding")?;
            let name = encoding.as_name().unwrap_or_default();
            read.vertical = name == b"V" || name.ends_with(b"-V");
            if [&b"UCS2"[..], b"UTF16"].iter().any(|kind| memchr::memmem::find(name, kind).is_some()) {
                read.characters = Characters::Utf16;
            }
            if let Object::Array(descendants) = view.value(font, b"DescendantFonts")?
                && let Some(first) = descendants.first()
                && let Object::Dictionary(descendant) = view.resolve(first)?
            {
                if let Some(width) = number(&view.value(&descendant, b"DW")?) {
                    read.default_width = width / 1000.0;
                }
                read.composite_widths(view, &view.value(&descendant, b"W")?, work)?;
            }
        } else {
            read.simple_widths(view, font, work)?;
            if wanted {
                read.characters = simple_characters(view, font, work)?;
            }
        }
        if wanted && let Object::Stream(stream) = view.value(font, b"ToUnicode")? {
            let data = super::decoded(view, &stream, work)?;
            read.characters = Characters::ToUnicode(ToUnicode::read(&data, work)?);
        }
        Ok(read)
    }

    /// How far a string moves the pen, in parts of the font size, how many codes it has, and how many of them are
    /// spaces of one byte, which word spacing widens (9.3.3).
    pub(super) fn measure(&self, string: &[u8]) -> Measure {
        let mut measure = Measure { advance: 0.0, codes: 0.0, spaces: 0.0 };
        for code in string.chunks(self.code) {
            measure.advance += self.widths.get(&value(code)).copied().unwrap_or(self.default_width);
            measure.codes += 1.0;
            if code == b" " {
                measure.spaces += 1.0;
            }
        }
        measure
    }

    /// Whether a string surely paints nothing.
    pub(super) fn is_blank(&self, string: &[u8]) -> bool {
        self.code == 1 && string.iter().all(|byte| *byte == b' ')
    }

    /// The characters of a string; `None` if one of them cannot be told.
    pub(super) fn text(&self, string: &[u8]) -> Option<String> {
        match &self.characters {
            Characters::Unknown => None,
            Characters::Utf16 => {
                let units = string.chunks(2).map(value);
                char::decode_utf16(units).collect::<Result<String, _>>().ok()
            }
            Characters::ToUnicode(table) => {
                let mut text = String::new();
                for code in string.chunks(self.code) {
                    text.push_str(table.text(value(code))?);
                }
                Some(text)
            }
            Characters::Simple(differences, base) => {
                let of = |code: &u8| differences.get(code).copied().unwrap_or_else(|| base.character(*code));
                string.iter().map(of).collect()
            }
        }
    }

    fn simple_widths<'a>(
        &mut self,
        view: &View<'_, 'a>,
        font: &Dictionary<'a>,
        work: &mut Budget,
    ) -> Result<()> {
        // 9.6.4: widths of a Type 3 font are in its own glyph space.
        let unit = match view.value(font, b"Subtype")?.as_name() {
            Some(b"Type3") => font.get(b"FontMatrix").and_then(|m| Matrix::read(view, m)).map(|m| m.scale()),
            _ => None,
        };
        let unit = unit.unwrap_or(0.001);
        if let Object::Dictionary(descriptor) = view.value(font, b"FontDescriptor")?
            && let Some(width) =
                number(&view.value(&descriptor, b"MissingWidth")?).filter(|width| *width > 0.0)
        {
            self.default_width = width * unit;
        }
        let first = view.value(font, b"FirstChar")?.as_integer().unwrap_or(0);
        let Object::Array(widths) = view.value(font, b"Widths")? else { return Ok(()) };
        work.spend(widths.len() / 4)?;
        for (code, width) in (first..256).zip(&widths) {
            let width = number(&view.resolve(width)?);
            if let (Ok(code), Some(width)) = (u16::try_from(code), width) {
                self.widths.insert(code, width * unit);
            }
        }
        Ok(())
    }

    /// 9.7.4.3: `c [w1 w2 ...]` or `first last w`.
    fn composite_widths<'a>(
        &mut self,
        view: &View<'_, 'a>,
        widths: &Object<'a>,
        work: &mut Budget,
    ) -> Result<()> {
        let Object::Array(items) = widths else { return Ok(()) };
        let mut items = items.iter();
        while let (Some(first), Some(second)) = (items.next(), items.next()) {
            work.spend(1)?;
            let Some(first) = first.as_integer().and_then(|code| u16::try_from(code).ok()) else {
                return Ok(());
            };
            match view.resolve(second)? {
                Object::Array(list) => {
                    work.spend(list.len() / 4)?;
                    for (code, width) in (first..=u16::MAX).zip(&list) {
                        self.widths.extend(number(width).map(|width| (code, width / 1000.0)));
                    }
                }
                Object::Integer(last) => {
                    let width = items.next().and_then(number);
                    let last = u16::try_from(last).unwrap_or(u16::MAX);
                    work.spend(usize::from(last.saturating_sub(first)) / 4)?;
                    if let Some(width) = width {
                        self.widths.extend((first..=last).map(|code| (code, width / 1000.0)));
                    }
                }
                _ => return Ok(()),
            }
        }
        Ok(())
    }
}

/// See [`Font::measure`].
pub(super) struct Measure {
    pub(super) advance: f64,
    pub(super) codes: f64,
    pub(super) spaces: f64,
}

/// The characters of a simple font by its encoding (9.6.5).
fn simple_characters<'a>(
    view: &View<'_, 'a>,
    font: &Dictionary<'a>,
    work: &mut Budget,
) -> Result<Characters> {
    let name = view.value(font, b"BaseFont")?;
    let name = name.as_name().unwrap_or_default();
    if [&b"Symbol"[..], b"ZapfDingbats"].iter().any(|symbols| name.ends_with(symbols)) {
        return Ok(Characters::Unknown);
    }
    let descriptor = view.value(font, b"FontDescriptor")?;
    let flags = match &descriptor {
        Object::Dictionary(descriptor) => view.value(descriptor, b"Flags")?.as_integer(),
        _ => None,
    };
    // Table 121: bit 3 is Symbolic, bit 6 Nonsymbolic. Codes of a symbolic font mean what its program says.
    let symbolic = flags.is_some_and(|flags| flags & 4 != 0);
    let mut differences = BTreeMap::new();
    let mut base = (!symbolic).then_some(BaseEncoding::Standard);
    match view.value(font, b"Encoding")? {
        Object::Name(name) => base = BaseEncoding::of_name(&name),
        Object::Dictionary(encoding) => {
            if let Object::Name(name) = view.value(&encoding, b"BaseEncoding")? {
                base = BaseEncoding::of_name(&name);
            }
            if let Object::Array(items) = view.value(&encoding, b"Differences")? {
                work.spend(items.len())?;
                let mut code = 0i64;
                for item in &items {
                    match item {
                        Object::Integer(first) => code = *first,
                        Object::Name(name) => {
                            if let Ok(own) = u8::try_from(code) {
                                differences.insert(own, of_glyph_name(name));
                            }
                            code = code.saturating_add(1);
                        }
                        _ => {}
                    }
                }
            }
        }
        _ => {}
    }
    Ok(match base {
        Some(base) => Characters::Simple(differences, base),
        // Every code that the differences do not name is unknown.
        None if !differences.is_empty() => {
            for code in 0..=u8::MAX {
                differences.entry(code).or_insert(None);
            }
            Characters::Simple(differences, BaseEncoding::Standard)
        }
        None => Characters::Unknown,
    })
}

/// A code of one or two bytes.
fn value(code: &[u8]) -> u16 {
    match code {
        [low] => u16::from(*low),
        [high, low, ..] => u16::from_be_bytes([*high, *low]),
        [] => 0,
    }
}

/// Letters of the usual fonts are half as wide as high; wide ones are rarer, and too large is what is wanted.
const UNKNOWN_WIDTH: f64 = 0.75;
