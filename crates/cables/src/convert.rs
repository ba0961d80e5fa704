//! A patch of cables to a file of Ropewalk.

use std::collections::HashSet;

use serde_json::{Map, Value as Json, json};

use crate::Imported;
use crate::animation;
use crate::layout;
use crate::library::{self, Library};
use crate::multi::port_counts;
use crate::names;
use crate::note::Note;
use crate::project::{Link, Op, Project};
use crate::subpatches::{self, SUBPATCH};

/// The field of an op that holds what has no other place in our files.
pub(crate) const REST: &str = "cables";

/// The name of an op of which only the id is known, which [`REST`] keeps.
pub(crate) const UNKNOWN: &str = "Ops.Unknown";

/// Our name of the op whose size and colour cables keeps with its looks.
pub(crate) const AREA: &str = "Ops.Ui.Area";

pub(crate) fn convert(mut project: Project, library: &Library) -> Imported {
    let mut notes = Vec::new();
    if project.no_ops > 0 {
        let count = project.no_ops;
        notes.push(Note::NoOps { count });
    }
    if project.damaged_links > 0 {
        let count = project.damaged_links;
        notes.push(Note::DamagedLinks { count });
    }
    subpatches::resolve(&mut project, &mut notes);
    let without_place = project.ops.iter().filter(|op| op.place.is_none()).count();
    if without_place > 0 {
        notes.push(Note::LaidOut {
            count: without_place,
        });
    }
    let places = layout::places(&project);
    // Each link once: newer files have it at its output, older ones at its input, some at both.
    let mut seen = HashSet::new();
    let links = project.links.iter().filter(|link| seen.insert(*link));
    let end = |(op, port): &(String, String)| json!({ "op": op, "port": port });
    let links: Vec<Json> = links
        .map(|link| json!({ "from": end(&link.from), "to": end(&link.to) }))
        .collect();
    let id = project.id.unwrap_or_else(|| id_of(&project.ops));
    let ops = project.ops.into_iter().zip(places);
    let links_of = &project.links;
    let ops = ops.map(|(op, place)| convert_op(op, place, links_of, library, &mut notes));
    let ops: Vec<Json> = ops.collect();
    let is_nameless = ops.iter().any(|op| op["op"] == UNKNOWN);
    let name = project.name.unwrap_or_else(|| "From cables".to_owned());
    Imported {
        file: json!({ "ropewalk": 1, "id": id, "name": name, "ops": ops, "links": links }),
        notes,
        is_nameless,
    }
}

/// The size and the colour of an area, which cables keeps with its looks.
fn take_area(rest: &mut Map<String, Json>, values: &mut Map<String, Json>) {
    let Some(Json::Object(looks)) = rest.get_mut("uiAttribs") else {
        return;
    };
    if let Some(Json::Object(size)) = looks.shift_remove("area") {
        for (from, to) in [("w", "Width"), ("h", "Height")] {
            if let Some(pixels) = size.get(from).and_then(Json::as_f64) {
                values.insert(to.to_owned(), layout::scaled(pixels).into());
            }
        }
    }
    if let Some(color) = looks.shift_remove("color").filter(Json::is_string) {
        values.insert("Color".to_owned(), color);
    }
    if looks.is_empty() {
        rest.shift_remove("uiAttribs");
    }
}

/// An id for a patch that has none: the same for the same ops, as secrets are kept under it.
fn id_of(ops: &[Op]) -> String {
    // FNV-1a.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for op in ops {
        for byte in op.id.iter().flat_map(|id| id.bytes()).chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("cables-{hash:016x}")
}

