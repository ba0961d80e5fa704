/** Gets what the project needs onto this machine, once. */

import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

import { Failure } from './lib/failure.mjs';
import { run, which } from './lib/process.mjs';
import { task } from './lib/progress.mjs';
import { crateVersions, root, rustVersion } from './lib/project.mjs';
import { unlessDone } from './lib/stamp.mjs';

/** @typedef {import('./lib/project.mjs').Crate} Crate */

/**
 * What a step can need: Rust and a linker, the npm packages, a crate's program, or a program of
 * the system.
 *
 * @typedef {'rust' | 'rust-lints' | 'wasm-target' | 'npm' | Crate | SystemProgram} Need
 * @typedef {keyof typeof systemPrograms} SystemProgram
 */

/** Where Debian keeps servers, which is not on everyone's `PATH`. */
const sbin = ['/usr/sbin', '/usr/local/sbin'];

const systemPrograms = {
  cc: { names: ['cc', 'gcc', 'clang'], debian: 'build-essential', what: 'a C compiler and linker' },
  cxx: { names: ['c++', 'g++', 'clang++'], debian: 'build-essential', what: 'a C++ compiler' },
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    debian: 'chromium',
    what: 'Chromium',
  },
  chromedriver: { names: ['chromedriver'], debian: 'chromium-driver', what: 'ChromeDriver' },
  mosquitto: { names: ['mosquitto'], debian: 'mosquitto', what: 'the MQTT broker Mosquitto' },
};

/** The program of each crate that setup builds. */
const cratePrograms = /** @type {const} */ ({
  'wasm-bindgen-cli': 'wasm-bindgen',
  'wasm-pack': 'wasm-pack',
  'cargo-deny': 'cargo-deny',
});

/**
 * Provides what is needed and is not there yet, and says what it does.
 *
 * @param {Iterable<Need>} needs
 * @throws {Failure} When something is missing that only a person can get.
 */
export async function setUp(needs) {
  const wanted = new Set(needs);
  checkNode();
  const crates = /** @type {Crate[]} */ (Object.keys(cratePrograms)).filter((it) => wanted.has(it));
  const compiles = crates.length > 0 || wanted.has('rust');
  const programs = /** @type {SystemProgram[]} */ (Object.keys(systemPrograms));
  await ensureSystemPrograms(programs.filter((it) => wanted.has(it) || (it === 'cc' && compiles)));
  if (compiles) await ensureRust();
  if (wanted.has('rust-lints')) await ensureComponents();
  if (wanted.has('wasm-target')) await ensureWasmTarget();
  for (const crate of crates) await ensureCrate(crate);
  if (wanted.has('npm')) await ensurePackages();
}

/**
 * @param {SystemProgram} program
 * @returns {string} Its path.
 */
export function systemProgram(program) {
  const path = find(program);
  if (!path) throw new Failure(`${systemPrograms[program].what} is not installed.`);
  return path;
}

/**
 * @param {Crate} crate
 * @returns {string} The folder of its programs.
 */
export function crateFolder(crate) {
  const xdg = process.env.XDG_CACHE_HOME ?? '';
  const cache = isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
  return join(cache, 'ropewalk', 'tools', `${crate}-${crateVersions[crate]}`, 'bin');
}

/**
 * @param {Crate} crate
 * @returns {string} The path of its program.
 */
export function crateProgram(crate) {
  return join(crateFolder(crate), cratePrograms[crate]);
}

/**
 * @param {string} name
 * @returns {string} The path of a program of the npm packages.
 */
export function packageProgram(name) {
  // npm puts a package beside the workspace when another version of it is in the root.
  const folders = ['web', '.'].map((workspace) => join(root, workspace, 'node_modules', '.bin'));
  const path = folders.map((folder) => join(folder, name)).find(existsSync);
  if (!path) throw new Failure(`The npm packages have no program ${name}; is it in package.json?`);
  return path;
}

/** @returns {string} A `PATH` with the programs of the crates in front. */
export function pathWithCrates() {
  const crates = /** @type {Crate[]} */ (Object.keys(cratePrograms));
  return [...crates.map(crateFolder), process.env.PATH].join(delimiter);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  throw new Failure(
    `Node ${process.versions.node} is too old; Node 20.19, 22.12 or later is needed (https://nodejs.org).`,
  );
}

