//! Subpatches of cables, old and new, as ours: ops that hold others and show ports of them.
//!
//! Old ones pass everything on by a PatchInput and a PatchOutput inside, newer ones by ops of other
//! names or by nothing at all, where an inner port is marked `expose`. Here links lead straight from
//! port to port, so what passes on is taken out and the links are joined.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value as Json, json};

use crate::literal;
use crate::note::Note;
use crate::project::{Link, Op, Port, Project};

/// Our name of the op that holds others.
pub(crate) const SUBPATCH: &str = "Ops.Ui.SubPatch";

/// How many links may come of joining those of a file: each of a thousand inputs of a port can be
/// led to by a thousand outputs.
const MOST_LINKS: usize = 100_000;

/// How many ops the subpatches that are written inside of ops may bring, all in all.
const MOST_OPS: usize = 100_000;

/// The fields in which an op carries the ops of its subpatch and its ports.
const INNER_OPS: [&str; 2] = ["att_subpatch_json", "subpatch_json"];
const INNER_PORTS: [&str; 2] = ["att_ports.json", "ports.json"];

/// The ports that a subpatch of cables has for itself.
const OWN_PORTS: [&str; 4] = ["create port", "create port out", "dataStr", "patchId"];

/// How deep subpatches are followed into each other, which is deeper than they can lie here.
const DEEPEST: usize = 100;

/// What passes values into a subpatch and out of it: its name, the start of its id in cables, and
/// what stands before the names of its ports.
const PASSAGES: [(&str, &str, bool, &str); 6] = [
    ("Ops.Ui.PatchInput", "e3f68bc3-", true, ""),
    ("Ops.Ui.PatchOutput", "851b44cb-", false, ""),
    ("Ops.Ui.SubPatchInput", "c4e4e933-", true, "innerOut_"),
    ("Ops.Ui.SubPatchOutput", "02d45073-", false, "innerIn_"),
    ("Ops.Dev.Ui.PatchInput", "c4e4e933-", true, "innerOut_"),
    ("Ops.Dev.Ui.PatchOutput", "02d45073-", false, "innerIn_"),
];

/// Puts the ops of all subpatches into theirs, and leads links straight to them.
pub(crate) fn resolve(project: &mut Project, notes: &mut Vec<Note>) {
    unfold(project);
    let holders = holders(project);
    for op in &mut project.ops {
        let holder = op.subpatch.as_ref().and_then(|id| holders.get(id));
        op.holder = holder.cloned();
    }
    let strays: HashSet<_> = project
        .ops
        .iter()
        .filter(|op| op.holder.is_none())
        .filter_map(|op| op.subpatch.as_ref())
        .collect();
    if !strays.is_empty() {
        let count = strays.len();
        notes.push(Note::NoSubPatch { count });
    }
    if holders.is_empty() {
        return;
    }
    let mut wires = Wires::of(project);
    let joined = wires.join(&project.links);
    if joined.len() == MOST_LINKS {
        notes.push(Note::TooManyLinks { most: MOST_LINKS });
    }
    project.links = joined;
    let (mut values, mut unled) = (Vec::new(), 0);
    for place in 0..project.ops.len() {
        if project.ops[place].is_subpatch {
            let exposed = wires.exposed(project, place, &mut values, notes, &mut unled);
            project.ops[place].exposed = exposed;
        }
    }
    if unled > 0 {
        notes.push(Note::DeadPorts { count: unled });
    }
    let mut places = HashMap::new();
    for (place, op) in project.ops.iter().enumerate() {
        places.entry(op.id.clone()).or_insert(place);
    }
    for ((id, port), value) in values {
        if let Some(place) = places.get(&Some(id)) {
            project.ops[*place].set(port, value);
        }
    }
    let before = project.ops.len();
    project
        .ops
        .retain(|op| op.holder.is_none() || passage(op).is_none());
    let count = before - project.ops.len();
    if count > 0 {
        notes.push(Note::Passages { count });
    }
    for op in &mut project.ops {
        op.forget();
    }
}

