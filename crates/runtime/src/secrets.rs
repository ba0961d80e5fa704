//! The secrets of the patch that is open.

use std::fmt;

use ropewalk_flow::{Kind, Text};
use ropewalk_patch::{Document, Op};

/// A secret as a host keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSecret {
    /// The op's id.
    pub op: String,
    /// The input's name.
    pub port: String,
    /// What the secret is for: the name and the values of its op when it was stored. It is used
    /// again for the same only.
    pub purpose: String,
    /// The secret. [`fmt::Debug`] leaves it out, so that it reaches no log.
    pub value: String,
}

impl fmt::Debug for StoredSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredSecret({}, {}, …)", self.op, self.port)
    }
}

/// The secrets by op and input, of which there are few. Those of removed ops stay, as undo may
/// bring the op back.
#[derive(Default)]
pub(crate) struct Secrets {
    all: Vec<(String, &'static str, Text)>,
}

impl Secrets {
    pub(crate) fn set(&mut self, op: &str, port: &'static str, value: &str) {
        self.all
            .retain(|(of, name, _)| (&**of, *name) != (op, port));
        if !value.is_empty() {
            self.all.push((op.to_owned(), port, value.into()));
        }
    }

    pub(crate) fn of(&self, op: &str) -> impl Iterator<Item = (&'static str, &Text)> {
        let own = self.all.iter().filter(move |(of, ..)| of == op);
        own.map(|(_, port, value)| (*port, value))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.all.iter().map(|(op, port, _)| (op.as_str(), *port))
    }
}

/// What a secret of the op is for; nothing where that cannot be told from the op alone, as a text
/// comes over a link.
pub(crate) fn purpose(document: &Document, id: &str, op: &Op) -> Option<String> {
    let spec = op.spec()?;
    let input = |name: &str| Some(&spec.inputs[usize::from(spec.input(name)?)]);
    let is_text = |name: &str| input(name).is_some_and(|port| port.kind == Kind::Text);
    if document
        .links()
        .any(|link| link.to.op == id && is_text(&link.to.port))
    {
        return None;
    }
    let mut purpose = spec.name.to_owned();
    for (port, value) in op.values() {
        let port = &spec.inputs[usize::from(port)];
        // JSON text, so that no value can look like two.
        purpose.push_str(&format!("\n{}={}", port.name, value.to_json()));
    }
    Some(purpose)
}
