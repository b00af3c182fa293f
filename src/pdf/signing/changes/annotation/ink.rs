//! Whether text stays readable below the mark that is drawn over it (ISO 32000-2 11.3, 12.5.6.10): a highlight that only
//! takes light from the paper, or thin lines. What is not understood hides what lies below.

use super::appearance::Drawn;
use super::cover;
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;
use crate::pdf::content::{Operand, Operations, Rectangle, number};
use crate::pdf::signing::changes::Analysis;
use crate::pdf::{Dictionary, Object, Stream, View};

/// Whether what lies below the mark of a highlight, underline, squiggly line or strike-out can still be read.
pub(super) fn shines_through<'a>(
    analysis: &Analysis<'_, 'a>,
    annotation: &Dictionary<'a>,
    drawn: &Drawn<'a>,
) -> Result<bool> {
    let highlight = annotation.is(b"Subtype", b"Highlight");
    let colour = annotation.get(b"C").and_then(Object::as_array).unwrap_or_default();
    let colour: Vec<f64> = colour.iter().filter_map(number).collect();
    if highlight && !colour.is_empty() && !is_light(&colour) {
        return Ok(false);
    }
    match drawn {
        Drawn::Several | Drawn::Anywhere => Ok(false),
        Drawn::ByReader => Ok(highlight || has_lines_of_text(annotation)),
        Drawn::Once(stream) => {
            // A part of the height of the text, however low the box: bars that lie side by side make a block.
            let height = cover::size(annotation).map_or(0.0, |(width, height)| width.min(height));
            let limit = match annotation.get(b"Subtype").and_then(Object::as_name) {
                Some(b"Squiggly") => WAVE.min(height * WAVE_OF_TEXT),
                _ => LINE.min(height * LINE_OF_TEXT),
            };
            let mut ink = Ink {
                view: &analysis.new,
                highlight,
                limit,
                marks: Vec::new(),
                work: Budget::new(WORK, "operators of an appearance"),
            };
            if !highlight && !keeps_size(annotation, &stream.dictionary) {
                return Ok(false);
            }
            match ink.stream(stream, State::default(), 0) {
                Ok(good) => Ok(good && ink.is_apart()),
                Err(error) if error.kind() == ErrorKind::PasswordRequired => Err(error),
                Err(_) => Ok(false),
            }
        }
    }
}

/// Whether the lines that a reader draws for these quadrilaterals are as thin as those for lines of text.
fn has_lines_of_text(annotation: &Dictionary<'_>) -> bool {
    let quads = annotation.get(b"QuadPoints").and_then(Object::as_array).unwrap_or_default();
    let height = |quad: &[Object<'_>]| {
        let points: Vec<f64> = quad.iter().filter_map(number).collect();
        let mut pairs = points.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let first = pairs.next()?;
        let all = pairs.fold(Rectangle::between(first, first), |all, point| all.with_point(point));
        Some(all.width().min(all.height()))
    };
    cover::border(annotation) <= LINE
        && quads.chunks(8).all(|quad| height(quad).is_some_and(|height| height <= TALLEST_TEXT))
}

/// Whether a line of the appearance is as thick on the page (12.5.5).
fn keeps_size(annotation: &Dictionary<'_>, form: &Dictionary<'_>) -> bool {
    let size = |corners: Option<&Object<'_>>| {
        let corners: Vec<f64> = corners?.as_array()?.iter().filter_map(number).collect();
        let [left, bottom, right, top] = corners.as_slice() else { return None };
        Some(((right - left).abs(), (top - bottom).abs()))
    };
    let (Some(own), Some(on_page)) = (size(form.get(b"BBox")), size(annotation.get(b"Rect"))) else {
        return false;
    };
    on_page.0 <= own.0 * 1.05 && on_page.1 <= own.1 * 1.05
}

/// What the operators of a stream act on.
#[derive(Clone, Copy)]
struct State {
    fill_is_light: bool,
    stroke_is_light: bool,
    width: f64,
    /// What is painted takes light away and covers nothing.
    multiplies: bool,
    /// All of it is painted on nothing first, where there is nothing to take light from.
    alone: bool,
    /// What the group makes will be multiplied as a whole.
    group_multiplies: bool,
    offset: (f64, f64),
}

impl Default for State {
    fn default() -> Self {
        Self {
            fill_is_light: false,
            stroke_is_light: false,
            width: 1.0,
            multiplies: false,
            alone: false,
            group_multiplies: false,
            offset: (0.0, 0.0),
        }
    }
}

struct Ink<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    highlight: bool,
    /// The thickest line.
    limit: f64,
    /// What is painted at once, and again.
    marks: Vec<Vec<Rectangle>>,
    work: Budget,
}

