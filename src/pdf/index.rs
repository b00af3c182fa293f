//! Which cross-reference subsection speaks last about an object.

use super::to_index;

/// A run of consecutive object numbers in a cross-reference section (ISO 32000-2 7.5.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subsection {
    pub(super) first: u32,
    pub(super) count: u32,
    /// The section it belongs to.
    pub(super) section: usize,
    /// Where its first entry is, in what `store` says.
    pub(super) start: usize,
    pub(super) store: Store,
}

/// Where the entries of a subsection are kept. Complete by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Store {
    /// In the file, 20 bytes each.
    Table,
    /// In the section's list of entries that were read one by one.
    Loose,
    /// In the section's decoded stream.
    Stream,
}

/// Finds the newest subsection that covers a number, among those up to a given one.
///
/// A segment tree over the bounds of all subsections: built in `n log n`, asked in `log² n`, whatever the number of
/// sections and however they overlap, so that a file with ten thousand revisions is no slower than others.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Sorted; interval `i` is from bound `i` up to, not including, bound `i + 1`.
    bounds: Vec<u32>,
    /// Where the list of each node begins in `lists`; one more than there are nodes.
    starts: Vec<u32>,
    /// For each node the subsections that cover all of it, ascending.
    lists: Vec<u32>,
}

impl Index {
    /// An index of these subsections; those that come later are newer.
    pub(super) fn new(subsections: &[Subsection]) -> Self {
        let ends = |s: &Subsection| [s.first, s.first.saturating_add(s.count)];
        let mut bounds: Vec<u32> = subsections.iter().filter(|s| s.count > 0).flat_map(ends).collect();
        bounds.sort_unstable();
        bounds.dedup();
        let intervals = bounds.len().saturating_sub(1);
        let mut index = Self { bounds, starts: Vec::new(), lists: Vec::new() };
        let mut starts = vec![0u32; intervals * 2 + 1];
        for subsection in subsections {
            index.nodes(subsection, |node| {
                count_up(&mut starts, node + 1);
            });
        }
        let mut sum = 0u32;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let mut lists = vec![0u32; to_index(sum)];
        let mut next = starts.clone();
        for (id, subsection) in (0u32..).zip(subsections) {
            index.nodes(subsection, |node| {
                let slot = count_up(&mut next, node);
                if let Some(entry) = lists.get_mut(to_index(slot)) {
                    *entry = id;
                }
            });
        }
        index.starts = starts;
        index.lists = lists;
        index
    }

    /// The newest subsection below `limit` that covers `number`.
    pub(super) fn newest(&self, number: u32, limit: usize) -> Option<usize> {
        let intervals = self.bounds.len().checked_sub(1)?;
        let interval = self.bounds.partition_point(|bound| *bound <= number).checked_sub(1)?;
        if interval >= intervals {
            return None;
        }
        let mut node = interval + intervals;
        let mut newest = None;
        while node > 0 {
            let list = match (self.starts.get(node), self.starts.get(node + 1)) {
                (Some(from), Some(to)) => self.lists.get(to_index(*from)..to_index(*to)).unwrap_or_default(),
                _ => &[],
            };
            let below = list.partition_point(|id| to_index(*id) < limit);
            newest = newest.max(below.checked_sub(1).and_then(|last| list.get(last)));
            node /= 2;
        }
        newest.map(|id| to_index(*id))
    }

    /// Calls `visit` for each node of the tree that together make up the subsection.
    fn nodes(&self, subsection: &Subsection, mut visit: impl FnMut(usize)) {
        let intervals = self.bounds.len().saturating_sub(1);
        let find = |bound: u32| self.bounds.partition_point(|b| *b < bound) + intervals;
        if subsection.count == 0 {
            return;
        }
        let mut left = find(subsection.first);
        let mut right = find(subsection.first.saturating_add(subsection.count));
        while left < right {
            if left % 2 == 1 {
                visit(left);
                left += 1;
            }
            if right % 2 == 1 {
                right -= 1;
                visit(right);
            }
            left /= 2;
            right /= 2;
        }
    }
}

/// Adds one to a counter and says what it was.
fn count_up(counters: &mut [u32], at: usize) -> u32 {
    let Some(counter) = counters.get_mut(at) else { return u32::MAX };
    let before = *counter;
    *counter = before.saturating_add(1);
    before
}

#[cfg(test)]
mod tests {
    use super::{Index, Store, Subsection};

    fn subsection(first: u32, count: u32) -> Subsection {
        Subsection { first, count, section: 0, start: 0, store: Store::Table }
    }

    #[test]
    fn the_newest_subsection_answers_and_older_views_see_older_ones() {
        let index = Index::new(&[subsection(0, 10), subsection(3, 2), subsection(20, 1), subsection(4, 17)]);
        let newest = |number, limit| index.newest(number, limit);
        assert_eq!(
            [newest(0, 4), newest(3, 4), newest(4, 4), newest(20, 4)],
            [Some(0), Some(1), Some(3), Some(3)]
        );
        assert_eq!([newest(4, 3), newest(20, 3), newest(10, 3)], [Some(1), Some(2), None]);
        assert_eq!([newest(4, 1), newest(4, 0), newest(21, 4)], [Some(0), None, None]);
    }

    #[test]
    fn the_index_agrees_with_a_search_through_all_subsections() {
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = move |below: u32| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            u32::try_from(seed >> 33).unwrap() % below
        };
        for _ in 0..300 {
            let subsections: Vec<_> = (0..random(30)).map(|_| subsection(random(60), random(20))).collect();
            let index = Index::new(&subsections);
            for number in 0..85 {
                for limit in [0, 1, subsections.len() / 2, subsections.len()] {
                    let covers = |s: &Subsection| (s.first..s.first + s.count).contains(&number);
                    let expect = subsections.iter().take(limit).rposition(covers);
                    assert_eq!(
                        index.newest(number, limit),
                        expect,
                        "{number} below {limit} of {subsections:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(Index::new(&[]).newest(0, 0), None);
        assert_eq!(Index::new(&[subsection(7, 0)]).newest(7, 1), None);
    }
}
