/** A network between a client and a broker, with the faults that networks have. */

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Which of the two ways a fault is for.
 *
 * @typedef {'toBroker' | 'toClient'} Way
 */

/**
 * Changes a piece of what the broker sends, in place.
 *
 * @typedef {(bytes: Buffer) => void} Damage
 */

/** How many pieces a throttled connection passes on in a second. */
const PIECES = 20;

/**
 * A TCP proxy. What a test says of it holds from then on, for connections as named there.
 */
export class Proxy {
  #server = createServer({ allowHalfOpen: true }, (client) => this.#join(client));
  /** @type {Set<Link>} */
  #links = new Set();
  #brokerPort;
  #refuses = false;
  /** Bytes a second, each way. */
  #rate = Infinity;
  /** @type {Damage | undefined} */
  #damage;
  /** How many connections there have been. */
  connections = 0;

  /** @param {number} brokerPort Where the broker listens, on the loopback interface. */
  constructor(brokerPort) {
    this.#brokerPort = brokerPort;
  }

  /** Begins to listen, on a port of its own. */
  async start() {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
  }

  get port() {
    const address = this.#server.address();
    if (typeof address !== 'object' || !address) throw new Error('the proxy does not listen');
    return address.port;
  }

  /** How many connections there are. */
  get open() {
    return this.#links.size;
  }

  /** Has everything pass, also what is held. */
  pass() {
    this.#refuses = false;
    this.#rate = Infinity;
    this.#damage = undefined;
    for (const link of this.#links) link.release();
  }

  /**
   * Holds what is sent on the connections that are there, which stay open as if the other side had
   * lost its power. New ones pass.
   *
   * @param {Way[]} [ways]
   */
  stall(ways = ['toBroker', 'toClient']) {
    for (const link of this.#links) link.hold(ways);
  }

  /** Ends the connections that are there in good order, with FIN each way. */
  cut() {
    for (const link of this.#links) link.end();
  }

  /** Ends the connections that are there with RST each way. */
  reset() {
    for (const link of this.#links) link.reset();
  }

  /** Ends new connections with RST, before the broker learns of them. */
  refuse() {
    this.#refuses = true;
  }

  /** @param {number} rate What passes in a second each way, in bytes, on each connection. */
  throttle(rate) {
    this.#rate = rate;
  }

  /** @param {Damage} damage Gets each piece of what the broker sends, on all connections. */
  corrupt(damage) {
    this.#damage = damage;
  }

  /** Ends everything. */
  async close() {
    const closed = once(this.#server.close(), 'close');
    this.reset();
    await closed;
  }

  /** @param {import('node:net').Socket} client */
  #join(client) {
    this.connections += 1;
    if (this.#refuses) {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    const broker = connect({ port: this.#brokerPort, host: '127.0.0.1', allowHalfOpen: true });
    const link = new Link(client, broker, {
      rate: () => this.#rate,
      damage: (bytes) => this.#damage?.(bytes),
    });
    this.#links.add(link);
    void link.done.then(() => this.#links.delete(link));
  }
}

/** One connection through the proxy. */
class Link {
  #client;
  #broker;
  #faults;
  /** What is held, each with what lets it go. */
  #held = /** @type {Map<Way, { wait: Promise<void>, release: () => void }>} */ (new Map());
  /** Whether what still comes is lost. */
  #isOver = false;
  /** Ends once both sides are closed. */
  done;

  /**
   * @param {import('node:net').Socket} client
   * @param {import('node:net').Socket} broker
   * @param {{ rate: () => number, damage: Damage }} faults
   */
  constructor(client, broker, faults) {
    this.#client = client;
    this.#broker = broker;
    this.#faults = faults;
    const closed = [client, broker].map(async (socket) => {
      socket.setNoDelay(true);
      // Whoever reads it sees the error, too.
      socket.on('error', () => {});
      await new Promise((resolve) => socket.on('close', resolve));
    });
    this.done = Promise.all(closed);
    void this.#carry(client, broker, 'toBroker');
    void this.#carry(broker, client, 'toClient');
  }

  /** @param {Way[]} ways */
  hold(ways) {
    for (const way of ways) {
      if (this.#held.has(way)) continue;
      let release = () => {};
      const wait = new Promise((resolve) => (release = () => resolve(undefined)));
      this.#held.set(way, { wait, release });
    }
  }

  release() {
    for (const { release } of this.#held.values()) release();
    this.#held.clear();
  }

  end() {
    this.#isOver = true;
    this.release();
    // Read on: a socket that is closed with something unread sends RST.
    this.#client.end();
    this.#broker.end();
  }

  reset() {
    this.#isOver = true;
    this.release();
    this.#client.resetAndDestroy();
    this.#broker.resetAndDestroy();
  }

  /**
   * @param {import('node:net').Socket} from
   * @param {import('node:net').Socket} to
   * @param {Way} way
   */
  async #carry(from, to, way) {
    try {
      // At its end it can still be written to.
      for await (const bytes of from.iterator({ destroyOnReturn: false })) {
        if (way === 'toClient') this.#faults.damage(bytes);
        for (let rest = bytes; rest.length > 0;) {
          const rate = this.#faults.rate();
          const size = Math.min(rest.length, Math.max(1, Math.ceil(rate / PIECES)));
          await this.#write(to, rest.subarray(0, size), way);
          rest = rest.subarray(size);
          if (rate < Infinity) await pause((size / rate) * 1000);
        }
      }
      await this.#held.get(way)?.wait;
      to.end();
    } catch {
      // The other side learns of it as of everything else.
      await this.#held.get(way)?.wait;
      to.resetAndDestroy();
    }
  }

  /**
   * @param {import('node:net').Socket} to
   * @param {Buffer} bytes
   * @param {Way} way
   */
  async #write(to, bytes, way) {
    await this.#held.get(way)?.wait;
    if (this.#isOver || to.write(bytes)) return;
    await Promise.race(['drain', 'close'].map((event) => once(to, event)));
  }
}
