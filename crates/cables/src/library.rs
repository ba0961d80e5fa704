//! What the import must know of our ops.

use std::collections::HashMap;

use serde::Deserialize;

/// The ops that a patch can have, found by name or alias.
#[derive(Debug, Default)]
pub struct Library {
    ops: Vec<Op>,
    by_name: HashMap<String, usize>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Op {
    pub(crate) name: String,
    aliases: Vec<String>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<Input>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    kind: String,
    resource: bool,
    pub(crate) secret: bool,
    pub(crate) choices: Vec<String>,
    /// How many ports a multi port has to begin with.
    #[serde(default)]
    pub(crate) multi: Option<u64>,
}

impl Library {
    /// Reads the list that `ropewalk ops --json` prints.
    ///
    /// # Errors
    ///
    /// It is no such list.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let ops: Vec<Op> = serde_json::from_str(json)?;
        let mut by_name = HashMap::new();
        for (index, op) in ops.iter().enumerate() {
            by_name.insert(op.name.clone(), index);
        }
        for (index, op) in ops.iter().enumerate() {
            for alias in &op.aliases {
                by_name.entry(alias.clone()).or_insert(index);
            }
        }
        Ok(Self { ops, by_name })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Op> {
        Some(&self.ops[*self.by_name.get(name)?])
    }
}

impl Op {
    pub(crate) fn input(&self, name: &str) -> Option<&Input> {
        let exact = self.inputs.iter().find(|input| input.name == name);
        let multi = || {
            self.multi(false)
                .filter(|multi| multi.number(name).is_some())
        };
        exact.or_else(multi).or_else(|| {
            let is_alias = |input: &&Input| input.aliases.iter().any(|alias| alias == name);
            self.inputs.iter().find(is_alias)
        })
    }
}

impl Op {
    /// The multi port among the inputs or the outputs.
    pub(crate) fn multi(&self, is_output: bool) -> Option<&Input> {
        let ports = if is_output {
            &self.outputs
        } else {
            &self.inputs
        };
        ports.last().filter(|port| port.multi.is_some())
    }
}

impl Input {
    /// Whether a file can hold a value for it. Cables writes 0 for each trigger, and what an object
    /// port held is computed anew.
    pub(crate) fn has_value(&self) -> bool {
        !self.resource && !matches!(&*self.kind, "Trigger" | "Reference")
    }
}
