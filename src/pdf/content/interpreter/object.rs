//! External objects (ISO 32000-2 8.8): images and forms.

use std::rc::Rc;

use super::{Interpreter, Stream};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Budget;
use crate::pdf::content::geometry::{Matrix, Rectangle};
use crate::pdf::content::operator::Operand;
use crate::pdf::content::state::State;
use crate::pdf::content::{MarkKind, decoded, settle};
use crate::pdf::object::Stream as StreamObject;
use crate::pdf::{Dictionary, Object};

impl<'a> Interpreter<'_, '_, 'a> {
    /// `Do`.
    pub(super) fn external_object(
        &mut self,
        stream: &mut Stream<'a>,
        operands: &[Operand<'_>],
        work: &mut Budget,
    ) -> Result<()> {
        let Some(Object::Stream(object)) = self.resource(stream, b"XObject", operands, work)? else {
            return Ok(());
        };
        let dictionary = &object.dictionary;
        let optional = dictionary.get(b"OC").is_some();
        if optional {
            self.sequences.push(true);
        }
        let subtype = self.tolerate(self.view.value(dictionary, b"Subtype"))?;
        match subtype.as_ref().and_then(Object::as_name) {
            Some(b"Image") => {
                let has = |key: &[u8]| dictionary.get(key).is_some();
                // 8.9.5.4: masks, and the alpha channel of JPEG 2000 images.
                let is_mask = dictionary.get(b"ImageMask").is_some_and(|mask| mask.as_bool() != Some(false));
                let alpha_inside = dictionary.get(b"SMaskInData").is_some_and(|n| n.as_integer() != Some(0));
                let shines_through = is_mask || has(b"SMask") || has(b"Mask") || alpha_inside;
                self.image(&stream.state, !shines_through);
            }
            Some(b"Form") => self.form(&object, &stream.resources, &stream.state, work)?,
            _ => {}
        }
        if optional {
            self.sequences.pop();
        }
        Ok(())
    }

    /// An image fills the unit square (8.9.4).
    pub(super) fn image(&mut self, state: &State, solid: bool) {
        let unit = Rectangle { left: 0.0, bottom: 0.0, right: 1.0, top: 1.0 };
        let opaque = solid && state.fill_alpha >= 1.0 && !state.blends && state.ctm.keeps_rectangles();
        let rectangle = state.ctm.rectangle(&unit);
        self.mark(state, MarkKind::Image, &rectangle, state.fill_alpha <= 0.0, opaque);
    }

    /// A form (8.10) that is drawn with this state, by a stream with these resources.
    pub(super) fn form(
        &mut self,
        form: &StreamObject<'a>,
        outer: &Rc<Dictionary<'a>>,
        state: &State,
        work: &mut Budget,
    ) -> Result<()> {
        // What draws itself is never finished; viewers leave it out.
        if self.forms.contains(&form.id) {
            self.complete = false;
            return Ok(());
        }
        if self.forms.len() >= self.depth {
            return Err(Error::new(ErrorKind::LimitExceeded, "forms inside of forms"));
        }
        let mut state = state.clone();
        let dictionary = &form.dictionary;
        if let Some(matrix) = dictionary.get(b"Matrix").and_then(|matrix| Matrix::read(self.view, matrix)) {
            state.ctm = matrix.then(&state.ctm);
        }
        if let Some(bounds) = dictionary.get(b"BBox").and_then(|bounds| Rectangle::read(self.view, bounds)) {
            state.clip_to(&state.ctm.rectangle(&bounds));
        }
        self.mark(&state, MarkKind::Form, &Rectangle::EVERYWHERE, false, false);
        let own = match dictionary.get(b"Resources") {
            Some(own) => self.dictionary(own)?,
            None => None,
        };
        // PDF 1.1: those of the page.
        let resources = own.unwrap_or_else(|| Rc::clone(outer));
        let Some(content) = self.tolerate(decoded(self.view, form, work))? else { return Ok(()) };
        self.forms.push(form.id);
        let result = self.run(&content, resources, state, work);
        self.forms.pop();
        result
    }

    /// The font of a name, from the resources or, as fields have it (12.7.4.3), from those of the form.
    pub(super) fn font_named(
        &mut self,
        stream: &mut Stream<'a>,
        operands: &[Operand<'_>],
        work: &mut Budget,
    ) -> Result<()> {
        if let [.., Operand::Number(size)] = operands {
            stream.state.font_size = *size;
        }
        let found = match self.resource_reference(stream, b"Font", operands, work)? {
            Some(found) => Some(found),
            None => self.default_font(operands, work)?,
        };
        stream.state.font = match found {
            Some(font) => Some(self.font(&font, work)?),
            None => None,
        };
        Ok(())
    }

    fn default_font(&mut self, operands: &[Operand<'_>], work: &mut Budget) -> Result<Option<Object<'a>>> {
        let Some(Operand::Name(name)) = operands.first() else { return Ok(None) };
        settle(self.view, work)?;
        let mut value = Object::Dictionary(self.view.catalog()?);
        for key in [&b"AcroForm"[..], b"DR", b"Font"] {
            let Object::Dictionary(dictionary) = value else { return Ok(None) };
            match self.tolerate(self.view.value(&dictionary, key))? {
                Some(next) => value = next,
                None => return Ok(None),
            }
        }
        let Object::Dictionary(fonts) = value else { return Ok(None) };
        Ok(fonts.get(name).cloned())
    }
}
