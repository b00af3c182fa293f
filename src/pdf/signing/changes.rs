//! What a later revision changed: every object that it touches is explained by a named rule, or it is not explained.
//!
//! One revision is compared with the one before, so that an effect which a third one undoes is still seen. Nothing is
//! allowed that no rule names. The cost is that of the update: what stands in the rest of the file is only searched for
//! references to the objects that the update brings.

mod annotation;
mod appearance;
mod catalog;
mod catalog_structure;
mod describe;
mod field;
mod field_value;
mod form;
mod form_claim;
mod form_sight;
mod form_tree;
mod holder;
mod information;
mod layout;
mod metadata;
mod page;
mod referrers;
mod rule;
mod scan;
mod signature;
mod signature_field;
#[cfg(test)]
mod tests;
mod trailer;
mod unused;
mod uses;
mod validation_data;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::super::{Dictionary, Document, Location, Object, ObjectId, View};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
pub(crate) use rule::{
    Change, ChangeClass, Concern, Explained, Rule, Subject, Unexpected, Unexplained, What,
};

/// What one revision changed against the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RevisionChanges {
    pub(crate) class: ChangeClass,
    /// What was done, as people would name it, in the order of its discovery.
    pub(crate) changes: Vec<Change>,
    /// Objects that a rule explains, ascending by number.
    pub(crate) explained: Vec<Explained>,
    /// What no rule explains, in the order of its discovery. Empty unless the class says so.
    pub(crate) unexplained: Vec<Unexplained>,
    /// The dictionaries of the signatures and document timestamps that were added. The byte range of one of them has
    /// to cover this revision, which is for the caller to check.
    pub(crate) signatures: Vec<ObjectId>,
}

/// Explains what revision `revision`, counted from 0, changed against the one before; the first revision changes
/// nothing, and neither does one that does not exist.
///
/// Neither the contents of validation data nor the token and byte range of a timestamp are looked at.
///
/// # Errors
/// `LimitExceeded`, and what the decryptor says. What cannot be read is not explained, which is no error.
#[cfg(test)]
fn changes(document: &Document<'_>, revision: usize, limits: &Limits) -> Result<RevisionChanges> {
    let found = changes_of(document, revision..revision.saturating_add(1), limits)?.pop();
    Ok(found.unwrap_or_else(RevisionChanges::nothing))
}

/// The same for several revisions in a row, which costs one search through the file instead of one for each. What
/// lies behind the last revision is left out.
///
/// # Errors
/// As for one of them.
pub(crate) fn changes_of(
    document: &Document<'_>,
    revisions: Range<usize>,
    limits: &Limits,
) -> Result<Vec<RevisionChanges>> {
    let end = revisions.end.min(document.revisions().len());
    let mut analyses = Vec::new();
    for revision in revisions.start.max(1)..end {
        let before = revision.saturating_sub(1);
        analyses.push(explained(Analysis::new(document, before, revision, limits)?)?);
    }
    referrers::check(&mut analyses)?;
    describe::describe(&mut analyses);
    let first = (revisions.start == 0 && end > 0).then(RevisionChanges::nothing);
    Ok(first.into_iter().chain(analyses.into_iter().map(Analysis::finish)).collect())
}

/// Lets every rule have its turn.
fn explained<'d, 'a>(mut analysis: Analysis<'d, 'a>) -> Result<Analysis<'d, 'a>> {
    trailer::explain(&mut analysis);
    analysis.sort_out()?;
    layout::explain_structure(&mut analysis)?;
    let information = information::explain(&mut analysis);
    analysis.settle(information)?;
    catalog::explain(&mut analysis)?;
    page::explain(&mut analysis)?;
    catalog_structure::explain(&mut analysis)?;
    unused::explain(&mut analysis)?;
    analysis.leave_unexplained();
    layout::check(&mut analysis)?;
    Ok(analysis)
}

