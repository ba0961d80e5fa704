import paho from 'paho-mqtt';

import { library } from './library.js';

export default library(async (path) => {
  const client = new paho.Client(location.hostname, Number(location.port), `/mqtt/${path}`, path);
  await new Promise((resolve, reject) =>
    client.connect({ onSuccess: () => resolve(undefined), onFailure: reject }),
  );
  return {
    async subscribeAll(filters, got) {
      client.onMessageArrived = (message) => got(message.destinationName, message.payloadString);
      // It takes one filter at a time.
      for (const filter of filters) {
        await new Promise((resolve) =>
          client.subscribe(filter, { onSuccess: () => resolve(undefined) }),
        );
      }
    },
    publish: (topic, text, qos) => client.send(topic, text, qos),
    close: () => client.disconnect(),
  };
});
