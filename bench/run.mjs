/**
 * `npm run bench`: measures, prints a table for each thing measured, and writes the figures into
 * `bench/results/`.
 *
 *     npm run bench                    all of them
 *     npm run bench -- chain size      those
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { Failure, report } from '../tools/lib/failure.mjs';
import { endAllOnSignal } from '../tools/lib/process.mjs';
import { root } from '../tools/lib/project.mjs';
import { alignTable } from '../tools/lib/table.mjs';
import { setUp } from '../tools/setup.mjs';

/** @typedef {import('../tools/setup.mjs').Need} Need */

/**
 * @typedef {object} Bench
 * @property {string} name
 * @property {string} title
 * @property {Need[]} needs
 * @property {() => Promise<{ figures: unknown, rows: string[][] }>} run `rows` is what a person
 *   reads of the figures, headings first.
 */

/** @type {Bench[]} */
let benches = [];

try {
  endAllOnSignal();
  // They need packages.
  await setUp(['npm']);
  benches = await load();
  const chosen = choose(process.argv.slice(2));
  await setUp(chosen.flatMap(({ needs }) => needs));
  for (const { name, title, run } of chosen) {
    console.log(`\n== ${name}: ${title}`);
    const { figures, rows } = await run();
    console.log(`\n${alignTable(rows)}\n`);
    console.log(`Written to ${write(name, figures)}`);
  }
} catch (error) {
  report(error);
}

async function load() {
  const [
    { size },
    { memory },
    { graph },
    { chain },
    { receive },
    { peers },
    { responsive },
    { editor },
    { panel },
  ] = await Promise.all([
    import('./size.mjs'),
    import('./memory.mjs'),
    import('./graph.mjs'),
    import('./chain.mjs'),
    import('./receive.mjs'),
    import('./peers.mjs'),
    import('./responsive.mjs'),
    import('./editor.mjs'),
    import('./panel.mjs'),
  ]);
  return [size, memory, graph, chain, receive, peers, responsive, editor, panel];
}

/** @param {string[]} names */
function choose(names) {
  const strange = names.find((name) => !benches.some((bench) => bench.name === name));
  if (strange !== undefined) {
    const all = benches.map(({ name }) => name).join(', ');
    throw new Failure(`Nothing called ${strange} is measured. There are: ${all}.`);
  }
  return benches.filter(({ name }) => names.length === 0 || names.includes(name));
}

/**
 * @param {string} name
 * @param {unknown} figures
 * @returns {string} The file, as seen from the project's folder.
 */
function write(name, figures) {
  const file = join('bench', 'results', `${name}.json`);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  mkdirSync(join(root, 'bench', 'results'), { recursive: true });
  const text = JSON.stringify({ date: new Date().toISOString(), machine, figures }, null, 2);
  writeFileSync(join(root, file), `${text}\n`);
  return file;
}
