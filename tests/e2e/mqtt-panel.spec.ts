import { expect, type Locator, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';
import { type Broker, brokerNamed, Outside } from './faults/outside';

let editor: Editor;
let outside: Outside;

test.afterEach(async () => {
  await outside?.end();
});

const panel = (page: Page) => page.getByTestId('panel-mqtt');
const button = (page: Page, name: string) => panel(page).getByRole('button', { name, exact: true });
const row = (page: Page, name: string) =>
  page.getByTestId('topic-row').filter({
    has: page.locator('.name').getByText(name, { exact: true }),
  });
const count = (row: Locator) => row.locator('.count');

/** A patch with a connection, and ops that publish and subscribe under a topic of the test's. */
function patchFor(broker: Broker, topic: string): string {
  const mqtt = {
    'Broker URL': `ws://127.0.0.1:${broker.port}/mqtt`,
    'Client Name': 'panel',
  };
  return JSON.stringify({
    ropewalk: 1,
    id: `panel-${topic}`,
    name: 'Panel',
    ops: [
      { id: 'mqtt', op: 'Ops.Net.Mqtt.Mqtt', x: 0, y: 0, values: mqtt },
      {
        id: 'out',
        op: 'Ops.Net.Mqtt.MqttPublish',
        x: 0,
        y: 160,
        values: { Topic: `${topic}/1/a`, Message: 'mine', QoS: 1 },
      },
      {
        id: 'in',
        op: 'Ops.Net.Mqtt.MqttSubscribe',
        x: 320,
        y: 160,
        values: { Topic: `${topic}/+/a`, QoS: 1 },
      },
    ],
    links: [
      { from: { op: 'mqtt', port: 'MQTT Object' }, to: { op: 'out', port: 'MQTT Object' } },
      { from: { op: 'mqtt', port: 'MQTT Object' }, to: { op: 'in', port: 'MQTT Object' } },
    ],
  });
}

async function openPanel(page: Page): Promise<void> {
  await page.keyboard.press('b');
  await expect(panel(page)).toBeVisible();
}

/** Watches a filter. When the broker has taken it nobody sees, so what is to come is retained. */
async function watch(page: Page, filter: string): Promise<void> {
  const field = panel(page).getByRole('combobox', { name: 'Watch' });
  await field.fill(filter);
  await field.press('Enter');
  await expect(button(page, 'Stop')).toBeVisible();
}

async function startWith(page: Page, name: string, topic: string): Promise<void> {
  const broker = await brokerNamed(name);
  outside = await Outside.connect(broker);
  editor = new Editor(page);
  await editor.open();
  await editor.dropFile('panel.json', patchFor(broker, topic));
  await expect(editor.name).toHaveValue('Panel');
  await editor.allow();
  await expect(editor.connection).toContainText(`127.0.0.1:${broker.port}`);
}

for (const name of ['ropewalk', 'mosquitto']) {
  test(`the tree, the rates and who publishes are right at ${name}`, async ({ page }) => {
    const topic = `panel/${name}`;
    await startWith(page, name, topic);
    await outside.publish(`${topic}/1/a`, 1, 'kept', true);
    await editor.select('MqttSubscribe');
    await expect(editor.result('Count')).toHaveText('1');
    await openPanel(page);
    await expect(page.getByTestId('broker-state')).toContainText('Connected');
    await expect(panel(page)).toContainText('Nothing is watched');
    await watch(page, `${topic}/#`);
    await expect(page.getByTestId('sum')).toHaveText('1 topic, 1 message');
    await expect(editor.result('Count')).toHaveText('1');

    // Of 40 topics each gets as many messages as its number says, and one that was kept.
    let sent = 1;
    const all: Promise<void>[] = [];
    for (let number = 1; number <= 40; number += 1) {
      for (let message = 0; message < number; message += 1) {
        all.push(outside.publish(`${topic}/${number}/a`, 1, `${number}:${message}`));
        sent += 1;
      }
      await Promise.all(all.splice(0));
    }
    await expect(page.getByTestId('sum')).toHaveText(`40 topics, ${sent} messages`);
    // What the op gets is neither less nor more for it.
    await expect(editor.result('Count')).toHaveText(String(sent));

    // By the keyboard: into the tree, and open what is to be seen.
    const tree = page.getByRole('tree', { name: 'Topics' });
    await tree.focus();
    for (const level of topic.split('/')) {
      await expect(row(page, `${level}/`)).toBeVisible();
      await page.keyboard.press('ArrowRight');
      await expect(row(page, `${level}/`)).toHaveAttribute('aria-expanded', 'true');
      await page.keyboard.press('ArrowRight');
    }
    await expect(count(row(page, '1/'))).toHaveText('2');
    await expect(row(page, '1/')).toHaveAttribute('aria-setsize', '40');
    await page.keyboard.press('ArrowRight');
    const kept = row(page, 'a');
    await expect(kept).toContainText('1:0');
    await expect(kept).toContainText('kept');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('topic').getByRole('heading')).toHaveText(`${topic}/1/a`);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(row(page, '1/')).toHaveAttribute('aria-expanded', 'false');
    await page.keyboard.press('End');
    await expect(count(row(page, '9/'))).toHaveText('9');
    await expect(row(page, '9/')).toHaveAttribute('aria-posinset', '40');

    // Who: an op of the patch, and somebody else.
    await editor.select('MqttPublish');
    for (let press = 0; press < 3; press += 1) {
      await editor.inspector.getByRole('button', { name: 'Send', exact: true }).click();
    }
    await button(page, 'Who').click();
    const who = page.getByTestId('who');
    await expect(who).toContainText(`MqttPublish has published 3 to ${topic}/1/a.`);
    await expect(who).toContainText(`Other clients has published 2 to ${topic}/1/a.`);
    await expect(who).toContainText(
      `MqttSubscribe takes ${topic}/+/a, ${sent + 3} in all (QoS 1).`,
    );
    await expect(who.getByTestId('refusal')).toHaveCount(0);
    await expect(page.getByTestId('latency')).toHaveText(/ms/);

    // Who closes the panel takes nothing from the ops.
    await page.getByRole('button', { name: 'Close the drawer' }).click();
    await outside.publish(`${topic}/1/a`, 1, '', true);
    await editor.select('MqttSubscribe');
    await expect(editor.result('Count')).toHaveText(String(sent + 4));
  });
}

