//! The links, and the tables compiled from them that the scheduler walks.

use std::ops::Range;

use crate::function::Function;
use crate::kind::Coercion;
use crate::slots::Slots;
use crate::sorted::Set;
use crate::value::Text;

/// A link of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub(crate) u64);

#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) id: LinkId,
    /// Links of one output are served by rising rank.
    rank: u64,
    /// Node and port.
    pub(crate) from: (u32, u16),
    pub(crate) to: (u32, u16),
    pub(crate) coercion: Coercion,
    /// Whether it carries pulses, which do not count for the order of updates.
    pub(crate) pulses: bool,
    /// The index of its compiled end in [`Wiring::targets`].
    pub(crate) target: u32,
    /// Why nothing passes, where the scheduler has cut it.
    pub(crate) cut: Option<Text>,
}

/// Where a value goes: one end of a link, compiled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) node: u32,
    /// The node's place in the topological order.
    pub(crate) position: u32,
    /// The input's place in the slab.
    pub(crate) slot: u32,
    pub(crate) port: u16,
    pub(crate) way: Way,
}

/// How values get over a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// As they are.
    Plain,
    /// By [`Link::coercion`].
    Coerced,
    /// Not at all.
    Cut,
}

/// An op as settling meets it, compiled: half a cache line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) node: u32,
    /// What it computes, where it is a function of its inputs.
    pub(crate) function: Option<Function>,
    /// Where its inputs begin in their slab, and where they end.
    pub(crate) inputs: (u32, u32),
    /// Where its first output is in theirs.
    pub(crate) output: u32,
    /// What a function gives goes here.
    pub(crate) onward: Onward,
}

/// Where what a function gives goes.
///
/// A *direct* link leads forward, as values are, to an input of a function that no other link leads
/// to. So the input holds what the output holds, nothing can have been refused there, the link is
/// never cut, and nobody asks whether the input has changed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Onward {
    /// Over one link, which is direct: the input's place in the slab, and that of its node in the
    /// topological order.
    Next { slot: u32, position: u32 },
    /// To these targets, over direct links only.
    Ahead { first: u32, end: u32 },
    /// To these targets.
    Targets { first: u32, end: u32 },
}

/// The links in the order they were made, and the targets of each output as one array.
///
/// The tables are slices, not vectors: they do not grow, and to index a vector is a call where code
/// is built to be small.
#[derive(Debug, Default)]
pub(crate) struct Wiring {
    pub(crate) links: Vec<Link>,
    next_id: u64,
    /// The targets of output slot `n` are `targets[ranges[n].0..ranges[n].1]`, in link order.
    ranges: Box<[(u32, u32)]>,
    pub(crate) targets: Box<[Target]>,
    /// The link of each target, by its index in `links`.
    target_links: Box<[u32]>,
    /// The nodes in their topological order.
    pub(crate) steps: Box<[Step]>,
    pub(crate) stale: bool,
    /// Whether the ranks of some links differ from the order of their ids.
    ranked: bool,
    /// How many links are cut.
    cuts: usize,
}

impl Wiring {
    /// No links. The tables are stale, so that the first event compiles those of an empty graph.
    pub(crate) fn new() -> Self {
        Self {
            stale: true,
            ..Self::default()
        }
    }

    pub(crate) fn add(
        &mut self,
        from: (u32, u16),
        to: (u32, u16),
        coercion: Coercion,
        pulses: bool,
    ) -> LinkId {
        let id = LinkId(self.next_id);
        self.next_id += 1;
        self.links.push(Link {
            id,
            rank: id.0,
            from,
            to,
            coercion,
            pulses,
            target: 0,
            cut: None,
        });
        self.stale = true;
        id
    }

    pub(crate) fn remove(&mut self, id: LinkId) -> Option<Link> {
        // Ids are handed out in rising order, and links are kept in it.
        let index = self.links.binary_search_by_key(&id, |link| link.id).ok()?;
        self.stale = true;
        let link = self.links.remove(index);
        self.cuts -= usize::from(link.cut.is_some());
        Some(link)
    }

    /// Removes the links from and to these nodes, none of which is cut; the outputs and inputs of
    /// other nodes that they led from and to, once for each link.
    pub(crate) fn remove_all(&mut self, nodes: &Set<u32>) -> [Vec<(u32, u16)>; 2] {
        self.stale = true;
        let (mut outputs, mut inputs) = (Vec::new(), Vec::new());
        self.links.retain(|link| {
            let gone = [link.from, link.to].map(|(node, _)| nodes.contains(&node));
            match gone {
                [true, false] => inputs.push(link.to),
                [false, true] => outputs.push(link.from),
                _ => {}
            }
            gone == [false, false]
        });
        [outputs, inputs]
    }

