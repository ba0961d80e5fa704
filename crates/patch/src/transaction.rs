//! Carrying out a command: checked, in small steps, wholly or not at all.

mod paste;
mod ports;
mod sources;
mod subpatches;

use ropewalk_flow::PortSpec;
use serde_json::Value as Json;

use self::paste::Findings;

use crate::catalogue::Catalogue;
use crate::command::{Command, NewOp, Place};
use crate::document::{Document, Entry};
use crate::edit::{Edit, Held};
use crate::edit_error::EditError;
use crate::history::Applied;
use crate::ids::Ids;
use crate::link::{Link, LinkError, PortRef, check};
use crate::op::Op;
use crate::report::Warning;
use crate::value::{MAX_DEPTH, admit, is_deeper_than, type_name};

/// A command under way.
pub(crate) struct Transaction<'a> {
    document: &'a mut Document,
    catalogue: &'a Catalogue,
    applied: Applied,
    /// The inverses of the steps, in the order in which the steps were made.
    inverses: Vec<Edit>,
}

impl<'a> Transaction<'a> {
    /// Carries out the command; what came of it, and the steps that undo it, in their order.
    pub(crate) fn run(
        document: &'a mut Document,
        catalogue: &'a Catalogue,
        command: Command,
    ) -> Result<(Applied, Vec<Edit>), EditError> {
        let mut transaction = Self {
            document,
            catalogue,
            applied: Applied::default(),
            inverses: Vec::new(),
        };
        let result = transaction.carry_out(command);
        let mut inverses = transaction.inverses;
        inverses.reverse();
        match result {
            Ok(()) => Ok((transaction.applied, inverses)),
            Err(error) => {
                for inverse in inverses {
                    transaction.document.perform(inverse, &mut Vec::new());
                }
                Err(error)
            }
        }
    }

    fn carry_out(&mut self, command: Command) -> Result<(), EditError> {
        match command {
            Command::Add { op } => self.add(op),
            Command::Remove { ops } => self.remove(&ops),
            Command::Move { ops } => ops.into_iter().try_for_each(|place| self.place(place)),
            Command::Set { op, port, value } => self.set(op, &port, value),
            Command::Source { op, port, source } => self.source(op, &port, source),
            Command::Keys {
                op,
                port,
                remove,
                add,
                repeat,
            } => self.keys(op, &port, &remove, add, repeat.as_deref()),
            Command::RenameVariable { from, to } => self.rename_variable(&from, &to),
            Command::Ports { op, output, order } => self.ports(&op, output, &order),
            Command::Link { link } => self.link(link),
            Command::Unlink { link } => self.unlink(link),
            Command::Title { op, title } => {
                let title = Some(title).filter(|title| !title.is_empty());
                if self.op(&op)?.title != title {
                    self.step(Edit::Title { op, title });
                }
                Ok(())
            }
            Command::Disable { op, disabled } => {
                if self.op(&op)?.disabled != disabled {
                    self.step(Edit::Disable { op, disabled });
                }
                Ok(())
            }
            Command::Bookmark { op, bookmarked } => {
                if self.op(&op)?.bookmarked != bookmarked {
                    self.step(Edit::Bookmark { op, bookmarked });
                }
                Ok(())
            }
            Command::Rename { name } => {
                if self.document.name != name {
                    self.step(Edit::Rename { name });
                }
                Ok(())
            }
            Command::CreateSubpatch { ops, title, x, y } => {
                self.create_subpatch(&ops, title, (x, y))
            }
            Command::Unpack { op } => self.unpack(op),
            Command::Enclose { ops, subpatch } => self.enclose(&ops, subpatch.as_deref()),
            Command::Expose { op, ports } => self.expose(op, ports),
            Command::Paste { ops, links } => self.paste(ops, links),
            Command::Batch { commands, .. } => commands
                .into_iter()
                .try_for_each(|command| self.carry_out(command)),
        }
    }

    fn step(&mut self, edit: Edit) {
        let inverse = self.document.perform(edit, &mut self.applied.changes);
        self.inverses.push(inverse);
    }

    fn op(&self, id: &str) -> Result<&Op, EditError> {
        self.document
            .op(id)
            .ok_or_else(|| EditError::NoOp(id.to_owned()))
    }

    fn add(&mut self, new: NewOp) -> Result<(), EditError> {
        if self.catalogue.get(&new.op).is_none() {
            return Err(EditError::UnknownOp(new.op));
        }
        let missing = self.document.missing_ids();
        let taken = |id: &str| self.document.ops.contains_key(id) || missing.contains(id);
        match &new.id {
            Some(id) if missing.contains(id) => return Err(EditError::IdReserved(id.clone())),
            Some(id) if taken(id) => return Err(EditError::IdTaken(id.clone())),
            _ => {}
        }
        let id = Ids::new(&taken).give(new.id.as_deref(), self.catalogue.current_name(&new.op));
        let mut findings = Findings::default();
        let mut op = findings.build(&id, new, self.catalogue)?;
        for warning in findings.warnings {
            // What a file may hold and a paste may bring is a mistake of whoever adds an op.
            match warning {
                Warning::NoInput { port, .. } => {
                    return Err(EditError::NoInput {
                        op: op.label().to_owned(),
                        port,
                    });
                }
                Warning::WrongKind {
                    port, takes, is, ..
                } => {
                    return Err(EditError::WrongKind { port, takes, is });
                }
                Warning::NoSource { why, .. } => return Err(EditError::Source(why)),
                other => self.applied.warnings.push(other),
            }
        }
        self.applied.secrets.extend(findings.secrets);
        self.applied.added.push(id.clone());
        let place = self.document.ops.len();
        let exposed = std::mem::take(&mut op.exposed);
        self.step(Edit::Insert {
            ops: vec![(place, (id.clone(), op))],
            links: Vec::new(),
        });
        self.document.check_subpatches()?;
        if exposed.is_empty() {
            return Ok(());
        }
        self.expose(id, exposed)
    }

