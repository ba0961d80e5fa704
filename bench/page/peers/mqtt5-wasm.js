import init, { ConnectOptions, MqttClient } from 'mqtt5-wasm';

import { library } from './library.js';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export default library(async (path) => {
  await init();
  const client = new MqttClient(path);
  const options = new ConnectOptions();
  options.protocolVersion = 4;
  await client.connectWithOptions(`ws://${location.host}/mqtt/${path}`, options);
  const acknowledged = () => {};
  return {
    subscribe: (filter, got) =>
      client.subscribeWithCallback(filter, (topic, payload) => got(topic, decoder.decode(payload))),
    publish(topic, text, qos) {
      const payload = encoder.encode(text);
      if (qos === 0) return client.publish(topic, payload);
      if (qos === 1) return client.publishQos1(topic, payload, acknowledged);
      return client.publishQos2(topic, payload, acknowledged);
    },
    close: () => void client.disconnect(),
  };
});