    /// The links from or to ports of a node from this one on.
    pub(crate) fn beyond(&self, node: u32, output: bool, port: u16) -> Vec<LinkId> {
        let links = self.links.iter().filter(|link| {
            let (of, at) = if output { link.from } else { link.to };
            of == node && at >= port
        });
        links.map(|link| link.id).collect()
    }

    /// Hands the ranks that these links have out among them anew, in this order.
    pub(crate) fn serve_in_order(&mut self, ids: &[LinkId]) {
        let places = ids
            .iter()
            .filter_map(|id| self.links.binary_search_by_key(id, |link| link.id).ok());
        let places: Vec<usize> = places.collect();
        let mut ranks: Vec<(u64, usize)> =
            places.iter().map(|&at| (self.links[at].rank, at)).collect();
        ranks.sort_unstable();
        for (at, (rank, _)) in places.into_iter().zip(ranks) {
            self.links[at].rank = rank;
        }
        self.ranked = true;
        self.stale = true;
    }

    /// The targets of an output slot, as indices into [`Wiring::targets`].
    #[inline(always)]
    pub(crate) fn targets_of(&self, slot: u32) -> Range<u32> {
        let (first, end) = self.ranges[slot as usize];
        first..end
    }

    pub(crate) fn link(&self, id: LinkId) -> Option<&Link> {
        let index = self.links.binary_search_by_key(&id, |link| link.id).ok()?;
        Some(&self.links[index])
    }

    /// How a value changes on its way to a target.
    pub(crate) fn coercion_to(&self, target: u32) -> Coercion {
        self.links[self.target_links[target as usize] as usize].coercion
    }

    /// Lets nothing through a link from here on.
    pub(crate) fn cut(&mut self, target: u32, why: Text) -> LinkId {
        let end = &mut self.targets[target as usize];
        end.way = Way::Cut;
        let link = &mut self.links[self.target_links[target as usize] as usize];
        link.cut = Some(why);
        self.cuts += 1;
        link.id
    }

    /// Lets values through all links again that were cut; their names.
    pub(crate) fn mend(&mut self) -> Vec<LinkId> {
        // Checked first, as loading a patch calls this for each of its links.
        if self.cuts == 0 {
            return Vec::new();
        }
        self.cuts = 0;
        self.stale = true;
        let cut = self.links.iter_mut().filter(|link| link.cut.is_some());
        cut.map(|link| {
            link.cut = None;
            link.id
        })
        .collect()
    }

    /// Whether anything, a value or a pulse, can travel from one node to another. `extra` as in
    /// [`compile`](Self::compile).
    pub(crate) fn leads(&self, from: u32, to: u32, extra: &[(u32, u32)]) -> bool {
        let links = self.links.iter().filter(|link| link.cut.is_none());
        let links = links.map(|link| (link.from.0, link.to.0));
        let pairs = links.chain(extra.iter().copied());
        // Of the type of the ranks, as a sort is compiled anew for each.
        let mut pairs: Vec<(u64, usize)> = pairs
            .map(|(from, to)| (u64::from(from), to as usize))
            .collect();
        pairs.sort_unstable();
        let nodes = pairs.iter().map(|&(from, to)| to.max(from as usize));
        let mut seen = vec![false; nodes.max().unwrap_or(0) + 1];
        let mut stack = vec![from];
        while let Some(node) = stack.pop() {
            if node == to {
                return true;
            }
            let first = pairs.partition_point(|&(from, _)| from < u64::from(node));
            for &(from, next) in &pairs[first..] {
                if from != u64::from(node) {
                    break;
                }
                if !std::mem::replace(&mut seen[next], true) {
                    stack.push(next as u32);
                }
            }
        }
        false
    }

