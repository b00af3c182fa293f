//! What the pages of a document show (ISO 32000-2 clauses 8 and 9): where text, images and other marks lie, and which
//! text an appearance stream draws. Nothing is rendered: boxes are approximate, on doubt larger, and whatever a page
//! asks for, the work has a bound.

mod encoding;
mod font;
mod geometry;
mod interpreter;
mod operator;
mod page;
mod state;
#[cfg(test)]
mod tests;
mod text;

use std::borrow::Cow;

pub(crate) use geometry::{Rectangle, number};
pub(crate) use interpreter::Interpreter;
pub(crate) use operator::{Operand, Operations};
pub(crate) use page::page_number;
pub(crate) use text::drawn_text;

use super::{Stream, View};
use crate::error::Result;
use crate::limits::Budget;

/// What a page draws, in paint order: what comes later lies above.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) marks: Vec<Mark>,
    /// Everything that the page draws is in the list. Otherwise some of it could not be read, or asked for more work
    /// than is allowed.
    pub(crate) complete: bool,
}

/// Something that a page draws.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub(crate) kind: MarkKind,
    /// In default user space of the page (8.3.2.3), within its clipping path and /MediaBox.
    pub(crate) rectangle: Rectangle,
    /// Drawn so that nobody sees it: text of rendering mode 3 (9.3.6), or without any opacity. What has the colour of
    /// its background cannot be known.
    pub(crate) invisible: bool,
    /// Belongs to optional content (8.11), which viewers may show or not.
    pub(crate) optional: bool,
    /// Fills its whole rectangle and lets nothing shine through.
    pub(crate) opaque: bool,
}

/// Complete by nature: the standard has these ways to paint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    Text,
    /// An image, an inline one too.
    Image,
    /// Lines and rectangles.
    Path,
    /// A filled path with curves or slants, or one filled with a pattern: text is often drawn so.
    Shape,
    /// The box of a form XObject (8.10); what it draws comes behind it as marks of its own.
    Form,
    Shading,
}

impl Marks {
    /// Whether something that people read lies under this rectangle of default user space: text, an image or a shape. Also
    /// where that is not known, because the page could not be read to its end.
    pub(crate) fn covers(&self, rectangle: &Rectangle) -> bool {
        let is_read = |mark: &&Mark| match mark.kind {
            MarkKind::Text | MarkKind::Image | MarkKind::Shape | MarkKind::Shading => !mark.invisible,
            MarkKind::Path | MarkKind::Form => false,
        };
        !self.complete || self.marks.iter().filter(is_read).any(|mark| mark.rectangle.overlaps(rectangle))
    }
}

/// Pays for what was looked up in the document since this was last done, in units of some hundred nanoseconds: an operator or an
/// operand.
pub(crate) fn settle(view: &View<'_, '_>, work: &mut Budget) -> Result<()> {
    match view.take_cost() {
        0 => Ok(()),
        cost => work.spend(1 + cost / PARSED),
    }
}

/// Decodes a stream, paid for in the same units.
fn decoded<'a>(view: &View<'_, 'a>, stream: &Stream<'a>, work: &mut Budget) -> Result<Cow<'a, [u8]>> {
    settle(view, work)?;
    work.spend(DECODER)?;
    let allowed = work.left().saturating_mul(INFLATED);
    let mut inflated = Budget::new(allowed, "inflated bytes of a page");
    let data = view.decoded_within(stream, &mut inflated);
    work.spend(allowed.saturating_sub(inflated.left()) / INFLATED)?;
    data
}

/// Bytes that are inflated in the time of one unit.
const INFLATED: usize = 32;

/// Bytes that are parsed in the time of one unit, as [`View::take_cost`] counts them.
const PARSED: usize = 48;

/// Making ready to inflate takes so many units.
const DECODER: usize = 16;
