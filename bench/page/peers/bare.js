/**
 * A WebSocket whose handler counts bytes, and packets that were made beforehand: what no client can
 * beat.
 */

/** @type {import('./contestant.js').Contestant} */
export default {
  connect,

  async receive(path) {
    const socket = await connect(path);
    let left = Infinity;
    let reached = () => {};
    socket.onmessage = (event) => {
      left -= event.data.byteLength;
      if (left <= 0) reached();
    };
    return {
      // It is told of bytes, as it does not look into them.
      handled: (bytes) =>
        new Promise((resolve) => {
          left = bytes;
          reached = () => resolve(undefined);
        }),
      close: () => socket.close(),
    };
  },

  async publish(path, text, qos) {
    const socket = await connect(path);
    const ids = Array.from({ length: qos === 0 ? 1 : 0x1000 }, (_, id) => id + 1);
    const packets = ids.map((id) => publishPacket(text, qos, id));
    const releases = ids.map((id) => new Uint8Array([0x62, 2, id >> 8, id & 0xff]));
    let next = 0;
    socket.onmessage = (event) => {
      const ack = new Uint8Array(event.data);
      const release = releases[((ack[2] ?? 0) << 8) + (ack[3] ?? 0) - 1];
      if (ack[0] === 0x50 && release) socket.send(release);
    };
    return {
      publish(messages) {
        for (let sent = 0; sent < messages; sent++) {
          const packet = packets[next];
          if (packet) socket.send(packet);
          next = (next + 1) % packets.length;
        }
      },
      close: () => socket.close(),
    };
  },

  async echo(path, heard) {
    const socket = await connect(path);
    const decoder = new TextDecoder();
    const payloadAt = publishPacket('', 0, 0).length;
    socket.onmessage = (event) =>
      heard(Number(decoder.decode(new Uint8Array(event.data, payloadAt))));
    return {
      send: (number) => socket.send(publishPacket(String(number), 0, 0)),
      close: () => socket.close(),
    };
  },
};

/** @param {string} path */
async function connect(path) {
  const socket = new WebSocket(`ws://${location.host}/mqtt/${path}`, 'mqtt');
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve) => (socket.onopen = resolve));
  const connack = new Promise((resolve) => (socket.onmessage = resolve));
  // CONNECT of MQTT 3.1.1, a clean session, no keep-alive, no client id.
  socket.send(new Uint8Array([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, 0]));
  await connack;
  return socket;
}

/**
 * @param {string} text
 * @param {import('./contestant.js').Qos} qos
 * @param {number} id
 * @returns {Uint8Array<ArrayBuffer>} A PUBLISH to the topic `bench`.
 */
function publishPacket(text, qos, id) {
  const topic = new TextEncoder().encode('bench');
  const payload = new TextEncoder().encode(text);
  const ids = qos === 0 ? [] : [id >> 8, id & 0xff];
  const rest = 2 + topic.length + ids.length + payload.length;
  const length = rest < 0x80 ? [rest] : [(rest & 0x7f) | 0x80, rest >> 7];
  const header = [0x30 | (qos << 1), ...length, 0, topic.length];
  return new Uint8Array([...header, ...topic, ...ids, ...payload]);
}
