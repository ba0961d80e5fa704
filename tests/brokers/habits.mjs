/**
 * Brokers of a few lines, each with one habit that real ones were seen to have: in what frames
 * they send, and how they close a WebSocket. One behind `/habits/<name>` each.
 *
 * All but those that refuse take every client in, grant what is asked for, and send each
 * subscriber the messages `one`, `two` and `three` for its filter.
 */

import { WebSocketServer } from 'ws';

/** @typedef {import('ws').WebSocket} WebSocket */

/**
 * @typedef {object} Asked
 * @property {number} type That of the packet that has come.
 * @property {number} version The client's protocol level: 4 or 5.
 */

/**
 * Does something with what a broker without a habit would send, each packet by itself.
 *
 * @typedef {(socket: WebSocket, packets: Buffer[], asked: Asked) => void} Habit
 */

/** The types of packets, as the first byte's upper half has them. */
const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const PINGREQ = 12;

/** @type {Habit} */
const send = (socket, packets) => packets.forEach((packet) => socket.send(packet));

/**
 * @param {number} what The type of packet that the broker takes ill.
 * @param {(socket: WebSocket) => void} end
 * @returns {Habit}
 */
const endsAt = (what, end) => (socket, packets, asked) => {
  if (asked.type === what) end(socket);
  else send(socket, packets, asked);
};

/** @type {Record<string, Habit>} */
const habits = {
  // RabbitMQ 3.10, to a wrong password of 3.1.1.
  'no-connack-and-1002': endsAt(CONNECT, (socket) => socket.close(1002, 'unauthenticated')),
  // RabbitMQ 3.10, to a client of 5.0.
  'no-connack-and-1011': endsAt(CONNECT, (socket) => socket.close(1011)),
  // Mosquitto, to one that did not ask for the sub-protocol.
  'silent-after-the-handshake': () => {},
  // Aedes, and NATS, to a client of 5.0.
  'connack-of-3-1-1': (socket, packets, asked) => {
    if (asked.version === 5) {
      socket.send(made(0x20, [0, 1]));
      socket.close();
    } else {
      send(socket, packets, asked);
    }
  },
  // Mosquitto, whenever it closes a connection: none of MQTT's, none of WebSocket's.
  'closes-without-a-word': endsAt(PUBLISH, (socket) => socket.terminate()),
  // RabbitMQ 4.0, to a denied publish.
  'closes-with-1003-and-a-reason': endsAt(PUBLISH, (socket) =>
    socket.close(1003, 'access refused'),
  ),
  // ejabberd.
  'closes-with-1000': endsAt(PUBLISH, (socket) => socket.close(1000)),
  // rmqtt.
  'closes-without-a-code': endsAt(PUBLISH, (socket) => socket.close()),
  // MQTT.js and what is made with it.
  'empty-frames': (socket, packets) => {
    for (const packet of packets) {
      socket.send(Buffer.alloc(0));
      socket.send(packet);
    }
    socket.send(Buffer.alloc(0));
  },
  // Aedes splits a packet over four frames; no more can be made of it than this.
  'a-frame-for-each-byte': (socket, packets) => {
    for (const packet of packets) {
      for (const byte of packet) socket.send(Buffer.of(byte));
    }
  },
  // NATS 2.10.
  'several-packets-in-a-frame': (socket, packets) => socket.send(Buffer.concat(packets)),
};

/**
 * Takes WebSockets at `/habits/<name>`.
 *
 * @param {import('node:http').Server} server
 * @returns {() => void} Ends them all.
 */
export function serveHabits(server) {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, network, head) => {
    const [, folder, name = ''] = (request.url ?? '').split('/');
    const habit = folder === 'habits' ? habits[name] : undefined;
    if (!habit) {
      network.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, network, head, (socket) => {
      serve(socket, habit);
    });
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
  };
}

/**
 * @param {WebSocket} socket
 * @param {Habit} habit
 */
function serve(socket, habit) {
  let version = 0;
  let bytes = Buffer.alloc(0);
  socket.on('message', (data) => {
    bytes = Buffer.concat([bytes, /** @type {Buffer} */ (data)]);
    for (let end = packetEnd(bytes); end <= bytes.length; end = packetEnd(bytes)) {
      const packet = bytes.subarray(0, end);
      bytes = bytes.subarray(end);
      const type = (packet[0] ?? 0) >> 4;
      if (type === CONNECT) version = packet[packet.indexOf('MQTT') + 4] ?? 0;
      habit(socket, answer(packet, version), { type, version });
    }
  });
  // Whatever is wrong with it, the socket closes.
  socket.on('error', () => {});
}

/**
 * @param {Buffer} bytes
 * @returns {number} Where the first packet ends; infinity where that is not known yet.
 */
function packetEnd(bytes) {
  let length = 0;
  for (let place = 1; place <= 4 && place < bytes.length; place += 1) {
    const byte = bytes[place] ?? 0;
    length += (byte & 0x7f) << (7 * (place - 1));
    if (byte < 0x80) return place + 1 + length;
  }
  return Infinity;
}

/**
 * @param {Buffer} packet
 * @param {number} version
 * @returns {Buffer[]} What a broker sends for it.
 */
function answer(packet, version) {
  const properties = version === 5 ? [0] : [];
  const body = packet.subarray(packet.length < 0x82 ? 2 : 3);
  switch ((packet[0] ?? 0) >> 4) {
    case CONNECT:
      return [made(0x20, [0, 0, ...properties])];
    case PUBLISH: {
      const isAcknowledged = ((packet[0] ?? 0) & 0b110) !== 0;
      const id = 2 + body.readUInt16BE();
      return isAcknowledged ? [made(0x40, body.subarray(id, id + 2))] : [];
    }
    case SUBSCRIBE: {
      const filters = [...filtersOf(body.subarray(2), version)];
      const granted = [...body.subarray(0, 2), ...properties, ...filters.map(() => 0)];
      const publish = (/** @type {Buffer} */ filter, /** @type {string} */ text) =>
        made(0x30, [0, filter.length, ...filter, ...properties, ...Buffer.from(text)]);
      const messages = filters.flatMap((filter) =>
        ['one', 'two', 'three'].map((text) => publish(filter, text)),
      );
      return [made(0x90, granted), ...messages];
    }
    case PINGREQ:
      return [made(0xd0, [])];
    default:
      return [];
  }
}

/**
 * @param {Buffer} body What follows the packet id in a SUBSCRIBE.
 * @param {number} version
 */
function* filtersOf(body, version) {
  let place = version === 5 ? 1 + (body[0] ?? 0) : 0;
  while (place < body.length) {
    const length = body.readUInt16BE(place);
    yield body.subarray(place + 2, place + 2 + length);
    place += 2 + length + 1;
  }
}

/**
 * @param {number} first
 * @param {ArrayLike<number>} body
 */
function made(first, body) {
  if (body.length > 0x7f) throw new Error('one byte of length will do here');
  return Buffer.from([first, body.length, ...Array.from(body)]);
}
