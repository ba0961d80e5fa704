//! Small collections. Those of the standard library are each compiled anew for each type, and the
//! page pays for that.

use bytestring::ByteString;

use crate::packet::PacketId;

/// Values by text, in order. Looking up takes the logarithm of their number; adding and removing
/// moves what comes after, which is cheap for as many filters as patches have.
#[derive(Debug)]
pub(crate) struct TextMap<V>(Vec<(ByteString, V)>);

impl<V> TextMap<V> {
    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.find(key).ok().map(|at| &self.0[at].1)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.find(key).ok().map(|at| &mut self.0[at].1)
    }

    /// Adds a value; whether there was none of this key. One that was there stays.
    pub(crate) fn insert(&mut self, key: ByteString, value: V) -> bool {
        match self.find(&key) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, (key, value));
                true
            }
        }
    }

    pub(crate) fn remove(&mut self, key: &str) {
        if let Ok(at) = self.find(key) {
            self.0.remove(at);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut (ByteString, V)> {
        self.0.iter_mut()
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| (**other).cmp(key))
    }
}

impl<V> Default for TextMap<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// A set of packet ids: a bit for each, once there is one.
#[derive(Debug, Default)]
pub(crate) struct PacketIdSet {
    words: Vec<u64>,
    len: usize,
}

impl PacketIdSet {
    /// Adds an id; whether it was not there.
    pub(crate) fn insert(&mut self, id: PacketId) -> bool {
        let (word, bit) = Self::place(id);
        self.words.resize(1024, 0);
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        self.len += usize::from(is_new);
        is_new
    }

    /// Removes an id; whether it was there.
    pub(crate) fn remove(&mut self, id: PacketId) -> bool {
        let (word, bit) = Self::place(id);
        let Some(word) = self.words.get_mut(word) else {
            return false;
        };
        let was_there = *word & bit != 0;
        *word &= !bit;
        self.len -= usize::from(was_there);
        was_there
    }

    /// Removes all; what they were.
    pub(crate) fn drain(&mut self) -> Vec<PacketId> {
        let mut ids = Vec::new();
        if self.len > 0 {
            let all = (1..=u16::MAX).filter_map(PacketId::new);
            ids.extend(all.filter(|id| self.contains(*id)));
        }
        self.words.clear();
        self.len = 0;
        ids
    }

    fn contains(&self, id: PacketId) -> bool {
        let (word, bit) = Self::place(id);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(id: PacketId) -> (usize, u64) {
        (usize::from(id.get() / 64), 1 << (id.get() % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_whatever_the_order_they_came_in() {
        let mut map = TextMap::default();
        for (number, key) in ["m", "a", "z", "", "ab"].into_iter().enumerate() {
            assert!(map.insert(key.into(), number));
        }
        assert!(!map.insert("a".into(), 9), "it is there");
        assert_eq!(map.get("a"), Some(&1));
        assert_eq!(map.get(""), Some(&3));
        assert_eq!(map.get("b"), None);
        map.remove("a");
        assert_eq!(map.get("a"), None);
        let keys: Vec<_> = map.iter_mut().map(|(key, _)| key.to_string()).collect();
        assert_eq!(keys, ["", "ab", "m", "z"]);
    }

    #[test]
    fn ids_are_in_a_set_from_when_they_are_added_until_they_are_removed() {
        let mut set = PacketIdSet::default();
        for number in [1, 63, 64, 65, u16::MAX] {
            let id = PacketId::new(number).unwrap();
            assert!(!set.remove(id));
            assert!(set.insert(id));
            assert!(!set.insert(id));
            assert!(set.remove(id));
            assert!(set.insert(id));
        }
        let ids: Vec<_> = set.drain().into_iter().map(PacketId::get).collect();
        assert_eq!(ids, [1, 63, 64, 65, u16::MAX]);
        assert!(set.drain().is_empty());
        assert!(set.insert(PacketId::MIN));
    }
}
