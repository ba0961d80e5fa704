/** The reference site: an index and a page for each op, from what the program prints of its library. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Failure } from './lib/failure.mjs';
import { run } from './lib/process.mjs';
import { task } from './lib/progress.mjs';
import { cache, root } from './lib/project.mjs';
import { packageProgram } from './setup.mjs';

/** What cables calls the ops that it shares with us. */
export const namesOfCables = join(root, 'crates', 'cables', 'names', 'cables.json');

/**
 * Writes the site.
 *
 * @param {string} library The folder of `ops.json` and `help.json`.
 * @param {string} folder Where it goes. What the last run left there is replaced.
 */
export async function writeReference(library, folder) {
  await task('Writing the reference', async (detail) => {
    const built = join(cache, 'reference');
    const options = ['build', '--config', 'reference.config.ts', '--outDir', built];
    for (const mode of ['site', 'search']) {
      const cwd = join(root, 'web');
      await run(packageProgram('vite'), [...options, '--mode', mode], { cwd, detail });
    }
    const { site } = await import(`${pathToFileURL(join(built, 'site.js'))}?${Date.now()}`);
    const readJson = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));
    /** @type {Map<string, string>} */
    const files = site({
      ops: readJson(join(library, 'ops.json')),
      help: readJson(join(library, 'help.json')),
      cables: readJson(namesOfCables),
      search: readFileSync(join(built, 'search.js'), 'utf8'),
    });
    replace(folder, files);
  });
}

/**
 * @param {string} folder
 * @param {Map<string, string>} files
 */
function replace(folder, files) {
  mkdirSync(folder, { recursive: true });
  const old = readdirSync(folder);
  // Whatever a person keeps there is not ours to remove.
  const isOurs = (/** @type {string} */ name) => /\.(?:html|css|js)(?:\.(?:br|gz))?$/.test(name);
  if (old.length > 0 && !(old.includes('reference.css') && old.every(isOurs))) {
    throw new Failure(
      `${folder} is not empty, and not a reference of before. Name another folder.`,
    );
  }
  for (const name of old) rmSync(join(folder, name));
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}