fn convert_op(
    mut op: Op,
    (x, y): (f64, f64),
    links: &[Link],
    library: &Library,
    notes: &mut Vec<Note>,
) -> Json {
    let spec = if op.is_subpatch {
        library.get(SUBPATCH)
    } else {
        spec_of(&op, library)
    };
    let called = op.name.clone();
    let [input_count, output_count] =
        spec.map_or([None; 2], |spec| port_counts(&mut op, spec, links));
    let counts = [("inputs", input_count), ("outputs", output_count)];
    let name = match (spec, op.name) {
        (Some(spec), _) => spec.name.clone(),
        (None, Some(name)) => name,
        (None, None) => {
            let known = op
                .op_id
                .as_deref()
                .and_then(|id| library.name_in_cables(id));
            known.unwrap_or(UNKNOWN).to_owned()
        }
    };
    let id = op.id.unwrap_or_default();
    let mut rest = op.rest;
    let (mut values, mut sources) = (Map::new(), Map::new());
    if name == AREA {
        take_area(&mut rest, &mut values);
    }
    // An op of the library has the id that the export gives it.
    if let (None, Some(op_id)) = (spec, op.op_id) {
        rest.insert("opId".to_owned(), op_id.into());
    }
    let mut inputs = Vec::new();
    for port in op.inputs {
        // What stands at the place for the next port of a multi port is no value of the op.
        let number = spec.and_then(|spec| spec.multi(false)?.number(&port.name));
        let is_there = number
            .zip(input_count)
            .is_none_or(|(number, count)| number < count);
        if let Some(variable) = port.variable.as_ref().filter(|_| is_there) {
            sources.insert(port.name.clone(), json!({ "variable": variable }));
        } else if let Some(animation) = port.animation.as_ref().filter(|_| is_there) {
            let (animation, count) = animation::from_cables(animation);
            sources.insert(port.name.clone(), json!({ "animation": animation }));
            if count > 0 {
                let (op, port) = (id.clone(), port.name.clone());
                notes.push(Note::Keys { op, port, count });
            }
        }
        if let Some(value) = port.value.filter(|_| is_there) {
            match spec {
                Some(spec) => set(spec, &port.name, value, &mut values),
                None if is_secret(&port.name, &value) => notes.push(Note::SecretLeftOut {
                    op: id.clone(),
                    port: port.name.clone(),
                }),
                None => drop(values.insert(port.name.clone(), value)),
            }
        }
        if !port.rest.is_empty() {
            let mut kept = port.rest;
            kept.insert("name".to_owned(), port.name.into());
            inputs.push(Json::Object(kept));
        }
    }
    if !inputs.is_empty() {
        rest.insert("portsIn".to_owned(), Json::Array(inputs));
    }
    let mut converted = json!({ "id": id, "op": name, "x": x, "y": y });
    // Cables writes the name of the op where a person has given no title.
    let short_name = name.rsplit('.').next().unwrap_or(&name);
    let title = op
        .title
        .filter(|title| without_version(title) != without_version(short_name));
    // A subpatch that is an op of its own in cables is known by that op's name.
    let called = called.filter(|_| op.is_subpatch);
    let called = called.and_then(|name| Some(without_version(name.rsplit('.').next()?).to_owned()));
    let title = title.or(called.filter(|name| *name != without_version(short_name)));
    if let Some(title) = title {
        converted["title"] = title.into();
    }
    if op.disabled {
        converted["disabled"] = true.into();
    }
    if op.bookmarked {
        converted["bookmarked"] = true.into();
    }
    if let Some(holder) = op.holder {
        converted["subpatch"] = holder.into();
    }
    if !op.exposed.is_empty() {
        converted["exposed"] = op.exposed.into();
    }
    for (key, count) in counts {
        if let Some(count) = count {
            converted[key] = count.into();
        }
    }
    if !values.is_empty() {
        converted["values"] = Json::Object(values);
    }
    if !sources.is_empty() {
        converted["sources"] = Json::Object(sources);
    }
    if !rest.is_empty() {
        converted[REST] = Json::Object(rest);
    }
    converted
}

/// The op of ours. Its id in cables comes first, as it survives renames.
fn spec_of<'a>(op: &Op, library: &'a Library) -> Option<&'a library::Op> {
    let by_id = op.op_id.as_deref().and_then(names::of_id);
    let name = op.name.as_deref();
    by_id
        .and_then(|name| library.get(name))
        .or_else(|| library.get(name?))
        .or_else(|| library.get(names::of_old_name(name?)?))
}

/// Sets an input's value, where it means something here.
fn set(spec: &library::Op, name: &str, value: Json, values: &mut Map<String, Json>) {
    if let Some(input) = spec.input(name) {
        let is_one = input.multi.is_none() || input.name != name;
        if is_one && input.has_value() {
            values.insert(name.to_owned(), value);
        }
        return;
    }
    let choice = name
        .strip_suffix(" index")
        .and_then(|name| spec.input(name));
    let Some(choice) = choice.filter(|input| !input.choices.is_empty()) else {
        // No input of ours: the loader keeps it and says so.
        values.insert(name.to_owned(), value);
        return;
    };
    if !values.contains_key(&choice.name) {
        let index = value.as_u64().and_then(|index| usize::try_from(index).ok());
        if let Some(text) = index.and_then(|index| choice.choices.get(index)) {
            values.insert(choice.name.clone(), Json::from(text.as_str()));
        }
    }
}

/// Whether an input of an unknown op seems to hold a secret.
pub(crate) fn is_secret(port: &str, value: &Json) -> bool {
    let name: String = port
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let marks = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
    ];
    let is_text = value.as_str().is_some_and(|text| !text.is_empty());
    is_text && marks.iter().any(|mark| name.contains(mark))
}

/// `MapRange_v2` as `MapRange`.
fn without_version(name: &str) -> &str {
    match name.rsplit_once("_v") {
        Some((stem, version)) if version.chars().all(|c| c.is_ascii_digit()) => stem,
        _ => name,
    }
}
