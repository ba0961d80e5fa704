//! What the op of a subpatch says of itself: the ops and the ports that it carries.

use serde_json::{Map, Value as Json};

use super::INNER_PORTS;
use super::wires::parts;
use crate::literal;
use crate::project::{Op, Port};

/// The ports that a subpatch of cables has for itself.
const OWN_PORTS: [&str; 4] = ["create port", "create port out", "dataStr", "patchId"];

/// A port that a subpatch says it has.
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) is_output: bool,
    pub(super) value: Option<Json>,
}

impl Op {
    /// The id that the ops in it name.
    pub(super) fn patch_id(&self) -> Option<String> {
        let port = self.inputs.iter().find(|port| port.name == "patchId")?;
        match port.value.as_ref()? {
            Json::String(id) if !id.is_empty() && id != "0" => Some(id.clone()),
            Json::Number(id) if id.as_f64() != Some(0.0) => Some(id.to_string()),
            _ => None,
        }
    }

    pub(super) fn set(&mut self, name: String, value: Json) {
        match self.inputs.iter_mut().find(|port| port.name == name) {
            Some(port) => port.value = Some(value),
            None => self.inputs.push(Port::resting(name, value)),
        }
    }

    /// Takes out what is attached to it under one of these names: JSON, be it as a text.
    pub(super) fn attached(&mut self, names: &[&str]) -> Option<Map<String, Json>> {
        let mut found = None;
        for name in names {
            let attached = self.rest.shift_remove(*name).or_else(|| {
                let attachments = self.rest.get_mut("attachments")?.as_object_mut()?;
                let attached = attachments.shift_remove(*name);
                if attachments.is_empty() {
                    self.rest.shift_remove("attachments");
                }
                attached
            });
            found = found.or(attached);
        }
        object_of(found?)
    }

    /// The ports that are marked to be shown outside: name, whether it is an output, title, and its
    /// place among the others.
    pub(super) fn marked(&self) -> Vec<(String, bool, Option<String>, f64)> {
        let outputs = self.rest.get("portsOut").and_then(Json::as_array);
        let outputs = outputs.into_iter().flatten().filter_map(Json::as_object);
        let outputs = outputs.filter_map(|port| {
            let name = port.get("name")?.as_str()?;
            Some((name.to_owned(), true, port))
        });
        let inputs = self.inputs.iter();
        let inputs = inputs.map(|port| (port.name.clone(), false, &port.rest));
        let marked = inputs.chain(outputs).filter(|(_, _, rest)| is_marked(rest));
        marked
            .map(|(name, is_output, rest)| {
                let title = rest.get("title").and_then(Json::as_str);
                let title = title.filter(|title| !title.is_empty()).map(str::to_owned);
                let order = rest.get("order").and_then(Json::as_f64).unwrap_or(0.0);
                (name, is_output, title, order)
            })
            .collect()
    }

    /// The ports that it says it has, and after them those that only links name.
    pub(super) fn declared(&self, linked: Option<&Vec<String>>) -> Vec<Declared> {
        let mut declared = Vec::new();
        let data = self.inputs.iter().find(|port| port.name == "dataStr");
        let mut data = data
            .and_then(|port| object_of(port.value.clone()?))
            .unwrap_or_default();
        for (key, is_output) in [("ports", false), ("portsOut", true)] {
            if let Some(Json::Array(ports)) = data.shift_remove(key) {
                declared.extend(ports.iter().filter_map(|port| {
                    let name = port.get("name")?.as_str()?;
                    Some(Declared::read(port, name, is_output))
                }));
            }
        }
        if let Some(Json::Array(ports)) = self
            .clone_attached(&INNER_PORTS)
            .and_then(|mut map| map.shift_remove("ports"))
        {
            declared.extend(ports.iter().filter_map(|port| {
                let name = port.get("id")?.as_str()?;
                let is_output = port.get("dir").and_then(Json::as_f64) == Some(1.0);
                Some(Declared::read(port, name, is_output))
            }));
        }
        for border in linked.into_iter().flatten() {
            let (is_output, (_, name)) = (border.starts_with('o'), parts(border));
            let is_known = |it: &Declared| (it.is_output, &*it.name) == (is_output, name);
            if !declared.iter().any(is_known) && !OWN_PORTS.contains(&name) {
                declared.push(Declared::read(&Json::Null, name, is_output));
            }
        }
        for port in &mut declared {
            // What stands there as long as nothing is linked to it.
            let own = self.inputs.iter().find(|own| own.name == port.name);
            if let Some(value) = own.and_then(|own| own.value.clone()) {
                port.value = Some(value);
            }
        }
        declared
    }