/// Takes the ops out that are written inside of others.
fn unfold(project: &mut Project) {
    let mut place = 0;
    while place < project.ops.len() {
        let op = &mut project.ops[place];
        place += 1;
        let Some(inner) = op.attached(&INNER_OPS) else {
            continue;
        };
        let id = op.id.get_or_insert_with(|| format!("op{place}")).clone();
        let patch_id = format!("bp2sub_{id}");
        op.set("patchId".to_owned(), patch_id.as_str().into());
        let mut inner = Project::read(inner);
        if project.ops.len() + inner.ops.len() > MOST_OPS {
            return;
        }
        let own: HashSet<String> = inner.ops.iter().filter_map(Op::patch_id).collect();
        let renamed = |name: &str| format!("{id}-{name}");
        for op in &mut inner.ops {
            op.id = op.id.as_deref().map(renamed);
            op.subpatch = match op.subpatch.take() {
                Some(subpatch) if own.contains(&subpatch) => Some(renamed(&subpatch)),
                _ => Some(patch_id.clone()),
            };
            if let Some(own) = op.patch_id() {
                op.set("patchId".to_owned(), renamed(&own).into());
            }
        }
        for link in &mut inner.links {
            link.from.0 = renamed(&link.from.0);
            link.to.0 = renamed(&link.to.0);
        }
        project.ops.append(&mut inner.ops);
        project.links.append(&mut inner.links);
    }
}

/// The ids of the ops that hold others, by the ids that cables has for subpatches.
fn holders(project: &mut Project) -> HashMap<String, String> {
    let named: HashSet<String> = project
        .ops
        .iter()
        .filter_map(|op| op.subpatch.clone())
        .collect();
    let mut holders = HashMap::new();
    for (place, op) in project.ops.iter_mut().enumerate() {
        let Some(patch_id) = op.patch_id() else {
            continue;
        };
        let is_named_so = op.name.as_deref() == Some(SUBPATCH);
        if holders.contains_key(&patch_id) || !(is_named_so || named.contains(&patch_id)) {
            continue;
        }
        let id = op.id.get_or_insert_with(|| format!("subpatch{place}"));
        holders.insert(patch_id, id.clone());
        op.is_subpatch = true;
    }
    holders
}

/// Whether the op passes values in, and what stands before the names of its ports.
fn passage(op: &Op) -> Option<(bool, &'static str)> {
    let is = |(name, id, _, _): &&(&str, &str, bool, &str)| {
        let has_id = |op_id: &String| op_id.starts_with(*id);
        op.name.as_deref() == Some(*name) || op.op_id.as_ref().is_some_and(has_id)
    };
    let (_, _, is_input, before) = PASSAGES.iter().find(is)?;
    Some((*is_input, *before))
}

/// An end of a link, as a text: tables of anything else took 10 kB of wasm.
///
/// `p`, a port: the op and the port. `i` and `o`, an input or an output of a subpatch: the id of the
/// subpatch and the name. Before the first of them stands how long it is.
fn end_of(kind: char, op: &str, port: &str) -> String {
    format!("{kind}{} {op}{port}", op.len())
}

/// The op and the port, or the subpatch and the name.
fn parts(end: &str) -> (&str, &str) {
    let length = end[1..].split_once(' ');
    let length = length.and_then(|(length, rest)| Some(rest.split_at(length.parse().ok()?)));
    length.unwrap_or_default()
}

fn border(id: &str, is_output: bool, name: &str) -> String {
    end_of(if is_output { 'o' } else { 'i' }, id, name)
}

/// The ways through the borders of subpatches.
struct Wires {
    /// The subpatches of the ops that pass on.
    passages: HashMap<String, String>,
    subpatches: HashSet<String>,
    /// The subpatch that holds an op.
    holders: HashMap<String, String>,
    /// The ports of subpatches that links name.
    borders: HashMap<String, Vec<String>>,
    /// The places of the ops that a subpatch holds.
    held: HashMap<String, Vec<usize>>,
    forward: HashMap<String, Vec<String>>,
    backward: HashMap<String, Vec<String>>,
}

