//! The set of ops that wait to be updated, by their place in the topological order.

/// A bit set that is emptied from its least member on, with its least member apart from it.
///
/// In a chain of ops there is never more than one member: it does not get as far as the bits. In
/// them, nearly always the next member is in the word of the one before, or in the word after it, as
/// links lead forward. So the set remembers where the least may be, and looks from there; a summary
/// bit for each word lets it pass over 4,096 places at a time where it is large and nearly empty.
///
/// Invariants, between calls: `next` is less than all members among the bits. The summary bit of
/// each word that is not zero is set, and no word before `first` is other than zero. A summary bit
/// may be set for a word that has become zero; who comes by clears it.
#[derive(Debug)]
pub(crate) struct DirtySet {
    /// The least member, or [`NONE`]; then it may be among the bits.
    next: u32,
    /// The node at that place, so that in a chain nobody has to look it up.
    node: u32,
    /// How many members are among the bits.
    others: u32,
    words: Box<[u64]>,
    summary: Box<[u64]>,
    /// Where the word of the least of them is, or a place before it.
    first: usize,
}

/// No member: there is no place for so many ops.
const NONE: u32 = u32::MAX;

const BITS: usize = u64::BITS as usize;

impl DirtySet {
    /// An empty set with room for the members `0..len`.
    pub(crate) fn new(len: usize) -> Self {
        let words = len.div_ceil(BITS);
        Self {
            next: NONE,
            node: 0,
            others: 0,
            words: vec![0; words].into(),
            summary: vec![0; words.div_ceil(BITS)].into(),
            first: 0,
        }
    }

    /// Inserts a place, at which this node is.
    #[inline(always)]
    pub(crate) fn insert(&mut self, member: u32, node: u32) {
        if self.next == NONE && self.others == 0 {
            self.next = member;
            self.node = node;
        } else {
            self.insert_beside(member, node);
        }
    }

    /// Inserts what is not the only member.
    fn insert_beside(&mut self, mut member: u32, node: u32) {
        if self.next != NONE {
            if member == self.next {
                return;
            }
            if member < self.next {
                std::mem::swap(&mut member, &mut self.next);
                self.node = node;
            }
        }
        let at = member as usize / BITS;
        let bit = 1 << (member as usize % BITS);
        let word = &mut self.words[at];
        self.others += u32::from(*word & bit == 0);
        *word |= bit;
        self.summary[at / BITS] |= 1 << (at % BITS);
        self.first = self.first.min(at);
    }

    /// Takes the least member out: the place, and the node that is there in this order.
    #[inline(always)]
    pub(crate) fn pop_first(&mut self, order: &[u32]) -> Option<(u32, u32)> {
        if self.next != NONE {
            return Some((std::mem::replace(&mut self.next, NONE), self.node));
        }
        if self.others == 0 {
            return None;
        }
        let place = self.pop_bit();
        Some((place, order[place as usize]))
    }

    /// Takes the least member out of the bits, among which is one.
    fn pop_bit(&mut self) -> u32 {
        self.others -= 1;
        loop {
            let word = &mut self.words[self.first];
            if *word != 0 {
                let bit = word.trailing_zeros();
                *word &= *word - 1;
                return self.first as u32 * u64::BITS + bit;
            }
            self.first = self.next_marked();
        }
    }

    /// The first word from `first` on whose summary bit is set, after clearing that of `first`,
    /// which is zero.
    fn next_marked(&mut self) -> usize {
        let mut at = self.first / BITS;
        self.summary[at] &= !(1 << (self.first % BITS));
        while self.summary[at] == 0 {
            at += 1;
        }
        at * BITS + self.summary[at].trailing_zeros() as usize
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_empty_set_has_no_first_member() {
        let mut set = DirtySet::new(0);
        assert_eq!(set.pop_first(&[]), None);
    }

    proptest! {
        #[test]
        fn it_behaves_as_an_ordered_set(steps in proptest::collection::vec(
            prop_oneof![(0..9_000_u32).prop_map(Some), Just(None)], 0..300
        )) {
            let mut set = DirtySet::new(9_000);
            let order: Vec<u32> = (0..9_000).rev().collect();
            let mut model = BTreeSet::new();
            for step in steps {
                match step {
                    Some(member) => {
                        set.insert(member, order[member as usize]);
                        model.insert(member);
                    }
                    None => {
                        let first = model.pop_first();
                        let expected = first.map(|place| (place, order[place as usize]));
                        prop_assert_eq!(set.pop_first(&order), expected);
                    }
                }
            }
        }
    }
}
