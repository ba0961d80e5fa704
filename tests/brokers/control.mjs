/**
 * Lets tests start and end brokers over HTTP.
 *
 *     GET  /                 all of them: [{ "name", "url", "secureUrl", "running" }]
 *     GET  /<name>           one of them: { "name", "url", "secureUrl", "running" }
 *     GET  /certificate      what they show who speaks TLS with them: { "pem" }
 *     POST /<name>/start     answers once it takes connections
 *     POST /<name>/stop      in order, as at a shutdown; answers once it has ended
 *     POST /<name>/kill      at once, as a power cut; answers once it has ended
 *     POST /<name>/restart   stop, then start
 *
 * The names are `ropewalk` and `mosquitto`. A broker keeps its URLs when it is started again.
 *
 * Brokers that do nothing but one odd thing take WebSockets at `/habits/<name>`: habits.mjs has
 * them.
 */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

import { buildServer, needsOfServer } from '../../tools/build.mjs';
import { report } from '../../tools/lib/failure.mjs';
import { endAllOnSignal } from '../../tools/lib/process.mjs';
import { setUp } from '../../tools/setup.mjs';
import { Broker, freePorts } from './broker.mjs';
import { mosquitto, ropewalk } from './recipes.mjs';

/** Where it listens if it can: tests have its address compiled into them. */
const USUAL_PORT = 18_830;

/**
 * @typedef {object} Control
 * @property {string} url Where it answers.
 * @property {string} page The page that the broker `ropewalk` serves beside itself.
 * @property {Broker[]} brokers
 * @property {() => Promise<void>} close Ends everything.
 */

/**
 * Starts the brokers and what controls them.
 *
 * @param {string} program The native program `ropewalk`.
 * @returns {Promise<Control>}
 */
export async function startControl(program) {
  const own = ropewalk(program);
  const made = [own, await mosquitto(own.certificate)];
  /** @type {Broker[]} */
  const brokers = [];
  for (const { recipe } of made) brokers.push(new Broker(recipe, await freePorts()));
  const page = `http://127.0.0.1:${brokers[0]?.ports.plain}/`;
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    if (url === '/certificate') {
      send(response, 200, { pem: readFileSync(own.certificate.certificate, 'utf8') });
      return;
    }
    answer(brokers, method, url).then(
      ([status, body]) => send(response, status, body),
      (error) => send(response, 500, { error: String(error) }),
    );
  });
  // The packages that it needs may be installed after this module is loaded.
  const { serveHabits } = await import('./habits.mjs');
  const endHabits = serveHabits(server);
  const close = async () => {
    server.close();
    endHabits();
    server.closeAllConnections();
    await Promise.all(brokers.map((broker) => broker.stop()));
    for (const { remove } of made) remove();
  };
  try {
    // In their order: the first one makes the certificate.
    for (const broker of brokers) await broker.start();
    return { url: await listen(server), page, brokers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * @param {Broker[]} brokers
 * @param {string} method
 * @param {string} path
 * @returns {Promise<[status: number, body: unknown]>}
 */
async function answer(brokers, method, path) {
  const [name = '', action = ''] = path.slice(1).split('/');
  if (name === '') return [200, brokers.map(describe)];
  const broker = brokers.find((candidate) => candidate.name === name);
  if (!broker) return [404, { error: `there is no broker ${name}` }];
  if (action === '') return [200, describe(broker)];
  if (method !== 'POST') return [405, { error: `${path} takes POST` }];
  if (!['start', 'stop', 'kill', 'restart'].includes(action)) {
    return [404, { error: `a broker cannot ${action}` }];
  }
  if (action === 'kill') await broker.kill();
  if (action === 'stop' || action === 'restart') await broker.stop();
  if (action === 'start' || action === 'restart') await broker.start();
  return [200, describe(broker)];
}

/** @param {Broker} broker */
function describe({ name, url, secureUrl, running }) {
  return { name, url, secureUrl, running };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 */
function send(response, status, body) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
  });
  response.end(`${JSON.stringify(body)}\n`);
}

/**
 * @param {import('node:http').Server} server
 * @returns {Promise<string>} Its URL.
 */
async function listen(server) {
  try {
    await once(server.listen(USUAL_PORT, '127.0.0.1'), 'listening');
  } catch {
    // Another run has it; any other will do.
    await once(server.listen(0, '127.0.0.1'), 'listening');
  }
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    endAllOnSignal();
    await setUp([...needsOfServer, 'mosquitto']);
    const control = await startControl(await buildServer());
    console.log(`ROPEWALK_BROKER_CONTROL=${control.url}`);
    for (const { name, url, secureUrl } of control.brokers) {
      console.log(`${name} ${url} ${secureUrl}`);
    }
  } catch (error) {
    report(error);
  }
}
