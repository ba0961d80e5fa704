import { expect, type Page, test } from '@playwright/test';

import { Proxy } from '../../brokers/proxy.mjs';
import { Editor } from '../editor';
import { BarePage, relay } from './bare';
import { type Broker, brokerNamed, Outside } from './outside';

/** What the Mqtt op says where nothing outlasts the page. */
const WARNING = 'Messages that wait for the broker are lost when the page is closed';

const connection = { 'Clean Session': false, 'Reconnect Min': 0.1, 'Reconnect Max': 0.2 };

let broker: Broker;
let outside: Outside;
let proxy: Proxy;

test.beforeEach(async () => {
  broker = await brokerNamed('ropewalk');
  outside = await Outside.connect(broker);
  proxy = new Proxy(broker.port);
  await proxy.start();
});

test.afterEach(async () => {
  await outside.end();
  await proxy.close();
});

/** The browser keeps nothing for the page, as in some private windows. */
async function forbidStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
}

/**
 * Sets how much the page's origin may store, in bytes, before it has stored anything: for a while
 * the browser goes on with what it knew.
 */
async function limitStorage(page: Page, quotaSize: number): Promise<void> {
  await page.goto(`http://127.0.0.1:${proxy.port}/icon.svg`);
  const session = await page.context().newCDPSession(page);
  const origin = `http://127.0.0.1:${proxy.port}`;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
}

/** A page with a connection that keeps its session, which is up. */
async function open(page: Page, topic: string): Promise<BarePage> {
  await outside.subscribe(`${topic}/out`, 2);
  const url = `ws://127.0.0.1:${proxy.port}/mqtt`;
  const bare = await BarePage.open(
    page,
    proxy.port,
    relay(topic, 2, { ...connection, 'Broker URL': url }),
  );
  await expect.poll(() => bare.output('subscribe', 'Granted QoS')).toBe('2');
  return bare;
}

/** Messages go both ways, also those that wait while there is no connection. */
async function works(bare: BarePage, topic: string): Promise<void> {
  const big = 'hemp '.repeat(100_000);
  const received: string[] = [];
  const hears = async (message: string) => {
    received.push(...(await bare.call('received')));
    return received.includes(message);
  };
  await bare.call('publish', `connected ${big}`);
  await outside.until(`connected ${big}`);
  await outside.publish(`${topic}/in`, 2, 'to it');
  await expect.poll(() => hears('to it')).toBe(true);

  proxy.refuse();
  proxy.reset();
  await expect.poll(() => bare.output('mqtt', 'Connected')).toBe('false');
  await bare.call('publish', `waiting ${big}`);
  await outside.publish(`${topic}/in`, 2, 'while it is away');
  expect(await bare.output('mqtt', 'Queued')).toBe('1');
  proxy.pass();
  await outside.until(`waiting ${big}`);
  await expect.poll(() => hears('while it is away')).toBe(true);
  await expect.poll(() => bare.output('mqtt', 'Queued')).toBe('0');
  expect(received).toEqual(['to it', 'while it is away']);
  expect(outside.received).toEqual([`connected ${big}`, `waiting ${big}`]);
  expect(await bare.call('problem', 'mqtt')).toContain(WARNING);
}

test('where storage is forbidden, messages of QoS 2 go, and the op says what that means', async ({
  page,
}) => {
  await forbidStorage(page);
  const bare = await open(page, 'faults/forbidden');
  expect(await bare.call('problem', 'mqtt')).toContain(WARNING);
  await works(bare, 'faults/forbidden');
});

test('where storage is full from the beginning, they go, and the op says so', async ({ page }) => {
  await limitStorage(page, 1);
  const bare = await open(page, 'faults/full');
  await works(bare, 'faults/full');
});

test('where storage becomes full, they go, and the op says so', async ({ page }) => {
  await limitStorage(page, 300_000);
  const bare = await open(page, 'faults/filled');
  expect(await bare.call('problem', 'mqtt')).toBe('');
  await works(bare, 'faults/filled');
});

test('a person reads it where the op is', async ({ page }) => {
  await forbidStorage(page);
  const editor = new Editor(page);
  await editor.open();
  await expect(editor.connection).toContainText('Connected');
  await editor.connection.click();
  await expect(editor.inspector.locator('.status')).toContainText(WARNING);
});
