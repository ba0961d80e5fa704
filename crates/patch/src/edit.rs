//! The small steps that commands are made of, each with its inverse.

use std::mem;

use ropewalk_flow::PortSpec;
use serde_json::Value as Json;

use crate::document::{Document, Entry};
use crate::op::Op;
use crate::source::HeldSource;
use crate::subpatch::Exposed;
use crate::value::to_value;
use crate::view::Change;

/// A step that cannot fail, as it is checked before it is made.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// Puts ops and links at their places, which rise.
    Insert {
        ops: Vec<(usize, (String, Op))>,
        links: Vec<(usize, Entry)>,
    },
    /// Takes the ops and links from these places, which rise.
    Remove { ops: Vec<usize>, links: Vec<usize> },
    /// Puts an op elsewhere.
    Move { op: String, x: f64, y: f64 },
    /// Sets what an op holds for an input.
    Set {
        op: String,
        port: String,
        held: Held,
    },
    /// Sets what an op holds for the source of an input.
    Source {
        op: String,
        port: String,
        held: HeldSource,
    },
    /// Gives or takes a title.
    Title { op: String, title: Option<String> },
    /// Switches an op off or on.
    Disable { op: String, disabled: bool },
    /// Puts a bookmark at an op, or takes it away.
    Bookmark { op: String, bookmarked: bool },
    /// Puts an op into a subpatch, or at the top.
    Enclose {
        op: String,
        subpatch: Option<String>,
    },
    /// Has a subpatch show these ports.
    Expose { op: String, ports: Vec<Exposed> },
    /// Gives a multi port another number of ports; those that go hold nothing and have no links.
    Ports {
        op: String,
        output: bool,
        count: u16,
    },
    /// Renames the patch.
    Rename { name: String },
}

/// What an op holds for one input: nothing at all is the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Held {
    /// In the port's kind.
    pub(crate) value: Option<Json>,
    /// Of another kind, or for a placeholder, with its place among the kept values.
    pub(crate) kept: Option<(usize, Json)>,
}

impl Document {
    /// Makes the step; its inverse.
    ///
    /// # Panics
    ///
    /// Where the step names an op that is not there, which its maker has checked.
    pub(crate) fn perform(&mut self, edit: Edit, changes: &mut Vec<Change>) -> Edit {
        match edit {
            Edit::Insert { ops, links } => self.insert(ops, links, changes),
            Edit::Remove { ops, links } => self.remove(&ops, &links, changes),
            Edit::Move { op, x, y } => {
                changes.push(Change::OpMoved {
                    id: op.clone(),
                    x,
                    y,
                });
                let it = self.op_mut(&op);
                let (x, y) = (mem::replace(&mut it.x, x), mem::replace(&mut it.y, y));
                Edit::Move { op, x, y }
            }
            Edit::Set { op, port, held } => {
                let it = self.op_mut(&op);
                let held = it.hold(&port, held);
                let value = it.resting(&port);
                changes.push(Change::ValueSet {
                    op: op.clone(),
                    port: port.clone(),
                    value,
                });
                Edit::Set { op, port, held }
            }
            Edit::Source { op, port, held } => {
                changes.push(Change::SourceSet {
                    op: op.clone(),
                    port: port.clone(),
                    source: held.source.clone(),
                });
                let held = self.op_mut(&op).hold_source(&port, held);
                Edit::Source { op, port, held }
            }
            Edit::Title { op, title } => {
                changes.push(Change::Titled {
                    op: op.clone(),
                    title: title.clone(),
                });
                let title = mem::replace(&mut self.op_mut(&op).title, title);
                Edit::Title { op, title }
            }
            Edit::Disable { op, disabled } => {
                changes.push(Change::Disabled {
                    op: op.clone(),
                    disabled,
                });
                let disabled = mem::replace(&mut self.op_mut(&op).disabled, disabled);
                Edit::Disable { op, disabled }
            }
            Edit::Bookmark { op, bookmarked } => {
                changes.push(Change::Bookmarked {
                    op: op.clone(),
                    bookmarked,
                });
                let bookmarked = mem::replace(&mut self.op_mut(&op).bookmarked, bookmarked);
                Edit::Bookmark { op, bookmarked }
            }
            Edit::Enclose { op, subpatch } => {
                changes.push(Change::Enclosed {
                    op: op.clone(),
                    subpatch: subpatch.clone(),
                });
                let subpatch = mem::replace(&mut self.op_mut(&op).subpatch, subpatch);
                Edit::Enclose { op, subpatch }
            }
            Edit::Expose { op, ports } => {
                changes.push(Change::Exposed {
                    op: op.clone(),
                    ports: ports.clone(),
                });
                let ports = mem::replace(&mut self.op_mut(&op).exposed, ports);
                Edit::Expose { op, ports }
            }
            Edit::Ports { op, output, count } => {
                changes.push(Change::PortCount {
                    op: op.clone(),
                    output,
                    count,
                });
                let multi = &mut self.op_mut(&op).multi;
                let count = mem::replace(&mut multi[usize::from(output)], count);
                Edit::Ports { op, output, count }
            }
            Edit::Rename { name } => {
                changes.push(Change::Renamed { name: name.clone() });
                Edit::Rename {
                    name: mem::replace(&mut self.name, name),
                }
            }
        }
    }

    fn op_mut(&mut self, id: &str) -> &mut Op {
        self.ops
            .get_mut(id)
            .expect("steps are made for ops that are there")
    }

