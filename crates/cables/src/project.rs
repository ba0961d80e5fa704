//! The shape of a patch of cables. Whatever is not of that shape is passed over and counted: files of
//! ten years have every oddity.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

/// A patch.
pub(crate) struct Project {
    pub(crate) name: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) ops: Vec<Op>,
    pub(crate) links: Vec<Link>,
    /// Entries among the ops that are none.
    pub(crate) no_ops: usize,
    pub(crate) damaged_links: usize,
}

/// An op.
pub(crate) struct Op {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) op_id: Option<String>,
    pub(crate) place: Option<(f64, f64)>,
    /// The subpatch that it is in; nothing for the root.
    pub(crate) subpatch: Option<String>,
    /// The id of the op that holds it, once that is known.
    pub(crate) holder: Option<String>,
    /// Whether it holds others, and what it shows of them, as our files have it.
    pub(crate) is_subpatch: bool,
    pub(crate) exposed: Vec<Json>,
    pub(crate) title: Option<String>,
    pub(crate) disabled: bool,
    pub(crate) bookmarked: bool,
    pub(crate) inputs: Vec<Port>,
    /// All that is not above.
    pub(crate) rest: Map<String, Json>,
}

/// An input.
pub(crate) struct Port {
    pub(crate) name: String,
    pub(crate) value: Option<Json>,
    pub(crate) variable: Option<String>,
    /// Its keys, where it is animated.
    pub(crate) animation: Option<Json>,
    /// All that is not above.
    pub(crate) rest: Map<String, Json>,
}

/// A link.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Link {
    pub(crate) from: (String, String),
    pub(crate) to: (String, String),
}

impl Project {
    pub(crate) fn read(mut map: Map<String, Json>) -> Self {
        let bookmarks = list(&mut object(&mut map, "ui"), "bookmarks");
        let bookmarks: HashSet<String> = bookmarks.iter().filter_map(|it| id(Some(it))).collect();
        let name = text(&mut map, "name");
        let id = text(&mut map, "shortId").or_else(|| text(&mut map, "_id"));
        let mut project = Self {
            name,
            id,
            ops: Vec::new(),
            links: Vec::new(),
            no_ops: 0,
            damaged_links: 0,
        };
        for op in list(&mut map, "ops") {
            match op {
                Json::Object(op) if op.contains_key("objName") || op.contains_key("opId") => {
                    project.read_op(op);
                }
                Json::Null => {}
                _ => project.no_ops += 1,
            }
        }
        for op in &mut project.ops {
            op.bookmarked |= op.id.as_ref().is_some_and(|id| bookmarks.contains(id));
        }
        project
    }

    fn read_op(&mut self, mut op: Map<String, Json>) {
        let mut looks = object(&mut op, "uiAttribs");
        let title = text(&mut looks, "title");
        let place = object(&mut looks, "translate");
        let is_off = looks.shift_remove("disabled") == Some(Json::Bool(true))
            || op.shift_remove("enabled") == Some(Json::Bool(false));
        let is_marked = looks.shift_remove("bookmarked") == Some(Json::Bool(true));
        let subpatch = id(looks.get("subPatch")).filter(|id| id != "0");
        if subpatch.is_none() {
            looks.shift_remove("subPatch");
        }
        let mut inputs = Vec::new();
        for input in list(&mut op, "portsIn") {
            if let Json::Object(port) = input {
                self.read_links(&port);
                inputs.extend(Port::read(port));
            }
        }
        let mut outputs = Vec::new();
        for output in list(&mut op, "portsOut") {
            if let Json::Object(mut port) = output {
                self.read_links(&port);
                // What an output held is computed anew.
                for known in ["links", "value"] {
                    port.shift_remove(known);
                }
                if port.len() > 1 {
                    outputs.push(Json::Object(port));
                }
            }
        }
        let (id, name) = (id(op.get("id")), text(&mut op, "objName"));
        op.shift_remove("id");
        let op_id = text(&mut op, "opId");
        let mut rest = op;
        if !looks.is_empty() {
            rest.insert("uiAttribs".to_owned(), Json::Object(looks));
        }
        if !outputs.is_empty() {
            rest.insert("portsOut".to_owned(), Json::Array(outputs));
        }
        self.ops.push(Op {
            id,
            name,
            op_id,
            place: coordinate(&place, "x").zip(coordinate(&place, "y")),
            subpatch,
            holder: None,
            is_subpatch: false,
            exposed: Vec::new(),
            title,
            disabled: is_off,
            bookmarked: is_marked,
            inputs,
            rest,
        });
    }

    fn read_links(&mut self, port: &Map<String, Json>) {
        let Some(Json::Array(links)) = port.get("links") else {
            return;
        };
        for link in links {
            let end = |op, port| {
                let port = link.get(port).and_then(Json::as_str);
                id(link.get(op)).zip(port.map(str::to_owned))
            };
            match (end("objOut", "portOut"), end("objIn", "portIn")) {
                (Some(from), Some(to)) => self.links.push(Link { from, to }),
                // An entry may be null.
                _ if link.is_null() => {}
                _ => self.damaged_links += 1,
            }
        }
    }
}

impl Port {
    /// An input that rests at a value.
    pub(crate) fn resting(name: String, value: Json) -> Self {
        Self {
            name,
            value: Some(value),
            variable: None,
            animation: None,
            rest: Map::new(),
        }
    }

    /// Nothing for a port without a name.
    fn read(mut port: Map<String, Json>) -> Option<Self> {
        let name = text(&mut port, "name")?;
        port.shift_remove("links");
        let value = port.shift_remove("value").filter(|value| !value.is_null());
        let variable = text(&mut port, "useVariable");
        let is_animated = match port.shift_remove("animated") {
            Some(Json::Bool(animated)) => animated,
            Some(Json::Number(number)) => number.as_f64() != Some(0.0),
            _ => false,
        };
        // Without it, it may have keys of an animation that was put aside, which `rest` keeps.
        let animation = is_animated.then(|| port.shift_remove("anim").unwrap_or_default());
        Some(Self {
            name,
            value,
            variable,
            animation,
            rest: port,
        })
    }
}

/// The id of an op: a text, in old files a number.
fn id(json: Option<&Json>) -> Option<String> {
    match json? {
        Json::String(id) if !id.is_empty() => Some(id.clone()),
        Json::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// The text of a field, where it is one and not empty.
fn text(map: &mut Map<String, Json>, key: &str) -> Option<String> {
    match map.get(key) {
        Some(Json::String(text)) if !text.is_empty() => {
            let text = text.clone();
            map.shift_remove(key);
            Some(text)
        }
        _ => None,
    }
}

fn object(map: &mut Map<String, Json>, key: &str) -> Map<String, Json> {
    match map.shift_remove(key) {
        Some(Json::Object(object)) => object,
        _ => Map::new(),
    }
}

fn list(map: &mut Map<String, Json>, key: &str) -> Vec<Json> {
    match map.shift_remove(key) {
        Some(Json::Array(list)) => list,
        _ => Vec::new(),
    }
}

fn coordinate(place: &Map<String, Json>, axis: &str) -> Option<f64> {
    place
        .get(axis)?
        .as_f64()
        .filter(|number| number.abs() < 1e7)
}