    fn remove(&mut self, ids: &[String]) -> Result<(), EditError> {
        let ops = &self.document.ops;
        let mut goes = vec![false; ops.len()];
        for id in ids {
            let place = ops
                .get_index_of(id)
                .ok_or_else(|| EditError::NoOp(id.clone()))?;
            goes[place] = true;
        }
        if ids.is_empty() {
            return Ok(());
        }
        self.document.mark_contents(&mut goes);
        let op_goes = |end: &PortRef| ops.get_index_of(&end.op).is_some_and(|place| goes[place]);
        let mut links = Vec::new();
        for (place, Entry { link, .. }) in self.document.links.iter().enumerate() {
            if op_goes(&link.from) || op_goes(&link.to) {
                links.push(place);
            }
        }
        let ops = (0..goes.len()).filter(|place| goes[*place]).collect();
        self.step(Edit::Remove { ops, links });
        self.expose_anew();
        Ok(())
    }

    fn place(&mut self, Place { id, x, y }: Place) -> Result<(), EditError> {
        let op = self.op(&id)?;
        if !(x.is_finite() && y.is_finite()) {
            return Err(EditError::NoPlace(id));
        }
        if (op.x, op.y) != (x, y) {
            self.step(Edit::Move { op: id, x, y });
        }
        Ok(())
    }

    fn set(&mut self, id: String, port: &str, json: Json) -> Result<(), EditError> {
        let op = self.op(&id)?;
        if is_deeper_than(&json, MAX_DEPTH) {
            return Err(EditError::TooDeep(port.to_owned()));
        }
        let (port, held) = match op.spec() {
            Some(spec) => {
                let no_input = || EditError::NoInput {
                    op: op.label().to_owned(),
                    port: port.to_owned(),
                };
                let index = op.input(port).ok_or_else(no_input)?;
                let declared = PortSpec::at(spec.inputs, index).ok_or_else(no_input)?;
                if declared.secret {
                    let port = declared.name;
                    return Err(EditError::Secret { port });
                }
                let name = PortSpec::name_at(spec.inputs, index);
                let value = admit(declared, json).map_err(|json| EditError::WrongKind {
                    port: name.clone(),
                    takes: declared.kind,
                    is: type_name(&json),
                })?;
                (name, Held { value, kept: None })
            }
            None => {
                let place = op.kept.keys().position(|name| name == port);
                let place = place.unwrap_or(op.kept.len());
                let kept = Some(json)
                    .filter(|json| !json.is_null())
                    .map(|json| (place, json));
                (port.to_owned().into(), Held { value: None, kept })
            }
        };
        if !op.holds(&port, &held) {
            self.step(Edit::Set {
                op: id,
                port: port.into_owned(),
                held,
            });
        }
        Ok(())
    }

    fn link(&mut self, link: Link) -> Result<(), EditError> {
        for (end, output) in [(&link.from, true), (&link.to, false)] {
            // The port after the last one is there for the asking.
            self.grow(end, output, 1);
        }
        let link = check(&link, self.document, self.catalogue).map_err(EditError::Link)?;
        if self.document.links.iter().any(|entry| entry.link == link) {
            return Err(EditError::Link(LinkError::Exists(link)));
        }
        self.expose_for(&link);
        let entry = Entry {
            link,
            broken: false,
            extra: None,
        };
        let place = self.document.links.len();
        self.step(Edit::Insert {
            ops: Vec::new(),
            links: vec![(place, entry)],
        });
        Ok(())
    }

    /// Gives a multi port so many ports that it has the one that a link names, at most `most` new
    /// ones.
    fn grow(&mut self, end: &PortRef, output: bool, most: u16) {
        let Some(op) = self.document.op(&end.op) else {
            return;
        };
        let new = op.count_with(&end.port, output);
        let new = new.filter(|count| (1..=most).contains(&(count - op.port_count(output))));
        if let Some(count) = new {
            self.step(Edit::Ports {
                op: end.op.clone(),
                output,
                count,
            });
        }
    }

    fn unlink(&mut self, link: Link) -> Result<(), EditError> {
        // Named by an alias it is the same link; a broken one has only the name it came with.
        let named = check(&link, self.document, self.catalogue).unwrap_or_else(|_| link.clone());
        let place = self
            .document
            .links
            .iter()
            .position(|entry| entry.link == named);
        let place = place.ok_or(EditError::NotLinked(link))?;
        self.step(Edit::Remove {
            ops: Vec::new(),
            links: vec![place],
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
