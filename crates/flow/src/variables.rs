//! What ops share without a link: the patch's variables, and the handles that ops provide.

use indexmap::IndexMap;

use crate::Instant;
use crate::core::Core;
use crate::graph::{Graph, NodeId};
use crate::resource::Resource;
use crate::sorted::Set;
use crate::value::{Text, Value};

#[derive(Debug, Default)]
pub(crate) struct State {
    /// `None` while nobody sets it.
    pub(crate) value: Option<Value>,
    pub(crate) writers: Set<u32>,
    pub(crate) readers: Set<u32>,
    /// The inputs that have it for their source.
    pub(crate) bound: Set<(u32, u16)>,
    /// Whether the host sets it too.
    pub(crate) by_host: bool,
}

/// How many pairs of nodes one variable makes at most.
const MAX_PAIRS: usize = 1_000;

impl State {
    /// Whether nodes depend on who sets it.
    pub(crate) fn is_read(&self) -> bool {
        !(self.readers.is_empty() && self.bound.is_empty())
    }
}

/// The variables by name.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    // In an order that is the same in every run, as that of updates follows from it.
    by_name: IndexMap<Text, State>,
    /// The names of those that have changed, while the host wants to know.
    /// A set: the type is that of objects, which a program has anyway.
    news: Option<IndexMap<Text, Value>>,
}

/// A variable of the patch: what it holds and who uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: Text,
    /// What it holds; `None` while nobody sets it.
    pub value: Option<Value>,
    /// The ops that set it.
    pub writers: Vec<NodeId>,
    /// The ops that read it.
    pub readers: Vec<NodeId>,
    /// The inputs that have it for their source.
    pub bound: Vec<(NodeId, u16)>,
    /// Whether the host sets it too.
    pub by_host: bool,
}

impl Variables {
    pub(crate) fn entry(&mut self, name: &Text) -> &mut State {
        // Looked up first, so that the usual case does not clone the name.
        if !self.by_name.contains_key(name) {
            self.by_name.insert(name.clone(), State::default());
            self.note(name);
        }
        self.by_name
            .get_mut(name)
            .expect("it was just inserted where it was missing")
    }

    /// The names and values of those that have one.
    pub(crate) fn values(&self) -> Vec<(Text, Value)> {
        let variables = self.by_name.iter();
        let values = variables.filter_map(|(name, variable)| {
            let value = variable.value.clone()?;
            Some((name.clone(), value))
        });
        values.collect()
    }

    /// Pairs of nodes of which the second depends on the first. A variable that many set and many
    /// read has a place of its own in between, from `first_hub` on, where no node is: thousands of
    /// each would be millions of pairs.
    pub(crate) fn edges(&self, first_hub: usize) -> Vec<(u32, u32)> {
        let mut edges = Vec::new();
        let mut hubs = (first_hub..).map(|hub| hub as u32);
        for variable in self.by_name.values() {
            let bound = || variable.bound.iter().map(|&(node, _)| node);
            let users = || variable.readers.iter().copied().chain(bound());
            let writers = &variable.writers;
            let count = writers.len() * (variable.readers.len() + variable.bound.len());
            if count > MAX_PAIRS
                && let Some(hub) = hubs.next()
            {
                edges.extend(writers.iter().map(|&writer| (writer, hub)));
                edges.extend(users().map(|user| (hub, user)));
                continue;
            }
            for &writer in writers.iter() {
                edges.extend(users().map(|user| (writer, user)));
            }
        }
        edges
    }

    /// What a variable holds.
    pub(crate) fn value(&self, name: &Text) -> Option<&Value> {
        self.by_name.get(name)?.value.as_ref()
    }

    /// The host is to be told of the variable, if it wants to know.
    pub(crate) fn note(&mut self, name: &Text) {
        if let Some(news) = &mut self.news
            && !news.contains_key(name)
        {
            news.insert(name.clone(), Value::None);
        }
    }
}

impl Graph {
    /// Sets a variable from outside; with `None` the host lets go of it. It has the value that was
    /// set last, be it by an op or by the host.
    pub fn set_variable(&mut self, name: &Text, value: Option<Value>, now: Instant) {
        if name.is_empty() {
            return;
        }
        self.core.mend();
        let variable = self.core.variables.entry(name);
        variable.by_host = value.is_some();
        if value.is_some() || variable.writers.is_empty() {
            let is_same = match (&variable.value, &value) {
                (Some(old), Some(new)) => old.same(new),
                (old, new) => old.is_none() && new.is_none(),
            };
            if !is_same {
                variable.value = value;
                self.core.announce(name);
            }
        }
        self.core.drop_variable(name);
        self.settle(now);
    }

    /// Lets go of all variables that the host has set.
    pub fn clear_variables(&mut self, now: Instant) {
        let own = self.core.variables.by_name.iter();
        let own = own.filter(|(_, variable)| variable.by_host);
        let own: Vec<Text> = own.map(|(name, _)| name.clone()).collect();
        for name in own {
            self.set_variable(&name, None, now);
        }
    }

