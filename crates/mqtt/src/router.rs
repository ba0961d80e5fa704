//! Which subscriptions a message goes to.

use bytestring::ByteString;

use crate::collections::TextMap;
use crate::session::SubscriptionId;
use crate::topic::shared_filter;

/// The topic filters as a trie of their levels. What a message costs depends on how many filters
/// match it and how deep they are, not on how many there are.
#[derive(Debug)]
pub(crate) struct Router {
    /// The root is the first. The places of removed nodes are in `free`.
    nodes: Vec<Node>,
    free: Vec<usize>,
    /// Branches that are still to be looked at, kept for its memory.
    stack: Vec<(usize, usize)>,
    /// The topic that was looked for last: streams tend to be of one. Empty where what was found
    /// no longer holds.
    last_topic: String,
    last_found: Vec<SubscriptionId>,
}

#[derive(Debug, Default)]
struct Node {
    levels: TextMap<usize>,
    plus: Option<usize>,
    /// The subscriptions whose filter ends here.
    here: Vec<SubscriptionId>,
    /// The subscriptions whose filter goes on with `#`.
    below: Vec<SubscriptionId>,
}

impl Default for Router {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
            free: Vec::new(),
            stack: Vec::new(),
            last_topic: String::new(),
            last_found: Vec::new(),
        }
    }
}

impl Router {
    /// Adds a subscription; the filter must be one.
    pub(crate) fn insert(&mut self, filter: &str, subscription: SubscriptionId) {
        self.last_topic.clear();
        let filter = shared_filter(filter).unwrap_or(filter);
        let mut node = 0;
        for level in filter.split('/') {
            if level == "#" {
                self.nodes[node].below.push(subscription);
                return;
            }
            let known = match level {
                "+" => self.nodes[node].plus,
                _ => self.nodes[node].levels.get(level).copied(),
            };
            node = known.unwrap_or_else(|| self.add(node, level));
        }
        self.nodes[node].here.push(subscription);
    }

    /// Takes a subscription out again.
    pub(crate) fn remove(&mut self, filter: &str, subscription: SubscriptionId) {
        self.last_topic.clear();
        let filter = shared_filter(filter).unwrap_or(filter);
        let mut path = vec![(0, "")];
        let mut node = 0;
        let mut below = false;
        for level in filter.split('/') {
            if level == "#" {
                below = true;
                break;
            }
            let next = match level {
                "+" => self.nodes[node].plus,
                _ => self.nodes[node].levels.get(level).copied(),
            };
            let Some(next) = next else { return };
            node = next;
            path.push((node, level));
        }
        let last = &mut self.nodes[node];
        let list = if below {
            &mut last.below
        } else {
            &mut last.here
        };
        list.retain(|other| *other != subscription);
        // Branches that bear nothing are cut off, so that filters that come and go leave nothing.
        while let Some((node, level)) = path.pop() {
            let Some(&(parent, _)) = path.last() else {
                return;
            };
            if !self.nodes[node].is_bare() {
                return;
            }
            match level {
                "+" => self.nodes[parent].plus = None,
                _ => {
                    self.nodes[parent].levels.remove(level);
                }
            }
            self.nodes[node] = Node::default();
            self.free.push(node);
        }
    }

    /// Writes the subscriptions that a topic's messages go to into `found`.
    pub(crate) fn find(&mut self, topic: &str, found: &mut Vec<SubscriptionId>) {
        if self.last_topic != topic || topic.is_empty() {
            self.look_up(topic);
            self.last_topic.clear();
            self.last_topic.push_str(topic);
        }
        found.clear();
        found.extend_from_slice(&self.last_found);
    }

    fn look_up(&mut self, topic: &str) {
        let found = &mut self.last_found;
        found.clear();
        // [MQTT-4.7.2-1]: a leading wildcard does not match topics that begin with `$`.
        let mut hidden = topic.starts_with('$');
        // A node, and where the levels below it begin. One past the end is none left.
        let mut next = Some((0, 0));
        while let Some((index, from)) = next.take() {
            let node = &self.nodes[index];
            if !hidden {
                found.extend_from_slice(&node.below);
            }
            if let Some(rest) = topic.as_bytes().get(from..) {
                let end = rest.iter().position(|byte| *byte == b'/');
                let end = end.map_or(topic.len(), |end| from + end);
                let named = node.levels.get(&topic[from..end]);
                next = named.map(|node| (*node, end + 1));
                if let Some(plus) = node.plus.filter(|_| !hidden) {
                    match next {
                        None => next = Some((plus, end + 1)),
                        Some(_) => self.stack.push((plus, end + 1)),
                    }
                }
            } else {
                found.extend_from_slice(&node.here);
            }
            hidden = false;
            next = next.or_else(|| self.stack.pop());
        }
    }

    fn add(&mut self, parent: usize, level: &str) -> usize {
        let node = self.free.pop().unwrap_or_else(|| {
            self.nodes.push(Node::default());
            self.nodes.len() - 1
        });
        match level {
            "+" => self.nodes[parent].plus = Some(node),
            _ => {
                let level = ByteString::from(level);
                self.nodes[parent].levels.insert(level, node);
            }
        }
        node
    }
}

impl Node {
    fn is_bare(&self) -> bool {
        self.levels.is_empty()
            && self.plus.is_none()
            && self.here.is_empty()
            && self.below.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::topic::{check_filter, wildcards};

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec("[ab$+#]{0,1}", 1..5).prop_map(|levels| levels.join("/"))
    }

    proptest! {
        #[test]
        fn it_finds_what_matching_one_by_one_finds(
            filters in proptest::collection::vec(text(), 0..30),
            removed in proptest::collection::vec(any::<bool>(), 30),
            topics in proptest::collection::vec("[ab$]{0,1}(/[ab]{0,1}){0,3}", 1..10),
        ) {
            let filters: Vec<_> = (1..)
                .map(SubscriptionId::from_number)
                .zip(filters)
                .filter(|(_, filter)| check_filter(filter).is_ok())
                .collect();
            let mut router = Router::default();
            for (id, filter) in &filters {
                router.insert(filter, *id);
            }
            let mut left = Vec::new();
            for ((id, filter), removed) in filters.iter().zip(removed) {
                if removed {
                    router.remove(filter, *id);
                } else {
                    left.push((*id, filter));
                }
            }
            for topic in topics {
                let mut found = Vec::new();
                router.find(&topic, &mut found);
                found.sort();
                let expected: Vec<_> = left
                    .iter()
                    .filter(|(_, filter)| wildcards(filter, &topic).is_some())
                    .map(|(id, _)| *id)
                    .collect();
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn filters_that_go_leave_nothing_behind() {
        let mut router = Router::default();
        let id = SubscriptionId::from_number(1);
        for round in 0..100 {
            let filter = format!("a/{round}/+/#");
            router.insert(&filter, id);
            router.remove(&filter, id);
        }
        assert!(router.nodes[0].is_bare());
        assert!(router.nodes.len() <= 4);
    }

    #[test]
    fn a_filter_of_many_levels_needs_no_stack() {
        let mut router = Router::default();
        let filter = "/".repeat(65_000);
        let id = SubscriptionId::from_number(1);
        router.insert(&filter, id);
        let mut found = Vec::new();
        router.find(&filter, &mut found);
        assert_eq!(found, [id]);
        router.remove(&filter, id);
        assert!(router.nodes[0].is_bare());
    }
}
