/**
 * How the editor keeps up with a large patch all of whose values change in every frame: frames while
 * it is panned, zoomed and dragged, how soon it opens, and how soon the palette answers a key.
 */

import {
  frame,
  ms,
  needsOfEditor,
  quantile,
  recorded,
  rowsOfFrames,
  withEditor,
} from './editorPage.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./editorPage.mjs').Frames} Frames */

const COLUMNS = 50;
const ROWS = 40;
const OPS = (COLUMNS * ROWS).toLocaleString('en');

/** Between the corners of two ops, in pixels of the canvas: a chain is read from above. */
const [ACROSS, DOWN] = [184, 112];

/** From the corner of an op to where it is taken, across and down. */
const GRIP = 36;

/** How many moves a gesture has, one a frame, and after how many milliseconds it ends in any case. */
const MOVES = 120;
const PATIENCE = 8_000;

/** For how many frames nothing is done before a scene. */
const SETTLING = 60;

/** How often the patch is opened. */
const OPENINGS = 3;

/** From key to key, in frames: ten keys a second, as somebody types who is quick. */
const TYPING = 6;

const QUERIES = ['mapr', 'sine', 'mqttp', 'array', 'smooth', 'element', 'json', 'timer'];

/** @type {import('./run.mjs').Bench} */
export const editor = {
  name: 'editor',
  title: `the editor with ${OPS} ops whose values all change`,
  needs: needsOfEditor,
  run: () => withEditor(measureEditor),
};

/** @param {import('./editorPage.mjs').Editor} editor */
export async function measureEditor({ page, url, meter }) {
  const scene = async (/** @type {() => Promise<void>} */ act) => {
    // Boxes that came into view with the scene before, or as the patch was opened, are no part of it.
    await rest(page, SETTLING);
    return meter.frames(act);
  };
  await page.goto('about:blank');
  /** @type {Record<string, Frames>} */
  const frames = { 'an empty page': await scene(() => wander(page)) };

  await page.goto(url);
  await page.getByTestId('canvas').waitFor();
  await page.evaluate(
    (text) => Reflect.get(globalThis, 'recorder').drop('large.json', text),
    JSON.stringify(patch()),
  );
  await page.getByText(`${OPS} ops`).waitFor();
  await page.getByText('Kept in this browser').waitFor();
  /** @type {number[]} */
  const openings = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    await page.goto(url);
    await page.getByText(`${OPS} ops`).waitFor();
    openings.push((await recorded(page)).opened ?? NaN);
  }
  const opened = quantile(openings, 0.5);

  for (const zoom of ['a screenful', `all ${OPS} in view`]) {
    if (zoom !== 'a screenful') {
      await page.keyboard.press('f');
    }
    frames[`at rest, ${zoom}`] = await scene(() => wander(page));
    frames[`panned, ${zoom}`] = await scene(() => pan(page));
    frames[`zoomed, ${zoom}`] = await scene(() => zoomInAndOut(page));
    frames[`an op dragged, ${zoom}`] = await scene(() => dragOp(page));
  }
  const keys = await palette(page);
  return { figures: { opened, openings, frames, keys }, rows: rowsOf(opened, frames, keys) };
}

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
 * @param {Page} page
 * @param {number} frames
 */
async function rest(page, frames) {
  for (let left = frames; left > 0; left--) await frame(page);
}

/**
 * Makes the moves of a gesture, one a frame.
 *
 * @param {Page} page
 * @param {(part: number) => Promise<void>} move `part` is how much of it is done, from 0 to 1.
 */
async function gesture(page, move) {
  const end = performance.now() + PATIENCE;
  for (let made = 0; made < MOVES && performance.now() < end; made++) {
    await move(made / MOVES);
    await frame(page);
  }
}

/**
 * Moves the pointer on a circle around the middle of the canvas.
 *
 * @param {Page} page
 */
function wander(page) {
  return gesture(page, (part) => {
    const angle = part * 4 * Math.PI;
    return page.mouse.move(520 + 200 * Math.sin(angle), 460 + 160 * (1 - Math.cos(angle)));
  });
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
  await gesture(page, (part) => page.mouse.wheel(0, Math.floor(part * 4) % 2 === 0 ? -20 : 20));
}

/**
 * Drags the op in the middle of the canvas.
 *
 * @param {Page} page
 */
async function dragOp(page) {
  // From far away the op is no element of the page: it is where the patch has it.
  const { left, top, zoom } = await page.evaluate(() => Reflect.get(globalThis, 'recorder').view());
  const at = (
    /** @type {number} */ place,
    /** @type {number} */ start,
    /** @type {number} */ apart,
  ) => start + (Math.round((place - start) / zoom / apart) * apart + GRIP) * zoom;
  await page.mouse.move(at(520, left, ACROSS), at(460, top, DOWN));
  await page.mouse.down();
  await wander(page);
  await page.mouse.up();
}

/**
 * How long the palette takes for a key until its answer is painted, in milliseconds.
 *
 * @param {Page} page
 */
async function palette(page) {
  await page.getByRole('button', { name: 'Add op' }).click();
  const field = page.getByRole('combobox', { name: 'Add an op' });
  await field.fill('');
  await recorded(page);
  for (const query of QUERIES) {
    const keys = [...query, ...Array.from(query, () => 'Backspace')];
    for (const key of keys) {
      // To find the field anew for each key would take time of the page, in which no key is answered.
      await page.keyboard.press(key);
      await rest(page, TYPING);
    }
  }
  const { keys } = await recorded(page);
  const of = (/** @type {'work' | 'shown'} */ what) => {
    const times = keys.map((key) => key[what]);
    return { median: quantile(times, 0.5), p95: quantile(times, 0.95) };
  };
  return { keys: keys.length, work: of('work'), shown: of('shown') };
}

/**
 * @param {number} opened
 * @param {Record<string, Frames>} frames
 * @param {Awaited<ReturnType<typeof palette>>} keys
 */
function rowsOf(opened, frames, keys) {
  return [
    ...rowsOfFrames(frames),
    ['a key in the palette', ms(keys.work.median), ms(keys.work.p95), '', '16 ms'],
    ['with the wait for the screen', ms(keys.shown.median), ms(keys.shown.p95), '', ''],
    ['from a reload to ops with values', ms(opened), '', '', '2,000 ms'],
  ];
}
