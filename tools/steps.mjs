/** The checks of `npm test`, in their order. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startControl } from '../tests/brokers/control.mjs';
import {
  buildPage,
  buildServer,
  buildWasm,
  needsOfServer,
  needsOfWasm,
  pageFolder,
  referenceFolder,
} from './build.mjs';
import { fuzz, needsOfFuzz } from './fuzz.mjs';
import { countPlaywright, countRust, countTap, countVitest } from './lib/counts.mjs';
import { Failure } from './lib/failure.mjs';
import { run } from './lib/process.mjs';
import { task } from './lib/progress.mjs';
import { root } from './lib/project.mjs';
import { measure, rowsOf } from './lib/sizes.mjs';
import { alignTable } from './lib/table.mjs';
import { together } from './lib/together.mjs';
import { checkProtocol } from './protocol.mjs';
import { crateProgram, packageProgram, pathWithCrates, systemProgram } from './setup.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */
/** @typedef {import('./lib/process.mjs').RunOptions} RunOptions */
/** @typedef {import('./setup.mjs').Need} Need */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {Need[]} needs
 * @property {() => Promise<Counts | void>} run Throws a {@link Failure} when the check fails; its
 *   `counts` say of how many tests. A check without tests returns nothing.
 */

const minute = 60_000;

/** The same for each command, so that nothing is compiled twice. */
const wholeWorkspace = ['--workspace', '--all-features'];

/** The fuzz targets are a workspace of their own. */
const fuzzing = ['--manifest-path', 'crates/mqtt/fuzz/Cargo.toml'];

const fix = '`npm run fix` mends what a program can mend.';

