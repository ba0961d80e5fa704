//! What gives inputs their values: as the document keeps it, and why it may not.

use std::mem;
use std::rc::Rc;

use ropewalk_flow::{
    Animation, Display, Easing, Keyframe, Kind, OpSpec, PortSpec, Repeat, Source, Text,
};
use serde_json::{Map, Value as Json};

use crate::document::Document;
use crate::edit::{Edit, Held};
use crate::fields::{Fields, Misfit};
use crate::link::described;
use crate::op::Op;
use crate::report::Warning;
use crate::text::short;
use crate::value::number_to_json;

/// How many keys an animation can have.
pub const MAX_KEYS: usize = 10_000;

/// Why an input cannot have a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The op has no such input.
    #[error("`{}` has no input `{}`", short(.op), short(.port))]
    NoInput {
        /// What the op is called.
        op: String,
        /// The name that was asked for.
        port: String,
    },
    /// A secret goes into no variable, where every op could read it.
    #[error("`{port}` is a secret, which follows nothing")]
    Secret {
        /// The input's name.
        port: &'static str,
    },
    /// The input has no value that could follow something.
    #[error("`{port}` is a {kind}, which has no value")]
    NoValue {
        /// The input's name.
        port: &'static str,
        /// What it takes.
        kind: Kind,
    },
    /// Only numbers and truth values change from key to key.
    #[error("`{port}` takes {}, and only a Number or a Bool can be animated", described(*.kind))]
    NoNumber {
        /// The input's name.
        port: &'static str,
        /// What it takes.
        kind: Kind,
    },
    /// An animation has more keys than it can have.
    #[error("{0} keys are more than {MAX_KEYS}")]
    ManyKeys(usize),
    /// The source is none.
    #[error("{} must be {expected}", short(.at))]
    Unreadable {
        /// Where.
        at: String,
        /// What belongs there.
        expected: &'static str,
    },
}

/// What an op holds for the source of one input.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HeldSource {
    pub(crate) source: Option<Source>,
    /// What cannot be used, with its place among all of that kind.
    pub(crate) kept: Option<(usize, Json)>,
}

/// Reads a source from its JSON, as it stands in a file or a command.
pub(crate) fn read(json: Json) -> Result<Source, SourceError> {
    const EXPECTED: &str = "an object with either a `variable` or an `animation`";
    let unreadable = |at: &str, expected| SourceError::Unreadable {
        at: at.to_owned(),
        expected,
    };
    let Json::Object(map) = json else {
        return Err(unreadable("a source", EXPECTED));
    };
    let mut fields = Fields {
        map,
        at: String::new(),
    };
    let source = match (fields.take("variable"), fields.object("animation")?) {
        (Some(Json::String(name)), None) if !name.is_empty() => Source::Variable(Text::from(name)),
        (Some(_), None) => return Err(unreadable("`variable`", "the name of a variable")),
        (None, Some(map)) => {
            let at = String::new();
            Source::Animation(Rc::new(read_animation(Fields { map, at })?))
        }
        _ => return Err(unreadable("a source", EXPECTED)),
    };
    fields.end()?;
    Ok(source)
}

fn read_animation(mut fields: Fields) -> Result<Animation, SourceError> {
    let repeat = fields.text("loop")?;
    let repeat = read_repeat(repeat.as_deref().unwrap_or("off"))?;
    let keys = fields.list("keys")?;
    fields.end()?;
    Ok(Animation::new(read_keys(keys)?, repeat))
}

/// Reads what comes after the last key.
pub(crate) fn read_repeat(name: &str) -> Result<Repeat, SourceError> {
    Repeat::of_name(name).ok_or_else(|| SourceError::Unreadable {
        at: "`loop`".to_owned(),
        expected: "`off`, `repeat`, `mirror` or `offset`",
    })
}

/// Reads a list of keys.
pub(crate) fn read_keys(list: Vec<Json>) -> Result<Vec<Keyframe>, SourceError> {
    check_count(list.len())?;
    let mut keys = Vec::with_capacity(list.len());
    for (index, json) in list.into_iter().enumerate() {
        let Json::Object(map) = json else {
            return Err(SourceError::Unreadable {
                at: format!("`keys[{index}]`"),
                expected: "an object with a `time` and a `value`",
            });
        };
        let at = format!("`keys[{index}]`, ");
        keys.push(read_key(Fields { map, at })?);
    }
    Ok(keys)
}

