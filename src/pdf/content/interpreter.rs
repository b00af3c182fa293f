//! Goes through content streams and notes where they paint (ISO 32000-2 annex A lists the operators).

mod object;
mod show;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::font::Font;
use super::geometry::{Matrix, Rectangle, number};
use super::operator::{Operand, Operation, Operations};
use super::page::{self, MOST_LEVELS, Node};
use super::state::{Path, State};
use super::text::Piece;
use super::{Mark, MarkKind, Marks, settle};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};
use crate::pdf::{Dictionary, Object, ObjectId, View, malformed, to_index};

/// Reads pages and appearances, one after another; what it learnt of fonts it keeps.
pub(crate) struct Interpreter<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    /// Forms inside of forms.
    depth: usize,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    nodes: BTreeMap<ObjectId, Rc<Node<'a>>>,
    dictionaries: BTreeMap<ObjectId, Rc<Dictionary<'a>>>,
    marks: Vec<Mark>,
    complete: bool,
    /// The strings that are drawn, if they are wanted.
    pieces: Option<Vec<Piece>>,
    /// The forms that are being drawn.
    forms: Vec<ObjectId>,
    /// Open marked-content sequences; whether each is optional content.
    sequences: Vec<bool>,
}

/// What belongs to one content stream.
struct Stream<'a> {
    resources: Rc<Dictionary<'a>>,
    /// The categories of its resources that were asked for.
    categories: BTreeMap<&'static [u8], Option<Rc<Dictionary<'a>>>>,
    state: State,
    saved: Vec<State>,
    path: Path,
    /// The text matrix and the matrix of the line.
    text: Matrix,
    line: Matrix,
}

impl<'v, 'd, 'a> Interpreter<'v, 'd, 'a> {
    pub(crate) fn new(view: &'v View<'d, 'a>, limits: &Limits) -> Self {
        Self {
            view,
            depth: limits.depth.min(MOST_DEPTH),
            fonts: BTreeMap::new(),
            nodes: BTreeMap::new(),
            dictionaries: BTreeMap::new(),
            marks: Vec::new(),
            complete: true,
            pieces: None,
            forms: Vec::new(),
            sequences: Vec::new(),
        }
    }

    /// From now on the text that is drawn matters, not only its place.
    pub(super) fn collect_text(&mut self) {
        self.pieces = Some(Vec::new());
    }

    /// What a page draws. Where the work is used up, the rest is left out.
    ///
    /// # Errors
    /// As for looking up the page; `MalformedPdf` if it is no dictionary.
    pub(crate) fn page(&mut self, id: ObjectId, work: &mut Budget) -> Result<Marks> {
        let Some(Object::Dictionary(page)) = self.view.object(id)? else {
            return Err(malformed("a page that is no dictionary", to_index(id.number)));
        };
        let result = self.page_contents(&page, work);
        self.end(result)
    }

    /// What an appearance stream draws, its /Matrix applied; the first mark is the form itself, with the box of all.
    ///
    /// # Errors
    /// As for looking it up; `MalformedPdf` if it is no stream.
    pub(crate) fn appearance(&mut self, appearance: &Object<'a>, work: &mut Budget) -> Result<Marks> {
        let Object::Stream(stream) = self.view.resolve(appearance)? else {
            return Err(malformed("an appearance that is no stream", 0));
        };
        // What the box hides is drawn nevertheless: whether it shows depends on the viewer's rounding.
        let result = self.form(&stream, &Rc::default(), &State::new(Rectangle::EVERYWHERE), work);
        self.end(result)
    }

