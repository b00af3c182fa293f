//! Whether something in the revision before refers to an object that the update brings. A reference that led nowhere
//! would lead somewhere now, and an object that is also a page's content would change the page.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::rule::{Unexpected, Unexplained};
use super::uses::{Referrer, Uses};
use super::{Analysis, Location, Object, Places, value};
use crate::error::Result;

/// Looks for references to the reserved objects outside of their places, for all revisions together.
pub(super) fn check(analyses: &mut [Analysis<'_, '_>]) -> Result<()> {
    let alone: Rc<Places> = Rc::default();
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    let mut end = 0;
    let Some(document) = analyses.first().map(|analysis| analysis.document) else { return Ok(()) };
    for analysis in analyses.iter_mut() {
        for number in &analysis.added {
            analysis.reserved.entry(*number).or_insert_with(|| Rc::clone(&alone));
        }
        if !analysis.unexplained.is_empty() {
            analysis.reserved.clear();
        }
        for number in analysis.reserved.keys() {
            let reach = numbers.entry(*number).or_default();
            *reach = analysis.boundary.max(*reach);
            end = analysis.revision.max(end);
        }
    }
    if numbers.is_empty() {
        return Ok(());
    }
    let uses = Uses::search(document, &numbers, end)?;
    let sections: BTreeSet<usize> = document.sections().iter().map(|section| section.span.start).collect();
    for analysis in analyses {
        judge(analysis, &uses, &sections);
    }
    Ok(())
}

fn judge(analysis: &mut Analysis<'_, '_>, uses: &Uses, sections: &BTreeSet<usize>) {
    let mut found: BTreeSet<(u32, u32)> = BTreeSet::new();
    for (number, places) in &analysis.reserved {
        for Referrer { definition, key } in uses.of(*number, &analysis.old) {
            let by = definition.number;
            let is_section = || matches!(definition.location, Location::Offset { offset, .. } if sections.contains(&offset));
            let allowed = match key {
                None => false,
                Some(key) => places.allow(by, key) || (places.trailer && key == b"Info" && is_section()),
            };
            if !allowed {
                found.insert((by, *number));
            }
        }
    }
    // What earlier trailers say is read by nobody.
    let trailer = Object::Dictionary(analysis.old.trailer().clone());
    value::references(&trailer, &mut |key, to| {
        if let Some(places) = analysis.reserved.get(&to)
            && !(places.trailer && key == b"Info")
        {
            found.insert((0, to));
        }
    });
    let found = found.into_iter().map(|(by, number)| Unexplained::of(number, Unexpected::Shared { by }));
    analysis.unexplained.extend(found);
}

impl Places {
    /// Whether this object may refer to it below this key.
    fn allow(&self, by: u32, key: &[u8]) -> bool {
        self.inside.contains(&by) || self.below.iter().any(|(own, below)| *own == by && *below == key)
    }
}
