//! Controls for the person in front of the page.

use ropewalk_flow::OpEntry;

pub(crate) const OPS: &[OpEntry] = &[];
