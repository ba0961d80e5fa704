/** Builds what is served: the runtime as WebAssembly, the page and the native program. */

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { compress } from './lib/compress.mjs';
import { Failure } from './lib/failure.mjs';
import { run } from './lib/process.mjs';
import { task } from './lib/progress.mjs';
import { cache, crateVersions, root } from './lib/project.mjs';
import { shortenNames } from './lib/shortNames.mjs';
import { unlessDone } from './lib/stamp.mjs';
import { together } from './lib/together.mjs';
import { buildPlayer, playerBuilt } from './player.mjs';
import { namesOfCables, writeReference } from './reference.mjs';
import { crateProgram, packageProgram } from './setup.mjs';

/** @typedef {import('./setup.mjs').Need} Need */

/** @type {Need[]} */
export const needsOfWasm = ['rust', 'wasm-target', 'wasm-bindgen-cli', 'npm'];

/** @type {Need[]} */
export const needsOfServer = ['rust'];

/** What the page imports of the Rust crates. */
export const wasmFolder = join(root, 'web', 'src', 'wasm');

/** The page as it is served. */
export const pageFolder = join(root, 'web', 'dist');

/** The reference of the ops, to which the page links. */
export const referenceFolder = join(pageFolder, 'reference');

/** What rustc takes as given in WebAssembly, for an optimiser that does not. */
export const wasmFeatures = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
];

/**
 * Builds `web/src/wasm/`: the runtime and the importer, their JavaScript, `ops.json`, what the ops
 * and their ports are, and `help.json`, their help pages.
 */
export async function buildWasm() {
  // The optimiser of the modules has use for one core only, and cargo builds no two of one target
  // and profile at once.
  const [modules, server] = await together([buildModules(), buildServer()]);
  const print = (/** @type {string} */ what) => run(server, ['ops', what], { stdoutIsData: true });
  const ops = await print('--json');
  const help = await print('--help-pages');
  // What is fewer bytes compressed, which is not what is fewer bytes: not `-Oz`, the data with its
  // zeros, and functions left apart that are called once, as many small ones are more alike than a
  // few large ones. And the first kB of memory is the far end of Rust's stack: no address wraps
  // around to it.
  const smaller = [
    '-Os',
    '--skip-pass=memory-packing',
    '--one-caller-inline-max-function-size=20',
    '--low-memory-unused',
  ];
  const optimise = [...smaller, ...wasmFeatures.map((feature) => `--enable-${feature}`)];
  const step = {
    name: 'wasm',
    inputs: [
      ...Object.values(modules),
      join(root, 'node_modules', 'binaryen', 'package.json'),
      join(root, 'tools', 'lib', 'shortNames.mjs'),
    ],
    outputs: [wasmFolder],
    settings: [crateVersions['wasm-bindgen-cli'], optimise, ops.stdout, help.stdout],
  };
  await unlessDone(step, () =>
    task('Making them small', async (detail) => {
      // Beside its place and then moved: the page never imports half of it.
      const fresh = join(cache, 'wasm');
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { recursive: true });
      for (const [name, module] of Object.entries(modules)) {
        const output = ['--target', 'web', '--out-dir', fresh, '--out-name', name];
        await run(crateProgram('wasm-bindgen-cli'), [...output, module], { detail });
        const wasm = join(fresh, `${name}_bg.wasm`);
        await run(packageProgram('wasm-opt'), [...optimise, wasm, '-o', wasm], { detail });
        shortenNamesIn(fresh, name);
      }
      writeFileSync(join(fresh, 'ops.json'), JSON.stringify(JSON.parse(ops.stdout)));
      writeFileSync(join(fresh, 'help.json'), JSON.stringify(JSON.parse(help.stdout)));
      rmSync(wasmFolder, { recursive: true, force: true });
      renameSync(fresh, wasmFolder);
    }),
  );
}

/**
 * @param {string} folder
 * @param {string} name A module's.
 */
function shortenNamesIn(folder, name) {
  const files = [`${name}.js`, `${name}.d.ts`, `${name}_bg.wasm.d.ts`].map((file) =>
    join(folder, file),
  );
  const wasm = join(folder, `${name}_bg.wasm`);
  const short = shortenNames(
    readFileSync(wasm),
    files.map((file) => readFileSync(file, 'utf8')),
  );
  writeFileSync(wasm, short.wasm);
  files.forEach((file, index) => writeFileSync(file, short.texts[index] ?? ''));
}

async function buildModules() {
  return {
    ropewalk: await wasmBuild('Building the runtime as WebAssembly', 'ropewalk-browser'),
    importer: await wasmBuild('Building the importer as WebAssembly', 'ropewalk-importer'),
  };
}

/**
 * @param {string} title
 * @param {string} name The package's.
 */
function wasmBuild(title, name) {
  const target = ['--target', 'wasm32-unknown-unknown', '--profile', 'wasm'];
  const build = ['--package', name, '--lib', ...target];
  return cargoBuild(title, build, (file) => file.endsWith('.wasm'));
}

/** Builds `web/dist/`, with the reference of the ops in it; the runtime must be built. */
export async function buildPage() {
  const web = join(root, 'web');
  const left = new Set(['dist', 'node_modules']);
  const step = {
    name: 'page',
    inputs: [...readdirSync(web).sort(), '../package-lock.json', '../tsconfig.base.json']
      .filter((name) => !left.has(name))
      .map((name) => join(web, name))
      .concat(namesOfCables),
    outputs: [pageFolder, playerBuilt],
    ignore: (/** @type {string} */ path) =>
      /\.test\.ts$|\/player\/(dist|examples|LICENSE-\w+)$/.test(path),
  };
  await unlessDone(step, async () => {
    await task('Building the page', (detail) =>
      run(packageProgram('vite'), ['build'], { cwd: web, detail, env: { NODE_ENV: 'production' } }),
    );
    await buildPlayer(join(pageFolder, 'player'));
    await writeReference(wasmFolder, referenceFolder);
    await task('Compressing the page', () => compress(pageFolder, join(cache, 'compressed')));
  });
}

/**
 * Builds the native program.
 *
 * @returns {Promise<string>} Its path.
 */
export async function buildServer() {
  return cargoBuild(
    'Building the server',
    ['--package', 'ropewalk', '--bin', 'ropewalk', '--profile', 'start'],
    (file) => /^ropewalk(\.exe)?$/.test(basename(file)),
  );
}

/**
 * Runs `cargo build`, which knows itself what is up to date.
 *
 * @param {string} title
 * @param {string[]} args
 * @param {(file: string) => boolean} isProduct
 * @returns {Promise<string>} The path of the file it made.
 */
export async function cargoBuild(title, args, isProduct) {
  const build = ['build', ...args, '--message-format', 'json-render-diagnostics'];
  const { stdout } = await task(title, (detail) =>
    run('cargo', build, { detail, stdoutIsData: true }),
  );
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('{')) continue;
    /** @type {{ reason: string, filenames?: string[] }} */
    const message = JSON.parse(line);
    const product = message.reason === 'compiler-artifact' && message.filenames?.find(isProduct);
    if (product) return product;
  }
  throw new Failure(`\`cargo build ${args.join(' ')}\` ended well and made nothing.`);
}
