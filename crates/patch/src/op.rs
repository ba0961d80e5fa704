//! An op of a document: what is saved of it.

use std::mem;

use indexmap::IndexMap;
use ropewalk_flow::{OpSpec, PortSpec, Source, Text, Value};
use serde_json::{Map, Value as Json};

use crate::catalogue::Catalogue;
use crate::report::{Secret, Warning};
use crate::subpatch::Exposed;
use crate::value::{admit, to_value, type_name};
use crate::view::{OpView, PlaceholderPorts};

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

    /// Takes in the values of a file or a command; a multi port gets the ports that they name.
    /// Secrets go to `secrets`, and what no port can hold is kept and goes to `warnings`.
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
        let mut is_set = self.own_names(&values);
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

    /// By the index of each input, whether a file's map has it under its own name, which wins over
    /// its aliases wherever it stands. A multi port gets the ports that the map names.
    pub(crate) fn own_names(&mut self, map: &Map<String, Json>) -> Vec<bool> {
        map.keys().for_each(|name| self.grow(name, false));
        let inputs = self.spec.map_or(&[][..], |spec| spec.inputs);
        let has_own = |index| map.contains_key(&*PortSpec::name_at(inputs, index));
        self.indices(false).map(has_own).collect()
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
    pub(crate) fn view(&self, id: &str) -> OpView {
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
