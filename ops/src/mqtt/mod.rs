//! Messages over MQTT.

use ropewalk_flow::OpEntry;

pub(crate) const OPS: &[OpEntry] = &[];
