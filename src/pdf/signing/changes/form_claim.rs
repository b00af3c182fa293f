//! What the rules of the form take for one field, until all of it is found to be good.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::super::content::Marks;
use super::super::super::{Dictionary, Object, ObjectId};
use super::rule::{Rule, Unexpected};
use super::{Analysis, Places, Refusal, Ruling, form_sight, refuse, value};
use crate::error::Result;
use crate::limits::Budget;

/// The rules of the form at work.
pub(super) struct Work<'c, 'd, 'a> {
    pub(super) analysis: &'c mut Analysis<'d, 'a>,
    pub(super) catalog: u32,
    /// Objects taken for what is being looked at, with the places from which the revision before may refer to them;
    /// `None` for an object that may be referred to from anywhere.
    taken: BTreeMap<u32, Option<Places>>,
    /// Objects that are not touched, but would carry an effect elsewhere if something else used them.
    released: Vec<(u32, Places)>,
    /// What appearances and the resources of the form are made of. They may share it, for all of it is new.
    pub(super) resources: BTreeSet<u32>,
    pub(super) budget: Budget,
    /// What the pages that were looked at showed before.
    pub(super) pages: BTreeMap<ObjectId, Rc<Marks>>,
    /// For looking at pages and appearances.
    pub(super) ink: Budget,
}

/// Where the revision before refers to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// In this object, below this key.
    Below(u32, &'static [u8]),
    /// Anywhere in this object.
    Inside(u32),
}

impl Spot {
    fn add_to(self, places: &mut Places) {
        match self {
            Self::Below(number, key) => places.below.push((number, key)),
            Self::Inside(number) => drop(places.inside.insert(number)),
        }
    }

    pub(super) fn places(self) -> Places {
        let mut places = Places::default();
        self.add_to(&mut places);
        places
    }
}

/// A value that may be an object of its own, before and now.
pub(super) struct Part<'a> {
    pub(super) old: Object<'a>,
    pub(super) new: Object<'a>,
    /// Where references in it stood before.
    pub(super) spot: Spot,
    /// The object that holds it now, if that was taken: it is new or has another value.
    pub(super) taken: Option<u32>,
    /// The object that holds it, if that is the one of before and is not touched, and where it is referred to: nothing
    /// else may do so if something changes below it.
    pub(super) through: Option<(u32, Spot)>,
}

impl<'c, 'd, 'a> Work<'c, 'd, 'a> {
    pub(super) fn new(analysis: &'c mut Analysis<'d, 'a>, catalog: u32) -> Self {
        let budget = Budget::new(analysis.limits.fields, "form fields");
        Self {
            analysis,
            catalog,
            taken: BTreeMap::new(),
            released: Vec::new(),
            resources: BTreeSet::new(),
            budget,
            pages: BTreeMap::new(),
            ink: Budget::new(form_sight::WORK, "operators of pages and appearances"),
        }
    }

    /// Settles what was taken: the objects are explained, or none of them is.
    pub(super) fn settle(&mut self, rule: Rule, ruling: Ruling<()>) -> Result<Option<Vec<u32>>> {
        let taken = std::mem::take(&mut self.taken);
        let released = std::mem::take(&mut self.released);
        if let Err(refusal) = ruling {
            self.analysis.settle(Err(refusal))?;
            return Ok(None);
        }
        let numbers = taken.keys().copied().collect();
        for (number, places) in taken {
            self.analysis.explained.insert(number, rule);
            if let Some(places) = places {
                self.analysis.reserved.insert(number, Rc::new(places));
            }
        }
        for (number, places) in released {
            self.analysis.reserved.entry(number).or_insert_with(|| Rc::new(places));
        }
        Ok(Some(numbers))
    }

    pub(super) fn has_taken(&self, number: u32) -> bool {
        self.taken.contains_key(&number)
    }

    pub(super) fn is_changed(&self, id: ObjectId) -> bool {
        self.analysis.changed.contains(&id.number)
    }

