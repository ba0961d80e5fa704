//! What an op does: three entries, each optional.

use crate::cx::Cx;
use crate::effect::Event;
use crate::function::Function;
use crate::port::Trigger;
use crate::spec::OpSpec;
use crate::value::Text;

/// An op type: its declaration and its ports. Derive it.
pub trait Op: Sized + 'static {
    /// Name, ports and help.
    const SPEC: OpSpec;
    /// The same without what only people read, [packed](crate::packed).
    const PACKED: &'static [u8];
    /// What it does.
    const BEHAVIOUR: Behaviour;
    /// An instance with its ports in place and its state at rest.
    fn create() -> Self;
}

/// What the nodes of an op do, and where they have it from.
#[derive(Clone, Copy, Debug)]
pub enum Behaviour {
    /// Its handlers, of an instance for each node.
    Own(fn() -> Box<dyn Handlers>),
    /// Its handlers, of one instance for all nodes: it has nothing but ports.
    Shared(fn() -> Box<dyn Handlers>),
    /// To compute its only output from its inputs, whenever one has changed.
    Function(Function),
}

impl Behaviour {
    pub(crate) fn function(self) -> Option<Function> {
        match self {
            Self::Function(function) => Some(function),
            Self::Own(_) | Self::Shared(_) => None,
        }
    }
}

/// What an op does when something happens to it. The graph calls these; the op answers by setting
/// outputs, firing triggers and asking for effects through [`Cx`].
///
/// A handler that fails puts its op in error until a later one succeeds. The op stays alive.
#[expect(unused_variables, reason = "the default handlers do nothing")]
pub trait Handlers {
    /// Inputs have changed: called once per settling, however many did, and once when the op is
    /// new.
    ///
    /// # Errors
    ///
    /// What the person who sees the op should read.
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        Ok(())
    }

    /// A pulse has arrived: called once for each, never merged.
    ///
    /// # Errors
    ///
    /// What the person who sees the op should read.
    fn trigger(&mut self, port: Trigger, cx: &mut Cx<'_>) -> Result<(), OpError> {
        Ok(())
    }

    /// Something the op asked for has happened: a time, a frame, a socket, an element, a message.
    ///
    /// # Errors
    ///
    /// What the person who sees the op should read.
    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        Ok(())
    }
}

/// What is wrong with an op, for the person who sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub text: Text,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It may mend itself, or may be meant so.
    Warning,
    /// The op does not do what it is there for.
    Error,
}

/// Why a handler failed, for the person who sees the op: what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OpError(pub Text);

impl OpError {
    /// An error with this text.
    pub fn new(text: impl Into<Text>) -> Self {
        Self(text.into())
    }
}
