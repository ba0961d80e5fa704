/** What the runtime keeps in memory: after many messages, and of connections that do nothing. */

import { WebSocketServer } from 'ws';

import { buildWasm, needsOfWasm } from '../tools/build.mjs';
import { task } from '../tools/lib/progress.mjs';
import { inBrowser } from './browser.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** After how many messages is looked. */
const STEPS = [100_000, 1_000_000, 5_000_000];

/** How many different topics the messages have. */
const TOPICS = 1_000_000;

/** Messages in a frame. */
const BATCH = 500;

/** How many frames are on their way at once. */
const AHEAD = 8;

/** Fewer than the browser opens at most. */
const CONNECTIONS = 200;

/**
 * @typedef {object} Sizes
 * @property {number} wasm In bytes, and so is the other.
 * @property {number} js After its garbage is collected.
 */

/** @type {import('./run.mjs').Bench} */
export const memory = {
  name: 'memory',
  title: 'what the runtime keeps in memory, in a page by itself',
  needs: [...needsOfWasm, 'chromium'],
  async run() {
    await buildWasm();
    const passed = await measureMessages();
    const one = await measureConnections(1);
    const many = await measureConnections(1 + CONNECTIONS);
    const connection = {
      wasm: (many.wasm - one.wasm) / CONNECTIONS,
      js: (many.js - one.js) / CONNECTIONS,
    };
    const kB = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1);
    const row = (/** @type {string} */ what, /** @type {Sizes} */ { wasm, js }) => [
      what,
      kB(wasm),
      kB(js),
    ];
    return {
      figures: { passed, connections: { one, many, each: connection } },
      rows: [
        ['kB', 'WebAssembly', 'JavaScript'],
        ...passed.map(({ messages, ...sizes }) =>
          row(`after ${messages.toLocaleString('en')} messages`, sizes),
        ),
        row('a connection, idle', connection),
      ],
    };
  },
};

/** Messages of all kinds of sizes and QoS, one after the other. */
function measureMessages() {
  return inBrowser(async (page, server) => {
    const send = serve(server);
    await open(page, 1);
    const all = [];
    let sent = 0;
    for (const messages of STEPS) {
      await task(`Receiving ${messages.toLocaleString('en')} messages`, async () => {
        await send(sent, messages);
        await page.evaluate(async (messages) => {
          const { received } = await import('./page/memory.js');
          await received(messages);
        }, messages);
      });
      sent = messages;
      all.push({ messages, ...(await look(page)) });
    }
    return all;
  });
}

/** @param {number} connections */
function measureConnections(connections) {
  return task(`Opening ${connections} connections`, () =>
    inBrowser(async (page, server) => {
      serve(server);
      await open(page, connections);
      return look(page);
    }),
  );
}

/**
 * @param {Page} page
 * @param {number} connections
 */
function open(page, connections) {
  return page.evaluate(async (connections) => {
    const { open } = await import('./page/memory.js');
    await open(connections);
  }, connections);
}

/**
 * @param {Page} page
 * @returns {Promise<Sizes>}
 */
async function look(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const wasm = await page.evaluate(async () => {
    const { wasmHeap } = await import('./page/memory.js');
    return wasmHeap();
  });
  return { wasm, js: usedSize };
}

/**
 * A broker of MQTT 3.1.1 that takes everybody in.
 *
 * @param {import('node:http').Server} server
 * @returns {(from: number, to: number) => Promise<void>} Sends the messages of these numbers to who
 *   has subscribed, no faster than they are taken.
 */
function serve(server) {
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  /** @type {import('ws').WebSocket | undefined} */
  let subscriber;
  /** How many were acknowledged to the end, of those that are. */
  let acknowledged = 0;
  let told = () => {};
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      // The page's sends end with whole packets, all with lengths of one byte.
      let bytes = /** @type {Buffer} */ (data);
      const answers = [];
      while (bytes.length > 0) {
        const end = 2 + (bytes[1] ?? 0);
        const [type = 0, , high = 0, low = 0] = bytes;
        if (type >> 4 === 1) answers.push([0x20, 2, 0, 0]); // CONNACK
        if (type >> 4 === 5) answers.push([0x62, 2, high, low]); // PUBREL
        if (type >> 4 === 12) answers.push([0xd0, 0]); // PINGRESP
        if (type >> 4 === 8) {
          subscriber = socket;
          answers.push([0x90, 3, high, low, 2]); // SUBACK
        }
        // PUBACK and PUBCOMP
        if (type >> 4 === 4 || type >> 4 === 7) acknowledged += 1;
        bytes = bytes.subarray(end);
      }
      if (answers.length > 0) socket.send(Buffer.from(answers.flat()));
      told();
    });
  });
  let awaited = 0;
  return async (from, to) => {
    const due = [];
    for (let next = from; next < to; next += BATCH) {
      const numbers = Array.from({ length: Math.min(BATCH, to - next) }, (_, at) => next + at);
      subscriber?.send(Buffer.concat(numbers.map(publish)));
      awaited += numbers.filter((number) => qosOf(number) > 0).length;
      due.push(awaited);
      const oldest = due.length > AHEAD ? (due.shift() ?? 0) : 0;
      while (acknowledged < oldest) await new Promise((resolve) => (told = () => resolve(null)));
    }
  };
}

/** @param {number} number */
function qosOf(number) {
  return number % 100 === 0 ? 2 : number % 100 === 50 ? 1 : 0;
}

/**
 * @param {number} number
 * @returns {Buffer} A PUBLISH, whose topic, size and QoS are by its number.
 */
function publish(number) {
  const topic = Buffer.from(`bench/${number % TOPICS}`);
  const payload = Buffer.alloc((number * 37) % 300, `${number} `);
  const qos = qosOf(number);
  const id = (number % 0xffff) + 1;
  const ids = qos === 0 ? [] : [id >> 8, id & 0xff];
  const rest = 2 + topic.length + ids.length + payload.length;
  const length = rest < 0x80 ? [rest] : [(rest & 0x7f) | 0x80, rest >> 7];
  const header = Buffer.from([0x30 | (qos << 1), ...length, 0, topic.length]);
  return Buffer.concat([header, topic, Buffer.from(ids), payload]);
}
