//! Who wants to be woken when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::Instant;

/// One time per node. Times that were replaced stay in the heap until they come up, or are more
/// than those that count.
#[derive(Debug, Default)]
pub(crate) struct Wakes {
    wanted: Vec<Option<Instant>>,
    heap: BinaryHeap<Reverse<(Instant, u32)>>,
}

/// How many replaced times are of no matter in a graph of few nodes.
const SLACK: usize = 64;

impl Wakes {
    pub(crate) fn set(&mut self, node: u32, when: Option<Instant>) {
        let index = node as usize;
        if self.wanted.len() <= index {
            self.wanted.resize(index + 1, None);
        }
        if self.wanted[index] == when {
            return;
        }
        self.wanted[index] = when;
        if let Some(when) = when {
            // An op that puts off a time that is far away, as that of a keep-alive is with each
            // message, would fill the memory with those that it does not mean any more.
            if self.heap.len() > 2 * self.wanted.len() + SLACK {
                let wanted = (0..).zip(&self.wanted);
                let wanted = wanted.filter_map(|(node, when)| Some(Reverse(((*when)?, node))));
                self.heap = wanted.collect();
            } else {
                self.heap.push(Reverse((when, node)));
            }
        }
    }

    /// The next time that somebody wants.
    pub(crate) fn next(&mut self) -> Option<Instant> {
        while let Some(&Reverse((when, node))) = self.heap.peek() {
            if self.wanted[node as usize] == Some(when) {
                return Some(when);
            }
            self.heap.pop();
        }
        None
    }

    /// Takes out all whose time has come, in the order of their times.
    pub(crate) fn take_due(&mut self, now: Instant) -> Vec<u32> {
        let mut due = Vec::new();
        while self.next().is_some_and(|when| when <= now) {
            if let Some(Reverse((_, node))) = self.heap.pop() {
                self.wanted[node as usize] = None;
                due.push(node);
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Instant {
        Instant::from_millis(ms)
    }

    #[test]
    fn nodes_wake_in_the_order_of_their_times_and_once() {
        let mut wakes = Wakes::default();
        wakes.set(0, Some(at(20)));
        wakes.set(1, Some(at(10)));
        wakes.set(2, Some(at(30)));
        assert_eq!(wakes.take_due(at(25)), [1, 0]);
        assert_eq!(wakes.next(), Some(at(30)));
    }

    #[test]
    fn times_that_are_put_off_again_and_again_fill_no_memory() {
        let mut wakes = Wakes::default();
        wakes.set(1, Some(at(5_000)));
        for time in 0..100_000 {
            wakes.set(0, Some(at(10_000 + time)));
            assert!(wakes.heap.len() <= 2 * 2 + SLACK + 1);
        }
        assert_eq!(wakes.take_due(at(109_998)), [1]);
        assert_eq!(wakes.take_due(at(109_999)), [0]);
        assert_eq!(wakes.next(), None);
    }

    #[test]
    fn a_replaced_or_cancelled_time_never_comes() {
        let mut wakes = Wakes::default();
        wakes.set(0, Some(at(10)));
        wakes.set(0, Some(at(20)));
        wakes.set(1, Some(at(5)));
        wakes.set(1, None);
        assert_eq!(wakes.take_due(at(15)), [0_u32; 0]);
        assert_eq!(wakes.take_due(at(20)), [0]);
        assert_eq!(wakes.next(), None);
    }
}
