//! What the widgets of a form let people see, and what of the page they hide.

use std::rc::Rc;

use super::super::super::content::{self, Interpreter, Mark, Marks};
use super::super::super::{Dictionary, Object, ObjectId, View};
use super::Ruling;
use super::form_claim::Work;
use super::signature_field::{Rectangle, Shown, shown};
use crate::error::{ErrorKind, Result};

impl<'d, 'a> Work<'_, 'd, 'a> {
    /// Whether a new widget lies over what the page showed before.
    pub(super) fn covers(
        &mut self,
        widget: ObjectId,
        page: Option<ObjectId>,
        rectangle: Rectangle,
    ) -> Ruling<bool> {
        let page = match page {
            Some(page) => Some(page),
            None => self.page_of(widget)?,
        };
        let Some(page) = page else { return Ok(false) };
        let Some(Object::Dictionary(old)) = self.analysis.old.object(page)? else { return Ok(false) };
        if self.shows(page, rectangle)? {
            return Ok(true);
        }
        for annotation in self.annotations(&old)? {
            self.budget.spend(1)?;
            let Object::Dictionary(annotation) = self.analysis.old.resolve(&annotation)? else { continue };
            let Some(other) = annotation.get(b"Rect").and_then(Rectangle::read) else { continue };
            let drawn = annotation.get(b"AP").is_some() && shown(other, &annotation) != Shown::Never;
            // A seal is put over a third of a signature (Decree 30/2020/ND-CP, Annex I): up to a half passes.
            if drawn && rectangle.overlap(other) > other.area() / 2.0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a widget that was there is now filled with something that hides what the page shows below it, which it did
    /// not before.
    pub(super) fn hides(&mut self, number: u32, old: &Dictionary<'a>, new: &Dictionary<'a>) -> Ruling<bool> {
        let Some(rectangle) = new.get(b"Rect").and_then(Rectangle::read) else { return Ok(false) };
        if shown(rectangle, new) == Shown::Never || !self.is_opaque(Side::New, new)? {
            return Ok(false);
        }
        let was_shown =
            old.get(b"Rect").and_then(Rectangle::read).is_some_and(|own| shown(own, old) != Shown::Never);
        if was_shown && self.is_opaque(Side::Old, old)? {
            return Ok(false);
        }
        let Some(page) = new.get(b"P").and_then(Object::as_reference) else { return Ok(true) };
        let Some(Object::Dictionary(dictionary)) = self.analysis.old.object(page)? else { return Ok(true) };
        let listed = self.annotations(&dictionary)?;
        // A widget may say that it is on a page where it is not.
        if !listed.iter().any(|item| item.as_reference().is_some_and(|id| id.number == number)) {
            return Ok(true);
        }
        self.shows(page, rectangle)
    }

    /// The text of an appearance; nothing where it cannot be told.
    pub(super) fn drawn(&mut self, normal: &Object<'a>) -> Ruling<Option<String>> {
        let before = self.ink.left();
        let text = content::drawn_text(&self.analysis.new, normal, self.analysis.limits, &mut self.ink);
        self.charge(before)?;
        match text {
            Err(error) if error.kind() == ErrorKind::MalformedPdf => Ok(None),
            text => Ok(text?),
        }
    }

    /// Whether the normal appearance of a widget, in its state, lets little shine through; also where that cannot be told.
    fn is_opaque(&mut self, side: Side, widget: &Dictionary<'a>) -> Ruling<bool> {
        let appearance = match widget.get(b"AP") {
            Some(appearance) => self.view(side).resolve(appearance)?,
            None => return Ok(false),
        };
        let Some(normal) = appearance.as_dictionary().and_then(|all| all.get(b"N")) else { return Ok(false) };
        let drawings = match self.view(side).resolve(normal)? {
            Object::Dictionary(states) => match widget.get(b"AS").and_then(Object::as_name) {
                Some(state) => states.get(state).cloned().into_iter().collect(),
                None => states.entries().iter().map(|state| state.value.clone()).collect(),
            },
            _ => vec![normal.clone()],
        };
        for drawing in &drawings {
            if !matches!(self.view(side).resolve(drawing)?, Object::Stream(_)) {
                continue;
            }
            let before = self.ink.left();
            let view = match side {
                Side::Old => &self.analysis.old,
                Side::New => &self.analysis.new,
            };
            let marks = Interpreter::new(view, self.analysis.limits).appearance(drawing, &mut self.ink);
            self.charge(before)?;
            let marks = match marks {
                Err(error) if error.kind() == ErrorKind::MalformedPdf => return Ok(true),
                marks => marks?,
            };
            // The first one is the drawing itself.
            let Some((whole, parts)) = marks.marks.split_first().filter(|_| marks.complete) else {
                return Ok(true);
            };
            let area = |mark: &Mark| mark.rectangle.width() * mark.rectangle.height();
            let opaque = parts.iter().filter(|mark| mark.opaque && !mark.invisible);
            if opaque.map(area).sum::<f64>() > area(whole) * LITTLE {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn view(&self, side: Side) -> &View<'d, 'a> {
        match side {
            Side::Old => &self.analysis.old,
            Side::New => &self.analysis.new,
        }
    }

    /// Whether people read something at this place of a page, as it was before; also where that cannot be told.
    fn shows(&mut self, page: ObjectId, place: Rectangle) -> Ruling<bool> {
        let place = content::Rectangle::between((place.left, place.bottom), (place.right, place.top));
        if let Some(marks) = self.pages.get(&page) {
            return Ok(marks.covers(&place));
        }
        let before = self.ink.left();
        let marks = Interpreter::new(&self.analysis.old, self.analysis.limits).page(page, &mut self.ink);
        self.charge(before)?;
        let marks = match marks {
            Err(error) if error.kind() == ErrorKind::MalformedPdf => Marks::default(),
            marks => marks?,
        };
        let covers = marks.covers(&place);
        self.pages.insert(page, Rc::new(marks));
        Ok(covers)
    }

    /// The annotations of a page as it was before.
    fn annotations(&self, page: &Dictionary<'a>) -> Ruling<Vec<Object<'a>>> {
        Ok(match page.get(b"Annots").map(|list| self.analysis.old.resolve(list)).transpose()? {
            Some(Object::Array(annotations)) => annotations,
            _ => Vec::new(),
        })
    }

    /// The page whose list a new widget was put into, for a widget that does not say it.
    fn page_of(&mut self, widget: ObjectId) -> Ruling<Option<ObjectId>> {
        let changed: Vec<u32> = self.analysis.changed.iter().copied().collect();
        for number in changed {
            self.budget.spend(1)?;
            let id = ObjectId { number, generation: 0 };
            let Some(Object::Dictionary(page)) = self.analysis.now(id)? else { continue };
            let list = page.get(b"Annots").filter(|_| page.is(b"Type", b"Page"));
            let Some(list) = list else { continue };
            if let Object::Array(items) = self.analysis.new.resolve(list)?
                && items.contains(&Object::Reference(widget))
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Lets the document pay for what was looked at.
    fn charge(&self, before: usize) -> Result<()> {
        self.analysis.document.work(before.saturating_sub(self.ink.left()) / WORK_PER_LOOK_UP)
    }
}

/// Which of the two revisions is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// Which part of its box an appearance may fill without hiding what is below.
const LITTLE: f64 = 0.2;

/// What may be spent on looking at pages and appearances of one revision, in units of some 100 nanoseconds.
pub(super) const WORK: usize = 2_000_000;

/// How many of them take as long as looking up an object.
const WORK_PER_LOOK_UP: usize = 8;
