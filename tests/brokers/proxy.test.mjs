import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';

import { Proxy } from './proxy.mjs';

/** @typedef {import('node:net').Socket} Socket */
/** @typedef {{ proxy: Proxy, client: Socket, server: Socket, join: () => Promise<Socket[]> }} Joined */

/**
 * @param {(joined: Joined) => Promise<void>} use Gets both ends of a connection through a proxy;
 *   `join` makes another one.
 */
async function joined(use) {
  const listener = createServer({ allowHalfOpen: true });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const address = listener.address();
  const proxy = new Proxy(typeof address === 'object' && address ? address.port : 0);
  await proxy.start();
  /** @type {Socket[]} */
  const sockets = [];
  const join = async () => {
    const accepted = once(listener, 'connection');
    const client = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    const [server] = await accepted;
    sockets.push(client, server);
    return [client, server];
  };
  try {
    const [client, server] = await join();
    if (!client || !server) throw new Error('nobody is joined');
    await use({ proxy, client, server, join });
  } finally {
    for (const socket of sockets) socket.destroy();
    await proxy.close();
    listener.close();
  }
}

/**
 * @param {Socket} socket
 * @param {number} [bytes] How many.
 */
async function read(socket, bytes = 1) {
  let text = '';
  while (text.length < bytes) {
    const [more] = await once(socket, 'data');
    text += String(more);
  }
  return text;
}

/** @param {Socket} socket */
async function failure(socket) {
  const [error] = await once(socket, 'error');
  return error.code;
}

test('what is sent passes both ways', () =>
  joined(async ({ proxy, client, server }) => {
    client.write('there');
    assert.equal(await read(server, 5), 'there');
    server.write('back');
    assert.equal(await read(client, 4), 'back');
    assert.deepEqual([proxy.connections, proxy.open], [1, 1]);
  }));

test('an end passes too, and the other way stays open', () =>
  joined(async ({ client, server }) => {
    const end = once(server, 'end');
    client.end('last words');
    assert.equal(await read(server, 10), 'last words');
    await end;
    server.write('heard');
    assert.equal(await read(client, 5), 'heard');
  }));

test('a stalled connection holds what is sent, its end too, until it passes again', () =>
  joined(async ({ proxy, client, server, join }) => {
    proxy.stall();
    server.on('data', () => assert.ok(passes, 'it was held'));
    let passes = false;
    client.end('held');
    // What comes later on another connection shows that the first had its time.
    const [second, end] = await join();
    second?.write('new');
    assert.equal(end && (await read(end, 3)), 'new');
    passes = true;
    const ended = once(server, 'end');
    proxy.pass();
    assert.equal(await read(server, 4), 'held');
    await ended;
  }));

test('a connection can stall one way only', () =>
  joined(async ({ proxy, client, server }) => {
    proxy.stall(['toClient']);
    let passes = false;
    client.on('data', () => assert.ok(passes, 'it was held'));
    server.write('held');
    client.write('there');
    assert.equal(await read(server, 5), 'there');
    passes = true;
    proxy.pass();
    assert.equal(await read(client, 4), 'held');
  }));

test('a cut ends both sides in good order', () =>
  joined(async ({ proxy, client, server }) => {
    const ends = [client, server].map((socket) => once(socket.resume(), 'end'));
    proxy.cut();
    await Promise.all(ends);
  }));

test('a reset ends both sides with an error', () =>
  joined(async ({ proxy, client, server }) => {
    const codes = [client, server].map(failure);
    proxy.reset();
    assert.deepEqual(await Promise.all(codes), ['ECONNRESET', 'ECONNRESET']);
  }));

test('what resets one side resets the other', () =>
  joined(async ({ client, server }) => {
    const code = failure(server);
    client.resetAndDestroy();
    assert.equal(await code, 'ECONNRESET');
  }));

test('new connections are refused until they pass again, and the others stay', () =>
  joined(async ({ proxy, client, server, join }) => {
    proxy.refuse();
    const refused = connect(proxy.port, '127.0.0.1');
    assert.equal(await failure(refused), 'ECONNRESET');
    client.write('still');
    assert.equal(await read(server, 5), 'still');
    proxy.pass();
    await join();
  }));

test('what a broker sends is damaged, and what a client sends is not', () =>
  joined(async ({ proxy, client, server }) => {
    proxy.corrupt((bytes) => bytes.writeUInt8(bytes.readUInt8(0) ^ 0x20, 0));
    client.write('whole');
    assert.equal(await read(server, 5), 'whole');
    server.write('Damaged');
    assert.equal(await read(client, 7), 'damaged');
  }));

test('a slow connection passes everything in small pieces', () =>
  joined(async ({ proxy, client, server }) => {
    proxy.throttle(2_000);
    client.write('x'.repeat(300));
    const [first] = await once(server, 'data');
    assert.ok(first.length <= 200, `${first.length} bytes came at once`);
    assert.equal((await read(server, 300 - first.length)).length, 300 - first.length);
  }));
