//! Elements of the page.

use ropewalk_flow::OpEntry;

mod element;

pub(crate) const OPS: &[OpEntry] = &[OpEntry::of::<element::Element>()];
