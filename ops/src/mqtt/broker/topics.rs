//! The tree of topics that have had a message.

use ropewalk_flow::{Array, Instant, Value};
use ropewalk_mqtt::wildcards;

use super::rate::Rate;

/// How many levels of topics are kept at most.
const MAX_NODES: usize = 50_000;
/// How many bytes their names have at most.
const MAX_BYTES: usize = 8 << 20;
/// What is deeper is one level.
const MAX_DEPTH: usize = 32;
/// How much is kept of a payload, in bytes.
pub(super) const HEAD: usize = 512;
/// How much of it a row shows, in characters.
const SHORT: usize = 100;
/// How much is shown of one that is no text, in bytes.
const HEX: usize = 32;

/// The root, which every topic is below of.
const ROOT: u32 = 0;

/// What has come on which topic. All of it is bounded: what has no room is counted and not shown.
#[derive(Debug)]
pub(super) struct Topics {
    nodes: Vec<Node>,
    /// How many of them have had a message.
    topics: u32,
    bytes: usize,
    /// How many messages were of a topic for which there was no room.
    left_out: u64,
    since: Option<Instant>,
}

/// A level of topics.
#[derive(Debug, Default)]
struct Node {
    name: Box<str>,
    parent: u32,
    /// By name.
    children: Vec<u32>,
    /// Of it and all that is below.
    count: u64,
    rate: Rate,
    is_open: bool,
    /// Whether the broker keeps a message for it, as far as is known.
    is_retained: bool,
    /// How many messages are of just this topic.
    own: u64,
    last: Vec<u8>,
    size: usize,
    at: Instant,
    qos: u8,
}

/// A message as the tree takes it.
pub(super) struct Arrived<'a> {
    pub(super) topic: &'a str,
    pub(super) payload: &'a [u8],
    pub(super) is_retained: bool,
    pub(super) qos: u8,
}

/// Which rows are looked at.
pub(super) struct Window<'a> {
    pub(super) from: usize,
    pub(super) count: usize,
    /// Only topics with this in them, as a list; all of them, as a tree, where it is empty.
    pub(super) search: &'a str,
}

/// Where a row is.
struct Place {
    depth: usize,
    /// Among those of its level, from 0, and how many these are.
    position: usize,
    siblings: usize,
    /// The row of what it is below.
    parent: Option<usize>,
}

impl Default for Topics {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
            topics: 0,
            bytes: 0,
            left_out: 0,
            since: None,
        }
    }
}

impl Topics {
    /// Counts from now on, where it does not yet.
    pub(super) fn begin(&mut self, now: Instant) -> Instant {
        *self.since.get_or_insert(now)
    }

    pub(super) fn receive(&mut self, message: &Arrived<'_>, now: Instant) {
        self.begin(now);
        let mut at = ROOT;
        self.node_mut(at).pass(now);
        for level in message.topic.splitn(MAX_DEPTH, '/') {
            let Some(child) = self.child(at, level) else {
                self.left_out += 1;
                return;
            };
            at = child;
            self.node_mut(at).pass(now);
        }
        let node = self.node_mut(at);
        node.own += 1;
        node.size = message.payload.len();
        node.at = now;
        node.qos = message.qos;
        node.is_retained |= message.is_retained && node.size > 0;
        let head = &message.payload[..node.size.min(HEAD)];
        node.last.clear();
        // Not more than it has, as there are many.
        node.last.reserve_exact(head.len());
        node.last.extend_from_slice(head);
        let is_new = node.own == 1;
        self.topics += u32::from(is_new);
    }

    /// A message that the broker is to keep was published from here; an empty one to forget it.
    pub(super) fn retained(&mut self, topic: &str, is_retained: bool) {
        if let Some(at) = self.find(topic) {
            self.node_mut(at).is_retained = is_retained;
        }
    }

