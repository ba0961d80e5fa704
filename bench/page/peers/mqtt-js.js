import mqtt from 'mqtt';

import { library } from './library.js';

export default library(async (path) => {
  const client = await mqtt.connectAsync(`ws://${location.host}/mqtt/${path}`, {
    reconnectPeriod: 0,
  });
  return {
    subscribeAll(filters, got) {
      client.on('message', (topic, payload) => got(topic, payload.toString()));
      return client.subscribeAsync(filters);
    },
    publish: (topic, text, qos) => void client.publish(topic, text, { qos }),
    close: () => client.end(true),
  };
});
