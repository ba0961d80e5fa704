/**
 * A broker that answers what clients of MQTT 3.1.1 say, with bytes prepared beforehand, so that it
 * is the page that is measured. How busy it was is told, for whoever doubts that.
 *
 * A client comes to `/mqtt/<its name>`. The page says by JSON at `/control` what is to be done.
 */

import { performance } from 'node:perf_hooks';

import { WebSocketServer } from 'ws';

/** What goes to the system in one call, in bytes. */
const CHUNK = 64 * 1024;

/** How much may wait in a socket, in bytes: enough for it never to be idle. */
const AHEAD = 4 * 1024 * 1024;

/** A packet as short as an acknowledgement, in its frame. */
const ACK = 6;

/**
 * @typedef {object} Stream
 * @property {number} payload The size of each message, in bytes.
 * @property {number} topics How many topics they are spread over, as {@link topicOf} names them.
 * @property {boolean} batched Whether packets fill frames of 64 KiB, or have one each.
 */

/**
 * @typedef {object} Chunk
 * @property {Buffer} bytes Whole frames.
 * @property {number} messages How many messages are in them.
 * @property {number} size Of their packets, in bytes, without the frames.
 */

/**
 * What the page can ask for, with the name of the client that is meant.
 *
 * @typedef {{ do: 'prepare', stream: Stream }
 *   | { do: 'send', who: string, stream: Stream, chunks: number }
 *   | { do: 'echo', who: string }
 *   | { do: 'count', who: string, messages: number }
 *   | { do: 'busy' }} Request
 */

/**
 * @typedef {object} Client
 * @property {import('node:stream').Duplex} network What its WebSocket writes to.
 * @property {Buffer} rest The beginning of a packet whose end is to come.
 * @property {boolean} echoes Whether it gets its own messages.
 * @property {number} counted The messages that came and are done with: with QoS 2, released.
 * @property {{ messages: number, reached: () => void } | undefined} awaited
 */

/** @param {number} index */
export const topicOf = (index) => (index < 0 ? 'bench' : `bench/${1000 + index}`);

/** @param {import('node:http').Server} server */
export function serveBroker(server) {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const acks = { 4: acksOf(0x40), 5: acksOf(0x50), 7: acksOf(0x70) };
  const clients = /** @type {Map<string, Client>} */ (new Map());
  const chunks = /** @type {Map<string, Chunk>} */ (new Map());
  let idle = performance.eventLoopUtilization();

  server.on('upgrade', (request, network, head) => {
    sockets.handleUpgrade(request, network, head, (socket) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === '/control') {
        socket.on('message', async (data) => {
          const { id, ...request } = JSON.parse(String(data));
          socket.send(JSON.stringify({ id, answer: await obey(request) }));
        });
        return;
      }
      /** @type {Client} */
      const client = {
        network,
        rest: Buffer.alloc(0),
        echoes: false,
        counted: 0,
        awaited: undefined,
      };
      clients.set(pathname.replace('/mqtt/', ''), client);
      socket.on('message', (data) => hear(client, /** @type {Buffer} */ (data)));
    });
  });

  /** @param {Request} request */
  async function obey(request) {
    if (request.do === 'busy') {
      const { utilization } = performance.eventLoopUtilization(idle);
      idle = performance.eventLoopUtilization();
      return utilization;
    }
    if (request.do === 'prepare') {
      const { messages, size } = chunkOf(request.stream);
      return { messages, size };
    }
    const client = clients.get(request.who);
    if (!client) throw new Error(`${request.who} is not connected`);
    if (request.do === 'echo') client.echoes = true;
    if (request.do === 'count') {
      await new Promise((resolve) => {
        client.awaited = { messages: request.messages, reached: () => resolve(undefined) };
        count(client, 0);
      });
    }
    if (request.do === 'send') {
      const { bytes } = chunkOf(request.stream);
      for (let sent = 0; sent < request.chunks && client.network.writable; sent++) {
        // Not by asking again and again: that would take the time of the browser.
        const written = new Promise((resolve) => client.network.write(bytes, resolve));
        if (client.network.writableLength > AHEAD) await written;
      }
    }
    return null;
  }

  /** @param {Stream} stream */
  function chunkOf(stream) {
    const key = JSON.stringify(stream);
    const chunk = chunks.get(key) ?? prepare(stream);
    chunks.set(key, chunk);
    return chunk;
  }

  /**
   * @param {Client} client
   * @param {Buffer} data
   */
  function hear(client, data) {
    let bytes = client.rest.length > 0 ? Buffer.concat([client.rest, data]) : data;
    for (;;) {
      const [header, length] = lengthOf(bytes);
      const end = header + length;
      if (header === 0 || end > bytes.length) break;
      answer(client, bytes.subarray(0, end), header);
      bytes = bytes.subarray(end);
    }
    client.rest = bytes;
  }

  /**
   * @param {Client} client
   * @param {Buffer} packet
   * @param {number} header The length of its fixed header.
   */
  function answer(client, packet, header) {
    const first = packet[0] ?? 0;
    switch (first >> 4) {
      case 1: // CONNECT
        return write(client, frame(Buffer.from([0x20, 2, 0, 0])));
      case 3: {
        const qos = (first >> 1) & 3;
        if (client.echoes) write(client, frame(packet));
        if (qos === 0) return count(client, 1);
        const at = header + 2 + packet.readUInt16BE(header);
        const id = packet.readUInt16BE(at) * ACK;
        write(client, acks[qos === 1 ? 4 : 5].subarray(id, id + ACK));
        return qos === 1 ? count(client, 1) : undefined;
      }
      case 6: {
        const id = packet.readUInt16BE(header) * ACK;
        write(client, acks[7].subarray(id, id + ACK));
        return count(client, 1);
      }
      case 8: {
        const granted = [];
        for (let at = header + 2; at < packet.length;) {
          at += 3 + packet.readUInt16BE(at);
          granted.push(packet[at - 1] ?? 0);
        }
        const id = packet.subarray(header, header + 2);
        const length = lengthBytes(2 + granted.length);
        return write(client, frame(Buffer.from([0x90, ...length, ...id, ...granted])));
      }
      case 12:
        return write(client, frame(Buffer.from([0xd0, 0])));
    }
  }
}

