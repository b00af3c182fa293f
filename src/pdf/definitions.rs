//! Where objects are defined, in whatever revision: an object that a later revision replaces has several definitions.

use std::collections::BTreeSet;

use super::chain::SectionKind;
use super::document::Document;
use super::section::XrefEntry;
use super::to_index;
use super::view::Location;

/// One definition of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) number: u32,
    /// The revision that brings it.
    pub(crate) revision: usize,
    /// In the file or in an object stream; never [`Location::Free`].
    pub(crate) location: Location,
}

impl Document<'_> {
    /// The definitions of an object, newest first. Each costs a look into the index, however many revisions there are.
    pub(crate) fn definitions_of(&self, number: u32) -> impl Iterator<Item = Definition> {
        let chain = &self.chain;
        let mut limit = chain.subsections.len();
        std::iter::from_fn(move || {
            let section = chain.subsections.get(chain.index.newest(number, limit)?)?.section;
            let revision = chain.revisions.partition_point(|revision| revision.sections.end <= section);
            let first = chain.revisions.get(revision)?.sections.start;
            limit = chain.starts.get(first).copied().unwrap_or(0);
            Some((revision, self.view(revision).location(number)))
        })
        .filter_map(move |(revision, location)| {
            let location = location.filter(|location| *location != Location::Free)?;
            Some(Definition { number, revision, location })
        })
    }

    /// The definitions that this revision brings, by number.
    pub(crate) fn definitions_in(&self, revision: usize) -> impl Iterator<Item = Definition> {
        let view = self.view(revision);
        let own = self.chain.revisions.get(revision).map_or(0..0, |revision| {
            let start = self.chain.starts.get(revision.sections.start).copied();
            start.unwrap_or(revision.subsections)..revision.subsections
        });
        let subsections = self.chain.subsections.get(own).unwrap_or_default().iter();
        let numbers = subsections.flat_map(|s| s.first..s.first.saturating_add(s.count));
        numbers.filter_map(move |number| {
            let location = view.location(number).filter(|location| *location != Location::Free)?;
            Some(Definition { number, revision, location })
        })
    }

    /// Where a reader that does not know hybrid files (7.5.8.4) has an object in this revision.
    pub(crate) fn location_in_tables(&self, revision: usize, number: u32) -> Option<Location> {
        let chain = &self.chain;
        let mut limit = chain.revisions.get(revision)?.subsections;
        loop {
            let newest = chain.index.newest(number, limit)?;
            let subsection = chain.subsections.get(newest)?;
            let section = chain.sections.get(subsection.section)?;
            if section.kind != SectionKind::HybridStream {
                return Some(self.location(section.entry(self.bytes, subsection, number)));
            }
            limit = newest;
        }
    }

    /// What an entry says, in bytes of the file.
    pub(super) fn location(&self, entry: XrefEntry) -> Location {
        match entry {
            XrefEntry::Free => Location::Free,
            XrefEntry::InUse { offset, generation } => Location::Offset {
                offset: to_index(offset).saturating_add(self.chain.base),
                generation: u16::try_from(generation).unwrap_or(u16::MAX),
            },
            XrefEntry::InStream { stream, index } => Location::InStream { stream, index },
        }
    }

    /// How many entries the sections of the revisions before this one have, free ones included.
    pub(crate) fn entries_before(&self, revision: usize) -> usize {
        let known = revision.checked_sub(1).and_then(|before| self.chain.revisions.get(before));
        let known = known.map_or(0, |before| before.subsections);
        let counts = self.chain.subsections.iter().take(known).map(|s| to_index(s.count));
        counts.fold(0, usize::saturating_add)
    }

    /// The numbers of the object streams in which the sections of the revisions before this one place objects. Each
    /// entry is looked at once.
    pub(crate) fn object_streams_before(&self, revision: usize) -> BTreeSet<u32> {
        let known = revision.checked_sub(1).and_then(|before| self.chain.revisions.get(before));
        let mut streams = BTreeSet::new();
        let mut last = None;
        for subsection in self.chain.subsections.iter().take(known.map_or(0, |known| known.subsections)) {
            let Some(section) = self.chain.sections.get(subsection.section) else { continue };
            // Tables place nothing there.
            if section.data.is_empty() {
                continue;
            }
            for number in subsection.first..subsection.first.saturating_add(subsection.count) {
                if let XrefEntry::InStream { stream, .. } = section.entry(self.bytes, subsection, number)
                    && last != Some(stream)
                {
                    streams.insert(stream);
                    last = Some(stream);
                }
            }
        }
        streams
    }
}
