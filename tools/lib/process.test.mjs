import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Failure } from './failure.mjs';
import { run } from './process.mjs';

const node = process.execPath;

test('what a program writes is returned, and its newest line told', async () => {
  /** @type {string[]} */
  const lines = [];
  const script = `console.log('out'); console.error('\\x1b[32merr\\x1b[0m')`;
  const result = await run(node, ['-e', script], { detail: (line) => lines.push(line) });
  assert.equal(result.stdout, 'out\n');
  assert.match(result.output, /out/);
  assert.match(result.output, /err/);
  assert.deepEqual(lines.sort(), ['err', 'out']);
});

test('a program reads what it is given', async () => {
  const { stdout } = await run(node, ['-e', 'process.stdin.pipe(process.stdout)'], {
    input: 'text',
  });
  assert.equal(stdout, 'text');
});

test('a program that fails is named, with its code, its output and the help', async () => {
  const failing = run(node, ['-e', `console.log('why'); process.exit(2)`], { help: 'Try again.' });
  await assert.rejects(failing, (error) => {
    assert(error instanceof Failure);
    assert.match(error.message, /` ended with code 2\.\nTry again\.$/);
    assert.equal(error.output, 'why\n');
    return true;
  });
});

test('a program that is not there is said', async () => {
  await assert.rejects(run('ropewalk-no-such-program', []), /could not be started: .*ENOENT/);
});

/** Starts one that never ends and holds on to our pipes. */
const withGrandchild = `
  require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
    { stdio: 'inherit' });
`;

// Both would wait for the grandchild, which has the pipes, if it were not ended.
test('a program that takes too long is ended with what it started', async () => {
  const running = run(node, ['-e', withGrandchild], { timeout: 1_000 });
  await assert.rejects(running, /was ended after 1\.0 s/);
});

test('what a program leaves behind is ended', async () => {
  await run(node, ['-e', `${withGrandchild} process.exit(0)`]);
});
