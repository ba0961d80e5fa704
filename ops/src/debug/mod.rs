//! Ops that show what flows.

use ropewalk_flow::OpEntry;

mod console_log;
mod display_value;
mod readable;
mod route_number;
mod viz_bool;
mod viz_graph;
mod viz_logger;
mod viz_number;
mod viz_number_bar;
mod viz_object;
mod viz_string;
mod viz_trigger;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<viz_number::VizNumber>(),
    OpEntry::of::<viz_bool::VizBool>(),
    OpEntry::of::<viz_graph::VizGraph>(),
    OpEntry::of::<viz_string::VizString>(),
    OpEntry::of::<viz_object::VizObject>(),
    OpEntry::of::<viz_trigger::VizTrigger>(),
    OpEntry::of::<viz_logger::VizLogger>(),
    OpEntry::of::<viz_number_bar::VizNumberBar>(),
    OpEntry::of::<route_number::RouteNumber>(),
    OpEntry::of::<console_log::ConsoleLog>(),
    OpEntry::of::<display_value::DisplayValue>(),
];
