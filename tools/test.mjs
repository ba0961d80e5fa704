/**
 * `npm test`: every check of the project, in order, until the first that fails.
 *
 *     npm test                    all of them
 *     npm test -- clippy e2e      those whose name has one of these in it
 *     npm test -- --list          their names
 */

import { alignTable } from './lib/table.mjs';
import { Failure, report } from './lib/failure.mjs';
import { endAllOnSignal } from './lib/process.mjs';
import { duration } from './lib/progress.mjs';
import { setUp } from './setup.mjs';
import { steps } from './steps.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {string} time
 * @property {Counts | undefined} counts None for a check that has no tests.
 * @property {boolean} ok
 */

try {
  endAllOnSignal();
  const words = process.argv.slice(2);
  if (words.includes('--list')) {
    for (const { name, title } of steps) console.log(`${name.padEnd(14)}${title}`);
  } else {
    await test(choose(words));
  }
} catch (error) {
  report(error);
}

/**
 * @param {string[]} words
 * @returns {typeof steps}
 */
function choose(words) {
  const strange = words.find((word) => !steps.some(({ name }) => name.includes(word)));
  if (strange !== undefined) {
    const names = steps.map(({ name }) => name).join(', ');
    throw new Failure(`No check is called ${strange}. There are: ${names}.`);
  }
  return steps.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
}

/** @param {typeof steps} chosen */
async function test(chosen) {
  /** @type {Result[]} */
  const results = [];
  const started = performance.now();
  const setup = await runStep('set-up', () => setUp(chosen.flatMap(({ needs }) => needs)));
  results.push(setup);
  for (const { name, title, run } of chosen) {
    if (results.some(({ ok }) => !ok)) break;
    console.log(`\n== ${name}: ${title}`);
    results.push(await runStep(name, run));
  }
  console.log(`\n${tableOf(results)}\n`);
  const last = results.at(-1);
  const total = duration(performance.now() - started);
  if (last?.ok) {
    console.log(`All is well, after ${total}.`);
  } else {
    const left = chosen.length + 1 - results.length;
    const rest = left > 0 ? ` ${left} ${left === 1 ? 'check was' : 'checks were'} not run.` : '';
    console.log(`${last?.name} failed, after ${total}; what it said is above the table.${rest}`);
    console.log(last === setup ? '' : `Run it alone with \`npm test -- ${last?.name}\`.`);
  }
  const sum = (/** @type {keyof Counts} */ key) =>
    results.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
}

/**
 * @param {string} name
 * @param {() => Promise<Counts | void>} work
 * @returns {Promise<Result>}
 */
async function runStep(name, work) {
  const started = performance.now();
  const time = () => duration(performance.now() - started);
  try {
    const counts = (await work()) ?? undefined;
    if (counts?.passed === 0) throw new Failure(`${name} ran no test at all.`);
    return { name, time: time(), counts, ok: true };
  } catch (error) {
    report(error);
    const { passed = 0, failed = 0 } = (error instanceof Failure && error.counts) || {};
    // Something failed, be it before the first test.
    return { name, time: time(), counts: { passed, failed: failed || 1 }, ok: false };
  }
}

/** @param {Result[]} results */
function tableOf(results) {
  const rows = results.map(({ name, time, counts, ok }) => [
    name,
    time,
    counts ? String(counts.passed) : '',
    counts ? String(counts.failed) : '',
    ok ? 'ok' : 'FAILED',
  ]);
  return alignTable([['check', 'time', 'passed', 'failed', ''], ...rows]);
}