    /// The strings that were drawn since the last call.
    pub(super) fn take_pieces(&mut self) -> Vec<Piece> {
        self.pieces.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Hands out what was found.
    fn end(&mut self, result: Result<()>) -> Result<Marks> {
        self.forms.clear();
        self.sequences.clear();
        let marks = std::mem::take(&mut self.marks);
        let complete = std::mem::replace(&mut self.complete, true);
        match result {
            Ok(()) => Ok(Marks { marks, complete }),
            // Of the page or of the document: what was found stays, and something is missing.
            Err(error) if error.kind() == ErrorKind::LimitExceeded => Ok(Marks { marks, complete: false }),
            Err(error) => Err(error),
        }
    }

    fn page_contents(&mut self, page: &Dictionary<'a>, work: &mut Budget) -> Result<()> {
        let mut node = Rc::new(Node::read(self.view, page));
        let (mut media_box, mut resources) = (node.media_box, node.resources.clone());
        for _ in 0..MOST_LEVELS {
            let above = node.parent.filter(|_| media_box.is_none() || resources.is_none());
            let Some(above) = above else { break };
            let Some(found) = self.node(above)? else { break };
            node = found;
            media_box = media_box.or(node.media_box);
            resources = resources.or_else(|| node.resources.clone());
        }
        settle(self.view, work)?;
        let resources = match &resources {
            Some(resources) => self.dictionary(resources)?,
            None => None,
        };
        let (content, complete) = page::contents(self.view, page, work)?;
        self.complete &= complete;
        let state = State::new(media_box.unwrap_or(Rectangle::EVERYWHERE));
        self.run(&content, resources.unwrap_or_default(), state, work)
    }

    /// A node of the page tree, read once: the list of its kids may be long.
    fn node(&mut self, id: ObjectId) -> Result<Option<Rc<Node<'a>>>> {
        if let Some(known) = self.nodes.get(&id) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some(Some(Object::Dictionary(node))) = self.tolerate(self.view.object(id))? else {
            return Ok(None);
        };
        let node = Rc::new(Node::read(self.view, &node));
        self.nodes.insert(id, Rc::clone(&node));
        Ok(Some(node))
    }

