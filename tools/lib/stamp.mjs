/** Leaving out a step whose inputs and outputs are what they were when it last succeeded. */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { cache, root } from './project.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} inputs Files and folders, by content; one that is missing counts as well.
 * @property {string[]} [outputs] Files and folders that it makes.
 * @property {unknown} [settings] What else decides the outputs: flags, versions.
 * @property {(path: string) => boolean} [ignore] Leaves a file or folder out of the inputs.
 */

/**
 * Runs `work` unless nothing changed since it last succeeded.
 *
 * @param {Step} step
 * @param {() => Promise<void>} work
 * @param {string} [stamps] The folder of the stamps.
 * @returns {Promise<boolean>} Whether it ran.
 */
export async function unlessDone(step, work, stamps = cache) {
  const stamp = join(stamps, `${step.name}.json`);
  const inputs = hashOf(step.inputs, step.ignore, JSON.stringify(step.settings ?? null));
  if (read(stamp) === text(inputs, hashOf(step.outputs ?? []))) return false;
  rmSync(stamp, { force: true });
  await work();
  // `inputs` is from before the work: what was edited meanwhile is seen the next time.
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, text(inputs, hashOf(step.outputs ?? [])));
  return true;
}

/**
 * @param {string} inputs
 * @param {string} outputs
 */
function text(inputs, outputs) {
  return `${JSON.stringify({ inputs, outputs }, null, 2)}\n`;
}

/**
 * @param {string[]} paths
 * @param {(path: string) => boolean} [ignore]
 * @param {string} [seed]
 */
function hashOf(paths, ignore = () => false, seed = '') {
  const hash = createHash('sha256').update(seed);
  for (const path of paths) add(path);
  return hash.digest('hex');

  /** @param {string} path */
  function add(path) {
    if (ignore(path)) return;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
      return;
    }
    const size = stat ? stat.size : 'missing';
    hash.update(`\0${relative(root, path)}\0${size}\0`);
    if (stat) hash.update(readFileSync(path));
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
