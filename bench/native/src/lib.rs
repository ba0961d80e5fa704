//! Native measurements: the scheduler and the MQTT engine.
