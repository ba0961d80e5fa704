/** The editor as a browser has it, beside a broker of its own, and what it costs the page's thread. */

import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { Broker, freePorts } from '../tests/brokers/broker.mjs';
import { ropewalk } from '../tests/brokers/recipes.mjs';
import { buildPage, buildServer, buildWasm, needsOfServer, needsOfWasm } from '../tools/build.mjs';
import { root } from '../tools/lib/project.mjs';
import { systemProgram } from '../tools/setup.mjs';

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('@playwright/test').Page} Page */

/** @type {import('../tools/setup.mjs').Need[]} */
export const needsOfEditor = [...needsOfWasm, ...needsOfServer, 'chromium'];

/**
 * @typedef {object} Editor
 * @property {Browser} browser
 * @property {Page} page Empty, with `page/recorder.js` in whatever it opens.
 * @property {string} url Where the editor is.
 * @property {Broker} broker Which serves it.
 * @property {import('../tests/brokers/recipes.mjs').Certificate} certificate The broker's.
 * @property {Meter} meter
 */

/**
 * Builds the editor and serves it for as long as it is used. The browser paints in software, as it
 * does on machines without a graphics processor: what is painted costs more than on most others.
 *
 * @template T
 * @param {(editor: Editor) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withEditor(use) {
  await buildWasm();
  await buildPage();
  return serveEditor(await buildServer(), use);
}

/**
 * The same with what is built already.
 *
 * @template T
 * @param {string} program The native program, which has the page beside it.
 * @param {(editor: Editor) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function serveEditor(program, use) {
  const { recipe, certificate, remove } = ropewalk(program);
  const broker = new Broker(recipe, await freePorts());
  const browser = await chromium.launch({
    executablePath: systemProgram('chromium'),
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    await broker.start();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript({ path: join(root, 'bench', 'page', 'recorder.js') });
    const url = `http://127.0.0.1:${broker.ports.plain}/`;
    const meter = await Meter.of(page);
    return await use({ browser, page, url, broker, certificate, meter });
  } finally {
    await browser.close();
    await broker.stop();
    remove();
  }
}

/**
 * @typedef {object} Frames
 * @property {number} frames How many.
 * @property {number} median How far they are apart, in milliseconds.
 * @property {number} p95
 * @property {number} longest
 * @property {number} busy For how long the page's thread ran for each, in milliseconds: of its core's
 *   time, so that it says the same where other programs take theirs.
 * @property {number} script How much of that was script, …
 * @property {number} layout … and how much styles and layout. What is left is mostly painting.
 */

/** Measures a page's frames. */
export class Meter {
  #page;
  #session;

  /**
   * @param {Page} page
   * @param {import('@playwright/test').CDPSession} session
   */
  constructor(page, session) {
    this.#page = page;
    this.#session = session;
  }

  /** @param {Page} page */
  static async of(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Meter(page, session);
  }

  /**
   * @param {() => Promise<unknown>} act What is done meanwhile.
   * @returns {Promise<Frames>}
   */
  async frames(act) {
    await recorded(this.#page);
    const before = await this.#spent();
    await act();
    const after = await this.#spent();
    const times = (await recorded(this.#page)).frames;
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
    const of = (/** @type {string[]} */ ...names) => {
      const sum = names.reduce((sum, name) => sum + after(name) - before(name), 0);
      return (sum * 1000) / Math.max(times.length, 1);
    };
    return {
      frames: gaps.length,
      median: quantile(gaps, 0.5),
      p95: quantile(gaps, 0.95),
      longest: quantile(gaps, 1),
      busy: of('TaskDuration'),
      script: of('ScriptDuration'),
      layout: of('LayoutDuration', 'RecalcStyleDuration'),
    };
  }

  /** For how long the page's thread has done this and that, in seconds. */
  async #spent() {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return (/** @type {string} */ name) =>
      metrics.find((metric) => metric.name === name)?.value ?? NaN;
  }
}

/** How many milliseconds frames may be apart, to be sixty in a second. */
const TARGET = '20 ms';

/**
 * @param {Record<string, Frames>} scenes
 * @returns {string[][]} What a person reads of them, headings first.
 */
export function rowsOfFrames(scenes) {
  return [
    [
      'from frame to frame',
      'median',
      '95 of 100',
      'longest',
      'target',
      'page’s thread, each frame',
      'script',
      'layout',
      'rest',
    ],
    ...Object.entries(scenes).map(([what, { median, p95, longest, busy, script, layout }]) => [
      what,
      ms(median),
      ms(p95),
      ms(longest),
      TARGET,
      ms(busy),
      ms(script),
      ms(layout),
      ms(busy - script - layout),
    ]),
  ];
}

/** @param {number} value In milliseconds. */
export function ms(value) {
  return `${value.toFixed(1)} ms`;
}

/** @typedef {{ shown: number, work: number }} Key What `page/recorder.js` notes of a key. */

/**
 * What `page/recorder.js` has noted since this was asked before.
 *
 * @param {Page} page
 * @returns {Promise<{ frames: number[], opened: number | null, keys: Key[] }>}
 */
export function recorded(page) {
  return page.evaluate(() => {
    const { frames, opened, keys } = Reflect.get(globalThis, 'recorder');
    return { frames: frames.splice(0), opened, keys: keys.splice(0) };
  });
}

/** @param {Page} page */
export function frame(page) {
  return page.evaluate(() => Reflect.get(globalThis, 'recorder').frame());
}

/**
 * @param {number[]} values
 * @param {number} share
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
