//! The graphics state (ISO 32000-2 8.4), as far as places depend on it.

use std::rc::Rc;

use super::font::Font;
use super::geometry::{Matrix, Rectangle};

/// What `q` saves and `Q` restores.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) ctm: Matrix,
    /// Nothing can be painted outside of it; `None` if nothing can be painted at all.
    pub(super) clip: Option<Rectangle>,
    pub(super) fill_alpha: f64,
    pub(super) stroke_alpha: f64,
    /// A blend mode, a soft mask or a group lets shine through what is below.
    pub(super) blends: bool,
    pub(super) line_width: f64,
    /// Filled with a pattern, which may leave gaps and may draw anything.
    pub(super) pattern: bool,
    pub(super) font: Option<Rc<Font>>,
    pub(super) font_size: f64,
    pub(super) character_space: f64,
    pub(super) word_space: f64,
    /// Horizontal scaling, 1 being normal.
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    /// The text rendering mode is 3.
    pub(super) invisible_text: bool,
}

impl State {
    /// The state at the beginning of a page or of an appearance.
    pub(super) fn new(clip: Rectangle) -> Self {
        Self {
            ctm: Matrix::IDENTITY,
            clip: Some(clip),
            fill_alpha: 1.0,
            stroke_alpha: 1.0,
            blends: false,
            line_width: 1.0,
            pattern: false,
            font: None,
            font_size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            invisible_text: false,
        }
    }

    /// What is painted is clipped to this, too.
    pub(super) fn clip_to(&mut self, to: &Rectangle) {
        self.clip = self.clip.and_then(|clip| clip.intersection(to));
    }
}

/// The path that is being constructed (8.5.2).
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    /// Around all of it, in default user space.
    pub(super) bounds: Option<Rectangle>,
    rectangles: usize,
    /// Something else than whole rectangles.
    others: bool,
    /// Something else than lines along the axes.
    pub(super) slants: bool,
    current: (f64, f64),
    /// `W` or `W*` was seen.
    pub(super) clips: bool,
}

impl Path {
    /// A point given by `m`.
    pub(super) fn move_to(&mut self, point: (f64, f64)) {
        self.others = true;
        self.add(point);
    }

    /// A point given by `l`.
    pub(super) fn line_to(&mut self, point: (f64, f64)) {
        let is_along = |a: f64, b: f64| (a - b).abs() < 1e-3;
        self.slants |= !is_along(point.0, self.current.0) && !is_along(point.1, self.current.1);
        self.others = true;
        self.add(point);
    }

    /// A point of a curve.
    pub(super) fn curve_to(&mut self, point: (f64, f64)) {
        (self.others, self.slants) = (true, true);
        self.add(point);
    }

    /// A rectangle given by `re`; `upright` says whether it still is one on the page.
    pub(super) fn rectangle(&mut self, rectangle: &Rectangle, upright: bool) {
        self.rectangles = self.rectangles.saturating_add(1);
        self.others |= !upright;
        self.add((rectangle.left, rectangle.bottom));
        self.add((rectangle.right, rectangle.top));
    }

    /// Whether it is one rectangle and nothing else.
    pub(super) fn is_rectangle(&self) -> bool {
        self.rectangles == 1 && !self.others
    }

    fn add(&mut self, point: (f64, f64)) {
        self.current = point;
        let around = Rectangle::between(point, point);
        self.bounds = Some(self.bounds.map_or(around, |bounds| bounds.with_point(point)));
    }
}
