import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';

import { Broker, freePorts } from './broker.mjs';

/** A program that listens, and says so. */
const listener = `
  const server = require('node:net').createServer();
  server.listen(process.argv[1], '127.0.0.1', () => console.log('listening'));
`;

/** @param {string} script */
async function broker(script) {
  const args = (/** @type {import('./broker.mjs').Ports} */ { plain }) => [
    '-e',
    script,
    String(plain),
  ];
  const recipe = { name: 'test', program: process.execPath, args, ready: /^listening$/ };
  return new Broker(recipe, await freePorts());
}

/** @param {Broker} broker */
async function takesConnections({ ports }) {
  const socket = connect(ports.plain, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('a broker that has started takes connections, and none once it was killed', async () => {
  const it = await broker(listener);
  assert.equal(await takesConnections(it), false);
  await it.start();
  assert.equal(it.running, true);
  assert.equal(await takesConnections(it), true);
  await it.kill();
  assert.equal(it.running, false);
  assert.equal(await takesConnections(it), false);
});

test('a broker comes back at the same URLs', async () => {
  const it = await broker(listener);
  const { url, secureUrl } = it;
  await it.start();
  await it.stop();
  await it.start();
  assert.equal(it.url, url);
  assert.equal(it.secureUrl, secureUrl);
  assert.equal(await takesConnections(it), true);
  await it.stop();
});

test('a broker that fails to start says why', async () => {
  const it = await broker(`console.error('no such option'); process.exit(3)`);
  await assert.rejects(it.start(), /test ended \(code 3\):\nno such option/);
  assert.equal(it.running, false);
});

test('starting a broker that runs and killing one that does not are nothing', async () => {
  const it = await broker(listener);
  await it.kill();
  await it.start();
  await it.start();
  await it.stop();
  await it.stop();
});
