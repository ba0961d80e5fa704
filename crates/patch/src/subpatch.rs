//! Subpatches: which op is in which, and what of it shows outside.
//!
//! A subpatch is an op named [`SUBPATCH`]; the ops in it name it. Links lead from port to port,
//! wherever their ops are, so that a subpatch costs nothing while the patch runs. What a link needs
//! to cross the border of a subpatch is an *exposed* port: one of an op in it, at any depth, that
//! the subpatch shows as its own. Every link that crosses has one, as whoever makes the link
//! exposes the port.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::document::Document;
use crate::edit_error::EditError;
use crate::fields::{Fields, Misfit};
use crate::format::MAX_FILE_BYTES;
use crate::link::{Link, PortRef};
use crate::op::Op;
use crate::report::Warning;

/// The full name of the op that holds others.
pub const SUBPATCH: &str = "Ops.Ui.SubPatch";

/// A port that a link needs to cross the border of a subpatch.
struct Missing<'a> {
    /// The place of the subpatch among the ops.
    subpatch: usize,
    end: &'a PortRef,
    output: bool,
}

/// How deep subpatches can lie in each other.
pub const MAX_NESTING: usize = 64;

/// How many ports subpatches show at most of what crosses their borders: each takes more than 40
/// bytes of a file. Past that, what more crosses is left out, and the patch cannot be saved.
pub(crate) const MAX_EXPOSED: usize = MAX_FILE_BYTES / 40;

/// A port of an op in a subpatch that the subpatch shows as its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Exposed {
    /// The id of the op, which is in the subpatch or in one that is in it.
    pub op: String,
    /// The name of its port.
    pub port: String,
    /// Whether it is an output.
    pub output: bool,
    /// What the subpatch calls it.
    pub name: String,
    /// Fields of the file that this version does not know.
    #[serde(skip)]
    #[cfg_attr(feature = "typescript", ts(skip))]
    pub(crate) extra: Map<String, Json>,
}

impl Exposed {
    pub(crate) fn read(mut fields: Fields) -> Result<Self, Misfit> {
        const EXPECTED: &str = "a text";
        Ok(Self {
            op: fields
                .text("op")?
                .ok_or_else(|| fields.misfit("op", EXPECTED))?,
            port: fields
                .text("port")?
                .ok_or_else(|| fields.misfit("port", EXPECTED))?,
            output: fields.bool("output")?.unwrap_or_default(),
            name: fields.text("name")?.unwrap_or_default(),
            extra: fields.map,
        })
    }

    /// Reads the list of a command, which has no fields that are not known.
    pub(crate) fn read_all(fields: &mut Fields, key: &str) -> Result<Vec<Self>, Misfit> {
        let mut all = Vec::new();
        for entry in fields.objects(key)? {
            let at = entry.at.clone();
            let exposed = Self::read(entry)?;
            let map = exposed.extra.clone();
            Fields { map, at }.end()?;
            all.push(exposed);
        }
        Ok(all)
    }

    fn is(&self, end: &PortRef, output: bool) -> bool {
        self.output == output && self.op == end.op && self.port == end.port
    }
}

impl Op {
    /// Whether other ops can be in it.
    pub fn is_subpatch(&self) -> bool {
        self.name == SUBPATCH
    }

    /// The id of the subpatch that it is in; nothing at the top.
    pub fn subpatch(&self) -> Option<&str> {
        self.subpatch.as_deref()
    }

    /// The ports that it shows of the ops in it, in order; empty where it is no subpatch.
    pub fn exposed(&self) -> &[Exposed] {
        &self.exposed
    }

    /// The name of the port that is called so; nothing where there is none.
    fn port_named(&self, port: &str, output: bool) -> Option<String> {
        if self.is_placeholder() {
            return Some(port.to_owned());
        }
        Some(self.end(port, output)?.name.into_owned())
    }
}

impl Document {
    /// The subpatches that an op is in, the innermost first.
    pub fn subpatches_of(&self, id: &str) -> Vec<&str> {
        let mut subpatches = Vec::new();
        let mut at = self.ops.get(id);
        while let Some(subpatch) = at.and_then(Op::subpatch) {
            // Documents have no deeper ones; while a command is checked they may.
            if subpatches.len() > MAX_NESTING {
                break;
            }
            subpatches.push(subpatch);
            at = self.ops.get(subpatch);
        }
        subpatches
    }

    /// Whether an op is in the subpatch, at any depth.
    fn is_within(&self, id: &str, subpatch: &str) -> bool {
        self.subpatches_of(id).contains(&subpatch)
    }

    /// Marks with the ops of these places all that are in them, at any depth.
    pub(crate) fn mark_contents(&self, marked: &mut [bool]) {
        if !(0..marked.len()).any(|place| marked[place] && self.ops[place].is_subpatch()) {
            return;
        }
        for (place, id) in self.ops.keys().enumerate() {
            if !marked[place] {
                let mut subpatches = self.subpatches_of(id).into_iter();
                marked[place] = subpatches.any(|subpatch| {
                    self.ops
                        .get_index_of(subpatch)
                        .is_some_and(|place| marked[place])
                });
            }
        }
    }

