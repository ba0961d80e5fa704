//! Messages over MQTT.

use ropewalk_flow::OpDeclaration;

mod announcing;
mod broker;
mod connection;
mod line;
#[expect(clippy::module_inception, reason = "an op's file bears the op's name")]
mod mqtt;
mod mqtt_heartbeat;
mod mqtt_presence;
mod mqtt_publish;
mod mqtt_request;
mod mqtt_subscribe;
mod options;
mod outputs;
mod payload;
mod properties;
#[cfg(test)]
mod tests;

pub use self::broker::ask_broker;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<mqtt::Mqtt>(),
    OpDeclaration::of::<mqtt_subscribe::MqttSubscribe>(),
    OpDeclaration::of::<mqtt_publish::MqttPublish>(),
    OpDeclaration::of::<mqtt_request::MqttRequest>(),
    OpDeclaration::of::<mqtt_presence::MqttPresence>(),
    OpDeclaration::of::<mqtt_heartbeat::MqttHeartbeat>(),
];
