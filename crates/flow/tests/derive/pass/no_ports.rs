//! An op without ports, for instance a comment.

use ropewalk_flow::{Handlers, Op};

/// Says nothing.
#[derive(Op)]
#[op(name = "Ops.Test.Silent")]
struct Silent {}

impl Handlers for Silent {}

fn main() {
    assert!(Silent::SPEC.inputs.is_empty() && Silent::SPEC.outputs.is_empty());
    let Silent {} = Silent::create();
}
