//! The document: what is saved of a patch.

use std::collections::HashSet;
use std::mem;

use indexmap::IndexMap;
use ropewalk_flow::{OpSpec, PortSpec, Source, Text, Value};
use serde_json::{Map, Value as Json};

use crate::catalogue::Catalogue;
use crate::link::{Link, PortRef};
use crate::report::{Secret, Warning};
use crate::subpatch::Exposed;
use crate::value::{admit, to_value, type_name};
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

/// An op of a patch.
#[derive(Clone, Debug)]
pub struct Op {
    pub(crate) name: String,
    pub(crate) spec: Option<&'static OpSpec>,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) title: Option<String>,
    pub(crate) disabled: bool,
    pub(crate) bookmarked: bool,
    /// The id of the subpatch that it is in.
    pub(crate) subpatch: Option<String>,
    /// What a subpatch shows of the ops in it.
    pub(crate) exposed: Vec<Exposed>,
    /// How many ports its multi input and its multi output have; 0 where it has none.
    pub(crate) multi: [u16; 2],
    /// What differs from the defaults, in the port's kind, sorted by the index of the input.
    pub(crate) values: Vec<(u16, Json)>,
    /// Values that no port of the op can hold, by the name that the file gives them. All values
    /// of a placeholder are here.
    pub(crate) kept: Map<String, Json>,
    /// What gives inputs their values, sorted by their index.
    pub(crate) sources: Vec<(u16, Source)>,
    /// Sources that cannot be used, as the file has them. All of a placeholder are here.
    pub(crate) kept_sources: Map<String, Json>,
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

impl Op {
    /// An op at rest: a placeholder where the library lacks it.
    pub(crate) fn new(name: &str, catalogue: &Catalogue) -> Self {
        let spec = catalogue.get(name);
        let count = |output| {
            let ports = spec.map_or(&[][..], |spec| spec.ports(output));
            PortSpec::multi(ports).map_or(0, |port| port.multi)
        };
        Self {
            name: catalogue.current_name(name).to_owned(),
            spec,
            multi: [count(false), count(true)],
            x: 0.0,
            y: 0.0,
            title: None,
            disabled: false,
            bookmarked: false,
            subpatch: None,
            exposed: Vec::new(),
            values: Vec::new(),
            kept: Map::new(),
            sources: Vec::new(),
            kept_sources: Map::new(),
            extra: Map::new(),
        }
    }

    /// The op's full name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its declaration; nothing for a placeholder, an op that the library lacks.
    pub fn spec(&self) -> Option<&'static OpSpec> {
        self.spec
    }

    /// Whether the library lacks the op, so that it only keeps what the file says.
    pub fn is_placeholder(&self) -> bool {
        self.spec.is_none()
    }

    /// The place of its upper left corner on the canvas, x and y in its pixels.
    pub fn position(&self) -> (f64, f64) {
        (self.x, self.y)
    }

    /// The title that a person has given it.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Whether a person has switched it off.
    pub fn disabled(&self) -> bool {
        self.disabled
    }

    /// Whether a person has put a bookmark at it.
    pub fn bookmarked(&self) -> bool {
        self.bookmarked
    }

    /// The inputs that differ from their defaults, by rising index. Empty for a placeholder.
    pub fn values(&self) -> impl Iterator<Item = (u16, Value)> {
        self.values
            .iter()
            .map(|(port, json)| (*port, to_value(json)))
    }

    /// What a person calls it: its title, or its short name.
    pub fn label(&self) -> &str {
        let short_name = || self.name.rsplit('.').next().unwrap_or(&self.name);
        self.title.as_deref().unwrap_or_else(short_name)
    }