/// Checks that an animation may have that many keys.
pub(crate) fn check_count(count: usize) -> Result<(), SourceError> {
    match count {
        0..=MAX_KEYS => Ok(()),
        count => Err(SourceError::ManyKeys(count)),
    }
}

fn read_key(mut fields: Fields) -> Result<Keyframe, SourceError> {
    const NUMBER: &str = "a number";
    let time = fields.number("time")?;
    let value = fields.number("value")?;
    let easing = fields.text("easing")?;
    let easing = match easing.as_deref().map(Easing::of_name) {
        None => Easing::default(),
        Some(Some(easing)) => easing,
        Some(None) => {
            let expected = "the name of an easing, such as `linear` or `Cubic In Out`";
            return Err(fields.misfit("easing", expected).into());
        }
    };
    let before = read_handle(&mut fields, "in")?;
    let after = read_handle(&mut fields, "out")?;
    let handles = match (before, after) {
        (None, None) => None,
        (before, after) => Some([before.unwrap_or_default(), after.unwrap_or_default()]),
    };
    fields.end()?;
    Ok(Keyframe {
        time: time.ok_or_else(|| fields.misfit("time", NUMBER))?,
        value: value.ok_or_else(|| fields.misfit("value", NUMBER))?,
        easing,
        handles,
    })
}

fn read_handle(fields: &mut Fields, key: &str) -> Result<Option<[f64; 2]>, Misfit> {
    let Some(json) = fields.take(key) else {
        return Ok(None);
    };
    let numbers: Option<Vec<f64>> = json
        .as_array()
        .and_then(|list| list.iter().map(Json::as_f64).collect());
    match numbers.as_deref() {
        Some(&[time, value]) => Ok(Some([time, value])),
        _ => Err(fields.misfit(key, "a list of two numbers, seconds and a value")),
    }
}

/// As [`read`] takes it.
pub(crate) fn to_json(source: &Source) -> Json {
    // It has texts for keys and no number that JSON cannot write.
    let mut json = serde_json::to_value(source).unwrap_or_default();
    tidy(&mut json);
    json
}

/// Writes whole numbers without a fraction, as those of values are.
fn tidy(json: &mut Json) {
    match json {
        Json::Number(number) => *json = number_to_json(number.as_f64().unwrap_or_default()),
        Json::Array(list) => list.iter_mut().for_each(tidy),
        Json::Object(map) => map.values_mut().for_each(tidy),
        _ => {}
    }
}

/// Checks that an input may have this source.
pub(crate) fn check(port: &'static PortSpec, source: &Source) -> Result<(), SourceError> {
    let name = port.name;
    match (source, port.kind) {
        _ if port.secret => Err(SourceError::Secret { port: name }),
        (_, kind @ Kind::Trigger) => Err(SourceError::NoValue { port: name, kind }),
        (Source::Variable(_), _) | (_, Kind::Number | Kind::Bool) => Ok(()),
        (_, kind) => Err(SourceError::NoNumber { port: name, kind }),
    }
}

impl From<Misfit> for SourceError {
    fn from(Misfit { at, expected }: Misfit) -> Self {
        Self::Unreadable { at, expected }
    }
}

impl Op {
    /// What gives inputs their values, by rising index. Empty for a placeholder.
    pub fn sources(&self) -> impl Iterator<Item = (u16, &Source)> {
        self.sources.iter().map(|(port, source)| (*port, source))
    }

    /// Takes in the sources of a file or a command. What cannot be used is kept and goes to
    /// `warnings`.
    pub(crate) fn take_sources(
        &mut self,
        id: &str,
        sources: Map<String, Json>,
        warnings: &mut Vec<Warning>,
    ) {
        let Some(spec) = self.spec else {
            self.kept_sources = sources;
            return;
        };
        let mut is_set = self.own_names(&sources);
        for (name, json) in sources {
            let index = spec.input(&name);
            let declared = index.and_then(|index| PortSpec::at(spec.inputs, index));
            let index = index.zip(declared);
            let why = match index {
                None => SourceError::NoInput {
                    op: self.label().to_owned(),
                    port: name.clone(),
                },
                Some((index, port)) => {
                    let own_name = PortSpec::name_at(spec.inputs, index);
                    let is_second = mem::replace(&mut is_set[usize::from(index)], true);
                    if is_second && name != own_name {
                        warnings.push(Warning::TwoValues {
                            op: id.to_owned(),
                            port: own_name,
                            alias: name,
                            kept: false,
                        });
                        continue;
                    }
                    let source = read(json.clone());
                    match source.and_then(|source| check(port, &source).map(|()| source)) {
                        Ok(source) => {
                            self.swap_source(index, Some(source));
                            continue;
                        }
                        Err(why) => why,
                    }
                }
            };
            let port = index.map_or(name, |(index, _)| {
                PortSpec::name_at(spec.inputs, index).into_owned()
            });
            warnings.push(Warning::NoSource {
                op: id.to_owned(),
                port: port.clone(),
                why,
            });
            self.kept_sources.insert(port, json);
        }
    }