    /// Lets go of what other fields say now.
    pub(super) fn forget(&mut self) {
        if self.holder.is_some()
            && let Some(Json::Object(looks)) = self.rest.get_mut("uiAttribs")
        {
            looks.shift_remove("subPatch");
            if looks.is_empty() {
                self.rest.shift_remove("uiAttribs");
            }
        }
        if self.is_subpatch {
            self.attached(&INNER_PORTS);
            // What its ports held is with the ops inside.
            for port in &mut self.inputs {
                port.value = None;
            }
        }
        for port in &mut self.inputs {
            unmark(&mut port.rest);
        }
        if let Some(Json::Array(outputs)) = self.rest.get_mut("portsOut") {
            outputs
                .iter_mut()
                .filter_map(Json::as_object_mut)
                .for_each(unmark);
            outputs.retain(|output| output.as_object().is_none_or(|port| port.len() > 1));
            if outputs.is_empty() {
                self.rest.shift_remove("portsOut");
            }
        }
    }

    fn clone_attached(&self, names: &[&str]) -> Option<Map<String, Json>> {
        let attachments = self.rest.get("attachments");
        let mut found = names.iter().filter_map(|name| {
            let attached = attachments.and_then(|map| map.get(*name));
            self.rest.get(*name).or(attached)
        });
        object_of(found.next()?.clone())
    }
}

/// Takes out what says that a port is shown outside, and under which title.
fn unmark(port: &mut Map<String, Json>) {
    if is_marked(port) {
        port.shift_remove("title");
    }
    for mark in ["expose", "order"] {
        port.shift_remove(mark);
    }
}

fn is_marked(port: &Map<String, Json>) -> bool {
    let mark = port.get("expose");
    mark == Some(&Json::Bool(true)) || mark.and_then(Json::as_f64) == Some(1.0)
}

impl Declared {
    fn read(port: &Json, name: &str, is_output: bool) -> Self {
        let title = port.get("title").and_then(Json::as_str);
        let title = title.filter(|title| !title.is_empty());
        let is_number = port.get("type").and_then(Json::as_f64) == Some(0.0);
        let value = port.get("value").filter(|value| !value.is_null()).cloned();
        Self {
            name: name.to_owned(),
            title: title.unwrap_or_else(|| without_number(name)).to_owned(),
            is_output,
            // A number that nobody has set is 0, whatever the default of what it leads to.
            value: value.or_else(|| is_number.then(|| 0.into())),
        }
    }
}

/// `in0 Sum number1` as `Sum number1`: the names that cables makes up count the ports.
fn without_number(name: &str) -> &str {
    let digits =
        |rest: &str| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for before in ["in", "out"] {
        if let Some(rest) = name.strip_prefix(before)
            && let count @ 1.. = digits(rest)
            && let Some(rest) = rest[count..].strip_prefix(' ')
            && !rest.trim().is_empty()
        {
            return rest;
        }
    }
    name
}

/// The object, be it as a text.
fn object_of(json: Json) -> Option<Map<String, Json>> {
    match json {
        Json::Object(map) => Some(map),
        Json::String(text) => match literal::read(&text) {
            Ok((Json::Object(map), _)) => Some(map),
            _ => None,
        },
        _ => None,
    }
}