    /// Compiles the tables. `steps` are all nodes as they are without their links, `nodes` those of
    /// them that exist, `link_counts` says how many links lead to each input, `extra` are the pairs of
    /// nodes that depend on each other without a link, some over places past the last node.
    pub(crate) fn compile(
        &mut self,
        steps: &[Step],
        nodes: impl DoubleEndedIterator<Item = u32>,
        out_slots: usize,
        link_counts: &Counts,
        extra: &[(u32, u32)],
    ) {
        self.stale = false;
        let out_slot = |link: &Link| steps[link.from.0 as usize].output + u32::from(link.from.1);
        // Counting sort by output slot: it keeps the links of one output in their order.
        self.ranges = vec![(0, 0); out_slots].into();
        for link in &self.links {
            self.ranges[out_slot(link) as usize].1 += 1;
        }
        let mut first = 0;
        for range in &mut self.ranges {
            let count = range.1;
            *range = (first, first);
            first += count;
        }
        let mut places = vec![0_u32; self.links.len()];
        for (index, link) in (0_u32..).zip(&self.links) {
            let end = &mut self.ranges[out_slot(link) as usize].1;
            places[*end as usize] = index;
            *end += 1;
        }
        if self.ranked {
            for &(first, end) in &self.ranges {
                let served = &mut places[first as usize..end as usize];
                let rank = |&index: &u32| (self.links[index as usize].rank, index as usize);
                let mut ranks: Vec<(u64, usize)> = served.iter().map(rank).collect();
                ranks.sort_unstable();
                for (place, (_, index)) in served.iter_mut().zip(ranks) {
                    *place = index as u32;
                }
            }
        }
        let order = self.sort(nodes, steps.len(), extra);
        let mut positions = vec![0_u32; steps.len()];
        for (position, &node) in (0..).zip(&order) {
            positions[node as usize] = position;
        }
        let ends = (0..).zip(&places).map(|(target, &index)| {
            let link = &mut self.links[index as usize];
            link.target = target;
            Target {
                node: link.to.0,
                port: link.to.1,
                position: positions[link.to.0 as usize],
                slot: steps[link.to.0 as usize].inputs.0 + u32::from(link.to.1),
                way: match link.coercion {
                    _ if link.cut.is_some() => Way::Cut,
                    Coercion::Same => Way::Plain,
                    _ => Way::Coerced,
                },
            }
        });
        self.targets = ends.collect();
        self.target_links = places.into();
        let steps = (0..).zip(&order).map(|(position, &node)| {
            let mut step = steps[node as usize];
            if step.function.is_some() {
                let Range { start: first, end } = self.targets_of(step.output);
                let targets = &self.targets[first as usize..end as usize];
                let is_direct = |target: &Target| {
                    let is_function = steps[target.node as usize].function.is_some();
                    let is_only = link_counts[target.slot] == 1;
                    is_function && is_only && target.way == Way::Plain && target.position > position
                };
                step.onward = match targets {
                    &[Target { slot, position, .. }] if is_direct(&targets[0]) => {
                        Onward::Next { slot, position }
                    }
                    _ if targets.iter().all(is_direct) => Onward::Ahead { first, end },
                    _ => Onward::Targets { first, end },
                };
            }
            step
        });
        self.steps = steps.collect();
    }

    /// Orders the nodes so that every value link that is not part of a cycle leads forward:
    /// the reverse postorder of a depth-first walk, without recursion.
    fn sort(
        &mut self,
        nodes: impl DoubleEndedIterator<Item = u32>,
        node_count: usize,
        extra: &[(u32, u32)],
    ) -> Vec<u32> {
        let edges = || {
            let links = self.links.iter().filter(|link| !link.pulses);
            links
                .map(|link| (link.from.0, link.to.0))
                .chain(extra.iter().copied())
        };
        let places = extra.iter().map(|&(from, to)| from.max(to) as usize + 1);
        let places = places.fold(node_count, usize::max);
        let mut first = vec![0_u32; places + 1];
        for (from, _) in edges() {
            first[from as usize + 1] += 1;
        }
        for node in 0..places {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut successors = vec![0_u32; first[places] as usize];
        for (from, to) in edges() {
            let place = &mut next[from as usize];
            successors[*place as usize] = to;
            *place += 1;
        }
        // From the last to the first, so that unrelated nodes keep the order they were made in.
        let mut order = Vec::with_capacity(node_count);
        let mut seen = vec![false; places];
        let mut stack: Vec<(u32, u32)> = Vec::new();
        for root in nodes.rev() {
            if std::mem::replace(&mut seen[root as usize], true) {
                continue;
            }
            stack.push((root, first[root as usize + 1]));
            while let Some((node, edge)) = stack.last_mut() {
                if *edge == first[*node as usize] {
                    if (*node as usize) < node_count {
                        order.push(*node);
                    }
                    stack.pop();
                    continue;
                }
                *edge -= 1;
                let to = successors[*edge as usize];
                if !std::mem::replace(&mut seen[to as usize], true) {
                    stack.push((to, first[to as usize + 1]));
                }
            }
        }
        order.reverse();
        order
    }
}

/// How many links lead to each input, and how many watchers each output has.
pub(crate) type Counts = Slots<u32>;