    /// The source of an input.
    pub(crate) fn source(&self, index: u16) -> Option<&Source> {
        let place = self.sources.binary_search_by_key(&index, |(port, _)| *port);
        Some(&self.sources[place.ok()?].1)
    }

    fn swap_source(&mut self, index: u16, source: Option<Source>) -> Option<Source> {
        let place = self.sources.binary_search_by_key(&index, |(port, _)| *port);
        match (place, source) {
            (Ok(place), Some(source)) => Some(mem::replace(&mut self.sources[place].1, source)),
            (Ok(place), None) => Some(self.sources.remove(place).1),
            (Err(place), Some(source)) => {
                self.sources.insert(place, (index, source));
                None
            }
            (Err(_), None) => None,
        }
    }

    /// What the op holds for the source of an input.
    pub(crate) fn held_source(&self, port: &str) -> HeldSource {
        let index = self.spec.and_then(|spec| spec.input(port));
        let place = self.kept_sources.keys().position(|name| name == port);
        HeldSource {
            source: index.and_then(|index| self.source(index)).cloned(),
            kept: place.and_then(|place| Some((place, self.kept_sources.get(port)?.clone()))),
        }
    }

    /// Holds something for the source of an input; what it held before.
    pub(crate) fn hold_source(&mut self, port: &str, held: HeldSource) -> HeldSource {
        let index = self.spec.and_then(|spec| spec.input(port));
        let source = index.and_then(|index| self.swap_source(index, held.source));
        let place = self.kept_sources.keys().position(|name| name == port);
        let kept = place.and_then(|place| Some((place, self.kept_sources.shift_remove(port)?)));
        if let Some((place, json)) = held.kept {
            self.kept_sources.shift_insert(place, port.to_owned(), json);
        }
        HeldSource { source, kept }
    }

    /// The inputs that hold the name of a variable, by index.
    fn names_of_variables(&self) -> impl Iterator<Item = (&'static PortSpec, u16)> {
        let inputs = self.spec.map_or(&[][..], |spec: &OpSpec| spec.inputs);
        let inputs = inputs.iter().zip(0..);
        inputs.filter(|(port, _)| port.display == Display::Variable)
    }
}

impl Document {
    /// Whether an op sets, reads or follows the variable.
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        let names = |op: &Op| {
            let mut inputs = op.names_of_variables();
            inputs.any(|(_, index)| op.value(index) == Some(&Json::from(name)))
        };
        let follows = |op: &Op| op.sources.iter().any(|(_, source)| is(source, name));
        self.ops.values().any(|op| names(op) || follows(op))
    }

    /// The steps that rename a variable.
    pub(crate) fn renaming(&self, from: &str, to: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (id, op) in &self.ops {
            for (port, index) in op.names_of_variables() {
                if op.value(index) == Some(&Json::from(from)) {
                    edits.push(Edit::Set {
                        op: id.clone(),
                        port: port.name.to_owned(),
                        held: Held {
                            value: Some(to.into()),
                            kept: None,
                        },
                    });
                }
            }
            let Some(spec) = op.spec else { continue };
            for (index, source) in &op.sources {
                if is(source, from) {
                    edits.push(Edit::Source {
                        op: id.clone(),
                        port: PortSpec::name_at(spec.inputs, *index).into_owned(),
                        held: HeldSource {
                            source: Some(Source::Variable(to.into())),
                            kept: None,
                        },
                    });
                }
            }
        }
        edits
    }
}

fn is(source: &Source, variable: &str) -> bool {
    matches!(source, Source::Variable(name) if &**name == variable)
}

#[cfg(test)]
mod tests;
