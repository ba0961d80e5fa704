//! Only a struct with named fields and no parameters is an op.

use ropewalk_flow::{In, Op};

/// An enumeration.
#[derive(Op)]
#[op(name = "Ops.Test.Choice")]
enum Choice {
    One,
}

/// A tuple.
#[derive(Op)]
#[op(name = "Ops.Test.Tuple")]
struct Tuple(In<f64>);

/// A unit.
#[derive(Op)]
#[op(name = "Ops.Test.Unit")]
struct Unit;

/// A generic.
#[derive(Op)]
#[op(name = "Ops.Test.Generic")]
struct Generic<T> {
    state: Option<T>,
}

fn main() {}
