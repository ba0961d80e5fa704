//! Numbers and their conversions.

use ropewalk_flow::OpEntry;

pub(crate) const OPS: &[OpEntry] = &[];
