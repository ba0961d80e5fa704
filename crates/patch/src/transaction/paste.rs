//! Adding several ops with their links, from the clipboard or from a program.

use std::collections::{HashMap, HashSet};

use ropewalk_flow::MAX_PORTS;

use super::Transaction;
use crate::catalogue::Catalogue;
use crate::command::NewOp;
use crate::document::Entry;
use crate::edit::Edit;
use crate::edit_error::EditError;
use crate::ids::Ids;
use crate::link::{Link, LinkError, PortRef, check};
use crate::op::Op;
use crate::report::{Secret, Warning};
use crate::subpatch::Exposed;
use crate::value::{MAX_DEPTH, is_deeper_than};

impl Transaction<'_> {
    pub(super) fn paste(
        &mut self,
        new_ops: Vec<NewOp>,
        mut links: Vec<Link>,
    ) -> Result<(), EditError> {
        let missing = self.document.missing_ids();
        let taken = |id: &str| self.document.ops.contains_key(id) || missing.contains(id);
        let mut ids = Ids::new(&taken);
        // The places of the new ops, by the ids that were wished for.
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut findings = Findings::default();
        let mut ops: Vec<(usize, (String, Op))> = Vec::new();
        let first = self.applied.added.len();
        for (place, new) in (self.document.ops.len()..).zip(new_ops) {
            let id = ids.give(new.id.as_deref(), self.catalogue.current_name(&new.op));
            if let Some(wish) = &new.id {
                // Of two with the same id, links mean the first.
                places.entry(wish.clone()).or_insert(ops.len());
            }
            let op = findings.build(&id, new, self.catalogue)?;
            self.applied.added.push(id.clone());
            ops.push((place, (id, op)));
        }
        self.applied.secrets.extend(findings.secrets);
        self.applied.warnings.extend(findings.warnings);
        let mut exposed = Vec::new();
        for (_, (id, op)) in &mut ops {
            let own = |id: &String| Some(self.applied.added[first + *places.get(id)?].clone());
            if let Some(now) = op.subpatch.as_ref().and_then(own) {
                op.subpatch = Some(now);
            }
            if !op.exposed.is_empty() {
                for exposed in &mut op.exposed {
                    exposed.op = own(&exposed.op).unwrap_or_default();
                }
                exposed.push((id.clone(), std::mem::take(&mut op.exposed)));
            }
        }
        if !ops.is_empty() {
            self.step(Edit::Insert {
                ops,
                links: Vec::new(),
            });
            self.document.check_subpatches()?;
        }
        for link in &mut links {
            for end in [&mut link.from, &mut link.to] {
                if let Some(place) = places.get(&end.op) {
                    end.op.clone_from(&self.applied.added[first + *place]);
                }
            }
        }
        // A multi port has the ports that links and subpatches name.
        for link in &links {
            self.grow(&link.from, true, u16::MAX);
            self.grow(&link.to, false, u16::MAX);
        }
        for Exposed {
            op, port, output, ..
        } in exposed.iter().flat_map(|(_, ports)| ports)
        {
            let (op, port) = (op.clone(), port.clone());
            self.grow(&PortRef { op, port }, *output, u16::MAX);
        }
        for (op, ports) in exposed {
            // Those of ops that did not come along are of no use.
            let ports = ports.into_iter().filter(|exposed| !exposed.op.is_empty());
            let warnings = &mut self.applied.warnings;
            let ports = self.document.exposed_of_file(&op, ports, warnings);
            self.step(Edit::Expose { op, ports });
        }

        let mut seen: HashSet<Link> = HashSet::new();
        if !links.is_empty() {
            seen.extend(self.document.links.iter().map(|entry| entry.link.clone()));
        }
        let mut entries = Vec::new();
        for link in links {
            let (link, problem) = match check(&link, self.document, self.catalogue) {
                Ok(link) => (link, None),
                Err(problem) => (link, Some(problem)),
            };
            let warnings = &mut self.applied.warnings;
            if seen.contains(&link) {
                let why = LinkError::Exists(link.clone());
                warnings.push(Warning::LeftOut { link, why });
            } else if let Some(why @ LinkError::NoOp(_)) = problem {
                warnings.push(Warning::LeftOut { link, why });
            } else {
                let broken = problem.is_some();
                if let Some(why) = problem {
                    warnings.push(Warning::BrokenLink {
                        link: link.clone(),
                        why,
                    });
                }
                seen.insert(link.clone());
                let place = self.document.links.len() + entries.len();
                entries.push((
                    place,
                    Entry {
                        link,
                        broken,
                        extra: None,
                    },
                ));
            }
        }
        if !entries.is_empty() {
            self.step(Edit::Insert {
                ops: Vec::new(),
                links: entries,
            });
            self.expose_anew();
        }
        Ok(())
    }
}

/// What comes to light while ops are built.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) secrets: Vec<Secret>,
    pub(super) warnings: Vec<Warning>,
}

impl Findings {
    pub(super) fn build(
        &mut self,
        id: &str,
        new: NewOp,
        catalogue: &Catalogue,
    ) -> Result<Op, EditError> {
        let mut op = Op::new(&new.op, catalogue);
        if !(new.x.is_finite() && new.y.is_finite()) {
            return Err(EditError::NoPlace(op.label().to_owned()));
        }
        (op.x, op.y) = (new.x, new.y);
        op.title = new.title.filter(|title| !title.is_empty());
        op.disabled = new.disabled.unwrap_or_default();
        op.subpatch = new.subpatch;
        if op.is_subpatch() {
            op.exposed = new.exposed;
        }
        if op.is_placeholder() {
            let warning = Warning::UnknownOp {
                name: op.name.clone(),
                count: 1,
            };
            self.warnings.push(warning);
        }
        for (count, told) in op.multi.iter_mut().zip([new.inputs, new.outputs]) {
            // A number of ports means nothing to an op without a multi port.
            if let (1.., Some(told)) = (*count, told) {
                *count = told.clamp(1, MAX_PORTS);
            }
        }
        let values = new.values.unwrap_or_default();
        let sources = new.sources.unwrap_or_default();
        if let Some((name, _)) = values
            .iter()
            .chain(&sources)
            .find(|(_, json)| is_deeper_than(json, MAX_DEPTH))
        {
            return Err(EditError::TooDeep(name.clone()));
        }
        op.take_values(id, values, &mut self.secrets, &mut self.warnings);
        op.take_sources(id, sources, &mut self.warnings);
        Ok(op)
    }
}
