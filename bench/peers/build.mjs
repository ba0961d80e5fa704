/**
 * Gets the peers, and bundles what a page loads of each: its script with all that it imports,
 * minified, and its WebAssembly.
 *
 * `mqtt-client-wasm` and `mqtt5-wasm` name npm packages in their READMEs that the registry did not
 * have when this was written, so they are built from the crates of that name.
 */

import { join } from 'node:path';

import { buildWasm, cargoBuild, wasmFeatures } from '../../tools/build.mjs';
import { run } from '../../tools/lib/process.mjs';
import { task } from '../../tools/lib/progress.mjs';
import { cache, root } from '../../tools/lib/project.mjs';
import { unlessDone } from '../../tools/lib/stamp.mjs';
import { crateProgram, packageProgram } from '../../tools/setup.mjs';

const bench = join(root, 'bench');

/** The crates that are built. */
const crates = ['mqtt-client-wasm', 'mqtt5-wasm'];

/** @param {string} crate */
const crateFolder = (crate) => join(cache, 'peers', 'crates', crate);

/**
 * @param {string} name Of a script in `bench/page/peers/`.
 * @returns {string} The folder with `index.js`, which exports the contestant, and what it loads.
 */
export const bundleFolder = (name) => join(cache, 'peers', 'bundles', name);

/** @param {string[]} names Of scripts in `bench/page/peers/`. */
export async function buildPeers(names) {
  await buildWasm();
  await installPeers();
  for (const crate of crates) await buildCrate(crate);
  for (const name of names) await bundle(name);
}

export async function installPeers() {
  const step = {
    name: 'peers-npm',
    inputs: [join(bench, 'package.json'), join(bench, 'package-lock.json')],
    outputs: [join(bench, 'node_modules', '.package-lock.json')],
  };
  await unlessDone(step, () =>
    task('Installing the peers', async (detail) => {
      const options = ['--no-progress', '--ignore-scripts'];
      await run('npm', ['ci', ...options], { cwd: bench, detail });
    }),
  );
}

/** @param {string} crate */
async function buildCrate(crate) {
  const target = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'peers');
  const module = await cargoBuild(
    `Building ${crate}`,
    [
      ...['--manifest-path', join(bench, 'peers', 'Cargo.toml'), '--package', `bench-${crate}`],
      ...['--target', 'wasm32-unknown-unknown', '--target-dir', target, '--release', '--locked'],
    ],
    (file) => file.endsWith('.wasm'),
  );
  const folder = crateFolder(crate);
  const step = { name: `peers-${crate}`, inputs: [module], outputs: [folder] };
  await unlessDone(step, () =>
    task(`Making ${crate} quick`, async (detail) => {
      const output = ['--target', 'web', '--out-dir', folder, '--out-name', 'index'];
      await run(crateProgram('wasm-bindgen-cli'), [...output, module], { detail });
      const wasm = join(folder, 'index_bg.wasm');
      // Their own builds optimise for size or not at all.
      const optimise = ['-O3', ...wasmFeatures.map((feature) => `--enable-${feature}`)];
      await run(packageProgram('wasm-opt'), [...optimise, wasm, '-o', wasm], { detail });
    }),
  );
}

/** @param {string} name */
async function bundle(name) {
  const config = join(bench, 'peers', 'vite.config.mjs');
  const wasm = join(root, 'web', 'src', 'wasm');
  const step = {
    name: `peers-bundle-${name}`,
    inputs: [
      ...[join(bench, 'page'), join(bench, 'package-lock.json'), config, wasm],
      ...crates.map(crateFolder),
    ],
    outputs: [bundleFolder(name)],
  };
  await unlessDone(step, () =>
    task(`Bundling ${name}`, async (detail) => {
      const env = {
        NODE_ENV: 'production',
        BUNDLE: join(bench, 'page', 'peers', `${name}.js`),
        BUNDLE_TO: bundleFolder(name),
        CRATES: JSON.stringify(
          Object.fromEntries(crates.map((crate) => [crate, join(crateFolder(crate), 'index.js')])),
        ),
      };
      await run(packageProgram('vite'), ['build', '--config', config], { cwd: bench, detail, env });
    }),
  );
}
