//! The document: what is saved of a patch.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::link::{Link, PortRef};
use crate::op::Op;
use crate::view::{Change, DocumentView, OpView, PlaceholderPorts};

/// A patch: its ops and the links between them.
///
/// It is read here and changed by commands ([`Editor`](crate::Editor)) only.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) ops: IndexMap<String, Op>,
    pub(crate) links: Vec<Entry>,
    /// Fields of the file that this version does not know.
    pub(crate) extra: Map<String, Json>,
}

/// A link as the document keeps it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) link: Link,
    /// Whether an end is missing or does not fit. It stays so as long as it is there: a new op
    /// never takes the id that it names.
    pub(crate) broken: bool,
    pub(crate) extra: Option<Box<LinkExtra>>,
}

/// Fields of a link in the file that this version does not know.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LinkExtra {
    pub(crate) link: Map<String, Json>,
    pub(crate) from: Map<String, Json>,
    pub(crate) to: Map<String, Json>,
}

impl LinkExtra {
    pub(crate) fn is_empty(&self) -> bool {
        self.link.is_empty() && self.from.is_empty() && self.to.is_empty()
    }
}

impl Document {
    /// An empty patch. The id names it where hosts keep its secrets, so it must be its own.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            ops: IndexMap::new(),
            links: Vec::new(),
            extra: Map::new(),
        }
    }

    /// The id that names the patch where hosts keep its secrets.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the patch is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ops with their ids, in the file's order.
    pub fn ops(&self) -> impl ExactSizeIterator<Item = (&str, &Op)> {
        self.ops.iter().map(|(id, op)| (id.as_str(), op))
    }

    /// The op of that id.
    pub fn op(&self, id: &str) -> Option<&Op> {
        self.ops.get(id)
    }

    /// The links in the order in which they are served, without the broken ones.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.links
            .iter()
            .filter(|entry| !entry.broken)
            .map(|entry| &entry.link)
    }

    /// The links that are kept although an end is missing or does not fit.
    pub fn broken_links(&self) -> impl Iterator<Item = &Link> {
        self.links
            .iter()
            .filter(|entry| entry.broken)
            .map(|entry| &entry.link)
    }

    /// The whole document as a page shows it.
    pub fn view(&self) -> DocumentView {
        DocumentView {
            id: self.id.clone(),
            name: self.name.clone(),
            ops: self
                .views(self.ops.keys().map(String::as_str))
                .into_iter()
                .flatten()
                .collect(),
            links: self.links().cloned().collect(),
            reserved: self.reserved(),
        }
    }

    /// The ops of these ids as a page shows them, nothing for an id that is not there.
    pub(crate) fn views<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Vec<Option<OpView>> {
        let mut views = Vec::new();
        // By the place of the op, the place of its view where its ports follow from the links.
        let mut wanted: Vec<Option<usize>> = Vec::new();
        for id in ids {
            let found = self.ops.get_full(id);
            if let Some((place, _, op)) = found
                && op.is_placeholder()
            {
                wanted.resize(self.ops.len(), None);
                wanted[place] = Some(views.len());
            }
            views.push(found.map(|(_, id, op)| op.view(id)));
        }
        if wanted.is_empty() {
            return views;
        }
        // All placeholders in one walk over the links: a file may hold thousands of either.
        for link in self.links() {
            if let Some(ports) = self.ports_of(&link.from, &wanted, &mut views) {
                ports.outputs.push(link.from.port.clone());
            }
            if let Some(ports) = self.ports_of(&link.to, &wanted, &mut views) {
                ports.inputs.push(link.to.port.clone());
            }
        }
        let placeholders = views
            .iter_mut()
            .flatten()
            .filter_map(|op| op.placeholder.as_mut());
        for ports in placeholders {
            for names in [&mut ports.inputs, &mut ports.outputs] {
                let mut seen = HashSet::new();
                names.retain(|name| seen.insert(name.clone()));
            }
        }
        views
    }

    fn ports_of<'a>(
        &self,
        end: &PortRef,
        wanted: &[Option<usize>],
        views: &'a mut [Option<OpView>],
    ) -> Option<&'a mut PlaceholderPorts> {
        let view = wanted[self.ops.get_index_of(&end.op)?]?;
        views[view].as_mut()?.placeholder.as_mut()
    }

    /// Shows placeholders that were added as they are by now: their ports follow from links that
    /// came after them.
    pub(crate) fn refresh(&self, changes: &mut [Change]) {
        let mut added = Vec::new();
        for change in changes {
            match change {
                Change::OpAdded { op } if op.placeholder.is_some() => added.push(op),
                _ => {}
            }
        }
        let views = self.views(added.iter().map(|op| op.id.as_str()));
        for (op, view) in added.into_iter().zip(views) {
            // Nothing to show where it was added and removed in one go.
            if let Some(view) = view {
                *op = view;
            }
        }
    }

    /// The [`missing_ids`](Self::missing_ids), in the order of the links.
    fn reserved(&self) -> Vec<String> {
        let mut missing = self.missing_ids();
        let links = self.broken_links();
        let ends = links.flat_map(|link| [&link.from.op, &link.to.op]);
        ends.filter(|id| missing.remove(*id)).cloned().collect()
    }

    /// The ids that only broken links name. No op may take them: the links would come to life.
    pub(crate) fn missing_ids(&self) -> HashSet<String> {
        let ends = self
            .broken_links()
            .flat_map(|link| [&link.from.op, &link.to.op]);
        ends.filter(|id| !self.ops.contains_key(*id))
            .cloned()
            .collect()
    }
}
