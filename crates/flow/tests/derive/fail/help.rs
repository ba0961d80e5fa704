//! The help page is a constant text.

use ropewalk_flow::{Handlers, Op};

/// Does something.
#[derive(Op)]
#[op(name = "Ops.Test.Helped", help = 7)]
struct Helped {}

impl Handlers for Helped {}

fn main() {}
