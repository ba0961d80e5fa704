//! What ops share without a link: the patch's variables, and the handles that ops provide.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use crate::resource::Resource;
use crate::value::{Text, Value};

#[derive(Debug, Default)]
pub(crate) struct Variable {
    /// `None` without writers.
    pub(crate) value: Option<Value>,
    pub(crate) writers: BTreeSet<u32>,
    pub(crate) readers: BTreeSet<u32>,
}

/// The variables by name.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    // In an order that is the same in every run, as that of updates follows from it.
    by_name: IndexMap<Text, Variable>,
}

impl Variables {
    pub(crate) fn entry(&mut self, name: &Text) -> &mut Variable {
        // Looked up first, so that the usual case does not clone the name.
        if !self.by_name.contains_key(name) {
            self.by_name.insert(name.clone(), Variable::default());
        }
        self.by_name
            .get_mut(name)
            .expect("it was just inserted where it was missing")
    }

    /// Pairs of nodes of which the second depends on the first.
    pub(crate) fn edges(&self) -> Vec<(u32, u32)> {
        let mut edges = Vec::new();
        for variable in self.by_name.values() {
            for &writer in &variable.writers {
                edges.extend(variable.readers.iter().map(|&reader| (writer, reader)));
            }
        }
        edges
    }

    /// Drops a variable that nobody sets or reads any more.
    pub(crate) fn drop_unused(&mut self, name: &Text) {
        let variable = self.entry(name);
        if variable.writers.is_empty() && variable.readers.is_empty() {
            self.by_name.swap_remove(name);
        }
    }
}

/// The handles of one kind that ops provide.
#[derive(Debug, Default)]
pub(crate) struct Provision {
    pub(crate) handles: Vec<(u32, Resource)>,
    pub(crate) seekers: BTreeSet<u32>,
}

/// The provided handles by kind.
#[derive(Debug, Default)]
pub(crate) struct Provisions {
    by_kind: HashMap<&'static str, Provision>,
}

impl Provisions {
    pub(crate) fn entry(&mut self, kind: &'static str) -> &mut Provision {
        self.by_kind.entry(kind).or_default()
    }

    /// Forgets a node; the nodes that must look again.
    pub(crate) fn forget(&mut self, node: u32) -> Vec<u32> {
        let mut seekers = Vec::new();
        for provision in self.by_kind.values_mut() {
            provision.seekers.remove(&node);
            let before = provision.handles.len();
            provision.handles.retain(|(provider, _)| *provider != node);
            if provision.handles.len() != before {
                seekers.extend(&provision.seekers);
            }
        }
        seekers
    }
}
