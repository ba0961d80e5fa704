/** The runtime of the page, without an editor. */

import init, { Runtime } from '../../web/src/wasm/ropewalk.js';

/**
 * @param {object} patch
 * @param {(numbers: Float64Array) => void} [onValues]
 * @returns {Promise<import('../../web/src/wasm/ropewalk.js').Runtime>} With the patch open.
 */
export async function startRuntime(patch, onValues = () => {}) {
  await init();
  const stage = document.body.appendChild(document.createElement('div'));
  const runtime = await Runtime.start({
    stage,
    onNotice(notice) {
      if (notice.type === 'fatal' || notice.type === 'opStatus') console.warn(notice);
    },
    onValues,
  });
  await runtime.open(JSON.stringify({ ropewalk: 1, id: 'bench', name: 'Bench', ...patch }));
  return runtime;
}