impl<'a> Ink<'_, '_, 'a> {
    /// Goes through a form; `false` as soon as something is not understood.
    fn stream(&mut self, form: &Stream<'a>, outer: State, depth: usize) -> Result<bool> {
        let Some(offset) = translation(form.dictionary.get(b"Matrix")) else { return Ok(false) };
        let mut state = outer;
        state.offset = (outer.offset.0 + offset.0, outer.offset.1 + offset.1);
        if let Some(group) = form.dictionary.get(b"Group") {
            let Object::Dictionary(group) = self.view.resolve(group)? else { return Ok(false) };
            let isolated = match group.get(b"I") {
                None => false,
                Some(value) => value.as_bool() != Some(false),
            };
            state.group_multiplies |= outer.multiplies;
            state.multiplies = false;
            state.alone |= isolated;
        }
        let resources = self.view.value(&form.dictionary, b"Resources")?;
        let resources = resources.as_dictionary().cloned().unwrap_or_default();
        let data = self.view.decoded_within(form, &mut Budget::new(MOST_BYTES, "bytes of an appearance"))?;
        let mut operations = Operations::new(&data);
        let mut saved: Vec<State> = Vec::new();
        let mut path = Path::default();
        while let Some(operation) = operations.next(&mut self.work)? {
            let numbers: Vec<f64> = operation
                .operands
                .iter()
                .filter_map(|operand| if let Operand::Number(value) = operand { Some(*value) } else { None })
                .collect();
            let name = match operation.operands.first() {
                Some(Operand::Name(name)) => name.as_ref(),
                _ => b"",
            };
            let good = match (operation.operator, numbers.as_slice()) {
                (b"q", _) => {
                    saved.push(state);
                    saved.len() <= MOST_SAVED
                }
                (b"Q", _) => {
                    state = saved.pop().unwrap_or(state);
                    true
                }
                (b"cm", [1.0, 0.0, 0.0, 1.0, x, y]) => {
                    state.offset = (state.offset.0 + x, state.offset.1 + y);
                    true
                }
                (b"gs", _) => self.graphics_state(&resources, name, &mut state)?,
                (b"w", [width]) => {
                    state.width = width.abs();
                    true
                }
                (b"M", [limit]) => *limit <= 10.0,
                (b"J" | b"j" | b"d" | b"i" | b"ri" | b"W" | b"W*" | b"MP" | b"BMC" | b"EMC", _) => true,
                (b"g" | b"rg" | b"k", colour) => {
                    state.fill_is_light = is_light(colour);
                    true
                }
                (b"G" | b"RG" | b"K", colour) => {
                    state.stroke_is_light = is_light(colour);
                    true
                }
                (b"m" | b"l" | b"c" | b"v" | b"y" | b"re", points) => {
                    path.extend(operation.operator, points, state.offset)
                }
                (b"h", _) => true,
                (b"n", _) => {
                    path = Path::default();
                    true
                }
                (b"f" | b"F" | b"f*", _) => self.paint(std::mem::take(&mut path), &state, true, false),
                (b"S" | b"s", _) => self.paint(std::mem::take(&mut path), &state, false, true),
                (b"B" | b"B*" | b"b" | b"b*", _) => self.paint(std::mem::take(&mut path), &state, true, true),
                (b"Do", _) if depth < MOST_FORMS => {
                    let forms = self.view.value(&resources, b"XObject")?;
                    let form = forms.as_dictionary().and_then(|forms| forms.get(name));
                    match form.map(|form| self.view.resolve(form)).transpose()? {
                        Some(Object::Stream(form)) if form.dictionary.is(b"Subtype", b"Form") => {
                            self.stream(&form, state, depth + 1)?
                        }
                        _ => false,
                    }
                }
                _ => false,
            };
            if !good {
                return Ok(false);
            }
        }
        Ok(!operations.odd)
    }

    /// `gs`: whether it is known what the state does.
    fn graphics_state(&self, resources: &Dictionary<'a>, name: &[u8], state: &mut State) -> Result<bool> {
        let states = self.view.value(resources, b"ExtGState")?;
        let Some(states) = states.as_dictionary() else { return Ok(false) };
        let Object::Dictionary(own) = self.view.value(states, name)? else { return Ok(false) };
        for entry in own.entries() {
            let known = match entry.key.as_ref() {
                b"SMask" => entry.value.as_name() == Some(b"None"),
                b"BM" => {
                    let multiplies = |mode: &Object<'_>| mode.as_name() == Some(b"Multiply");
                    state.multiplies = match &entry.value {
                        Object::Array(modes) => !modes.is_empty() && modes.iter().all(multiplies),
                        mode => multiplies(mode),
                    };
                    true
                }
                b"Type" | b"ca" | b"CA" | b"AIS" | b"TK" | b"OP" | b"op" | b"OPM" | b"SA" => true,
                _ => false,
            };
            if !known {
                return Ok(false);
            }
        }
        Ok(own.duplicates().is_empty())
    }

