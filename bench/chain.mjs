/** How long a number takes through 10,000 ops. */

import { buildWasm, cargoBuild, needsOfWasm } from '../tools/build.mjs';
import { run } from '../tools/lib/process.mjs';
import { inBrowser } from './browser.mjs';

/** @type {import('./run.mjs').Bench} */
export const chain = {
  name: 'chain',
  title: 'nanoseconds per op in a chain of 10,000, beside bare calls',
  needs: [...needsOfWasm, 'chromium'],
  async run() {
    await buildWasm();
    const program = await cargoBuild(
      'Building the native measurement',
      ['--package', 'ropewalk-bench', '--bin', 'chain', '--release'],
      (file) => /[\\/]chain(\.exe)?$/.test(file),
    );
    const { stdout } = await run(program, []);
    /** @type {{ graph: number, calls: number }} */
    const native = JSON.parse(stdout);
    const wasm = await inBrowser(async (page) =>
      page.evaluate(async () => {
        const { measureChain } = await import('./page/chain.js');
        return measureChain();
      }),
    );
    const row = (
      /** @type {string} */ where,
      /** @type {{ graph: number, calls: number }} */ it,
    ) => [where, it.graph.toFixed(1), it.calls.toFixed(1), (it.graph / it.calls).toFixed(1)];
    return {
      figures: { native, wasm },
      rows: [
        ['ns per op', 'graph', 'bare calls', 'ratio'],
        row('native', native),
        row('Chromium', wasm),
      ],
    };
  },
};
