//! The secrets of the patch that is open.

use std::fmt;

use ropewalk_flow::{Kind, PortSpec, Text};
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

/// The secrets by op and input, of which there are few.
#[derive(Default)]
pub(crate) struct Secrets {
    /// Those of the ops of the patch.
    live: Vec<Held>,
    /// Those of removed ops, as undo may bring the op back. Whatever else takes the id of one gets
    /// none of them.
    removed: Vec<Held>,
}

#[derive(Clone)]
struct Held {
    op: String,
    port: &'static str,
    value: Text,
    purpose: Option<String>,
}

impl Secrets {
    /// Sets the secret of an input and what it is for; an empty one is none.
    pub(crate) fn set(
        &mut self,
        op: &str,
        port: &'static str,
        value: &str,
        purpose: Option<String>,
    ) {
        self.live
            .retain(|held| (&*held.op, held.port) != (op, port));
        if !value.is_empty() {
            self.live.push(Held {
                op: op.to_owned(),
                port,
                value: value.into(),
                purpose,
            });
        }
    }

    /// Puts away the secrets of an op that is removed.
    pub(crate) fn remove(&mut self, op: &str) {
        let Self { live, removed } = self;
        for held in live.extract_if(.., |held| held.op == op) {
            removed
                .retain(|old| (&*old.op, old.port, &old.purpose) != (op, held.port, &held.purpose));
            removed.push(held);
        }
    }

    /// Whether secrets of an op of that id were put away.
    pub(crate) fn may_restore(&self, op: &str) -> bool {
        self.removed.iter().any(|held| held.op == op)
    }

    /// Gives an op that has come back the secrets that were put away for the same purpose.
    pub(crate) fn restore(&mut self, op: &str, purpose: Option<String>) {
        let Self { live, removed } = self;
        let own = removed.iter().filter(|held| held.op == op);
        live.extend(
            own.filter(|held| purpose.is_some() && held.purpose == purpose)
                .cloned(),
        );
    }

    pub(crate) fn of(&self, op: &str) -> impl Iterator<Item = (&'static str, &Text)> {
        let own = self.live.iter().filter(move |held| held.op == op);
        own.map(|held| (held.port, &held.value))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.live.iter().map(|held| (held.op.as_str(), held.port))
    }
}

/// What a secret of the op is for; nothing where that cannot be told from the op alone, as a text
/// comes over a link or follows a variable.
pub(crate) fn purpose(document: &Document, id: &str, op: &Op) -> Option<String> {
    let spec = op.spec()?;
    let input = |name: &str| {
        let index = spec.input(name).or_else(|| spec.choice(name))?;
        PortSpec::at(spec.inputs, index)
    };
    let is_text = |name: &str| input(name).is_some_and(|port| port.kind == Kind::Text);
    // What the patch, or the page that shows it, may set to anything at any time.
    let mut sources = op.sources();
    let kind = |port| PortSpec::at(spec.inputs, port).map(|port| port.kind);
    if sources.any(|(port, _)| kind(port) == Some(Kind::Text)) {
        return None;
    }
    if document
        .links()
        .any(|link| link.to.op == id && is_text(&link.to.port))
    {
        return None;
    }
    let mut purpose = spec.name.to_owned();
    for (port, value) in op.values() {
        let port = PortSpec::name_at(spec.inputs, port);
        // JSON text, so that no value can look like two.
        purpose.push_str(&format!("\n{port}={}", value.to_json()));
    }
    Some(purpose)
}
