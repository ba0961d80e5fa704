//! Triggers that reach ops by a name, without a link.

use crate::core::{Core, FIRED, What};
use crate::value::Text;

/// Who sends which trigger, and who receives which. An op does one of each at most.
#[derive(Debug, Default)]
pub(crate) struct NamedTriggers {
    senders: Vec<(u32, Text)>,
    /// In the order of the nodes, which is the same in every run.
    receivers: Vec<(u32, Text)>,
}

impl NamedTriggers {
    /// The nodes that receive the trigger of that name, in the order in which they do.
    pub(crate) fn receivers_of(&self, name: &Text) -> Vec<u32> {
        let of = self.receivers.iter().filter(|(_, known)| known == name);
        of.map(|&(node, _)| node).collect()
    }

    /// Pairs of nodes of which the second receives what the first has sent.
    pub(crate) fn edges(&self) -> Vec<(u32, u32)> {
        let mut edges = Vec::new();
        for (sender, name) in &self.senders {
            let receivers = self.receivers_of(name);
            edges.extend(receivers.iter().map(|&receiver| (*sender, receiver)));
        }
        edges
    }

    pub(crate) fn forget(&mut self, node: u32) {
        self.senders.retain(|(sender, _)| *sender != node);
        self.receivers.retain(|(receiver, _)| *receiver != node);
    }
}

impl Core {
    /// From here on the node receives the trigger of that name, and no other; none without a name.
    pub(crate) fn receive_trigger(&mut self, index: u32, name: &Text) {
        let receivers = &mut self.named_triggers.receivers;
        receivers.retain(|(node, _)| *node != index);
        if !name.is_empty() {
            let at = receivers.partition_point(|(node, _)| *node < index);
            receivers.insert(at, (index, name.clone()));
        }
    }

    /// Sends the trigger of that name when its turn has come. Whether somebody receives it.
    pub(crate) fn defer_send(&mut self, index: u32, name: &Text) -> bool {
        let named = &mut self.named_triggers;
        if !named.receivers.iter().any(|(_, known)| known == name) {
            return false;
        }
        match named.senders.iter_mut().find(|(node, _)| *node == index) {
            Some((_, sent)) => sent.clone_from(name),
            None => named.senders.push((index, name.clone())),
        }
        self.after |= FIRED;
        self.defer(index, 0, What::Send(name.clone()));
        true
    }
}