impl Wires {
    fn of(project: &Project) -> Self {
        let mut wires = Self {
            passages: HashMap::new(),
            subpatches: HashSet::new(),
            holders: HashMap::new(),
            borders: HashMap::new(),
            held: HashMap::new(),
            forward: HashMap::new(),
            backward: HashMap::new(),
        };
        for (place, op) in project.ops.iter().enumerate() {
            let Some(id) = &op.id else { continue };
            if let Some(holder) = &op.holder {
                wires.holders.insert(id.clone(), holder.clone());
                wires.held.entry(holder.clone()).or_default().push(place);
            }
            if op.is_subpatch {
                wires.subpatches.insert(id.clone());
            } else if let (Some(_), Some(holder)) = (passage(op), &op.holder) {
                wires.passages.insert(id.clone(), holder.clone());
            }
        }
        for link in &project.links {
            let (from, to) = (wires.end(&link.from, true), wires.end(&link.to, false));
            for end in [&from, &to] {
                if !end.starts_with('p') && !wires.forward.contains_key(end) {
                    let (of, _) = parts(end);
                    let borders = wires.borders.entry(of.to_owned()).or_default();
                    borders.push(end.clone());
                }
            }
            wires.lead(from, to);
        }
        // Where a link names a subpatch and the port of an op in it.
        for op in &project.ops {
            let (Some(id), Some(holder)) = (&op.id, &op.holder) else {
                continue;
            };
            for (name, is_output, title, _) in op.marked() {
                for called in [Some(name.clone()), title].into_iter().flatten() {
                    let border = border(holder, is_output, &called);
                    let port = end_of('p', id, &name);
                    if is_output {
                        wires.lead(port, border);
                    } else {
                        wires.lead(border, port);
                    }
                }
            }
        }
        wires
    }

    fn lead(&mut self, from: String, to: String) {
        let ways = self.forward.entry(from.clone()).or_default();
        ways.push(to.clone());
        self.backward.entry(to).or_default().push(from);
    }

    fn end(&self, (op, port): &(String, String), is_source: bool) -> String {
        if let Some(holder) = self.passages.get(op) {
            let mut before = PASSAGES.iter().map(|(_, _, _, before)| *before);
            let inner =
                before.find_map(|before| port.strip_prefix(before).filter(|_| !before.is_empty()));
            return border(holder, !is_source, inner.unwrap_or(port));
        }
        if self.subpatches.contains(op) {
            return border(op, is_source, port);
        }
        end_of('p', op, port)
    }

    /// The links between ports, each of those that lead through borders as many as it stands for.
    fn join(&mut self, links: &[Link]) -> Vec<Link> {
        let mut joined = Vec::new();
        let mut seen = HashSet::new();
        for link in links {
            if !self.end(&link.from, true).starts_with('p') {
                continue;
            }
            for to in reach(&self.forward, self.end(&link.to, false)) {
                let from = link.from.clone();
                let link = Link { from, to };
                if joined.len() < MOST_LINKS && seen.insert(link.clone()) {
                    joined.push(link);
                }
            }
        }
        joined
    }

