#[cfg(feature = "docs")]
use ropewalk_cables::{ExportError, ImportError};
use ropewalk_patch::{EditError, FileError};

/// What was asked cannot be done. The patch is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is no patch.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is a patch of cables, and damaged.
    #[cfg(feature = "docs")]
    #[error(transparent)]
    Cables(#[from] ImportError),
    /// What is to go to cables is no patch.
    #[cfg(feature = "docs")]
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The command does not fit the patch.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The patch has no op of that id.
    #[error("The patch has no op `{0}` any more.")]
    NoOp(String),
    /// The list of ports to watch is none.
    #[error("The ports to watch are not a list of objects with `op`, `port` and `output`.")]
    WatchedPorts,
    /// The op has no port of that name.
    #[error("`{op}` has no {direction} `{port}`.", direction = if *output { "output" } else { "input" })]
    NoPort {
        /// The op's id.
        op: String,
        /// The name.
        port: String,
        /// Whether an output was asked for.
        output: bool,
    },
    /// A pulse was sent to a port that takes values.
    #[error("`{port}` of `{op}` is no trigger.")]
    NoTrigger {
        /// The op's id.
        op: String,
        /// The port.
        port: String,
    },
    /// A secret was given for a port that is none.
    #[error("`{port}` of `{op}` is no secret: set its value instead.")]
    NoSecret {
        /// The op's id.
        op: String,
        /// The port.
        port: String,
    },
    /// What a connection cannot do, for a person.
    #[error("{0}")]
    Broker(String),
    /// Secrets came without being asked for.
    #[error("No patch is being opened.")]
    NothingToOpen,
}
