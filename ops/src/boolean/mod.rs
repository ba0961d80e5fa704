//! Logic on truth values.

use ropewalk_flow::OpEntry;

#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod boolean;

pub(crate) const OPS: &[OpEntry] = &[OpEntry::of::<boolean::Boolean>()];
