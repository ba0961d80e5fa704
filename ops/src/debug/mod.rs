//! Ops that show what flows.

use ropewalk_flow::OpEntry;

pub(crate) const OPS: &[OpEntry] = &[];
