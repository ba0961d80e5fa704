//! Sets, tables and sorting that take little code.
//!
//! Those of the standard library are compiled anew for each type that they hold, 3 to 10 kB each,
//! which a page loads. Here a set is a sorted list, which a binary search and a shift of memory
//! keep; what comes in its order, as numbers of handles and places of ops mostly do, is put at the
//! end.

use std::cmp::Ordering;
use std::ops::Deref;

/// Values in their order, each once.
#[derive(Clone, Debug)]
pub(crate) struct Set<T> {
    items: Vec<T>,
    /// How many of the items, at the front, have been taken out.
    taken: usize,
}

impl<T: Copy + Ord> Set<T> {
    pub(crate) const fn new() -> Self {
        Self {
            items: Vec::new(),
            taken: 0,
        }
    }

    pub(crate) fn contains(&self, item: &T) -> bool {
        self.binary_search(item).is_ok()
    }

    /// Puts a value in; whether it is new.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        let place = match self.last() {
            Some(last) if *last >= item => self.binary_search(&item),
            _ => Err(self.len()),
        };
        match place {
            Ok(_) => false,
            Err(at) => {
                self.items.insert(self.taken + at, item);
                true
            }
        }
    }

    pub(crate) fn remove(&mut self, item: &T) {
        if let Ok(at) = self.binary_search(item) {
            self.items.remove(self.taken + at);
        }
    }

    /// Takes the least value out.
    pub(crate) fn pop_first(&mut self) -> Option<T> {
        let first = *self.first()?;
        self.taken += 1;
        // So that what is taken out never weighs more than what is left.
        if self.taken * 2 > self.items.len() {
            self.items.drain(..self.taken);
            self.taken = 0;
        }
        Some(first)
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            taken: 0,
        }
    }
}

impl<T> Deref for Set<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items[self.taken..]
    }
}

/// Values by their keys, in the order of those.
#[derive(Clone, Debug)]
pub struct Table<K, V>(Vec<(K, V)>);

impl<K: Ord, V> Table<K, V> {
    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().map(|at| &self.0[at].1)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.place(key).ok().map(|at| &mut self.0[at].1)
    }

    /// Gives a key a value; the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    /// Takes a key out; the value that it had.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.place(key).ok().map(|at| self.0.remove(at).1)
    }

    /// The keys and their values, which can be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// Keeps those that are to be kept.
    pub fn retain(&mut self, keep: impl FnMut(&(K, V)) -> bool) {
        self.0.retain(keep);
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        match self.0.last() {
            Some((last, _)) if last >= key => self.0.binary_search_by(|(known, _)| known.cmp(key)),
            _ => Err(self.0.len()),
        }
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Deref for Table<K, V> {
    type Target = [(K, V)];

    fn deref(&self) -> &[(K, V)] {
        &self.0
    }
}

/// The items in an order; those that are equal in it stay as they were among themselves.
pub fn sorted_by<T>(items: Vec<T>, mut order: impl FnMut(&T, &T) -> Ordering) -> Vec<T> {
    let places = sorted_places(items.len(), &mut |a, b| order(&items[a], &items[b]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let sorted = places.into_iter().filter_map(|place| items[place].take());
    sorted.collect()
}

/// The one sort of all types.
fn sorted_places(count: usize, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places = Vec::from_iter(0..count);
    places.sort_by(|&a, &b| order(a, b));
    places
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_is_as_that_of_the_standard_library(steps in prop::collection::vec((0..4_u8, 0..40_u32), 0..200)) {
            let (mut set, mut model) = (Set::new(), BTreeSet::new());
            for (what, item) in steps {
                match what {
                    0 => { set.remove(&item); model.remove(&item); }
                    1 => prop_assert_eq!(set.pop_first(), model.pop_first()),
                    _ => prop_assert_eq!(set.insert(item), model.insert(item)),
                }
                prop_assert_eq!(set.contains(&item), model.contains(&item));
                prop_assert!(set.iter().eq(&model));
            }
        }

        #[test]
        fn a_table_is_as_that_of_the_standard_library(steps in prop::collection::vec((0..3_u8, 0..40_u32), 0..200)) {
            let (mut table, mut model) = (Table::default(), BTreeMap::new());
            for (value, (what, key)) in steps.into_iter().enumerate() {
                match what {
                    0 => prop_assert_eq!(table.remove(&key), model.remove(&key)),
                    _ => prop_assert_eq!(table.insert(key, value), model.insert(key, value)),
                }
                prop_assert_eq!(table.get(&key), model.get(&key));
                prop_assert_eq!(table.get_mut(&key), model.get_mut(&key));
                prop_assert!(table.iter().map(|(key, value)| (key, value)).eq(&model));
            }
        }

        #[test]
        fn equal_items_stay_as_they_were(items in prop::collection::vec((0..10_u32, 0..1000_u32), 0..100)) {
            let mut model = items.clone();
            model.sort_by_key(|item| item.0);
            prop_assert_eq!(sorted_by(items, |a, b| a.0.cmp(&b.0)), model);
        }
    }
}