    /// Takes in the values of a file or a command; a multi port gets the ports that they name. Secrets go to `secrets`, and what no port can
    /// hold is kept and goes to `warnings`.
    pub(crate) fn take_values(
        &mut self,
        id: &str,
        values: Map<String, Json>,
        secrets: &mut Vec<Secret>,
        warnings: &mut Vec<Warning>,
    ) {
        let Some(spec) = self.spec else {
            self.kept = values;
            return;
        };
        // A port's own name wins over its aliases, wherever it stands.
        values.keys().for_each(|name| self.grow(name, false));
        let has_own = |index| values.contains_key(&*PortSpec::name_at(spec.inputs, index));
        let mut is_set: Vec<bool> = self.indices(false).map(has_own).collect();
        for (name, json) in values {
            let index = spec.input(&name);
            let declared = index.and_then(|index| PortSpec::at(spec.inputs, index));
            let Some((index, port)) = index.zip(declared) else {
                warnings.push(Warning::NoInput {
                    op: id.to_owned(),
                    port: name.clone(),
                });
                self.kept.insert(name, json);
                continue;
            };
            let own_name = PortSpec::name_at(spec.inputs, index);
            let is_second = mem::replace(&mut is_set[usize::from(index)], true);
            if is_second && name != own_name {
                warnings.push(Warning::TwoValues {
                    op: id.to_owned(),
                    port: own_name,
                    alias: name.clone(),
                    kept: !port.secret,
                });
                if !port.secret {
                    self.kept.insert(name, json);
                }
            } else if port.secret {
                let value = match json {
                    Json::Null => continue,
                    Json::String(text) => text,
                    other => other.to_string(),
                };
                if !value.is_empty() {
                    secrets.push(Secret {
                        op: id.to_owned(),
                        port: port.name,
                        value,
                    });
                }
            } else {
                match admit(port, json) {
                    Ok(None) => {}
                    Ok(json @ Some(_)) => {
                        self.swap_value(index, json);
                    }
                    Err(json) => {
                        warnings.push(Warning::WrongKind {
                            op: id.to_owned(),
                            port: own_name.clone(),
                            takes: port.kind,
                            is: type_name(&json),
                        });
                        self.kept.insert(own_name.into_owned(), json);
                    }
                }
            }
        }
    }

    /// Puts a value in the place of an input's, or nothing; what was there.
    pub(crate) fn swap_value(&mut self, index: u16, json: Option<Json>) -> Option<Json> {
        match (
            self.values.binary_search_by_key(&index, |(port, _)| *port),
            json,
        ) {
            (Ok(place), Some(json)) => Some(mem::replace(&mut self.values[place].1, json)),
            (Ok(place), None) => Some(self.values.remove(place).1),
            (Err(place), Some(json)) => {
                self.values.insert(place, (index, json));
                None
            }
            (Err(_), None) => None,
        }
    }

    /// The value that differs from the input's default, if it does.
    pub(crate) fn value(&self, index: u16) -> Option<&Json> {
        let place = self
            .values
            .binary_search_by_key(&index, |(port, _)| *port)
            .ok()?;
        Some(&self.values[place].1)
    }

    /// The op as a page shows it; of a placeholder's ports, the inputs that have values.
    fn view(&self, id: &str) -> OpView {
        let mut values = IndexMap::new();
        let mut sources = IndexMap::new();
        let mut placeholder = None;
        match self.spec {
            Some(spec) => {
                for (index, source) in &self.sources {
                    let name = PortSpec::name_at(spec.inputs, *index);
                    sources.insert(Text::from(&*name), source.clone());
                }
                for (index, json) in &self.values {
                    let name = PortSpec::name_at(spec.inputs, *index);
                    values.insert(Text::from(&*name), to_value(json));
                }
            }
            None => {
                for (name, json) in &self.kept {
                    values.insert(Text::from(name.as_str()), to_value(json));
                }
                let inputs = self.kept.keys().cloned().collect();
                placeholder = Some(PlaceholderPorts {
                    inputs,
                    outputs: Vec::new(),
                });
            }
        }
        OpView {
            id: id.to_owned(),
            op: self.name.clone(),
            x: self.x,
            y: self.y,
            title: self.title.clone(),
            disabled: self.disabled,
            bookmarked: self.bookmarked,
            subpatch: self.subpatch.clone(),
            exposed: self.exposed.clone(),
            inputs: self.port_count(false),
            outputs: self.port_count(true),
            values,
            sources,
            placeholder,
        }
    }
}

/// Equality of what is saved. The declaration follows from the name and the library.
impl PartialEq for Op {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.is_placeholder() == other.is_placeholder()
            && (self.x, self.y) == (other.x, other.y)
            && self.title == other.title
            && self.disabled == other.disabled
            && self.bookmarked == other.bookmarked
            && self.subpatch == other.subpatch
            && self.exposed == other.exposed
            && self.multi == other.multi
            && self.values == other.values
            && self.kept == other.kept
            && self.sources == other.sources
            && self.kept_sources == other.kept_sources
            && self.extra == other.extra
    }
}