/// The comparison of two revisions while it is made.
struct Analysis<'d, 'a> {
    document: &'d Document<'a>,
    limits: &'d Limits,
    revision: usize,
    old: View<'d, 'a>,
    new: View<'d, 'a>,
    /// Where the revision before ends.
    boundary: usize,
    /// Objects with another value than before.
    changed: BTreeSet<u32>,
    /// Objects that did not exist before.
    added: BTreeSet<u32>,
    /// Objects that did not exist before either, but have not the generation of a new one.
    of_later_generation: BTreeSet<u32>,
    /// Objects that existed and were deleted.
    freed: BTreeSet<u32>,
    /// Where each touched object stands now, if it stands in the file by itself.
    spans: Vec<(Range<usize>, u32)>,
    /// What the touched objects are now, so that each is parsed once: a signature is as long as ten pages.
    read: BTreeMap<ObjectId, Object<'a>>,
    explained: BTreeMap<u32, Rule>,
    unexplained: Vec<Unexplained>,
    /// Objects that may be referred to from these places of the revision before, and from nowhere else.
    reserved: BTreeMap<u32, Rc<Places>>,
    changes: Vec<Change>,
    signatures: Vec<ObjectId>,
    /// Widgets of new fields, which may be new annotations of a page.
    widgets: BTreeSet<u32>,
}

/// Where references to some objects may stand in the revision before.
#[derive(Debug, Default)]
struct Places {
    /// Anywhere in these objects.
    inside: BTreeSet<u32>,
    /// In these objects below this key.
    below: Vec<(u32, &'static [u8])>,
    /// In the trailer, below /Info.
    trailer: bool,
}

/// Why a rule does not explain a change.
enum Refusal {
    Unexplained(Unexplained),
    Failed(Error),
}

/// What a rule comes to.
type Ruling<T> = std::result::Result<T, Refusal>;

/// Whether an object exists in a revision. Complete by nature.
enum State<'a> {
    Absent,
    Unreadable,
    Present { generation: u16, object: Object<'a> },
}

impl<'d, 'a> Analysis<'d, 'a> {
    fn new(document: &'d Document<'a>, before: usize, revision: usize, limits: &'d Limits) -> Result<Self> {
        Ok(Self {
            document,
            limits,
            revision,
            old: document.view(before),
            new: document.view(revision),
            boundary: document.revisions().get(before).map_or(0, |before| before.end),
            changed: BTreeSet::new(),
            added: BTreeSet::new(),
            of_later_generation: BTreeSet::new(),
            freed: BTreeSet::new(),
            spans: Vec::new(),
            read: BTreeMap::new(),
            explained: BTreeMap::new(),
            unexplained: Vec::new(),
            reserved: BTreeMap::new(),
            changes: Vec::new(),
            signatures: Vec::new(),
            widgets: BTreeSet::new(),
        })
    }

    /// Parts the touched objects into those that are the same, those that changed, those that are new, and those that
    /// no rule could explain whatever their value.
    fn sort_out(&mut self) -> Result<()> {
        for number in self.new.touched()? {
            let unexplained = match (self.state(&self.old, number)?, self.note_state(number)?) {
                // The head of the list of free objects, and numbers that are free as before.
                (State::Absent, State::Absent) => continue,
                (_, State::Unreadable) => Unexpected::Unreadable,
                (State::Unreadable, _) => Unexpected::Replaced,
                (State::Present { .. }, State::Absent) => {
                    self.freed.insert(number);
                    continue;
                }
                (State::Absent, State::Present { generation: 0, .. }) => {
                    self.added.insert(number);
                    continue;
                }
                (State::Absent, State::Present { .. }) => {
                    self.of_later_generation.insert(number);
                    continue;
                }
                (
                    State::Present { generation, object: old },
                    State::Present { generation: now, object: new },
                ) => {
                    if generation != now {
                        Unexpected::GenerationChanged
                    } else if value::same_object(self.document, &old, &new) {
                        self.explained.insert(number, Rule::Identical);
                        continue;
                    } else {
                        self.changed.insert(number);
                        continue;
                    }
                }
            };
            self.report(number, unexplained);
        }
        Ok(())
    }

    fn state(&self, view: &View<'d, 'a>, number: u32) -> Result<State<'a>> {
        let generation = match view.location(number) {
            None | Some(Location::Free) => return Ok(State::Absent),
            Some(Location::Offset { generation, .. }) => generation,
            Some(Location::InStream { .. }) => 0,
        };
        match view.object(ObjectId { number, generation }) {
            Ok(Some(object)) => Ok(State::Present { generation, object }),
            Ok(None) => Ok(State::Absent),
            Err(error) if error.kind() == ErrorKind::MalformedPdf => Ok(State::Unreadable),
            Err(error) => Err(error),
        }
    }

