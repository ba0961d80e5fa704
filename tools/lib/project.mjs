/** What the scripts know of the project: where it is and which versions it pins. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the scripts remember; `npm ci` empties it, and then everything is made again. */
export const cache = join(root, 'node_modules', '.cache', 'ropewalk');

/** The programs that are built from source, by the name of their crate. */
export const crateVersions = {
  .../** @type {{ 'wasm-pack': string, 'cargo-deny': string }} */ (
    JSON.parse(readFileSync(join(root, 'tools', 'versions.json'), 'utf8'))
  ),
  // Its output fits only the library of its own version.
  'wasm-bindgen-cli': lockedVersion('wasm-bindgen'),
};

/** @typedef {keyof typeof crateVersions} Crate */

/** The oldest Rust that builds the project, as `1.89`. */
export const rustVersion = /^rust-version = "(.+)"$/m.exec(readCargoFile('Cargo.toml'))?.[1] ?? '0';

/** @param {string} crate */
function lockedVersion(crate) {
  const entry = new RegExp(`^name = "${crate}"\\nversion = "(.+)"$`, 'm');
  const version = entry.exec(readCargoFile('Cargo.lock'))?.[1];
  if (!version) throw new Error(`Cargo.lock has no package ${crate}`);
  return version;
}

/** @param {string} name */
function readCargoFile(name) {
  return readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
}