    /// What a subpatch shows, as our files have it. The values of its inputs that nothing is linked
    /// to go to `values`.
    fn exposed(
        &self,
        project: &Project,
        place: usize,
        values: &mut Vec<((String, String), Json)>,
        notes: &mut Vec<Note>,
        unled: &mut usize,
    ) -> Vec<Json> {
        let subpatch = &project.ops[place];
        let id = subpatch.id.clone().unwrap_or_default();
        let mut exposed = Vec::new();
        // Ends and names, which cannot be mistaken for each other.
        let mut seen: HashSet<String> = HashSet::new();
        let mut show = |(op, port): &(String, String), is_output: bool, name: &str| {
            let way = if is_output { "out" } else { "in" };
            if !seen.insert(end_of('p', op, port) + way) {
                return;
            }
            let mut free = name.to_owned();
            let mut number = 1;
            while !seen.insert(format!("{way} {free}")) {
                number += 1;
                free = format!("{name} {number}");
            }
            let mut entry = json!({ "op": op, "port": port });
            if is_output {
                entry["output"] = true.into();
            }
            entry["name"] = free.into();
            exposed.push(entry);
        };
        for declared in subpatch.declared(self.borders.get(&id)) {
            let border = border(&id, declared.is_output, &declared.name);
            let ways = if declared.is_output {
                &self.backward
            } else {
                &self.forward
            };
            let ends = reach(ways, border.clone());
            let inner = ends.iter().filter(|(op, _)| self.is_in(op, &id));
            let inner: Vec<&(String, String)> = inner.collect();
            *unled += usize::from(inner.is_empty());
            if inner.len() > 1 && !declared.is_output {
                notes.push(Note::SeveralInputs {
                    op: id.clone(),
                    port: declared.title.clone(),
                    count: inner.len(),
                });
            }
            for end in inner {
                show(end, declared.is_output, &declared.title);
            }
            if ends.len() < MOST_LINKS
                && let Some(value) = declared.value
                && !declared.is_output
                && reach(&self.backward, border).is_empty()
            {
                values.extend(ends.into_iter().map(|end| (end, value.clone())));
            }
        }
        let held = self.held.get(&id).into_iter().flatten();
        let mut marked = Vec::new();
        for op in held.map(|&place| &project.ops[place]) {
            for (name, is_output, title, order) in op.marked() {
                let title = title.unwrap_or_else(|| name.clone());
                let end = (op.id.clone().unwrap_or_default(), name);
                marked.push((order, end, is_output, title));
            }
        }
        let mut order: Vec<usize> = (0..marked.len()).collect();
        order.sort_by(|&a, &b| f64::total_cmp(&marked[a].0, &marked[b].0));
        for (_, end, is_output, title) in order.into_iter().map(|at| &marked[at]) {
            show(end, *is_output, title);
        }
        exposed
    }

    /// Whether the op is in the subpatch, at any depth that can be.
    fn is_in(&self, op: &str, subpatch: &str) -> bool {
        let mut at = self.holders.get(op);
        for _ in 0..DEEPEST {
            match at {
                Some(id) if id == subpatch => return true,
                Some(id) => at = self.holders.get(id),
                None => return false,
            }
        }
        false
    }
}

/// The ports that can be reached from an end without passing through another op.
fn reach(ways: &HashMap<String, Vec<String>>, from: String) -> Vec<(String, String)> {
    let mut ports = Vec::new();
    let mut seen = HashSet::from([from.clone()]);
    let mut ends = vec![from];
    let mut at = 0;
    while let Some(end) = ends.get(at) {
        at += 1;
        if end.starts_with('p') {
            let (op, port) = parts(end);
            ports.push((op.to_owned(), port.to_owned()));
            continue;
        }
        for next in ways.get(end).cloned().into_iter().flatten() {
            if seen.insert(next.clone()) {
                ends.push(next);
            }
        }
    }
    ports
}

/// A port that a subpatch says it has.
struct Declared {
    name: String,
    title: String,
    is_output: bool,
    value: Option<Json>,
}

impl Op {
    /// The id that the ops in it name.
    fn patch_id(&self) -> Option<String> {
        let port = self.inputs.iter().find(|port| port.name == "patchId")?;
        match port.value.as_ref()? {
            Json::String(id) if !id.is_empty() && id != "0" => Some(id.clone()),
            Json::Number(id) if id.as_f64() != Some(0.0) => Some(id.to_string()),
            _ => None,
        }
    }

    fn set(&mut self, name: String, value: Json) {
        match self.inputs.iter_mut().find(|port| port.name == name) {
            Some(port) => port.value = Some(value),
            None => self.inputs.push(Port::resting(name, value)),
        }
    }

    /// Takes out what is attached to it under one of these names: JSON, be it as a text.
    fn attached(&mut self, names: &[&str]) -> Option<Map<String, Json>> {
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
    fn marked(&self) -> Vec<(String, bool, Option<String>, f64)> {
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
    fn declared(&self, linked: Option<&Vec<String>>) -> Vec<Declared> {
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
    fn forget(&mut self) {
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
