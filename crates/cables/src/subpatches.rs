//! Subpatches of cables, old and new, as ours: ops that hold others and show ports of them.
//!
//! Old ones pass everything on by a PatchInput and a PatchOutput inside, newer ones by ops of other
//! names or by nothing at all, where an inner port is marked `expose`. Here links lead straight from
//! port to port, so what passes on is taken out and the links are joined.

mod ports;
mod wires;

use std::collections::{HashMap, HashSet};

use self::wires::{MOST_LINKS, Wires};
use crate::note::Note;
use crate::project::{Op, Project};

/// Our name of the op that holds others.
pub(crate) const SUBPATCH: &str = "Ops.Ui.SubPatch";

/// How many ops the subpatches that are written inside of ops may bring, all in all.
const MOST_OPS: usize = 100_000;

/// The fields in which an op carries the ops of its subpatch and its ports.
const INNER_OPS: [&str; 2] = ["att_subpatch_json", "subpatch_json"];
const INNER_PORTS: [&str; 2] = ["att_ports.json", "ports.json"];

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
