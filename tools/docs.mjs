/**
 * `npm run docs`: builds the reference site.
 *
 *     npm run docs                   into web/dist/reference/, where the server of the page shows it
 *     npm run docs -- <folder>       into a folder of its own, which needs no server
 */

import { join, resolve } from 'node:path';

import { buildPage, buildWasm, needsOfWasm, referenceFolder, wasmFolder } from './build.mjs';
import { report } from './lib/failure.mjs';
import { endAllOnSignal } from './lib/process.mjs';
import { writeReference } from './reference.mjs';
import { setUp } from './setup.mjs';

try {
  endAllOnSignal();
  const [folder] = process.argv.slice(2);
  await setUp(needsOfWasm);
  await buildWasm();
  if (folder === undefined) await buildPage();
  else await writeReference(wasmFolder, resolve(folder));
  console.log(join(folder === undefined ? referenceFolder : resolve(folder), 'index.html'));
} catch (error) {
  report(error);
}
