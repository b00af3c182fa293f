//! What lies below an annotation: text and images of the page, fields and drawings that were there before.

use std::collections::BTreeSet;

use super::appearance::Drawn;
use super::{Kind, entry, ink};
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;
use crate::pdf::content::{Interpreter, Mark, MarkKind, Marks, Rectangle, number};
use crate::pdf::signing::changes::{Analysis, Ruling};
use crate::pdf::{Dictionary, Object, ObjectId};

/// What was to be seen on a page before, looked at when it is first asked for.
pub(in crate::pdf::signing::changes) struct Sight<'a> {
    /// The list of annotations that the page had before.
    before: Vec<Object<'a>>,
    content: Option<Content>,
    /// Marks of text that the revision added here, which let the text shine through, but not if there are many.
    markups: Vec<(bool, Rectangle)>,
    /// Comparisons that are left for this page.
    left: Budget,
}

struct Content {
    /// `None` if it cannot be told.
    marks: Option<Marks>,
    /// Fields and drawings.
    others: Vec<(Option<ObjectId>, Rectangle)>,
    /// Whether each is a highlight.
    markups: Vec<(Option<ObjectId>, bool, Rectangle)>,
}

impl<'a> Sight<'a> {
    /// Sees the annotations that a page had before.
    pub(in crate::pdf::signing::changes) fn new(before: &[Object<'a>]) -> Self {
        let left = Budget::new(COMPARISONS, "comparisons with what a page shows");
        Self { before: before.to_vec(), content: None, markups: Vec::new(), left }
    }

    /// Whether an annotation could cover what people read; also where that cannot be told.
    pub(super) fn covers(
        &mut self,
        analysis: &Analysis<'_, 'a>,
        page: ObjectId,
        id: ObjectId,
        kind: Kind,
        annotation: &Dictionary<'a>,
        drawn: &Drawn<'a>,
    ) -> Ruling<bool> {
        if entry::is_invisible(annotation) {
            return Ok(false);
        }
        match kind {
            Kind::Note if matches!(drawn, Drawn::ByReader) && is_small(annotation) => return Ok(false),
            Kind::Popup if annotation.get(b"Open").and_then(Object::as_bool) != Some(true) => {
                return Ok(false);
            }
            Kind::Link if is_plain_link(annotation) => return Ok(false),
            _ => {}
        }
        // Thousands of remarks on a page of thousands of marks are not compared each with each.
        let content = self.content(analysis, page)?;
        let marks = content.marks.as_ref().map_or(0, |marks| marks.marks.len());
        let all = [marks, content.others.len(), content.markups.len(), self.markups.len()];
        let comparisons = all.into_iter().fold(1, usize::saturating_add);
        analysis.document.work(comparisons / COMPARISONS_PER_LOOK_UP)?;
        if self.left.spend(comparisons).is_err() {
            return Ok(true);
        }
        let area = area(kind, annotation, drawn);
        match kind {
            Kind::Markup if ink::shines_through(analysis, annotation, drawn)? => {
                let highlight = is_highlight(annotation);
                let meets = |other: &Rectangle| other.inner(0.1, 0.15).overlaps(&area.inner(0.1, 0.15));
                let new =
                    self.markups.iter().filter(|(kind, other)| *kind == highlight && meets(other)).count();
                self.markups.push((highlight, area));
                let content = self.content(analysis, page)?;
                let old = content.markups.iter().filter(|(other, ..)| *other != Some(id));
                let old = old.filter(|(_, kind, other)| *kind == highlight && meets(other)).count();
                let most = if highlight { HIGHLIGHTS_BELOW } else { LINES_BELOW };
                return Ok(new.saturating_add(old) > most);
            }
            _ => {}
        }
        let content = self.content(analysis, page)?;
        let others = content.others.iter().any(|(other, below)| *other != Some(id) && below.overlaps(&area));
        Ok(others || content.marks.as_ref().is_none_or(|marks| is_over(marks, &area)))
    }

    fn content(&mut self, analysis: &Analysis<'_, 'a>, page: ObjectId) -> Result<&Content> {
        if self.content.is_none() {
            let content = Content::of(analysis, page, &self.before)?;
            return Ok(self.content.insert(content));
        }
        Ok(self.content.get_or_insert_with(|| Content {
            marks: None,
            others: Vec::new(),
            markups: Vec::new(),
        }))
    }
}

impl Content {
    fn of<'a>(analysis: &Analysis<'_, 'a>, page: ObjectId, before: &[Object<'a>]) -> Result<Self> {
        let mut work = Budget::new(WORK_PER_PAGE, "operators of a page");
        let marks = match Interpreter::new(&analysis.old, analysis.limits).page(page, &mut work) {
            Ok(marks) => Some(marks),
            Err(error) if error.kind() == ErrorKind::PasswordRequired => return Err(error),
            Err(_) => None,
        };
        // What pages of a file may cost together.
        analysis.document.work(WORK_PER_PAGE.saturating_sub(work.left()) / WORK_PER_LOOK_UP)?;
        let (mut others, mut markups) = (Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for item in before {
            let Ok(Object::Dictionary(annotation)) = analysis.old.resolve(item) else { continue };
            let id = item.as_reference();
            let area = annotation.get(b"Rect").and_then(|own| Rectangle::read(&analysis.old, own));
            let Some(area) = area.filter(|_| !entry::is_invisible(&annotation)) else { continue };
            if id.is_some_and(|id| !seen.insert(id)) {
                continue;
            }
            match Kind::of(&annotation) {
                Some(Kind::Note | Kind::Popup | Kind::Link) => {}
                Some(Kind::Markup) => markups.push((id, is_highlight(&annotation), area)),
                Some(Kind::Drawing) | None => others.push((id, area)),
            }
        }
        Ok(Self { marks, others, markups })
    }
}