    /// What is wrong with where ops are, if anything is.
    pub(crate) fn check_subpatches(&self) -> Result<(), EditError> {
        let mut wrong = Ok(());
        for (id, op) in &self.ops {
            match self.check_place(id, op) {
                Ok(()) => {}
                // A circle is too deep as well, for all that lies in it.
                Err(EditError::TooNested) => wrong = Err(EditError::TooNested),
                found => return found,
            }
        }
        wrong
    }

    fn check_place(&self, id: &str, op: &Op) -> Result<(), EditError> {
        let Some(subpatch) = op.subpatch() else {
            return Ok(());
        };
        if !self.ops.get(subpatch).is_some_and(Op::is_subpatch) {
            return Err(EditError::NoSubpatch(subpatch.to_owned()));
        }
        let all = self.subpatches_of(id);
        if all.contains(&id) {
            return Err(EditError::WithinItself(op.label().to_owned()));
        }
        if all.len() > MAX_NESTING {
            return Err(EditError::TooNested);
        }
        Ok(())
    }

    /// The lists of exposed ports that are not as they must be by now, as they must be: without
    /// ports of ops that are elsewhere or gone, and with those of all links that cross.
    pub(crate) fn exposed_anew(&self) -> Vec<(String, Vec<Exposed>)> {
        let mut missing: Vec<Vec<Missing<'_>>> = Vec::new();
        missing.resize_with(self.ops.len(), Vec::new);
        for it in self.crossing(self.links()) {
            missing[it.subpatch].push(it);
        }
        let mut anew = Vec::new();
        for ((id, op), own) in self.ops.iter().zip(missing) {
            if !op.is_subpatch() {
                continue;
            }
            let mut list = op.exposed.clone();
            list.retain(|exposed| self.is_within(&exposed.op, id));
            if list.len() < op.exposed.len() || !own.is_empty() {
                self.add_exposed(&mut list, own);
                anew.push((id.clone(), list));
            }
        }
        anew
    }

    /// As [`exposed_anew`](Self::exposed_anew), for one more link.
    pub(crate) fn exposed_for(&self, link: &Link) -> Vec<(String, Vec<Exposed>)> {
        let crossing = self.crossing(std::iter::once(link));
        let anew = crossing.into_iter().map(|missing| {
            let (id, op) = (
                &self.ops.keys()[missing.subpatch],
                &self.ops[missing.subpatch],
            );
            let mut list = op.exposed.clone();
            self.add_exposed(&mut list, vec![missing]);
            (id.clone(), list)
        });
        anew.collect()
    }

    /// The links that cross the border of a subpatch over a port that it does not show.
    pub(crate) fn links_without_way(&self, subpatch: &str) -> Vec<usize> {
        let place = self.ops.get_index_of(subpatch);
        let entries = (0..).zip(&self.links).filter(|(_, entry)| !entry.broken);
        let lost = entries.filter(|(_, entry)| {
            let mut ends = [(&entry.link.from, true), (&entry.link.to, false)].into_iter();
            let crosses = self.is_within(&entry.link.from.op, subpatch)
                != self.is_within(&entry.link.to.op, subpatch);
            crosses
                && ends.any(|(end, output)| {
                    let is_shown = |it: &Exposed| it.is(end, output);
                    let shown = place.map_or(&[][..], |place| &self.ops[place].exposed);
                    self.is_within(&end.op, subpatch) && !shown.iter().any(is_shown)
                })
        });
        lost.map(|(at, _)| at).collect()
    }

