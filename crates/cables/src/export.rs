//! A patch of Ropewalk to what cables pastes.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value as Json, json};

use crate::animation;
use crate::convert::{AREA, REST, UNKNOWN, is_secret};
use crate::layout;
use crate::library::{self, Library};
use crate::literal::{self, LiteralError};
use crate::names::{self, Counterpart};
use crate::note::Note;
use crate::subpatches::SUBPATCH;

/// Ops as the clipboard of cables has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// What is to be pasted, as text.
    pub clipboard: Json,
    /// What will not be there as it is here.
    pub notes: Vec<Note>,
}

/// Why a text cannot be exported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// It is no JSON.
    #[error("This patch cannot be read: {0}.")]
    Damaged(#[from] LiteralError),
    /// It is JSON of another kind.
    #[error("This is no patch of Ropewalk: it has no `ropewalk` and no list of `ops`.")]
    NotAPatch,
}

/// Writes a patch of Ropewalk, or the ops that its clipboard holds, as cables has them on its own.
///
/// What [`import`](crate::import) kept of a patch of cables is written back as it was. Values of
/// secret inputs are left out.
///
/// # Errors
///
/// The text holds no patch of Ropewalk.
pub fn export(text: &str, library: &Library) -> Result<Exported, ExportError> {
    let (Json::Object(mut file), _) = literal::read(text)? else {
        return Err(ExportError::NotAPatch);
    };
    let (true, Some(Json::Array(ops))) = (file.contains_key("ropewalk"), file.shift_remove("ops"))
    else {
        return Err(ExportError::NotAPatch);
    };
    let ops: Vec<Op<'_>> = ops.iter().filter_map(|op| Op::read(op, library)).collect();
    let mut export = Export::default();
    for op in &ops {
        export.read_exposed(op);
    }
    if let Some(Json::Array(links)) = file.get("links") {
        export.read_links(links, &ops);
    }
    let ops: Vec<Json> = ops.iter().map(|op| export.op(op)).collect();
    Ok(Exported {
        clipboard: json!({ "ops": ops }),
        notes: export.notes(),
    })
}

/// An op of the file.
struct Op<'a> {
    id: &'a str,
    name: &'a str,
    fields: &'a Map<String, Json>,
    /// Nothing for a placeholder.
    spec: Option<&'a library::Op>,
    there: Option<&'static Counterpart>,
}

impl<'a> Op<'a> {
    fn read(op: &'a Json, library: &'a Library) -> Option<Self> {
        let fields = op.as_object()?;
        let name = fields.get("op")?.as_str()?;
        let spec = library.get(name);
        Some(Self {
            id: text(fields, "id").unwrap_or_default(),
            name,
            fields,
            spec,
            there: spec.and_then(|spec| names::counterpart(&spec.name)),
        })
    }

    fn is_area(&self) -> bool {
        self.spec.is_some_and(|spec| spec.name == AREA)
    }

    fn object(&self, field: &str) -> Option<&'a Map<String, Json>> {
        self.fields.get(field)?.as_object()
    }
}

#[derive(Default)]
struct Export {
    /// The links of each op's outputs, by the op's id: the output's name there, and the link.
    links: HashMap<String, Vec<(String, Json)>>,
    /// The ports that subpatches show: by the op's id, the port, and whether it is an output, the
    /// place among the others and the name outside.
    exposed: HashMap<(String, String, bool), (usize, String)>,
    shown_twice: Vec<Note>,
    ops_not_there: BTreeSet<String>,
    /// By the ops' names there.
    ports_not_there: BTreeMap<&'static str, BTreeSet<String>>,
    secrets: Vec<Note>,
}

impl Export {
    /// Cables has a mark on the inner port, where we have a list at the subpatch.
    fn read_exposed(&mut self, subpatch: &Op<'_>) {
        let Some(Json::Array(exposed)) = subpatch.fields.get("exposed") else {
            return;
        };
        for (place, entry) in exposed.iter().filter_map(Json::as_object).enumerate() {
            let (Some(op), Some(port)) = (text(entry, "op"), text(entry, "port")) else {
                continue;
            };
            let is_output = entry.get("output") == Some(&Json::Bool(true));
            let name = text(entry, "name").unwrap_or(port).to_owned();
            let at = (op.to_owned(), port.to_owned(), is_output);
            if let Entry::Vacant(entry) = self.exposed.entry(at) {
                entry.insert((place, name));
            } else {
                self.shown_twice.push(Note::ShownTwice {
                    op: op.to_owned(),
                    port: port.to_owned(),
                });
            }
        }
    }

    /// Marks the ports of an op that its subpatch shows.
    fn mark_exposed(&mut self, op: &Op<'_>, ports: &mut Vec<Json>, is_output: bool) {
        let of_op = |(id, _, way): &(String, String, bool)| id == op.id && *way == is_output;
        let mut exposed: Vec<(usize, String, String)> = self
            .exposed
            .iter()
            .filter(|(at, _)| of_op(at))
            .map(|((_, port, _), (place, name))| (*place, port.clone(), name.clone()))
            .collect();
        exposed.sort_unstable();
        for (place, port, name) in exposed {
            let theirs = self.port(Some(op), &port, is_output);
            let entry = port_named(ports, &theirs);
            entry.insert("expose".to_owned(), true.into());
            entry.insert("order".to_owned(), place.into());
            entry.insert("title".to_owned(), name.into());
        }
    }

