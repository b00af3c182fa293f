//! Text of a page that lies under something else (attack P5).

use super::walk::Walk;
use super::{RiskKind, Scan};
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;
use crate::pdf::content::{Interpreter, Mark, MarkKind, Rectangle, settle};
use crate::pdf::{Dictionary, Object, ObjectId, View};

/// Looks at the pages that the walk found, the last one early: signatures stand there.
pub(super) fn scan(scan: &mut Scan<'_, '_>, walk: &Walk) -> Result<()> {
    let pages: Vec<(usize, ObjectId)> = (1..).zip(walk.pages()).collect();
    let last = pages.last().filter(|_| pages.len() > 1);
    let middle = pages.iter().skip(1).take(pages.len().saturating_sub(2));
    let order = pages.first().into_iter().chain(last).chain(middle).copied();
    let (limits, mut work) = (scan.limits.clone(), scan.work.clone());
    let mut reader = Reader { view: &scan.view, interpreter: Interpreter::new(&scan.view, &limits) };
    let mut found = Vec::new();
    let mut complete = true;
    for (number, page) in order {
        match reader.page(page, &mut work) {
            Ok(page) => found.push((number, page)),
            Err(_) => complete = false,
        }
        if work.left() == 0 {
            complete = false;
            break;
        }
    }
    scan.work = work;
    scan.complete &= complete;
    for (number, page) in found {
        scan.complete &= page.complete;
        if page.hidden {
            scan.note(RiskKind::TextHidden).on(Some(number));
        }
        if !page.annotations.is_empty() {
            let risk = scan.note(RiskKind::TextUnderAnnotation).on(Some(number));
            for subtype in &page.annotations {
                risk.called(subtype);
            }
        }
    }
    Ok(())
}

struct Reader<'s, 'd, 'a> {
    view: &'s View<'d, 'a>,
    interpreter: Interpreter<'s, 'd, 'a>,
}

/// What was found on one page.
#[derive(Debug, Default)]
struct Found {
    hidden: bool,
    /// The subtypes of the annotations that cover text.
    annotations: Vec<Vec<u8>>,
    complete: bool,
}

impl<'a> Reader<'_, '_, 'a> {
    fn page(&mut self, id: ObjectId, work: &mut Budget) -> Result<Found> {
        let marks = self.interpreter.page(id, work)?;
        let mut found = Found { complete: marks.complete, ..Found::default() };
        found.hidden = is_hidden(&marks.marks, work)?;
        let Some(Object::Dictionary(page)) = self.view.object(id)? else { return Ok(found) };
        let Object::Array(annotations) = self.view.value(&page, b"Annots")? else { return Ok(found) };
        let texts: Vec<Rectangle> = marks.marks.iter().filter_map(text).collect();
        for annotation in &annotations {
            settle(self.view, work)?;
            work.spend(1)?;
            match self.annotation(annotation, &texts, work) {
                Ok(covering) => found.annotations.extend(covering),
                Err(error) if error.kind() == ErrorKind::LimitExceeded => return Err(error),
                Err(_) => found.complete = false,
            }
        }
        Ok(found)
    }

    /// The subtype of an annotation that covers some of these texts.
    fn annotation(
        &mut self,
        annotation: &Object<'a>,
        texts: &[Rectangle],
        work: &mut Budget,
    ) -> Result<Option<Vec<u8>>> {
        let Object::Dictionary(annotation) = self.view.resolve(annotation)? else { return Ok(None) };
        let flags = self.view.value(&annotation, b"F")?.as_integer().unwrap_or(0);
        if flags & NOT_SHOWN != 0 {
            return Ok(None);
        }
        let rectangle = annotation.get(b"Rect").and_then(|rectangle| Rectangle::read(self.view, rectangle));
        let Some(rectangle) = rectangle else { return Ok(None) };
        work.spend(texts.len() / 16)?;
        let texts: Vec<&Rectangle> = texts.iter().filter(|text| rectangle.contains(text)).collect();
        if texts.is_empty() {
            return Ok(None);
        }
        let Some(appearance) = self.appearance(&annotation)? else { return Ok(None) };
        let drawn = self.interpreter.appearance(&appearance, work)?;
        // 12.5.5, algorithm 8: the box of the appearance is moved and scaled to the rectangle.
        let Some(from) = drawn.marks.first().map(|form| form.rectangle) else { return Ok(None) };
        let opaque = drawn.marks.iter().filter(|mark| mark.opaque);
        let fills: Vec<Rectangle> = opaque.map(|mark| mark.rectangle.moved(&from, &rectangle)).collect();
        work.spend(fills.len().saturating_mul(texts.len()) / 16)?;
        let covers = fills.iter().any(|fill| texts.iter().any(|text| fill.contains(text)));
        Ok(covers.then(|| annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or(b"?").to_vec()))
    }

    /// The normal appearance that is shown.
    fn appearance(&self, annotation: &Dictionary<'a>) -> Result<Option<Object<'a>>> {
        let Object::Dictionary(appearances) = self.view.value(annotation, b"AP")? else { return Ok(None) };
        Ok(match self.view.value(&appearances, b"N")? {
            stream @ Object::Stream(_) => Some(stream),
            Object::Dictionary(states) => {
                let state = self.view.value(annotation, b"AS")?;
                let shown = state.as_name().and_then(|state| states.get(state));
                let shown = shown.map(|shown| self.view.resolve(shown)).transpose()?;
                shown.filter(|shown| matches!(shown, Object::Stream(_)))
            }
            _ => None,
        })
    }
}

/// Whether some text lies wholly under something opaque that is drawn later.
fn is_hidden(marks: &[Mark], work: &mut Budget) -> Result<bool> {
    let mut texts: Vec<Rectangle> = Vec::new();
    for mark in marks {
        texts.extend(text(mark));
        // What is as small as a rule or a letter hides none.
        if mark.opaque && mark.rectangle.width() > 4.0 && mark.rectangle.height() > 4.0 && !mark.optional {
            work.spend(1 + texts.len() / 16)?;
            if texts.iter().any(|text| mark.rectangle.contains(text)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The middle of a text that is seen: boxes are larger than what is drawn, and what covers it need not be.
fn text(mark: &Mark) -> Option<Rectangle> {
    let seen = mark.kind == MarkKind::Text && !mark.invisible;
    seen.then(|| mark.rectangle.inner(0.1, 0.25))
}

/// Table 167: Hidden and NoView.
const NOT_SHOWN: i64 = 2 | 32;
