//! Variables: values without a link.

use ropewalk_flow::OpEntry;

pub(crate) const OPS: &[OpEntry] = &[];
