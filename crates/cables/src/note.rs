//! What a person is told of an import or an export.

/// Something in a patch of cables that is not here as it was there, or the other way round.
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
    /// Keys of an animation are damaged or of a kind that there is not here.
    #[error(
        "{count} keys of `{port}` of `{op}` are left out, or stand still up to the next: they have no \
         time and value, or an easing that there is not here."
    )]
    Keys {
        /// The op's id.
        op: String,
        /// The port.
        port: String,
        /// How many.
        count: usize,
    },
    /// Ops are in subpatches that no op stands for.
    #[error(
        "{}: their ops are at the top of the patch, beside the others.",
        if *count == 1 {
            "No op stands for one of its subpatches".to_owned()
        } else {
            format!("No op stands for {count} of its subpatches")
        }
    )]
    NoSubPatch {
        /// How many subpatches.
        count: usize,
    },
    /// Ops that passed values into a subpatch and out of it are gone.
    #[error(
        "{count} of its ops passed values into subpatches and out of them and are left out: cables \
         lead straight to the ops inside."
    )]
    Passages {
        /// How many.
        count: usize,
    },
    /// A port of a subpatch led to several inputs.
    #[error(
        "`{port}` of the subpatch `{op}` led to {count} inputs. Each of them is a port of its own now."
    )]
    SeveralInputs {
        /// The id of the subpatch.
        op: String,
        /// The port.
        port: String,
        /// How many inputs.
        count: usize,
    },
    /// Ports of subpatches lead to no op.
    #[error(
        "{} led to no op inside and {} left out.",
        if *count == 1 {
            "A port of its subpatches".to_owned()
        } else {
            format!("{count} ports of its subpatches")
        },
        if *count == 1 { "is" } else { "are" }
    )]
    DeadPorts {
        /// How many.
        count: usize,
    },
    /// There are more links than there can be.
    #[error("Its subpatches stand for more than {most} links, which is where they end.")]
    TooManyLinks {
        /// How many there can be.
        most: usize,
    },
    /// No op had a place.
    #[error("{count} of its ops had no place on the canvas and were laid out.")]
    LaidOut {
        /// How many.
        count: usize,
    },
    /// Cables has no such op.
    #[error("cables has no op `{name}`: there it is missing.")]
    NoOpThere {
        /// The op's name.
        name: String,
    },
    /// A port is shown by a subpatch and by the one around it.
    #[error(
        "Two subpatches show `{port}` of `{op}`, one in the other. In cables only the inner one does."
    )]
    ShownTwice {
        /// The op's id.
        op: String,
        /// The port.
        port: String,
    },
    /// An op has ports here that it does not have in cables.
    #[error(
        "`{op}` of cables has no {}: what is set or linked there is lost.",
        quoted(ports)
    )]
    NoPortsThere {
        /// The op's name in cables.
        op: String,
        /// Our names of the ports, each once.
        ports: Vec<String>,
    },
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
