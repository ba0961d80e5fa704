import init from '../../web/src/wasm/ropewalk.js';
import { startRuntime } from './runtime.js';

/** @type {() => void} */
let looked = () => {};

/** How many messages the Subscribe op has had. */
let count = 0;

/** How many of the Mqtt ops are connected. */
let connected = 0;

/**
 * Opens a patch with so many Mqtt ops, and a Subscribe op at the first of them whose count, text and
 * topic are watched. Comes back once all are connected.
 *
 * @param {number} connections
 */
export async function open(connections) {
  const ids = Array.from({ length: connections }, (_, index) => `mqtt${index}`);
  const values = { 'Broker URL': `ws://${location.host}/mqtt`, Protocol: '3.1.1' };
  const subscribe = {
    id: 'subscribe',
    op: 'Ops.Net.Mqtt.MqttSubscribe',
    x: 0,
    y: 0,
    values: { Topic: '#', QoS: 2 },
  };
  const patch = {
    ops: [...ids.map((id) => ({ id, op: 'Ops.Net.Mqtt.Mqtt', x: 0, y: 0, values })), subscribe],
    links: [
      {
        from: { op: 'mqtt0', port: 'MQTT Object' },
        to: { op: 'subscribe', port: 'MQTT Object' },
      },
    ],
  };
  const runtime = await startRuntime(patch, ([messages = 0, granted = -1, ...states]) => {
    count = messages;
    connected = granted < 0 ? 0 : states.filter((state) => state === 1).length;
    looked();
  });
  const port = (/** @type {string} */ op, /** @type {string} */ port) => ({
    op,
    port,
    output: true,
  });
  runtime.watch([
    port('subscribe', 'Count'),
    port('subscribe', 'Granted QoS'),
    ...ids.map((id) => port(id, 'Connected')),
    port('subscribe', 'Message String'),
    port('subscribe', 'Topic'),
  ]);
  await until(() => connected === connections);
}

/**
 * Comes back once that many messages were handled.
 *
 * @param {number} messages
 */
export function received(messages) {
  return until(() => count >= messages);
}

/** @returns {Promise<number>} The size of WebAssembly's memory, in bytes. It never shrinks. */
export async function wasmHeap() {
  const { memory } = await init();
  return memory.buffer.byteLength;
}

/** @param {() => boolean} holds */
function until(holds) {
  return new Promise((resolve) => {
    looked = () => {
      if (holds()) resolve(undefined);
    };
    looked();
  });
}
