//! The ways of links through the borders of subpatches.

use std::collections::{HashMap, HashSet};

use serde_json::{Value as Json, json};

use super::{PASSAGES, passage};
use crate::note::Note;
use crate::project::{Link, Project};

/// How many links may come of joining those of a file: each of a thousand inputs of a port can be
/// led to by a thousand outputs.
pub(super) const MOST_LINKS: usize = 100_000;

/// How deep subpatches are followed into each other, which is deeper than they can lie here.
const DEEPEST: usize = 100;

/// An end of a link, as a text: tables of anything else took 10 kB of wasm.
///
/// `p`, a port: the op and the port. `i` and `o`, an input or an output of a subpatch: the id of the
/// subpatch and the name. Before the first of them stands how long it is.
fn end_of(kind: char, op: &str, port: &str) -> String {
    format!("{kind}{} {op}{port}", op.len())
}

/// The op and the port, or the subpatch and the name.
pub(super) fn parts(end: &str) -> (&str, &str) {
    let length = end[1..].split_once(' ');
    let length = length.and_then(|(length, rest)| Some(rest.split_at(length.parse().ok()?)));
    length.unwrap_or_default()
}

fn border(id: &str, is_output: bool, name: &str) -> String {
    end_of(if is_output { 'o' } else { 'i' }, id, name)
}

/// The ways through the borders of subpatches.
pub(super) struct Wires {
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
    pub(super) fn of(project: &Project) -> Self {
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
    pub(super) fn join(&mut self, links: &[Link]) -> Vec<Link> {
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
    pub(super) fn exposed(
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