    /// What a variable holds; `None` while nobody sets it.
    pub fn variable(&self, name: &Text) -> Option<&Value> {
        self.core.variables.value(name)
    }

    /// The variables that somebody sets or reads, in the order in which they came to be.
    pub fn variables(&self) -> impl Iterator<Item = Variable> {
        let ids = |nodes: &[u32]| nodes.iter().map(|&node| self.core.id(node)).collect();
        let variables = self.core.variables.by_name.iter();
        variables.map(move |(name, state)| Variable {
            name: name.clone(),
            value: state.value.clone(),
            writers: ids(&state.writers),
            readers: ids(&state.readers),
            bound: state
                .bound
                .iter()
                .map(|&(node, port)| (self.core.id(node), port))
                .collect(),
            by_host: state.by_host,
        })
    }

    /// Has [`take_variables`](Self::take_variables) tell of each variable from here on, at first of
    /// all; or of none any more.
    pub fn watch_variables(&mut self, watched: bool) {
        let variables = &mut self.core.variables;
        let all = || variables.by_name.keys().cloned();
        let news = watched.then(|| all().map(|name| (name, Value::None)).collect());
        variables.news = news;
    }

    /// Whether [`take_variables`](Self::take_variables) has something to tell.
    pub fn variables_have_changed(&self) -> bool {
        let news = self.core.variables.news.as_ref();
        news.is_some_and(|news| !news.is_empty())
    }

    /// The variables that have another value or other users since the last call, and what each
    /// holds now.
    pub fn take_variables(&mut self) -> Vec<(Text, Option<Value>)> {
        let news = self.core.variables.news.as_mut();
        let names = news.map(std::mem::take).unwrap_or_default();
        let names = names.into_keys();
        names
            .map(|name| {
                let value = self.variable(&name).cloned();
                (name, value)
            })
            .collect()
    }
}

impl Core {
    /// A variable has another value: those who read it are touched, and inputs follow.
    pub(crate) fn announce(&mut self, name: &Text) {
        self.variables.note(name);
        let variable = self.variables.entry(name);
        self.touched.extend_from_slice(&variable.readers);
        // Put aside meanwhile, as nothing that follows changes who does.
        let bound = std::mem::take(&mut variable.bound);
        for &(node, port) in bound.iter() {
            self.follow(node, port);
        }
        self.variables.entry(name).bound = bound;
    }

    /// Somebody uses a variable no more: drops it where that was the last.
    pub(crate) fn drop_variable(&mut self, name: &Text) {
        self.variables.note(name);
        let variable = self.variables.entry(name);
        if variable.writers.is_empty() && !variable.is_read() && !variable.by_host {
            self.variables.by_name.swap_remove(name);
        }
    }
}

/// The handles of one kind that ops provide.
#[derive(Debug, Default)]
pub(crate) struct Provision {
    pub(crate) handles: Vec<(u32, Resource)>,
    pub(crate) seekers: Set<u32>,
}

/// The provided handles by kind.
#[derive(Debug, Default)]
pub(crate) struct Provisions {
    /// Searched in order: there are few kinds.
    by_kind: Vec<(&'static str, Provision)>,
}

impl Provisions {
    pub(crate) fn entry(&mut self, kind: &'static str) -> &mut Provision {
        let known = self.by_kind.iter().position(|(known, _)| *known == kind);
        let at = known.unwrap_or_else(|| {
            self.by_kind.push((kind, Provision::default()));
            self.by_kind.len() - 1
        });
        &mut self.by_kind[at].1
    }

    /// Forgets a node; the nodes that must look again.
    pub(crate) fn forget(&mut self, node: u32) -> Vec<u32> {
        let mut seekers = Vec::new();
        for (_, provision) in &mut self.by_kind {
            provision.seekers.remove(&node);
            let before = provision.handles.len();
            provision.handles.retain(|(provider, _)| *provider != node);
            if provision.handles.len() != before {
                seekers.extend_from_slice(&provision.seekers);
            }
        }
        seekers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_of_thousands_of_ops_makes_as_many_pairs_as_it_has_ops() {
        let mut variables = Variables::default();
        let few = variables.entry(&"few".into());
        few.writers.insert(1);
        few.writers.insert(2);
        few.readers.insert(3);
        few.bound.insert((4, 0));
        assert_eq!(variables.edges(10), [(1, 3), (1, 4), (2, 3), (2, 4)]);
        let many = variables.entry(&"many".into());
        for index in 0..3_000 {
            many.writers.insert(index);
            many.readers.insert(3_000 + index);
            many.bound.insert((6_000 + index, 1));
        }
        let edges = variables.edges(9_000);
        assert_eq!(edges.len(), 4 + 9_000);
        assert_eq!(edges[4..5], [(0, 9_000)]);
        assert_eq!(edges[4 + 3_000], (9_000, 3_000));
    }
}
