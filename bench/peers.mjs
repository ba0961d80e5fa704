/** Our MQTT ops beside the libraries that a page could take instead. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

import { needsOfWasm } from '../tools/build.mjs';
import { task } from '../tools/lib/progress.mjs';
import { root } from '../tools/lib/project.mjs';
import { inBrowser } from './browser.mjs';
import { serveBroker, topicOf } from './peers/broker.mjs';
import { buildPeers, bundleFolder } from './peers/build.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./peers/broker.mjs').Stream} Stream */

/** Runs of each; the median counts. */
const ROUNDS = 7;

/** The scripts in `page/peers/`, as whose they are. */
const contestants = {
  bare: 'bare WebSocket',
  ropewalk: 'Ropewalk',
  'mqtt-js': 'MQTT.js',
  'paho-mqtt': 'paho-mqtt',
  'mqtt-client-wasm': 'mqtt-client-wasm',
  'mqtt5-wasm': 'mqtt5-wasm',
};

const names = /** @type {(keyof typeof contestants)[]} */ (Object.keys(contestants));

const folders = [join(root, 'bench', 'page', 'peers'), ...names.map(bundleFolder)];

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {Record<string, unknown>} of By contestant.
 * @property {number} [brokerBusy] The most that the broker was busy, from 0 to 1.
 * @property {unknown} [runs]
 * @property {(name: string) => string} cell For the table.
 */

/** @type {import('./run.mjs').Bench} */
export const peers = {
  name: 'peers',
  title: 'our MQTT ops beside other clients; in brackets the share of a bare WebSocket',
  needs: [...needsOfWasm, 'chromium'],
  async run() {
    await buildPeers(names);
    const figures = await inBrowser(async (page, server) => {
      serveBroker(server);
      await page.evaluate(
        async (scripts) => {
          const { load } = await import('./page/peers/measure.js');
          for (const [name, script] of scripts) await load(name, script);
        },
        names.map((name) => /** @type {const} */ ([name, scriptOf(name)])),
      );
      return [
        ...(await measureReceive(page)),
        ...(await measurePublish(page)),
        ...(await measureRoundTrip(page)),
        sizes(),
        await measureStart(page),
      ];
    }, folders);
    const rows = figures.map(({ what, cell }) => [what, ...names.map(cell)]);
    return {
      figures: figures.map(({ cell: _, ...figure }) => figure),
      rows: [['', ...Object.values(contestants)], ...rows],
    };
  },
};

/** @param {Page} page */
async function measureReceive(page) {
  /** @type {{ what: string, stream: Stream, by: 'filters' | 'map' }[]} */
  const all = [];
  for (const batched of [false, true]) {
    for (const payload of [16, 256, 16_384]) {
      const size = payload < 1024 ? `${payload} B` : `${payload / 1024} KiB`;
      const frames = batched ? 'frames of 64 KiB' : 'a packet a frame';
      const stream = { payload, topics: 1, batched };
      all.push({ what: `received, ${size}, ${frames}`, stream, by: 'filters' });
    }
  }
  const spread = { payload: 16, topics: 1000, batched: false };
  const filled = { ...spread, batched: true };
  all.push({ what: '1,000 subscriptions, a packet a frame', stream: spread, by: 'filters' });
  all.push({ what: '1,000 subscriptions, frames of 64 KiB', stream: filled, by: 'filters' });
  // Where all messages come to one function, and it need not know wildcards.
  all.push({ what: 'the same, found in a Map', stream: filled, by: 'map' });
  const figures = [];
  for (const { what, stream, by } of all) {
    const { topics } = stream;
    const filters =
      topics === 1 ? [topicOf(-1)] : Array.from({ length: topics }, (_, index) => topicOf(index));
    const given = { stream, filters, by, rounds: ROUNDS };
    const runs = await task(`Measuring ${what}`, () =>
      page.evaluate(async ({ stream, filters, by, rounds }) => {
        const { receive } = await import('./page/peers/measure.js');
        return receive(stream, filters, by, rounds);
      }, given),
    );
    figures.push(rates(what, runs));
  }
  return figures;
}

/** @param {Page} page */
async function measurePublish(page) {
  const figures = [];
  for (const qos of /** @type {const} */ ([0, 1, 2])) {
    const what = `published, 256 B, QoS ${qos}`;
    const given = { qos, rounds: ROUNDS };
    const runs = await task(`Measuring ${what}`, () =>
      page.evaluate(async ({ qos, rounds }) => {
        const { publish } = await import('./page/peers/measure.js');
        return publish(256, qos, rounds);
      }, given),
    );
    figures.push(rates(what, runs));
  }
  return figures;
}

