//! The set of ops that wait to be updated, by their place in the topological order.

/// A bit set that is emptied from its least member on.
///
/// Nearly always the next member is in the word of the one before, or in the word after it: links
/// lead forward. So the set remembers where the least may be, and looks from there. A summary bit
/// for each word lets it pass over 4,096 places at a time in a large and nearly empty set.
///
/// Invariants, between calls: the summary bit of each word that is not zero is set, and no word
/// before `first` is other than zero. A summary bit may be set for a word that has become zero;
/// who comes by clears it.
#[derive(Debug, Default)]
pub(crate) struct DirtySet {
    words: Box<[u64]>,
    summary: Box<[u64]>,
    /// Where the word of the least member is, or a place before it.
    first: usize,
}

const BITS: usize = u64::BITS as usize;

impl DirtySet {
    /// Empties the set and makes room for the members `0..len`.
    pub(crate) fn reset(&mut self, len: usize) {
        let words = len.div_ceil(BITS);
        self.words = vec![0; words].into();
        self.summary = vec![0; words.div_ceil(BITS)].into();
        self.first = 0;
    }

    #[inline(always)]
    pub(crate) fn insert(&mut self, member: u32) {
        let word = member as usize / BITS;
        self.words[word] |= 1 << (member as usize % BITS);
        self.summary[word / BITS] |= 1 << (word % BITS);
        self.first = self.first.min(word);
    }

    /// Takes the least member out.
    #[inline(always)]
    pub(crate) fn pop_first(&mut self) -> Option<u32> {
        loop {
            if let Some(word) = self.words.get_mut(self.first)
                && *word != 0
            {
                let bit = word.trailing_zeros();
                *word &= *word - 1;
                return Some(self.first as u32 * u64::BITS + bit);
            }
            // Where there is none, the next call must not search again.
            let next = self.next_marked();
            self.first = next.unwrap_or(self.words.len());
            next?;
        }
    }

    /// The first word from `first` on whose summary bit is set, after clearing that of `first`,
    /// which is zero.
    fn next_marked(&mut self) -> Option<usize> {
        let mut at = self.first / BITS;
        *self.summary.get_mut(at)? &= !(1 << (self.first % BITS));
        while *self.summary.get(at)? == 0 {
            at += 1;
        }
        Some(at * BITS + self.summary[at].trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_empty_set_has_no_first_member() {
        let mut set = DirtySet::default();
        set.reset(0);
        assert_eq!(set.pop_first(), None);
    }

    proptest! {
        #[test]
        fn it_behaves_as_an_ordered_set(steps in proptest::collection::vec(
            prop_oneof![(0..9_000_u32).prop_map(Some), Just(None)], 0..300
        )) {
            let mut set = DirtySet::default();
            set.reset(9_000);
            let mut model = BTreeSet::new();
            for step in steps {
                match step {
                    Some(member) => {
                        set.insert(member);
                        model.insert(member);
                    }
                    None => prop_assert_eq!(set.pop_first(), model.pop_first()),
                }
            }
        }
    }
}
