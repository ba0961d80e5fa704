//! The patch's variables, as its host and the page see them.

use ropewalk_flow::{Graph, NodeId, PortSpec, Text, Value, sorted_by};
use ropewalk_patch::PortRef;
use serde::Serialize;

use crate::mirror::Mirror;
use crate::preview::preview;

/// How many characters of a variable's value the page gets.
const MAX_TEXT: usize = 200;

/// A variable of the patch, as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct VariableInfo {
    /// Its name.
    pub name: String,
    /// The kind of what it holds: `Number`, `Bool`, `Text`, `Array`, `Object`, `Bytes` or the name
    /// of a kind of resource; empty while nobody sets it.
    pub kind: String,
    /// What it holds as text, of at most 200 characters.
    pub text: String,
    /// The ids of the ops that set it.
    pub set_by: Vec<String>,
    /// The ids of the ops that read it.
    pub read_by: Vec<String>,
    /// The inputs that follow it.
    pub followed_by: Vec<PortRef>,
    /// Whether the page that shows the patch sets it too.
    pub by_host: bool,
}

/// The variables by name.
pub(crate) fn list(graph: &Graph, mirror: &Mirror) -> Vec<VariableInfo> {
    let ids = |nodes: &[NodeId]| {
        let ids = nodes.iter().filter_map(|&node| mirror.op(node));
        ids.map(str::to_owned).collect()
    };
    let end = |&(node, port): &(NodeId, u16)| {
        let spec = graph.spec(node).ok()?;
        Some(PortRef {
            op: mirror.op(node)?.to_owned(),
            port: PortSpec::name_at(spec.inputs, port).into_owned(),
        })
    };
    let variables = graph.variables().map(|variable| VariableInfo {
        kind: variable.value.as_ref().map_or("", kind_of).to_owned(),
        text: variable
            .value
            .map(|value| preview(&value, MAX_TEXT))
            .unwrap_or_default(),
        set_by: ids(&variable.writers),
        read_by: ids(&variable.readers),
        followed_by: variable.bound.iter().filter_map(end).collect(),
        by_host: variable.by_host,
        name: variable.name.to_string(),
    });
    sorted_by(variables.collect(), |a, b| a.name.cmp(&b.name))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::None => "",
        // `a Number`, `an Array`.
        value => {
            let name = value.type_name();
            name.rsplit_once(' ').map_or(name, |(_, kind)| kind)
        }
    }
}

/// What the host is told of a variable.
pub type VariableChange = (Text, Option<Value>);