    /// The ports that links need to cross the borders of subpatches and that are not exposed, each
    /// once.
    // Keys are texts here and below, as tables by anything else took 10 kB of wasm.
    fn crossing<'a>(&self, links: impl Iterator<Item = &'a Link>) -> Vec<Missing<'a>> {
        let mut crossing = Vec::new();
        let mut shown: HashSet<String> = HashSet::new();
        let mut is_known = vec![false; self.ops.len()];
        for link in links {
            let (from, to) = (
                self.subpatches_of(&link.from.op),
                self.subpatches_of(&link.to.op),
            );
            let ends = [
                (&link.from, true, &from, &to),
                (&link.to, false, &to, &from),
            ];
            for (end, output, own, other) in ends {
                for subpatch in own.iter().filter(|subpatch| !other.contains(subpatch)) {
                    let Some(place) = self.ops.get_index_of(*subpatch) else {
                        continue;
                    };
                    let key = |op: &str, port: &str, output: bool| {
                        format!("{place} {output} {} {op}{port}", op.len())
                    };
                    if !std::mem::replace(&mut is_known[place], true) {
                        let exposed = self.ops[place].exposed.iter();
                        shown.extend(exposed.map(|it| key(&it.op, &it.port, it.output)));
                    }
                    if crossing.len() == MAX_EXPOSED {
                        return crossing;
                    }
                    if shown.insert(key(&end.op, &end.port, output)) {
                        crossing.push(Missing {
                            subpatch: place,
                            end,
                            output,
                        });
                    }
                }
            }
        }
        crossing
    }

    /// Adds ports to what a subpatch shows, by names that it does not have yet: that of the port,
    /// with that of its op before it where another has it, and a number at last.
    fn add_exposed(&self, list: &mut Vec<Exposed>, ports: Vec<Missing<'_>>) {
        let key = |name: &str, output: bool| format!("{output} {name}");
        let mut names: HashSet<String> = HashSet::new();
        names.extend(list.iter().map(|it| key(&it.name, it.output)));
        // How often each name was taken with a number, so that thousands of one name stay cheap.
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for Missing { end, output, .. } in ports {
            let mut name = end.port.clone();
            if !names.insert(key(&name, output)) {
                let label = self.ops.get(&end.op).map_or("", Op::label);
                let whole = format!("{label} {}", end.port);
                let number = numbers.entry(key(&whole, output)).or_insert(0);
                name.clone_from(&whole);
                while !names.insert(key(&name, output)) {
                    // After `In a` comes `In a 2`.
                    *number = (*number + 1).max(2);
                    name = format!("{whole} {number}");
                }
            }
            list.push(Exposed {
                op: end.op.clone(),
                port: end.port.clone(),
                output,
                name,
                extra: Map::new(),
            });
        }
    }

    /// A list of ports for a subpatch to show, checked: each by its port's own name, and each once.
    pub(crate) fn checked_exposed(
        &self,
        subpatch: &str,
        list: Vec<Exposed>,
    ) -> Result<Vec<Exposed>, EditError> {
        let old = &self.ops[subpatch].exposed;
        let mut seen = HashSet::new();
        let mut checked = Vec::new();
        for mut exposed in list {
            exposed.port = self.exposable(subpatch, &exposed)?;
            let end = PortRef {
                op: exposed.op.clone(),
                port: exposed.port.clone(),
            };
            if let Some(old) = old.iter().find(|old| old.is(&end, exposed.output)) {
                exposed.extra = old.extra.clone();
            }
            if exposed.name.is_empty() {
                exposed.name.clone_from(&exposed.port);
            }
            let key = format!("{} {} {}", exposed.output, end.op.len(), end.op + &end.port);
            if seen.insert(key) {
                checked.push(exposed);
            }
        }
        Ok(checked)
    }

    /// As [`checked_exposed`](Self::checked_exposed), without those that cannot be shown.
    pub(crate) fn exposed_of_file(
        &self,
        subpatch: &str,
        list: impl IntoIterator<Item = Exposed>,
        warnings: &mut Vec<Warning>,
    ) -> Vec<Exposed> {
        let mut list = Vec::from_iter(list);
        list.retain(|exposed| match self.exposable(subpatch, exposed) {
            Ok(_) => true,
            Err(why) => {
                warnings.push(Warning::NotExposed {
                    subpatch: subpatch.to_owned(),
                    op: exposed.op.clone(),
                    port: exposed.port.clone(),
                    why,
                });
                false
            }
        });
        self.checked_exposed(subpatch, list).unwrap_or_default()
    }

    /// The name of the port that a subpatch is to show, if it can.
    fn exposable(&self, subpatch: &str, exposed: &Exposed) -> Result<String, EditError> {
        let Exposed {
            op: id,
            port,
            output,
            ..
        } = exposed;
        let op = self
            .ops
            .get(id)
            .ok_or_else(|| EditError::NoOp(id.clone()))?;
        if !self.is_within(id, subpatch) {
            return Err(EditError::NotWithin {
                op: op.label().to_owned(),
                subpatch: self.ops[subpatch].label().to_owned(),
            });
        }
        op.port_named(port, *output)
            .ok_or_else(|| EditError::NotExposable {
                op: op.label().to_owned(),
                port: port.clone(),
            })
    }

    /// Puts in order what a file says of subpatches: ops that are in none that there is come to the
    /// top, and what cannot be exposed is left out.
    pub(crate) fn mend_subpatches(&mut self, warnings: &mut Vec<Warning>) {
        // Circles first: what lies in one is not to blame for them.
        for is_last in [false, true] {
            for place in 0..self.ops.len() {
                let (id, op) = (&self.ops.keys()[place], &self.ops[place]);
                let Err(why) = self.check_place(id, op) else {
                    continue;
                };
                if !is_last && why == EditError::TooNested {
                    continue;
                }
                let op = id.clone();
                warnings.push(Warning::AtTheTop { op, why });
                self.ops[place].subpatch = None;
            }
        }
        for place in 0..self.ops.len() {
            if self.ops[place].exposed.is_empty() {
                continue;
            }
            let exposed = std::mem::take(&mut self.ops[place].exposed);
            let id = &self.ops.keys()[place];
            let exposed = self.exposed_of_file(id, exposed, warnings);
            self.ops[place].exposed = exposed;
        }
        for (id, exposed) in self.exposed_anew() {
            self.ops[&id].exposed = exposed;
        }
    }
}

#[cfg(test)]
mod tests;
