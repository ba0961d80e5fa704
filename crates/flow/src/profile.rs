//! Where the time goes: how often each op runs, and how long that takes.
//!
//! There is no clock here, so a host lends its own for as long as somebody looks. It is read once
//! when an event begins and once after each handler, so that what an op passes on counts as its own
//! and nothing is counted twice. While nobody looks, a handler costs what it did.

use std::fmt;

use crate::Instant;
use crate::core::{Core, FIRED, MEASURED};
use crate::graph::{Graph, NodeId};
use crate::op::OpError;

/// A clock of the host's. It may be coarse: over many runs the sums come out right, as each event
/// is divided without a rest.
pub type Stopwatch = Box<dyn FnMut() -> Instant>;

/// How often an op has run, and how long all of it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// How many of its handlers have run.
    pub runs: u32,
    /// How long, together.
    pub time: Instant,
}

/// What is measured since it was asked for last.
pub(crate) struct Profile {
    stopwatch: Stopwatch,
    last: Instant,
    /// By the node's place, with its generation: a place can be given to another node.
    costs: Vec<(u32, Cost)>,
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").finish_non_exhaustive()
    }
}

impl Profile {
    /// An event begins: what was before it is no op's.
    pub(crate) fn begin(&mut self) {
        self.last = (self.stopwatch)();
    }

    fn count(&mut self, index: u32, generation: u32) {
        let now = (self.stopwatch)();
        let place = index as usize;
        if self.costs.len() <= place {
            self.costs.resize(place + 1, Default::default());
        }
        let (of, cost) = &mut self.costs[place];
        if *of != generation {
            (*of, *cost) = (generation, Cost::default());
        }
        cost.runs += 1;
        cost.time += now.saturating_sub(self.last);
        self.last = now;
    }
}

impl Core {
    /// What is to be done after a handler of which there is something to look at.
    pub(crate) fn conclude(&mut self, index: u32, mut outcome: Result<(), OpError>) {
        if self.after & MEASURED != 0 {
            self.measure(index);
        }
        self.after &= !FIRED;
        // Only what has fired can have asked for too much.
        if std::mem::take(&mut self.overflow) {
            let text = "It does too much at once: the rest was left out.";
            outcome = Err(OpError::new(text));
        }
        if outcome.is_err() || self.nodes[index as usize].rare.is_some() {
            self.set_outcome(index, outcome);
        }
    }

    #[cold]
    pub(crate) fn measure(&mut self, index: u32) {
        let generation = self.generations[index as usize];
        if let Some(profile) = &mut self.profile {
            profile.count(index, generation);
        }
    }
}

impl Graph {
    /// Measures from here on which ops run, how often and for how long, by a clock that the host
    /// lends; with `None` no more. No op learns of it.
    pub fn profile(&mut self, stopwatch: Option<Stopwatch>) {
        self.core.profile = stopwatch.map(|stopwatch| {
            Box::new(Profile {
                stopwatch,
                last: Instant::ZERO,
                costs: Vec::new(),
            })
        });
        self.core.after = if self.core.profile.is_some() {
            MEASURED
        } else {
            0
        };
    }

    /// What the ops have cost that ran since the last call; nothing while nothing is measured.
    pub fn take_profile(&mut self) -> Vec<(NodeId, Cost)> {
        let Some(profile) = &mut self.core.profile else {
            return Vec::new();
        };
        let costs = (0..).zip(std::mem::take(&mut profile.costs));
        let costs = costs.filter(|(_, (_, cost))| cost.runs > 0);
        costs
            .map(|(index, (generation, cost))| (NodeId { index, generation }, cost))
            .collect()
    }
}
