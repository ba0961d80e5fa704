/**
 * The fuzzing of `crates/mqtt/fuzz`, on stable Rust and without cargo-fuzz, which knows the folder
 * too.
 *
 *     npm run fuzz                    each target, as `npm test` runs it
 *     npm run fuzz -- session         one target, until it is stopped
 *     npm run fuzz -- session FILE    one input again
 *
 * After a target come libFuzzer's own arguments: files, folders, and options such as
 * `-max_total_time=600`.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { inputsRun } from './lib/counts.mjs';
import { Failure, report } from './lib/failure.mjs';
import { endAllOnSignal, run, start } from './lib/process.mjs';
import { duration, task } from './lib/progress.mjs';
import { root } from './lib/project.mjs';
import { setUp } from './setup.mjs';

/** @typedef {import('./setup.mjs').Need} Need */

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {number} inputs How many `npm test` tries.
 * @property {number} longest The length of the longest, in bytes.
 */

/** Each takes ten to fifteen seconds on two slow cores. @type {Target[]} */
const targets = [
  { name: 'decode', inputs: 600_000, longest: 1024 },
  { name: 'session', inputs: 60_000, longest: 512 },
  { name: 'filter', inputs: 150_000, longest: 256 },
  { name: 'url', inputs: 4_000_000, longest: 128 },
];

/** @type {Need[]} */
export const needsOfFuzz = ['rust', 'rust-lints', 'cxx'];

const folder = join(root, 'crates', 'mqtt', 'fuzz');
const built = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'fuzz');

/** What cargo-fuzz compiles with where there is no sanitizer, all of which stable Rust has. */
const flags = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
  '-Cllvm-args=-simplifycfg-branch-fold-threshold=0',
  '-Cdebug-assertions',
  '-Ccodegen-units=1',
  '--cfg=fuzzing',
];

/**
 * Runs cargo for the targets.
 *
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string>} The folder of what is built.
 */
async function cargo(title, command, args) {
  const { stdout } = await run('rustc', ['--print', 'host-tuple']);
  const host = stdout.trim();
  const manifest = ['--manifest-path', join(folder, 'Cargo.toml'), '--locked', '--release'];
  // Only with a target do the flags leave build scripts alone, which have no use for them.
  const places = ['--target', host, '--target-dir', built];
  const env = { RUSTFLAGS: flags.join(' ') };
  await task(title, (detail) =>
    run('cargo', [command, ...manifest, ...places, ...args], { env, detail }),
  );
  return join(built, host, 'release');
}

/** @returns {Promise<string>} The folder of the targets' programs. */
function buildTargets() {
  return cargo('Building the fuzz targets', 'build', ['--bins']);
}

/**
 * Lints the targets, and runs each with its corpus and as many inputs as `npm test` tries, always
 * from the same seed.
 *
 * @returns {Promise<import('./lib/counts.mjs').Counts>} Of the targets.
 */
export async function fuzz() {
  // Here, where libFuzzer is compiled once for both.
  await cargo('Clippy', 'clippy', ['--all-targets', '--', '--deny', 'warnings']);
  const programs = await buildTargets();
  let passed = 0;
  for (const target of targets) {
    try {
      await fuzzTarget(join(programs, target.name), target);
    } catch (error) {
      if (error instanceof Failure) error.counts = { passed, failed: 1 };
      throw error;
    }
    passed += 1;
  }
  return { passed, failed: 0 };
}

/**
 * @param {string} program
 * @param {Target} target
 */
async function fuzzTarget(program, { name, inputs, longest }) {
  // libFuzzer writes what it finds into the first folder.
  const found = mkdtempSync(join(tmpdir(), 'ropewalk-fuzz-'));
  const args = [
    `-runs=${inputs}`,
    `-max_len=${longest}`,
    '-seed=1',
    '-timeout=10',
    '-print_final_stats=1',
    artifacts(name),
    found,
    corpus(name),
  ];
  const started = performance.now();
  try {
    const { output } = await task(`Fuzzing ${name}`, (detail) =>
      run(program, args, { detail, timeout: 300_000 }),
    );
    const count = inputsRun(output);
    if (count < inputs) throw new Failure(`${name} ran only ${count} inputs.`, output);
    const time = duration(performance.now() - started);
    console.log(`  ${name}: ${count.toLocaleString('en')} inputs in ${time}, and none failed`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const file = /Test unit written to (\S+)/.exec(error.output)?.[1];
    if (!file) throw error;
    const again = `npm run fuzz -- ${name} ${relative(root, file)}`;
    throw new Failure(`An input of ${name} fails. Run it again with \`${again}\`.`, error.output);
  } finally {
    rmSync(found, { recursive: true, force: true });
  }
}

/**
 * Runs one target, with what a person gives it.
 *
 * @param {string} name
 * @param {string[]} args
 */
async function runTarget(name, args) {
  const target = targets.find((target) => target.name === name);
  if (!target) {
    const names = targets.map(({ name }) => name).join(', ');
    throw new Failure(`No fuzz target is called ${name}. There are: ${names}.`);
  }
  const programs = await buildTargets();
  const paths = args.filter((arg) => !arg.startsWith('-'));
  if (paths.length === 0) {
    // What is found is not in the corpus until somebody takes it in.
    const found = join(built, 'found', name);
    mkdirSync(found, { recursive: true });
    console.log(`What is found comes into ${relative(root, found)}.`);
    paths.push(found, corpus(name));
  }
  const options = args.filter((arg) => arg.startsWith('-'));
  const length = `-max_len=${target.longest}`;
  const child = start(join(programs, name), [length, artifacts(name), ...options, ...paths]);
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  process.exitCode = await new Promise((end) => child.on('close', (code) => end(code ?? 1)));
}

/** @param {string} name */
function corpus(name) {
  return join(folder, 'corpus', name);
}

/** @param {string} name */
function artifacts(name) {
  const place = join(folder, 'artifacts', name);
  mkdirSync(place, { recursive: true });
  return `-artifact_prefix=${place}/`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    endAllOnSignal();
    await setUp(needsOfFuzz);
    const [name, ...args] = process.argv.slice(2);
    if (name === undefined) await fuzz();
    else await runTarget(name, args);
  } catch (error) {
    report(error);
  }
}
