//! What the history calls commands.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::Command;
use crate::document::Document;
use crate::text::short;

impl Command {
    /// What the history calls the command, told before it is carried out on the document.
    pub(crate) fn label(&self, document: &Document) -> String {
        let op = |id: &str| short(document.op(id).map_or(id, |op| op.label()));
        let several = |ids: &[String]| match ids {
            [id] => op(id),
            ids => format!("{} ops", ids.len()),
        };
        match self {
            Self::Add { op } => {
                let name = op.op.rsplit('.').next().unwrap_or(&op.op);
                format!("Add {}", short(op.title.as_deref().unwrap_or(name)))
            }
            Self::Remove { ops } => {
                format!("Remove {}", several(ops))
            }
            Self::Move { ops } => match &ops[..] {
                [place] => format!("Move {}", op(&place.id)),
                ops => format!("Move {} ops", ops.len()),
            },
            Self::Set { op: id, port, .. } => format!("Set {} of {}", short(port), op(id)),
            Self::Source {
                op: id,
                port,
                source,
            } => {
                let what = match source {
                    Json::Null => "Free",
                    source if source.get("variable").is_some() => "Bind",
                    _ => "Animate",
                };
                format!("{what} {} of {}", short(port), op(id))
            }
            Self::Keys { op: id, port, .. } => {
                format!("Change keys of {} of {}", short(port), op(id))
            }
            Self::RenameVariable { from, to } => {
                format!("Rename variable {} to {}", short(from), short(to))
            }
            Self::Ports {
                op: id,
                output,
                order,
            } => {
                let count = document.op(id).map_or(0, |op| op.port_count(*output));
                let op = op(id);
                match order.len().cmp(&usize::from(count)) {
                    Ordering::Greater => format!("Add a port to {op}"),
                    Ordering::Less => format!("Remove a port of {op}"),
                    Ordering::Equal => format!("Reorder the ports of {op}"),
                }
            }
            Self::Link { link } => format!("Link {} to {}", op(&link.from.op), op(&link.to.op)),
            Self::Unlink { link } => {
                format!("Unlink {} from {}", op(&link.from.op), op(&link.to.op))
            }
            Self::Title { op: id, .. } => format!("Title {}", op(id)),
            Self::Disable {
                op: id,
                disabled: true,
            } => format!("Switch off {}", op(id)),
            Self::Disable {
                op: id,
                disabled: false,
            } => format!("Switch on {}", op(id)),
            Self::Bookmark {
                op: id,
                bookmarked: true,
            } => format!("Bookmark {}", op(id)),
            Self::Bookmark {
                op: id,
                bookmarked: false,
            } => format!("Remove the bookmark of {}", op(id)),
            Self::CreateSubpatch { ops, .. } => {
                format!("Make a subpatch of {}", several(ops))
            }
            Self::Unpack { op: id } => format!("Unpack {}", op(id)),
            Self::Enclose { ops, .. } => {
                format!("Move {} to another subpatch", several(ops))
            }
            Self::Expose { op: id, .. } => format!("Change the ports of {}", op(id)),
            Self::Rename { .. } => "Rename patch".to_owned(),
            Self::Paste { ops, .. } => match ops.len() {
                1 => "Paste 1 op".to_owned(),
                count => format!("Paste {count} ops"),
            },
            Self::Batch { label, .. } => short(label),
        }
    }
}
