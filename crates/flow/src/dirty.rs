//! The set of ops that wait to be updated, by their place in the topological order.

/// A bit set with a summary bit for each word below it, so that the first member of a large and
/// nearly empty set is found in a few steps, and inserting twice costs nothing.
#[derive(Debug, Default)]
pub(crate) struct DirtySet {
    /// Level 0 holds the members; level n+1 a bit for each word of level n that is not zero.
    levels: Vec<Vec<u64>>,
}

const BITS: usize = u64::BITS as usize;

impl DirtySet {
    /// Empties the set and makes room for the members `0..len`.
    pub(crate) fn reset(&mut self, len: usize) {
        self.levels.clear();
        let mut words = len.div_ceil(BITS).max(1);
        loop {
            self.levels.push(vec![0; words]);
            if words == 1 {
                break;
            }
            words = words.div_ceil(BITS);
        }
    }

    pub(crate) fn insert(&mut self, member: u32) {
        let mut index = member as usize;
        for level in &mut self.levels {
            let word = &mut level[index / BITS];
            let known = *word != 0;
            *word |= 1 << (index % BITS);
            if known {
                break;
            }
            index /= BITS;
        }
    }

    /// Takes the least member out.
    pub(crate) fn pop_first(&mut self) -> Option<u32> {
        let mut index = 0;
        for level in self.levels.iter().rev() {
            let word = level[index];
            if word == 0 {
                // Only the top level can be all zeros; below it a summary bit led here.
                return None;
            }
            index = index * BITS + word.trailing_zeros() as usize;
        }
        let mut clear = index;
        for level in &mut self.levels {
            let word = &mut level[clear / BITS];
            *word &= !(1 << (clear % BITS));
            if *word != 0 {
                break;
            }
            clear /= BITS;
        }
        u32::try_from(index).ok()
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
