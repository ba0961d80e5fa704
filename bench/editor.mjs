/**
 * How the editor keeps up with a large patch all of whose values change in every frame: frames while
 * it is panned, zoomed and dragged, how soon it opens, and how soon the palette answers a key.
 */

import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { Broker, freePorts } from '../tests/brokers/broker.mjs';
import { ropewalk } from '../tests/brokers/recipes.mjs';
import { buildPage, buildServer, buildWasm, needsOfServer, needsOfWasm } from '../tools/build.mjs';
import { root } from '../tools/lib/project.mjs';
import { systemProgram } from '../tools/setup.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const COLUMNS = 50;
const ROWS = 40;

/** Between the corners of two ops, in pixels of the canvas: a chain is read from above. */
const [ACROSS, DOWN] = [184, 112];

/** How many moves a gesture has, one a frame. */
const MOVES = 180;

const QUERIES = ['mapr', 'sine', 'mqttp', 'array', 'trigger', 'string'];

/** @type {import('./run.mjs').Bench} */
export const editor = {
  name: 'editor',
  title: `the editor with ${(COLUMNS * ROWS).toLocaleString('en')} ops whose values all change`,
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
      const url = `http://127.0.0.1:${broker.ports.plain}/`;

      await page.goto('about:blank');
      const bare = await framesOf(page, () => wander(page));

      await page.goto(url);
      await page.getByTestId('canvas').waitFor();
      await page.evaluate(
        (text) => Reflect.get(globalThis, 'recorder').drop('large.json', text),
        JSON.stringify(patch()),
      );
      await page.getByText(`${(COLUMNS * ROWS).toLocaleString('en')} ops`).waitFor();
      await page.getByText('Kept in this browser').waitFor();
      await page.goto(url);
      const opened = (await recorded(page)).opened;

      /** @type {Record<string, { frames: number, median: number, p95: number }>} */
      const frames = { 'an empty page': bare };
      for (const zoom of ['as opened', 'all in view']) {
        if (zoom === 'all in view') await page.keyboard.press('f');
        frames[`at rest, ${zoom}`] = await framesOf(page, () => wander(page));
        frames[`panned, ${zoom}`] = await framesOf(page, () => pan(page));
        frames[`zoomed, ${zoom}`] = await framesOf(page, () => zoomInAndOut(page));
        frames[`an op dragged, ${zoom}`] = await framesOf(page, () => dragOp(page));
      }
      const keys = await palette(page);
      return { figures: { opened, frames, keys }, rows: rowsOf(opened, frames, keys) };
    } finally {
      await browser.close();
      await broker.stop();
      remove();
    }
  },
};

/** A clock, waves of it side by side, and below each a chain of sums. */
function patch() {
  const sums = Array.from({ length: COLUMNS * ROWS - 1 }, (_, index) => {
    const [column, row] = [index % COLUMNS, Math.floor(index / COLUMNS)];
    const place = { id: `op-${index}`, x: column * ACROSS, y: row * DOWN };
    if (row === 0) return { ...place, op: 'Ops.Math.Sine', values: { phase: column / 8 } };
    return { ...place, op: 'Ops.Math.Sum', values: { number2: row / 100 } };
  });
  const ops = [{ id: 'clock', op: 'Ops.Anim.Timer', x: 0, y: -DOWN }, ...sums];
  const links = sums.map(({ id }, index) => {
    if (index < COLUMNS) {
      return { from: { op: 'clock', port: 'Time' }, to: { op: id, port: 'value' } };
    }
    const from = { op: `op-${index - COLUMNS}`, port: 'result' };
    return { from, to: { op: id, port: 'number1' } };
  });
  return { ropewalk: 1, id: 'large', name: 'Large', ops, links };
}

/**
 * What `page/recorder.js` has noted since this was asked before.
 *
 * @param {Page} page
 * @returns {Promise<{ frames: number[], opened: number | null, keys: number[] }>}
 */
function recorded(page) {
  return page.evaluate(() => {
    const { frames, opened, keys } = Reflect.get(globalThis, 'recorder');
    return { frames: frames.splice(0), opened, keys: keys.splice(0) };
  });
}

/** @param {Page} page */
function frame(page) {
  return page.evaluate(() => Reflect.get(globalThis, 'recorder').frame());
}

/**
 * How far frames are apart, in milliseconds, while something is done.
 *
 * @param {Page} page
 * @param {() => Promise<void>} act
 */
async function framesOf(page, act) {
  await recorded(page);
  await act();
  const times = (await recorded(page)).frames;
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return { frames: gaps.length, median: quantile(gaps, 0.5), p95: quantile(gaps, 0.95) };
}

/**
 * @param {number[]} values
 * @param {number} share
 */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/**
 * Moves the pointer on a circle around the middle of the canvas, once a frame.
 *
 * @param {Page} page
 */
async function wander(page) {
  for (let move = 0; move < MOVES; move++) {
    const angle = (move / MOVES) * 4 * Math.PI;
    await page.mouse.move(520 + 200 * Math.sin(angle), 460 + 160 * (1 - Math.cos(angle)));
    await frame(page);
  }
}

/** @param {Page} page */
async function pan(page) {
  await page.mouse.move(520, 460);
  await page.mouse.down({ button: 'middle' });
  await wander(page);
  await page.mouse.up({ button: 'middle' });
}

/** @param {Page} page */
async function zoomInAndOut(page) {
  await page.mouse.move(520, 460);
  for (let move = 0; move < MOVES; move++) {
    await page.mouse.wheel(0, Math.floor(move / 30) % 2 === 0 ? -20 : 20);
    await frame(page);
  }
}

/** @param {Page} page */
async function dragOp(page) {
  const boxes = page.getByTestId('op').locator('.label');
  const box = await boxes.nth(Math.floor((await boxes.count()) / 2)).boundingBox();
  if (!box) throw new Error('no op is on the screen');
  await page.mouse.move(box.x + 4, box.y + box.height / 2);
  await page.mouse.down();
  await wander(page);
  await page.mouse.up();
}

/**
 * How long the palette takes for a key, in milliseconds.
 *
 * @param {Page} page
 */
async function palette(page) {
  await page.getByRole('button', { name: 'Add op' }).click();
  const field = page.getByRole('combobox', { name: 'Add an op' });
  await field.fill('');
  await recorded(page);
  for (const query of QUERIES) {
    await field.pressSequentially(query);
    for (let left = query.length; left > 0; left--) await field.press('Backspace');
  }
  const keys = (await recorded(page)).keys;
  return { keys: keys.length, median: quantile(keys, 0.5), p95: quantile(keys, 0.95) };
}

/**
 * @param {number | null} opened
 * @param {Record<string, { frames: number, median: number, p95: number }>} frames
 * @param {{ median: number, p95: number }} keys
 */
function rowsOf(opened, frames, keys) {
  const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
  return [
    ['', 'median', '95 of 100', 'target'],
    ...Object.entries(frames).map(([what, { median, p95 }]) => [
      `from frame to frame, ${what}`,
      ms(median),
      ms(p95),
      '20 ms',
    ]),
    ['a key in the palette', ms(keys.median), ms(keys.p95), '16 ms'],
    ['from a reload to ops with values', ms(opened ?? NaN), '', '2,000 ms'],
  ];
}
