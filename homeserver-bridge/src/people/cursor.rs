//! Going through lists of people: some of many, all of several, in the order of the index; with a bound on how much is
//! looked at.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, TERMINATED};

/// How much may still be looked at.
pub(super) struct Budget(Cell<u64>);

impl Budget {
    /// A budget of this many steps.
    pub(super) fn of(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Whether nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    fn spend(&self, steps: u64) {
        self.0.set(self.0.get().saturating_sub(steps));
    }
}

/// Whoever is in one of the lists.
pub(super) struct AnyOf {
    lists: Vec<SegmentPostings>,
    /// Where each list stands, if there are several.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    size: u64,
}

impl AnyOf {
    pub(super) fn new(lists: Vec<SegmentPostings>) -> Self {
        let size = lists.iter().map(|list| u64::from(list.doc_freq())).sum();
        let mut heap = BinaryHeap::new();
        if lists.len() > 1 {
            heap.extend(lists.iter().enumerate().map(|(at, list)| Reverse((list.doc(), at))));
        }
        Self { lists, heap, size }
    }

    fn doc(&self) -> DocId {
        match self.heap.peek() {
            Some(Reverse((doc, _))) => *doc,
            None => self.lists.first().map_or(TERMINATED, DocSet::doc),
        }
    }

    /// The first from `target` on.
    fn seek(&mut self, target: DocId, budget: &Budget) -> DocId {
        if let [list] = self.lists.as_mut_slice() {
            if list.doc() < target {
                budget.spend(1);
                list.seek(target);
            }
            return list.doc();
        }
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((doc, at)) = *top;
            if doc >= target {
                return doc;
            }
            budget.spend(2);
            *top = Reverse((self.lists[at].seek(target), at));
        }
        TERMINATED
    }
}

/// Whoever is in every one of the lists.
pub(super) struct AllOf {
    /// The shortest first.
    lists: Vec<AnyOf>,
}

impl AllOf {
    pub(super) fn new(mut lists: Vec<AnyOf>) -> Self {
        lists.sort_by_key(|list| list.size);
        Self { lists }
    }

    /// The first from `target` on; `None` at the end, or when the budget is spent.
    pub(super) fn next_from(&mut self, mut target: DocId, budget: &Budget) -> Option<DocId> {
        let (first, others) = self.lists.split_first_mut()?;
        'candidates: loop {
            target = if first.doc() < target { first.seek(target, budget) } else { first.doc() };
            if target == TERMINATED || budget.is_spent() {
                return None;
            }
            for other in others.iter_mut() {
                let doc = other.seek(target, budget);
                if doc > target {
                    target = doc;
                    continue 'candidates;
                }
            }
            return Some(target);
        }
    }
}