    fn insert(
        &mut self,
        ops: Vec<(usize, (String, Op))>,
        links: Vec<(usize, Entry)>,
        changes: &mut Vec<Change>,
    ) -> Edit {
        let op_places: Vec<usize> = ops.iter().map(|(place, _)| *place).collect();
        let link_places: Vec<usize> = links.iter().map(|(place, _)| *place).collect();
        if op_places.first() == Some(&self.ops.len()) {
            self.ops.extend(ops.into_iter().map(|(_, op)| op));
        } else if !ops.is_empty() {
            self.ops = insert_at(mem::take(&mut self.ops), ops)
                .into_iter()
                .collect();
        }
        self.links = insert_at(mem::take(&mut self.links), links);
        // Shown with the links in place, as the ports of placeholders follow from them.
        let added = op_places
            .iter()
            .filter_map(|&place| self.ops.get_index(place));
        let views = self.views(added.map(|(id, _)| id.as_str()));
        changes.extend(views.into_iter().flatten().map(|op| Change::OpAdded { op }));
        let mut inserted = link_places.iter().peekable();
        let mut index = 0;
        for (place, entry) in self.links.iter().enumerate() {
            let is_new = inserted.next_if_eq(&&place).is_some();
            if is_new && !entry.broken {
                changes.push(Change::LinkAdded {
                    link: entry.link.clone(),
                    index,
                });
            }
            index += usize::from(!entry.broken);
        }
        Edit::Remove {
            ops: op_places,
            links: link_places,
        }
    }

    fn remove(&mut self, ops: &[usize], links: &[usize], changes: &mut Vec<Change>) -> Edit {
        let (rest, links) = remove_at(mem::take(&mut self.links), links);
        self.links = rest;
        let whole = links.iter().filter(|(_, entry)| !entry.broken);
        changes.extend(whole.map(|(_, entry)| Change::LinkRemoved {
            link: entry.link.clone(),
        }));
        let ops = if ops.is_empty() {
            Vec::new()
        } else {
            let (rest, ops) = remove_at(mem::take(&mut self.ops), ops);
            self.ops = rest.into_iter().collect();
            ops
        };
        changes.extend(
            ops.iter()
                .map(|(_, (id, _))| Change::OpRemoved { id: id.clone() }),
        );
        Edit::Insert { ops, links }
    }
}

impl Op {
    /// Whether the op holds just this for an input.
    pub(crate) fn holds(&self, port: &str, held: &Held) -> bool {
        let index = self.spec.and_then(|spec| spec.input(port));
        index.and_then(|index| self.value(index)) == held.value.as_ref()
            && self.kept.get(port) == held.kept.as_ref().map(|(_, json)| json)
    }

    /// What the op holds for an input.
    pub(crate) fn held(&self, port: &str) -> Held {
        let index = self.spec.and_then(|spec| spec.input(port));
        let place = self.kept.keys().position(|name| name == port);
        Held {
            value: index.and_then(|index| self.value(index)).cloned(),
            kept: place.and_then(|place| Some((place, self.kept.get(port)?.clone()))),
        }
    }

    /// Holds something for an input; what it held before.
    fn hold(&mut self, port: &str, held: Held) -> Held {
        let index = self.spec.and_then(|spec| spec.input(port));
        let value = index.and_then(|index| self.swap_value(index, held.value));
        let place = self.kept.keys().position(|name| name == port);
        let kept = place.and_then(|place| Some((place, self.kept.shift_remove(port)?)));
        if let Some((place, json)) = held.kept {
            self.kept.shift_insert(place, port.to_owned(), json);
        }
        Held { value, kept }
    }

    /// The value of an input as long as nothing is linked to it.
    fn resting(&self, port: &str) -> ropewalk_flow::Value {
        let Some(spec) = self.spec else {
            return self.kept.get(port).map(to_value).unwrap_or_default();
        };
        let Some(index) = spec.input(port) else {
            return ropewalk_flow::Value::None;
        };
        let declared = PortSpec::at(spec.inputs, index);
        let default = || declared.map(PortSpec::default_value).unwrap_or_default();
        self.value(index).map_or_else(default, to_value)
    }
}

/// Puts each item at its place, counted in the result. The places rise.
fn insert_at<T>(list: impl IntoIterator<Item = T>, items: Vec<(usize, T)>) -> Vec<T> {
    let mut rest = list.into_iter();
    let mut merged = Vec::new();
    for (place, item) in items {
        merged.extend(rest.by_ref().take(place - merged.len()));
        merged.push(item);
    }
    merged.extend(rest);
    merged
}

/// The rest, and the items at these places, which rise.
fn remove_at<T>(list: impl IntoIterator<Item = T>, places: &[usize]) -> (Vec<T>, Vec<(usize, T)>) {
    let mut places = places.iter().peekable();
    let (mut rest, mut taken) = (Vec::new(), Vec::new());
    for (place, item) in list.into_iter().enumerate() {
        if places.next_if_eq(&&place).is_some() {
            taken.push((place, item));
        } else {
            rest.push(item);
        }
    }
    (rest, taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserting_undoes_removing() {
        let list: Vec<u32> = (0..8).collect();
        let (rest, taken) = remove_at(list.clone(), &[0, 3, 4, 7]);
        assert_eq!(rest, [1, 2, 5, 6]);
        assert_eq!(insert_at(rest, taken), list);
    }
}
