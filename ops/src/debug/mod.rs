//! Ops that show what flows.

use ropewalk_flow::OpEntry;

mod console_log;
mod display_value;
mod viz_bool;
mod viz_graph;
mod viz_number;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<viz_number::VizNumber>(),
    OpEntry::of::<viz_bool::VizBool>(),
    OpEntry::of::<viz_graph::VizGraph>(),
    OpEntry::of::<console_log::ConsoleLog>(),
    OpEntry::of::<display_value::DisplayValue>(),
];
