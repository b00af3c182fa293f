//! Whether what is drawn for a field is its value.

use super::super::super::{Dictionary, Object};
use super::super::text_string;
use super::Ruling;
use super::form_claim::{Part, Work};
use super::form_tree::Node;
use super::rule::Concern;
use super::signature_field::{Rectangle, Shown, shown};

/// A field that changed: filled in, or drawn anew.
pub(super) struct Filled<'f, 'a> {
    pub(super) field: &'f Node<'a>,
    /// The field and its widgets, as they were.
    pub(super) members: &'f [Node<'a>],
    /// /V, if it changed.
    pub(super) value: Option<Part<'a>>,
    /// /RV, if it changed.
    pub(super) rich: Option<Part<'a>>,
    /// Something else is drawn for one of the widgets.
    pub(super) drawn: bool,
    /// /I or /TI, if one of them changed.
    pub(super) selected: bool,
}

impl<'a> Work<'_, '_, 'a> {
    /// What could mislead about a field that was filled in.
    pub(super) fn filled(&mut self, filled: &Filled<'_, 'a>) -> Ruling<Vec<Concern>> {
        let mut concerns = Vec::new();
        let Some(field) = self.now(filled.field)? else { return Ok(concerns) };
        let value = self.analysis.new.value(&field, b"V")?;
        match filled.field.kind.as_deref() {
            Some(b"Btn") => self.button(filled, &value, &mut concerns)?,
            _ => self.text(filled, &field, &value, &mut concerns)?,
        }
        if filled.value.is_some() || filled.rich.is_some() {
            self.rich(&field, &value, &mut concerns)?;
        }
        Ok(concerns)
    }

    /// Rich text (12.7.4.4), which some readers show instead of the value, says the same.
    fn rich(&self, field: &Dictionary<'a>, value: &Object<'a>, concerns: &mut Vec<Concern>) -> Ruling<()> {
        let rich = match self.analysis.new.value(field, b"RV")? {
            Object::Null => return Ok(()),
            Object::String(rich) => text_string(&rich.bytes),
            Object::Stream(rich) => text_string(&self.analysis.new.decoded(&rich)?),
            _ => String::new(),
        };
        let plain = match value {
            Object::String(plain) => text_string(&plain.bytes),
            Object::Stream(plain) => text_string(&self.analysis.new.decoded(plain)?),
            _ => String::new(),
        };
        if squeezed(&without_tags(&rich)) != squeezed(&plain) {
            concerns.push(Concern::AppearanceDiffers);
        }
        Ok(())
    }

    /// Check boxes and radio buttons: each widget shows the value or that it is off.
    fn button(
        &mut self,
        filled: &Filled<'_, 'a>,
        value: &Object<'a>,
        concerns: &mut Vec<Concern>,
    ) -> Ruling<()> {
        // What a button looks like is not for those who push it to say.
        if filled.drawn || filled.field.flags & PUSH_BUTTON != 0 {
            concerns.push(Concern::AppearanceDiffers);
        }
        let wanted = value.as_name().unwrap_or(b"Off");
        let mut shows_value = false;
        for member in filled.members {
            let Some(widget) = self.now(member)? else { continue };
            let Some(place) = widget.get(b"Rect").and_then(Rectangle::read) else { continue };
            if shown(place, &widget) == Shown::Never {
                continue;
            }
            let state = widget.get(b"AS").and_then(Object::as_name).unwrap_or(b"Off");
            shows_value |= state == wanted;
            if state != wanted && state != b"Off" {
                concerns.push(Concern::AppearanceDiffers);
            }
            let appearance = self.analysis.new.value(&widget, b"AP")?;
            let states = match &appearance {
                Object::Dictionary(appearance) => self.analysis.new.value(appearance, b"N")?,
                _ => Object::Null,
            };
            let drawn = states.as_dictionary().is_some_and(|states| states.get(state).is_some());
            if state != b"Off" && !drawn {
                concerns.push(Concern::AppearanceMissing);
            }
        }
        if !shows_value && wanted != b"Off" {
            concerns.push(Concern::AppearanceMissing);
        }
        Ok(())
    }

