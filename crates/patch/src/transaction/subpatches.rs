//! The commands of subpatches.

use super::Transaction;
use crate::edit::Edit;
use crate::edit_error::EditError;
use crate::ids::Ids;
use crate::link::Link;
use crate::op::Op;
use crate::subpatch::{Exposed, SUBPATCH};

impl Transaction<'_> {
    pub(super) fn create_subpatch(
        &mut self,
        ids: &[String],
        title: String,
        (x, y): (f64, f64),
    ) -> Result<(), EditError> {
        let mut place = None;
        for id in ids {
            let own = self.op(id)?.subpatch.clone();
            if *place.get_or_insert_with(|| own.clone()) != own {
                return Err(EditError::Scattered);
            }
        }
        let place = place.flatten();
        let missing = self.document.missing_ids();
        let taken = |id: &str| self.document.ops.contains_key(id) || missing.contains(id);
        let id = Ids::new(&taken).give(None, SUBPATCH);
        let mut op = Op::new(SUBPATCH, self.catalogue);
        if !(x.is_finite() && y.is_finite()) {
            return Err(EditError::NoPlace(op.label().to_owned()));
        }
        (op.x, op.y) = (x, y);
        op.title = Some(title).filter(|title| !title.is_empty());
        op.subpatch = place;
        self.applied.added.push(id.clone());
        self.step(Edit::Insert {
            ops: vec![(self.document.ops.len(), (id.clone(), op))],
            links: Vec::new(),
        });
        self.enclose(ids, Some(&id))
    }

    pub(super) fn unpack(&mut self, id: String) -> Result<(), EditError> {
        let subpatch = self.subpatch(&id)?;
        let (outer, x, y) = (subpatch.subpatch.clone(), subpatch.x, subpatch.y);
        let inner = self.document.ops.iter();
        let inner = inner.filter(|(_, op)| op.subpatch.as_ref() == Some(&id));
        let inner: Vec<(String, f64, f64)> =
            inner.map(|(id, op)| (id.clone(), op.x, op.y)).collect();
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let left = least(&mut inner.iter().map(|(_, x, _)| *x));
        let top = least(&mut inner.iter().map(|(_, _, y)| *y));
        for (op, was_x, was_y) in inner {
            let subpatch = outer.clone();
            self.step(Edit::Enclose {
                op: op.clone(),
                subpatch,
            });
            let (x, y) = (was_x - left + x, was_y - top + y);
            if (was_x, was_y) != (x, y) && x.is_finite() && y.is_finite() {
                self.step(Edit::Move { op, x, y });
            }
        }
        self.remove(&[id])
    }

    pub(super) fn enclose(
        &mut self,
        ids: &[String],
        subpatch: Option<&str>,
    ) -> Result<(), EditError> {
        for id in ids {
            if self.op(id)?.subpatch() != subpatch {
                self.step(Edit::Enclose {
                    op: id.clone(),
                    subpatch: subpatch.map(str::to_owned),
                });
            }
        }
        self.document.check_subpatches()?;
        self.expose_anew();
        Ok(())
    }

    pub(super) fn expose(&mut self, id: String, ports: Vec<Exposed>) -> Result<(), EditError> {
        self.subpatch(&id)?;
        let ports = self.document.checked_exposed(&id, ports)?;
        if self.document.ops[&id].exposed == ports {
            return Ok(());
        }
        self.step(Edit::Expose {
            op: id.clone(),
            ports,
        });
        let links = self.document.links_without_way(&id);
        if !links.is_empty() {
            self.step(Edit::Remove {
                ops: Vec::new(),
                links,
            });
        }
        Ok(())
    }

    /// Has each subpatch show what it has to by now, and nothing that is gone.
    pub(super) fn expose_anew(&mut self) {
        for (op, ports) in self.document.exposed_anew() {
            self.step(Edit::Expose { op, ports });
        }
    }

    /// Exposes what a link needs to cross the borders between its ends.
    pub(super) fn expose_for(&mut self, link: &Link) {
        for (op, ports) in self.document.exposed_for(link) {
            self.step(Edit::Expose { op, ports });
        }
    }

    fn subpatch(&self, id: &str) -> Result<&Op, EditError> {
        let op = self.op(id)?;
        if op.is_subpatch() {
            return Ok(op);
        }
        Err(EditError::NoSubpatch(id.to_owned()))
    }
}

#[cfg(test)]
mod tests;
