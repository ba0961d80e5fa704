/** The page's TypeScript types, which are made from the Rust types they mirror. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cargoBuild } from './build.mjs';
import { Failure } from './lib/failure.mjs';
import { run } from './lib/process.mjs';
import { root } from './lib/project.mjs';
import { packageProgram } from './setup.mjs';

const file = join(root, 'web', 'src', 'lib', 'protocol.ts');

/** @throws {Failure} When the file is not what the Rust code says. */
export async function checkProtocol() {
  if ((await generate()) === readFileSync(file, 'utf8')) return;
  throw new Failure(
    'web/src/lib/protocol.ts is not what the Rust types say. `npm run fix` writes it anew.',
  );
}

/** Writes the file anew. */
export async function writeProtocol() {
  writeFileSync(file, await generate());
}

/** @returns {Promise<string>} */
async function generate() {
  const example = await cargoBuild(
    'Building what writes the TypeScript types',
    // As the tests have it, so that nothing is compiled twice.
    ['--workspace', '--all-features', '--example', 'typescript'],
    (path) => /[\\/]typescript(\.exe)?$/.test(path),
  );
  const { stdout } = await run(example, []);
  const args = ['--stdin-filepath', file];
  return (await run(packageProgram('prettier'), args, { input: stdout })).stdout;
}
