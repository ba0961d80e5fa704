//! Commands: every edit that a person or a program can make.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::document::Document;
use crate::edit_error::EditError;
use crate::fields::{Fields, Misfit};
use crate::json;
use crate::link::Link;
use crate::multi::port_count;
use crate::subpatch::Exposed;
use crate::text::short;

/// An edit, which is carried out wholly or not at all.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Command {
    /// Adds an op of the library.
    Add {
        /// The op.
        op: NewOp,
    },
    /// Removes ops and all links from and to them.
    Remove {
        /// Their ids.
        ops: Vec<String>,
    },
    /// Puts ops elsewhere.
    Move {
        /// The ops and their new places.
        ops: Vec<Place>,
    },
    /// Sets an input's resting value, or brings it back to its default with null.
    ///
    /// A secret is refused: it does not belong to the document.
    Set {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The value.
        #[cfg_attr(feature = "typescript", ts(type = "JsonValue"))]
        value: Json,
    },
    /// Gives an input a source, which is to give it its value; none with null, and it returns to
    /// its own. A secret and a trigger are refused.
    Source {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The source.
        #[cfg_attr(feature = "typescript", ts(type = "Source | null"))]
        source: Json,
    },
    /// Changes the keys of an input that is animated: some go, and others come.
    Keys {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// The places of the keys that go, counted from 0 as they are now.
        remove: Vec<usize>,
        /// The keys that come, in any order.
        #[cfg_attr(feature = "typescript", ts(type = "Key[]"))]
        add: Vec<Json>,
        /// What comes after the last key from now on; as it was where there is none.
        #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", ts(rename = "loop", optional, type = "Repeat"))]
        repeat: Option<String>,
    },
    /// Renames a variable, in the ops that set and read it and the inputs that follow it.
    RenameVariable {
        /// Its name.
        from: String,
        /// Its new name, which no other has.
        to: String,
    },
    /// Says which ports a multi port has from now on, and in which order: adds, removes and reorders
    /// them. Links and values go with their ports.
    Ports {
        /// The op's id.
        op: String,
        /// Whether it is the outputs.
        output: bool,
        /// For each port which one it was, counted from 0, or null for a new one.
        order: Vec<Option<u16>>,
    },
    /// Links an output to an input, as the last of the links. The port after the last of a multi port
    /// is added.
    Link {
        /// The link.
        link: Link,
    },
    /// Removes a link.
    Unlink {
        /// The link.
        link: Link,
    },
    /// Gives an op a title, or takes it with an empty one.
    Title {
        /// The op's id.
        op: String,
        /// The title.
        title: String,
    },
    /// Puts a bookmark at an op, or takes it away.
    Bookmark {
        /// The op's id.
        op: String,
        /// Whether it has one.
        bookmarked: bool,
    },
    /// Switches an op off or on.
    Disable {
        /// The op's id.
        op: String,
        /// Whether it is off.
        disabled: bool,
    },
    /// Makes a subpatch of ops that are side by side. The links that cross its border expose their
    /// ports.
    CreateSubpatch {
        /// Their ids.
        ops: Vec<String>,
        /// What the subpatch is called; empty for no title.
        title: String,
        /// Its left edge on the canvas.
        x: f64,
        /// Its upper edge on the canvas.
        y: f64,
    },
    /// Takes all ops out of a subpatch, puts them in its place, and removes it.
    Unpack {
        /// The subpatch's id.
        op: String,
    },
    /// Puts ops into a subpatch, or at the top with null.
    Enclose {
        /// Their ids.
        ops: Vec<String>,
        /// The subpatch's id.
        subpatch: Option<String>,
    },
    /// Has a subpatch show these ports of the ops in it, in this order. The links to a port that it
    /// shows no more, from the other side of its border, are removed.
    Expose {
        /// The subpatch's id.
        op: String,
        /// The ports; one without a name gets its own.
        ports: Vec<Exposed>,
    },
    /// Renames the patch.
    Rename {
        /// The name.
        name: String,
    },
    /// Adds several ops with their links. What the library lacks becomes a placeholder.
    Paste {
        /// The ops. An id that is taken is replaced, in the links too.
        ops: Vec<NewOp>,
        /// The links, between these ops or to others of the patch.
        links: Vec<Link>,
    },
    /// Several commands as one: all or nothing, and one step of the history.
    Batch {
        /// What the history calls it.
        label: String,
        /// The commands, in order.
        commands: Vec<Command>,
    },
}

/// An op to add.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct NewOp {
    /// The id it should have; one is made up where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub id: Option<String>,
    /// Its full name, or an alias.
    pub op: String,
    /// Its left edge on the canvas.
    pub x: f64,
    /// Its upper edge on the canvas.
    pub y: f64,
    /// A title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub title: Option<String>,
    /// Whether it is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub disabled: Option<bool>,
    /// The id of the subpatch that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub subpatch: Option<String>,
    /// What a subpatch shows of the ops in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Exposed>>"))]
    pub exposed: Vec<Exposed>,
    /// How many ports its multi input has, where it is not the number it begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub inputs: Option<u16>,
    /// How many ports its multi output has, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub outputs: Option<u16>,
    /// The inputs that differ from their defaults, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "typescript",
        ts(optional, type = "Record<string, JsonValue>")
    )]
    pub values: Option<Map<String, Json>>,
    /// What gives inputs their values, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional, type = "Record<string, Source>"))]
    pub sources: Option<Map<String, Json>>,
}

/// Where an op is to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Place {
    /// The op's id.
    pub id: String,
    /// Its left edge on the canvas.
    pub x: f64,
    /// Its upper edge on the canvas.
    pub y: f64,
}

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

    // By hand, as serde's derived reader of a tagged enum took 60 kB of wasm.
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
                output: fields
                    .bool("output")?
                    .ok_or_else(|| fields.misfit("output", "true or false"))?,
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

    /// What the history calls the command, told before it is carried out on the document.
    pub(crate) fn label(&self, document: &Document) -> String {
        let op = |id: &str| short(document.op(id).map_or(id, |op| op.label()));
        let several = |ids: &[&str]| match ids {
            [id] => op(id),
            ids => format!("{} ops", ids.len()),
        };
        match self {
            Self::Add { op } => {
                let name = op.op.rsplit('.').next().unwrap_or(&op.op);
                format!("Add {}", short(op.title.as_deref().unwrap_or(name)))
            }
            Self::Remove { ops } => {
                format!(
                    "Remove {}",
                    several(&Vec::from_iter(ops.iter().map(String::as_str)))
                )
            }
            Self::Move { ops } => {
                format!(
                    "Move {}",
                    several(&Vec::from_iter(ops.iter().map(|op| op.id.as_str())))
                )
            }
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
                format!(
                    "Make a subpatch of {}",
                    several(&Vec::from_iter(ops.iter().map(String::as_str)))
                )
            }
            Self::Unpack { op: id } => format!("Unpack {}", op(id)),
            Self::Enclose { ops, .. } => {
                format!(
                    "Move {} to another subpatch",
                    several(&Vec::from_iter(ops.iter().map(String::as_str)))
                )
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