test('a topic becomes an op by a click, by its button and by Enter, as one step, and once', async ({
  page,
}) => {
  await startWith(page, 'ropewalk', 'panel/op');
  await openPanel(page);
  await watch(page, 'lamps/#');
  await outside.publish('lamps/red', 0, '1', true);
  await outside.publish('lamps/blue', 0, '2', true);
  await expect(page.getByTestId('sum')).toHaveText('2 topics, 2 messages');
  await panel(page).getByRole('searchbox', { name: 'Find topics' }).fill('RED');
  await expect(page.getByTestId('topic-row')).toHaveText(/lamps\/red/);
  const undo = page.getByTestId('undo');
  await expect(undo).toBeDisabled();
  const tree = page.getByRole('tree', { name: 'Topics' });
  const name = page.getByTestId('topic-row').getByText('lamps/red');
  const gestures = [
    () => name.click(),
    () => page.getByRole('button', { name: 'Subscribe to lamps/red' }).click(),
    () => page.getByTestId('topic-row').dblclick(),
    async () => {
      await tree.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
    },
  ];
  for (const gesture of gestures) {
    await gesture();
    await expect(editor.field('Topic').getByRole('textbox')).toHaveValue('lamps/red');
    await expect(editor.box('MqttSubscribe').last()).toBeInViewport();
    await expect(editor.result('Granted QoS')).toHaveText('0');
    await expect(editor.field('MQTT Object')).toContainText('Mqtt');
    await undo.click();
    await expect(undo).toBeDisabled();
  }
  // Of what there is an op already, that one is shown.
  const subscribers = page.getByTestId('op').filter({ hasText: 'MqttSubscribe' });
  const count = await subscribers.count();
  await name.click();
  await expect(subscribers).toHaveCount(count + 1);
  await page.getByRole('button', { name: 'Fit the patch into view' }).click();
  await editor.select('Mqtt');
  await name.click();
  await expect(editor.field('Topic').getByRole('textbox')).toHaveValue('lamps/red');
  await expect(subscribers).toHaveCount(count + 1);
});

test('what a payload says is shown as text, and what is no text by its bytes', async ({ page }) => {
  await startWith(page, 'ropewalk', 'panel/payload');
  await openPanel(page);
  await watch(page, 'odd/#');
  const markup = '<img src=x onerror="document.title=1"><b>bold</b>';
  await outside.publish(`odd/${markup}`, 0, markup, true);
  await outside.publish('odd/bytes', 0, Buffer.from([0, 31, 255]), true);
  await outside.publish('odd/long', 0, 'y'.repeat(5000), true);
  await panel(page).getByRole('searchbox').fill('odd');
  const rows = page.getByTestId('topic-row');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText(`odd/${markup}`);
  await rows.first().click();
  await expect(page.getByTestId('payload')).toHaveText(markup);
  await expect(panel(page).locator('img, b')).toHaveCount(0);
  await rows.nth(1).click();
  await expect(page.getByTestId('payload')).toHaveText('00 1f ff');
  await rows.nth(2).click();
  await expect(page.getByTestId('topic')).toContainText('The first 512 of 5,000 bytes');
});