    /// Text and choice fields: the text that is drawn is the value, whether it was filled in or drawn anew.
    fn text(
        &mut self,
        filled: &Filled<'_, 'a>,
        field: &Dictionary<'a>,
        value: &Object<'a>,
        concerns: &mut Vec<Concern>,
    ) -> Ruling<()> {
        let changed = filled.value.as_ref().is_some_and(|part| !same_text(&part.old, &part.new));
        if !changed && !filled.drawn && !filled.selected {
            return Ok(());
        }
        if changed && !filled.drawn && self.is_seen(filled)? {
            concerns.push(Concern::AppearanceMissing);
            return Ok(());
        }
        if filled.field.kind.as_deref() == Some(b"Ch") && !self.is_selected(field, value)? {
            concerns.push(Concern::AppearanceDiffers);
        }
        let wanted = self.wanted(filled.field, field, value)?;
        for member in filled.members {
            let Some(widget) = self.now(member)? else { continue };
            let place = widget.get(b"Rect").and_then(Rectangle::read);
            if place.is_none_or(|place| shown(place, &widget) == Shown::Never) {
                continue;
            }
            let normal = match self.analysis.new.value(&widget, b"AP")? {
                Object::Dictionary(appearance) => appearance.get(b"N").cloned(),
                _ => None,
            };
            let Some(normal) = normal else {
                if !wanted.is_empty() {
                    concerns.push(Concern::AppearanceMissing);
                }
                continue;
            };
            let drawn = self.drawn(&normal)?;
            if !drawn.is_some_and(|drawn| wanted.fits(&drawn)) {
                concerns.push(Concern::AppearanceDiffers);
            }
        }
        Ok(())
    }

    /// Whether /I of a choice field (Table 234) names the options that are the value.
    fn is_selected(&self, field: &Dictionary<'a>, value: &Object<'a>) -> Ruling<bool> {
        let Object::Array(indices) = self.analysis.new.value(field, b"I")? else { return Ok(true) };
        let options = match self.analysis.new.value(field, b"Opt")? {
            Object::Array(options) => options,
            _ => return Ok(indices.is_empty()),
        };
        let mut selected = Vec::new();
        for index in &indices {
            let index = index.as_integer().and_then(|index| usize::try_from(index).ok());
            let Some(option) = index.and_then(|index| options.get(index)) else { return Ok(false) };
            match self.analysis.new.resolve(option)? {
                Object::String(export) => selected.push(text_string(&export.bytes)),
                Object::Array(pair) => match pair.first() {
                    Some(Object::String(export)) => selected.push(text_string(&export.bytes)),
                    _ => return Ok(false),
                },
                _ => return Ok(false),
            }
        }
        let mut values: Vec<String> = match value {
            Object::String(text) => vec![text_string(&text.bytes)],
            Object::Array(items) => {
                items.iter().filter_map(Object::as_string).map(|text| text_string(&text.bytes)).collect()
            }
            _ => Vec::new(),
        };
        values.sort_unstable();
        selected.sort_unstable();
        Ok(values == selected)
    }

