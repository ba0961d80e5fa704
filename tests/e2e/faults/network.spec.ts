import { expect, test } from '@playwright/test';

import { Proxy } from '../../brokers/proxy.mjs';
import { Editor } from '../editor';
import { BarePage, relay } from './bare';
import { type Broker, brokerNamed, messageOf, numbered, numbersOf, Outside } from './outside';

/** In seconds. */
const KEEP_ALIVE = 4;

let broker: Broker;
let outside: Outside;
let proxy: Proxy;
/** The broker behind the proxy. */
let url: string;

test.beforeEach(async () => {
  broker = await brokerNamed('ropewalk');
  outside = await Outside.connect(broker);
  proxy = new Proxy(broker.port);
  await proxy.start();
  url = `ws://127.0.0.1:${proxy.port}/mqtt`;
});

test.afterEach(async () => {
  await outside.end();
  await proxy.close();
});

/** The editor, at the proxy's address, with a patch whose Mqtt op is selected and connected. */
async function edit(editor: Editor, topic: string, mqtt: object): Promise<void> {
  await editor.page.goto(`http://127.0.0.1:${proxy.port}/`);
  await expect(editor.page.getByTestId('canvas')).toBeVisible();
  const patch = relay(topic, 1, { 'Broker URL': url, ...mqtt });
  await editor.dropFile('relay.json', JSON.stringify(patch));
  await expect(editor.name).toHaveValue('Relay');
  await editor.allow();
  await editor.connection.click();
  await expect(editor.result('State')).toHaveText('connected');
}

test('a connection that falls silent is noticed, said, and made anew', async ({ page }) => {
  const editor = new Editor(page);
  await edit(editor, 'faults/silent', { 'Keep Alive': KEEP_ALIVE, 'Reconnect Min': 3 });
  proxy.stall();
  const begin = performance.now();
  await expect(editor.result('State')).toHaveText('waiting');
  const noticed = (performance.now() - begin) / 1000;
  await expect(editor.result('Error')).toContainText('has fallen silent');
  await expect(editor.connection).not.toContainText('Connected');
  // It is to take 1.5 keep-alives at most. The second more is for a machine that is busy.
  expect(noticed).toBeLessThan(1.5 * KEEP_ALIVE + 1);
  test.info().annotations.push({ type: 'noticed', description: `${noticed.toFixed(1)} s` });

  await expect(editor.result('State')).toHaveText('connected');
  await expect(editor.result('On Connect')).toHaveText('2×');
  await expect(editor.result('Error')).toHaveText('–');
  await outside.publish('faults/silent/in', 1, 'it is back');
  await expect(page.getByTestId('stage')).toContainText('it is back');
});

test('silence of the broker alone is noticed, too', async ({ page }) => {
  const editor = new Editor(page);
  await edit(editor, 'faults/mute', { 'Keep Alive': KEEP_ALIVE, 'Reconnect Min': 3 });
  proxy.stall(['toClient']);
  await expect(editor.result('State')).toHaveText('waiting');
  await expect(editor.result('State')).toHaveText('connected');
});

test('a broker that refuses connections is tried again until it takes them', async ({ page }) => {
  const editor = new Editor(page);
  await edit(editor, 'faults/refusing', { 'Reconnect Min': 0.1, 'Reconnect Max': 0.2 });
  const connections = proxy.connections;
  proxy.refuse();
  proxy.reset();
  await expect.poll(() => proxy.connections).toBeGreaterThan(connections + 3);
  await expect(editor.result('Error')).toContainText('cannot be reached');
  proxy.pass();
  await expect(editor.result('State')).toHaveText('connected');
});

test('a damaged packet ends the connection with the rule it breaks, and it comes back', async ({
  page,
}) => {
  const editor = new Editor(page);
  await edit(editor, 'faults/damaged', { 'Reconnect Min': 3 });
  proxy.corrupt((bytes) => {
    // A PUBLISH after the two bytes of its frame: as if it had QoS 3.
    if (bytes.readUInt8(2) >> 4 === 3) bytes.writeUInt8(bytes.readUInt8(2) | 0b110, 2);
  });
  await outside.publish('faults/damaged/in', 1, 'damaged');
  await expect(editor.result('State')).toHaveText('waiting');
  await expect(editor.result('Error')).toContainText('MQTT-3.3.1-4');
  proxy.pass();
  await expect(editor.result('State')).toHaveText('connected');
  await outside.publish('faults/damaged/in', 1, 'whole');
  await expect(page.getByTestId('stage')).toContainText('whole');
});

test('whatever bit is flipped, the page lives on and comes back', async ({ page }) => {
  const patch = relay('faults/flipped', 1, {
    'Broker URL': url,
    'Keep Alive': 2,
    'Reconnect Min': 0.1,
    'Reconnect Max': 0.2,
  });
  const bare = await BarePage.open(page, proxy.port, patch);
  await expect.poll(() => bare.output('subscribe', 'Granted QoS')).toBe('1');
  for (let round = 0; round < 40; round++) {
    let flips = 0;
    proxy.corrupt((bytes) => {
      // Another bit each time, wherever that is in frame and packet.
      const bit = (round * 7) % (bytes.length * 8);
      if (flips === 0) bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      flips += 1;
    });
    await outside.publish('faults/flipped/in', 1, messageOf(round));
    await expect.poll(() => flips, { intervals: [10] }).toBeGreaterThan(0);
    proxy.pass();
    // A flip in a length has it wait for what never comes, until a keep-alive is over.
    const last = `round ${round}`;
    const hears = async () => {
      await outside.publish('faults/flipped/in', 1, last);
      return (await bare.call('received')).includes(last);
    };
    await expect.poll(hears, { intervals: [20, 50, 100, 200] }).toBe(true);
  }
  expect(await bare.output('mqtt', 'State')).toBe('connected');
});

test('a slow link makes the queue grow, loses nothing, and is not taken for a dead one', async ({
  page,
}) => {
  const patch = relay('faults/slow', 1, { 'Broker URL': url, 'Keep Alive': KEEP_ALIVE });
  const bare = await BarePage.open(page, proxy.port, patch);
  await expect.poll(() => bare.output('subscribe', 'Granted QoS')).toBe('1');
  await outside.subscribe('faults/slow/out', 1);
  // The messages alone take two keep-alives each way. A frame, of which a page knows nothing before
  // it is there as a whole, takes less than the half of one that a connection may be silent.
  const messages = numbered(400);
  const bytes = messages.join('').length;
  proxy.throttle(bytes / (2 * KEEP_ALIVE));
  const coming = outside.publishAll('faults/slow/in', 1, messages, () => Promise.resolve());
  await bare.call('publishNow', messages);
  expect(Number(await bare.output('mqtt', 'Queued'))).toBeGreaterThan(300);
  const received: string[] = [];
  await expect
    .poll(
      async () => {
        received.push(...(await bare.call('received')));

        return [received.length >= messages.length, await bare.output('mqtt', 'Queued')];
      },
      { timeout: 60_000 },
    )
    .toEqual([true, '0']);
  await coming;
  expect(numbersOf(received)).toEqual(numbersOf(messages));
  expect(numbersOf(outside.received)).toEqual(numbersOf(messages));
  expect(await bare.output('mqtt', 'On Connect')).toBe('1');
});
