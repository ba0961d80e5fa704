//! Ops that show what flows.

use ropewalk_flow::OpEntry;

mod viz_graph;
mod viz_number;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<viz_number::VizNumber>(),
    OpEntry::of::<viz_graph::VizGraph>(),
];
