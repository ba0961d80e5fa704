//! The library as the palette, the help and `ropewalk ops` show it.

use std::collections::BTreeMap;

use ropewalk_flow::{Display, Kind, OpSpec, PortSpec, Value};
use serde::Serialize;

/// The declarations of all ops, in the library's order.
pub fn catalogue() -> Vec<OpInfo> {
    ropewalk_ops::library()
        .map(|entry| OpInfo::from(entry.spec))
        .collect()
}

/// The help pages of all ops, by the op's name: Markdown, with examples in blocks whose info string
/// is `patch`.
///
/// They are apart from the declarations because the editor needs those at its start, and a page
/// only when somebody reads it.
pub fn help_pages() -> BTreeMap<&'static str, &'static str> {
    ropewalk_ops::library()
        .map(|entry| (entry.spec.name, entry.spec.help))
        .collect()
}

/// An op's declaration.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OpInfo {
    /// The full name, for instance `Ops.Math.MapRange`.
    pub name: &'static str,
    /// Names under which files of other versions and tools know it.
    pub aliases: &'static [&'static str],
    /// One sentence.
    pub summary: &'static str,
    /// The inputs in order.
    pub inputs: Vec<PortInfo>,
    /// The outputs in order.
    pub outputs: Vec<PortInfo>,
}

/// A port's declaration.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PortInfo {
    /// The name, unique among the op's inputs or outputs.
    pub name: &'static str,
    /// Names under which files of other versions and tools know it.
    pub aliases: &'static [&'static str],
    /// `Number`, `Bool`, `Text`, `Array`, `Object`, `Bytes`, `Trigger`, `Reference`, `Any` or the
    /// name of a kind of resource.
    pub kind: String,
    /// Whether the kind is that of a resource: a handle that no value can stand for.
    pub resource: bool,
    /// What it means, its unit and its range.
    pub doc: &'static str,
    /// The value of an input that nothing has set.
    #[cfg_attr(feature = "typescript", ts(type = "JsonValue"))]
    pub default: Value,
    /// How it is edited and shown.
    #[cfg_attr(
        feature = "typescript",
        ts(type = "'plain' | 'integer' | 'slider' | 'button' | 'editor' | 'variable'")
    )]
    pub display: &'static str,
    /// The least number it takes.
    pub min: Option<f64>,
    /// The greatest number it takes.
    pub max: Option<f64>,
    /// The texts it takes; empty where it takes any.
    pub choices: &'static [&'static str],
    /// The unit of its numbers, empty for none.
    pub unit: &'static str,
    /// The heading it stands under, empty for none.
    pub group: &'static str,
    /// Whether its value is kept by the host and never saved in a patch.
    pub secret: bool,
    /// Of an input: whether the op does nothing until something is linked to it; missing where it
    /// does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<bool>", optional))]
    pub needed: bool,
    /// How many ports a multi port has to begin with; missing for a port that is none. The ports of
    /// `Numbers` are called `Numbers_0`, `Numbers_1`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub multi: Option<u16>,
}

impl From<&'static OpSpec> for OpInfo {
    fn from(spec: &'static OpSpec) -> Self {
        Self {
            name: spec.name,
            aliases: spec.aliases,
            summary: spec.summary,
            inputs: spec.inputs.iter().map(PortInfo::from).collect(),
            outputs: spec.outputs.iter().map(PortInfo::from).collect(),
        }
    }
}

impl From<&'static PortSpec> for PortInfo {
    fn from(spec: &'static PortSpec) -> Self {
        // JSON has no infinity; a bound that is none is null.
        let bound = |bound: f64| bound.is_finite().then_some(bound);
        Self {
            name: spec.name,
            aliases: spec.aliases,
            kind: spec.kind.to_string(),
            resource: matches!(spec.kind, Kind::Resource(_)),
            doc: spec.doc,
            default: spec.default_value(),
            display: match spec.display {
                Display::Plain => "plain",
                Display::Integer => "integer",
                Display::Slider => "slider",
                Display::Button => "button",
                Display::Editor => "editor",
                Display::Variable => "variable",
            },
            min: spec.range.and_then(|range| bound(range.0)),
            max: spec.range.and_then(|range| bound(range.1)),
            choices: spec.choices,
            unit: spec.unit,
            group: spec.group,
            secret: spec.secret,
            needed: spec.needed,
            multi: (spec.multi > 0).then_some(spec.multi),
        }
    }
}
