//! The slab in which the values of all ports stand side by side.

/// A growing array that hands out ranges, a range per node, and takes them back.
#[derive(Debug)]
pub(crate) struct Slots<T> {
    items: Vec<T>,
    /// Returned ranges by their length.
    free: Vec<Vec<u32>>,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T: Default> Slots<T> {
    /// A range of this length, filled with `items`; its first index.
    pub(crate) fn insert(&mut self, items: impl ExactSizeIterator<Item = T>) -> u32 {
        if let Some(base) = self.free.get_mut(items.len()).and_then(Vec::pop) {
            for (slot, item) in self.items[base as usize..].iter_mut().zip(items) {
                *slot = item;
            }
            return base;
        }
        let base = u32::try_from(self.items.len()).expect("fewer than 2^32 ports fit in memory");
        self.items.extend(items);
        base
    }

    /// Takes a range back and drops what it holds.
    pub(crate) fn remove(&mut self, base: u32, len: usize) {
        for item in &mut self.items[base as usize..base as usize + len] {
            *item = T::default();
        }
        if self.free.len() <= len {
            self.free.resize_with(len + 1, Vec::new);
        }
        self.free[len].push(base);
    }

    /// Gives a range another length, the new places at its end filled with `rest`; its first index
    /// now. Slabs of which the same is asked give the same answer.
    pub(crate) fn resize(
        &mut self,
        base: u32,
        (old, new): (usize, usize),
        rest: impl Iterator<Item = T>,
    ) -> u32 {
        let range = &mut self.items[base as usize..base as usize + old];
        let mut items: Vec<T> = range.iter_mut().map(std::mem::take).collect();
        items.truncate(new);
        items.extend(rest.take(new.saturating_sub(old)));
        self.remove(base, old);
        self.insert(items.into_iter())
    }

    #[inline(always)]
    pub(crate) fn get(&self, index: u32) -> Option<&T> {
        self.items.as_slice().get(index as usize)
    }

    /// Those from the first index to the second, which is not among them.
    #[inline(always)]
    pub(crate) fn range(&self, (first, end): (u32, u32)) -> &[T] {
        &self.items.as_slice()[first as usize..end as usize]
    }

    #[inline(always)]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        self.items.as_mut_slice()
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}

impl<T> std::ops::Index<u32> for Slots<T> {
    type Output = T;
    #[inline(always)]
    fn index(&self, index: u32) -> &T {
        &self.items.as_slice()[index as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Slots<T> {
    #[inline(always)]
    fn index_mut(&mut self, index: u32) -> &mut T {
        &mut self.items.as_mut_slice()[index as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_range_is_used_again_by_one_of_its_length() {
        let mut slots = Slots::default();
        let first = slots.insert([1, 2].into_iter());
        let second = slots.insert([3].into_iter());
        slots.remove(first, 2);
        assert_eq!(slots[first], 0);
        assert_eq!(slots.insert([4].into_iter()), 3);
        assert_eq!(slots.insert([5, 6].into_iter()), first);
        assert_eq!((slots[first + 1], slots[second]), (6, 3));
    }

    #[test]
    fn a_range_grows_and_shrinks_with_what_it_holds() {
        let mut slots = Slots::default();
        let first = slots.insert([1, 2].into_iter());
        let second = slots.insert([3].into_iter());
        let longer = slots.resize(first, (2, 4), std::iter::repeat(9));
        let held = |slots: &Slots<i32>, base| [slots[base], slots[base + 1]];
        assert_eq!(held(&slots, longer), [1, 2]);
        assert_eq!(held(&slots, longer + 2), [9, 9]);
        assert_eq!(slots[second], 3);
        let shorter = slots.resize(longer, (4, 2), std::iter::repeat(9));
        assert_eq!((shorter, held(&slots, shorter)), (first, [1, 2]));
        assert_eq!(
            held(&slots, longer + 2),
            [0, 0],
            "what it held there is dropped"
        );
    }
}
