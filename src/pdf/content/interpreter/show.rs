//! Text (ISO 32000-2 9.3 and 9.4).

use std::rc::Rc;

use super::{Interpreter, Stream, numbers};
use crate::error::Result;
use crate::limits::Budget;
use crate::pdf::Object;
use crate::pdf::content::MarkKind;
use crate::pdf::content::font::Font;
use crate::pdf::content::geometry::{Matrix, Rectangle};
use crate::pdf::content::operator::Operand;
use crate::pdf::content::text::Piece;

impl<'a> Interpreter<'_, '_, 'a> {
    /// What sets the state of text, places and shows it; other operators do not matter here.
    pub(super) fn text_operator(
        &mut self,
        stream: &mut Stream<'a>,
        operator: &[u8],
        operands: &[Operand<'_>],
        work: &mut Budget,
    ) -> Result<()> {
        let number = numbers::<1>(operands).map(|[number]| number);
        let state = &mut stream.state;
        match operator {
            b"BT" => (stream.text, stream.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tc" => state.character_space = number.unwrap_or(0.0),
            b"Tw" => state.word_space = number.unwrap_or(0.0),
            b"Tz" => state.scale = number.unwrap_or(100.0) / 100.0,
            b"TL" => state.leading = number.unwrap_or(0.0),
            b"Ts" => state.rise = number.unwrap_or(0.0),
            b"Tr" => state.invisible_text = number == Some(3.0),
            b"Tf" => self.font_named(stream, operands, work)?,
            b"Td" | b"TD" => {
                if let Some([x, y]) = numbers(operands) {
                    if operator == b"TD" {
                        state.leading = -y;
                    }
                    next_line(stream, x, y);
                }
            }
            b"Tm" => {
                if let Some(values) = numbers::<6>(operands) {
                    stream.line = Matrix::new(values);
                    stream.text = stream.line;
                }
            }
            b"T*" => next_line(stream, 0.0, -stream.state.leading),
            b"Tj" => self.show_last(stream, operands, work)?,
            b"'" => {
                next_line(stream, 0.0, -stream.state.leading);
                self.show_last(stream, operands, work)?;
            }
            b"\"" => {
                if let [.., Operand::Number(word), Operand::Number(character), _] = operands {
                    (state.word_space, state.character_space) = (*word, *character);
                }
                next_line(stream, 0.0, -stream.state.leading);
                self.show_last(stream, operands, work)?;
            }
            b"TJ" => {
                let Some(Operand::Array(items)) = operands.last() else { return Ok(()) };
                for item in items {
                    match item {
                        Operand::String(string) => self.show(stream, string, work)?,
                        Operand::Number(back) => {
                            let state = &stream.state;
                            advance(stream, -back / 1000.0 * state.font_size * state.scale);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn show_last(
        &mut self,
        stream: &mut Stream<'a>,
        operands: &[Operand<'_>],
        work: &mut Budget,
    ) -> Result<()> {
        match operands.last() {
            Some(Operand::String(string)) => self.show(stream, string, work),
            _ => Ok(()),
        }
    }

    fn show(&mut self, stream: &mut Stream<'a>, string: &[u8], work: &mut Budget) -> Result<()> {
        work.spend(1 + string.len() / 8)?;
        let state = &stream.state;
        let font = state.font.clone().unwrap_or_else(|| Rc::new(Font::unknown()));
        let measure = font.measure(string);
        let size = state.font_size;
        let spacing = measure.codes * state.character_space + measure.spaces * state.word_space;
        let shift = (measure.advance * size + spacing) * state.scale;
        // 9.4.4: from the space of the text to that of the page.
        let page = Matrix::new([size * state.scale, 0.0, 0.0, size, 0.0, state.rise])
            .then(&stream.text)
            .then(&state.ctm);
        let unit = if size == 0.0 || state.scale == 0.0 { 0.0 } else { shift / (size * state.scale) };
        let bounds = if font.vertical {
            let height = measure.codes.max(1.0);
            Rectangle { left: -0.5, bottom: -height, right: 0.5, top: 0.0 }
        } else {
            Rectangle { left: unit.min(0.0), bottom: DESCENT, right: unit.max(0.0), top: ASCENT }
        };
        let invisible = state.invisible_text || (state.fill_alpha <= 0.0 && state.stroke_alpha <= 0.0);
        if !string.is_empty() && !font.is_blank(string) {
            self.mark(state, MarkKind::Text, &page.rectangle(&bounds), invisible, false);
        }
        if let Some(pieces) = self.pieces.as_mut().filter(|_| !invisible && !string.is_empty()) {
            work.spend(string.len() / 4)?;
            let whole = page.rectangle(&bounds);
            let shown = state.clip.and_then(|clip| clip.intersection(&whole));
            // Letters are measured with a margin.
            let is_shown = font.is_blank(string)
                || shown.is_some_and(|shown| {
                    shown.width() >= whole.width() * 0.75 && shown.height() >= whole.height() * 0.5
                });
            let text = font.text(string).filter(|_| is_shown);
            let size = page.scale();
            pieces.push(Piece { text, start: page.point((0.0, 0.0)), end: page.point((unit, 0.0)), size });
        }
        if font.vertical {
            stream.text = Matrix::translation(0.0, -measure.codes * size).then(&stream.text);
        } else {
            advance(stream, shift);
        }
        Ok(())
    }

    /// A font, read once if it is an object of its own.
    pub(super) fn font(&mut self, font: &Object<'a>, work: &mut Budget) -> Result<Rc<Font>> {
        let id = font.as_reference();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Ok(Rc::clone(known));
        }
        let dictionary = self.tolerate(self.view.resolve(font))?;
        let read = match dictionary {
            Some(Object::Dictionary(font)) => {
                let font = Font::read(self.view, &font, self.pieces.is_some(), work);
                self.tolerate(font)?
            }
            _ => None,
        };
        let read = Rc::new(read.unwrap_or_else(Font::unknown));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&read));
        }
        Ok(read)
    }
}

fn next_line(stream: &mut Stream<'_>, x: f64, y: f64) {
    stream.line = Matrix::translation(x, y).then(&stream.line);
    stream.text = stream.line;
}

fn advance(stream: &mut Stream<'_>, by: f64) {
    stream.text = Matrix::translation(by, 0.0).then(&stream.text);
}

/// How far letters reach above and below their line, in parts of the font size: Vietnamese capitals with two marks
/// reach that far.
const ASCENT: f64 = 1.1;
const DESCENT: f64 = -0.3;
