//! Where pulses come from and go.

use ropewalk_flow::OpEntry;

pub(crate) const OPS: &[OpEntry] = &[];