/// Text, images and shapes; also lines and small rectangles, of which ticks and bars of charts are made. What is drawn
/// by large rectangles is a frame or a background.
fn is_over(marks: &Marks, area: &Rectangle) -> bool {
    let is_sign = |mark: &Mark| {
        let size = mark.rectangle.width() * mark.rectangle.height();
        mark.kind == MarkKind::Path && !mark.invisible && size <= LARGEST_SIGN
    };
    // A line has no height.
    let lies_below = |mark: &Mark| mark.rectangle.grown(0.1).overlaps(area);
    marks.covers(area) || marks.marks.iter().any(|mark| is_sign(mark) && lies_below(mark))
}

fn is_highlight(annotation: &Dictionary<'_>) -> bool {
    annotation.is(b"Subtype", b"Highlight")
}

/// Whether an annotation is no larger than an icon.
fn is_small(annotation: &Dictionary<'_>) -> bool {
    size(annotation).is_some_and(|(width, height)| width <= SMALL && height <= SMALL)
}

/// Width and height of an annotation.
pub(super) fn size(annotation: &Dictionary<'_>) -> Option<(f64, f64)> {
    let area = annotation.get(b"Rect").and_then(rectangle)?;
    Some((area.width(), area.height()))
}

/// A link to a place in the document that is not drawn, or by a thin frame.
fn is_plain_link(link: &Dictionary<'_>) -> bool {
    let leads_out =
        link.get(b"A").and_then(Object::as_dictionary).is_some_and(|action| !action.is(b"S", b"GoTo"));
    !leads_out && link.get(b"AP").is_none() && border(link) <= THIN_FRAME
}