    /// The state in the new revision, remembering where the object stands. What had to be tolerated in order to read
    /// it makes it unreadable: another reader may see another object there.
    fn note_state(&mut self, number: u32) -> Result<State<'a>> {
        let generation = match self.new.location(number) {
            None | Some(Location::Free) => return Ok(State::Absent),
            Some(Location::Offset { generation, .. }) => generation,
            Some(Location::InStream { .. }) => 0,
        };
        match self.new.indirect(ObjectId { number, generation }) {
            Ok(Some(found)) => {
                let own = found.span.as_ref().is_some_and(|span| span.start >= self.boundary);
                if own && !found.anomalies.is_empty() {
                    return Ok(State::Unreadable);
                }
                self.spans.extend(found.span.map(|span| (span, number)));
                self.read.insert(ObjectId { number, generation }, found.object.clone());
                Ok(State::Present { generation, object: found.object })
            }
            Ok(None) => Ok(State::Absent),
            Err(error) if error.kind() == ErrorKind::MalformedPdf => Ok(State::Unreadable),
            Err(error) => Err(error),
        }
    }

    /// An object as the new revision has it.
    fn now(&self, id: ObjectId) -> Result<Option<Object<'a>>> {
        match self.read.get(&id) {
            Some(object) => Ok(Some(object.clone())),
            None => self.new.object(id),
        }
    }

    /// Objects that are left over when all rules had their turn.
    fn leave_unexplained(&mut self) {
        let reported: BTreeSet<u32> = self.unexplained.iter().filter_map(|item| item.object).collect();
        let left = |number: &&u32| !self.explained.contains_key(number) && !reported.contains(number);
        let changed = self.changed.iter().filter(left).map(|n| Unexplained::of(*n, Unexpected::Replaced));
        let added = self.added.iter().filter(left).map(|n| Unexplained::of(*n, Unexpected::Added));
        let freed = self.freed.iter().filter(left).map(|n| Unexplained::of(*n, Unexpected::Freed));
        let generation = |n: &u32| Unexplained::of(*n, Unexpected::GenerationChanged);
        let odd = self.of_later_generation.iter().map(generation);
        let items: Vec<Unexplained> = changed.chain(added).chain(freed).chain(odd).collect();
        self.unexplained.extend(items);
    }

    fn report(&mut self, number: u32, what: Unexpected) {
        self.unexplained.push(Unexplained::of(number, what));
    }

    /// Takes note of what was done.
    fn note(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Takes an object as explained, which nothing else in the revision before may refer to.
    fn explain(&mut self, number: u32, rule: Rule, places: &Rc<Places>) {
        self.explained.insert(number, rule);
        self.reserved.insert(number, Rc::clone(places));
    }

    /// Whether there is an object that a rule might explain.
    fn is_open(&self) -> bool {
        self.changed.iter().chain(&self.added).any(|number| !self.explained.contains_key(number))
    }

    /// Notes what a rule refuses.
    fn settle(&mut self, ruling: Ruling<()>) -> Result<()> {
        match ruling {
            Ok(()) => Ok(()),
            Err(Refusal::Unexplained(item)) => {
                self.unexplained.push(item);
                Ok(())
            }
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    fn finish(self) -> RevisionChanges {
        let class = if !self.unexplained.is_empty() {
            ChangeClass::Unexplained
        } else {
            let classes = self.changes.iter().map(|change| change.what.class());
            classes.max().unwrap_or(ChangeClass::Nothing)
        };
        let explained =
            self.explained.iter().map(|(object, rule)| Explained { object: *object, rule: *rule });
        RevisionChanges {
            class,
            changes: self.changes,
            explained: explained.collect(),
            signatures: self.signatures,
            unexplained: self.unexplained,
        }
    }
}

fn refuse(object: impl Into<Option<u32>>, what: Unexpected) -> Refusal {
    Refusal::Unexplained(Unexplained::new(object.into(), what))
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::MalformedPdf => refuse(None, Unexpected::Unreadable),
            _ => Self::Failed(error),
        }
    }
}

impl RevisionChanges {
    fn nothing() -> Self {
        Self {
            class: ChangeClass::Nothing,
            changes: Vec::new(),
            explained: Vec::new(),
            unexplained: Vec::new(),
            signatures: Vec::new(),
        }
    }
}