    /// A dictionary, read once if it is an object of its own: some writers have one of all resources for all pages.
    fn dictionary(&mut self, value: &Object<'a>) -> Result<Option<Rc<Dictionary<'a>>>> {
        let id = value.as_reference();
        if let Some(known) = id.and_then(|id| self.dictionaries.get(&id)) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some(Object::Dictionary(found)) = self.tolerate(self.view.resolve(value))? else {
            return Ok(None);
        };
        let found = Rc::new(found);
        if let Some(id) = id {
            self.dictionaries.insert(id, Rc::clone(&found));
        }
        Ok(Some(found))
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: Rc<Dictionary<'a>>,
        state: State,
        work: &mut Budget,
    ) -> Result<()> {
        let mut stream = Stream {
            resources,
            categories: BTreeMap::new(),
            state,
            saved: Vec::new(),
            path: Path::default(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        };
        let open = self.sequences.len();
        let mut operations = Operations::new(content);
        while let Some(operation) = operations.next(work)? {
            self.perform(&mut stream, &operation, work)?;
        }
        self.complete &= !operations.odd;
        // 14.6.1: a sequence does not go beyond its stream.
        self.sequences.truncate(open);
        Ok(())
    }

    fn perform(
        &mut self,
        stream: &mut Stream<'a>,
        operation: &Operation<'_>,
        work: &mut Budget,
    ) -> Result<()> {
        settle(self.view, work)?;
        let operands = operation.operands.as_slice();
        match operation.operator {
            b"q" if stream.saved.len() < MOST_SAVED => stream.saved.push(stream.state.clone()),
            b"q" => return Err(Error::new(ErrorKind::LimitExceeded, "saved graphics states")),
            b"Q" => stream.state = stream.saved.pop().unwrap_or_else(|| stream.state.clone()),
            b"cm" => {
                if let Some(numbers) = numbers::<6>(operands) {
                    stream.state.ctm = Matrix::new(numbers).then(&stream.state.ctm);
                }
            }
            b"w" => stream.state.line_width = numbers::<1>(operands).map_or(1.0, |[width]| width),
            b"gs" => self.graphics_state(stream, operands, work)?,
            b"m" | b"l" | b"c" | b"v" | b"y" | b"re" => construct(stream, operation.operator, operands),
            b"W" | b"W*" => stream.path.clips = true,
            b"n" => end_path(stream),
            b"f" | b"F" | b"f*" => self.paint(stream, true, false),
            b"S" | b"s" => self.paint(stream, false, true),
            b"B" | b"B*" | b"b" | b"b*" => self.paint(stream, true, true),
            b"scn" | b"sc" => stream.state.pattern = matches!(operands.last(), Some(Operand::Name(_))),
            b"g" | b"rg" | b"k" => stream.state.pattern = false,
            b"cs" => {
                stream.state.pattern =
                    matches!(operands, [Operand::Name(name)] if name.as_ref() == b"Pattern");
            }
            b"sh" => self.shading(stream),
            b"Do" => self.external_object(stream, operands, work)?,
            b"BI" => self.image(&stream.state, operands.is_empty()),
            b"BMC" | b"BDC" => {
                let is_optional =
                    matches!(operands.first(), Some(Operand::Name(tag)) if tag.as_ref() == b"OC");
                if self.sequences.len() >= MOST_SAVED {
                    return Err(Error::new(ErrorKind::LimitExceeded, "marked-content sequences"));
                }
                self.sequences.push(is_optional);
            }
            b"EMC" => drop(self.sequences.pop()),
            operator => self.text_operator(stream, operator, operands, work)?,
        }
        Ok(())
    }

    /// 8.4.5: parameters of the graphics state by name.
    fn graphics_state(
        &mut self,
        stream: &mut Stream<'a>,
        operands: &[Operand<'_>],
        work: &mut Budget,
    ) -> Result<()> {
        let Some(Object::Dictionary(parameters)) = self.resource(stream, b"ExtGState", operands, work)?
        else {
            return Ok(());
        };
        for entry in parameters.entries() {
            work.spend(1)?;
            let Some(value) = self.tolerate(self.view.resolve(&entry.value))? else { continue };
            let state = &mut stream.state;
            match (entry.key.as_ref(), number(&value)) {
                (b"ca", Some(alpha)) => state.fill_alpha = alpha,
                (b"CA", Some(alpha)) => state.stroke_alpha = alpha,
                (b"LW", Some(width)) => state.line_width = width,
                (b"BM", _) => {
                    let is_normal = |name: &[u8]| name == b"Normal" || name == b"Compatible";
                    state.blends = !value.as_name().is_some_and(is_normal);
                }
                (b"SMask", _) if value.as_name() != Some(b"None") => state.blends = true,
                (b"Font", _) => {
                    if let [font, size] = value.as_array().unwrap_or_default() {
                        stream.state.font_size = number(size).unwrap_or(0.0);
                        stream.state.font = Some(self.font(font, work)?);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A named resource (7.8.3); `None` if there is none.
    fn resource(
        &mut self,
        stream: &mut Stream<'a>,
        category: &'static [u8],
        operands: &[Operand<'_>],
        work: &mut Budget,
    ) -> Result<Option<Object<'a>>> {
        let reference = self.resource_reference(stream, category, operands, work)?;
        let Some(reference) = reference else { return Ok(None) };
        self.tolerate(self.view.resolve(&reference))
    }

    /// As [`Self::resource`], the reference not followed.
    fn resource_reference(
        &mut self,
        stream: &mut Stream<'a>,
        category: &'static [u8],
        operands: &[Operand<'_>],
        work: &mut Budget,
    ) -> Result<Option<Object<'a>>> {
        let Some(Operand::Name(name)) = operands.iter().find(|operand| matches!(operand, Operand::Name(_)))
        else {
            return Ok(None);
        };
        if !stream.categories.contains_key(category) {
            let found = match stream.resources.get(category).cloned() {
                Some(found) => self.dictionary(&found)?,
                None => None,
            };
            stream.categories.insert(category, found);
        }
        let Some(Some(resources)) = stream.categories.get(category) else { return Ok(None) };
        // They are searched from end to end.
        work.spend(resources.entries().len() / 8)?;
        Ok(resources.get(name).cloned())
    }

    /// Something that cannot be read is left out, as viewers do; a limit ends the work.
    fn tolerate<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.kind() == ErrorKind::LimitExceeded => Err(error),
            Err(_) => {
                self.complete = false;
                Ok(None)
            }
        }
    }

    fn paint(&mut self, stream: &mut Stream<'a>, fills: bool, strokes: bool) {
        let (path, state) = (&stream.path, &stream.state);
        let alpha = if fills { state.fill_alpha } else { state.stroke_alpha };
        if let Some(bounds) = path.bounds {
            let is_shape = fills && (path.slants || state.pattern);
            let opaque = fills && path.is_rectangle() && !state.pattern && alpha >= 1.0 && !state.blends;
            let bounds = match strokes {
                true => bounds.grown(state.line_width.abs() * state.ctm.scale() / 2.0),
                false => bounds,
            };
            let kind = if is_shape { MarkKind::Shape } else { MarkKind::Path };
            self.mark(state, kind, &bounds, alpha <= 0.0, opaque);
        }
        end_path(stream);
    }

    fn shading(&mut self, stream: &Stream<'a>) {
        let state = &stream.state;
        let opaque = state.fill_alpha >= 1.0 && !state.blends;
        self.mark(state, MarkKind::Shading, &Rectangle::EVERYWHERE, state.fill_alpha <= 0.0, opaque);
    }

    fn mark(&mut self, state: &State, kind: MarkKind, rectangle: &Rectangle, invisible: bool, opaque: bool) {
        let optional = self.sequences.contains(&true);
        if let Some(rectangle) = state.clip.and_then(|clip| clip.intersection(rectangle)) {
            self.marks.push(Mark { kind, rectangle, invisible, optional, opaque });
        }
    }
}

/// 8.5.2: path construction.
fn construct(stream: &mut Stream<'_>, operator: &[u8], operands: &[Operand<'_>]) {
    let ctm = stream.state.ctm;
    let path = &mut stream.path;
    match (operator, operands.len()) {
        (b"m", _) => {
            if let Some([x, y]) = numbers(operands) {
                path.move_to(ctm.point((x, y)));
            }
        }
        (b"l", _) => {
            if let Some([x, y]) = numbers(operands) {
                path.line_to(ctm.point((x, y)));
            }
        }
        (b"re", _) => {
            if let Some([x, y, width, height]) = numbers(operands) {
                let rectangle = Rectangle::between((x, y), (x + width, y + height));
                path.rectangle(&ctm.rectangle(&rectangle), ctm.keeps_rectangles());
            }
        }
        _ => {
            for pair in operands.chunks_exact(2) {
                if let Some([x, y]) = numbers(pair) {
                    path.curve_to(ctm.point((x, y)));
                }
            }
        }
    }
}

fn end_path(stream: &mut Stream<'_>) {
    let path = std::mem::take(&mut stream.path);
    if path.clips
        && let Some(bounds) = path.bounds
    {
        stream.state.clip_to(&bounds);
    }
}

/// The last operands, which have to be numbers.
fn numbers<const N: usize>(operands: &[Operand<'_>]) -> Option<[f64; N]> {
    let last = operands.get(operands.len().checked_sub(N)?..)?;
    let mut numbers = [0.0; N];
    for (number, operand) in numbers.iter_mut().zip(last) {
        let Operand::Number(value) = operand else { return None };
        *number = *value;
    }
    Some(numbers)
}

/// Forms in forms: page layouts that are imported into others reach five or six.
const MOST_DEPTH: usize = 24;

/// Annex C: 28 graphics states in old readers. Real files forget some hundreds of `Q`.
const MOST_SAVED: usize = 10_000;
