//! The node-graph runtime: values, ports, links, ops and the scheduler.
