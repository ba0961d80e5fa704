//! Why a command was refused.

use std::borrow::Cow;

use ropewalk_flow::{Kind, MAX_PORTS};

use crate::fields::Misfit;
use crate::link::{Link, LinkError, described};
use crate::source::SourceError;
use crate::subpatch::MAX_NESTING;
use crate::text::short;
use crate::value::MAX_DEPTH;

/// Why a command was refused. The document is as it was before.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// Text that is no command, with what is wrong about it.
    #[error("This is no edit command: {0}.")]
    Unreadable(String),
    /// The op of that id is not in the patch.
    #[error("There is no op `{}` in this patch.", short(.0))]
    NoOp(String),
    /// The library has no op of that name.
    #[error("This library has no op `{}`.", short(.0))]
    UnknownOp(String),
    /// Another op has the id.
    #[error("There is already an op with the id `{}`.", short(.0))]
    IdTaken(String),
    /// The patch's file has links to a missing op of the id, which another op would take over.
    #[error(
        "Links of the patch lead to an op `{}` that is missing: take another id, or remove them.",
        short(.0)
    )]
    IdReserved(String),
    /// The op has no input of that name.
    #[error("`{}` has no input `{}`.", short(.op), short(.port))]
    NoInput {
        /// What the op is called.
        op: String,
        /// The name that was asked for.
        port: String,
    },
    /// The input does not take the value.
    #[error("`{port}` takes {}, and this is {is}.", described(*.takes))]
    WrongKind {
        /// The input's name.
        port: Cow<'static, str>,
        /// What it takes.
        takes: Kind,
        /// What was given.
        is: &'static str,
    },
    /// The input is a secret, which no document holds.
    #[error("`{port}` is a secret and no part of the patch; the host keeps it.")]
    Secret {
        /// The input's name.
        port: &'static str,
    },
    /// A value has more levels of lists and objects than a file can be read with.
    #[error("The value of `{}` is nested deeper than {MAX_DEPTH} levels.", short(.0))]
    TooDeep(String),
    /// A position is no finite number.
    #[error("`{}` cannot be put at a place that is no number.", short(.0))]
    NoPlace(String),
    /// No subpatch has the id.
    #[error("There is no subpatch `{}` in this patch.", short(.0))]
    NoSubpatch(String),
    /// A subpatch would be in itself.
    #[error("`{}` cannot be in itself, nor in a subpatch that is in it.", short(.0))]
    WithinItself(String),
    /// Subpatches would lie too deep in each other.
    #[error("Subpatches can lie in each other {MAX_NESTING} levels deep, not deeper.")]
    TooNested,
    /// Ops for one subpatch come from several.
    #[error("Ops that become a subpatch must be in the same patch or subpatch.")]
    Scattered,
    /// A subpatch cannot show the ports of an op elsewhere.
    #[error(
        "`{}` is not in `{}`, which therefore cannot show its ports.",
        short(op),
        short(subpatch)
    )]
    NotWithin {
        /// What the op is called.
        op: String,
        /// What the subpatch is called.
        subpatch: String,
    },
    /// A subpatch is to show a port that is not there.
    #[error("`{}` has no port `{}` to show.", short(op), short(port))]
    NotExposable {
        /// What the op is called.
        op: String,
        /// The name that was asked for.
        port: String,
    },
    /// The input cannot have the source.
    #[error("This cannot be followed: {0}.")]
    Source(SourceError),
    /// The input is not animated.
    #[error("`{port}` is not animated.")]
    NotAnimated {
        /// The input's name.
        port: &'static str,
    },
    /// The animation has no such key.
    #[error("`{port}` has no key {index}.")]
    NoKey {
        /// The input's name.
        port: &'static str,
        /// The place of the key, counted from 0.
        index: usize,
    },
    /// No op uses the variable.
    #[error("No op of this patch uses a variable `{}`.", short(.0))]
    NoVariable(String),
    /// The name is that of another variable, or none at all.
    #[error(
        "A variable cannot be called `{}`: {}.",
        short(.0),
        if .0.is_empty() { "that is no name" } else { "another one is" }
    )]
    VariableName(String),
    /// The op has no ports of that direction that a person can add or remove.
    #[error("The {} of `{}` are always the same.", if *output { "outputs" } else { "inputs" }, short(.op))]
    NoMultiPort {
        /// What the op is called.
        op: String,
        /// Whether it is the outputs.
        output: bool,
    },
    /// Ports are reordered that the op does not have, or one twice, or too many or none are left.
    #[error(
        "`{}` has {count} ports of this kind: each of them can be named once, with new ones at most \
         {MAX_PORTS} in all, and one at least.",
        short(.op)
    )]
    PortOrder {
        /// What the op is called.
        op: String,
        /// How many it has.
        count: u16,
    },
    /// The link cannot be made.
    #[error("This link cannot be made: {0}.")]
    Link(LinkError),
    /// There is no such link.
    #[error("There is no link from `{}` of `{}` to `{}` of `{}`.",
        short(&.0.from.port), short(&.0.from.op), short(&.0.to.port), short(&.0.to.op))]
    NotLinked(Link),
}

impl From<Misfit> for EditError {
    fn from(Misfit { at, expected }: Misfit) -> Self {
        Self::Unreadable(format!("{at} must be {expected}"))
    }
}
