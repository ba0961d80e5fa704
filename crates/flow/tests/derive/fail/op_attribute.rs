//! The struct's attribute and its doc comment.

use ropewalk_flow::Op;

/// Does something.
#[derive(Op)]
struct Nameless {}

/// Does something.
#[derive(Op)]
#[op(help = "Help.")]
struct NoName {}

/// Does something.
#[derive(Op)]
#[op(name = "Nodes.Test.OtherTree")]
struct OtherTree {}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.")]
struct EmptyPart {}

/// Does something.
#[derive(Op)]
#[op(name = "Ops")]
struct OnlyRoot {}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Spaced Out")]
struct Spaced {}

#[derive(Op)]
#[op(name = "Ops.Test.Silent")]
struct Silent {}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Unknown", summary = "It is unknown.")]
struct Unknown {}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Twice", name = "Ops.Test.Again")]
struct Twice {}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.OwnAlias", alias = "Ops.Test.OwnAlias")]
struct OwnAlias {}

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.NoAliases", aliases())]
struct NoAliases {}

fn main() {}