/**
 * Many answers go to the system in one call.
 *
 * @param {Client} client
 * @param {Buffer} bytes
 */
function write({ network }, bytes) {
  if (!network.writable) return;
  if (network.writableCorked === 0) {
    network.cork();
    process.nextTick(() => network.uncork());
  }
  network.write(bytes);
}

/**
 * @param {Client} client
 * @param {number} messages
 */
function count(client, messages) {
  client.counted += messages;
  const { awaited } = client;
  if (!awaited || client.counted < awaited.messages) return;
  client.counted -= awaited.messages;
  client.awaited = undefined;
  awaited.reached();
}

/**
 * @param {Stream} stream
 * @returns {Chunk}
 */
function prepare({ payload, topics, batched }) {
  const packets = Array.from({ length: topics }, (_, index) =>
    publish(topicOf(topics > 1 ? index : -1), payload),
  );
  const length = packets[0]?.length ?? 0;
  // Every topic as often as every other.
  const rounds = Math.max(1, Math.floor(CHUNK / length / topics));
  const all = Array.from({ length: rounds }, () => packets).flat();
  const bytes = batched ? frame(Buffer.concat(all)) : Buffer.concat(all.map(frame));
  return { bytes, messages: all.length, size: length * all.length };
}

/**
 * @param {string} topic
 * @param {number} payload
 * @returns {Buffer} A PUBLISH of QoS 0.
 */
function publish(topic, payload) {
  const length = lengthBytes(2 + topic.length + payload);
  const header = Buffer.from([0x30, ...length, 0, topic.length]);
  return Buffer.concat([header, Buffer.from(topic), Buffer.alloc(payload, 'a reading of 16 ')]);
}

/**
 * @param {number} type The first byte.
 * @returns {Buffer} Such a packet for each packet id, in a frame of its own, one after the other.
 */
function acksOf(type) {
  const bytes = Buffer.alloc(0x10000 * ACK);
  for (let id = 0; id < 0x10000; id++) {
    bytes.set([0x82, 4, type, 2, id >> 8, id & 0xff], id * ACK);
  }
  return bytes;
}

/**
 * @param {Buffer} packets
 * @returns {Buffer} A WebSocket frame with them.
 */
function frame(packets) {
  const { length } = packets;
  const header =
    length < 126
      ? [0x82, length]
      : length < 0x10000
        ? [0x82, 126, length >> 8, length & 0xff]
        : [
            0x82,
            127,
            0,
            0,
            0,
            0,
            length >>> 24,
            (length >> 16) & 0xff,
            (length >> 8) & 0xff,
            length & 0xff,
          ];
  return Buffer.concat([Buffer.from(header), packets]);
}

/** @param {number} length */
function lengthBytes(length) {
  const bytes = [];
  let rest = length;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return bytes;
}

/**
 * @param {Buffer} bytes
 * @returns {[header: number, rest: number]} The lengths of the fixed header, 0 while it is not all
 *   there, and of what follows.
 */
function lengthOf(bytes) {
  let length = 0;
  for (let at = 1; at < 5 && at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    length |= (byte & 0x7f) << (7 * (at - 1));
    if (byte < 0x80) return [at + 1, length];
  }
  return [0, 0];
}
