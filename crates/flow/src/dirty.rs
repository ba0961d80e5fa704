//! The set of ops that wait to be updated, by their place in the topological order.

/// A bit set that is emptied from its least member on.
///
/// Nearly always the next member is in the word of the one before, or in the word after it, as links
/// lead forward. So the set remembers where the least may be, and looks from there; a summary bit
/// for each word lets it pass over 4,096 places at a time where it is large and nearly empty.
///
/// Invariants, between calls: the summary bit of each word that is not zero is set, and no word
/// before `first` is other than zero. A summary bit may be set for a word that has become zero; who
/// comes by clears it.
#[derive(Debug)]
pub(crate) struct DirtySet {
    members: u32,
    words: Box<[u64]>,
    summary: Box<[u64]>,
    /// Where the word of the least member is, or a place before it.
    first: usize,
}

const BITS: usize = u64::BITS as usize;

impl DirtySet {
    /// An empty set with room for the members `0..len`.
    pub(crate) fn new(len: usize) -> Self {
        let words = len.div_ceil(BITS);
        Self {
            members: 0,
            words: vec![0; words].into(),
            summary: vec![0; words.div_ceil(BITS)].into(),
            first: 0,
        }
    }

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.members == 0
    }

    #[inline(never)]
    pub(crate) fn insert(&mut self, member: u32) {
        self.insert_here(member);
    }

    /// [`insert`](Self::insert), inlined.
    #[inline(always)]
    pub(crate) fn insert_here(&mut self, member: u32) {
        let at = member as usize / BITS;
        let bit = 1 << (member as usize % BITS);
        let word = &mut self.words[at];
        if *word & bit != 0 {
            return;
        }
        let was_zero = *word == 0;
        *word |= bit;
        self.members += 1;
        if was_zero {
            self.note(at);
        }
    }

    /// A word is zero no more.
    #[inline(never)]
    fn note(&mut self, at: usize) {
        self.summary[at / BITS] |= 1 << (at % BITS);
        if at < self.first || self.members == 1 {
            self.first = at;
        }
    }

    /// Takes the least member out.
    #[inline(always)]
    pub(crate) fn pop_first(&mut self) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        self.members -= 1;
        loop {
            let word = &mut self.words[self.first];
            if *word != 0 {
                let bit = word.trailing_zeros();
                *word &= *word - 1;
                return Some(self.first as u32 * u64::BITS + bit);
            }
            self.first = self.next_marked();
        }
    }

    /// The first word from `first` on whose summary bit is set, after clearing that of `first`,
    /// which is zero.
    #[inline(never)]
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
        assert_eq!(set.pop_first(), None);
    }

    proptest! {
        #[test]
        fn it_behaves_as_an_ordered_set(steps in proptest::collection::vec(
            prop_oneof![(0..9_000_u32).prop_map(Some), Just(None)], 0..300
        )) {
            let mut set = DirtySet::new(9_000);
            let mut model = BTreeSet::new();
            for step in steps {
                match step {
                    Some(member) => {
                        set.insert(member);
                        model.insert(member);
                    }
                    None => {
                        prop_assert_eq!(set.pop_first(), model.pop_first());
                    }
                }
            }
        }
    }
}
