//! The certificates that a path may go through, found by the name that they were issued to.

use std::collections::{BTreeSet, HashMap};

use crate::pki::{Certificate, Name};

/// Where a certificate came from; what is more trustworthy is tried first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Anchor,
    Intermediate,
    Offered,
    /// Asked about, and no candidate.
    Leaf,
}

/// All certificates at hand, each known by its place.
#[derive(Default)]
pub(super) struct Candidates {
    entries: Vec<Entry>,
    /// The number of the subject, and the place.
    by_subject: BTreeSet<(u64, usize)>,
    /// By what tells certificates apart. One place each, so that nobody can fill a bin; what is missed here is a
    /// certificate that stands there twice, no more.
    known: HashMap<u64, usize>,
    keys: HashMap<Vec<u8>, usize>,
}

struct Entry {
    certificate: Certificate,
    source: Source,
    /// The number of its public key.
    key: Option<usize>,
}

impl Candidates {
    /// Room for so many more.
    pub(super) fn reserve(&mut self, count: usize) {
        self.entries.reserve(count);
        self.known.reserve(count);
    }

    /// Adds a certificate and says its place, which it keeps.
    pub(super) fn add(&mut self, certificate: &Certificate, source: Source) -> usize {
        let known = self.known.get(&certificate.number()).copied();
        if let Some(known) = known.filter(|known| self.certificate(*known) == Some(certificate)) {
            // Asked about before it was offered.
            if let Some(entry) = self.entries.get_mut(known).filter(|entry| source < entry.source) {
                entry.source = source;
                self.by_subject.insert((certificate.subject().number(), known));
            }
            return known;
        }
        let place = self.entries.len();
        self.entries.push(Entry { certificate: certificate.clone(), source, key: None });
        self.known.entry(certificate.number()).or_insert(place);
        if source < Source::Leaf {
            self.by_subject.insert((certificate.subject().number(), place));
        }
        place
    }

    pub(super) fn certificate(&self, place: usize) -> Option<&Certificate> {
        self.entries.get(place).map(|entry| &entry.certificate)
    }

    pub(super) fn source(&self, place: usize) -> Option<Source> {
        self.entries.get(place).map(|entry| entry.source)
    }

    /// The number of its public key: equal for certificates of one key.
    pub(super) fn key(&mut self, place: usize) -> usize {
        let fresh = self.keys.len();
        let Some(entry) = self.entries.get_mut(place) else { return usize::MAX };
        *entry.key.get_or_insert_with(|| {
            let spki = entry.certificate.spki();
            match self.keys.get(spki) {
                Some(known) => *known,
                None => {
                    self.keys.insert(spki.to_vec(), fresh);
                    fresh
                }
            }
        })
    }

    /// The places of those that were certified under this name, in the order in which they were added.
    pub(super) fn named(&self, name: &Name) -> Vec<usize> {
        let places = self.by_subject.range((name.number(), 0)..=(name.number(), usize::MAX));
        let places = places.map(|(_, place)| *place);
        places.filter(|place| self.certificate(*place).is_some_and(|c| c.subject().matches(name))).collect()
    }
}