    /// What should be drawn for a field.
    fn wanted(&self, node: &Node<'a>, field: &Dictionary<'a>, value: &Object<'a>) -> Ruling<Wanted> {
        let mut texts = match value {
            Object::String(text) => vec![text_string(&text.bytes)],
            Object::Name(name) => vec![text_string(name)],
            Object::Stream(stream) => vec![text_string(&self.analysis.new.decoded(stream)?)],
            Object::Array(items) => {
                items.iter().filter_map(Object::as_string).map(|text| text_string(&text.bytes)).collect()
            }
            _ => Vec::new(),
        };
        let is_choice = node.kind.as_deref() == Some(b"Ch");
        if is_choice && let Object::Array(options) = self.analysis.new.value(field, b"Opt")? {
            for option in &options {
                // 12.7.5.4: a value for export, and what is shown for it.
                let Object::Array(pair) = self.analysis.new.resolve(option)? else { continue };
                let [Object::String(export), Object::String(label)] = pair.as_slice() else { continue };
                let export = text_string(&export.bytes);
                for text in texts.iter_mut().filter(|text| **text == export) {
                    *text = text_string(&label.bytes);
                }
            }
        }
        let actions = self.analysis.new.value(field, b"AA")?;
        let formats = actions.as_dictionary().is_some_and(|actions| actions.get(b"F").is_some());
        let manner = if is_choice && node.flags & COMBO == 0 {
            Manner::Among
        } else if !is_choice && node.flags & PASSWORD != 0 {
            Manner::Concealed
        } else if formats {
            Manner::Formatted
        } else {
            Manner::Plain
        };
        Ok(Wanted { texts: texts.iter().map(|text| squeezed(text)).collect(), manner })
    }

    /// Whether one of the widgets is seen.
    fn is_seen(&mut self, filled: &Filled<'_, 'a>) -> Ruling<bool> {
        for member in filled.members {
            let Some(widget) = self.now(member)? else { continue };
            let place = widget.get(b"Rect").and_then(Rectangle::read);
            if place.is_some_and(|place| shown(place, &widget) != Shown::Never) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The dictionary of a field or widget as it is now.
    fn now(&self, node: &Node<'a>) -> Ruling<Option<Dictionary<'a>>> {
        Ok(match self.analysis.state(&self.analysis.new, node.number)? {
            super::State::Present { object: Object::Dictionary(dictionary), .. } => Some(dictionary),
            _ => None,
        })
    }
}

/// What should be drawn, without white space.
struct Wanted {
    texts: Vec<String>,
    manner: Manner,
}

/// How a field shows its value. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Plain,
    /// A list of which the value is a part.
    Among,
    /// A script of the form puts it in the form of a number or a date.
    Formatted,
    /// As asterisks or dots.
    Concealed,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.texts.iter().all(String::is_empty)
    }

    fn fits(&self, drawn: &str) -> bool {
        let drawn = squeezed(drawn);
        match self.manner {
            Manner::Plain => self.texts.concat() == drawn,
            Manner::Among => self.texts.iter().all(|text| drawn.contains(text.as_str())),
            Manner::Concealed => drawn.chars().all(|c| matches!(c, '*' | '\u{2022}' | '\u{25cf}')),
            Manner::Formatted => {
                let digits =
                    |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
                let (wanted, drawn) = (digits(&self.texts.concat()), digits(&drawn));
                // Two decimals more, or fewer.
                let close = wanted.len().abs_diff(drawn.len()) <= 2;
                close && (drawn.starts_with(&wanted) || wanted.starts_with(&drawn))
            }
        }
    }
}

/// Whether two values are one text: none is as good as an empty one.
fn same_text(old: &Object<'_>, new: &Object<'_>) -> bool {
    let empty = |value: &Object<'_>| match value {
        Object::Null => true,
        Object::String(text) => text.bytes.is_empty(),
        _ => false,
    };
    match (old, new) {
        (Object::String(old), Object::String(new)) => text_string(&old.bytes) == text_string(&new.bytes),
        (old, new) => empty(old) && empty(new),
    }
}

/// Text without white space, which drawing replaces by movement.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// The text of rich text (12.7.4.4), a kind of XHTML.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#13;", "\r"),
        ("&#160;", " "),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(entity, character);
    }
    plain
}

/// Of buttons (Table 229).
const PUSH_BUTTON: i64 = 1 << 16;

/// Of text fields (Table 231).
const PASSWORD: i64 = 1 << 13;

/// Of choice fields (Table 233).
const COMBO: i64 = 1 << 17;
