//! What an op says of itself: the one source of the palette, the help and the reference pages.

use std::borrow::Cow;

use crate::kind::Kind;
use crate::op::Behaviour;
use crate::value::Value;

/// How many ports a multi port can have.
pub const MAX_PORTS: u16 = 1_000;

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
    /// The inputs in order. The last can be a multi port.
    pub inputs: &'static [PortSpec],
    /// The outputs in order. The last can be a multi port.
    pub outputs: &'static [PortSpec],
}

/// A port's declaration.
///
/// That of a *multi port* stands for any number of ports of one kind, which a person adds, removes
/// and reorders. The ports of `Numbers` are called `Numbers_0`, `Numbers_1`, … They are numbered on
/// from the place of the declaration, which is the last of its direction.
#[derive(Debug)]
pub struct PortSpec {
    /// The name, unique among the op's ports of that direction.
    pub name: &'static str,
    /// Names under which files of other versions and tools know it. Those of a multi port are names
    /// of its ports: one with a number at its end is the first port's, and those of the others go
    /// on from there; those without are the names of the first, the second port and so on.
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
    /// Like `unit` and `group` not in a library without the feature `docs`.
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
    /// Of an input: the op does nothing until something is linked to it, which the editor hints at.
    pub needed: bool,
    /// How many ports a multi port has to begin with; 0 for a port that is none.
    pub multi: u16,
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

    /// The index of an input, by name or alias; of a multi port that of each port that it could
    /// have.
    pub fn input(&self, name: &str) -> Option<u16> {
        find(self.inputs, name)
    }

    /// The index of an output, like [`input`](Self::input).
    pub fn output(&self, name: &str) -> Option<u16> {
        find(self.outputs, name)
    }

    /// The index of the input that is chosen by number under this name: every input with choices,
    /// say `Easing`, can be linked as the Number `Easing index` too.
    pub fn choice(&self, name: &str) -> Option<u16> {
        let index = self.input(name.strip_suffix(" index")?)?;
        let has_choices = !PortSpec::at(self.inputs, index)?.choices.is_empty();
        has_choices.then_some(index)
    }

    /// The inputs, or the outputs.
    pub fn ports(&self, output: bool) -> &'static [PortSpec] {
        if output { self.outputs } else { self.inputs }
    }
}

impl PortSpec {
    /// The declaration of the port of this index: of a multi port the same for each.
    pub fn at(ports: &'static [Self], index: u16) -> Option<&'static Self> {
        ports.get(usize::from(index)).or_else(|| Self::multi(ports))
    }

    /// The name of the port of this index.
    pub fn name_at(ports: &'static [Self], index: u16) -> Cow<'static, str> {
        let Some(port) = Self::at(ports, index) else {
            return Cow::Borrowed("");
        };
        if port.multi == 0 {
            return Cow::Borrowed(port.name);
        }
        let number = usize::from(index) + 1 - ports.len();
        Cow::Owned(format!("{}_{number}", port.name))
    }

    /// The multi port among these, if there is one.
    pub fn multi(ports: &'static [Self]) -> Option<&'static Self> {
        ports.last().filter(|port| port.multi > 0)
    }

    /// How many of these are no multi port. The ports of that one are counted on from here.
    pub fn fixed(ports: &'static [Self]) -> u16 {
        let fixed = ports.len() - usize::from(Self::multi(ports).is_some());
        u16::try_from(fixed).expect("an op has fewer than 65,536 ports")
    }

    /// How many ports there are to begin with.
    pub fn count(ports: &'static [Self]) -> u16 {
        Self::fixed(ports) + Self::multi(ports).map_or(0, |port| port.multi)
    }

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

/// An op as the library lists it: its declaration and what it does.
#[derive(Clone, Copy, Debug)]
pub struct OpEntry {
    /// The declaration.
    pub spec: &'static OpSpec,
    /// What it does.
    pub behaviour: Behaviour,
}

impl OpEntry {
    /// The entry of an op type.
    pub const fn of<T: crate::op::Op>() -> Self {
        Self {
            spec: &T::SPEC,
            behaviour: T::BEHAVIOUR,
        }
    }
}

/// An op of a library, before the program runs: its declaration is packed, where the feature `docs`
/// is off.
#[derive(Clone, Copy, Debug)]
pub struct OpDeclaration {
    #[cfg(feature = "docs")]
    spec: &'static OpSpec,
    #[cfg(not(feature = "docs"))]
    packed: &'static [u8],
    behaviour: Behaviour,
}

impl OpDeclaration {
    /// That of an op type.
    pub const fn of<T: crate::op::Op>() -> Self {
        Self {
            #[cfg(feature = "docs")]
            spec: &T::SPEC,
            #[cfg(not(feature = "docs"))]
            packed: T::PACKED,
            behaviour: T::BEHAVIOUR,
        }
    }

    /// What a graph takes. Each call unpacks the declaration anew, for as long as the program runs.
    pub fn entry(&self) -> OpEntry {
        OpEntry {
            #[cfg(feature = "docs")]
            spec: self.spec,
            #[cfg(not(feature = "docs"))]
            spec: crate::packed::unpack(self.packed),
            behaviour: self.behaviour,
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

fn find(ports: &'static [PortSpec], name: &str) -> Option<u16> {
    let fixed = PortSpec::fixed(ports);
    let singles = &ports[..usize::from(fixed)];
    let exact = singles.iter().position(|port| port.name == name);
    let index = exact.or_else(|| singles.iter().position(|port| port.aliases.contains(&name)));
    if let Some(index) = index {
        return u16::try_from(index).ok();
    }
    let multi = PortSpec::multi(ports)?;
    let own = || counted_on(name.strip_prefix(multi.name)?, "_0");
    let alias = |alias: &&str| {
        let stem = alias.trim_end_matches(|c: char| c.is_ascii_digit());
        counted_on(name.strip_prefix(stem)?, &alias[stem.len()..])
    };
    let numbered = |alias: &&&str| alias.ends_with(|c: char| c.is_ascii_digit());
    let by_place = || {
        let mut others = multi.aliases.iter().filter(|alias| !numbered(alias));
        u16::try_from(others.position(|alias| *alias == name)?).ok()
    };
    let counted = || multi.aliases.iter().filter(numbered).find_map(alias);
    let number = own().or_else(counted).or_else(by_place)?;
    (number < MAX_PORTS).then_some(fixed + number)
}

/// How far the number at the end of a name is from that at the end of the first one's.
fn counted_on(end: &str, first: &str) -> Option<u16> {
    let separator = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = end.strip_prefix(separator)?;
    let number: u16 = digits.parse().ok()?;
    // Neither `+1` nor `01`: each port has one name.
    let is_plain = digits.len() == 1 || !digits.starts_with(['0', '+']);
    let first: u16 = first[separator.len()..].parse().ok()?;
    number
        .checked_sub(first)
        .filter(|_| is_plain && digits.bytes().all(|b| b.is_ascii_digit()))
}