/** @param {Page} page */
async function measureRoundTrip(page) {
  const figures = [];
  for (const { rate, seconds } of [
    { rate: 100, seconds: 2 },
    { rate: 5_000, seconds: 1 },
  ]) {
    const what = `round trip at ${rate.toLocaleString('en')}/s, p50 / p99 ms`;
    const given = { rate, seconds, rounds: ROUNDS };
    const runs = await task(`Measuring ${what}`, () =>
      page.evaluate(async ({ rate, seconds, rounds }) => {
        const { roundTrip } = await import('./page/peers/measure.js');
        return roundTrip(rate, seconds, rounds);
      }, given),
    );
    const quantile = (/** @type {string} */ name, /** @type {number} */ part) =>
      median(
        runs
          .filter((run) => run.name === name)
          .map(({ result }) => result[Math.floor(result.length * part)] ?? NaN),
      );
    const of = byName((name) => ({ p50: quantile(name, 0.5), p99: quantile(name, 0.99) }));
    figures.push({
      what,
      of,
      brokerBusy: Math.max(...runs.map(({ busy }) => busy)),
      cell: (/** @type {string} */ name) => {
        const { p50 = NaN, p99 = NaN } = of[name] ?? {};
        return `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
      },
    });
  }
  return figures;
}

/** What a page loads, each file compressed as servers compress it. */
function sizes() {
  const of = byName((name) => {
    const folder = bundleFolder(name);
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    return files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  });
  return {
    what: 'what the page loads, gzip, kB',
    of,
    cell: (/** @type {string} */ name) => ((of[name] ?? NaN) / 1000).toFixed(1),
  };
}

/**
 * From asking for a page to CONNACK, with nothing kept from before; the network takes no time here.
 *
 * @param {Page} page
 */
async function measureStart(page) {
  /** @type {{ name: string, round: number, result: number }[]} */
  const runs = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const context = await page.context().browser()?.newContext();
      if (!context) throw new Error('the browser is gone');
      const cold = await context.newPage();
      const url = new URL('/bench/page/peers/cold.html', page.url());
      url.searchParams.set('script', scriptOf(name));
      await cold.goto(url.href);
      const connected = await cold.waitForFunction(
        () => performance.getEntriesByName('connected')[0]?.startTime,
      );
      runs.push({ name, round, result: Number(await connected.jsonValue()) });
      await context.close();
    }
  }
  const of = byName((name) => medianOf(runs, name));
  return {
    what: 'from a cold page to CONNACK, ms',
    of,
    runs,
    cell: (/** @type {string} */ name) => (of[name] ?? NaN).toFixed(0),
  };
}

/**
 * @param {string} what
 * @param {{ name: string, round: number, result: number, busy: number }[]} runs
 */
function rates(what, runs) {
  const bare = (/** @type {number} */ round) =>
    runs.find((run) => run.name === 'bare' && run.round === round)?.result ?? NaN;
  const shares = runs.map((run) => ({ ...run, result: run.result / bare(run.round) }));
  const of = byName((name) => ({
    perSecond: medianOf(runs, name),
    share: medianOf(shares, name),
  }));
  return {
    what,
    of,
    brokerBusy: Math.max(...runs.map(({ busy }) => busy)),
    runs,
    cell: (/** @type {string} */ name) => {
      const { perSecond = NaN, share = NaN } = of[name] ?? {};
      if (Number.isNaN(perSecond)) return 'cannot';
      const rate = Math.round(perSecond).toLocaleString('en');
      return name === 'bare' ? rate : `${rate} (${share.toFixed(share < 0.1 ? 3 : 2)})`;
    },
  };
}

/** @param {string} name */
function scriptOf(name) {
  return `/${relative(root, join(bundleFolder(name), 'index.js'))}`;
}

/**
 * @template T
 * @param {(name: string) => T} of
 * @returns {Record<string, T>}
 */
function byName(of) {
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}

/**
 * @param {{ name: string, result: number }[]} runs
 * @param {string} name
 */
function medianOf(runs, name) {
  return median(runs.filter((run) => run.name === name).map(({ result }) => result));
}

/** @param {number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
