//! The file as it was in one revision.

mod data;
mod lookup;

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::document::Document;
use super::index::Subsection;
use super::object::{Dictionary, IndirectObject, Object, ObjectId};
use super::object_stream::ObjectStream;
use super::section::XrefEntry;
use super::{malformed, to_index};
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;

/// Shows the objects of one revision, and spends `Limits::resolutions` while doing so: make a new one for each
/// question.
///
/// Nothing behind the end of the revision can change what is shown, not even through an entry of the revision itself
/// that points there.
#[derive(Debug)]
pub(crate) struct View<'d, 'a> {
    document: &'d Document<'a>,
    revision: usize,
    /// Subsections that this revision knows.
    known: usize,
    budget: RefCell<Budget>,
    /// Bytes that may be inflated for this question; the document has a limit besides.
    inflated: RefCell<Budget>,
    /// What the answers have cost since that was last asked for, in bytes that are parsed.
    cost: Cell<usize>,
    /// Whether an object stream is being read.
    in_container: Cell<bool>,
}

/// Where an object is. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    /// At this byte of the file (not: of its own counting).
    Offset { offset: usize, generation: u16 },
    /// In the object stream with this number, as object of this index.
    InStream { stream: u32, index: u32 },
    /// Deleted, or never used.
    Free,
}

impl<'d, 'a> View<'d, 'a> {
    pub(super) fn new(document: &'d Document<'a>, revision: usize) -> Self {
        let known = document.chain.revisions.get(revision).map_or(0, |revision| revision.subsections);
        let budget =
            RefCell::new(Budget::new(document.limits.resolutions, "objects looked up for one question"));
        let inflated = RefCell::new(Budget::new(usize::MAX, "inflated bytes for one question"));
        Self {
            document,
            revision,
            known,
            budget,
            inflated,
            cost: Cell::new(0),
            in_container: Cell::new(false),
        }
    }

    /// The same view for a question that may go without an answer, and must not use up what others need.
    pub(super) fn inflating_at_most(self, bytes: usize) -> Self {
        Self { inflated: RefCell::new(Budget::new(bytes, "inflated bytes for one question")), ..self }
    }

    /// What the answers have cost since this was last asked: bytes that were parsed, and other work as so many of them.
    /// For those who have a budget of their own.
    pub(super) fn take_cost(&self) -> usize {
        self.cost.take()
    }

    fn add_cost(&self, bytes: usize) {
        self.cost.set(self.cost.get().saturating_add(bytes));
    }

    /// The trailer of the revision (7.5.5), or the dictionary of its cross-reference stream.
    pub(crate) fn trailer(&self) -> &'d Dictionary<'a> {
        match self.document.chain.revisions.get(self.revision) {
            Some(revision) => &revision.trailer,
            None => const { &Dictionary { entries: Vec::new(), span: None } },
        }
    }

    /// The object that is the catalog, as `/Root` of the trailer names it.
    ///
    /// # Errors
    /// `MalformedPdf` if there is no such reference.
    pub(crate) fn catalog_id(&self) -> Result<ObjectId> {
        let root = self.trailer().get(b"Root").and_then(Object::as_reference);
        root.ok_or_else(|| malformed("a trailer without a catalog", self.trailer_start()))
    }

