//! The ops themselves, apart from their nodes.

use crate::op::{Behaviour, Handlers};
use crate::spec::{OpEntry, OpSpec};

/// The instances of ops, each with the place that nodes know it by.
///
/// An op with nothing but ports is the same for every node, as the values of its ports are not in
/// it: all nodes share one instance. That is most ops that compute numbers; so a thousand sums read
/// one that is in the cache, instead of a thousand that lie wherever the allocator found room.
pub(crate) struct Instances {
    ops: Vec<Box<dyn Handlers>>,
    /// The places that are free to be used again, where an idle op is.
    free: Vec<u32>,
    /// The shared instances. Searched in order: there is at most one for each op of the library.
    shared: Vec<(&'static OpSpec, u32)>,
}

/// The place of an op that does nothing: what a node has while it is disabled or removed.
pub(crate) const IDLE: u32 = 0;
/// The same for a node whose op is a function, which has no handlers.
pub(crate) const FUNCTION: u32 = 1;

struct Idle;

impl Handlers for Idle {}

impl Default for Instances {
    fn default() -> Self {
        Self {
            ops: vec![Box::new(Idle), Box::new(Idle)],
            free: Vec::new(),
            shared: Vec::new(),
        }
    }
}

impl Instances {
    /// An op for a node; its place.
    pub(crate) fn add(&mut self, entry: &OpEntry) -> u32 {
        let create = match entry.behaviour {
            Behaviour::Own(create) => return self.insert(create()),
            Behaviour::Shared(create) => create,
            Behaviour::Function(_) => return FUNCTION,
        };
        let mut shared = self.shared.iter();
        if let Some(&(_, at)) = shared.find(|(spec, _)| std::ptr::eq(*spec, entry.spec)) {
            return at;
        }
        let at = self.insert(create());
        self.shared.push((entry.spec, at));
        at
    }

    /// Drops the op that a node had, with all that it holds; what the node has instead.
    pub(crate) fn remove(&mut self, at: u32) -> u32 {
        let is_shared = self.shared.iter().any(|&(_, shared)| shared == at);
        if at > FUNCTION && !is_shared {
            self.ops[at as usize] = Box::new(Idle);
            self.free.push(at);
        }
        IDLE
    }

    /// The op at a place.
    #[inline(always)]
    pub(crate) fn get(&mut self, at: u32) -> &mut dyn Handlers {
        // A slice is indexed without a call where code is built to be small.
        &mut *self.ops.as_mut_slice()[at as usize]
    }

    fn insert(&mut self, op: Box<dyn Handlers>) -> u32 {
        if let Some(at) = self.free.pop() {
            self.ops[at as usize] = op;
            return at;
        }
        self.ops.push(op);
        u32::try_from(self.ops.len() - 1).expect("fewer than 2^32 ops fit in memory")
    }
}
