//! What a person is told of a patch that came in, and what must not stay in it.

use std::borrow::Cow;
use std::fmt;

use ropewalk_flow::Kind;

use crate::edit_error::EditError;
use crate::link::{Link, LinkError, described};
use crate::source::SourceError;
use crate::text::short;

/// A password or the like that was found in a patch and taken out, for the host to keep.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// The op's id.
    pub op: String,
    /// The input's name.
    pub port: &'static str,
    /// The secret. [`fmt::Debug`] leaves it out, so that it reaches no log.
    pub value: String,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({}, {}, …)", self.op, self.port)
    }
}

/// Something in a patch that does not fit. The patch works without it, and unless the text says
/// otherwise it is saved again as it came.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// The library lacks an op.
    #[error(
        "This library has no op `{}`. {}",
        short(name),
        if *count == 1 {
            "It is kept as a placeholder.".to_owned()
        } else {
            format!("All {count} of them are kept as placeholders.")
        }
    )]
    UnknownOp {
        /// The op's full name.
        name: String,
        /// How many there are.
        count: usize,
    },
    /// An id was missing or there twice, so the op has a new one.
    #[error(
        "{} is now `{}`.",
        if id.is_empty() {
            "An op without an id".to_owned()
        } else {
            format!("A second op with the id `{}`", short(id))
        },
        short(now)
    )]
    NewId {
        /// The id in the file, empty for none.
        id: String,
        /// The id that the op has now. It is the one that is saved.
        now: String,
    },
    /// A value is set on an input that the op does not have.
    #[error(
        "`{}` has no input `{}`. Its value is kept in the file.",
        short(op),
        short(port)
    )]
    NoInput {
        /// The op's id.
        op: String,
        /// The name in the file.
        port: String,
    },
    /// A value is of a kind that its input does not take.
    #[error(
        "`{port}` of `{}` takes {} and the file has {is}. The input is at its default; the value \
         is kept in the file until it is set.",
        short(op),
        described(*takes)
    )]
    WrongKind {
        /// The op's id.
        op: String,
        /// The input's name.
        port: Cow<'static, str>,
        /// What it takes.
        takes: Kind,
        /// What the file has.
        is: &'static str,
    },
    /// A value, or a source, is there under more than one of its input's names.
    #[error(
        "`{port}` of `{}` is set twice, once as `{}`. That one is {}.",
        short(op),
        short(alias),
        if *kept { "not used, but kept in the file" } else { "left out" }
    )]
    TwoValues {
        /// The op's id.
        op: String,
        /// The input's name.
        port: Cow<'static, str>,
        /// The name of the one that is not used.
        alias: String,
        /// Whether it stays in the file; a secret and a source never do.
        kept: bool,
    },
    /// An op cannot be in the subpatch that it names.
    #[error("`{}` was put at the top of the patch: {why}", short(op))]
    AtTheTop {
        /// The op's id.
        op: String,
        /// Why it cannot.
        why: EditError,
    },
    /// A subpatch cannot show a port.
    #[error(
        "`{}` does not show `{}` of `{}`: {why}",
        short(subpatch),
        short(port),
        short(op)
    )]
    NotExposed {
        /// The subpatch's id.
        subpatch: String,
        /// The op's id.
        op: String,
        /// The port's name.
        port: String,
        /// Why it cannot.
        why: EditError,
    },
    /// The source of an input cannot be used.
    #[error(
        "What `{}` of `{}` is to follow is not used: {why}. It is kept in the file.",
        short(port),
        short(op)
    )]
    NoSource {
        /// The op's id.
        op: String,
        /// The input's name.
        port: String,
        /// Why it cannot.
        why: SourceError,
    },
    /// A link cannot be made.
    #[error(
        "The link from `{}` of `{}` to `{}` of `{}` is broken: {why}. It is kept in the file.",
        short(&link.from.port),
        short(&link.from.op),
        short(&link.to.port),
        short(&link.to.op)
    )]
    BrokenLink {
        /// The link.
        link: Link,
        /// Why it cannot.
        why: LinkError,
    },
    /// A link is left out: it is there twice, or what was pasted leads to an op that is not.
    #[error(
        "A link from `{}` of `{}` to `{}` of `{}` is left out: {why}.",
        short(&link.from.port),
        short(&link.from.op),
        short(&link.to.port),
        short(&link.to.op)
    )]
    LeftOut {
        /// The link.
        link: Link,
        /// Why it was.
        why: LinkError,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_in_no_debug_text() {
        let secret = Secret {
            op: "mqtt".to_owned(),
            port: "Password",
            value: "hunter2".to_owned(),
        };
        assert_eq!(format!("{secret:?}"), "Secret(mqtt, Password, …)");
    }
}
