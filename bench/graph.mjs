/** How long numbers, pulses, texts and objects take through large graphs. */

import { join } from 'node:path';

import { buildWasm, needsOfWasm } from '../tools/build.mjs';
import { task } from '../tools/lib/progress.mjs';
import { root } from '../tools/lib/project.mjs';
import { inBrowser } from './browser.mjs';
import { installPeers } from './peers/build.mjs';

/** @typedef {typeof import('./page/graph/measure.js').measure} measure */

const library = join(root, 'bench', 'node_modules', 'litegraph.js', 'build');

/** @type {import('./run.mjs').Bench} */
export const graph = {
  name: 'graph',
  title: 'nanoseconds per op in large graphs, beside litegraph.js and bare functions',
  needs: [...needsOfWasm, 'chromium'],
  async run() {
    await buildWasm();
    await installPeers();
    return measureGraphs();
  },
};

function measureGraphs() {
  const folders = [join(root, 'bench', 'page', 'graph'), library];
  return inBrowser(async (page) => {
    await page.addScriptTag({ url: 'node_modules/litegraph.js/build/litegraph.core.js' });
    const all = await page.evaluate(async () => (await import('./page/graph/measure.js')).all);
    /** @type {{ what: string, nanoseconds: Awaited<ReturnType<measure>> }[]} */
    const figures = [];
    for (const what of all) {
      const nanoseconds = await task(`Measuring ${what}`, () =>
        page.evaluate(async (what) => {
          const { measure } = await import('./page/graph/measure.js');
          return measure(what);
        }, what),
      );
      figures.push({ what, nanoseconds });
    }
    const cells = (/** @type {'median' | 'least'} */ which) =>
      figures.map(({ what, nanoseconds: { ropewalk, litegraph, bare } }) => {
        const [ours = NaN, its = NaN, calls = NaN] = [ropewalk, litegraph, bare].map(
          (times) => times?.[which],
        );
        return [what, which, ...[ours, its, calls, its / ours, calls / ours].map(cell)];
      });
    const engines = ['Ropewalk', 'litegraph.js', 'bare calls'];
    return {
      figures,
      rows: [
        ['ns per op', '', ...engines, 'times litegraph.js', 'times bare'],
        ...cells('median'),
        ...cells('least'),
      ],
    };
  }, folders);
}

/** @param {number} number */
function cell(number) {
  return Number.isNaN(number) ? '–' : number.toPrecision(3);
}
