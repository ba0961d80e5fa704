//! Time: frames, timers, and what moves with them.

use ropewalk_flow::OpEntry;

pub(crate) const OPS: &[OpEntry] = &[];
