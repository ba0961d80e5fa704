/** A broker that does one thing, faster than any page can take: it sends one topic's messages. */

import { setImmediate } from 'node:timers/promises';

import { WebSocketServer } from 'ws';

const BATCH = 64 * 1024;

/** How much may wait in the socket, in bytes: enough for it never to be idle. */
const AHEAD = 4 * 1024 * 1024;

/**
 * @typedef {object} Stream
 * @property {number} payload The size of each message, in bytes.
 * @property {number} messages How many.
 * @property {boolean} batched Whether packets fill frames of 64 KiB, or have one each.
 */

/**
 * @typedef {object} Connection
 * @property {import('ws').WebSocket} socket
 * @property {import('node:stream').Duplex} network What it writes to.
 */

/** The packets that a client gets for its own, by their type. */
const answers = /** @type {Record<number, (packet: Buffer) => Buffer>} */ ({
  1: () => Buffer.from([0x20, 2, 0, 0]), // CONNACK
  8: (packet) => Buffer.from([0x90, 3, packet[2] ?? 0, packet[3] ?? 0, 0]), // SUBACK
  12: () => Buffer.from([0xd0, 0]), // PINGRESP
});

/**
 * Takes WebSockets at `/mqtt`.
 *
 * @param {import('node:http').Server} server
 * @returns {(stream: Stream) => Promise<void>} Sends a stream to whoever connected last.
 */
export function serveStreams(server) {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  /** @type {Connection | undefined} */
  let last;
  server.on('upgrade', (request, network, head) => {
    sockets.handleUpgrade(request, network, head, (socket) => {
      last = { socket, network };
      sockets.emit('connection', socket);
    });
  });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      // The clients of the measurements send whole packets with lengths of one byte.
      const packet = /** @type {Buffer} */ (data);
      const answer = answers[(packet[0] ?? 0) >> 4];
      if (answer) socket.send(answer(packet));
    });
  });
  return async (stream) => {
    if (!last) throw new Error('nobody is connected');
    await send(last, stream);
  };
}

/**
 * @param {number} payload
 * @returns {Buffer} A PUBLISH to the topic `bench`.
 */
export function publish(payload) {
  const topic = Buffer.from('bench');
  const length = [];
  for (let rest = 2 + topic.length + payload; rest > 0 || length.length === 0; rest >>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  }
  const header = Buffer.from([0x30, ...length, 0, topic.length]);
  return Buffer.concat([header, topic, Buffer.alloc(payload, 'a reading of 16 ')]);
}

/**
 * @param {Connection} connection
 * @param {Stream} stream
 */
async function send({ socket, network }, { payload, messages, batched }) {
  const packet = publish(payload);
  const each = batched ? Math.max(1, Math.floor(BATCH / packet.length)) : 1;
  const frame = Buffer.concat(Array.from({ length: each }, () => packet));
  for (let sent = 0; sent < messages && socket.readyState === socket.OPEN;) {
    while (socket.bufferedAmount > AHEAD) await setImmediate();
    // Many frames go to the system in one call: the page is to be what is measured.
    network.cork();
    for (let size = 0; size < BATCH && sent < messages; size += frame.length) {
      const count = Math.min(each, messages - sent);
      socket.send(frame.subarray(0, count * packet.length));
      sent += count;
    }
    network.uncork();
  }
}
