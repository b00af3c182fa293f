//! Matrices and rectangles (ISO 32000-2 8.3.3, 7.9.5), with numbers that never leave what can be reckoned with.

use crate::pdf::{Object, View};

/// A rectangle whose sides are parallel to the axes, `left <= right` and `bottom <= top`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rectangle {
    pub(crate) left: f64,
    pub(crate) bottom: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
}

impl Rectangle {
    /// Everything there is.
    pub(crate) const EVERYWHERE: Self = Self { left: -MOST, bottom: -MOST, right: MOST, top: MOST };

    /// The rectangle between two opposite corners, in whichever order (7.9.5).
    pub(crate) fn between(first: (f64, f64), second: (f64, f64)) -> Self {
        Self {
            left: first.0.min(second.0),
            bottom: first.1.min(second.1),
            right: first.0.max(second.0),
            top: first.1.max(second.1),
        }
    }

    /// An array of four numbers, references followed; `None` for anything else.
    pub(crate) fn read<'a>(view: &View<'_, 'a>, value: &Object<'a>) -> Option<Self> {
        let Ok(Object::Array(items)) = view.resolve(value) else { return None };
        let mut numbers = items.iter().map(|item| number(&view.resolve(item).ok()?));
        let mut next = || numbers.next().flatten();
        Some(Self::between((next()?, next()?), (next()?, next()?)))
    }

    /// Whether the two share more than a border.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.bottom < other.top
            && other.bottom < self.top
    }

    /// Whether the other lies inside of this one, borders included.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.right >= other.right
            && self.bottom <= other.bottom
            && self.top >= other.top
    }

    /// What the two share, if only a point; `None` if that is nothing.
    pub(crate) fn intersection(&self, other: &Self) -> Option<Self> {
        let shared = Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        (shared.left <= shared.right && shared.bottom <= shared.top).then_some(shared)
    }

    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.top - self.bottom
    }

    /// Larger by this much on each side.
    pub(crate) fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, bottom: self.bottom - by, right: self.right + by, top: self.top + by }
    }

    /// What is left if these parts of width and height are taken from each side; less than a half each.
    pub(crate) fn inner(&self, of_width: f64, of_height: f64) -> Self {
        let (x, y) = (self.width() * of_width, self.height() * of_height);
        Self { left: self.left + x, bottom: self.bottom + y, right: self.right - x, top: self.top - y }
    }

    /// Where it comes to lie when one rectangle is moved and scaled to another.
    pub(crate) fn moved(&self, from: &Self, to: &Self) -> Self {
        let scale = |to: f64, from: f64| if from > 0.0 { to / from } else { 1.0 };
        let x = |x: f64| tame((x - from.left) * scale(to.width(), from.width()) + to.left);
        let y = |y: f64| tame((y - from.bottom) * scale(to.height(), from.height()) + to.bottom);
        Self::between((x(self.left), y(self.bottom)), (x(self.right), y(self.top)))
    }

    /// The smallest rectangle around this one and a point.
    pub(crate) fn with_point(&self, (x, y): (f64, f64)) -> Self {
        Self {
            left: self.left.min(x),
            bottom: self.bottom.min(y),
            right: self.right.max(x),
            top: self.top.max(y),
        }
    }
}

/// `[a b c d e f]`: a point (x, y) becomes (ax + cy + e, bx + dy + f).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix([f64; 6]);

impl Matrix {
    pub(crate) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(crate) fn new(values: [f64; 6]) -> Self {
        Self(values.map(tame))
    }

    pub(crate) fn translation(x: f64, y: f64) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// An array of six numbers, references followed; `None` for anything else.
    pub(crate) fn read<'a>(view: &View<'_, 'a>, value: &Object<'a>) -> Option<Self> {
        let Ok(Object::Array(items)) = view.resolve(value) else { return None };
        let numbers: Option<Vec<f64>> = items.iter().map(|item| number(&view.resolve(item).ok()?)).collect();
        Some(Self::new(numbers?.try_into().ok()?))
    }

    /// First this one, then the other (8.3.4).
    pub(crate) fn then(&self, other: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [p, q, r, s, t, u] = other.0;
        Self::new([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    pub(crate) fn point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (tame(a * x + c * y + e), tame(b * x + d * y + f))
    }

    /// The smallest rectangle around what becomes of this one.
    pub(crate) fn rectangle(&self, of: &Rectangle) -> Rectangle {
        let corners = [(of.right, of.bottom), (of.left, of.top), (of.right, of.top)];
        let first = self.point((of.left, of.bottom));
        corners
            .iter()
            .fold(Rectangle::between(first, first), |all, corner| all.with_point(self.point(*corner)))
    }

    /// Whether a rectangle stays one: turned by nothing but quarters.
    pub(crate) fn keeps_rectangles(&self) -> bool {
        let [a, b, c, d, ..] = self.0;
        let none = |x: f64| x.abs() < 1e-6;
        (none(b) && none(c)) || (none(a) && none(d))
    }

    /// By how much lengths grow at most.
    pub(crate) fn scale(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        a.hypot(b).max(c.hypot(d))
    }
}

/// A number of the file; none beyond what a page can hold.
pub(crate) fn number(object: &Object<'_>) -> Option<f64> {
    match object {
        Object::Integer(value) => {
            let bound = if *value < 0 { i32::MIN } else { i32::MAX };
            Some(tame(f64::from(i32::try_from(*value).unwrap_or(bound))))
        }
        Object::Real(value) => Some(tame(*value)),
        _ => None,
    }
}

/// Keeps a number where sums and products of a few still are numbers.
pub(crate) fn tame(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(-MOST, MOST) }
}

/// Pages are at most 14 400 units wide in old readers (annex C); this is far beyond.
const MOST: f64 = 1e12;