    pub(super) fn is_added(&self, id: ObjectId) -> bool {
        id.generation == 0 && self.analysis.added.contains(&id.number)
    }

    /// Takes a new object, which the revision before must not speak of.
    pub(super) fn take_added(&mut self, id: ObjectId, otherwise: impl Fn() -> Unexpected) -> Ruling<()> {
        if !self.is_added(id) {
            return Err(refuse(id.number, otherwise()));
        }
        self.take(id.number, Some(Places::default()), otherwise)
    }

    /// Takes an object, unless something else has a use for it already.
    pub(super) fn take(
        &mut self,
        number: u32,
        places: Option<Places>,
        otherwise: impl Fn() -> Unexpected,
    ) -> Ruling<()> {
        if self.taken.contains_key(&number) || self.analysis.explained.contains_key(&number) {
            return Err(refuse(number, otherwise()));
        }
        self.taken.insert(number, places);
        Ok(())
    }

    /// Looks at a value that stands where it stood: a part of the same object, or an object of its own that is the
    /// same as before or new. An object of before that belonged to something else does not belong here.
    pub(super) fn part(
        &mut self,
        old: Option<&Object<'a>>,
        new: &Object<'a>,
        spot: Spot,
        otherwise: impl Fn() -> Unexpected,
    ) -> Ruling<Part<'a>> {
        let was = old.and_then(Object::as_reference);
        let (mut taken, mut through) = (None, None);
        if let Object::Reference(id) = new {
            if was == Some(*id) {
                if self.is_changed(*id) {
                    self.take_again(*id, spot, &otherwise)?;
                    taken = Some(id.number);
                } else {
                    through = Some((id.number, spot));
                }
            } else {
                self.take_added(*id, &otherwise)?;
                taken = Some(id.number);
            }
        }
        let holder = taken.or(new.as_reference().map(|id| id.number));
        let current = self.analysis.new.resolve(new)?;
        // An object that is nothing but a reference to another one hides what it leads to.
        if let Some(id) = new.as_reference()
            && matches!(self.analysis.now(id)?, Some(Object::Reference(_)))
        {
            return Err(refuse(id.number, otherwise()));
        }
        if taken.is_some() || new.as_reference().is_none() {
            value::no_duplicates(&current).map_err(|what| refuse(holder, what))?;
        }
        Ok(Part {
            old: old.map(|old| self.analysis.old.resolve(old)).transpose()?.unwrap_or(Object::Null),
            new: current,
            spot: was.map_or(spot, |id| Spot::Inside(id.number)),
            taken,
            through,
        })
    }

    /// Takes an object that changed in its place; one that two parts of the same thing use is taken for both.
    fn take_again(&mut self, id: ObjectId, spot: Spot, otherwise: impl Fn() -> Unexpected) -> Ruling<()> {
        if let Some(Some(places)) = self.taken.get_mut(&id.number) {
            spot.add_to(places);
            return Ok(());
        }
        self.take(id.number, Some(spot.places()), otherwise)
    }

    /// Notes that nothing else may have had a use for an object, although it is not touched: something below it is, or
    /// it has no use here any more.
    pub(super) fn release(&mut self, number: u32, spot: Spot) {
        match self.released.iter_mut().find(|(own, _)| *own == number) {
            Some((_, places)) => spot.add_to(places),
            None => self.released.push((number, spot.places())),
        }
    }

    /// The new value of a dictionary, read and without doubt about its entries.
    pub(super) fn dictionary(&self, id: ObjectId) -> Ruling<Option<Dictionary<'a>>> {
        let object = self.analysis.now(id)?.unwrap_or(Object::Null);
        value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
        Ok(match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        })
    }

    pub(super) fn report(&mut self, refusal: Refusal) -> Result<()> {
        self.analysis.settle(Err(refusal))
    }
}

/// A value that leads nowhere.
pub(super) fn is_plain(value: &Object<'_>) -> bool {
    !value::has_references(value)
}
