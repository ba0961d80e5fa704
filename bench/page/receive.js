import { startRuntime } from './runtime.js';

/** @typedef {import('../broker.mjs').Stream} Stream */

/**
 * A handler that counts bytes and does nothing else: what no client can beat.
 *
 * @param {Stream} stream
 * @param {number} bytes Of all its packets.
 * @returns {Promise<number>} Messages a second.
 */
export async function bare(stream, bytes) {
  const socket = new WebSocket(`ws://${location.host}/mqtt`, 'mqtt');
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve) => (socket.onopen = resolve));
  let left = bytes;
  const rate = await timed(stream, (done) => {
    socket.onmessage = (event) => {
      left -= event.data.byteLength;
      if (left <= 0) done();
    };
  });
  socket.close();
  return rate;
}

/**
 * A patch with an Mqtt op and a Subscribe op. Its text and its count are watched, as the editor
 * does with what it shows.
 *
 * @param {Stream} stream
 * @returns {Promise<number>} Messages a second.
 */
export async function ropewalk(stream) {
  /** @type {(count: number, granted: number) => void} */
  let told = () => {};
  const runtime = await startRuntime(patch(), ([count = 0, granted = -1]) => told(count, granted));
  const port = (/** @type {string} */ port) => ({ op: 'subscribe', port, output: true });
  const subscribed = new Promise((resolve) => {
    told = (_, granted) => granted >= 0 && resolve(undefined);
  });
  runtime.watch([port('Count'), port('Granted QoS'), port('Message String')]);
  await subscribed;
  const rate = await timed(stream, (done) => {
    told = (count) => count >= stream.messages && done();
  });
  runtime.stop();
  return rate;
}

function patch() {
  const mqtt = {
    'Broker URL': location.hostname,
    Port: Number(location.port),
    'Use SSL': false,
  };
  return {
    ops: [
      { id: 'mqtt', op: 'Ops.Net.Mqtt.Mqtt', x: 0, y: 0, values: mqtt },
      {
        id: 'subscribe',
        op: 'Ops.Net.Mqtt.MqttSubscribe',
        x: 0,
        y: 0,
        values: { Topic: 'bench' },
      },
    ],
    links: [
      {
        from: { op: 'mqtt', port: 'MQTT Object' },
        to: { op: 'subscribe', port: 'MQTT Object' },
      },
    ],
  };
}

/**
 * @param {Stream} stream
 * @param {(done: () => void) => void} listen
 * @returns {Promise<number>} Messages a second, from the request until the last one is in. That is
 *   to `send`, which the page is given.
 */
async function timed(stream, listen) {
  const received = new Promise((resolve) => listen(() => resolve(undefined)));
  const start = performance.now();
  const { send } = /** @type {{ send: (stream: Stream) => Promise<void> }} */ (
    /** @type {unknown} */ (window)
  );
  const sent = send(stream);
  await received;
  const seconds = (performance.now() - start) / 1000;
  await sent;
  return stream.messages / seconds;
}