    pub(super) fn open(&mut self, id: u32, is_open: bool) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.is_open = is_open;
        }
    }

    /// How many topics there are, and of how many messages there was no room for the topic.
    pub(super) fn size(&self) -> (u32, u64) {
        (self.topics, self.left_out)
    }

    /// How many messages have come.
    pub(super) fn count(&self) -> u64 {
        self.node(ROOT).count
    }

    /// How many messages have come on topics that match a filter.
    pub(super) fn count_of(&self, filter: &str) -> u64 {
        if !filter.contains(['+', '#']) {
            return self.find(filter).map_or(0, |at| self.node(at).own);
        }
        let mut sum = 0;
        self.walk(&mut |at, topic| {
            if wildcards(filter, topic).is_some() {
                sum += self.node(at).own;
            }
        });
        sum
    }

    /// The rows of a window, and how many there are in all.
    pub(super) fn rows(&self, window: &Window<'_>, now: Instant) -> (Array, usize) {
        let shown = window.from..window.from.saturating_add(window.count);
        let mut rows = Vec::new();
        let mut total = 0;
        if window.search.is_empty() {
            // What is gone through: a node, how many of its children are done, and its row.
            let mut path = vec![(ROOT, 0, None)];
            while let Some((node, done, row)) = path.last_mut() {
                let children = &self.node(*node).children;
                let Some(&child) = children.get(*done) else {
                    path.pop();
                    continue;
                };
                *done += 1;
                let place = Place {
                    position: *done - 1,
                    siblings: children.len(),
                    parent: *row,
                    depth: path.len() - 1,
                };
                let node = self.node(child);
                if shown.contains(&total) {
                    rows.push(self.row(child, &node.name, &place, now));
                }
                if node.is_open {
                    path.push((child, 0, Some(total)));
                }
                total += 1;
            }
        } else {
            let search = window.search.to_lowercase();
            let mut found = Vec::new();
            self.walk(&mut |at, topic| {
                if topic.to_lowercase().contains(&search) {
                    if shown.contains(&total) {
                        found.push((at, topic.to_owned()));
                    }
                    total += 1;
                }
            });
            for (at, (id, topic)) in found.iter().enumerate() {
                let place = Place {
                    position: window.from + at,
                    siblings: total,
                    parent: None,
                    depth: 0,
                };
                rows.push(self.row(*id, topic, &place, now));
            }
        }
        (rows.into(), total)
    }

    /// One topic in full: itself, what is kept of its payload, and whether that is text.
    pub(super) fn topic(&self, id: u32, now: Instant) -> Option<Value> {
        let node = self.nodes.get(id as usize).filter(|_| id != ROOT)?;
        let (text, is_text) = readable(&node.last, node.size, HEAD);
        let parts = vec![
            self.name(id).into(),
            text.into(),
            is_text.into(),
            (node.size as f64).into(),
            (node.own as f64).into(),
            node.is_retained.into(),
            f64::from(node.qos).into(),
            node.age(now).into(),
        ];
        Some(Value::Array(parts.into()))
    }

    fn row(&self, id: u32, name: &str, place: &Place, now: Instant) -> Value {
        let node = self.node(id);
        let (text, is_text) = readable(&node.last, node.size, SHORT);
        let flags = u8::from(node.own > 0)
            | u8::from(node.is_retained) << 1
            | u8::from(node.is_open) << 2
            | u8::from(!node.children.is_empty()) << 3
            | u8::from(is_text) << 4;
        let rate = node.rate.per_second(self.since.unwrap_or(now), now);
        let parts = vec![
            f64::from(id).into(),
            (place.depth as f64).into(),
            name.into(),
            f64::from(flags).into(),
            (node.count as f64).into(),
            rate.into(),
            text.into(),
            (node.size as f64).into(),
            ((place.position + 1) as f64).into(),
            (place.siblings as f64).into(),
            place.parent.map_or(-1.0, |row| row as f64).into(),
        ];
        Value::Array(parts.into())
    }

    /// Goes through the topics that have had a message.
    fn walk(&self, visit: &mut dyn FnMut(u32, &str)) {
        let mut topic = String::new();
        // What is gone through: a node, how many of its children are done, and how long the
        // topic of the node is.
        let mut path = vec![(ROOT, 0, 0)];
        while let Some((node, done, length)) = path.last_mut() {
            let Some(&child) = self.node(*node).children.get(*done) else {
                path.pop();
                continue;
            };
            *done += 1;
            topic.truncate(*length);
            if *node != ROOT {
                topic.push('/');
            }
            let node = self.node(child);
            topic.push_str(&node.name);
            if node.own > 0 {
                visit(child, &topic);
            }
            path.push((child, 0, topic.len()));
        }
    }

    fn name(&self, id: u32) -> String {
        let mut levels = Vec::new();
        let mut at = id;
        while at != ROOT {
            let node = self.node(at);
            levels.push(&*node.name);
            at = node.parent;
        }
        levels.reverse();
        levels.join("/")
    }

    fn find(&self, topic: &str) -> Option<u32> {
        topic.splitn(MAX_DEPTH, '/').try_fold(ROOT, |at, level| {
            let place = self.place(at, level).ok()?;
            Some(self.node(at).children[place])
        })
    }

    /// The child of that name, which is made where there is none and room for it.
    fn child(&mut self, parent: u32, name: &str) -> Option<u32> {
        let place = match self.place(parent, name) {
            Ok(place) => return Some(self.node(parent).children[place]),
            Err(place) => place,
        };
        if self.nodes.len() > MAX_NODES || self.bytes + name.len() > MAX_BYTES {
            return None;
        }
        self.bytes += name.len();
        let child = u32::try_from(self.nodes.len()).ok()?;
        self.nodes.push(Node {
            name: name.into(),
            parent,
            ..Node::default()
        });
        self.node_mut(parent).children.insert(place, child);
        Some(child)
    }

    fn place(&self, parent: u32, name: &str) -> Result<usize, usize> {
        let children = &self.node(parent).children;
        children.binary_search_by(|&child| (*self.node(child).name).cmp(name))
    }

    fn node(&self, id: u32) -> &Node {
        &self.nodes[id as usize]
    }

    fn node_mut(&mut self, id: u32) -> &mut Node {
        &mut self.nodes[id as usize]
    }
}

impl Node {
    fn pass(&mut self, now: Instant) {
        self.count += 1;
        self.rate.add(1, now);
    }

    /// How many seconds ago its last message came.
    fn age(&self, now: Instant) -> f64 {
        now.saturating_sub(self.at).as_secs_f64()
    }
}

/// The beginning of a payload for a person, and whether it is text: bytes are shown by twos of
/// hexadecimal digits.
fn readable(head: &[u8], size: usize, most: usize) -> (String, bool) {
    let text = match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        // Cut within a character.
        Err(error) if size > head.len() && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    };
    let is_plain = |text: &&str| !text.contains(|it: char| it.is_control() && !it.is_whitespace());
    if let Some(text) = text.filter(is_plain) {
        return (text.chars().take(most).collect(), true);
    }
    let mut hex = String::new();
    for byte in head.iter().take(HEX) {
        for digit in [byte >> 4, byte & 15] {
            hex.extend(char::from_digit(digit.into(), 16));
        }
        hex.push(' ');
    }
    hex.pop();
    (hex, false)
}

#[cfg(test)]
#[path = "tests/topics.rs"]
mod tests;
