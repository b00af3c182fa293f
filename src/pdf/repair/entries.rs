//! What the cross-reference says of every object, ready to be asked for each header that a scan finds.

use std::collections::HashMap;
use std::ops::Range;

use crate::error::Result;
use crate::limits::Budget;
use crate::pdf::chain::SectionKind;
use crate::pdf::document::Document;
use crate::pdf::index::Subsection;
use crate::pdf::object::ObjectId;
use crate::pdf::section::XrefEntry;
use crate::pdf::to_index;

/// The entries that count in the last revision, by object number.
pub(super) struct Entries {
    slots: Vec<u64>,
    /// The numbers that sections speak of.
    pub(super) ranges: Vec<Range<u32>>,
    /// Objects that readers of tables alone find at another place.
    pub(super) hybrid: Vec<u32>,
}

/// Where the last revision has an object. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Free, or never spoken of.
    Nowhere,
    At {
        offset: usize,
        generation: u16,
    },
    InStream {
        stream: u32,
    },
}

impl Entries {
    pub(super) fn new(document: &Document<'_>) -> Result<Self> {
        let numbers = document.highest_number().map_or(0, |highest| to_index(highest).saturating_add(1));
        let ranges = document.numbers_up_to(document.revisions().len().saturating_sub(1));
        let mut slots = vec![NOWHERE; numbers];
        let mut beside: HashMap<u32, u64> = HashMap::new();
        let (mut suspects, mut hybrid) = (Vec::new(), Vec::new());
        let mut stream = None;
        each_entry(document, |kind, section, number, entry| {
            let packed = pack(entry, document.base());
            if kind == SectionKind::HybridStream {
                if stream != Some(section) {
                    stream = Some(section);
                    beside.clear();
                }
                beside.insert(number, packed);
                suspects.push(number);
            } else if kind == SectionKind::HybridTable
                && stream.is_some_and(|stream| stream.saturating_add(1) == section)
                && let Some(other) = beside.get(&number)
            {
                // 7.5.8.4: the stream beside the table knows more of what the table calls free.
                if entry == XrefEntry::Free {
                    return;
                }
                if *other != NOWHERE && *other != packed {
                    hybrid.push(number);
                }
            }
            if let Some(slot) = slots.get_mut(to_index(number)) {
                *slot = packed;
            }
        })?;
        if !suspects.is_empty() {
            hybrid.extend(disagreeing(document, &slots, suspects)?);
            hybrid.sort_unstable();
            hybrid.dedup();
        }
        Ok(Self { slots, ranges, hybrid })
    }

    /// What the last revision says of this object.
    pub(super) fn place(&self, number: u32) -> Place {
        self.slots.get(to_index(number)).map_or(Place::Nowhere, |slot| unpack(*slot))
    }

    /// Whether the last revision has exactly this object at exactly this byte.
    pub(super) fn is_at(&self, id: ObjectId, at: usize) -> bool {
        self.slots.get(to_index(id.number)) == Some(&packed_offset(at, u64::from(id.generation)))
    }
}

/// Those of the objects in the streams of a hybrid file that its tables have elsewhere.
fn disagreeing(document: &Document<'_>, slots: &[u64], mut suspects: Vec<u32>) -> Result<Vec<u32>> {
    let mut tables = vec![NOWHERE; slots.len()];
    each_entry(document, |kind, _, number, entry| {
        if kind != SectionKind::HybridStream
            && let Some(slot) = tables.get_mut(to_index(number))
        {
            *slot = pack(entry, document.base());
        }
    })?;
    suspects.sort_unstable();
    suspects.dedup();
    suspects.retain(|number| {
        let (table, all) = (tables.get(to_index(*number)), slots.get(to_index(*number)));
        table != all && table != Some(&NOWHERE) && all != Some(&NOWHERE)
    });
    Ok(suspects)
}

/// Visits every entry of every section, the newest last.
pub(super) fn each_entry(
    document: &Document<'_>,
    mut visit: impl FnMut(SectionKind, usize, u32, XrefEntry),
) -> Result<()> {
    let mut budget = Budget::new(document.limits.objects.saturating_mul(8), "cross-reference entries");
    for subsection in &document.chain.subsections {
        budget.spend(to_index(subsection.count))?;
        let Some(section) = document.chain.sections.get(subsection.section) else { continue };
        let Subsection { first, count, section: index, .. } = *subsection;
        for number in first..first.saturating_add(count) {
            visit(section.kind, index, number, section.entry(document.bytes, subsection, number));
        }
    }
    Ok(())
}

fn pack(entry: XrefEntry, base: usize) -> u64 {
    match entry {
        XrefEntry::Free => NOWHERE,
        XrefEntry::InUse { offset, generation } => {
            packed_offset(to_index(offset).saturating_add(base), u64::from(generation))
        }
        XrefEntry::InStream { stream, .. } => IN_STREAM | u64::from(stream),
    }
}

/// Offsets below 2^46 and generations of 16 bits are all that a file can have; greater ones lead nowhere either way.
fn packed_offset(offset: usize, generation: u64) -> u64 {
    let offset = u64::try_from(offset).unwrap_or(u64::MAX).min(OFFSET);
    AT | generation.min(0xffff) << OFFSET_BITS | offset
}

fn unpack(slot: u64) -> Place {
    if slot & IN_STREAM != 0 {
        Place::InStream { stream: u32::try_from(slot & OFFSET).unwrap_or(u32::MAX) }
    } else if slot & AT != 0 {
        let generation = u16::try_from(slot >> OFFSET_BITS & 0xffff).unwrap_or(u16::MAX);
        Place::At { offset: to_index(slot & OFFSET), generation }
    } else {
        Place::Nowhere
    }
}

const NOWHERE: u64 = 0;
const AT: u64 = 1 << 62;
const IN_STREAM: u64 = 1 << 63;
const OFFSET_BITS: u32 = 46;
const OFFSET: u64 = (1 << OFFSET_BITS) - 1;
