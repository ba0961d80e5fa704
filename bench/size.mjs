/** What a browser loads. */

import { buildPage, buildWasm, needsOfWasm, pageFolder } from '../tools/build.mjs';
import { measure, rowsOf } from '../tools/lib/sizes.mjs';

/** @type {import('./run.mjs').Bench} */
export const size = {
  name: 'size',
  title: 'what a browser loads, beside its budgets',
  needs: needsOfWasm,
  async run() {
    await buildWasm();
    await buildPage();
    const figures = measure(pageFolder);
    return { figures, rows: rowsOf(figures) };
  },
};
