/**
 * How the editor keeps up while a broker's every topic is watched: frames while messages of 10,000
 * topics rush in, with the tree shut, open and scrolled, and searched; and whether the tree has
 * counted what was sent.
 */

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chromium } from '@playwright/test';
import mqtt from 'mqtt';

import { Broker, freePorts } from '../tests/brokers/broker.mjs';
import { ropewalk } from '../tests/brokers/recipes.mjs';
import { buildPage, buildServer, buildWasm, needsOfServer, needsOfWasm } from '../tools/build.mjs';
import { root } from '../tools/lib/project.mjs';
import { systemProgram } from '../tools/setup.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const TOPICS = 10_000;
const RATE = 5_000;
const SECONDS = 8;

/** How often messages are sent in a second; who is late catches up. */
const BATCHES = 100;

/** @type {import('./run.mjs').Bench} */
export const panel = {
  name: 'panel',
  title: `the MQTT panel, ${TOPICS.toLocaleString('en')} topics, ${RATE.toLocaleString('en')} messages a second`,
  needs: [...needsOfWasm, ...needsOfServer, 'chromium'],
  async run() {
    await buildWasm();
    await buildPage();
    const { recipe, remove } = ropewalk(await buildServer());
    const broker = new Broker(recipe, await freePorts());
    const browser = await chromium.launch({ executablePath: systemProgram('chromium') });
    try {
      await broker.start();
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.addInitScript({ path: join(root, 'bench', 'page', 'recorder.js') });
      const users = { username: 'try', password: 'try' };
      const sender = await mqtt.connectAsync(broker.url, { ...users, reconnectPeriod: 0 });

      const clock = await page.context().newCDPSession(page);
      // The time for which the main thread ran, also where other programs have its core.
      await clock.send('Performance.enable', { timeDomain: 'threadTicks' });
      const framesOf = (/** @type {() => Promise<void>} */ act) => measure(page, clock, act);

      await page.goto('about:blank');
      const rest = () => pause(SECONDS * 1000);
      /** @type {Record<string, Frames>} */
      const frames = { 'an empty page': await framesOf(rest) };
      await page.goto(`http://127.0.0.1:${broker.ports.plain}/`);
      await page.getByText('Connected to').first().waitFor();
      frames['the panel shut'] = await framesOf(rest);
      await page.getByTestId('canvas').click({ position: { x: 24, y: 24 } });
      await page.keyboard.press('b');
      const shown = page.getByTestId('panel-mqtt');
      await shown.getByRole('combobox', { name: 'Watch' }).fill('bench/#');
      await shown.getByRole('button', { name: 'Watch', exact: true }).click();
      await shown.getByText('No message yet.').waitFor();
      frames['nothing comes'] = await framesOf(rest);

      const rush = (/** @type {() => Promise<void>} */ act) =>
        framesOf(async () => {
          await Promise.all([send(sender), act()]);
        });
      let sent = 0;
      const counted = async () => {
        sent += RATE * SECONDS;
        const text = `${TOPICS.toLocaleString('en')} topics, ${sent.toLocaleString('en')} messages`;
        await shown.getByText(text, { exact: true }).waitFor();
      };
      frames['the tree shut'] = await rush(() => Promise.resolve());
      await counted();
      await shown.getByRole('tree').focus();
      await page.keyboard.press('ArrowRight');
      await shown.getByText('1000', { exact: true }).waitFor();
      frames['the tree open'] = await rush(() => Promise.resolve());
      await counted();
      frames['the tree scrolled'] = await rush(() => scroll(page));
      await counted();
      await shown.getByRole('searchbox').fill('99');
      frames['topics searched'] = await rush(() => Promise.resolve());
      await counted();
      sender.end(true);
      return { figures: { frames, sent }, rows: rowsOf(frames) };
    } finally {
      await browser.close();
      await broker.stop();
      remove();
    }
  },
};

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
  for (let step = 0; step < 40 * SECONDS; step++) {
    await page.mouse.wheel(0, 240);
    await page.evaluate(() => Reflect.get(globalThis, 'recorder').frame());
  }
}

/**
 * @typedef {object} Frames
 * @property {number} frames How many.
 * @property {number} median How far they are apart, in milliseconds.
 * @property {number} p95
 * @property {number} longest
 * @property {number} busy For how much of each second the main thread ran, in milliseconds.
 */

/**
 * @param {Page} page
 * @param {import('@playwright/test').CDPSession} clock
 * @param {() => Promise<void>} act What is done meanwhile.
 * @returns {Promise<Frames>}
 */
async function measure(page, clock, act) {
  const taken = () =>
    page.evaluate(
      () => /** @type {number[]} */ (Reflect.get(globalThis, 'recorder').frames.splice(0)),
    );
  const ran = async () => {
    const { metrics } = await clock.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  await taken();
  const [begun, before] = [performance.now(), await ran()];
  await act();
  const busy = ((await ran()) - before) / ((performance.now() - begun) / 1000);
  const times = await taken();
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  gaps.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => gaps[Math.floor((gaps.length - 1) * share)] ?? NaN;
  return {
    frames: gaps.length,
    median: at(0.5),
    p95: at(0.95),
    longest: at(1),
    busy: busy * 1000,
  };
}

/** @param {Record<string, Frames>} frames */
function rowsOf(frames) {
  const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
  return [
    ['from frame to frame', 'median', '95 of 100', 'longest', 'target', 'main thread, each second'],
    ...Object.entries(frames).map(([what, { median, p95, longest, busy }]) => [
      what,
      ms(median),
      ms(p95),
      ms(longest),
      '20 ms',
      ms(busy),
    ]),
  ];
}