/** @param {SystemProgram[]} programs */
async function ensureSystemPrograms(programs) {
  const missing = programs.filter((program) => !find(program));
  if (missing.length === 0) return;
  const packages = missing.map((program) => systemPrograms[program].debian);
  const install = `apt-get install ${packages.join(' ')}`;
  const what = missing.map((program) => systemPrograms[program].what).join(', ');
  const apt = which('apt-get', sbin);
  if (!apt || process.getuid?.() !== 0) {
    throw new Failure(
      apt
        ? `Missing: ${what}. Install with \`sudo ${install}\`, then try again.`
        : `Missing: ${what}. Install with your system's packages (Debian calls them ${packages.join(', ')}) and have them on PATH, then try again.`,
    );
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await task(`Installing ${what} with apt-get`, async (detail) => {
    const options = ['-y', '--no-install-recommends'];
    await run(apt, ['update'], { env, detail });
    await run(apt, ['install', ...options, ...packages], { env, detail });
  });
  const still = missing.filter((program) => !find(program));
  if (still.length > 0) {
    throw new Failure(`\`${install}\` did not provide ${still.join(', ')}; put it on PATH.`);
  }
}

/** @param {SystemProgram} program */
function find(program) {
  for (const name of systemPrograms[program].names) {
    const path = which(name, sbin);
    if (path) return path;
  }
  return undefined;
}

async function ensureRust() {
  if (!which('cargo') || !which('rustc')) {
    throw new Failure(
      'Missing: Rust. Install it from https://rustup.rs, open a new terminal, then try again.',
    );
  }
  const { stdout } = await run('rustc', ['--version']);
  const [, major = 0, minor = 0] = (/^rustc (\d+)\.(\d+)/.exec(stdout) ?? []).map(Number);
  const [, needed = 0] = rustVersion.split('.').map(Number);
  if (major === 1 && minor < needed) {
    throw new Failure(
      `Rust ${rustVersion} or later is needed, and this is ${stdout.trim()}. Run \`rustup update stable\`.`,
    );
  }
}

async function ensureComponents() {
  const missing = [];
  // rustup has a program in place for each of them even when there is nothing behind it.
  if (!(await runs('cargo-fmt'))) missing.push('rustfmt');
  if (!(await runs('cargo-clippy'))) missing.push('clippy');
  if (missing.length === 0) return;
  await rustup(`Adding ${missing.join(' and ')} to Rust`, ['component', 'add', ...missing]);
}

async function ensureWasmTarget() {
  const target = 'wasm32-unknown-unknown';
  const args = ['--print', 'target-libdir', '--target', target];
  const { stdout } = await run('rustc', args);
  if (!existsSync(stdout.trim()))
    await rustup(`Adding Rust's target ${target}`, ['target', 'add', target]);
}

/**
 * @param {string} title
 * @param {string[]} args
 */
async function rustup(title, args) {
  if (!which('rustup')) {
    throw new Failure(
      `\`rustup ${args.join(' ')}\` is needed, and there is no rustup. Install Rust from https://rustup.rs.`,
    );
  }
  await task(title, (detail) => run('rustup', args, { detail }));
}

/** @param {Crate} crate */
async function ensureCrate(crate) {
  const version = crateVersions[crate];
  const program = crateProgram(crate);
  if (await runs(program, version)) return;
  const folder = dirname(crateFolder(crate));
  // Forced: what is there, if anything, does not run.
  const args = ['install', crate, '--version', `=${version}`, '--force', '--root', folder];
  await task(`Building ${crate} ${version} into the cache, some minutes once`, (detail) =>
    run('cargo', args, { detail, cwd: homedir() }),
  );
  if (await runs(program, version)) return;
  throw new Failure(`${program} was just built, but it does not run as version ${version}.`);
}

/**
 * @param {string} program
 * @param {string} [version] The only one that will do.
 * @returns {Promise<boolean>} Whether the program is there and whole.
 */
async function runs(program, version) {
  try {
    const { stdout } = await run(program, ['--version']);
    return version === undefined || stdout.split(/\s+/).includes(version);
  } catch {
    return false;
  }
}

async function ensurePackages() {
  /** @type {{ workspaces: string[] }} */
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifests = ['.', ...workspaces].map((folder) => join(root, folder, 'package.json'));
  const step = {
    name: 'npm',
    inputs: [...manifests, join(root, 'package-lock.json'), join(root, '.npmrc')],
    // Written by npm when it has put everything in its place.
    outputs: [join(root, 'node_modules', '.package-lock.json')],
    // Some packages hold programs for one system.
    settings: [process.platform, process.arch, process.versions.modules],
  };
  await unlessDone(step, () =>
    task('Installing the npm packages', async (detail) => {
      await run('npm', ['ci', '--no-progress'], {
        detail,
        env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
      });
    }),
  );
}