test('a message is published by hand, and why not is said in place', async ({ page }) => {
  await startWith(page, 'ropewalk', 'panel/hand');
  await outside.subscribe('hand/#', 1);
  await openPanel(page);
  const form = page.getByTestId('publish');
  const topic = form.getByRole('textbox', { name: 'Topic' });
  const said = page.getByTestId('said');
  await topic.fill('hand/+');
  await form.getByRole('button', { name: 'Publish' }).click();
  await expect(said).toContainText('has no wildcard');
  await topic.fill('hand/1');
  await form.getByRole('textbox', { name: 'Message' }).fill('hello');
  await page.keyboard.press('Control+Enter');
  await expect(said).toHaveText('Sent');
  await outside.until('hello');
  await form.getByRole('combobox', { name: 'QoS' }).selectOption('1');
  await form.getByRole('checkbox', { name: 'Retain' }).check();
  await form.getByRole('textbox', { name: 'Message' }).fill('again');
  await form.getByRole('button', { name: 'Publish' }).click();
  await expect(said).toHaveText('Taken by the broker');
  await watch(page, 'hand/#');
  await panel(page).getByRole('searchbox').fill('hand');
  await expect(page.getByTestId('topic-row')).toContainText('kept');
  // An empty one makes the broker forget it.
  await form.getByRole('textbox', { name: 'Message' }).fill('');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('topic-row')).toContainText('(empty)');
  await expect(page.getByTestId('topic-row')).not.toContainText('kept');
});

test('a filter that is none is refused, and one that a 3.1.1 broker would mix up asks first', async ({
  page,
}) => {
  await startWith(page, 'mosquitto', 'panel/mixed');
  await editor.select('Mqtt');
  await editor.field('Protocol').getByRole('combobox').first().selectOption('3.1.1');
  await openPanel(page);
  const trouble = page.getByTestId('trouble');
  const field = panel(page).getByRole('combobox', { name: 'Watch' });
  await field.fill('a/#/b');
  await field.press('Enter');
  await expect(trouble).toContainText('stands for all levels');
  await expect(editor.result('State')).toHaveText('connected');
  await expect(editor.result('On Connect')).toHaveText('2×');
  await watch(page, '#');
  await expect(trouble).toContainText('panel/mixed/+/a');
  await button(page, 'Watch anyway').click();
  await outside.publish('elsewhere', 0, '1', true);
  await expect(row(page, 'elsewhere')).toContainText('1');
});

test('a broker is chosen as one step, and a patch without a connection gets one', async ({
  page,
}) => {
  await startWith(page, 'ropewalk', 'panel/preset');
  await openPanel(page);
  await button(page, 'Broker').click();
  await editor.select('Mqtt');
  const url = editor.field('Broker URL').getByRole('textbox');
  const before = await url.inputValue();
  await button(page, 'broker.hivemq.com').click();
  await expect(url).toHaveValue('broker.hivemq.com');
  await expect(editor.field('Port').getByRole('spinbutton')).toHaveValue('8884');
  await expect(editor.field('Username').getByRole('textbox')).toHaveValue('try');
  await page.getByTestId('undo').click();
  await expect(url).toHaveValue(before);
  await button(page, 'This computer').click();
  await expect(page.getByTestId('broker-state')).toContainText(new URL(page.url()).host);

  await editor.select('Mqtt');
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('no-connection')).toBeVisible();
  await button(page, 'Add a connection to the broker of this page').click();
  await expect(page.getByTestId('broker-state')).toContainText('Connected');
  await expect(page.getByTestId('op-title')).toHaveValue('Mqtt');
});

test.describe('on a phone', () => {
  test.use({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });

  test('rows are large enough for a finger, and axe finds nothing', async ({ page }) => {
    test.slow();
    await startWith(page, 'ropewalk', 'panel/phone');
    await editor.connection.tap();
    await expect(panel(page)).toBeVisible();
    await expectAccessible(page, '[data-testid="drawer"]');
    await watch(page, 'finger/#');
    await outside.publish('finger/1', 0, '1', true);
    await outside.publish('finger/2', 0, Buffer.from([0, 1]), true);
    await expect(row(page, 'finger/')).toBeVisible();
    const box = await row(page, 'finger/').boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(40);
    await row(page, 'finger/').locator('.twist').tap();
    await expect(row(page, '2')).toBeVisible();
    await row(page, '2').tap();
    await expectAccessible(page, '[data-testid="drawer"]');
    await button(page, 'Publish').tap();
    await expect(page.getByTestId('publish').getByRole('textbox', { name: 'Topic' })).toHaveValue(
      'finger/2',
    );
    await expectAccessible(page, '[data-testid="drawer"]');
    await button(page, 'Who').tap();
    await expectAccessible(page, '[data-testid="drawer"]');
    await button(page, 'Broker').tap();
    await expectAccessible(page, '[data-testid="drawer"]');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});