    fn read_links(&mut self, links: &[Json], ops: &[Op<'_>]) {
        let by_id: HashMap<&str, &Op<'_>> = ops.iter().map(|op| (op.id, op)).collect();
        for link in links {
            let end = |field: &str| {
                let end = link.get(field)?;
                Some((end.get("op")?.as_str()?, end.get("port")?.as_str()?))
            };
            let (Some((from, output)), Some((to, input))) = (end("from"), end("to")) else {
                continue;
            };
            let output = self.port(by_id.get(from).copied(), output, true);
            let input = self.port(by_id.get(to).copied(), input, false);
            let link = json!({ "portIn": input, "portOut": output, "objIn": to, "objOut": from });
            let links = self.links.entry(from.to_owned()).or_default();
            links.push((output, link));
        }
    }

    /// What cables calls a port. Where it has none, ours remains, for whoever imports it again.
    fn port(&mut self, op: Option<&Op<'_>>, name: &str, is_output: bool) -> String {
        let Some(there) = op.and_then(|op| op.there) else {
            return name.to_owned();
        };
        // A link by number to an input with choices ends at no port of ours.
        let choice = name.strip_suffix(" index").filter(|choice| {
            let spec = op.and_then(|op| op.spec).filter(|_| !is_output);
            let input = spec.and_then(|spec| spec.inputs.iter().find(|it| it.name == *choice));
            input.is_some_and(|input| !input.choices.is_empty())
        });
        let theirs = there.port(choice.unwrap_or(name), is_output);
        if theirs.is_none() {
            let ports = self.ports_not_there.entry(there.theirs).or_default();
            ports.insert(name.to_owned());
        }
        match (theirs, choice) {
            (Some(theirs), Some(_)) => format!("{theirs} index"),
            _ => theirs.unwrap_or(name).to_owned(),
        }
    }

    fn op(&mut self, op: &Op<'_>) -> Json {
        let mut rest = op.object(REST).cloned().unwrap_or_default();
        let mut written = Map::new();
        let kept_id = rest.shift_remove("opId");
        let (name, id) = match (op.spec, op.there) {
            (Some(_), Some(there)) => (there.theirs, there.id().map(Json::from)),
            (Some(spec), None) => {
                self.ops_not_there.insert(spec.name.clone());
                (op.name, None)
            }
            (None, _) => (op.name, kept_id),
        };
        if name != UNKNOWN || id.is_none() {
            written.insert("objName".to_owned(), name.into());
        }
        if let Some(id) = id {
            written.insert("opId".to_owned(), id);
        }
        written.insert("id".to_owned(), op.id.into());
        let looks = looks(op, rest.shift_remove("uiAttribs"));
        written.insert("uiAttribs".to_owned(), looks);
        let inputs = self.inputs(op, list(rest.shift_remove("portsIn")));
        written.insert("portsIn".to_owned(), inputs);
        let outputs = self.outputs(op, list(rest.shift_remove("portsOut")));
        written.insert("portsOut".to_owned(), outputs);
        written.extend(rest);
        Json::Object(written)
    }

    /// The inputs: what was kept of each, and its value.
    fn inputs(&mut self, op: &Op<'_>, mut ports: Vec<Json>) -> Json {
        let values = op.object("values").into_iter().flatten();
        for (name, value) in values {
            if op.is_area() && AREA_VALUES.contains(&&**name) {
                continue;
            }
            let input = op.spec.and_then(|spec| spec.input(name));
            let hides = match (op.spec, input) {
                (_, Some(input)) => input.secret,
                (Some(_), None) => false,
                (None, None) => is_secret(name, value),
            };
            if hides {
                self.secrets.push(Note::SecretLeftOut {
                    op: op.id.to_owned(),
                    port: name.clone(),
                });
                continue;
            }
            let theirs = self.port(Some(op), name, false);
            port_named(&mut ports, &theirs).insert("value".to_owned(), value.clone());
            let choices = input.map_or(&[][..], |input| &*input.choices);
            let is_chosen = |choice: &String| value.as_str() == Some(choice);
            if let Some(index) = choices.iter().position(is_chosen) {
                // Cables saves a drop-down as its text and its index.
                let port = port_named(&mut ports, &format!("{theirs} index"));
                port.insert("value".to_owned(), index.into());
            }
        }
        for (name, source) in op.object("sources").into_iter().flatten() {
            let theirs = self.port(Some(op), name, false);
            if let Some(variable) = source.get("variable") {
                let port = port_named(&mut ports, &theirs);
                port.insert("useVariable".to_owned(), variable.clone());
            } else if let Some(anim) = source.get("animation").and_then(animation::to_cables) {
                let port = port_named(&mut ports, &theirs);
                port.insert("animated".to_owned(), true.into());
                port.insert("anim".to_owned(), anim);
            }
        }
        self.count_ports(op, &mut ports, false);
        if op.name == SUBPATCH {
            // What the ops inside name.
            port_named(&mut ports, "patchId").insert("value".to_owned(), op.id.into());
        }
        self.mark_exposed(op, &mut ports, false);
        Json::Array(ports)
    }

    /// Says how many ports a multi port has. Cables counts one more, the place for the next one.
    fn count_ports(&mut self, op: &Op<'_>, ports: &mut Vec<Json>, is_output: bool) {
        let Some(multi) = op.spec.and_then(|spec| spec.multi(is_output)) else {
            return;
        };
        let key = if is_output { "outputs" } else { "inputs" };
        let said = op.fields.get(key).and_then(Json::as_u64);
        let count = said.or(multi.multi).unwrap_or(1).saturating_add(1);
        let theirs = self.port(Some(op), &multi.name, is_output);
        port_named(ports, &theirs).insert("multiPortNum".to_owned(), count.into());
    }

    /// The outputs: what was kept of each, and its links.
    fn outputs(&mut self, op: &Op<'_>, mut ports: Vec<Json>) -> Json {
        self.count_ports(op, &mut ports, true);
        for (name, link) in self.links.remove(op.id).unwrap_or_default() {
            let links = port_named(&mut ports, &name)
                .entry("links")
                .or_insert_with(|| Json::Array(Vec::new()));
            if let Json::Array(links) = links {
                links.push(link);
            }
        }
        self.mark_exposed(op, &mut ports, true);
        Json::Array(ports)
    }

    fn notes(self) -> Vec<Note> {
        let ops = self.ops_not_there.into_iter();
        let ops = ops.map(|name| Note::NoOpThere { name });
        let ports = self.ports_not_there.into_iter();
        let ports = ports.map(|(op, ports)| Note::NoPortsThere {
            op: op.to_owned(),
            ports: ports.into_iter().collect(),
        });
        let rest = self.secrets.into_iter().chain(self.shown_twice);
        ops.chain(ports).chain(rest).collect()
    }
}

/// Where the op stands and what is seen of it.
fn looks(op: &Op<'_>, kept: Option<Json>) -> Json {
    let mut looks = match kept {
        Some(Json::Object(looks)) => looks,
        _ => Map::new(),
    };
    let coordinate = |axis| op.fields.get(axis).and_then(Json::as_f64);
    if let (Some(x), Some(y)) = (coordinate("x"), coordinate("y")) {
        let place = json!({ "x": number(layout::there(x)), "y": number(layout::there(y)) });
        looks.insert("translate".to_owned(), place);
    }
    if op.is_area()
        && let Some(values) = op.object("values")
    {
        area(values, &mut looks);
    }
    if let Some(holder) = text(op.fields, "subpatch") {
        looks.insert("subPatch".to_owned(), holder.into());
    }
    if let Some(title) = text(op.fields, "title") {
        looks.insert("title".to_owned(), title.into());
    }
    if op.fields.get("disabled") == Some(&Json::Bool(true)) {
        looks.insert("disabled".to_owned(), true.into());
    }
    if op.fields.get("bookmarked") == Some(&Json::Bool(true)) {
        looks.insert("bookmarked".to_owned(), true.into());
    }
    Json::Object(looks)
}

/// The inputs of an area whose values cables keeps with its looks.
const AREA_VALUES: [&str; 3] = ["Width", "Height", "Color"];

fn area(values: &Map<String, Json>, looks: &mut Map<String, Json>) {
    let mut size = Map::new();
    for (from, to) in [("Width", "w"), ("Height", "h")] {
        if let Some(pixels) = values.get(from).and_then(Json::as_f64) {
            size.insert(to.to_owned(), number(layout::there(pixels)));
        }
    }
    if !size.is_empty() {
        looks.insert("area".to_owned(), Json::Object(size));
    }
    if let Some(color) = values.get("Color") {
        looks.insert("color".to_owned(), color.clone());
    }
}

/// A number as people write it, whole ones without a fraction.
fn number(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "the guard keeps it exact")]
        return Json::from(number as i64);
    }
    Json::from(number)
}

/// The entry of a port, which is made if there is none.
fn port_named<'a>(ports: &'a mut Vec<Json>, name: &str) -> &'a mut Map<String, Json> {
    let is_it = |port: &Json| port.get("name").and_then(Json::as_str) == Some(name);
    let place = ports.iter().position(is_it).unwrap_or_else(|| {
        ports.push(json!({ "name": name }));
        ports.len() - 1
    });
    match &mut ports[place] {
        Json::Object(port) => port,
        _ => unreachable!("what has a name is an object"),
    }
}

fn list(kept: Option<Json>) -> Vec<Json> {
    match kept {
        Some(Json::Array(list)) => list,
        _ => Vec::new(),
    }
}

fn text<'a>(map: &'a Map<String, Json>, key: &str) -> Option<&'a str> {
    map.get(key)?.as_str()
}

#[cfg(test)]
mod tests;
