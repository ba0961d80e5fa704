import init, { WasmMqttClient, WasmMqttConfig, WasmPacketType } from 'mqtt-client-wasm';

import { library } from './library.js';

// It writes several lines for each packet, of which a page with its console open does little else.
// This is to its advantage: what is left is the time it takes to make them.
console.log = () => {};

/**
 * It sends and receives packets; the rest is the page's.
 *
 * @param {string} path
 * @returns {Promise<import('./library.js').Client>}
 */
async function connect(path) {
  await init();
  const client = new WasmMqttClient(new WasmMqttConfig({ version: '3.1.1' }));
  await client.connect(`ws://${location.host}/mqtt/${path}`);
  await client.send(client.newConnectPacket({ clientId: path, cleanSession: true }));
  await client.recv();
  /** @type {import('./library.js').Got} */
  let got = () => {};
  const receive = async () => {
    for (;;) {
      const packet = await client.recv();
      if (packet.packetType() !== WasmPacketType.Publish) continue;
      const { topicName, payload } = client.asPublish(packet);
      got(topicName, payload);
    }
  };
  receive().catch(() => {
    // It was closed.
  });
  return {
    async subscribeAll(filters, handler) {
      got = handler;
      const packetId = await client.acquirePacketId();
      const subscriptions = filters.map((topic) => ({ topic, qos: 0 }));
      await client.send(client.newSubscribePacket({ packetId, subscriptions }));
    },
    async publish(topicName, payload, qos) {
      const options = { topicName, payload, qos };
      const packet =
        qos === 0
          ? client.newPublishPacket(options)
          : client.newPublishPacket({ ...options, packetId: await client.acquirePacketId() });
      await client.send(packet);
    },
    close: () => void client.close(),
  };
}

/** @type {import('./contestant.js').Contestant} */
export default {
  ...library(connect),
  // Of each frame it decodes the first packet that is whole, so that the others wait for the next
  // frame, and for ever. MQTT lets a broker send them in one.
  cannotBatch: 'it decodes one packet of a frame',
};
