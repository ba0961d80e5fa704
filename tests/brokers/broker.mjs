/** A broker in a process of its own, which tests start, stop and kill. */

import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

import { start } from '../../tools/lib/process.mjs';

/** How long a broker may take to be ready, in milliseconds. */
const READY_WITHIN = 20_000;

/**
 * @typedef {object} Ports
 * @property {number} plain For ws.
 * @property {number} tls For wss.
 */

/**
 * @typedef {object} Recipe
 * @property {string} name
 * @property {string} program
 * @property {(ports: Ports) => string[]} args
 * @property {RegExp} ready The line of output that comes once it takes connections.
 */

export class Broker {
  /** @type {ReturnType<typeof start> | undefined} */
  #child;
  #recipe;

  /**
   * @param {Recipe} recipe
   * @param {Ports} ports
   */
  constructor(recipe, ports) {
    this.#recipe = recipe;
    this.ports = ports;
  }

  get name() {
    return this.#recipe.name;
  }

  get url() {
    return `ws://127.0.0.1:${this.ports.plain}/mqtt`;
  }

  get secureUrl() {
    return `wss://127.0.0.1:${this.ports.tls}/mqtt`;
  }

  get running() {
    return this.#child !== undefined;
  }

  /** Starts it, on the same ports each time; resolves once it takes connections. */
  async start() {
    if (this.#child) return;
    const { name, program, args, ready } = this.#recipe;
    const child = start(program, args(this.ports));
    this.#child = child;
    /** @type {string[]} */
    const said = [];
    await new Promise((resolve, reject) => {
      const fail = (/** @type {string} */ why) => {
        clearTimeout(timer);
        reject(new Error(`${name} ${why}:\n${said.join('\n')}`));
      };
      const timer = setTimeout(() => fail('is not ready'), READY_WITHIN);
      for (const stream of [child.stdout, child.stderr]) {
        // Read to the end: a full pipe would stop the broker.
        createInterface(stream).on('line', (line) => {
          if (said.length < 100) said.push(line);
          if (!ready.test(line)) return;
          clearTimeout(timer);
          resolve(undefined);
        });
      }
      child.on('error', (error) => fail(`could not be started (${error.message})`));
      child.on('exit', (code, signal) => {
        if (this.#child === child) this.#child = undefined;
        fail(`ended (${signal ?? `code ${code}`})`);
      });
    }).catch(async (error) => {
      await this.kill();
      throw error;
    });
  }

  /** Has it end in order, as at a shutdown; resolves once it has. */
  stop() {
    return this.#end('SIGTERM');
  }

  /** Ends it at once, as a power cut does; resolves once it has. */
  kill() {
    return this.#end('SIGKILL');
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const child = this.#child;
    this.#child = undefined;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** @returns {Promise<Ports>} */
export async function freePorts() {
  return { plain: await freePort(), tls: await freePort() };
}

/**
 * @returns {Promise<number>} A port of the loopback interface that was free a moment ago.
 */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
