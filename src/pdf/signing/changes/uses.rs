//! Who refers to some objects, in any revision: one search through the file for all of them.
//!
//! Only what may be a reference is looked at: the object around it is read. Where it is not plain which object stands
//! there, or where there are fewer objects than bytes to be searched, all objects are read.

use std::collections::{BTreeMap, HashMap};

use super::super::super::definitions::Definition;
use super::super::super::{Document, Location, ObjectId, View};
use super::holder::{Holder, Holders};
use super::scan::{Hit, Numbers, scan};
use super::value;
use crate::error::{ErrorKind, Result};

/// The references to some objects.
#[derive(Debug, Default)]
pub(super) struct Uses {
    users: Vec<User>,
    /// By the object that is referred to.
    to: BTreeMap<u32, Vec<Use>>,
    /// Objects that cannot be read and might refer to any.
    to_any: Vec<usize>,
}

/// A definition that refers to others.
#[derive(Debug, Clone, Copy)]
struct User {
    definition: Definition,
    /// Where the object stream stands in which it is.
    container: Option<usize>,
}

#[derive(Debug)]
struct Use {
    user: usize,
    /// The key of the outermost dictionary below which the reference stands; `None` if it is only suspected.
    key: Option<Vec<u8>>,
}

/// A reference that can be seen.
#[derive(Debug)]
pub(super) struct Referrer<'u> {
    pub(super) definition: Definition,
    /// The key of the outermost dictionary below which the reference stands; `None` if it is only suspected.
    pub(super) key: Option<&'u [u8]>,
}

impl Uses {
    /// Looks for references to these objects in the revisions before `end`. A reference to one of them counts up to the
    /// byte beside it: what stands behind cannot be seen by whom it concerns.
    pub(super) fn search(
        document: &Document<'_>,
        numbers: &BTreeMap<u32, usize>,
        end: usize,
    ) -> Result<Self> {
        let wanted: Numbers = numbers.keys().copied().collect();
        let mut search = Search {
            document,
            wanted: &wanted,
            uses: Self::default(),
            read: HashMap::new(),
            unreadable: Vec::new(),
            all: None,
        };
        search.run(numbers, end)?;
        Ok(search.uses)
    }

    /// Who refers to this object in a revision.
    pub(super) fn of(&self, number: u32, view: &View<'_, '_>) -> impl Iterator<Item = Referrer<'_>> {
        let uses = self.to.get(&number).map(Vec::as_slice).unwrap_or_default().iter();
        let certain = uses.map(|found| (found.user, found.key.as_deref()));
        let found = certain.chain(self.to_any.iter().map(|user| (*user, None)));
        found.filter_map(move |(user, key)| {
            let User { definition, container } = *self.users.get(user)?;
            let stands = view.location(definition.number) == Some(definition.location);
            let reached = match (definition.location, container) {
                (Location::InStream { stream, .. }, Some(container)) => {
                    matches!(view.location(stream), Some(Location::Offset { offset, .. }) if offset == container)
                }
                _ => true,
            };
            (stands && reached).then_some(Referrer { definition, key })
        })
    }
}

struct Search<'s, 'd, 'a> {
    document: &'d Document<'a>,
    wanted: &'s Numbers,
    uses: Uses,
    /// What was read, by number and byte, and whether that was possible.
    read: HashMap<(u32, usize), Option<usize>>,
    /// The byte and the user of each object in the file that could not be read.
    unreadable: Vec<(usize, usize)>,
    /// Whether all objects were read.
    all: Option<()>,
}

impl<'a> Search<'_, '_, 'a> {
    fn run(&mut self, numbers: &BTreeMap<u32, usize>, end: usize) -> Result<()> {
        let Some(reach) = numbers.values().max().copied() else { return Ok(()) };
        let entries = self.document.entries_before(end);
        if entries.saturating_mul(BYTES_PER_OBJECT) < reach {
            self.read_all(end)?;
        }
        if self.all.is_none() || !self.unreadable.is_empty() {
            self.search_bytes(numbers, reach, end)?;
        }
        self.search_object_streams(end)
    }

    fn search_bytes(&mut self, numbers: &BTreeMap<u32, usize>, reach: usize, end: usize) -> Result<()> {
        let bytes = self.document.bytes().get(..reach).unwrap_or_default();
        self.document.work(1 + bytes.len() / BYTES_PER_LOOK_UP)?;
        let mut holders = Holders::new(self.document);
        // The first byte and the numbers of what stands nowhere for certain.
        let mut unsettled: Vec<Hit> = Vec::new();
        let mut failed = Ok(());
        scan(bytes, self.wanted, &mut |hit| {
            let seen = hit.number.and_then(|number| numbers.get(&number)).is_none_or(|end| hit.at < *end);
            if !seen {
                return true;
            }
            // Where nothing is plain, all objects are read once and no hit is looked at any more closely.
            let settled =
                if unsettled.len() < MOST_UNSETTLED { self.settle(&mut holders, hit) } else { Ok(false) };
            match settled {
                Ok(true) => {}
                Ok(false) => unsettled.push(hit),
                Err(error) => failed = Err(error),
            }
            failed.is_ok() && unsettled.len() < MOST_HITS
        });
        failed?;
        if unsettled.is_empty() {
            return Ok(());
        }
        if self.all.is_none() {
            self.read_all(end)?;
        }
        // What is left stands where nothing leads to, unless an object could not be read.
        let too_many = unsettled.len() >= MOST_HITS;
        for (at, user) in std::mem::take(&mut self.unreadable) {
            let behind = unsettled.iter().filter(|hit| hit.at >= at);
            if too_many || behind.clone().any(|hit| hit.number.is_none()) {
                self.uses.to_any.push(user);
                continue;
            }
            let mut suspected: Vec<u32> = behind.filter_map(|hit| hit.number).collect();
            suspected.sort_unstable();
            suspected.dedup();
            for number in suspected {
                self.uses.to.entry(number).or_default().push(Use { user, key: None });
            }
        }
        Ok(())
    }

