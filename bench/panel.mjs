/**
 * How the editor keeps up while a broker's every topic is watched: frames while messages of 10,000
 * topics rush in, with the tree shut, open and scrolled, and searched; and whether the tree has
 * counted what was sent. At the broker beside the page, and at Mosquitto.
 */

import { setTimeout as pause } from 'node:timers/promises';

import mqtt from 'mqtt';

import { Broker, freePorts } from '../tests/brokers/broker.mjs';
import { mosquitto } from '../tests/brokers/recipes.mjs';
import { frame, needsOfEditor, rowsOfFrames, withEditor } from './editorPage.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./editorPage.mjs').Frames} Frames */

const TOPICS = 10_000;
const RATE = 5_000;
const SECONDS = 5;

/** How often messages are sent in a second; who is late catches up. */
const BATCHES = 100;

/** How long what was sent may take to be counted, in milliseconds. */
const PATIENCE = 10_000;

/** @type {import('./run.mjs').Bench} */
export const panel = {
  name: 'panel',
  title: `the MQTT panel, ${TOPICS.toLocaleString('en')} topics, ${RATE.toLocaleString('en')} messages a second`,
  needs: [...needsOfEditor, 'mosquitto'],
  run: () => withEditor(measurePanel),
};

/** @param {import('./editorPage.mjs').Editor} editor */
export async function measurePanel(editor) {
  const { page, meter } = editor;
  const made = await mosquitto(editor.certificate);
  const other = new Broker(made.recipe, await freePorts());
  try {
    await other.start();
    await page.goto('about:blank');
    /** @type {Record<string, Frames>} */
    const frames = { 'an empty page': await meter.frames(rest) };
    /** @type {Record<string, { sent: number, counted: number }>} */
    const messages = {};
    for (const broker of [editor.broker, other]) {
      const measured = await measureBroker(editor, broker);
      for (const [scene, figures] of Object.entries(measured.frames)) {
        frames[`${broker.name}: ${scene}`] = figures;
      }
      messages[broker.name] = measured.messages;
    }
    const counted = Object.entries(messages).map(([name, { sent, counted }]) => [
      `${name}: sent and counted`,
      sent.toLocaleString('en'),
      counted.toLocaleString('en'),
    ]);
    return { figures: { frames, messages }, rows: [...rowsOfFrames(frames), ...counted] };
  } finally {
    await other.stop();
    made.remove();
  }
}

/**
 * @param {import('./editorPage.mjs').Editor} editor
 * @param {Broker} broker The one that is watched.
 */
async function measureBroker({ page, url, meter }, broker) {
  const users = { username: 'try', password: 'try' };
  const sender = await mqtt.connectAsync(broker.url, { ...users, reconnectPeriod: 0 });
  await page.goto(url);
  await page.getByTestId('canvas').waitFor();
  await page.evaluate(
    (text) => Reflect.get(globalThis, 'recorder').drop('watched.json', text),
    JSON.stringify(patchFor(broker)),
  );
  await page
    .getByTestId('held')
    .getByRole('button', { name: /^Allow( all)?$/ })
    .click();
  await page
    .getByTestId('connection')
    .getByText(`Connected to 127.0.0.1:${broker.ports.plain}`)
    .waitFor();

  /** @type {Record<string, Frames>} */
  const frames = {};
  frames['the panel shut'] = await meter.frames(rest);
  await page.getByTestId('canvas').click({ position: { x: 24, y: 24 } });
  await page.keyboard.press('b');
  const shown = page.getByTestId('panel-mqtt');
  await shown.getByRole('combobox', { name: 'Watch' }).fill('bench/#');
  await shown.getByRole('button', { name: 'Watch', exact: true }).click();
  await shown.getByText('No message yet.').waitFor();
  frames['nothing comes'] = await meter.frames(rest);

  const messages = { sent: 0, counted: 0 };
  const rush = async (/** @type {string} */ scene, act = rest) => {
    frames[scene] = await meter.frames(() => Promise.all([send(sender), act()]));
    messages.sent += RATE * SECONDS;
    messages.counted = await counted(page, messages.sent);
  };
  await rush('the tree shut');
  await shown.getByRole('tree').focus();
  await page.keyboard.press('ArrowRight');
  await shown.getByText('1000', { exact: true }).waitFor();
  await rush('the tree open');
  await rush('the tree scrolled', () => scroll(page));
  await shown.getByRole('searchbox').fill('99');
  await rush('topics searched');
  sender.end(true);
  return { frames, messages };
}

/** @param {Broker} broker */
function patchFor({ name, ports }) {
  const values = { 'Broker URL': `ws://127.0.0.1:${ports.plain}/mqtt`, 'Client Name': 'bench' };
  const ops = [{ id: 'mqtt', op: 'Ops.Net.Mqtt.Mqtt', x: 0, y: 0, values }];
  return { ropewalk: 1, id: `bench-${name}`, name: `Bench ${name}`, ops, links: [] };
}

function rest() {
  return pause(SECONDS * 1000);
}

/**
 * Waits until the tree has counted what was sent, within bounds.
 *
 * @param {Page} page
 * @param {number} sent
 * @returns {Promise<number>} How many messages it has counted.
 */
async function counted(page, sent) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const text = await page.getByTestId('sum').innerText();
    const counted = Number(/([\d,]+) messages?$/.exec(text)?.[1]?.replaceAll(',', ''));
    if (counted >= sent || performance.now() > end) return counted;
    await frame(page);
  }
}

/**
 * Sends as many messages as belong into some seconds, in turn to each topic.
 *
 * @param {import('mqtt').MqttClient} sender
 */
async function send(sender) {
  const begun = performance.now();
  for (let sent = 0; sent < RATE * SECONDS;) {
    const due = Math.min(RATE * SECONDS, ((performance.now() - begun) / 1000) * RATE);
    for (; sent < due; sent++) sender.publish(`bench/${sent % TOPICS}`, `reading ${sent}`);
    await pause(1000 / BATCHES);
  }
}

/** @param {Page} page */
async function scroll(page) {
  const box = await page.getByTestId('topics').boundingBox();
  if (!box) throw new Error('the tree is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) {
    await page.mouse.wheel(0, 240);
    await frame(page);
  }
}
