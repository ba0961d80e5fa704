//! Reading commands from JSON.
//!
//! By hand, as serde's derived reader of a tagged enum took 60 kB of wasm.

use serde_json::Value as Json;

use super::{Command, NewOp, Place};
use crate::edit_error::EditError;
use crate::fields::{Fields, Misfit};
use crate::json;
use crate::link::Link;
use crate::multi::port_count;
use crate::subpatch::Exposed;

impl Command {
    /// Reads a command from its JSON.
    ///
    /// # Errors
    ///
    /// [`EditError::Unreadable`] for text that is no command.
    pub fn from_json(text: &str) -> Result<Self, EditError> {
        match json::parse(text) {
            Ok(Json::Object(map)) => Ok(Self::read(Fields {
                map,
                at: String::new(),
            })?),
            Ok(_) => Err(EditError::Unreadable("it is no JSON object".to_owned())),
            Err(error) => Err(EditError::Unreadable(error.to_string())),
        }
    }

    fn read(mut fields: Fields) -> Result<Self, Misfit> {
        const TYPE: &str = "the name of a command";
        let kind = fields
            .text("type")?
            .ok_or_else(|| fields.misfit("type", TYPE))?;
        let command = match kind.as_str() {
            "add" => Self::Add {
                op: NewOp::read(needed_object(&mut fields, "op")?)?,
            },
            "remove" => {
                let ops = ids(&mut fields)?;
                Self::Remove { ops }
            }
            "createSubpatch" => {
                let (x, y) = position(&mut fields)?;
                Self::CreateSubpatch {
                    ops: ids(&mut fields)?,
                    title: fields.text("title")?.unwrap_or_default(),
                    x,
                    y,
                }
            }
            "unpack" => Self::Unpack {
                op: needed_text(&mut fields, "op")?,
            },
            "enclose" => Self::Enclose {
                ops: ids(&mut fields)?,
                subpatch: fields.text("subpatch")?,
            },
            "expose" => Self::Expose {
                op: needed_text(&mut fields, "op")?,
                ports: Exposed::read_all(&mut fields, "ports")?,
            },
            "move" => {
                let mut ops = Vec::new();
                for mut place in fields.objects("ops")? {
                    let id = needed_text(&mut place, "id")?;
                    let (x, y) = position(&mut place)?;
                    place.end()?;
                    ops.push(Place { id, x, y });
                }
                Self::Move { ops }
            }
            "set" => Self::Set {
                op: needed_text(&mut fields, "op")?,
                port: needed_text(&mut fields, "port")?,
                value: fields.take("value").unwrap_or_default(),
            },
            "source" => Self::Source {
                op: needed_text(&mut fields, "op")?,
                port: needed_text(&mut fields, "port")?,
                source: fields.take("source").unwrap_or_default(),
            },
            "keys" => {
                let mut remove = Vec::new();
                for index in fields.list("remove")? {
                    let index = index.as_u64().and_then(|index| usize::try_from(index).ok());
                    remove.push(index.ok_or_else(|| fields.misfit("remove", "a list of places"))?);
                }
                Self::Keys {
                    op: needed_text(&mut fields, "op")?,
                    port: needed_text(&mut fields, "port")?,
                    remove,
                    add: fields.list("add")?,
                    repeat: fields.text("loop")?,
                }
            }
            "renameVariable" => Self::RenameVariable {
                from: needed_text(&mut fields, "from")?,
                to: needed_text(&mut fields, "to")?,
            },
            "ports" => Self::Ports {
                op: needed_text(&mut fields, "op")?,
                output: needed_bool(&mut fields, "output")?,
                order: order(&mut fields)?,
            },
            "link" => Self::Link {
                link: strict_link(needed_object(&mut fields, "link")?)?,
            },
            "unlink" => Self::Unlink {
                link: strict_link(needed_object(&mut fields, "link")?)?,
            },
            "title" => Self::Title {
                op: needed_text(&mut fields, "op")?,
                title: needed_text(&mut fields, "title")?,
            },
            "disable" => Self::Disable {
                op: needed_text(&mut fields, "op")?,
                disabled: needed_bool(&mut fields, "disabled")?,
            },
            "bookmark" => Self::Bookmark {
                op: needed_text(&mut fields, "op")?,
                bookmarked: needed_bool(&mut fields, "bookmarked")?,
            },
            "rename" => Self::Rename {
                name: needed_text(&mut fields, "name")?,
            },
            "paste" => {
                let (mut ops, mut links) = (Vec::new(), Vec::new());
                for op in fields.objects("ops")? {
                    ops.push(NewOp::read(op)?);
                }
                for link in fields.objects("links")? {
                    links.push(strict_link(link)?);
                }
                Self::Paste { ops, links }
            }
            "batch" => {
                let label = needed_text(&mut fields, "label")?;
                let mut commands = Vec::new();
                for command in fields.objects("commands")? {
                    commands.push(Self::read(command)?);
                }
                Self::Batch { label, commands }
            }
            _ => return Err(fields.misfit("type", TYPE)),
        };
        fields.end()?;
        Ok(command)
    }
}