    /// Whether it is plain what stands here; it was read then.
    fn settle(&mut self, holders: &mut Holders<'_, 'a>, hit: Hit) -> Result<bool> {
        match holders.of(hit.at)? {
            Holder::Nobody => Ok(true),
            Holder::Unclear => Ok(false),
            Holder::Object(definition) => {
                let Location::Offset { offset, .. } = definition.location else { return Ok(false) };
                self.read(definition, offset)?;
                if let Some(Some(user)) = self.read.get(&(definition.number, offset)).copied() {
                    match hit.number {
                        Some(number) => {
                            self.uses.to.entry(number).or_default().push(Use { user, key: None });
                        }
                        None => self.uses.to_any.push(user),
                    }
                }
                Ok(true)
            }
        }
    }

    fn read_all(&mut self, end: usize) -> Result<()> {
        for revision in 0..end {
            for definition in self.document.definitions_in(revision) {
                if let Location::Offset { offset, .. } = definition.location {
                    self.read(definition, offset)?;
                }
            }
        }
        self.all = Some(());
        Ok(())
    }

    /// Reads an object of the file, once.
    fn read(&mut self, definition: Definition, offset: usize) -> Result<()> {
        let Definition { number, revision, location: Location::Offset { generation, .. } } = definition
        else {
            return Ok(());
        };
        if self.read.contains_key(&(number, offset)) {
            return Ok(());
        }
        let id = ObjectId { number, generation };
        let unreadable = match self.document.view(revision).object(id) {
            Ok(found) => {
                self.note(User { definition, container: None }, found.as_ref());
                None
            }
            Err(error) if error.kind() == ErrorKind::MalformedPdf => {
                let user = self.user(User { definition, container: None });
                self.unreadable.push((offset, user));
                Some(user)
            }
            Err(error) => return Err(error),
        };
        self.read.insert((number, offset), unreadable);
        Ok(())
    }

    /// Objects in object streams are read where their stream names one of the numbers.
    fn search_object_streams(&mut self, end: usize) -> Result<()> {
        let streams = self.document.object_streams_before(end);
        if !streams.is_empty() {
            self.document.work(1 + self.document.entries_before(end) / ENTRIES_PER_LOOK_UP)?;
        }
        for stream in streams {
            let containers =
                self.document.definitions_of(stream).filter(|container| container.revision < end);
            for container in containers.collect::<Vec<_>>() {
                let Location::Offset { offset, .. } = container.location else { continue };
                self.search_object_stream(stream, container.revision, offset)?;
            }
        }
        Ok(())
    }

    fn search_object_stream(&mut self, stream: u32, revision: usize, offset: usize) -> Result<()> {
        let Some(container) = self.document.view(revision).container(stream)? else { return Ok(()) };
        let data = container.data();
        self.document.work(1 + data.len() / BYTES_PER_LOOK_UP)?;
        let mut named: Vec<Option<u32>> = Vec::new();
        scan(data, self.wanted, &mut |hit| {
            if named.last() != Some(&hit.number) {
                named.push(hit.number);
            }
            named.len() < MOST_HITS
        });
        if named.is_empty() {
            return Ok(());
        }
        named.sort_unstable();
        named.dedup();
        let limits = self.document.limits().clone();
        for (index, number) in (0u32..).zip(container.numbers()) {
            let mut cost = 0;
            let found = container.object(index, number, &limits, &mut cost);
            self.document.work(1 + cost / BYTES_PER_LOOK_UP)?;
            let location = Location::InStream { stream, index };
            let user =
                User { definition: Definition { number, revision, location }, container: Some(offset) };
            match found {
                Ok((object, _)) => self.note(user, Some(&object)),
                Err(error) if error.kind() == ErrorKind::MalformedPdf => {
                    let user = self.user(user);
                    for number in &named {
                        match number {
                            Some(number) => {
                                self.uses.to.entry(*number).or_default().push(Use { user, key: None });
                            }
                            None => self.uses.to_any.push(user),
                        }
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn user(&mut self, user: User) -> usize {
        self.uses.users.push(user);
        self.uses.users.len().saturating_sub(1)
    }

    /// Notes the references of an object to what is looked for.
    fn note(&mut self, user: User, object: Option<&super::Object<'_>>) {
        let Some(object) = object else { return };
        let mut own = None;
        value::references(object, &mut |key, to| {
            if !self.wanted.contains(to) {
                return;
            }
            let user = *own.get_or_insert_with(|| {
                self.uses.users.push(user);
                self.uses.users.len().saturating_sub(1)
            });
            let uses = self.uses.to.entry(to).or_default();
            let again = |last: &Use| last.user == user && last.key.as_deref() == Some(key);
            if !uses.last().is_some_and(again) {
                uses.push(Use { user, key: Some(key.to_vec()) });
            }
        });
    }
}

/// Bytes that can be searched in the time that it takes to look up an object.
const BYTES_PER_LOOK_UP: usize = 4096;

/// Bytes that can be searched in the time that it takes to read an object and to note what it refers to.
const BYTES_PER_OBJECT: usize = 16 << 10;

/// Cross-reference entries that can be gone through in the time that it takes to look up an object.
const ENTRIES_PER_LOOK_UP: usize = 64;

/// Places that are looked at closely although nothing was plain at so many others.
const MOST_UNSETTLED: usize = 64;

/// Places that are told apart.
const MOST_HITS: usize = 1_000_000;
