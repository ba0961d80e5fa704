//! Multi ports: how many ports an op has, and which of its ports a name means.

use std::borrow::Cow;

use ropewalk_flow::{Kind, MAX_PORTS, PortSpec};

use crate::fields::{Fields, Misfit};
use crate::op::Op;

/// A port as a link ends at it.
pub(crate) struct End {
    /// Its name, where it was found by an alias too.
    pub(crate) name: Cow<'static, str>,
    pub(crate) kind: Kind,
}

impl Op {
    /// How many inputs or outputs a person can add to and take from; 0 where there is no multi port
    /// of that direction.
    pub fn port_count(&self, output: bool) -> u16 {
        self.multi[usize::from(output)]
    }

    /// The index of an input that the op has, by name or alias.
    pub fn input(&self, name: &str) -> Option<u16> {
        self.spec?
            .input(name)
            .filter(|index| self.has(*index, false))
    }

    /// The index of an output that the op has, by name or alias.
    pub fn output(&self, name: &str) -> Option<u16> {
        self.spec?
            .output(name)
            .filter(|index| self.has(*index, true))
    }

    /// The inputs or outputs, those of a multi port among them, as indices.
    pub(crate) fn indices(&self, output: bool) -> std::ops::Range<u16> {
        let ports = self.spec.map_or(&[][..], |spec| spec.ports(output));
        0..PortSpec::fixed(ports) + self.port_count(output)
    }

    fn has(&self, index: u16, output: bool) -> bool {
        self.indices(output).contains(&index)
    }

    /// The port that a link can end at: an input with choices by its index too. Nothing for a
    /// placeholder, which has every port.
    pub(crate) fn end(&self, name: &str, output: bool) -> Option<End> {
        let spec = self.spec?;
        let ports = spec.ports(output);
        let index = if output {
            self.output(name)
        } else {
            self.input(name)
        };
        if let Some(index) = index {
            return Some(End {
                name: PortSpec::name_at(ports, index),
                kind: PortSpec::at(ports, index)?.kind,
            });
        }
        let index = spec.choice(name).filter(|_| !output)?;
        Some(End {
            name: Cow::Owned(format!("{} index", PortSpec::at(ports, index)?.name)),
            kind: Kind::Number,
        })
    }

    /// How many ports the multi port has if it is to have the one of this name.
    pub(crate) fn count_with(&self, name: &str, output: bool) -> Option<u16> {
        let spec = self.spec?;
        let index = if output {
            spec.output(name)
        } else {
            spec.input(name)
        }?;
        let number = index.checked_sub(PortSpec::fixed(spec.ports(output)))?;
        Some(self.port_count(output).max(number + 1))
    }

    /// Gives the multi port so many ports that it has the one of this name.
    pub(crate) fn grow(&mut self, name: &str, output: bool) {
        if let Some(count) = self.count_with(name, output) {
            self.multi[usize::from(output)] = count;
        }
    }

    /// Takes the numbers of ports from the fields of a file or a command, where there are multi
    /// ports.
    pub(crate) fn take_counts(&mut self, fields: &mut Fields) -> Result<(), Misfit> {
        for (output, key) in [(false, "inputs"), (true, "outputs")] {
            if self.port_count(output) > 0
                && let Some(count) = port_count(fields, key)?
            {
                self.multi[usize::from(output)] = count;
            }
        }
        Ok(())
    }
}

/// How many ports a multi port is said to have.
pub(crate) fn port_count(fields: &mut Fields, key: &str) -> Result<Option<u16>, Misfit> {
    const EXPECTED: &str = "a number of ports, from 1 to 1000";
    let Some(json) = fields.take(key) else {
        return Ok(None);
    };
    let count = json.as_u64().and_then(|count| u16::try_from(count).ok());
    match count.filter(|count| (1..=MAX_PORTS).contains(count)) {
        None => Err(fields.misfit(key, EXPECTED)),
        count => Ok(count),
    }
}
