//! The text that an appearance stream draws.

use super::interpreter::Interpreter;
use super::{Mark, MarkKind};
use crate::error::Result;
use crate::limits::{Budget, Limits};
use crate::pdf::{Object, View};

/// A string that is drawn.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// `None` if the font does not tell, or a part of it lies outside of what is shown.
    pub(super) text: Option<String>,
    /// Where the pen stood before it, and where after.
    pub(super) start: (f64, f64),
    pub(super) end: (f64, f64),
    /// The font size on the page.
    pub(super) size: f64,
}

/// The text that an appearance stream draws, in the order in which it does: a new line is a line feed, a gap a space.
/// Viewers break lines and space out letters as they like, so that it is best compared without white space.
///
/// `None` where the text cannot be told: a font whose codes mean what only its program knows, an image, letters drawn
/// as shapes, optional content, text that is cut off, a stream that cannot be read to its end, or more of it than `work`
/// allows. A stream that draws no text gives an empty one. What a font program really draws for a code is not looked at.
///
/// # Errors
/// As for looking up the stream; `MalformedPdf` if it is none.
pub(crate) fn drawn_text(
    view: &View<'_, '_>,
    appearance: &Object<'_>,
    limits: &Limits,
    work: &mut Budget,
) -> Result<Option<String>> {
    let mut interpreter = Interpreter::new(view, limits);
    interpreter.collect_text();
    let marks = interpreter.appearance(appearance, work)?;
    let unknown = |mark: &Mark| match mark.kind {
        MarkKind::Image | MarkKind::Shape | MarkKind::Shading => !mark.invisible,
        MarkKind::Text | MarkKind::Path | MarkKind::Form => mark.optional,
    };
    if !marks.complete || marks.marks.iter().any(unknown) {
        return Ok(None);
    }
    let mut text = String::new();
    let mut last: Option<Piece> = None;
    for piece in &interpreter.take_pieces() {
        let Some(own) = &piece.text else { return Ok(None) };
        if let Some(last) = &last {
            let (right, up) = (piece.start.0 - last.end.0, piece.start.1 - last.end.1);
            if up.abs() > last.size * 0.5 {
                text.push('\n');
            } else if right.abs() > last.size * 0.2 {
                text.push(' ');
            }
        }
        text.push_str(own);
        last = Some(piece.clone());
    }
    Ok(Some(text))
}
