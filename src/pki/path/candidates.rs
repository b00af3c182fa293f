//! The certificates that a path may go through, found by the name that they were issued to.

use std::collections::HashMap;

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

/// All certificates at hand, each known by its number.
#[derive(Default)]
pub(super) struct Candidates {
    entries: Vec<Entry>,
    /// By the octets of the subject, which is how nearly every issuer is found.
    by_subject: HashMap<Name, Vec<usize>>,
    /// By the subject as RFC 5280 7.1 compares it; made when it is needed, because it costs microseconds a name.
    by_canonical: Option<HashMap<Vec<u8>, Vec<usize>>>,
    /// By the end of the signature: certificates that were offered before. One each, so that nobody can fill a bin.
    by_end: HashMap<[u8; END], usize>,
    keys: HashMap<Vec<u8>, usize>,
}

struct Entry {
    certificate: Certificate,
    source: Source,
    /// The number of its public key.
    key: Option<usize>,
}

/// How names are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Comparison {
    Octets,
    Canonical,
}

impl Candidates {
    /// Adds a certificate and says its number; one that is known keeps its place.
    pub(super) fn add(&mut self, certificate: &Certificate, source: Source) -> usize {
        if let Some(known) = self.known(certificate) {
            // Asked about before it was offered.
            if source < Source::Leaf && self.source(known) == Some(Source::Leaf) {
                if let Some(entry) = self.entries.get_mut(known) {
                    entry.source = source;
                }
                self.index(known, certificate);
            }
            return known;
        }
        let number = self.entries.len();
        self.entries.push(Entry { certificate: certificate.clone(), source, key: None });
        self.by_end.entry(end_of(certificate)).or_insert(number);
        if source < Source::Leaf {
            self.index(number, certificate);
        }
        number
    }

    fn known(&self, certificate: &Certificate) -> Option<usize> {
        let number = *self.by_end.get(&end_of(certificate))?;
        self.certificate(number).filter(|known| *known == certificate).map(|_| number)
    }

    fn index(&mut self, number: usize, certificate: &Certificate) {
        self.by_subject.entry(certificate.subject().clone()).or_default().push(number);
        if let Some(by_canonical) = &mut self.by_canonical {
            by_canonical.entry(certificate.subject().canonical().to_vec()).or_default().push(number);
        }
    }

    pub(super) fn certificate(&self, number: usize) -> Option<&Certificate> {
        self.entries.get(number).map(|entry| &entry.certificate)
    }

    pub(super) fn source(&self, number: usize) -> Option<Source> {
        self.entries.get(number).map(|entry| entry.source)
    }

    /// The number of its public key: equal for certificates of one key.
    pub(super) fn key(&mut self, number: usize) -> usize {
        let fresh = self.keys.len();
        let Some(entry) = self.entries.get_mut(number) else { return usize::MAX };
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

    /// Who was certified under this name.
    pub(super) fn named(&mut self, name: &Name, comparison: Comparison) -> &[usize] {
        let found = match comparison {
            Comparison::Octets => self.by_subject.get(name),
            Comparison::Canonical => {
                let entries = &self.entries;
                let by_canonical = self.by_canonical.get_or_insert_with(|| {
                    let mut map: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
                    let candidates = entries.iter().enumerate().filter(|(_, e)| e.source < Source::Leaf);
                    for (number, entry) in candidates {
                        let name = entry.certificate.subject().canonical();
                        match map.get_mut(name) {
                            Some(numbers) => numbers.push(number),
                            None => {
                                map.insert(name.to_vec(), vec![number]);
                            }
                        }
                    }
                    map
                });
                by_canonical.get(name.canonical())
            }
        };
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

fn end_of(certificate: &Certificate) -> [u8; END] {
    certificate.der().last_chunk().copied().unwrap_or_default()
}

/// Octets of a signature that do not repeat by chance.
const END: usize = 16;