/// All that an annotation may be drawn on: its rectangle, and what its points reach, for readers that draw it
/// themselves.
fn area(kind: Kind, annotation: &Dictionary<'_>, drawn: &Drawn<'_>) -> Rectangle {
    let Some(mut area) = annotation.get(b"Rect").and_then(|corners| rectangle(corners)) else {
        return Rectangle::EVERYWHERE;
    };
    // 12.5.5: an appearance is fitted into the rectangle, and what readers do with an empty one is their own.
    let flat = area.width() <= 0.0 || area.height() <= 0.0;
    let by_reader = matches!(drawn, Drawn::ByReader);
    // The caption of a line stands where an offset says.
    let captioned = by_reader && annotation.get(b"Cap").is_some();
    if (flat && !by_reader) || captioned || matches!(drawn, Drawn::Anywhere) {
        return Rectangle::EVERYWHERE;
    }
    if entry::is_stubborn(annotation) && !(kind == Kind::Note && is_small(annotation)) {
        area = area.grown(area.width().max(area.height()) * TIMES_SMALLER);
    }
    for key in [b"QuadPoints".as_slice(), b"L", b"CL", b"Vertices", b"InkList", b"Path"] {
        if let Some(value) = annotation.get(key) {
            area = with_points(area, value, 0);
        }
    }
    let ends = annotation.get(b"LE").is_some() || annotation.get(b"BE").is_some();
    let length = |key: &[u8]| annotation.get(key).and_then(number).map_or(0.0, f64::abs);
    let leaders = length(b"LL") + length(b"LLE") + length(b"LLO");
    let clouds = annotation.get(b"BE").and_then(Object::as_dictionary).and_then(|effect| effect.get(b"I"));
    let clouds = clouds.and_then(number).map_or(0.0, f64::abs) * CLOUD;
    area.grown(border(annotation) * if ends { WIDTHS_OF_ENDS } else { 1.0 } + leaders + clouds)
}

fn rectangle(corners: &Object<'_>) -> Option<Rectangle> {
    let [left, bottom, right, top] = corners.as_array()? else { return None };
    Some(Rectangle::between((number(left)?, number(bottom)?), (number(right)?, number(top)?)))
}

/// With all points of an array, or of arrays in it.
fn with_points(area: Rectangle, value: &Object<'_>, depth: usize) -> Rectangle {
    let Some(items) = value.as_array() else { return area };
    let mut area = area;
    for pair in items.chunks(2) {
        match pair {
            [x, y] if number(x).is_some() && number(y).is_some() => {
                area = area.with_point((number(x).unwrap_or(0.0), number(y).unwrap_or(0.0)));
            }
            below if depth < 2 => {
                for item in below {
                    area = with_points(area, item, depth + 1);
                }
            }
            _ => {}
        }
    }
    area
}

/// The width of its lines (Tables 166 and 168).
pub(super) fn border(annotation: &Dictionary<'_>) -> f64 {
    let style = annotation.get(b"BS").and_then(Object::as_dictionary).and_then(|style| style.get(b"W"));
    let array = annotation.get(b"Border").and_then(Object::as_array).and_then(|border| border.get(2));
    let width = |value: &Object<'_>| number(value).map(f64::abs);
    let widths = [style.and_then(width), array.and_then(width)];
    widths
        .into_iter()
        .flatten()
        .fold(None, |most: Option<f64>, width| Some(most.unwrap_or(0.0).max(width)))
        .unwrap_or(1.0)
}

/// Half of this stands on either side of a line; arrows and clouds reach further.
const WIDTHS_OF_ENDS: f64 = 10.0;

/// Width of a frame beside which text can be read.
const THIN_FRAME: f64 = 3.0;

/// The icon of a note is not larger.
const SMALL: f64 = 32.0;

/// What keeps its size while the page is shown at a quarter of its own.
const TIMES_SMALLER: f64 = 4.0;

/// How far a cloudy border of intensity 1 reaches.
const CLOUD: f64 = 10.0;

/// Each colour takes a little of the light, and each line a part of the text.
const HIGHLIGHTS_BELOW: usize = 2;
const LINES_BELOW: usize = 0;

/// About a tenth of a page, in square points.
const LARGEST_SIGN: f64 = 50_000.0;

/// Comparisons of rectangles for one page, and how many take as long as looking up an object. A hundred remarks on the
/// fullest pages stay below.
const COMPARISONS: usize = 20_000_000;
const COMPARISONS_PER_LOOK_UP: usize = 256;

/// What `content` spends on one page, in its units, and how many of them take as long as looking up an object.
const WORK_PER_PAGE: usize = 1_000_000;
const WORK_PER_LOOK_UP: usize = 8;
