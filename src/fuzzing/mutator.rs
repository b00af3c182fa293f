//! A mutator that knows PDF: it takes a file that can be read, appends an update that does something to its objects,
//! and writes the cross-reference section that belongs to it, so that what is deep in the code is reached. Some updates
//! are honest, some are attacks, some are nonsense; now and then the section lies.

mod action;
mod trick;
mod value;

use std::collections::BTreeMap;

use super::random::Random;
use crate::pdf::{Document, Location, Object, ObjectId, View};
use trick::Trick;
pub(super) use value::{Body, Value};

/// An update of `file`, or some damage to its bytes where it cannot be read. The same for the same numbers.
pub fn mutate(file: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut bytes = file.to_vec();
    if random.once_in(3) {
        forget_updates(&mut bytes, &mut random);
    }
    for _ in 0..=random.below(2) {
        match update(&bytes, &mut random) {
            Some(update) => bytes.extend_from_slice(&update),
            None => trick::scratch(&mut bytes, &mut random),
        }
    }
    if random.once_in(8) {
        trick::scratch(&mut bytes, &mut random);
    }
    bytes
}

/// An update that writes some objects again as they are, honestly; `None` for a file that cannot be read.
pub(super) fn rewrite(file: &[u8], seed: u64) -> Option<Vec<u8>> {
    let mut random = Random::new(seed);
    let document = Document::open(file, &super::limits()).ok()?;
    let mut draft = Draft::new(&document)?;
    for _ in 0..=random.below(4) {
        let number = draft.any(&mut random)?;
        let body = draft.body(number)?;
        // These are made of places in the file, and mean something else in another place.
        let is_structure = ["XRef", "ObjStm"].iter().any(|kind| body.value.is("Type", kind));
        let is_first = !matches!(draft.view.location(number), Some(Location::Offset { generation: 1.., .. }));
        // A length that stands elsewhere or was wrong would be another one.
        let length = body.data.as_ref().map(|data| Value::text(data.len().to_string()));
        let is_long = length.is_some() && length.as_ref() != body.value.get("Length");
        if is_first && !is_long && !is_structure && body.value.get("ByteRange").is_none() {
            draft.put(number, body);
        }
    }
    Some(trick::finish(&draft, Trick::None, &mut random))
}

/// Cuts the file where one of its revisions ends.
fn forget_updates(bytes: &mut Vec<u8>, random: &mut Random) {
    let Ok(document) = Document::open(bytes, &super::limits()) else { return };
    let end = random.pick(document.revisions()).map_or(bytes.len(), |revision| revision.end);
    bytes.truncate(end);
}

fn update(file: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    if file.len() > LARGEST {
        return None;
    }
    let document = Document::open(file, &super::limits()).ok()?;
    let mut draft = Draft::new(&document)?;
    for _ in 0..=random.below(3) {
        action::act(&mut draft, random);
    }
    let trick = if random.once_in(3) { Trick::any(random) } else { Trick::None };
    Some(trick::finish(&draft, trick, random))
}

/// The objects of an update that is being made.
struct Draft<'d, 'a> {
    document: &'d Document<'a>,
    view: View<'d, 'a>,
    /// Object numbers of the document.
    numbers: Vec<u32>,
    /// What the update says; nothing for an object that it deletes.
    objects: BTreeMap<u32, Option<Body>>,
    next: u32,
}

impl<'d, 'a> Draft<'d, 'a> {
    fn new(document: &'d Document<'a>) -> Option<Self> {
        let view = document.latest();
        let next = document.highest_number()?.checked_add(1).filter(|next| *next < HIGHEST)?;
        let exists = |number: &u32| !matches!(view.location(*number), None | Some(Location::Free));
        let numbers = (1..next.min(MOST_OBJECTS)).filter(exists).collect();
        Some(Self { document, view, numbers, objects: BTreeMap::new(), next })
    }

    /// The object as the update leaves it.
    fn body(&self, number: u32) -> Option<Body> {
        match self.objects.get(&number) {
            Some(own) => own.clone(),
            None => old_body(self.document, &self.view, number),
        }
    }

    fn put(&mut self, number: u32, body: Body) {
        self.objects.insert(number, Some(body));
    }

    fn add(&mut self, body: Body) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        self.put(number, body);
        number
    }

    /// Changes an object; nothing happens to one that is not there.
    fn edit(&mut self, number: u32, change: impl FnOnce(&mut Body)) {
        if let Some(mut body) = self.body(number) {
            change(&mut body);
            self.put(number, body);
        }
    }

    /// Some object, one of the update itself included.
    fn any(&self, random: &mut Random) -> Option<u32> {
        let own: Vec<u32> = self.objects.keys().copied().collect();
        let from = if random.once_in(4) && !own.is_empty() { &own } else { &self.numbers };
        random.pick(from).copied()
    }

    /// Some object of which this holds.
    fn any_that(&self, random: &mut Random, is: impl Fn(&Value) -> bool) -> Option<u32> {
        let all = self.numbers.iter().chain(self.objects.keys()).copied();
        let fitting: Vec<u32> =
            all.filter(|number| self.body(*number).is_some_and(|body| is(&body.value))).collect();
        random.pick(&fitting).copied()
    }

    fn catalog(&self) -> Option<u32> {
        self.view.catalog_id().ok().map(|id| id.number)
    }
}

/// An object of the document, unless it cannot be read.
fn old_body(document: &Document<'_>, view: &View<'_, '_>, number: u32) -> Option<Body> {
    let generation = match view.location(number)? {
        Location::Offset { generation, .. } => generation,
        Location::InStream { .. } => 0,
        Location::Free => return None,
    };
    let object = view.object(ObjectId { number, generation }).ok()??;
    let data = match &object {
        Object::Stream(stream) => Some(document.bytes().get(stream.data.clone())?.to_vec()),
        _ => None,
    };
    Some(Body { value: Value::of(&object), data })
}

/// What a file with one object is written like, for targets that read a part of one.
pub(super) fn file_around(text: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n".to_vec();
    bytes.extend_from_slice(text);
    let at = bytes.len().saturating_add("\nendobj\n".len());
    let end = format!(
        "\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n\
         trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"
    );
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// Objects of one file that are chosen from.
const MOST_OBJECTS: u32 = 400;

/// Object numbers beyond which nothing is added.
const HIGHEST: u32 = 1 << 20;

/// Longer files are only scratched.
const LARGEST: usize = 256 << 10;
