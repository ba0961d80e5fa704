//! What the import must know of our ops.

use std::collections::HashMap;

use serde::Deserialize;

/// The ops that a patch can have, found by name or alias.
#[derive(Debug, Default)]
pub struct Library {
    ops: Vec<Op>,
    by_name: HashMap<String, usize>,
    /// What cables calls its ops, by their ids.
    names_of_cables: HashMap<String, String>,
}

/// An op in the list of names.
#[derive(Deserialize)]
struct Named {
    id: Option<String>,
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
        Ok(Self {
            ops,
            by_name,
            names_of_cables: HashMap::new(),
        })
    }

    /// Has placeholders called as cables calls their ops, where a file has nothing but their ids.
    /// `json` is [`NAMES`](crate::NAMES), which not everyone who imports wants to hold.
    ///
    /// # Errors
    ///
    /// It is no such list.
    pub fn with_names(mut self, json: &str) -> Result<Self, serde_json::Error> {
        let names: HashMap<String, Named> = serde_json::from_str(json)?;
        let named = names
            .into_iter()
            .filter_map(|(name, op)| Some((op.id?, name)));
        self.names_of_cables = named.collect();
        Ok(self)
    }

    pub(crate) fn name_in_cables(&self, id: &str) -> Option<&str> {
        self.names_of_cables.get(id).map(String::as_str)
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
