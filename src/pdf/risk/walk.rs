//! Goes from the trailer to everything that the document is made of, and looks at each object by itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::known::inspect;
use super::{RiskKind, Scan};
use crate::error::Result;
use crate::pdf::object::Entry;
use crate::pdf::{Dictionary, Document, Location, Object, ObjectId, to_index};

/// The walk, and what it learnt of pages.
pub(super) struct Walk {
    /// Object numbers that were met; a bit each.
    met: Vec<u64>,
    queue: VecDeque<ObjectId>,
    /// What is long and seldom holds anything: pages beyond the first, outlines, the structure of the text.
    later: VecDeque<ObjectId>,
    root: Option<ObjectId>,
    tree: BTreeMap<u32, Node>,
    /// The object numbers that the document knows, highest last.
    numbers: Vec<std::ops::Range<u32>>,
}

/// Part of the page tree, or what looks like it.
#[derive(Debug)]
enum Node {
    Page,
    Pages(Vec<ObjectId>),
}

impl Walk {
    pub(super) fn new(document: &Document<'_>, revision: usize) -> Self {
        let last = document.revisions().len().saturating_sub(1);
        let numbers = document.numbers_up_to(revision.min(last));
        let highest = numbers.last().map_or(0, |range| range.end);
        Self {
            met: vec![0; to_index(highest) / 64 + 1],
            queue: VecDeque::new(),
            later: VecDeque::new(),
            root: None,
            tree: BTreeMap::new(),
            numbers,
        }
    }

    /// The pages in their order, as far as the walk came.
    pub(super) fn pages(&self) -> Vec<ObjectId> {
        let mut pages = Vec::new();
        let mut seen = BTreeSet::new();
        let mut stack: Vec<ObjectId> = self.root.into_iter().collect();
        while let Some(id) = stack.pop() {
            match self.tree.get(&id.number) {
                Some(Node::Page) if seen.insert(id.number) => pages.push(id),
                Some(Node::Pages(kids)) if seen.insert(id.number) => stack.extend(kids.iter().rev()),
                _ => {}
            }
        }
        pages
    }

    pub(super) fn run(&mut self, scan: &mut Scan<'_, '_>) -> Result<()> {
        let trailer = scan.view.trailer().clone();
        let catalog = scan.view.catalog_id()?;
        self.meet(catalog.number);
        if let Some(Object::Dictionary(root)) = scan.look_up(catalog)? {
            self.root = root.get(b"Pages").and_then(Object::as_reference);
            inspect(scan, &root, catalog.number)?;
            // The list of pages comes behind the rest.
            let (pages, rest): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) =
                root.entries().iter().partition(|entry| entry.key.as_ref() == b"Pages");
            for entry in rest.into_iter().chain(pages) {
                let long = matches!(
                    entry.key.as_ref(),
                    b"StructTreeRoot" | b"Outlines" | b"Dests" | b"PageLabels" | b"Threads"
                );
                self.value(scan, &entry.value, catalog.number, long)?;
            }
        }
        self.value(scan, &Object::Dictionary(trailer), 0, true)?;
        loop {
            let (id, later) = match self.queue.pop_front() {
                Some(id) => (id, false),
                None => match self.later.pop_front() {
                    Some(id) => (id, true),
                    None => break,
                },
            };
            self.visit(scan, id, later)?;
        }
        // Only now is it known what the trailer does not lead to.
        if scan.complete { self.look_outside(scan) } else { Ok(()) }
    }

    fn visit(&mut self, scan: &mut Scan<'_, '_>, id: ObjectId, later: bool) -> Result<()> {
        let Some(found) = scan.look_up(id)? else { return Ok(()) };
        if let Object::Dictionary(dictionary) = &found
            && let Some(node) = node(dictionary)
        {
            let kids = match &node {
                Node::Pages(kids) => kids.as_slice(),
                Node::Page => &[],
            };
            // A hundred pages are looked at before outlines and the like, the others after them.
            for kid in kids.iter().skip(FIRST_PAGES) {
                if self.meet(kid.number) {
                    self.later.push_back(*kid);
                }
            }
            self.tree.insert(id.number, node);
        }
        self.value(scan, &found, id.number, later)
    }

    /// Looks at a value and notes what it refers to. It is no deeper than the parser allows.
    fn value(&mut self, scan: &mut Scan<'_, '_>, value: &Object<'_>, of: u32, later: bool) -> Result<()> {
        match value {
            Object::Reference(id) => {
                if self.meet(id.number) {
                    if later { &mut self.later } else { &mut self.queue }.push_back(*id);
                }
            }
            Object::Array(items) => {
                for item in items {
                    self.value(scan, item, of, later)?;
                }
            }
            Object::Dictionary(dictionary) => self.dictionary(scan, dictionary, of, later)?,
            Object::Stream(stream) => {
                if stream.dictionary.get(b"F").is_some() {
                    scan.note(RiskKind::ExternalStream).at(Some(of));
                }
                self.dictionary(scan, &stream.dictionary, of, later)?;
            }
            Object::Null
            | Object::Bool(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(_) => {}
        }
        Ok(())
    }

    fn dictionary(
        &mut self,
        scan: &mut Scan<'_, '_>,
        dictionary: &Dictionary<'_>,
        of: u32,
        later: bool,
    ) -> Result<()> {
        inspect(scan, dictionary, of)?;
        for entry in dictionary.entries() {
            self.value(scan, &entry.value, of, later)?;
        }
        Ok(())
    }

    /// Whether this number is met for the first time, and may be an object.
    fn meet(&mut self, number: u32) -> bool {
        let Some(word) = self.met.get_mut(to_index(number) / 64) else { return false };
        let bit = 1u64 << (number % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Pages, page trees and catalogs that nothing leads to, and pages that the page tree does not lead to.
    fn look_outside(&mut self, scan: &mut Scan<'_, '_>) -> Result<()> {
        let inside: BTreeSet<u32> = self.pages().iter().map(|page| page.number).collect();
        for (number, node) in &self.tree {
            if matches!(node, Node::Page) && !inside.contains(number) {
                scan.note(RiskKind::PageOutside).at(Some(*number));
            }
        }
        for range in self.numbers.clone() {
            for number in range {
                scan.work.spend(usize::from(number % 16 == 0))?;
                if number == 0 || !self.meet(number) {
                    continue;
                }
                let Some(location) = scan.view.location(number) else { continue };
                let generation = match location {
                    Location::Free => continue,
                    Location::InStream { .. } => 0,
                    Location::Offset { generation, .. } => generation,
                };
                if let Some(Object::Dictionary(dictionary)) = scan.look_up(ObjectId { number, generation })?
                    && can_show(&dictionary)
                {
                    scan.note(RiskKind::PageOutside).at(Some(number));
                }
            }
        }
        Ok(())
    }
}

/// Some writers leave an empty page tree behind, which shows nothing.
fn can_show(dictionary: &Dictionary<'_>) -> bool {
    match node(dictionary) {
        Some(Node::Pages(kids)) => !kids.is_empty(),
        Some(Node::Page) => true,
        None => dictionary.is(b"Type", b"Catalog"),
    }
}

fn node(dictionary: &Dictionary<'_>) -> Option<Node> {
    match dictionary.get(b"Type").and_then(Object::as_name) {
        Some(b"Page" | b"Template") => Some(Node::Page),
        Some(b"Pages") => {
            let kids = dictionary.get(b"Kids").and_then(Object::as_array).unwrap_or_default();
            Some(Node::Pages(kids.iter().filter_map(Object::as_reference).collect()))
        }
        _ => None,
    }
}

const FIRST_PAGES: usize = 100;
