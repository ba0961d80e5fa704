//! What a person is told of an import.

/// Something in a patch of cables that is not here as it was there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Note {
    /// Entries are no ops, or ops without a name.
    #[error("{count} of its entries are no ops and left out.")]
    NoOps {
        /// How many.
        count: usize,
    },
    /// Links that name no port.
    #[error("{count} of its links are damaged and left out.")]
    DamagedLinks {
        /// How many.
        count: usize,
    },
    /// A value that seems to be secret is set on an op that the library lacks.
    #[error(
        "The value of `{port}` of `{op}` looks like a secret and is left out: a patch file holds none."
    )]
    SecretLeftOut {
        /// The op's id.
        op: String,
        /// The port.
        port: String,
    },
    /// A port follows a variable.
    #[error(
        "`{port}` of `{op}` followed the variable `{variable}`. It keeps its last value; link a \
         VarGet op to it."
    )]
    Variable {
        /// The op's id.
        op: String,
        /// The port.
        port: String,
        /// The variable's name.
        variable: String,
    },
    /// A port is animated by keys.
    #[error(
        "`{port}` of `{op}` was animated. It keeps its last value; its keys are kept in the file."
    )]
    Animated {
        /// The op's id.
        op: String,
        /// The port.
        port: String,
    },
    /// There are subpatches.
    #[error(
        "It has {count} subpatches, whose ops stand beside the others: what goes into and out of them \
         is not linked."
    )]
    Subpatches {
        /// How many.
        count: usize,
    },
    /// No op had a place.
    #[error("{count} of its ops had no place on the canvas and were laid out.")]
    LaidOut {
        /// How many.
        count: usize,
    },
}
