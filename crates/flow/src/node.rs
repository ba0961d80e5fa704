//! A node without its op.

use crate::op::{Problem, Severity};
use crate::spec::OpSpec;
use crate::value::Text;

/// What the scheduler looks at of a node in each update. Half a cache line in WebAssembly, so
/// whatever only some nodes have is kept elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// A bit for each input that was set since the last update; bit 63 stands for all the rest.
    pub(crate) changed: u64,
    /// Where its inputs begin in their slab.
    pub(crate) in_base: u32,
    /// Where its outputs begin in theirs.
    pub(crate) out_base: u32,
    /// Its place in the topological order.
    pub(crate) position: u32,
    /// Its op, by its place among the instances.
    pub(crate) op: u32,
    pub(crate) spec: Option<&'static OpSpec>,
    /// `None` where it would be empty, and has always been.
    pub(crate) rare: Option<Box<Rare>>,
}

/// What few nodes have.
#[derive(Debug, Default)]
pub(crate) struct Rare {
    pub(crate) status: Status,
    /// The variable that it sets.
    pub(crate) sets: Option<Text>,
    /// The variable that it reads.
    pub(crate) reads: Option<Text>,
}

/// What is wrong with a node, the most pressing first.
#[derive(Debug, Default)]
pub(crate) struct Status {
    pub(crate) failure: Option<Text>,
    /// What the host holds back of what it has asked for, by handle: the servers that it may not
    /// reach yet.
    pub(crate) held: Vec<(u32, Text)>,
    pub(crate) problem: Option<Problem>,
    /// A linked input got a value of another kind.
    pub(crate) refusal: Option<(u16, Text)>,
    /// The inputs whose source gives no value that fits.
    pub(crate) astray: Vec<(u16, Text)>,
}

impl Node {
    /// What few nodes have, which this one has from here on.
    pub(crate) fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// What is wrong with it.
    pub(crate) fn most_pressing(&self) -> Option<Problem> {
        self.rare.as_ref()?.status.most_pressing()
    }
}

impl Status {
    pub(crate) fn most_pressing(&self) -> Option<Problem> {
        let refusal = || {
            let refusal = self.refusal.as_ref().or(self.astray.first());
            refusal.map(|(_, text)| text)
        };
        let fault = |text: &Text| Problem {
            severity: Severity::Error,
            text: text.clone(),
        };
        let held = |(_, servers): &(u32, Text)| Problem {
            severity: Severity::Warning,
            text: ["Held until you allow ", servers, "."].concat().into(),
        };
        let failure = self.failure.as_ref().map(fault);
        failure
            .or_else(|| self.held.first().map(held))
            .or_else(|| self.problem.clone())
            .or_else(|| refusal().map(fault))
    }
}

/// The bit of an input in [`Node::changed`].
#[inline(always)]
pub(crate) fn changed_bit(port: u16) -> u64 {
    1 << port.min(63)
}