impl NewOp {
    fn read(mut fields: Fields) -> Result<Self, Misfit> {
        let (x, y) = position(&mut fields)?;
        let op = Self {
            id: fields.text("id")?,
            op: needed_text(&mut fields, "op")?,
            x,
            y,
            title: fields.text("title")?,
            disabled: fields.bool("disabled")?,
            subpatch: fields.text("subpatch")?,
            exposed: Exposed::read_all(&mut fields, "exposed")?,
            inputs: port_count(&mut fields, "inputs")?,
            outputs: port_count(&mut fields, "outputs")?,
            values: fields.object("values")?,
            sources: fields.object("sources")?,
        };
        fields.end()?;
        Ok(op)
    }
}

fn ids(fields: &mut Fields) -> Result<Vec<String>, Misfit> {
    let mut ids = Vec::new();
    for id in fields.list("ops")? {
        let Json::String(id) = id else {
            return Err(fields.misfit("ops", "a list of ids"));
        };
        ids.push(id);
    }
    Ok(ids)
}

/// Which ports a multi port is to have.
fn order(fields: &mut Fields) -> Result<Vec<Option<u16>>, Misfit> {
    const EXPECTED: &str = "a list of the numbers of ports, or null for new ones";
    let mut order = Vec::new();
    for json in fields.list("order")? {
        let number = json.as_u64().and_then(|number| u16::try_from(number).ok());
        if number.is_none() && !json.is_null() {
            return Err(fields.misfit("order", EXPECTED));
        }
        order.push(number);
    }
    Ok(order)
}

fn needed_text(fields: &mut Fields, key: &str) -> Result<String, Misfit> {
    fields
        .text(key)?
        .ok_or_else(|| fields.misfit(key, "a text"))
}

fn needed_bool(fields: &mut Fields, key: &str) -> Result<bool, Misfit> {
    fields
        .bool(key)?
        .ok_or_else(|| fields.misfit(key, "true or false"))
}

fn needed_object(fields: &mut Fields, key: &str) -> Result<Fields, Misfit> {
    let map = fields
        .object(key)?
        .ok_or_else(|| fields.misfit(key, "an object"))?;
    Ok(Fields {
        map,
        at: format!("{}{key}, ", fields.at),
    })
}

fn position(fields: &mut Fields) -> Result<(f64, f64), Misfit> {
    let x = fields
        .number("x")?
        .ok_or_else(|| fields.misfit("x", "a number"))?;
    let y = fields
        .number("y")?
        .ok_or_else(|| fields.misfit("y", "a number"))?;
    Ok((x, y))
}

/// A link without fields that are not known.
fn strict_link(mut fields: Fields) -> Result<Link, Misfit> {
    let (link, extra) = Link::read(&mut fields)?;
    let [from, to] = extra;
    fields.end()?;
    Fields {
        map: from,
        at: format!("{}from, ", fields.at),
    }
    .end()?;
    Fields {
        map: to,
        at: format!("{}to, ", fields.at),
    }
    .end()?;
    Ok(link)
}
