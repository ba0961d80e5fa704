//! Messages over MQTT.

use ropewalk_flow::OpEntry;

mod connection;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod mqtt;
mod mqtt_heartbeat;
mod mqtt_presence;
mod mqtt_publish;
mod mqtt_request;
mod mqtt_subscribe;
mod options;
mod payload;
mod properties;
#[cfg(test)]
mod tests;

pub(crate) const OPS: &[OpEntry] = &[
    OpEntry::of::<mqtt::Mqtt>(),
    OpEntry::of::<mqtt_subscribe::MqttSubscribe>(),
    OpEntry::of::<mqtt_publish::MqttPublish>(),
    OpEntry::of::<mqtt_request::MqttRequest>(),
    OpEntry::of::<mqtt_presence::MqttPresence>(),
    OpEntry::of::<mqtt_heartbeat::MqttHeartbeat>(),
];
