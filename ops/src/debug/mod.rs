//! Ops that show what flows.

use ropewalk_flow::OpDeclaration;

mod console_log;
mod display_value;
mod readable;
mod route_number;
mod viz_array_table;
mod viz_bool;
mod viz_graph;
mod viz_logger;
mod viz_number;
mod viz_number_bar;
mod viz_object;
mod viz_string;
mod viz_trigger;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<viz_number::VizNumber>(),
    OpDeclaration::of::<viz_bool::VizBool>(),
    OpDeclaration::of::<viz_graph::VizGraph>(),
    OpDeclaration::of::<viz_array_table::VizArrayTable>(),
    OpDeclaration::of::<viz_string::VizString>(),
    OpDeclaration::of::<viz_object::VizObject>(),
    OpDeclaration::of::<viz_trigger::VizTrigger>(),
    OpDeclaration::of::<viz_logger::VizLogger>(),
    OpDeclaration::of::<viz_number_bar::VizNumberBar>(),
    OpDeclaration::of::<route_number::RouteNumber>(),
    OpDeclaration::of::<console_log::ConsoleLog>(),
    OpDeclaration::of::<display_value::DisplayValue>(),
];