    /// The catalog (7.7.2).
    ///
    /// # Errors
    /// `MalformedPdf` if there is none, or one that is no dictionary.
    pub(crate) fn catalog(&self) -> Result<Dictionary<'a>> {
        match self.resolve(&Object::Reference(self.catalog_id()?))? {
            Object::Dictionary(catalog) => Ok(catalog),
            _ => Err(malformed("a catalog that is no dictionary", self.trailer_start())),
        }
    }

    /// Where the object with this number is; `None` if no section of this revision or an earlier one speaks of it.
    pub(crate) fn location(&self, number: u32) -> Option<Location> {
        self.entry(number).map(|(entry, _)| self.document.location(entry))
    }

    /// The value of an object; `None` if there is none (7.3.10: such a reference is one to null).
    ///
    /// # Errors
    /// As for [`View::indirect`].
    pub(crate) fn object(&self, id: ObjectId) -> Result<Option<Object<'a>>> {
        Ok(self.indirect(id)?.map(|indirect| indirect.object))
    }

    /// An object with where it stands; `None` if there is none, which includes one of another generation.
    ///
    /// # Errors
    /// `MalformedPdf` if the cross-reference entry points at another object, nowhere or behind the end of its
    /// revision, or the object cannot be read; `LimitExceeded`; what the decryptor says.
    pub(crate) fn indirect(&self, id: ObjectId) -> Result<Option<IndirectObject<'a>>> {
        match self.entry(id.number) {
            None | Some((XrefEntry::Free, _)) => {
                self.spend(1)?;
                Ok(None)
            }
            Some((XrefEntry::InUse { offset, generation }, section)) => {
                if generation != u32::from(id.generation) {
                    self.spend(1)?;
                    return Ok(None);
                }
                self.in_file(id, offset, section).map(Some)
            }
            Some((XrefEntry::InStream { stream, index }, _)) => {
                // 7.5.7: the generation of an object in a stream is 0.
                if id.generation != 0 {
                    self.spend(1)?;
                    return Ok(None);
                }
                self.in_stream(id, stream, index).map(Some)
            }
        }
    }

    /// The value itself, or what a reference leads to; null if it leads to nothing.
    ///
    /// # Errors
    /// As for [`View::indirect`]; `MalformedPdf` for references that lead to each other.
    pub(crate) fn resolve(&self, object: &Object<'a>) -> Result<Object<'a>> {
        let Object::Reference(id) = object else { return Ok(object.clone()) };
        let mut id = *id;
        for _ in 0..MOST_HOPS {
            match self.object(id)? {
                None => return Ok(Object::Null),
                Some(Object::Reference(next)) => id = next,
                Some(object) => return Ok(object),
            }
        }
        Err(malformed("references that lead to references", to_index(id.number)))
    }

    /// The value of an entry, references followed; null if there is no such entry.
    ///
    /// # Errors
    /// As for [`View::resolve`].
    pub(crate) fn value(&self, dictionary: &Dictionary<'a>, key: &[u8]) -> Result<Object<'a>> {
        dictionary.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The numbers of all objects that this revision touches: those its sections speak of, deleted ones included,
    /// and those inside an object stream that it replaces. Ascending, each once.
    ///
    /// # Errors
    /// As for [`View::indirect`], but an object stream of the revision before that cannot be read held nothing.
    pub(crate) fn touched(&self) -> Result<Vec<u32>> {
        let Some(revision) = self.document.chain.revisions.get(self.revision) else { return Ok(Vec::new()) };
        let mut numbers = Vec::new();
        let own = |subsection: &&Subsection| revision.sections.contains(&subsection.section);
        for subsection in self.document.chain.subsections.iter().filter(own) {
            numbers.extend(subsection.first..subsection.first.saturating_add(subsection.count));
        }
        numbers.sort_unstable();
        numbers.dedup();
        if let Some(before) = self.revision.checked_sub(1) {
            let before = self.document.view(before);
            let mut inside = Vec::new();
            for number in &numbers {
                inside.extend(before.inside(*number)?);
            }
            numbers.extend(inside);
            numbers.sort_unstable();
            numbers.dedup();
        }
        Ok(numbers)
    }

    /// The numbers of the objects that stand in the object stream with this number, if it is one.
    fn inside(&self, number: u32) -> Result<Vec<u32>> {
        let Some((XrefEntry::InUse { generation: 0, .. }, _)) = self.entry(number) else {
            return Ok(Vec::new());
        };
        let id = ObjectId { number, generation: 0 };
        let is_object_stream = |object: &Object<'_>| matches!(object, Object::Stream(stream) if stream.dictionary.is(b"Type", b"ObjStm"));
        let stream = match self.object(id) {
            Ok(Some(object)) if is_object_stream(&object) => self.object_stream(number),
            Ok(_) => return Ok(Vec::new()),
            Err(error) => Err(error),
        };
        match stream {
            Ok(stream) => {
                let here = |inner: &u32| matches!(self.entry(*inner), Some((XrefEntry::InStream { stream, .. }, _)) if stream == number);
                Ok(stream.numbers().filter(here).collect())
            }
            // Nothing was ever seen in what cannot be read; replacing it may be the very repair.
            Err(error) if error.kind() == ErrorKind::MalformedPdf => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// The object stream with this number; `None` if there is none that can be read.
    ///
    /// # Errors
    /// `LimitExceeded`; what the decryptor says.
    pub(super) fn container(&self, number: u32) -> Result<Option<Arc<ObjectStream>>> {
        match self.object_stream(number) {
            Ok(stream) => Ok(Some(stream)),
            Err(error) if error.kind() == ErrorKind::MalformedPdf => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn spend(&self, amount: usize) -> Result<()> {
        self.budget.borrow_mut().spend(amount)?;
        self.document.work(amount)
    }

    pub(super) fn trailer_start(&self) -> usize {
        self.trailer().span().map_or(0, |span| span.start)
    }
}

/// References that lead to references are not in real files; a few are harmless.
const MOST_HOPS: usize = 16;

/// Finding an object takes as long as parsing so many bytes.
const LOOK_UP_AS_BYTES: usize = 384;
