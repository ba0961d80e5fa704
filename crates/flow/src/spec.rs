//! What an op says of itself: the one source of the palette, the help and the reference pages.

use crate::kind::Kind;
use crate::op::Handlers;
use crate::value::Value;

/// An op's declaration, made by `#[derive(Op)]`.
#[derive(Debug)]
pub struct OpSpec {
    /// The full name, for instance `Ops.Math.MapRange`.
    pub name: &'static str,
    /// Names under which files of other versions and tools know it.
    pub aliases: &'static [&'static str],
    /// One sentence: the struct's doc comment. Empty without the feature `docs`.
    pub summary: &'static str,
    /// The help page, Markdown. Empty without the feature `docs`.
    pub help: &'static str,
    /// The inputs in order.
    pub inputs: &'static [PortSpec],
    /// The outputs in order.
    pub outputs: &'static [PortSpec],
}

/// A port's declaration.
#[derive(Debug)]
pub struct PortSpec {
    /// The name, unique among the op's ports of that direction.
    pub name: &'static str,
    /// Names under which files of other versions and tools know it.
    pub aliases: &'static [&'static str],
    /// What it carries.
    pub kind: Kind,
    /// The doc comment. Empty without the feature `docs`.
    pub doc: &'static str,
    /// What it holds until it is set. Of no meaning for a trigger.
    pub default: PortDefault,
    /// How it is edited and shown.
    pub display: Display,
    /// The least and the greatest number that make sense, either of them infinite for no limit.
    pub range: Option<(f64, f64)>,
    /// The values to choose from, for a Text.
    pub choices: &'static [&'static str],
    /// The unit of a number, for instance `s`.
    pub unit: &'static str,
    /// The heading under which the editor shows it; empty for none.
    pub group: &'static str,
    /// Kept out of files and shown masked: a password.
    pub secret: bool,
    /// Computed only while something is linked to it or looks at it.
    pub lazy: bool,
}

/// A port's default, as a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PortDefault {
    /// The kind's own: 0, false, empty text, nothing.
    Empty,
    /// A number.
    Number(f64),
    /// A truth value.
    Bool(bool),
    /// Text.
    Text(&'static str),
}

/// How a port is edited and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// As its kind suggests.
    Plain,
    /// A whole number.
    Integer,
    /// A slider over its range.
    Slider,
    /// A push button, for a trigger.
    Button,
    /// Several lines of text.
    Editor,
    /// The name of a variable of the patch, which follows when that is renamed.
    Variable,
}

impl OpSpec {
    /// The part of the name after the last dot: what stands on the op's box.
    pub fn short_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }

    /// The index of an input, by name or alias.
    pub fn input(&self, name: &str) -> Option<u16> {
        find(self.inputs, name)
    }

    /// The index of an output, by name or alias.
    pub fn output(&self, name: &str) -> Option<u16> {
        find(self.outputs, name)
    }
}

impl PortSpec {
    /// The default as a value of the port's kind.
    pub fn default_value(&self) -> Value {
        match self.default {
            PortDefault::Empty => self.kind.empty(),
            PortDefault::Number(number) => Value::Number(number),
            PortDefault::Bool(bool) => Value::Bool(bool),
            PortDefault::Text(text) => Value::Text(text.into()),
        }
    }
}

/// An op as the library lists it: its declaration and how to make one.
#[derive(Clone, Copy, Debug)]
pub struct OpEntry {
    /// The declaration.
    pub spec: &'static OpSpec,
    /// Makes an instance with its ports in place and its state at rest.
    pub create: fn() -> Box<dyn Handlers>,
    /// Whether one instance does for every node.
    pub stateless: bool,
}

impl OpEntry {
    /// The entry of an op type.
    pub const fn of<T: crate::op::Op>() -> Self {
        Self {
            spec: &T::SPEC,
            create: || Box::new(T::create()),
            stateless: T::STATELESS,
        }
    }
}

/// What an op says to people; nothing where the feature `docs` is off, and then it is no part of
/// the program either.
#[doc(hidden)]
pub const fn docs(text: &'static str) -> &'static str {
    if cfg!(feature = "docs") { text } else { "" }
}

/// Whether a text is one of the choices, and there once: what the derive has the compiler check
/// where it cannot see the choices itself.
#[doc(hidden)]
pub const fn is_among(text: &str, choices: &[&str]) -> bool {
    let (mut at, mut times) = (0, 0);
    while at < choices.len() {
        if is_equal(text, choices[at]) {
            times += 1;
        }
        at += 1;
    }
    times == 1
}

/// `==` of texts, which constants have not.
const fn is_equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

fn find(ports: &[PortSpec], name: &str) -> Option<u16> {
    let exact = ports.iter().position(|port| port.name == name);
    let index = exact.or_else(|| ports.iter().position(|port| port.aliases.contains(&name)))?;
    u16::try_from(index).ok()
}
