/** How many messages a second come from a socket to the outputs of a Subscribe op. */

import { buildWasm, needsOfWasm } from '../tools/build.mjs';
import { publish, serveStreams } from './broker.mjs';
import { inBrowser } from './browser.mjs';

/** @typedef {import('./broker.mjs').Stream} Stream */

/** Runs of each; the median counts. */
const RUNS = 7;

/** @type {{ what: string, target: number, stream: Stream }[]} */
const streams = [
  {
    what: '16 B, a packet a frame',
    target: 0.85,
    stream: { payload: 16, messages: 100_000, batched: false },
  },
  {
    what: '16 B, frames of 64 KiB',
    target: 0.3,
    stream: { payload: 16, messages: 1_000_000, batched: true },
  },
];

/** @type {import('./run.mjs').Bench} */
export const receive = {
  name: 'receive',
  title: 'messages a second in Chromium, beside a WebSocket handler that counts bytes',
  needs: [...needsOfWasm, 'chromium'],
  async run() {
    await buildWasm();
    const figures = [];
    for (const { what, target, stream } of streams) {
      const runs = await measure(stream);
      const bare = median(runs.map((run) => run.bare));
      const ropewalk = median(runs.map((run) => run.ropewalk));
      const share = median(runs.map((run) => run.ropewalk / run.bare));
      figures.push({ what, ...stream, bare, ropewalk, share, target, runs });
    }
    const rows = figures.map(({ what, bare, ropewalk, share, target }) => [
      what,
      Math.round(bare).toLocaleString('en'),
      Math.round(ropewalk).toLocaleString('en'),
      share.toFixed(2),
      target.toFixed(2),
    ]);
    return {
      figures,
      rows: [['messages a second', 'bare handler', 'Subscribe op', 'share', 'target'], ...rows],
    };
  },
};

/**
 * @param {Stream} stream
 * @returns {Promise<{ bare: number, ropewalk: number }[]>} Messages a second, in one page.
 */
function measure(stream) {
  return inBrowser(async (page, server) => {
    await page.exposeFunction('send', serveStreams(server));
    const bytes = publish(stream.payload).length * stream.messages;
    const given = { stream, bytes, runs: RUNS };
    return page.evaluate(async ({ stream, bytes, runs }) => {
      const { bare, ropewalk } = await import('./page/receive.js');
      // What comes first is slower: nothing is compiled yet.
      await bare(stream, bytes);
      await ropewalk(stream);
      const results = [];
      for (let run = 0; run < runs; run++) {
        results.push({ bare: await bare(stream, bytes), ropewalk: await ropewalk(stream) });
      }
      return results;
    }, given);
  });
}

/** @param {number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