/** @type {Step[]} */
export const steps = [
  {
    name: 'format',
    title: 'rustfmt and Prettier',
    needs: ['rust', 'rust-lints', 'npm'],
    async run() {
      await check('rustfmt', 'cargo', ['fmt', '--all', '--check'], { help: fix });
      await check('rustfmt of the fuzzing', 'cargo', ['fmt', '--check', ...fuzzing], { help: fix });
      await check('Prettier', packageProgram('prettier'), ['--check', '.'], { help: fix });
    },
  },
  {
    name: 'clippy',
    title: 'Clippy, natively and for the browser',
    needs: ['rust', 'rust-lints', 'wasm-target'],
    async run() {
      const deny = ['--', '--deny', 'warnings'];
      const browser = ['--package', 'ropewalk-browser', '--target', 'wasm32-unknown-unknown'];
      const lint = (/** @type {string} */ title, /** @type {string[]} */ args) =>
        check(title, 'cargo', ['clippy', ...args, '--all-targets', ...deny]);
      await lint('Clippy', wholeWorkspace);
      await lint('Clippy for the browser', browser);
    },
  },
  {
    name: 'docs',
    title: 'rustdoc',
    needs: ['rust'],
    async run() {
      const env = { RUSTDOCFLAGS: '--deny warnings' };
      await check('rustdoc', 'cargo', ['doc', ...wholeWorkspace, '--no-deps'], { env });
    },
  },
  {
    name: 'rust',
    title: 'the tests of the Rust crates',
    needs: ['rust'],
    run: () => counted(countRust, () => check('cargo test', 'cargo', ['test', ...wholeWorkspace])),
  },
  {
    name: 'fuzz',
    title: 'the fuzz targets of the MQTT session',
    needs: needsOfFuzz,
    run: fuzz,
  },
  {
    name: 'protocol',
    title: 'the page’s TypeScript types are those of the Rust code',
    needs: ['rust', 'npm'],
    run: checkProtocol,
  },
  {
    name: 'deny',
    title: 'licences, sources and advisories of the crates',
    needs: ['rust', 'cargo-deny'],
    async run() {
      const deny = crateProgram('cargo-deny');
      const options = ['--all-features', '--workspace'];
      const checks = ['check', 'licenses', 'bans', 'sources'];
      await check('cargo-deny', deny, [...options, ...checks]);
      await check('cargo-deny of the fuzzing', deny, [...fuzzing, ...checks]);
      try {
        await check('Fetching the advisories', deny, ['fetch', 'db'], { timeout: 2 * minute });
      } catch {
        console.log('The advisories were NOT checked: their database cannot be reached from here.');
        return;
      }
      await check('Advisories', deny, [...options, 'check', '--disable-fetch', 'advisories']);
    },
  },
  {
    name: 'tools',
    title: 'the scripts and the brokers of the tests',
    needs: ['npm'],
    run: () =>
      counted(countTap, async () => {
        await check('TypeScript', packageProgram('tsc'), ['--project', 'tools']);
        const tests = ['tools', 'tests/brokers'].flatMap(testsIn);
        return check('node --test', process.execPath, ['--test', '--test-reporter=tap', ...tests]);
      }),
  },
  {
    name: 'lint',
    title: 'ESLint and svelte-check',
    needs: needsOfWasm,
    async run() {
      // The page imports the types of the built runtime.
      await buildWasm();
      await together([
        check('ESLint', packageProgram('eslint'), ['--max-warnings', '0', '.'], { help: fix }),
        checkTypes(),
      ]);
    },
  },
  {
    name: 'web',
    title: 'the tests of the page’s modules',
    needs: needsOfWasm,
    async run() {
      await buildWasm();
      return withReport(countVitest, (file) => {
        const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        return check('Vitest', packageProgram('vitest'), args, { cwd: join(root, 'web') });
      });
    },
  },
  {
    name: 'size',
    title: 'the size budgets',
    needs: needsOfWasm,
    async run() {
      await buildWasm();
      await buildPage();
      const sizes = measure(pageFolder);
      console.log(alignTable(rowsOf(sizes)));
      const over = sizes.filter(({ gzip, budget }) => gzip > budget).map(({ what }) => what);
      if (over.length > 0) throw new Failure(`Over the budget: ${over.join('; ')}.`);
    },
  },
  {
    name: 'reference',
    title: 'the pages of the reference are valid HTML',
    needs: needsOfWasm,
    async run() {
      await buildWasm();
      await buildPage();
      const config = join(root, 'web', '.htmlvalidate.json');
      const args = ['--config', config, '--ext', 'html', referenceFolder];
      await check('html-validate', packageProgram('html-validate'), args);
    },
  },
  {
    name: 'brokers',
    title: 'the MQTT engine against two brokers',
    needs: [...needsOfServer, 'mosquitto'],
    async run() {
      const control = await startControl(await buildServer());
      const args = ['test', ...wholeWorkspace, '--test', 'brokers', '--', '--ignored'];
      const env = { ROPEWALK_BROKER_CONTROL: control.url };
      try {
        return await counted(countRust, () =>
          check('cargo test', 'cargo', args, { env, timeout: 20 * minute }),
        );
      } finally {
        await control.close();
      }
    },
  },
  {
    name: 'browser',
    title: 'the runtime in Chromium, against two brokers',
    needs: [
      ...needsOfServer,
      'wasm-target',
      'wasm-bindgen-cli',
      'wasm-pack',
      'chromium',
      'chromedriver',
      'mosquitto',
    ],
    async run() {
      const control = await startControl(await buildServer());
      const chrome = ['--headless', '--chrome', '--chromedriver', systemProgram('chromedriver')];
      const env = {
        ROPEWALK_BROKER_CONTROL: control.url,
        PATH: pathWithCrates(),
        // Of all tests together, in seconds. Each that waits has a patience of its own.
        WASM_BINDGEN_TEST_TIMEOUT: '900',
      };
      try {
        return await counted(countRust, () =>
          check(
            'wasm-pack test',
            crateProgram('wasm-pack'),
            // Nothing may be downloaded: setup has put everything on the PATH.
            ['test', ...chrome, '--mode', 'no-install', 'crates/browser'],
            { env, timeout: 20 * minute },
          ),
        );
      } finally {
        await control.close();
      }
    },
  },
  {
    name: 'e2e',
    title: 'the page in Chromium',
    needs: [...needsOfWasm, ...needsOfServer, 'chromium', 'mosquitto'],
    async run() {
      await buildWasm();
      await buildPage();
      const control = await startControl(await buildServer());
      try {
        return await withReport(countPlaywright, (file) =>
          check(
            'Playwright',
            packageProgram('playwright'),
            ['test', '--config', 'tests/e2e', '--reporter=list,json'],
            {
              env: {
                ROPEWALK_URL: control.page,
                ROPEWALK_BROKER_CONTROL: control.url,
                PLAYWRIGHT_JSON_OUTPUT_FILE: file,
              },
              timeout: 45 * minute,
            },
          ),
        );
      } finally {
        await control.close();
      }
    },
  },
];

async function checkTypes() {
  const cwd = join(root, 'web');
  await check('svelte-check', packageProgram('svelte-check'), ['--fail-on-warnings'], { cwd });
  for (const project of ['tests/e2e', 'bench']) {
    await check(`TypeScript of ${project}`, packageProgram('tsc'), ['--project', project]);
  }
}

/**
 * @param {string} title
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} What it wrote.
 */
async function check(title, program, args, options) {
  const { output } = await task(title, (detail) => run(program, args, { ...options, detail }));
  return output;
}

/**
 * Runs tests and counts them, also when they fail.
 *
 * @param {(output: string) => Counts} count
 * @param {() => Promise<string>} work
 * @returns {Promise<Counts>}
 */
async function counted(count, work) {
  try {
    return count(await work());
  } catch (error) {
    if (error instanceof Failure) error.counts = count(error.output);
    throw error;
  }
}

/**
 * Runs tests and counts them in the report that they write into a file, also when they fail.
 *
 * @param {(json: string) => Counts} count
 * @param {(file: string) => Promise<string>} work
 * @returns {Promise<Counts>}
 */
async function withReport(count, work) {
  const folder = mkdtempSync(join(tmpdir(), 'ropewalk-test-'));
  const file = join(folder, 'report.json');
  const read = () => {
    try {
      return count(readFileSync(file, 'utf8'));
    } catch {
      // They ended before there was a report.
      return { passed: 0, failed: 0 };
    }
  };
  try {
    return await counted(read, () => work(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function testsIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.mjs'))
    .sort()
    .map((file) => join(folder, file));
}