    fn paint(&mut self, path: Path, state: &State, fills: bool, strokes: bool) -> bool {
        let grown = if strokes { state.width / 2.0 } else { 0.0 };
        let boxes: Vec<Rectangle> = path.parts.into_iter().map(|part| part.grown(grown)).collect();
        let good = if self.highlight {
            let light = (!fills || state.fill_is_light) && (!strokes || state.stroke_is_light);
            light && (state.group_multiplies || (state.multiplies && !state.alone))
        } else {
            boxes.iter().all(|part| is_thin(part, self.limit))
        };
        self.marks.push(boxes);
        good && self.marks.iter().map(Vec::len).sum::<usize>() <= MOST_PARTS && self.marks.len() <= MOST_PARTS
    }

    /// Whether what is painted lies side by side: several layers of light colour are dark, and several thin lines a
    /// thick one.
    fn is_apart(&self) -> bool {
        let parts: Vec<(usize, Rectangle)> = (0..)
            .zip(&self.marks)
            .flat_map(|(index, parts)| parts.iter().map(move |part| (index, *part)))
            .collect();
        parts.iter().enumerate().all(|(at, (index, part))| {
            parts.iter().skip(at + 1).all(|(other, next)| {
                if self.highlight {
                    index == other || !part.inner(0.1, 0.1).overlaps(&next.inner(0.1, 0.1))
                } else {
                    let corners = part.with_point((next.left, next.bottom));
                    let both = corners.with_point((next.right, next.top));
                    !part.grown(self.limit).overlaps(&next.grown(self.limit)) || is_thin(&both, self.limit)
                }
            })
        })
    }
}

/// The boxes of the parts of a path.
#[derive(Default)]
struct Path {
    parts: Vec<Rectangle>,
}

impl Path {
    fn extend(&mut self, operator: &[u8], points: &[f64], offset: (f64, f64)) -> bool {
        let count = match operator {
            b"m" | b"l" => 2,
            b"c" => 6,
            _ => 4,
        };
        if points.len() != count || self.parts.len() > MOST_PARTS {
            return false;
        }
        let mut pairs: Vec<(f64, f64)> = points
            .chunks(2)
            .filter_map(|pair| Some((pair.first()? + offset.0, pair.last()? + offset.1)))
            .collect();
        if operator == b"re" {
            let [(x, y), (right, top)] = pairs.as_mut_slice() else { return false };
            *right += *x - offset.0;
            *top += *y - offset.1;
        }
        let Some(first) = pairs.first().copied() else { return false };
        if matches!(operator, b"m" | b"re") {
            self.parts.push(Rectangle::between(first, first));
        }
        let Some(part) = self.parts.last_mut() else { return false };
        *part = pairs.into_iter().fold(*part, |all, point| all.with_point(point));
        true
    }
}

fn is_thin(part: &Rectangle, limit: f64) -> bool {
    part.width().min(part.height()) <= limit
}

/// The offset of a matrix that does nothing but move.
fn translation(matrix: Option<&Object<'_>>) -> Option<(f64, f64)> {
    let Some(matrix) = matrix else { return Some((0.0, 0.0)) };
    let items: Option<Vec<f64>> = matrix.as_array()?.iter().map(number).collect();
    match items?.as_slice() {
        [1.0, 0.0, 0.0, 1.0, x, y] => Some((*x, *y)),
        _ => None,
    }
}

/// Whether text below a layer of this colour can be read, whatever its own colour: most of the brightness that tells
/// text from paper is in the green.
fn is_light(colour: &[f64]) -> bool {
    let green = match colour {
        [grey] => *grey,
        [_, green, _] => *green,
        [_, magenta, _, black] => (1.0 - magenta) * (1.0 - black),
        _ => 0.0,
    };
    green >= LIGHT
}

/// Three layers of it leave a fifth of the light.
const LIGHT: f64 = 0.6;

/// Lines through or under text, and waves under it, are not thicker.
const LINE: f64 = 2.0;
const WAVE: f64 = 4.0;
const LINE_OF_TEXT: f64 = 0.2;
const WAVE_OF_TEXT: f64 = 0.35;

/// Text is not larger; a line that a reader draws grows with it.
const TALLEST_TEXT: f64 = 80.0;

/// A mark over some hundred lines takes some thousand operators.
const WORK: usize = 50_000;
const MOST_BYTES: usize = 1 << 20;
const MOST_PARTS: usize = 256;
const MOST_SAVED: usize = 32;
const MOST_FORMS: usize = 3;
